//! Everything that is filled in, one signal a field.

use leptos::prelude::*;
use shared::matter::Escalation;
use shared::warning::WarningTerms;

use super::Shown;
use super::choices::Choices;
use crate::api::codes::{Band, ConditionKind, Recipient, Severity, SubjectKind};
use crate::api::schema::*;
use crate::frame::Frame;
use crate::locale::Locale;

/// What a rule watches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watch {
    Indicator,
    Score,
    Tasks,
    Source,
}

impl Watch {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Indicator, Self::Score, Self::Tasks, Self::Source];

    /// As an option is written.
    pub fn code(self) -> &'static str {
        match self {
            Self::Indicator => "INDICATOR",
            Self::Score => "SCORE",
            Self::Tasks => "TASKS",
            Self::Source => "SOURCE",
        }
    }

    /// As people say it.
    pub fn word(self, locale: Locale) -> &'static str {
        let text = locale.text.warning();
        match self {
            Self::Indicator => text.watch_indicator,
            Self::Score => text.watch_score,
            Self::Tasks => text.watch_tasks,
            Self::Source => text.watch_source,
        }
    }

    /// Whether it is seen as it is today alone: how it was in past periods is not kept.
    pub const fn is_seen_today_alone(self) -> bool {
        match self {
            Self::Tasks | Self::Source => true,
            Self::Indicator | Self::Score => false,
        }
    }

    fn read(code: &str) -> Self {
        Self::ALL.into_iter().find(|watch| watch.code() == code).unwrap_or(Self::Indicator)
    }

    fn of(rule: &Shown) -> Self {
        let mut others = [Self::Tasks, Self::Source].into_iter();
        let other = others.find(|watch| watch.kinds().contains(&rule.condition.kind));
        other.unwrap_or(if rule.watches_score { Self::Score } else { Self::Indicator })
    }

    /// The conditions that go with it; a score has no target and nothing to check it against.
    pub fn kinds(self) -> &'static [ConditionKind] {
        match self {
            Self::Indicator => &[
                ConditionKind::Threshold,
                ConditionKind::Band,
                ConditionKind::Trend,
                ConditionKind::RankFall,
                ConditionKind::LowPlace,
                ConditionKind::BehindPace,
                ConditionKind::Sudden,
                ConditionKind::CrossCheck,
                ConditionKind::NoData,
            ],
            Self::Score => &[
                ConditionKind::Threshold,
                ConditionKind::Band,
                ConditionKind::Trend,
                ConditionKind::RankFall,
                ConditionKind::LowPlace,
                ConditionKind::Sudden,
                ConditionKind::NoData,
            ],
            Self::Tasks => &[ConditionKind::TaskOverdue],
            Self::Source => &[ConditionKind::SourceLate],
        }
    }
}

/// A code that may be marked.
#[derive(Clone)]
pub struct Mark {
    pub code: String,
    pub name: String,
    pub on: RwSignal<bool>,
}

/// Who is told after how many days, as it is filled in.
#[derive(Clone, Copy)]
pub struct Level {
    pub after: RwSignal<String>,
    pub tell: RwSignal<String>,
}

impl Level {
    /// Somebody who is told after so many working days.
    pub fn new(after: String, tell: Recipient) -> Self {
        Self { after: RwSignal::new(after), tell: signal(tell.code()) }
    }
}

/// The fields of the editor.
#[derive(Clone, Copy)]
pub struct Fields {
    pub code: RwSignal<String>,
    pub name: RwSignal<String>,
    pub watch: RwSignal<String>,
    pub indicator: RwSignal<String>,
    pub dimension: RwSignal<String>,
    pub dataset: RwSignal<String>,
    pub kind: RwSignal<String>,
    pub band: RwSignal<String>,
    pub limit: RwSignal<String>,
    pub periods: RwSignal<String>,
    pub places: RwSignal<String>,
    pub percent: RwSignal<String>,
    pub other: RwSignal<String>,
    pub days: RwSignal<String>,
    pub subjects: RwSignal<String>,
    pub levels: StoredValue<Vec<Mark>>,
    pub groups: StoredValue<Vec<Mark>>,
    pub post_classes: RwSignal<String>,
    pub severity: RwSignal<String>,
    pub confirm: RwSignal<String>,
    pub tell: StoredValue<Vec<(Recipient, RwSignal<bool>)>>,
    pub advice: RwSignal<String>,
    pub receive: RwSignal<String>,
    pub handle: RwSignal<String>,
    pub review: RwSignal<String>,
    pub expire: RwSignal<String>,
    pub escalation: RwSignal<Vec<Level>>,
    pub diagnoses: RwSignal<bool>,
    pub task: RwSignal<String>,
}

