//! Bad input gets a clear error or a refused row with its reason, and nothing is lost.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::Path;
use std::sync::{Arc, Mutex};

use extraction::dataset::{Dataset, Encoding, InferOptions, Personal, infer};
use extraction::engine::{Embedded, Engine as _, EngineConfig, Extraction};
use extraction::error::ExtractionError;
use extraction::measure::Aggregate;
use extraction::refused::{Reason, RefusedRow, RefusedSink};
use extraction::source_rows::SourceQuery;
use tempfile::TempDir;

use crate::support::{dataset, measure, run, table, units, work};

fn folder(file: &str, bytes: &[u8]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(file), bytes).unwrap();
    folder
}

async fn extracted(root: &Path, dataset: Dataset) -> Result<Extraction, ExtractionError> {
    let measures =
        vec![measure("rows", Aggregate::Count, None, None), measure("sum", Aggregate::Sum, Some("amount"), None)];
    run(work(root, dataset, measures)).await
}

const SOUND: &str = "unit,day,kind,amount\na,2026-01-05,登记,1.50\nb,2026/02/06,y,\na,20260107,x,2\n";

#[tokio::test]
async fn sound_files_of_every_writing_give_the_same_sums() {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(SOUND.as_bytes()).unwrap();
    let gb18030 = encoding_rs::GB18030.encode(SOUND).0.into_owned();
    let with_mark = format!("\u{feff}{SOUND}");
    for (file, bytes, encoding) in [
        ("f.csv", SOUND.as_bytes().to_vec(), Encoding::Utf8),
        ("f.csv", with_mark.into_bytes(), Encoding::Utf8),
        ("f.csv", gb18030, Encoding::Gb18030),
        ("f.csv.gz", packed.finish().unwrap(), Encoding::Utf8),
    ] {
        let root = folder(file, &bytes);
        let mut dataset = dataset(file);
        dataset.csv.encoding = encoding;
        let extraction = extracted(root.path(), dataset).await.unwrap();
        let found: Vec<_> = table(&extraction).into_iter().collect();
        let expected = [((0, "2026-01"), ["2.0000", "3.5000"]), ((1, "2026-02"), ["1.0000", "-"])];
        let expected: Vec<_> = expected
            .map(|((leaf, month), row)| ((leaf, month.to_owned()), row.map(str::to_owned).to_vec()))
            .into_iter()
            .collect();
        assert_eq!(found, expected, "{file} {encoding}");
    }
}

#[derive(Default)]
struct Kept(Mutex<Vec<RefusedRow>>);

impl RefusedSink for Kept {
    fn take(&self, row: &RefusedRow) -> std::io::Result<()> {
        self.0.lock().unwrap().push(row.clone());
        Ok(())
    }
}

#[tokio::test]
async fn every_row_is_counted_once_as_placed_outside_or_refused() {
    let rows = "unit,day,kind,amount\n\
        a,2026-01-05,x,1\n\
        a,2026-02-30,x,1\n\
        a,,x,1\n\
        a,2026-01-05,x\n\
        a,2026-01-05,x,1,2\n\
        nobody,2026-01-05,x,1\n\
        ,2026-01-05,x,1\n\
        late,2026-01-05,x,1\n\
        late,2026-02-05,x,4\n\
        a,2025-12-31,x,1\n\
        a,2026-01-05,x,-1\n\
        a,2026-01-05,x,1.234\n\
        a,2026-01-05,x,much\n";
    let root = folder("f.csv", rows.as_bytes());
    let kept = Arc::new(Kept::default());
    let mut job = work(root.path(), dataset("f.csv"), vec![measure("sum", Aggregate::Sum, Some("amount"), None)]);
    job.refused = Some(Arc::clone(&kept) as Arc<dyn RefusedSink>);
    job.sample_cap = 3;
    let extraction = run(job).await.unwrap();
    let sums: Vec<_> = table(&extraction).into_values().flatten().collect();
    assert_eq!(sums, ["1.0000", "4.0000"]);
    let told: Vec<_> = kept.0.lock().unwrap().iter().map(|row| (row.line, row.reason, row.text.clone())).collect();
    let expected = [
        (3, Reason::BadDate, "2026-02-30"),
        (4, Reason::EmptyTime, ""),
        (5, Reason::RaggedRow, "3"),
        (6, Reason::RaggedRow, "5"),
        (7, Reason::UnknownUnit, "nobody"),
        (8, Reason::EmptySubject, ""),
        (9, Reason::NotValidOnDate, "late"),
        (12, Reason::Negative, "-1"),
        (13, Reason::TooPrecise, "1.234"),
        (14, Reason::BadDecimal, "much"),
    ];
    assert_eq!(told, expected.map(|(line, reason, text)| (line, reason, text.to_owned())));
    assert_eq!(kept.0.lock().unwrap()[4].cells, ["nobody", "2026-01-05", "x", "1"]);
    assert_eq!(extraction.refused.sample.iter().map(|row| row.line).collect::<Vec<_>>(), [3, 4, 5]);
    assert_eq!((extraction.rows_read, extraction.rows_outside, extraction.refused.total()), (13, 1, 10));
    assert_eq!(extraction.sums.iter().map(|sum| sum.rows).sum::<u64>(), 2);
}

