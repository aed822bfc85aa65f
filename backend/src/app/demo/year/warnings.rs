//! The warnings of the year: what is written by hand beside what rules issue, and what becomes of each.

use chrono::{Datelike as _, Days, NaiveDate};
use shared::matter::{Escalation, MatterKind, Parties, Severity, Side, Someone, Weak};
use shared::warning::{Notice, Warning, WarningTerms};

use super::orders::Stage;
use super::rules::Outlook;
use super::{MONTHS, Teller, WARNINGS, noon};
use crate::app::demo::words::BY_HAND;
use crate::error::Error;
use crate::store::matter;
use crate::store::permit::fresh;

/// So many months before the end a warning comes that nobody reads: it expires.
const FORGOTTEN: usize = 3;

/// What becomes of a warning in the month in which it comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// Nobody has read it.
    Unread,
    /// It was read.
    Read,
    /// Somebody deals with it.
    InHand,
    /// A person ended it.
    Ended { is_false: bool, is_reviewed: bool },
}

/// Of the newest month, one after another: whoever looks finds a warning in every state.
const NEWEST: [Fate; 5] = [
    Fate::Unread,
    Fate::Read,
    Fate::InHand,
    Fate::Ended { is_false: false, is_reviewed: false },
    Fate::Ended { is_false: true, is_reviewed: false },
];

impl Fate {
    /// In the months before: what a rule issued ends when the rule no longer sees it, what somebody wrote is dealt with.
    const fn before(warning: &Warning, number: usize) -> Self {
        match warning.rule {
            Some(_) => Self::InHand,
            None => Self::Ended { is_false: number % 4 == 2, is_reviewed: true },
        }
    }
}

impl Teller<'_> {
    /// Writes the warnings of a month that no rule issues; in the newest as many as make the year's number.
    pub(super) async fn written(&self, place: usize, on: NaiveDate, outlook: &Outlook) -> Result<(), Error> {
        let so_far = self.warnings(on).await?;
        let by_hand = so_far.iter().filter(|it| it.rule.is_none()).count();
        let more = match place + 1 == MONTHS {
            true => WARNINGS.saturating_sub(so_far.len()),
            false => outlook.by_hand(place).saturating_sub(by_hand),
        };
        for number in so_far.len()..so_far.len() + more {
            self.by_hand(number, on).await?;
        }
        Ok(())
    }

    /// The warnings there are, in the order of their numbers.
    async fn warnings(&self, on: NaiveDate) -> Result<Vec<Warning>, Error> {
        let mut all = matter::all::<Warning>(&self.reader(on).await?).await?;
        all.sort_by(|one, other| one.number.cmp(&other.number));
        Ok(all)
    }

    async fn by_hand(&self, number: usize, on: NaiveDate) -> Result<(), Error> {
        let Some(&unit) = self.offices.get(number * 7 % self.offices.len().max(1)) else { return Ok(()) };
        let Some((title, advice)) = BY_HAND.get(number % BY_HAND.len()) else { return Ok(()) };
        let session = self.session(on).await?;
        let giver = self.above.get(&unit).copied().unwrap_or(unit);
        let parties = matter::named(&session, Parties::new(unit, None, giver, None)).await?;
        let notice = Notice {
            id: fresh()?,
            number: matter::next_number(&session, MatterKind::Warning, on.year()).await?,
            rule: None,
            severity: [Severity::Blue, Severity::Yellow, Severity::Orange]
                .get(number % 3)
                .copied()
                .unwrap_or(Severity::Blue),
            parties,
            holders: Vec::new(),
            about: None,
            title: (*title).to_owned(),
            advice: (*advice).to_owned(),
            facts: Vec::new(),
            terms: WarningTerms::default(),
            escalation: Escalation::default(),
            found_before: None,
        };
        let (warning, event) = Warning::issue(notice, &self.hand(&session, Side::Giver, giver))?;
        self.opened(&session, &warning, &event).await?;
        session.commit().await
    }

    /// What becomes of the warnings that came on a day.
    pub(super) async fn answered(&self, place: usize, on: NaiveDate) -> Result<(), Error> {
        let is_last = place + 1 == MONTHS;
        let all = self.warnings(on).await?.into_iter().enumerate();
        let mut came: Vec<(usize, Warning)> = all.filter(|(_, it)| it.issued == noon(on)).collect();
        if place + FORGOTTEN == MONTHS {
            came.pop();
        }
        for ((number, warning), newest) in came.into_iter().zip(NEWEST.into_iter().cycle()) {
            let fate = if is_last { newest } else { Fate::before(&warning, number) };
            self.dealt_with(&warning, fate, on).await?;
            if fate == Fate::InHand && leads_to_order(&warning, number) {
                let stage = if is_last { Stage::on_the_way(number) } else { Stage::Reported };
                self.ordered(&warning, number, on + Days::new(2), stage).await?;
            }
        }
        Ok(())
    }

    async fn dealt_with(&self, warning: &Warning, fate: Fate, on: NaiveDate) -> Result<(), Error> {
        let (id, answer) = (warning.id, Side::Responsible);
        if fate == Fate::Unread {
            return Ok(());
        }
        self.step(id, on + Days::new(1), answer, |it: Warning, hand| it.receive(hand)).await?;
        if fate == Fate::Read {
            return Ok(());
        }
        // A person answers for what is about them; else an officer of the unit does.
        let concerned = warning.parties.person.zip(warning.parties.names.person.clone());
        let concerned = concerned.map(|(id, name)| Someone { id, name });
        let handler = concerned.or_else(|| self.officers.get(&warning.parties.unit).cloned());
        self.step(id, on + Days::new(1), answer, |it: Warning, hand| it.assign(handler, "", hand)).await?;
        let Fate::Ended { is_false, is_reviewed } = fate else { return Ok(()) };
        let words = match is_false {
            true => "核实后为口径差异，业务无异常。",
            false => "已逐户核对并处理完毕，后续每周回看。",
        };
        self.step(id, on + Days::new(4), answer, |it: Warning, hand| it.end(is_false, words, hand)).await?;
        if !is_reviewed {
            return Ok(());
        }
        let words = if is_false { "同意。" } else { "处置及时。" };
        self.step(id, on + Days::new(8), Side::Giver, |it: Warning, hand| it.review(words, hand)).await
    }
}

/// Whether an order follows: about urgent figures, some of them and whatever was found below before.
fn leads_to_order(warning: &Warning, number: usize) -> bool {
    let is_urgent = warning.about.as_ref().and_then(Weak::about).is_some() && warning.severity >= Severity::Orange;
    is_urgent && (number.is_multiple_of(3) || warning.found_before.is_some())
}
