//! What a rule watches, and what it looks for there.

use std::sync::Arc;

use leptos::prelude::*;

use super::choices::Choices;
use super::fields::{Fields, Watch};
use crate::api::codes::{Band, ConditionKind};
use crate::frame::Frame;
use crate::locale::Locale;
use crate::parts;
use crate::parts::form::{Form, options};

type Options = Vec<(String, String)>;

/// The card.
pub fn card(frame: Frame, form: Form, fields: Fields, fresh: bool, choices: Arc<Choices>) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.warning();
    // A rule keeps the code it has.
    let code = fresh.then(|| form.line("code", locale.text.common.code, fields.code, "text", true));
    let watches = Watch::ALL.iter().map(|watch| (watch.code().to_owned(), watch.word(locale).to_owned())).collect();
    let others = Arc::clone(&choices);
    let content = view! {
        <div class="fields">
            {code}
            {form.line("name", text.rule_name, fields.name, "text", true)}
            {form.choice("watch", text.watch, fields.watch, watches)}
            {move || watched(frame, form, fields, &choices)}
            {move || kinds(locale, form, fields)}
            {move || numbers(locale, form, fields, &others)}
        </div>
        <p class="quiet" role="status">{move || about(locale, fields.looks_for())}</p>
    };
    parts::card::card(text.what, ().into_any(), content.into_any())
}

/// Which indicator, score or source.
fn watched(frame: Frame, form: Form, fields: Fields, choices: &Choices) -> AnyView {
    let text = frame.locale.text.warning();
    match fields.watched() {
        Watch::Indicator => {
            form.choice("indicator", text.indicator, fields.indicator, choices.indicator_options(text.choose))
        }
        Watch::Score => form.choice("dimension", text.score_of, fields.dimension, dimensions(frame)),
        Watch::Tasks => ().into_any(),
        Watch::Source => {
            form.choice("dataset", text.watch_source, fields.dataset, choices.dataset_options(text.choose))
        }
    }
}

/// The total, and the cockpit dimensions.
fn dimensions(frame: Frame) -> Options {
    let total = (String::new(), frame.locale.text.warning().total_score.to_owned());
    frame.with(|viewed| {
        let known = viewed.dictionary.cockpit_dimensions.iter();
        let known = known.map(|entry| (entry.code.clone(), frame.locale.name(&entry.name, &entry.name_en).to_owned()));
        std::iter::once(total).chain(known).collect()
    })
}

/// What can be looked for there.
fn kinds(locale: Locale, form: Form, fields: Fields) -> AnyView {
    let kinds = options(locale, fields.watched().kinds(), ConditionKind::code);
    form.choice("kind", locale.text.warning().condition, fields.kind, kinds)
}

/// Exactly what the kind of condition needs to know.
fn numbers(locale: Locale, form: Form, fields: Fields, choices: &Choices) -> AnyView {
    let text = locale.text.warning();
    let whole = |name, label, value| form.line(name, label, value, "number", true);
    let percent = |label| form.line("percent", label, fields.percent, "text", true);
    match fields.looks_for() {
        ConditionKind::Band => form.choice("band", text.band, fields.band, options(locale, Band::ALL, Band::code)),
        ConditionKind::Threshold => form.line("limit", text.limit, fields.limit, "text", true),
        ConditionKind::Trend => whole("periods", text.periods_in_a_row, fields.periods),
        ConditionKind::RankFall => whole("places", text.places, fields.places),
        ConditionKind::LowPlace => {
            let places = whole("places", text.last_places, fields.places);
            view! { {places} {whole("periods", text.periods_running, fields.periods)} }.into_any()
        }
        ConditionKind::BehindPace => percent(text.percentage_points),
        ConditionKind::NoData => ().into_any(),
        ConditionKind::Sudden => {
            view! { {percent(text.per_cent)} {whole("periods", text.periods_before, fields.periods)} }.into_any()
        }
        ConditionKind::CrossCheck => {
            let other = form.choice("other", text.other, fields.other, choices.indicator_options(text.choose));
            view! { {other} {percent(text.per_cent)} }.into_any()
        }
        ConditionKind::TaskOverdue => whole("days", text.working_days_late, fields.days),
        ConditionKind::SourceLate => whole("days", text.days_late_source, fields.days),
    }
}

/// What a kind of condition looks for, in a sentence.
fn about(locale: Locale, kind: ConditionKind) -> &'static str {
    let text = locale.text.warning();
    match kind {
        ConditionKind::Band => text.about_band,
        ConditionKind::Threshold => text.about_threshold,
        ConditionKind::Trend => text.about_trend,
        ConditionKind::RankFall => text.about_rank_fall,
        ConditionKind::LowPlace => text.about_low_place,
        ConditionKind::BehindPace => text.about_behind_pace,
        ConditionKind::NoData => text.about_no_data,
        ConditionKind::Sudden => text.about_sudden,
        ConditionKind::CrossCheck => text.about_cross_check,
        ConditionKind::TaskOverdue => text.about_task_overdue,
        ConditionKind::SourceLate => text.about_source_late,
    }
}
