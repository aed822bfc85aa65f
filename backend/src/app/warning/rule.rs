//! Rules that issue warnings: written, put into effect, ended, and tried on the past before anybody is told.

use std::collections::{BTreeSet, HashMap};

use shared::cell::Subject;
use shared::code::{BusinessCode, LineCode};
use shared::error::Refusal;
use shared::id::{Id as _, IndicatorId, MatterId, WarningRuleId};
use shared::indicator::life;
use shared::policy::{Action, Resource, Viewer};
use shared::warning::rule::{RuleContent, RuleState, WarningRule, Watched};
use shared::warning::standing::{Standing, StandingState};

use super::super::matter::list;
use super::super::scope::Scope;
use crate::error::Error;
use crate::store::permit::fresh;
use crate::store::scope::Happened;
use crate::store::warning::{self, ChangeRule, Demanded, EvaluationRecord, PublishRule};
use crate::store::{Reader, Session, library};

/// All rules, by code.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn rules(reader: &Reader) -> Result<Vec<WarningRule>, Error> {
    reader.demand(Resource::WarningRule, Action::Read)?;
    warning::rules(reader).await
}

/// One rule.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn rule(reader: &Reader, id: WarningRuleId) -> Result<WarningRule, Error> {
    warning::rule(reader, id).await
}

/// The evaluations made last.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn evaluations(reader: &Reader) -> Result<Vec<EvaluationRecord>, Error> {
    reader.demand(Resource::WarningRule, Action::Read)?;
    warning::evaluations(reader, 20).await
}

/// What the viewer may do with a rule in this state.
#[must_use]
pub fn allowed_actions(viewer: &Viewer, state: RuleState) -> Vec<Action> {
    let possible = |action: &Action| match state {
        RuleState::Retired => *action == Action::Read,
        RuleState::Draft | RuleState::Active => true,
    };
    Action::ALL.iter().copied().filter(possible).filter(|&action| viewer.may(Resource::WarningRule, action)).collect()
}

/// A rule as it shall be.
#[derive(Debug, Clone)]
pub struct RuleInput {
    /// The rule to change and the version seen; none for a new one.
    pub existing: Option<(WarningRuleId, i32)>,
    /// Its code, unique; an existing rule keeps the one it has.
    pub code: BusinessCode,
    /// What it says.
    pub content: RuleContent,
}

impl RuleInput {
    /// The rule it would be, for trying it.
    #[must_use]
    pub fn draft(self) -> WarningRule {
        let id = self.existing.map_or(WarningRuleId::from_raw(0), |(id, _)| id);
        WarningRule { id, code: self.code, state: RuleState::Draft, content: self.content, since: None, version: 0 }
    }
}

/// How a rule stands towards whom it applies to, where it saw anything but nothing, and the viewer may know of it; with the warning where they
/// may see that.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn standings(reader: &Reader, rule: WarningRuleId) -> Result<Vec<(Subject, Standing)>, Error> {
    let mut standings = warning::standings_of(reader, rule).await?;
    standings.retain(|(_, standing)| standing.state != StandingState::Clear);
    let subjects: Vec<Subject> = standings.iter().map(|(subject, _)| *subject).collect();
    let demanded = demanded(reader, &warning::rule(reader, rule).await?.content).await?;
    let visible = warning::visible(reader, &subjects, &demanded).await?;
    standings.retain(|(subject, _)| visible.contains(subject));
    standings.sort_by_key(|(subject, _)| *subject);
    standings.truncate(MOST_STANDINGS);
    let warnings: Vec<MatterId> = standings.iter().filter_map(|(_, standing)| standing.warning).collect();
    let seen: BTreeSet<MatterId> = list::lines(reader, &warnings).await?.into_iter().map(|line| line.id).collect();
    for (_, standing) in &mut standings {
        standing.warning = standing.warning.filter(|warning| seen.contains(warning));
    }
    Ok(standings)
}

/// What somebody must be able to read of an object to know how a rule stands towards it. The line of an indicator that they may not read
/// counts as none: then they must reach every line.
async fn demanded(reader: &Reader, content: &RuleContent) -> Result<Demanded, Error> {
    let lines: HashMap<IndicatorId, LineCode> =
        library::all_indicators(reader).await?.into_iter().filter_map(|it| Some((it.id, it.line?))).collect();
    let lines = content.lines(|indicator| lines.get(&indicator).cloned());
    Ok(Demanded { lines, places: content.condition.is_of_group() })
}

/// Most standings of a rule that are shown.
const MOST_STANDINGS: usize = 200;

