//! What a point of risk shall say. Whatever is sent is confirmed by a colleague.

use std::sync::Arc;

use leptos::prelude::*;

use super::Shown;
use super::choices::Choices;

use crate::address::Address;
use crate::api::codes::RiskKind;
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::operations;
use crate::pages::choices::{self, Choice};
use crate::parts::card::card;
use crate::parts::form::{Form, filled, options, typed};

operations!("src/pages/risk_point.graphql": PointPosts, SaveRiskPoint);
use ask::{PointPosts, SaveRiskPoint, point_posts, save_risk_point};

/// Months between two reviews until somebody says otherwise.
const USUAL_MONTHS: &str = "6";

/// An indicator that may be marked.
#[derive(Clone)]
struct Mark {
    id: String,
    name: String,
    on: RwSignal<bool>,
}

/// What is filled in, one signal a field.
#[derive(Clone, Copy)]
struct Fields {
    code: RwSignal<String>,
    step: RwSignal<String>,
    name: RwSignal<String>,
    kind: RwSignal<String>,
    unit: RwSignal<String>,
    post: RwSignal<String>,
    likelihood: RwSignal<String>,
    impact: RwSignal<String>,
    controls: RwSignal<String>,
    months: RwSignal<String>,
    marks: StoredValue<Vec<Mark>>,
}

impl Fields {
    fn new(point: Option<&Shown>, choices: &Choices) -> Self {
        let of = |read: fn(&Shown) -> String, usual: &str| RwSignal::new(point.map_or_else(|| usual.to_owned(), read));
        let mark = |(id, name): &(String, String)| {
            let on = point.is_some_and(|point| point.indicators.iter().any(|of| of.id.to_string() == *id));
            Mark { id: id.clone(), name: name.clone(), on: RwSignal::new(on) }
        };
        Self {
            code: of(|point| point.code.to_string(), ""),
            step: of(|point| point.step.to_string(), ""),
            name: of(|point| point.name.clone(), ""),
            kind: of(|point| point.kind.code().to_owned(), RiskKind::Enforcement.code()),
            unit: of(|point| point.unit.as_ref().map(|unit| unit.id.to_string()).unwrap_or_default(), ""),
            post: of(|point| point.post.as_ref().map(|post| post.id.to_string()).unwrap_or_default(), ""),
            likelihood: of(|point| point.likelihood.to_string(), "3"),
            impact: of(|point| point.impact.to_string(), "3"),
            controls: of(|point| point.controls.clone(), ""),
            months: of(|point| point.review_months.to_string(), USUAL_MONTHS),
            marks: StoredValue::new(choices.indicators.iter().map(mark).collect()),
        }
    }

    /// Everything that is filled in, tracked.
    fn said(self) -> Vec<String> {
        let texts = [
            self.code,
            self.step,
            self.name,
            self.kind,
            self.unit,
            self.post,
            self.likelihood,
            self.impact,
            self.controls,
            self.months,
        ];
        let marked =
            self.marks.with_value(|marks| marks.iter().map(|mark| mark.on.get().to_string()).collect::<Vec<_>>());
        texts.iter().map(|text| text.get()).chain(marked).collect()
    }
}

