//! Steps that take more than a word: a request, a decision, another unit, a report.

use leptos::prelude::*;

use super::asked::answered;
use super::{Acting, Shown};
use crate::api::codes::{DisputeOutcome, RectificationDirection, RectificationStep, RequestKind};
use crate::api::schema::UnitId;
use crate::locale::word::Word;
use crate::operations;
use crate::pages::choices::{self, Choice};
use crate::parts::dialog::Dialog;
use crate::parts::form::{filled, options, typed};

operations!(
    "src/pages/rectification.graphql": RequestForRectification,
    DecideRectificationDispute,
    ReaddressRectification,
    ReportRectification
);
use ask::{
    DecideRectificationDispute, ReaddressRectification, ReportRectification, RequestForRectification,
    decide_rectification_dispute, readdress_rectification, report_rectification, request_for_rectification,
};

fn empty() -> RwSignal<String> {
    RwSignal::new(String::new())
}

/// The fields that are not filled in, each with what is wrong.
fn missing<const N: usize>(fields: [Option<(&'static str, &'static str)>; N]) -> Vec<(&'static str, &'static str)> {
    fields.into_iter().flatten().collect()
}

/// What is asked for by itself. What should be managed differently comes with the report.
const AT_ANY_TIME: &[RequestKind] = &[RequestKind::Time, RequestKind::Help, RequestKind::Transfer];

/// Asks for more time, for help, or that another unit takes it.
pub fn request(acting: Acting, class: &'static str) -> AnyView {
    let locale = acting.frame.locale;
    let text = locale.text.rectification();
    let (form, open) = acting.dialog();
    let (kind, words, until, to) = (RwSignal::new(RequestKind::Time.code().to_owned()), empty(), empty(), empty());
    let unsaved = move || [words, until, to].iter().any(|field| field.with(|field| !field.is_empty()));
    form.guard(Signal::derive(move || open.get() && unsaved()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(kind) = typed::<RequestKind>(kind) else { return };
        let until = filled(until).filter(|_| kind == RequestKind::Time);
        let to = typed::<UnitId>(to).filter(|_| kind == RequestKind::Transfer);
        let wrong = missing([
            filled(words).is_none().then_some(("words", text.needed)),
            (kind == RequestKind::Time && until.is_none()).then_some(("until", text.needed)),
        ]);
        if !wrong.is_empty() {
            return form.refuse(wrong);
        }
        let words = filled(words).unwrap_or_default();
        let variables = request_for_rectification::Variables {
            rectification: acting.id,
            version: acting.version(),
            input: request_for_rectification::RectificationRequestInput { kind, words, until, to },
        };
        form.send(acting.sent::<RequestForRectification>(variables), move |()| acting.done(open));
    };
    let more = move || match kind.with(|kind| kind.parse::<RequestKind>().ok()) {
        Some(RequestKind::Time) => form.line("until", text.request_until, until, "date", true),
        Some(RequestKind::Transfer) => choices::unit(acting.frame, form, ("to", text.request_to), to, None),
        Some(RequestKind::Help | RequestKind::ManagementChange) | None => ().into_any(),
    };
    let name = RectificationStep::Request.word(locale);
    view! {
        <button class=class type="button" on:click=move |_| open.set(true)>{name}</button>
        <Dialog title=name open=open may_close=form.may_close()>
            <form on:submit=submit>
                {form.choice("kind", text.request_kind, kind, options(locale, AT_ANY_TIME, RequestKind::code))}
                {more}
                {form.lines("words", text.request_words, words)}
                {form.foot(open, name)}
            </form>
        </Dialog>
    }
    .into_any()
}

/// Grants a transfer: to the unit that was asked for, or to the right one.
pub fn transfer(acting: Acting, item: i64, asked: Option<Choice>) -> AnyView {
    let locale = acting.frame.locale;
    let text = locale.text.rectification();
    let (form, open) = acting.dialog();
    let (to, words) = (RwSignal::new(asked.as_ref().map(|(id, _)| id.clone()).unwrap_or_default()), empty());
    form.guard(Signal::derive(move || open.get() && !words.get().is_empty()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (Some(to), Some(words)) = (typed::<UnitId>(to), filled(words)) else {
            return form.refuse(missing([
                typed::<UnitId>(to).is_none().then_some(("to", text.choose)),
                filled(words).is_none().then_some(("words", text.needed)),
            ]));
        };
        form.send(answered(acting, item, true, words, Some(to)), move |()| acting.done(open));
    };
    view! {
        <button class="button primary" type="button" on:click=move |_| open.set(true)>{text.grant}</button>
        <Dialog title=text.grant open=open may_close=form.may_close()>
            <form on:submit=submit>
                <p class="quiet">{text.grant_lead}</p>
                {choices::unit(acting.frame, form, ("to", text.readdress_to), to, asked.clone())}
                {form.lines("words", text.answer, words)}
                {form.foot(open, text.grant)}
            </form>
        </Dialog>
    }
    .into_any()
}

/// How a dispute may end: the order that stands first, the one that is given up last.
const OUTCOMES: &[DisputeOutcome] = &[DisputeOutcome::Upheld, DisputeOutcome::PartlyUpheld, DisputeOutcome::Withdrawn];

/// Decides a dispute: what comes of it, why, and what is left of the problem.
pub fn decide(acting: Acting, it: &Shown, class: &'static str) -> AnyView {
    let locale = acting.frame.locale;
    let text = locale.text.rectification();
    let (form, open) = acting.dialog();
    let (outcome, reasons, problem) = (empty(), empty(), RwSignal::new(it.problem.clone()));
    form.guard(Signal::derive(move || open.get() && !(outcome.get().is_empty() && reasons.get().is_empty())));
    let in_part = move || outcome.with(|outcome| outcome == DisputeOutcome::PartlyUpheld.code());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (chosen, said) = (typed::<DisputeOutcome>(outcome), filled(reasons));
        let left = filled(problem).filter(|_| chosen == Some(DisputeOutcome::PartlyUpheld));
        let wrong = missing([
            chosen.is_none().then_some(("outcome", text.choose)),
            said.is_none().then_some(("reasons", text.needed)),
            (chosen == Some(DisputeOutcome::PartlyUpheld) && left.is_none()).then_some(("problem", text.needed)),
        ]);
        let (Some(outcome), Some(reasons), true) = (chosen, said, wrong.is_empty()) else {
            return form.refuse(wrong);
        };
        let variables = decide_rectification_dispute::Variables {
            rectification: acting.id,
            version: acting.version(),
            outcome,
            reasons,
            problem: left.unwrap_or_default(),
        };
        form.send(acting.sent::<DecideRectificationDispute>(variables), move |()| acting.done(open));
    };
    let left = move || in_part().then(|| form.lines("problem", text.decide_problem, problem));
    view! {
        <button class=class type="button" on:click=move |_| open.set(true)>{text.decide}</button>
        <Dialog title=text.decide open=open may_close=form.may_close()>
            <form on:submit=submit>
                {form.choice("outcome", text.decide_outcome, outcome, choices::or_choose(acting.frame, options(locale, OUTCOMES, DisputeOutcome::code)))}
                {left}
                {form.lines("reasons", text.decide_reasons, reasons)}
                {form.foot(open, text.decide)}
            </form>
        </Dialog>
    }
    .into_any()
}

/// Sends an order to another unit, or again to the same one.
pub fn readdress(acting: Acting, class: &'static str) -> AnyView {
    let locale = acting.frame.locale;
    let text = locale.text.rectification();
    let (form, open) = acting.dialog();
    let (to, words) = (empty(), empty());
    form.guard(Signal::derive(move || open.get() && !(to.get().is_empty() && words.get().is_empty())));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (Some(to), Some(words)) = (typed::<UnitId>(to), filled(words)) else {
            return form.refuse(missing([
                typed::<UnitId>(to).is_none().then_some(("to", text.choose)),
                filled(words).is_none().then_some(("words", text.needed)),
            ]));
        };
        let variables =
            readdress_rectification::Variables { rectification: acting.id, version: acting.version(), to, words };
        form.send(acting.sent::<ReaddressRectification>(variables), move |()| acting.done(open));
    };
    let name = RectificationStep::Readdress.word(locale);
    view! {
        <button class=class type="button" on:click=move |_| open.set(true)>{name}</button>
        <Dialog title=name open=open may_close=form.may_close()>
            <form on:submit=submit>
                <p class="quiet">{text.readdress_lead}</p>
                {choices::unit(acting.frame, form, ("to", text.readdress_to), to, None)}
                {form.lines("words", text.readdress_words, words)}
                {form.foot(open, name)}
            </form>
        </Dialog>
    }
    .into_any()
}

