//! Explanations as GraphQL shows them: from any number down to the rule and the rows behind it.

use async_graphql::{ComplexObject, Context, Object, SimpleObject};
use shared::availability::Availability;
use shared::cell::Subject;
use shared::code::CockpitDimensionCode;
use shared::id::{IndicatorId, SchemeId};
use shared::manual::{Change, Entered};
use shared::number::{Points, Quantity};
use shared::period::Period;
use shared::scoring::Step;

use super::audit::AuditEvent;
use super::cockpit::{Cell, Score};
use super::dataset::{DatasetColumn, Measure};
use super::library::{IndicatorBrief, IndicatorVersion};
use super::place::Place;
use super::run::Run;
use super::scalar::DateTime;
use crate::app::explain::{self as app, source};
use crate::app::place::{Levels, levels};
use crate::app::run::Workshop;
use crate::app::scope::Scope;
use crate::error::Error;

/// Why a number is what it is (CJ-31, CJ-51, ZH-58).
#[derive(Debug, Clone, SimpleObject)]
#[graphql(complex)]
pub struct Explanation {
    /// Where it stands.
    pub place: Place,
    /// The period.
    pub period: Period,
    /// The number with its company.
    pub cell: Cell,
    /// How far the value is behind the best of its group, never negative; null where it is not ranked or the viewer may not read ranks.
    pub behind_best: Option<Quantity>,
    /// The nearest better place of its group that the viewer may see; null for the best, and where all before it are hidden (NY-16).
    pub ahead: Option<Ahead>,
    /// The frozen version of the indicator.
    pub version: IndicatorVersion,
    /// The formula with the numbers filled in; null for values that come by hand.
    pub formula: Option<FormulaExplanation>,
    /// The steps from the value to the points.
    pub trace: Vec<TraceStep>,
    /// The measures of the formula with their sums.
    pub inputs: Vec<MeasureInput>,
    /// The same number of the places below and, where they add up, of what no visible place carries.
    pub contributions: Vec<Contribution>,
    /// Whether the contributions add up: where all measures are sums over units and over the months of the period. A distinct count
    /// is counted anew at every level, a least or greatest value is taken from its parts; none of them is their sum.
    pub contributions_add_up: bool,
    /// The run that computed it; null where the viewer may not read runs.
    pub run: Option<Run>,
    /// Since when it is published.
    pub published_at: DateTime,
    /// Who changed what about the indicator; empty where the viewer may not read the audit trail.
    pub history: Vec<AuditEvent>,
    /// The value filled in by hand.
    pub manual: Option<ManualEntry>,
    /// The values filled in by hand that took the place of others, newest first, among the newest 20 that were filled in.
    pub manual_changes: Vec<ManualChange>,
    #[graphql(skip)]
    explained: app::Explanation,
}

#[ComplexObject]
impl Explanation {
    /// A sample of the source rows behind it, of the subjects whose rows the viewer may see; null for values that come by hand.
    async fn source_rows(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1–100.")] first: i32,
    ) -> Result<Option<SourceRows>, Error> {
        let scope = Scope::of(ctx)?;
        let limit =
            usize::try_from(first).ok().filter(|first| (1..=100).contains(first)).ok_or(Error::Limit("first"))?;
        let workshop = ctx.data::<Workshop>().map_err(|error| Error::internal(error.message))?;
        let sample = source::sample(&*scope.reader().await?, workshop, &self.explained, limit).await?;
        Ok(sample.map(|sample| SourceRows::of(sample, self.explained.view.cell.rows)))
    }
}

/// A better place in a comparison group.
#[derive(Debug, Clone, SimpleObject)]
pub struct Ahead {
    /// Whose.
    pub place: Place,
    /// Its rank, 1 is best; of equal places one.
    pub rank: i32,
    /// How far the value is behind, in the unit of measure of the indicator.
    pub behind: Quantity,
}

/// A formula as it was computed.
#[derive(Debug, Clone, SimpleObject)]
pub struct FormulaExplanation {
    /// As it is written.
    pub text: String,
    /// With the numbers in the place of the names.
    pub substituted: String,
    /// What came out.
    pub result: String,
}

/// One step of the scoring in data: its code and facts become a sentence where they are shown.
#[derive(Debug, Clone, SimpleObject)]
pub struct TraceStep {
    /// What was done.
    pub code: String,
    /// With which numbers.
    pub facts: Vec<Fact>,
}

/// A number of a step.
#[derive(Debug, Clone, SimpleObject)]
pub struct Fact {
    /// What it is.
    pub name: String,
    /// The number, or a code.
    pub value: String,
}

impl From<&Step> for TraceStep {
    fn from(step: &Step) -> Self {
        let fact = |(name, value): (&str, String)| Fact { name: name.to_owned(), value };
        Self { code: step.code().to_owned(), facts: step.facts().into_iter().map(fact).collect() }
    }
}

