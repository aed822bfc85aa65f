//! `/risks/view`: warnings and rectifications by three axes, one layer or all of them at a time, each number opening to
//! the matters behind it (ZH-48).

mod cube;
mod drill;

use leptos::prelude::*;

use super::risks::tabs;
use crate::address::Address;
use crate::api::codes::{MatterKind, RiskAxis};
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::word::Word;
use crate::locale::{Locale, fill};
use crate::operations;
use crate::parts::card::card;
use crate::parts::form::{options, select};
use cube::{Cube, Measure, Slice};
use drill::Drilled;

operations!("src/pages/risk_view.graphql": RiskViewPage);
use ask::{RiskViewPage, risk_view_page};

/// A cell as it comes.
pub type Cell = risk_view_page::RiskViewPageRiskView;

/// Months that are shown until somebody says otherwise.
const USUAL_MONTHS: usize = 6;

/// What is looked at.
#[derive(Clone, Copy)]
struct Question {
    from: RwSignal<String>,
    to: RwSignal<String>,
    rows: RwSignal<String>,
    columns: RwSignal<String>,
    layers: RwSignal<String>,
    kind: RwSignal<String>,
    measure: RwSignal<String>,
}

/// What is looked at of an answer: which number, in which layer, and the cell that was opened.
#[derive(Clone, Copy)]
struct Look {
    measure: RwSignal<String>,
    slice: RwSignal<Slice>,
    drilled: RwSignal<Option<Drilled>>,
}

impl Look {
    /// Looks at a layer; what was opened belongs to the layer before.
    fn choose(self, slice: Slice) {
        self.slice.set(slice);
        self.drilled.set(None);
    }

    /// The number looked at, tracked.
    fn measured(self) -> Measure {
        Measure::read(&self.measure.get())
    }
}

/// The axes as they were asked, with what else narrows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Axes {
    /// The first month.
    pub from: Period,
    /// The last month.
    pub to: Period,
    /// What the rows are.
    pub rows: RiskAxis,
    /// What the columns are.
    pub columns: RiskAxis,
    /// What the layers are, where there are any.
    pub layers: Option<RiskAxis>,
    /// Warnings or rectifications alone.
    pub kind: Option<MatterKind>,
}

fn this_month() -> Option<Period> {
    let now = js_sys::Date::new_0();
    Period::try_new(i32::try_from(now.get_full_year()).ok()?, Cycle::Month, now.get_month() + 1).ok()
}

impl Question {
    fn new() -> Self {
        let to = this_month();
        let from =
            to.and_then(|to| std::iter::successors(Some(to), |month| Some(month.previous())).nth(USUAL_MONTHS - 1));
        let text = |text: String| RwSignal::new(text);
        Self {
            from: text(from.map(|month| month.to_string()).unwrap_or_default()),
            to: text(to.map(|month| month.to_string()).unwrap_or_default()),
            rows: text(RiskAxis::Unit.code().to_owned()),
            columns: text(RiskAxis::Month.code().to_owned()),
            layers: text(RiskAxis::Condition.code().to_owned()),
            kind: text(String::new()),
            measure: text(Measure::Total.code().to_owned()),
        }
    }

    /// As the server is asked, tracked; none while something is not filled in.
    fn axes(self) -> Option<Axes> {
        let (from, to) = (self.from.get().parse().ok()?, self.to.get().parse().ok()?);
        let (rows, columns) = (self.rows.get().parse().ok()?, self.columns.get().parse().ok()?);
        let (layers, kind) = (self.layers.get().parse().ok(), self.kind.get().parse().ok());
        Some(Axes { from, to, rows, columns, layers, kind })
    }
}

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let text = frame.locale.text.risk();
    let question = Question::new();
    let look = Look { measure: question.measure, slice: RwSignal::new(Slice::All), drilled: RwSignal::new(None) };
    Effect::new(move |_| {
        // What was chosen and opened belongs to what was asked before.
        question.axes();
        look.choose(Slice::All);
    });
    let load = Load::new(move || {
        let axes = question.axes();
        async move {
            let Some(axes) = axes else { return Ok((None, Vec::new())) };
            let Axes { from, to, rows, columns, layers, kind } = axes;
            let variables = risk_view_page::Variables { from, to, rows, columns, layers, kind };
            let cells = frame.client.ask::<RiskViewPage>(variables).await?.risk_view;
            Ok((Some(axes), cells))
        }
    });
    let content = load.view(frame.locale, move |answer| {
        let (axes, cells) = &*answer;
        match axes {
            Some(axes) if !cells.is_empty() => shown(frame.locale, *axes, cells, look),
            _ => view! { <p class="notice small">{text.nothing_counted}</p> }.into_any(),
        }
    });
    view! {
        <div class="head"><h1>{text.view}</h1></div>
        {tabs::tabs(frame, &Address::RiskView)}
        <p class="quiet">{text.view_lead}</p>
        {card(text.view, ().into_any(), view! { {filters(frame, question)} {content} }.into_any())}
        {move || look.drilled.get().map(|cell| drill::list(frame, cell, look.drilled))}
    }
    .into_any()
}

