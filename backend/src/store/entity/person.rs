//! Persons.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use shared::code::BusinessCode;
use shared::id::{PersonId, UnitId};
use shared::person::PersonState;
use shared::policy::Resource;

use crate::store::scope::{Owner, Scoped};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "person")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PersonId,
    pub staff_no: BusinessCode,
    pub name: String,
    pub unit_id: UnitId,
    pub rank: Option<String>,
    pub phone: Option<String>,
    pub status: PersonState,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn owner() -> Owner<Column> {
        Owner::Person { resource: Resource::Person, unit: Column::UnitId, person: Column::Id }
    }
}
