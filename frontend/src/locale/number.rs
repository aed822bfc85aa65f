//! Digits: rounding to what is shown, thousands, sizes. Whole numbers throughout; no floating point.

use shared::number::Quantity;

/// Writes `scaled` ten-thousandths divided by ten to the `power`, HALF_UP to `places` (0–4), thousands apart, with a true minus.
pub fn grouped(scaled: i64, power: i32, places: u32) -> String {
    let shift = i64::from(power) + 4 - i64::from(places);
    let value = i128::from(scaled);
    let rounded = match u32::try_from(shift) {
        Ok(shift) => round(value, 10_i128.pow(shift.min(30))),
        Err(_) => value.saturating_mul(10_i128.pow(u32::try_from(-shift).unwrap_or(0).min(18))),
    };
    let unit = 10_i128.pow(places);
    let size = rounded.abs();
    let sign = if rounded < 0 { "−" } else { "" };
    let whole = thousands(&(size / unit).to_string());
    if places == 0 {
        return format!("{sign}{whole}");
    }
    format!("{sign}{whole}.{:0width$}", size % unit, width = places as usize)
}

/// Writes ten-thousandths with two places, HALF_UP, as machines read them: no grouping, an ASCII minus.
pub fn plain(scaled: i64) -> String {
    let hundredths = round(i128::from(scaled), 100);
    let (sign, size) = (if hundredths < 0 { "-" } else { "" }, hundredths.abs());
    format!("{sign}{}.{:02}", size / 100, size % 100)
}

/// A number as the server writes it, without places that say nothing: `90.0000` is 90. Other text stays as it is.
pub fn written(text: &str) -> String {
    text.parse::<Quantity>().map_or_else(|_| text.to_owned(), Quantity::written)
}

// Away from zero at the half, as scores are rounded (domain.md §3).
fn round(value: i128, unit: i128) -> i128 {
    let half = unit / 2;
    if value < 0 { (value - half) / unit } else { (value + half) / unit }
}

fn thousands(digits: &str) -> String {
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// Which power of ten of one 元 a unit of money is; none where it is no money.
pub fn money_power(unit: &str) -> Option<i32> {
    match unit {
        "元" | "yuan" | "CNY" => Some(0),
        "万元" => Some(4),
        "亿元" => Some(8),
        _ => None,
    }
}

/// A size in bytes, in powers of 1024 with one place.
pub fn size(bytes: i64) -> String {
    let mut power = 0;
    while power < 3 && bytes >> (10 * (power + 1)) > 0 {
        power += 1;
    }
    let unit = ["B", "KiB", "MiB", "GiB"].get(power).copied().unwrap_or("B");
    if power == 0 {
        return format!("{bytes} {unit}");
    }
    let tenths = (i128::from(bytes) * 10) >> (10 * power);
    format!("{}.{} {unit}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_that_say_nothing_are_not_written() {
        for (text, written) in [
            ("90.0000", "90"),
            ("100.0000", "100"),
            ("-0.5000", "-0.5"),
            ("0.0000", "0"),
            ("97.4227", "97.4227"),
            ("FLOOR", "FLOOR"),
            ("", ""),
        ] {
            assert_eq!(super::written(text), written);
        }
    }

    #[test]
    fn digits_are_rounded_half_up_and_grouped() {
        for (scaled, power, places, shown) in [
            (0, 0, 2, "0.00"),
            (974_250, 0, 2, "97.43"),
            (974_249, 0, 2, "97.42"),
            (-1_250, 0, 2, "−0.13"),
            (-49, 0, 2, "0.00"),
            (1_234_567_890_000, 0, 0, "123,456,789"),
            (10_000_000, 0, 0, "1,000"),
            (486_000_000_000, 4, 2, "4,860.00"),
            (48_600_000, -4, 2, "48,600,000.00"),
            (i64::MAX, 0, 2, "922,337,203,685,477.58"),
            (i64::MIN, 0, 2, "−922,337,203,685,477.58"),
        ] {
            assert_eq!(grouped(scaled, power, places), shown);
        }
    }

    #[test]
    fn machines_read_the_same_digits_without_grouping() {
        for (scaled, written) in [(0, "0.00"), (-1_250, "-0.13"), (-49, "0.00"), (1_234_567_890_000, "123456789.00")] {
            assert_eq!(plain(scaled), written);
        }
    }

    #[test]
    fn sizes_are_read_in_their_unit() {
        for (bytes, shown) in
            [(0, "0 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (1_572_864, "1.5 MiB"), (1 << 33, "8.0 GiB")]
        {
            assert_eq!(size(bytes), shown);
        }
    }
}
