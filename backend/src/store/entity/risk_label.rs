//! Labels on persons.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use shared::id::{PersonId, RiskLabelId, UnitId};
use shared::policy::Resource;
use shared::risk::label::{LabelKind, LabelOrigin};

use crate::store::scope::{Owner, Scoped};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "risk_label")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RiskLabelId,
    pub person_id: PersonId,
    pub person_name: String,
    pub unit_id: UnitId,
    pub kind: LabelKind,
    pub reason: String,
    pub until: NaiveDate,
    pub origin: LabelOrigin,
    pub name: String,
    pub given_at: DateTime<Utc>,
    pub answer: Option<String>,
    pub answered_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
    pub ended_by: Option<String>,
    pub end_reason: Option<String>,
    pub place: String,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn owner() -> Owner<Column> {
        Owner::Person { resource: Resource::RiskLabel, unit: Column::UnitId, person: Column::PersonId }
    }
}
