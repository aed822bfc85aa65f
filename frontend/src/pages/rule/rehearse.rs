//! The rehearsal: when and for whom the rule would have spoken, before anybody is told.

use std::sync::Arc;

use leptos::prelude::*;

use super::choices::Choices;
use super::fields::{Fields, Watch};
use super::save::{Checked, Known, Rehearsal, Rehearsed, rehearse};
use crate::frame::Frame;
use crate::locale::fill;
use crate::pages::warning::marks;
use crate::parts;
use crate::parts::form::{Form, typed};
use crate::parts::table::{table, text as cell, words};

/// Tried on so many periods until another number is chosen.
const USUAL: &str = "12";
/// The most periods that can be tried.
const MOST: i64 = 24;

/// What was tried, the unit of its numbers, and whether it was tried on today alone.
#[derive(Clone)]
struct Tried {
    rehearsal: Arc<Rehearsal>,
    unit: String,
    today_alone: bool,
}

/// The card beside the editor.
pub fn card(frame: Frame, fields: Fields, known: Option<Known>, choices: Arc<Choices>) -> AnyView {
    let text = frame.locale.text.warning();
    // A form of its own: trying a rule saves nothing.
    let form = Form::new(frame.locale);
    let (periods, tried) = (RwSignal::new(USUAL.to_owned()), RwSignal::new(None::<Tried>));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(number) = typed::<i64>(periods).filter(|number| (1..=MOST).contains(number)) else {
            return form.refuse(vec![("periods", text.one_to_most)]);
        };
        let checked = match Checked::read(frame, fields) {
            Ok(checked) => checked,
            Err(wrong) => return form.refuse(wrong.into_iter().map(|wrong| (wrong.label, wrong.why)).collect()),
        };
        let watched = untrack(|| fields.watched());
        let today_alone = watched.is_seen_today_alone();
        let unit = match watched {
            Watch::Indicator => fields.indicator.with_untracked(|indicator| choices.unit(indicator).to_owned()),
            Watch::Score | Watch::Tasks | Watch::Source => String::new(),
        };
        form.send(rehearse(frame, checked, known, number), move |rehearsal| {
            tried.set(Some(Tried { rehearsal: Arc::new(rehearsal), unit, today_alone }));
        });
    };
    let outcome = move || tried.get().map(|tried| told(frame, &tried));
    let content = view! {
        <p class="quiet">{text.rehearse_lead}</p>
        <form on:submit=submit>
            {form.line("periods", text.rehearse_periods, periods, "number", true)}
            {form.complaint()}
            <div class="form-actions">
                <button class="button primary" type="submit" disabled=move || form.busy()>{text.rehearse}</button>
            </div>
        </form>
        <div class="rehearsed" role="status">{outcome}</div>
    };
    parts::card::card(text.rehearsal, ().into_any(), content.into_any())
}

fn told(frame: Frame, tried: &Tried) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.warning();
    let rehearsal = &tried.rehearsal;
    let count = |number: usize| locale.count(i64::try_from(number).unwrap_or(i64::MAX));
    let sum = match rehearsal.periods.len() {
        // Time alone counts: there are no periods to try it on.
        0 => fill(text.rehearsed_now, &[&locale.count(rehearsal.objects), &locale.count(rehearsal.issued)]),
        periods => {
            fill(text.rehearsed, &[&locale.count(rehearsal.objects), &count(periods), &locale.count(rehearsal.issued)])
        }
    };
    let today_alone = tried.today_alone.then(|| view! { <p class="fine">{text.rehearsed_today}</p> });
    if rehearsal.warnings.is_empty() {
        return view! { <p><b>{sum}</b></p> {today_alone} }.into_any();
    }
    let shown = rehearsal.warnings.len();
    let cut = (i64::try_from(shown).unwrap_or(i64::MAX) < rehearsal.issued)
        .then(|| view! { <p class="fine">{fill(text.rehearsed_cut, &[&count(shown)])}</p> });
    let columns = [words(text.period), words(text.whom_about), words(text.numbers), words(text.over)];
    let rows = rehearsal.warnings.iter().map(|warning| row(frame, warning, &tried.unit)).collect();
    view! { <p><b>{sum}</b></p> {today_alone} {table(text.rehearsal, &columns, rows)} {cut} }.into_any()
}

fn row(frame: Frame, warning: &Rehearsed, unit: &str) -> Vec<AnyView> {
    let locale = frame.locale;
    let text = locale.text.warning();
    let facts: Vec<_> = warning
        .facts
        .iter()
        .map(|fact| {
            let (name, value) = marks::fact(locale, &fact.name, fact.value, unit);
            view! { <li>{name} " " <b>{value}</b></li> }
        })
        .collect();
    vec![
        cell(warning.period.map_or_else(|| text.now.to_owned(), |period| locale.period(period))),
        cell(warning.place.name.clone()),
        view! { <ul>{facts}</ul> }.into_any(),
        cell(warning.over.map_or_else(|| text.not_over.to_owned(), |period| locale.period(period))),
    ]
}
