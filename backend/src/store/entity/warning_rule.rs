//! Rules that issue warnings.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use shared::code::BusinessCode;
use shared::id::WarningRuleId;
use shared::policy::Resource;
use shared::warning::rule::RuleState;

use crate::store::scope::{Owner, Scoped};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "warning_rule")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WarningRuleId,
    pub code: BusinessCode,
    pub state: RuleState,
    pub content: String,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Scoped for Entity {
    fn owner() -> Owner<Column> {
        Owner::Function(Resource::WarningRule)
    }
}
