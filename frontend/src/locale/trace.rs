//! A step of scoring as a sentence. The codes are those of `shared::scoring::Step`; a test holds the two together.

use super::{Locale, fill};

/// A fact of a step: its name and its text.
pub type Fact<'a> = (&'a str, &'a str);

impl Locale {
    /// The sentence for a step; a step this page does not know is told by its facts.
    pub fn step(self, code: &str, facts: &[Fact]) -> String {
        self.known_step(code, facts).unwrap_or_else(|| plain(code, facts))
    }

    fn known_step(self, code: &str, facts: &[Fact]) -> Option<String> {
        let text = self.text.trace();
        let has = |name: &str| facts.iter().any(|(fact, _)| *fact == name);
        let (sentence, names): (&str, &[&str]) = match code {
            "STARTED" if has("value") => (text.started, &["value", "base"]),
            "STARTED" => (text.started_without, &["base"]),
            "SHORTFALL" => (text.shortfall, &["target", "shortfall"]),
            "COUNTED" => (text.counted, &["distance", "granularity", "quotient", "steps"]),
            "DEDUCTED" => (text.deducted, &["unit", "count", "deduction", "left"]),
            "BENCHMARK" => (text.benchmark, &["benchmark", "better"]),
            "MOVED" => (text.moved, &["unit", "steps", "change", "left"]),
            "DIVIDED" if has("quotient") => (text.divided, &["dividend", "divisor", "quotient"]),
            "DIVIDED" => (text.divided_by_zero, &["dividend", "divisor"]),
            "FELL" => (text.fell, &["from", "to", "share"]),
            "INTERPOLATED" => (text.interpolated, &["from", "to", "place", "share"]),
            "EFFICACY" => (text.efficacy, &["unacceptable", "satisfactory", "coefficient", "limited"]),
            "RANKED" => (text.ranked, &["rank", "size"]),
            "TIERED" => (text.tiered, &["reached", "upto", "share"]),
            "WITHHELD" => (text.withheld, &["points"]),
            "IMPROVED" => (text.improved, &["last_year", "improvement", "slope", "share"]),
            "SHARED" => (text.shared, &["share", "points"]),
            "LIMITED" => (text.limited, &["before", "after"]),
            "COMPLETED" => (text.completed, &["done", "days"]),
            "VOTED" if has("points") => (text.voted, &["grade", "votes", "points"]),
            "VOTED" => (text.voted_without, &["grade", "votes"]),
            "TRIMMED" => (text.trimmed, &["highest", "lowest"]),
            "AVERAGED" => (text.averaged, &["sum", "count", "mean"]),
            "VETOED" if has("effect") => (text.vetoed, &["cases", "effect"]),
            "VETOED" => (text.not_vetoed, &["cases"]),
            "FORMULA" => (text.formula, &["text", "filled", "result"]),
            "ROUNDED" => (text.rounded, &["exact", "points"]),
            _ => return None,
        };
        let parts: Vec<&str> = names.iter().map(|name| self.fact_in_words(name, trimmed(fact(facts, name)))).collect();
        Some(fill(sentence, &parts))
    }

    /// A fact that is a code, as its word; numbers stay as they are.
    fn fact_in_words<'a>(self, name: &str, value: &'a str) -> &'a str {
        let text = self.text.trace();
        match (name, value) {
            ("effect", code) => self.parameter_choice(code),
            ("done", "ON_TIME") => text.done_on_time,
            ("done", "LATE") => text.done_late,
            ("done", "NOT_DONE") => text.not_done,
            (_, number) => number,
        }
    }
}

// What does not apply is left out by the server, such as the upper edge of the best interval.
fn fact<'a>(facts: &[Fact<'a>], name: &str) -> &'a str {
    let none = match name {
        "from" => "−∞",
        "to" => "∞",
        _ => "—",
    };
    facts.iter().find(|(fact, _)| *fact == name).map_or(none, |(_, value)| *value)
}

// `5.0000` is exact and `5` is read.
fn trimmed(number: &str) -> &str {
    let is_number =
        number.contains('.') && number.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
    if is_number { number.trim_end_matches('0').trim_end_matches('.') } else { number }
}

fn plain(code: &str, facts: &[Fact]) -> String {
    let facts: Vec<String> = facts.iter().map(|(name, value)| format!("{name} = {value}")).collect();
    format!("{code}: {}", facts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::{Language, MoneyUnit};
    use shared::availability::Reading;
    use shared::direction::Direction;
    use shared::number::{Points, Quantity};
    use shared::scoring::{DeductStep, Done, Input, Method, Step, StepFunction, VetoEffect, score};

    fn locales() -> [Locale; 2] {
        [Language::Chinese, Language::English].map(|language| Locale::new(language, MoneyUnit::TenThousand))
    }

    #[test]
    fn every_step_has_a_sentence_in_both_languages() {
        for locale in locales() {
            for code in Step::CODES {
                assert!(locale.known_step(code, &[]).is_some(), "{code}");
            }
        }
    }

    #[test]
    fn a_step_of_a_newer_server_is_told_by_its_facts() {
        for locale in locales() {
            assert_eq!(locale.step("NEW", &[("a", "1"), ("b", "2")]), "NEW: a = 1, b = 2");
        }
    }

    #[test]
    fn numbers_lose_zeros_that_say_nothing() {
        for (exact, read) in
            [("5.0000", "5"), ("4.6500", "4.65"), ("100", "100"), ("A.00x", "A.00x"), ("-0.50", "-0.5")]
        {
            assert_eq!(trimmed(exact), read);
        }
    }

    #[test]
    fn codes_among_the_facts_are_told_in_words() {
        let [zh, _] = locales();
        for done in Done::ALL {
            assert!(!zh.step("COMPLETED", &[("done", done.code()), ("days", "0")]).contains(done.code()), "{done}");
        }
        for effect in VetoEffect::ALL {
            let told = zh.step("VETOED", &[("cases", "1"), ("effect", effect.code())]);
            assert!(!told.contains(effect.code()), "{told}");
        }
    }

    #[test]
    fn a_missing_edge_is_unbounded() {
        let [zh, _] = locales();
        assert_eq!(zh.step("FELL", &[("from", "99"), ("share", "1")]), "落在区间 [99, ∞)，得基准分的 1。");
    }

    #[test]
    fn the_worked_example_of_the_deduction_reads_as_people_would_say_it() {
        let quantity = |text: &str| text.parse::<Quantity>().unwrap();
        let points = |text: &str| text.parse::<Points>().unwrap();
        let method = Method::DeductStep(DeductStep {
            granularity: quantity("0.1"),
            unit: points("0.05"),
            steps: StepFunction::Floor,
            floor: Points::ZERO,
        });
        let input = Input {
            value: Reading::from(quantity("97.26")),
            target: Some(quantity("98")),
            last_year: shared::availability::Absence::Missing.into(),
            standing: None,
            evidence: None,
        };
        let outcome = score(&method, Direction::HigherBetter, points("5"), &input).unwrap();
        let [zh, _] = locales();
        let told: Vec<String> = outcome
            .trace
            .iter()
            .map(|step| {
                let facts = step.facts();
                let facts: Vec<Fact> = facts.iter().map(|(name, value)| (*name, value.as_str())).collect();
                zh.step(step.code(), &facts)
            })
            .collect();
        assert!(told.iter().any(|sentence| sentence.contains("0.74") && sentence.contains("取 7 档")), "{told:#?}");
        assert!(told.last().unwrap().contains("4.65"), "{told:#?}");
    }
}
