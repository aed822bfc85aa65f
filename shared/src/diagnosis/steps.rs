//! What the sides do: find causes, set measures, do them, think again, close.

use chrono::NaiveDate;

use super::{Cause, Diagnosis, DiagnosisState, DiagnosisStep, Measure, Opening};
use crate::error::Refusal;
use crate::id::HandbookEntryId;
use crate::matter::{ClockKind, Clocks, CommonStep, Event, Hand, Side, Someone, remarked, spoken, titled};
use crate::period::Period;
use crate::rectification::{Effect, MeasureState, Signed, in_range, not_before};

/// A diagnosis after a step, with the line of the time-line.
pub type Moved = Result<(Diagnosis, Event), Refusal>;

/// Most causes of a round.
const MOST_CAUSES: u32 = 20;
/// Most measures of all rounds.
const MOST_MEASURES: u32 = 50;

/// What the first line of a time-line says was done.
const OPEN: &str = CommonStep::Open.code();

/// A cause as it is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What it is.
    pub what: String,
    /// The entry of the handbook it was picked from, or proposed as.
    pub entry: Option<HandbookEntryId>,
}

/// A measure as it is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// What.
    pub what: String,
    /// The cause it is against, counted from 1.
    pub against: Option<u32>,
    /// The entry of the handbook it was picked from, or proposed as.
    pub entry: Option<HandbookEntryId>,
    /// By whom; by whoever answers, where nobody is named.
    pub owner: Option<Someone>,
    /// By which day.
    pub due: NaiveDate,
}

impl Diagnosis {
    /// A new one, with the days to find its causes running.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] without a title or a problem; [`Refusal::OutOfRange`] for periods of the re-check outside 1–12.
    pub fn open(opening: Opening, hand: &Hand<'_>) -> Moved {
        let Opening { id, number, rule, parties, about, title, problem, problem_en, advice, effect, terms } = opening;
        let (title, problem) = (titled("title", &title)?, spoken("problem", &problem)?);
        if let Some(effect) = &effect {
            in_range("periods", effect.periods, 1, 12)?;
        }
        let mut clocks = Clocks::default();
        let due = hand.due_in(terms.analyse);
        clocks.start_item(hand, Side::Responsible, ClockKind::Analyse, None, parties.person, due);
        let state = DiagnosisState::Open;
        // What a rule saw is said in the reader's language on its page: a time-line is written in one.
        let said = if rule.is_some() { &title } else { &problem };
        let event = Event::new(hand, OPEN, state.code(), said.clone());
        let opened = Self {
            id,
            number,
            state,
            rule,
            parties,
            about,
            title,
            problem,
            problem_en,
            advice,
            effect,
            terms,
            round: 1,
            causes: Vec::new(),
            measures: Vec::new(),
            result: String::new(),
            executed: None,
            finding: None,
            conclusion: String::new(),
            opened: Signed { by: hand.actor, at: hand.at },
            ended: None,
            clocks,
            version: 1,
        };
        Ok((opened, event))
    }

    /// Takes a step of the table on the right side.
    pub(super) fn step(mut self, step: DiagnosisStep, words: &str, hand: &Hand<'_>) -> Moved {
        let Some(side) = hand.side.filter(|side| step.is_open_to(*side)) else {
            return Err(Refusal::NotYourSide { step: step.code().to_owned() });
        };
        if hand.part.is_some() && !step.is_of_part() {
            return Err(Refusal::NotYourPart);
        }
        let state = self.state.after(step)?;
        if self.is_own_work(step, hand.actor) {
            return Err(Refusal::OwnWork);
        }
        self.come_to(state, hand.at);
        let event = Event::new(&Hand { side: Some(side), ..*hand }, step.code(), state.code(), words);
        Ok((self, event))
    }

