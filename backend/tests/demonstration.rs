//! What the demonstration shows, at full size: a spread of bands that tells something, gaps that are named, and no impossible figure.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that meets the unexpected fails")]

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use backend::app::import::import_pack;
use backend::app::run::{execute, workshop};
use backend::store::{Reader, Store, cell, library, organisation, run};
use chrono::Utc;
use demo::{Size, World};
use shared::availability::Availability;
use shared::band::Band;
use shared::cell::{Cell, Score, Subject};
use shared::direction::Direction;
use shared::id::{IndicatorVersionId, RunId, UnitId};
use shared::indicator::Content;
use shared::number::Points;
use shared::organisation::Unit;
use shared::period::Period;
use shared::policy::{Purpose, Viewer};

/// The demonstration's city over its last two months, with the quarters and the year they lie in.
struct City {
    _folder: tempfile::TempDir,
    reader: Reader,
    units: HashMap<UnitId, Unit>,
    indicators: HashMap<IndicatorVersionId, (String, Content)>,
}

/// Cells by what they mean.
#[derive(Debug, Default, Clone, Copy)]
struct Spread {
    fine: usize,
    watch: usize,
    alert: usize,
}

impl Spread {
    fn of<'c>(cells: impl IntoIterator<Item = &'c Cell>) -> Self {
        let mut spread = Self::default();
        for band in cells.into_iter().filter_map(|cell| cell.band) {
            match band {
                Band::Good | Band::Steady => spread.fine += 1,
                Band::Watch => spread.watch += 1,
                Band::Alert => spread.alert += 1,
            }
        }
        spread
    }

    /// In per cent.
    fn shares(self) -> Self {
        let all = self.fine + self.watch + self.alert;
        let share = |part: usize| (200 * part + all) / (2 * all);
        Self { fine: share(self.fine), watch: share(self.watch), alert: share(self.alert) }
    }
}

impl City {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let pack = folder.path().join("demo");
        demo::write(Size::City, World::One, &pack, &mut |_| ()).unwrap();
        let url = format!("sqlite://{}", folder.path().join("baton.db").display());
        let store = Store::open_migrated(&url).await.unwrap();
        let imported = import_pack(&store, &pack, &pack.join("data"), "nobody").await.unwrap();
        let workshop = workshop(&store, Arc::new(|_| {})).unwrap();
        let (from, to) = ("2026-09".parse().unwrap(), "2026-10".parse().unwrap());
        execute(&workshop, imported.scheme.unwrap(), from, to).await.unwrap();
        let reader = store.reader(Arc::new(Viewer::system(Purpose::Operate)), Utc::now()).await.unwrap();
        let (units, indicators) = (units(&reader).await, indicators(&reader).await);
        Self { _folder: folder, reader, units, indicators }
    }

    async fn published(&self, period: &str) -> ([(RunId, Period); 1], Vec<Subject>) {
        let period = period.parse().unwrap();
        let run = run::published(&self.reader, period).await.unwrap().unwrap().0;
        ([(run, period)], self.units.keys().map(|&unit| Subject::Unit(unit)).collect())
    }

    async fn cells(&self, period: &str) -> Vec<Cell> {
        let (published, subjects) = self.published(period).await;
        cell::cells(&self.reader, &published, &subjects, &[]).await.unwrap()
    }

    async fn scores(&self, period: &str) -> Vec<Score> {
        let (published, subjects) = self.published(period).await;
        cell::scores(&self.reader, &published, &subjects).await.unwrap()
    }

    fn unit(&self, cell: &Cell) -> &Unit {
        match cell.subject {
            Subject::Unit(unit) => &self.units[&unit],
            other => panic!("{other} is no unit"),
        }
    }

    fn of_level<'c>(&self, cells: &'c [Cell], level: &str) -> Vec<&'c Cell> {
        cells.iter().filter(|cell| self.unit(cell).level.as_str() == level && cell.value.is_some()).collect()
    }

    /// The units of a level by their value of an indicator, the worst first.
    fn worst_first(&self, cells: &[Cell], level: &str, indicator: &str) -> Vec<&str> {
        let mut found: Vec<&Cell> = self.of_level(cells, level);
        found.retain(|cell| self.indicators[&cell.version].0 == indicator);
        found.sort_by_key(|cell| cell.value);
        if found.first().is_some_and(|cell| self.indicators[&cell.version].1.direction == Direction::LowerBetter) {
            found.reverse();
        }
        found.into_iter().map(|cell| self.unit(cell).short_name.as_str()).collect()
    }
}

async fn units(reader: &Reader) -> HashMap<UnitId, Unit> {
    let today = Utc::now().date_naive();
    let mut open = organisation::roots(reader, today).await.unwrap();
    let mut units = HashMap::new();
    while !open.is_empty() {
        let ids: Vec<UnitId> = open.iter().map(|unit| unit.id).collect();
        units.extend(open.into_iter().map(|unit| (unit.id, unit)));
        open = organisation::children(reader, &ids, today).await.unwrap().into_values().flatten().collect();
    }
    units
}

