//! Entries of the handbook: causes and measures of an indicator.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use shared::handbook::{EntryKind, EntryState};
use shared::id::{HandbookEntryId, IndicatorId, MatterId};
use shared::policy::Resource;

use crate::store::scope::{Owner, Scoped};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "handbook_entry")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: HandbookEntryId,
    pub place: String,
    pub indicator_id: IndicatorId,
    pub kind: EntryKind,
    pub against_id: Option<HandbookEntryId>,
    pub words: String,
    pub words_en: String,
    pub state: EntryState,
    pub proposed_by: String,
    pub proposer: String,
    pub proposed_at: DateTime<Utc>,
    pub from_id: Option<MatterId>,
    pub reviewed_by: Option<String>,
    pub reviewed_at: Option<DateTime<Utc>>,
    pub reasons: String,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn owner() -> Owner<Column> {
        Owner::Function(Resource::Handbook)
    }
}
