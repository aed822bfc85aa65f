//! The measures of a plan: what, by whom, until when, how far; and the way to record how one ended.

use leptos::prelude::*;

use super::{Acting, Planned, Shown};
use crate::api::codes::{MeasureState, RectificationStep};
use crate::locale::fill;
use crate::locale::word::Word;
use crate::operations;
use crate::pages::matter::{day, late};
use crate::parts::badge::tag;
use crate::parts::card::card;
use crate::parts::dialog::Dialog;
use crate::parts::form::{filled, options, typed};
use crate::parts::table::{table, text as cell, words};

operations!("src/pages/rectification.graphql": EndRectificationMeasure);
use ask::{EndRectificationMeasure, end_rectification_measure};

/// How a measure ends.
const ENDS: &[MeasureState] = &[MeasureState::Done, MeasureState::Dropped];

/// The card.
pub fn measures(acting: Acting, it: &Shown) -> AnyView {
    let locale = acting.frame.locale;
    let text = locale.text.rectification();
    if it.measures.is_empty() {
        return card(text.measures, ().into_any(), view! { <p class="quiet">{text.no_measures}</p> }.into_any());
    }
    let may = |step| it.allowed_steps.contains(&step);
    let columns =
        [words(text.what), words(text.owner), words(locale.text.matters().due), words(locale.text.common.state)];
    let may_record = may(RectificationStep::DoMeasure);
    let rows = it.measures.iter().map(|measure| row(acting, may_record, measure)).collect();
    let working = it.measures.iter().any(|measure| measure.state == MeasureState::Open);
    // Reporting is this side's turn: it says what comes first.
    let first = (working && (may_record || may(RectificationStep::Report)))
        .then(|| view! { <p class="fine on-screen">{text.report_after}</p> });
    let content = view! { {table(text.measures, &columns, rows)} {first} };
    card(text.measures, ().into_any(), content.into_any())
}

fn row(acting: Acting, may_record: bool, measure: &Planned) -> Vec<AnyView> {
    let locale = acting.frame.locale;
    let class = match measure.state {
        MeasureState::Open => "under-way",
        MeasureState::Done => "good",
        MeasureState::Dropped | MeasureState::Replaced => "steady",
    };
    let late = late(locale, measure.overdue);
    let ended = measure.ended_at.as_deref().map(|at| view! { <p class="quiet">{locale.moment(at)}</p> });
    let result = (!measure.result.is_empty()).then(|| view! { <p class="said quiet">{measure.result.clone()}</p> });
    let open = measure.state == MeasureState::Open;
    let record = (may_record && open)
        .then(|| record(acting.taking(RectificationStep::DoMeasure.code()), measure.item, &measure.what));
    vec![
        view! { <p class="said">{measure.item.to_string()} ". " {measure.what.clone()}</p> {result} }.into_any(),
        cell(measure.owner.as_ref().map_or_else(|| "—".to_owned(), |owner| owner.name.clone())),
        view! { {day(&measure.due_on)} " " {late} }.into_any(),
        view! { {tag(class, measure.state.word(locale))} " " {ended} {record} }.into_any(),
    ]
}

/// The way to say that a measure is done, or why it is not needed.
fn record(acting: Acting, item: i64, what: &str) -> AnyView {
    let locale = acting.frame.locale;
    let text = locale.text.rectification();
    let (form, open) = acting.dialog();
    let (state, result) = (RwSignal::new(MeasureState::Done.code().to_owned()), RwSignal::new(String::new()));
    form.guard(Signal::derive(move || open.get() && !result.get().is_empty()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (Some(state), Some(result)) = (typed(state), filled(result)) else {
            return form.refuse(vec![("result", text.needed)]);
        };
        let rectification = acting.id;
        let variables =
            end_rectification_measure::Variables { rectification, version: acting.version(), item, state, result };
        form.send(acting.sent::<EndRectificationMeasure>(variables), move |()| acting.done(open));
    };
    let title = fill(text.record_title, &[what]);
    view! {
        <button class="button on-screen" type="button" aria-label=title.clone() on:click=move |_| open.set(true)>{text.record}</button>
        <Dialog title=title open=open may_close=form.may_close()>
            <form on:submit=submit>
                {form.choice("state", text.record_state, state, options(locale, ENDS, MeasureState::code))}
                {form.lines("result", text.record_result, result)}
                {form.foot(open, text.record)}
            </form>
        </Dialog>
    }
    .into_any()
}
