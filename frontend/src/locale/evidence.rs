//! Words for what a file holds, and how large it is.

use super::Locale;
use super::word::Word;
use crate::api::codes::EvidenceKind;

impl Word for EvidenceKind {
    fn word(self, locale: Locale) -> &'static str {
        let text = locale.text.evidence();
        match self {
            Self::Pdf => text.kind_pdf,
            Self::Jpeg => text.kind_jpeg,
            Self::Png => text.kind_png,
            Self::Webp => text.kind_webp,
            Self::Docx => text.kind_docx,
            Self::Xlsx => text.kind_xlsx,
            Self::Pptx => text.kind_pptx,
            Self::Mp4 => text.kind_mp4,
        }
    }
}

/// How large a file is, in the largest unit of which it has one: `1.5 MB`.
pub fn bytes(size: i64) -> String {
    let (unit, name) = match size {
        ..1_024 => return format!("{size} B"),
        1_024..1_048_576 => (1_024, "kB"),
        _ => (1_048_576, "MB"),
    };
    let tenths = size.saturating_mul(10) / unit;
    match tenths % 10 {
        0 => format!("{} {name}", tenths / 10),
        tenth => format!("{}.{tenth} {name}", tenths / 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_said_in_a_unit_that_fits() {
        for (size, said) in [
            (0, "0 B"),
            (1_023, "1023 B"),
            (1_024, "1 kB"),
            (1_600, "1.5 kB"),
            (3_145_728, "3 MB"),
            (52_900_000, "50.4 MB"),
        ] {
            assert_eq!(bytes(size), said);
        }
    }
}
