//! Writing the library: indicators, drafts, putting them into effect, targets.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use shared::band::{Band, Bands, Span};
use shared::code::{BusinessCode, CockpitDimensionCode, DimensionCode, LevelCode, LineCode};
use shared::direction::Direction;
use shared::id::{IndicatorId, IndicatorVersionId, UnitId};
use shared::indicator::{self, About, CollectionMode, Content, Domain, Nature, ObjectKind, SubjectKind};
use shared::number::{Points, Quantity};
use shared::period::{Cycle, Period};

use super::{Indicator, IndicatorVersion, Shelf};
use crate::app::library::change as app;
use crate::app::scope::Scope;
use crate::error::Error;
use crate::graphql::organisation::Unit;
use crate::graphql::scalar::Date;
use crate::store::library::Target;

/// What an indicator is called and where it stands.
#[derive(Debug, InputObject)]
pub struct IndicatorAbout {
    /// Its name, 1 to 200 characters.
    name: String,
    /// Its English name, 1 to 200 characters.
    name_en: String,
    /// Whose performance it is about.
    object: ObjectKind,
    /// The dimension of the indicator system (CJ-38).
    dimension: DimensionCode,
    /// The column of the cockpit it stands in; null: none (CJ-47).
    cockpit_dimension: Option<CockpitDimensionCode>,
    /// The business line that answers for it.
    line: Option<LineCode>,
    /// The domain of work (ZH-20).
    domain: Domain,
    /// A number or a judgement (CJ-18).
    nature: Nature,
    /// What it is for, 1 to 200 characters (CJ-49).
    purpose: String,
    /// Whether it leads the cockpit, as the six rates do.
    key_rate: bool,
}

impl From<IndicatorAbout> for About {
    fn from(input: IndicatorAbout) -> Self {
        let IndicatorAbout {
            name,
            name_en,
            object,
            dimension,
            cockpit_dimension,
            line,
            domain,
            nature,
            purpose,
            key_rate,
        } = input;
        Self { name, name_en, object, dimension, cockpit_dimension, line, domain, nature, purpose, key_rate }
    }
}

/// What values from one number up to before another mean.
#[derive(Debug, InputObject)]
pub struct BandIntervalInput {
    /// The meaning.
    band: Band,
    /// From here, included; null: no lower end.
    from: Option<Quantity>,
    /// To here, excluded; null: no upper end.
    to: Option<Quantity>,
}

/// What a version says (domain.md §2.3). A draft may be incomplete; putting it into effect checks everything.
#[derive(Debug, InputObject)]
pub struct VersionContent {
    /// The appraisal standard (考评标准).
    standard: String,
    /// The formula over measures; empty where values come by hand.
    formula: String,
    /// The definition (口径).
    caliber: String,
    /// The unit of its values, such as `%`.
    unit_of_measure: String,
    /// Which way is better.
    direction: Direction,
    /// How values come in.
    collection: CollectionMode,
    /// 机生: the record is made by a system (ZH-27).
    machine_generated: bool,
    /// 机汇: it is collected by a system (ZH-27).
    machine_collected: bool,
    /// 机考: it is scored by a system (ZH-27).
    machine_scored: bool,
    /// The level that collects it (WH-09).
    collector_level: Option<LevelCode>,
    /// The shortest period it is appraised for.
    cycle: Cycle,
    /// The points it is worth (基准分), above 0.
    base_score: Points,
    /// The scoring method with its parameters, as JSON: see `scoringMethods`.
    method_parameters: String,
    /// What values mean: intervals that are disjoint and cover every value.
    bands: Vec<BandIntervalInput>,
    /// What it reaches.
    reaches: Vec<SubjectKind>,
    /// The classes of the posts it reaches; empty: every post.
    post_classes: Vec<BusinessCode>,
}

impl VersionContent {
    fn read(self) -> Result<Content, Error> {
        let invalid = |field: &str, message: String| Error::invalid(format!("content.{field}"), message);
        let method = serde_json::from_str(&self.method_parameters)
            .map_err(|error| invalid("methodParameters", error.to_string()))?;
        let span = |input: BandIntervalInput| Span { from: input.from, to: input.to, gives: input.band };
        let bands = Bands::try_new(self.bands.into_iter().map(span).collect())
            .map_err(|error| invalid("bands", error.to_string()))?;
        Ok(Content {
            standard: self.standard,
            formula: self.formula.trim().to_owned(),
            caliber: self.caliber,
            unit_of_measure: self.unit_of_measure.trim().to_owned(),
            direction: self.direction,
            collection: self.collection,
            machine_generated: self.machine_generated,
            machine_collected: self.machine_collected,
            machine_scored: self.machine_scored,
            collector_level: self.collector_level,
            cycle: self.cycle,
            base_score: self.base_score,
            method,
            bands,
            reaches: self.reaches,
            post_classes: self.post_classes,
        })
    }
}

/// What a new indicator is told.
#[derive(Debug, InputObject)]
pub struct NewIndicator {
    /// Its code, unique and for ever.
    code: BusinessCode,
    /// What it is called and where it stands.
    about: IndicatorAbout,
    /// What its first draft says.
    content: VersionContent,
}

