//! Exact decimals while computing: 28 significant digits, every operation checked. What is stored is a `Quantity` or `Points`.

use std::fmt;
use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::number::{NumberError, Points, Quantity};

/// Places at which the tail of a division that never ends is cut off before rounding for keeps.
const TAIL: u32 = 20;

/// An exact decimal while computing, at most 28 significant digits; written as a plain decimal string, never with an exponent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Exact(Decimal);

/// Why an operation has no result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ExactError {
    /// The result needs more than 96 bits, or does not fit where it is to be stored.
    #[error("the number is out of range")]
    OutOfRange,
    /// The divisor is zero.
    #[error("division by zero")]
    DivisionByZero,
}

impl Exact {
    /// Nothing.
    pub const ZERO: Self = Self(Decimal::ZERO);
    /// One.
    pub const ONE: Self = Self(Decimal::ONE);
    /// One hundred.
    pub const HUNDRED: Self = Self(Decimal::ONE_HUNDRED);

    /// A whole number.
    #[must_use]
    pub fn whole(whole: i64) -> Self {
        Self(Decimal::from(whole))
    }

    /// The decimal itself.
    #[must_use]
    pub const fn decimal(self) -> Decimal {
        self.0
    }

    /// The sum.
    ///
    /// # Errors
    /// [`ExactError::OutOfRange`].
    pub fn plus(self, other: Self) -> Result<Self, ExactError> {
        self.0.checked_add(other.0).map(Self).ok_or(ExactError::OutOfRange)
    }

    /// The difference.
    ///
    /// # Errors
    /// [`ExactError::OutOfRange`].
    pub fn minus(self, other: Self) -> Result<Self, ExactError> {
        self.0.checked_sub(other.0).map(Self).ok_or(ExactError::OutOfRange)
    }

    /// The product.
    ///
    /// # Errors
    /// [`ExactError::OutOfRange`].
    pub fn times(self, other: Self) -> Result<Self, ExactError> {
        self.0.checked_mul(other.0).map(Self).ok_or(ExactError::OutOfRange)
    }

    /// The quotient, to 28 significant digits.
    ///
    /// # Errors
    /// [`ExactError::DivisionByZero`], [`ExactError::OutOfRange`].
    pub fn over(self, other: Self) -> Result<Self, ExactError> {
        if other.is_zero() {
            return Err(ExactError::DivisionByZero);
        }
        self.0.checked_div(other.0).map(Self).ok_or(ExactError::OutOfRange)
    }

    /// The same distance on the other side of zero.
    #[must_use]
    pub fn negated(self) -> Self {
        if self.is_zero() { Self::ZERO } else { Self(-self.0) }
    }

    /// The distance from zero.
    #[must_use]
    pub fn distance(self) -> Self {
        Self(self.0.abs())
    }

    /// The greatest whole number not above it.
    #[must_use]
    pub fn floor(self) -> Self {
        Self(self.0.floor())
    }

    /// The least whole number not below it.
    #[must_use]
    pub fn ceil(self) -> Self {
        Self(self.0.ceil())
    }

    /// Rounded HALF_UP (away from zero) to `places`.
    ///
    /// The tail beyond 20 places is rounded away first: `1 / 3 * 3` is 1 and not 0.9999….
    #[must_use]
    pub fn rounded(self, places: u32) -> Self {
        let half_up = RoundingStrategy::MidpointAwayFromZero;
        Self(self.0.round_dp_with_strategy(TAIL, half_up).round_dp_with_strategy(places, half_up))
    }

    /// Whether it is zero.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// Whether it is below zero.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self < Self::ZERO
    }

    /// Whether it has no places behind the point.
    #[must_use]
    pub fn is_whole(self) -> bool {
        self.0.fract().is_zero()
    }

    /// As a stored value, rounded HALF_UP to 4 places.
    ///
    /// # Errors
    /// [`ExactError::OutOfRange`] beyond ±922 trillion.
    pub fn quantity(self) -> Result<Quantity, ExactError> {
        Ok(Quantity::try_from_decimal(self.rounded(crate::number::PLACES).0)?)
    }

    /// As points, rounded HALF_UP to 4 places.
    ///
    /// # Errors
    /// [`ExactError::OutOfRange`] beyond ±922 trillion.
    pub fn points(self) -> Result<Points, ExactError> {
        Ok(Points::try_from_decimal(self.rounded(crate::number::PLACES).0)?)
    }

    /// The sum of all.
    ///
    /// # Errors
    /// [`ExactError::OutOfRange`].
    pub fn sum(numbers: impl IntoIterator<Item = Self>) -> Result<Self, ExactError> {
        numbers.into_iter().try_fold(Self::ZERO, Self::plus)
    }
}

impl From<NumberError> for ExactError {
    fn from(_: NumberError) -> Self {
        Self::OutOfRange
    }
}

impl From<Quantity> for Exact {
    fn from(quantity: Quantity) -> Self {
        Self(quantity.decimal())
    }
}

impl From<Points> for Exact {
    fn from(points: Points) -> Self {
        Self(points.decimal())
    }
}

impl From<u32> for Exact {
    fn from(count: u32) -> Self {
        Self(Decimal::from(count))
    }
}

impl From<Decimal> for Exact {
    fn from(decimal: Decimal) -> Self {
        Self(decimal)
    }
}

impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.normalize())
    }
}

impl FromStr for Exact {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let malformed = || NumberError::Malformed(text.to_owned());
        let digits = text.strip_prefix('-').unwrap_or(text);
        // The decimal crate would take `1_000` and `1.`; a number has one written form here.
        let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        if !plain(whole) || !plain(fraction) {
            return Err(malformed());
        }
        Decimal::from_str_exact(text).map(Self).map_err(|_| malformed())
    }
}

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Exact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn exact(text: &str) -> Exact {
        text.parse().unwrap()
    }

    #[test]
    fn a_number_has_one_written_form() {
        for (text, canonical) in [("98.00", "98"), ("-0.50", "-0.5"), ("0", "0"), ("007", "7"), ("100", "100")] {
            assert_eq!(exact(text).to_string(), canonical);
        }
        for text in ["", "-", ".5", "5.", "1_000", "1e3", "+1", "--1", "1.2.3", "٣", " 1"] {
            assert_eq!(text.parse::<Exact>(), Err(NumberError::Malformed(text.to_owned())), "{text}");
        }
    }

    #[test]
    fn a_third_times_three_is_one_and_a_half_rounds_up() {
        let whole = exact("1").over(exact("3")).unwrap().times(exact("3.00015")).unwrap();
        assert_eq!(whole.points().unwrap().to_string(), "1.0001");
        assert_eq!(exact("-0.00005").points().unwrap().to_string(), "-0.0001");
    }

    #[test]
    fn out_of_range_is_an_error_and_no_panic() {
        let huge = exact("79228162514264337593543950335");
        assert_eq!(huge.plus(Exact::ONE), Err(ExactError::OutOfRange));
        assert_eq!(huge.times(huge), Err(ExactError::OutOfRange));
        assert_eq!(huge.points(), Err(ExactError::OutOfRange));
        assert_eq!(Exact::ONE.over(Exact::ZERO), Err(ExactError::DivisionByZero));
    }

    proptest! {
        #[test]
        fn rounding_twice_is_rounding_once(scaled in any::<i64>(), divisor in 1_i64..10_000) {
            let once = Exact::whole(scaled).over(Exact::whole(divisor)).unwrap().rounded(4);
            prop_assert_eq!(once.rounded(4), once);
            prop_assert_eq!(once.to_string().parse::<Exact>(), Ok(once));
        }
    }
}
