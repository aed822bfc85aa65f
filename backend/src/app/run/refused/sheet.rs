//! A file of refused rows while a run writes it: CSV that a spreadsheet reads, compressed where it grows big, cut at a limit with the
//! number of rows that are not in it.

use std::collections::BTreeSet;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use extraction::refused::{RefusedRow, RefusedSink};
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest as _, Sha256};
use shared::id::{DatasetId, RunId};

use super::shown;
use crate::app::table::plain_text;
use crate::config::RefusedConfig;
use crate::error::Error;
use crate::store::run::RefusedFile;

/// The heads of the columns, after the mark by which spreadsheets know UTF-8.
const HEADS: [&str; 6] = ["\u{feff}文件", "行", "列", "原因", "内容", "整行"];

/// Bytes up to which a file stays plain, so that a spreadsheet opens it at a click.
const SMALL: usize = 1 << 20;

/// A sheet under way.
pub struct Sheet {
    dataset: DatasetId,
    personal: BTreeSet<String>,
    most: RefusedConfig,
    folder: PathBuf,
    name: String,
    /// None once it is finished.
    writing: Mutex<Option<Writing>>,
}

impl fmt::Debug for Sheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sheet").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Sheet {
    pub(super) fn new(
        folder: &Path,
        (run, dataset): (RunId, DatasetId),
        personal: BTreeSet<String>,
        most: RefusedConfig,
    ) -> Self {
        let name = format!("run-{run}/dataset-{dataset}.csv");
        let out = Out { small: Vec::new(), big: None, part: Part(folder.join(format!("{name}.part"))) };
        let writing =
            Writing { csv: csv::WriterBuilder::new().flexible(true).from_writer(out), rows: 0, bytes: 0, total: 0 };
        Self { dataset, personal, most, folder: folder.to_owned(), name, writing: Mutex::new(Some(writing)) }
    }

    /// Ends the sheet and says what was kept; nothing where no row was refused.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where the file cannot be written.
    pub(in crate::app::run) fn finish(&self) -> Result<Option<RefusedFile>, Error> {
        let writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(writing) = writing.filter(|writing| writing.total > 0) else { return Ok(None) };
        let (rows, total) = (whole(writing.rows), whole(writing.total));
        let kept = self.kept(writing);
        let (name, size, sha256) = kept.map_err(|error| {
            Error::Unavailable(format!("the refused rows cannot be kept in {}: {error}", self.folder.display()))
        })?;
        let masked = self.personal.clone();
        Ok(Some(RefusedFile { dataset: self.dataset, name, rows, total, size, sha256, masked }))
    }

    fn kept(&self, mut writing: Writing) -> io::Result<(String, i64, String)> {
        if writing.total > writing.rows {
            let (rows, total) = (writing.rows, writing.total);
            writing.csv.write_record([format!(
                "已截断：共拒收 {total} 行，此处只有 {rows} 行。 / Cut: {total} rows were refused, {rows} of them are here."
            )])?;
        }
        let out = writing.csv.into_inner().map_err(|error| error.into_error())?;
        let (compressed, part, hashing) = out.finish()?;
        let name = if compressed { format!("{}.gz", self.name) } else { self.name.clone() };
        fs::rename(&part.0, self.folder.join(&name))?;
        Ok((name, whole(hashing.size), hex::encode(hashing.hasher.finalize())))
    }
}

impl RefusedSink for Sheet {
    fn take(&self, row: &RefusedRow) -> io::Result<()> {
        let mut writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(writing) = writing.as_mut() else { return Err(io::Error::other("the sheet is finished")) };
        writing.total += 1;
        if writing.rows >= self.most.rows || writing.bytes >= self.most.bytes {
            return Ok(());
        }
        if writing.rows == 0 {
            writing.csv.write_record(HEADS)?;
        }
        let row = shown(row, self.dataset, &self.personal);
        let cells = [row.file, row.line.to_string(), row.column, row.reason, row.value, row.raw].map(plain_text);
        writing.bytes += cells.iter().map(|cell| cell.len() as u64 + 1).sum::<u64>();
        writing.rows += 1;
        Ok(writing.csv.write_record(&cells)?)
    }
}

fn whole(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

struct Writing {
    csv: csv::Writer<Out>,
    /// Rows written, and their text in bytes.
    rows: u64,
    bytes: u64,
    /// Rows refused.
    total: u64,
}

/// Where the text goes: it stays in memory while it is small.
struct Out {
    small: Vec<u8>,
    big: Option<GzEncoder<Hashing>>,
    /// Last, so that the file is closed before it is removed.
    part: Part,
}

impl Out {
    /// Whether it was compressed, the file, and what went into it.
    fn finish(self) -> io::Result<(bool, Part, Hashing)> {
        let compressed = self.big.is_some();
        let mut hashing = match self.big {
            Some(gzip) => gzip.finish()?,
            None => {
                let mut hashing = Hashing::create(&self.part)?;
                hashing.write_all(&self.small)?;
                hashing
            }
        };
        hashing.file.flush()?;
        hashing.file.get_ref().sync_all()?;
        Ok((compressed, self.part, hashing))
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Some(big) = &mut self.big {
            return big.write(bytes);
        }
        self.small.extend_from_slice(bytes);
        if self.small.len() > SMALL {
            let mut big = GzEncoder::new(Hashing::create(&self.part)?, Compression::default());
            big.write_all(&std::mem::take(&mut self.small))?;
            self.big = Some(big);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.big.as_mut().map_or(Ok(()), Write::flush)
    }
}

/// A file that has not its name yet: what a run leaves that does not come to its end is removed.
struct Part(PathBuf);

impl Drop for Part {
    fn drop(&mut self) {
        // Where it has its name by now, or never was, there is nothing to remove.
        let _ = fs::remove_file(&self.0);
    }
}

/// A file that knows what was written to it.
struct Hashing {
    file: BufWriter<File>,
    hasher: Sha256,
    size: u64,
}

impl Hashing {
    fn create(part: &Part) -> io::Result<Self> {
        if let Some(folder) = part.0.parent() {
            fs::create_dir_all(folder)?;
        }
        Ok(Self { file: BufWriter::new(File::create(&part.0)?), hasher: Sha256::new(), size: 0 })
    }
}

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write_all(bytes)?;
        self.hasher.update(bytes);
        self.size += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

#[cfg(test)]
mod tests;
