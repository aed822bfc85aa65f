//! A plan: why it went wrong, and what will be done by whom until when.

use leptos::prelude::*;

use super::{Acting, Planned, Shown};
use crate::api::codes::{MeasureState, RectificationStep};
use crate::api::schema::UnitId;
use crate::locale::fill;
use crate::locale::word::Word;
use crate::operations;
use crate::pages::choices;
use crate::parts::dialog::Dialog;
use crate::parts::field::TextField;
use crate::parts::form::{Form, filled, select, typed};

operations!("src/pages/rectification.graphql": SubmitRectificationPlan);
use ask::{SubmitRectificationPlan, submit_rectification_plan};

/// A measure as it is filled in.
#[derive(Clone, Copy)]
struct Row {
    what: RwSignal<String>,
    owner: RwSignal<String>,
    due: RwSignal<String>,
}

/// What the form begins with: the cause as far as it is known, and what was planned and is not done.
#[derive(Clone)]
struct Basis {
    unit: UnitId,
    cause: String,
    due: String,
    planned: Vec<Planned>,
}

/// The plan as it is filled in.
#[derive(Clone, Copy)]
struct Plan {
    acting: Acting,
    form: Form,
    cause: RwSignal<String>,
    rows: RwSignal<Vec<Row>>,
    owners: Signal<Vec<(String, String)>>,
}

/// The way to a plan.
pub fn plan(acting: Acting, it: &Shown, class: &'static str) -> AnyView {
    let locale = acting.frame.locale;
    let (form, open) = acting.dialog();
    let planned = it.measures.iter().filter(|measure| measure.state == MeasureState::Open).cloned().collect();
    let basis =
        StoredValue::new(Basis { unit: it.parties.unit.id, cause: it.cause.clone(), due: it.due_on.clone(), planned });
    let name = RectificationStep::SubmitPlan.word(locale);
    view! {
        <button class=class type="button" on:click=move |_| open.set(true)>{name}</button>
        // Filled in anew each time it is opened: a row lives as long as the dialog.
        <Dialog title=name open=open may_close=form.may_close()>{filling(acting, form, open, &basis.get_value())}</Dialog>
    }
    .into_any()
}

fn filling(acting: Acting, form: Form, open: RwSignal<bool>, basis: &Basis) -> AnyView {
    let frame = acting.frame;
    let text = frame.locale.text.rectification();
    let plan = Plan {
        acting,
        form,
        cause: RwSignal::new(basis.cause.clone()),
        rows: RwSignal::new(basis.rows()),
        owners: choices::persons(frame, Signal::stored(Some(basis.unit)), text.plan_owner_none, basis.owners()),
    };
    let before = untrack(|| plan.said());
    form.guard(Signal::derive(move || plan.said() != before));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        plan.submit(open);
    };
    let due = basis.due.clone();
    let add = move |_| plan.rows.update(|rows| rows.push(Row::new("", "", &due)));
    let body = move || {
        let rows = plan.rows.get();
        let several = rows.len() > 1;
        rows.into_iter().enumerate().map(|(place, row)| plan.line(place, row, several)).collect_view()
    };
    view! {
        <form on:submit=submit>
            <p class="quiet">{text.plan_lead}</p>
            {form.lines("cause", text.plan_cause, plan.cause)}
            {body}
            <button class="link" type="button" on:click=add>{text.plan_add}</button>
            {form.told("measures")}
            {form.foot(open, RectificationStep::SubmitPlan.word(frame.locale))}
        </form>
    }
    .into_any()
}

impl Basis {
    fn rows(&self) -> Vec<Row> {
        if self.planned.is_empty() {
            return vec![Row::new("", "", &self.due)];
        }
        let owner = |measure: &Planned| measure.owner.as_ref().map(|owner| owner.id.to_string()).unwrap_or_default();
        self.planned.iter().map(|measure| Row::new(&measure.what, &owner(measure), &measure.due_on)).collect()
    }

    /// Who owns a measure already, whether or not they are among whom the viewer may choose.
    fn owners(&self) -> Vec<(String, String)> {
        let owners = self.planned.iter().filter_map(|measure| measure.owner.as_ref());
        owners.map(|owner| (owner.id.to_string(), owner.name.clone())).collect()
    }
}

impl Row {
    fn new(what: &str, owner: &str, due: &str) -> Self {
        let signal = |text: &str| RwSignal::new(text.to_owned());
        Self { what: signal(what), owner: signal(owner), due: signal(due) }
    }

    fn read(&self) -> Option<submit_rectification_plan::RectificationMeasureInput> {
        Some(submit_rectification_plan::RectificationMeasureInput {
            what: filled(self.what)?,
            owner: typed(self.owner),
            due_on: filled(self.due)?,
        })
    }
}

impl Plan {
    /// Everything that is filled in, tracked.
    fn said(self) -> Vec<String> {
        let mut said = vec![self.cause.get()];
        self.rows.with(|rows| {
            said.extend(rows.iter().flat_map(|row| [row.what.get(), row.owner.get(), row.due.get()]));
        });
        said
    }

    fn line(self, place: usize, row: Row, several: bool) -> AnyView {
        let frame = self.acting.frame;
        let text = frame.locale.text.rectification();
        let (rows, owners) = (self.rows, self.owners);
        let name = fill(text.plan_item, &[&(place + 1).to_string()]);
        let remove = several.then(|| {
            let label = format!("{} · {name}", frame.locale.text.common.remove);
            let remove = move |_| {
                rows.update(|rows| {
                    if place < rows.len() {
                        rows.remove(place);
                    }
                });
            };
            view! { <button class="link" type="button" aria-label=label on:click=remove>{frame.locale.text.common.remove}</button> }
        });
        view! {
            <fieldset class="plan-measure">
                <legend>{name}</legend>
                <TextField label=text.plan_what value=row.what required=true />
                <div class="fields">
                    <label class="field"><span>{text.plan_owner}</span>{move || select(None, row.owner, owners.get())}</label>
                    <TextField label=text.plan_due value=row.due kind="date" required=true />
                </div>
                {remove}
            </fieldset>
        }
        .into_any()
    }

    fn submit(self, open: RwSignal<bool>) {
        let text = self.acting.frame.locale.text.rectification();
        let measures: Option<Vec<_>> = self.rows.with_untracked(|rows| rows.iter().map(Row::read).collect());
        let (Some(cause), Some(measures)) = (filled(self.cause), measures.clone()) else {
            let fields = [("cause", filled(self.cause).is_none()), ("measures", measures.is_none())];
            let wrong = fields.into_iter().filter(|(_, wrong)| *wrong).map(|(field, _)| (field, text.needed));
            return self.form.refuse(wrong.collect());
        };
        let rectification = self.acting.id;
        let variables =
            submit_rectification_plan::Variables { rectification, version: self.acting.version(), cause, measures };
        let acting = self.acting;
        self.form.send(acting.sent::<SubmitRectificationPlan>(variables), move |()| acting.done(open));
    }
}
