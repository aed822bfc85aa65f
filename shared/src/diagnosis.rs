//! Diagnosis (诊断分析): why a number is weak, what is done about it, and whether it helped, seen in later numbers; with a work log of
//! everybody who has a part in it (CJ-12, CJ-36, CJ-40, domain.md §2.8).

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::channel::preference::MessageLanguage;
use crate::error::Refusal;
use crate::id::{HandbookEntryId, MatterId, PersonId, WarningRuleId};
use crate::matter::{Clocks, Head, Matter, MatterKind, Parties, Side, Someone, Weak, numbered, numbered_mut};
use crate::policy::Actor;
use crate::rectification::{Effect, MeasureState, Signed};
use crate::warning::condition::ConditionKind;
use crate::warning::seen::seen;

mod log;
pub mod pages;
mod recheck;
mod state;
mod steps;

pub use log::{LogLine, Note};
pub use state::{DiagnosisState, DiagnosisStep};
pub use steps::{Found, Moved, Planned};

/// A cause that was found (原因).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cause {
    /// What it is.
    pub what: String,
    /// The entry of the handbook it was picked from, or proposed as.
    pub entry: Option<HandbookEntryId>,
    /// In which round it was found, counted from 1.
    pub round: u32,
}

/// Something that will be done about a cause (措施).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// What.
    pub what: String,
    /// The cause it is against, counted from 1.
    pub against: Option<u32>,
    /// The entry of the handbook it was picked from, or proposed as.
    pub entry: Option<HandbookEntryId>,
    /// By whom.
    pub owner: Option<Someone>,
    /// By which day.
    pub due: NaiveDate,
    /// How far it is.
    pub state: MeasureState,
    /// How it was done, or why it is not needed.
    pub result: String,
    /// When it was done or dropped.
    pub ended: Option<DateTime<Utc>>,
    /// In which round it was set, counted from 1.
    pub round: u32,
}

impl Measure {
    /// Whether the person owns it.
    #[must_use]
    pub fn is_of(&self, person: PersonId) -> bool {
        self.owner.as_ref().is_some_and(|owner| owner.id == person)
    }
}

/// What came of being checked again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Whether it helped.
    pub effective: bool,
    /// Whether the following periods said so; otherwise a person.
    pub by_numbers: bool,
    /// What a person saw; the periods, where the numbers said so.
    pub words: String,
    /// Who or what, and when.
    pub signed: Signed,
}

/// Working days for each step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiagnosisTerms {
    /// To find the causes.
    pub analyse: u32,
    /// To set the measures.
    pub set_measures: u32,
    /// To say that everything is done, after the last measure was due.
    pub execute: u32,
    /// In which the values of a period are there after its end.
    pub data: u32,
    /// To check it again by hand.
    pub check: u32,
    /// To close what was checked.
    pub close: u32,
}

impl Default for DiagnosisTerms {
    fn default() -> Self {
        Self { analyse: 5, set_measures: 5, execute: 2, data: 10, check: 5, close: 5 }
    }
}

/// One diagnosis with everything that belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnosis {
    /// Its id.
    pub id: MatterId,
    /// Its number, such as `ZD-2026-00012`.
    pub number: String,
    /// Where it is.
    pub state: DiagnosisState,
    /// The rule that opened it and the kind of its condition; none for one opened by hand.
    pub rule: Option<(WarningRuleId, ConditionKind)>,
    /// Whom it is about and where it comes from.
    pub parties: Parties,
    /// The number that is weak.
    pub about: Weak,
    /// In one line.
    pub title: String,
    /// What is weak about it.
    pub problem: String,
    /// The same in English, where a rule opened it; empty otherwise.
    #[serde(default)]
    pub problem_en: String,
    /// What the rule that opened it advises; empty otherwise.
    #[serde(default)]
    pub advice: String,
    /// How the result is seen in later numbers; none where no goal is known: then a person checks it again.
    pub effect: Option<Effect>,
    /// How many working days each step may take.
    pub terms: DiagnosisTerms,
    /// Which round it is, counted from 1: what did not help is analysed again.
    pub round: u32,
    /// The causes of all rounds.
    pub causes: Vec<Cause>,
    /// The measures of all rounds.
    pub measures: Vec<Measure>,
    /// What was done, in a few words.
    pub result: String,
    /// Who said that everything was done.
    pub executed: Option<Signed>,
    /// What came of being checked again; none before that.
    pub finding: Option<Finding>,
    /// What is left to say at the end; why it is closed although it did not help.
    pub conclusion: String,
    /// Who or what opened it, and when.
    pub opened: Signed,
    /// When it was closed or withdrawn.
    pub ended: Option<DateTime<Utc>>,
    /// The clocks of both sides.
    pub clocks: Clocks,
    /// Counts its changes.
    pub version: i32,
}

impl Matter for Diagnosis {
    const KIND: MatterKind = MatterKind::Diagnosis;

    fn id(&self) -> MatterId {
        self.id
    }

