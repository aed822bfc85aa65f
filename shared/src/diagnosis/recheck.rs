//! Checked again: the values of the following periods say whether what was done helped; a person does where they cannot.

use super::{Diagnosis, DiagnosisState, DiagnosisStep, Finding, Moved};
use crate::error::Refusal;
use crate::matter::{ClockKind, Event, Hand, Side, spoken};
use crate::period::Period;
use crate::rectification::{Effect, EffectReading, Judgement, Signed};

impl Diagnosis {
    /// Takes the values that were published in, and the step they call for. The same values twice change nothing.
    ///
    /// # Errors
    /// [`Refusal::NotInThisState`] never: only steps of the state are taken.
    pub fn see(mut self, readings: Vec<EffectReading>, hand: &Hand<'_>) -> Result<(Self, Option<Event>), Refusal> {
        let Some(effect) = &mut self.effect else { return Ok((self, None)) };
        effect.readings = readings;
        let (step, words) = match effect.judge() {
            Judgement::Works => (DiagnosisStep::Prove, periods(effect).join(" ")),
            Judgement::Fails(period) | Judgement::Relapses(period) => (DiagnosisStep::Miss, period.to_string()),
            Judgement::Open => return Ok((self, None)),
        };
        match self.state.after(step) {
            Err(_) => Ok((self, None)),
            Ok(state) => {
                let event = Event::new(hand, step.code(), state.code(), words.clone());
                Ok((self.found(state, true, words, hand), Some(event)))
            }
        }
    }

    /// A person checks it again: where no goal is known, or where the values have not come by the day they were due.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] without a word on what was seen; [`Refusal::OwnWork`] for whoever said that everything was done;
    /// [`Refusal::EffectNotShown`] while the values can still come; the refusals of the table.
    pub fn check(self, effective: bool, words: &str, hand: &Hand<'_>) -> Moved {
        let step = if effective { DiagnosisStep::FindEffective } else { DiagnosisStep::FindIneffective };
        let words = spoken("words", words)?;
        let (diagnosis, event) = self.step(step, &words, hand)?;
        let is_late =
            diagnosis.clocks.running().any(|clock| clock.kind == ClockKind::Verify && clock.due < hand.today());
        if let (Some(effect), false) = (&diagnosis.effect, is_late) {
            return Err(Refusal::EffectNotShown { periods: periods(effect) });
        }
        let state = diagnosis.state;
        Ok((diagnosis.found(state, false, words, hand), event))
    }

    /// What it takes to have been checked again: what helped is closed, what did not is analysed anew or closed with the reasons.
    fn found(mut self, state: DiagnosisState, by_numbers: bool, words: String, hand: &Hand<'_>) -> Self {
        let effective = state == DiagnosisState::Effective;
        self.come_to(state, hand.at);
        self.finding = Some(Finding { effective, by_numbers, words, signed: Signed { by: hand.actor, at: hand.at } });
        self.clocks.stop(hand, ClockKind::Verify);
        // Data that were corrected later are nobody's delay.
        self.clocks.call_off_all(hand);
        if effective {
            self.clocks.start(hand, Side::Giver, ClockKind::Close, hand.due_in(self.terms.close));
        } else {
            let (due, person) = (hand.due_in(self.terms.analyse), self.parties.person);
            self.clocks.start_item(hand, Side::Responsible, ClockKind::Analyse, None, person, due);
        }
        self
    }
}

fn periods(effect: &Effect) -> Vec<String> {
    effect.verifying().map(|period: Period| period.to_string()).collect()
}
