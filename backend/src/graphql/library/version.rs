//! Versions of indicators: what they say, and what keeps a draft from taking effect.

use std::sync::Arc;

use async_graphql::{Object, SimpleObject};
use shared::band::Band;
use shared::cockpit::Brief;
use shared::code::LevelCode;
use shared::direction::Direction;
use shared::formula::Formula;
use shared::id::IndicatorVersionId;
use shared::indicator::{self, CollectionMode, Fault, FaultCode, SubjectKind, VersionState};
use shared::number::{Points, Quantity};
use shared::period::Cycle;
use shared::policy::Action;

use super::{Indicator, Shelf};
use crate::app::library::allowed_actions;
use crate::app::scope::Scope;
use crate::error::Error;
use crate::graphql::dataset::Measure;
use crate::graphql::scalar::Date;

/// A version of an indicator.
#[derive(Debug, Clone)]
pub struct IndicatorVersion {
    scope: Scope,
    indicator: indicator::Indicator,
    version: indicator::Version,
    loaded: Arc<Shelf>,
}

impl IndicatorVersion {
    /// A version of what a list loaded.
    pub(super) const fn shown(
        scope: Scope,
        indicator: indicator::Indicator,
        version: indicator::Version,
        loaded: Arc<Shelf>,
    ) -> Self {
        Self { scope, indicator, version, loaded }
    }

    /// A version by itself.
    #[must_use]
    pub fn of(scope: Scope, brief: &Brief) -> Self {
        Self::on(scope, brief, Shelf::with(vec![brief.version.clone()]))
    }

    /// A version of a list.
    #[must_use]
    pub fn on(scope: Scope, brief: &Brief, loaded: Arc<Shelf>) -> Self {
        Self { scope, indicator: brief.indicator.clone(), version: brief.version.clone(), loaded }
    }
}

/// One immutable version of an indicator (domain.md §2.3).
#[Object]
impl IndicatorVersion {
    /// Its id.
    async fn id(&self) -> IndicatorVersionId {
        self.version.id
    }

    /// The indicator.
    async fn indicator(&self) -> Indicator {
        Indicator::new(self.scope.clone(), self.indicator.clone(), Arc::clone(&self.loaded))
    }

    /// Counted from 1.
    async fn number(&self) -> i32 {
        self.version.number
    }

    /// Where it is in its life.
    async fn state(&self) -> VersionState {
        self.version.state
    }

    /// The appraisal standard (考评标准).
    async fn standard(&self) -> &str {
        &self.version.content.standard
    }

    /// The formula over measures; empty where values come by hand.
    async fn formula(&self) -> &str {
        &self.version.content.formula
    }

    /// The definition (口径).
    async fn caliber(&self) -> &str {
        &self.version.content.caliber
    }

    /// The unit of its values.
    async fn unit_of_measure(&self) -> &str {
        &self.version.content.unit_of_measure
    }

    /// Which way is better.
    async fn direction(&self) -> Direction {
        self.version.content.direction
    }

    /// How values come in.
    async fn collection(&self) -> CollectionMode {
        self.version.content.collection
    }

    /// 机生: the record is made by a system (ZH-27).
    async fn machine_generated(&self) -> bool {
        self.version.content.machine_generated
    }

    /// 机汇: it is collected by a system (ZH-27).
    async fn machine_collected(&self) -> bool {
        self.version.content.machine_collected
    }

    /// 机考: it is scored by a system (ZH-27).
    async fn machine_scored(&self) -> bool {
        self.version.content.machine_scored
    }

    /// The level that collects it (WH-09).
    async fn collector_level(&self) -> Option<&LevelCode> {
        self.version.content.collector_level.as_ref()
    }

    /// The shortest period it is appraised for.
    async fn cycle(&self) -> Cycle {
        self.version.content.cycle
    }

    /// The points it is worth (基准分).
    async fn base_score(&self) -> Points {
        self.version.content.base_score
    }

    /// The code of the scoring method (domain.md §3.2).
    async fn method(&self) -> &'static str {
        self.version.content.method.code().code()
    }

    /// The method with its parameters, as JSON.
    async fn method_parameters(&self) -> Result<String, Error> {
        Ok(serde_json::to_string(&self.version.content.method)?)
    }

    /// What a value means.
    async fn bands(&self) -> Vec<BandInterval> {
        self.version
            .content
            .bands
            .iter()
            .map(|span| BandInterval { band: span.gives, from: span.from, to: span.to })
            .collect()
    }

    /// What it reaches.
    async fn reaches(&self) -> &[SubjectKind] {
        &self.version.content.reaches
    }

    /// The classes of the posts it reaches; empty: every post.
    async fn post_classes(&self) -> Vec<String> {
        self.version.content.post_classes.iter().map(ToString::to_string).collect()
    }

    /// The measures its formula names.
    async fn measures(&self) -> Result<Vec<Measure>, Error> {
        let Ok(formula) = self.version.content.formula.parse::<Formula>() else { return Ok(Vec::new()) };
        let names = formula.names();
        let all = self.loaded.measures(&self.scope).await?.iter();
        Ok(all.filter(|measure| names.iter().any(|name| measure.answers_to(name))).cloned().collect())
    }

    /// What keeps it from taking effect; empty for a version that could.
    async fn problems(&self) -> Result<Vec<DefinitionProblem>, Error> {
        let measures = self.loaded.measures(&self.scope).await?;
        let faults = self.version.content.faults(|name| measures.iter().any(|measure| measure.answers_to(name)));
        Ok(faults.iter().map(DefinitionProblem::from).collect())
    }

    /// First day in effect; of a draft, the day it was written.
    async fn valid_from(&self) -> Date {
        Date(self.version.valid_from)
    }

    /// First day it no longer is.
    async fn valid_to(&self) -> Option<Date> {
        self.version.valid_to.map(Date)
    }

    /// What the viewer may do with it.
    async fn allowed_actions(&self) -> Vec<Action> {
        allowed_actions(self.scope.viewer())
    }
}

/// What values from one number up to before another mean.
#[derive(Debug, Clone, SimpleObject)]
pub struct BandInterval {
    /// The meaning.
    pub band: Band,
    /// From here, included; null: no lower end.
    pub from: Option<Quantity>,
    /// To here, excluded; null: no upper end.
    pub to: Option<Quantity>,
}

/// Something that keeps a version from taking effect.
#[derive(Debug, Clone, SimpleObject)]
pub struct DefinitionProblem {
    /// The kind of fault.
    pub code: FaultCode,
    /// The field at fault: `unit_of_measure`, `reaches`, `formula`, `base_score` or `method`.
    pub field: String,
    /// What is wrong, for the one who writes it.
    pub message: String,
    /// The character of the formula, counted from 1.
    pub position: Option<i32>,
}

impl From<&Fault> for DefinitionProblem {
    fn from(fault: &Fault) -> Self {
        Self {
            code: fault.code(),
            field: fault.field().to_owned(),
            message: fault.to_string(),
            position: fault.position().and_then(|at| i32::try_from(at).ok()),
        }
    }
}
