//! Sheets that somebody fills in: where a cell is, what stands in it, and what is wrong with it. What the columns mean is said by each
//! kind of sheet.

use serde::{Deserialize, Serialize};

/// A fault with its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedCell<F> {
    /// The cell as spreadsheets name it, such as `F12`.
    pub cell: String,
    /// What is wrong.
    pub reason: F,
    /// What stands there.
    pub text: String,
}

/// The first line below the heading, as spreadsheets count.
pub const FIRST_LINE: usize = 2;

impl<F> RefusedCell<F> {
    /// A fault in a column, counted from 0 and below 26, of a line, counted as spreadsheets do.
    #[must_use]
    pub fn at(line: &[String], (column, number): (usize, usize), reason: F) -> Self {
        let letter = char::from(b'A' + u8::try_from(column).unwrap_or_default());
        Self { cell: format!("{letter}{number}"), reason, text: text(line, column).to_owned() }
    }
}

/// What stands in a column of a line, without blanks around it; nothing where the line is shorter.
#[must_use]
pub fn text(line: &[String], column: usize) -> &str {
    line.get(column).map(|cell| cell.trim()).unwrap_or_default()
}
