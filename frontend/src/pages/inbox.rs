//! `/inbox`: what the viewer was told, newest first, new ones as they come. Opening a message marks it as read.

use leptos::prelude::*;
use shared::channel::words;

use super::matter;
use crate::address::Address;
use crate::api::codes::{EntryState, NoticeReason};
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::word::Word;
use crate::locale::{Locale, fill};
use crate::operations;
use crate::parts::badge::tag;
use crate::parts::card::card;
use crate::parts::form::Form;
use crate::parts::pager::{Pager, SCREENFUL};
use crate::shell::bell;

operations!("src/pages/inbox.graphql": InboxPage, MarkRead);
use ask::{InboxPage, MarkRead, inbox_page, mark_read};

type Message = inbox_page::InboxPageInboxNodes;

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let text = frame.locale.text;
    let (pager, unread) = (Pager::new(), RwSignal::new(false));
    let load = Load::new(move || {
        bell::news();
        let variables = inbox_page::Variables { first: SCREENFUL, after: pager.after(), unread: unread.get() };
        async move { frame.client.ask::<InboxPage>(variables).await }
    });
    let list = load.view(frame.locale, move |answer| {
        let page = &answer.inbox;
        let end = page.page_info.end_cursor.clone().filter(|_| page.page_info.has_next_page);
        let lines: Vec<_> = page.nodes.iter().map(|message| line(frame, message)).collect();
        view! { <ol class="matter-lines">{lines}</ol> {pager.view(frame.locale, page.total_count, end)} }.into_any()
    });
    let again = Callback::new(move |()| {
        pager.restart();
        load.again();
    });
    let content = view! { {choice(frame, pager, unread)} {list} };
    view! {
        <div class="head">
            <h1>{text.shell.inbox}</h1>
            <p class="meta">{text.desk().inbox_lead}</p>
            <div class="tools">
                <a class="button" href=Address::Notifications.to_string()>{text.shell.notifications}</a>
                {read_all(frame, again)}
            </div>
        </div>
        {card(text.shell.inbox, ().into_any(), content.into_any())}
    }
    .into_any()
}

fn choice(frame: Frame, pager: Pager, unread: RwSignal<bool>) -> AnyView {
    let text = frame.locale.text.desk();
    let choices: Vec<_> = [(false, text.all), (true, text.unread)]
        .into_iter()
        .map(|(only, word)| {
            let choose = move |_| {
                pager.restart();
                unread.set(only);
            };
            view! {
                <button type="button" aria-pressed=move || (unread.get() == only).to_string() on:click=choose>{word}</button>
            }
        })
        .collect();
    view! { <div class="choices" role="group" aria-label=text.which>{choices}</div> }.into_any()
}

fn read_all(frame: Frame, again: Callback<()>) -> AnyView {
    let form = Form::new(frame.locale);
    let read = move |_| {
        let variables = mark_read::Variables { messages: None };
        form.send(frame.client.ask::<MarkRead>(variables), move |answer| {
            bell::tell(answer.mark_read);
            again.run(());
        });
    };
    view! {
        <button class="button" type="button" disabled=move || form.busy() on:click=read>{frame.locale.text.desk().read_all}</button>
        {form.complaint()}
    }
    .into_any()
}

fn line(frame: Frame, message: &Message) -> AnyView {
    let locale = frame.locale;
    let (title, to) = about(locale, message);
    let (id, read) = (message.id, RwSignal::new(message.read));
    let open = move |_| {
        if !read.get_untracked() {
            read.set(true);
            mark(frame, id);
        }
    };
    let unread = move || (!read.get()).then(|| tag("under-way", locale.text.desk().unread));
    view! {
        <li class:unread=move || !read.get()>
            <div><p><a class="link" href=to.to_string() on:click=open>{title}</a></p> <p class="fine">{happened(locale, message)}</p></div>
            <div class="matter-when">{unread} {urgent(locale, message.reason)} <time class="quiet">{locale.moment(&message.at)}</time></div>
        </li>
    }
    .into_any()
}

