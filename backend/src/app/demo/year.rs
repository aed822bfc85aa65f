//! A year of warnings, rectifications and tasks over the demonstration's own figures: rules are evaluated month by month as they would have
//! been, people answer, some things work and some do not. Whether an order is verified is said by the figures alone.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Datelike as _, Days, NaiveDate, Utc};
use shared::calendar::Calendar;
use shared::code::LevelCode;
use shared::error::Refusal;
use shared::id::{IndicatorId, MatterId, UnitId};
use shared::indicator::SubjectKind;
use shared::matter::{Escalation, Event, Hand, Matter, MatterKind, Parties, Recipient, Severity, Side, Someone};
use shared::period::Period;
use shared::policy::{Action, Actor, Purpose, Resource, Viewer};
use shared::warning::condition::Condition;
use shared::warning::rule::{Applies, RuleContent, RuleState, WarningRule, Watched};
use shared::warning::{Notice, Warning, WarningState, WarningTerms};

use super::words::BY_HAND;
use crate::app::run::Tell;
use crate::app::watch::Watcher;
use crate::error::Error;
use crate::store::permit::fresh;
use crate::store::roster::roster;
use crate::store::{Reader, Session, Store, account, library, matter, notice, warning};

mod diagnoses;
mod orders;
mod own;
mod risks;
mod tasks;

/// Warnings of the year (CJ-65).
const WARNINGS: usize = 67;
/// Months of the story: rules are evaluated early in the month after, so that all of it falls into one year.
const MONTHS: usize = 11;

/// Whoever tells the story.
struct Teller<'s> {
    store: &'s Store,
    calendar: Calendar,
    /// Who speaks for each unit.
    people: BTreeMap<UnitId, Someone>,
    /// An officer of each unit.
    officers: BTreeMap<UnitId, Someone>,
    /// Whose desk it is that is looked at first: the officer of the demonstration.
    first: Option<(UnitId, Someone)>,
    above: BTreeMap<UnitId, UnitId>,
    offices: Vec<UnitId>,
    key_rates: Vec<(IndicatorId, String, Option<shared::code::LineCode>)>,
}

/// Tells the story of the months up to `last`.
pub(super) async fn tell(store: &Store, last: Period, say: &Tell) -> Result<(), Error> {
    let teller = Teller::of(store).await?;
    teller.rules().await?;
    let mut months: Vec<Period> =
        std::iter::successors(Some(last), |month| Some(month.previous())).take(MONTHS).collect();
    months.reverse();
    for (place, &month) in months.iter().enumerate() {
        say(&format!("{month}: rules are evaluated, people answer"));
        teller.month(month, place).await?;
    }
    say("the risk register is written, points at risk are graded");
    teller.risks(last).await
}

