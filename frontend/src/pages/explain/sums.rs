//! What went into a number: the measures of its formula, and the places it was summed from.

use leptos::prelude::*;

use super::Explained;
use crate::address::Address;
use crate::api::schema::*;
use crate::frame::Frame;
use crate::locale::word::Word;
use crate::parts::card::{card, link};
use crate::parts::table::{numbers, table, text as cell, words};

/// The measures with their values, each under its dataset.
pub fn inputs(frame: Frame, explained: &Explained) -> AnyView {
    let locale = frame.locale;
    let text = &locale.text.explain;
    let columns = [words(text.measure), numbers(locale.text.cockpit.value), numbers(locale.text.cockpit.rows)];
    let rows = explained.inputs.iter().map(|input| {
        let measure = &input.measure;
        let value = input.value.map_or_else(
            || input.availability.word(locale).to_owned(),
            |value| locale.full(value, &measure.unit_of_measure),
        );
        let rule = [Some(measure.aggregate.code()), measure.expression.as_deref(), measure.filter.as_deref()];
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

/// The places below with their parts; what no visible place carries stands as one line.
pub fn contributions(frame: Frame, indicator: IndicatorId, period: Period, explained: &Explained) -> AnyView {
    let locale = frame.locale;
    let (text, cockpit) = (&locale.text.explain, &locale.text.cockpit);
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
    let content = view! { {table(text.contributions, &columns, rows.collect())} <p class="fine">{text.ratio_note}</p> };
    card(text.contributions, ().into_any(), content.into_any())
}
