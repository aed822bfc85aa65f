//! `/runs/…`: one run: how far it is, what it read, what it could not use, and its log.

use std::time::Duration;

use leptos::leptos_dom::helpers::set_timeout_with_handle;
use leptos::prelude::*;

use crate::address::Address;
use crate::api::codes::{Action, RunState};
use crate::api::failure::Failure;
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::{Locale, fill};
use crate::operations;
use crate::parts::badge::run_state;
use crate::parts::card::{card, facts, link};
use crate::parts::state;
use crate::parts::table::{numbers, table, text as cell, words};
use crate::parts::volume::width;

operations!("src/pages/runs.graphql": RunPage, CancelRun);
use ask::{CancelRun, RunPage, cancel_run, run_page};

type Shown = run_page::RunPageRun;

/// Asked again this often while the run is under way.
const LOOK_AGAIN: Duration = Duration::from_secs(2);

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let id = Memo::new(move |before: Option<&Option<RunId>>| match frame.history.address() {
        Address::Run(id) => Some(id),
        _ => before.copied().flatten(),
    });
    let load = Load::new(move || {
        let id = id.get();
        async move {
            let id = id.ok_or_else(|| Failure::of_status(404, String::new()))?;
            frame.client.ask::<RunPage>(run_page::Variables { id }).await
        }
    });
    load.page(frame.locale, move |answer| {
        if matches!(answer.run.state, RunState::Queued | RunState::Running)
            && let Ok(timer) = set_timeout_with_handle(move || load.again(), LOOK_AGAIN)
        {
            on_cleanup(move || timer.clear());
        }
        sections(frame, &answer.run, Callback::new(move |()| load.again()))
    })
}

fn sections(frame: Frame, run: &Shown, changed: Callback<()>) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.run();
    let cancel = (run.allowed_actions.contains(&Action::Run)
        && matches!(run.state, RunState::Queued | RunState::Running))
    .then(|| cancel(frame, run.id, changed));
    view! {
        <nav class="crumbs"><ol><li><a href=Address::Runs.to_string()>{text.title}</a></li></ol></nav>
        <div class="head">
            <h1>{fill(text.run_title, &[&locale.moment(&run.started_at)])}</h1>
            <p class="meta">{run_state(locale, run.state)}</p>
            <div class="tools">{cancel}</div>
        </div>
        <div class="grid halves">{summary(frame, run)} {log(frame, run)}</div>
        {sources(frame, run)}
        {refusals(frame, run)}
    }
    .into_any()
}

fn summary(frame: Frame, run: &Shown) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.run();
    let mut lines = vec![
        (text.scheme, cell(run.scheme.name.clone())),
        (text.periods, cell(format!("{}–{}", run.from, run.to))),
        (
            text.started_by,
            view! { <span title=run.started_by.clone()>{locale.actor(&run.started_by)}</span> }.into_any(),
        ),
        (text.started, cell(locale.exact_moment(&run.started_at))),
    ];
    if let Some(finished) = &run.finished_at {
        lines.push((text.finished, cell(locale.exact_moment(finished))));
        lines.push((text.took, cell(locale.span(&run.started_at, finished).unwrap_or_default())));
    }
    lines.extend([
        (text.rows_read, cell(locale.count(run.rows_read))),
        (text.rows_refused, cell(locale.count(run.rows_refused))),
        (text.cells, cell(locale.count(run.cells_written))),
        (text.tree_date, cell(run.tree_date.clone())),
    ]);
    let failure = run
        .failure
        .clone()
        .map(|failure| view! { <p class="complaint" role="alert">{text.failure} "：" {failure}</p> });
    let done = matches!(run.state, RunState::Succeeded | RunState::Unchanged);
    let content = view! {
        {(!done).then(|| progress(locale, run))}
        {failure}
        {facts(lines)}
    };
    card(text.stage, ().into_any(), content.into_any())
}

/// How far it is, or came before it ended without success.
fn progress(locale: Locale, run: &Shown) -> AnyView {
    let text = locale.text.run();
    let now = run.progress.scaled().div_euclid(10_000).to_string();
    view! {
        <p>{fill(text.progress, &[&locale.share(run.progress)])}</p>
        <div class="progress" role="progressbar" aria-label=text.stage aria-valuemin="0" aria-valuemax="100" aria-valuenow=now>
            <i style:width=width(run.progress)></i>
        </div>
    }
    .into_any()
}

