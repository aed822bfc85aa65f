//! The risk register as a sheet (CJ-28): every line is checked, every fault is named with its cell, and a sheet with a fault changes
//! nothing. A line names a process, a step and a point of risk; without a point it lays the step alone. Processes and steps that are not
//! there yet are begun, those that are there keep their names. A point that is there is changed where it still has the version the sheet
//! was taken out with.

use std::collections::{BTreeMap, BTreeSet};

use super::point::{MOST_MONTHS, PointContent, RiskKind, RiskPoint, RiskPointState};
use super::{Degree, Process, ProcessStep};
use crate::code::BusinessCode;
use crate::id::{IndicatorId, PostId, ProcessStepId, UnitId};
use crate::sheet::{self, FIRST_LINE, text};

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

/// What may stand between two codes of indicators.
const BETWEEN: [char; 6] = [';', '；', '、', ',', '，', '\n'];

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
        /// It is no code.
        BadCode "BAD_CODE",
        /// The step is one of another process.
        OtherProcess "OTHER_PROCESS",
        /// The process is kept by a unit whose register the viewer does not keep: no step is added to it.
        NotKept "NOT_KEPT",
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

/// Checks a sheet, its heading left out. Empty lines are passed over.
///
/// # Errors
/// Every fault there is; then nothing of the sheet may be taken.
pub fn check(lines: &[Vec<String>], known: &Known) -> Result<Brought, Vec<RefusedCell>> {
    let (mut reading, mut refused) =
        (Reading { known, brought: Brought::default(), seen: BTreeSet::new() }, Vec::new());
    for (line, number) in lines.iter().zip(FIRST_LINE..) {
        if line.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let mut row = Row { line, faults: Vec::new() };
        reading.read(&mut row);
        refused.extend(row.faults.into_iter().map(|(column, fault)| RefusedCell::at(line, (column, number), fault)));
    }
    if refused.is_empty() { Ok(reading.brought) } else { Err(refused) }
}

/// A line, and what is wrong with it so far.
struct Row<'l> {
    line: &'l [String],
    faults: Vec<(usize, Fault)>,
}

impl<'l> Row<'l> {
    fn text(&self, column: usize) -> &'l str {
        text(self.line, column)
    }

    fn refuse<T>(&mut self, column: usize, fault: Fault) -> Option<T> {
        self.faults.push((column, fault));
        None
    }

    fn said(&mut self, column: usize) -> Option<&'l str> {
        match self.text(column) {
            "" => self.refuse(column, Fault::Missing),
            said => Some(said),
        }
    }

    fn code(&mut self, column: usize) -> Option<BusinessCode> {
        match self.said(column)?.parse() {
            Ok(code) => Some(code),
            Err(_) => self.refuse(column, Fault::BadCode),
        }
    }

    fn degree(&mut self, column: usize) -> Option<Degree> {
        let number: Option<i32> = self.said(column)?.parse().ok();
        match number.and_then(|number| Degree::try_new("degree", number).ok()) {
            Some(degree) => Some(degree),
            None => self.refuse(column, Fault::BadDegree),
        }
    }

    fn kind(&mut self) -> Option<RiskKind> {
        let said = self.said(KIND)?;
        match KINDS.iter().find(|(kind, name)| *name == said || kind.code() == said) {
            Some((kind, _)) => Some(*kind),
            None => self.refuse(KIND, Fault::UnknownKind),
        }
    }

    fn months(&mut self) -> Option<u32> {
        match self.text(MONTHS) {
            "" => Some(USUAL_MONTHS),
            said => match said.parse() {
                Ok(months @ 1..=MOST_MONTHS) => Some(months),
                _ => self.refuse(MONTHS, Fault::BadMonths),
            },
        }
    }
}

/// A sheet being read.
struct Reading<'k> {
    known: &'k Known,
    brought: Brought,
    /// The points on the lines before.
    seen: BTreeSet<BusinessCode>,
}

