//! Matters of the bureau: a warning, a rule, and a rectification in every state in which something can be done, each of the office
//! NORTH-1, which comes from NORTH, and of SOUTH-1, which comes from SOUTH.

use backend::store::evidence::{self, Evidence, Upload};
use backend::store::matter::{link, load, named, next_number, open, permit_of_system, permit_to_open};
use backend::store::scope::Happened;
use backend::store::{Session, Store, notice, warning};
use serde_json::Value;
use shared::calendar::Calendar;
use shared::cell::Subject;
use shared::evidence::EvidenceKind;
use shared::id::{AccountId, HandbookEntryId, Id, IndicatorId, MatterId, PersonId, UnitId, UploadId, WarningRuleId};
use shared::indicator::SubjectKind;
use shared::matter::{
    About, Escalation, Event, Hand, LinkKind, MatterKind, NoticeReason, Parties, Recipient, Severity, Side, Someone,
};
use shared::period::Period;
use shared::policy::{Action, Actor, Resource};
use shared::rectification::{
    Answer, Asked, DisputeOutcome, Effect, EffectReading, Goal, GoalSide, MeasureState, Opening, Origin, Outcome,
    Planned, Rectification, RectificationDirection as Direction, RequestKind, Terms,
};
use shared::warning::condition::Condition;
use shared::warning::rule::{Applies, RuleContent, RuleState, WarningRule, Watched};
use shared::warning::standing::{Standing, StandingState};
use shared::warning::{Fact, Notice, Warning, WarningTerms};

use super::diagnoses;
use crate::support::day;

