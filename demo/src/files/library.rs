//! The 148 indicators, as text in the pack's own format, and what follows from them: scheme and targets.

use super::csv;
use crate::bureau::Bureau;

pub(super) const DICTIONARY: &str = include_str!("../library/dictionary.toml");
pub(super) const DATASETS: &str = include_str!("../library/datasets.toml");
/// What the bureau aims at in 2026: code and target.
const TARGETS: &str = include_str!("../library/targets.csv");

/// The six rates first, then by dimension, then what is filled in by hand.
const TEXTS: [&str; 12] = [
    include_str!("../library/key_rates.toml"),
    include_str!("../library/levy_1.toml"),
    include_str!("../library/levy_2.toml"),
    include_str!("../library/levy_3.toml"),
    include_str!("../library/risk_1.toml"),
    include_str!("../library/risk_2.toml"),
    include_str!("../library/service.toml"),
    include_str!("../library/efficiency_1.toml"),
    include_str!("../library/efficiency_2.toml"),
    include_str!("../library/short.toml"),
    include_str!("../library/by_hand_1.toml"),
    include_str!("../library/by_hand_2.toml"),
];

const YEARS: [&str; 3] = ["2024", "2025", "2026"];

pub(super) fn indicators() -> String {
    TEXTS.join("\n")
}

/// What the other files need of an indicator.
pub(super) struct Entry {
    pub(super) code: &'static str,
    base_score: &'static str,
    /// The method, where values are filled in by hand.
    pub(super) by_hand: Option<&'static str>,
}

pub(super) fn read() -> Vec<Entry> {
    let tables = TEXTS.iter().flat_map(|text| text.split("[[indicator]]").skip(1));
    tables
        .map(|table| Entry {
            code: value(table, "code"),
            base_score: value(table, "base_score"),
            by_hand: (value(table, "collection") == "MANUAL").then(|| method(table)),
        })
        .collect()
}

/// The text between the quotes of `key = "…"`. The texts are ours, and a test reads them with the reader of packs.
fn value(table: &'static str, key: &str) -> &'static str {
    let line = table.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = "));
    line.unwrap_or_default().trim_matches('"')
}

fn method(table: &'static str) -> &'static str {
    value(table, "method").trim_start_matches("{ method = \"").split('"').next().unwrap_or_default()
}

pub(super) fn scheme(library: &[Entry]) -> String {
    let mut text =
        "code = \"S2026\"\nname = \"2026年度绩效考评方案\"\nyear = 2026\ntotal = 1000\nself_found = \"HALVED\"\n"
            .to_owned();
    for entry in library {
        text += &format!("\n[[item]]\nindicator = \"{}\"\nweight = \"{}\"\n", entry.code, entry.base_score);
    }
    text
}

/// One target for the whole bureau and year; everything below inherits it.
pub(super) fn targets(bureau: &Bureau) -> String {
    let root = bureau.units.get(bureau.root).map(|unit| unit.code.as_str()).unwrap_or_default();
    let targets = TARGETS.lines().skip(1).filter_map(|line| line.split_once(','));
    let lines = targets.flat_map(|(code, target)| YEARS.map(|year| format!("{code},{root},{year},{target}")));
    csv("indicator,unit,period,target", lines)
}
