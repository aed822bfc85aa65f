//! The closed enums of the API in one place: those of the domain, and the few that only a question has.

pub use shared::availability::Availability;
pub use shared::band::Band;
pub use shared::calendar::year::CalendarDayKind;
pub use shared::channel::ChannelKind;
pub use shared::channel::delivery::{DeliveryAnswer, DeliveryState, DeliveryStep};
pub use shared::channel::preference::{DigestKind, MessageLanguage};
pub use shared::cockpit::NoWayDown;
pub use shared::diagnosis::{DiagnosisState, DiagnosisStep};
pub use shared::direction::Direction;
pub use shared::error::ErrorCode;
pub use shared::evidence::EvidenceKind;
pub use shared::handbook::{EntryKind, EntryState, EntryStep};
pub use shared::indicator::{CollectionMode, Domain, FaultCode, Nature, ObjectKind, SubjectKind, VersionState};
pub use shared::matter::{ClockKind, LinkKind, MatterKind, NoticeReason, Recipient, Severity, Side};
pub use shared::measure::Aggregate;
pub use shared::person::{PersonState, PostRole};
pub use shared::policy::{Action, Resource, ScopeKind};
pub use shared::rectification::{
    DisputeOutcome, EarlierFinding, GoalSide, MeasureState, Origin, RectificationDirection, RectificationState,
    RectificationStep, RequestKind,
};
pub use shared::risk::label::{LabelKind, LabelOrigin, LabelState};
pub use shared::risk::loss::LossLevel;
pub use shared::risk::point::{Rating, RiskKind, RiskPointState, RiskPointStep};
pub use shared::risk::view::RiskAxis;
pub use shared::run::RunState;
pub use shared::scheme::SelfFound;
pub use shared::scoring::RollUp;
pub use shared::task::node::DueKind;
pub use shared::task::template::DoerKind;
pub use shared::task::{InspectionManner, TaskKind, TaskRole, TaskSourceKind, TaskState, TaskStep};
pub use shared::warning::condition::ConditionKind;
pub use shared::warning::rule::RuleState;
pub use shared::warning::standing::StandingState;
pub use shared::warning::{WarningState, WarningStep};

use serde::{Deserialize, Serialize};

/// The format of a source file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FileFormat {
    Csv,
    Parquet,
}

impl FileFormat {
    /// The name it goes by in every language.
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Parquet => "Parquet",
        }
    }
}

/// How the characters of a CSV file are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FileEncoding {
    #[serde(rename = "UTF_8")]
    Utf8,
    #[serde(rename = "GB18030")]
    Gb18030,
}

/// The type of a dataset's column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ColumnType {
    Text,
    Integer,
    Decimal,
    Date,
    Datetime,
    Boolean,
}

/// Whether a personal field is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MaskState {
    Visible,
    Masked,
    Empty,
}

/// What an expression has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ExpressionKind {
    Condition,
    Number,
}
