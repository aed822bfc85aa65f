//! The root of the schema: what can be asked and what can be done, put together from one object a noun.

use async_graphql::MergedObject;

use super::access::{AccessMutation, AccessQuery};
use super::audit::AuditQuery;
use super::calendar::{CalendarMutation, CalendarQuery};
use super::channel::{ChannelMutation, ChannelQuery};
use super::cockpit::CockpitQuery;
use super::dataset::{DatasetMutation, DatasetQuery, SourceQuery};
use super::diagnosis::{DiagnosisMutation, DiagnosisQuery};
use super::evidence::{EvidenceMutation, EvidenceQuery};
use super::explain::ExplainQuery;
use super::forecast::ForecastQuery;
use super::handbook::{HandbookMutation, HandbookQuery};
use super::library::{LibraryMutation, LibraryQuery, TargetQuery};
use super::live::Subscription;
use super::loss::LossQuery;
use super::matter::{MatterMutation, MatterQuery};
use super::organisation::{OrganisationMutation, OrganisationQuery};
use super::people::{PeopleMutation, PeopleQuery};
use super::rectification::{RectificationMutation, RectificationQuery};
use super::risk::{
    LabelMutation, LabelQuery, LossRiskMutation, LossRiskQuery, ProcessMutation, ProcessQuery, RiskMutation, RiskQuery,
    RiskViewQuery,
};
use super::run::{RunMutation, RunQuery};
use super::scheme::{SchemeMutation, SchemeQuery};
use super::task::{EventMutation, NodeMutation, NodeQuery, TaskMutation, TaskQuery, TemplateMutation, TemplateQuery};
use super::warning::{RuleMutation, RuleQuery, WarningMutation, WarningQuery};

/// What can be asked. Everything is answered within what the asker may see.
#[derive(Debug, Default, MergedObject)]
pub struct Query(
    OrganisationQuery,
    PeopleQuery,
    AccessQuery,
    AuditQuery,
    LibraryQuery,
    TargetQuery,
    SchemeQuery,
    DatasetQuery,
    SourceQuery,
    RunQuery,
    CockpitQuery,
    ExplainQuery,
    ForecastQuery,
    LossQuery,
    MatterQuery,
    WarningQuery,
    RuleQuery,
    RectificationQuery,
    EvidenceQuery,
    ChannelQuery,
    DiagnosisQuery,
    HandbookQuery,
    TaskQuery,
    TemplateQuery,
    NodeQuery,
    ProcessQuery,
    RiskQuery,
    LossRiskQuery,
    LabelQuery,
    RiskViewQuery,
    CalendarQuery,
);

/// What can be done. Every change enters the audit trail, and answers with the changed object.
#[derive(Debug, Default, MergedObject)]
pub struct Mutation(
    OrganisationMutation,
    PeopleMutation,
    AccessMutation,
    LibraryMutation,
    SchemeMutation,
    DatasetMutation,
    RunMutation,
    MatterMutation,
    WarningMutation,
    RuleMutation,
    RectificationMutation,
    EvidenceMutation,
    ChannelMutation,
    DiagnosisMutation,
    HandbookMutation,
    TaskMutation,
    TemplateMutation,
    NodeMutation,
    EventMutation,
    ProcessMutation,
    RiskMutation,
    LossRiskMutation,
    LabelMutation,
    CalendarMutation,
);

/// The schema of Baton.
pub type Schema = async_graphql::Schema<Query, Mutation, Subscription>;

/// Fields that a request may ask for at most, as the library counts them: the second wall behind the guard of the document.
const COMPLEXITY: usize = 4_000;

/// The schema. `introspection`: whether it tells about itself.
#[must_use]
pub fn schema(introspection: bool) -> Schema {
    let schema = Schema::build(Query::default(), Mutation::default(), Subscription);
    let schema = schema.limit_complexity(COMPLEXITY).limit_directives(5).disable_suggestions();
    if introspection { schema.finish() } else { schema.disable_introspection().finish() }
}

/// The schema in its own language, as the page and third parties compile against it.
#[must_use]
pub fn sdl() -> String {
    schema(true).sdl()
}
