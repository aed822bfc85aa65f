//! The form: what is wrong, by when it is to be reported, and how later numbers show that it worked.

use leptos::prelude::*;
use shared::rectification::Goal;

use super::{Offer, back, goal, registered, unit_of_measure};
use crate::address::{Address, Opened};
use crate::api::codes::{Direction, GoalSide, Origin, RectificationDirection};
use crate::api::schema::*;
use crate::frame::Frame;
use crate::locale::{Locale, fill};
use crate::operations;
use crate::parts::card::card;
use crate::parts::form::{Form, filled, options, tick, typed};

operations!("src/pages/open_rectification.graphql": OpenRectification);
use ask::{OpenRectification, open_rectification};

type EffectInput = open_rectification::RectificationEffectInput;

/// Fields with what is wrong with them.
type Wrong = Vec<(&'static str, &'static str)>;

/// Periods that decide, and that are watched afterwards, until somebody says otherwise.
const USUAL_PERIODS: &str = "2";
const MOST_PERIODS: i64 = 12;

/// What is filled in, one signal a field.
#[derive(Clone, Copy)]
struct Fields {
    title: RwSignal<String>,
    problem: RwSignal<String>,
    cause: RwSignal<String>,
    due: RwSignal<String>,
    origin: RwSignal<String>,
    risk_point: RwSignal<String>,
    judged: RwSignal<bool>,
    goal_side: RwSignal<String>,
    goal: RwSignal<String>,
    periods: RwSignal<String>,
    watched: RwSignal<String>,
    early: RwSignal<bool>,
    draft: RwSignal<bool>,
}

impl Fields {
    /// Filled in with what is known.
    fn new(frame: Frame, opened: &Opened, offer: &Offer) -> Self {
        let text = |text: &str| RwSignal::new(text.to_owned());
        let goal = goal(offer);
        let title = offer.indicator.as_ref().and_then(|indicator| {
            let name = frame.locale.name(&indicator.name, &indicator.name_en);
            Some(suggested(frame.locale, name, offer.value?, goal?))
        });
        let side = goal.map(|goal| goal.side).or_else(|| offer.indicator.as_ref().map(|of| usual_side(of.direction)));
        Self {
            title: RwSignal::new(title.unwrap_or_default()),
            problem: text(""),
            cause: text(""),
            due: text(&offer.due_on),
            origin: text(usual_origin(opened).code()),
            risk_point: text(""),
            judged: RwSignal::new(opened.about.is_some() && goal.is_some()),
            goal_side: text(side.unwrap_or(GoalSide::AtLeast).code()),
            goal: RwSignal::new(goal.map(|goal| goal.value.written()).unwrap_or_default()),
            periods: text(USUAL_PERIODS),
            watched: text(USUAL_PERIODS),
            early: RwSignal::new(false),
            draft: RwSignal::new(false),
        }
    }

    /// Everything that is filled in, tracked.
    fn said(self) -> Vec<String> {
        let texts = [
            self.title,
            self.problem,
            self.cause,
            self.due,
            self.origin,
            self.risk_point,
            self.goal_side,
            self.goal,
            self.periods,
            self.watched,
        ];
        let flags = [self.judged, self.early, self.draft];
        texts.iter().map(|text| text.get()).chain(flags.iter().map(|flag| flag.get().to_string())).collect()
    }
}

/// A title for a value that misses its goal; none for one that does not.
fn suggested(locale: Locale, name: &str, value: Quantity, goal: Goal) -> String {
    let text = locale.text.desk();
    if goal.is_met_by(value) {
        return String::new();
    }
    match goal.side {
        GoalSide::AtLeast => fill(text.below_goal, &[name]),
        GoalSide::AtMost => fill(text.above_goal, &[name]),
    }
}

fn usual_side(direction: Direction) -> GoalSide {
    match direction {
        Direction::HigherBetter | Direction::TargetBest | Direction::Boolean => GoalSide::AtLeast,
        Direction::LowerBetter => GoalSide::AtMost,
    }
}

