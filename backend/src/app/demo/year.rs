//! A year of warnings, rectifications and tasks over the demonstration's own figures: rules are evaluated month by month as they would have
//! been, people answer, some things work and some do not. Whether an order is verified is said by the figures alone.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Days, NaiveDate, Utc};
use shared::calendar::Calendar;
use shared::code::LineCode;
use shared::error::Refusal;
use shared::id::{IndicatorId, MatterId, UnitId};
use shared::indicator::Indicator;
use shared::matter::{Event, Hand, Matter, Side, Someone};
use shared::period::Period;
use shared::policy::{Action, Actor, Purpose, Viewer};

use crate::app::run::Tell;
use crate::app::watch::Watcher;
use crate::error::Error;
use crate::store::roster::roster;
use crate::store::{Reader, Session, Store, account, library, matter, notice};
use crate::vault::Vault;

use self::rules::Outlook;

mod diagnoses;
mod files;
mod orders;
mod own;
mod risks;
mod rules;
mod tasks;
mod warnings;

/// Warnings of the year (CJ-65).
const WARNINGS: usize = 67;
/// Months of the story: rules are evaluated early in the month after, so that all of it falls into one year.
const MONTHS: usize = 11;

/// Whoever tells the story.
struct Teller<'s> {
    store: &'s Store,
    vault: &'s Vault,
    calendar: Calendar,
    /// Who speaks for each unit.
    people: BTreeMap<UnitId, Someone>,
    /// An officer of each unit.
    officers: BTreeMap<UnitId, Someone>,
    /// Whose desk it is that is looked at first: the officer of the demonstration.
    first: Option<(UnitId, Someone)>,
    above: BTreeMap<UnitId, UnitId>,
    offices: Vec<UnitId>,
    library: Vec<Indicator>,
    key_rates: Vec<(IndicatorId, String, Option<LineCode>)>,
}

/// Tells the story of the months up to `last`.
pub(super) async fn tell(store: &Store, vault: &Vault, last: Period, say: &Tell) -> Result<(), Error> {
    let teller = Teller::of(store, vault).await?;
    let mut months: Vec<Period> =
        std::iter::successors(Some(last), |month| Some(month.previous())).take(MONTHS).collect();
    months.reverse();
    say("rules are tried on the past");
    let outlook = teller.rules(&months).await?;
    teller.handbook(NaiveDate::from_ymd_opt(2025, 10, 21).unwrap_or_default()).await?;
    for (place, &month) in months.iter().enumerate() {
        say(&format!("{month}: rules are evaluated, people answer"));
        teller.month(month, place, &outlook).await?;
    }
    say("the risk register is written, points at risk are graded");
    teller.risks(last).await
}

impl<'s> Teller<'s> {
    async fn of(store: &'s Store, vault: &'s Vault) -> Result<Self, Error> {
        let reader = store.reader(system(), Utc::now()).await?;
        let roster = roster(&reader).await?;
        let mut people: BTreeMap<UnitId, Someone> = BTreeMap::new();
        let mut persons = roster.persons;
        persons.sort_by(|one, other| one.staff_no.cmp(&other.staff_no));
        let shown = account::enabled(&reader).await?.into_iter().find(|account| account.login == "officer");
        let shown = shown.and_then(|account| account.person);
        let (mut officers, mut first) = (BTreeMap::new(), None);
        for person in persons {
            let someone = Someone { id: person.id, name: person.name };
            if shown == Some(someone.id) {
                first = Some((person.unit, someone.clone()));
            }
            officers.insert(person.unit, someone.clone());
            people.entry(person.unit).or_insert(someone);
        }
        let mut units = roster.units;
        units.sort_by(|one, other| one.code.cmp(&other.code));
        let above = units.iter().filter_map(|unit| Some((unit.id, unit.parent?))).collect();
        let lowest = units.iter().filter(|unit| units.iter().all(|other| other.parent != Some(unit.id)));
        let offices = lowest.filter(|unit| people.contains_key(&unit.id)).map(|unit| unit.id).collect();
        let mut indicators = library::all_indicators(&reader).await?;
        indicators.sort_by(|one, other| one.code.cmp(&other.code));
        let key_rates = indicators.iter().filter(|it| it.key_rate);
        let key_rates = key_rates.map(|it| (it.id, it.name.clone(), it.line.clone())).collect();
        let (calendar, library) = (Calendar::default(), indicators);
        Ok(Self { store, vault, calendar, people, officers, first, above, offices, library, key_rates })
    }

