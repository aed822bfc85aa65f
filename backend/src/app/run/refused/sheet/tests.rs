//! Files of refused rows: what stands in them, when they are compressed or cut, and that a removed or changed one is told.

use std::io::Read as _;

use extraction::refused::Reason;
use flate2::read::GzDecoder;
use shared::error::Refusal;
use shared::id::Id;

use super::super::Shelf;
use super::*;

const PLENTY: RefusedConfig = RefusedConfig { rows: 1_000_000, bytes: 256 << 20 };

fn row(line: u64, text: &str) -> RefusedRow {
    RefusedRow {
        file: "f.csv".to_owned(),
        line,
        reason: Reason::UnknownUnit,
        column: Some("unit".to_owned()),
        text: text.to_owned(),
        cells: vec!["2026-01-05".to_owned(), text.to_owned()],
    }
}

fn sheet(folder: &Path, most: RefusedConfig, personal: &[&str]) -> (Shelf, Sheet) {
    let shelf = Shelf::below(folder, most);
    let personal = personal.iter().map(|&column| column.to_owned()).collect();
    let sheet = shelf.sheet(RunId::from_raw(1), DatasetId::from_raw(2), personal);
    (shelf, sheet)
}

fn filled(folder: &Path, most: RefusedConfig, rows: u64) -> (Shelf, RefusedFile) {
    let (shelf, sheet) = sheet(folder, most, &[]);
    for line in 1..=rows {
        sheet.take(&row(line, "nowhere")).unwrap();
    }
    let file = sheet.finish().unwrap().unwrap();
    (shelf, file)
}

fn text(folder: &Path, file: &RefusedFile) -> String {
    let bytes = fs::read(folder.join("refused").join(&file.name)).unwrap();
    assert_eq!(i64::try_from(bytes.len()).unwrap(), file.size);
    assert_eq!(hex::encode(Sha256::digest(&bytes)), file.sha256);
    let mut text = String::new();
    match file.name.ends_with(".gz") {
        true => drop(GzDecoder::new(bytes.as_slice()).read_to_string(&mut text).unwrap()),
        false => text = String::from_utf8(bytes).unwrap(),
    }
    text
}

#[test]
fn a_small_file_is_plain_and_says_where_each_row_is() {
    let folder = tempfile::tempdir().unwrap();
    let (_, sheet) = sheet(folder.path(), PLENTY, &[]);
    sheet.take(&row(7, "nowhere")).unwrap();
    sheet.take(&row(9, "=1+1")).unwrap();
    let file = sheet.finish().unwrap().unwrap();
    assert!(file.name.ends_with(".csv"), "{}", file.name);
    assert_eq!((file.rows, file.total), (2, 2));
    let expected = "\u{feff}文件,行,列,原因,内容,整行\n\
        f.csv,7,unit,UNKNOWN_UNIT,nowhere,2026-01-05 | nowhere\n\
        f.csv,9,unit,UNKNOWN_UNIT,'=1+1,2026-01-05 | =1+1\n";
    assert_eq!(text(folder.path(), &file), expected);
}

#[test]
fn what_is_personal_is_not_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    for (personal, expected) in
        [("unit", "f.csv,7,unit,UNKNOWN_UNIT,,"), ("phone", "f.csv,7,unit,UNKNOWN_UNIT,nowhere,")]
    {
        let (_, sheet) = sheet(folder.path(), PLENTY, &[personal]);
        sheet.take(&row(7, "nowhere")).unwrap();
        let file = sheet.finish().unwrap().unwrap();
        assert_eq!(text(folder.path(), &file).lines().nth(1), Some(expected), "{personal}");
    }
}

#[test]
fn a_big_file_is_compressed_and_whole() {
    let folder = tempfile::tempdir().unwrap();
    let (_, file) = filled(folder.path(), PLENTY, 40_000);
    assert!(file.name.ends_with(".csv.gz"), "{}", file.name);
    assert_eq!((file.rows, file.total), (40_000, 40_000));
    assert!(usize::try_from(file.size).unwrap() < SMALL);
    assert_eq!(text(folder.path(), &file).lines().count(), 40_001);
}

#[test]
fn a_cut_file_says_how_many_there_were() {
    let folder = tempfile::tempdir().unwrap();
    for most in [RefusedConfig { rows: 3, ..PLENTY }, RefusedConfig { bytes: 130, ..PLENTY }] {
        let (_, file) = filled(folder.path(), most, 10);
        assert_eq!((file.rows, file.total), (3, 10), "{most:?}");
        let text = text(folder.path(), &file);
        assert_eq!(text.lines().count(), 5, "{text}");
        assert!(text.lines().last().unwrap().contains("10 rows were refused, 3 of them are here"), "{text}");
    }
}

#[test]
fn a_run_that_refuses_nothing_or_does_not_end_leaves_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let (_, none) = sheet(folder.path(), PLENTY, &[]);
    assert_eq!(none.finish().unwrap(), None);
    let (_, broken_off) = sheet(folder.path(), PLENTY, &[]);
    for line in 1..40_000 {
        broken_off.take(&row(line, "nowhere")).unwrap();
    }
    let runs = folder.path().join(format!("refused/run-{}", RunId::from_raw(1)));
    assert_eq!(fs::read_dir(&runs).unwrap().count(), 1, "the part is there while it is written");
    drop(broken_off);
    assert_eq!(fs::read_dir(&runs).unwrap().count(), 0);
}

#[tokio::test]
async fn a_file_that_was_removed_or_changed_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let (shelf, file) = filled(folder.path(), PLENTY, 2);
    let path = folder.path().join("refused").join(&file.name);
    assert!(shelf.holds(&file));
    shelf.open(&file).await.unwrap();

    let same_length = fs::read_to_string(&path).unwrap().replacen("nowhere", "NOWHERE", 1);
    fs::write(&path, same_length).unwrap();
    let gone = || Refusal::FileGone { name: file.name.clone() };
    assert!(matches!(shelf.open(&file).await, Err(Error::Refused(refusal)) if refusal == gone()));

    fs::remove_file(&path).unwrap();
    assert!(!shelf.holds(&file));
    assert!(matches!(shelf.open(&file).await, Err(Error::Refused(refusal)) if refusal == gone()));
}
