//! The files of the demonstration, made when they are needed: small pictures and documents that every program opens.

use std::fmt::Write as _;
use std::io::Write as _;

use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};

use crate::error::Error;

/// Pixels of a picture.
const WIDTH: u32 = 320;
const HEIGHT: u32 = 200;

/// A picture of a notice board with sheets of paper on it, so many of them filled (PNG).
pub(super) fn photograph(filled: u32) -> Result<Vec<u8>, Error> {
    let mut rows = Vec::new();
    for y in 0..HEIGHT {
        // Each row begins with how it is filtered: not at all.
        rows.push(0);
        for x in 0..WIDTH {
            rows.extend(colour(x, y, filled));
        }
    }
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
    packed.write_all(&rows).map_err(Error::internal)?;
    let packed = packed.finish().map_err(Error::internal)?;
    let mut head = Vec::new();
    head.extend(WIDTH.to_be_bytes());
    head.extend(HEIGHT.to_be_bytes());
    // Eight bits of each of three colours, not interlaced.
    head.extend([8, 2, 0, 0, 0]);
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    for (name, bytes) in [(b"IHDR", &head), (b"IDAT", &packed), (b"IEND", &Vec::new())] {
        png.extend(chunk(name, bytes)?);
    }
    Ok(png)
}

fn chunk(name: &[u8; 4], bytes: &[u8]) -> Result<Vec<u8>, Error> {
    let mut sum = Crc::new();
    sum.update(name);
    sum.update(bytes);
    let length = u32::try_from(bytes.len()).map_err(Error::internal)?;
    Ok([&length.to_be_bytes(), name.as_slice(), bytes, &sum.sum().to_be_bytes()].concat())
}

/// A board on a wall, three sheets beside one another, lines of writing on those that are filled.
const fn colour(x: u32, y: u32, filled: u32) -> [u8; 3] {
    let in_board = x >= 20 && x < WIDTH - 20 && y >= 20 && y < HEIGHT - 20;
    if !in_board {
        return [205, 208, 204];
    }
    let (sheet, along) = ((x - 20) / 94, (x - 20) % 94);
    let on_sheet = sheet < 3 && along >= 12 && along < 84 && y >= 40 && y < HEIGHT - 40;
    let on_line = y % 12 < 2 && along >= 20 && along < 76 - 7 * (y % 5);
    match (on_sheet, on_line && sheet < filled) {
        (false, _) => [96, 72, 52],
        (true, false) => [246, 244, 236],
        (true, true) => [70, 70, 78],
    }
}

/// A sheet with lines of writing (PDF). The letters are those that every reader of such files has for Chinese.
pub(super) fn document(lines: &[&str]) -> Vec<u8> {
    let mut written = String::from("BT /F1 14 Tf 48 520 Td 24 TL\n");
    for line in lines {
        let letters = line.encode_utf16().fold(String::new(), |mut hex, letter| {
            // Writing to a text does not fail.
            let _ = write!(hex, "{letter:04X}");
            hex
        });
        let _ = writeln!(written, "<{letters}> Tj T*");
    }
    written.push_str("ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 595] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{written}\nendstream", written.len()),
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>"
            .to_owned(),
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 7 0 R /DW 1000 \
         /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>"
            .to_owned(),
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 \
         /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>"
            .to_owned(),
    ];
    with_directory(&objects)
}

/// The objects of a document with the directory that says where each begins.
fn with_directory(objects: &[String]) -> Vec<u8> {
    let (mut text, mut places) = (String::from("%PDF-1.4\n"), String::from("0000000000 65535 f \n"));
    for (number, object) in (1..).zip(objects) {
        let _ = writeln!(places, "{:010} 00000 n ", text.len());
        let _ = writeln!(text, "{number} 0 obj\n{object}\nendobj");
    }
    let (begins, size) = (text.len(), objects.len() + 1);
    let _ =
        write!(text, "xref\n0 {size}\n{places}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{begins}\n%%EOF\n");
    text.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_photograph_and_a_document_are_what_they_say() {
        let (picture, paper) = (photograph(2).unwrap(), document(&["核对记录"]));
        assert_eq!(infer::get(&picture).map(|kind| kind.mime_type()), Some("image/png"));
        assert_eq!(infer::get(&paper).map(|kind| kind.mime_type()), Some("application/pdf"));
        assert!(picture.ends_with(b"IEND\xaeB`\x82"));
    }

    #[test]
    fn the_directory_of_a_document_says_where_its_objects_begin() {
        let paper = String::from_utf8(document(&["核对记录", "下次半年后"])).unwrap();
        let (_, directory) = paper.split_once("xref\n0 8\n").unwrap();
        for (number, line) in directory.lines().take(8).enumerate().skip(1) {
            let begins: usize = line[..10].parse().unwrap();
            assert!(paper[begins..].starts_with(&format!("{number} 0 obj")), "{line}");
        }
    }
}
