//! The check of a sheet, line by line and cell by cell.

use std::collections::BTreeSet;

use super::{
    Brought, CONTROLS, Fault, IMPACT, INDICATORS, KIND, KINDS, Known, LIKELIHOOD, Line, MONTHS, NAME, NewProcess,
    NewStep, POINT, POST, PROCESS, PROCESS_NAME, RefusedCell, STEP, STEP_NAME, UNIT, USUAL_MONTHS, VERSION,
};
use crate::code::BusinessCode;
use crate::id::{IndicatorId, PostId, UnitId};
use crate::matter::words::{MOST_TITLE, MOST_WORDS, within};
use crate::risk::point::{MOST_MONTHS, RiskKind, RiskPoint, RiskPointState};
use crate::risk::{Degree, Process, ProcessStep, next_place};
use crate::sheet::{FIRST_LINE, text};

/// What may stand between two codes of indicators.
const BETWEEN: [char; 6] = [';', '；', '、', ',', '，', '\n'];

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

    /// Whether it says nothing of a point.
    fn is_step_alone(&self) -> bool {
        (POST..=VERSION).all(|column| self.text(column).is_empty())
    }

    fn said(&mut self, column: usize) -> Option<&'l str> {
        match self.text(column) {
            "" => self.refuse(column, Fault::Missing),
            said => Some(said),
        }
    }

    /// What stands there, of so many characters at most.
    fn words(&mut self, column: usize, most: u32) -> Option<String> {
        match within("cell", self.said(column)?, (1, most)) {
            Ok(words) => Some(words),
            Err(_) => self.refuse(column, Fault::TooLong),
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
        if row.is_step_alone() {
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
            let name = row.words(PROCESS_NAME, MOST_TITLE)?;
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
        let Some(ordinal) = self.next_place(&process, of) else { return row.refuse(STEP, Fault::Full) };
        let name = row.words(STEP_NAME, MOST_TITLE)?;
        self.brought.steps.push(NewStep { process, code: code.clone(), ordinal, name });
        Some(code)
    }

    /// The place after the steps that a process has and those that the lines before begin.
    fn next_place(&self, process: &BusinessCode, of: Option<&Process>) -> Option<i32> {
        let here = |step: &&ProcessStep| !step.retired && of.is_some_and(|of| of.id == step.process);
        let there = self.known.steps.values().filter(here).map(|step| step.ordinal);
        let begun = self.brought.steps.iter().filter(|new| new.process == *process).map(|new| new.ordinal);
        next_place(there.chain(begun))
    }

    fn point(&mut self, row: &mut Row<'_>, step: Option<BusinessCode>, unit: Option<UnitId>) -> Option<Line> {
        let code = self.own(row);
        let (name, kind, post) = (row.words(NAME, MOST_TITLE), row.kind(), self.post(row, unit));
        let (likelihood, impact) = (row.degree(LIKELIHOOD), row.degree(IMPACT));
        let (controls, indicators, review_months) =
            (row.words(CONTROLS, MOST_WORDS), self.indicators(row), row.months());
        let (code, existing) = code?;
        // What whoever fills it in does not see was not written out for them, and is not taken back by them.
        let before = existing.as_ref().map(|point| &point.content);
        let unseen = |id: &&IndicatorId| !self.known.indicators.values().any(|known| known == *id);
        let hidden = before.into_iter().flat_map(|content| content.indicators.iter().filter(unseen));
        let indicators = indicators.map(|said| said.into_iter().chain(hidden.copied()).collect());
        let kept = before.filter(|content| Some(content.unit) == unit).and_then(|content| content.post);
        let post = post.or(kept.filter(|post| !self.known.posts.values().any(|known| known == post)));
        Some(Line {
            step: step?,
            code,
            existing,
            name: name?,
            kind: kind?,
            unit: unit?,
            post,
            likelihood: likelihood?,
            impact: impact?,
            controls: controls?,
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
