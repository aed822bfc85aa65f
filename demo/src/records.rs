//! The business records, month by month: each dataset has its rows by managing post, or by hall. How many succeed is said by the
//! plan; everything else about a row is drawn.

use std::fs;
use std::path::Path;

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::bureau::{Bureau, MANAGERS, Office, Outside};
use crate::plan::{MONTHS, Plan};
use crate::story::Topic;
use crate::table::{Cell, Kind, Table};
use crate::{Error, Stage};

mod arrears;
mod filing;
mod payment;
mod penalty;
mod registration;
mod service;

/// Puts the rows of one post and month.
type Rows = fn(&Month<'_>, &mut dyn FnMut(Row<'_>));

/// A dataset: its code, its columns after the five that all have, and its rows of one post and month.
struct Dataset {
    code: &'static str,
    time: &'static str,
    columns: &'static [(&'static str, Kind)],
    rows: Rows,
    /// Whether the rows are the hall's; else those of the managing posts.
    hall: bool,
}

const DATASETS: [Dataset; 6] =
    [registration::DATASET, filing::DATASET, payment::DATASET, arrears::DATASET, penalty::DATASET, service::DATASET];

/// Whose rows are made, and for when. The figures are those of the source office, which in world two is another.
struct Month<'m> {
    plan: &'m Plan,
    /// The office whose figures these are, and the post counted from 0 among its managing posts.
    source: usize,
    manager: usize,
    /// Whether it is the hall's instead.
    hall: bool,
    /// Counted from 0 at 2024-11.
    month: usize,
    first: NaiveDate,
}

impl Month<'_> {
    /// The `number`-th day, counted from 0 and wrapped at 28.
    fn day(&self, number: usize) -> NaiveDate {
        self.first.checked_add_days(Days::new(u64::try_from(number % 28).unwrap_or_default())).unwrap_or(self.first)
    }

    fn last(&self) -> NaiveDate {
        let next = self.first.checked_add_months(Months::new(1)).unwrap_or(self.first);
        next.pred_opt().unwrap_or(self.first)
    }

    /// The seed's key for what `dataset` draws.
    fn key(&self, dataset: usize) -> [usize; 4] {
        [dataset, self.source, self.manager, self.month]
    }

    /// Failures in per cent of the usual.
    fn strain(&self, topic: Topic) -> usize {
        self.plan.strain(self.source, (!self.hall).then_some(self.manager), topic, self.month)
    }

    fn quota(&self) -> crate::plan::Quota {
        self.plan.quota(self.source, self.manager, self.month)
    }
}

/// A row without its place: when, which household of the post, and the cells of the dataset.
struct Row<'r> {
    day: NaiveDate,
    household: usize,
    /// Whether it was handled by no post: a machine in the hall.
    unmanned: bool,
    cells: &'r [Cell<'r>],
}

pub(crate) fn write(
    bureau: &Bureau,
    outside: &Outside,
    folder: &Path,
    progress: &mut dyn FnMut(Stage),
) -> Result<Vec<(&'static str, usize)>, Error> {
    let plan = Plan::new(bureau);
    DATASETS
        .iter()
        .map(|dataset| Ok((dataset.code, dataset.write(bureau, outside, &plan, folder, progress)?)))
        .collect()
}

impl Dataset {
    fn write(
        &self,
        bureau: &Bureau,
        outside: &Outside,
        plan: &Plan,
        folder: &Path,
        progress: &mut dyn FnMut(Stage),
    ) -> Result<usize, Error> {
        let folder = folder.join(self.code);
        fs::create_dir_all(&folder)?;
        let common = [(self.time, Kind::Day), ("taxpayer", Kind::Text), ("unit_code", Kind::Text)];
        let columns: Vec<_> = common
            .into_iter()
            .chain([("post_code", Kind::Text), ("staff_no", Kind::Text)])
            .chain(self.columns.iter().copied())
            .collect();
        let mut rows = 0;
        let mut open: Option<(i32, Table)> = None;
        for month in 0..MONTHS {
            let first = first_day(month);
            if open.as_ref().is_none_or(|(year, _)| *year != first.year()) {
                rows += open.take().map_or(Ok(0), |(_, table)| table.close())?;
                let name = format!("{}-{}.parquet", self.code, first.year());
                open = Some((first.year(), Table::create(&folder.join(name), &columns)?));
            }
            if let Some((_, table)) = &mut open {
                self.month(bureau, outside, plan, (month, first), table);
                table.flush()?;
            }
            progress(Stage::Records { dataset: self.code, done: month + 1, of: MONTHS });
        }
        Ok(rows + open.map_or(Ok(0), |(_, table)| table.close())?)
    }

