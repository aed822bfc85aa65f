//! `/audit`: who did what, when and why; each event holds the digest of the one before.

use leptos::prelude::*;

use crate::frame::Frame;
use crate::load::Load;
use crate::operations;
use crate::parts::card::card;
use crate::parts::pager::{Pager, SCREENFUL};
use crate::parts::table::{table, text as cell, words};

operations!("src/pages/audit.graphql": AuditPage);
use ask::{AuditPage, audit_page};

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let text = frame.locale.text.audit();
    let pager = Pager::new();
    let subject = RwSignal::new(String::new());
    let load = Load::new(move || {
        let subject = Some(subject.get()).filter(|subject| !subject.is_empty());
        let variables = audit_page::Variables { first: SCREENFUL, after: pager.after(), subject };
        async move { frame.client.ask::<AuditPage>(variables).await }
    });
    let columns = [
        words(text.at),
        words(text.actor),
        words(text.what),
        words(text.subject).wide(),
        words(text.reason).wide(),
        words(text.hash).wide(),
    ];
    let list = load.view(frame.locale, move |answer| {
        let page = &answer.audit_events;
        let end = page.page_info.end_cursor.clone().filter(|_| page.page_info.has_next_page);
        let rows = page.nodes.iter().map(|event| row(frame, event)).collect();
        view! { {table(text.title, &columns, rows)} {pager.view(frame.locale, page.total_count, end)} }.into_any()
    });
    let find = move |event| {
        pager.restart();
        subject.set(event_target_value(&event));
    };
    let content = view! {
        <div class="filters"><input type="search" placeholder=text.find aria-label=text.find on:change=find /></div>
        {list}
    };
    view! {
        <div class="head"><h1>{text.title}</h1><p class="meta">{text.lead}</p></div>
        {card(text.title, ().into_any(), content.into_any())}
    }
    .into_any()
}

fn row(frame: Frame, event: &audit_page::AuditPageAuditEventsNodes) -> Vec<AnyView> {
    let text = frame.locale.text.audit();
    let state = |title: &'static str, state: &Option<String>| {
        state.clone().map(|state| view! { <p><span class="quiet">{title}</span> " " <code>{state}</code></p> })
    };
    let changes = (event.before.is_some() || event.after.is_some()).then(|| {
        view! {
            <details><summary class="quiet">{frame.locale.text.common.details}</summary>
                {state(text.before, &event.before)} {state(text.after, &event.after)}
            </details>
        }
    });
    let digest: String = event.hash.chars().take(12).collect();
    vec![
        cell(frame.locale.exact_moment(&event.at)),
        cell(event.actor.clone()),
        view! { {event.summary.clone()} " " <code class="quiet">{event.action.clone()}</code> {changes} }.into_any(),
        view! { <code>{event.subject.clone()}</code> }.into_any(),
        cell(event.reason.clone().unwrap_or_else(|| "—".to_owned())),
        view! { <code title=format!("{} · {}", event.hash, event.request_id)>{digest} "…"</code> }.into_any(),
    ]
}
