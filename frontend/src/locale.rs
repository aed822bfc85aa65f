//! How things are said to this reader: numbers, changes, periods, moments. Pure; no browser lives here.
//!
//! Two places, HALF_UP; thousands apart; a difference of two rates is percentage points, never per cent.

pub mod actor;
pub mod channel;
pub mod evidence;
pub mod matter;
pub mod number;
pub mod refusal;
pub mod risk;
pub mod scoring;
pub mod sentence;
pub mod task;
pub mod time;
pub mod trace;
pub mod word;

use shared::number::{Points, Quantity};

use crate::text::{EN, Text, ZH};

/// A language of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// 中文, the first.
    Chinese,
    /// English.
    English,
}

impl Language {
    /// For the `lang` attribute.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }

    /// For the `lang` parameter of a file.
    pub fn code(self) -> &'static str {
        match self {
            Self::Chinese => "zh",
            Self::English => "en",
        }
    }
}

/// In what money is shown; it is kept in 元.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoneyUnit {
    /// 元
    Yuan,
    /// 万元
    TenThousand,
    /// 亿元
    HundredMillion,
}

/// The reader's way of saying things.
#[derive(Clone, Copy)]
pub struct Locale {
    /// The words.
    pub text: &'static Text,
    /// The language.
    pub language: Language,
    money: MoneyUnit,
}

impl Locale {
    /// Of a language and a unit of money.
    pub fn new(language: Language, money: MoneyUnit) -> Self {
        let text = match language {
            Language::Chinese => &ZH,
            Language::English => &EN,
        };
        Self { text, language, money }
    }

    /// The name in the reader's language; the Chinese one where there is no other.
    pub fn name<'a>(self, chinese: &'a str, english: &'a str) -> &'a str {
        if self.language == Language::English && !english.is_empty() { english } else { chinese }
    }

    /// A value with its unit beside it: `97.42`, `%`.
    pub fn value(self, value: Quantity, unit: &str) -> (String, &str) {
        let Some(power) = number::money_power(unit) else {
            return (number::grouped(value.scaled(), 0, 2), self.unit(unit));
        };
        let (shown, word) = match self.money {
            MoneyUnit::Yuan => (0, self.text.unit.yuan),
            MoneyUnit::TenThousand => (4, self.text.unit.ten_thousand),
            MoneyUnit::HundredMillion => (8, self.text.unit.hundred_million),
        };
        (number::grouped(value.scaled(), shown - power, 2), word)
    }

    /// A value and its unit in one piece: `97.42 %`, `1,204 户`.
    pub fn full(self, value: Quantity, unit: &str) -> String {
        let (number, unit) = self.value(value, unit);
        if unit.is_empty() { number } else { format!("{number} {unit}") }
    }

    /// A value, or the sign for none.
    pub fn full_or_none(self, value: Option<Quantity>, unit: &str) -> String {
        value.map_or_else(|| "—".to_owned(), |value| self.full(value, unit))
    }

    /// The unit of a difference: percentage points for a rate.
    pub fn change_unit(self, unit: &str) -> &str {
        if unit == "%" || unit == "％" { self.text.unit.percentage_points } else { self.value(Quantity::ZERO, unit).1 }
    }

    /// The size of a difference without its sign, with its unit.
    pub fn change(self, change: Quantity, unit: &str) -> String {
        let size = Quantity::from_scaled(change.scaled().saturating_abs());
        let number = self.value(size, unit).0;
        let unit = self.change_unit(unit);
        if unit.is_empty() { number } else { format!("{number} {unit}") }
    }

    /// Points with two places.
    pub fn points(self, points: Points) -> String {
        number::grouped(points.scaled(), 0, 2)
    }

    /// Points with one place, for dials.
    pub fn dial(self, points: Points) -> String {
        number::grouped(points.scaled(), 0, 1)
    }

    /// Points, or the sign for none.
    pub fn points_or_none(self, points: Option<Points>) -> String {
        points.map_or_else(|| "—".to_owned(), |points| self.points(points))
    }

    /// A share in per cent.
    pub fn share(self, share: Quantity) -> String {
        format!("{} %", number::grouped(share.scaled(), 0, 1))
    }

    /// A whole number, thousands apart.
    pub fn count(self, count: i64) -> String {
        number::grouped(count.saturating_mul(10_000), 0, 0)
    }

    /// A file's size.
    pub fn size(self, bytes: i64) -> String {
        number::size(bytes)
    }
}

/// Puts the parts into `{0}`, `{1}`, … of a sentence.
pub fn fill(sentence: &str, parts: &[&str]) -> String {
    let mut filled = sentence.to_owned();
    for (place, part) in parts.iter().enumerate() {
        filled = filled.replace(&format!("{{{place}}}"), part);
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantity(text: &str) -> Quantity {
        text.parse().unwrap()
    }

    #[test]
    fn values_have_two_places_and_their_unit() {
        let locale = Locale::new(Language::Chinese, MoneyUnit::TenThousand);
        for (value, unit, shown) in [
            ("97.4227", "%", "97.42 %"),
            ("-12", "%", "−12.00 %"),
            ("1234567.125", "户", "1,234,567.13 户"),
            ("0", "", "0.00"),
            ("48600000", "元", "4,860.00 万元"),
            ("4860", "万元", "4,860.00 万元"),
        ] {
            assert_eq!(locale.full(quantity(value), unit), shown);
        }
    }

    #[test]
    fn money_moves_between_its_units_without_changing() {
        let yi = Locale::new(Language::Chinese, MoneyUnit::HundredMillion);
        let yuan = Locale::new(Language::Chinese, MoneyUnit::Yuan);
        assert_eq!(yi.full(quantity("528000000"), "元"), "5.28 亿元");
        assert_eq!(yuan.full(quantity("52800"), "万元"), "528,000,000.00 元");
    }

    #[test]
    fn a_difference_of_rates_is_percentage_points() {
        let zh = Locale::new(Language::Chinese, MoneyUnit::TenThousand);
        let en = Locale::new(Language::English, MoneyUnit::TenThousand);
        assert_eq!(zh.change(quantity("-3.42"), "%"), "3.42 个百分点");
        assert_eq!(en.change(quantity("3.42"), "%"), "3.42 pp");
        assert_eq!(zh.change(quantity("3"), "户"), "3.00 户");
    }

    #[test]
    fn sentences_take_their_parts_in_any_order() {
        assert_eq!(fill("{1} of {0}", &["9", "4"]), "4 of 9");
    }
}
