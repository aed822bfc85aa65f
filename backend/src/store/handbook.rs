//! The handbook: its entries, and how often each was used and worked.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, Condition, FromQueryResult, Order, QuerySelect as _};
use shared::handbook::{Entry, EntryState, Pattern, Tried, Uses, Wording};
use shared::id::{HandbookEntryId, IndicatorId, MatterId};
use shared::policy::{Action, Actor};
use shared::rectification::Signed;

use super::entity::{handbook_entry, handbook_use, shared_pattern};
use super::page::{Key, Page, Slice, matching};
use super::permit::{Act, FunctionPermit, Permit, Versioned};
use super::scope::{Reader, Session};
use crate::error::Error;

impl Versioned for handbook_entry::Entity {
    fn version_column() -> handbook_entry::Column {
        handbook_entry::Column::Version
    }

    fn version_of(row: &handbook_entry::Model) -> i32 {
        row.version
    }
}

/// Reviewing an entry, putting it into the handbook, or ending it.
#[derive(Debug)]
pub struct PublishEntry;

impl Act for PublishEntry {
    type Entity = handbook_entry::Entity;
    type Id = HandbookEntryId;
    const ACTION: Action = Action::Publish;
}

fn entry(row: handbook_entry::Model) -> Result<Entry, Error> {
    let by = |actor: &str| serde_json::from_str::<Actor>(actor);
    let reviewed = match (row.reviewed_by, row.reviewed_at) {
        (Some(actor), Some(at)) => Some(Signed { by: by(&actor)?, at }),
        _ => None,
    };
    Ok(Entry {
        id: row.id,
        indicator: row.indicator_id,
        kind: row.kind,
        against: row.against_id,
        wording: Wording { text: row.words, text_en: row.words_en },
        state: row.state,
        proposed: Signed { by: by(&row.proposed_by)?, at: row.proposed_at },
        proposer: row.proposer,
        from: row.from_id,
        reviewed,
        reasons: row.reasons,
        version: row.version,
    })
}

/// Which entries are asked for. What is not said does not narrow.
#[derive(Debug, Clone, Default)]
pub struct Narrowed {
    /// About this indicator.
    pub indicator: Option<IndicatorId>,
    /// In this state.
    pub state: Option<EntryState>,
    /// With this text in their words.
    pub search: Option<String>,
}

/// A page of entries with how they did, the newest first.
///
/// # Errors
/// Of the database.
pub async fn page(reader: &Reader, narrowed: &Narrowed, page: Page) -> Result<Slice<Tried>, Error> {
    use handbook_entry::Column as C;
    let Narrowed { indicator, state, search } = narrowed;
    let these = Condition::all()
        .add_option(indicator.map(|indicator| C::IndicatorId.eq(indicator)))
        .add_option(state.map(|state| C::State.eq(state)))
        .add_option(search.as_deref().map(|search| matching(search, [C::Words, C::WordsEn])));
    let rows = reader.find::<handbook_entry::Entity>().filter(these);
    let slice = rows.page(page, C::Place, Order::Desc, |row| Key::Text(row.place.clone())).await?;
    let ids: Vec<HandbookEntryId> = slice.rows.iter().map(|(_, row)| row.id).collect();
    let uses = uses(reader, &ids).await?;
    slice.try_map(|row| {
        let uses = uses.get(&row.id).copied().unwrap_or_default();
        Ok(Tried { entry: entry(row)?, uses })
    })
}

/// All entries about an indicator with how they did, in no order.
///
/// # Errors
/// Of the database.
pub async fn of_indicator(reader: &Reader, indicator: IndicatorId) -> Result<Vec<Tried>, Error> {
    let rows = reader.find::<handbook_entry::Entity>().filter(handbook_entry::Column::IndicatorId.eq(indicator));
    tried(reader, rows.all().await?).await
}

/// All published entries about some indicators with how they did, in no order.
///
/// # Errors
/// Of the database.
pub async fn published(reader: &Reader, indicators: &[IndicatorId]) -> Result<Vec<Tried>, Error> {
    use handbook_entry::Column as C;
    let these =
        Condition::all().add(C::IndicatorId.is_in(indicators.iter().copied())).add(C::State.eq(EntryState::Published));
    tried(reader, reader.find::<handbook_entry::Entity>().filter(these).all().await?).await
}

