//! The register as a sheet: what the viewer keeps out, the filled sheet in; all of it or nothing (CJ-28).

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest as _, Sha256};
use shared::code::BusinessCode;
use shared::id::{IndicatorId, PostId, ProcessStepId, UnitId};
use shared::policy::{Action, Resource};
use shared::risk::point::RiskPoint;
use shared::risk::sheet::{
    Brought, COLUMNS, Known, Line, MOST_LINES, NewProcess, NewStep, RefusedCell, check, codes, kind_name,
};
use shared::risk::{Called, Process, ProcessStep};

use super::{account, record};
use crate::app::scope::Scope;
use crate::app::table::{self, FileKind, Table, Value};
use crate::error::Error;
use crate::store::permit::fresh;
use crate::store::risk::{self, ChangePoint, KeepsFor, point, process};
use crate::store::scope::Happened;
use crate::store::{Reader, Session, library, organisation};

/// What came of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Report {
    /// Points proposed or changed; 0 where anything was refused. What says nothing new is left as it is.
    pub accepted: usize,
    /// What was refused, with its cell.
    pub refused: Vec<RefusedCell>,
}

/// The register the viewer keeps, to fill in further: a line for every point, and one for every step without points.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn template(reader: &Reader) -> Result<Table, Error> {
    reader.demand(Resource::Risk, Action::Write)?;
    reader.demand(Resource::Risk, Action::Export)?;
    let (processes, steps) = process::all(reader).await?;
    let kept = risk::kept(reader).await?;
    let own: BTreeSet<UnitId> = kept.values().map(KeepsFor::unit).collect();
    // A sheet comes back only for units that are still there.
    let mut points = point::kept(reader).await?;
    points.retain(|point| own.contains(&point.content.unit));
    let of = points.iter().map(|point| point.content.unit).chain(processes.iter().map(|process| process.unit));
    let units = organisation::units(reader, of.collect::<BTreeSet<_>>()).await?;
    let posts = organisation::posts(reader, &own.iter().copied().collect::<Vec<_>>()).await?;
    let posts = posts.into_values().flatten().map(|post| (post.id, (post.code, post.name))).collect();
    let indicators = library::all_indicators(reader).await?.into_iter().map(|it| (it.id, it.code)).collect();
    let names = Names { posts, indicators };
    let mut rows = Vec::new();
    for process in processes.iter().filter(|process| !process.retired) {
        for step in steps.iter().filter(|step| step.process == process.id && !step.retired) {
            let here: Vec<&RiskPoint> = points.iter().filter(|point| point.content.step == step.id).collect();
            let unit = |id: UnitId| units.get(&id).map(|unit| (unit.code.as_str(), unit.name.as_str()));
            let alone = own.contains(&process.unit) && here.is_empty();
            rows.extend(alone.then(|| laid(process, step, unit(process.unit))));
            rows.extend(here.into_iter().map(|point| {
                let lead = laid(process, step, unit(point.content.unit));
                lead.into_iter().take(LEAD).chain(names.said(point)).collect()
            }));
        }
    }
    let heads = COLUMNS.iter().map(|&head| head.to_owned()).collect();
    Ok(Table { title: "风险清单".to_owned(), heads, rows, notes: Vec::new() })
}

/// The columns before those of the point itself.
const LEAD: usize = 6;

fn laid(process: &Process, step: &ProcessStep, unit: Option<(&str, &str)>) -> Vec<Value> {
    let (unit, unit_name) = unit.unwrap_or_default();
    let lead = [process.code.as_str(), &process.name, step.code.as_str(), &step.name, unit, unit_name];
    let lead: [Value; LEAD] = lead.map(Value::from);
    lead.into_iter().chain(std::iter::repeat_n(Value::Empty, COLUMNS.len() - LEAD)).collect()
}

/// What the lines of a template are called by.
struct Names {
    posts: BTreeMap<PostId, (BusinessCode, String)>,
    indicators: BTreeMap<IndicatorId, BusinessCode>,
}

impl Names {
    fn said(&self, point: &RiskPoint) -> Vec<Value> {
        let content = &point.content;
        let post = content.post.and_then(|post| self.posts.get(&post));
        let watching: Vec<&str> =
            content.indicators.iter().filter_map(|id| self.indicators.get(id)).map(BusinessCode::as_str).collect();
        vec![
            post.map_or(Value::Empty, |(code, _)| code.as_str().into()),
            post.map_or(Value::Empty, |(_, name)| name.as_str().into()),
            point.code.as_str().into(),
            content.name.as_str().into(),
            kind_name(content.kind).into(),
            Value::from(Some(content.likelihood.number())),
            Value::from(Some(content.impact.number())),
            content.controls.as_str().into(),
            watching.join("；").as_str().into(),
            Value::from(Some(content.review_months)),
            Value::from(Some(point.version)),
        ]
    }
}

