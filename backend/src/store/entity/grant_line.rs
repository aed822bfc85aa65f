//! The lines a grant is limited to.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use shared::code::LineCode;
use shared::id::GrantId;
use shared::policy::Resource;

use crate::store::scope::{Owner, Scoped};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "grant_line")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub grant_id: GrantId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub line: LineCode,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn owner() -> Owner<Column> {
        Owner::Function(Resource::Account)
    }
}
