//! Which values stand together in some columns of a dataset: for an organisation that is taken from the records.

use std::collections::BTreeSet;
use std::path::Path;

use crate::dataset::Dataset;
use crate::error::ExtractionError;
use crate::source::Reading;
use crate::source::files::list;

/// Every combination of values in `columns`, each once, in order; an empty cell is an empty text. Rows that cannot be read are
/// left out here: a run refuses them and says why.
///
/// # Errors
/// As a run: a file that cannot be read, a column that is not there.
pub fn distinct(dataset: &Dataset, root: &Path, columns: &[String]) -> Result<BTreeSet<Vec<String>>, ExtractionError> {
    let reading = Reading::new(dataset, |name| columns.iter().any(|column| column == name));
    let places: Vec<Option<usize>> =
        columns.iter().map(|column| reading.wanted.iter().position(|wanted| wanted.name == *column)).collect();
    let mut found = BTreeSet::new();
    for (place, file) in list(dataset, root)?.iter().enumerate() {
        for part in reading.parts(place, file)? {
            for chunk in reading.open(&part)? {
                let chunk = chunk?;
                found.extend((0..chunk.batch.num_rows()).map(|row| {
                    let cell =
                        |place: &Option<usize>| place.and_then(|place| chunk.shown(place, row)).unwrap_or_default();
                    places.iter().map(cell).collect()
                }));
            }
        }
    }
    Ok(found)
}