fn usual_origin(opened: &Opened) -> Origin {
    match (opened.from, opened.own) {
        (Some(_), _) => Origin::Warning,
        (None, true) => Origin::OwnDiscovery,
        (None, false) => Origin::Loss,
    }
}

/// The form.
pub fn form(frame: Frame, opened: &Opened, offer: &Offer) -> AnyView {
    let text = frame.locale.text;
    let (form, fields, own) = (Form::new(frame.locale), Fields::new(frame, opened, offer), opened.own);
    let before = untrack(|| fields.said());
    form.guard(Signal::derive(move || fields.said() != before));
    let sent =
        Sent { opened: opened.clone(), unit: offer.unit.id, person: offer.person.as_ref().map(|person| person.id) };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        sent.send(frame, form, fields);
    };
    let word = move || match (own, fields.draft.get()) {
        (true, _) => text.desk().submit,
        (false, true) => text.desk().save_draft,
        (false, false) => text.desk().send,
    };
    let (unit, place) = (unit_of_measure(offer).to_owned(), offer.unit.id);
    view! {
        <form on:submit=submit>
            {what(frame, form, fields, place, own)}
            {opened.about.is_some().then(|| effect(frame, form, fields, unit))}
            {(!own).then(|| view! { <div class="ticks">{tick(text.desk().draft, fields.draft)}</div> })}
            {form.complaint()}
            <div class="form-actions">
                <a class="button" href=back(opened)>{text.common.cancel}</a>
                <button class="button primary" type="submit" disabled=move || form.busy()>{word}</button>
            </div>
        </form>
    }
    .into_any()
}

/// What is wrong; `own`: whether it is begun by whoever answers, in `unit`.
fn what(frame: Frame, form: Form, fields: Fields, unit: UnitId, own: bool) -> AnyView {
    let text = frame.locale.text.desk();
    // Nobody orders what somebody else discovers by themself.
    let origins: Vec<Origin> =
        Origin::ALL.iter().copied().filter(|origin| own || *origin != Origin::OwnDiscovery).collect();
    let content = view! {
        {form.line("title", text.headline, fields.title, "text", true)}
        <div class="fields">
            {form.lines("problem", text.problem, fields.problem)}
            {form.lines("cause", text.cause, fields.cause)}
            {form.line("dueOn", text.due_on, fields.due, "date", true)}
            {form.choice("origin", text.origin, fields.origin, options(frame.locale, &origins, Origin::code))}
            {registered::choice(frame, form, unit, fields.risk_point)}
        </div>
    };
    card(text.what, ().into_any(), content.into_any())
}

fn effect(frame: Frame, form: Form, fields: Fields, unit: String) -> AnyView {
    let text = frame.locale.text.desk();
    let inside = move || fields.judged.get().then(|| numbers(frame, form, fields, &unit));
    let content = view! {
        <div class="ticks">{tick(text.judged, fields.judged)}</div>
        <p class="quiet">{text.judged_lead}</p>
        {inside}
    };
    card(text.effect, ().into_any(), content.into_any())
}

fn numbers(frame: Frame, form: Form, fields: Fields, unit: &str) -> AnyView {
    let (text, target) = (frame.locale.text.desk(), frame.locale.text.target());
    let sides = options(frame.locale, GoalSide::ALL, GoalSide::code);
    let hint = (!unit.is_empty()).then(|| fill(target.in_unit, &[frame.locale.unit(unit)]));
    view! {
        <div class="fields effect-fields">
            {form.choice("goalSide", text.goal_side, fields.goal_side, sides)}
            {form.line("goal", text.goal_value, fields.goal, "text", true)}
            {form.line("periods", text.periods, fields.periods, "number", true)}
            {form.line("watched", text.watched, fields.watched, "number", true)}
        </div>
        {hint.map(|hint| view! { <p class="fine">{hint}</p> })}
        <div class="ticks">{tick(text.early, fields.early)}</div>
    }
    .into_any()
}

