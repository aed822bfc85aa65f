//! Checks of indicators, the scheme, targets and values filled in by hand.

use std::collections::BTreeMap;

use shared::indicator::{CollectionMode, Fault};
use shared::number::Quantity;

use super::super::library::{Indicator, Scheme};
use super::super::problem::ProblemKind;
use super::super::{Pack, Placed};
use super::{Findings, Index};

const FILE: &str = "indicators.toml";

pub(super) fn check(pack: &Pack, units: &Index<'_>, measures: &Index<'_>, findings: &mut Findings) {
    let indicators = findings.index(FILE, "indicator", "code", &pack.indicators, |indicator| indicator.code.as_str());
    let codes = Codes::of(pack, findings);
    for indicator in &pack.indicators {
        codes.check(indicator, findings);
        content(indicator, measures, findings);
    }
    if let Some(scheme) = &pack.scheme {
        weights(scheme, &indicators, findings);
        quantitative(scheme, pack, findings);
    }
    for target in &pack.targets {
        findings.refer(&indicators, &target.spot, "indicator", target.indicator.as_str());
        findings.refer(units, &target.spot, "unit", &target.unit);
    }
    let targets = pack.targets.iter().map(|it| (it, (it.indicator.as_str(), it.unit.as_str(), it.period.to_string())));
    once(targets, "target", findings);
    manual(pack, units, &indicators, findings);
}

struct Codes<'p> {
    dimensions: Index<'p>,
    cockpit_dimensions: Index<'p>,
    lines: Index<'p>,
    levels: Index<'p>,
    classes: Index<'p>,
}

impl<'p> Codes<'p> {
    /// Duplicates among them are found where the organisation is checked.
    fn of(pack: &'p Pack, findings: &Findings) -> Self {
        let open = |file: &str| findings.unread.contains(file);
        let dictionary = &pack.dictionary;
        let from = |noun, codes: Vec<&'p str>| Index {
            noun,
            codes: codes.into_iter().collect(),
            open: open("dictionary.toml"),
        };
        Self {
            dimensions: from("dimension", dictionary.dimensions.iter().map(|entry| entry.code.as_str()).collect()),
            cockpit_dimensions: from(
                "cockpit dimension",
                dictionary.cockpit_dimensions.iter().map(|entry| entry.code.as_str()).collect(),
            ),
            lines: from("line", dictionary.lines.iter().map(|entry| entry.code.as_str()).collect()),
            levels: from("level", dictionary.levels.iter().map(|entry| entry.code.as_str()).collect()),
            classes: Index {
                noun: "post class",
                codes: pack.post_types.iter().map(|kind| kind.class.as_str()).collect(),
                open: open("post_types.csv"),
            },
        }
    }

    fn check(&self, indicator: &Placed<Indicator>, findings: &mut Findings) {
        let spot = &indicator.spot;
        findings.refer(&self.dimensions, spot, "dimension", indicator.dimension.as_str());
        let cockpit = indicator.cockpit_dimension.as_ref().map(|code| code.as_str());
        findings.refer_maybe(&self.cockpit_dimensions, spot, "cockpit_dimension", cockpit);
        findings.refer_maybe(&self.lines, spot, "line", indicator.line.as_ref().map(|code| code.as_str()));
        findings.refer_maybe(
            &self.levels,
            spot,
            "collector_level",
            indicator.collector_level.as_ref().map(|code| code.as_str()),
        );
        for class in &indicator.post_classes {
            findings.refer(&self.classes, spot, "post_classes", class.as_str());
        }
    }
}

fn content(indicator: &Placed<Indicator>, measures: &Index<'_>, findings: &mut Findings) {
    let spot = &indicator.spot;
    for fault in indicator.content().faults(|name| measures.open || measures.codes.contains(name)) {
        let kind = match fault {
            Fault::Missing(field) => ProblemKind::MissingKey(field),
            Fault::FormulaByHand => ProblemKind::Conflict("a value filled in by hand has no formula"),
            Fault::Formula(ref error) => ProblemKind::Formula(error.to_string()),
            Fault::UnknownMeasure(ref name) => ProblemKind::Unknown { noun: "measure", code: name.clone() },
            Fault::Method(ref refusal) => ProblemKind::Method(refusal.to_string()),
            Fault::BaseScore(points) => {
                ProblemKind::Range { key: "base_score", text: points.shown(), range: "numbers above 0" }
            }
        };
        // What is missing has no line of its own: the indicator's is shown.
        let key = if matches!(fault, Fault::Missing(_)) { "code" } else { fault.field() };
        findings.note(spot, key, kind);
    }
}

