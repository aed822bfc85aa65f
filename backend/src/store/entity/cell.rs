//! Values with their points: written once by a run, never changed.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use shared::availability::Availability;
use shared::band::Band;
use shared::code::{GroupCode, LineCode};
use shared::id::{IndicatorVersionId, PersonId, PostId, RunId, UnitId};
use shared::indicator::SubjectKind;
use shared::number::{Points, Quantity};
use shared::period::Period;

use crate::store::scope::{Owner, Scoped};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "cell")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub run_id: RunId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub period: Period,
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject_id: i64,
    pub subject_kind: SubjectKind,
    pub unit_id: UnitId,
    pub post_id: Option<PostId>,
    pub person_id: Option<PersonId>,
    pub line: Option<LineCode>,
    pub availability: Availability,
    pub band: Option<Band>,
    pub rank: Option<i32>,
    pub group_size: Option<i32>,
    pub group_code: Option<GroupCode>,
    pub group_mean: Option<Quantity>,
    pub group_best: Option<Quantity>,
    #[sea_orm(primary_key, auto_increment = false)]
    pub version_id: IndicatorVersionId,
    pub numerator: Option<Quantity>,
    pub denominator: Option<Quantity>,
    pub value: Option<Quantity>,
    pub rows: i64,
    pub inputs: String,
    pub target: Option<Quantity>,
    pub points: Option<Points>,
    pub base_points: Points,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn owner() -> Owner<Column> {
        Owner::Subject { unit: Column::UnitId, line: Column::Line, post: Column::PostId, person: Column::PersonId }
    }
}