/// The target of a unit for a period. It holds for everything below the unit that has none of its own.
#[derive(Debug, SimpleObject)]
pub struct PeriodTarget {
    /// The period; a year holds for every period in it.
    period: Period,
    /// The target, in the indicator's unit.
    target: Quantity,
}

/// The targets that were set at a unit.
#[derive(Debug, SimpleObject)]
pub struct UnitTargets {
    /// The unit.
    unit: Unit,
    /// Its own targets, by period.
    targets: Vec<PeriodTarget>,
}

fn of_periods(targets: Vec<Target>) -> Vec<PeriodTarget> {
    targets.into_iter().map(|target| PeriodTarget { period: target.period, target: target.target }).collect()
}

/// Queries of targets.
#[derive(Debug, Default)]
pub struct TargetQuery;

#[Object]
impl TargetQuery {
    /// The targets of an indicator at a unit, and at each unit directly below it.
    async fn targets(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The indicator.")] indicator: IndicatorId,
        #[graphql(desc = "The unit.")] unit: UnitId,
    ) -> Result<Vec<UnitTargets>, Error> {
        let scope = Scope::of(ctx)?;
        let found = app::targets(&scope, indicator, unit).await?;
        let (units, targets): (Vec<_>, Vec<_>) = found.into_iter().unzip();
        let units = Unit::list(&scope, units, scope.today()).into_iter();
        Ok(units.zip(targets).map(|(unit, own)| UnitTargets { unit, targets: of_periods(own) }).collect())
    }
}

/// Mutations of the library.
#[derive(Debug, Default)]
pub struct LibraryMutation;

fn shown(scope: Scope, (indicator, versions): (indicator::Indicator, Vec<indicator::Version>)) -> Indicator {
    Indicator::new(scope, indicator, Shelf::of(versions))
}

#[Object]
impl LibraryMutation {
    /// Creates an indicator with the draft of its first version.
    async fn create_indicator(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it is.")] input: NewIndicator,
    ) -> Result<Indicator, Error> {
        let scope = Scope::of(ctx)?;
        let NewIndicator { code, about, content } = input;
        let new = app::NewIndicator { code, about: about.into(), content: content.read()? };
        let created = app::create(&scope, new).await?;
        Ok(shown(scope, created))
    }

    /// Changes what an indicator is called and where it stands. What its versions say stays.
    async fn change_indicator(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The indicator.")] indicator: IndicatorId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "What it shall be called and where it shall stand.")] about: IndicatorAbout,
    ) -> Result<Indicator, Error> {
        let scope = Scope::of(ctx)?;
        let changed = app::describe(&scope, indicator, version, about.into()).await?;
        Ok(shown(scope, changed))
    }

    /// Writes the draft of an indicator's next version: the one there is, or a new one.
    async fn draft_version(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The indicator.")] indicator: IndicatorId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "What the draft says.")] content: VersionContent,
    ) -> Result<IndicatorVersion, Error> {
        let scope = Scope::of(ctx)?;
        let brief = app::draft(&scope, indicator, version, content.read()?).await?;
        Ok(IndicatorVersion::of(scope, &brief))
    }

    /// Throws the draft of an indicator away. What was once in effect stays for ever.
    async fn discard_draft(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The indicator.")] indicator: IndicatorId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
    ) -> Result<Indicator, Error> {
        let scope = Scope::of(ctx)?;
        let left = app::discard(&scope, indicator, version).await?;
        Ok(shown(scope, left))
    }

    /// Puts a draft into effect; the version that was in effect is superseded, and values it gave keep naming it.
    async fn publish_version(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The draft.")] version: IndicatorVersionId,
        #[graphql(desc = "The version of its indicator as you saw it.")] seen: i32,
        #[graphql(desc = "The first day in effect.")] from: Date,
    ) -> Result<IndicatorVersion, Error> {
        let scope = Scope::of(ctx)?;
        let brief = app::publish(&scope, version, seen, from.0).await?;
        Ok(IndicatorVersion::of(scope, &brief))
    }

    /// Retires an indicator: the version in effect ends, and none takes its place. Schemes that pin it and the values it gave stay.
    async fn retire_indicator(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The indicator.")] indicator: IndicatorId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "The first day it is no longer in effect.")] on: Date,
        #[graphql(desc = "Why, 1 to 200 characters.")] reason: String,
    ) -> Result<Indicator, Error> {
        let scope = Scope::of(ctx)?;
        let retired = app::retire(&scope, indicator, version, on.0, &reason).await?;
        Ok(shown(scope, retired))
    }

    /// Sets what a unit, and everything below it that has no target of its own, shall reach. Answers with all targets set at the unit.
    async fn set_target(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The indicator.")] indicator: IndicatorId,
        #[graphql(desc = "The unit.")] unit: UnitId,
        #[graphql(desc = "The period; a year holds for every period in it.")] period: Period,
        #[graphql(desc = "The target, in the indicator's unit; null takes the one there is away.")] target: Option<
            Quantity,
        >,
    ) -> Result<Vec<PeriodTarget>, Error> {
        let scope = Scope::of(ctx)?;
        Ok(of_periods(app::set_target(&scope, indicator, unit, period, target).await?))
    }
}
