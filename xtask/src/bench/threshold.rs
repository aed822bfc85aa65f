//! What is stated of speed, judged by ratios of one run. Tests assert no times; this does, for whoever asks for it on a quiet machine.

use std::fmt;

use serde_json::Value;

/// Something stated of a measurement.
#[derive(Debug, Clone, Copy)]
pub struct Threshold {
    /// What is compared with what.
    pub what: &'static str,
    /// Where the measurement says it, as a JSON pointer.
    pub at: &'static str,
    /// What is measured there is divided by this.
    pub against: f64,
    /// What the ratio has to be.
    pub bound: Bound,
}

/// What a ratio has to be.
#[derive(Debug, Clone, Copy)]
pub enum Bound {
    /// No more than this.
    AtMost(f64),
    /// No less than this.
    AtLeast(f64),
}

/// How a measurement stands to what is stated of it.
#[derive(Debug, Clone, Copy)]
pub struct Verdict {
    threshold: Threshold,
    /// None where the measurement does not say it: then it is not met.
    ratio: Option<f64>,
}

impl Threshold {
    /// How a measurement stands to it.
    pub fn judge(self, measured: &Value) -> Verdict {
        let figure = measured.pointer(self.at).and_then(Value::as_f64);
        Verdict { threshold: self, ratio: figure.map(|figure| figure / self.against) }
    }
}

impl Verdict {
    /// Whether it is as stated.
    pub fn is_met(&self) -> bool {
        self.ratio.is_some_and(|ratio| match self.threshold.bound {
            Bound::AtMost(most) => ratio <= most,
            Bound::AtLeast(least) => ratio >= least,
        })
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = if self.is_met() { "met" } else { "not met" };
        write!(f, "{word}: {}: ", self.threshold.what)?;
        match self.ratio {
            Some(ratio) => write!(f, "{ratio:.3}")?,
            None => write!(f, "not measured")?,
        }
        match self.threshold.bound {
            Bound::AtMost(most) => write!(f, ", at most {most:.3}"),
            Bound::AtLeast(least) => write!(f, ", at least {least:.3}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Bound, Threshold};

    #[test]
    fn what_is_measured_is_met_or_not_and_what_is_not_measured_is_not_met() {
        let measured = json!({ "times_faster": 29.47, "delivery": [{ "p99_ms": 646 }], "ratio": 1.0, "text": "fast" });
        let of = |at, against, bound| Threshold { what: "it", at, against, bound }.judge(&measured);
        for (verdict, line) in [
            (of("/times_faster", 1.0, Bound::AtLeast(30.0)), "not met: it: 29.470, at least 30.000"),
            (of("/times_faster", 1.0, Bound::AtLeast(29.0)), "met: it: 29.470, at least 29.000"),
            (of("/delivery/0/p99_ms", 1_000.0, Bound::AtMost(1.0)), "met: it: 0.646, at most 1.000"),
            (of("/delivery/0/p99_ms", 500.0, Bound::AtMost(1.0)), "not met: it: 1.292, at most 1.000"),
            (of("/ratio", 1.0, Bound::AtMost(1.0)), "met: it: 1.000, at most 1.000"),
            (of("/delivery/1/p99_ms", 1.0, Bound::AtMost(1.0)), "not met: it: not measured, at most 1.000"),
            (of("/text", 1.0, Bound::AtLeast(0.0)), "not met: it: not measured, at least 0.000"),
        ] {
            assert_eq!((verdict.to_string().as_str(), verdict.is_met()), (line, !line.starts_with("not")));
        }
    }
}
