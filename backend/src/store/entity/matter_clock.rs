//! The clocks of a matter.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use shared::id::{MatterId, PersonId};
use shared::matter::{ClockKind, Side};

use crate::store::scope::{Owner, Scoped};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "matter_clock")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub matter_id: MatterId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub ordinal: i32,
    pub side: Side,
    pub kind: ClockKind,
    pub item: Option<i32>,
    pub person_id: Option<PersonId>,
    pub started_at: DateTime<Utc>,
    pub due: NaiveDate,
    pub stopped_at: Option<DateTime<Utc>>,
    pub called_off: bool,
    pub escalated: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn owner() -> Owner<Column> {
        Owner::PartOfMatter { matter: Column::MatterId }
    }
}
