//! How a rule stands towards an object.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use shared::id::{MatterId, WarningRuleId};
use shared::period::Period;
use shared::policy::Resource;
use shared::warning::standing::StandingState;

use crate::store::scope::{Owner, Scoped};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "rule_standing")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub rule_id: WarningRuleId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject: String,
    pub state: StandingState,
    pub seen: i32,
    pub evaluation: String,
    pub period: Option<Period>,
    pub warning_id: Option<MatterId>,
    pub warned: Option<Period>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn owner() -> Owner<Column> {
        Owner::Function(Resource::WarningRule)
    }
}
