//! What one viewer gets from one table for one action, against what the policy allows over all of its rows.

use std::collections::BTreeSet;

use sea_orm::sea_query::{Alias, ExprTrait as _};
use sea_orm::{
    ColumnTrait, Condition, FromQueryResult, Iterable, ModelTrait, Order, PrimaryKeyToColumn, QuerySelect as _, Value,
};
use shared::policy::{Action, Ownership, Viewer, allows};

use super::dice::Dice;
use super::tables::{Facts, Sample, Visit};
use crate::store::page::{Key, Page};
use crate::store::{Reader, Session};

/// One viewer, one action, with somebody who sees everything beside them.
pub struct Look<'l> {
    pub everything: &'l Reader,
    pub reader: &'l Reader,
    pub facts: &'l Facts,
    pub action: Action,
    pub dice: &'l mut Dice,
    pub tally: &'l mut Tally,
}

/// What was done and seen, so that a run which proves nothing is noticed.
#[derive(Debug, Default)]
pub struct Tally {
    pub worlds: usize,
    /// (Viewer, query) pairs.
    pub pairs: usize,
    pub seen: usize,
    pub hidden: usize,
    /// Pairs of which the viewer saw some rows and others not.
    pub divided: usize,
    /// Tables that held rows.
    pub tables: BTreeSet<&'static str>,
}

/// The rows on which the policy allows the action, and the others.
pub async fn divided<E: Sample>(
    everything: &Reader,
    viewer: &Viewer,
    facts: &Facts,
    action: Action,
) -> (Vec<E::Model>, Vec<E::Model>) {
    let rows = everything.find::<E>().all().await.unwrap();
    let ownership = Ownership::from(&E::owner());
    rows.into_iter().partition(|row| {
        allows(viewer, action, ownership, &E::owned(row, facts), |above, unit| facts.below(above, unit))
    })
}

/// Rows as a set; each with all its columns.
pub fn set<M: std::fmt::Debug>(rows: &[M]) -> BTreeSet<String> {
    let set: BTreeSet<String> = rows.iter().map(|row| format!("{row:?}")).collect();
    assert_eq!(set.len(), rows.len(), "a row came twice");
    set
}

/// The condition that holds for exactly this row.
fn this<E: Sample>(row: &E::Model) -> Condition {
    E::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column).fold(Condition::all(), |all, column: E::Column| {
        let value = row.get(column);
        all.add(column.eq(value))
    })
}

fn integer(value: &Value) -> i64 {
    match value {
        Value::BigInt(Some(number)) => *number,
        Value::Int(Some(number)) => i64::from(*number),
        other => panic!("{other:?} is not a number"),
    }
}

#[derive(Debug, PartialEq, Eq, FromQueryResult)]
struct Numbers {
    total: Option<i64>,
    least: Option<i64>,
    most: Option<i64>,
}

impl Visit for Look<'_> {
    async fn table<E: Sample>(&mut self) {
        let (seen, hidden) = divided::<E>(self.everything, self.reader.viewer(), self.facts, self.action).await;
        self.count::<E>(seen.len(), hidden.len());
        self.lists::<E>(&seen).await;
        self.adds::<E>(&seen).await;
        self.pages::<E>(&seen).await;
        self.finds::<E>(&seen, &hidden).await;
    }
}

