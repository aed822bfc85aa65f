//! The handbook as GraphQL shows it: suggestions by indicator, proposals, and what is done to them.

use std::sync::Arc;

use async_graphql::{Context, InputObject, Object, SimpleObject};
use shared::handbook::{EntryKind, EntryState, EntryStep, Pattern, Tried, Wording};
use shared::id::{HandbookEntryId, IndicatorId, MatterId};
use shared::policy::{Action, Resource};

use super::matter::{IndicatorName, Indicators, indicator_name};
use super::number::signed;
use super::page::parts;
use super::scalar::DateTime;
use crate::app::handbook::{self as use_case, New, SeenEntry};
use crate::app::scope::Scope;
use crate::connection;
use crate::error::Error;
use crate::store::handbook::Narrowed;
use crate::store::page::Page;

/// An entry of the handbook.
#[derive(Debug, Clone)]
pub struct HandbookEntry {
    scope: Scope,
    tried: Tried,
    indicators: Indicators,
}

impl HandbookEntry {
    /// The entries of one list.
    #[must_use]
    pub fn list(scope: &Scope, entries: Vec<Tried>) -> Vec<Self> {
        let indicators = Indicators::default();
        entries.into_iter().map(|tried| Self::new(scope, tried, &indicators)).collect()
    }

    /// One entry, with the names of indicators that it shares with others of its list.
    pub(super) fn new(scope: &Scope, tried: Tried, indicators: &Indicators) -> Self {
        Self { scope: scope.clone(), tried, indicators: Arc::clone(indicators) }
    }

    fn one(scope: Scope, tried: Tried) -> Self {
        Self { scope, tried, indicators: Indicators::default() }
    }
}

/// An entry of the handbook: a common cause or a routine measure of an indicator (CJ-41).
#[Object]
impl HandbookEntry {
    /// Its id.
    async fn id(&self) -> HandbookEntryId {
        self.tried.entry.id
    }

    /// Counts its changes: what a step must have seen.
    async fn version(&self) -> i32 {
        self.tried.entry.version
    }

    /// The indicator it is about.
    async fn indicator(&self) -> Result<Option<IndicatorName>, Error> {
        indicator_name(&self.scope, &self.indicators, self.tried.entry.indicator).await
    }

    /// Cause or measure.
    async fn kind(&self) -> EntryKind {
        self.tried.entry.kind
    }

    /// The cause that a measure is against, where it is against one in particular.
    async fn against(&self) -> Option<HandbookEntryId> {
        self.tried.entry.against
    }

    /// What it says, in Chinese or in the words of who proposed it.
    async fn text(&self) -> &str {
        &self.tried.entry.wording.text
    }

    /// The same in English; may be empty.
    async fn text_en(&self) -> &str {
        &self.tried.entry.wording.text_en
    }

    /// Where it is.
    async fn state(&self) -> EntryState {
        self.tried.entry.state
    }

    /// How whoever proposed it was called.
    async fn proposer(&self) -> &str {
        &self.tried.entry.proposer
    }

    /// When it was proposed.
    async fn proposed_at(&self) -> DateTime {
        DateTime(self.tried.entry.proposed.at)
    }

    /// The diagnosis it comes from.
    async fn from(&self) -> Option<MatterId> {
        self.tried.entry.from
    }

    /// Why it was rejected or retired; empty otherwise.
    async fn reasons(&self) -> &str {
        &self.tried.entry.reasons
    }

    /// How many diagnoses picked it, whoever may see them.
    async fn used(&self) -> i32 {
        signed(self.tried.uses.used)
    }

    /// In how many of them it helped.
    async fn worked(&self) -> i32 {
        signed(self.tried.uses.worked)
    }

    /// In how many of them it did not; the others are not decided yet.
    async fn failed(&self) -> i32 {
        signed(self.tried.uses.failed)
    }

    /// What you may do with it now: nobody reviews or publishes what they proposed.
    async fn allowed_steps(&self) -> Vec<EntryStep> {
        use_case::allowed_steps(self.scope.viewer(), &self.tried.entry)
    }
}

connection!(HandbookEntryConnection, HandbookEntryEdge, HandbookEntry, "entries of the handbook");

