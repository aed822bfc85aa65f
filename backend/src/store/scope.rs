//! The one door to rows. The connection is private to this file: a query starts from [`Reader::find`], which carries the viewer's
//! scope, and a write spends a permit. The policy itself is `shared::policy`; this file turns a reach into SQL.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, NaiveDate, Utc};
use futures::future::BoxFuture;
use sea_orm::sea_query::{Expr, IntoCondition, SelectStatement};
use sea_orm::{
    AccessMode, ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, FromQueryResult,
    IntoActiveModel, IsolationLevel, Iterable, Order, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    Select, SqliteTransactionMode, TransactionOptions, TransactionTrait, Value,
};
use shared::audit::{self, Entry, GENESIS};
use shared::calendar::local_day;
use shared::id::AuditEventId;
use shared::policy::{Action, Resource, Viewer};

use super::bell::{Bell, Topic, announcements};
use super::connect::{CHANNEL, Store};
use super::entity::{audit_event, audit_head};
pub use super::owner::{Owner, Scoped};
pub(super) use super::owner::{reached, within, within_as};
use super::page::{Key, Page, Slice};
use super::permit::{Act, Permit, Permitted};
use crate::error::Error;

/// What a request reads through: one snapshot of the database, seen by one viewer.
#[derive(Debug)]
pub struct Reader {
    transaction: DatabaseTransaction,
    viewer: Arc<Viewer>,
    now: DateTime<Utc>,
}

impl Store {
    /// A read transaction for a viewer: everything read through it is of one moment.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where the database does not answer.
    pub async fn reader(&self, viewer: Arc<Viewer>, now: DateTime<Utc>) -> Result<Reader, Error> {
        let options = TransactionOptions {
            isolation_level: self.isolation(),
            access_mode: (!self.is_embedded()).then_some(AccessMode::ReadOnly),
            sqlite_transaction_mode: None,
        };
        let transaction = self.connection.begin_with_options(options).await?;
        Ok(Reader { transaction, viewer, now })
    }

    /// A write transaction for a viewer.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where the database does not answer or stays locked.
    pub async fn session(
        &self,
        viewer: Arc<Viewer>,
        now: DateTime<Utc>,
        request_id: Option<String>,
    ) -> Result<Session, Error> {
        let options = TransactionOptions {
            isolation_level: None,
            access_mode: None,
            // A deferred transaction that has read fails with BUSY_SNAPSHOT at its first write.
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        };
        let transaction = self.connection.begin_with_options(options).await?;
        let reader = Reader { transaction, viewer, now };
        Ok(Session { reader, request_id, entries: Mutex::default(), news: Mutex::default(), bell: self.bell.clone() })
    }

    fn isolation(&self) -> Option<IsolationLevel> {
        (!self.is_embedded()).then_some(IsolationLevel::RepeatableRead)
    }
}

impl Reader {
    /// Who looks.
    #[must_use]
    pub fn viewer(&self) -> &Viewer {
        &self.viewer
    }

    /// The moment of the request.
    #[must_use]
    pub const fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// The day of the request, in the bureau.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        local_day(self.now)
    }

    /// The rows of a table that the viewer may see: the only way to start a query.
    pub(super) fn find<E: Scoped>(&self) -> Rows<'_, E> {
        self.find_for(Action::Read)
    }

    /// The rows on which the viewer may do the action.
    pub(super) fn find_for<E: Scoped>(&self, action: Action) -> Rows<'_, E> {
        Rows { reader: self, select: E::find().filter(within::<E>(&self.viewer, action)) }
    }

    /// Every row, whoever looks: for rules that keep the data whole, such as a tree without gaps. What is read through it
    /// decides a write, or says beforehand that one would be refused, and never leaves the store.
    pub(super) fn whole<E: Scoped>(&self) -> Rows<'_, E> {
        Rows { reader: self, select: E::find() }
    }

    /// Refuses where no grant permits the action on the resource.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub fn demand(&self, resource: Resource, action: Action) -> Result<(), Error> {
        if self.viewer.may(resource, action) { Ok(()) } else { Err(Error::Forbidden) }
    }
}

/// Rows being asked for. It can only be narrowed.
#[derive(Debug)]
pub(super) struct Rows<'r, E: EntityTrait> {
    reader: &'r Reader,
    select: Select<E>,
}

