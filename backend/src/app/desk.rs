//! The desk, the inbox and lists of matters: what waits for whoever asks, what they were told, what they may see.

use std::collections::HashMap;

use shared::calendar::Calendar;
use shared::handbook::Tried;
use shared::id::{HandbookEntryId, MatterId, NoticeId};
use shared::indicator::{Content, Indicator, VersionState};
use shared::matter::{Event, LinkKind, MatterKind, MatterOrder};
use shared::policy::{Action, Resource};

use super::scope::Scope;
use crate::error::Error;
use crate::store::matter::list::{self, Filter, Line, Waiting};
use crate::store::notice::{Message, Thing};
use crate::store::page::{Page, Slice};
use crate::store::{Reader, handbook, library, matter, notice, risk, work_day};

mod reminder;

pub use matter::{events, links};
pub use reminder::Reminder;
use reminder::reminders;

/// A page of matters in this order.
///
/// # Errors
/// [`Error::Forbidden`] for whoever may see none whatever; [`Error::Invalid`] for a cursor of another order.
pub async fn matters(reader: &Reader, filter: &Filter, order: MatterOrder, page: Page) -> Result<Slice<Line>, Error> {
    demand(reader)?;
    list::page(reader, filter, order, page).await
}

pub(super) fn demand(reader: &Reader) -> Result<(), Error> {
    reader.demand(Resource::Matter, Action::Read).or_else(|_| reader.demand(Resource::PersonMatter, Action::Read))
}

/// What the desk shows.
#[derive(Debug, Clone)]
pub struct Found {
    /// What waits, the most urgent first.
    pub waiting: Vec<Waiting>,
    /// Whether more waits.
    pub more: bool,
    /// Unread messages.
    pub unread: u64,
    /// Open warnings.
    pub open_warnings: u64,
    /// Open rectifications.
    pub open_rectifications: u64,
    /// Points at risk whose follow-up is due.
    pub loss_risks_due: u64,
    /// Points of the risk register whose review is due.
    pub risk_points_due: usize,
    /// Entries of the handbook that wait to be reviewed or published.
    pub handbook_proposals: u64,
    /// The working days that what is left is counted in.
    pub calendar: Calendar,
}

/// The desk of whoever asks: the number of statements does not depend on how much waits.
///
/// # Errors
/// [`Error::Forbidden`] for whoever may see no matters.
pub async fn desk(reader: &Reader, most: u64) -> Result<Found, Error> {
    demand(reader)?;
    let viewer = reader.viewer();
    let units = |action| viewer.speaks_for(Resource::Matter, action).into_iter().collect();
    let desk = list::Desk { person: viewer.person, answers: units(Action::Answer), orders: units(Action::Order) };
    let mut waiting = list::waiting(reader, &desk, most + 1).await?;
    let shown = usize::try_from(most).unwrap_or(usize::MAX);
    let more = waiting.len() > shown;
    waiting.truncate(shown);
    let open = |kind| Filter { kind: Some(kind), is_open: Some(true), ..Filter::default() };
    Ok(Found {
        waiting,
        more,
        unread: notice::unread(reader).await?,
        open_warnings: list::count(reader, &open(MatterKind::Warning)).await?,
        open_rectifications: list::count(reader, &open(MatterKind::Rectification)).await?,
        loss_risks_due: risk::loss::due(reader, reader.today()).await?,
        risk_points_due: risk::point::due(reader, reader.today()).await?,
        handbook_proposals: handbook::waiting(reader).await?,
        calendar: work_day::calendar(reader).await?,
    })
}

/// A message with what it is about.
#[derive(Debug, Clone)]
pub struct Told {
    /// The message.
    pub message: Message,
    /// What it is about, as far as whoever reads it may see that.
    pub of: ToldOf,
}

/// What a message is about, as it is now.
#[derive(Debug, Clone)]
pub enum ToldOf {
    /// A matter, with what happened to it.
    Matter(Box<Line>, Option<Event>),
    /// An entry of the handbook.
    Entry(Box<Tried>),
    /// What is due and no matter.
    Due(Box<Reminder>),
}

