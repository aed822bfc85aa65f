//! Where a number came from: the run with its files, the hand that entered it, rows of the source, and who changed what.

use leptos::prelude::*;

use super::{Explained, SourceRows};
use crate::address::Address;
use crate::api::codes::{Action, Resource};
use crate::frame::Frame;
use crate::locale::fill;
use crate::parts::card::{card, facts, link};
use crate::parts::table::{table_of_data, text as cell, words};

/// The run that computed it, or who entered it.
pub fn run(frame: Frame, explained: &Explained) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.explain();
    let manual = explained.manual.as_ref().map(|manual| {
        let value = locale.full(manual.value, &explained.cell.indicator.unit_of_measure);
        let told = fill(text.manual_by, &[&manual.by, &locale.moment(&manual.at), &value]);
        view! { <p>{told} " " <span class="quiet">{manual.note.clone()}</span></p> }
    });
    // Whoever may not read runs is not told that there is none.
    if explained.run.is_none() && manual.is_none() && !frame.may(Resource::Run, Action::Read) {
        return ().into_any();
    }
    let Some(run) = &explained.run else {
        let title = if manual.is_some() { text.manual } else { text.run };
        let none = manual.is_none().then_some(view! { <p class="quiet">{text.no_run}</p> });
        return card(title, ().into_any(), view! { {manual} {none} }.into_any());
    };
    let files: Vec<_> = run
        .sources
        .iter()
        .map(|file| {
            let digest: String = file.sha256.chars().take(16).collect();
            let dataset = file.dataset.as_ref().map(|dataset| format!("{} · ", dataset.name));
            view! {
                <li><span>{dataset} {file.name.clone()} " · " {locale.count(file.rows)} " "
                    <code class="quiet" title=file.sha256.clone()>{digest} "…"</code></span></li>
            }
        })
        .collect();
    let mut lines = vec![
        (text.run_time, locale.exact_moment(&run.started_at).into_any()),
        (text.rows_read, locale.count(run.rows_read).into_any()),
        (text.rows_refused, locale.count(run.rows_refused).into_any()),
    ];
    lines.push((text.published, locale.exact_moment(&explained.published_at).into_any()));
    let content = view! { {manual} {facts(lines)} <h3>{text.files}</h3> <ul class="log">{files}</ul> };
    card(text.run, link(Address::Run(run.id).to_string(), view! { {locale.text.common.open} " ›" }), content.into_any())
}

/// Changes made by people, newest first: of the indicator, and of the value where it was filled in by hand.
pub fn history(frame: Frame, explained: &Explained) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.explain();
    let unit = &explained.cell.indicator.unit_of_measure;
    let replaced = explained.manual_changes.iter().map(|change| {
        let after = &change.after;
        let (before, now) = (locale.full(change.before, unit), locale.full(after.value, unit));
        let said = fill(text.manual_change, &[&before, &now]);
        (after.at.clone(), changed(frame, &after.at, &after.by, said, after.note.clone()))
    });
    let events = explained.history.iter().map(|event| {
        let reason = event.reason.clone().unwrap_or_default();
        (event.at.clone(), changed(frame, &event.at, &event.actor, event.summary.clone(), reason))
    });
    let mut changes: Vec<_> = replaced.chain(events).collect();
    if changes.is_empty() {
        return card(text.history, ().into_any(), view! { <p class="quiet">{text.no_history}</p> }.into_any());
    }
    changes.sort_by(|(one, _), (other, _)| other.cmp(one));
    let lines: Vec<_> = changes.into_iter().map(|(_, line)| line).collect();
    card(text.history, ().into_any(), view! { <ul class="log">{lines}</ul> }.into_any())
}

fn changed(frame: Frame, at: &str, by: &str, said: String, why: String) -> AnyView {
    let locale = frame.locale;
    let why = (!why.is_empty()).then(|| view! { <span class="quiet">{why}</span> });
    view! { <li><time>{locale.moment(at)}</time> <span><span title=by.to_owned()>{locale.actor(by)}</span> "：" {said} " " {why}</span></li> }
        .into_any()
}

/// Some rows of the source, with personal columns masked.
pub fn source_rows(frame: Frame, explained: &Explained) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.explain();
    let Some(source) = &explained.source_rows else {
        return card(text.source, ().into_any(), view! { <p class="quiet">{text.source_none}</p> }.into_any());
    };
    let content = if source.changed {
        view! { <p role="status">{text.source_changed}</p> }.into_any()
    } else if source.rows.is_empty() {
        view! { <p class="quiet">{text.source_none}</p> }.into_any()
    } else {
        let total = fill(text.source_total, &[&locale.count(source.total), &source.rows.len().to_string()]);
        let hidden = source.columns.iter().filter(|column| source.masked.contains(&column.name));
        let hidden: Vec<_> = hidden.map(|column| title(&column.name, &column.label)).collect();
        let masked = (!hidden.is_empty()).then(|| fill(text.source_masked, &[&hidden.join("、")]));
        view! { {rows(frame, source)} <p class="fine">{total} " " {masked}</p> }.into_any()
    };
    card(text.source, ().into_any(), content)
}

fn rows(frame: Frame, source: &SourceRows) -> AnyView {
    let masked = frame.locale.text.code.masked;
    let columns = vec![words(""); source.columns.len()];
    let titles = source.columns.iter().map(|column| title(&column.name, &column.label)).collect();
    let body = source.rows.iter().map(|row| {
        let cells = row.iter().zip(&source.columns).map(|(value, column)| match value {
            _ if source.masked.contains(&column.name) && value.is_none() => {
                view! { <span class="masked">{masked}</span> }.into_any()
            }
            Some(value) => cell(value.clone()),
            None => cell("—"),
        });
        cells.collect()
    });
    table_of_data(frame.locale.text.explain().source, &columns, titles, body.collect())
}

/// What a column is called: its label, or its name where it has none.
fn title(name: &str, label: &str) -> String {
    if label.is_empty() { name.to_owned() } else { label.to_owned() }
}
