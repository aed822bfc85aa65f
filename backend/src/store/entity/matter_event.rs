//! The time-line of a matter: what was done and said, in order. Rows are added and never changed.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use shared::id::MatterId;
use shared::matter::Side;

use crate::store::scope::{Owner, Scoped};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "matter_event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub matter_id: MatterId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub ordinal: i32,
    pub at: DateTime<Utc>,
    pub actor: String,
    pub name: String,
    pub side: Option<Side>,
    pub step: String,
    pub state: String,
    pub words: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn owner() -> Owner<Column> {
        Owner::PartOfMatter { matter: Column::MatterId }
    }
}
