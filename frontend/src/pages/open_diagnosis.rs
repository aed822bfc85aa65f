//! `/diagnoses/new/…`: a diagnosis to be opened of a number: what is known of it, then the form (CJ-12).

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
    let content = match offer.may_order || offer.may_begin {
        true => form(frame, opened, offer),
        false => view! { <div class="notice" role="status"><p>{text.may_not}</p> <p><a class="button" href=back(opened)>{frame.locale.text.desk().back}</a></p></div> }.into_any(),
    };
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

fn form(frame: Frame, opened: Opened, offer: &Offer) -> AnyView {
    let text = frame.locale.text.diagnosis();
    let form = Form::new(frame.locale);
    let title = RwSignal::new(fill(text.form_title_usual, &[&name(frame, offer)]));
    let (problem, periods) = (RwSignal::new(String::new()), RwSignal::new(USUAL_PERIODS.to_owned()));
    form.guard(Signal::derive(move || problem.with(|problem| !problem.trim().is_empty())));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        send(frame, form, opened, (title, problem, periods));
    };
    let content = view! {
        <form on:submit=submit>
            <div class="fields">
                {form.line("title", text.form_title, title, "text", true)}
                {form.line("periods", text.form_periods, periods, "number", true)}
                {form.lines("problem", text.form_problem, problem)}
            </div>
            {form.complaint()}
            <div class="form-actions">
                <a class="button" href=back(opened)>{frame.locale.text.common.cancel}</a>
                <button class="button primary" type="submit" disabled=move || form.busy()>{frame.locale.text.cockpit.diagnose}</button>
            </div>
        </form>
    };
    card(frame.locale.text.cockpit.diagnose, ().into_any(), content.into_any())
}

type Fields = (RwSignal<String>, RwSignal<String>, RwSignal<String>);

fn send(frame: Frame, form: Form, opened: Opened, (title, problem, periods): Fields) {
    let words = &frame.locale.text;
    let known = typed::<i64>(periods).filter(|periods| (1..=MOST_PERIODS).contains(periods));
    let (Some(title), Some(problem), Some(periods)) = (filled(title), filled(problem), known) else {
        let fields = [
            ("title", filled(title).is_none(), words.rectification().needed),
            ("problem", filled(problem).is_none(), words.rectification().needed),
            ("periods", known.is_none(), words.warning().one_to_twelve),
        ];
        let wrong = fields.into_iter().filter(|(_, wrong, _)| *wrong).map(|(field, _, why)| (field, why));
        return form.refuse(wrong.collect());
    };
    let Opened { subject, indicator, period, from } = opened;
    let about = open_diagnosis::AboutInput { indicator, subject, period };
    let input = open_diagnosis::DiagnosisInput {
        about,
        title,
        problem,
        goal_side: None,
        goal: None,
        periods: Some(periods),
        from,
    };
    form.send(frame.client.ask::<OpenDiagnosis>(open_diagnosis::Variables { input }), move |answer| {
        frame.history.go(&Address::Diagnosis(answer.open_diagnosis.id));
    });
}
