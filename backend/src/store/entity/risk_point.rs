//! Points of risk. The rating follows from likelihood and impact; it stands in a column for lists.

use chrono::NaiveDate;
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use shared::code::BusinessCode;
use shared::id::{AccountId, PostId, ProcessStepId, RiskPointId, UnitId};
use shared::policy::Resource;
use shared::risk::point::{Rating, RiskKind, RiskPointState};

use crate::store::scope::{Owner, Scoped};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "risk_point")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RiskPointId,
    pub code: BusinessCode,
    pub step_id: ProcessStepId,
    pub name: String,
    pub kind: RiskKind,
    pub unit_id: UnitId,
    pub post_id: Option<PostId>,
    pub likelihood: i32,
    pub impact: i32,
    pub rating: Rating,
    pub controls: String,
    pub review_months: i32,
    pub state: RiskPointState,
    pub proposed_by: Option<AccountId>,
    pub reviewed: Option<NaiveDate>,
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