fn signal(text: &str) -> RwSignal<String> {
    RwSignal::new(text.to_owned())
}

/// A number there is, or the one that is usual.
fn number<T: ToString>(number: Option<T>, usual: &str) -> RwSignal<String> {
    RwSignal::new(number.map_or_else(|| usual.to_owned(), |number| number.to_string()))
}

/// The codes there are, and those the rule names beside them.
fn marks(known: Vec<(String, String)>, named: Vec<String>) -> StoredValue<Vec<Mark>> {
    let beside: Vec<_> = named.iter().filter(|code| !known.iter().any(|(other, _)| other == *code)).cloned().collect();
    let all = known.into_iter().chain(beside.into_iter().map(|code| (code.clone(), code)));
    let mark = |(code, name): (String, String)| Mark { on: RwSignal::new(named.contains(&code)), code, name };
    StoredValue::new(all.map(mark).collect())
}

fn escalation(rule: Option<&Shown>) -> Vec<Level> {
    match rule {
        Some(rule) => {
            rule.escalation.iter().map(|level| Level::new(level.after_days.to_string(), level.tell)).collect()
        }
        None => {
            let usual = Escalation::default();
            usual.levels().iter().map(|level| Level::new(level.after_days.to_string(), level.tell)).collect()
        }
    }
}

impl Fields {
    /// Filled in with what there is, or with what is usual.
    pub fn new(frame: Frame, rule: Option<&Shown>, choices: &Choices) -> Self {
        let condition = rule.map(|rule| &rule.condition);
        let codes = |read: fn(&Shown) -> Vec<String>| rule.map(read).unwrap_or_default();
        let levels = frame.with(|viewed| {
            let entries = viewed.dictionary.levels.iter();
            entries
                .map(|entry| (entry.code.clone(), frame.locale.name(&entry.name, &entry.name_en).to_owned()))
                .collect()
        });
        let told = |who| rule.map_or(who == Recipient::Responsible, |rule| rule.tell.contains(&who));
        let usual = WarningTerms::default();
        let terms = rule.map(|rule| &rule.terms);
        let post_classes = codes(|rule| rule.post_classes.iter().map(ToString::to_string).collect());
        Self {
            code: number(rule.map(|rule| &rule.code), ""),
            name: signal(rule.map(|rule| rule.name.as_str()).unwrap_or_default()),
            watch: signal(rule.map_or(Watch::Indicator, Watch::of).code()),
            indicator: number(rule.and_then(|rule| Some(rule.indicator.as_ref()?.id)), ""),
            dimension: number(rule.and_then(|rule| rule.dimension.as_ref()), ""),
            dataset: number(condition.and_then(|condition| condition.dataset), ""),
            kind: signal(condition.map_or(ConditionKind::Threshold, |condition| condition.kind).code()),
            band: signal(condition.and_then(|condition| condition.band).unwrap_or(Band::Alert).code()),
            limit: number(condition.and_then(|condition| condition.limit).map(Quantity::written), ""),
            periods: number(condition.and_then(|condition| condition.periods), "3"),
            places: number(condition.and_then(|condition| condition.places), "3"),
            percent: number(condition.and_then(|condition| condition.percent).map(Quantity::written), "10"),
            other: number(condition.and_then(|condition| condition.other), ""),
            days: number(condition.and_then(|condition| condition.days), "3"),
            subjects: signal(rule.map_or(SubjectKind::Unit, |rule| rule.subjects).code()),
            levels: marks(levels, codes(|rule| rule.levels.iter().map(ToString::to_string).collect())),
            groups: marks(choices.groups.clone(), codes(|rule| rule.groups.iter().map(ToString::to_string).collect())),
            post_classes: RwSignal::new(post_classes.join(", ")),
            severity: signal(rule.map_or(Severity::Yellow, |rule| rule.severity).code()),
            confirm: number(rule.map(|rule| rule.confirm), "1"),
            tell: StoredValue::new(Recipient::ALL.iter().map(|&who| (who, RwSignal::new(told(who)))).collect()),
            advice: signal(rule.map(|rule| rule.advice.as_str()).unwrap_or_default()),
            receive: number(terms.map(|terms| terms.receive), &usual.receive.to_string()),
            handle: number(terms.map(|terms| terms.handle), &usual.handle.to_string()),
            review: number(terms.map(|terms| terms.review), &usual.review.to_string()),
            expire: number(terms.map(|terms| terms.expire), &usual.expire.to_string()),
            escalation: RwSignal::new(escalation(rule)),
            diagnoses: RwSignal::new(rule.is_some_and(|rule| rule.opens_diagnosis)),
            task: RwSignal::new(rule.and_then(|rule| rule.task).map(|task| task.to_string()).unwrap_or_default()),
        }
    }

