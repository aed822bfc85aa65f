//! Messages that go out, or went out, through a channel.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use shared::channel::ChannelKind;
use shared::channel::delivery::{DeliveryAnswer, DeliveryState};
use shared::id::{AccountId, ChannelId, DeliveryId};

use crate::store::scope::{Owner, Scoped};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "delivery")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DeliveryId,
    pub account_id: AccountId,
    pub channel_id: ChannelId,
    pub kind: ChannelKind,
    pub address: String,
    pub state: DeliveryState,
    pub messages: i32,
    pub is_test: bool,
    /// Whether it goes out in quiet hours as well.
    pub passes_quiet: bool,
    pub due_at: DateTime<Utc>,
    pub tries: i32,
    pub leased_until: Option<DateTime<Utc>>,
    pub answer: Option<DeliveryAnswer>,
    pub detail: String,
    pub place: String,
    pub ended_at: Option<DateTime<Utc>>,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn owner() -> Owner<Column> {
        Owner::Account { account: Column::AccountId }
    }
}
