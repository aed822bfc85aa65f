//! Everything that is filled in, one signal a field.

use leptos::prelude::*;

use super::parameter::{self, Parameter};
use super::{Indicator, Method, Version};
use crate::api::codes::{Band, CollectionMode, Direction, Domain, Nature, ObjectKind, SubjectKind, VersionState};
use crate::api::schema::Cycle;

/// The fields of the editor.
#[derive(Clone, Copy)]
pub struct Fields {
    pub code: RwSignal<String>,
    pub name: RwSignal<String>,
    pub name_en: RwSignal<String>,
    pub object: RwSignal<String>,
    pub dimension: RwSignal<String>,
    pub cockpit_dimension: RwSignal<String>,
    pub line: RwSignal<String>,
    pub domain: RwSignal<String>,
    pub nature: RwSignal<String>,
    pub purpose: RwSignal<String>,
    pub key_rate: RwSignal<bool>,
    pub standard: RwSignal<String>,
    pub formula: RwSignal<String>,
    pub caliber: RwSignal<String>,
    pub unit: RwSignal<String>,
    pub direction: RwSignal<String>,
    pub collection: RwSignal<String>,
    pub machine_generated: RwSignal<bool>,
    pub machine_collected: RwSignal<bool>,
    pub machine_scored: RwSignal<bool>,
    pub collector_level: RwSignal<String>,
    pub cycle: RwSignal<String>,
    pub base_score: RwSignal<String>,
    pub method: RwSignal<String>,
    pub parameters: RwSignal<Vec<Parameter>>,
    pub bands: RwSignal<Vec<BandRow>>,
    pub reaches: StoredValue<Vec<(SubjectKind, RwSignal<bool>)>>,
    pub post_classes: RwSignal<String>,
}

/// A band as it is filled in.
#[derive(Clone, Copy)]
pub struct BandRow {
    pub band: RwSignal<String>,
    pub from: RwSignal<String>,
    pub to: RwSignal<String>,
}

impl BandRow {
    /// A band between two numbers; empty is no limit.
    pub fn new(band: Band, from: String, to: String) -> Self {
        Self { band: signal(band.code()), from: RwSignal::new(from), to: RwSignal::new(to) }
    }
}

fn signal(text: &str) -> RwSignal<String> {
    RwSignal::new(text.to_owned())
}

fn code<T: ToString>(code: Option<&T>) -> RwSignal<String> {
    RwSignal::new(code.map(T::to_string).unwrap_or_default())
}

/// The version the draft goes on from: the draft there is, or the one in effect, or the newest.
fn basis(indicator: &Indicator) -> Option<&Version> {
    let of = |state| indicator.versions.iter().find(|version| version.state == state);
    of(VersionState::Draft).or_else(|| of(VersionState::Effective)).or(indicator.versions.first())
}

