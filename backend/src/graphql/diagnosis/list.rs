//! Queries of diagnoses: one, lists, work logs, and the measures that are carried over.

use async_graphql::{Context, Object, SimpleObject};
use shared::calendar::local_day;
use shared::id::{LogLineId, MatterId, PersonId, UnitId};
use shared::matter::{MatterKind, MatterOrder};
use shared::period::Period;
use shared::rectification::MeasureState;

use super::Diagnosis;
use crate::app::desk;
use crate::app::diagnosis::carried::{Open, open_measures};
use crate::app::diagnosis::{self as use_case, Kept};
use crate::app::matter::list::Filter;
use crate::app::scope::Scope;
use crate::connection;
use crate::error::Error;
use crate::graphql::matter::{Matter, MatterConnection, MatterFilter, PersonName};
use crate::graphql::page::parts;
use crate::graphql::scalar::{Date, DateTime};
use crate::store::diagnosis::Narrowed;
use crate::store::page::Page;

/// A line of a work log: what somebody did for a diagnosis (CJ-40).
#[derive(Debug, Clone, SimpleObject)]
pub struct DiagnosisLogLine {
    /// Its id.
    pub id: LogLineId,
    /// The diagnosis.
    pub diagnosis: MatterId,
    /// On which day it was done.
    pub day: Date,
    /// For how many minutes.
    pub minutes: Option<i32>,
    /// What was done.
    pub words: String,
    /// How whoever did it was called.
    pub name: String,
    /// When it was written down.
    pub at: DateTime,
}

impl From<Kept> for DiagnosisLogLine {
    fn from(kept: Kept) -> Self {
        let Kept { id, matter, line } = kept;
        let minutes = line.minutes.map(super::signed);
        let (day, at) = (Date(line.day), DateTime(line.at));
        Self { id, diagnosis: matter, day, minutes, words: line.words, name: line.name, at }
    }
}

connection!(DiagnosisLogConnection, DiagnosisLogEdge, DiagnosisLogLine, "lines of work logs");

/// A measure that was open when a cycle ended, and is carried into the next (CJ-69).
#[derive(Debug, Clone, SimpleObject)]
pub struct CarriedMeasure {
    /// The diagnosis or rectification.
    pub matter: Matter,
    /// Its number there, counted from 1.
    pub item: i32,
    /// What.
    pub what: String,
    /// By whom.
    pub owner: Option<PersonName>,
    /// By which day.
    pub due_on: Date,
    /// How far it is now.
    pub state: MeasureState,
    /// When it was done or dropped since.
    pub ended_at: Option<DateTime>,
}

connection!(CarriedMeasureConnection, CarriedMeasureEdge, CarriedMeasure, "measures carried over");

fn carried(scope: &Scope, open: Vec<Open>) -> Vec<CarriedMeasure> {
    let lines = open.iter().map(|open| open.line.clone()).collect();
    let one = |(matter, Open { measure, .. }): (Matter, Open)| CarriedMeasure {
        matter,
        item: super::signed(measure.item),
        what: measure.what,
        owner: measure.owner.as_ref().map(Into::into),
        due_on: Date(measure.due),
        state: measure.state,
        ended_at: measure.ended.map(DateTime),
    };
    Matter::list(scope, lines).into_iter().zip(open).map(one).collect()
}

/// Queries of diagnoses.
#[derive(Debug, Default)]
pub struct DiagnosisQuery;

#[Object]
impl DiagnosisQuery {
    /// One diagnosis.
    async fn diagnosis(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: MatterId,
    ) -> Result<Diagnosis, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::diagnosis(&*scope.reader().await?, id).await?;
        Ok(Diagnosis::new(scope, it))
    }

    /// Diagnoses you may see on either side, the newest number first.
    async fn diagnoses(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1–100.")] first: i32,
        #[graphql(desc = "After the diagnosis with this cursor.")] after: Option<String>,
        #[graphql(desc = "Which; the kind is that of diagnoses, whatever it says.")] filter: Option<MatterFilter>,
    ) -> Result<MatterConnection, Error> {
        let scope = Scope::of(ctx)?;
        let filter = filter.map(|filter| filter.read(local_day(scope.now()))).unwrap_or_default();
        let filter = Filter { kind: Some(MatterKind::Diagnosis), ..filter };
        let page = Page::try_new(first, after.as_deref())?;
        let slice = desk::matters(&*scope.reader().await?, &filter, MatterOrder::Number, page).await?;
        Ok(parts(slice, |lines| Matter::list(&scope, lines))?.into())
    }

    /// Lines of the work logs of diagnoses you may see, the newest day first (CJ-40).
    async fn diagnosis_log(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1–100.")] first: i32,
        #[graphql(desc = "After the line with this cursor.")] after: Option<String>,
        #[graphql(desc = "Of this diagnosis.")] diagnosis: Option<MatterId>,
        #[graphql(desc = "By this person.")] person: Option<PersonId>,
        #[graphql(desc = "Of the days of this period.")] period: Option<Period>,
    ) -> Result<DiagnosisLogConnection, Error> {
        let scope = Scope::of(ctx)?;
        let page = Page::try_new(first, after.as_deref())?;
        let (from, to) = (period.map(Period::first_day), period.map(Period::last_day));
        let narrowed = Narrowed { matter: diagnosis, person, from, to };
        let slice = use_case::logs(&*scope.reader().await?, narrowed, page).await?;
        Ok(parts(slice, |lines| lines.into_iter().map(Into::into).collect())?.into())
    }

    /// The measures of diagnoses and rectifications of a unit and those below it that were open when a period ended: the plan of the next
    /// one begins with them (CJ-69).
    async fn open_measures(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1–100.")] first: i32,
        #[graphql(desc = "After the measure with this cursor.")] after: Option<String>,
        #[graphql(desc = "The unit.")] unit: UnitId,
        #[graphql(desc = "The period that ended.")] before: Period,
    ) -> Result<CarriedMeasureConnection, Error> {
        let scope = Scope::of(ctx)?;
        let page = Page::try_new(first, after.as_deref())?;
        let slice = open_measures(&*scope.reader().await?, unit, before, page).await?;
        Ok(parts(slice, |open| carried(&scope, open))?.into())
    }
}