/// Writes a new rule as a draft, or changes one.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`], [`Error::Stale`]; what [`RuleContent::check`] refuses; [`Refusal::NotInUse`] for an
/// indicator that is retired; [`Refusal::SourceUndated`] for one in effect; [`Refusal::CodeTaken`].
pub async fn save(scope: &Scope, input: RuleInput) -> Result<WarningRule, Error> {
    let session = scope.begin().await?;
    let RuleInput { existing, code, content } = input;
    content.check()?;
    let (before, rule) = match existing {
        None => {
            let permit = session.function(Resource::WarningRule, Action::Write)?;
            is_in_use(&session, &content).await?;
            task_is_known(&session, &content).await?;
            let rule = WarningRule { id: fresh()?, code, state: RuleState::Draft, content, since: None, version: 1 };
            warning::create(&session, permit, &rule).await?;
            (None, rule)
        }
        Some((id, seen)) => {
            let permit = warning::permit::<ChangeRule>(&session, id, seen).await?;
            let before = warning::rule(&session, id).await?;
            before.editable()?;
            is_in_use(&session, &content).await?;
            task_is_known(&session, &content).await?;
            let said = before.clone().saying(content, session.today());
            let rule = WarningRule { version: seen.saturating_add(1), ..said };
            if let Some(standing) = rule.content.stands_after(&before.content) {
                warning::begin_anew(&session, &permit, standing).await?;
            }
            source_is_dated(&session, &rule).await?;
            warning::save(&session, permit, &rule).await?;
            (Some(before), rule)
        }
    };
    record(&session, "rule.save", before.as_ref(), &rule)?;
    session.commit().await?;
    Ok(rule)
}

/// Puts a rule into effect: from now on it issues warnings.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Stale`]; what [`WarningRule::activate`] refuses; [`Refusal::NotInUse`],
/// [`Refusal::SourceUndated`].
pub async fn activate(scope: &Scope, id: WarningRuleId, seen: i32) -> Result<WarningRule, Error> {
    let session = scope.begin().await?;
    let permit = warning::permit::<PublishRule>(&session, id, seen).await?;
    let before = warning::rule(&session, id).await?;
    is_in_use(&session, &before.content).await?;
    let rule = WarningRule { version: seen.saturating_add(1), ..before.clone().activate(session.today())? };
    source_is_dated(&session, &rule).await?;
    warning::save(&session, permit, &rule).await?;
    record(&session, "rule.activate", Some(&before), &rule)?;
    session.commit().await?;
    Ok(rule)
}

/// Ends a rule: what it issued stays.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Stale`]; what [`WarningRule::retire`] refuses.
pub async fn retire(scope: &Scope, id: WarningRuleId, seen: i32) -> Result<WarningRule, Error> {
    let session = scope.begin().await?;
    let permit = warning::permit::<PublishRule>(&session, id, seen).await?;
    let before = warning::rule(&session, id).await?;
    let rule = WarningRule { version: seen.saturating_add(1), ..before.clone().retire()? };
    warning::save(&session, permit, &rule).await?;
    record(&session, "rule.retire", Some(&before), &rule)?;
    session.commit().await?;
    Ok(rule)
}

/// The indicators that are retired: a rule that looks at one sees nothing.
///
/// # Errors
/// Of the database.
pub async fn retired(reader: &Reader) -> Result<BTreeSet<IndicatorId>, Error> {
    let all: Vec<IndicatorId> = library::all_indicators(reader).await?.into_iter().map(|it| it.id).collect();
    Ok(life::out_of_use(&library::versions_of(reader, &all).await?))
}

/// The template of the task that its warnings make is there.
async fn task_is_known(session: &Session, content: &RuleContent) -> Result<(), Error> {
    match content.task {
        Some(template) => crate::store::task::template::template(session, template).await.map(drop),
        None => Ok(()),
    }
}

/// A rule looks at indicators that are in use and at data sources that are there.
async fn is_in_use(session: &Session, content: &RuleContent) -> Result<(), Error> {
    if let Watched::Source { dataset } = content.watched {
        library::dataset(session, dataset).await?;
    }
    for (field, indicator) in content.looks_at() {
        in_use(session, field, indicator).await?;
    }
    Ok(())
}

/// A rule in effect watches a data source only where it can be seen to be late.
async fn source_is_dated(session: &Session, rule: &WarningRule) -> Result<(), Error> {
    let Watched::Source { dataset } = rule.content.watched else { return Ok(()) };
    let source = library::dataset(session, dataset).await?;
    Ok(rule.watches_source(&source.name, source.complete_to)?)
}

async fn in_use(session: &Session, field: &str, id: IndicatorId) -> Result<(), Error> {
    let indicator = library::indicator(session, id).await?;
    let versions = library::versions_of(session, &[id]).await?;
    let refusal = || Refusal::NotInUse { field: field.to_owned(), indicator: indicator.code.to_string() };
    Ok(life::effective(&versions).map(drop).ok_or_else(refusal)?)
}

fn record(
    session: &Session,
    action: &'static str,
    before: Option<&WarningRule>,
    rule: &WarningRule,
) -> Result<(), Error> {
    session.record(Happened {
        action,
        subject: format!("rule-{}", rule.id),
        summary: format!("{} {}", rule.code, rule.state),
        before: before.map(serde_json::to_string).transpose()?,
        after: Some(serde_json::to_string(rule)?),
        reason: None,
    });
    Ok(())
}