impl Fields {
    /// Filled in with what there is, or with what is usual.
    pub fn new(indicator: Option<&Indicator>, methods: &[Method]) -> Self {
        let version = indicator.and_then(basis);
        let of = |read: fn(&Indicator) -> &str| signal(indicator.map(read).unwrap_or_default());
        let says = |read: fn(&Version) -> &str| signal(version.map(read).unwrap_or_default());
        let flag = |read: fn(&Version) -> bool| RwSignal::new(version.is_some_and(read));
        let chosen = version.map(|version| version.method.clone()).or_else(|| usual(methods)).unwrap_or_default();
        let example = methods.iter().find(|method| method.code == chosen).map(|method| method.example.as_str());
        let parameters = version.map(|version| version.method_parameters.as_str()).or(example).unwrap_or_default();
        let limit =
            |limit: Option<crate::api::schema::Quantity>| limit.map(|limit| limit.written()).unwrap_or_default();
        let bands = version.map_or_else(
            || vec![BandRow::new(Band::Good, String::new(), String::new())],
            |version| version.bands.iter().map(|row| BandRow::new(row.band, limit(row.from), limit(row.to))).collect(),
        );
        let reached = |kind| version.map_or(kind == SubjectKind::Unit, |version| version.reaches.contains(&kind));
        let reaches = SubjectKind::ALL.iter().map(|&kind| (kind, RwSignal::new(reached(kind)))).collect();
        Self {
            code: code(indicator.map(|indicator| &indicator.code)),
            name: of(|indicator| &indicator.name),
            name_en: of(|indicator| &indicator.name_en),
            object: signal(indicator.map_or(ObjectKind::Org, |indicator| indicator.object).code()),
            dimension: code(indicator.map(|indicator| &indicator.dimension)),
            cockpit_dimension: code(indicator.and_then(|indicator| indicator.cockpit_dimension.as_ref())),
            line: code(indicator.and_then(|indicator| indicator.line.as_ref())),
            domain: signal(indicator.map_or(Domain::Business, |indicator| indicator.domain).code()),
            nature: signal(indicator.map_or(Nature::Quant, |indicator| indicator.nature).code()),
            purpose: of(|indicator| &indicator.purpose),
            key_rate: RwSignal::new(indicator.is_some_and(|indicator| indicator.key_rate)),
            standard: says(|version| &version.standard),
            formula: says(|version| &version.formula),
            caliber: says(|version| &version.caliber),
            unit: says(|version| &version.unit_of_measure),
            direction: signal(version.map_or(Direction::HigherBetter, |version| version.direction).code()),
            collection: signal(version.map_or(CollectionMode::Auto, |version| version.collection).code()),
            machine_generated: flag(|version| version.machine_generated),
            machine_collected: flag(|version| version.machine_collected),
            machine_scored: flag(|version| version.machine_scored),
            collector_level: code(version.and_then(|version| version.collector_level.as_ref())),
            cycle: signal(version.map_or(Cycle::Month, |version| version.cycle).code()),
            base_score: RwSignal::new(version.map_or_else(|| "10".to_owned(), |version| version.base_score.written())),
            parameters: RwSignal::new(parameter::read(parameters, example.unwrap_or_default())),
            method: RwSignal::new(chosen),
            bands: RwSignal::new(bands),
            reaches: StoredValue::new(reaches),
            post_classes: RwSignal::new(version.map(|version| version.post_classes.join(" ")).unwrap_or_default()),
        }
    }

    /// What it is called and where it stands, tracked: to see whether it was changed.
    pub fn about_said(self) -> Vec<String> {
        let texts = [
            self.name,
            self.name_en,
            self.object,
            self.dimension,
            self.cockpit_dimension,
            self.line,
            self.domain,
            self.nature,
            self.purpose,
        ];
        texts.iter().map(|text| text.get()).chain([self.key_rate.get().to_string()]).collect()
    }

    /// Everything that is filled in, tracked.
    pub fn said(self) -> Vec<String> {
        let texts = [
            self.code,
            self.standard,
            self.formula,
            self.caliber,
            self.unit,
            self.direction,
            self.collection,
            self.collector_level,
            self.cycle,
            self.base_score,
            self.method,
            self.post_classes,
        ];
        let flags = [self.machine_generated, self.machine_collected, self.machine_scored];
        let mut said = self.about_said();
        said.extend(texts.iter().map(|text| text.get()));
        said.extend(flags.iter().map(|flag| flag.get().to_string()));
        said.push(self.parameters_said());
        self.bands.with(|rows| said.extend(rows.iter().flat_map(|row| [row.band.get(), row.from.get(), row.to.get()])));
        self.reaches.with_value(|reaches| said.extend(reaches.iter().map(|(_, reached)| reached.get().to_string())));
        said
    }

    /// The method with its parameters as JSON, tracked.
    pub fn parameters_said(self) -> String {
        self.parameters.with(|parameters| parameter::said(&self.method.get(), parameters))
    }
}

/// The method a new indicator begins with: the share of a target that was reached.
fn usual(methods: &[Method]) -> Option<String> {
    let found = methods.iter().find(|method| method.code == "TARGET_RATIO").or(methods.first());
    found.map(|method| method.code.clone())
}
