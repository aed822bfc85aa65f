//! What diagnoses took from the handbook, and whether it worked; only how often is ever told.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use shared::id::{HandbookEntryId, MatterId};
use shared::policy::Resource;

use crate::store::scope::{Owner, Scoped};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "handbook_use")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub entry_id: HandbookEntryId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub matter_id: MatterId,
    pub worked: Option<bool>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn owner() -> Owner<Column> {
        Owner::Function(Resource::Handbook)
    }
}
