//! Periods and moments. Moments are stored in UTC and shown in Asia/Shanghai.

use chrono::{DateTime, FixedOffset, NaiveDateTime};
use shared::period::{Cycle, Period};

use super::{Language, Locale, fill};

// China has one zone and no summer time.
const SHANGHAI_SECONDS: i32 = 8 * 3600;
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Locale {
    /// A period as people say it: `2026 年 3 月`, `March 2026`.
    pub fn period(self, period: Period) -> String {
        let text = &self.text.time;
        let year = period.year().to_string();
        let ordinal = period.ordinal();
        match period.cycle() {
            Cycle::Month => match self.language {
                Language::Chinese => format!("{year} 年 {ordinal} 月"),
                Language::English => {
                    let month = usize::try_from(ordinal).ok().and_then(|ordinal| MONTHS.get(ordinal.checked_sub(1)?));
                    format!("{} {year}", month.copied().unwrap_or_default())
                }
            },
            Cycle::Quarter => fill(text.quarter_of, &[&year, &ordinal.to_string()]),
            Cycle::Half => fill(if ordinal == 1 { text.first_half } else { text.second_half }, &[&year]),
            Cycle::Year => fill(text.year_of, &[&year]),
        }
    }

    /// A moment to the minute in Asia/Shanghai: `2026-04-02 06:10`. What is no moment stays as it came.
    pub fn moment(self, utc: &str) -> String {
        local(utc).map_or_else(|| utc.to_owned(), |moment| moment.to_string().chars().take(16).collect())
    }

    /// A moment to the second.
    pub fn exact_moment(self, utc: &str) -> String {
        local(utc).map_or_else(|| utc.to_owned(), |moment| moment.to_string().chars().take(19).collect())
    }

    /// A time of a business record to the minute, in the zone of its dataset: as written, never converted (architecture.md §9).
    pub fn as_written(self, time: &str) -> String {
        time.chars().take(16).map(|letter| if letter == 'T' { ' ' } else { letter }).collect()
    }

    /// How long from one moment to the other, in seconds or minutes.
    pub fn span(self, from: &str, to: &str) -> Option<String> {
        let seconds = (local(to)? - local(from)?).num_seconds();
        let text = &self.text.time;
        Some(match seconds {
            0..=99 => fill(text.seconds, &[&seconds.to_string()]),
            _ => fill(text.minutes, &[&(seconds / 60).to_string()]),
        })
    }
}

fn local(utc: &str) -> Option<NaiveDateTime> {
    let zone = FixedOffset::east_opt(SHANGHAI_SECONDS)?;
    Some(DateTime::parse_from_rfc3339(utc).ok()?.with_timezone(&zone).naive_local())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::MoneyUnit;

    #[test]
    fn periods_are_said_in_both_languages() {
        let zh = Locale::new(Language::Chinese, MoneyUnit::Yuan);
        let en = Locale::new(Language::English, MoneyUnit::Yuan);
        for (period, chinese, english) in [
            ("2026-03", "2026 年 3 月", "March 2026"),
            ("2026-10", "2026 年 10 月", "October 2026"),
            ("2026Q4", "2026 年第 4 季度", "Q4 2026"),
            ("2026H1", "2026 年上半年", "First half of 2026"),
            ("2026H2", "2026 年下半年", "Second half of 2026"),
            ("2026", "2026 年", "2026"),
        ] {
            let period = period.parse().unwrap();
            assert_eq!(zh.period(period), chinese);
            assert_eq!(en.period(period), english);
        }
    }

    #[test]
    fn moments_are_shown_in_shanghai() {
        let zh = Locale::new(Language::Chinese, MoneyUnit::Yuan);
        assert_eq!(zh.moment("2026-04-01T22:10:05Z"), "2026-04-02 06:10");
        assert_eq!(zh.exact_moment("2026-04-01T22:10:05.123Z"), "2026-04-02 06:10:05");
        assert_eq!(zh.moment("soon"), "soon");
        assert_eq!(zh.as_written("2026-03-31T23:59:00Z"), "2026-03-31 23:59");
        assert_eq!(zh.span("2026-04-01T22:10:05Z", "2026-04-01T22:10:47Z").as_deref(), Some("42 秒"));
    }
}