/// Some entries with how they did.
///
/// # Errors
/// Of the database.
pub async fn some(reader: &Reader, ids: &[HandbookEntryId]) -> Result<Vec<Tried>, Error> {
    let rows = reader.find::<handbook_entry::Entity>();
    let rows = rows.filter(handbook_entry::Column::Id.is_in(ids.iter().copied())).all().await?;
    tried(reader, rows).await
}

async fn tried(reader: &Reader, rows: Vec<handbook_entry::Model>) -> Result<Vec<Tried>, Error> {
    let ids: Vec<HandbookEntryId> = rows.iter().map(|row| row.id).collect();
    let uses = uses(reader, &ids).await?;
    let one = |row: handbook_entry::Model| {
        let uses = uses.get(&row.id).copied().unwrap_or_default();
        Ok(Tried { entry: entry(row)?, uses })
    };
    rows.into_iter().map(one).collect()
}

/// How many entries wait for whoever asks: of those they may publish, what somebody else proposed.
///
/// # Errors
/// Of the database.
pub async fn waiting(reader: &Reader) -> Result<u64, Error> {
    use handbook_entry::Column as C;
    let own = serde_json::to_string(&reader.viewer().actor)?;
    let waits = EntryState::ALL.iter().copied().filter(|state| state.waits());
    let these = Condition::all().add(C::State.is_in(waits)).add(C::ProposedBy.ne(own));
    reader.find_for::<handbook_entry::Entity>(Action::Publish).filter(these).count().await
}

/// One entry.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn one(reader: &Reader, id: HandbookEntryId) -> Result<Tried, Error> {
    some(reader, &[id]).await?.pop().ok_or(Error::NotFound)
}

#[derive(Debug, FromQueryResult)]
struct Tally {
    entry_id: HandbookEntryId,
    worked: Option<bool>,
    times: i64,
}

/// How entries did: one statement, and no diagnosis is told.
async fn uses(reader: &Reader, ids: &[HandbookEntryId]) -> Result<HashMap<HandbookEntryId, Uses>, Error> {
    use handbook_use::Column as C;
    let rows = reader.find::<handbook_use::Entity>().filter(C::EntryId.is_in(ids.iter().copied()));
    let tallies: Vec<Tally> = rows
        .project(|select| {
            let select = select.column(C::EntryId).column(C::Worked).column_as(C::MatterId.count(), "times");
            select.group_by(C::EntryId).group_by(C::Worked)
        })
        .await?;
    let mut uses: HashMap<HandbookEntryId, Uses> = HashMap::new();
    for Tally { entry_id, worked, times } in tallies {
        let (times, of) = (u32::try_from(times).map_err(Error::internal)?, uses.entry(entry_id).or_default());
        of.used += times;
        match worked {
            Some(true) => of.worked += times,
            Some(false) => of.failed += times,
            None => {}
        }
    }
    Ok(uses)
}

/// The right to review, publish or end an entry seen in the given version.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Stale`].
pub async fn permit(session: &Session, id: HandbookEntryId, version: i32) -> Result<Permit<PublishEntry>, Error> {
    session.permit::<PublishEntry>(id, version).await
}

/// Writes a proposal.
///
/// # Errors
/// Of the database.
pub async fn propose(session: &Session, _permit: &FunctionPermit, entry: &Entry) -> Result<(), Error> {
    let row = handbook_entry::Model {
        id: entry.id,
        // Ids are random: a list goes by the moment.
        place: format!("{}-{}", entry.proposed.at.format("%Y%m%d%H%M%S%3f"), entry.id),
        indicator_id: entry.indicator,
        kind: entry.kind,
        against_id: entry.against,
        words: entry.wording.text.clone(),
        words_en: entry.wording.text_en.clone(),
        state: entry.state,
        proposed_by: serde_json::to_string(&entry.proposed.by)?,
        proposer: entry.proposer.clone(),
        proposed_at: entry.proposed.at,
        from_id: entry.from,
        reviewed_by: entry.reviewed.map(|signed| serde_json::to_string(&signed.by)).transpose()?,
        reviewed_at: entry.reviewed.map(|signed| signed.at),
        reasons: entry.reasons.clone(),
        version: entry.version,
    };
    session.insert::<handbook_entry::Entity>(row).await
}

