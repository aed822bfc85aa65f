//! Messages to accounts: that something happened to a matter, or what became of an entry of the handbook. What it was is read from there,
//! within what the reader may see then. Of what is due and no matter (`reason` tells), `matter_id` is the id, and `event` the day.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use shared::id::{AccountId, HandbookEntryId, MatterId, NoticeId};
use shared::matter::NoticeReason;

use crate::store::scope::{Owner, Scoped};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "notice")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: NoticeId,
    pub account_id: AccountId,
    /// Of a message about an entry or about what is due, the id of that: it is part of the key of what was told.
    pub matter_id: MatterId,
    /// The line of the time-line; of an entry its version, of what is due its day.
    pub event: i32,
    pub reason: NoticeReason,
    pub at: DateTime<Utc>,
    pub place: String,
    pub read_at: Option<DateTime<Utc>>,
    pub entry_id: Option<HandbookEntryId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn owner() -> Owner<Column> {
        Owner::Account { account: Column::AccountId }
    }
}
