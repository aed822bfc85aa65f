//! What went into a number: the measures of its formula, and the places it was summed from.

use leptos::prelude::*;

use super::Explained;
use crate::address::Address;
use crate::api::codes::RollUp;
use crate::api::schema::*;
use crate::frame::Frame;
use crate::locale::fill;
use crate::locale::word::Word;
use crate::parts::card::{card, link};
use crate::parts::table::{numbers, table, text as cell, words};

/// The measures with their values, each under its dataset.
pub fn inputs(frame: Frame, explained: &Explained) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.explain();
    let columns = [words(text.measure), numbers(locale.text.cockpit.value), numbers(locale.text.cockpit.rows)];
    let rows = explained.inputs.iter().map(|input| {
        let measure = &input.measure;
        let value = input.value.map_or_else(
            || input.availability.word(locale).to_owned(),
            |value| locale.full(value, &measure.unit_of_measure),
        );
        let rule = [Some(measure.aggregate.word(locale)), measure.expression.as_deref(), measure.filter.as_deref()];
        let rule = rule.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        let dataset = measure
            .dataset
            .as_ref()
            .map(|dataset| link(Address::Dataset(dataset.id).to_string(), dataset.name.clone()));
        vec![
            view! {
                {measure.name.clone()} " " {dataset} <br/>
                <code class="quiet">{rule}</code>
            }
            .into_any(),
            cell(value),
            cell(locale.count(input.rows)),
        ]
    });
    table(text.inputs, &columns, rows.collect())
}

/// The places below with their parts; what no visible place carries stands as one line, where parts add up.
pub fn contributions(frame: Frame, indicator: IndicatorId, period: Period, explained: &Explained) -> AnyView {
    let locale = frame.locale;
    let (text, cockpit) = (locale.text.explain(), &locale.text.cockpit);
    if explained.contributions.is_empty() {
        return ().into_any();
    }
    let unit = &explained.cell.indicator.unit_of_measure;
    let columns = [
        words(cockpit.children),
        numbers(cockpit.numerator),
        numbers(cockpit.denominator),
        numbers(cockpit.value),
        numbers(cockpit.rows).wide(),
    ];
    let rows = explained.contributions.iter().map(|part| {
        let name = match &part.place {
            Some(place) => {
                let to = Address::Explain { subject: place.subject, indicator, period };
                view! { <a class="link" href=to.to_string()>{place.name.clone()}</a> }.into_any()
            }
            None => cell(text.others),
        };
        vec![
            name,
            cell(locale.full_or_none(part.numerator, "")),
            cell(locale.full_or_none(part.denominator, "")),
            cell(
                part.value.map_or_else(|| part.availability.word(locale).to_owned(), |value| locale.full(value, unit)),
            ),
            cell(locale.count(part.rows)),
        ]
    });
    let title = if explained.contributions_add_up { text.contributions } else { text.parts };
    let content = view! {
        {table(title, &columns, rows.collect())}
        {formed(frame, explained)}
        <p class="fine">{text.ratio_note}</p>
    };
    card(title, ().into_any(), content.into_any())
}

/// How numbers are formed that do not add up, measure by measure.
fn formed(frame: Frame, explained: &Explained) -> Vec<AnyView> {
    if explained.contributions_add_up {
        return Vec::new();
    }
    let text = frame.locale.text.explain();
    let sentence = |over_tree: RollUp, over_time: RollUp| match (over_tree, over_time) {
        (RollUp::Distinct, _) | (_, RollUp::Distinct) => Some(text.distinct),
        (RollUp::Min, _) => Some(text.least),
        (RollUp::Max, _) => Some(text.greatest),
        (_, RollUp::Min) => Some(text.least_month),
        (_, RollUp::Max) => Some(text.greatest_month),
        (_, RollUp::First) => Some(text.first_month),
        (_, RollUp::Last) => Some(text.last_month),
        (RollUp::Sum | RollUp::First | RollUp::Last, RollUp::Sum) => None,
    };
    let told = explained.inputs.iter().filter_map(|input| {
        let sentence = sentence(input.measure.over_tree, input.measure.over_time)?;
        Some(view! { <p class="fine">{fill(text.formed, &[&input.measure.name, sentence])}</p> }.into_any())
    });
    told.collect()
}
