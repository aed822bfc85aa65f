//! Which matter led to which: a warning to an order, an order to another.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use shared::id::MatterId;
use shared::matter::LinkKind;

use crate::store::scope::{Owner, Scoped};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "matter_link")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub matter_id: MatterId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub other_id: MatterId,
    pub kind: LinkKind,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn owner() -> Owner<Column> {
        Owner::PartOfMatter { matter: Column::MatterId }
    }
}
