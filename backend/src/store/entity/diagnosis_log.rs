//! The work log of diagnoses.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use shared::id::{LogLineId, MatterId, PersonId};

use crate::store::scope::{Owner, Scoped};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "diagnosis_log")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LogLineId,
    pub place: String,
    pub matter_id: MatterId,
    pub day: NaiveDate,
    pub minutes: Option<i32>,
    pub person_id: Option<PersonId>,
    pub name: String,
    pub words: String,
    pub at: DateTime<Utc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn owner() -> Owner<Column> {
        Owner::PartOfMatter { matter: Column::MatterId }
    }
}
