//! Writing a whole pack at once: everything here is inserted in bulk, in the importer's one transaction.

use serde_json::{Value, json};
use shared::id::{
    AccountId, AssignmentId, DatasetId, DutySwitchId, GrantId, Id, IndicatorId, IndicatorVersionId, ManualBatchId, RoleId,
    UnitId,
};
use shared::indicator::{Indicator, Version};
use shared::measure::Measure;
use shared::number::Quantity;
use shared::organisation::{Link, Unit};
use shared::period::Period;
use shared::person::{Assignment, DutySwitch, Person, Post, PostType};
use shared::policy::{DataScope, ScopeKind};
use shared::scheme::Scheme;

use super::bulk::Kind::{Day, Flag, Integer, Text};
use super::bulk::{Bulk, Kind};
use super::permit::FunctionPermit;
use super::scope::Session;
use crate::error::Error;

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

/// An account with its password already hashed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAccount {
    /// Its id.
    pub id: AccountId,
    /// What is typed to sign in.
    pub login: String,
    /// What is shown.
    pub display_name: String,
    /// Argon2id, as a PHC string.
    pub password_hash: String,
    /// The person behind it.
    pub person: Option<shared::id::PersonId>,
}

/// A role given to an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewGrant {
    /// Its id.
    pub id: GrantId,
    /// To whom.
    pub account: AccountId,
    /// Which role.
    pub role: RoleId,
    /// On which rows.
    pub scope: DataScope,
    /// First day.
    pub valid_from: chrono::NaiveDate,
}

/// A dataset as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDataset {
    /// Its id.
    pub id: DatasetId,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The business system it comes from.
    pub system: String,
    /// Where its files are, for people.
    pub location: String,
    /// The description that `extraction` reads by, as JSON.
    pub definition: String,
    /// The last day it is complete to.
    pub complete_to: Option<chrono::NaiveDate>,
}

/// A value filled in by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManualValue {
    /// The sheet it came with.
    pub batch: ManualBatchId,
    /// The indicator.
    pub indicator: IndicatorId,
    /// The unit.
    pub unit: UnitId,
    /// The period.
    pub period: Period,
    /// The value.
    pub value: Quantity,
    /// What was noted beside it.
    pub note: String,
}

/// Writes rows in bulk, one transaction, one permit.
#[derive(Debug)]
pub struct Importer<'s> {
    session: &'s Session,
    permit: FunctionPermit,
}

type Columns = &'static [(&'static str, Kind)];

impl<'s> Importer<'s> {
    /// An importer that spends the permit.
    #[must_use]
    pub const fn new(session: &'s Session, permit: FunctionPermit) -> Self {
        Self { session, permit }
    }

    async fn write(
        &self,
        table: &'static str,
        columns: Columns,
        rows: impl IntoIterator<Item = Vec<Value>>,
    ) -> Result<(), Error> {
        let mut bulk = Bulk::new(table, columns);
        for row in rows {
            bulk.push(self.session, &self.permit, &row).await?;
        }
        bulk.flush(self.session, &self.permit).await
    }

    /// Dictionary rows.
    ///
    /// # Errors
    /// Of the database, here and below.
    pub async fn dictionary(&self, entries: &[Entry]) -> Result<(), Error> {
        let columns: Columns =
            &[("category", Text), ("code", Text), ("name", Text), ("name_en", Text), ("ordinal", Integer)];
        let row = |e: &Entry| vec![json!(e.category), json!(e.code), json!(e.name), json!(e.name_en), json!(e.ordinal)];
        self.write("dictionary", columns, entries.iter().map(row)).await
    }