    /// What an indicator is called.
    fn called(&self, id: IndicatorId) -> &str {
        self.library.iter().find(|it| it.id == id).map_or("", |it| it.name.as_str())
    }

    fn line(&self, id: IndicatorId) -> Option<LineCode> {
        self.library.iter().find(|it| it.id == id)?.line.clone()
    }

    async fn session(&self, on: NaiveDate) -> Result<Session, Error> {
        self.store.session(system(), noon(on), None).await
    }

    async fn reader(&self, on: NaiveDate) -> Result<Reader, Error> {
        self.store.reader(system(), noon(on)).await
    }

    /// Who answers for their own unit is an officer of it; who confirms or orders speaks for the unit.
    fn name(&self, side: Side, unit: UnitId) -> &str {
        let people = if side == Side::Giver { &self.people } else { &self.officers };
        people.get(&unit).map_or("", |someone| someone.name.as_str())
    }

    fn hand<'h>(&'h self, session: &Session, side: Side, unit: UnitId) -> Hand<'h> {
        // Two sides are two actors: nobody approves their own work.
        let actor = Actor::System(if side == Side::Giver { Purpose::Import } else { Purpose::Operate });
        Hand {
            actor,
            name: self.name(side, unit),
            side: Some(side),
            part: None,
            at: session.now(),
            calendar: &self.calendar,
        }
    }

    async fn month(&self, month: Period, place: usize, outlook: &Outlook) -> Result<(), Error> {
        let evaluated = month.last_day() + Days::new(4);
        let is_last = place + 1 == MONTHS;
        if let Some(about) = outlook.seen_first.filter(|about| about.period == month) {
            self.seen_first(about, evaluated - Days::new(1)).await?;
        }
        let watcher = Watcher::at(self.store.clone(), noon(evaluated), month.last_day());
        watcher.evaluate(&format!("demo-{month}")).await?;
        if is_last {
            // What nobody dealt with expires; what is overdue is told.
            watcher.escalate().await?;
        }
        self.written(place, evaluated, outlook).await?;
        self.answered(place, evaluated).await?;
        if !is_last {
            self.go_on(evaluated).await?;
            // What happened in the months before was read long ago.
            let session = self.session(evaluated).await?;
            notice::mark_read(&session, None, None).await?;
            session.commit().await?;
        }
        if is_last {
            self.looked_into(month, evaluated).await?;
        }
        self.diagnosed(evaluated, is_last).await?;
        self.ordered_by_hand(place, evaluated, is_last).await?;
        self.own(place, evaluated).await?;
        if is_last { self.newest(month, evaluated).await } else { Ok(()) }
    }

    /// What the newest month has besides.
    async fn newest(&self, month: Period, on: NaiveDate) -> Result<(), Error> {
        self.judged_by_hand(month, on).await?;
        self.tasks(on).await?;
        self.ordered_after(on).await?;
        self.files(on + Days::new(12)).await
    }

    async fn opened<M: Matter>(&self, session: &Session, matter: &M, event: &Event) -> Result<(), Error> {
        let permit = matter::permit_to_open(session, Action::Order, matter.head().parties).await?;
        crate::app::matter::open(session, permit, matter, event).await
    }

    /// Takes a step on a day, in the name of somebody of the side's unit.
    async fn step<M: Matter>(
        &self,
        id: MatterId,
        on: NaiveDate,
        side: Side,
        take: impl FnOnce(M, &Hand<'_>) -> Result<(M, Event), Refusal>,
    ) -> Result<(), Error> {
        let session = self.session(on).await?;
        let before: M = matter::load(&session, id).await?;
        let (parties, version) = (before.head().parties.clone(), before.head().version);
        let unit = if side == Side::Giver { parties.giver } else { parties.unit };
        let permit = matter::permit_of_system(&session, id, version).await?;
        let (after, event) = take(before, &self.hand(&session, side, unit))?;
        crate::app::matter::keep(&session, permit, &after, &event).await?;
        session.commit().await
    }
}

fn system() -> Arc<Viewer> {
    Arc::new(Viewer::system(Purpose::Import))
}

/// Ten in the morning in the bureau.
fn noon(day: NaiveDate) -> DateTime<Utc> {
    day.and_hms_opt(2, 0, 0).unwrap_or_default().and_utc()
}
