//! Words for scoring methods and their parameters.

use serde_json::Value;

use super::{Locale, fill, number};

/// Keys in the order they are asked for; others follow by name.
const ORDER: &[&str] = &[
    "formula",
    "benchmark",
    "intervals",
    "tiers",
    "grades",
    "x0",
    "s0",
    "x1",
    "s1",
    "unacceptable",
    "satisfactory",
    "from",
    "to",
    "gives",
    "grade",
    "points",
    "width",
    "share",
    "granularity",
    "unit",
    "steps",
    "slope",
    "full",
    "trim_from",
    "effect",
    "floor",
    "cap",
    "ties",
];

/// Where a parameter stands among others.
pub fn parameter_place(key: &str) -> usize {
    ORDER.iter().position(|known| *known == key).unwrap_or(ORDER.len())
}

impl Locale {
    /// What a scoring method is called; one without a word goes by its code.
    pub fn method(self, code: &str) -> &str {
        let text = self.text.scoring();
        match code {
            "DEDUCT_STEP" => text.deduct_step,
            "DEDUCT_COUNT" => text.deduct_count,
            "STEP_BENCHMARK" => text.step_benchmark,
            "TARGET_RATIO" => text.target_ratio,
            "INTERVAL" => text.interval,
            "LINEAR" => text.linear,
            "EFFICACY" => text.efficacy,
            "RANK_LINEAR" => text.rank_linear,
            "RANK_TIER" => text.rank_tier,
            "YOY" => text.yoy,
            "COMPLETION" => text.completion,
            "GRADE_VOTE" => text.grade_vote,
            "MANUAL" => text.manual,
            "VETO" => text.veto,
            "EXPR" => text.expr,
            code => code,
        }
    }

    /// What a parameter of a scoring method is called.
    pub fn parameter(self, key: &str) -> &'static str {
        let text = self.text.scoring();
        match key {
            "formula" => text.formula,
            "benchmark" => text.benchmark,
            "intervals" => text.intervals,
            "tiers" => text.tiers,
            "grades" => text.grades,
            "x0" => text.x0,
            "s0" => text.s0,
            "x1" => text.x1,
            "s1" => text.s1,
            "unacceptable" => text.unacceptable,
            "satisfactory" => text.satisfactory,
            "from" => text.from,
            "to" => text.to,
            "gives" => text.gives,
            "grade" => text.grade,
            "points" => text.points,
            "width" => text.width,
            "share" => text.share,
            "granularity" => text.granularity,
            "unit" => text.unit,
            "steps" => text.steps,
            "slope" => text.slope,
            "full" => text.full,
            "trim_from" => text.trim_from,
            "effect" => text.effect,
            "floor" => text.floor,
            "cap" => text.cap,
            "ties" => text.ties,
            _ => text.other,
        }
    }

    /// The word for a choice that a parameter is.
    pub fn parameter_choice(self, code: &str) -> &str {
        let text = self.text.scoring();
        match code {
            "FLOOR" => text.steps_floor,
            "CEIL" => text.steps_ceil,
            "EXACT" => text.steps_exact,
            "STANDARD" => text.ties_standard,
            "DENSE" => text.ties_dense,
            "AVERAGE" => text.ties_average,
            "ZERO" => text.effect_zero,
            "MINUS_HUNDRED" => text.effect_minus,
            "FIXED" => text.benchmark_fixed,
            "TARGET" => text.benchmark_target,
            "LAST_YEAR" => text.benchmark_last_year,
            _ => code,
        }
    }

    /// The parameters of a method from its JSON, each with its word.
    pub fn parameters(self, json: &str) -> Vec<(&'static str, String)> {
        let Ok(Value::Object(mut object)) = serde_json::from_str(json) else { return Vec::new() };
        object.remove("method");
        let mut lines: Vec<_> = object.into_iter().collect();
        lines.sort_by_key(|(key, _)| parameter_place(key));
        lines.iter().map(|(key, value)| (self.parameter(key), self.parameter_value(value))).collect()
    }

    fn parameter_value(self, value: &Value) -> String {
        match value {
            Value::Null => self.text.library().no_limit.to_owned(),
            Value::String(text) => {
                let text = number::written(text);
                self.parameter_choice(&text).to_owned()
            }
            Value::Array(rows) => rows.iter().map(|row| self.parameter_value(row)).collect::<Vec<_>>().join("; "),
            Value::Object(object) => {
                let mut parts: Vec<_> = object.iter().collect();
                parts.sort_by_key(|(key, _)| parameter_place(key));
                let part = |(key, value): (&String, &Value)| match key.as_str() {
                    "FIXED" => self.parameter_value(value),
                    key => fill(self.text.source().of_column, &[self.parameter(key), &self.parameter_value(value)]),
                };
                parts.into_iter().map(part).collect::<Vec<_>>().join(", ")
            }
            Value::Bool(_) | Value::Number(_) => value.to_string(),
        }
    }
}
