//! Every place of the page and its address: parsed once at the edge, written in one place. No browser lives here.
//!
//! An address holds all that a colleague needs to see the same place; what of it they may see, the server decides.

use std::fmt;

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
            Self::Unknown => Page::Unknown,
        }
    }

    /// Reads a path and its query, `?` excluded.
    pub fn read(path: &str, query: &str) -> Self {
        Self::try_read(path, query).unwrap_or(Self::Unknown)
    }

    fn try_read(path: &str, query: &str) -> Option<Self> {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        Some(match parts.as_slice() {
            [] => Self::Home,
            ["sign-in"] => Self::SignIn { next: asked(query, "next").map(|next| decode(&next)) },
            ["cockpit"] => Self::OwnCockpit,
            ["inbox"] => Self::Inbox,
            ["settings", "notifications"] => Self::Notifications,
            ["warnings"] => Self::Warnings,
            ["warnings", warning] => Self::Warning(warning.parse().ok()?),
            ["rules"] => Self::Rules,
            ["rules", "new"] => Self::Rule(None),
            ["rules", rule] => Self::Rule(Some(rule.parse().ok()?)),
            ["rectifications"] => Self::Rectifications,
            ["rectifications", "new", subject] => Self::OpenRectification(Opened {
                subject: subject.parse().ok()?,
                about: parsed(query, "indicator").zip(parsed(query, "period")),
                from: parsed(query, "from"),
                own: asked(query, "own").is_some(),
            }),
            ["rectifications", rectification] => Self::Rectification(rectification.parse().ok()?),
            ["diagnoses"] => Self::Diagnoses,
            ["diagnoses", "log"] => Self::DiagnosisLog,
            ["diagnoses", "carried"] => Self::Carried,
            ["diagnoses", "new", subject, indicator, period] => Self::OpenDiagnosis {
                subject: subject.parse().ok()?,
                indicator: indicator.parse().ok()?,
                period: period.parse().ok()?,
                from: parsed(query, "from"),
            },
            ["diagnoses", diagnosis] => Self::Diagnosis(diagnosis.parse().ok()?),
            ["handbook"] => Self::Handbook { indicator: None },
            ["handbook", indicator] => Self::Handbook { indicator: Some(indicator.parse().ok()?) },
            ["tasks"] => Self::Tasks,
            ["tasks", "new"] => Self::NewTask,
            ["tasks", "quarter"] => Self::Quarter,
            ["tasks", "templates"] => Self::TaskTemplates,
            ["tasks", task] => Self::Task(task.parse().ok()?),
            ["risks"] => Self::Risks,
            ["risks", "point", "new"] => Self::RiskPoint(None),
            ["risks", "point", point] => Self::RiskPoint(Some(point.parse().ok()?)),
            ["risks", "loss"] => Self::LossRisks,
            ["risks", "view"] => Self::RiskView,
            ["risks", "labels"] => Self::RiskLabels,
            ["cockpit", subject, period] => Self::Cockpit {
                subject: subject.parse().ok()?,
                period: period.parse().ok()?,
                focus: parsed(query, "focus"),
            },
            ["loss", subject, period] => Self::Loss { subject: subject.parse().ok()?, period: period.parse().ok()? },
            ["screen", subject, period] => {
                Self::Screen { subject: subject.parse().ok()?, period: period.parse().ok()? }
            }
            ["explain", subject, "score", period] => Self::ExplainScore {
                subject: subject.parse().ok()?,
                period: period.parse().ok()?,
                dimension: asked(query, "dimension").map(|dimension| decode(&dimension)),
            },
            ["explain", subject, indicator, period] => Self::Explain {
                subject: subject.parse().ok()?,
                indicator: indicator.parse().ok()?,
                period: period.parse().ok()?,
            },
            ["organisation"] => Self::Organisation { unit: None },
            ["organisation", unit] => Self::Organisation { unit: Some(unit.parse().ok()?) },
            ["library"] => Self::Library,
            ["library", "new"] => Self::Draft(None),
            ["library", indicator] => Self::Indicator(indicator.parse().ok()?),
            ["library", indicator, "draft"] => Self::Draft(Some(indicator.parse().ok()?)),
            ["schemes"] => Self::Schemes,
            ["schemes", scheme] => Self::Scheme(scheme.parse().ok()?),
            ["datasets"] => Self::Datasets,
            ["datasets", "new"] => Self::Source(None),
            ["datasets", dataset] => Self::Dataset(dataset.parse().ok()?),
            ["datasets", dataset, "edit"] => Self::Source(Some(dataset.parse().ok()?)),
            ["runs"] => Self::Runs,
            ["runs", run] => Self::Run(run.parse().ok()?),
            ["manual"] => Self::Manual,
            ["policy"] => Self::Policy,
            ["audit"] => Self::Audit,
            _ => return None,
        })
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SignIn { next: None } => f.write_str("/sign-in"),
            Self::SignIn { next: Some(next) } => write!(f, "/sign-in?next={}", encode(next)),
            Self::Home | Self::Unknown => f.write_str("/"),
            Self::Cockpit { subject, period, focus: None } => write!(f, "/cockpit/{subject}/{period}"),
            Self::Cockpit { subject, period, focus: Some(focus) } => {
                write!(f, "/cockpit/{subject}/{period}?focus={focus}")
            }
            Self::OwnCockpit => f.write_str("/cockpit"),
            Self::Inbox => f.write_str("/inbox"),
            Self::Notifications => f.write_str("/settings/notifications"),
            Self::Warnings => f.write_str("/warnings"),
            Self::Warning(warning) => write!(f, "/warnings/{warning}"),
            Self::Rules => f.write_str("/rules"),
            Self::Rule(None) => f.write_str("/rules/new"),
            Self::Rule(Some(rule)) => write!(f, "/rules/{rule}"),
            Self::Rectifications => f.write_str("/rectifications"),
            Self::Rectification(rectification) => write!(f, "/rectifications/{rectification}"),
            Self::Tasks => f.write_str("/tasks"),
            Self::Task(task) => write!(f, "/tasks/{task}"),
            Self::NewTask => f.write_str("/tasks/new"),
            Self::Quarter => f.write_str("/tasks/quarter"),
            Self::TaskTemplates => f.write_str("/tasks/templates"),
            Self::Risks => f.write_str("/risks"),
            Self::RiskPoint(None) => f.write_str("/risks/point/new"),
            Self::RiskPoint(Some(point)) => write!(f, "/risks/point/{point}"),
            Self::LossRisks => f.write_str("/risks/loss"),
            Self::RiskView => f.write_str("/risks/view"),
            Self::RiskLabels => f.write_str("/risks/labels"),
            Self::OpenRectification(opened) => {
                let about = opened.about.iter();
                let about = about.flat_map(|(of, at)| [format!("indicator={of}"), format!("period={at}")]);
                let from = opened.from.iter().map(|from| format!("from={from}"));
                let own = opened.own.then(|| "own=yes".to_owned());
                let query: Vec<String> = about.chain(from).chain(own).collect();
                let mark = if query.is_empty() { "" } else { "?" };
                write!(f, "/rectifications/new/{}{mark}{}", opened.subject, query.join("&"))
            }
            Self::Loss { subject, period } => write!(f, "/loss/{subject}/{period}"),
            Self::Diagnoses => f.write_str("/diagnoses"),
            Self::Diagnosis(diagnosis) => write!(f, "/diagnoses/{diagnosis}"),
            Self::OpenDiagnosis { subject, indicator, period, from: None } => {
                write!(f, "/diagnoses/new/{subject}/{indicator}/{period}")
            }
            Self::OpenDiagnosis { subject, indicator, period, from: Some(from) } => {
                write!(f, "/diagnoses/new/{subject}/{indicator}/{period}?from={from}")
            }
            Self::DiagnosisLog => f.write_str("/diagnoses/log"),
            Self::Carried => f.write_str("/diagnoses/carried"),
            Self::Handbook { indicator: None } => f.write_str("/handbook"),
            Self::Handbook { indicator: Some(indicator) } => write!(f, "/handbook/{indicator}"),
            Self::Screen { subject, period } => write!(f, "/screen/{subject}/{period}"),
            Self::Explain { subject, indicator, period } => write!(f, "/explain/{subject}/{indicator}/{period}"),
            Self::ExplainScore { subject, period, dimension: None } => write!(f, "/explain/{subject}/score/{period}"),
            Self::ExplainScore { subject, period, dimension: Some(dimension) } => {
                write!(f, "/explain/{subject}/score/{period}?dimension={}", encode(dimension))
            }
            Self::Organisation { unit: None } => f.write_str("/organisation"),
            Self::Organisation { unit: Some(unit) } => write!(f, "/organisation/{unit}"),
            Self::Library => f.write_str("/library"),
            Self::Indicator(indicator) => write!(f, "/library/{indicator}"),
            Self::Draft(None) => f.write_str("/library/new"),
            Self::Draft(Some(indicator)) => write!(f, "/library/{indicator}/draft"),
            Self::Schemes => f.write_str("/schemes"),
            Self::Scheme(scheme) => write!(f, "/schemes/{scheme}"),
            Self::Datasets => f.write_str("/datasets"),
            Self::Dataset(dataset) => write!(f, "/datasets/{dataset}"),
            Self::Source(None) => f.write_str("/datasets/new"),
            Self::Source(Some(dataset)) => write!(f, "/datasets/{dataset}/edit"),
            Self::Runs => f.write_str("/runs"),
            Self::Run(run) => write!(f, "/runs/{run}"),
            Self::Manual => f.write_str("/manual"),
            Self::Policy => f.write_str("/policy"),
            Self::Audit => f.write_str("/audit"),
        }
    }
}

