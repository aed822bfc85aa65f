//! Orders for many lines at once: all of them, or none.

use leptos::prelude::*;
use shared::rectification::Goal;

use super::{At, Chosen, Line, OpenForMany, UsualDue, open_for_many, usual_due};
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

/// Whether orders for many can be given here: they go to a unit.
pub fn may(frame: Frame, at: At) -> bool {
    matches!(at.subject, Subject::Unit(_)) && frame.may(Resource::Matter, Action::Order)
}

/// The button with its dialog; nothing for whoever may not.
pub fn many(frame: Frame, at: At, lines: &[Chosen], changed: Callback<()>) -> AnyView {
    let Subject::Unit(unit) = at.subject else { return ().into_any() };
    if !may(frame, at) || lines.is_empty() {
        return ().into_any();
    }
    let locale = frame.locale;
    let text = locale.text.loss();
    let (form, open) = (Form::new(locale), RwSignal::new(false));
    let (problem, due) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let usual = usual(frame, at);
    Effect::new(move |_| {
        // What was chosen meanwhile stays.
        let usual = usual.get();
        due.update(|due| {
            if due.is_empty() {
                *due = usual;
            }
        });
    });
    form.guard(Signal::derive(move || open.get() && !(problem.get().is_empty() && due.get() == usual.get())));
    let lines = StoredValue::new(lines.to_vec());
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
            chosen.map(|(_, line)| input(frame, at, unit, line, &problem, &due)).collect()
        });
        let sent = frame.client.ask::<OpenForMany>(open_for_many::Variables { inputs });
        form.send(sent, move |_| changed.run(()));
    };
    view! {
        <button class="button primary" type="button" disabled=move || count() == 0 on:click=move |_| open.set(true)>
            {move || match count() {
                0 => text.order_title.to_owned(),
                chosen => fill(text.order_many, &[&chosen.to_string()]),
            }}
        </button>
        <Dialog title=text.order_title open=open may_close=form.may_close()>
            <form on:submit=submit>
                <p class="quiet">{text.order_lead}</p>
                {form.lines("problem", text.problem, problem)}
                {form.line("dueOn", text.due, due, "date", true)}
                {form.foot(open, text.send)}
            </form>
        </Dialog>
    }
    .into_any()
}

/// The day that the form of a single order would begin with; empty until it is known.
fn usual(frame: Frame, at: At) -> Signal<String> {
    let subject = at.subject;
    let load = Load::new(move || async move {
        let variables = usual_due::Variables { subject };
        frame.client.ask::<UsualDue>(variables).await
    });
    Signal::derive(move || load.ready().map(|answer| answer.rectification_offer.due_on.clone()).unwrap_or_default())
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