    fn head(&self) -> Head<'_> {
        let (rule, condition) = self.rule.unzip();
        Head {
            number: &self.number,
            state: self.state.code(),
            is_open: !self.state.is_over(),
            is_sent: true,
            title: &self.title,
            direction: None,
            severity: None,
            parties: &self.parties,
            people: self.people().collect(),
            about: self.about.about(),
            score: self.about.score(),
            risk_point: None,
            rule,
            condition,
            opened: self.opened.at,
            ended: self.ended,
            clocks: &self.clocks,
            version: self.version,
        }
    }

    fn has_part(&self, item: u32, of: Option<PersonId>) -> Result<(), Refusal> {
        let measure = numbered(&self.measures, "measure", item)?;
        if of.is_some_and(|person| !measure.is_of(person)) { Err(Refusal::NotYourPart) } else { Ok(()) }
    }

    /// Whoever owns a measure speaks of that measure.
    fn has_whole(&self, of: PersonId) -> Result<(), Refusal> {
        if self.parties.person == Some(of) { Ok(()) } else { Err(Refusal::NotYourPart) }
    }

    fn seen_as(self, version: i32) -> Self {
        Self { version, ..self }
    }

    /// What a round took did not help where another round followed; what was taken back says nothing of anything.
    fn picked(&self) -> BTreeMap<HandbookEntryId, Option<bool>> {
        if self.state == DiagnosisState::Withdrawn {
            return BTreeMap::new();
        }
        let came = |round: u32| match &self.finding {
            _ if round < self.round => Some(false),
            finding => finding.as_ref().map(|finding| finding.effective),
        };
        let causes = self.causes.iter().filter_map(|cause| Some((cause.entry?, cause.round)));
        let measures = self.counting_measures().filter(|measure| measure.state != MeasureState::Dropped);
        let measures = measures.filter_map(|measure| Some((measure.entry?, measure.round)));
        let mut rounds: Vec<(HandbookEntryId, u32)> = causes.chain(measures).collect();
        rounds.sort_unstable();
        rounds.into_iter().map(|(entry, round)| (entry, came(round))).collect()
    }
}

/// What a new diagnosis says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// Its id.
    pub id: MatterId,
    /// Its number.
    pub number: String,
    /// The rule that opens it and the kind of its condition.
    pub rule: Option<(WarningRuleId, ConditionKind)>,
    /// Whom it is about and where it comes from.
    pub parties: Parties,
    /// The number that is weak.
    pub about: Weak,
    /// In one line.
    pub title: String,
    /// What is weak about it.
    pub problem: String,
    /// The same in English, where a rule opens it; empty otherwise.
    pub problem_en: String,
    /// What the rule that opens it advises; empty otherwise.
    pub advice: String,
    /// How the result is seen in later numbers.
    pub effect: Option<Effect>,
    /// How many working days each step may take.
    pub terms: DiagnosisTerms,
}

impl Diagnosis {
    /// The measures that were set and not replaced by others, done or not.
    pub(crate) fn counting_measures(&self) -> impl Iterator<Item = &Measure> {
        self.measures.iter().filter(|measure| measure.state != MeasureState::Replaced)
    }

    /// What is weak about it, in a language; in English empty where a person said it. Whoever may not read values is told what a rule saw
    /// without its numbers.
    #[must_use]
    pub fn problem_in(&self, language: MessageLanguage, sees_values: bool) -> String {
        match (self.rule, language) {
            (Some((_, condition)), _) if !sees_values => seen(condition, self.about.period(), &[], "", language),
            (_, MessageLanguage::Chinese) => self.problem.clone(),
            (_, MessageLanguage::English) => self.problem_en.clone(),
        }
    }

    /// Everybody who has a part in it: they see it, whatever else they see.
    pub fn people(&self) -> impl Iterator<Item = PersonId> {
        let owners = self.counting_measures().filter_map(|measure| Some(measure.owner.as_ref()?.id));
        self.parties.person.into_iter().chain(owners)
    }

    /// What `actor` may do now on `side`; with `part`, what a person does who has only a part in it.
    pub fn open_steps(&self, side: Side, part: Option<PersonId>, actor: Actor) -> impl Iterator<Item = DiagnosisStep> {
        let owns = part.is_none_or(|person| self.measures.iter().any(|measure| measure.is_of(person)));
        let open = move |step: &DiagnosisStep| {
            step.is_open_to(side)
                && self.state.after(*step).is_ok()
                && (part.is_none() || step.is_of_part())
                && (owns || *step != DiagnosisStep::DoMeasure)
                && !self.is_own_work(*step, actor)
        };
        DiagnosisStep::ALL.iter().copied().filter(open)
    }

    /// Whether a step would judge what this account did: whoever said that everything was done does not check whether it helped.
    fn is_own_work(&self, step: DiagnosisStep, actor: Actor) -> bool {
        let checks = matches!(step, DiagnosisStep::FindEffective | DiagnosisStep::FindIneffective);
        checks && self.executed.is_some_and(|signed| signed.by == actor)
    }

    /// The measure counted from 1.
    fn measure(&mut self, item: u32) -> Result<&mut Measure, Refusal> {
        numbered_mut(&mut self.measures, "measure", item)
    }

    /// Notes when it ended, or that it has not.
    fn come_to(&mut self, state: DiagnosisState, at: DateTime<Utc>) {
        self.state = state;
        self.ended = state.is_over().then(|| self.ended.unwrap_or(at));
    }
}

#[cfg(test)]
mod tests;
