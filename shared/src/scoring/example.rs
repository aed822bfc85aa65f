//! Each method with parameters that make sense, all of them written out: where somebody who defines an indicator begins.

use super::method::MethodCode;

impl MethodCode {
    /// The method with example parameters, as JSON. Most are the worked examples of domain.md §3.2.
    #[must_use]
    pub const fn example(self) -> &'static str {
        match self {
            Self::DeductStep => {
                r#"{"method":"DEDUCT_STEP","granularity":"0.1","unit":"0.05","steps":"FLOOR","floor":"0"}"#
            }
            Self::DeductCount => r#"{"method":"DEDUCT_COUNT","unit":"1","floor":"0"}"#,
            Self::StepBenchmark => {
                r#"{"method":"STEP_BENCHMARK","benchmark":{"FIXED":"80"},"granularity":"5","unit":"2","floor":"0","cap":"8"}"#
            }
            Self::TargetRatio => r#"{"method":"TARGET_RATIO","cap":"1"}"#,
            Self::Interval => {
                r#"{"method":"INTERVAL","intervals":[{"from":"99","to":null,"gives":"1"},{"from":"97","to":"99","gives":"0.9"},{"from":"95","to":"97","gives":"0.8"},{"from":"90","to":"95","gives":"0.6"},{"from":null,"to":"90","gives":"0"}]}"#
            }
            Self::Linear => r#"{"method":"LINEAR","x0":"90","s0":"0.6","x1":"98","s1":"1"}"#,
            Self::Efficacy => r#"{"method":"EFFICACY","unacceptable":"90","satisfactory":"99"}"#,
            Self::RankLinear => r#"{"method":"RANK_LINEAR","unit":"0.2","floor":"0","ties":"STANDARD"}"#,
            Self::RankTier => {
                r#"{"method":"RANK_TIER","tiers":[{"width":"0.2","share":"1"},{"width":"0.3","share":"0.95"},{"width":"0.5","share":"0.8"}],"ties":"STANDARD"}"#
            }
            Self::Yoy => r#"{"method":"YOY","slope":"0.02","floor":"0","cap":"1.2"}"#,
            Self::Completion => r#"{"method":"COMPLETION","unit":"0.5"}"#,
            Self::GradeVote => {
                r#"{"method":"GRADE_VOTE","grades":[{"grade":"优秀","points":"95"},{"grade":"称职","points":"85"},{"grade":"基本称职","points":"75"},{"grade":"不了解","points":null}]}"#
            }
            Self::Manual => r#"{"method":"MANUAL","full":"100","trim_from":7}"#,
            Self::Veto => r#"{"method":"VETO","effect":"ZERO"}"#,
            Self::Expr => {
                r#"{"method":"EXPR","formula":"如果(值 >= 目标, 基准分, 基准分 * 值 / 目标)","floor":"0","cap":"10"}"#
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scoring::Method;

    #[test]
    fn every_example_is_of_its_method_and_says_every_parameter() {
        for &code in MethodCode::ALL {
            let method: Method = serde_json::from_str(code.example()).unwrap();
            assert_eq!(method.code(), code);
            method.rule().check().unwrap();
            let keys = |json: &serde_json::Value| json.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
            let said: serde_json::Value = serde_json::from_str(code.example()).unwrap();
            assert_eq!(keys(&said), keys(&serde_json::to_value(&method).unwrap()), "{code}");
        }
    }
}
