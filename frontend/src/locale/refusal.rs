//! Sentences for the rules of the domain that said no, made of the data that came with them.

use serde_json::Value;
use shared::number::Quantity;

use super::{Locale, fill};

impl Locale {
    /// The sentence for a rule; none for one that has only the server's own words.
    pub fn rule(self, rule: &Value) -> Option<String> {
        let error = &self.text.error;
        let data = |name: &str| rule.get(name).map(plain).unwrap_or_default();
        let said = match rule.get("rule")?.as_str()? {
            "DATE_BEFORE_START" => fill(error.date_before_start, &[&data("given"), &data("start")]),
            "WEIGHTS_DO_NOT_SUM" => fill(error.weights_do_not_sum, &[&data("sum"), &data("total")]),
            "TOO_FEW_QUANTITATIVE" => fill(error.too_few_quantitative, &[&data("share"), &data("floor")]),
            "NOT_IN_THIS_STATE" => error.not_in_this_state.to_owned(),
            "DEFINITION" => fill(error.definition, &[self.content_field(&data("field")), &data("reason")]),
            "PUBLISHED" => error.published.to_owned(),
            "INDICATOR_TWICE" => error.indicator_twice.to_owned(),
            "NOT_IN_EFFECT" => error.not_in_effect.to_owned(),
            "NOTHING_TO_WIN" => error.nothing_to_win.to_owned(),
            "IN_USE" => fill(error.in_use, &[&data("by")]),
            "NOT_YOUR_SIDE" | "NOT_YOUR_ROLE" => error.not_your_side.to_owned(),
            "NOT_YOUR_PART" => error.not_your_part.to_owned(),
            "SAME_UNIT" => error.same_unit.to_owned(),
            "WORDS_MISSING" => error.words_missing.to_owned(),
            "DAY_BEFORE_TODAY" => fill(error.day_before_today, &[&data("given"), &data("today")]),
            "DAY_NOT_LATER" => fill(error.day_not_later, &[&data("given"), &data("due")]),
            "OUT_OF_RANGE" => fill(error.out_of_range, &[&data("least"), &data("most")]),
            "NO_SUCH_PART" => error.no_such_part.to_owned(),
            "OWN_LABEL" => error.own_label.to_owned(),
            "OWN_WORK" => error.own_work.to_owned(),
            "MEASURES_OPEN" => fill(error.measures_open, &[&data("open")]),
            "KIND_NOT_ALLOWED" => fill(error.kind_not_allowed, &[&data("name"), &data("kinds")]),
            "UPLOAD_INCOMPLETE" => fill(error.upload_incomplete, &[&data("name"), &data("received"), &data("size")]),
            "FILE_MISSING" => fill(error.file_missing, &[&data("name")]),
            "EFFECT_NOT_SHOWN" => fill(error.effect_not_shown, &[&data("periods")]),
            "NOT_IN_USE" => fill(error.not_in_use, &[&data("indicator")]),
            "SOURCE_UNDATED" => fill(error.source_undated, &[&data("dataset")]),
            "NOT_AN_ADDRESS" => error.not_an_address.to_owned(),
            "SECRET_LENGTH" | "LENGTH" => fill(error.secret_length, &[&data("least"), &data("most")]),
            "NO_TIME_BETWEEN" => error.no_time_between.to_owned(),
            "DAY_AFTER_TODAY" => fill(error.day_after_today, &[&data("given"), &data("today")]),
            "NOT_IN_HANDBOOK" => error.not_in_handbook.to_owned(),
            "DIAGNOSIS_OPEN" => fill(error.diagnosis_open, &[&data("number")]),
            "NOT_CONNECTED" => fill(error.not_connected, &[&data("number")]),
            "CONNECTED_ALREADY" => fill(error.connected_already, &[&data("number")]),
            "PROCESS_HAS_STEPS" | "STEP_HAS_POINTS" => error.has_parts.to_owned(),
            "CODE_TAKEN" => fill(error.code_taken, &[&data("code")]),
            _ => return None,
        };
        Some(said)
    }

    /// What a field of a version is called.
    pub fn content_field(self, field: &str) -> &'static str {
        let text = self.text.library();
        match field {
            "unit_of_measure" => text.unit,
            "reaches" => text.reaches,
            "formula" => text.formula,
            "base_score" => text.base_score,
            "method" => text.method,
            _ => text.specification,
        }
    }
}

fn plain(value: &Value) -> String {
    match value {
        // A number has four places: those that say nothing are left out.
        Value::String(text) if text.contains('.') && text.parse::<Quantity>().is_ok() => {
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        }
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(plain).collect::<Vec<_>>().join(", "),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::locale::{Language, MoneyUnit};

    #[test]
    fn a_rule_is_said_with_its_data_in_the_readers_language() {
        let rule = json!({ "rule": "IN_USE", "by": ["A", "B"] });
        let said = |language| Locale::new(language, MoneyUnit::Yuan).rule(&rule).unwrap();
        assert!(said(Language::Chinese).contains("A, B") && said(Language::Chinese).contains("另建"));
        assert!(said(Language::English).contains("A, B") && said(Language::English).contains("another code"));
    }

    #[test]
    fn what_cannot_be_connected_is_said_with_the_way_out() {
        for (code, chinese, english) in
            [("NOT_CONNECTED", "另选", "choose another"), ("CONNECTED_ALREADY", "刷新", "reload")]
        {
            let rule = json!({ "rule": code, "number": "ZG-2026-00001" });
            let said = |language| Locale::new(language, MoneyUnit::Yuan).rule(&rule).unwrap();
            for (language, way_out) in [(Language::Chinese, chinese), (Language::English, english)] {
                let said = said(language);
                assert!(said.contains("ZG-2026-00001") && said.contains(way_out), "{said}");
            }
        }
    }

    #[test]
    fn words_that_are_too_long_are_said_with_their_limit() {
        let rule = json!({ "rule": "LENGTH", "field": "title", "least": 1, "most": 200, "length": 201 });
        let said = |language| Locale::new(language, MoneyUnit::Yuan).rule(&rule).unwrap();
        assert_eq!(said(Language::Chinese), "请填 1 到 200 个字符。");
        assert_eq!(said(Language::English), "1 to 200 characters.");
    }

    #[test]
    fn more_time_that_is_none_is_said_with_the_day_it_is_due() {
        let rule = json!({ "rule": "DAY_NOT_LATER", "field": "until", "given": "2026-04-20", "due": "2026-04-22" });
        let said = |language| Locale::new(language, MoneyUnit::Yuan).rule(&rule).unwrap();
        assert_eq!(said(Language::Chinese), "2026-04-20 不晚于现在的期限（2026-04-22），请选更晚的日期。");
        let english = "2026-04-20 is not after the present due date, 2026-04-22: choose a later day.";
        assert_eq!(said(Language::English), english);
    }

    #[test]
    fn numbers_are_said_without_places_that_say_nothing() {
        let rule = json!({ "rule": "WEIGHTS_DO_NOT_SUM", "sum": "60.5000", "total": "100.0000" });
        let said = Locale::new(Language::Chinese, MoneyUnit::Yuan).rule(&rule).unwrap();
        assert!(said.contains("60.5，") && said.contains("100。"), "{said}");
    }

    #[test]
    fn a_rule_without_a_sentence_is_left_to_the_servers_words() {
        let locale = Locale::new(Language::Chinese, MoneyUnit::Yuan);
        assert_eq!(locale.rule(&json!({ "rule": "BUILT_IN", "code": "X" })), None);
        assert_eq!(locale.rule(&json!("X")), None);
    }
}
