//! What the rounds of a rectification that are over said in the numbers: its time-line keeps what each period was.

use super::RectificationStep;
use crate::matter::Event;
use crate::period::Period;

crate::codes! {
    /// What a period said in a round that is over.
    EarlierFinding {
        /// It was one of those that verified the result.
        Verified "VERIFIED",
        /// It missed the goal before the result was verified.
        Missed "MISSED",
        /// It missed the goal after the result was verified.
        Relapsed "RELAPSED",
    }
}

/// A period that said something in a round that is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Earlier {
    /// The round, counted from 1.
    pub round: u32,
    /// The period.
    pub period: Period,
    /// What it said.
    pub finding: EarlierFinding,
}

/// What periods said in the rounds before the one that is not over yet, in the order in which it was seen; `line` is the whole time-line.
#[must_use]
pub fn earlier(line: &[Event]) -> Vec<Earlier> {
    let (mut round, mut said, mut over) = (1, Vec::new(), Vec::new());
    for event in line {
        // What people say, and what every matter has, says nothing of a period.
        let Ok(step) = event.step.parse::<RectificationStep>() else { continue };
        let finding = match step {
            RectificationStep::Prove => Some(EarlierFinding::Verified),
            RectificationStep::Miss => Some(EarlierFinding::Missed),
            RectificationStep::Relapse => Some(EarlierFinding::Relapsed),
            _ => None,
        };
        let periods = event.words.split_whitespace();
        said.extend(periods.filter_map(|word| Some(Earlier { round, finding: finding?, period: word.parse().ok()? })));
        if matches!(step, RectificationStep::Miss | RectificationStep::Relapse | RectificationStep::Reopen) {
            over.append(&mut said);
            round += 1;
        }
    }
    over
}
