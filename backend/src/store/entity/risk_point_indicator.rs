//! The indicators that watch a point of risk, with the unit of the point.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use shared::id::{IndicatorId, RiskPointId, UnitId};
use shared::policy::Resource;

use crate::store::scope::{Owner, Scoped};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "risk_point_indicator")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub point_id: RiskPointId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub indicator_id: IndicatorId,
    pub unit_id: UnitId,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn owner() -> Owner<Column> {
        Owner::Unit { resource: Resource::Risk, unit: Column::UnitId }
    }
}