impl<E: Scoped> Rows<'_, E> {
    /// Only rows that also meet the condition.
    pub fn filter(self, condition: impl IntoCondition) -> Self {
        Self { select: self.select.filter(condition.into_condition()), ..self }
    }

    /// In this order, after any order given before.
    pub fn order(self, column: E::Column, order: Order) -> Self {
        Self { select: self.select.order_by(column, order), ..self }
    }

    /// At most so many.
    pub fn limit(self, most: u64) -> Self {
        Self { select: self.select.limit(most), ..self }
    }

    /// Keeps only rows for which a visible row of another table stands in `inner`, which carries that table's scope.
    pub fn whose<O: Scoped>(self, column: E::Column, inner: Rows<'_, O>, outer: O::Column) -> Self {
        Self { select: self.select.filter(column.in_subquery(inner.keys(outer))), ..self }
    }

    /// Keeps only rows for which no visible row of another table stands in `inner`, which carries that table's scope.
    pub fn lacking<O: Scoped>(self, column: E::Column, inner: Rows<'_, O>, outer: O::Column) -> Self {
        Self { select: self.select.filter(column.not_in_subquery(inner.keys(outer))), ..self }
    }

    /// The values of a column in these rows, for a condition on another table.
    pub fn keys(self, column: E::Column) -> SelectStatement {
        self.select.select_only().column(column).into_query()
    }

    /// All of them.
    pub async fn all(self) -> Result<Vec<E::Model>, Error> {
        Ok(self.select.all(&self.reader.transaction).await?)
    }

    /// The first.
    pub async fn one(self) -> Result<Option<E::Model>, Error> {
        Ok(self.select.one(&self.reader.transaction).await?)
    }

    /// The first, or NOT_FOUND.
    pub async fn found(self) -> Result<E::Model, Error> {
        self.one().await?.ok_or(Error::NotFound)
    }

    /// How many there are.
    pub async fn count(self) -> Result<u64, Error> {
        Ok(self.select.count(&self.reader.transaction).await?)
    }

    /// Some columns or aggregates of them.
    pub async fn project<M: FromQueryResult>(
        self,
        choose: impl FnOnce(sea_orm::Select<E>) -> sea_orm::Select<E>,
    ) -> Result<Vec<M>, Error> {
        Ok(choose(self.select.select_only()).into_model::<M>().all(&self.reader.transaction).await?)
    }

    /// One page, ordered by a column that is unique among the rows.
    pub async fn page(
        self,
        page: Page,
        by: E::Column,
        order: Order,
        key: impl Fn(&E::Model) -> Key,
    ) -> Result<Slice<E::Model>, Error> {
        let total = self.select.clone().count(&self.reader.transaction).await?;
        let mut select = self.select.order_by(by, order.clone());
        if let Some(after) = page.after {
            let value = after.value()?;
            select = select.filter(if order == Order::Desc { by.lt(value) } else { by.gt(value) });
        }
        let mut rows = select.limit(page.first + 1).all(&self.reader.transaction).await?;
        let has_next = u64::try_from(rows.len()).is_ok_and(|got| got > page.first);
        rows.truncate(usize::try_from(page.first).unwrap_or(usize::MAX));
        let rows = rows.into_iter().map(|row| (key(&row), row)).collect();
        Ok(Slice { rows, has_next, total })
    }
}

/// What a request writes through: one transaction, with the audit events that go into the chain and the bell that is rung when it
/// commits.
#[derive(Debug)]
pub struct Session {
    reader: Reader,
    request_id: Option<String>,
    entries: Mutex<Vec<Entry>>,
    news: Mutex<BTreeSet<Topic>>,
    bell: Bell,
}

impl std::ops::Deref for Session {
    type Target = Reader;

    fn deref(&self) -> &Reader {
        &self.reader
    }
}