/// A pattern of risk that somebody learnt and shared with everybody who reads the handbook (ZH-54).
#[derive(Debug, Clone)]
pub struct SharedPattern {
    scope: Scope,
    pattern: Pattern,
    shared_at: chrono::DateTime<chrono::Utc>,
    indicators: Indicators,
}

/// A pattern of risk that somebody learnt and shared with everybody who reads the handbook (ZH-54).
#[Object]
impl SharedPattern {
    /// What it is about, in one line.
    async fn title(&self) -> &str {
        &self.pattern.title
    }

    /// What was learnt.
    async fn pattern(&self) -> &str {
        &self.pattern.pattern
    }

    /// How things should be managed instead; empty where nothing was proposed.
    async fn management_change(&self) -> &str {
        &self.pattern.management_change
    }

    /// The unit that learnt it, as it was called then.
    async fn unit_name(&self) -> &str {
        &self.pattern.unit_name
    }

    /// The indicator it is about; null where it is about none, or one that you may not see.
    async fn indicator(&self) -> Result<Option<IndicatorName>, Error> {
        let Some(indicator) = self.pattern.indicator else { return Ok(None) };
        indicator_name(&self.scope, &self.indicators, indicator).await
    }

    /// The risk point it is about.
    async fn risk_point(&self) -> Option<&str> {
        self.pattern.risk_point.as_deref()
    }

    /// When it was shared.
    async fn shared_at(&self) -> DateTime {
        DateTime(self.shared_at)
    }
}

connection!(SharedPatternConnection, SharedPatternEdge, SharedPattern, "shared patterns");

/// The page of an indicator in the handbook.
#[derive(Debug, Clone, SimpleObject)]
pub struct HandbookPage {
    /// The indicator.
    pub indicator: Option<IndicatorName>,
    /// Common causes, the more promising to look at first.
    pub causes: Vec<HandbookEntry>,
    /// Routine measures, those that worked more often first; what was never tried stands in the middle.
    pub measures: Vec<HandbookEntry>,
    /// Whether you may propose an entry.
    pub may_propose: bool,
}

impl HandbookPage {
    /// The page of an indicator with its published entries, the more promising first; `indicators` may be shared with other pages.
    ///
    /// # Errors
    /// Of the database.
    pub async fn of(
        scope: &Scope,
        indicators: &Indicators,
        indicator: IndicatorId,
        entries: Vec<Tried>,
    ) -> Result<Self, Error> {
        let (causes, measures) = entries.into_iter().partition(|tried| tried.entry.kind == EntryKind::Cause);
        Ok(Self {
            indicator: indicator_name(scope, indicators, indicator).await?,
            causes: HandbookEntry::list(scope, causes),
            measures: HandbookEntry::list(scope, measures),
            may_propose: scope.viewer().may(Resource::Handbook, Action::Write),
        })
    }
}

/// Queries of the handbook.
#[derive(Debug, Default)]
pub struct HandbookQuery;

#[Object]
impl HandbookQuery {
    /// What the handbook says about an indicator: the published causes and measures.
    async fn handbook(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The indicator.")] indicator: IndicatorId,
    ) -> Result<HandbookPage, Error> {
        let scope = Scope::of(ctx)?;
        let entries = use_case::of_indicator(&*scope.reader().await?, indicator).await?;
        HandbookPage::of(&scope, &Indicators::default(), indicator, entries).await
    }

    /// Entries in any state, the newest first.
    async fn handbook_entries(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1–100.")] first: i32,
        #[graphql(desc = "After the entry with this cursor.")] after: Option<String>,
        #[graphql(desc = "In this state.")] state: Option<EntryState>,
        #[graphql(desc = "About this indicator.")] indicator: Option<IndicatorId>,
        #[graphql(desc = "With this text in their words.")] search: Option<String>,
    ) -> Result<HandbookEntryConnection, Error> {
        let scope = Scope::of(ctx)?;
        let page = Page::try_new(first, after.as_deref())?;
        let search = search.filter(|search| !search.trim().is_empty());
        let narrowed = Narrowed { indicator, state, search };
        let slice = use_case::entries(&*scope.reader().await?, &narrowed, page).await?;
        Ok(parts(slice, |entries| HandbookEntry::list(&scope, entries))?.into())
    }

