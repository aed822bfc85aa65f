//! From a place to its path and query.

use std::fmt;

use super::Address;
use super::escape::encode;

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
            Self::WorkDays { year: None } => f.write_str("/settings/work-days"),
            Self::WorkDays { year: Some(year) } => write!(f, "/settings/work-days?year={year}"),
        }
    }
}
