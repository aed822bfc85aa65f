//! Which leaf a source row belongs to (architecture: "which leaf"): the acting assignment of the person, else the post, else the unit.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use extraction::subjects::{Leaf, SubjectKey, Subjects, Unplaced};
use shared::appraisal::LeafPlan;
use shared::cell::Subject;
use shared::id::{PersonId, PostId, UnitId};
use shared::person::{Assignment, DutySwitch, acting, holds};

use crate::store::roster::Roster;

/// The organisation as extraction sees it, and the leaves as appraisal sees them.
#[derive(Debug)]
pub struct Placement {
    units: HashMap<String, (UnitId, NaiveDate, Option<NaiveDate>)>,
    posts: HashMap<String, PostId>,
    persons: HashMap<String, (PersonId, UnitId)>,
    assignments: HashMap<PersonId, Vec<Assignment>>,
    switches: Vec<DutySwitch>,
    unit_leaf: HashMap<UnitId, u32>,
    post_leaf: HashMap<PostId, u32>,
    held_leaf: HashMap<(PostId, PersonId), u32>,
    /// By leaf: the unit, the post, the person.
    pub leaves: Vec<(UnitId, Option<PostId>, Option<PersonId>)>,
}

impl Placement {
    /// Every leaf there can be: each unit, each post, each post with each person who held it or acted on it.
    #[must_use]
    pub fn of(roster: &Roster) -> Self {
        let mut placement = Self {
            units: roster.units.iter().map(|u| (u.code.to_string(), (u.id, u.valid_from, u.valid_to))).collect(),
            posts: roster.posts.iter().map(|post| (post.code.to_string(), post.id)).collect(),
            persons: roster.persons.iter().map(|p| (p.staff_no.to_string(), (p.id, p.unit))).collect(),
            assignments: HashMap::new(),
            switches: roster.switches.clone(),
            unit_leaf: HashMap::new(),
            post_leaf: HashMap::new(),
            held_leaf: HashMap::new(),
            leaves: Vec::new(),
        };
        for unit in &roster.units {
            let leaf = placement.leaf((unit.id, None, None));
            placement.unit_leaf.insert(unit.id, leaf);
        }
        let unit_of: HashMap<PostId, UnitId> = roster.posts.iter().map(|post| (post.id, post.unit)).collect();
        for post in &roster.posts {
            let leaf = placement.leaf((post.unit, Some(post.id), None));
            placement.post_leaf.insert(post.id, leaf);
        }
        let held = roster.assignments.iter().map(|a| (a.post, a.person));
        let acted = roster.switches.iter().map(|s| (s.post, s.to));
        for (post, person) in held.chain(acted).collect::<BTreeSet<_>>() {
            let Some(&unit) = unit_of.get(&post) else { continue };
            let leaf = placement.leaf((unit, Some(post), Some(person)));
            placement.held_leaf.insert((post, person), leaf);
        }
        for assignment in &roster.assignments {
            placement.assignments.entry(assignment.person).or_default().push(assignment.clone());
        }
        placement
    }

    fn leaf(&mut self, of: (UnitId, Option<PostId>, Option<PersonId>)) -> u32 {
        self.leaves.push(of);
        u32::try_from(self.leaves.len() - 1).unwrap_or(u32::MAX)
    }

    /// The leaves as appraisal sees them, given the index of each subject.
    #[must_use]
    pub fn plan(&self, index: &HashMap<Subject, usize>) -> Vec<LeafPlan> {
        let of = |subject: Option<Subject>| subject.and_then(|subject| index.get(&subject).copied());
        self.leaves
            .iter()
            .map(|&(unit, post, person)| LeafPlan {
                unit,
                post: of(post.map(Subject::Post)),
                person: of(person.map(Subject::Person)),
            })
            .collect()
    }

    fn by_person(&self, code: &str, post: Option<PostId>, day: NaiveDate) -> Result<Option<u32>, Unplaced> {
        let &(person, _) = self.persons.get(code).ok_or(Unplaced::UnknownPerson)?;
        let all = self.assignments.get(&person).map(Vec::as_slice).unwrap_or_default();
        let on_this_post: Vec<Assignment> = all.iter().filter(|a| Some(a.post) == post).cloned().collect();
        let here = acting(person, day, &on_this_post, &self.switches);
        let held = here.or_else(|| acting(person, day, all, &self.switches));
        Ok(held.and_then(|held| self.held_leaf.get(&held).copied()))
    }

    fn by_unit(&self, code: &str, day: NaiveDate) -> Result<u32, Unplaced> {
        let &(unit, from, to) = self.units.get(code).ok_or(Unplaced::UnknownUnit)?;
        if !holds(from, to, day) {
            return Err(Unplaced::NotValidOnDate);
        }
        self.unit_leaf.get(&unit).copied().ok_or(Unplaced::UnknownUnit)
    }
}

impl Subjects for Placement {
    fn leaves(&self) -> u32 {
        u32::try_from(self.leaves.len()).unwrap_or(u32::MAX)
    }

    fn place(&self, key: &SubjectKey<'_>, day: NaiveDate) -> Result<Leaf, Unplaced> {
        // A code that is written must exist, even where a nearer one would already place the row.
        let unit = key.unit.map(|code| self.by_unit(code, day)).transpose()?;
        let post = key.post.map(|code| self.posts.get(code).copied().ok_or(Unplaced::UnknownPost)).transpose()?;
        let person = key.person.map(|code| self.by_person(code, post, day)).transpose()?.flatten();
        let post = post.and_then(|post| self.post_leaf.get(&post).copied());
        let home = || {
            let (_, unit) = self.persons.get(key.person?)?;
            self.unit_leaf.get(unit).copied()
        };
        person.or(post).or(unit).or_else(home).map(Leaf).ok_or(Unplaced::Empty)
    }
}
