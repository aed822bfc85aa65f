//! Days on which B acts for A.

use chrono::NaiveDate;
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use shared::id::{DutySwitchId, PersonId, PostId, UnitId};
use shared::policy::Resource;

use crate::store::scope::{Owner, Scoped};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "duty_switch")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DutySwitchId,
    pub post_id: PostId,
    pub unit_id: UnitId,
    pub from_person: PersonId,
    pub to_person: PersonId,
    pub start_on: NaiveDate,
    pub end_on: NaiveDate,
    pub reason: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn owner() -> Owner<Column> {
        Owner::Unit { resource: Resource::Person, unit: Column::UnitId }
    }
}
