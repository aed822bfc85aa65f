//! The work log of a diagnosis: what everybody did, and a line more.

use leptos::prelude::*;

use super::{Acting, Log, Shown};
use crate::address::Address;
use crate::api::codes::DiagnosisStep;
use crate::locale::fill;
use crate::operations;
use crate::pages::matter;
use crate::parts::card::{card, link};
use crate::parts::form::{Form, filled};
use crate::parts::table::{numbers, table, text as cell, words};
use crate::today::today;

operations!("src/pages/diagnosis.graphql": LogDiagnosis);
use ask::{LogDiagnosis, log_diagnosis};

/// The card.
pub fn log(acting: Acting, it: &Shown, log: &Log) -> AnyView {
    let locale = acting.frame.locale;
    let text = locale.text.diagnosis();
    let columns = [words(text.log_day), words(text.log_by), words(text.log_words), numbers(text.log_took).wide()];
    let rows: Vec<_> = log
        .nodes
        .iter()
        .map(|line| {
            let minutes = line.minutes.map(|minutes| fill(text.minutes, &[&locale.count(minutes)]));
            vec![
                matter::day(&line.day),
                cell(line.name.clone()),
                view! { <p class="said">{line.words.clone()}</p> }.into_any(),
                cell(minutes.unwrap_or_else(|| "—".to_owned())),
            ]
        })
        .collect();
    let lines = match rows.is_empty() {
        true => view! { <p class="quiet">{text.no_log}</p> }.into_any(),
        false => table(text.log, &columns, rows),
    };
    let more = i64::try_from(log.nodes.len()).is_ok_and(|shown| shown < log.total_count);
    let more = more.then(|| link(Address::DiagnosisLog.to_string(), text.mine));
    let writing = it.allowed_steps.contains(&DiagnosisStep::Log).then(|| writing(acting));
    card(text.log, ().into_any(), view! { {lines} {more} {writing} }.into_any())
}

fn writing(acting: Acting) -> AnyView {
    let locale = acting.frame.locale;
    let text = locale.text.diagnosis();
    let form = Form::new(locale);
    let [day, minutes, done] = acting.drafts.log;
    if day.with_untracked(String::is_empty) {
        day.set(today());
    }
    form.guard(Signal::derive(move || done.with(|words| !words.trim().is_empty())));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let needed = locale.text.rectification().needed;
        let wanted = filled(minutes).map(|minutes| minutes.parse::<i64>());
        let (Some(day), Some(words), Ok(minutes)) = (filled(day), filled(done), wanted.transpose()) else {
            return form.refuse(vec![("words", needed)]);
        };
        let variables = log_diagnosis::Variables { diagnosis: acting.id, day, minutes, words };
        form.send(acting.sent::<LogDiagnosis>(variables), move |()| {
            for field in acting.drafts.log {
                field.set(String::new());
            }
            acting.changed.run(());
        });
    };
    view! {
        <form class="comment on-screen" on:submit=submit>
            <p class="quiet">{text.log_lead}</p>
            <div class="fields">
                {form.line("day", text.log_day, day, "date", true)}
                {form.line("minutes", text.log_minutes, minutes, "number", false)}
                {form.lines("words", text.log_words, done)}
            </div>
            {form.complaint()}
            <div class="form-actions">
                <button class="button" type="submit" disabled=move || form.busy()>{text.log_add}</button>
            </div>
        </form>
    }
    .into_any()
}
