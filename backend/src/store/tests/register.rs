//! The risk register of a world, written through the store's own functions.

use shared::id::Id;
use shared::matter::Someone;
use shared::policy::Resource;
use shared::risk::Degree;
use shared::risk::label::{Author, LabelKind, LabelOrigin, NewLabel, RiskLabel};
use shared::risk::loss::{Factors, LossRisk};
use shared::risk::point::{PointContent, RiskKind, RiskPoint};

use super::now;
use super::world::{World, day};
use crate::store::{Session, risk};

/// A point of risk and a risk of losing points in each unit, a label on each person.
pub async fn put(session: &Session, world: &World) {
    let degree = |number| Degree::try_new("degree", number).unwrap();
    for (number, unit) in (1..).zip(&world.units) {
        let keeps = risk::permit_in(session, unit.id, Resource::Risk).await.unwrap();
        let content = PointContent {
            step: Id::from_raw(1),
            name: "x".to_owned(),
            kind: RiskKind::Data,
            unit: unit.id,
            post: None,
            likelihood: degree(1),
            impact: degree(5),
            controls: "x".to_owned(),
            indicators: [Id::from_raw(1)].into(),
            review_months: 6,
        };
        let code = format!("P{number}").parse().unwrap();
        let point = RiskPoint::propose(Id::from_raw(number), code, content, None).unwrap();
        risk::point::create(session, &keeps, &point).await.unwrap();
        let factors = Factors { difficulty: degree(1), method: degree(2), control: degree(3), status: degree(4) };
        let today = day("2026-03-31");
        let of = (Id::from_raw(1), unit.id);
        let graded = LossRisk::grade(Id::from_raw(number), of, factors, "x", ("x", today)).unwrap();
        risk::loss::create(session, &keeps, &graded).await.unwrap();
        let permit = risk::permit::<risk::ChangeLoss>(session, graded.id, 1).await.unwrap();
        let (after, looked) = graded.follow_up("x", ("x", today)).unwrap();
        risk::loss::follow_up(session, permit, &after, &looked).await.unwrap();
    }
    for (number, person) in (1..).zip(&world.persons) {
        let keeps = risk::permit_in(session, person.unit, Resource::RiskLabel).await.unwrap();
        let new = NewLabel {
            id: Id::from_raw(number),
            person: Someone { id: person.id, name: person.name.clone() },
            unit: person.unit,
            kind: LabelKind::Overload,
            reason: "x".to_owned(),
            until: day("2026-12-31"),
            origin: LabelOrigin::Rule,
        };
        let label = RiskLabel::give(new, Author { person: None, name: "", at: now() }).unwrap();
        risk::label::create(session, &keeps, &label).await.unwrap();
    }
}