/// What can be asked about, by name: as it is inside, and as it is outside.
pub(super) type Things = Vec<(&'static str, [String; 2])>;

/// An office whose matters they are.
pub struct Office {
    pub unit: UnitId,
    pub giver: UnitId,
    pub person: Someone,
    pub about: About,
}

pub fn id<I: std::str::FromStr<Err: std::fmt::Debug>>(list: &Value, key: &str, value: &str) -> I {
    let found = list.as_array().unwrap().iter().find(|thing| thing[key] == value).unwrap();
    found["id"].as_str().unwrap().parse().unwrap()
}

pub(super) fn office(everything: &Value, unit: &str, giver: &str, person: &str) -> Office {
    let units = &everything["units"]["nodes"];
    let unit: UnitId = id(units, "code", unit);
    let person: PersonId = id(&everything["persons"]["nodes"], "staffNo", person);
    let indicator: IndicatorId = id(&everything["indicators"]["nodes"], "code", "filing_rate");
    let about = About { indicator, subject: Subject::Unit(unit), period: "2026-06".parse().unwrap() };
    Office { unit, giver: id(units, "code", giver), person: Someone { id: person, name: "Somebody".to_owned() }, about }
}

/// Writes them, and names them.
pub async fn written(store: &Store, everything: &Value) -> Things {
    let offices = [office(everything, "NORTH-1", "NORTH", "1"), office(everything, "SOUTH-1", "SOUTH", "4")];
    let session = super::writing(store).await;
    diagnoses::handbook(&session, offices[0].about.indicator).await;
    let mut sides = Vec::new();
    for office in &offices {
        let mut named = Vec::new();
        for (name, steps) in [("warning", 1), ("newWarning", 0), ("endedWarning", 3)] {
            named.push((name, warned(&session, office, steps).await));
        }
        for (name, direction, steps) in LIVES {
            named.push((*name, ordered(&session, office, *direction, steps).await));
        }
        named.extend(diagnoses::written(&session, office).await);
        sides.push(named);
    }
    let accounts: Vec<AccountId> = everything["accounts"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|account| account["id"].as_str().unwrap().parse().unwrap())
        .collect();
    for side in &sides {
        link(&session, side[0].1, side[3].1, LinkKind::LedTo).await.unwrap();
        notice::tell(&session, &accounts, side[0].1, 1, NoticeReason::Step).await.unwrap();
    }
    let mut uploads = Vec::new();
    for (side, login) in sides.iter().zip(["dept_head", "external_rater"]) {
        let account = id(&everything["accounts"]["nodes"], "login", login);
        let order = side.iter().find(|(name, _)| *name == "order").unwrap().1;
        uploads.push(uploading(&session, order, account).await);
        let done = side.iter().find(|(name, _)| *name == "doneOrder").unwrap().1;
        photographed(&session, done).await;
    }
    let (draft, active) = (rule(&session, &offices[0], "R-1").await, rule(&session, &offices[0], "R-2").await);
    activated(&session, active, sides[0][0].1, &offices[0]).await;
    session.commit().await.unwrap();
    let both = sides[0].iter().zip(&sides[1]);
    let mut things: Things = both.map(|(one, other)| (one.0, [one.1.to_string(), other.1.to_string()])).collect();
    things.push(("upload", [uploads[0].to_string(), uploads[1].to_string()]));
    for (name, id, ..) in diagnoses::ENTRIES {
        let id = HandbookEntryId::from_raw(id).to_string();
        things.push((name, [id.clone(), id]));
    }
    things.push(("draftRule", [draft.to_string(), draft.to_string()]));
    things.push(("activeRule", [active.to_string(), active.to_string()]));
    things
}

#[derive(Debug, Clone, Copy)]
enum Life {
    Acknowledge,
    Dispute,
    Uphold,
    Return,
    Ask,
    Plan,
    Approve,
    Do,
    Report,
    Verify,
    Confirm,
    Share,
    Close,
    Miss,
    Answer,
    Draft,
}

const LIVES: &[(&str, Direction, &[Life])] = &[
    ("order", Direction::TopDown, &[]),
    ("draftOrder", Direction::TopDown, &[Life::Draft]),
    ("disputedOrder", Direction::TopDown, &[Life::Dispute]),
    ("returnedOrder", Direction::TopDown, &[Life::Return]),
    ("askedOrder", Direction::TopDown, &[Life::Ask]),
    ("notedOrder", Direction::TopDown, &[Life::Acknowledge]),
    ("plannedOrder", Direction::TopDown, &[Life::Acknowledge, Life::Plan]),
    ("approvedOrder", Direction::TopDown, &[Life::Acknowledge, Life::Plan, Life::Approve]),
    ("doneOrder", Direction::TopDown, &[Life::Acknowledge, Life::Plan, Life::Approve, Life::Do]),
    ("reportedOrder", Direction::TopDown, &[Life::Acknowledge, Life::Plan, Life::Approve, Life::Do, Life::Report]),
    (
        "verifiedOrder",
        Direction::TopDown,
        &[Life::Dispute, Life::Uphold, Life::Plan, Life::Approve, Life::Do, Life::Report, Life::Verify],
    ),
    ("answeredOrder", Direction::TopDown, &[Life::Ask, Life::Answer]),
    (
        "reopenedOrder",
        Direction::TopDown,
        &[Life::Acknowledge, Life::Plan, Life::Approve, Life::Do, Life::Report, Life::Miss],
    ),
    ("closedOwn", Direction::BottomUp, &[Life::Plan, Life::Do, Life::Report, Life::Confirm, Life::Close]),
    ("plannedOwn", Direction::BottomUp, &[Life::Plan]),
    ("reportedOwn", Direction::BottomUp, &[Life::Plan, Life::Do, Life::Report]),
    ("sharedOwn", Direction::BottomUp, &[Life::Plan, Life::Do, Life::Report, Life::Confirm, Life::Share]),
    ("confirmedOwn", Direction::BottomUp, &[Life::Plan, Life::Do, Life::Report, Life::Confirm]),
];

/// Somebody on a side.
pub fn hand(side: Side, calendar: &Calendar) -> Hand<'_> {
    let at = "2026-11-02T02:00:00Z".parse().unwrap();
    // Whoever is asked later is nobody who did any of this.
    let number = if side == Side::Giver { 1 } else { 2 };
    Hand { actor: Actor::Account(Id::from_raw(number)), name: "Somebody", side: Some(side), part: None, at, calendar }
}

