//! The risk register as a sheet (CJ-28): every line is checked, every fault is named with its cell, and a sheet with a fault changes
//! nothing. A line names a process, a step and a point of risk; without a point it lays the step alone. Processes and steps that are not
//! there yet are begun, those that are there keep their names. A point that is there is changed where it still has the version the sheet
//! was taken out with.

use std::collections::{BTreeMap, BTreeSet};

use super::point::{PointContent, RiskKind, RiskPoint};
use super::{Degree, Process, ProcessStep};
use crate::code::BusinessCode;
use crate::id::{IndicatorId, PostId, ProcessStepId, UnitId};
use crate::sheet::{self, text};

mod check;

pub use check::check;

/// The columns of a sheet, in order.
pub const COLUMNS: [&str; 17] = [
    "流程编号",
    "流程名称",
    "环节编号",
    "环节名称",
    "单位编号",
    "单位名称",
    "岗位编号",
    "岗位名称",
    "风险点编号",
    "可能出什么问题",
    "风险类别",
    "可能性",
    "影响程度",
    "防控措施",
    "指标编号",
    "复核月数",
    "版本",
];

/// The columns in which a fault can be.
const PROCESS: usize = 0;
const PROCESS_NAME: usize = 1;
const STEP: usize = 2;
const STEP_NAME: usize = 3;
const UNIT: usize = 4;
const POST: usize = 6;
const POINT: usize = 8;
const NAME: usize = 9;
const KIND: usize = 10;
const LIKELIHOOD: usize = 11;
const IMPACT: usize = 12;
const CONTROLS: usize = 13;
const INDICATORS: usize = 14;
const MONTHS: usize = 15;
const VERSION: usize = 16;

/// Most lines of a sheet.
pub const MOST_LINES: usize = 2_000;

/// Months between two reviews where a line does not say.
pub const USUAL_MONTHS: u32 = 6;

/// What the kinds are called in a sheet; their codes are read too.
const KINDS: [(RiskKind, &str); 5] = [
    (RiskKind::Enforcement, "执法风险"),
    (RiskKind::Integrity, "廉政风险"),
    (RiskKind::Revenue, "税收流失风险"),
    (RiskKind::Service, "服务风险"),
    (RiskKind::Data, "数据风险"),
];

/// What a kind is called in a sheet.
#[must_use]
pub fn kind_name(kind: RiskKind) -> &'static str {
    KINDS.iter().find(|(known, _)| *known == kind).map_or(kind.code(), |(_, name)| name)
}

crate::codes! {
    /// What is wrong with a cell of a sheet.
    Fault {
        /// Nothing stands there.
        Missing "MISSING",
        /// It has more characters than such a text has: 200, or 4,000 where it says what is done.
        TooLong "TOO_LONG",
        /// It is no code.
        BadCode "BAD_CODE",
        /// The step is one of another process.
        OtherProcess "OTHER_PROCESS",
        /// The process is kept by a unit whose register the viewer does not keep: no step is added to it.
        NotKept "NOT_KEPT",
        /// The step would come after the last place of the process.
        Full "FULL",
        /// It is retired.
        Retired "RETIRED",
        /// No unit whose register the viewer keeps has this code.
        UnknownUnit "UNKNOWN_UNIT",
        /// No post of the unit has this code.
        UnknownPost "UNKNOWN_POST",
        /// It is no kind of risk.
        UnknownKind "UNKNOWN_KIND",
        /// It is no degree, 1–5.
        BadDegree "BAD_DEGREE",
        /// It is no count of months, 1–36.
        BadMonths "BAD_MONTHS",
        /// No indicator has one of these codes.
        UnknownIndicator "UNKNOWN_INDICATOR",
        /// The same point stands on an earlier line.
        Twice "TWICE",
        /// The code is that of a point the viewer does not keep.
        Taken "TAKEN",
        /// The point is there, and the sheet was not taken out with the version it has now.
        Stale "STALE",
    }
}

/// A fault with its place.
pub type RefusedCell = sheet::RefusedCell<Fault>;

/// What a sheet may name.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// All processes.
    pub processes: BTreeMap<BusinessCode, Process>,
    /// All steps.
    pub steps: BTreeMap<BusinessCode, ProcessStep>,
    /// The units whose register the viewer keeps.
    pub units: BTreeMap<BusinessCode, UnitId>,
    /// The posts of these units.
    pub posts: BTreeMap<(UnitId, BusinessCode), PostId>,
    /// All indicators.
    pub indicators: BTreeMap<BusinessCode, IndicatorId>,
    /// The points that have a code of the sheet; none where the viewer does not keep it.
    pub points: BTreeMap<BusinessCode, Option<RiskPoint>>,
}

/// A process that a sheet begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewProcess {
    /// Its code.
    pub code: BusinessCode,
    /// Its Chinese name.
    pub name: String,
    /// The unit that keeps it: that of the first line that names it.
    pub unit: UnitId,
}

/// A step that a sheet begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewStep {
    /// The code of its process.
    pub process: BusinessCode,
    /// Its code.
    pub code: BusinessCode,
    /// Its place in the process, from 1: after the steps that are there and those of the lines before.
    pub ordinal: i32,
    /// Its Chinese name.
    pub name: String,
}

/// A point of risk as a line says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The code of the step at which it lies.
    pub step: BusinessCode,
    /// Its code.
    pub code: BusinessCode,
    /// What there is; none for a new point.
    pub existing: Option<RiskPoint>,
    name: String,
    kind: RiskKind,
    unit: UnitId,
    post: Option<PostId>,
    likelihood: Degree,
    impact: Degree,
    controls: String,
    indicators: BTreeSet<IndicatorId>,
    review_months: u32,
}

impl Line {
    /// What the point says, once it is known which step its code means.
    #[must_use]
    pub fn content(&self, step: ProcessStepId) -> PointContent {
        PointContent {
            step,
            name: self.name.clone(),
            kind: self.kind,
            unit: self.unit,
            post: self.post,
            likelihood: self.likelihood,
            impact: self.impact,
            controls: self.controls.clone(),
            indicators: self.indicators.clone(),
            review_months: self.review_months,
        }
    }
}

/// What a sheet brings, in the order of its lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Brought {
    /// Processes to begin.
    pub processes: Vec<NewProcess>,
    /// Steps to begin.
    pub steps: Vec<NewStep>,
    /// Points to propose or to change.
    pub points: Vec<Line>,
}

/// The codes of points that a sheet names.
pub fn codes(lines: &[Vec<String>]) -> BTreeSet<BusinessCode> {
    lines.iter().filter_map(|line| text(line, POINT).parse().ok()).collect()
}

#[cfg(test)]
mod tests;