/// Takes a filled sheet in, or says everything that is wrong with it. Points are proposed: somebody else confirms them.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] and [`Error::Limit`] for a file that cannot be read at all, or has more than 2,000 lines.
pub async fn fill(scope: &Scope, bytes: &[u8], kind: FileKind) -> Result<Report, Error> {
    let session = scope.begin().await?;
    session.demand(Resource::Risk, Action::Write)?;
    let lines = table::read(bytes, kind, &COLUMNS)?;
    if lines.len() > MOST_LINES {
        return Err(Error::Limit("rows"));
    }
    risk::alone(&session).await?;
    let keeps = risk::kept(&session).await?;
    let known = known(&session, &keeps, &lines).await?;
    let brought = match check(&lines, &known) {
        Ok(brought) => brought,
        Err(refused) => return Ok(Report { accepted: 0, refused }),
    };
    let keeps = keeps.into_values().map(|keeps| (keeps.unit(), keeps)).collect();
    let accepted = Taking { session: &session, known, keeps }.take(brought).await?;
    session.record(Happened {
        action: "risk.sheet",
        subject: "risks".to_owned(),
        summary: format!("{accepted} points of risk"),
        after: Some(hex::encode(Sha256::digest(bytes))),
        ..Happened::default()
    });
    session.commit().await?;
    Ok(Report { accepted, refused: Vec::new() })
}

async fn known(
    session: &Session,
    keeps: &BTreeMap<BusinessCode, KeepsFor>,
    lines: &[Vec<String>],
) -> Result<Known, Error> {
    let (processes, steps) = process::all(session).await?;
    let units: BTreeMap<BusinessCode, UnitId> =
        keeps.iter().map(|(code, keeps)| (code.clone(), keeps.unit())).collect();
    let posts = organisation::posts(session, &units.values().copied().collect::<Vec<_>>()).await?;
    let indicators = library::all_indicators(session).await?;
    Ok(Known {
        processes: processes.into_iter().map(|process| (process.code.clone(), process)).collect(),
        steps: steps.into_iter().map(|step| (step.code.clone(), step)).collect(),
        posts: posts.into_values().flatten().map(|post| ((post.unit, post.code), post.id)).collect(),
        indicators: indicators.into_iter().map(|indicator| (indicator.code, indicator.id)).collect(),
        points: point::with_codes(session, &codes(lines)).await?,
        units,
    })
}

/// A sheet without fault on its way in. What it begins becomes known.
struct Taking<'s> {
    session: &'s Session,
    known: Known,
    keeps: BTreeMap<UnitId, KeepsFor>,
}

impl Taking<'_> {
    /// Says how many points were proposed or changed.
    async fn take(mut self, brought: Brought) -> Result<usize, Error> {
        for new in brought.processes {
            self.begin(new).await?;
        }
        for new in brought.steps {
            self.begin_step(new).await?;
        }
        let mut taken = 0;
        for line in brought.points {
            taken += usize::from(self.point(line).await?);
        }
        Ok(taken)
    }

    fn keeps(&self, unit: UnitId) -> Result<&KeepsFor, Error> {
        self.keeps.get(&unit).ok_or(Error::Forbidden)
    }

    async fn begin(&mut self, new: NewProcess) -> Result<(), Error> {
        let called = Called { name: new.name, name_en: String::new() };
        let begun = Process::begin(fresh()?, new.code, called, new.unit)?;
        process::create_process(self.session, self.keeps(begun.unit)?, &begun).await?;
        record(self.session, "process.save", format!("process-{}", begun.id), begun.code.as_str(), &begun)?;
        self.known.processes.insert(begun.code.clone(), begun);
        Ok(())
    }

    async fn begin_step(&mut self, new: NewStep) -> Result<(), Error> {
        let of = self.known.processes.get(&new.process).ok_or(Error::NotFound)?;
        let (of, keeps) = (of.id, self.keeps(of.unit)?);
        let called = Called { name: new.name, name_en: String::new() };
        let begun = ProcessStep::begin(fresh()?, of, new.code, called, new.ordinal)?;
        process::create_step(self.session, keeps, &begun).await?;
        record(self.session, "process.step", format!("process-{of}"), begun.code.as_str(), &begun)?;
        self.known.steps.insert(begun.code.clone(), begun);
        Ok(())
    }

    /// Whether there was something new to say.
    async fn point(&self, line: Line) -> Result<bool, Error> {
        let step: ProcessStepId = self.known.steps.get(&line.step).ok_or(Error::NotFound)?.id;
        let (session, content, by) = (self.session, line.content(step), account(self.session.viewer()));
        let keeps = self.keeps(content.unit)?;
        let saved = match line.existing {
            Some(before) if before.content == content => return Ok(false),
            Some(before) => {
                let permit = risk::permit::<ChangePoint>(session, before.id, before.version).await?;
                let changed = before.change(content, by)?;
                point::save(session, permit, keeps, &changed).await?;
                RiskPoint { version: changed.version.saturating_add(1), ..changed }
            }
            None => {
                let proposed = RiskPoint::propose(fresh()?, line.code, content, by)?;
                point::create(session, keeps, &proposed).await?;
                proposed
            }
        };
        record(session, "risk.save", format!("risk-{}", saved.id), saved.code.as_str(), &saved)?;
        Ok(true)
    }
}
