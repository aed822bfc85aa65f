//! What the generated types of an operation need in scope: the scalars and the closed enums of the schema.

pub use super::codes::*;
pub use shared::cell::Subject;
pub use shared::channel::preference::LocalTime;
pub use shared::code::{
    BusinessCode, CockpitDimensionCode, DimensionCode, GroupCode, KindCode, LevelCode, LineCode, RoleCode,
};
pub use shared::id::{
    AccountId, ChannelId, DatasetId, DeliveryId, EvidenceId, HandbookEntryId, IndicatorId, IndicatorVersionId,
    LogLineId, LossRiskId, MatterId, MeasureId, NodeId, NoticeId, PersonId, PostId, ProcessId, ProcessStepId,
    RiskLabelId, RiskPointId, RoleId, RunId, SchemeId, TaskTemplateId, UnitId, UploadId, WarningRuleId,
};
pub use shared::number::{Points, Quantity};
pub use shared::period::{Cycle, Period};

/// A day, `2026-03-31`.
pub type Date = String;
/// A moment in UTC, RFC 3339.
pub type DateTime = String;

/// The operations of a page in a module `ask`, checked against the schema by the compiler.
#[macro_export]
macro_rules! operations {
    ($file:tt: $($name:ident),+) => {
        mod ask {
            use $crate::api::schema::*;
            // Operations that name no enum of the schema would leave the import unused.
            const _: Option<Period> = None;
            $(
                #[derive(graphql_client::GraphQLQuery)]
                #[graphql(
                    schema_path = "../shared/schema.graphql",
                    query_path = $file,
                    custom_scalars_module = "crate::api::schema",
                    response_derives = "Debug, Clone, PartialEq",
                    variables_derives = "Debug, Clone, PartialEq",
                    skip_serializing_none,
                    extern_enums(
                        "Cycle", "NoWayDown", "Availability", "Direction", "Band", "Nature", "CollectionMode", "VersionState", "RunState",
                        "SubjectKind", "PostRole", "Resource", "Action", "ScopeKind", "Aggregate", "RollUp", "FileFormat",
                        "ColumnType", "FileEncoding", "FaultCode", "ObjectKind", "Domain", "MaskState", "PersonState", "ExpressionKind",
                        "EvidenceKind", "ClockKind", "LinkKind", "MatterKind", "NoticeReason", "Recipient", "Severity", "Side", "RectificationDirection",
                        "DisputeOutcome", "EarlierFinding", "GoalSide", "MeasureState", "Origin", "RectificationState", "RectificationStep", "RequestKind",
                        "SelfFound",
                        "ConditionKind", "RuleState", "StandingState", "WarningState", "WarningStep", "ChannelKind",
                        "DeliveryAnswer", "DeliveryState", "DeliveryStep", "DigestKind", "MessageLanguage",
                        "DiagnosisState", "DiagnosisStep", "EntryKind", "EntryState", "EntryStep", "DueKind",
                        "DoerKind", "InspectionManner", "TaskKind", "TaskRole", "TaskSourceKind", "TaskState",
                        "TaskStep", "RiskKind", "Rating", "RiskPointState", "RiskPointStep", "LossLevel", "LabelKind",
                        "LabelOrigin", "LabelState", "RiskAxis", "CalendarDayKind",
                    )
                )]
                pub struct $name;
            )+
        }
    };
}
