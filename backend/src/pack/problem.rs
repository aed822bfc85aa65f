//! What may be wrong with a pack, and where: one problem a finding, each with a code, a sentence and a hint.

use std::fmt;

/// One thing wrong with a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file's name relative to the pack's folder.
    pub file: String,
    /// The line, counted from 1; 0 where the whole file is meant.
    pub line: usize,
    /// In TOML the character of the line, in CSV the number of the field, both counted from 1; 0 where the whole line is meant.
    pub column: usize,
    /// What is wrong.
    pub kind: ProblemKind,
}

/// What is wrong, with the data that shows it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProblemKind {
    /// A file that every pack has is absent.
    #[error("the file is missing")]
    FileMissing,
    /// The file cannot be read, or is no UTF-8.
    #[error("the file cannot be read: {0}")]
    Unreadable(String),
    /// The text is no TOML, or the line no CSV of this header.
    #[error("{0}")]
    Syntax(String),
    /// A key or a column the format does not have.
    #[error("`{key}` is not a key here")]
    UnknownKey {
        /// What was written.
        key: String,
        /// What may be written.
        known: Vec<&'static str>,
    },
    /// A key or a column that must be there is not, or is empty.
    #[error("`{0}` is missing")]
    MissingKey(&'static str),
    /// A value of another shape than the key takes.
    #[error("`{key}` takes {expected}")]
    WrongType {
        /// The key.
        key: String,
        /// What it takes.
        expected: &'static str,
    },
    /// A text that is no value of its kind.
    #[error("`{key}` is `{text}`: {reason}")]
    Invalid {
        /// The key or column.
        key: &'static str,
        /// What was written.
        text: String,
        /// Why it is none.
        reason: String,
    },
    /// A day the calendar does not have, or another shape than `2026-01-31`.
    #[error("`{key}` is `{text}`, which is no day of the calendar")]
    Date {
        /// The key or column.
        key: &'static str,
        /// What was written.
        text: String,
    },
    /// A number outside its range.
    #[error("`{key}` is {text}, outside {range}")]
    Range {
        /// The key or column.
        key: &'static str,
        /// What was written.
        text: String,
        /// What is allowed.
        range: &'static str,
    },
    /// A code nothing in the pack carries.
    #[error("there is no {noun} `{code}`")]
    Unknown {
        /// What was looked for.
        noun: &'static str,
        /// The code that leads nowhere.
        code: String,
    },
    /// The same key twice.
    #[error("the {noun} `{key}` is already in line {first}")]
    Duplicate {
        /// What stands twice.
        noun: &'static str,
        /// Its key.
        key: String,
        /// The line of the first.
        first: usize,
    },
    /// Units that stand above themselves.
    #[error("the unit stands under itself: {}", .0.join(" → "))]
    Cycle(Vec<String>),
    /// A span that ends before it begins.
    #[error("it ends on {to}, before it begins on {from}")]
    Reversed {
        /// First day.
        from: String,
        /// Last day.
        to: String,
    },
    /// The weights of a scheme do not make its total.
    #[error("the weights sum to {sum}, not to {total}")]
    Weights {
        /// What they sum to.
        sum: String,
        /// What they should.
        total: String,
    },
    /// Bands that overlap, leave a gap, or stand in the wrong order.
    #[error("the bands do not fit together: {0}")]
    Bands(String),
    /// A formula that does not parse or names a measure nobody declares.
    #[error("the formula is refused: {0}")]
    Formula(String),
    /// An expression or a filter that is no sound SQL over the columns.
    #[error("the expression is refused: {0}")]
    Expression(String),
    /// A scoring method with parameters outside its domain.
    #[error("the scoring method is refused: {0}")]
    Method(String),
    /// Two declarations that exclude each other, or one without the other it needs.
    #[error("{0}")]
    Conflict(&'static str),
    /// A scheme that judges more than it counts (CJ-55).
    #[error("fewer than 85 % of the scheme's indicators are quantitative")]
    TooFewQuantitative,
}

impl ProblemKind {
    /// The stable code, in `SCREAMING_SNAKE_CASE`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::FileMissing => "FILE_MISSING",
            Self::Unreadable(_) => "UNREADABLE",
            Self::Syntax(_) => "SYNTAX",
            Self::UnknownKey { .. } => "UNKNOWN_KEY",
            Self::MissingKey(_) => "MISSING_KEY",
            Self::WrongType { .. } => "WRONG_TYPE",
            Self::Invalid { .. } => "INVALID",
            Self::Date { .. } => "DATE",
            Self::Range { .. } => "RANGE",
            Self::Unknown { .. } => "UNKNOWN_REFERENCE",
            Self::Duplicate { .. } => "DUPLICATE",
            Self::Cycle(_) => "CYCLE",
            Self::Reversed { .. } => "REVERSED",
            Self::Weights { .. } => "WEIGHTS",
            Self::Bands(_) => "BANDS",
            Self::Formula(_) => "FORMULA",
            Self::Expression(_) => "EXPRESSION",
            Self::Method(_) => "METHOD",
            Self::Conflict(_) => "CONFLICT",
            Self::TooFewQuantitative => "TOO_FEW_QUANTITATIVE",
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::FileMissing => "every pack has a pack.toml and a dictionary.toml".to_owned(),
            Self::Unreadable(_) => "save the file as UTF-8 and check that it may be read".to_owned(),
            Self::Syntax(_) => "put texts with commas, quotes or line breaks in double quotes".to_owned(),
            Self::UnknownKey { known, .. } => format!("known here: {}", known.join(", ")),
            Self::MissingKey(key) => format!("add `{key}`"),
            Self::WrongType { expected, .. } => format!("write {expected}"),
            Self::Invalid { .. } => "docs/packs.md lists what may be written".to_owned(),
            Self::Date { .. } => "write year-month-day, such as 2026-02-28".to_owned(),
            Self::Range { range, .. } => format!("write a number in {range}"),
            Self::Unknown { noun, .. } => format!("declare the {noun}, or correct the code"),
            Self::Duplicate { .. } => "keep one of them".to_owned(),
            Self::Cycle(_) => "give one of them a parent outside the circle".to_owned(),
            Self::Reversed { .. } => "exchange the two dates, or leave the end empty".to_owned(),
            Self::Weights { .. } => "change the weights, or the total in scheme.toml".to_owned(),
            Self::Bands(_) => "each band begins where the one below it ends".to_owned(),
            Self::Formula(_) => "a formula uses the codes of measures, numbers and + - * / ( )".to_owned(),
            Self::Expression(_) => "an expression is one SQL scalar over the dataset's own columns".to_owned(),
            Self::Method(_) => "docs/packs.md lists each method with its parameters and domain".to_owned(),
            Self::Conflict(_) => "keep one of the two".to_owned(),
            Self::TooFewQuantitative => "leave out indicators that are judged, or add some that are counted".to_owned(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, column, kind } = self;
        write!(f, "{file}:{line}:{column}: {}: {kind} ({})", kind.code(), kind.hint())
    }
}
