//! Values scaled by 10⁴, as every quantity is kept.

use arrow::array::{Array, ArrayRef, AsArray};
use arrow::buffer::{BooleanBuffer, ScalarBuffer};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Decimal128Type, Int64Type};
use shared::number::PLACES;

/// Values scaled by 10⁴, and which of them are there.
#[derive(Clone)]
pub(super) struct Scaled {
    pub values: ScalarBuffer<i64>,
    pub valid: Option<BooleanBuffer>,
}

impl Scaled {
    /// Scales to 10⁴, rounding HALF_UP to `scale` places first; `None` where a wanted value does not fit.
    pub(super) fn try_new(array: &ArrayRef, scale: u8, wanted: Option<&BooleanBuffer>) -> Option<Self> {
        let valid = array.nulls().map(|nulls| nulls.inner().clone());
        let counted = match (wanted, &valid) {
            (Some(wanted), Some(valid)) => Some(wanted & valid),
            (Some(one), None) | (None, Some(one)) => Some(one.clone()),
            (None, None) => None,
        };
        let values = match array.data_type() {
            DataType::Decimal128(_, places) => {
                let rescale = Rescale::new(*places, scale)?;
                each(array.as_primitive::<Decimal128Type>().values(), counted.as_ref(), |value| rescale.apply(value))
            }
            _ => {
                let whole = cast(array, &DataType::Int64).ok()?;
                if whole.null_count() != array.null_count() {
                    return None;
                }
                let unit = 10_i64.pow(PLACES);
                each(whole.as_primitive::<Int64Type>().values(), counted.as_ref(), |value| value.checked_mul(unit))
            }
        };
        Some(Self { values: values?, valid })
    }
}

/// The counted values; the others are taken for 0.
fn each<V: Copy>(
    values: &[V],
    counted: Option<&BooleanBuffer>,
    scale: impl Fn(V) -> Option<i64>,
) -> Option<ScalarBuffer<i64>> {
    let mut scaled = Vec::with_capacity(values.len());
    match counted {
        None => {
            for value in values {
                scaled.push(scale(*value)?);
            }
        }
        Some(counted) => {
            for (value, counts) in values.iter().zip(counted) {
                scaled.push(if counts { scale(*value)? } else { 0 });
            }
        }
    }
    Some(scaled.into())
}

/// From a decimal's places to the kept places and on to 10⁴.
struct Rescale {
    divisor: i128,
    factor: i64,
}

impl Rescale {
    fn new(places: i8, kept: u8) -> Option<Self> {
        let places = i32::from(places);
        let kept = i32::from(kept).min(i32::try_from(PLACES).ok()?);
        let power = |exponent: i32| 10_i128.checked_pow(u32::try_from(exponent.max(0)).ok()?);
        let factor = power(i32::try_from(PLACES).ok()? - places.min(kept))?;
        Some(Self { divisor: power(places - kept)?, factor: i64::try_from(factor).ok()? })
    }

    fn apply(&self, value: i128) -> Option<i64> {
        // Most values are kept whole, and dividing 128 bits costs more than all the rest.
        let kept = if self.divisor == 1 { value } else { self.rounded(value)? };
        // The factor is 1 at least: what does not fit before it does not fit after it.
        i64::try_from(kept).ok()?.checked_mul(self.factor)
    }

    fn rounded(&self, value: i128) -> Option<i128> {
        let half = self.divisor / 2;
        Some(if value < 0 { value.checked_sub(half)? } else { value.checked_add(half)? } / self.divisor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_rounded_half_up_away_from_zero_and_scaled() {
        for (value, places, kept, expected) in [
            (12_345, 2, 4, Some(1_234_500)),
            (12_345, 2, 1, Some(1_235_000)),
            (-12_345, 2, 1, Some(-1_235_000)),
            (12_344, 2, 1, Some(1_234_000)),
            (5, 5, 4, Some(1)),
            (4, 5, 4, Some(0)),
            (7, 0, 4, Some(70_000)),
            (7, 0, 0, Some(70_000)),
            (i128::from(i64::MAX), 4, 4, Some(i64::MAX)),
            (i128::from(i64::MAX) + 1, 4, 4, None),
            (i128::MAX, 6, 4, None),
        ] {
            assert_eq!(Rescale::new(places, kept).unwrap().apply(value), expected, "{value} {places} {kept}");
        }
    }
}
