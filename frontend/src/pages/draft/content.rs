//! The groups of plain fields: what it is, what it means, how it is collected, what it reaches.

use leptos::prelude::*;

use super::fields::Fields;
use super::formula;
use crate::api::codes::{CollectionMode, Direction, Domain, Nature, ObjectKind};
use crate::api::schema::Cycle;
use crate::frame::Frame;
use crate::locale::word::Word;
use crate::parts::card::card;
use crate::parts::form::{Form, options, or_none, tick};

type Options = Vec<(String, String)>;

/// The rows of a dictionary as options.
fn dictionary<'a>(frame: Frame, rows: impl Iterator<Item = (&'a str, &'a str, &'a str)>) -> Options {
    rows.map(|(code, name, name_en)| (code.to_owned(), frame.locale.name(name, name_en).to_owned())).collect()
}

/// What a new indicator begins with: the first dimension there is.
pub fn begin(frame: Frame, fields: Fields) {
    let first = frame.with(|viewed| viewed.dictionary.dimensions.first().map(|entry| entry.code.to_string()));
    fields.dimension.set(first.unwrap_or_default());
}

/// 基本.
pub fn basics(frame: Frame, form: Form, fields: Fields, fresh: bool) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.library();
    let (dimensions, columns, lines) = frame.with(|viewed| {
        let dictionary_of = &viewed.dictionary;
        (
            dictionary(frame, dictionary_of.dimensions.iter().map(|e| (&*e.code, &*e.name, &*e.name_en))),
            dictionary(frame, dictionary_of.cockpit_dimensions.iter().map(|e| (&*e.code, &*e.name, &*e.name_en))),
            dictionary(frame, dictionary_of.lines.iter().map(|e| (&*e.code, &*e.name, &*e.name_en))),
        )
    });
    let code = fresh.then(|| form.line("code", locale.text.draft().code, fields.code, "text", true));
    let content = view! {
        <div class="fields">
            {code}
            {form.line("name", locale.text.common.name, fields.name, "text", true)}
            {form.line("nameEn", locale.text.draft().name_en, fields.name_en, "text", true)}
            {form.choice("object", text.object, fields.object, options(locale, ObjectKind::ALL, ObjectKind::code))}
            {form.choice("dimension", text.dimension, fields.dimension, dimensions)}
            {form.choice("cockpitDimension", text.cockpit_dimension, fields.cockpit_dimension, or_none(locale, columns))}
            {form.choice("line", text.line, fields.line, or_none(locale, lines))}
            {form.choice("domain", text.domain, fields.domain, options(locale, Domain::ALL, Domain::code))}
            {form.choice("nature", text.nature, fields.nature, options(locale, Nature::ALL, Nature::code))}
            {form.line("purpose", text.purpose, fields.purpose, "text", true)}
            <div class="ticks">{tick(locale.text.draft().key_rate, fields.key_rate)}</div>
        </div>
    };
    card(locale.text.draft().basics, ().into_any(), content.into_any())
}

/// 口径与公式.
pub fn meaning(frame: Frame, form: Form, fields: Fields) -> AnyView {
    let text = frame.locale.text;
    let content = view! {
        <div class="fields">
            {formula::field(frame, form, fields)}
            {form.lines("caliber", text.library().caliber, fields.caliber)}
            {form.lines("standard", text.library().standard, fields.standard)}
            {form.line("unitOfMeasure", text.library().unit, fields.unit, "text", false)}
            {form.choice("direction", text.library().direction, fields.direction, options(frame.locale, Direction::ALL, Direction::code))}
        </div>
    };
    card(text.draft().meaning, ().into_any(), content.into_any())
}

/// 取数.
pub fn collection(frame: Frame, form: Form, fields: Fields) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.library();
    let levels = frame
        .with(|viewed| dictionary(frame, viewed.dictionary.levels.iter().map(|e| (&*e.code, &*e.name, &*e.name_en))));
    let content = view! {
        <div class="fields">
            {form.choice("collection", text.collection, fields.collection, options(locale, CollectionMode::ALL, CollectionMode::code))}
            {form.choice("cycle", text.cycle, fields.cycle, options(locale, Cycle::ALL, Cycle::code))}
            {form.choice("collectorLevel", text.collector, fields.collector_level, or_none(locale, levels))}
            <div class="ticks">
                {tick(locale.text.draft().machine_generated, fields.machine_generated)}
                {tick(locale.text.draft().machine_collected, fields.machine_collected)}
                {tick(locale.text.draft().machine_scored, fields.machine_scored)}
            </div>
        </div>
    };
    card(locale.text.draft().collection, ().into_any(), content.into_any())
}

/// 下达.
pub fn reach(frame: Frame, form: Form, fields: Fields) -> AnyView {
    let text = frame.locale.text;
    let kinds: Vec<_> = fields
        .reaches
        .with_value(|reaches| reaches.iter().map(|&(kind, reached)| tick(kind.word(frame.locale), reached)).collect());
    let content = view! {
        <div class="fields">
            <div class="ticks" role="group" aria-label=text.library().reaches><b>{text.library().reaches}</b> {kinds}</div>
            {form.line("postClasses", text.draft().post_classes, fields.post_classes, "text", false)}
        </div>
    };
    card(text.draft().reach, ().into_any(), content.into_any())
}