/// A measure with what it came to.
#[derive(Debug, Clone, SimpleObject)]
pub struct MeasureInput {
    /// The measure.
    pub measure: Measure,
    /// Whether there is a sum.
    pub availability: Availability,
    /// Its sum; null where it is absent.
    pub value: Option<Quantity>,
    /// Rows of its dataset that were seen for the place and period.
    pub rows: i64,
}

/// A part of a sum.
#[derive(Debug, Clone, SimpleObject)]
pub struct Contribution {
    /// Whose it is; null: what no visible child carries.
    pub place: Option<Place>,
    /// Its numerator.
    pub numerator: Option<Quantity>,
    /// Its denominator.
    pub denominator: Option<Quantity>,
    /// Its own value.
    pub value: Option<Quantity>,
    /// Whether it has one, and why not.
    pub availability: Availability,
    /// Rows of the sources behind it.
    pub rows: i64,
}

/// A sample of source rows.
#[derive(Debug, Clone, SimpleObject)]
pub struct SourceRows {
    /// The columns.
    pub columns: Vec<DatasetColumn>,
    /// The rows; masked and empty cells are null.
    pub rows: Vec<Vec<Option<String>>>,
    /// The columns that are masked.
    pub masked: Vec<String>,
    /// How many rows stand behind the number in all.
    pub total: i64,
    /// Whether the source has changed since the run read it: then there are no rows.
    pub changed: bool,
}

impl SourceRows {
    fn of(sample: source::Sample, total: i64) -> Self {
        let columns = &sample.definition.source.columns;
        Self {
            columns: columns.iter().map(|column| DatasetColumn::of(column, &sample.definition)).collect(),
            masked: sample.definition.personal.iter().cloned().collect(),
            rows: sample.rows,
            total,
            changed: sample.changed,
        }
    }
}

/// A value filled in by hand.
#[derive(Debug, Clone, SimpleObject)]
pub struct ManualEntry {
    /// The value.
    pub value: Quantity,
    /// Who.
    pub by: String,
    /// When.
    pub at: DateTime,
    /// What was noted beside it.
    pub note: String,
}

impl From<Entered> for ManualEntry {
    fn from(entered: Entered) -> Self {
        Self { value: entered.value, by: entered.by, at: DateTime(entered.at), note: entered.note }
    }
}

/// A value filled in by hand that took the place of another one.
#[derive(Debug, Clone, SimpleObject)]
pub struct ManualChange {
    /// The value that held before.
    pub before: Quantity,
    /// What was filled in instead.
    pub after: ManualEntry,
}

impl From<Change> for ManualChange {
    fn from(change: Change) -> Self {
        Self { before: change.before, after: change.after.into() }
    }
}

fn explanation(scope: &Scope, found: app::Explanation, levels: &Levels) -> Explanation {
    let part = |(place, cell): &(crate::app::cockpit::place::Place, shared::cell::Cell)| Contribution {
        place: Some(Place::from(place.named(levels))),
        numerator: cell.numerator,
        denominator: cell.denominator,
        value: cell.value,
        availability: cell.availability,
        rows: cell.rows,
    };
    let others = found.others.map(|others| Contribution {
        place: None,
        numerator: others.numerator,
        denominator: others.denominator,
        value: None,
        availability: Availability::Present,
        rows: others.rows,
    });
    let formula = found.formula.clone();
    Explanation {
        place: Place::from(found.place.named(levels)),
        period: found.view.cell.period,
        cell: Cell::of(found.view.clone()),
        behind_best: found.behind_best,
        ahead: found.ahead.as_ref().map(|ahead| Ahead {
            place: Place::from(ahead.place.named(levels)),
            rank: ahead.rank,
            behind: ahead.behind,
        }),
        version: IndicatorVersion::of(scope.clone(), &found.view.brief),
        formula: formula.map(|f| FormulaExplanation { text: f.text, substituted: f.filled, result: f.result }),
        trace: found.trace.iter().map(TraceStep::from).collect(),
        inputs: found
            .inputs
            .iter()
            .map(|(measure, value)| MeasureInput {
                measure: Measure::new(scope.clone(), measure.clone()),
                availability: if value.is_some() { Availability::Present } else { Availability::Missing },
                value: *value,
                rows: found.view.cell.rows,
            })
            .collect(),
        contributions: found.parts.iter().map(part).chain(others).collect(),
        contributions_add_up: found.adds_up,
        run: found.run.clone().map(|run| Run::new(scope.clone(), run)),
        published_at: DateTime(found.published_at),
        history: found.history.iter().cloned().map(|(id, event)| AuditEvent::new(id, event)).collect(),
        manual: found.manual.clone().map(Into::into),
        manual_changes: found.manual_changes.iter().cloned().map(Into::into).collect(),
        explained: found,
    }
}

