//! Grading the risk of losing points by its four factors.

use leptos::prelude::*;

use super::Risk;
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::fill;
use crate::operations;
use crate::pages::choices;
use crate::parts::dialog::Dialog;
use crate::parts::form::{Form, filled, typed};

operations!("src/pages/loss_risks.graphql": LossStandingPart, GradeLossRisk);
use ask::{GradeLossRisk, LossStandingPart, grade_loss_risk, loss_standing_part};

/// What is filled in, one signal a field.
#[derive(Clone, Copy)]
struct Fields {
    unit: RwSignal<String>,
    indicator: RwSignal<String>,
    /// In the order of the factors.
    degrees: [RwSignal<String>; 4],
    reason: RwSignal<String>,
    known: Option<(LossRiskId, i64)>,
}

impl Fields {
    fn new(risk: Option<&Risk>) -> Self {
        let text = |text: Option<String>| RwSignal::new(text.unwrap_or_default());
        let degree = |place: usize| {
            let given = risk.and_then(|risk| risk.factors.get(place)).map(|factor| factor.degree.to_string());
            RwSignal::new(given.unwrap_or_else(|| "3".to_owned()))
        };
        Self {
            unit: text(risk.and_then(|risk| risk.unit.as_ref()).map(|unit| unit.id.to_string())),
            indicator: text(risk.and_then(|risk| risk.indicator.as_ref()).map(|of| of.id.to_string())),
            degrees: [degree(0), degree(1), degree(2), degree(3)],
            reason: text(None),
            known: risk.map(|risk| (risk.id, risk.version)),
        }
    }

    /// Whether anything is written, tracked.
    fn begun(self) -> bool {
        !self.reason.with(String::is_empty)
    }
}

/// The way to a first grade.
pub fn new(frame: Frame, changed: Callback<()>) -> AnyView {
    let text = frame.locale.text.risk();
    dialog(frame, "button primary", text.grade, Fields::new(None), changed)
}

/// The way to another grade.
pub fn again(frame: Frame, risk: &Risk, changed: Callback<()>) -> AnyView {
    let text = frame.locale.text.risk();
    dialog(frame, "button", text.regrade, Fields::new(Some(risk)), changed)
}

fn dialog(frame: Frame, class: &'static str, title: &'static str, fields: Fields, changed: Callback<()>) -> AnyView {
    let (form, open) = (Form::new(frame.locale), RwSignal::new(false));
    form.guard(Signal::derive(move || open.get() && fields.begun()));
    let done = Callback::new(move |()| {
        open.set(false);
        changed.run(());
    });
    view! {
        <button class=class type="button" on:click=move |_| open.set(true)>{title}</button>
        <Dialog title=title open=open may_close=form.may_close()>{content(frame, form, (open, title), fields, done)}</Dialog>
    }
    .into_any()
}

fn content(
    frame: Frame,
    form: Form,
    (open, title): (RwSignal<bool>, &'static str),
    fields: Fields,
    done: Callback<()>,
) -> AnyView {
    let text = frame.locale.text.risk();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        send(frame, form, fields, done);
    };
    let names = [text.difficulty, text.method, text.control, text.status];
    let keys = ["difficulty", "method", "control", "status"];
    let degrees: Vec<_> = keys
        .into_iter()
        .zip(names)
        .zip(fields.degrees)
        .map(|((key, name), degree)| form.choice(key, name, degree, one_to_five()))
        .collect();
    view! {
        <form on:submit=submit>
            {fields.known.is_none().then(|| of_what(frame, form, fields))}
            {suggested(frame, fields)}
            {degrees}
            {form.lines("reason", text.grade_reason, fields.reason)}
            {form.foot(open, title)}
        </form>
    }
    .into_any()
}

fn one_to_five() -> Vec<(String, String)> {
    (1..=5).map(|degree: i32| (degree.to_string(), degree.to_string())).collect()
}

fn of_what(frame: Frame, form: Form, fields: Fields) -> AnyView {
    let text = frame.locale.text.risk();
    let load = Load::new(move || choices::indicators(frame));
    let indicators = load.view(frame.locale, move |indicators| {
        let options = choices::or_choose(frame, indicators.iter().cloned());
        form.choice("indicator", text.indicator, fields.indicator, options)
    });
    view! {
        {choices::unit(frame, form, ("unit", text.unit), fields.unit, None)}
        {indicators}
    }
    .into_any()
}

/// What the newest values suggest for how it stands, once it is known of what.
fn suggested(frame: Frame, fields: Fields) -> AnyView {
    let text = frame.locale.text.risk();
    let load = Load::new(move || {
        let of = fields.indicator.get().parse::<IndicatorId>().ok().zip(fields.unit.get().parse::<UnitId>().ok());
        async move {
            match of {
                Some((indicator, unit)) => {
                    let variables = loss_standing_part::Variables { indicator, unit };
                    Ok(Some(frame.client.ask::<LossStandingPart>(variables).await?.loss_standing))
                }
                None => Ok(None),
            }
        }
    });
    load.view(frame.locale, move |answer| {
        let said = match &*answer {
            None => return ().into_any(),
            Some(None) => text.not_suggested.to_owned(),
            Some(Some(standing)) => {
                fill(text.suggested, &[&frame.locale.period(standing.period), &standing.status.to_string()])
            }
        };
        view! { <p class="fine">{said}</p> }.into_any()
    })
}

fn send(frame: Frame, form: Form, fields: Fields, done: Callback<()>) {
    let text = frame.locale.text;
    let (unit, indicator) = (typed::<UnitId>(fields.unit), typed::<IndicatorId>(fields.indicator));
    let (Some(unit), Some(indicator), Some(reason)) = (unit, indicator, filled(fields.reason)) else {
        let wrong = [
            unit.is_none().then_some(("unit", text.draft().choose_one)),
            indicator.is_none().then_some(("indicator", text.draft().choose_one)),
            filled(fields.reason).is_none().then_some(("reason", text.risk().say_it)),
        ];
        return form.refuse(wrong.into_iter().flatten().collect());
    };
    let [difficulty, method, control, status] = fields.degrees.map(|degree| typed::<i64>(degree).unwrap_or_default());
    let (id, version) = fields.known.unzip();
    let input =
        grade_loss_risk::LossGradeInput { id, version, indicator, unit, difficulty, method, control, status, reason };
    let asking = frame.client.ask::<GradeLossRisk>(grade_loss_risk::Variables { input });
    form.send(asking, move |_| done.run(()));
}
