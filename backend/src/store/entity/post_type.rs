//! Post types, independent of units.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use shared::code::BusinessCode;
use shared::id::PostTypeId;

use crate::store::scope::{Owner, Scoped};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "post_type")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PostTypeId,
    pub code: BusinessCode,
    pub name: String,
    pub series: BusinessCode,
    pub series_name: String,
    pub post_class: BusinessCode,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn owner() -> Owner<Column> {
        Owner::Public("the catalogue of posts is published")
    }
}
