//! Packs: the good ones read, and every kind of mistake is told with its file, line and column.

use std::fs;
use std::path::Path;

use backend::pack::{self, Pack, Problem};
use expect_test::{Expect, expect};
use tempfile::TempDir;

/// A small pack without a mistake.
const GOOD: [(&str, &str); 12] = [
    ("pack.toml", include_str!("pack/good/pack.toml")),
    ("dictionary.toml", include_str!("pack/good/dictionary.toml")),
    ("units.csv", include_str!("pack/good/units.csv")),
    ("post_types.csv", include_str!("pack/good/post_types.csv")),
    ("posts.csv", include_str!("pack/good/posts.csv")),
    ("persons.csv", include_str!("pack/good/persons.csv")),
    ("assignments.csv", include_str!("pack/good/assignments.csv")),
    ("accounts.csv", include_str!("pack/good/accounts.csv")),
    ("datasets.toml", include_str!("pack/good/datasets.toml")),
    ("indicators.toml", include_str!("pack/good/indicators.toml")),
    ("scheme.toml", include_str!("pack/good/scheme.toml")),
    ("targets.csv", include_str!("pack/good/targets.csv")),
];

fn good() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (file, text) in GOOD {
        fs::write(folder.path().join(file), text).unwrap();
    }
    folder
}

fn told(problems: &[Problem]) -> String {
    problems.iter().map(|problem| format!("{problem}\n")).collect()
}

/// The good pack with `from` replaced by `to` in `file`.
#[track_caller]
fn check(file: &str, from: &str, to: &str, expected: Expect) {
    let folder = good();
    let path = folder.path().join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} does not hold {from}");
    fs::write(&path, text.replacen(from, to, 1)).unwrap();
    expected.assert_eq(&told(&pack::read(folder.path()).unwrap_err()));
}

fn read(folder: &Path) -> Pack {
    pack::read(folder).unwrap_or_else(|problems| panic!("{}", told(&problems)))
}

#[test]
fn a_pack_without_a_mistake_reads() {
    let folder = good();
    let pack = read(folder.path());
    assert_eq!(pack.units.iter().map(|unit| unit.code.as_str()).collect::<Vec<_>>(), ["A", "B"]);
    assert_eq!(pack.datasets[0].measures[0].code.as_str(), "on_time");
    pack.datasets[0].description(None).check().unwrap();
    assert_eq!(pack.scheme.unwrap().total.shown(), "5.00");
}

#[test]
fn a_folder_without_a_pack_says_what_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    expect![].assert_eq(&told(&pack::read(folder.path()).unwrap_err()));
}

#[test]
fn every_mistake_is_told_in_one_go() {
    let folder = good();
    let units = "code,parent,name,level,kind,valid_from\nA,,,COUNTY,BUREAU,2020-13-01\nB,Z,x,NO,NO,2020-01-01\n";
    fs::write(folder.path().join("units.csv"), units).unwrap();
    let targets = "indicator,unit,period,target\nrate,A,2026Q5,x\nno,B,2026,1\n";
    fs::write(folder.path().join("targets.csv"), targets).unwrap();
    expect![].assert_eq(&told(&pack::read(folder.path()).unwrap_err()));
}

#[test]
fn mistakes_of_shape() {
    check("pack.toml", "title", "titel", expect![]);
    check("pack.toml", "\"LOCAL\"", "[1]", expect![]);
    check("dictionary.toml", "ordinal = 1", "ordinal = one", expect![]);
    check("units.csv", "parent", "parents", expect![]);
    check("units.csv", "B,A,Beta", "B,A", expect![]);
    check("posts.csv", "Post,true", "Post,ja", expect![]);
}

#[test]
fn mistakes_of_value() {
    check("units.csv", "COUNTY,BUREAU,2020-01-01", "COUNTY,BUREAU,2026-02-30", expect![]);
    check("assignments.csv", "A,1,", "A,-0.5,", expect![]);
    check("assignments.csv", "2020-01-01,\n", "2020-01-01,2019-01-01\n", expect![]);
    check("datasets.toml", "\"DATE\"", "\"DAY\"", expect![]);
    check("datasets.toml", "\"DATE\"", "\"TEXT\"", expect![]);
    check("indicators.toml", "to = \"90\"", "to = \"91\"", expect![]);
    check("indicators.toml", "cap = \"1\"", "cap = \"-1\"", expect![]);
    check("indicators.toml", "cap = \"1\"", "cup = \"1\"", expect![]);
    check("indicators.toml", "formula = \"on_time\"", "formula = \"on_time +\"", expect![]);
    check("indicators.toml", "formula = \"on_time\"", "formula = \"on_time - on_time\"", expect![]);
    check("scheme.toml", "weight = 5", "weight = 4.5", expect![]);
}

#[test]
fn mistakes_across_files() {
    check("units.csv", "A,,Alpha", "A,B,Alpha", expect![]);
    check("units.csv", "B,A,Beta", "A,A,Beta", expect![]);
    check("posts.csv", "B-1,B,", "B-1,X,", expect![]);
    check("indicators.toml", "formula = \"on_time\"", "formula = \"on_tim\"", expect![]);
    check("indicators.toml", "collection = \"AUTO\"", "collection = \"MANUAL\"", expect![]);
    check("accounts.csv", "OFFICER,SELF", "OFFICER,OWN_UNIT", expect![]);
    check("accounts.csv", "OFFICER", "OFICER", expect![]);
    check("datasets.toml", "unit_column = \"unit\"", "unit_column = \"units\"", expect![]);
    check("pack.toml", "zone = \"LOCAL\"", "[organisation]\nderive = \"filing\"\nvalid_from = 2020-01-01", expect![]);
    check("targets.csv", "rate,A,2026,95\n", "rate,A,2026,95\nrate,A,2026,96\n", expect![]);
}

#[test]
fn a_file_that_is_no_utf_8_is_told() {
    let folder = good();
    fs::write(folder.path().join("persons.csv"), b"staff_no,name,unit,status\n1,\xd5\xc5,B,ACTIVE\n").unwrap();
    expect![].assert_eq(&told(&pack::read(folder.path()).unwrap_err()));
}

#[test]
fn the_pack_of_real_service_requests_reads() {
    let pack = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/boston311"));
    let derivation = pack.about.organisation.as_ref().unwrap();
    assert_eq!(derivation.columns(), ["department", "queue"]);
    assert_eq!(pack.indicators.len(), 4);
}
