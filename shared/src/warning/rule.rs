//! A rule that issues warnings: what it looks at, for whom, how urgent, who is told and what they should do.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::WarningTerms;
use super::condition::{Condition, ConditionKind};
use super::standing::Standing;
use crate::code::{BusinessCode, CockpitDimensionCode, GroupCode, LevelCode, LineCode};
use crate::error::Refusal;
use crate::id::{DatasetId, IndicatorId, TaskTemplateId, WarningRuleId};
use crate::indicator::SubjectKind;
use crate::matter::{Escalation, Recipient, Severity, spoken, titled};

crate::codes! {
    /// Whether a rule issues warnings.
    RuleState {
        /// It is being written; it can be rehearsed and issues nothing.
        Draft "DRAFT",
        /// It issues warnings.
        Active "ACTIVE",
        /// It no longer does; what it issued stays.
        Retired "RETIRED",
    }
}

/// What a rule looks at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Watched {
    /// The values of an indicator.
    Indicator {
        /// Which.
        indicator: IndicatorId,
    },
    /// The score of a cockpit dimension, or the total.
    Score {
        /// The dimension; none for the total.
        dimension: Option<CockpitDimensionCode>,
    },
    /// What waits for a unit.
    Tasks,
    /// A data source.
    Source {
        /// Which.
        dataset: DatasetId,
    },
}

/// To whom a rule applies. An empty set does not narrow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applies {
    /// Units, posts or persons.
    pub subjects: SubjectKind,
    /// Units of these levels, or posts and persons in them.
    pub levels: BTreeSet<LevelCode>,
    /// Units of these comparison groups, or posts and persons in them.
    pub groups: BTreeSet<GroupCode>,
    /// Posts of these classes, or persons who hold one.
    pub post_classes: BTreeSet<BusinessCode>,
}

/// Where an object stands, as far as a rule asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place<'a> {
    /// Unit, post or person.
    pub kind: SubjectKind,
    /// The level of its unit.
    pub level: &'a LevelCode,
    /// The comparison group of its unit.
    pub group: Option<&'a GroupCode>,
    /// The class of the post; of every post a person holds.
    pub post_classes: &'a [BusinessCode],
}

impl Applies {
    /// Whether it applies to an object.
    #[must_use]
    pub fn includes(&self, place: &Place<'_>) -> bool {
        let in_class = |class: &BusinessCode| self.post_classes.contains(class);
        self.subjects == place.kind
            && (self.levels.is_empty() || self.levels.contains(place.level))
            && (self.groups.is_empty() || place.group.is_some_and(|group| self.groups.contains(group)))
            && (self.post_classes.is_empty() || place.post_classes.iter().any(in_class))
    }
}

/// What a rule says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleContent {
    /// What it is called: the title of its warnings.
    pub name: String,
    /// What it looks at.
    pub watched: Watched,
    /// What it looks for.
    pub condition: Condition,
    /// To whom it applies.
    pub applies: Applies,
    /// How urgent its warnings are.
    pub severity: Severity,
    /// After how many evaluations in a row that see it a warning is issued, 1–12.
    pub confirm: u32,
    /// Who is told.
    pub tell: BTreeSet<Recipient>,
    /// What to do: it protects the officer (CJ-15).
    pub advice: String,
    /// Working days for each step.
    pub terms: WarningTerms,
    /// Who is told when it is overdue.
    pub escalation: Escalation,
    /// Whether what it warns of is also diagnosed: a diagnosis is opened with the warning (CJ-36).
    #[serde(default)]
    pub opens_diagnosis: bool,
    /// The template of the task that each of its warnings makes as well.
    #[serde(default)]
    pub task: Option<TaskTemplateId>,
}

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WarningRule {
    /// Its id.
    pub id: WarningRuleId,
    /// Its code, unique.
    pub code: BusinessCode,
    /// Whether it issues warnings.
    pub state: RuleState,
    /// What it says.
    pub content: RuleContent,
    /// The day on which it came into force as it looks at things now; none before that, and where it is not known.
    #[serde(default)]
    pub since: Option<NaiveDate>,
    /// Counts its changes.
    pub version: i32,
}