fn lived(order: Rectification, life: Life, calendar: &Calendar) -> (Rectification, Event) {
    let (giver, answer) = (hand(Side::Giver, calendar), hand(Side::Responsible, calendar));
    let due = day("2026-12-31");
    let moved = match life {
        Life::Draft => return (order.clone(), Event::new(&giver, "OPEN", order.state.code(), "")),
        Life::Acknowledge => order.acknowledge("", &answer),
        Life::Dispute => order.dispute("22 were warned first", &answer),
        Life::Uphold => order.decide(DisputeOutcome::Upheld, "as it was", "", &giver),
        Life::Return => order.give_back("not ours", &answer),
        Life::Ask => {
            let until = Some(day("2027-01-15"));
            let asked = Asked { kind: RequestKind::Time, words: "two are ill".to_owned(), until, to: None };
            order.request(asked, &answer)
        }
        Life::Plan => {
            let owner = order.parties.person.map(|id| Someone { id, name: "Somebody".to_owned() });
            order.plan("nobody looked", vec![Planned { what: "fine them".to_owned(), owner, due }], &answer)
        }
        Life::Approve => order.approve("", &giver),
        Life::Do => order.end_measure(1, MeasureState::Done, "fined", &answer),
        Life::Report => {
            let words = |text: &str| text.to_owned();
            let outcome =
                Outcome { result: words("done"), pattern: words("holidays"), management_change: words("look earlier") };
            order.report(outcome, &answer)
        }
        Life::Verify => order.verify("seen", &giver),
        Life::Confirm => order.confirm("seen", &giver),
        Life::Share => order.share(&giver),
        Life::Close => order.close("", &giver),
        Life::Miss => {
            let first = order.effect.as_ref().and_then(|effect| effect.verifying().next()).unwrap();
            let seen = order.see(vec![reading(first, "91")], &giver);
            seen.map(|(order, event)| (order, event.unwrap()))
        }
        Life::Answer => order.answer(1, Answer { granted: true, words: "agreed".to_owned(), to: None }, &giver),
    };
    moved.unwrap()
}

async fn ordered(session: &Session, office: &Office, direction: Direction, lives: &[Life]) -> MatterId {
    let calendar = Calendar::default();
    let own = direction == Direction::BottomUp;
    let giver = if own { office.unit } else { office.giver };
    let parties = Parties::new(office.unit, own.then_some(office.person.id), giver, None);
    let parties = named(session, parties).await.unwrap();
    let goal = Goal { side: GoalSide::AtLeast, value: "95".parse().unwrap() };
    let effect = Effect {
        about: office.about.into(),
        before: Some("86.4".parse().unwrap()),
        goal,
        periods: 2,
        watched: 1,
        early: false,
        from: None,
        readings: Vec::new(),
    };
    let opening = Opening {
        id: backend::store::permit::fresh().unwrap(),
        number: next_number(session, MatterKind::Rectification, 2026).await.unwrap(),
        origin: Origin::Loss,
        parties,
        about: Some(office.about),
        risk_point: Some("late penalties".to_owned()),
        title: "Late penalties".to_owned(),
        problem: "30 of 220 without a penalty".to_owned(),
        cause: "nobody looked".to_owned(),
        due: day("2026-12-31"),
        effect: Some(effect),
        terms: Terms::default(),
        draft: matches!(lives, [Life::Draft]),
    };
    let side = if own { Side::Responsible } else { Side::Giver };
    let (mut order, event) = Rectification::open(opening, direction, &hand(side, &calendar)).unwrap();
    let mut events = vec![event];
    for &life in lives {
        let (after, event) = lived(order, life, &calendar);
        order = after;
        events.push(event);
    }
    if let Some(effect) = &mut order.effect {
        let readings = effect.verifying().take(1).map(|period| (period, "91"));
        effect.readings = readings.map(|(period, value)| reading(period, value)).collect();
    }
    let permit = permit_to_open(session, Action::Order, &order.parties).await.unwrap();
    open(session, permit, &order, &events).await.unwrap();
    order.id
}

/// A value that came.
pub fn reading(period: Period, value: &str) -> EffectReading {
    EffectReading { period, value: Some(value.parse().unwrap()), run: None }
}

/// A warning that was read and, with two steps, ended.
async fn warned(session: &Session, office: &Office, steps: usize) -> MatterId {
    let calendar = Calendar::default();
    let parties = named(session, Parties::new(office.unit, None, office.giver, None)).await.unwrap();
    let notice = Notice {
        id: backend::store::permit::fresh().unwrap(),
        number: next_number(session, MatterKind::Warning, 2026).await.unwrap(),
        rule: Some((WarningRuleId::from_raw(1), shared::warning::condition::ConditionKind::Band)),
        severity: Severity::Orange,
        parties,
        holders: Vec::new(),
        about: Some(office.about.into()),
        title: "Filing is late".to_owned(),
        advice: "call the ten largest".to_owned(),
        facts: vec![Fact { name: "VALUE".to_owned(), value: "86.4".parse().unwrap() }],
        terms: WarningTerms::default(),
        escalation: Escalation::default(),
        found_before: Some(Id::from_raw(1)),
    };
    let (warning, event) = Warning::issue(notice, &hand(Side::Giver, &calendar)).unwrap();
    let (mut warning, mut events) = (warning, vec![event]);
    for step in 0..steps {
        let answer = hand(Side::Responsible, &calendar);
        let moved = match step {
            0 => warning.receive(&answer),
            1 => warning.assign(Some(office.person.clone()), "", &answer),
            _ => warning.end(false, "all have filed", &answer),
        };
        let (after, event) = moved.unwrap();
        warning = after;
        events.push(event);
    }
    let permit = permit_to_open(session, Action::Order, &warning.parties).await.unwrap();
    open(session, permit, &warning, &events).await.unwrap();
    warning.id
}

