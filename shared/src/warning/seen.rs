//! What a rule saw, as far as it is for somebody: in numbers in the warning, in words as the problem of the diagnosis it opens. Places of
//! others in a comparison group take a right of their own, and stay in the warning.

use super::condition::ConditionKind;
use super::{Fact, Warning};
use crate::channel::preference::MessageLanguage;
use crate::channel::words::{self, said};
use crate::period::Period;

/// What was seen in a period, such as `越过界限（2026-03）：当前值 70.00 %，界限 90.00 %。`; `unit` is that of the indicator, empty for a score.
#[must_use]
pub fn seen(kind: ConditionKind, period: Period, facts: &[Fact], unit: &str, language: MessageLanguage) -> String {
    let what = said(words::condition(kind), language);
    let told = facts.iter().filter(|fact| !fact.is_of_group()).map(|fact| told(fact, unit, language));
    let told: Vec<String> = told.collect();
    match (language, told.is_empty()) {
        (MessageLanguage::Chinese, true) => format!("{what}（{period}）。"),
        (MessageLanguage::Chinese, false) => format!("{what}（{period}）：{}。", told.join("，")),
        (MessageLanguage::English, true) => format!("{what} ({period})."),
        (MessageLanguage::English, false) => format!("{what} ({period}): {}.", told.join(", ")),
    }
}

impl Warning {
    /// The numbers that made it fire, as far as they are for somebody: values for whoever may read them, places in a group for whoever may
    /// read these as well.
    #[must_use]
    pub fn facts_for(&self, sees_values: bool, sees_ranks: bool) -> Vec<Fact> {
        let is_for = |fact: &&Fact| (sees_values || !fact.is_of_value()) && (sees_ranks || !fact.is_of_group());
        self.facts.iter().filter(is_for).cloned().collect()
    }
}

/// A number with its name and its unit. Units are written in Chinese, but for signs that everybody reads.
fn told(fact: &Fact, unit: &str, language: MessageLanguage) -> String {
    let name = words::fact(&fact.name).map_or(fact.name.as_str(), |pair| said(pair, language));
    let unit = match language {
        MessageLanguage::English if !unit.is_ascii() => "",
        MessageLanguage::Chinese | MessageLanguage::English => unit,
    };
    match fact.name.as_str() {
        "REACHED" | "PACE" | "APART" => format!("{name} {} %", fact.value.shown()),
        "PERIODS" | "OVERDUE" | "DAYS_BEHIND" => format!("{name} {}", fact.value.written()),
        // That of another indicator, which may be measured otherwise.
        "OTHER" => format!("{name} {}", fact.value.shown()),
        _ if unit.is_empty() => format!("{name} {}", fact.value.shown()),
        _ => format!("{name} {} {unit}", fact.value.shown()),
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn what_was_seen_is_told_in_words_and_no_place_of_others() {
        let facts = |facts: &[(&str, &str)]| -> Vec<Fact> {
            let fact = |&(name, value): &(&str, &str)| Fact { name: name.to_owned(), value: value.parse().unwrap() };
            facts.iter().map(fact).collect()
        };
        let limit = facts(&[("VALUE", "70"), ("LIMIT", "90")]);
        let places = facts(&[("RANK", "9"), ("GROUP_SIZE", "17"), ("PERIODS", "2")]);
        let fall = facts(&[("RANK", "9"), ("RANK_BEFORE", "3")]);
        let apart = facts(&[("VALUE", "1200.5"), ("MEAN", "800"), ("APART", "50.0625")]);
        let check = facts(&[("VALUE", "70"), ("OTHER", "1200"), ("APART", "94.1667")]);
        let trend = facts(&[("2026-02", "72"), ("2026-03", "70")]);
        let stories = [
            (ConditionKind::Threshold, limit, "%"),
            (ConditionKind::LowPlace, places, "%"),
            (ConditionKind::RankFall, fall, ""),
            (ConditionKind::Sudden, apart, "万元"),
            (ConditionKind::CrossCheck, check, "%"),
            (ConditionKind::Trend, trend, ""),
            (ConditionKind::Threshold, Vec::new(), "%"),
        ];
        let mut table = String::new();
        for (condition, facts, unit) in stories {
            for &language in MessageLanguage::ALL {
                table += &seen(condition, "2026-03".parse().unwrap(), &facts, unit, language);
                table.push('\n');
            }
        }
        expect![[r#"
            越过界限（2026-03）：当前值 70.00 %，界限 90.00 %。
            Beyond a limit (2026-03): Present value 70.00 %, Limit 90.00 %.
            排名靠后（2026-03）：连续期数 2。
            Among the last (2026-03): Periods running 2.
            排名下降（2026-03）。
            Fall in rank (2026-03).
            突变（2026-03）：当前值 1200.50 万元，前几期均值 800.00 万元，相差 50.06 %。
            Sudden change (2026-03): Present value 1200.50, Mean of the periods before 800.00, Apart by 50.06 %.
            勾稽不符（2026-03）：当前值 70.00 %，对照指标 1200.00，相差 94.17 %。
            Cross-check (2026-03): Present value 70.00 %, Indicator compared with 1200.00, Apart by 94.17 %.
            连续变差（2026-03）：2026-02 72.00，2026-03 70.00。
            Worse several times (2026-03): 2026-02 72.00, 2026-03 70.00.
            越过界限（2026-03）。
            Beyond a limit (2026-03).
        "#]]
        .assert_eq(&table);
    }
}