/// Writes an entry after a step.
///
/// # Errors
/// [`Error::Stale`] where somebody else took a step meanwhile.
pub async fn save(session: &Session, permit: Permit<PublishEntry>, entry: &Entry) -> Result<(), Error> {
    use handbook_entry::Column as C;
    let reviewed = entry.reviewed.map(|signed| serde_json::to_string(&signed.by)).transpose()?;
    let set = vec![
        (C::Words, entry.wording.text.clone().into()),
        (C::WordsEn, entry.wording.text_en.clone().into()),
        (C::State, entry.state.into()),
        (C::ReviewedBy, reviewed.into()),
        (C::ReviewedAt, entry.reviewed.map(|signed| signed.at).into()),
        (C::Reasons, entry.reasons.clone().into()),
    ];
    session.spend(permit, set).await
}

/// Notes what a matter took from the handbook, and whether it worked so far.
///
/// # Errors
/// Of the database.
pub(super) async fn note_picked(
    session: &Session,
    matter_id: MatterId,
    picked: impl IntoIterator<Item = (HandbookEntryId, Option<bool>)>,
) -> Result<(), Error> {
    for (entry_id, worked) in picked {
        session.insert::<handbook_use::Entity>(handbook_use::Model { entry_id, matter_id, worked }).await?;
    }
    Ok(())
}

/// Notes what is shared of a matter from now on.
///
/// # Errors
/// Of the database.
pub(super) async fn note_shared(
    session: &Session,
    matter_id: MatterId,
    shared: Pattern,
    shared_at: DateTime<Utc>,
) -> Result<(), Error> {
    let Pattern { unit, unit_name, title, pattern, management_change, indicator, risk_point } = shared;
    let row = shared_pattern::Model {
        matter_id,
        place: format!("{}-{matter_id}", shared_at.format("%Y%m%d%H%M%S%3f")),
        unit_id: unit,
        unit_name,
        title,
        pattern,
        management_change,
        indicator_id: indicator,
        risk_point,
        shared_at,
    };
    session.insert::<shared_pattern::Entity>(row).await
}

/// When the pattern of a matter was shared; now, where it was not yet.
///
/// # Errors
/// Of the database.
pub(super) async fn shared_since(session: &Session, matter_id: MatterId) -> Result<DateTime<Utc>, Error> {
    let row = session.whole::<shared_pattern::Entity>().filter(shared_pattern::Column::MatterId.eq(matter_id));
    Ok(row.one().await?.map_or(session.now(), |row| row.shared_at))
}

/// A page of shared patterns with when they were shared, the newest first; of an indicator, or with a text in their words, where one is
/// said.
///
/// # Errors
/// Of the database.
pub async fn patterns(
    reader: &Reader,
    indicator: Option<IndicatorId>,
    search: Option<&str>,
    page: Page,
) -> Result<Slice<(Pattern, DateTime<Utc>)>, Error> {
    use shared_pattern::Column as C;
    let these = Condition::all()
        .add_option(indicator.map(|indicator| C::IndicatorId.eq(indicator)))
        .add_option(search.map(|search| matching(search, [C::Title, C::Pattern, C::ManagementChange, C::RiskPoint])));
    let rows = reader.find::<shared_pattern::Entity>().filter(these);
    let slice = rows.page(page, C::Place, Order::Desc, |row| Key::Text(row.place.clone())).await?;
    slice.try_map(|row| {
        let pattern = Pattern {
            unit: row.unit_id,
            unit_name: row.unit_name,
            title: row.title,
            pattern: row.pattern,
            management_change: row.management_change,
            indicator: row.indicator_id,
            risk_point: row.risk_point,
        };
        Ok((pattern, row.shared_at))
    })
}
