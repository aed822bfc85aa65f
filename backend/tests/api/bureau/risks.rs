//! The register of the bureau: points of risk, a graded risk and labels of the offices NORTH-1 and SOUTH-1.

use std::collections::BTreeSet;

use backend::store::permit::fresh;
use backend::store::risk::{self, ChangeLabel, ChangeLoss, KeepsFor, permit_in};
use backend::store::scope::Happened;
use backend::store::{Session, Store};
use serde_json::Value;
use shared::id::{Id, IndicatorId, PersonId, PostId, ProcessId, ProcessStepId, RiskPointId, UnitId};
use shared::matter::Someone;
use shared::policy::Resource;
use shared::risk::label::{Author, LabelKind, LabelOrigin, NewLabel, RiskLabel};
use shared::risk::loss::{Factors, LossRisk};
use shared::risk::point::{PointContent, RiskKind, RiskPoint};
use shared::risk::{Called, Degree, Process, ProcessStep};

use super::matters::id;
use crate::support::day;

/// What can be asked about, by name: as it is inside, and as it is outside.
type Things = Vec<(&'static str, [String; 2])>;

const UNITS: [&str; 2] = ["NORTH-1", "SOUTH-1"];

/// Writes them, and names them.
pub async fn written(store: &Store, everything: &Value) -> Things {
    let session = super::writing(store).await;
    let units = UNITS.map(|code| id::<UnitId>(&everything["units"]["nodes"], "code", code));
    let steps = [laid(&session, units[0], 1).await, laid(&session, units[1], 2).await];
    // Nothing lies at these steps.
    let empty = [laid(&session, units[0], 3).await.1, laid(&session, units[1], 4).await.1];
    let bare = [process(&session, units[0], 5).await, process(&session, units[1], 6).await];
    let indicator: IndicatorId = id(&everything["indicators"]["nodes"], "code", "filing_rate");
    let mut sides = Vec::new();
    for (place, unit) in units.into_iter().enumerate() {
        let keeps = permit_in(&session, unit, Resource::Risk).await.unwrap();
        let posts =
            everything["units"]["nodes"].as_array().unwrap().iter().find(|it| it["code"] == UNITS[place]).unwrap();
        let post: PostId = posts["posts"][0]["id"].as_str().unwrap().parse().unwrap();
        let step = steps[0].1;
        let proposed = proposed(&session, &keeps, step, (place, post, indicator)).await;
        let confirmed = confirmed(&session, &keeps, step, (place, post, indicator)).await;
        let loss = graded(&session, &keeps, indicator).await;
        let person: PersonId = id(&everything["persons"]["nodes"], "staffNo", ["1", "4"][place]);
        let label = labelled(&session, unit, person).await;
        sides.push([
            ("process", steps[place].0.to_string()),
            ("processStep", step.to_string()),
            ("emptyStep", empty[place].to_string()),
            ("emptyProcess", bare[place].to_string()),
            ("proposedPoint", proposed.to_string()),
            ("riskPoint", confirmed.to_string()),
            ("lossRisk", loss),
            ("riskLabel", label),
        ]);
    }
    session.record(Happened { action: "risk.save", subject: "risks".to_owned(), ..Happened::default() });
    session.commit().await.unwrap();
    let [inside, outside] = <[_; 2]>::try_from(sides).unwrap();
    inside.into_iter().zip(outside).map(|((name, one), (_, other))| (name, [one, other])).collect()
}

fn called() -> Called {
    Called { name: "Filing".to_owned(), name_en: "Filing".to_owned() }
}

/// A process without steps, kept by the unit.
async fn process(session: &Session, unit: UnitId, number: i64) -> ProcessId {
    let keeps = permit_in(session, unit, Resource::Risk).await.unwrap();
    let code = format!("P-{number}").parse().unwrap();
    let process = Process::begin(Id::from_raw(number), code, called(), unit).unwrap();
    risk::process::create_process(session, &keeps, &process).await.unwrap();
    process.id
}

/// A process with a step, kept by the unit.
async fn laid(session: &Session, unit: UnitId, number: i64) -> (ProcessId, ProcessStepId) {
    let process = process(session, unit, number).await;
    let keeps = permit_in(session, unit, Resource::Risk).await.unwrap();
    let code = format!("S-{number}").parse().unwrap();
    let step = ProcessStep::begin(Id::from_raw(number), process, code, called(), 1).unwrap();
    risk::process::create_step(session, &keeps, &step).await.unwrap();
    (process, step.id)
}

fn degree(number: i32) -> Degree {
    Degree::try_new("degree", number).unwrap()
}

fn content(unit: UnitId, step: ProcessStepId, post: PostId, indicators: BTreeSet<IndicatorId>) -> PointContent {
    PointContent {
        step,
        name: "A late return is not seen".to_owned(),
        kind: RiskKind::Enforcement,
        unit,
        post: Some(post),
        likelihood: degree(3),
        impact: degree(4),
        controls: "A list every morning".to_owned(),
        indicators,
        review_months: 6,
    }
}

type Place = (usize, PostId, IndicatorId);

async fn proposed(session: &Session, keeps: &KeepsFor, step: ProcessStepId, (place, post, _): Place) -> RiskPointId {
    let code = format!("R-{place}-1").parse().unwrap();
    let content = content(keeps.unit(), step, post, BTreeSet::new());
    let point = RiskPoint::propose(fresh().unwrap(), code, content, None).unwrap();
    risk::point::create(session, keeps, &point).await.unwrap();
    point.id
}

/// A point that an indicator watches and whose review is due.
async fn confirmed(session: &Session, keeps: &KeepsFor, step: ProcessStepId, of: Place) -> RiskPointId {
    let (place, post, indicator) = of;
    let code = format!("R-{place}-2").parse().unwrap();
    let content = content(keeps.unit(), step, post, [indicator].into());
    let point = RiskPoint::propose(fresh().unwrap(), code, content, None).unwrap();
    let point = point.confirm(None, day("2026-01-31")).unwrap();
    risk::point::create(session, keeps, &point).await.unwrap();
    point.id
}

/// A risk that somebody has looked at once.
async fn graded(session: &Session, keeps: &KeepsFor, indicator: IndicatorId) -> String {
    let factors = Factors { difficulty: degree(5), method: degree(4), control: degree(4), status: degree(3) };
    let of = (indicator, keeps.unit());
    let risk = LossRisk::grade(fresh().unwrap(), of, factors, "hard", ("Somebody", day("2026-11-01"))).unwrap();
    risk::loss::create(session, keeps, &risk).await.unwrap();
    let permit = risk::permit::<ChangeLoss>(session, risk.id, 1).await.unwrap();
    let (after, looked) = risk.follow_up("two are ill", ("Somebody", day("2026-11-07"))).unwrap();
    risk::loss::follow_up(session, permit, &after, &looked).await.unwrap();
    after.id.to_string()
}

/// A label that holds, and one that was answered and taken off.
async fn labelled(session: &Session, unit: UnitId, person: PersonId) -> String {
    let keeps = permit_in(session, unit, Resource::RiskLabel).await.unwrap();
    let author = |at: &str| Author { person: None, name: "Somebody", at: at.parse().unwrap() };
    let new = |until: &str| NewLabel {
        id: fresh().unwrap(),
        person: Someone { id: person, name: "Somebody".to_owned() },
        unit,
        kind: LabelKind::Overload,
        reason: "two windows".to_owned(),
        until: day(until),
        origin: LabelOrigin::Hand,
    };
    let ended = RiskLabel::give(new("2026-12-01"), author("2026-11-01T02:00:00Z")).unwrap();
    risk::label::create(session, &keeps, &ended).await.unwrap();
    let own = Author { person: Some(person), ..author("2026-11-02T02:00:00Z") };
    let ended = ended.answer("one would do", own).unwrap().end("a third", author("2026-11-03T02:00:00Z")).unwrap();
    let permit = risk::permit::<ChangeLabel>(session, ended.id, 1).await.unwrap();
    risk::label::save(session, permit, &ended).await.unwrap();
    let holds = RiskLabel::give(new("2026-12-31"), author("2026-11-04T02:00:00Z")).unwrap();
    risk::label::create(session, &keeps, &holds).await.unwrap();
    holds.id.to_string()
}