/// What happened, for the audit trail.
#[derive(Debug, Clone, Default)]
pub struct Happened {
    /// What was done, such as `unit.move`.
    pub action: &'static str,
    /// What it was done to.
    pub subject: String,
    /// One line for people.
    pub summary: String,
    /// The state before, as JSON.
    pub before: Option<String>,
    /// The state after, as JSON.
    pub after: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

impl Session {
    /// Inserts one row. The permit of the act that creates it has been spent by the caller.
    pub(super) async fn insert<E>(&self, row: E::Model) -> Result<(), Error>
    where
        E: Scoped,
        E::Model: IntoActiveModel<E::ActiveModel>,
        E::ActiveModel: ActiveModelTrait<Entity = E> + Send,
    {
        let mut active = row.into_active_model();
        for column in E::Column::iter() {
            if let sea_orm::ActiveValue::Unchanged(value) = active.get(column) {
                active.set(column, value);
            }
        }
        E::insert(active).exec_without_returning(&self.reader.transaction).await?;
        Ok(())
    }

    /// Changes rows that meet the condition and on which the viewer may do the action; says how many.
    pub(super) async fn change<E: Scoped>(
        &self,
        action: Action,
        condition: impl IntoCondition,
        set: Vec<(E::Column, Value)>,
    ) -> Result<u64, Error> {
        let mut update =
            E::update_many().filter(condition.into_condition()).filter(within::<E>(&self.reader.viewer, action));
        for (column, value) in set {
            update = update.col_expr(column, Expr::value(value));
        }
        Ok(update.exec(&self.reader.transaction).await?.rows_affected)
    }

    /// Removes rows of configuration that meet the condition and on which the viewer may do the action.
    pub(super) async fn remove<E: Scoped>(&self, action: Action, condition: impl IntoCondition) -> Result<u64, Error> {
        let delete =
            E::delete_many().filter(condition.into_condition()).filter(within::<E>(&self.reader.viewer, action));
        Ok(delete.exec(&self.reader.transaction).await?.rows_affected)
    }

    /// Changes rows that change along with a permitted one, such as the links of a unit that moves; says how many. The scope is
    /// not asked again: it is read off these very rows.
    pub(super) async fn change_along<E: Scoped, A: Act>(
        &self,
        _permit: &Permit<A>,
        condition: impl IntoCondition,
        set: Vec<(E::Column, Value)>,
    ) -> Result<u64, Error> {
        let mut update = E::update_many().filter(condition.into_condition());
        for (column, value) in set {
            update = update.col_expr(column, Expr::value(value));
        }
        Ok(update.exec(&self.reader.transaction).await?.rows_affected)
    }

    /// Removes rows that go along with a permitted change; says how many.
    pub(super) async fn remove_along<E: Scoped>(
        &self,
        _permit: &impl Permitted,
        condition: impl IntoCondition,
    ) -> Result<u64, Error> {
        Ok(E::delete_many().filter(condition.into_condition()).exec(&self.reader.transaction).await?.rows_affected)
    }

    /// Runs a statement of [`super::bulk`].
    pub(super) async fn execute(&self, sql: String, values: Vec<Value>) -> Result<u64, Error> {
        let backend = self.reader.transaction.get_database_backend();
        let statement = sea_orm::Statement::from_sql_and_values(backend, sql, values);
        Ok(self.reader.transaction.execute_raw(statement).await?.rows_affected())
    }

    /// Waits until nobody else holds the lock, and holds it until the transaction ends. An embedded database has one writer anyway.
    pub(super) async fn alone(&self, lock: i64) -> Result<(), Error> {
        if !self.is_embedded() {
            self.execute("SELECT pg_advisory_xact_lock($1)".to_owned(), vec![lock.into()]).await?;
        }
        Ok(())
    }

    /// Does one of many things. What fails leaves nothing behind, and the transaction goes on; the outer error says that it cannot. It comes
    /// boxed: what is done apart goes deep, and would lie on the stack of whoever waits for it.
    ///
    /// # Errors
    /// Of the database.
    pub async fn apart<T>(&self, work: BoxFuture<'_, Result<T, Error>>) -> Result<Result<T, Error>, Error> {
        let noted = self.entries.lock().unwrap_or_else(PoisonError::into_inner).len();
        let news = self.news.lock().unwrap_or_else(PoisonError::into_inner).clone();
        self.reader.transaction.execute_unprepared("SAVEPOINT apart").await?;
        let done = work.await;
        if done.is_err() {
            self.reader.transaction.execute_unprepared("ROLLBACK TO SAVEPOINT apart").await?;
            self.entries.lock().unwrap_or_else(PoisonError::into_inner).truncate(noted);
            *self.news.lock().unwrap_or_else(PoisonError::into_inner) = news;
        }
        self.reader.transaction.execute_unprepared("RELEASE SAVEPOINT apart").await?;
        Ok(done)
    }

