//! `/library`: the indicators, and how far the library is quantitative and machine-fed (CJ-39, WH-09).

use leptos::prelude::*;

use crate::address::Address;
use crate::api::codes::{Action, CollectionMode, Domain, Resource};
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::fill;
use crate::locale::word::Word;
use crate::operations;
use crate::parts::card::card;
use crate::parts::pager::{Pager, SCREENFUL};
use crate::parts::table::{numbers, table, text as cell, words};
use crate::parts::volume::Volume;

operations!("src/pages/library.graphql": LibraryPage, MetersPart);
use ask::{LibraryPage, MetersPart, library_page, meters_part};

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let text = frame.locale.text.library();
    let meters = Load::new(move || frame.client.ask::<MetersPart>(meters_part::Variables));
    let new = frame.may(Resource::Library, Action::Write).then(|| {
        let href = Address::Draft(None).to_string();
        view! { <div class="tools"><a class="button primary" href=href>{frame.locale.text.draft().new_indicator}</a></div> }
    });
    view! {
        <div class="head"><h1>{text.title}</h1> {new}</div>
        {meters.view(frame.locale, move |answer| meters_row(frame, &answer.library_meters))}
        {list(frame)}
    }
    .into_any()
}

fn meters_row(frame: Frame, meters: &meters_part::MetersPartLibraryMeters) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.library();
    let (total, floor) = (locale.count(meters.total), locale.share(meters.quantitative_floor));
    let quantitative = fill(text.quantitative_note, &[&locale.count(meters.quantitative), &total, &floor]);
    let extracted = fill(text.extracted_note, &[&locale.count(meters.extracted), &total]);
    let machine = fill(text.extracted_note, &[&locale.count(meters.machine), &total]);
    let domains: Vec<String> =
        meters.by_domain.iter().map(|count| domain_count(frame, count.domain, count.count)).collect();
    view! {
        <div class="grid three">
            {meter(frame, text.quantitative, meters.quantitative_share, Some(meters.quantitative_floor), quantitative)}
            {meter(frame, text.extracted, meters.extracted_share, None, extracted)}
            {meter(frame, text.machine, meters.machine_share, None, machine)}
        </div>
        <p class="fine">{text.by_domain} " " {domains.join(" · ")}</p>
    }
    .into_any()
}

fn domain_count(frame: Frame, domain: Domain, count: i64) -> String {
    format!("{} {}", domain.word(frame.locale), frame.locale.count(count))
}

fn meter(frame: Frame, title: &'static str, share: Quantity, floor: Option<Quantity>, note: String) -> AnyView {
    let shown = frame.locale.share(share);
    let label = format!("{title} {shown}");
    let content = view! {
        <p class="big">{shown}</p>
        <Volume value=Some(share) target=floor band=None label=label />
        <p class="fine">{note}</p>
    };
    card(title, ().into_any(), content.into_any())
}

fn list(frame: Frame) -> AnyView {
    let text = frame.locale.text.library();
    let pager = Pager::new();
    let (search, dimension, collection) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let load = Load::new(move || {
        let variables = library_page::Variables {
            first: SCREENFUL,
            after: pager.after(),
            search: Some(search.get()).filter(|text| !text.is_empty()),
            dimension: dimension.get().parse().ok(),
            collection: collection.get().parse().ok(),
        };
        async move { frame.client.ask::<LibraryPage>(variables).await }
    });
    let choose = move |into: RwSignal<String>| {
        move |event: leptos::ev::Event| {
            pager.restart();
            into.set(event_target_value(&event));
        }
    };
    let dimensions: Vec<_> = frame.with(|viewed| {
        let entries = viewed.dictionary.dimensions.iter();
        entries.map(|entry| view! { <option value=entry.code.clone()>{frame.locale.name(&entry.name, &entry.name_en).to_owned()}</option> }).collect()
    });
    let modes: Vec<_> = CollectionMode::ALL
        .iter()
        .map(|&mode| view! { <option value=mode.code()>{mode.word(frame.locale)}</option> })
        .collect();
    let rows = load.view(frame.locale, move |answer| {
        let page = &answer.indicators;
        let end = page.page_info.end_cursor.clone().filter(|_| page.page_info.has_next_page);
        view! { {sheet(frame, &page.nodes)} {pager.view(frame.locale, page.total_count, end)} }.into_any()
    });
    let content = view! {
        <div class="filters">
            <input type="search" placeholder=text.find aria-label=text.find on:change=choose(search) />
            <select aria-label=text.dimension on:change=choose(dimension)><option value="">{text.all_dimensions}</option>{dimensions}</select>
            <select aria-label=text.collection on:change=choose(collection)><option value="">{text.all_collections}</option>{modes}</select>
        </div>
        {rows}
    };
    card(text.title, ().into_any(), content.into_any())
}

type Listed = library_page::LibraryPageIndicatorsNodes;

fn sheet(frame: Frame, indicators: &[Listed]) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.library();
    let columns = [
        words(locale.text.common.name),
        words(text.dimension),
        words(text.nature).wide(),
        words(text.collection),
        words(text.direction).wide(),
        words(text.cycle).wide(),
        numbers(text.base_score),
        words(text.flags).wide(),
        numbers(locale.text.common.version).wide(),
    ];
    table(text.title, &columns, indicators.iter().map(|indicator| row(frame, indicator)).collect())
}

fn row(frame: Frame, indicator: &Listed) -> Vec<AnyView> {
    let locale = frame.locale;
    let name = locale.name(&indicator.name, &indicator.name_en).to_owned();
    let version = indicator.effective.as_ref();
    let word = |word: Option<&'static str>| cell(word.unwrap_or("—"));
    let mark = |flag: bool| if flag { "✓" } else { "—" };
    vec![
        view! {
            <a class="link" href=Address::Indicator(indicator.id).to_string()>{name}</a> " "
            <small class="quiet">{indicator.code.to_string()}</small>
        }
        .into_any(),
        cell(frame.dimension(indicator.dimension.as_str())),
        cell(indicator.nature.word(locale)),
        word(version.map(|version| version.collection.word(locale))),
        word(version.map(|version| version.direction.word(locale))),
        word(version.map(|version| version.cycle.word(locale))),
        cell(version.map_or_else(|| "—".to_owned(), |version| locale.points(version.base_score))),
        cell(version.map_or_else(String::new, |version| {
            format!(
                "{} {} {}",
                mark(version.machine_generated),
                mark(version.machine_collected),
                mark(version.machine_scored)
            )
        })),
        cell(version.map_or_else(|| "—".to_owned(), |version| format!("v{}", version.number))),
    ]
}
