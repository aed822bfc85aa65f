//! Units as they stand today.

use chrono::NaiveDate;
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use shared::code::{BusinessCode, GroupCode, KindCode, LevelCode, LineCode};
use shared::id::UnitId;
use shared::policy::Resource;

use crate::store::scope::{Owner, Scoped};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "unit")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: UnitId,
    pub code: BusinessCode,
    pub name: String,
    pub short_name: String,
    pub parent_id: Option<UnitId>,
    pub level: LevelCode,
    pub kind: KindCode,
    pub line: Option<LineCode>,
    pub comparison_group: Option<GroupCode>,
    pub sort_no: i32,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn owner() -> Owner<Column> {
        Owner::Unit { resource: Resource::Organisation, unit: Column::Id }
    }
}
