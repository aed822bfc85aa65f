//! Channels beside the page.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use shared::channel::ChannelKind;
use shared::id::{AccountId, ChannelId};
use shared::matter::Severity;

use crate::store::scope::{Owner, Scoped};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "channel")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ChannelId,
    pub account_id: AccountId,
    pub kind: ChannelKind,
    pub name: String,
    pub address: String,
    pub secret: Option<String>,
    pub least: Severity,
    pub reasons: String,
    pub is_on: bool,
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
