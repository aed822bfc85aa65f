//! From a path and its query to a place.

use super::escape::decode;
use super::{Address, Opened};

impl Address {
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
            ["settings", "work-days"] => Self::WorkDays { year: parsed(query, "year") },
            _ => return None,
        })
    }
}

fn asked(query: &str, key: &str) -> Option<String> {
    let value = query.split('&').find_map(|pair| pair.strip_prefix(key)?.strip_prefix('='))?;
    (!value.is_empty()).then(|| value.to_owned())
}

fn parsed<T: std::str::FromStr>(query: &str, key: &str) -> Option<T> {
    asked(query, key).and_then(|value| value.parse().ok())
}