/// Why a score is what it is.
#[derive(Debug, Clone, SimpleObject)]
pub struct ScoreExplanation {
    /// Where it stands.
    pub place: Place,
    /// The period.
    pub period: Period,
    /// The scheme that published it.
    pub scheme: SchemeId,
    /// What the scheme is called.
    pub scheme_name: Option<String>,
    /// The score with its company.
    pub score: Score,
    /// The indicators it is made of.
    pub lines: Vec<ScoreLine>,
    /// Whether indicators without a value were left out, so that the others carry their weight.
    pub reweighted: bool,
}

/// An indicator of a score.
#[derive(Debug, Clone, SimpleObject)]
pub struct ScoreLine {
    /// The indicator.
    pub indicator: IndicatorBrief,
    /// Whether it has a value, and why not.
    pub availability: Availability,
    /// The points won.
    pub points: Option<Points>,
    /// The points it was worth.
    pub base_points: Points,
    /// Whether it counted.
    pub counted: bool,
}

/// How the key rates changed against the same period of last year (CJ-61).
#[derive(Debug, Clone, SimpleObject)]
pub struct Improvement {
    /// The period of last year.
    pub from: Period,
    /// The period.
    pub to: Period,
    /// The mean over the key rates, in the unit of the rates; positive is better.
    pub mean: Option<Quantity>,
    /// The key rates.
    pub lines: Vec<ImprovementLine>,
    /// The places below with their means, best first.
    pub best: Vec<PlaceImprovement>,
}

/// The change of one key rate.
#[derive(Debug, Clone, SimpleObject)]
pub struct ImprovementLine {
    /// The indicator.
    pub indicator: IndicatorBrief,
    /// Its value a year ago.
    pub before: Option<Quantity>,
    /// Its value.
    pub after: Option<Quantity>,
    /// The change; positive is better whatever the direction.
    pub change: Option<Quantity>,
}

/// The mean change of a place below.
#[derive(Debug, Clone, SimpleObject)]
pub struct PlaceImprovement {
    /// The place.
    pub place: Place,
    /// The mean over its key rates.
    pub mean: Quantity,
}

/// Queries that explain.
#[derive(Debug, Default)]
pub struct ExplainQuery;

#[Object]
impl ExplainQuery {
    /// Explains a value: the frozen rule, the numbers filled in, the scoring, the parts, the run, the rows.
    async fn explain(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The place.")] subject: Subject,
        #[graphql(desc = "The indicator.")] indicator: IndicatorId,
        #[graphql(desc = "The period.")] period: Period,
    ) -> Result<Explanation, Error> {
        let scope = Scope::of(ctx)?;
        let reader = scope.reader().await?;
        let found = app::explain(&reader, subject, indicator, period).await?;
        Ok(explanation(&scope, found, &levels(&reader).await?))
    }

    /// Explains a score: its indicators with their points.
    async fn explain_score(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The place.")] subject: Subject,
        #[graphql(desc = "The period.")] period: Period,
        #[graphql(desc = "The cockpit dimension; without one the score over all.")] cockpit_dimension: Option<
            CockpitDimensionCode,
        >,
    ) -> Result<ScoreExplanation, Error> {
        let scope = Scope::of(ctx)?;
        let reader = scope.reader().await?;
        let found = app::explain_score(&reader, subject, period, cockpit_dimension.as_ref()).await?;
        let line = |view: &shared::cockpit::CellView| ScoreLine {
            indicator: IndicatorBrief::from(&*view.brief),
            availability: view.cell.availability,
            points: view.cell.points,
            base_points: view.cell.base_points,
            counted: view.cell.points.is_some(),
        };
        Ok(ScoreExplanation {
            place: Place::from(found.place.named(&levels(&reader).await?)),
            period,
            scheme: found.scheme,
            scheme_name: found.library.scheme_name.clone(),
            reweighted: found.reweighted(),
            lines: found.lines.iter().map(line).collect(),
            score: Score::of(found.view, &found.library),
        })
    }

    /// How the key rates of a place and of what is below it changed against the same period of last year.
    async fn improvement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The place.")] subject: Subject,
        #[graphql(desc = "The period.")] period: Period,
    ) -> Result<Improvement, Error> {
        let scope = Scope::of(ctx)?;
        let reader = scope.reader().await?;
        let found = app::improvement(&reader, subject, period).await?;
        let levels = levels(&reader).await?;
        let line = |view: shared::cockpit::CellView| ImprovementLine {
            indicator: IndicatorBrief::from(&*view.brief),
            before: view.last_year,
            after: view.cell.value,
            change: view.improvement_on_year,
        };
        let best = found.best.into_iter();
        Ok(Improvement {
            from: period.last_year(),
            to: period,
            mean: found.mean,
            lines: found.lines.into_iter().map(line).collect(),
            best: best
                .map(|(place, mean)| PlaceImprovement { place: Place::from(place.named(&levels)), mean })
                .collect(),
        })
    }
}
