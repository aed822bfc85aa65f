//! The graded risk that a unit loses points with an indicator. The level follows from the factors; `place` is its place by priority.

use chrono::NaiveDate;
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use shared::id::{IndicatorId, LossRiskId, UnitId};
use shared::policy::Resource;
use shared::risk::loss::LossLevel;

use crate::store::scope::{Owner, Scoped};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "loss_risk")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LossRiskId,
    pub indicator_id: IndicatorId,
    pub unit_id: UnitId,
    pub difficulty: i32,
    pub method: i32,
    pub control: i32,
    pub status: i32,
    pub level: LossLevel,
    pub reason: String,
    pub graded: NaiveDate,
    pub graded_by: String,
    pub next: NaiveDate,
    pub place: String,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn owner() -> Owner<Column> {
        Owner::Unit { resource: Resource::Risk, unit: Column::UnitId }
    }
}
