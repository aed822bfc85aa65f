//! `/rectifications/…`: one rectification as both sides see it: whose turn it is, what is wrong, what was said, and what later numbers
//! show (ZH-51, ZH-54, NY-18).

mod about;
pub(super) mod actions;
mod asked;
pub(super) mod clocks;
mod dialogs;
pub(super) mod drawing;
mod effect;
mod files;
mod head;
mod measures;
mod outcome;
mod plan;
mod time_line;

use std::future::Future;
use std::pin::Pin;

use graphql_client::GraphQLQuery;
use leptos::prelude::*;

use crate::address::Address;
use crate::api::codes::MatterKind;
use crate::api::failure::Failure;
use crate::api::schema::MatterId;
use crate::frame::Frame;
use crate::load::Load;
use crate::operations;
use crate::parts::card::signature;
use crate::shell::news::news;

operations!("src/pages/rectification.graphql": RectificationPage, MarkRead);
use ask::{MarkRead, RectificationPage, mark_read, rectification_page};

pub use head::state_tag;

type Shown = rectification_page::RectificationPageRectification;
type Clock = rectification_page::RectificationPageRectificationClocksAll;
type Done = rectification_page::RectificationPageRectificationTimeLine;
type Planned = rectification_page::RectificationPageRectificationMeasures;
type Dispute = rectification_page::RectificationPageRectificationDisputes;
type Request = rectification_page::RectificationPageRectificationRequests;
type Bound = rectification_page::RectificationPageRectificationEffect;
type Link = rectification_page::RectificationPageRectificationLinks;

/// A step on its way: what came of it the page asks for anew.
pub(super) type Sent = Pin<Box<dyn Future<Output = Result<(), Failure>>>>;

/// What every step takes: the matter as it was seen, and whom to tell that it has changed.
#[derive(Clone, Copy)]
pub(super) struct Acting {
    pub frame: Frame,
    pub id: MatterId,
    pub version: i64,
    pub changed: Callback<()>,
}

impl Acting {
    /// Sends a step.
    pub fn sent<Q>(self, variables: Q::Variables) -> Sent
    where
        Q: GraphQLQuery + 'static,
        Q::ResponseData: 'static,
    {
        let asking = self.frame.client.ask::<Q>(variables);
        Box::pin(async move { asking.await.map(drop) })
    }

    /// The step of a dialog was taken.
    pub fn done(self, open: RwSignal<bool>) {
        open.set(false);
        self.changed.run(());
    }
}

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let id = Memo::new(move |before: Option<&Option<MatterId>>| match frame.history.address() {
        Address::Rectification(id) => Some(id),
        _ => before.copied().flatten(),
    });
    // What is being written outlives the answer on screen: a step taken meanwhile does not throw it away.
    let draft = RwSignal::new(String::new());
    Effect::new(move |_| {
        if let Some(id) = id.get() {
            draft.set(String::new());
            read(frame, id);
        }
    });
    let load = Load::new(move || {
        let id = id.get();
        async move {
            let id = id.ok_or_else(|| Failure::of_status(404, String::new()))?;
            frame.client.ask::<RectificationPage>(rectification_page::Variables { id }).await
        }
    });
    let changed = Callback::new(move |()| load.again());
    let shown = move || load.ready().map(|answer| answer.rectification.version);
    let news = news(frame, MatterKind::Rectification, id, shown, changed);
    let order = load.page(frame.locale, move |answer| {
        let it = &answer.rectification;
        sections(Acting { frame, id: it.id, version: it.version, changed }, it, draft)
    });
    view! { {news} {order} }.into_any()
}

/// Whoever opens it has read what they were told of it.
fn read(frame: Frame, matter: MatterId) {
    leptos::task::spawn_local(async move {
        // Nothing on this page depends on it: where it fails, the messages stay unread.
        drop(frame.client.ask::<MarkRead>(mark_read::Variables { matter }).await);
    });
}

fn sections(acting: Acting, it: &Shown, draft: RwSignal<String>) -> AnyView {
    let frame = acting.frame;
    view! {
        {head::head(acting, it)}
        {head::life(frame.locale, it)}
        <div class="order">
            <div class="order-sides">
                {clocks::clocks(frame.locale, it)}
                {about::about(frame, it)}
                {asked::requests(acting, it)}
                {asked::disputes(frame.locale, it)}
            </div>
            <div class="order-work">
                {effect::effect(frame.locale, it)}
                {measures::measures(acting, it)}
                {files::files(acting, it)}
                {outcome::outcome(frame.locale, it)}
                {outcome::links(frame.locale, it)}
            </div>
            <div class="order-talk">{time_line::time_line(acting, it, draft)}</div>
        </div>
        {signature(frame.locale)}
    }
    .into_any()
}
