//! Every place of the page and its address: parsed once at the edge, written in one place. No browser lives here.
//!
//! An address holds all that a colleague needs to see the same place; what of it they may see, the server decides.

pub mod escape;
mod read;
mod write;

use shared::id::{DatasetId, IndicatorId, MatterId, RiskPointId, RunId, SchemeId, UnitId, WarningRuleId};
use shared::period::Period;

use crate::api::schema::Subject;

/// A place of the page.
#[derive(Debug, Clone, PartialEq)]
pub enum Address {
    /// Sign-in, and where to go afterwards.
    SignIn { next: Option<String> },
    /// The viewer's first page: the desk or, for whoever has none, the own cockpit.
    Home,
    /// The viewer's own cockpit, newest period.
    OwnCockpit,
    /// What the viewer was told.
    Inbox,
    /// How the viewer is told beside the page.
    Notifications,
    /// The warnings.
    Warnings,
    /// One warning.
    Warning(MatterId),
    /// The rules that issue warnings.
    Rules,
    /// One rule as it shall be, or a new one.
    Rule(Option<WarningRuleId>),
    /// The rectifications.
    Rectifications,
    /// One rectification.
    Rectification(MatterId),
    /// A rectification to be opened.
    OpenRectification(Opened),
    /// The diagnoses.
    Diagnoses,
    /// One diagnosis.
    Diagnosis(MatterId),
    /// A diagnosis to be opened of a number, and the matter that leads to it.
    OpenDiagnosis { subject: Subject, indicator: IndicatorId, period: Period, from: Option<MatterId> },
    /// The work log of diagnoses.
    DiagnosisLog,
    /// Measures that are carried into the next cycle.
    Carried,
    /// The handbook, with the page of an indicator opened.
    Handbook { indicator: Option<IndicatorId> },
    /// The tasks.
    Tasks,
    /// One task.
    Task(MatterId),
    /// A task to be given.
    NewTask,
    /// The check-list of a quarter.
    Quarter,
    /// The templates of tasks.
    TaskTemplates,
    /// The risk register.
    Risks,
    /// One point of risk, or a new one.
    RiskPoint(Option<RiskPointId>),
    /// The risk of losing points.
    LossRisks,
    /// What warnings and rectifications add up to.
    RiskView,
    /// Labels on persons.
    RiskLabels,
    /// The cockpit of a place, with the indicator whose trend is shown.
    Cockpit { subject: Subject, period: Period, focus: Option<IndicatorId> },
    /// The review of the points of a place at the end of a period.
    Loss { subject: Subject, period: Period },
    /// The cockpit for a wall.
    Screen { subject: Subject, period: Period },
    /// What stands behind a value.
    Explain { subject: Subject, indicator: IndicatorId, period: Period },
    /// What stands behind a score, of one cockpit dimension or of all.
    ExplainScore { subject: Subject, period: Period, dimension: Option<String> },
    /// The organisation, with a unit opened.
    Organisation { unit: Option<UnitId> },
    /// The indicator library.
    Library,
    /// One indicator's specification.
    Indicator(IndicatorId),
    /// The draft of an indicator, or of a new one.
    Draft(Option<IndicatorId>),
    /// The schemes.
    Schemes,
    /// One scheme.
    Scheme(SchemeId),
    /// The datasets.
    Datasets,
    /// One dataset.
    Dataset(DatasetId),
    /// How a dataset is read, or a new one.
    Source(Option<DatasetId>),
    /// The runs.
    Runs,
    /// One run.
    Run(RunId),
    /// Manual values.
    Manual,
    /// Who may see what.
    Policy,
    /// The audit trail.
    Audit,
    /// The calendar of working days, of this year or of the one named.
    WorkDays { year: Option<i32> },
    /// No place of ours.
    Unknown,
}

/// What is known of a rectification that is to be opened.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// Whose value it is about.
    pub subject: Subject,
    /// Which indicator and period, where it is about a number.
    pub about: Option<(IndicatorId, Period)>,
    /// The matter that leads to it.
    pub from: Option<MatterId>,
    /// Whether it is begun by oneself; otherwise it is ordered.
    pub own: bool,
}

/// The page an address belongs to: moving within a page keeps it on screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    SignIn,
    Home,
    OwnCockpit,
    Inbox,
    Notifications,
    Warnings,
    Warning,
    Rules,
    Rule,
    Rectifications,
    Rectification,
    OpenRectification,
    Diagnoses,
    Diagnosis,
    OpenDiagnosis,
    DiagnosisLog,
    Carried,
    Handbook,
    Tasks,
    Task,
    NewTask,
    Quarter,
    TaskTemplates,
    Risks,
    RiskPoint,
    LossRisks,
    RiskView,
    RiskLabels,
    Cockpit,
    Loss,
    Screen,
    Explain,
    ExplainScore,
    Organisation,
    Library,
    Indicator,
    Draft,
    Schemes,
    Scheme,
    Datasets,
    Dataset,
    Source,
    Runs,
    Run,
    Manual,
    Policy,
    Audit,
    WorkDays,
    Unknown,
}

impl Address {
    /// The page it belongs to.
    pub fn page(&self) -> Page {
        match self {
            Self::SignIn { .. } => Page::SignIn,
            Self::Home => Page::Home,
            Self::OwnCockpit => Page::OwnCockpit,
            Self::Inbox => Page::Inbox,
            Self::Notifications => Page::Notifications,
            Self::Warnings => Page::Warnings,
            Self::Warning(_) => Page::Warning,
            Self::Rules => Page::Rules,
            Self::Rule(_) => Page::Rule,
            Self::Rectifications => Page::Rectifications,
            Self::Rectification(_) => Page::Rectification,
            Self::OpenRectification(_) => Page::OpenRectification,
            Self::Diagnoses => Page::Diagnoses,
            Self::Diagnosis(_) => Page::Diagnosis,
            Self::OpenDiagnosis { .. } => Page::OpenDiagnosis,
            Self::DiagnosisLog => Page::DiagnosisLog,
            Self::Carried => Page::Carried,
            Self::Handbook { .. } => Page::Handbook,
            Self::Tasks => Page::Tasks,
            Self::Task(_) => Page::Task,
            Self::NewTask => Page::NewTask,
            Self::Quarter => Page::Quarter,
            Self::TaskTemplates => Page::TaskTemplates,
            Self::Risks => Page::Risks,
            Self::RiskPoint(_) => Page::RiskPoint,
            Self::LossRisks => Page::LossRisks,
            Self::RiskView => Page::RiskView,
            Self::RiskLabels => Page::RiskLabels,
            Self::Cockpit { .. } => Page::Cockpit,
            Self::Loss { .. } => Page::Loss,
            Self::Screen { .. } => Page::Screen,
            Self::Explain { .. } => Page::Explain,
            Self::ExplainScore { .. } => Page::ExplainScore,
            Self::Organisation { .. } => Page::Organisation,
            Self::Library => Page::Library,
            Self::Indicator(_) => Page::Indicator,
            Self::Draft(_) => Page::Draft,
            Self::Schemes => Page::Schemes,
            Self::Scheme(_) => Page::Scheme,
            Self::Datasets => Page::Datasets,
            Self::Dataset(_) => Page::Dataset,
            Self::Source(_) => Page::Source,
            Self::Runs => Page::Runs,
            Self::Run(_) => Page::Run,
            Self::Manual => Page::Manual,
            Self::Policy => Page::Policy,
            Self::Audit => Page::Audit,
            Self::WorkDays { .. } => Page::WorkDays,
            Self::Unknown => Page::Unknown,
        }
    }
}

#[cfg(test)]
mod tests;