fn weights(scheme: &Placed<Scheme>, indicators: &Index<'_>, findings: &mut Findings) {
    findings.index("scheme.toml", "item", "indicator", &scheme.items, |item| item.indicator.as_str());
    for item in &scheme.items {
        findings.refer(indicators, &item.spot, "indicator", item.indicator.as_str());
        findings.range(item.weight > Quantity::ZERO, &item.spot, "weight", item.weight.shown(), "numbers above 0");
    }
    // An unread item would make the sum wrong as well, and is already told.
    if findings.unread.contains("scheme.toml") {
        return;
    }
    let sum: i128 = scheme.items.iter().map(|item| i128::from(item.weight.scaled())).sum();
    if sum != i128::from(scheme.total.scaled()) {
        let sum = i64::try_from(sum)
            .map_or_else(|_| "more than fits".to_owned(), |sum| Quantity::from_scaled(sum).to_string());
        findings.note(&scheme.spot, "total", ProblemKind::Weights { sum, total: scheme.total.to_string() });
    }
}

/// The same share that is demanded of every scheme before it takes effect (CJ-55).
fn quantitative(scheme: &Placed<Scheme>, pack: &Pack, findings: &mut Findings) {
    let natures: BTreeMap<_, _> = pack.indicators.iter().map(|it| (&it.code, it.nature)).collect();
    let pinned: Vec<_> = scheme.items.iter().filter_map(|item| natures.get(&item.indicator).copied()).collect();
    let whole = pinned.len() == scheme.items.len() && !findings.unread.contains("scheme.toml");
    if whole && shared::scheme::quantitative(&pinned).is_err() {
        findings.note(&scheme.spot, "code", ProblemKind::TooFewQuantitative);
    }
}

fn manual(pack: &Pack, units: &Index<'_>, indicators: &Index<'_>, findings: &mut Findings) {
    let by_code: BTreeMap<_, _> = pack.indicators.iter().map(|indicator| (&indicator.code, indicator)).collect();
    for value in &pack.manual {
        findings.refer(indicators, &value.spot, "indicator", value.indicator.as_str());
        findings.refer(units, &value.spot, "unit", &value.unit);
        let Some(indicator) = by_code.get(&value.indicator) else { continue };
        if indicator.collection == CollectionMode::Auto {
            let extracted = ProblemKind::Conflict("the indicator is extracted; its values are not filled in by hand");
            findings.note(&value.spot, "indicator", extracted);
        }
        if value.period.cycle() != indicator.cycle {
            let reason = format!("the indicator is appraised once a {}", indicator.cycle);
            let text = value.period.to_string();
            findings.note(&value.spot, "period", ProblemKind::Invalid { key: "period", text, reason });
        }
    }
    let values = pack.manual.iter().map(|it| (it, (it.indicator.as_str(), it.unit.as_str(), it.period.to_string())));
    once(values, "value", findings);
}

/// A problem for every row whose key is there already.
fn once<'p, T: 'p>(
    rows: impl Iterator<Item = (&'p Placed<T>, (&'p str, &'p str, String))>,
    noun: &'static str,
    findings: &mut Findings,
) {
    let mut lines: BTreeMap<(&str, &str, String), usize> = BTreeMap::new();
    for (row, key) in rows {
        let (indicator, unit, period) = &key;
        let text = format!("{indicator} {unit} {period}");
        if let Some(&first) = lines.get(&key) {
            findings.note(&row.spot, "indicator", ProblemKind::Duplicate { noun, key: text, first });
            continue;
        }
        lines.insert(key, row.spot.line());
    }
}
