//! Clocks, the time-line with a word more, and the matters it hangs together with.

use leptos::prelude::*;

use super::{Acting, Clock, Shown};
use crate::api::codes::{MatterKind, TaskStep};
use crate::locale::Locale;
use crate::locale::word::Word;
use crate::operations;
use crate::pages::matter::clock::days_left;
use crate::pages::matter::links::{self, Linked};
use crate::pages::matter::time_line::{self, Event};
use crate::pages::matter::{day, late};
use crate::parts::card::card;
use crate::parts::table::{table, text as cell, words};

operations!("src/pages/task.graphql": CommentTask);
use ask::{CommentTask, comment_task};

/// Whose turn it is, by which day.
pub fn clocks(locale: Locale, it: &Shown) -> AnyView {
    let (text, matters) = (locale.text.task(), locale.text.matters());
    let columns = [words(matters.waits), words(text.side).wide(), words(matters.due), words(text.stopped)];
    let rows = it.clocks.all.iter().rev().map(|clock| row(locale, clock)).collect();
    card(matters.clocks, ().into_any(), table(matters.clocks, &columns, rows))
}

fn row(locale: Locale, clock: &Clock) -> Vec<AnyView> {
    let ended = match &clock.stopped_at {
        _ if clock.called_off => locale.text.matters().clock_called_off.to_owned(),
        Some(at) => locale.moment(at),
        None => days_left(locale, clock.overdue, clock.days_left),
    };
    vec![
        cell(clock.kind.word(locale)),
        cell(clock.side.word(locale)),
        view! { {day(&clock.due_on)} " " {late(locale, clock.overdue)} }.into_any(),
        cell(ended),
    ]
}

/// What was done and said, oldest first.
pub fn events(it: &Shown) -> Vec<Event> {
    let events = it.time_line.iter().map(|event| Event {
        at: event.at.clone(),
        name: event.name.clone(),
        side: event.side,
        step: event.step.clone(),
        words: event.words.clone(),
    });
    events.collect()
}

/// The same, and a word more.
pub fn time_line(acting: Acting, it: &Shown) -> AnyView {
    let comment = it.allowed_steps.contains(&TaskStep::Comment).then(|| {
        let acting = acting.taking(TaskStep::Comment.code());
        let task = acting.id;
        let send =
            move |words| acting.sent::<CommentTask>(comment_task::Variables { task, version: acting.version(), words });
        time_line::comment(acting, send)
    });
    time_line::time_line(acting.frame.locale, MatterKind::Task, &events(it), comment)
}

/// The matters that led to it, and those it led to.
pub fn links(locale: Locale, it: &Shown) -> AnyView {
    let linked = it.links.iter().map(|link| Linked {
        before: link.before,
        how: link.kind,
        kind: link.matter.kind,
        id: link.matter.id,
        number: &link.matter.number,
        title: &link.matter.title,
        state: &link.matter.state,
    });
    links::links(locale, linked)
}
