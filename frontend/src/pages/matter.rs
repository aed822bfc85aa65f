//! What all kinds of matters share on screen: how other pages name one, and the frame of its own page, which is asked at its address, asked
//! anew as the matter changes, and read once it is opened.

pub mod clock;
pub mod life;
pub mod links;
pub mod list;
mod meanwhile;
pub mod saying;
pub mod time_line;

use std::future::Future;
use std::pin::Pin;

use graphql_client::GraphQLQuery;
use leptos::prelude::*;

use self::meanwhile::Meanwhile;
use self::time_line::Event;
use crate::address::Address;
use crate::api::codes::MatterKind;
use crate::api::failure::Failure;
use crate::api::schema::MatterId;
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::Locale;
use crate::operations;
use crate::parts::badge::tag;
use crate::parts::card;
use crate::shell::news::news;

operations!("src/pages/matter.graphql": MarkMatterRead);
use ask::{MarkMatterRead, mark_matter_read};

/// The page of a matter.
pub const fn address(kind: MatterKind, id: MatterId) -> Address {
    match kind {
        MatterKind::Warning => Address::Warning(id),
        MatterKind::Rectification => Address::Rectification(id),
        MatterKind::Diagnosis => Address::Diagnosis(id),
        MatterKind::Task => Address::Task(id),
    }
}

/// Which matter of a kind an address leads to.
const fn at(kind: MatterKind, address: &Address) -> Option<MatterId> {
    match (kind, address) {
        (MatterKind::Warning, Address::Warning(id))
        | (MatterKind::Rectification, Address::Rectification(id))
        | (MatterKind::Diagnosis, Address::Diagnosis(id))
        | (MatterKind::Task, Address::Task(id)) => Some(*id),
        _ => None,
    }
}

/// A matter by number and title.
pub fn link(kind: MatterKind, id: MatterId, number: &str, title: &str) -> AnyView {
    card::link(address(kind, id).to_string(), format!("{number} {title}"))
}

/// A day in a cell: it stays in one piece, however narrow that is.
pub fn day(day: &str) -> AnyView {
    view! { <time>{day.to_owned()}</time> }.into_any()
}

/// That something is late; nothing where it is not.
pub fn late(locale: Locale, overdue: bool) -> Option<AnyView> {
    overdue.then(|| tag("watch", locale.text.matters().overdue))
}

/// A step on its way: what came of it the page asks for anew.
pub type Sent = Pin<Box<dyn Future<Output = Result<(), Failure>>>>;

/// A matter that is asked for once more.
type Again = Pin<Box<dyn Future<Output = Result<Seen, Failure>>>>;

/// What every step needs to know of a matter, whatever its kind.
pub struct Seen {
    pub id: MatterId,
    pub version: i64,
    /// The steps open to the viewer.
    pub steps: Vec<&'static str>,
    /// What was done and said, oldest first.
    pub events: Vec<Event>,
}

/// What is being written on the page itself. It outlives the answer on screen: a step taken meanwhile does not throw it away.
#[derive(Clone, Copy)]
pub struct Drafts {
    /// Under the time-line.
    pub comment: RwSignal<String>,
    /// In the work log: the day, the minutes, the words.
    pub log: [RwSignal<String>; 3],
}

impl Drafts {
    fn new() -> Self {
        let empty = || RwSignal::new(String::new());
        Self { comment: empty(), log: [empty(), empty(), empty()] }
    }

    fn clear(self) {
        self.log.into_iter().chain([self.comment]).for_each(|draft| draft.set(String::new()));
    }
}

/// What every step takes: the matter as it was seen, and whom to tell that it has changed.
#[derive(Clone, Copy)]
pub struct Acting {
    pub frame: Frame,
    pub id: MatterId,
    pub changed: Callback<()>,
    pub drafts: Drafts,
    kind: MatterKind,
    /// The version a step is sent with: the one on screen, or the one a form has told of since.
    version: RwSignal<i64>,
    /// How many lines of the time-line are on screen.
    told: usize,
    /// The step that a form takes; none for the page itself.
    step: Option<&'static str>,
    again: Callback<MatterId, Again>,
    meanwhile: RwSignal<Option<Meanwhile>>,
}

impl Acting {
    /// For a form of its own that takes a step: what happens while it is filled in is told in it, and nowhere else.
    pub fn taking(self, step: &'static str) -> Self {
        let version = RwSignal::new(self.version());
        Self { version, step: Some(step), meanwhile: RwSignal::new(None), ..self }
    }