    fn month(
        &self,
        bureau: &Bureau,
        outside: &Outside,
        plan: &Plan,
        (month, first): (usize, NaiveDate),
        table: &mut Table,
    ) {
        let posts = if self.hall { 0..1 } else { 1..MANAGERS + 1 };
        for (index, office) in bureau.offices.iter().enumerate() {
            let source = outside.source.get(index).copied().unwrap_or(index);
            let unit = bureau.units.get(office.unit).map(|unit| unit.code.as_str()).unwrap_or_default();
            for place in posts.clone() {
                let made = Month { plan, source, manager: place.saturating_sub(1), hall: self.hall, month, first };
                let (post, staff) = codes(bureau, office, place);
                for copy in 0..outside.copies(bureau, office.unit) {
                    (self.rows)(&made, &mut |row| {
                        let taxpayer =
                            outside.written(bureau, office.unit, &format!("91{unit}{place}{copy}{:03}", row.household));
                        self.row(table, &row, &taxpayer, unit, if row.unmanned { ("", "") } else { (post, staff) });
                    });
                }
            }
        }
        if month % 8 == 7 {
            self.strays(bureau, first, table);
        }
    }

    fn row(&self, table: &mut Table, row: &Row<'_>, taxpayer: &str, unit: &str, (post, staff): (&str, &str)) {
        let text = |text| if str::is_empty(text) { Cell::NoText } else { Cell::Text(text) };
        let common = [Cell::Day(Some(days(row.day))), Cell::Text(taxpayer), Cell::Text(unit), text(post), text(staff)];
        table.row_of(&common, row.cells);
    }

    /// Rows no run can use: a unit nobody knows, and a day that is not there.
    fn strays(&self, bureau: &Bureau, first: NaiveDate, table: &mut Table) {
        let known = bureau.offices.first().and_then(|office| bureau.units.get(office.unit));
        let known = known.map(|unit| unit.code.as_str()).unwrap_or_default();
        for (day, unit, household) in
            [(Some(days(first)), "139999999", "91000000000001"), (None, known, "91000000000002")]
        {
            table.row_of(&[Cell::Day(day), Cell::Text(household), Cell::Text(unit), Cell::NoText, Cell::NoText], &[]);
        }
    }
}

fn codes<'b>(bureau: &'b Bureau, office: &Office, place: usize) -> (&'b str, &'b str) {
    let post = office.posts.get(place).and_then(|&post| bureau.posts.get(post)).map(|post| post.code.as_str());
    let staff =
        office.holders.get(place).and_then(|&person| bureau.persons.get(person)).map(|person| person.staff_no.as_str());
    (post.unwrap_or_default(), staff.unwrap_or_default())
}

fn first_day(month: usize) -> NaiveDate {
    let start = NaiveDate::from_ymd_opt(2024, 11, 1).unwrap_or_default();
    start.checked_add_months(Months::new(u32::try_from(month).unwrap_or_default())).unwrap_or(start)
}

fn days(day: NaiveDate) -> i32 {
    i32::try_from(day.signed_duration_since(NaiveDate::default()).num_days()).unwrap_or_default()
}

/// Whether the `number`-th of `of` is one of the `missed`, which stand apart from a drawn start.
fn is_missed(number: i64, start: usize, missed: i64, of: i64) -> bool {
    let start = i64::try_from(start).unwrap_or_default();
    (number + start).rem_euclid(of.max(1)) < missed
}

/// Grows better within the two years: `from` per cent at first, `to` at last.
fn grown(from: usize, to: usize, month: usize) -> usize {
    (from * (MONTHS - 1 - month) + to * month) / (MONTHS - 1)
}

const TYPES: [&str; 6] = ["ENTERPRISE", "INDIVIDUAL", "ENTERPRISE", "INDIVIDUAL", "INSTITUTION", "ENTERPRISE"];
const TAXES: [&str; 12] = [
    "VAT",
    "CIT",
    "PIT",
    "VAT",
    "STAMP",
    "PROPERTY",
    "LAND_USE",
    "CONSUMPTION",
    "ENVIRONMENT",
    "LAND_GAIN",
    "VAT",
    "PIT",
];
