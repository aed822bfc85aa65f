//! A list of days as people write it down from the announcement, a line each:
//!
//! ```text
//! 2027-01-01 元旦
//! 2027-10-01 至 2027-10-07 国庆节
//! 2027-02-06 班
//! ```

use chrono::{Datelike as _, NaiveDate};

use super::year::{CalendarDay, CalendarDayKind};

/// Words that say of a day of the weekend that it is worked.
const WORKED: [&str; 5] = ["班", "上班", "补班", "worked", "work"];
/// Words that say of a weekday that it is free; they need not be there.
const FREE: [&str; 4] = ["休", "放假", "holiday", "off"];
/// Longest stretch of days in one line.
const LONGEST: i64 = 31;

/// Why a line is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineFault {
    /// It does not begin with a day, or with a first and a last day at most 31 days later.
    Unreadable,
    /// Its days are not of the year.
    OtherYear,
    /// It says no more than the usual week does, such as a Saturday that is free.
    AsUsual,
    /// A line before it names the day.
    Twice,
    /// Its name has more than 40 characters.
    LongName,
}

/// What a list says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listed {
    /// The days that differ from the usual week.
    pub days: Vec<CalendarDay>,
    /// The lines that are not taken, counted from 1.
    pub untaken: Vec<(usize, LineFault)>,
}

/// Reads a list for a year. Days are written `2027-01-01`, `2027/1/1` or `2027年1月1日`, and may leave the year out; empty lines and those
/// that begin with `#` say nothing. The days of a weekend within a stretch of free days are passed over.
#[must_use]
pub fn read(text: &str, year: i32) -> Listed {
    let mut listed = Listed::default();
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        match of_line(line, year, &listed.days) {
            Ok(days) => listed.days.extend(days),
            Err(fault) => listed.untaken.push((number, fault)),
        }
    }
    listed
}

fn of_line(line: &str, year: i32, known: &[CalendarDay]) -> Result<Vec<CalendarDay>, LineFault> {
    let (stretch, words) = line.split_at(line.find(|letter: char| !is_of_days(letter)).unwrap_or(line.len()));
    let (first, last) = stretch_of(stretch, year).ok_or(LineFault::Unreadable)?;
    let (kind, name) = said(words);
    let every = first.iter_days().take_while(|day| *day <= last);
    let days: Vec<CalendarDay> =
        every.map(|day| CalendarDay { day, kind, name: name.to_owned() }).filter(|day| !day.is_as_usual()).collect();
    match days.first() {
        _ if first.year() != year || last.year() != year => Err(LineFault::OtherYear),
        None => Err(LineFault::AsUsual),
        Some(day) if day.is_named_too_long() => Err(LineFault::LongName),
        Some(_) if days.iter().any(|day| known.iter().any(|other| other.day == day.day)) => Err(LineFault::Twice),
        Some(_) => Ok(days),
    }
}

fn is_of_days(letter: char) -> bool {
    letter.is_ascii_digit() || letter.is_whitespace() || "-/.年月日~～至".contains(letter)
}

/// The first and the last day of a line.
fn stretch_of(text: &str, year: i32) -> Option<(NaiveDate, NaiveDate)> {
    let mut ends = text.split(['~', '～', '至']);
    let first = day_of(ends.next()?, year, None)?;
    let last = ends.next().map_or(Some(first), |end| day_of(end, year, Some(first)))?;
    let fits = ends.next().is_none() && (0..=LONGEST).contains(&(last - first).num_days());
    fits.then_some((first, last))
}

/// A day; the last one of a stretch may leave out the month.
fn day_of(text: &str, year: i32, from: Option<NaiveDate>) -> Option<NaiveDate> {
    let plain = text.trim().replace(['年', '月', '/', '.'], "-").replace('日', "");
    let numbers: Option<Vec<u32>> = plain.split('-').map(|part| part.trim().parse().ok()).collect();
    match (numbers?.as_slice(), from) {
        (&[year, month, day], _) => NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day),
        (&[month, day], _) => NaiveDate::from_ymd_opt(year, month, day),
        (&[day], Some(from)) => from.with_day(day),
        _ => None,
    }
}

