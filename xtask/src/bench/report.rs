//! The measurements as Markdown. A bench decides what it measures: whatever it reports is shown, none dropped.

use std::{collections::BTreeSet, fmt::Write};

use serde_json::{Map, Value};

use super::threshold::Verdict;
use crate::page::File;

const HEAD: &str = "# Benchmarks\n\nWritten by `cargo xtask bench`; run it to get the figures of your machine. It ends with a line for \
                    everything that is stated of\nspeed, met or not met, as a ratio of one run, and fails where something is not met. \
                    Tests assert no times.\n\n";

/// The file with a section put in the place of the one of the same title, or at the end.
pub fn with_section(text: &str, title: &str, section: &str) -> String {
    let mut sections: Vec<(&str, &str)> = text.split("\n## ").skip(1).filter_map(|old| old.split_once('\n')).collect();
    match sections.iter_mut().find(|(known, _)| *known == title) {
        Some(known) => known.1 = section,
        None => sections.push((title, section)),
    }
    let sections: Vec<_> =
        sections.iter().map(|(title, section)| format!("## {title}\n\n{}\n", section.trim())).collect();
    format!("{HEAD}{}", sections.join("\n"))
}

/// What a bench measured.
pub fn figures(measured: &Value) -> String {
    let mut text = String::new();
    section(&mut text, measured);
    text
}

/// How the figures stand to what is stated of them.
pub fn verdicts(verdicts: &[Verdict]) -> String {
    let lines: String = verdicts.iter().map(|verdict| format!("- {verdict}\n")).collect();
    if lines.is_empty() { lines } else { format!("### stated\n\n{lines}\n") }
}

/// The files of the page.
pub fn files(page: &[File]) -> String {
    let mut text = String::new();
    let files: Vec<_> = page.iter().map(file).collect();
    table(&mut text, &["File", "Bytes", "brotli", "gzip"], &files);
    text
}

fn file(file: &File) -> Vec<String> {
    let sizes = [file.bytes.raw, file.bytes.br, file.bytes.gz];
    std::iter::once(file.path.clone()).chain(sizes.map(|size| size.to_string())).collect()
}

/// Single values first, as one table; then each list of rows as a table of its own.
fn section(text: &mut String, value: &Value) {
    let Value::Object(fields) = value else { return text.push_str(&format!("{}\n\n", cell(value))) };
    let (rows, single): (Vec<_>, Vec<_>) = fields.iter().partition(|(_, value)| is_nested(value));
    let single: Vec<_> = single.into_iter().map(|(name, value)| vec![words(name), cell(value)]).collect();
    if !single.is_empty() {
        table(text, &["Figure", ""], &single);
    }
    for (name, value) in rows {
        // Writing to a String cannot fail.
        let _written = write!(text, "### {}\n\n", words(name));
        match value {
            Value::Array(items) => list(text, items),
            nested => section(text, nested),
        }
    }
}

fn list(text: &mut String, items: &[Value]) {
    let objects: Vec<_> = items.iter().filter_map(Value::as_object).collect();
    if objects.len() < items.len() {
        for item in items {
            text.push_str(&format!("- {}\n", cell(item)));
        }
        return text.push('\n');
    }
    let columns = columns(&objects);
    let heads: Vec<_> = columns.iter().map(|column| words(column)).collect();
    let cells = |row: &Map<String, Value>| {
        columns.iter().map(|column| row.get(*column).map_or_else(String::new, cell)).collect()
    };
    let rows: Vec<Vec<String>> = objects.into_iter().map(cells).collect();
    table(text, &heads.iter().map(String::as_str).collect::<Vec<_>>(), &rows);
}

/// Every field that any row has: names first, then figures.
fn columns<'a>(rows: &[&'a Map<String, Value>]) -> Vec<&'a str> {
    let fields: BTreeSet<_> =
        rows.iter().flat_map(|row| row.iter()).map(|(name, value)| (!value.is_string(), name)).collect();
    let mut columns: Vec<&str> = Vec::new();
    for (_, name) in fields {
        if !columns.contains(&name.as_str()) {
            columns.push(name);
        }
    }
    columns
}

fn table(text: &mut String, heads: &[&str], rows: &[Vec<String>]) {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    text.push_str(&format!("| {} |\n|{}\n", heads.join(" | "), " --- |".repeat(heads.len())));
    for row in rows {
        text.push_str(&line(row));
    }
    text.push('\n');
}

fn is_nested(value: &Value) -> bool {
    matches!(value, Value::Array(_) | Value::Object(_))
}

fn words(name: &str) -> String {
    name.replace('_', " ")
}

fn cell(value: &Value) -> String {
    match value {
        Value::String(text) => text.replace('|', "\\|"),
        Value::Number(number) if number.is_f64() => format!("{:.3}", number.as_f64().unwrap_or_default()),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{figures, with_section};

    #[test]
    fn whatever_the_bench_reports_is_shown() {
        let measured = json!({
            "rows": 10_000_000,
            "times_faster": 34.2,
            "runs": [{"way": "kernel", "seconds": 1.75}, {"way": "one | query", "peak_mb": 812}],
            "notes": ["sums equal"],
        });
        let text = figures(&measured);
        for shown in [
            "| rows | 10000000 |",
            "| times faster | 34.200 |",
            "| kernel |  | 1.750 |",
            "| one \\| query | 812 |  |",
            "- sums equal",
        ] {
            assert!(text.contains(shown), "{shown} in:\n{text}");
        }
    }

    #[test]
    fn a_section_takes_the_place_of_its_last_figures_and_leaves_the_others() {
        let first = with_section("", "Extraction", "30 times");
        let both = with_section(&first, "The page", "### Files\n\n300 kB\n\n");
        assert_eq!(both, with_section(&both, "Extraction", "30 times"), "writing the same again changes nothing");
        let again = with_section(&both, "Extraction", "40 times");
        assert!(again.contains("## Extraction\n\n40 times\n\n## The page\n\n### Files\n\n300 kB\n"), "{again}");
        assert!(!again.contains("30 times"), "{again}");
    }
}
