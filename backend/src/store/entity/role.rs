//! Roles.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use shared::code::RoleCode;
use shared::id::RoleId;
use shared::policy::Resource;

use crate::store::scope::{Owner, Scoped};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "role")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RoleId,
    pub code: RoleCode,
    pub name: String,
    pub name_en: String,
    pub built_in: bool,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn owner() -> Owner<Column> {
        Owner::Function(Resource::Role)
    }
}
