//! What officers take up by themselves in the year.

use chrono::{Datelike as _, Days, NaiveDate};
use shared::id::{MatterId, UnitId};
use shared::matter::{MatterKind, Parties, Side, Someone};
use shared::rectification::{MeasureState, Opening, Origin, Outcome, Rectification, RectificationDirection, Terms};

use super::{MONTHS, Teller};
use crate::app::demo::words::OWN;
use crate::error::Error;
use crate::store::matter;
use crate::store::permit::fresh;

impl Teller<'_> {
    /// What an officer takes up by themself each month: begun, under way, reported, confirmed, shared, by how long ago it is.
    pub(super) async fn own(&self, place: usize, on: NaiveDate) -> Result<(), Error> {
        let newest = place + 2 >= MONTHS;
        let (Some((unit, person)), Some((title, problem, pattern, change))) =
            (self.finder(place, newest), OWN.get(place % OWN.len()))
        else {
            return Ok(());
        };
        let session = self.session(on + Days::new(3)).await?;
        let parties = matter::named(&session, Parties::new(unit, Some(person.id), unit, None)).await?;
        let opening = Opening {
            id: fresh()?,
            number: matter::next_number(&session, MatterKind::Rectification, on.year()).await?,
            origin: Origin::OwnDiscovery,
            parties,
            about: None,
            risk_point: Some((*title).to_owned()),
            title: (*title).to_owned(),
            problem: (*problem).to_owned(),
            cause: String::new(),
            due: self.calendar.after(on, 15),
            effect: None,
            terms: Terms::default(),
            draft: false,
        };
        let hand = self.hand(&session, Side::Responsible, unit);
        let (own, event) = Rectification::open(opening, RectificationDirection::BottomUp, &hand)?;
        self.opened(&session, &own, &event).await?;
        session.commit().await?;
        self.own_lived(own.id, place, on, pattern, change).await
    }

    /// Who finds something in a month: the newest are found by whoever's desk is looked at first.
    fn finder(&self, place: usize, newest: bool) -> Option<(UnitId, Someone)> {
        let unit = self.offices.get(place * 11 % self.offices.len().max(1)).copied();
        let somebody = unit.and_then(|unit| Some((unit, self.officers.get(&unit)?.clone())));
        if newest { self.first.clone().or(somebody) } else { somebody }
    }

    async fn own_lived(
        &self,
        id: MatterId,
        place: usize,
        on: NaiveDate,
        pattern: &str,
        change: &str,
    ) -> Result<(), Error> {
        // What began in the newest month has just begun.
        let stage = MONTHS.saturating_sub(place + 1);
        let (answer, day) = (Side::Responsible, |days: u64| on + Days::new(days));
        if stage == 0 {
            return Ok(());
        }
        let (cause, measures) = self.plan(id, place, day(10)).await?;
        self.step(id, day(4), answer, |it: Rectification, hand| it.plan(cause, measures, hand)).await?;
        if stage == 1 {
            return Ok(());
        }
        for item in 1..=2 {
            self.step(id, day(7), answer, |it: Rectification, hand| {
                it.end_measure(item, MeasureState::Done, "已完成。", hand)
            })
            .await?;
        }
        let words = |text: &str| text.to_owned();
        let outcome =
            Outcome {
                result: words("两周内未再出现。"), pattern: words(pattern), management_change: words(change)
            };
        self.step(id, day(9), answer, |it: Rectification, hand| it.report(outcome, hand)).await?;
        if stage == 2 {
            return Ok(());
        }
        self.step(id, day(11), Side::Giver, |it: Rectification, hand| it.confirm("做得好，发现得早。", hand)).await?;
        if stage.is_multiple_of(2) {
            self.step(id, day(12), Side::Giver, |it: Rectification, hand| it.share(hand)).await?;
        }
        self.step(id, day(13), Side::Giver, |it: Rectification, hand| it.close("", hand)).await
    }
}
