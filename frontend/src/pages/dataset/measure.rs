//! A measure over a dataset: added or changed in a dialog, its expressions checked while they are written.

use leptos::prelude::*;

use super::{CheckExpression, Measure, check_expression, told};
use crate::api::codes::{Aggregate, ExpressionKind, RollUp};
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::operations;
use crate::parts::dialog::Dialog;
use crate::parts::form::{Form, filled, options, typed};

operations!("src/pages/datasets.graphql": SaveMeasure);
use ask::{SaveMeasure, save_measure};

/// The measure as it is filled in.
#[derive(Clone, Copy)]
struct Fields {
    code: RwSignal<String>,
    name: RwSignal<String>,
    aggregate: RwSignal<String>,
    expression: RwSignal<String>,
    filter: RwSignal<String>,
    over_tree: RwSignal<String>,
    over_time: RwSignal<String>,
    unit: RwSignal<String>,
}

impl Fields {
    fn new(measure: Option<&Measure>) -> Self {
        let text = |text: Option<String>| RwSignal::new(text.unwrap_or_default());
        let code = |code: &str| RwSignal::new(code.to_owned());
        Self {
            code: text(measure.map(|measure| measure.code.to_string())),
            name: text(measure.map(|measure| measure.name.clone())),
            aggregate: code(measure.map_or(Aggregate::Count, |measure| measure.aggregate).code()),
            expression: text(measure.and_then(|measure| measure.expression.clone())),
            filter: text(measure.and_then(|measure| measure.filter.clone())),
            over_tree: code(measure.map_or(RollUp::Sum, |measure| measure.over_tree).code()),
            over_time: code(measure.map_or(RollUp::Sum, |measure| measure.over_time).code()),
            unit: text(measure.map(|measure| measure.unit_of_measure.clone())),
        }
    }

    /// Everything that is filled in, tracked.
    fn said(self) -> [String; 8] {
        [self.code, self.name, self.aggregate, self.expression, self.filter, self.over_tree, self.over_time, self.unit]
            .map(|field| field.get())
    }
}

/// The way to a new measure, or to another form of one.
pub fn measure(frame: Frame, dataset: DatasetId, measure: Option<&Measure>, changed: Callback<()>) -> AnyView {
    let text = frame.locale.text;
    let (form, open) = (Form::new(frame.locale), RwSignal::new(false));
    let fields = Fields::new(measure);
    let before = untrack(|| fields.said());
    form.guard(Signal::derive(move || open.get() && fields.said() != before));
    let known = measure.map(|measure| (measure.id, measure.version));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let read = (typed(fields.code), typed(fields.aggregate), typed(fields.over_tree), typed(fields.over_time));
        let (Some(code), Some(aggregate), Some(over_tree), Some(over_time)) = read else {
            return form.refuse(vec![("code", text.draft().bad_code)]);
        };
        let input = save_measure::MeasureDefinition {
            id: known.map(|(id, _)| id),
            version: known.map(|(_, version)| version),
            dataset,
            code,
            name: fields.name.get_untracked(),
            aggregate,
            expression: filled(fields.expression),
            filter: filled(fields.filter),
            over_tree,
            over_time,
            unit_of_measure: fields.unit.get_untracked(),
        };
        let asking = frame.client.ask::<SaveMeasure>(save_measure::Variables { input });
        form.send(asking, move |_| {
            open.set(false);
            changed.run(());
        });
    };
    let title = if known.is_some() { text.source().edit_measure } else { text.source().new_measure };
    let (class, label) = match measure {
        Some(measure) => ("link", Some(format!("{title} · {}", measure.name))),
        None => ("button", None),
    };
    let word = if known.is_some() { text.common.edit } else { title };
    view! {
        <button class=class type="button" aria-label=label on:click=move |_| open.set(true)>{word}</button>
        <Dialog title=title open=open may_close=form.may_close()>
            <form on:submit=submit>
                {known.is_none().then(|| form.line("code", text.draft().code, fields.code, "text", true))}
                {form.line("name", text.source().formula_name, fields.name, "text", true)}
                {form.choice("aggregate", text.dataset().aggregate, fields.aggregate, options(frame.locale, Aggregate::ALL, Aggregate::code))}
                {form.lines("expression", text.source().expression, fields.expression)}
                {checked(frame, dataset, fields.expression, move || expected(fields.aggregate))}
                {form.lines("filter", text.source().filter, fields.filter)}
                {checked(frame, dataset, fields.filter, || Some(ExpressionKind::Condition))}
                <div class="fields">
                    {form.choice("overTree", text.dataset().over_tree, fields.over_tree, options(frame.locale, RollUp::ALL, RollUp::code))}
                    {form.choice("overTime", text.dataset().over_time, fields.over_time, options(frame.locale, RollUp::ALL, RollUp::code))}
                    {form.line("unitOfMeasure", text.library().unit, fields.unit, "text", true)}
                </div>
                {form.foot(open, text.common.save)}
            </form>
        </Dialog>
    }
    .into_any()
}

/// What the expression must give; counting takes anything.
fn expected(aggregate: RwSignal<String>) -> Option<ExpressionKind> {
    match aggregate.with(|aggregate| aggregate.parse()).ok()? {
        Aggregate::Sum | Aggregate::Min | Aggregate::Max | Aggregate::First | Aggregate::Last => {
            Some(ExpressionKind::Number)
        }
        Aggregate::Count | Aggregate::Distinct => None,
    }
}

/// Asks for every state of the text; the answer to one that was overtaken is dropped.
fn checked(
    frame: Frame,
    dataset: DatasetId,
    written: RwSignal<String>,
    expects: impl Fn() -> Option<ExpressionKind> + 'static,
) -> AnyView {
    let load = Load::new(move || {
        let expression = written.get();
        let asked = expects().filter(|_| !expression.trim().is_empty());
        async move {
            let Some(expects) = asked else { return Ok(None) };
            let variables = check_expression::Variables { dataset, expression, expects };
            frame.client.ask::<CheckExpression>(variables).await.map(|answer| Some(answer.check_expression))
        }
    });
    let verdict = move || {
        let verdict = load.ready()?.as_ref().clone()?;
        Some(told(frame, &Ok(verdict)))
    };
    view! { <div role="status">{verdict}</div> }.into_any()
}
