//! How warnings are marked and their numbers told: in lists, on their own page, and where a rule is rehearsed.

use leptos::prelude::*;
use shared::channel::words;

use crate::api::codes::{RuleState, Severity, StandingState, WarningState};
use crate::api::schema::*;
use crate::locale::Locale;
use crate::locale::word::Word;
use crate::parts::badge::tag;

/// How urgent it is: a colour and always its word.
pub fn severity(locale: Locale, severity: Severity) -> AnyView {
    let class = match severity {
        Severity::Blue => "blue",
        Severity::Yellow => "yellow",
        Severity::Orange => "orange",
        Severity::Red => "red",
    };
    tag(class, severity.word(locale))
}

/// Where a warning is.
pub fn state(locale: Locale, state: WarningState) -> AnyView {
    let class = match state {
        WarningState::Issued => "watch",
        WarningState::Received | WarningState::Handling => "under-way",
        WarningState::Resolved | WarningState::Reviewed => "good",
        WarningState::FalseAlarm | WarningState::Expired => "steady",
    };
    tag(class, state.word(locale))
}

/// Whether a rule issues warnings.
pub fn rule_state(locale: Locale, state: RuleState) -> AnyView {
    let class = match state {
        RuleState::Draft => "watch",
        RuleState::Active => "good",
        RuleState::Retired => "steady",
    };
    tag(class, state.word(locale))
}

/// What a rule saw last.
pub fn standing(locale: Locale, state: StandingState) -> AnyView {
    let class = match state {
        StandingState::Clear => "good",
        StandingState::Pending => "watch",
        StandingState::Firing => "alert",
        StandingState::NoData => "absent",
    };
    tag(class, state.word(locale))
}

/// A number that made a rule fire: what it is called, and how it is said. `unit` is that of the indicator.
pub fn fact(locale: Locale, name: &str, value: Quantity, unit: &str) -> (String, String) {
    let said = match name {
        "REACHED" | "PACE" | "APART" => locale.full(value, "%"),
        "RANK" | "RANK_BEFORE" | "GROUP_SIZE" | "PERIODS" | "OVERDUE" | "DAYS_BEHIND" => {
            locale.count(value.scaled().div_euclid(10_000))
        }
        _ => locale.full(value, unit),
    };
    let word = match words::fact(name) {
        Some(pair) => locale.said_everywhere(pair).to_owned(),
        None => name.parse::<Period>().map_or_else(|_| name.to_owned(), |period| locale.period(period)),
    };
    (word, said)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::{Language, MoneyUnit};

    #[test]
    fn numbers_are_said_in_the_unit_that_is_theirs() {
        let zh = Locale::new(Language::Chinese, MoneyUnit::Yuan);
        for (name, value, word, said) in [
            ("VALUE", "97.5", "当前值", "97.50 户"),
            ("REACHED", "48", "已完成比例", "48.00 %"),
            ("RANK", "3", "名次", "3"),
            ("GROUP_SIZE", "17", "可比组内数", "17"),
            ("PERIODS", "2", "连续期数", "2"),
            ("DAYS_BEHIND", "12", "滞后天数", "12"),
            ("2026-03", "97", "2026 年 3 月", "97.00 户"),
            ("NEW", "1", "NEW", "1.00 户"),
        ] {
            let value = value.parse().unwrap();
            assert_eq!(fact(zh, name, value, "户"), (word.to_owned(), said.to_owned()));
        }
    }
}
