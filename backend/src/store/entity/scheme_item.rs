//! Indicators of schemes.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use shared::id::{IndicatorVersionId, SchemeId};
use shared::number::{Points, Quantity};
use shared::policy::Resource;

use crate::store::scope::{Owner, Scoped};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "scheme_item")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub scheme_id: SchemeId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub indicator_version_id: IndicatorVersionId,
    pub weight: Quantity,
    pub base_points: Points,
    pub ordinal: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn owner() -> Owner<Column> {
        Owner::Function(Resource::Library)
    }
}