    /// The version the reader knows of.
    pub fn version(self) -> i64 {
        self.version.get_untracked()
    }

    /// Sends a step.
    pub fn sent<Q>(self, variables: Q::Variables) -> Sent
    where
        Q: GraphQLQuery + 'static,
        Q::ResponseData: 'static,
    {
        let asking = self.frame.client.ask::<Q>(variables);
        self.in_time(Box::pin(async move { asking.await.map(drop) }))
    }

    /// The step of a dialog was taken.
    pub fn done(self, open: RwSignal<bool>) {
        self.meanwhile.set(None);
        open.set(false);
        self.changed.run(());
    }
}

/// The page of a matter of a kind. `ask` asks for one by its id; `seen` says which one an answer shows, and in which version.
pub fn page<T, F>(
    frame: Frame,
    kind: MatterKind,
    ask: impl Fn(MatterId) -> F + Copy + Send + Sync + 'static,
    seen: fn(&T) -> Seen,
    draw: impl Fn(Acting, &T) -> AnyView + Send + 'static,
) -> AnyView
where
    T: Send + Sync + 'static,
    F: Future<Output = Result<T, Failure>> + 'static,
{
    let id = Memo::new(move |before: Option<&Option<MatterId>>| {
        at(kind, &frame.history.address()).or_else(|| before.copied().flatten())
    });
    let drafts = Drafts::new();
    Effect::new(move |_| {
        if let Some(id) = id.get() {
            drafts.clear();
            read(frame, id);
        }
    });
    let load = Load::new(move || {
        let asking = id.get().map(ask);
        async move {
            match asking {
                Some(asking) => asking.await,
                None => Err(Failure::of_status(404, String::new())),
            }
        }
    });
    let changed = Callback::new(move |()| load.again());
    let again = Callback::new(move |id| -> Again {
        let asking = ask(id);
        Box::pin(async move { asking.await.map(|answer| seen(&answer)) })
    });
    let shown = move || load.ready().map(|answer| seen(&answer).version);
    let news = news(frame, kind, id, shown, changed);
    let matter = load.page(frame.locale, move |answer| {
        let Seen { id, version, events, .. } = seen(&answer);
        let (version, meanwhile) = (RwSignal::new(version), RwSignal::new(None));
        let (told, step) = (events.len(), None);
        draw(Acting { frame, id, changed, drafts, kind, version, told, step, again, meanwhile }, &answer)
    });
    view! { {news} {matter} }.into_any()
}

/// Whoever opens it has read what they were told of it.
fn read(frame: Frame, matter: MatterId) {
    leptos::task::spawn_local(async move {
        // Nothing on this page depends on it: where it fails, the messages stay unread.
        drop(frame.client.ask::<MarkMatterRead>(mark_matter_read::Variables { matter }).await);
    });
}

/// What stands at the head of a matter's page.
pub struct Head<'a> {
    /// The list it is in, and what that is called.
    pub list: (Address, &'static str),
    /// What it is of, between the list and its number.
    pub of: Option<&'static str>,
    pub number: &'a str,
    pub title: &'a str,
    /// Its state and what else marks it.
    pub marks: AnyView,
    /// The steps open to the viewer.
    pub tools: AnyView,
}

/// Where it is, its title, and what can be done.
pub fn head(locale: Locale, it: Head<'_>) -> AnyView {
    let Head { list: (list, listed), of, number, title, marks, tools } = it;
    view! {
        <nav class="crumbs"><ol>
            <li><a href=list.to_string()>{listed}</a></li>
            {of.map(|of| view! { <li>{of}</li> })}
            <li>{number.to_owned()}</li>
        </ol></nav>
        <div class="head">
            <h1>{title.to_owned()}</h1>
            <p class="meta">{marks} " · " {number.to_owned()}</p>
            <div class="tools">
                <button class="button" type="button" on:click=|_| drop(window().print())>{locale.text.common.print}</button>
                {tools}
            </div>
        </div>
    }
    .into_any()
}

/// What both sides have to do with it, the work itself, and what was said about it: side by side where there is room.
pub fn columns(sides: impl IntoView + 'static, work: impl IntoView + 'static, talk: AnyView) -> AnyView {
    view! {
        <div class="order">
            <div class="order-sides">{sides.into_any()}</div>
            <div class="order-work">{work.into_any()}</div>
            <div class="order-talk">{talk}</div>
        </div>
    }
    .into_any()
}