impl<'s> Teller<'s> {
    async fn of(store: &'s Store) -> Result<Self, Error> {
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
        let key_rates = indicators.into_iter().filter(|it| it.key_rate).map(|it| (it.id, it.name, it.line)).collect();
        Ok(Self { store, calendar: Calendar::default(), people, officers, first, above, offices, key_rates })
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

    /// A rule for each key rate: for districts, and for offices where districts hide what goes wrong in one office. One about low places is
    /// still a draft, to be rehearsed.
    async fn rules(&self) -> Result<(), Error> {
        let session = self.session(NaiveDate::from_ymd_opt(2025, 10, 20).unwrap_or_default()).await?;
        for (number, (indicator, name, _)) in (1..).zip(&self.key_rates) {
            let permit = session.function(Resource::WarningRule, Action::Write)?;
            let content = rule_content(*indicator, name);
            let code = format!("KEY-{number}").parse().map_err(Error::internal)?;
            let rule = WarningRule { id: fresh()?, code, state: RuleState::Active, content, version: 1 };
            warning::create(&session, permit, &rule).await?;
        }
        let permit = session.function(Resource::WarningRule, Action::Write)?;
        let (code, content) = ("LOW-1".parse().map_err(Error::internal)?, low_place_content());
        let rule = WarningRule { id: fresh()?, code, state: RuleState::Draft, content, version: 1 };
        warning::create(&session, permit, &rule).await?;
        session.commit().await?;
        self.handbook(NaiveDate::from_ymd_opt(2025, 10, 21).unwrap_or_default()).await
    }

    async fn month(&self, month: Period, place: usize) -> Result<(), Error> {
        let evaluated = month.last_day() + Days::new(4);
        let watcher = Watcher::at(self.store.clone(), noon(evaluated), month.last_day());
        watcher.evaluate(&format!("demo-{month}")).await?;
        let so_far = self.warnings(evaluated).await?;
        let wanted = WARNINGS * (place + 1) / MONTHS;
        for number in so_far.len()..wanted {
            self.by_hand(number, evaluated).await?;
        }
        let open: Vec<Warning> =
            self.warnings(evaluated).await?.into_iter().filter(|it| it.state == WarningState::Issued).collect();
        let is_last = place + 1 == MONTHS;
        for (number, warning) in open.into_iter().enumerate() {
            self.answered(warning, number, evaluated, is_last).await?;
        }
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
        if is_last {
            self.tasks(evaluated).await?;
        }
        self.ordered_by_hand(place, evaluated, is_last).await?;
        self.own(place, evaluated).await
    }

    async fn warnings(&self, on: NaiveDate) -> Result<Vec<Warning>, Error> {
        matter::all::<Warning>(&self.reader(on).await?).await
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

    /// What becomes of a warning: most are read and dealt with, some end as false alarms, the newest are still open; every fifth about a
    /// figure leads to an order.
    async fn answered(&self, warning: Warning, number: usize, on: NaiveDate, is_last: bool) -> Result<(), Error> {
        let id = warning.id;
        if is_last && number.is_multiple_of(4) {
            return Ok(());
        }
        self.step(id, on + Days::new(1), Side::Responsible, |it: Warning, hand| it.receive(hand)).await?;
        if is_last && number % 4 == 1 {
            return Ok(());
        }
        let someone = self.officers.get(&warning.parties.unit).cloned();
        self.step(id, on + Days::new(1), Side::Responsible, |it: Warning, hand| it.assign(someone, "", hand)).await?;
        if let Some(about) = warning.about {
            if number.is_multiple_of(3) {
                self.ordered(&warning, about, number, on + Days::new(2), is_last).await?;
            }
            return Ok(());
        }
        if is_last && number % 4 == 2 {
            return Ok(());
        }
        let is_false = number % 9 == 4;
        let words = if is_false {
            "核实后为口径差异，业务无异常。"
        } else {
            "已逐户核对并处理完毕，后续每周回看。"
        };
        self.step(id, on + Days::new(4), Side::Responsible, |it: Warning, hand| it.end(is_false, words, hand)).await?;
        let words = if is_false { "同意。" } else { "处置及时。" };
        self.step(id, on + Days::new(8), Side::Giver, |it: Warning, hand| it.review(words, hand)).await
    }
}

fn of_districts() -> Applies {
    let levels: [Result<LevelCode, _>; 1] = ["COUNTY".parse()];
    Applies {
        subjects: SubjectKind::Unit,
        levels: levels.into_iter().flatten().collect(),
        groups: std::collections::BTreeSet::new(),
        post_classes: std::collections::BTreeSet::new(),
    }
}

fn low_place_content() -> RuleContent {
    RuleContent {
        name: "总分连续两月排在可比组后三名".to_owned(),
        watched: Watched::Score { dimension: None },
        condition: Condition::LowPlace { places: 3, periods: 2 },
        applies: of_districts(),
        severity: Severity::Yellow,
        confirm: 1,
        tell: [Recipient::UnitHead].into(),
        advice: "在驾驶舱看是哪几项拉低了总分，先补差距最大的一项；同组靠前的单位怎么做，可以去问一问。".to_owned(),
        terms: WarningTerms::default(),
        escalation: Escalation::default(),
        opens_diagnosis: false,
        task: None,
    }
}

fn rule_content(indicator: IndicatorId, name: &str) -> RuleContent {
    RuleContent {
        name: format!("{name}落入预警区间"),
        watched: Watched::Indicator { indicator },
        condition: Condition::Band { band: shared::band::Band::Alert },
        applies: of_districts(),
        severity: Severity::Red,
        confirm: 1,
        tell: [Recipient::Responsible, Recipient::LineAbove].into(),
        advice: format!(
            "先看{name}的分子分母和下级单位，找出拉低数值的几户；能在期末前补办的先补办，需要上级支持的请在整改单里提出。"
        ),
        terms: WarningTerms::default(),
        escalation: Escalation::default(),
        opens_diagnosis: true,
        task: None,
    }
}

fn system() -> Arc<Viewer> {
    Arc::new(Viewer::system(Purpose::Import))
}

/// Ten in the morning in the bureau.
fn noon(day: NaiveDate) -> DateTime<Utc> {
    day.and_hms_opt(2, 0, 0).unwrap_or_default().and_utc()
}