fn asked(query: &str, key: &str) -> Option<String> {
    let value = query.split('&').find_map(|pair| pair.strip_prefix(key)?.strip_prefix('='))?;
    (!value.is_empty()).then(|| value.to_owned())
}

fn parsed<T: std::str::FromStr>(query: &str, key: &str) -> Option<T> {
    asked(query, key).and_then(|value| value.parse().ok())
}

/// Percent-encodes everything that is not unreserved (RFC 3986).
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => encoded.push(char::from(byte)),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let escaped = rest.strip_prefix('%').and_then(|tail| tail.get(..2));
        match escaped.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = rest.get(3..).unwrap_or_default();
            }
            None => {
                let (head, tail) = rest.split_at(letter.len_utf8());
                bytes.extend_from_slice(head.as_bytes());
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(address: &str) -> Address {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        Address::read(path, query)
    }

    #[test]
    fn every_address_reads_back_as_it_was_written() {
        for address in [
            "/",
            "/cockpit",
            "/sign-in",
            "/sign-in?next=%2Fcockpit%2Funit-0000000000001%2F2026-03",
            "/inbox",
            "/settings/notifications",
            "/warnings",
            "/warnings/0000000000001",
            "/rules",
            "/rules/new",
            "/rules/0000000000001",
            "/rectifications",
            "/rectifications/0000000000001",
            "/rectifications/new/unit-0000000000001",
            "/tasks",
            "/tasks/0000000000001",
            "/tasks/new",
            "/tasks/quarter",
            "/tasks/templates",
            "/rectifications/new/person-0000000000001?indicator=0000000000002&period=2026-03&from=0000000000003&own=yes",
            "/diagnoses",
            "/diagnoses/0000000000001",
            "/diagnoses/log",
            "/diagnoses/carried",
            "/diagnoses/new/unit-0000000000001/0000000000002/2026-03",
            "/diagnoses/new/person-0000000000001/0000000000002/2026Q1?from=0000000000003",
            "/handbook",
            "/handbook/0000000000001",
            "/risks",
            "/risks/point/new",
            "/risks/point/0000000000001",
            "/risks/loss",
            "/risks/view",
            "/risks/labels",
            "/cockpit/unit-0000000000001/2026-03",
            "/cockpit/post-0000000000001/2026Q1?focus=0000000000002",
            "/loss/unit-0000000000001/2026Q1",
            "/screen/unit-0000000000001/2026",
            "/explain/person-0000000000001/0000000000002/2026H1",
            "/explain/unit-0000000000001/score/2026-10",
            "/explain/unit-0000000000001/score/2026-10?dimension=TAX_TASK",
            "/organisation",
            "/organisation/0000000000001",
            "/library",
            "/library/0000000000001",
            "/library/new",
            "/library/0000000000001/draft",
            "/schemes",
            "/schemes/0000000000001",
            "/datasets",
            "/datasets/0000000000001",
            "/datasets/new",
            "/datasets/0000000000001/edit",
            "/runs",
            "/runs/0000000000001",
            "/manual",
            "/policy",
            "/audit",
        ] {
            assert_eq!(read(address).to_string(), address);
        }
    }

    #[test]
    fn what_is_no_place_of_ours_is_unknown() {
        for address in [
            "/cockpit/unit-0000000000001",
            "/cockpit/unit-0000000000001/2026-13",
            "/cockpit/town-0000000000001/2026",
            "/library/short",
            "/explain/unit-1/x/2026-03",
            "/etc/passwd",
        ] {
            assert_eq!(read(address), Address::Unknown, "{address}");
        }
    }

    #[test]
    fn an_escape_cut_short_is_taken_as_written() {
        for (text, plain) in [("%E5%B7%9E", "州"), ("%", "%"), ("100%", "100%"), ("%4", "%4"), ("%州", "%州")] {
            assert_eq!(decode(text), plain);
        }
    }
}
