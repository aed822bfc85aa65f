//! The pack over real service requests of a city: every numerator and denominator equals what another engine computed, and the city
//! equals the sums. The records are not kept here: without them the test says "not run". A made-up file of the same shape always runs.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that meets the unexpected fails")]

use std::collections::{BTreeMap, HashMap};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use backend::app::cockpit::{self, place};
use backend::app::import::import_pack;
use backend::app::run::{execute, workshop};
use backend::store::{Reader, Store};
use chrono::Utc;
use shared::cell::Subject;
use shared::number::Quantity;
use shared::period::Period;
use shared::policy::{Purpose, Viewer};

const FILE: &str = "service_requests_2011h2.csv.gz";

fn pack() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/boston311")
}

struct City {
    _folder: tempfile::TempDir,
    store: Store,
}

async fn city(data: &Path, from: &str, to: &str) -> City {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("baton.db").display());
    let store = Store::open_migrated(&url).await.unwrap();
    let imported = import_pack(&store, &pack(), data, "nobody").await.unwrap();
    let workshop = workshop(&store, Arc::new(|_| {})).unwrap();
    execute(&workshop, imported.scheme.unwrap(), from.parse().unwrap(), to.parse().unwrap()).await.unwrap();
    City { _folder: folder, store }
}

async fn reader(city: &City) -> Reader {
    city.store.reader(Arc::new(Viewer::system(Purpose::Operate)), Utc::now()).await.unwrap()
}

/// Numerator and denominator, as whole numbers, by indicator.
type Parts = HashMap<String, (Option<i64>, Option<i64>)>;

fn whole(quantity: Option<Quantity>) -> Option<i64> {
    quantity.map(|quantity| {
        assert_eq!(quantity.scaled() % 10_000, 0, "a count is whole");
        quantity.scaled() / 10_000
    })
}

async fn parts(reader: &Reader, subject: Subject, period: Period) -> Parts {
    let screen = cockpit::cockpit(reader, subject, period).await.unwrap();
    let of = |view: &shared::cockpit::CellView| {
        let parts = (whole(view.cell.numerator), whole(view.cell.denominator));
        (view.brief.indicator.code.to_string(), parts)
    };
    screen.cells.iter().map(of).collect()
}

async fn departments(reader: &Reader) -> (Subject, BTreeMap<String, Subject>) {
    let root = backend::store::organisation::roots(reader, Utc::now().date_naive()).await.unwrap().remove(0);
    let top = place::place(reader, Subject::Unit(root.id)).await.unwrap();
    let below = place::around(reader, &top).await.unwrap().children;
    (top.subject, below.into_iter().map(|place| (place.name, place.subject)).collect())
}

/// Compares a file of expected figures, line by line; says how many lines there were.
async fn compare(reader: &Reader, file: &Path, subjects: &BTreeMap<String, Subject>) -> usize {
    let mut lines = 0;
    for record in csv::Reader::from_path(file).unwrap().records() {
        let record = record.unwrap();
        let number = |column: usize| record[column].parse::<i64>().unwrap_or(0);
        let (unit, period) = (&record[0], record[1].parse::<Period>().unwrap());
        let found = parts(reader, subjects[unit], period).await;
        let figure = |indicator: &str| {
            let (numerator, denominator) = found[indicator];
            (numerator.unwrap_or(0), denominator.unwrap_or(0))
        };
        assert_eq!(figure("on_time_rate"), (number(2), number(3)), "{unit} {period} on time");
        assert_eq!(figure("closure_rate"), (number(4), number(5)), "{unit} {period} closed");
        assert_eq!(figure("mean_time_to_close"), (number(6), number(7)), "{unit} {period} seconds");
        lines += 1;
    }
    lines
}

#[tokio::test(flavor = "multi_thread")]
async fn every_figure_of_the_real_records_equals_the_expected_one() {
    let default = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/boston311");
    let data = std::env::var_os("BATON_BOSTON311").map_or(default, PathBuf::from);
    if !data.join(FILE).exists() {
        println!("not run: {} is not there; name the folder with BATON_BOSTON311", data.join(FILE).display());
        return;
    }
    let city = city(&data, "2011-07", "2011-12").await;
    let reader = reader(&city).await;
    let (top, below) = departments(&reader).await;
    assert_eq!(below.len(), 11);
    let months = compare(&reader, &data.join("expected_by_department_month.csv"), &below).await;
    assert!(months > 40, "{months}");
    let whole_city = BTreeMap::from([("CITY".to_owned(), top)]);
    assert_eq!(compare(&reader, &data.join("expected_city_month.csv"), &whole_city).await, 6);
    sums(&reader, top, &below, "2011H2").await;
}

/// The city is the sum of its departments, in every part of every ratio.
async fn sums(reader: &Reader, top: Subject, below: &BTreeMap<String, Subject>, period: &str) {
    let period = period.parse().unwrap();
    let city = parts(reader, top, period).await;
    let mut summed: HashMap<String, (i64, i64)> = HashMap::new();
    for &department in below.values() {
        for (indicator, (numerator, denominator)) in parts(reader, department, period).await {
            let sum = summed.entry(indicator).or_default();
            sum.0 += numerator.unwrap_or(0);
            sum.1 += denominator.unwrap_or(0);
        }
    }
    for (indicator, (numerator, denominator)) in city {
        assert_eq!(summed[&indicator], (numerator.unwrap_or(0), denominator.unwrap_or(0)), "{indicator}");
    }
}

const MADE_UP: &str = "\
case_enquiry_id,open_dt,target_dt,closed_dt,ontime,case_status,subject,reason,type,queue,department,pwd_district,police_district,neighborhood,ward,source
1,2011-07-01 08:00:00,2011-07-02 08:00:00,2011-07-01 09:00:01,ONTIME,Closed,Roads,Signs,Sign,ROAD_Street Signs,ROAD,1,A,North,1,Self Service
2,2011-07-31 23:59:59,2011-08-02 08:00:00,2011-08-01 00:00:00,OVERDUE,Closed,Roads,Signs,Sign,ROAD_Street Signs,ROAD,1,A,North,1,Constituent Call
3,2011-07-15 12:00:00,,,,Open,Trees,Trees,Tree,PARK_Trees,PARK,2,B,South,2,Self Service
";

#[tokio::test(flavor = "multi_thread")]
async fn a_made_up_file_of_the_same_shape_gives_the_figures_counted_by_hand() {
    let data = tempfile::tempdir().unwrap();
    let file = std::fs::File::create(data.path().join(FILE)).unwrap();
    let mut gzip = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
    gzip.write_all(MADE_UP.as_bytes()).unwrap();
    gzip.finish().unwrap();
    let city = city(data.path(), "2011-07", "2011-07").await;
    let reader = reader(&city).await;
    let (top, below) = departments(&reader).await;
    let july = "2011-07".parse().unwrap();
    let road = parts(&reader, below["ROAD"], july).await;
    assert_eq!(road["on_time_rate"], (Some(1), Some(2)));
    assert_eq!(road["closure_rate"], (Some(2), Some(2)));
    assert_eq!(road["mean_time_to_close"], (Some(3602), Some(2)));
    assert_eq!(road["self_service_share"], (Some(1), Some(2)));
    let park = parts(&reader, below["PARK"], july).await;
    assert_eq!(park["closure_rate"], (Some(0), Some(1)));
    assert_eq!(park["on_time_rate"], (Some(0), Some(0)), "neither on time nor overdue counts in neither");
    sums(&reader, top, &below, "2011-07").await;
}