async fn indicators(reader: &Reader) -> HashMap<IndicatorVersionId, (String, Content)> {
    let codes: HashMap<_, _> = library::all_indicators(reader)
        .await
        .unwrap()
        .into_iter()
        .map(|indicator| (indicator.id, indicator.code.to_string()))
        .collect();
    let versions = library::effective_versions(reader).await.unwrap().into_iter();
    versions.map(|version| (version.id, (codes[&version.indicator].clone(), version.content))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demonstration_has_something_to_tell() {
    let city = City::new().await;
    for period in ["2026-10", "2026Q3", "2026"] {
        let cells = city.cells(period).await;
        if period != "2026Q3" {
            about_two_thirds_are_fine_and_a_tenth_alert(&cells, period);
        }
        districts_stand_apart(&city, &cells, period);
        the_city_is_mostly_fine(&city, &cells, period);
        no_figure_is_impossible(&city, &cells, period);
        let most = city.scores(period).await.into_iter().filter_map(|score| score.score).max();
        assert!(most <= Some(Points::from_scaled(1_000_000)), "{period}: {most:?}");
    }
    drilling_down_leads_to_where_it_comes_from(&city).await;
    what_was_not_handed_in_has_a_name(&city).await;
}

fn about_two_thirds_are_fine_and_a_tenth_alert(cells: &[Cell], period: &str) {
    let shares = Spread::of(cells).shares();
    assert!((65..=75).contains(&shares.fine), "{period}: {shares:?}");
    assert!((15..=25).contains(&shares.watch), "{period}: {shares:?}");
    assert!((5..=12).contains(&shares.alert), "{period}: {shares:?}");
}

fn districts_stand_apart(city: &City, cells: &[Cell], period: &str) {
    let mut districts: BTreeMap<&str, Vec<&Cell>> = BTreeMap::new();
    for cell in city.of_level(cells, "COUNTY") {
        districts.entry(&city.unit(cell).short_name).or_default().push(cell);
    }
    let mut fine: Vec<(usize, &str)> =
        districts.into_iter().map(|(name, cells)| (Spread::of(cells).shares().fine, name)).collect();
    fine.sort_unstable();
    assert_eq!(fine.len(), 17);
    assert!(fine[..3].iter().any(|(_, name)| *name == "安澜市局"), "{period}: {fine:?}");
    assert_eq!(fine[16].1, "望湖区局", "{period}: {fine:?}");
    assert!(fine[16].0 - fine[0].0 >= 40, "{period}: {fine:?}");
    assert!(fine[12].0 - fine[4].0 >= 5, "{period}: {fine:?}");
}

fn the_city_is_mostly_fine(city: &City, cells: &[Cell], period: &str) {
    let spread = Spread::of(city.of_level(cells, "PREFECTURE"));
    assert!((1..=3).contains(&spread.alert), "{period}: {spread:?}");
    assert!((3..=15).contains(&spread.watch), "{period}: {spread:?}");
    assert!(spread.fine > 2 * (spread.watch + spread.alert), "{period}: {spread:?}");
}

fn no_figure_is_impossible(city: &City, cells: &[Cell], period: &str) {
    for (cell, value) in cells.iter().filter_map(|cell| Some((cell, cell.value?))) {
        let (code, content) = &city.indicators[&cell.version];
        let least = if code.starts_with("arrears_change_rate") { -100 } else { 0 };
        let most = if ["%", "分"].contains(&content.unit_of_measure.as_str()) { 100 } else { 1_000 };
        let possible = least * 10_000..=most * 10_000;
        assert!(possible.contains(&value.scaled()), "{code} of {} in {period}: {value}", city.unit(cell).short_name);
    }
}

async fn drilling_down_leads_to_where_it_comes_from(city: &City) {
    let cells = city.cells("2026-10").await;
    let worst = |level, indicator| city.worst_first(&cells, level, indicator)[0];
    assert_eq!(worst("COUNTY", "filing_rate"), "南汀区局");
    assert_eq!(worst("COUNTY", "penalty_rate"), "北岭区局");
    assert_eq!(worst("COUNTY", "surcharge_rate"), "清河县局");
}

async fn what_was_not_handed_in_has_a_name(city: &City) {
    let cells = city.cells("2026Q3").await;
    // Whether it is late or missing depends on the day of the run.
    let owed = |cell: &&Cell| matches!(cell.availability, Availability::Late | Availability::Missing);
    let owed_by = |name: &str| cells.iter().filter(owed).filter(|cell| city.unit(cell).short_name == name).count();
    assert_eq!([owed_by("丰泽县局"), owed_by("双溪市局")], [30, 12]);
    assert!(owed_by("云溪区局") < 5);
}
