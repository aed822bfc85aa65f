//! The parameters of a scoring method as fields: read from its JSON, drawn by what they are, written back.
//!
//! The page knows no method: a new one needs words at most. Only choices that JSON does not tell are named here.

use leptos::prelude::*;
use serde_json::{Map, Value};

use crate::locale::scoring::parameter_place;
use crate::locale::{Locale, number};
use crate::parts::form::{inline, select};

/// A parameter: its key and how it is filled in.
#[derive(Clone, PartialEq)]
pub struct Parameter {
    key: String,
    node: Node,
}

#[derive(Clone, PartialEq)]
enum Node {
    /// A number or words; a `whole` number travels as a number.
    Text { value: RwSignal<String>, whole: bool },
    /// One of some codes.
    OneOf { value: RwSignal<String>, codes: &'static [&'static str] },
    /// A kind, and the number that one of the kinds has.
    Kind { kind: RwSignal<String>, number: RwSignal<String> },
    /// Rows of parameters, and what a new row is made of.
    Rows { rows: RwSignal<Vec<Vec<Parameter>>>, blank: Value },
}

/// The parameters of a row, which has no rows of its own.
fn plain_parameters(row: &Map<String, Value>) -> Vec<Parameter> {
    parameters(row, row)
}

/// Codes that a parameter is one of.
fn codes(key: &str) -> Option<&'static [&'static str]> {
    match key {
        "steps" => Some(&["FLOOR", "CEIL", "EXACT"]),
        // AVERAGE is read as STANDARD, so it is not offered.
        "ties" => Some(&["STANDARD", "DENSE"]),
        "effect" => Some(&["ZERO", "MINUS_HUNDRED"]),
        _ => None,
    }
}

/// The kind of benchmark that has a number of its own.
const FIXED: &str = "FIXED";
const BENCHMARKS: &[&str] = &[FIXED, "TARGET", "LAST_YEAR"];

/// The parameters of a method from its JSON; what it leaves out is as in the example.
pub fn read(json: &str, example: &str) -> Vec<Parameter> {
    let object = |text: &str| serde_json::from_str::<Map<String, Value>>(text).unwrap_or_default();
    let example = object(example);
    let mut all = example.clone();
    all.extend(object(json));
    all.remove("method");
    parameters(&all, &example)
}

fn parameters(object: &Map<String, Value>, example: &Map<String, Value>) -> Vec<Parameter> {
    let read =
        |(key, value): (&String, &Value)| Parameter { key: key.clone(), node: node(key, value, example.get(key)) };
    let mut found: Vec<Parameter> = object.iter().map(read).collect();
    found.sort_by_key(|parameter| parameter_place(&parameter.key));
    found
}

fn node(key: &str, value: &Value, example: Option<&Value>) -> Node {
    if key == "benchmark" {
        let number = value.get(FIXED).map(plain).unwrap_or_default();
        let kind = value.as_str().unwrap_or(FIXED).to_owned();
        return Node::Kind { kind: RwSignal::new(kind), number: RwSignal::new(number) };
    }
    if let Some(rows) = value.as_array() {
        let read = |row: &Value| row.as_object().map(plain_parameters).unwrap_or_default();
        // Where all rows were taken out, a new one is made like those of the example.
        let model = rows.first().or_else(|| example.and_then(Value::as_array)?.first()).and_then(Value::as_object);
        let blank = Map::from_iter(model.into_iter().flatten().map(|(key, _)| (key.clone(), Value::Null)));
        return Node::Rows { rows: RwSignal::new(rows.iter().map(read).collect()), blank: Value::Object(blank) };
    }
    let text = RwSignal::new(plain(value));
    match codes(key) {
        Some(codes) => Node::OneOf { value: text, codes },
        None => Node::Text { value: text, whole: value.is_number() },
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => number::written(text),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}

/// The method with its parameters as JSON, tracked.
pub fn said(method: &str, parameters: &[Parameter]) -> String {
    let mut object = written(parameters);
    object.insert("method".to_owned(), Value::from(method));
    Value::Object(object).to_string()
}

fn written(parameters: &[Parameter]) -> Map<String, Value> {
    parameters.iter().map(|parameter| (parameter.key.clone(), parameter.node.json())).collect()
}

impl Node {
    fn json(&self) -> Value {
        match self {
            Self::Text { value, whole } => value.with(|text| leaf(text.trim(), *whole)),
            Self::OneOf { value, .. } => Value::String(value.get()),
            Self::Kind { kind, number } => match kind.get() {
                kind if kind == FIXED => Value::Object(Map::from_iter([(kind, leaf(number.get().trim(), false))])),
                kind => Value::String(kind),
            },
            Self::Rows { rows, .. } => rows.with(|rows| rows.iter().map(|row| Value::Object(written(row))).collect()),
        }
    }
}

/// Nothing typed is nothing; a whole number that is none goes as it was typed, for the server to say so.
fn leaf(text: &str, whole: bool) -> Value {
    match (text.is_empty(), whole.then(|| text.parse::<u64>().ok()).flatten()) {
        (true, _) => Value::Null,
        (false, Some(number)) => Value::from(number),
        (false, None) => Value::from(text),
    }
}

fn choices(locale: Locale, codes: &'static [&'static str]) -> Vec<(String, String)> {
    codes.iter().map(|code| ((*code).to_owned(), locale.parameter_choice(code).to_owned())).collect()
}

