//! What is told as it happens, over `/graphql/ws`: the present at once, and what changes after it.

use std::sync::Arc;

use async_graphql::{Context, SimpleObject, Subscription};
use futures::{Stream, StreamExt as _};
use shared::id::MatterId;

use super::Result;
use super::matter::{InboxMessage, MatterEvent};
use crate::app::live::news::{self, InboxNews, MatterNews};
use crate::app::live::{Guest, Turn};
use crate::error::Error;

/// What became of your inbox.
#[derive(Debug, SimpleObject)]
pub struct InboxChange {
    /// How many of your messages are unread now.
    pub unread: i64,
    /// Messages that came since you were told last, the newest first, at most 10; none at the beginning.
    pub came: Vec<InboxMessage>,
    /// Held until the answer is made.
    #[graphql(skip)]
    pub turn: Turn,
}

impl From<InboxNews> for InboxChange {
    fn from(news: InboxNews) -> Self {
        let InboxNews { unread, came, scope, turn } = news;
        let unread = i64::try_from(unread).unwrap_or(i64::MAX);
        Self { unread, came: InboxMessage::list(&scope, came), turn }
    }
}

/// What became of a matter.
#[derive(Debug, SimpleObject)]
pub struct MatterChange {
    /// Its id.
    pub id: MatterId,
    /// Its version now: whoever shows an older one shows what is no longer so.
    pub version: i32,
    /// The code of its state now.
    pub state: String,
    /// The newest line of its time-line.
    pub event: Option<MatterEvent>,
    /// Held until the answer is made.
    #[graphql(skip)]
    pub turn: Turn,
}

impl From<MatterNews> for MatterChange {
    fn from(news: MatterNews) -> Self {
        let MatterNews { line, event, turn, .. } = news;
        Self { id: line.id, version: line.version, state: line.state, event: event.map(Into::into), turn }
    }
}

fn guest(ctx: &Context<'_>) -> Result<Arc<Guest>> {
    Ok(ctx.data_opt::<Arc<Guest>>().cloned().ok_or(Error::Unauthenticated)?)
}

/// What is told as it happens, over a WebSocket at `/graphql/ws` (graphql-transport-ws). Who you are and what you may see is asked anew
/// for everything you are told.
#[derive(Debug)]
pub struct Subscription;

/// What is told as it happens, over a WebSocket at `/graphql/ws` (graphql-transport-ws). Who you are and what you may see is asked anew
/// for everything you are told.
#[Subscription]
impl Subscription {
    /// Your inbox: how many messages are unread, at once and whenever that changes or a message comes.
    async fn inbox_changed(&self, ctx: &Context<'_>) -> Result<impl Stream<Item = Result<InboxChange>> + use<>> {
        Ok(news::inbox(guest(ctx)?).map(|news| Ok(news?.into())))
    }

    /// A matter you may see: its version at once, and again whenever a step was taken. NOT_FOUND ends it, as soon as you may not see it.
    async fn matter_changed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The matter.")] id: MatterId,
    ) -> Result<impl Stream<Item = Result<MatterChange>> + use<>> {
        Ok(news::matter(guest(ctx)?, id).map(|news| Ok(news?.into())))
    }
}
