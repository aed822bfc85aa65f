//! Matters: what can be asked of all of them alike. What every matter shows is in `matter/`, what one kind shows in files of its own.

use async_graphql::{Context, Object};
use shared::calendar::local_day;
use shared::id::{MatterId, NoticeId};
use shared::matter::{MatterKind, MatterOrder};
use shared::period::Period;

use super::page::parts;
use crate::app::desk as use_case;
use crate::app::punctual;
use crate::app::scope::Scope;
use crate::error::Error;
use crate::store::page::Page;

mod alike;
mod clock;
mod desk;
mod event;
mod inbox;
mod link;
mod list;
mod name;

pub use alike::Alike;
pub use clock::{MatterClock, MatterClocks, Punctuality, UnitPunctuality};
pub use desk::{Desk, DeskItem};
pub use event::{MatterEvent, time_line};
pub use inbox::{InboxConnection, InboxEdge, InboxMessage};
pub use link::{MatterLink, links};
pub use list::{Matter, MatterConnection, MatterEdge, MatterFilter};
pub use name::{IndicatorName, Indicators, MatterParties, PersonName, UnitName, indicator_name, indicator_of};

/// Queries of matters, the desk and the inbox.
#[derive(Debug, Default)]
pub struct MatterQuery;

#[Object]
impl MatterQuery {
    /// Matters you may see on either side; the newest number first, where no other order is asked for.
    async fn matters(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1–100.")] first: i32,
        #[graphql(desc = "After the matter with this cursor.")] after: Option<String>,
        #[graphql(desc = "Which.")] filter: Option<MatterFilter>,
        #[graphql(desc = "In which order; a cursor is of the order it was given in.")] order_by: Option<MatterOrder>,
    ) -> Result<MatterConnection, Error> {
        let scope = Scope::of(ctx)?;
        let filter = filter.map(|filter| filter.read(local_day(scope.now()))).unwrap_or_default();
        let page = Page::try_new(first, after.as_deref())?;
        let order = order_by.unwrap_or(MatterOrder::Number);
        let slice = use_case::matters(&*scope.reader().await?, &filter, order, page).await?;
        Ok(parts(slice, |lines| Matter::list(&scope, lines))?.into())
    }

    /// What waits for you, the most urgent first.
    async fn desk(&self, ctx: &Context<'_>, #[graphql(desc = "How many, 1–100.")] first: i32) -> Result<Desk, Error> {
        let scope = Scope::of(ctx)?;
        let page = Page::try_new(first, None)?;
        let found = use_case::desk(&*scope.reader().await?, page.first).await?;
        Ok(Desk::new(&scope, &found))
    }

    /// Your messages, newest first.
    async fn inbox(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1–100.")] first: i32,
        #[graphql(desc = "After the message with this cursor.")] after: Option<String>,
        #[graphql(desc = "Unread ones alone.", default)] unread: bool,
    ) -> Result<InboxConnection, Error> {
        let scope = Scope::of(ctx)?;
        let page = Page::try_new(first, after.as_deref())?;
        let slice = use_case::inbox(&*scope.reader().await?, unread, page).await?;
        Ok(parts(slice, |found| InboxMessage::list(&scope, found))?.into())
    }

    /// How punctual each unit was in the matters of a kind that were opened in a span of periods, as far as you may see them; the least
    /// punctual first.
    async fn unit_punctuality(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of which matters.")] kind: MatterKind,
        #[graphql(desc = "The first period.")] from: Period,
        #[graphql(desc = "The last period.")] to: Period,
    ) -> Result<Vec<UnitPunctuality>, Error> {
        let scope = Scope::of(ctx)?;
        let units = punctual::units(&*scope.reader().await?, kind, from, to).await?;
        Ok(units.into_iter().map(Into::into).collect())
    }

    /// How many of your messages are unread.
    async fn unread_messages(&self, ctx: &Context<'_>) -> Result<i64, Error> {
        let scope = Scope::of(ctx)?;
        let unread = use_case::unread(&*scope.reader().await?).await?;
        Ok(i64::try_from(unread).unwrap_or(i64::MAX))
    }
}

/// Mutations of the inbox.
#[derive(Debug, Default)]
pub struct MatterMutation;

#[Object]
impl MatterMutation {
    /// Marks messages as read: those named; all of a matter; or, where neither is named, all. Answers with how many are unread then.
    async fn mark_read(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "These messages.")] messages: Option<Vec<NoticeId>>,
        #[graphql(desc = "The messages of this matter.")] matter: Option<MatterId>,
    ) -> Result<i64, Error> {
        let unread = use_case::mark_read(&Scope::of(ctx)?, messages.as_deref(), matter).await?;
        Ok(i64::try_from(unread).unwrap_or(i64::MAX))
    }
}
