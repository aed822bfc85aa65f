//! Steps of processes.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use shared::code::BusinessCode;
use shared::id::{ProcessId, ProcessStepId};
use shared::policy::Resource;

use crate::store::scope::{Owner, Scoped};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "process_step")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProcessStepId,
    pub process_id: ProcessId,
    pub ordinal: i32,
    pub code: BusinessCode,
    pub name: String,
    pub name_en: String,
    pub retired: bool,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn owner() -> Owner<Column> {
        Owner::Function(Resource::Risk)
    }
}
