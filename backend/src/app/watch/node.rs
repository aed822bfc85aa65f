//! Nodes of indicators: when the window of one opens, each unit that answers for it gets its task, once, however often one looks.

use chrono::NaiveDate;
use shared::id::UnitId;
use shared::matter::words::{MOST_TITLE, MOST_WORDS, shortened};
use shared::matter::{MatterKind, NoticeReason, Side};
use shared::policy::Action;
use shared::task::node::Node;
use shared::task::{Opening, Roles, Source, TaskKind};

use super::Watcher;
use crate::app::matter::{Author, numbered, record};
use crate::app::task::node::{Listed, listed};
use crate::app::task::{self, from_above};
use crate::error::Error;
use crate::store::account::recipient;
use crate::store::task::node as store;
use crate::store::{Session, matter, notice};

impl Watcher {
    /// Makes the tasks of the nodes whose window is open today; says how many. Nothing is made for a day on which the indicator of a node
    /// is no longer used. Each node is a transaction of its own.
    ///
    /// # Errors
    /// Of the database.
    pub async fn nodes(&self) -> Result<u32, Error> {
        let reader = self.reader().await?;
        let nodes = store::nodes(&reader, None).await?;
        let calendar = crate::app::matter::calendar(&reader).await?;
        let today = shared::calendar::local_day((self.now)());
        let due = |node: &Node| node.content.open_window(&calendar, today);
        let open_today = nodes.into_iter().filter(|node| node.is_active && due(node).is_some()).collect();
        let open_today = listed(&reader, open_today).await?;
        drop(reader);
        let mut made = 0;
        for Listed { node, retired } in &open_today {
            let Some(due) = due(node).filter(|due| node.is_watched_on(*due, *retired)) else { continue };
            match self.open_one(node, due).await {
                Ok(opened) => made += opened,
                // The others are not kept waiting by one that fails.
                Err(error) => tracing::error!(%error, node = %node.id, "the tasks of a node could not be made"),
            }
        }
        Ok(made)
    }

    async fn open_one(&self, node: &Node, due: NaiveDate) -> Result<u32, Error> {
        let session = self.session().await?;
        let made = open(&session, node, due).await?;
        session.commit().await?;
        Ok(made)
    }
}

/// The tasks of a node and day that are not made yet.
async fn open(session: &Session, node: &Node, due: NaiveDate) -> Result<u32, Error> {
    let there = store::made_for(session, node.id, node.content.due.turn(due)).await?;
    let author = Author::of(session).await?;
    let mut made = 0;
    for (unit, level) in store::units(session).await? {
        if node.content.is_for(unit, &level) && !there.contains(&unit) {
            one(session, node, unit, due, &author).await?;
            made += 1;
        }
    }
    Ok(made)
}

async fn one(session: &Session, node: &Node, unit: UnitId, due: NaiveDate, author: &Author) -> Result<(), Error> {
    let hand = author.hand(session, None);
    let parties = from_above(session, unit).await?;
    let permit = matter::permit_to_open(session, Action::Order, &parties).await?;
    let content = &node.content;
    let (id, number) = numbered(session, MatterKind::Task).await?;
    let opening = Opening {
        id,
        number,
        kind: TaskKind::Node,
        manner: None,
        source: Source::Node { node: node.id },
        template: None,
        parties,
        roles: Roles::default(),
        title: shortened(&content.name, MOST_TITLE),
        what: shortened(&content.what, MOST_WORDS),
        how: shortened(&content.how, MOST_WORDS),
        indicator: Some(node.indicator),
        due,
        draft: false,
    };
    let (made, event) = task::open(session, permit, opening, None, &hand).await?;
    store::made(session, node.id, unit, due, made.id).await?;
    record(session, &made, &event);
    let accounts = recipient::of_side(session, Side::Responsible, &made.parties).await?;
    let accounts: Vec<_> = accounts.into_iter().collect();
    notice::tell(session, &accounts, made.id, 1, NoticeReason::DueSoon).await
}
