//! What a diagnosis takes from the handbook, what it adds to it, and what the handbook suggests in it (CJ-41).

use std::collections::HashMap;

use shared::diagnosis::Diagnosis;
use shared::diagnosis::pages::{Line, Pages, lost_most};
use shared::error::Refusal;
use shared::handbook::{EntryKind, Tried, Wording, suggested};
use shared::id::{HandbookEntryId, IndicatorId, MatterId};
use shared::matter::{OfScore, Weak};
use shared::number::Points;
use shared::policy::{Action, Resource};

use crate::app::cockpit::library::library;
use crate::app::handbook::{Choice, New, proposed};
use crate::app::rectification::published;
use crate::error::Error;
use crate::store::{Reader, Session, cell, handbook};

/// The pages a diagnosis takes from and adds to, with what of them is picked or was picked as a cause.
#[derive(Debug)]
pub(super) struct Book {
    diagnosis: MatterId,
    pages: Pages,
    known: Vec<Tried>,
}

impl Book {
    /// Opens the pages where something is picked.
    ///
    /// # Errors
    /// Of the database.
    pub(super) async fn of(reader: &Reader, it: &Diagnosis, mut picked: Vec<HandbookEntryId>) -> Result<Self, Error> {
        picked.extend(it.causes.iter().filter_map(|cause| cause.entry));
        let known = handbook::some(reader, &picked).await?;
        let pages = Pages::of(&it.about, &scheme(reader, &it.about).await?);
        Ok(Self { diagnosis: it.id, pages, known })
    }

    /// What is picked, or written and, if wanted, proposed: its words, and the entry where there is one. A measure may be `against` the
    /// entry of a cause; `at` says where it stands in what was sent.
    ///
    /// # Errors
    /// [`Refusal::NotInHandbook`] for what is no published entry of the kind on one of the pages, and for a proposal to none of them;
    /// [`Error::Forbidden`] for a proposal by whoever may not make one.
    pub(super) async fn take(
        &self,
        session: &Session,
        choice: Choice,
        (kind, against): (EntryKind, Option<HandbookEntryId>),
        at: &str,
    ) -> Result<(String, Option<HandbookEntryId>), Error> {
        let Choice { what, entry, propose, page } = choice;
        match entry {
            Some(id) => {
                let found = self.pages.entry(&self.known, id, kind, self.diagnosis);
                let found = found.ok_or_else(|| Refusal::NotInHandbook { field: format!("{at}.entry") })?;
                let words = if what.trim().is_empty() { found.wording.text.clone() } else { what };
                Ok((words, Some(id)))
            }
            None if propose => {
                let of_cause = against.and_then(|cause| self.page_of(cause));
                let nowhere = || Refusal::NotInHandbook { field: format!("{at}.proposeTo") };
                let indicator = self.pages.page(page, of_cause).ok_or_else(nowhere)?;
                // A measure on one page is against no cause on another.
                let against = against.filter(|_| of_cause == Some(indicator));
                let wording = Wording { text: what, text_en: String::new() };
                let new = New { indicator, kind, against, wording };
                let entry = proposed(session, new, Some(self.diagnosis)).await?;
                Ok((entry.wording.text, Some(entry.id)))
            }
            None => Ok((what, None)),
        }
    }

    /// The indicator on whose page an entry stands.
    fn page_of(&self, entry: HandbookEntryId) -> Option<IndicatorId> {
        self.known.iter().find(|tried| tried.entry.id == entry).map(|tried| tried.entry.indicator)
    }
}

/// The lines of the scheme of a score, as far as the viewer may read the library; a value asks for none.
async fn scheme(reader: &Reader, weak: &Weak) -> Result<Vec<Line>, Error> {
    let Some(of) = weak.score() else { return Ok(Vec::new()) };
    match library(reader, Some(of.scheme)).await {
        Ok(library) => Ok(library.briefs.iter().map(|brief| Line::from(&**brief)).collect()),
        Err(Error::NotFound | Error::Forbidden) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

/// What the handbook suggests about one indicator.
#[derive(Debug, Clone)]
pub struct Suggested {
    /// The indicator.
    pub indicator: IndicatorId,
    /// The points it lost in the score; none in a diagnosis of its value.
    pub lost: Option<Points>,
    /// The published entries, the more promising first.
    pub entries: Vec<Tried>,
}

/// What the handbook suggests in a diagnosis: about the indicator that is weak, or about those that lost most points in the score, the
/// most lost first. Nothing for whoever may not read the handbook.
///
/// # Errors
/// Of the database.
pub async fn suggestions(reader: &Reader, it: &Diagnosis) -> Result<Vec<Suggested>, Error> {
    if !reader.viewer().may(Resource::Handbook, Action::Read) {
        return Ok(Vec::new());
    }
    let pages: Vec<(IndicatorId, Option<Points>)> = match &it.about {
        Weak::Value(about) => vec![(about.indicator, None)],
        Weak::Score(of) => {
            let scheme = scheme(reader, &it.about).await?;
            lost(reader, of, &scheme).await?.into_iter().map(|(indicator, lost)| (indicator, Some(lost))).collect()
        }
    };
    let indicators: Vec<IndicatorId> = pages.iter().map(|(indicator, _)| *indicator).collect();
    let mut entries: HashMap<IndicatorId, Vec<Tried>> = HashMap::new();
    for tried in handbook::published(reader, &indicators).await? {
        entries.entry(tried.entry.indicator).or_default().push(tried);
    }
    let page = |(indicator, lost): (IndicatorId, Option<Points>)| {
        let entries = suggested(entries.remove(&indicator).unwrap_or_default());
        Suggested { indicator, lost, entries }
    };
    Ok(pages.into_iter().map(page).collect())
}

/// What the indicators lost in the score, as far as the viewer may see their values.
async fn lost(reader: &Reader, of: &OfScore, scheme: &[Line]) -> Result<Vec<(IndicatorId, Points)>, Error> {
    let runs = published(reader, of.scheme, &[of.period]).await?;
    let cells = cell::cells(reader, &runs, &[of.subject], &[]).await?;
    Ok(lost_most(of, scheme, &cells))
}