/// What it is about, and the way there.
fn about(locale: Locale, message: &Message) -> (String, Address) {
    if let Some(of) = &message.matter {
        return (format!("{} {}", of.number, of.title), matter::address(of.kind, of.id));
    }
    if let Some(of) = &message.entry {
        let title = format!("{} {}", locale.said_everywhere(words::HANDBOOK), locale.name(&of.text, &of.text_en));
        return (title, Address::Handbook { indicator: of.indicator.as_ref().map(|of| of.id) });
    }
    let word = message.reason.word(locale);
    let Some(of) = &message.reminder else { return (word.to_owned(), Address::Inbox) };
    if let Some(label) = of.label {
        return (format!("{word} · {}", label.word(locale)), Address::RiskLabels);
    }
    let (zh, en) = (of.indicator_name.as_deref().unwrap_or("—"), of.indicator_name_en.as_deref().unwrap_or_default());
    let parts = [of.unit_name.as_deref().unwrap_or("—"), locale.name(zh, en)];
    (parts.join(" · "), Address::LossRisks)
}

fn mark(frame: Frame, id: NoticeId) {
    leptos::task::spawn_local(async move {
        let variables = mark_read::Variables { messages: Some(vec![id]) };
        // Without an answer it stays unread on the server: nobody loses a message by that.
        if let Ok(answer) = frame.client.ask::<MarkRead>(variables).await {
            bell::tell(answer.mark_read);
        }
    });
}

/// A mark for what is about time.
fn urgent(locale: Locale, reason: NoticeReason) -> Option<AnyView> {
    match reason {
        NoticeReason::Step => None,
        NoticeReason::Overdue => Some(tag("alert", reason.word(locale))),
        NoticeReason::DueSoon | NoticeReason::FollowUp | NoticeReason::Label => Some(tag("watch", reason.word(locale))),
    }
}

/// Who did what and said what; for a reminder, which clock it reminds of; of an entry of the handbook, what became of it; of what is due
/// and no matter, until when.
fn happened(locale: Locale, message: &Message) -> String {
    if let Some(entry) = &message.entry {
        // What became of it was decided by others than who proposed it.
        let by = if entry.state == EntryState::Proposed { entry.proposer.as_str() } else { "" };
        return told(by, entry.state.word(locale).to_owned(), &entry.reasons);
    }
    if let Some(due) = &message.reminder {
        return fill(locale.text.desk().due, &[&due.due_on]);
    }
    match (message.reason, message.matter.as_ref().zip(message.event.as_ref())) {
        (NoticeReason::Step, Some((of, event))) => {
            let step = locale.matter_step(of.kind, &event.step);
            // Without a name it was the system, which speaks in codes.
            let words = if event.name.is_empty() { locale.said_by_system(&event.words) } else { event.words.clone() };
            told(&event.name, step, &words)
        }
        (NoticeReason::Overdue, Some((_, event))) => {
            locale.late(&event.words).unwrap_or_else(|| message.reason.word(locale).to_owned())
        }
        (NoticeReason::DueSoon, Some((_, event))) => locale.said_by_system(&event.words),
        (NoticeReason::Step | NoticeReason::Overdue | NoticeReason::DueSoon, None)
        | (NoticeReason::FollowUp | NoticeReason::Label, _) => message.reason.word(locale).to_owned(),
    }
}

fn told(name: &str, step: String, words: &str) -> String {
    let parts = [name.to_owned(), step, words.to_owned()];
    parts.into_iter().filter(|part| !part.trim().is_empty()).collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_did_and_what_was_not_said_leaves_no_gap() {
        assert_eq!(told("李明", "确认收到".to_owned(), "马上办"), "李明 · 确认收到 · 马上办");
        assert_eq!(told("", "复发重开".to_owned(), " "), "复发重开");
    }
}
