//! The organisation of a pack: dictionaries, units and their closure, posts, persons, who holds what.

use serde_json::{Value, json};
use shared::id::{AssignmentId, DutySwitchId, Id, UnitId};
use shared::organisation::{Link, Unit};
use shared::person::{Assignment, DutySwitch, Person, Post, PostType};

use super::{Columns, Importer};
use crate::error::Error;
use crate::store::bulk::Kind::{Day, Flag, Integer, Text};

/// A row of one of the dictionaries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Which dictionary: `level`, `kind`, `line`, `group`, `dimension`, `cockpit_dimension`.
    pub category: &'static str,
    /// The code.
    pub code: String,
    /// The Chinese name.
    pub name: String,
    /// The English name.
    pub name_en: String,
    /// Its place.
    pub ordinal: i32,
}

impl Importer<'_> {
    /// Dictionary rows.
    ///
    /// # Errors
    /// Of the database.
    pub async fn dictionary(&self, entries: &[Entry]) -> Result<(), Error> {
        let columns: Columns =
            &[("category", Text), ("code", Text), ("name", Text), ("name_en", Text), ("ordinal", Integer)];
        let row = |e: &Entry| vec![json!(e.category), json!(e.code), json!(e.name), json!(e.name_en), json!(e.ordinal)];
        self.write("dictionary", columns, entries.iter().map(row)).await
    }

    /// Units and their closure.
    ///
    /// # Errors
    /// Of the database.
    pub async fn units(&self, units: &[Unit], links: &[Link]) -> Result<(), Error> {
        let columns: Columns = &[
            ("id", Integer),
            ("code", Text),
            ("name", Text),
            ("short_name", Text),
            ("parent_id", Integer),
            ("level", Text),
            ("kind", Text),
            ("line", Text),
            ("comparison_group", Text),
            ("sort_no", Integer),
            ("valid_from", Day),
            ("valid_to", Day),
            ("version", Integer),
        ];
        let row = |u: &Unit| {
            vec![
                json!(u.id.raw()),
                json!(u.code),
                json!(u.name),
                json!(u.short_name),
                json!(u.parent.map(Id::raw)),
                json!(u.level),
                json!(u.kind),
                json!(u.line),
                json!(u.comparison_group),
                json!(u.sort_no),
                json!(u.valid_from),
                json!(u.valid_to),
                json!(u.version),
            ]
        };
        self.write("unit", columns, units.iter().map(row)).await?;
        let columns: Columns = &[
            ("ancestor", Integer),
            ("descendant", Integer),
            ("depth", Integer),
            ("valid_from", Day),
            ("valid_to", Day),
        ];
        let row = |l: &Link| {
            let (ancestor, descendant) = (l.ancestor.raw(), l.descendant.raw());
            vec![json!(ancestor), json!(descendant), json!(l.depth), json!(l.valid_from), json!(l.valid_to)]
        };
        self.write("unit_closure", columns, links.iter().map(row)).await
    }

    /// Post types and posts.
    ///
    /// # Errors
    /// Of the database.
    pub async fn posts(&self, types: &[PostType], posts: &[Post]) -> Result<(), Error> {
        let columns: Columns = &[
            ("id", Integer),
            ("code", Text),
            ("name", Text),
            ("series", Text),
            ("series_name", Text),
            ("post_class", Text),
        ];
        let row = |t: &PostType| {
            vec![
                json!(t.id.raw()),
                json!(t.code),
                json!(t.name),
                json!(t.series),
                json!(t.series_name),
                json!(t.post_class),
            ]
        };
        self.write("post_type", columns, types.iter().map(row)).await?;
        let columns: Columns = &[
            ("id", Integer),
            ("code", Text),
            ("name", Text),
            ("unit_id", Integer),
            ("post_type_id", Integer),
            ("is_key", Flag),
            ("risk_star", Flag),
            ("version", Integer),
        ];
        let row = |p: &Post| {
            let (id, unit, kind) = (p.id.raw(), p.unit.raw(), p.post_type.raw());
            vec![
                json!(id),
                json!(p.code),
                json!(p.name),
                json!(unit),
                json!(kind),
                json!(p.is_key),
                json!(p.risk_star),
                json!(1),
            ]
        };
        self.write("post", columns, posts.iter().map(row)).await
    }

    /// Persons.
    ///
    /// # Errors
    /// Of the database.
    pub async fn persons(&self, persons: &[Person]) -> Result<(), Error> {
        let columns: Columns = &[
            ("id", Integer),
            ("staff_no", Text),
            ("name", Text),
            ("unit_id", Integer),
            ("rank", Text),
            ("phone", Text),
            ("status", Text),
            ("version", Integer),
        ];
        let row = |p: &Person| {
            let (id, unit) = (p.id.raw(), p.unit.raw());
            vec![
                json!(id),
                json!(p.staff_no),
                json!(p.name),
                json!(unit),
                json!(p.rank),
                json!(p.phone),
                json!(p.status),
                json!(1),
            ]
        };
        self.write("person", columns, persons.iter().map(row)).await
    }

    /// Who holds which post, and when somebody else acts.
    ///
    /// # Errors
    /// Of the database.
    pub async fn assignments(
        &self,
        assignments: &[Assignment],
        switches: &[(DutySwitchId, UnitId, DutySwitch, String)],
    ) -> Result<(), Error> {
        let columns: Columns = &[
            ("id", Integer),
            ("person_id", Integer),
            ("post_id", Integer),
            ("unit_id", Integer),
            ("role", Text),
            ("share", Integer),
            ("valid_from", Day),
            ("valid_to", Day),
        ];
        let row = |a: &Assignment| {
            let ids: [i64; 4] = [AssignmentId::raw(a.id), a.person.raw(), a.post.raw(), a.unit.raw()];
            let mut row: Vec<Value> = ids.iter().map(|id| json!(id)).collect();
            row.extend([json!(a.role), json!(a.share.scaled()), json!(a.valid_from), json!(a.valid_to)]);
            row
        };
        self.write("assignment", columns, assignments.iter().map(row)).await?;
        let columns: Columns = &[
            ("id", Integer),
            ("post_id", Integer),
            ("unit_id", Integer),
            ("from_person", Integer),
            ("to_person", Integer),
            ("start_on", Day),
            ("end_on", Day),
            ("reason", Text),
        ];
        let row = |(id, unit, s, reason): &(DutySwitchId, UnitId, DutySwitch, String)| {
            let ids = [id.raw(), s.post.raw(), unit.raw(), s.from.raw(), s.to.raw()];
            let mut row: Vec<Value> = ids.iter().map(|id| json!(id)).collect();
            row.extend([json!(s.start), json!(s.end), json!(reason)]);
            row
        };
        self.write("duty_switch", columns, switches.iter().map(row)).await
    }
}
