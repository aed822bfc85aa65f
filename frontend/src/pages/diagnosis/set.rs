//! The way to say what will be done: taken from the handbook, or new; by whom, until when, against which cause.

use leptos::prelude::*;

use super::fill::{Handbook, Page, Row, Suggested, SuggestedMeasure, handbook, pages, remove, suggested};
use super::{Acting, Shown};
use crate::api::codes::{DiagnosisStep, MeasureState};
use crate::api::schema::*;
use crate::frame::Frame;
use crate::locale::fill;
use crate::locale::word::Word;
use crate::operations;
use crate::pages::choices;
use crate::parts::dialog::Dialog;
use crate::parts::field::TextField;
use crate::parts::form::{Form, filled, select, typed};

operations!("src/pages/diagnosis.graphql": SetDiagnosisMeasures);
use ask::{SetDiagnosisMeasures, set_diagnosis_measures};

/// What the form begins with.
#[derive(Clone)]
struct Basis {
    unit: UnitId,
    /// The causes of this round: the number of each, and its words.
    causes: Vec<(String, String)>,
    /// What is set and not done.
    open: Vec<(String, String)>,
}

fn of_measures(frame: Frame, handbook: &Handbook) -> Vec<Suggested> {
    let one = |entry: &SuggestedMeasure| Suggested {
        id: entry.id,
        words: frame.locale.name(&entry.text, &entry.text_en).to_owned(),
        used: entry.used,
        worked: entry.worked,
    };
    handbook.measures.iter().map(one).collect()
}

/// The way to the measures.
pub fn set(acting: Acting, it: &Shown, class: &'static str) -> AnyView {
    let locale = acting.frame.locale;
    let (form, open) = acting.dialog();
    let name = DiagnosisStep::SetMeasures.word(locale);
    let causes = it.causes.iter().filter(|cause| cause.round == it.round);
    let measures = it.measures.iter().filter(|measure| measure.state == MeasureState::Open);
    let basis = Basis {
        unit: it.parties.unit.id,
        causes: causes.map(|cause| (cause.item.to_string(), format!("{}. {}", cause.item, cause.what))).collect(),
        open: measures.map(|measure| (measure.what.clone(), measure.due_on.clone())).collect(),
    };
    let basis = StoredValue::new(basis);
    view! {
        <button class=class type="button" on:click=move |_| open.set(true)>{name}</button>
        <Dialog title=name open=open may_close=form.may_close()>{filling(acting, form, open, &basis.get_value())}</Dialog>
    }
    .into_any()
}

fn filling(acting: Acting, form: Form, open: RwSignal<bool>, basis: &Basis) -> AnyView {
    let frame = acting.frame;
    let text = frame.locale.text.diagnosis();
    let mut first: Vec<Row> = basis.open.iter().map(|(what, due)| Row::new(what, None, due)).collect();
    if first.is_empty() {
        first.push(Row::new("", None, ""));
    }
    let rows = RwSignal::new(first);
    let said = move || rows.with(|rows| rows.iter().flat_map(|row| row.said()).collect::<Vec<_>>());
    let before = untrack(said);
    form.guard(Signal::derive(move || said() != before));
    let load = handbook(frame, acting.id);
    let pages = pages(frame, load);
    let owners = choices::persons(
        frame,
        Signal::stored(Some(basis.unit)),
        frame.locale.text.rectification().plan_owner_none,
        Vec::new(),
    );
    let causes = StoredValue::new(against(frame, &basis.causes));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        send(acting, form, open, rows, &pages.get_untracked());
    };
    let body = move || {
        let (all, pages) = (rows.get(), pages.get());
        let several = all.len() > 1;
        let line =
            |(place, row): (usize, Row)| line(frame, rows, (place, several, pages.as_slice()), row, owners, causes);
        all.into_iter().enumerate().map(line).collect_view()
    };
    let add = move |_| rows.update(|rows| rows.push(Row::new("", None, "")));
    view! {
        <form on:submit=submit>
            <p class="quiet">{text.measure_lead}</p>
            {suggested(frame, load, of_measures, rows, String::new())}
            {body}
            <button class="link" type="button" on:click=add>{frame.locale.text.rectification().plan_add}</button>
            {form.told("measures")}
            {form.foot(open, DiagnosisStep::SetMeasures.word(frame.locale))}
        </form>
    }
    .into_any()
}

/// The causes to choose from; none in particular first.
fn against(frame: Frame, causes: &[(String, String)]) -> Vec<(String, String)> {
    let any = (String::new(), frame.locale.text.diagnosis().measure_any.to_owned());
    std::iter::once(any).chain(causes.iter().cloned()).collect()
}

fn line(
    frame: Frame,
    rows: RwSignal<Vec<Row>>,
    (place, several, pages): (usize, bool, &[Page]),
    row: Row,
    owners: Signal<Vec<(String, String)>>,
    causes: StoredValue<Vec<(String, String)>>,
) -> AnyView {
    let (text, words) = (frame.locale.text.rectification(), frame.locale.text.diagnosis());
    let name = fill(text.plan_item, &[&(place + 1).to_string()]);
    view! {
        <fieldset class="plan-measure">
            <legend>{name.clone()}</legend>
            <TextField label=text.plan_what value=row.what required=true />
            <div class="fields">
                <label class="field"><span>{words.measure_against}</span>{select(None, row.against, causes.get_value())}</label>
                <label class="field"><span>{text.plan_owner}</span>{move || select(None, row.owner, owners.get())}</label>
                <TextField label=text.plan_due value=row.due kind="date" required=true />
            </div>
            {row.origin(frame, pages)} " " {remove(frame, rows, place, several, &name)}
        </fieldset>
    }
    .into_any()
}

fn send(acting: Acting, form: Form, open: RwSignal<bool>, rows: RwSignal<Vec<Row>>, pages: &[Page]) {
    let read = |row: &Row| {
        Some(set_diagnosis_measures::DiagnosisMeasureInput {
            what: filled(row.what)?,
            entry: row.entry,
            propose: Some(row.is_proposed()),
            propose_to: row.goes_to(pages),
            against: typed(row.against),
            owner: typed(row.owner),
            due_on: filled(row.due)?,
        })
    };
    let measures: Option<Vec<_>> = rows.with_untracked(|rows| rows.iter().map(read).collect());
    let Some(measures) = measures else {
        return form.refuse(vec![("measures", acting.frame.locale.text.rectification().needed)]);
    };
    let variables = set_diagnosis_measures::Variables { diagnosis: acting.id, version: acting.version(), measures };
    form.send(acting.sent::<SetDiagnosisMeasures>(variables), move |()| acting.done(open));
}