fn log(frame: Frame, run: &Shown) -> AnyView {
    let locale = frame.locale;
    let lines: Vec<_> = run
        .log
        .iter()
        .map(|line| {
            view! { <li><time>{locale.exact_moment(&line.at)}</time> <b>{line.level.clone()}</b> <span>{line.message.clone()}</span></li> }
        })
        .collect();
    card(locale.text.run().log, ().into_any(), view! { <ol class="log">{lines}</ol> }.into_any())
}

fn sources(frame: Frame, run: &Shown) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.run();
    let columns = [
        words(text.file),
        words(locale.text.dataset().title),
        numbers(text.rows),
        numbers(text.size).wide(),
        words(text.span).wide(),
        words(text.hash).wide(),
    ];
    let rows = run.sources.iter().map(|file| {
        let moment = |at: &Option<String>| at.as_deref().map_or_else(|| "—".to_owned(), |at| locale.as_written(at));
        let digest: String = file.sha256.chars().take(16).collect();
        vec![
            cell(file.name.clone()),
            view! { {file.dataset.as_ref().map(|dataset| link(Address::Dataset(dataset.id).to_string(), dataset.name.clone()))} }.into_any(),
            cell(locale.count(file.rows)),
            cell(locale.size(file.size)),
            cell(format!("{} – {}", moment(&file.earliest), moment(&file.latest))),
            view! { <code title=file.sha256.clone()>{digest} "…"</code> }.into_any(),
        ]
    });
    card(text.sources, ().into_any(), table(text.sources, &columns, rows.collect()))
}

fn refusals(frame: Frame, run: &Shown) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.run();
    if run.refusals.is_empty() {
        return card(text.refusals, ().into_any(), view! { <p class="quiet">{text.none_refused}</p> }.into_any());
    }
    let columns = [
        words(text.reason),
        words(locale.text.dataset().title),
        words(text.column),
        numbers(text.count),
        words(text.text).wide(),
    ];
    let rows = run.refusals.iter().map(|refusal| {
        let samples: Vec<_> = refusal
            .samples
            .iter()
            .map(|row| view! { <li>{row.file.clone()} ":" {row.line} " " <code title=row.raw.clone()>{row.text.clone()}</code></li> })
            .collect();
        vec![
            view! { <code>{refusal.reason.clone()}</code> }.into_any(),
            cell(refusal.dataset.name.clone()),
            cell(refusal.column.clone().unwrap_or_else(|| "—".to_owned())),
            cell(locale.count(refusal.count)),
            view! { <ul>{samples}</ul> }.into_any(),
        ]
    });
    let content = view! { {table(text.refusals, &columns, rows.collect())} {refused_files(frame, run)} };
    card(text.refusals, ().into_any(), content.into_any())
}

/// All of them, a file a dataset.
fn refused_files(frame: Frame, run: &Shown) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.run();
    let id = run.id;
    let failed = RwSignal::new(None::<Failure>);
    let lines = run.refused_files.iter().map(|file| {
        let (dataset, name) = (file.dataset.id, &file.dataset.name);
        let rows = locale.count(file.rows);
        if !file.available {
            return view! { <li class="quiet">{fill(text.refused_gone, &[name, &rows])}</li> }.into_any();
        }
        let ending = if file.compressed { "csv.gz" } else { "csv" };
        let save = move |_| {
            leptos::task::spawn_local(async move {
                let address = format!("/files/runs/{id}/refused/{dataset}");
                let outcome = frame.client.download(&address, &format!("baton-refused-{id}-{dataset}.{ending}")).await;
                failed.try_set(outcome.err());
            })
        };
        let cut = (file.total > file.rows).then(|| fill(text.refused_cut, &[&locale.count(file.total), &rows]));
        let label = fill(text.download_refused, &[name, &rows, &locale.size(file.size)]);
        view! { <li><button class="link" type="button" on:click=save>{label}</button> " " {cut}</li> }.into_any()
    });
    view! {
        {move || failed.get().map(|failure| state::complaint(locale, &failure))}
        <ul>{lines.collect::<Vec<_>>()}</ul>
    }
    .into_any()
}

fn cancel(frame: Frame, run: RunId, changed: Callback<()>) -> AnyView {
    let refused = RwSignal::new(None::<Failure>);
    let stop = move |_| {
        leptos::task::spawn_local(async move {
            match frame.client.ask::<CancelRun>(cancel_run::Variables { run }).await {
                Ok(_) => changed.run(()),
                Err(failure) => drop(refused.try_set(Some(failure))),
            }
        })
    };
    view! {
        <button class="button danger" type="button" on:click=stop>{frame.locale.text.run().cancel}</button>
        {move || refused.get().map(|failure| state::complaint(frame.locale, &failure))}
    }
    .into_any()
}
