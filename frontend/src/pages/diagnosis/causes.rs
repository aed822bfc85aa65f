//! The causes that were found, and the way to say what they are: taken from the handbook, or new.

use leptos::prelude::*;

use super::fill::{Handbook, Page, Row, Suggested, SuggestedCause, handbook, pages, remove, suggested};
use super::{Acting, Cause, Shown};
use crate::api::codes::{DiagnosisState, DiagnosisStep, EntryState};
use crate::frame::Frame;
use crate::locale::word::Word;
use crate::locale::{Locale, fill};
use crate::operations;
use crate::parts::badge::tag;
use crate::parts::card::card;
use crate::parts::dialog::Dialog;
use crate::parts::field::TextField;
use crate::parts::form::{Form, filled};

operations!("src/pages/diagnosis.graphql": AnalyseDiagnosis);
use ask::{AnalyseDiagnosis, analyse_diagnosis};

/// The card.
pub fn causes(locale: Locale, it: &Shown) -> AnyView {
    let text = locale.text.diagnosis();
    if it.causes.is_empty() {
        return card(text.causes, ().into_any(), view! { <p class="quiet">{text.no_causes}</p> }.into_any());
    }
    let lines: Vec<_> = it.causes.iter().map(|cause| line(locale, it, cause)).collect();
    card(text.causes, ().into_any(), view! { <ul class="asked">{lines}</ul> }.into_any())
}

fn line(locale: Locale, it: &Shown, cause: &Cause) -> AnyView {
    let text = locale.text.diagnosis();
    let entry = cause.entry.as_ref().map(|entry| {
        let uses = fill(text.uses, &[&locale.count(entry.used), &locale.count(entry.worked)]);
        let from = if entry.state == EntryState::Proposed { text.proposed_here } else { text.from_handbook };
        view! { " " {tag("steady", from)} " " <small class="quiet">{entry.state.word(locale)} " · " {uses}</small> }
    });
    let round = (it.round > 1).then(|| fill(text.round, &[&locale.count(cause.round)]));
    let round = round.map(|round| view! { " " <small class="quiet">{round}</small> });
    view! { <li><p class="said">{cause.item.to_string()} ". " {cause.what.clone()}</p> <p>{round} {entry}</p></li> }
        .into_any()
}

fn of_causes(frame: Frame, handbook: &Handbook) -> Vec<Suggested> {
    let one = |entry: &SuggestedCause| Suggested {
        id: entry.id,
        words: frame.locale.name(&entry.text, &entry.text_en).to_owned(),
        used: entry.used,
        worked: entry.worked,
    };
    handbook.causes.iter().map(one).collect()
}

/// The way to the analysis.
pub fn analyse(acting: Acting, it: &Shown, class: &'static str) -> AnyView {
    let locale = acting.frame.locale;
    let (form, open) = acting.dialog();
    let name = DiagnosisStep::Analyse.word(locale);
    let again = it.state == DiagnosisState::Ineffective;
    let known: Vec<String> = match again {
        true => Vec::new(),
        false => it.causes.iter().filter(|cause| cause.round == it.round).map(|cause| cause.what.clone()).collect(),
    };
    let known = StoredValue::new(known);
    view! {
        <button class=class type="button" on:click=move |_| open.set(true)>{name}</button>
        <Dialog title=name open=open may_close=form.may_close()>
            {filling(acting, form, open, again, known)}
        </Dialog>
    }
    .into_any()
}

fn filling(acting: Acting, form: Form, open: RwSignal<bool>, again: bool, known: StoredValue<Vec<String>>) -> AnyView {
    let frame = acting.frame;
    let text = frame.locale.text.diagnosis();
    let mut first: Vec<Row> = known.with_value(|known| known.iter().map(|what| Row::new(what, None, "")).collect());
    if first.is_empty() {
        first.push(Row::new("", None, ""));
    }
    let rows = RwSignal::new(first);
    let said = move || rows.with(|rows| rows.iter().flat_map(|row| row.said()).collect::<Vec<_>>());
    let before = untrack(said);
    form.guard(Signal::derive(move || said() != before));
    let load = handbook(frame, acting.id);
    let pages = pages(frame, load);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        send(acting, form, open, rows, &pages.get_untracked());
    };
    let body = move || {
        let (all, pages) = (rows.get(), pages.get());
        let several = all.len() > 1;
        let line = |(place, row): (usize, Row)| {
            let name = fill(text.cause_item, &[&(place + 1).to_string()]);
            view! {
                <fieldset class="plan-measure">
                    <legend>{name.clone()}</legend>
                    <TextField label=text.cause_what value=row.what required=true />
                    {row.origin(frame, &pages)} " " {remove(frame, rows, place, several, &name)}
                </fieldset>
            }
        };
        all.into_iter().enumerate().map(line).collect_view()
    };
    let add = move |_| rows.update(|rows| rows.push(Row::new("", None, "")));
    view! {
        <form on:submit=submit>
            <p class="quiet">{if again { text.cause_again } else { text.cause_lead }}</p>
            {suggested(frame, load, of_causes, rows, String::new())}
            {body}
            <button class="link" type="button" on:click=add>{text.cause_add}</button>
            {form.told("causes")}
            {form.foot(open, DiagnosisStep::Analyse.word(frame.locale))}
        </form>
    }
    .into_any()
}

fn send(acting: Acting, form: Form, open: RwSignal<bool>, rows: RwSignal<Vec<Row>>, pages: &[Page]) {
    let read = |row: &Row| {
        Some(analyse_diagnosis::DiagnosisCauseInput {
            what: filled(row.what)?,
            entry: row.entry,
            propose: Some(row.is_proposed()),
            propose_to: row.goes_to(pages),
        })
    };
    let causes: Option<Vec<_>> = rows.with_untracked(|rows| rows.iter().map(read).collect());
    let Some(causes) = causes else {
        return form.refuse(vec![("causes", acting.frame.locale.text.rectification().needed)]);
    };
    let variables = analyse_diagnosis::Variables { diagnosis: acting.id, version: acting.version(), causes };
    form.send(acting.sent::<AnalyseDiagnosis>(variables), move |()| acting.done(open));
}