/// What is wrong with a rule: the field and why.
fn wrong(field: &str, reason: &str) -> Refusal {
    Refusal::Definition { field: field.to_owned(), reason: reason.to_owned(), position: None }
}

impl RuleContent {
    /// Whether it looks at the same thing in the same way, whoever it looks at: then how it stood towards them still holds.
    #[must_use]
    pub fn looks_like(&self, other: &Self) -> bool {
        self.watched == other.watched && self.condition == other.condition
    }

    /// How it stands towards those who have an open warning of it, where it says something else than `before`; none where what it saw still
    /// holds.
    #[must_use]
    pub fn stands_after(&self, before: &Self) -> Option<Standing> {
        if self.looks_like(before) {
            return None;
        }
        Some(if self.watched == before.watched { Standing::anew() } else { Standing::let_go() })
    }

    /// The indicators it looks at, each with the field that names it. Of one that is retired nothing comes any more: then it sees nothing.
    pub fn looks_at(&self) -> impl Iterator<Item = (&'static str, IndicatorId)> + use<> {
        let watched = match self.watched {
            Watched::Indicator { indicator } => Some(("watched", indicator)),
            Watched::Score { .. } | Watched::Tasks | Watched::Source { .. } => None,
        };
        let other = match self.condition {
            Condition::CrossCheck { other, .. } => Some(("condition.other", other)),
            _ => None,
        };
        watched.into_iter().chain(other)
    }

    /// The business lines of the numbers it looks at, `of` naming that of an indicator: whoever learns how it stands towards somebody may
    /// read their numbers of each. A score is of no line; empty where it looks at no numbers.
    #[must_use]
    pub fn lines(&self, of: impl Fn(IndicatorId) -> Option<LineCode>) -> BTreeSet<Option<LineCode>> {
        match self.watched {
            Watched::Indicator { .. } => self.looks_at().map(|(_, indicator)| of(indicator)).collect(),
            Watched::Score { .. } => BTreeSet::from([None]),
            Watched::Tasks | Watched::Source { .. } => BTreeSet::new(),
        }
    }

    /// Checks what can be checked without knowing the library.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] without a name or advice; [`Refusal::Definition`] for a condition that does not go with what is
    /// watched or numbers out of their bounds.
    pub fn check(&self) -> Result<(), Refusal> {
        titled("name", &self.name)?;
        spoken("advice", &self.advice)?;
        if !(1..=12).contains(&self.confirm) {
            return Err(wrong("confirm", "from 1 to 12 evaluations"));
        }
        if self.tell.is_empty() {
            return Err(wrong("tell", "somebody is told"));
        }
        if self.opens_diagnosis && !self.can_open_diagnosis() {
            return Err(wrong("opensDiagnosis", "only a weak value or score is diagnosed"));
        }
        if self.applies.subjects == SubjectKind::Unit && !self.applies.post_classes.is_empty() {
            return Err(wrong("applies.postClasses", "a unit is of no class of posts: posts or persons are"));
        }
        let negative = |quantity: &crate::number::Quantity| quantity.scaled() < 0;
        match (&self.watched, &self.condition) {
            (Watched::Tasks, Condition::TaskOverdue { .. }) if self.applies.subjects != SubjectKind::Unit => {
                Err(wrong("applies.subjects", "what waits is counted by unit"))
            }
            (Watched::Tasks, Condition::TaskOverdue { .. }) => Ok(()),
            (Watched::Source { dataset }, Condition::SourceLate { dataset: of, .. }) if dataset == of => Ok(()),
            (Watched::Tasks | Watched::Source { .. }, _)
            | (_, Condition::TaskOverdue { .. } | Condition::SourceLate { .. }) => {
                Err(wrong("condition", "the condition does not go with what is watched"))
            }
            (Watched::Score { .. }, Condition::BehindPace { .. } | Condition::CrossCheck { .. }) => {
                Err(wrong("condition", "a score has no target and nothing to check it against"))
            }
            (_, Condition::Trend { periods } | Condition::Sudden { periods, .. }) if !(2..=12).contains(periods) => {
                Err(wrong("condition.periods", "from 2 to 12 periods"))
            }
            (_, Condition::RankFall { places: 0 }) => Err(wrong("condition.places", "1 place or more")),
            (_, Condition::LowPlace { places, .. }) if !(1..=100).contains(places) => {
                Err(wrong("condition.places", "from 1 to 100 places"))
            }
            (_, Condition::LowPlace { periods, .. }) if !(1..=12).contains(periods) => {
                Err(wrong("condition.periods", "from 1 to 12 periods"))
            }
            (
                _,
                Condition::BehindPace { percent }
                | Condition::Sudden { percent, .. }
                | Condition::CrossCheck { percent, .. },
            ) if negative(percent) => Err(wrong("condition.percent", "0 or more")),
            (Watched::Indicator { indicator }, Condition::CrossCheck { other, .. }) if indicator == other => {
                Err(wrong("condition.other", "another indicator than the one watched"))
            }
            (Watched::Indicator { .. } | Watched::Score { .. }, _) => Ok(()),
        }
    }