    /// Says what the causes are. What did not help is analysed again: that is another round.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] without a cause or for a cause without words; [`Refusal::OutOfRange`] for too many; the refusals of
    /// the table.
    pub fn analyse(self, causes: Vec<Found>, hand: &Hand<'_>) -> Moved {
        let again = self.state == DiagnosisState::Ineffective;
        let words: Vec<&str> = causes.iter().map(|cause| cause.what.trim()).collect();
        let (mut diagnosis, event) = self.step(DiagnosisStep::Analyse, &words.join(BETWEEN), hand)?;
        if causes.is_empty() {
            return Err(Refusal::WordsMissing { field: "causes".to_owned() });
        }
        in_range("causes", counted(causes.len()), 1, MOST_CAUSES)?;
        if again {
            diagnosis.begin_round();
        }
        let round = diagnosis.round;
        diagnosis.causes.retain(|cause| cause.round < round);
        // What was done against a cause that is thought over stays done, against none.
        let kept = counted(diagnosis.causes.len());
        for measure in diagnosis.measures.iter_mut().filter(|measure| measure.round == round) {
            measure.against = measure.against.filter(|against| *against <= kept);
        }
        for (place, Found { what, entry }) in causes.into_iter().enumerate() {
            let what = spoken(&format!("causes.{place}.what"), &what)?;
            diagnosis.causes.push(Cause { what, entry, round });
        }
        diagnosis.clocks.stop(hand, ClockKind::Analyse);
        diagnosis.wait_for(ClockKind::Plan, diagnosis.terms.set_measures, hand);
        Ok((diagnosis, event))
    }

    fn begin_round(&mut self) {
        self.round += 1;
        (self.executed, self.finding) = (None, None);
        if let Some(effect) = &mut self.effect {
            effect.from = None;
            effect.readings.clear();
        }
    }

    /// Begins to wait for whoever answers.
    fn wait_for(&mut self, kind: ClockKind, working_days: u32, hand: &Hand<'_>) {
        let (due, person) = (hand.due_in(working_days), self.parties.person);
        self.clocks.start_item(hand, Side::Responsible, kind, None, person, due);
    }

    /// Says what will be done, in the place of what was set and not done before.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] without a measure or for a measure without words; [`Refusal::DayBeforeToday`] for one due in the past;
    /// [`Refusal::NoSuchPart`] for one against a cause that is not there; [`Refusal::OutOfRange`] for too many; the refusals of the
    /// table.
    pub fn set_measures(self, measures: Vec<Planned>, hand: &Hand<'_>) -> Moved {
        let words: Vec<&str> = measures.iter().map(|measure| measure.what.trim()).collect();
        let (mut diagnosis, event) = self.step(DiagnosisStep::SetMeasures, &words.join(BETWEEN), hand)?;
        let Some(last) = measures.iter().map(|measure| measure.due).max() else {
            return Err(Refusal::WordsMissing { field: "measures".to_owned() });
        };
        for measure in diagnosis.measures.iter_mut().filter(|measure| measure.state == MeasureState::Open) {
            (measure.state, measure.ended) = (MeasureState::Replaced, Some(hand.at));
        }
        in_range("measures", counted(diagnosis.counting_measures().count() + measures.len()), 1, MOST_MEASURES)?;
        for (place, planned) in measures.into_iter().enumerate() {
            let measure = diagnosis.planned(place, planned, hand)?;
            diagnosis.measures.push(measure);
        }
        diagnosis.clocks.stop(hand, ClockKind::Plan);
        diagnosis.start_work(last, hand);
        Ok((diagnosis, event))
    }

    fn planned(&self, place: usize, planned: Planned, hand: &Hand<'_>) -> Result<Measure, Refusal> {
        let Planned { what, against, entry, owner, due } = planned;
        let what = spoken(&format!("measures.{place}.what"), &what)?;
        not_before(&format!("measures.{place}.due"), due, hand.today())?;
        if let Some(item) = against.filter(|item| !(1..=counted(self.causes.len())).contains(item)) {
            return Err(Refusal::NoSuchPart { part: "cause".to_owned(), item });
        }
        let (state, result, ended, round) = (MeasureState::Open, String::new(), None, self.round);
        Ok(Measure { what, against, entry, owner: owner.or(self.answering()), due, state, result, ended, round })
    }

    /// The person that answers, with what they are called.
    fn answering(&self) -> Option<Someone> {
        Some(Someone { id: self.parties.person?, name: self.parties.names.person.clone().unwrap_or_default() })
    }

    fn start_work(&mut self, last: NaiveDate, hand: &Hand<'_>) {
        let open = (1_u32..).zip(&self.measures).filter(|(_, measure)| measure.state == MeasureState::Open);
        let open: Vec<_> =
            open.map(|(item, measure)| (item, measure.owner.as_ref().map(|owner| owner.id), measure.due)).collect();
        for (item, owner, due) in open {
            self.clocks.start_item(hand, Side::Responsible, ClockKind::Measure, Some(item), owner, due);
        }
        let (due, person) = (hand.calendar.after(last, self.terms.execute), self.parties.person);
        self.clocks.start_item(hand, Side::Responsible, ClockKind::Report, None, person, due);
    }

