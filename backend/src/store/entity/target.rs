//! Targets per indicator, unit and period.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use shared::id::{IndicatorId, UnitId};
use shared::number::Quantity;
use shared::period::Period;
use shared::policy::Resource;

use crate::store::scope::{Owner, Scoped};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "target")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub indicator_id: IndicatorId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub unit_id: UnitId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub period: Period,
    pub target: Quantity,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn owner() -> Owner<Column> {
        Owner::Unit { resource: Resource::Target, unit: Column::UnitId }
    }
}
