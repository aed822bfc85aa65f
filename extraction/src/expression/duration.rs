//! Durations as exact integers: `seconds_between`, `days_between`. Differences of times as written, never of converted ones.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Int64Array};
use arrow::compute::kernels::arity::binary;
use arrow::datatypes::{DataType, Date32Type, Int64Type, TimeUnit, TimestampMicrosecondType};
use datafusion::common::{Result, exec_err};
use datafusion::logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility};

const MICROSECONDS: i64 = 1_000_000;

/// Our functions over times.
pub(super) fn functions() -> [Between; 2] {
    let time = DataType::Timestamp(TimeUnit::Microsecond, None);
    let signature = |kind: DataType| Signature::exact(vec![kind.clone(), kind], Volatility::Immutable);
    [
        Between { name: "seconds_between", signature: signature(time) },
        Between { name: "days_between", signature: signature(DataType::Date32) },
    ]
}

/// Whole seconds or days from the first time to the second, negative where it is earlier, towards zero; null where either is.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Between {
    name: &'static str,
    signature: Signature,
}

impl ScalarUDFImpl for Between {
    fn name(&self) -> &str {
        self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Int64)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let arrays = ColumnarValue::values_to_arrays(&args.args)?;
        let [from, to] = arrays.as_slice() else {
            return exec_err!("{} takes two times", self.name);
        };
        Ok(ColumnarValue::Array(between(from, to)?))
    }
}

fn between(from: &ArrayRef, to: &ArrayRef) -> Result<ArrayRef> {
    let spans: Int64Array = match from.data_type() {
        DataType::Date32 => binary::<_, _, _, Int64Type>(
            from.as_primitive::<Date32Type>(),
            to.as_primitive::<Date32Type>(),
            |from, to| i64::from(to) - i64::from(from),
        )?,
        _ => binary(
            from.as_primitive::<TimestampMicrosecondType>(),
            to.as_primitive::<TimestampMicrosecondType>(),
            // Only times outside years ±290,000 reach the bounds.
            |from: i64, to: i64| to.saturating_sub(from) / MICROSECONDS,
        )?,
    };
    Ok(Arc::new(spans))
}
