//! Measures over datasets.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use shared::code::BusinessCode;
use shared::id::{DatasetId, MeasureId};
use shared::measure::Aggregate;
use shared::policy::Resource;
use shared::scoring::RollUp;

use crate::store::scope::{Owner, Scoped};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "measure")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MeasureId,
    pub dataset_id: DatasetId,
    pub code: BusinessCode,
    pub name: String,
    pub aggregate: Aggregate,
    pub expression: Option<String>,
    pub filter: Option<String>,
    pub over_tree: RollUp,
    pub over_time: RollUp,
    pub unit_of_measure: String,
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