/// The parameters as fields.
pub fn view(locale: Locale, parameters: &[Parameter]) -> AnyView {
    let fields: Vec<_> = parameters.iter().map(|parameter| field(locale, parameter)).collect();
    view! { <div class="fields">{fields}</div> }.into_any()
}

fn field(locale: Locale, parameter: &Parameter) -> AnyView {
    let label = locale.parameter(&parameter.key);
    let input = match &parameter.node {
        Node::Rows { rows, blank } => return table(locale, label, *rows, blank.clone()),
        Node::Kind { kind, number } => kinds(locale, label, *kind, *number),
        Node::Text { .. } | Node::OneOf { .. } => input(locale, label, parameter),
    };
    let broad = parameter.key == "formula";
    view! { <div class="field" class:broad=broad><span>{label}</span> {input}</div> }.into_any()
}

fn input(locale: Locale, label: &'static str, parameter: &Parameter) -> AnyView {
    match &parameter.node {
        Node::Text { value, .. } => inline(label.to_owned(), *value, false),
        Node::OneOf { value, codes } => select(Some(label.to_owned()), *value, choices(locale, codes)),
        // Rows and kinds stand alone: no method has one inside another.
        Node::Kind { .. } | Node::Rows { .. } => ().into_any(),
    }
}

fn kinds(locale: Locale, label: &'static str, kind: RwSignal<String>, number: RwSignal<String>) -> AnyView {
    let text = locale.text.scoring();
    let fixed = move || kind.with(|kind| kind == FIXED);
    view! {
        {select(Some(label.to_owned()), kind, choices(locale, BENCHMARKS))}
        {move || fixed().then(|| inline(text.benchmark_fixed.to_owned(), number, false))}
    }
    .into_any()
}

fn table(locale: Locale, title: &'static str, rows: RwSignal<Vec<Vec<Parameter>>>, blank: Value) -> AnyView {
    let common = &locale.text.common;
    let blank = blank.as_object().cloned().unwrap_or_default();
    let keys = plain_parameters(&blank);
    let head: Vec<_> = keys.iter().map(|key| view! { <th scope="col">{locale.parameter(&key.key)}</th> }).collect();
    let add = move |_| rows.update(|rows| rows.push(plain_parameters(&blank)));
    let body = move || {
        let drawn = |(place, row): (usize, &Vec<Parameter>)| {
            let cells: Vec<_> = row
                .iter()
                .map(|parameter| view! { <td>{input(locale, locale.parameter(&parameter.key), parameter)}</td> })
                .collect();
            let remove = move |_| {
                rows.update(|rows| {
                    if place < rows.len() {
                        rows.remove(place);
                    }
                });
            };
            view! { <tr>{cells}<td><button class="link" type="button" on:click=remove>{common.remove}</button></td></tr> }
        };
        rows.with(|rows| rows.iter().enumerate().map(drawn).collect::<Vec<_>>())
    };
    view! {
        <div class="field broad">
            <span>{title}</span>
            <div class="scroll" tabindex="0" role="region" aria-label=title>
                <table><thead><tr>{head}<th scope="col"><span class="unseen">{common.actions}</span></th></tr></thead><tbody>{body}</tbody></table>
            </div>
            <button class="link" type="button" on:click=add>{common.add}</button>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use shared::scoring::{Method, MethodCode};

    use super::*;

    #[test]
    fn every_method_reads_into_fields_and_back_into_itself() {
        for &code in MethodCode::ALL {
            let written = said(code.code(), &read(code.example(), code.example()));
            let (before, after): (Method, Method) =
                (serde_json::from_str(code.example()).unwrap(), serde_json::from_str(&written).unwrap());
            assert_eq!(before, after, "{code}");
        }
    }

    #[test]
    fn rows_that_were_all_taken_out_can_be_filled_again() {
        let example = MethodCode::RankTier.example();
        let read = read(r#"{"method":"RANK_TIER","tiers":[]}"#, example);
        let blank = read.iter().find_map(|parameter| match &parameter.node {
            Node::Rows { rows, blank } => rows.with_untracked(Vec::is_empty).then(|| blank.clone()),
            Node::Text { .. } | Node::OneOf { .. } | Node::Kind { .. } => None,
        });
        assert_eq!(blank, Some(serde_json::json!({ "width": null, "share": null })));
    }

    #[test]
    fn every_parameter_of_every_method_has_a_word_of_its_own() {
        let locale = Locale::new(crate::locale::Language::Chinese, crate::locale::MoneyUnit::Yuan);
        let named = |key: &str| assert_ne!(locale.parameter(key), locale.text.scoring().other, "{key}");
        for &code in MethodCode::ALL {
            let example: Map<String, Value> = serde_json::from_str(code.example()).unwrap();
            for (key, value) in example.iter().filter(|(key, _)| *key != "method") {
                named(key);
                value
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_object)
                    .flatten()
                    .for_each(|(key, _)| named(key));
            }
        }
    }
}