/// What a key of an axis is called.
pub fn key_name(locale: Locale, axis: RiskAxis, key: Option<&str>, name: Option<&str>) -> String {
    let Some(key) = key else { return locale.text.risk().without.to_owned() };
    let said = match axis {
        RiskAxis::Month => key.parse().ok().map(|month| locale.period(month)),
        RiskAxis::Unit | RiskAxis::Person => name.map(ToOwned::to_owned),
        RiskAxis::Matter => key.parse::<MatterKind>().ok().map(|kind| kind.word(locale).to_owned()),
        RiskAxis::Severity => key.parse::<Severity>().ok().map(|severity| severity.word(locale).to_owned()),
        RiskAxis::Condition => key.parse::<ConditionKind>().ok().map(|kind| kind.word(locale).to_owned()),
    };
    said.unwrap_or_else(|| key.to_owned())
}

fn shown(locale: Locale, axes: Axes, cells: &[Cell], look: Look) -> AnyView {
    let cube = StoredValue::new(Cube::of(locale, axes, cells));
    let layers = axes.layers.map(|axis| layers(locale, axis, cube, look));
    let drawn = move || {
        let (measure, slice) = (look.measured(), look.slice.get());
        cube.with_value(|cube| cube.drawn(locale, axes, measure, &slice, look.drilled))
    };
    view! { {layers} {drawn} }.into_any()
}

/// The layers to choose from, each with what it adds up to. They are not drawn anew with the table: the keyboard stays
/// on the one that was chosen.
fn layers(locale: Locale, axis: RiskAxis, cube: StoredValue<Cube>, look: Look) -> AnyView {
    let choices: Vec<_> = cube
        .with_value(|cube| cube.slices(locale, axis))
        .into_iter()
        .map(|(slice, name)| {
            let (shown, counted) = (slice.clone(), slice.clone());
            let pressed = move || look.slice.with(|slice| *slice == shown).to_string();
            let number = move || locale.count(cube.with_value(|cube| cube.sum(&counted, look.measured())));
            view! {
                <button type="button" aria-pressed=pressed on:click=move |_| look.choose(slice.clone())>
                    {name} " " {number}
                </button>
            }
        })
        .collect();
    let label = locale.text.risk().layers;
    view! { <div class="choices layers" role="group" aria-label=label>{choices}</div> }.into_any()
}

fn filters(frame: Frame, question: Question) -> AnyView {
    let (locale, text) = (frame.locale, frame.locale.text.risk());
    let axes = || options(locale, RiskAxis::ALL, RiskAxis::code);
    let layers = std::iter::once((String::new(), text.no_layers.to_owned())).chain(axes());
    let kinds = [MatterKind::Warning, MatterKind::Rectification];
    let kinds = std::iter::once((String::new(), text.both.to_owned())).chain(options(locale, &kinds, MatterKind::code));
    let measures = Measure::ALL.into_iter().map(|measure| (measure.code().to_owned(), measure.word(locale).to_owned()));
    let month = |label: &'static str, value: RwSignal<String>| {
        view! {
            <label class="field"><span>{label}</span>
                <input type="month" prop:value=value on:change=move |event| value.set(event_target_value(&event)) />
            </label>
        }
    };
    let choice = |label: &'static str, value: RwSignal<String>, options: Vec<(String, String)>| {
        view! { <label class="field"><span>{label}</span>{select(None, value, options)}</label> }
    };
    view! {
        <div class="filters">
            {choice(text.rows, question.rows, axes())}
            {choice(text.columns, question.columns, axes())}
            {choice(text.layers, question.layers, layers.collect())}
            {month(text.from, question.from)}
            {month(text.to, question.to)}
            {choice(text.matter, question.kind, kinds.collect())}
            {choice(text.measure, question.measure, measures.collect())}
        </div>
    }
    .into_any()
}

/// What a cell is, in words: its row, its column, its layer where one is looked at, and the number.
pub fn told(locale: Locale, place: &[&str], measure: Measure, number: i64) -> String {
    fill(locale.text.risk().cell, &[&place.join(" · "), measure.word(locale), &locale.count(number)])
}