/// How the result shall be seen, where it shall be seen in numbers.
fn judged(frame: Frame, fields: Fields) -> Result<Option<EffectInput>, Wrong> {
    if !fields.judged.get_untracked() {
        return Ok(None);
    }
    let text = frame.locale.text;
    let counted = |value, least| typed::<i64>(value).filter(|number| (least..=MOST_PERIODS).contains(number));
    let goal = typed::<Quantity>(fields.goal);
    let (periods, watched) = (counted(fields.periods, 1), counted(fields.watched, 0));
    match (typed::<GoalSide>(fields.goal_side), goal, periods, watched) {
        (Some(goal_side), Some(goal), Some(periods), Some(watched)) => {
            Ok(Some(EffectInput { goal_side, goal, periods, watched, early: fields.early.get_untracked() }))
        }
        (side, goal, periods, watched) => {
            let wrong = [
                side.is_none().then_some(("goalSide", text.draft().choose_one)),
                goal.is_none().then_some(("goal", text.draft().bad_number)),
                periods.is_none().then_some(("periods", text.desk().bad_periods)),
                watched.is_none().then_some(("watched", text.desk().bad_watched)),
            ];
            Err(wrong.into_iter().flatten().collect())
        }
    }
}

/// What is sent beside what is filled in.
struct Sent {
    opened: Opened,
    unit: UnitId,
    person: Option<PersonId>,
}

impl Sent {
    fn input(&self, frame: Frame, fields: Fields) -> Result<open_rectification::RectificationInput, Wrong> {
        let text = frame.locale.text;
        let Opened { subject, about, from, own } = self.opened;
        // Where nothing is known of a number, nothing is said of it either.
        let effect = if about.is_some() { judged(frame, fields) } else { Ok(None) };
        match (filled(fields.title), filled(fields.problem), typed::<Origin>(fields.origin), effect) {
            (Some(title), Some(problem), Some(origin), Ok(effect)) => Ok(open_rectification::RectificationInput {
                direction: if own { RectificationDirection::BottomUp } else { RectificationDirection::TopDown },
                origin,
                unit: self.unit,
                person: self.person,
                about: about.map(|(indicator, period)| open_rectification::AboutInput { indicator, subject, period }),
                risk_point: filled(fields.risk_point),
                title,
                problem,
                cause: filled(fields.cause),
                due_on: fields.due.get_untracked(),
                effect,
                from,
                draft: (!own).then(|| fields.draft.get_untracked()),
            }),
            (title, problem, origin, effect) => {
                let wrong = [
                    title.is_none().then_some(("title", text.desk().say_it)),
                    problem.is_none().then_some(("problem", text.desk().say_it)),
                    origin.is_none().then_some(("origin", text.draft().choose_one)),
                ];
                Err(wrong.into_iter().flatten().chain(effect.err().unwrap_or_default()).collect())
            }
        }
    }

    fn send(&self, frame: Frame, form: Form, fields: Fields) {
        let input = match self.input(frame, fields) {
            Ok(input) => input,
            Err(wrong) => return form.refuse(wrong),
        };
        let asking = frame.client.ask::<OpenRectification>(open_rectification::Variables { input });
        form.send(asking, move |answer| frame.history.go(&Address::Rectification(answer.open_rectification.id)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::{Language, MoneyUnit};

    fn quantity(text: &str) -> Quantity {
        text.parse().unwrap()
    }

    #[test]
    fn a_title_is_suggested_for_what_misses_its_goal_alone() {
        let zh = Locale::new(Language::Chinese, MoneyUnit::Yuan);
        for (side, goal, value, title) in [
            (GoalSide::AtLeast, "95", "94.9", "申报率低于目标"),
            (GoalSide::AtLeast, "95", "95", ""),
            (GoalSide::AtMost, "2", "2.5", "申报率高于目标"),
            (GoalSide::AtMost, "2", "1", ""),
        ] {
            let goal = Goal { side, value: quantity(goal) };
            assert_eq!(suggested(zh, "申报率", quantity(value), goal), title);
        }
    }
}