impl Look<'_> {
    fn count<E: Sample>(&mut self, seen: usize, hidden: usize) {
        self.tally.pairs += 1;
        self.tally.seen += seen;
        self.tally.hidden += hidden;
        self.tally.divided += usize::from(seen > 0 && hidden > 0);
        if seen + hidden > 0 {
            self.tally.tables.insert(E::NAME);
        }
    }

    async fn lists<E: Sample>(&self, seen: &[E::Model]) {
        let listed = self.reader.find_for::<E>(self.action).all().await.unwrap();
        assert_eq!(set(&listed), set(seen), "list");
        let count = self.reader.find_for::<E>(self.action).count().await.unwrap();
        assert_eq!(usize::try_from(count).unwrap(), seen.len(), "count");
    }

    async fn adds<E: Sample>(&self, seen: &[E::Model]) {
        let Some(column) = E::number() else { return };
        let big = |expression: sea_orm::sea_query::Expr| expression.cast_as(Alias::new("bigint"));
        let found: Vec<Numbers> = self
            .reader
            .find_for::<E>(self.action)
            .project(|select| {
                select
                    .column_as(big(column.sum()), "total")
                    .column_as(big(column.min()), "least")
                    .column_as(big(column.max()), "most")
            })
            .await
            .unwrap();
        let numbers = || seen.iter().map(|row| integer(&row.get(column)));
        let total = (!seen.is_empty()).then(|| numbers().sum());
        assert_eq!(found, [Numbers { total, least: numbers().min(), most: numbers().max() }], "sums");
    }

    async fn pages<E: Sample>(&mut self, seen: &[E::Model]) {
        let Some(column) = E::unique() else { return };
        let key = |row: &E::Model| match row.get(column) {
            Value::String(Some(text)) => Key::Text(text.to_string()),
            other => Key::Number(integer(&other)),
        };
        let order = if self.dice.chance(50) { Order::Asc } else { Order::Desc };
        let first = u64::try_from((seen.len() / 3).clamp(1, 100)).unwrap();
        let (mut after, mut walked) = (None, Vec::new());
        loop {
            let page = Page { first, after: after.take() };
            let slice = self.reader.find_for::<E>(self.action).page(page, column, order.clone(), key).await.unwrap();
            assert_eq!(usize::try_from(slice.total).unwrap(), seen.len(), "the total of a page");
            after = slice.rows.last().map(|(key, _)| key.clone());
            walked.extend(slice.rows.into_iter().map(|(_, row)| row));
            assert_eq!(slice.has_next, walked.len() < seen.len(), "whether a page follows");
            if !slice.has_next {
                break;
            }
        }
        assert_eq!(set(&walked), set(seen), "pages");
    }

    /// One row that is seen is found; one that is hidden is answered like one that was never there.
    async fn finds<E: Sample>(&mut self, seen: &[E::Model], hidden: &[E::Model]) {
        if let Some(row) = self.dice.maybe(100, seen) {
            let found = self.reader.find_for::<E>(self.action).filter(this::<E>(row)).found().await.unwrap();
            assert_eq!(set(&[found]), set(std::slice::from_ref(row)), "by id");
        }
        if let Some(row) = self.dice.maybe(100, hidden) {
            let rows = || self.reader.find_for::<E>(self.action).filter(this::<E>(row));
            assert_eq!(rows().count().await.unwrap(), 0, "a count by id tells of a hidden row");
            let error = rows().found().await.unwrap_err();
            assert_eq!(error.to_string(), crate::error::Error::NotFound.to_string(), "an error tells of a hidden row");
            assert_eq!(error.code(), shared::error::ErrorCode::NotFound);
        }
    }
}

/// What one viewer changes and removes where the condition of the statement leaves out nothing.
pub struct Change<'l> {
    pub everything: &'l Reader,
    pub session: &'l Session,
    pub facts: &'l Facts,
}

impl Visit for Change<'_> {
    async fn table<E: Sample>(&mut self) {
        let (writable, _) = divided::<E>(self.everything, self.session.viewer(), self.facts, Action::Write).await;
        if let Some(column) = E::number() {
            let changed =
                self.session.change::<E>(Action::Write, Condition::all(), vec![(column, 7.into())]).await.unwrap();
            assert_eq!(usize::try_from(changed).unwrap(), writable.len(), "changed");
        }
        // The policy is read off the tree and the parties: without them there is nothing to compare with.
        if !["unit", "unit_closure", "matter", "matter_party"].contains(&E::NAME) {
            let removed = self.session.remove::<E>(Action::Write, Condition::all()).await.unwrap();
            assert_eq!(usize::try_from(removed).unwrap(), writable.len(), "removed");
        }
    }
}

/// The rows of `A` the viewer sees for which they see a row of `B`, and those for which they see none.
pub async fn joins<A: Sample, B: Sample>(
    everything: &Reader,
    reader: &Reader,
    facts: &Facts,
    on: (A::Column, B::Column),
) {
    let (left, _) = divided::<A>(everything, reader.viewer(), facts, Action::Read).await;
    let (right, _) = divided::<B>(everything, reader.viewer(), facts, Action::Read).await;
    let there: BTreeSet<String> = right.iter().map(|row| format!("{:?}", row.get(on.1))).collect();
    let (with, without): (Vec<_>, Vec<_>) =
        left.into_iter().partition(|row| there.contains(&format!("{:?}", row.get(on.0))));
    let (a, b) = (|| reader.find::<A>(), || reader.find::<B>());
    let found = a().whose(on.0, b(), on.1).all().await.unwrap();
    assert_eq!(set(&found), set(&with), "{} with a visible {}", A::NAME, B::NAME);
    assert_eq!(usize::try_from(a().whose(on.0, b(), on.1).count().await.unwrap()).unwrap(), with.len());
    let found = a().lacking(on.0, b(), on.1).all().await.unwrap();
    assert_eq!(set(&found), set(&without), "{} without a visible {}", A::NAME, B::NAME);
}

/// The same for another resource that lies in the rows of a table.
pub async fn asked_about<E: Sample>(
    everything: &Reader,
    reader: &Reader,
    facts: &Facts,
    ownership: Ownership,
    resource: shared::policy::Resource,
) {
    let viewer = reader.viewer();
    let rows = everything.find::<E>().all().await.unwrap();
    let allowed = |row: &E::Model| {
        allows(viewer, Action::Read, ownership, &E::owned(row, facts), |above, unit| facts.below(above, unit))
    };
    let expected: Vec<E::Model> = rows.into_iter().filter(allowed).collect();
    let found = everything
        .find::<E>()
        .filter(crate::store::scope::within_as::<E>(viewer, resource, Action::Read))
        .all()
        .await
        .unwrap();
    assert_eq!(set(&found), set(&expected), "{} of {}", resource, E::NAME);
}
