//! `/diagnoses/new/…`: a diagnosis to be opened of a number: what is known of it, then the form (CJ-12). That of a score is in `of_score`.

pub mod of_score;

use leptos::prelude::*;

use super::matter;
use crate::address::Address;
use crate::api::failure::Failure;
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::fill;
use crate::locale::word::Word;
use crate::operations;
use crate::parts::card::{card, facts, link};
use crate::parts::form::{Form, filled, typed};

operations!("src/pages/open_diagnosis.graphql": DiagnosisOffer, OpenDiagnosis);
use ask::{DiagnosisOffer, OpenDiagnosis, diagnosis_offer, open_diagnosis};

type Offer = diagnosis_offer::DiagnosisOfferRectificationOffer;

/// Periods that check it again, until somebody says otherwise.
const USUAL_PERIODS: &str = "2";
const MOST_PERIODS: i64 = 12;

/// The number it is about, and what leads to it.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Opened {
    subject: Subject,
    indicator: IndicatorId,
    period: Period,
    from: Option<MatterId>,
}

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let opened = Memo::new(move |before: Option<&Option<Opened>>| match frame.history.address() {
        Address::OpenDiagnosis { subject, indicator, period, from } => {
            Some(Opened { subject, indicator, period, from })
        }
        _ => before.copied().flatten(),
    });
    let load = Load::new(move || {
        let opened = opened.get();
        async move {
            let opened = opened.ok_or_else(|| Failure::of_status(404, String::new()))?;
            let Opened { subject, indicator, period, .. } = opened;
            let variables = diagnosis_offer::Variables { subject, indicator, period };
            Ok((opened, frame.client.ask::<DiagnosisOffer>(variables).await?.rectification_offer))
        }
    });
    load.page(frame.locale, move |answer| sections(frame, answer.0, &answer.1))
}

fn sections(frame: Frame, opened: Opened, offer: &Offer) -> AnyView {
    let text = frame.locale.text.diagnosis();
    let Opened { subject, indicator, period, from } = opened;
    let begun = Begun {
        name: name(frame, offer),
        back: back(opened),
        about: Some(open_diagnosis::AboutInput { indicator, subject, period }),
        score: None,
        from,
    };
    let content = form_or_why_not(frame, begun, offer.may_order || offer.may_begin);
    view! {
        <nav class="crumbs"><ol><li><a href=Address::Diagnoses.to_string()>{text.title}</a></li></ol></nav>
        <div class="head"><h1>{frame.locale.text.cockpit.diagnose}</h1><p class="meta">{text.form_lead}</p></div>
        {about(frame, opened, offer)}
        {content}
    }
    .into_any()
}

/// Where the reader most likely came from.
fn back(Opened { subject, indicator, period, .. }: Opened) -> String {
    Address::Explain { subject, indicator, period }.to_string()
}

fn unit(offer: &Offer) -> &str {
    offer.indicator.as_ref().map_or("", |indicator| &*indicator.unit_of_measure)
}

fn name(frame: Frame, offer: &Offer) -> String {
    offer.indicator.as_ref().map_or("—", |of| frame.locale.name(&of.name, &of.name_en)).to_owned()
}

fn about(frame: Frame, opened: Opened, offer: &Offer) -> AnyView {
    let locale = frame.locale;
    let cockpit = &locale.text.cockpit;
    let person = offer.person.as_ref().map(|person| format!(" {}", person.name)).unwrap_or_default();
    let mut lines = vec![
        (locale.text.matter().side_responsible, format!("{}{person}", offer.unit.name).into_any()),
        (cockpit.indicator, link(back(opened), name(frame, offer))),
        (cockpit.period, locale.period(opened.period).into_any()),
        (cockpit.value, locale.full_or_none(offer.value, unit(offer)).into_any()),
    ];
    if let (Some(side), Some(goal)) = (offer.goal_side, offer.goal) {
        let said = format!("{} {}", side.word(locale), locale.full(goal, unit(offer)));
        lines.push((locale.text.desk().goal, said.into_any()));
    }
    let open: Vec<_> = offer
        .open
        .iter()
        .map(|of| {
            let state = locale.matter_state(of.kind, &of.state);
            view! { <li>{matter::link(of.kind, of.id, &of.number, &of.title)} " " <span class="tag steady">{state}</span></li> }
        })
        .collect();
    let already = (!open.is_empty()).then(|| {
        view! { <div class="already" role="note"><p>{locale.text.desk().already}</p> <ul>{open}</ul></div> }
    });
    let content = view! { <div class="wide-facts-box">{facts(lines)}</div> {already} };
    card(locale.text.diagnosis().about, ().into_any(), content.into_any())
}