fn content(office: &Office) -> RuleContent {
    RuleContent {
        name: "Filing is late".to_owned(),
        watched: Watched::Indicator { indicator: office.about.indicator },
        condition: Condition::Threshold { limit: "90".parse().unwrap() },
        applies: Applies {
            subjects: SubjectKind::Unit,
            levels: ["OFFICE".parse().unwrap()].into(),
            groups: Default::default(),
            post_classes: Default::default(),
        },
        severity: Severity::Orange,
        confirm: 1,
        tell: [Recipient::Responsible].into(),
        advice: "call the ten largest".to_owned(),
        terms: WarningTerms::default(),
        escalation: Escalation::default(),
        opens_diagnosis: true,
        task: None,
    }
}

/// What a file on its way holds: it begins like a photograph.
pub const PHOTOGRAPH: &[u8] = &[0xff, 0xd8, 0xff, 0xe0, 0, 0x10, b'J', b'F', b'I', b'F', 0, 1];

/// A file on its way to an order, all of it here.
async fn uploading(session: &Session, order: MatterId, account: AccountId) -> UploadId {
    let permit = permit_of_system(session, order, 1).await.unwrap();
    let size = u64::try_from(PHOTOGRAPH.len()).unwrap();
    let id = backend::store::permit::fresh().unwrap();
    let upload = Upload { id, matter: order, name: "photo.jpg".to_owned(), size, received: size };
    evidence::begin(session, &permit, account, &upload).await.unwrap();
    id
}

/// A photograph hangs on the first measure of an order.
async fn photographed(session: &Session, order: MatterId) {
    let seen: Rectification = load(session, order).await.unwrap();
    let permit = permit_of_system(session, order, seen.version).await.unwrap();
    let calendar = Calendar::default();
    let event = Event::new(&hand(Side::Responsible, &calendar), "ATTACH", seen.state.code(), "photo.jpg");
    let (name, sha256) = ("photo.jpg".to_owned(), "0".repeat(64));
    let (item, kind) = (Some(1), EvidenceKind::Jpeg);
    let file = Evidence { id: Id::from_raw(1), matter: order, event: 1, item, name, kind, size: 12, sha256 };
    evidence::attach(session, permit, &event, &mut [file]).await.unwrap();
}

async fn rule(session: &Session, office: &Office, code: &str) -> WarningRuleId {
    let id = backend::store::permit::fresh().unwrap();
    let (code, content) = (code.parse().unwrap(), content(office));
    let rule = WarningRule { id, code, state: RuleState::Draft, content, since: None, version: 1 };
    let permit = session.function(Resource::WarningRule, Action::Write).unwrap();
    warning::create(session, permit, &rule).await.unwrap();
    id
}

/// The rule speaks, has seen something, and was evaluated.
async fn activated(session: &Session, id: WarningRuleId, warned: MatterId, office: &Office) {
    let permit = warning::permit::<warning::PublishRule>(session, id, 1).await.unwrap();
    let rule = warning::rule(session, id).await.unwrap().activate(day("2026-06-01")).unwrap();
    warning::save(session, permit, &rule).await.unwrap();
    let standing = Standing {
        state: StandingState::Firing,
        seen: 1,
        evaluation: "run-1".to_owned(),
        period: Some("2026-06".parse().unwrap()),
        warning: Some(warned),
        warned: Some("2026-06".parse().unwrap()),
    };
    let permit = session.function(Resource::WarningRule, Action::Write).unwrap();
    warning::save_standings(session, &permit, &[((id, Subject::Unit(office.unit)), standing)]).await.unwrap();
    let mut record = warning::begin(session, "run-1").await.unwrap().unwrap();
    record.outcome.issued = 1;
    (record.outcome.objects, record.outcome.micros) = (2, 7);
    (record.outcome.recovered, record.outcome.verified, record.outcome.reopened) = (1, 1, 1);
    warning::record(session, &record).await.unwrap();
    session.record(Happened { action: "rule.activate", subject: "rules".to_owned(), ..Happened::default() });
}