impl Reading<'_> {
    fn read(&mut self, row: &mut Row<'_>) {
        let unit = self.unit(row);
        let process = self.process(row, unit);
        let step = process.and_then(|process| self.step(row, process));
        if row.text(POINT).is_empty() && row.text(NAME).is_empty() {
            return;
        }
        let line = self.point(row, step, unit);
        self.brought.points.extend(line);
    }

    fn unit(&self, row: &mut Row<'_>) -> Option<UnitId> {
        match self.known.units.get(&row.code(UNIT)?) {
            Some(unit) => Some(*unit),
            None => row.refuse(UNIT, Fault::UnknownUnit),
        }
    }

    fn process(&mut self, row: &mut Row<'_>, unit: Option<UnitId>) -> Option<BusinessCode> {
        let code = row.code(PROCESS)?;
        match self.known.processes.get(&code) {
            Some(process) if process.retired => return row.refuse(PROCESS, Fault::Retired),
            Some(_) => return Some(code),
            None => {}
        }
        if !self.brought.processes.iter().any(|new| new.code == code) {
            let name = row.said(PROCESS_NAME)?.to_owned();
            self.brought.processes.push(NewProcess { code: code.clone(), name, unit: unit? });
        }
        Some(code)
    }

    fn step(&mut self, row: &mut Row<'_>, process: BusinessCode) -> Option<BusinessCode> {
        let code = row.code(STEP)?;
        let of = self.known.processes.get(&process);
        if let Some(step) = self.known.steps.get(&code) {
            return match of.is_some_and(|of| of.id == step.process) {
                false => row.refuse(STEP, Fault::OtherProcess),
                true if step.retired => row.refuse(STEP, Fault::Retired),
                true => Some(code),
            };
        }
        if let Some(new) = self.brought.steps.iter().find(|new| new.code == code) {
            return if new.process == process { Some(code) } else { row.refuse(STEP, Fault::OtherProcess) };
        }
        if of.is_some_and(|of| !self.known.units.values().any(|unit| *unit == of.unit)) {
            return row.refuse(STEP, Fault::NotKept);
        }
        let name = row.said(STEP_NAME)?.to_owned();
        self.brought.steps.push(NewStep { process, code: code.clone(), name });
        Some(code)
    }

    fn point(&mut self, row: &mut Row<'_>, step: Option<BusinessCode>, unit: Option<UnitId>) -> Option<Line> {
        let code = self.own(row);
        let (name, kind, post) = (row.said(NAME), row.kind(), self.post(row, unit));
        let (likelihood, impact) = (row.degree(LIKELIHOOD), row.degree(IMPACT));
        let (controls, indicators, review_months) = (row.said(CONTROLS), self.indicators(row), row.months());
        let (code, existing) = code?;
        Some(Line {
            step: step?,
            code,
            existing,
            name: name?.to_owned(),
            kind: kind?,
            unit: unit?,
            post,
            likelihood: likelihood?,
            impact: impact?,
            controls: controls?.to_owned(),
            indicators: indicators?,
            review_months: review_months?,
        })
    }

    /// The code of the point, and what there is under it.
    fn own(&mut self, row: &mut Row<'_>) -> Option<(BusinessCode, Option<RiskPoint>)> {
        let code = row.code(POINT)?;
        if !self.seen.insert(code.clone()) {
            return row.refuse(POINT, Fault::Twice);
        }
        match self.known.points.get(&code) {
            None => Some((code, None)),
            Some(None) => row.refuse(POINT, Fault::Taken),
            Some(Some(point)) if point.state == RiskPointState::Retired => row.refuse(POINT, Fault::Retired),
            Some(Some(point)) if row.text(VERSION) != point.version.to_string() => row.refuse(VERSION, Fault::Stale),
            Some(Some(point)) => Some((code, Some(point.clone()))),
        }
    }

    /// The post; none where none is named, or a fault, which takes the whole sheet back.
    fn post(&self, row: &mut Row<'_>, unit: Option<UnitId>) -> Option<PostId> {
        if row.text(POST).is_empty() {
            return None;
        }
        match self.known.posts.get(&(unit?, row.code(POST)?)) {
            Some(post) => Some(*post),
            None => row.refuse(POST, Fault::UnknownPost),
        }
    }

    fn indicators(&self, row: &mut Row<'_>) -> Option<BTreeSet<IndicatorId>> {
        let codes = row.text(INDICATORS).split(BETWEEN).map(str::trim).filter(|code| !code.is_empty());
        let found: Option<_> = codes.map(|code| self.known.indicators.get(&code.parse().ok()?).copied()).collect();
        match found {
            Some(found) => Some(found),
            None => row.refuse(INDICATORS, Fault::UnknownIndicator),
        }
    }
}

#[cfg(test)]
mod tests;