    /// Whether what it sees is a weak number, for which there can be causes and measures.
    #[must_use]
    pub const fn can_open_diagnosis(&self) -> bool {
        let is_weak = matches!(
            self.condition,
            Condition::Band { .. }
                | Condition::Threshold { .. }
                | Condition::Trend { .. }
                | Condition::RankFall { .. }
                | Condition::LowPlace { .. }
                | Condition::BehindPace { .. }
                | Condition::Sudden { .. }
        );
        matches!(self.watched, Watched::Indicator { .. } | Watched::Score { .. }) && is_weak
    }

    /// The kind of its condition.
    #[must_use]
    pub const fn kind(&self) -> ConditionKind {
        self.condition.kind()
    }
}

impl WarningRule {
    /// A rule is written while it is a draft or active; every change counts its version, and what was issued keeps the one it was
    /// issued by.
    ///
    /// # Errors
    /// [`Refusal::NotInThisState`] once it is retired.
    pub fn editable(&self) -> Result<(), Refusal> {
        match self.state {
            RuleState::Draft | RuleState::Active => Ok(()),
            RuleState::Retired => {
                Err(Refusal::NotInThisState { from: self.state.code().to_owned(), step: "WRITE".to_owned() })
            }
        }
    }

    /// From `day` on it issues warnings.
    ///
    /// # Errors
    /// What [`RuleContent::check`] refuses; [`Refusal::NotInThisState`] unless it is a draft.
    pub fn activate(mut self, day: NaiveDate) -> Result<Self, Refusal> {
        self.content.check()?;
        self.state = self.turned(RuleState::Draft, RuleState::Active)?;
        self.since = Some(day);
        Ok(self)
    }

    /// The same, saying something else: where it is in force and looks at something else, that comes into force on `day`.
    #[must_use]
    pub fn saying(self, content: RuleContent, day: NaiveDate) -> Self {
        let since = match self.state {
            RuleState::Active if content.looks_like(&self.content) => self.since.or(Some(day)),
            RuleState::Active => Some(day),
            RuleState::Draft | RuleState::Retired => self.since,
        };
        Self { content, since, ..self }
    }

    /// From now on it issues none.
    ///
    /// # Errors
    /// [`Refusal::NotInThisState`] unless it is active.
    pub fn retire(mut self) -> Result<Self, Refusal> {
        self.state = self.turned(RuleState::Active, RuleState::Retired)?;
        Ok(self)
    }

    /// A rule in force sees whether the data source is late by the day to which that is complete.
    ///
    /// # Errors
    /// [`Refusal::SourceUndated`] where that day is not known.
    pub fn watches_source(&self, name: &str, complete_to: Option<NaiveDate>) -> Result<(), Refusal> {
        match (self.state, complete_to) {
            (RuleState::Active, None) => Err(Refusal::SourceUndated { dataset: name.to_owned() }),
            (RuleState::Active, Some(_)) | (RuleState::Draft | RuleState::Retired, _) => Ok(()),
        }
    }

    fn turned(&self, from: RuleState, to: RuleState) -> Result<RuleState, Refusal> {
        if self.state == from {
            Ok(to)
        } else {
            Err(Refusal::NotInThisState { from: self.state.code().to_owned(), step: to.code().to_owned() })
        }
    }
}