/// Whether the words behind the days say that they are worked, and what they are called.
fn said(words: &str) -> (CalendarDayKind, &str) {
    let apart = |letter: char| letter.is_whitespace() || ",，:：".contains(letter);
    let words = words.trim_matches(apart);
    let (first, rest) = words.split_once(apart).unwrap_or((words, ""));
    let is_one_of = |known: &[&str]| known.iter().any(|word| word.eq_ignore_ascii_case(first));
    match (is_one_of(&WORKED), is_one_of(&FREE)) {
        (true, _) => (CalendarDayKind::Worked, rest.trim_matches(apart)),
        (false, true) => (CalendarDayKind::Holiday, rest.trim_matches(apart)),
        (false, false) => (CalendarDayKind::Holiday, words),
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use expect_test::expect;

    use super::*;
    use crate::calendar::Calendar;
    use crate::calendar::year::{WorkYear, of};

    /// The arrangement of 2026 (国办发明电〔2025〕7号).
    const OF_2026: &str = "# 2026 年节假日安排
2026-01-01 至 2026-01-03 元旦
2026-01-04 班
2026-02-15 ~ 2026-02-23 春节
2026-02-14 班 春节调休
2026/2/28 上班
4月4日至6日 清明节
2026年5月1日至5日 劳动节
2026-05-09 班
6月19日至21日，端午节
9月25日至27日 中秋节
2026-09-20 班

10月1日至7日 国庆节
2026-10-10 班
";

    fn shown(listed: &Listed) -> String {
        let mut text = String::new();
        for CalendarDay { day, kind, name } in &listed.days {
            writeln!(text, "{day} {kind} {name:?}").unwrap();
        }
        for (line, fault) in &listed.untaken {
            writeln!(text, "line {line}: {fault:?}").unwrap();
        }
        text
    }

    #[test]
    fn a_year_is_read_as_it_is_announced() {
        let listed = read(OF_2026, 2026);
        expect![[r#"
            2026-01-01 HOLIDAY "元旦"
            2026-01-02 HOLIDAY "元旦"
            2026-01-04 WORKED ""
            2026-02-16 HOLIDAY "春节"
            2026-02-17 HOLIDAY "春节"
            2026-02-18 HOLIDAY "春节"
            2026-02-19 HOLIDAY "春节"
            2026-02-20 HOLIDAY "春节"
            2026-02-23 HOLIDAY "春节"
            2026-02-14 WORKED "春节调休"
            2026-02-28 WORKED ""
            2026-04-06 HOLIDAY "清明节"
            2026-05-01 HOLIDAY "劳动节"
            2026-05-04 HOLIDAY "劳动节"
            2026-05-05 HOLIDAY "劳动节"
            2026-05-09 WORKED ""
            2026-06-19 HOLIDAY "端午节"
            2026-09-25 HOLIDAY "中秋节"
            2026-09-20 WORKED ""
            2026-10-01 HOLIDAY "国庆节"
            2026-10-02 HOLIDAY "国庆节"
            2026-10-05 HOLIDAY "国庆节"
            2026-10-06 HOLIDAY "国庆节"
            2026-10-07 HOLIDAY "国庆节"
            2026-10-10 WORKED ""
        "#]]
        .assert_eq(&shown(&listed));
        let year = WorkYear { year: of(2026).unwrap(), days: Vec::new(), version: 0 };
        let set = year.set(listed.days).unwrap();
        let days = set.days.iter().map(|day| (day.day, day.kind == CalendarDayKind::Worked));
        let (calendar, date) = (Calendar::new(days), |text: &str| text.parse().unwrap());
        assert_eq!(calendar.after(date("2026-02-13"), 2), date("2026-02-24"), "the 14th is worked, then the festival");
    }

    #[test]
    fn a_line_that_says_nothing_usable_is_told_with_its_number() {
        for (line, told) in [
            ("2027-01-01 元旦", r#"2027-01-01 HOLIDAY "元旦""#),
            ("2027-12-22 冬至", r#"2027-12-22 HOLIDAY "冬至""#),
            ("2027-02-06 班", r#"2027-02-06 WORKED """#),
            ("2027-02-06\t班", r#"2027-02-06 WORKED """#),
            ("2027-02-06 Work", r#"2027-02-06 WORKED """#),
            ("2027-01-01 放假：元旦", r#"2027-01-01 HOLIDAY "元旦""#),
            ("2027-01-01", r#"2027-01-01 HOLIDAY """#),
            ("2027-02-06 春节", "line 1: AsUsual"),
            ("2027-02-05 班", "line 1: AsUsual"),
            ("2027-02-06 至 2027-02-07 春节", "line 1: AsUsual"),
            ("2026-12-31 元旦", "line 1: OtherYear"),
            ("2027-12-31 至 2028-01-02 元旦", "line 1: OtherYear"),
            ("元旦 2027-01-01", "line 1: Unreadable"),
            ("2027-02-30 元宵", "line 1: Unreadable"),
            ("2027-10-07 至 2027-10-01 国庆节", "line 1: Unreadable"),
            ("2027-01-01 至 2027-03-01 寒假", "line 1: Unreadable"),
            ("1 元旦", "line 1: Unreadable"),
        ] {
            assert_eq!(shown(&read(line, 2027)).trim_end(), told, "{line}");
        }
        let long = format!("2027-01-01 {}", "节".repeat(41));
        assert_eq!(read(&long, 2027).untaken, [(1, LineFault::LongName)]);
        assert_eq!(read("\n1月1日 元旦\n2027-01-01 新年", 2027).untaken, [(3, LineFault::Twice)]);
    }
}