    /// Patterns of risk that were shared with everybody who reads the handbook, the newest first (ZH-54).
    async fn shared_patterns(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1–100.")] first: i32,
        #[graphql(desc = "After the pattern with this cursor.")] after: Option<String>,
        #[graphql(desc = "About this indicator.")] indicator: Option<IndicatorId>,
        #[graphql(desc = "With this text in their words.")] search: Option<String>,
    ) -> Result<SharedPatternConnection, Error> {
        let scope = Scope::of(ctx)?;
        let page = Page::try_new(first, after.as_deref())?;
        let search = search.filter(|search| !search.trim().is_empty());
        let slice = use_case::patterns(&*scope.reader().await?, indicator, search.as_deref(), page).await?;
        let indicators = Indicators::default();
        let one = |(pattern, shared_at)| SharedPattern {
            scope: scope.clone(),
            pattern,
            shared_at,
            indicators: Arc::clone(&indicators),
        };
        Ok(parts(slice, |found| found.into_iter().map(one).collect())?.into())
    }
}

/// An entry that is proposed.
#[derive(Debug, InputObject)]
pub struct HandbookProposal {
    /// The indicator it is about.
    indicator: IndicatorId,
    /// Cause or measure.
    kind: EntryKind,
    /// The cause that a measure is against, where it is against one in particular.
    against: Option<HandbookEntryId>,
    /// What it says, at most 500 characters.
    text: String,
    /// The same in English, at most 500 characters; may be empty.
    text_en: Option<String>,
}

/// Mutations of the handbook.
#[derive(Debug, Default)]
pub struct HandbookMutation;

#[Object]
impl HandbookMutation {
    /// Proposes an entry; somebody else reviews it.
    async fn propose_handbook_entry(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is proposed.")] input: HandbookProposal,
    ) -> Result<HandbookEntry, Error> {
        let scope = Scope::of(ctx)?;
        let HandbookProposal { indicator, kind, against, text, text_en } = input;
        let wording = Wording { text, text_en: text_en.unwrap_or_default() };
        let tried = use_case::propose(&scope, New { indicator, kind, against, wording }).await?;
        Ok(HandbookEntry::one(scope, tried))
    }

    /// Looks at a proposal and puts it into its words; whoever proposed it may not.
    async fn review_handbook_entry(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The entry.")] entry: HandbookEntryId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "What it shall say, at most 500 characters.")] text: String,
        #[graphql(desc = "The same in English, at most 500 characters; may be empty.", default)] text_en: String,
    ) -> Result<HandbookEntry, Error> {
        let scope = Scope::of(ctx)?;
        let tried = use_case::review(&scope, SeenEntry { id: entry, version }, Wording { text, text_en }).await?;
        Ok(HandbookEntry::one(scope, tried))
    }

    /// Puts a reviewed entry into the handbook: from now on it is suggested. Whoever proposed it may not.
    async fn publish_handbook_entry(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The entry.")] entry: HandbookEntryId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
    ) -> Result<HandbookEntry, Error> {
        let scope = Scope::of(ctx)?;
        let tried = use_case::publish(&scope, SeenEntry { id: entry, version }).await?;
        Ok(HandbookEntry::one(scope, tried))
    }

    /// Does not take a proposal up.
    async fn reject_handbook_entry(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The entry.")] entry: HandbookEntryId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "Why.")] reasons: String,
    ) -> Result<HandbookEntry, Error> {
        let scope = Scope::of(ctx)?;
        let tried = use_case::reject(&scope, SeenEntry { id: entry, version }, &reasons).await?;
        Ok(HandbookEntry::one(scope, tried))
    }

    /// No longer suggests a published entry; where it was picked it stays.
    async fn retire_handbook_entry(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The entry.")] entry: HandbookEntryId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "Why.")] reasons: String,
    ) -> Result<HandbookEntry, Error> {
        let scope = Scope::of(ctx)?;
        let tried = use_case::retire(&scope, SeenEntry { id: entry, version }, &reasons).await?;
        Ok(HandbookEntry::one(scope, tried))
    }
}