    /// Units and their closure.
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
            vec![json!(t.id.raw()), json!(t.code), json!(t.name), json!(t.series), json!(t.series_name), json!(t.post_class)]
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
            vec![json!(id), json!(p.code), json!(p.name), json!(unit), json!(kind), json!(p.is_key), json!(p.risk_star), json!(1)]
        };
        self.write("post", columns, posts.iter().map(row)).await
    }

    /// Persons.
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
            vec![json!(id), json!(p.staff_no), json!(p.name), json!(unit), json!(p.rank), json!(p.phone), json!(p.status), json!(1)]
        };
        self.write("person", columns, persons.iter().map(row)).await
    }

    /// Who holds which post, and when somebody else acts.
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

    /// Accounts and what is granted to them.
    pub async fn accounts(&self, accounts: &[NewAccount], grants: &[NewGrant]) -> Result<(), Error> {
        let columns: Columns = &[
            ("id", Integer),
            ("login", Text),
            ("display_name", Text),
            ("password_hash", Text),
            ("person_id", Integer),
            ("disabled", Flag),
            ("version", Integer),
        ];
        let row = |a: &NewAccount| {
            let person = a.person.map(Id::raw);
            vec![
                json!(a.id.raw()),
                json!(a.login),
                json!(a.display_name),
                json!(a.password_hash),
                json!(person),
                json!(false),
                json!(1),
            ]
        };
        self.write("account", columns, accounts.iter().map(row)).await?;
        self.grants(grants).await
    }

    async fn grants(&self, grants: &[NewGrant]) -> Result<(), Error> {
        let columns: Columns = &[
            ("id", Integer),
            ("account_id", Integer),
            ("role_id", Integer),
            ("scope", Text),
            ("unit_id", Integer),
            ("valid_from", Day),
        ];
        let row = |g: &NewGrant| {
            let unit = anchor(&g.scope).map(Id::raw);
            let scope: ScopeKind = g.scope.kind();
            vec![json!(g.id.raw()), json!(g.account.raw()), json!(g.role.raw()), json!(scope), json!(unit), json!(g.valid_from)]
        };
        self.write("account_grant", columns, grants.iter().map(row)).await?;
        let units = grants.iter().flat_map(|grant| match &grant.scope {
            DataScope::Assigned(units) | DataScope::CustomUnits(units) => {
                units.iter().map(|unit| vec![json!(grant.id.raw()), json!(unit.raw())]).collect()
            }
            _ => Vec::new(),
        });
        self.write("grant_unit", &[("grant_id", Integer), ("unit_id", Integer)], units).await?;
        let lines = grants.iter().flat_map(|grant| match &grant.scope {
            DataScope::OwnLineSubtree(_, lines) => {
                lines.iter().map(|line| vec![json!(grant.id.raw()), json!(line)]).collect()
            }
            _ => Vec::new(),
        });
        self.write("grant_line", &[("grant_id", Integer), ("line", Text)], lines).await
    }

    /// Datasets and measures.
    pub async fn datasets(&self, datasets: &[NewDataset], measures: &[Measure]) -> Result<(), Error> {
        let columns: Columns = &[
            ("id", Integer),
            ("code", Text),
            ("name", Text),
            ("system", Text),
            ("location", Text),
            ("definition", Text),
            ("complete_to", Day),
            ("version", Integer),
        ];
        let row = |d: &NewDataset| {
            let (id, text) = (d.id.raw(), [&d.code, &d.name, &d.system, &d.location, &d.definition]);
            let mut row = vec![json!(id)];
            row.extend(text.iter().map(|text| json!(text)));
            row.extend([json!(d.complete_to), json!(1)]);
            row
        };
        self.write("dataset", columns, datasets.iter().map(row)).await?;
        let columns: Columns = &[
            ("id", Integer),
            ("dataset_id", Integer),
            ("code", Text),
            ("name", Text),
            ("aggregate", Text),
            ("expression", Text),
            ("filter", Text),
            ("over_tree", Text),
            ("over_time", Text),
            ("unit_of_measure", Text),
            ("version", Integer),
        ];
        let row = |m: &Measure| {
            vec![
                json!(m.id.raw()),
                json!(m.dataset.raw()),
                json!(m.code),
                json!(m.name),
                json!(m.aggregate),
                json!(m.expression),
                json!(m.filter),
                json!(m.over_tree),
                json!(m.over_time),
                json!(m.unit_of_measure),
                json!(m.version),
            ]
        };
        self.write("measure", columns, measures.iter().map(row)).await
    }

    /// Indicators with their versions.
    pub async fn indicators(&self, indicators: &[Indicator], versions: &[Version]) -> Result<(), Error> {
        let columns: Columns = &[
            ("id", Integer),
            ("code", Text),
            ("name", Text),
            ("name_en", Text),
            ("object", Text),
            ("dimension", Text),
            ("cockpit_dimension", Text),
            ("line", Text),
            ("domain", Text),
            ("nature", Text),
            ("purpose", Text),
            ("key_rate", Flag),
            ("sort_no", Integer),
            ("version", Integer),
        ];
        let row = |i: &Indicator| {
            vec![
                json!(i.id.raw()),
                json!(i.code),
                json!(i.name),
                json!(i.name_en),
                json!(i.object),
                json!(i.dimension),
                json!(i.cockpit_dimension),
                json!(i.line),
                json!(i.domain),
                json!(i.nature),
                json!(i.purpose),
                json!(i.key_rate),
                json!(i.sort_no),
                json!(i.version),
            ]
        };
        self.write("indicator", columns, indicators.iter().map(row)).await?;
        let columns: Columns = &[
            ("id", Integer),
            ("indicator_id", Integer),
            ("number", Integer),
            ("state", Text),
            ("content", Text),
            ("valid_from", Day),
            ("valid_to", Day),
            ("version", Integer),
        ];
        let rows = versions
            .iter()
            .map(|v| {
                let content = serde_json::to_string(&v.content)?;
                let (id, indicator) = (IndicatorVersionId::raw(v.id), v.indicator.raw());
                let dates = (json!(v.valid_from), json!(v.valid_to));
                Ok(vec![json!(id), json!(indicator), json!(v.number), json!(v.state), json!(content), dates.0, dates.1, json!(1)])
            })
            .collect::<Result<Vec<_>, Error>>()?;
        self.write("indicator_version", columns, rows).await
    }

    /// A scheme with its items.
    pub async fn scheme(&self, scheme: &Scheme) -> Result<(), Error> {
        let columns: Columns = &[
            ("id", Integer),
            ("code", Text),
            ("name", Text),
            ("year", Integer),
            ("total", Integer),
            ("published", Flag),
            ("version", Integer),
        ];
        let id = scheme.id.raw();
        let row = vec![
            json!(id),
            json!(scheme.code),
            json!(scheme.name),
            json!(scheme.year),
            json!(scheme.total.scaled()),
            json!(scheme.published),
            json!(scheme.version),
        ];
        self.write("scheme", columns, [row]).await?;
        let columns: Columns = &[
            ("scheme_id", Integer),
            ("indicator_version_id", Integer),
            ("weight", Integer),
            ("base_points", Integer),
            ("ordinal", Integer),
        ];
        let items = scheme.items.iter().zip(0_i32..).map(|(item, ordinal)| {
            let version = item.indicator_version.raw();
            vec![json!(id), json!(version), json!(item.weight.scaled()), json!(item.base_points.scaled()), json!(ordinal)]
        });
        self.write("scheme_item", columns, items).await
    }

    /// Targets.
    pub async fn targets(&self, targets: &[(IndicatorId, UnitId, Period, Quantity)]) -> Result<(), Error> {
        let columns: Columns = &[("indicator_id", Integer), ("unit_id", Integer), ("period", Text), ("target", Integer)];
        let row = |(indicator, unit, period, target): &(IndicatorId, UnitId, Period, Quantity)| {
            vec![json!(indicator.raw()), json!(unit.raw()), json!(period), json!(target.scaled())]
        };
        self.write("target", columns, targets.iter().map(row)).await
    }

    /// Values filled in by hand.
    pub async fn manual(&self, values: &[ManualValue], by: &str, at: chrono::DateTime<chrono::Utc>) -> Result<(), Error> {
        let columns: Columns = &[
            ("batch_id", Integer),
            ("indicator_id", Integer),
            ("unit_id", Integer),
            ("period", Text),
            ("value", Integer),
            ("note", Text),
            ("entered_by", Text),
            ("entered_at", Kind::Moment),
        ];
        let row = |v: &ManualValue| {
            let ids = [v.batch.raw(), v.indicator.raw(), v.unit.raw()];
            let mut row: Vec<Value> = ids.iter().map(|id| json!(id)).collect();
            row.extend([json!(v.period), json!(v.value.scaled()), json!(v.note), json!(by), json!(at)]);
            row
        };
        self.write("manual_value", columns, values.iter().map(row)).await
    }
}

fn anchor(scope: &DataScope) -> Option<UnitId> {
    match scope {
        DataScope::OwnUnit(unit) | DataScope::OwnSubtree(unit) | DataScope::OwnLineSubtree(unit, _) => Some(*unit),
        DataScope::SelfOnly
        | DataScope::OwnPost
        | DataScope::ComparisonGroup
        | DataScope::Assigned(_)
        | DataScope::CustomUnits(_)
        | DataScope::All => None,
    }
}

/// The roles there are, by code.
///
/// # Errors
/// Of the database.
pub async fn roles(session: &Session) -> Result<std::collections::HashMap<shared::code::RoleCode, RoleId>, Error> {
    let rows = session.find::<super::entity::role::Entity>().all().await?;
    Ok(rows.into_iter().map(|row| (row.code, row.id)).collect())
}

/// Whether there is an organisation already.
///
/// # Errors
/// Of the database.
pub async fn has_units(session: &Session) -> Result<bool, Error> {
    Ok(session.find::<super::entity::unit::Entity>().one().await?.is_some())
}