/// The form.
pub fn form(frame: Frame, point: Option<&Shown>, choices: &Arc<Choices>, changed: Callback<()>) -> AnyView {
    let text = frame.locale.text;
    let (form, fields) = (Form::new(frame.locale), Fields::new(point, choices));
    let before = untrack(|| fields.said());
    form.guard(Signal::derive(move || fields.said() != before));
    let known = point.map(|point| (point.id, point.version));
    let unit = point.and_then(|point| point.unit.as_ref()).map(|unit| (unit.id.to_string(), unit.name.clone()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        send(frame, form, fields, known, changed);
    };
    let content = view! {
        <form on:submit=submit>
            <p class="quiet">{text.risk().point_lead}</p>
            <div class="fields">
                {known.is_none().then(|| form.line("code", text.risk().code, fields.code, "text", true))}
                {form.line("name", text.risk().name, fields.name, "text", true)}
                {where_it_lies(frame, form, fields, &choices.steps, unit)}
                {how_much(frame, form, fields)}
                {form.line("reviewMonths", text.risk().review_months, fields.months, "number", true)}
                {form.lines("controls", text.risk().controls, fields.controls)}
            </div>
            {watching(frame, fields)}
            {form.complaint()}
            <div class="form-actions">
                <a class="button" href=Address::Risks.to_string()>{text.common.cancel}</a>
                <button class="button primary" type="submit" disabled=move || form.busy()>{text.common.save}</button>
            </div>
        </form>
    };
    card(text.risk().point, ().into_any(), content.into_any())
}

fn where_it_lies(frame: Frame, form: Form, fields: Fields, steps: &[Choice], known: Option<Choice>) -> AnyView {
    let text = frame.locale.text.risk();
    let before = untrack(|| fields.unit.get());
    let posts = Load::new(move || {
        let unit = fields.unit.get().parse::<UnitId>().ok();
        async move {
            match unit {
                Some(unit) => Ok(frame.client.ask::<PointPosts>(point_posts::Variables { unit }).await?.unit.posts),
                None => Ok(Vec::new()),
            }
        }
    });
    Effect::new(move |_| {
        // A post of the unit chosen before is none of this one.
        if fields.unit.get() != before {
            fields.post.set(String::new());
        }
    });
    let post = posts.view(frame.locale, move |posts| {
        let found = posts.iter().map(|post| {
            let star = if post.risk_star { " ★" } else { "" };
            (post.id.to_string(), format!("{}{star}", post.name))
        });
        let options = std::iter::once((String::new(), text.no_post.to_owned())).chain(found).collect();
        form.choice("post", text.post, fields.post, options)
    });
    view! {
        {form.choice("step", text.step, fields.step, choices::or_choose(frame, steps.iter().cloned()))}
        {form.choice("kind", text.kind, fields.kind, options(frame.locale, RiskKind::ALL, RiskKind::code))}
        {choices::unit(frame, form, ("unit", text.unit), fields.unit, known)}
        {post}
    }
    .into_any()
}

/// 1 to 5 as options.
pub fn degrees() -> Vec<(String, String)> {
    (1..=5).map(|degree: i32| (degree.to_string(), degree.to_string())).collect()
}

fn how_much(frame: Frame, form: Form, fields: Fields) -> AnyView {
    let text = frame.locale.text.risk();
    view! {
        {form.choice("likelihood", text.likelihood, fields.likelihood, degrees())}
        {form.choice("impact", text.impact, fields.impact, degrees())}
    }
    .into_any()
}

fn watching(frame: Frame, fields: Fields) -> AnyView {
    let marks = fields.marks.with_value(|marks| {
        let each = marks.iter().map(|mark| view! { <li>{marked(mark)}</li> });
        each.collect::<Vec<_>>()
    });
    view! {
        <details><summary>{frame.locale.text.risk().indicators}</summary><ul class="risk-marks">{marks}</ul></details>
    }
    .into_any()
}

fn marked(mark: &Mark) -> AnyView {
    let (name, on) = (mark.name.clone(), mark.on);
    view! {
        <label class="tick">
            <input type="checkbox" prop:checked=on on:change=move |event| on.set(event_target_checked(&event)) />
            <span>{name}</span>
        </label>
    }
    .into_any()
}

fn send(frame: Frame, form: Form, fields: Fields, known: Option<(RiskPointId, i64)>, changed: Callback<()>) {
    let text = frame.locale.text;
    let (code, step, unit) =
        (typed::<BusinessCode>(fields.code), typed::<ProcessStepId>(fields.step), typed::<UnitId>(fields.unit));
    let (name, controls, kind) = (filled(fields.name), filled(fields.controls), typed::<RiskKind>(fields.kind));
    let degrees = (typed::<i64>(fields.likelihood), typed::<i64>(fields.impact), typed::<i64>(fields.months));
    let wrong: Vec<_> = [
        code.is_none().then_some(("code", text.risk().say_it)),
        name.is_none().then_some(("name", text.risk().say_it)),
        step.is_none().then_some(("step", text.draft().choose_one)),
        unit.is_none().then_some(("unit", text.draft().choose_one)),
        controls.is_none().then_some(("controls", text.risk().say_it)),
        degrees.2.is_none().then_some(("reviewMonths", text.risk().bad_whole)),
    ]
    .into_iter()
    .flatten()
    .collect();
    let (Some(code), Some(step), Some(unit), Some(name), Some(controls), Some(kind)) =
        (code, step, unit, name, controls, kind)
    else {
        return form.refuse(wrong);
    };
    let (Some(likelihood), Some(impact), Some(review_months)) = degrees else { return form.refuse(wrong) };
    let (id, version) = known.unzip();
    let marked = fields.marks.with_value(|marks| {
        let marked = marks.iter().filter(|mark| mark.on.get_untracked());
        marked.filter_map(|mark| mark.id.parse().ok()).collect::<Vec<IndicatorId>>()
    });
    let input = save_risk_point::RiskPointInput {
        id,
        version,
        code,
        step,
        name,
        kind,
        unit,
        post: typed::<PostId>(fields.post),
        likelihood,
        impact,
        controls,
        indicators: marked,
        review_months,
    };
    let asking = frame.client.ask::<SaveRiskPoint>(save_risk_point::Variables { input });
    form.send(asking, move |answer| match known {
        Some(_) => changed.run(()),
        None => frame.history.go(&Address::RiskPoint(Some(answer.save_risk_point.id))),
    });
}