/// Reports what was achieved and learnt.
pub fn report(acting: Acting, it: &Shown, class: &'static str) -> AnyView {
    let locale = acting.frame.locale;
    let text = locale.text.rectification();
    let ((form, open), result) = (acting.dialog(), empty());
    // What was learnt before it was opened again stays, unless it is written anew.
    let before = (it.pattern.clone(), it.management_change.clone());
    let (pattern, change) = (RwSignal::new(before.0.clone()), RwSignal::new(before.1.clone()));
    let learnt = move || (pattern.get(), change.get());
    form.guard(Signal::derive(move || open.get() && (!result.get().is_empty() || learnt() != before)));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(result) = filled(result) else { return form.refuse(vec![("result", text.needed)]) };
        let input = report_rectification::RectificationOutcomeInput {
            result,
            pattern: filled(pattern),
            management_change: filled(change),
        };
        let variables = report_rectification::Variables { rectification: acting.id, version: acting.version(), input };
        form.send(acting.sent::<ReportRectification>(variables), move |()| acting.done(open));
    };
    let by_numbers = it.effect.is_some() && it.direction == RectificationDirection::TopDown;
    let name = RectificationStep::Report.word(locale);
    view! {
        <button class=class type="button" on:click=move |_| open.set(true)>{name}</button>
        <Dialog title=name open=open may_close=form.may_close()>
            <form on:submit=submit>
                <p class="quiet">{text.report_lead} " " {by_numbers.then_some(text.report_verified)}</p>
                {form.lines("result", text.result, result)}
                {form.lines("pattern", text.report_pattern, pattern)}
                {form.lines("managementChange", text.report_change, change)}
                {form.foot(open, name)}
            </form>
        </Dialog>
    }
    .into_any()
}
