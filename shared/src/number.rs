//! Exact numbers: quantities and points as integers scaled by 10⁴. No floating point lives here or passes through.
//!
//! Stored with 4 places, shown with 2, rounded HALF_UP (domain.md §3). Both databases hold the same 64-bit integer.

use std::fmt;
use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Places kept behind the point by [`Quantity`] and [`Points`].
pub const PLACES: u32 = 4;
const SCALE: i64 = 10_000;

/// Why a number could not be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// The text is not a decimal number.
    #[error("`{0}` is not a decimal number")]
    Malformed(String),
    /// The number does not fit 64 bits at 4 places.
    #[error("the number is out of range")]
    OutOfRange,
}

macro_rules! scaled {
    ($(#[$doc:meta])* $name:ident, $graphql:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "db", derive(sea_orm::DeriveValueType))]
        pub struct $name(i64);

        impl $name {
            /// Nothing: not the same as missing.
            pub const ZERO: Self = Self(0);

            /// From the stored integer, ten-thousandths of one.
            #[must_use]
            pub const fn from_scaled(ten_thousandths: i64) -> Self {
                Self(ten_thousandths)
            }

            /// The stored integer, ten-thousandths of one.
            #[must_use]
            pub const fn scaled(self) -> i64 {
                self.0
            }

            /// A whole number.
            ///
            /// # Errors
            /// [`NumberError::OutOfRange`] beyond ±922 trillion.
            pub fn try_whole(whole: i64) -> Result<Self, NumberError> {
                whole.checked_mul(SCALE).map(Self).ok_or(NumberError::OutOfRange)
            }

            /// Rounds HALF_UP to 4 places.
            ///
            /// # Errors
            /// [`NumberError::OutOfRange`] beyond ±922 trillion.
            pub fn try_from_decimal(decimal: Decimal) -> Result<Self, NumberError> {
                let rounded = decimal.round_dp_with_strategy(PLACES, RoundingStrategy::MidpointAwayFromZero);
                let scaled = rounded.checked_mul(Decimal::from(SCALE)).ok_or(NumberError::OutOfRange)?;
                i64::try_from(scaled.trunc().mantissa() / 10_i128.pow(scaled.trunc().scale()))
                    .map(Self)
                    .map_err(|_| NumberError::OutOfRange)
            }

            /// The exact decimal.
            #[must_use]
            pub fn decimal(self) -> Decimal {
                Decimal::new(self.0, PLACES)
            }

            /// The number as people read it: two places, HALF_UP.
            #[must_use]
            pub fn shown(self) -> String {
                format!("{:.2}", self.decimal().round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero))
            }

            /// The number as people write it: all its places, and none that says nothing.
            #[must_use]
            pub fn written(self) -> String {
                self.decimal().normalize().to_string()
            }

            /// The sum, or an error where it does not fit.
            ///
            /// # Errors
            /// [`NumberError::OutOfRange`].
            pub fn checked_add(self, other: Self) -> Result<Self, NumberError> {
                self.0.checked_add(other.0).map(Self).ok_or(NumberError::OutOfRange)
            }

            /// The difference, or an error where it does not fit.
            ///
            /// # Errors
            /// [`NumberError::OutOfRange`].
            pub fn checked_sub(self, other: Self) -> Result<Self, NumberError> {
                self.0.checked_sub(other.0).map(Self).ok_or(NumberError::OutOfRange)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:.4}", self.decimal())
            }
        }

        impl FromStr for $name {
            type Err = NumberError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let decimal = Decimal::from_str(text.trim()).map_err(|_| NumberError::Malformed(text.to_owned()))?;
                Self::try_from_decimal(decimal)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }

        #[cfg(feature = "graphql")]
        async_graphql::scalar!($name, $graphql, "A decimal with four places, written as a string (`\"97.4227\"`), rounded HALF_UP.");
    };
}

scaled! {
    /// A measured value: a count, an amount, a rate in per cent. The unit stands on the indicator or the measure.
    Quantity, "Quantity"
}
scaled! {
    /// Points of a score.
    Points, "Points"
}

impl From<Points> for Quantity {
    /// A score as a number: it is judged and compared as a value is.
    fn from(points: Points) -> Self {
        Self::from_scaled(points.scaled())
    }
}
