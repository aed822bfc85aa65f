//! `/schemes/…`: what counts in a year, with which weight; a draft is edited in place.

mod add;
mod edit;
pub mod new;

use leptos::prelude::*;
use shared::scoring::meter::Meter;

use super::schemes::standing;
use crate::address::Address;
use crate::api::codes::{Action, Nature, VersionState};
use crate::api::failure::Failure;
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::fill;
use crate::locale::word::Word;
use crate::operations;
use crate::parts::badge::tag;
use crate::parts::card::card;
use crate::parts::state;
use crate::parts::table::{numbers, table, text as cell, words};

operations!("src/pages/schemes.graphql": SchemePage);
use ask::{SchemePage, scheme_page};

type Shown = scheme_page::SchemePageScheme;
type Item = scheme_page::SchemePageSchemeItems;

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let id = Memo::new(move |before: Option<&Option<SchemeId>>| match frame.history.address() {
        Address::Scheme(id) => Some(id),
        _ => before.copied().flatten(),
    });
    let load = Load::new(move || {
        let id = id.get();
        async move {
            let id = id.ok_or_else(|| Failure::of_status(404, String::new()))?;
            frame.client.ask::<SchemePage>(scheme_page::Variables { id }).await
        }
    });
    load.page(frame.locale, move |answer| {
        let changed = Callback::new(move |()| load.again());
        sections(frame, &answer.scheme, answer.library_meters.quantitative_floor, changed)
    })
}

fn sections(frame: Frame, scheme: &Shown, floor: Quantity, changed: Callback<()>) -> AnyView {
    let text = frame.locale.text;
    let may = |action| scheme.allowed_actions.contains(&action);
    let copy = may(Action::Write).then(|| new::copy(frame, basis(scheme)));
    let content = match !scheme.published && may(Action::Write) {
        true => edit::editor(frame, scheme, floor, changed),
        false => items(frame, scheme, floor),
    };
    view! {
        <nav class="crumbs"><ol><li><a href=Address::Schemes.to_string()>{text.scheme().title}</a></li></ol></nav>
        <div class="head">
            <h1>{scheme.name.clone()}</h1>
            <p class="meta">
                {scheme.code.to_string()} " · " {scheme.year.to_string()} " " {standing(frame.locale, scheme.published)} " · "
                {text.scheme().self_found} " " {scheme.self_found.word(frame.locale)}
            </p>
            <div class="tools">{copy}</div>
        </div>
        {content}
    }
    .into_any()
}

fn basis(scheme: &Shown) -> new::Basis {
    let taken = |item: &Item| new::Taken {
        indicator: item.indicator.id,
        version: item.indicator_version.id,
        state: item.indicator_version.state,
        weight: item.weight,
        points: item.base_points,
    };
    new::Basis {
        name: scheme.name.clone(),
        year: scheme.year,
        total: scheme.total,
        self_found: scheme.self_found,
        items: scheme.items.iter().map(taken).collect(),
    }
}

fn items(frame: Frame, scheme: &Shown, floor: Quantity) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.scheme();
    if scheme.items.is_empty() {
        return card(text.title, ().into_any(), state::empty(text.one, text.no_items));
    }
    let columns = [
        words(locale.text.common.name),
        words(locale.text.library().nature).wide(),
        numbers(locale.text.common.version).wide(),
        numbers(text.weight),
        numbers(text.points),
    ];
    let rows = scheme.items.iter().map(|item| {
        vec![
            view! {
                <a class="link" href=Address::Indicator(item.indicator.id).to_string()>
                    {locale.name(&item.indicator.name, &item.indicator.name_en).to_owned()}
                </a> " " <small class="quiet">{item.indicator.code.to_string()}</small>
            }
            .into_any(),
            cell(item.indicator.nature.word(locale)),
            view! { "v" {item.indicator_version.number} " " {out_of_effect(frame, scheme, item.indicator_version.state)} }
                .into_any(),
            cell(locale.value(item.weight, "").0),
            cell(locale.points(item.base_points)),
        ]
    });
    let sum = sum(scheme.items.iter().map(|item| Some(item.weight)));
    let natures: Vec<Nature> = scheme.items.iter().map(|item| item.indicator.nature).collect();
    let content = view! {
        {table(text.one, &columns, rows.collect())}
        {totals(frame, sum, Some(scheme.total), &natures, floor)}
    };
    card(text.one, ().into_any(), content.into_any())
}

/// A draft must pin versions in effect; what a published scheme pins stays as it was.
fn out_of_effect(frame: Frame, scheme: &Shown, state: VersionState) -> AnyView {
    let marked = !scheme.published && state != VersionState::Effective;
    marked.then(|| tag("watch", frame.locale.text.scheme().retired)).into_any()
}

/// What weights sum to; nothing while one of them is no number.
fn sum(mut weights: impl Iterator<Item = Option<Quantity>>) -> Option<Quantity> {
    weights.try_fold(Quantity::ZERO, |sum, weight| sum.checked_add(weight?).ok())
}

/// The line below the items: the sum against the total, and the share of quantitative indicators against the least there must be.
fn totals(
    frame: Frame,
    sum: Option<Quantity>,
    total: Option<Quantity>,
    natures: &[Nature],
    floor: Quantity,
) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.scheme();
    let number = |quantity: Quantity| locale.value(quantity, "").0;
    let number = |quantity: Option<Quantity>| quantity.map_or_else(|| "—".to_owned(), number);
    let class = |good: bool| if good { "saved" } else { "complaint" };
    let enough = shared::scheme::quantitative(natures).is_ok();
    let share =
        quantitative(natures).map(|share| fill(text.quantitative, &[&locale.share(share), &locale.share(floor)]));
    view! {
        <p class="sum" role="status">
            <span class=class(sum.is_some() && sum == total)>{fill(text.sum, &[&number(sum), &number(total)])}</span>
            <span class=class(enough)>{share}</span>
        </p>
    }
    .into_any()
}

/// The share of numbers among indicators, in per cent.
fn quantitative(natures: &[Nature]) -> Option<Quantity> {
    Meter::count(natures, |nature| **nature == Nature::Quant).percent()?.quantity().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_of_numbers_is_in_per_cent_and_of_nothing_there_is_none() {
        let share = |natures: &[Nature]| quantitative(natures).map(|share| share.to_string());
        assert_eq!(share(&[Nature::Quant, Nature::Quant, Nature::Qual, Nature::Quant]).as_deref(), Some("75.0000"));
        assert_eq!(share(&[]), None);
    }

    #[test]
    fn weights_sum_only_where_all_are_numbers() {
        let weight = |text: &str| text.parse::<Quantity>().ok();
        assert_eq!(sum([weight("60"), weight("39.5")].into_iter()), weight("99.5"));
        assert_eq!(sum([weight("60"), weight("x")].into_iter()), None);
    }
}