#[tokio::test]
async fn a_broken_file_ends_the_run_with_its_code() {
    let cut = {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(SOUND.repeat(100).as_bytes()).unwrap();
        let mut bytes = packed.finish().unwrap();
        bytes.truncate(bytes.len() / 2);
        bytes
    };
    for (file, bytes, code) in [
        ("f.csv", b"".to_vec(), "EMPTY_FILE"),
        ("f.csv", b"\n\n".to_vec(), "EMPTY_FILE"),
        ("f.csv", b"a,2026-01-05,x,1\n".to_vec(), "HEADER_MISSING"),
        ("f.csv", b"unit,day,kind\na,2026-01-05,x\n".to_vec(), "COLUMN_VANISHED"),
        ("f.csv", b"unit,day,kind,amount,day\n".to_vec(), "COLUMN_TWICE"),
        ("f.csv", encoding_rs::GB18030.encode(SOUND).0.into_owned(), "WRONG_ENCODING"),
        ("f.csv.gz", cut, "COMPRESSION_DAMAGED"),
        ("f.csv.gz", b"no gzip".to_vec(), "COMPRESSION_DAMAGED"),
        ("f.parquet", b"PAR1 cut short".to_vec(), "PARQUET_DAMAGED"),
        ("f.parquet", b"".to_vec(), "EMPTY_FILE"),
        ("other.csv", b"".to_vec(), "NO_FILE"),
    ] {
        let root = folder(file, &bytes);
        let name = if code == "NO_FILE" { "f.csv" } else { file };
        let error = extracted(root.path(), dataset(name)).await.unwrap_err();
        assert_eq!(error.code(), code, "{file}: {error}");
    }
}

#[tokio::test]
async fn no_path_leads_outside_the_root() {
    let root = folder("f.csv", SOUND.as_bytes());
    let inner = root.path().join("inner");
    std::fs::create_dir(&inner).unwrap();
    std::os::unix::fs::symlink(root.path().join("f.csv"), inner.join("link.csv")).unwrap();
    for name in ["../f.csv", "/etc/passwd", "link.csv", "*.csv"] {
        let mut dataset = dataset("f.csv");
        dataset.files = vec![name.to_owned()];
        assert_eq!(extracted(&inner, dataset).await.unwrap_err().code(), "DEFINITION", "{name}");
    }
}

#[tokio::test]
async fn a_cancelled_run_ends_and_a_full_sink_is_told() {
    struct Full;
    impl RefusedSink for Full {
        fn take(&self, _: &RefusedRow) -> std::io::Result<()> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
    }
    let root = folder("f.csv", format!("{SOUND}nobody,2026-01-01,x,1\n").as_bytes());
    let job = work(root.path(), dataset("f.csv"), Vec::new());
    job.cancel.cancel();
    assert_eq!(run(job).await.unwrap_err().code(), "CANCELLED");
    let mut job = work(root.path(), dataset("f.csv"), Vec::new());
    job.refused = Some(Arc::new(Full));
    assert_eq!(run(job).await.unwrap_err().code(), "DISK_FULL");
}

#[tokio::test]
async fn source_rows_are_shown_of_allowed_leaves_and_only_while_the_file_is_the_same() {
    let root = folder("f.csv", SOUND.as_bytes());
    let files = extracted(root.path(), dataset("f.csv")).await.unwrap().files;
    let ask = |allowed: fn(u32) -> bool, filter: Option<&str>| SourceQuery {
        dataset: dataset("f.csv"),
        root: root.path().to_owned(),
        files: files.clone(),
        subjects: units(&["a", "b", "late"]),
        allowed: Arc::new(move |leaf| allowed(leaf.0)),
        leaf: None,
        period: "2026Q1".parse().unwrap(),
        filter: filter.map(str::to_owned),
        limit: 10,
    };
    let engine = Embedded::try_new(&EngineConfig::default()).unwrap();
    let lines =
        async |query| engine.source_rows(query).await.map(|rows| rows.iter().map(|row| row.line).collect::<Vec<_>>());
    assert_eq!(lines(ask(|_| true, None)).await.unwrap(), [2, 3, 4]);
    assert_eq!(lines(ask(|leaf| leaf == 1, None)).await.unwrap(), [3]);
    assert_eq!(lines(ask(|_| true, Some("amount > 1.5"))).await.unwrap(), [4]);
    assert_eq!(lines(ask(|_| true, Some("(SELECT true)"))).await.unwrap_err().code(), "EXPRESSION");
    std::fs::write(root.path().join("f.csv"), SOUND.replace("1.50", "1.60")).unwrap();
    assert_eq!(lines(ask(|_| true, None)).await.unwrap_err().code(), "SOURCE_CHANGED");
}

#[test]
fn a_look_at_a_file_that_is_not_as_its_dataset_says_shows_nothing_personal() {
    let root = tempfile::tempdir().unwrap();
    let look = |text: &str, of: &Path| {
        std::fs::write(root.path().join("f.csv"), text).unwrap();
        let dataset = dataset("f.csv");
        let options = InferOptions { format: dataset.format, csv: dataset.csv.clone(), rows: 10 };
        let guard = Personal { dataset, root: of.to_owned(), columns: BTreeSet::from(["kind".to_owned()]) };
        infer(root.path(), "f.csv", &options, &[guard]).map(|found| found.rows).map_err(|error| error.code())
    };
    let good = "unit,day,kind,amount\na,2026-01-01,Zhang San,5\n";
    assert_eq!(look(good, root.path()).unwrap(), [["a", "2026-01-01", "•••", "5"]]);
    // An unquoted comma moves a name into the next cell.
    let moved = look("unit,day,kind,amount\na,b,2026-01-01,Zhang San,5\n", root.path()).unwrap();
    assert!(moved.iter().flatten().all(|cell| cell == "•••"), "{moved:?}");
    assert_eq!(look("a,2026-01-01,Zhang San,5\n", root.path()), Err("PERSONAL"));
    assert_eq!(look("unit,day,who,amount\na,2026-01-01,Zhang San,5\n", root.path()), Err("PERSONAL"));
    // Where the dataset's own folder cannot be read, nobody can tell that the file is not one of its.
    assert!(look(good, &root.path().join("gone")).is_err());
}
