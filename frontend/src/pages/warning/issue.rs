//! A warning written by hand: whom it concerns, the number it is about, how urgent it is, what is known and what to do. The address may say
//! the number; the form is open then.

use std::str::FromStr;

use leptos::prelude::*;

use crate::address::Address;
use crate::api::codes::{Action, Resource, Severity};
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::operations;
use crate::pages::choices::{self, Choice};
use crate::parts::dialog::Dialog;
use crate::parts::form::{Form, filled, options, or_none, typed};

operations!("src/pages/warnings.graphql": IssueWarning, WarnedUnit);
use ask::{IssueWarning, WarnedUnit, issue_warning, warned_unit};

/// Chosen where it is the number of the person and not that of the unit.
const THEIRS: &str = "person";

/// The number that the address says.
#[derive(Clone, Copy)]
struct Begun {
    unit: UnitId,
    indicator: IndicatorId,
    period: Period,
}

impl Begun {
    fn read(query: &str) -> Option<Self> {
        let unit = asked(query, "unit")?;
        Some(Self { unit, indicator: asked(query, "indicator")?, period: asked(query, "period")? })
    }

    fn here() -> Option<Self> {
        Self::read(&window().location().search().ok()?)
    }
}

fn asked<T: FromStr>(query: &str, key: &str) -> Option<T> {
    let mut pairs = query.trim_start_matches('?').split('&');
    pairs.find_map(|pair| pair.strip_prefix(key)?.strip_prefix('='))?.parse().ok()
}

fn address(Begun { unit, indicator, period }: Begun) -> String {
    format!("{}?unit={unit}&indicator={indicator}&period={period}", Address::Warnings)
}

/// The way to a warning about the number of a unit, for whoever may send one.
pub fn way(frame: Frame, unit: UnitId, (indicator, period): (IndicatorId, Period)) -> Option<AnyView> {
    let to = address(Begun { unit, indicator, period });
    let word = frame.locale.text.warning().issue;
    frame.may(Resource::Matter, Action::Order).then(|| view! { <a class="button" href=to>{word}</a> }.into_any())
}

/// The warning as far as it is written.
#[derive(Clone, Copy)]
struct Written {
    unit: RwSignal<String>,
    person: RwSignal<String>,
    indicator: RwSignal<String>,
    period: RwSignal<String>,
    whose: RwSignal<String>,
    severity: RwSignal<String>,
    title: RwSignal<String>,
    advice: RwSignal<String>,
}

impl Written {
    fn new(begun: Option<Begun>) -> Self {
        let text = |text: Option<String>| RwSignal::new(text.unwrap_or_default());
        Self {
            unit: text(begun.map(|begun| begun.unit.to_string())),
            person: text(None),
            indicator: text(begun.map(|begun| begun.indicator.to_string())),
            period: text(begun.map(|begun| begun.period.to_string())),
            whose: text(None),
            severity: text(Some(Severity::Yellow.code().to_owned())),
            title: text(None),
            advice: text(None),
        }
    }

    /// Whether anything is written but what the address says, tracked.
    fn is_begun(self) -> bool {
        [self.person, self.title, self.advice].iter().any(|field| !field.with(String::is_empty))
    }
}

/// The way to a warning written by hand.
pub fn button(frame: Frame) -> AnyView {
    let text = frame.locale.text.warning();
    let begun = Begun::here();
    let (form, open, written) = (Form::new(frame.locale), RwSignal::new(begun.is_some()), Written::new(begun));
    form.guard(Signal::derive(move || open.get() && written.is_begun()));
    view! {
        <button class="button primary" type="button" on:click=move |_| open.set(true)>{text.issue}</button>
        <Dialog title=text.issue open=open may_close=form.may_close()>{content(frame, form, open, (written, begun))}</Dialog>
    }
    .into_any()
}

fn content(frame: Frame, form: Form, open: RwSignal<bool>, (written, begun): (Written, Option<Begun>)) -> AnyView {
    let text = frame.locale.text.warning();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        send(frame, form, written);
    };
    view! {
        <p class="quiet">{text.issue_lead}</p>
        <form on:submit=submit>
            {unit(frame, form, written, begun)}
            {person(frame, form, written)}
            {number(frame, form, written)}
            {form.choice("severity", text.severity, written.severity, options(frame.locale, Severity::ALL, Severity::code))}
            {form.line("title", text.title, written.title, "text", true)}
            {form.lines("advice", text.advice_to_write, written.advice)}
            <p class="fine">{text.advice_hint}</p>
            {form.foot(open, text.issue)}
        </form>
    }
    .into_any()
}

