//! Evidence: files that hang on a matter. What may be kept is decided here; where the bytes lie is not our business.

use crate::error::Refusal;
use crate::matter::CommonStep;

/// Bytes of a piece of an upload at most.
pub const PIECE: u64 = 2 << 20;

/// Bytes of a piece at least, but for the last of a file: a file of 2 GB is kept in 8,192 pieces at most.
pub const SMALLEST_PIECE: u64 = 256 << 10;

/// Files that somebody may be uploading at the same time.
pub const MOST_UPLOADS: u64 = 20;

/// Files that may hang on one matter.
pub const MOST_FILES: usize = 500;

/// The step in the time-line with which files come, in matters of every kind.
pub const ATTACH: &str = CommonStep::Attach.code();

/// Letters of a file's name at most.
const LONGEST_NAME: usize = 120;

crate::codes! {
    /// What a file holds.
    EvidenceKind {
        /// A document (PDF).
        Pdf "PDF",
        /// A photograph (JPEG).
        Jpeg "JPEG",
        /// A picture (PNG).
        Png "PNG",
        /// A picture (WebP).
        Webp "WEBP",
        /// A text document (Word).
        Docx "DOCX",
        /// A workbook (Excel).
        Xlsx "XLSX",
        /// A presentation (PowerPoint).
        Pptx "PPTX",
        /// A film (MP4).
        Mp4 "MP4",
    }
}

impl EvidenceKind {
    /// The media type it is served as.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            Self::Mp4 => "video/mp4",
        }
    }

    /// Whether a browser can show it as a picture.
    #[must_use]
    pub const fn is_picture(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::Webp)
    }

    /// The endings a name of it may have; the first is the usual one.
    const fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Png => &["png"],
            Self::Webp => &["webp"],
            Self::Docx => &["docx"],
            Self::Xlsx => &["xlsx"],
            Self::Pptx => &["pptx"],
            Self::Mp4 => &["mp4", "m4v"],
        }
    }

    /// The kind of a media type found in the content of a file, if it is one that is kept.
    ///
    /// # Errors
    /// [`Refusal::KindNotAllowed`], whatever the file is called.
    pub fn of_content(found: Option<&str>, name: &str) -> Result<Self, Refusal> {
        let kind = found.and_then(|found| Self::ALL.iter().copied().find(|kind| kind.media_type() == found));
        kind.ok_or_else(|| Refusal::KindNotAllowed {
            name: name.to_owned(),
            kinds: Self::ALL.iter().map(|kind| kind.code().to_owned()).collect(),
        })
    }

    /// The name under which a file is offered: what it was called, with an ending that tells the truth.
    #[must_use]
    pub fn named(self, name: &str) -> String {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
        let endings = self.endings();
        match (ending.filter(|ending| endings.contains(&ending.as_str())), endings.first()) {
            (None, Some(usual)) => format!("{name}.{usual}"),
            _ => name.to_owned(),
        }
    }
}

/// What a file is called where it is shown: no folders, no signs that do not print, not too long. Empty where nothing is left.
#[must_use]
pub fn clean_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let printed = last.chars().filter(|letter| !letter.is_control() && !is_invisible(*letter));
    let whole: Vec<char> = printed.collect();
    let kept = whole.get(whole.len().saturating_sub(LONGEST_NAME)..).unwrap_or_default();
    kept.iter().collect::<String>().trim().trim_matches('.').to_owned()
}

/// Marks of direction and of no width can make one name look like another.
const fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Where a piece of so many bytes that begins at `offset` brings an upload.
///
/// # Errors
/// [`Refusal::UploadAt`] where it does not begin where the last one ended, or goes beyond the end; [`Refusal::OutOfRange`] with the bytes of
/// a piece for one that is too small and not the last.
pub fn reached(received: u64, size: u64, offset: u64, bytes: u64) -> Result<u64, Refusal> {
    let reached = offset.saturating_add(bytes);
    if offset != received || bytes == 0 || reached > size {
        return Err(Refusal::UploadAt { received });
    }
    if bytes < SMALLEST_PIECE && reached < size {
        let [least, most] = [SMALLEST_PIECE, PIECE].map(|bytes| u32::try_from(bytes).unwrap_or(u32::MAX));
        return Err(Refusal::OutOfRange { field: "piece".to_owned(), least, most });
    }
    Ok(reached)
}

/// Whether all of a file is here.
///
/// # Errors
/// [`Refusal::UploadIncomplete`].
pub fn complete(name: &str, received: u64, size: u64) -> Result<(), Refusal> {
    if received == size { Ok(()) } else { Err(Refusal::UploadIncomplete { name: name.to_owned(), received, size }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_content_decides_and_not_the_name() {
        assert_eq!(EvidenceKind::of_content(Some("image/jpeg"), "plan.pdf"), Ok(EvidenceKind::Jpeg));
        for found in
            [None, Some("application/vnd.microsoft.portable-executable"), Some("text/html"), Some("image/svg+xml")]
        {
            assert!(
                matches!(EvidenceKind::of_content(found, "plan.pdf"), Err(Refusal::KindNotAllowed { .. })),
                "{found:?}"
            );
        }
    }

    #[test]
    fn a_name_tells_the_truth_and_only_the_name() {
        for (given, shown) in [
            ("现场照片.JPG", "现场照片.JPG"),
            ("photo.pdf", "photo.pdf.jpg"),
            ("photo", "photo.jpg"),
            ("../../etc/photo.jpeg", "photo.jpeg"),
            ("C:\\temp\\photo.jpg", "photo.jpg"),
            ("a\r\nb\u{202e}gpj.jpg", "abgpj.jpg"),
        ] {
            assert_eq!(EvidenceKind::Jpeg.named(&clean_name(given)), shown);
        }
        assert_eq!(clean_name("..\\.."), "");
        assert_eq!(clean_name(&"x".repeat(500)).len(), LONGEST_NAME);
    }

    #[test]
    fn a_piece_is_small_only_at_the_end_of_a_file() {
        let refused = Err(Refusal::OutOfRange { field: "piece".to_owned(), least: 262_144, most: 2_097_152 });
        for (size, offset, bytes, said) in [
            (1, 0, 1, Ok(1)),
            (2, 0, 1, refused.clone()),
            (2 << 30, 0, SMALLEST_PIECE - 1, refused.clone()),
            (2 << 30, 0, SMALLEST_PIECE, Ok(SMALLEST_PIECE)),
            (2 << 30, (2 << 30) - 2, 1, refused),
            (2 << 30, (2 << 30) - 1, 1, Ok(2 << 30)),
        ] {
            assert_eq!(reached(offset, size, offset, bytes), said, "{size} {offset} {bytes}");
        }
    }

    #[test]
    fn pieces_come_one_after_another_and_not_beyond_the_end() {
        let (first, size) = (PIECE, PIECE + 10);
        assert_eq!((reached(0, size, 0, first), reached(first, size, first, 10)), (Ok(first), Ok(size)));
        for (offset, bytes) in [(0, first), (first + 1, 1), (first, 11), (first, 0), (first, u64::MAX)] {
            let elsewhere = Err(Refusal::UploadAt { received: first });
            assert_eq!(reached(first, size, offset, bytes), elsewhere, "{offset} {bytes}");
        }
        assert!(complete("a", 10, 10).is_ok() && complete("a", 9, 10).is_err());
    }
}
