//! What was found when somebody looked at a risk of losing points, with the unit of the risk. Rows are added and never changed.

use chrono::NaiveDate;
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use shared::id::{LossRiskId, UnitId};
use shared::policy::Resource;

use crate::store::scope::{Owner, Scoped};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "loss_risk_follow_up")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub loss_risk_id: LossRiskId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub ordinal: i32,
    pub unit_id: UnitId,
    pub looked: NaiveDate,
    pub name: String,
    pub found: String,
    pub due: NaiveDate,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn owner() -> Owner<Column> {
        Owner::Unit { resource: Resource::Risk, unit: Column::UnitId }
    }
}
