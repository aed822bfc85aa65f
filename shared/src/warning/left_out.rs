//! Periods that nobody ran: their values are missing as well, where missing ones are looked for.

use chrono::NaiveDate;

use super::condition::{Condition, Verdict};
use crate::availability::GRACE_DAYS;
use crate::period::Period;

impl Condition {
    /// The periods of which there is something to see by `today`, oldest first: those that were run, which `ran` names, of one length and
    /// oldest first, and where missing values are looked for, from the first of them on, those that nobody ran although their days are
    /// over.
    #[must_use]
    pub fn seen_through(&self, ran: &[Period], today: NaiveDate) -> Vec<Period> {
        let (Some(&first), Some(&newest)) = (ran.first(), ran.last()) else { return Vec::new() };
        let over = match self {
            Self::NoData => Period::try_over(today, newest.cycle(), GRACE_DAYS).ok(),
            _ => None,
        };
        let Some(over) = over else { return ran.to_vec() };
        std::iter::successors(Some(first), |period| Some(period.next()))
            .take_while(|period| *period <= newest.max(over))
            .filter(|period| *period <= over || ran.binary_search(period).is_ok())
            .collect()
    }

    /// The newest period that nobody ran although its days are over and a later one was run; none that was missed already when the rule
    /// came into force on `since`. A rule of which that day is not known looks for none.
    #[must_use]
    pub fn left_out(&self, ran: &[Period], since: Option<NaiveDate>, today: NaiveDate) -> Option<Period> {
        let newest = *ran.last()?;
        let missed_before = Period::try_over(since?.pred_opt()?, newest.cycle(), GRACE_DAYS).ok()?;
        let is_left_out =
            |period: &Period| *period < newest && *period > missed_before && ran.binary_search(period).is_err();
        self.seen_through(ran, today).into_iter().rfind(is_left_out)
    }
}

impl Verdict {
    /// Whether what is seen of a period that was left out is said in its place: what is seen in the newest one comes first.
    #[must_use]
    pub const fn gives_way_to(&self, left_out: &Self) -> bool {
        matches!((self, left_out), (Self::Clear | Self::NoData, Self::Fires(_)))
    }
}