/// The unit; that of the address by its name, also where it is not among those found first.
fn unit(frame: Frame, form: Form, written: Written, begun: Option<Begun>) -> AnyView {
    let label = frame.locale.text.warning().unit;
    let field = move |known: Option<Choice>| choices::unit(frame, form, ("unit", label), written.unit, known);
    let Some(begun) = begun else { return field(None) };
    let load =
        Load::new(
            move || async move { frame.client.ask::<WarnedUnit>(warned_unit::Variables { id: begun.unit }).await },
        );
    load.view(frame.locale, move |answer| field(Some((answer.unit.id.to_string(), answer.unit.name.clone()))))
}

/// Somebody of the unit, for whoever may see who works there.
fn person(frame: Frame, form: Form, written: Written) -> Option<AnyView> {
    let text = frame.locale.text.warning();
    // Whoever was chosen works in the unit that was.
    Effect::new(move |before: Option<String>| {
        let unit = written.unit.get();
        if before.is_some_and(|before| before != unit) {
            written.person.set(String::new());
        }
        unit
    });
    frame.may(Resource::Person, Action::Read).then(|| {
        let persons = choices::persons_to_warn(frame, choices::chosen(written.unit), text.nobody);
        choices::person(form, ("person", text.person), written.person, persons)
    })
}

/// The indicator, and once there is one, in which period and whose number it is.
fn number(frame: Frame, form: Form, written: Written) -> Option<AnyView> {
    let text = frame.locale.text.warning();
    let load = frame.may(Resource::Library, Action::Read).then(|| Load::new(move || choices::indicators(frame)))?;
    let indicators = load.view(frame.locale, move |indicators| {
        let all = indicators.iter().cloned().collect();
        form.choice("indicator", text.indicator, written.indicator, or_none(frame.locale, all))
    });
    let whose = move || {
        let of = [("", text.of_unit), (THEIRS, text.of_person)];
        let of = of.map(|(code, word)| (code.to_owned(), word.to_owned())).into_iter().collect();
        (!written.person.with(String::is_empty)).then(|| form.choice("subject", text.whose_number, written.whose, of))
    };
    let more = move || {
        (!written.indicator.with(String::is_empty)).then(|| {
            view! {
                {form.line("period", text.period, written.period, "text", true)}
                <p class="fine">{frame.locale.text.draft().bad_period}</p>
                {whose}
            }
        })
    };
    Some(view! { {indicators} {more} }.into_any())
}

fn send(frame: Frame, form: Form, written: Written) {
    let text = frame.locale.text;
    let (unit, severity) = (typed::<UnitId>(written.unit), typed::<Severity>(written.severity));
    let (title, advice) = (filled(written.title), filled(written.advice));
    let (indicator, period) = (typed::<IndicatorId>(written.indicator), typed::<Period>(written.period));
    let is_whole = indicator.is_none() || period.is_some();
    let (Some(unit), Some(severity), Some(title), Some(advice), true) =
        (unit, severity, title.clone(), advice.clone(), is_whole)
    else {
        let wrong = [
            unit.is_none().then_some(("unit", text.draft().choose_one)),
            (!is_whole).then_some(("period", text.draft().bad_period)),
            severity.is_none().then_some(("severity", text.draft().choose_one)),
            title.is_none().then_some(("title", text.warning().say_something)),
            advice.is_none().then_some(("advice", text.warning().say_something)),
        ];
        return form.refuse(wrong.into_iter().flatten().collect());
    };
    let person = typed::<PersonId>(written.person);
    let theirs = person.filter(|_| written.whose.with_untracked(|whose| whose == THEIRS));
    let subject = theirs.map_or(Subject::Unit(unit), Subject::Person);
    let about = indicator.zip(period);
    let about = about.map(|(indicator, period)| issue_warning::AboutInput { indicator, subject, period });
    let input = issue_warning::WarningInput { unit, person, about, severity, title, advice };
    let asking = frame.client.ask::<IssueWarning>(issue_warning::Variables { input });
    form.send(asking, move |answer| frame.history.go(&Address::Warning(answer.issue_warning.id)));
}

#[cfg(test)]
mod tests {
    use shared::id::Id as _;

    use super::*;

    #[test]
    fn the_address_says_the_whole_number_or_none() {
        let begun =
            Begun { unit: UnitId::from_raw(7), indicator: IndicatorId::from_raw(9), period: "2026Q3".parse().unwrap() };
        let to = address(begun);
        let (path, query) = to.split_once('?').unwrap();
        assert_eq!(path, "/warnings");
        let read = Begun::read(&format!("?{query}")).unwrap();
        assert_eq!((read.unit, read.indicator, read.period), (begun.unit, begun.indicator, begun.period));
        assert!(Begun::read("?unit=0000000000007&period=2026Q3").is_none());
        assert!(Begun::read("").is_none());
    }
}
