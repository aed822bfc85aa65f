//! Orders, or rectifications of one's own, for many lines at once: all of them, or none.

use leptos::prelude::*;
use shared::rectification::Goal;

use super::{At, Chosen, Line, OfferForMany, OpenForMany, offer_for_many, open_for_many};
use crate::api::codes::{Action, Origin, RectificationDirection, Resource};
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::fill;
use crate::parts::dialog::Dialog;
use crate::parts::form::{Form, filled};

type Input = open_for_many::RectificationInput;

/// Periods that verify, and that are watched afterwards.
const PERIODS: i64 = 2;

type Offer = offer_for_many::OfferForManyRectificationOffer;

/// Whether several can be taken up here at once: what is ordered goes to a unit.
pub fn may(frame: Frame, at: At) -> bool {
    matches!(at.subject, Subject::Unit(_)) && frame.may(Resource::Matter, Action::Order)
}

/// The button with its dialog, as soon as it is known what may be done: orders from above, or rectifications of one's own; nothing for
/// whoever may neither.
pub fn many(frame: Frame, at: At, lines: &[Chosen], changed: Callback<()>) -> AnyView {
    let Subject::Unit(unit) = at.subject else { return ().into_any() };
    if !may(frame, at) || lines.is_empty() {
        return ().into_any();
    }
    let (subject, lines) = (at.subject, StoredValue::new(lines.to_vec()));
    let load =
        Load::new(move || async move { frame.client.ask::<OfferForMany>(offer_for_many::Variables { subject }).await });
    let offered =
        move || load.ready().map(|answer| offered(frame, at, unit, lines, changed, &answer.rectification_offer));
    offered.into_any()
}

fn offered(
    frame: Frame,
    at: At,
    unit: UnitId,
    lines: StoredValue<Vec<Chosen>>,
    changed: Callback<()>,
    offer: &Offer,
) -> AnyView {
    let direction = match (offer.may_order, offer.may_begin) {
        (true, _) => RectificationDirection::TopDown,
        (false, true) => RectificationDirection::BottomUp,
        (false, false) => return ().into_any(),
    };
    let locale = frame.locale;
    let text = locale.text.loss();
    let (title, chosen_many, lead, send) = match direction {
        RectificationDirection::TopDown => (text.order_title, text.order_many, text.order_lead, text.send),
        RectificationDirection::BottomUp => (text.begin_title, text.begin_many, text.begin_lead, text.begin),
    };
    let (form, open) = (Form::new(locale), RwSignal::new(false));
    let usual = StoredValue::new(offer.due_on.clone());
    let (problem, due) = (RwSignal::new(String::new()), RwSignal::new(offer.due_on.clone()));
    let is_untouched = move || problem.get().is_empty() && usual.with_value(|usual| due.with(|due| due == usual));
    form.guard(Signal::derive(move || open.get() && !is_untouched()));
    let count = move || lines.with_value(|lines| lines.iter().filter(|(chosen, _)| chosen.get()).count());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (Some(problem), Some(due)) = (filled(problem), filled(due)) else {
            let missing =
                [("problem", problem), ("dueOn", due)].into_iter().filter(|(_, field)| filled(*field).is_none());
            return form.refuse(missing.map(|(name, _)| (name, text.say_it)).collect());
        };
        let inputs = lines.with_value(|lines| {
            let chosen = lines.iter().filter(|(chosen, _)| chosen.get_untracked());
            chosen.map(|(_, line)| Input { direction, ..input(frame, at, unit, line, &problem, &due) }).collect()
        });
        let sent = frame.client.ask::<OpenForMany>(open_for_many::Variables { inputs });
        form.send(sent, move |_| changed.run(()));
    };
    view! {
        <button class="button primary" type="button" disabled=move || count() == 0 on:click=move |_| open.set(true)>
            {move || match count() {
                0 => title.to_owned(),
                chosen => fill(chosen_many, &[&chosen.to_string()]),
            }}
        </button>
        <Dialog title=title open=open may_close=form.may_close()>
            <form on:submit=submit>
                <p class="quiet">{lead}</p>
                {form.lines("problem", text.problem, problem)}
                {form.line("dueOn", text.due, due, "date", true)}
                {form.foot(open, send)}
            </form>
        </Dialog>
    }
    .into_any()
}

fn input(frame: Frame, at: At, unit: UnitId, line: &Line, problem: &str, due: &str) -> Input {
    let locale = frame.locale;
    let indicator = &line.indicator;
    let name = locale.name(&indicator.name, &indicator.name_en);
    let goal = line.target.and_then(|target| Goal::of_target(indicator.direction, target));
    Input {
        direction: RectificationDirection::TopDown,
        origin: Origin::Loss,
        unit,
        person: None,
        about: Some(open_for_many::AboutInput { indicator: indicator.id, subject: at.subject, period: at.period }),
        risk_point: None,
        title: fill(locale.text.loss().order_about, &[name, &locale.points(line.lost)]),
        problem: problem.to_owned(),
        cause: None,
        due_on: due.to_owned(),
        effect: goal.map(|goal| open_for_many::RectificationEffectInput {
            goal_side: goal.side,
            goal: goal.value,
            periods: PERIODS,
            watched: PERIODS,
            early: false,
        }),
        from: None,
        draft: None,
    }
}