/// A page of messages: each is made of what whoever reads it may see now.
///
/// # Errors
/// Of the database.
pub async fn inbox(reader: &Reader, unread: bool, page: Page) -> Result<Slice<Told>, Error> {
    let slice = notice::page(reader, unread, page).await?;
    let messages: Vec<Message> = slice.rows.iter().map(|(_, message)| message.clone()).collect();
    let told = told(reader, &messages).await?;
    slice.try_map(|message| told.get(&message.id).cloned().ok_or(Error::NotFound))
}

/// What messages are about, by their ids; as far as whoever reads may see it.
///
/// # Errors
/// Of the database.
pub async fn told(reader: &Reader, messages: &[Message]) -> Result<HashMap<NoticeId, Told>, Error> {
    let wanted = messages.iter().filter_map(|message| match message.thing {
        Thing::Matter(id, place) => Some((id, place)),
        Thing::Entry(_) | Thing::Due(_) => None,
    });
    let wanted: Vec<(MatterId, i32)> = wanted.collect();
    let ids: Vec<MatterId> = wanted.iter().map(|(id, _)| *id).collect();
    let lines: HashMap<MatterId, Line> =
        list::lines(reader, &ids).await?.into_iter().map(|line| (line.id, line)).collect();
    let events = matter::some_events(reader, &wanted).await?;
    let entries = entries(reader, messages).await?;
    let reminders = reminders(reader, messages).await?;
    let told = |message: &Message| {
        let of = match message.thing {
            Thing::Matter(id, place) => {
                ToldOf::Matter(Box::new(lines.get(&id)?.clone()), events.get(&(id, place)).cloned())
            }
            Thing::Entry(entry) => ToldOf::Entry(Box::new(entries.get(&entry)?.clone())),
            Thing::Due(_) => ToldOf::Due(Box::new(reminders.get(&message.id)?.clone())),
        };
        Some((message.id, Told { message: message.clone(), of }))
    };
    Ok(messages.iter().filter_map(told).collect())
}

/// The entries of the handbook that messages are about; most are about none.
async fn entries(reader: &Reader, messages: &[Message]) -> Result<HashMap<HandbookEntryId, Tried>, Error> {
    let ids = messages.iter().filter_map(|message| match message.thing {
        Thing::Entry(entry) => Some(entry),
        Thing::Matter(..) | Thing::Due(_) => None,
    });
    let ids: Vec<HandbookEntryId> = ids.collect();
    let entries = match ids.is_empty() {
        true => Vec::new(),
        false => handbook::some(reader, &ids).await?,
    };
    Ok(entries.into_iter().map(|tried| (tried.entry.id, tried)).collect())
}

/// How many messages are unread.
///
/// # Errors
/// Of the database.
pub async fn unread(reader: &Reader) -> Result<u64, Error> {
    notice::unread(reader).await
}

/// Marks messages as read; says how many are unread then.
///
/// # Errors
/// Of the database.
pub async fn mark_read(scope: &Scope, ids: Option<&[NoticeId]>, of: Option<MatterId>) -> Result<u64, Error> {
    let session = scope.begin().await?;
    notice::mark_read(&session, ids, of).await?;
    let unread = notice::unread(&session).await?;
    session.commit().await?;
    Ok(unread)
}

/// The indicators with what their version in effect, or the last one before it ended, says; none for whoever may not read the library.
///
/// # Errors
/// Of the database.
pub async fn indicators(reader: &Reader) -> Result<Vec<(Indicator, Content)>, Error> {
    let indicators = library::all_indicators(reader).await?;
    let ids: Vec<_> = indicators.iter().map(|indicator| indicator.id).collect();
    let versions = library::versions_of(reader, &ids).await?;
    let with_content = |indicator: Indicator| {
        let newest = versions.iter().filter(|version| version.indicator == indicator.id);
        let content =
            newest.max_by_key(|version| (version.state == VersionState::Effective, version.number))?.content.clone();
        Some((indicator, content))
    };
    Ok(indicators.into_iter().filter_map(with_content).collect())
}

/// How one matter led to another, for whoever sees both.
pub type Link = (bool, LinkKind, Line);
