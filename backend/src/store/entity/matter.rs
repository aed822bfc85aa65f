//! Matters: warnings, rectifications and what comes after them. What lists and scopes need stands in columns, the whole in `detail`.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use shared::code::LineCode;
use shared::id::{IndicatorId, MatterId, PersonId, UnitId, WarningRuleId};
use shared::matter::{MatterKind, Severity, Side};
use shared::period::Period;
use shared::rectification::RectificationDirection;
use shared::warning::condition::ConditionKind;

use crate::store::owner::MatterColumns;
use crate::store::scope::{Owner, Scoped};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "matter")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MatterId,
    pub kind: MatterKind,
    pub number: String,
    pub state: String,
    pub is_open: bool,
    pub is_sent: bool,
    pub title: String,
    pub direction: Option<RectificationDirection>,
    pub severity: Option<Severity>,
    pub unit_id: UnitId,
    pub person_id: Option<PersonId>,
    pub giver_id: UnitId,
    pub unit_name: String,
    pub person_name: Option<String>,
    pub giver_name: String,
    pub line: Option<LineCode>,
    pub indicator_id: Option<IndicatorId>,
    pub subject: Option<String>,
    pub period: Option<Period>,
    pub risk_point: Option<String>,
    pub rule_id: Option<WarningRuleId>,
    pub condition: Option<ConditionKind>,
    pub due: Option<NaiveDate>,
    pub waits_for: Option<Side>,
    pub opened_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
    pub detail: String,
    pub version: i32,
}

/// Where it stands whom a matter belongs to.
pub const COLUMNS: MatterColumns<Column> = MatterColumns {
    id: Column::Id,
    unit: Column::UnitId,
    person: Column::PersonId,
    giver: Column::GiverId,
    line: Column::Line,
    sent: Column::IsSent,
};

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn owner() -> Owner<Column> {
        Owner::Matter(COLUMNS)
    }
}
