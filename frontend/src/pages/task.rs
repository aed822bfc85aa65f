//! `/tasks/…`: one task: what to do and how comes first, then who has which part, what can be done, and what was done (ZH-56, ZH-60).

mod actions;
mod dialogs;
mod findings;
mod guide;
mod life;

use std::future::Future;
use std::pin::Pin;

use graphql_client::GraphQLQuery;
use leptos::prelude::*;

use crate::address::Address;
use crate::api::codes::MatterKind;
use crate::api::codes::TaskState;
use crate::api::failure::Failure;
use crate::api::schema::MatterId;
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::Locale;
use crate::locale::word::Word;
use crate::operations;
use crate::pages::evidence::{self, Hung};
use crate::parts::badge::tag;
use crate::shell::news::news;

operations!("src/pages/task.graphql": TaskPage, MarkTaskRead);
use ask::{MarkTaskRead, TaskPage, mark_task_read, task_page};

type Shown = task_page::TaskPageTask;
type Clock = task_page::TaskPageTaskClocksAll;
type Done = task_page::TaskPageTaskTimeLine;
type Finding = task_page::TaskPageTaskFindings;
type Link = task_page::TaskPageTaskLinks;

/// A step on its way: what came of it the page asks for anew.
type Sent = Pin<Box<dyn Future<Output = Result<(), Failure>>>>;

/// What every step takes: the task as it was seen, and whom to tell that it has changed.
#[derive(Clone, Copy)]
struct Acting {
    frame: Frame,
    id: MatterId,
    version: i64,
    changed: Callback<()>,
}

impl Acting {
    /// Sends a step.
    fn sent<Q>(self, variables: Q::Variables) -> Sent
    where
        Q: GraphQLQuery + 'static,
        Q::ResponseData: 'static,
    {
        let asking = self.frame.client.ask::<Q>(variables);
        Box::pin(async move { asking.await.map(drop) })
    }

    /// The step of a dialog was taken.
    fn done(self, open: RwSignal<bool>) {
        open.set(false);
        self.changed.run(());
    }
}

/// The state of a task.
pub fn state_tag(locale: Locale, state: TaskState) -> AnyView {
    let class = match state {
        TaskState::Created | TaskState::Cancelled => "steady",
        TaskState::Pushed | TaskState::Accepted | TaskState::InProgress | TaskState::Reported => "under-way",
        TaskState::Declined | TaskState::Returned => "watch",
        TaskState::Confirmed | TaskState::Scored => "good",
    };
    tag(class, state.word(locale))
}

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let id = Memo::new(move |before: Option<&Option<MatterId>>| match frame.history.address() {
        Address::Task(id) => Some(id),
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
            frame.client.ask::<TaskPage>(task_page::Variables { id }).await
        }
    });
    let changed = Callback::new(move |()| load.again());
    let shown = move || load.ready().map(|answer| answer.task.version);
    let news = news(frame, MatterKind::Task, id, shown, changed);
    let task = load.page(frame.locale, move |answer| {
        let it = &answer.task;
        sections(Acting { frame, id: it.id, version: it.version, changed }, it, draft)
    });
    view! { {news} {task} }.into_any()
}

/// Whoever opens it has read what they were told of it.
fn read(frame: Frame, matter: MatterId) {
    leptos::task::spawn_local(async move {
        // Nothing on this page depends on it: where it fails, the messages stay unread.
        drop(frame.client.ask::<MarkTaskRead>(mark_task_read::Variables { matter }).await);
    });
}

fn sections(acting: Acting, it: &Shown, draft: RwSignal<String>) -> AnyView {
    let frame = acting.frame;
    view! {
        {head(acting, it)}
        {guide::guide(frame, it)}
        {findings::findings(acting, it)}
        <div class="order">
            <div class="order-sides">
                {guide::roles(frame.locale, it)}
                {life::clocks(frame.locale, it)}
            </div>
            <div class="order-work">
                {files(acting, it)}
                {guide::outcome(frame.locale, it)}
                {life::links(frame.locale, it)}
            </div>
            <div class="order-talk">{life::time_line(acting, it, draft)}</div>
        </div>
    }
    .into_any()
}

/// The files, for the whole and for each finding; whoever has a role in it may add some.
fn files(acting: Acting, it: &Shown) -> AnyView {
    let findings: Vec<_> = it.findings.iter().map(|finding| (finding.item, finding.what.clone())).collect();
    let hung = it.evidence.iter();
    let hung: Vec<_> = hung
        .map(|file| Hung { id: file.id, name: file.name.clone(), kind: file.kind, size: file.size, item: file.item })
        .collect();
    let may = !it.own_roles.is_empty();
    evidence::card(acting.frame, acting.id, &findings, &hung, may.then_some(acting.changed))
}

fn head(acting: Acting, it: &Shown) -> AnyView {
    let locale = acting.frame.locale;
    let text = locale.text.task();
    let late = it.clocks.all.iter().any(|clock| clock.overdue).then(|| tag("watch", text.overdue));
    let manner = it.manner.map(|manner| tag("steady", manner.word(locale)));
    view! {
        <nav class="crumbs"><ol>
            <li><a href=Address::Tasks.to_string()>{text.title}</a></li>
            <li>{it.kind.word(locale)}</li>
            <li>{it.number.clone()}</li>
        </ol></nav>
        <div class="head">
            <h1>{it.title.clone()}</h1>
            <p class="meta">
                {state_tag(locale, it.state)} " " {late} " " {tag("steady", it.kind.word(locale))} " " {manner} " · "
                {it.number.clone()}
            </p>
            <div class="tools">{actions::tools(acting, it)}</div>
        </div>
    }
    .into_any()
}
