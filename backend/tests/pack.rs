//! Packs: the good ones read, and every kind of mistake is told with its file, line and column.
#![expect(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

use std::fs;
use std::path::Path;

use backend::pack::{self, Pack, Problem};
use expect_test::{Expect, expect};
use shared::indicator::{CollectionMode, Nature};
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
    expect![[r#"
        dictionary.toml:0:0: FILE_MISSING: the file is missing (every pack has a pack.toml and a dictionary.toml)
        pack.toml:0:0: FILE_MISSING: the file is missing (every pack has a pack.toml and a dictionary.toml)
    "#]]
    .assert_eq(&told(&pack::read(folder.path()).unwrap_err()));
}

#[test]
fn every_mistake_is_told_in_one_go() {
    let folder = good();
    let units = "code,parent,name,level,kind,valid_from\nA,,,COUNTY,BUREAU,2020-13-01\nB,Z,x,NO,NO,2020-01-01\n";
    fs::write(folder.path().join("units.csv"), units).unwrap();
    let targets = "indicator,unit,period,target\nrate,A,2026Q5,x\nno,B,2026,1\n";
    fs::write(folder.path().join("targets.csv"), targets).unwrap();
    expect![[r#"
        targets.csv:2:3: INVALID: `period` is `2026Q5`: `2026Q5` is not a period: write 2026-03, 2026Q1, 2026H1 or 2026 (docs/packs.md lists what may be written)
        targets.csv:2:4: INVALID: `target` is `x`: `x` is not a decimal number (docs/packs.md lists what may be written)
        targets.csv:3:1: UNKNOWN_REFERENCE: there is no indicator `no` (declare the indicator, or correct the code)
        units.csv:2:3: MISSING_KEY: `name` is missing (add `name`)
        units.csv:2:6: DATE: `valid_from` is `2020-13-01`, which is no day of the calendar (write year-month-day, such as 2026-02-28)
        units.csv:3:4: UNKNOWN_REFERENCE: there is no level `NO` (declare the level, or correct the code)
        units.csv:3:5: UNKNOWN_REFERENCE: there is no kind `NO` (declare the kind, or correct the code)
    "#]].assert_eq(&told(&pack::read(folder.path()).unwrap_err()));
}

#[test]
fn mistakes_of_shape() {
    check(
        "pack.toml",
        "title",
        "titel",
        expect![[r#"
        pack.toml:1:1: MISSING_KEY: `title` is missing (add `title`)
        pack.toml:2:9: UNKNOWN_KEY: `titel` is not a key here (known here: name, title, zone, organisation)
    "#]],
    );
    check(
        "pack.toml",
        "\"LOCAL\"",
        "[1]",
        expect![[r#"
        pack.toml:3:8: WRONG_TYPE: `zone` takes one value (write one value)
    "#]],
    );
    check(
        "dictionary.toml",
        "ordinal = 1",
        "ordinal = one",
        expect![[r#"
        dictionary.toml:5:11: SYNTAX: string values must be quoted, expected literal string (put texts with commas, quotes or line breaks in double quotes)
    "#]],
    );
    check(
        "units.csv",
        "parent",
        "parents",
        expect![[r#"
        units.csv:1:2: UNKNOWN_KEY: `parents` is not a key here (known here: code, parent, name, short_name, level, kind, line, group, valid_from, valid_to, sort)
    "#]],
    );
    check(
        "units.csv",
        "B,A,Beta",
        "B,A",
        expect![[r#"
        units.csv:3:0: SYNTAX: the line has 5 fields, the header 6 (put texts with commas, quotes or line breaks in double quotes)
    "#]],
    );
    check(
        "posts.csv",
        "Post,true",
        "Post,ja",
        expect![[r#"
        posts.csv:2:5: INVALID: `key` is `ja`: provided string was not `true` or `false` (docs/packs.md lists what may be written)
    "#]],
    );
}

#[test]
fn mistakes_of_value() {
    check(
        "units.csv",
        "COUNTY,BUREAU,2020-01-01",
        "COUNTY,BUREAU,2026-02-30",
        expect![[r#"
        units.csv:2:6: DATE: `valid_from` is `2026-02-30`, which is no day of the calendar (write year-month-day, such as 2026-02-28)
    "#]],
    );
    check(
        "assignments.csv",
        "A,1,",
        "A,-0.5,",
        expect![[r#"
        assignments.csv:2:4: RANGE: `share` is -0.50, outside 0–1, 0 excluded (write a number in 0–1, 0 excluded)
    "#]],
    );
    check(
        "assignments.csv",
        "2020-01-01,\n",
        "2020-01-01,2019-01-01\n",
        expect![[r#"
        assignments.csv:2:6: REVERSED: it ends on 2019-01-01, before it begins on 2020-01-01 (exchange the two dates, or leave the end empty)
    "#]],
    );
    check(
        "datasets.toml",
        "\"DATE\"",
        "\"DAY\"",
        expect![[r#"
            datasets.toml:10:26: INVALID: `type` is `DAY`: it is none of TEXT, INTEGER, DECIMAL, DATE, DATETIME, BOOLEAN (docs/packs.md lists what may be written)
        "#]],
    );
    check(
        "datasets.toml",
        "\"DATE\"",
        "\"TEXT\"",
        expect![[r#"
        datasets.toml:10:26: INVALID: `type` is `due`: time column `due` is neither DATE nor DATETIME (docs/packs.md lists what may be written)
    "#]],
    );
    check(
        "datasets.toml",
        "aggregate = \"COUNT\"",
        "aggregate = \"DISTINCT\", expression = \"unit\", over_time = \"SUM\"",
        expect![[r#"
            datasets.toml:14:98: INVALID: `over_time` is `SUM`: what two parts share would count twice: a DISTINCT measure is counted anew from the rows, write DISTINCT or nothing (docs/packs.md lists what may be written)
        "#]],
    );
    check(
        "datasets.toml",
        "aggregate = \"COUNT\"",
        "aggregate = \"COUNT\", over_tree = \"DISTINCT\"",
        expect![[r#"
            datasets.toml:14:74: INVALID: `over_tree` is `DISTINCT`: only a DISTINCT measure is counted anew from the rows, and this one is a COUNT: write SUM, MIN, MAX or nothing (docs/packs.md lists what may be written)
        "#]],
    );
    check(
        "datasets.toml",
        "aggregate = \"COUNT\"",
        "aggregate = \"COUNT\", over_tree = \"LAST\"",
        expect![[r#"
            datasets.toml:14:74: INVALID: `over_tree` is `LAST`: units have no order, so none of them is the LAST: write SUM, MIN or MAX (docs/packs.md lists what may be written)
        "#]],
    );
    check(
        "indicators.toml",
        "to = \"90\"",
        "to = \"91\"",
        expect![[r#"
        indicators.toml:19:9: BANDS: the bands do not fit together: two intervals hold the values from 90.0000 to 91.0000 (each band begins where the one below it ends)
    "#]],
    );
    check(
        "indicators.toml",
        "cap = \"1\"",
        "cap = \"-1\"",
        expect![[r#"
        indicators.toml:18:10: METHOD: the scoring method is refused: CAP is -1; it has to be POSITIVE (docs/packs.md lists each method with its parameters and domain)
    "#]],
    );
    check(
        "indicators.toml",
        "cap = \"1\"",
        "cup = \"1\"",
        expect![[r#"
        indicators.toml:18:10: METHOD: the scoring method is refused: unknown field `cup`, expected `cap` (docs/packs.md lists each method with its parameters and domain)
    "#]],
    );
    check(
        "indicators.toml",
        "formula = \"on_time\"",
        "formula = \"on_time +\"",
        expect![[r#"
        indicators.toml:11:11: FORMULA: the formula is refused: at character 10: found ``, expected OPERAND (a formula uses the codes of measures, numbers and + - * / ( ))
    "#]],
    );
    check(
        "indicators.toml",
        "formula = \"on_time\"",
        "formula = \"on_time - on_time\"",
        expect![[r#"
        indicators.toml:18:10: METHOD: the scoring method is refused: TARGET_RATIO does not score values that are SIGNED (docs/packs.md lists each method with its parameters and domain)
    "#]],
    );
    check(
        "scheme.toml",
        "weight = 5",
        "weight = 4.5",
        expect![[r#"
        scheme.toml:4:9: WEIGHTS: the weights sum to 4.5000, not to 5.0000 (change the weights, or the total in scheme.toml)
    "#]],
    );
}

#[test]
fn mistakes_across_files() {
    check(
        "units.csv",
        "A,,Alpha",
        "A,B,Alpha",
        expect![[r#"
        units.csv:2:2: CYCLE: the unit stands under itself: A → B → A (give one of them a parent outside the circle)
    "#]],
    );
    check(
        "units.csv",
        "B,A,Beta",
        "A,A,Beta",
        expect![[r#"
        persons.csv:2:3: UNKNOWN_REFERENCE: there is no unit `B` (declare the unit, or correct the code)
        persons.csv:3:3: UNKNOWN_REFERENCE: there is no unit `B` (declare the unit, or correct the code)
        posts.csv:2:2: UNKNOWN_REFERENCE: there is no unit `B` (declare the unit, or correct the code)
        units.csv:2:2: CYCLE: the unit stands under itself: A → A (give one of them a parent outside the circle)
        units.csv:3:1: DUPLICATE: the unit `A` is already in line 2 (keep one of them)
    "#]],
    );
    check(
        "posts.csv",
        "B-1,B,",
        "B-1,X,",
        expect![[r#"
        posts.csv:2:2: UNKNOWN_REFERENCE: there is no unit `X` (declare the unit, or correct the code)
    "#]],
    );
    check(
        "indicators.toml",
        "formula = \"on_time\"",
        "formula = \"on_tim\"",
        expect![[r#"
        indicators.toml:11:11: UNKNOWN_REFERENCE: there is no measure `on_tim` (declare the measure, or correct the code)
    "#]],
    );
    check(
        "indicators.toml",
        "collection = \"AUTO\"",
        "collection = \"MANUAL\"",
        expect![[r#"
        indicators.toml:11:11: CONFLICT: a value filled in by hand has no formula (keep one of the two)
    "#]],
    );
    check(
        "accounts.csv",
        "OFFICER,SELF",
        "OFFICER,OWN_UNIT",
        expect![[r#"
        accounts.csv:2:5: MISSING_KEY: `unit` is missing (add `unit`)
    "#]],
    );
    check(
        "accounts.csv",
        "OFFICER",
        "OFICER",
        expect![[r#"
        accounts.csv:2:4: UNKNOWN_REFERENCE: there is no role `OFICER` (declare the role, or correct the code)
    "#]],
    );
    check(
        "datasets.toml",
        "unit_column = \"unit\"",
        "unit_column = \"units\"",
        expect![[r#"
        datasets.toml:8:15: UNKNOWN_REFERENCE: there is no column `units` (declare the column, or correct the code)
    "#]],
    );
    check(
        "pack.toml",
        "zone = \"LOCAL\"",
        "[organisation]\nderive = \"filing\"\nvalid_from = 2020-01-01",
        expect![[r#"
            pack.toml:3:1: CONFLICT: units come from units.csv or from the records, not from both (keep one of the two)
            pack.toml:4:10: MISSING_KEY: `levels` is missing (add `levels`)
        "#]],
    );
    check(
        "targets.csv",
        "rate,A,2026,95\n",
        "rate,A,2026,95\nrate,A,2026,96\n",
        expect![[r#"
        targets.csv:3:1: DUPLICATE: the target `rate A 2026` is already in line 2 (keep one of them)
    "#]],
    );
}

#[test]
fn a_file_that_is_no_utf_8_is_told() {
    let folder = good();
    fs::write(folder.path().join("persons.csv"), b"staff_no,name,unit,status\n1,\xd5\xc5,B,ACTIVE\n").unwrap();
    expect![[r#"
        persons.csv:0:0: UNREADABLE: the file cannot be read: invalid utf-8 sequence of 1 bytes from index 28 (save the file as UTF-8 and check that it may be read)
    "#]].assert_eq(&told(&pack::read(folder.path()).unwrap_err()));
}

#[test]
fn the_pack_of_real_service_requests_reads() {
    let pack = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/boston311"));
    let derivation = pack.about.organisation.as_ref().unwrap();
    assert_eq!(derivation.columns(), ["department", "queue"]);
    assert_eq!(pack.indicators.len(), 4);
}

#[test]
fn the_demo_bureau_reads_and_keeps_the_numbers_of_the_field() {
    for size in [demo::Size::Small, demo::Size::City] {
        let folder = tempfile::tempdir().unwrap();
        demo::write(size, demo::World::One, folder.path(), &mut |_| ()).unwrap();
        let pack = read(folder.path());
        let collected = |mode| pack.indicators.iter().filter(|indicator| indicator.collection == mode).count();
        assert_eq!([collected(CollectionMode::Auto), collected(CollectionMode::Manual)], [118, 30]);
        let counted = pack.indicators.iter().filter(|indicator| indicator.nature == Nature::Quant).count();
        assert!(counted * 100 >= 85 * pack.indicators.len());
        assert_eq!(pack.indicators.iter().filter(|indicator| indicator.key_rate).count(), 6);
        assert_eq!(pack.scheme.as_ref().unwrap().items.len(), 148);
    }
}