    /// What it watches, tracked.
    pub fn watched(self) -> Watch {
        self.watch.with(|code| Watch::read(code))
    }

    /// The kind of its condition, tracked; the first that goes with what is watched where another one is still chosen.
    pub fn looks_for(self) -> ConditionKind {
        let kinds = self.watched().kinds();
        let chosen = self.kind.with(|kind| kind.parse::<ConditionKind>().ok());
        let chosen = chosen.filter(|chosen| kinds.contains(chosen)).or(kinds.first().copied());
        chosen.unwrap_or(ConditionKind::Threshold)
    }

    /// Whether what it looks for can be diagnosed, tracked: a weak value or score can, a missing one cannot.
    pub fn can_diagnose(self) -> bool {
        let weak = match self.looks_for() {
            ConditionKind::Band
            | ConditionKind::Threshold
            | ConditionKind::Trend
            | ConditionKind::RankFall
            | ConditionKind::LowPlace
            | ConditionKind::BehindPace
            | ConditionKind::Sudden => true,
            ConditionKind::NoData
            | ConditionKind::CrossCheck
            | ConditionKind::TaskOverdue
            | ConditionKind::SourceLate => false,
        };
        weak && matches!(self.watched(), Watch::Indicator | Watch::Score)
    }

    /// Everything that is filled in, tracked.
    pub fn said(self) -> Vec<String> {
        let watched = [self.code, self.name, self.watch, self.indicator, self.dimension, self.dataset, self.kind];
        let sought = [self.band, self.limit, self.periods, self.places, self.percent, self.other, self.days];
        let reached = [self.subjects, self.post_classes, self.severity, self.confirm, self.advice];
        let terms = [self.receive, self.handle, self.review, self.expire, self.task];
        let texts = watched.into_iter().chain(sought).chain(reached).chain(terms);
        let mut said: Vec<String> = texts.map(|text| text.get()).collect();
        for marks in [self.levels, self.groups] {
            marks.with_value(|marks| said.extend(marks.iter().map(|mark| mark.on.get().to_string())));
        }
        self.tell.with_value(|all| said.extend(all.iter().map(|(_, told)| told.get().to_string())));
        said.push(self.diagnoses.get().to_string());
        self.escalation.with(|rows| said.extend(rows.iter().flat_map(|row| [row.after.get(), row.tell.get()])));
        said
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_condition_goes_with_something_that_is_watched() {
        for kind in ConditionKind::ALL {
            assert!(Watch::ALL.iter().any(|watch| watch.kinds().contains(kind)), "{kind}");
        }
    }

    #[test]
    fn what_waits_and_sources_are_seen_as_they_are_today_alone() {
        let alone: Vec<Watch> = Watch::ALL.into_iter().filter(|watch| watch.is_seen_today_alone()).collect();
        assert_eq!(alone, [Watch::Tasks, Watch::Source]);
    }

    #[test]
    fn what_is_watched_reads_back_from_its_option() {
        for watch in Watch::ALL {
            assert_eq!(Watch::read(watch.code()), watch);
        }
    }
}
