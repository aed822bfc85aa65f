//! Items of the library.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use shared::code::{BusinessCode, CockpitDimensionCode, DimensionCode, LineCode};
use shared::id::IndicatorId;
use shared::indicator::{Domain, Nature, ObjectKind};
use shared::policy::Resource;

use crate::store::scope::{Owner, Scoped};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "indicator")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: IndicatorId,
    pub code: BusinessCode,
    pub name: String,
    pub name_en: String,
    pub object: ObjectKind,
    pub dimension: DimensionCode,
    pub cockpit_dimension: Option<CockpitDimensionCode>,
    pub line: Option<LineCode>,
    pub domain: Domain,
    pub nature: Nature,
    pub purpose: String,
    pub key_rate: bool,
    pub sort_no: i32,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn owner() -> Owner<Column> {
        Owner::Function(Resource::Library)
    }
}
