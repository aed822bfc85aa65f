//! Diagnoses of the bureau in every state in which something can be done, with a handbook they took from and lines of work logs.

use backend::store::matter::{named, next_number, open, permit_of_system, permit_to_open};
use backend::store::{Session, diagnosis as log, handbook};
use shared::calendar::Calendar;
use shared::diagnosis::{Diagnosis, DiagnosisTerms, Found, Note, Opening, Planned};
use shared::handbook::{Entry, EntryKind, EntryState, Wording};
use shared::id::{HandbookEntryId, Id, IndicatorId, MatterId};
use shared::matter::{Event, MatterKind, Parties, Side};
use shared::policy::{Action, Actor, Resource};
use shared::rectification::{Effect, Goal, GoalSide, MeasureState, Signed};

use super::matters::{Office, hand, reading};
use crate::support::day;

/// The cause and the measure that stand in the handbook; a proposal, and one that was reviewed.
pub const ENTRIES: [(&str, i64, EntryKind, EntryState); 5] = [
    ("cause", 1, EntryKind::Cause, EntryState::Published),
    ("remedy", 2, EntryKind::Measure, EntryState::Published),
    ("proposal", 3, EntryKind::Cause, EntryState::Proposed),
    ("reviewed", 4, EntryKind::Measure, EntryState::Reviewed),
    ("rejected", 5, EntryKind::Cause, EntryState::Rejected),
];

/// Writes the handbook of an indicator.
pub async fn handbook(session: &Session, indicator: IndicatorId) {
    let permit = session.function(Resource::Handbook, Action::Write).unwrap();
    for (name, id, kind, state) in ENTRIES {
        let entry = Entry {
            id: HandbookEntryId::from_raw(id),
            indicator,
            kind,
            against: (kind == EntryKind::Measure).then(|| HandbookEntryId::from_raw(1)),
            wording: Wording { text: name.to_owned(), text_en: format!("{name} in English") },
            state,
            proposed: Signed { by: Actor::Account(Id::from_raw(2)), at: session.now() },
            proposer: "Somebody".to_owned(),
            from: Some(MatterId::from_raw(1)),
            reviewed: None,
            reasons: if state == EntryState::Rejected { "said elsewhere".to_owned() } else { String::new() },
            version: 1,
        };
        handbook::propose(session, &permit, &entry).await.unwrap();
    }
}

#[derive(Debug, Clone, Copy)]
enum Life {
    Analyse,
    Set,
    Do,
    Execute,
    Find(bool),
    Close,
}

/// Each with whether later numbers show whether it helped.
const LIVES: &[(&str, bool, &[Life])] = &[
    ("diagnosis", true, &[]),
    ("analysedDiagnosis", true, &[Life::Analyse]),
    ("setDiagnosis", true, &[Life::Analyse, Life::Set]),
    ("doneDiagnosis", true, &[Life::Analyse, Life::Set, Life::Do]),
    ("shownDiagnosis", true, &[Life::Analyse, Life::Set, Life::Do, Life::Execute]),
    ("executedDiagnosis", false, &[Life::Analyse, Life::Set, Life::Do, Life::Execute]),
    ("failedDiagnosis", false, &[Life::Analyse, Life::Set, Life::Do, Life::Execute, Life::Find(false)]),
    ("foundDiagnosis", false, &[Life::Analyse, Life::Set, Life::Do, Life::Execute, Life::Find(true)]),
    ("closedDiagnosis", false, &[Life::Analyse, Life::Set, Life::Do, Life::Execute, Life::Find(true), Life::Close]),
];

/// Writes the diagnoses of an office, and names them.
pub async fn written(session: &Session, office: &Office) -> Vec<(&'static str, MatterId)> {
    let mut named = Vec::new();
    for (name, bound, lives) in LIVES {
        named.push((*name, diagnosed(session, office, *bound, lives).await));
    }
    named
}

async fn diagnosed(session: &Session, office: &Office, bound: bool, lives: &[Life]) -> MatterId {
    let calendar = Calendar::default();
    let parties = named(session, Parties::new(office.unit, None, office.giver, None)).await.unwrap();
    let goal = Goal { side: GoalSide::AtLeast, value: "95".parse().unwrap() };
    let effect = Effect {
        about: office.about.into(),
        before: Some("86.4".parse().unwrap()),
        goal,
        periods: 2,
        watched: 0,
        early: false,
        from: None,
        readings: Vec::new(),
    };
    let opening = Opening {
        id: backend::store::permit::fresh().unwrap(),
        number: next_number(session, MatterKind::Diagnosis, 2026).await.unwrap(),
        rule: Some((Id::from_raw(1), shared::warning::condition::ConditionKind::Band)),
        parties,
        about: office.about.into(),
        title: "Filing on time is weak".to_owned(),
        problem: "86.4 % of 95 %".to_owned(),
        problem_en: "86.4 % of 95 %".to_owned(),
        advice: "Call the ten largest.".to_owned(),
        effect: bound.then_some(effect),
        terms: DiagnosisTerms::default(),
    };
    let (mut it, event) = Diagnosis::open(opening, &hand(Side::Giver, &calendar)).unwrap();
    let mut events = vec![event];
    for &life in lives {
        let (after, event) = lived(it, life, office, &calendar);
        it = after;
        events.push(event);
    }
    if let Some(effect) = &mut it.effect {
        effect.readings = effect.verifying().take(1).map(|period| reading(period, "91")).collect();
    }
    let permit = permit_to_open(session, Action::Order, &it.parties).await.unwrap();
    open(session, permit, &it, &events).await.unwrap();
    let note = Note { day: day("2026-11-02"), minutes: Some(90), words: "went through the list".to_owned() };
    if let Ok(line) = it.log(note, Some(office.person.id), &hand(Side::Responsible, &calendar)) {
        let permit = permit_of_system(session, it.id, 1).await.unwrap();
        log::log(session, &permit, &line).await.unwrap();
    }
    it.id
}

fn lived(it: Diagnosis, life: Life, office: &Office, calendar: &Calendar) -> (Diagnosis, Event) {
    let (giver, answer) = (hand(Side::Giver, calendar), hand(Side::Responsible, calendar));
    let entry = |id| Some(HandbookEntryId::from_raw(id));
    let moved = match life {
        Life::Analyse => it.analyse(vec![Found { what: "cause".to_owned(), entry: entry(1) }], &answer),
        Life::Set => {
            let owner = Some(office.person.clone());
            let (what, due) = ("call them".to_owned(), day("2026-12-31"));
            it.set_measures(vec![Planned { what, against: Some(1), entry: entry(2), owner, due }], &answer)
        }
        Life::Do => it.end_measure(1, MeasureState::Done, "called", &answer),
        Life::Execute => it.execute("all called", &answer),
        Life::Find(effective) => it.check(effective, "seen", &giver),
        Life::Close => it.close("well done", &giver),
    };
    moved.unwrap()
}
