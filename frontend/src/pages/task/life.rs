//! Clocks, the time-line with a word more, and the matters it hangs together with.

use leptos::prelude::*;

use super::{Acting, Clock, Done, Link, Shown};
use crate::api::codes::{MatterKind, Side, TaskStep};
use crate::locale::Locale;
use crate::locale::word::Word;
use crate::operations;
use crate::pages::desk::matter;
use crate::pages::rectification::clocks::days_left;
use crate::parts::badge::tag;
use crate::parts::card::card;
use crate::parts::form::{Form, filled};
use crate::parts::table::{table, text as cell, words};

operations!("src/pages/task.graphql": CommentTask);
use ask::{CommentTask, comment_task};

/// Whose turn it is, by which day.
pub fn clocks(locale: Locale, it: &Shown) -> AnyView {
    let text = locale.text.task();
    let columns = [words(text.waits), words(text.side).wide(), words(text.due), words(text.stopped)];
    let rows = it.clocks.all.iter().rev().map(|clock| row(locale, clock)).collect();
    card(text.clocks, ().into_any(), table(text.clocks, &columns, rows))
}

fn row(locale: Locale, clock: &Clock) -> Vec<AnyView> {
    let (text, sides) = (locale.text.task(), locale.text.rectification());
    let late = clock.overdue.then(|| tag("watch", text.overdue));
    let ended = match &clock.stopped_at {
        _ if clock.called_off => sides.clock_called_off.to_owned(),
        Some(at) => locale.moment(at),
        None => days_left(locale, clock.overdue, clock.days_left),
    };
    vec![
        cell(clock.kind.word(locale)),
        cell(clock.side.word(locale)),
        view! { {clock.due_on.clone()} " " {late} }.into_any(),
        cell(ended),
    ]
}

/// What was done and said, and a word more.
pub fn time_line(acting: Acting, it: &Shown, draft: RwSignal<String>) -> AnyView {
    let locale = acting.frame.locale;
    let lines: Vec<_> = it.time_line.iter().map(|event| line(locale, event)).collect();
    let comment = it.allowed_steps.contains(&TaskStep::Comment).then(|| comment(acting, draft));
    let content = view! { <ol class="two-sides">{lines}</ol> {comment} };
    card(locale.text.task().time_line, ().into_any(), content.into_any())
}

fn line(locale: Locale, event: &Done) -> AnyView {
    let class = match event.side {
        Some(Side::Giver) => "giver",
        Some(Side::Responsible) => "responsible",
        None => "system",
    };
    let who = if event.name.is_empty() { locale.text.task().system } else { event.name.as_str() };
    let side = event.side.map(|side| format!(" · {}", side.word(locale)));
    let words = match event.side {
        Some(_) => event.words.clone(),
        None => locale.said_by_system(&event.words),
    };
    let words = (!words.is_empty()).then(|| view! { <p class="said">{words}</p> });
    view! {
        <li class=class>
            <small>{who.to_owned()} {side} " · " <time>{locale.moment(&event.at)}</time></small>
            <b>{locale.matter_step(MatterKind::Task, &event.step)}</b>
            {words}
        </li>
    }
    .into_any()
}

fn comment(acting: Acting, draft: RwSignal<String>) -> AnyView {
    let text = acting.frame.locale.text.task();
    let form = Form::new(acting.frame.locale);
    form.guard(Signal::derive(move || draft.with(|words| !words.trim().is_empty())));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(words) = filled(draft) else { return form.refuse(vec![("words", text.needed)]) };
        let variables = comment_task::Variables { task: acting.id, version: acting.version, words };
        form.send(acting.sent::<CommentTask>(variables), move |()| {
            draft.set(String::new());
            acting.changed.run(());
        });
    };
    view! {
        <form class="comment" on:submit=submit>
            {form.lines("words", text.comment, draft)}
            {form.complaint()}
            <div class="form-actions">
                <button class="button" type="submit" disabled=move || form.busy()>{text.send_comment}</button>
            </div>
        </form>
    }
    .into_any()
}

/// The matters that led to it, and those it led to.
pub fn links(locale: Locale, it: &Shown) -> AnyView {
    if it.links.is_empty() {
        return ().into_any();
    }
    let lines: Vec<_> = it.links.iter().map(|other| linked(locale, other)).collect();
    card(locale.text.task().links, ().into_any(), view! { <ul class="asked">{lines}</ul> }.into_any())
}

fn linked(locale: Locale, other: &Link) -> AnyView {
    let text = locale.text.task();
    let relation = tag("steady", if other.before { text.link_before } else { text.link_after });
    let of = &other.matter;
    view! {
        <li>
            <p>{relation} " " {of.kind.word(locale)} " " {matter::link(of.kind, of.id, &of.number, &of.title)}</p>
            <p class="quiet">{locale.matter_state(of.kind, &of.state)}</p>
        </li>
    }
    .into_any()
}
