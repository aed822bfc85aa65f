//! What the made-up bureau promises: its size, its sameness, and how far its six rates improve.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it cannot go on")]

#[path = "bureau/recount.rs"]
mod recount;

use std::fs;
use std::path::Path;

use demo::{Size, Summary, World};
use recount::Recount;

fn write(size: Size, world: World, folder: &Path) -> Summary {
    demo::write(size, world, folder, &mut |_| ()).unwrap()
}

fn lines(folder: &Path, file: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(folder.join(file)).unwrap();
    text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

#[test]
fn the_city_has_the_counts_of_the_field() {
    let folder = tempfile::tempdir().unwrap();
    let summary = write(Size::City, World::One, folder.path());
    let units = lines(folder.path(), "units.csv");
    let count = |level: &str, kind: &str| units.iter().filter(|unit| unit[4] == level && unit[5] == kind).count();
    assert_eq!([count("PREFECTURE", "BUREAU"), count("COUNTY", "BUREAU"), count("OFFICE", "OFFICE")], [1, 17, 121]);
    let types = lines(folder.path(), "post_types.csv");
    let mut series: Vec<_> = types.iter().map(|kind| &kind[2]).collect();
    series.sort();
    series.dedup();
    assert_eq!([types.len(), series.len()], [22, 6]);
    assert_eq!(summary.indicators, 148);
    let indicators = fs::read_to_string(folder.path().join("indicators.toml")).unwrap();
    let having = |line: &str| indicators.lines().filter(|other| *other == line).count();
    assert_eq!([having("collection = \"AUTO\""), having("collection = \"MANUAL\"")], [118, 30]);
    assert_eq!([having("nature = \"QUANT\""), having("key_rate = true")], [128, 6]);
    let rows: usize = summary.rows.iter().map(|(_, rows)| rows).sum();
    assert!((600_000..=1_000_000).contains(&rows), "{rows}");
}

#[test]
fn the_six_rates_improve_by_3_58_points_on_average_and_one_post_by_11() {
    let folder = tempfile::tempdir().unwrap();
    write(Size::City, World::One, folder.path());
    let (before, after) = (Recount::of(folder.path(), "2025-10"), Recount::of(folder.path(), "2026-10"));
    assert_eq!(recount::improvement(before.total(), after.total()), "3.58");
    let mut posts: Vec<(i64, &str)> =
        before.posts().map(|(post, rates)| (recount::scaled_improvement(rates, after.post(post)), post)).collect();
    posts.sort_unstable();
    let (best, post) = posts.pop().unwrap();
    assert_eq!(post, "136010101-2");
    assert!((109_950..=110_050).contains(&best), "{best}");
    assert!(posts.last().unwrap().0 < best);
}

#[test]
fn the_same_size_and_world_give_the_same_bytes() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    assert_eq!(write(Size::Small, World::One, one.path()), write(Size::Small, World::One, other.path()));
    let mut compared = 0;
    for file in files(one.path()) {
        assert_eq!(fs::read(one.path().join(&file)).unwrap(), fs::read(other.path().join(&file)).unwrap(), "{file}");
        compared += 1;
    }
    assert_eq!(compared, 14 + 6 * 3);
}

#[test]
fn the_two_worlds_agree_inside_the_district_and_nowhere_else() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    write(Size::Small, World::One, one.path());
    write(Size::Small, World::Two, two.path());
    let inside = |row: &&String| row.contains("13601010");
    for dataset in ["registration", "filing", "payment", "arrears", "penalty", "service"] {
        let (first, second) = (recount::rows(one.path(), dataset), recount::rows(two.path(), dataset));
        let district = |rows: &[String]| rows.iter().filter(inside).cloned().collect::<Vec<_>>();
        assert_eq!(district(&first), district(&second), "{dataset}");
        assert!(!district(&first).is_empty());
        assert!(second.iter().filter(|row| row.contains("13601020")).all(|row| row.contains("CNR-")), "{dataset}");
        assert!(first.iter().all(|row| !row.contains("CNR-")));
        assert!(second.len() > first.len());
    }
    for unit in lines(two.path(), "units.csv") {
        assert_eq!(unit[2].starts_with("CNR-"), !unit[0].starts_with("1360101"), "{unit:?}");
    }
}

#[test]
fn a_province_has_five_cities() {
    let folder = tempfile::tempdir().unwrap();
    let summary = write(Size::Province, World::One, folder.path());
    assert_eq!([summary.units, summary.posts], [1 + 5 * (1 + 7 + 17 + 121), 5 * 484]);
}

fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(at) = open.pop() {
        for entry in fs::read_dir(at).unwrap().map(Result::unwrap) {
            match entry.file_type().unwrap().is_dir() {
                true => open.push(entry.path()),
                false => found.push(entry.path().strip_prefix(folder).unwrap().display().to_string()),
            }
        }
    }
    found.sort();
    found
}
