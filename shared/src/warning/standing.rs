//! How a rule stands towards one object: what it saw last, how often in a row, and the warning that is open. It is what makes replays
//! harmless: the same evaluation twice changes nothing.

use serde::{Deserialize, Serialize};

use super::condition::Verdict;
use super::{Fact, LET_GO, WarningState};
use crate::id::MatterId;
use crate::period::Period;

crate::codes! {
    /// What a rule saw last.
    StandingState {
        /// Nothing.
        Clear "CLEAR",
        /// What it looks for, but not yet often enough in a row.
        Pending "PENDING",
        /// What it looks for; a warning was issued.
        Firing "FIRING",
        /// There was nothing to see it by.
        NoData "NO_DATA",
    }
}

/// How a rule stands towards one object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// What it saw last.
    pub state: StandingState,
    /// How many evaluations in a row saw what it looks for.
    pub seen: u32,
    /// The evaluation it saw it in: the run, or the day of an evaluation by the clock.
    pub evaluation: String,
    /// The period it looked at.
    pub period: Option<Period>,
    /// The warning issued last, until it was clear again.
    pub warning: Option<MatterId>,
    /// The period that was warned of last, whatever was seen since.
    pub warned: Option<Period>,
}

impl Default for Standing {
    fn default() -> Self {
        Self {
            state: StandingState::Clear,
            seen: 0,
            evaluation: String::new(),
            period: None,
            warning: None,
            warned: None,
        }
    }
}

/// What an evaluation calls for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Call {
    /// Nothing.
    Nothing,
    /// A warning with these facts.
    Issue(Vec<Fact>),
    /// The end of the open warning: the rule no longer sees it.
    Recover(MatterId),
}

/// One evaluation of one object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evaluation<'a> {
    /// Which evaluation it is.
    pub key: &'a str,
    /// The period looked at; none where time alone counts.
    pub period: Option<Period>,
    /// Whether nobody ran that period although a later one was run: it is looked at although it lies behind.
    pub left_out: bool,
    /// What the rule sees.
    pub verdict: Verdict,
    /// After how many evaluations in a row a warning is issued.
    pub confirm: u32,
    /// What the warning issued last came to, for as long as that counts.
    pub last: Option<WarningState>,
}

impl Standing {
    /// How it stands towards whom it warned once it looks at the same thing in another way: it has not looked yet, and goes on with the
    /// warning that is open.
    #[must_use]
    pub fn anew() -> Self {
        Self { state: StandingState::NoData, ..Self::default() }
    }

    /// The same where it looks at something else from now on: the warning that is open is no longer its own.
    #[must_use]
    pub fn let_go() -> Self {
        Self { evaluation: LET_GO.to_owned(), ..Self::anew() }
    }

    /// Whether the warning is no longer the rule's own.
    #[must_use]
    pub fn is_let_go(&self) -> bool {
        self.evaluation == LET_GO
    }

    /// How it stands after an evaluation, and what that calls for.
    #[must_use]
    pub fn after(&self, evaluation: Evaluation<'_>) -> (Self, Call) {
        let Evaluation { key, period, left_out, verdict, confirm, last } = evaluation;
        // The same evaluation again, or one of a period that lies behind: nothing new. What was let go is not looked at any more.
        let earlier =
            matches!((period, self.period), (Some(now), Some(seen)) if now.cycle() == seen.cycle() && now < seen);
        if self.is_let_go() || self.evaluation == key && self.period == period || earlier && !left_out {
            return (self.clone(), Call::Nothing);
        }
        let now = |state, seen| Self { state, seen, evaluation: key.to_owned(), period, ..self.clone() };
        let open = last.is_some_and(WarningState::is_open);
        match verdict {
            Verdict::NoData => (now(StandingState::NoData, 0), Call::Nothing),
            Verdict::Clear => {
                let call = self.warning.filter(|_| open).map_or(Call::Nothing, Call::Recover);
                // What was said is over with that: from here on it may be said anew, but not of a period that was left out before.
                (Self { warning: None, ..now(StandingState::Clear, 0) }, call)
            }
            Verdict::Fires(_) if open => (now(StandingState::Firing, self.seen.saturating_add(1)), Call::Nothing),
            Verdict::Fires(facts) => {
                let seen = self.seen.saturating_add(1);
                let is_said = self.is_said(period, last);
                match seen >= confirm && !is_said {
                    true => (now(StandingState::Firing, seen), Call::Issue(facts)),
                    false if is_said => (now(StandingState::Firing, seen), Call::Nothing),
                    false => (now(StandingState::Pending, seen), Call::Nothing),
                }
            }
        }
    }

    /// Whether there is anything to say of a period that was left out: not once a later one was warned of, nor once its own warning is over.
    /// Where the warning before was called false, the newest period tells first whether it was clear since.
    #[must_use]
    pub fn looks_back(&self, left_out: Period, last: Option<WarningState>) -> bool {
        match self.warned.filter(|warned| warned.cycle() == left_out.cycle()) {
            Some(warned) if warned > left_out => false,
            Some(warned) if warned == left_out => last.is_some_and(WarningState::is_open),
            Some(_) | None => last != Some(WarningState::FalseAlarm),
        }
    }

    /// Whether what it looks for was said since it was clear, however long there was nothing to see it by. Whoever called it false is not
    /// asked again until it was clear once; whoever ended it is, in a later period, and where there are no periods, once that counts no more.
    fn is_said(&self, period: Option<Period>, last: Option<WarningState>) -> bool {
        let spoke = self.warning.is_some() && matches!(self.state, StandingState::Firing | StandingState::NoData);
        let still = match period {
            Some(now) => self.warned.is_some_and(|warned| warned.cycle() == now.cycle() && warned >= now),
            None => last.is_some(),
        };
        spoke && (last == Some(WarningState::FalseAlarm) || still)
    }

    /// The same after the warning it called for was issued.
    #[must_use]
    pub fn issued(self, warning: MatterId) -> Self {
        Self { warning: Some(warning), warned: self.period, ..self }
    }
}