/// What is known before anything is written.
#[derive(Debug, Clone)]
struct Begun {
    /// What the number is called.
    name: String,
    /// Where the reader most likely came from.
    back: String,
    /// The value it is about; this or a score.
    about: Option<open_diagnosis::AboutInput>,
    /// The score it is about; this or a value.
    score: Option<open_diagnosis::AboutScoreInput>,
    /// The matter that leads to it.
    from: Option<MatterId>,
}

/// What is written.
#[derive(Clone, Copy)]
struct Written {
    title: RwSignal<String>,
    problem: RwSignal<String>,
    periods: RwSignal<String>,
    goal: RwSignal<String>,
}

/// The form, or what keeps the viewer from it.
fn form_or_why_not(frame: Frame, begun: Begun, may: bool) -> AnyView {
    let text = frame.locale.text.diagnosis();
    match may {
        true => form(frame, begun),
        false => view! { <div class="notice" role="status"><p>{text.may_not}</p> <p><a class="button" href=begun.back>{frame.locale.text.desk().back}</a></p></div> }.into_any(),
    }
}

fn form(frame: Frame, begun: Begun) -> AnyView {
    let text = frame.locale.text.diagnosis();
    let form = Form::new(frame.locale);
    let field = |text: &str| RwSignal::new(text.to_owned());
    let written = Written {
        title: field(&fill(text.form_title_usual, &[&begun.name])),
        problem: field(""),
        periods: field(USUAL_PERIODS),
        goal: field(""),
    };
    form.guard(Signal::derive(move || written.problem.with(|problem| !problem.trim().is_empty())));
    // What a value must come to, its target says; a score has none.
    let goal = begun.score.is_some().then(|| form.line("goal", text.form_goal, written.goal, "text", false));
    let back = begun.back.clone();
    let begun = StoredValue::new(begun);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        send(frame, form, begun.get_value(), written);
    };
    let content = view! {
        <form on:submit=submit>
            <div class="fields">
                {form.line("title", text.form_title, written.title, "text", true)}
                {form.line("periods", text.form_periods, written.periods, "number", true)}
                {goal}
                {form.lines("problem", text.form_problem, written.problem)}
            </div>
            {form.complaint()}
            <div class="form-actions">
                <a class="button" href=back>{frame.locale.text.common.cancel}</a>
                <button class="button primary" type="submit" disabled=move || form.busy()>{frame.locale.text.cockpit.diagnose}</button>
            </div>
        </form>
    };
    card(frame.locale.text.cockpit.diagnose, ().into_any(), content.into_any())
}

fn send(frame: Frame, form: Form, begun: Begun, written: Written) {
    let words = &frame.locale.text;
    let Written { title, problem, periods, goal } = written;
    let known = typed::<i64>(periods).filter(|periods| (1..=MOST_PERIODS).contains(periods));
    let least = typed::<Quantity>(goal).filter(|goal| *goal >= Quantity::ZERO);
    let bad_goal = least.is_none() && filled(goal).is_some();
    let (Some(title), Some(problem), Some(periods), false) = (filled(title), filled(problem), known, bad_goal) else {
        let fields = [
            ("goal", bad_goal, words.warning().not_negative),
            ("title", filled(title).is_none(), words.rectification().needed),
            ("problem", filled(problem).is_none(), words.rectification().needed),
            ("periods", known.is_none(), words.warning().one_to_twelve),
        ];
        let wrong = fields.into_iter().filter(|(_, wrong, _)| *wrong).map(|(field, _, why)| (field, why));
        return form.refuse(wrong.collect());
    };
    let Begun { about, score, from, .. } = begun;
    let input = open_diagnosis::DiagnosisInput {
        about,
        score,
        title,
        problem,
        goal_side: least.map(|_| GoalSide::AtLeast),
        goal: least,
        periods: Some(periods),
        from,
    };
    form.send(frame.client.ask::<OpenDiagnosis>(open_diagnosis::Variables { input }), move |answer| {
        frame.history.go(&Address::Diagnosis(answer.open_diagnosis.id));
    });
}