    /// Which database this is, for the one statement that is written differently on each.
    pub(super) fn is_embedded(&self) -> bool {
        self.reader.transaction.get_database_backend() == sea_orm::DatabaseBackend::Sqlite
    }

    /// Notes what happened; it enters the audit chain when the transaction commits.
    pub fn record(&self, happened: Happened) {
        let entry = Entry {
            at: self.reader.now.to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
            actor: super::audit::actor_text(self.reader.viewer.actor),
            action: happened.action.to_owned(),
            subject: happened.subject,
            summary: happened.summary,
            before: happened.before,
            after: happened.after,
            reason: happened.reason,
            request_id: self.request_id.clone(),
        };
        self.entries.lock().unwrap_or_else(PoisonError::into_inner).push(entry);
    }

    /// Notes that there is news: whoever waits for it is woken when the transaction commits.
    pub(super) fn ring(&self, topic: Topic) {
        self.news.lock().unwrap_or_else(PoisonError::into_inner).insert(topic);
    }

    /// Tells every server on this database, this one too, once the transaction commits.
    async fn announce(&self, news: &BTreeSet<Topic>) -> Result<(), Error> {
        for text in announcements(news) {
            self.execute("SELECT pg_notify($1, $2)".to_owned(), vec![CHANNEL.into(), text.into()]).await?;
        }
        Ok(())
    }

    /// Commits, after appending the audit events. The head of the chain is locked last, so that two writers cannot fork it.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where the database does not answer: then nothing happened.
    pub async fn commit(self) -> Result<(), Error> {
        let news = std::mem::take(&mut *self.news.lock().unwrap_or_else(PoisonError::into_inner));
        let entries = std::mem::take(&mut *self.entries.lock().unwrap_or_else(PoisonError::into_inner));
        // An embedded database has one server, which rings its own bell.
        let embedded = self.is_embedded();
        if !embedded {
            self.announce(&news).await?;
        }
        if !entries.is_empty() {
            self.append(entries).await?;
        }
        self.reader.transaction.commit().await?;
        if embedded {
            self.bell.ring(news);
        }
        Ok(())
    }

    async fn append(&self, entries: Vec<Entry>) -> Result<(), Error> {
        let transaction = &self.reader.transaction;
        let lock = || audit_head::Entity::find_by_id(1).lock_exclusive().one(transaction);
        let head = match lock().await? {
            Some(head) => head,
            None => {
                // Two first writers meet here: one inserts, the other waits for it and then takes what it left.
                let head =
                    audit_head::Model { id: 1, sequence: 0, hash: GENESIS.to_owned() }.into_active_model().reset_all();
                let first = audit_head::Entity::insert(head).on_conflict_do_nothing_on([audit_head::Column::Id]);
                first.exec_without_returning(transaction).await?;
                lock().await?.ok_or_else(|| Error::internal("the audit trail has no head"))?
            }
        };
        let (mut sequence, mut previous) = (head.sequence, head.hash);
        for entry in entries {
            sequence += 1;
            let hash = audit::hash(sequence, &previous, &entry);
            self.insert::<audit_event::Entity>(event_row(sequence, entry, &previous, &hash)?).await?;
            previous = hash;
        }
        audit_head::Entity::update_many()
            .col_expr(audit_head::Column::Sequence, Expr::value(sequence))
            .col_expr(audit_head::Column::Hash, Expr::value(previous))
            .filter(audit_head::Column::Id.eq(1))
            .exec(transaction)
            .await?;
        Ok(())
    }
}

fn event_row(sequence: i64, entry: Entry, previous: &str, hash: &str) -> Result<audit_event::Model, Error> {
    Ok(audit_event::Model {
        sequence,
        id: super::permit::fresh::<AuditEventId>()?,
        at: entry.at,
        actor: entry.actor,
        action: entry.action,
        subject: entry.subject,
        summary: entry.summary,
        before: entry.before,
        after: entry.after,
        reason: entry.reason,
        request_id: entry.request_id,
        previous: previous.to_owned(),
        hash: hash.to_owned(),
    })
}
