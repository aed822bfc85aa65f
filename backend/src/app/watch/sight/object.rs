//! What rules apply to: units, posts and persons as they are today, each with whom a warning about it concerns.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use shared::cell::Subject;
use shared::code::{BusinessCode, LineCode};
use shared::id::{PersonId, PostId, UnitId};
use shared::matter::{Origins, Parties};
use shared::organisation::Unit;
use shared::person::holds;
use shared::warning::holder::{Holder, Holders};
use shared::warning::rule::Place;

use crate::error::Error;
use crate::store::Reader;
use crate::store::roster::{Roster, roster};

/// Something that a rule may apply to.
#[derive(Debug, Clone)]
pub struct Object {
    /// What it is.
    pub subject: Subject,
    pub(super) unit: Unit,
    held_by: Holders,
    post_classes: Vec<BusinessCode>,
    above: UnitId,
}

impl Object {
    pub(super) fn place(&self) -> Place<'_> {
        Place {
            kind: self.subject.kind(),
            level: &self.unit.level,
            group: self.unit.comparison_group.as_ref(),
            post_classes: &self.post_classes,
        }
    }

    /// Whom a warning about it concerns, and where it comes from: the unit above, or a person's own unit unless they lead it. Of a post it
    /// is whoever holds it.
    #[must_use]
    pub fn parties(&self, line: Option<LineCode>, is_head: bool) -> Parties {
        let ((unit, person), above) = (self.whose(), self.above);
        let origins = Origins { unit, above, home: None, orders_for_above: true, is_head };
        Parties::new(unit, person, origins.of_own(person), line)
    }

    /// The unit it stands in, and the person it is, or who holds it.
    #[must_use]
    pub const fn whose(&self) -> (UnitId, Option<PersonId>) {
        (self.unit.id, self.held_by.main)
    }

    /// Who holds it, where it is a post.
    #[must_use]
    pub const fn held_by(&self) -> &Holders {
        &self.held_by
    }

    /// Who else holds it, where it is a post.
    #[must_use]
    pub fn others(&self) -> &[PersonId] {
        &self.held_by.others
    }
}

/// Every unit, post and person of today.
pub(in crate::app::watch) async fn objects(reader: &Reader) -> Result<Vec<Object>, Error> {
    let today = reader.today();
    let roster = roster(reader).await?;
    let units: HashMap<UnitId, &Unit> = roster
        .units
        .iter()
        .filter(|unit| holds(unit.valid_from, unit.valid_to, today))
        .map(|unit| (unit.id, unit))
        .collect();
    let classes: HashMap<_, _> = roster.post_types.iter().map(|kind| (kind.id, &kind.post_class)).collect();
    let class_of_post: HashMap<PostId, BusinessCode> =
        roster.posts.iter().filter_map(|post| Some((post.id, (*classes.get(&post.post_type)?).clone()))).collect();
    let mut classes_of_person: HashMap<PersonId, Vec<BusinessCode>> = HashMap::new();
    for it in roster.assignments.iter().filter(|it| holds(it.valid_from, it.valid_to, today)) {
        classes_of_person.entry(it.person).or_default().extend(class_of_post.get(&it.post).cloned());
    }
    let mut holders = holders(&roster, today);
    let object = |subject, unit: UnitId, held_by: Holders, post_classes: Vec<BusinessCode>| {
        let unit = (*units.get(&unit)?).clone();
        let above = unit.parent.unwrap_or(unit.id);
        Some(Object { subject, unit, held_by, post_classes, above })
    };
    let of_units = units.keys().filter_map(|&unit| object(Subject::Unit(unit), unit, Holders::default(), Vec::new()));
    let of_posts = roster.posts.iter().filter_map(|post| {
        let held = Holders::among(holders.remove(&post.id).unwrap_or_default());
        object(Subject::Post(post.id), post.unit, held, class_of_post.get(&post.id).cloned().into_iter().collect())
    });
    let of_persons = roster.persons.iter().filter_map(|person| {
        let own = Holders { main: Some(person.id), others: Vec::new() };
        object(Subject::Person(person.id), person.unit, own, classes_of_person.remove(&person.id).unwrap_or_default())
    });
    let mut objects: Vec<Object> = of_units.chain(of_posts).chain(of_persons).collect();
    objects.sort_by_key(|object| object.subject);
    Ok(objects)
}

/// Who holds which post on a day.
fn holders(roster: &Roster, day: NaiveDate) -> HashMap<PostId, Vec<Holder>> {
    let homes: HashMap<PersonId, UnitId> =
        roster.persons.iter().filter(|it| it.status.serves()).map(|it| (it.id, it.unit)).collect();
    let places: HashMap<PostId, UnitId> = roster.posts.iter().map(|post| (post.id, post.unit)).collect();
    let switched = roster.switches.iter().filter(|it| holds(it.start, Some(it.end), day));
    let acting: HashSet<(PostId, PersonId)> = switched.map(|it| (it.post, it.to)).collect();
    let mut held: HashMap<PostId, Vec<Holder>> = HashMap::new();
    for it in roster.assignments.iter().filter(|it| holds(it.valid_from, it.valid_to, day)) {
        let Some(&home) = homes.get(&it.person) else { continue };
        held.entry(it.post).or_default().push(Holder {
            person: it.person,
            role: it.role,
            acts: acting.contains(&(it.post, it.person)),
            share: it.share,
            since: it.valid_from,
            is_here: places.get(&it.post) == Some(&home),
        });
    }
    held
}