    /// Wants the causes, or the measures, thought over; what was done stays done.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] without a reason; the refusals of the table.
    pub fn give_back(self, reason: &str, hand: &Hand<'_>) -> Moved {
        let (mut diagnosis, event) = self.step(DiagnosisStep::Return, &spoken("reason", reason)?, hand)?;
        diagnosis.clocks.call_off_all(hand);
        match diagnosis.state {
            DiagnosisState::Open => diagnosis.wait_for(ClockKind::Analyse, diagnosis.terms.analyse, hand),
            _ => diagnosis.wait_for(ClockKind::Plan, diagnosis.terms.set_measures, hand),
        }
        Ok((diagnosis, event))
    }

    /// A measure is done, or not needed any more.
    ///
    /// # Errors
    /// [`Refusal::NotYourPart`] for the measure of somebody else; [`Refusal::WordsMissing`] without a word on how or why;
    /// [`Refusal::NoSuchPart`] where there is no such open measure; the refusals of the table.
    pub fn end_measure(self, item: u32, state: MeasureState, result: &str, hand: &Hand<'_>) -> Moved {
        let result = spoken("result", result)?;
        let (mut diagnosis, event) = self.step(DiagnosisStep::DoMeasure, &result, hand)?;
        let measure = diagnosis.measure(item)?;
        if measure.state != MeasureState::Open || !state.is_end() {
            return Err(Refusal::NoSuchPart { part: "measure".to_owned(), item });
        }
        if hand.part.is_some_and(|person| !measure.is_of(person)) {
            return Err(Refusal::NotYourPart);
        }
        (measure.state, measure.result, measure.ended) = (state, result, Some(hand.at));
        diagnosis.clocks.stop_item(hand, ClockKind::Measure, item);
        Ok((diagnosis, event))
    }

    /// Says that everything is done: from now on later numbers show whether it helped.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] without a result; [`Refusal::MeasuresOpen`]; the refusals of the table.
    pub fn execute(self, result: &str, hand: &Hand<'_>) -> Moved {
        let result = spoken("result", result)?;
        let open = self.measures.iter().filter(|measure| measure.state == MeasureState::Open).count();
        let (mut diagnosis, event) = self.step(DiagnosisStep::Execute, &result, hand)?;
        if open > 0 {
            return Err(Refusal::MeasuresOpen { open: counted(open) });
        }
        diagnosis.result = result;
        diagnosis.executed = Some(Signed { by: hand.actor, at: hand.at });
        diagnosis.clocks.stop(hand, ClockKind::Report);
        let cycle = diagnosis.about.period().cycle();
        if let Some(effect) = &mut diagnosis.effect {
            effect.from = Period::try_holding(hand.today(), cycle).ok();
            effect.readings.clear();
        }
        let terms = diagnosis.terms;
        let shown = diagnosis.effect.as_ref().and_then(Effect::last_day);
        let due =
            shown.map_or_else(|| hand.due_in(terms.check), |day| hand.calendar.after(day, terms.data + terms.check));
        diagnosis.clocks.start(hand, Side::Giver, ClockKind::Verify, due);
        Ok((diagnosis, event))
    }

    /// Closes it; what did not help with the reasons why nothing more is done.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] without reasons where it did not help; the refusals of the table.
    pub fn close(self, words: &str, hand: &Hand<'_>) -> Moved {
        let words = match self.state {
            DiagnosisState::Ineffective => spoken("words", words)?,
            _ => remarked("words", words)?,
        };
        let (mut diagnosis, event) = self.step(DiagnosisStep::Close, &words, hand)?;
        diagnosis.conclusion = words;
        diagnosis.clocks.stop(hand, ClockKind::Close);
        diagnosis.clocks.call_off_all(hand);
        Ok((diagnosis, event))
    }

    /// Takes it back.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] without a reason; the refusals of the table.
    pub fn withdraw(self, reason: &str, hand: &Hand<'_>) -> Moved {
        let (mut diagnosis, event) = self.step(DiagnosisStep::Withdraw, &spoken("reason", reason)?, hand)?;
        diagnosis.clocks.call_off_all(hand);
        Ok((diagnosis, event))
    }

    /// Either side says something.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] for nothing; the refusals of the table.
    pub fn comment(self, words: &str, hand: &Hand<'_>) -> Moved {
        self.step(DiagnosisStep::Comment, &spoken("words", words)?, hand)
    }
}

/// Between causes, or measures, in one line of the time-line.
const BETWEEN: &str = " / ";

fn counted(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
