//! Rules that issue warnings, how they stand towards their objects, and when they were evaluated.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait, Condition, Order};
use serde::{Deserialize, Serialize};
use serde_json::json;
use shared::cell::Subject;
use shared::code::LineCode;
use shared::error::Refusal;
use shared::id::{Id, WarningRuleId};
use shared::policy::{Action, Reach, Resource, Viewer};
use shared::warning::LET_GO;
use shared::warning::rule::{RuleContent, RuleState, WarningRule};
use shared::warning::standing::Standing;

use super::bulk::Kind::{Integer, Text};
use super::bulk::{Bulk, Kind};
use super::entity::{evaluation, matter, person, post, rule_standing, unit, warning_rule};
use super::permit::{Act, FunctionPermit, Permit, Versioned};
use super::scope::{Reader, Session, reached};
use crate::error::Error;

impl Versioned for warning_rule::Entity {
    fn version_column() -> warning_rule::Column {
        warning_rule::Column::Version
    }

    fn version_of(row: &warning_rule::Model) -> i32 {
        row.version
    }
}

macro_rules! acts {
    ($($(#[$doc:meta])* $act:ident $action:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $act;

        impl Act for $act {
            type Entity = warning_rule::Entity;
            type Id = WarningRuleId;
            const ACTION: Action = Action::$action;
        }
    )+};
}

acts! {
    /// Writing what a rule says.
    ChangeRule Write;
    /// Putting a rule into effect, or ending it.
    PublishRule Publish;
}

fn rule_of(row: warning_rule::Model) -> Result<WarningRule, Error> {
    let warning_rule::Model { id, code, state, content, version } = row;
    let Kept { content, since } = serde_json::from_str(&content)?;
    Ok(WarningRule { id, code, state, content, since, version })
}

/// What stands in the column of the content: what a rule says, and since when.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    #[serde(flatten)]
    content: RuleContent,
    #[serde(default)]
    since: Option<NaiveDate>,
}

fn kept(rule: &WarningRule) -> Result<String, Error> {
    Ok(serde_json::to_string(&Kept { content: rule.content.clone(), since: rule.since })?)
}

/// All rules, by code.
///
/// # Errors
/// Of the database.
pub async fn rules(reader: &Reader) -> Result<Vec<WarningRule>, Error> {
    let rows = reader.find::<warning_rule::Entity>().order(warning_rule::Column::Code, Order::Asc).all().await?;
    rows.into_iter().map(rule_of).collect()
}

/// The rules that issue warnings.
///
/// # Errors
/// Of the database.
pub async fn active_rules(reader: &Reader) -> Result<Vec<WarningRule>, Error> {
    Ok(rules(reader).await?.into_iter().filter(|rule| rule.state == RuleState::Active).collect())
}

/// One rule.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn rule(reader: &Reader, id: WarningRuleId) -> Result<WarningRule, Error> {
    rule_of(reader.find::<warning_rule::Entity>().filter(warning_rule::Column::Id.eq(id)).found().await?)
}

/// The right to change a rule seen in the given version.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Stale`].
pub async fn permit<A: Act<Entity = warning_rule::Entity, Id = WarningRuleId>>(
    session: &Session,
    id: WarningRuleId,
    version: i32,
) -> Result<Permit<A>, Error> {
    session.permit::<A>(id, version).await
}

/// Writes a new rule.
///
/// # Errors
/// [`Refusal::CodeTaken`].
pub async fn create(session: &Session, _permit: FunctionPermit, rule: &WarningRule) -> Result<(), Error> {
    let taken = session.whole::<warning_rule::Entity>().filter(warning_rule::Column::Code.eq(rule.code.clone()));
    if taken.count().await? > 0 {
        return Err(Refusal::CodeTaken { code: rule.code.to_string() }.into());
    }
    let content = kept(rule)?;
    let WarningRule { id, code, state, version, .. } = rule.clone();
    session.insert::<warning_rule::Entity>(warning_rule::Model { id, code, state, content, version }).await
}

/// Writes what a rule says and whether it issues warnings.
///
/// # Errors
/// [`Error::Stale`] where it changed meanwhile.
pub async fn save<A: Act<Entity = warning_rule::Entity, Id = WarningRuleId>>(
    session: &Session,
    permit: Permit<A>,
    rule: &WarningRule,
) -> Result<(), Error> {
    let content = kept(rule)?;
    let set = vec![(warning_rule::Column::State, rule.state.into()), (warning_rule::Column::Content, content.into())];
    session.spend(permit, set).await
}

/// Forgets how a rule stood: it looks at things in another way from now on. Towards those who have an open warning of it, it stands as
/// said, with that warning, unless that was let go before.
///
/// # Errors
/// Of the database.
pub async fn begin_anew<A: Act<Entity = warning_rule::Entity, Id = WarningRuleId>>(
    session: &Session,
    permit: &Permit<A>,
    standing: Standing,
) -> Result<(), Error> {
    use rule_standing::Column as C;
    let its = || Condition::all().add(C::RuleId.eq(permit.id()));
    let open = session.whole::<matter::Entity>().filter(matter::Column::IsOpen.eq(true)).keys(matter::Column::Id);
    let ended = Condition::any().add(C::WarningId.is_null()).add(C::WarningId.not_in_subquery(open));
    session.remove_along::<rule_standing::Entity>(permit, its().add(ended)).await?;
    let Standing { state, seen, evaluation, period, .. } = standing;
    let set = vec![
        (C::State, state.into()),
        (C::Seen, i32::try_from(seen).unwrap_or_default().into()),
        (C::Evaluation, evaluation.into()),
        (C::Period, period.into()),
    ];
    session.change_along::<rule_standing::Entity, A>(permit, its().add(C::Evaluation.ne(LET_GO)), set).await.map(drop)
}

/// How rules stand towards their objects.
///
/// # Errors
/// Of the database.
pub async fn standings(reader: &Reader) -> Result<HashMap<(WarningRuleId, Subject), Standing>, Error> {
    reader.find::<rule_standing::Entity>().all().await?.into_iter().map(read_standing).collect()
}

fn read_standing(row: rule_standing::Model) -> Result<((WarningRuleId, Subject), Standing), Error> {
    let rule_standing::Model { rule_id, subject, state, seen, evaluation, period, warning_id, warned } = row;
    let subject: Subject = subject.parse().map_err(Error::internal)?;
    let seen = u32::try_from(seen).unwrap_or_default();
    Ok(((rule_id, subject), Standing { state, seen, evaluation, period, warning: warning_id, warned }))
}

/// How one rule stands towards its objects.
///
/// # Errors
/// Of the database.
pub async fn standings_of(reader: &Reader, rule: WarningRuleId) -> Result<Vec<(Subject, Standing)>, Error> {
    let rows = reader.find::<rule_standing::Entity>().filter(rule_standing::Column::RuleId.eq(rule)).all().await?;
    rows.into_iter().map(|row| read_standing(row).map(|((_, subject), standing)| (subject, standing))).collect()
}

/// What somebody must be able to read of an object to know how a rule stands towards it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demanded {
    /// The business lines of the numbers it looks at; empty where it looks at none, and the line of the unit counts.
    pub lines: BTreeSet<Option<LineCode>>,
    /// Whether it tells of places in a comparison group as well.
    pub places: bool,
}

impl Demanded {
    /// The condition that the viewer may read all of it; `owned` says which rows lie within a reach.
    fn met(&self, viewer: &Viewer, values: Resource, owned: impl Fn(&Reach) -> Condition) -> Condition {
        let mut all = Condition::all();
        for resource in std::iter::once(values).chain(self.places.then_some(Resource::Ranking)) {
            let reach = viewer.reach(resource, Action::Read);
            if self.lines.is_empty() {
                all = all.add(owned(&reach));
            }
            for line in &self.lines {
                all = all.add(owned(&reach.clone().of_line(line.as_ref())));
            }
        }
        all
    }
}

/// Those of some objects of which the viewer may know how a rule stands towards them: they see them, and may read what is demanded.
///
/// # Errors
/// Of the database.
pub async fn visible(reader: &Reader, subjects: &[Subject], demanded: &Demanded) -> Result<BTreeSet<Subject>, Error> {
    let viewer = reader.viewer();
    let of_units = demanded.met(viewer, Resource::Cell, |reach| reached(reach, unit::Column::Id, None));
    let of_posts = demanded.met(viewer, Resource::Cell, |reach| {
        reached(reach, post::Column::UnitId, None).add(post::Column::Id.is_in(reach.posts.iter().copied()))
    });
    let of_people = demanded.met(viewer, Resource::PersonCell, |reach| {
        reached(reach, person::Column::UnitId, None).add(person::Column::Id.is_in(reach.persons.iter().copied()))
    });
    let mut visible = BTreeSet::new();
    // A statement has a limited number of parameters.
    for some in subjects.chunks(5_000) {
        let units = some.iter().filter_map(|it| if let Subject::Unit(id) = it { Some(*id) } else { None });
        let units = reader.find::<unit::Entity>().filter(of_units.clone()).filter(unit::Column::Id.is_in(units));
        visible.extend(units.all().await?.into_iter().map(|row| Subject::Unit(row.id)));
        let posts = some.iter().filter_map(|it| if let Subject::Post(id) = it { Some(*id) } else { None });
        let posts = reader.find::<post::Entity>().filter(of_posts.clone()).filter(post::Column::Id.is_in(posts));
        visible.extend(posts.all().await?.into_iter().map(|row| Subject::Post(row.id)));
        let people = some.iter().filter_map(|it| if let Subject::Person(id) = it { Some(*id) } else { None });
        let people = reader.find::<person::Entity>().filter(of_people.clone()).filter(person::Column::Id.is_in(people));
        visible.extend(people.all().await?.into_iter().map(|row| Subject::Person(row.id)));
    }
    Ok(visible)
}

const STANDING: [(&str, Kind); 8] = [
    ("rule_id", Integer),
    ("subject", Text),
    ("state", Text),
    ("seen", Integer),
    ("evaluation", Text),
    ("period", Text),
    ("warning_id", Integer),
    ("warned", Text),
];

/// Forgets how rules stand towards some objects.
///
/// # Errors
/// Of the database.
pub async fn drop_standings(
    session: &Session,
    _permit: &FunctionPermit,
    these: &[(WarningRuleId, Subject)],
) -> Result<(), Error> {
    use rule_standing::Column as C;
    let mut by_rule: HashMap<WarningRuleId, Vec<String>> = HashMap::new();
    for (rule, subject) in these {
        by_rule.entry(*rule).or_default().push(subject.to_string());
    }
    for (rule, subjects) in by_rule {
        // A statement has a limited number of parameters.
        for some in subjects.chunks(5_000) {
            let these = Condition::all().add(C::RuleId.eq(rule)).add(C::Subject.is_in(some.iter().map(String::as_str)));
            session.remove::<rule_standing::Entity>(Action::Write, these).await?;
        }
    }
    Ok(())
}

/// Writes how rules stand now, in the place of how they stood.
///
/// # Errors
/// Of the database.
pub async fn save_standings(
    session: &Session,
    permit: &FunctionPermit,
    changed: &[((WarningRuleId, Subject), Standing)],
) -> Result<(), Error> {
    let these: Vec<_> = changed.iter().map(|(key, _)| *key).collect();
    drop_standings(session, permit, &these).await?;
    let mut bulk = Bulk::new("rule_standing", &STANDING);
    for ((rule, subject), standing) in changed {
        let row = [
            json!(rule.raw()),
            json!(subject),
            json!(standing.state),
            json!(standing.seen),
            json!(standing.evaluation),
            json!(standing.period),
            json!(standing.warning.map(Id::raw)),
            json!(standing.warned),
        ];
        bulk.push(session, permit, &row).await?;
    }
    bulk.flush(session, permit).await
}

/// What came of an evaluation of all rules.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evaluated {
    /// Rules times objects that were looked at.
    pub objects: i64,
    /// Microseconds it took: loading what rules see, deciding, and writing; noted in what is written, so before the commit.
    pub micros: i64,
    /// Warnings issued.
    pub issued: i32,
    /// Warnings that ended by themselves.
    pub recovered: i32,
    /// Rectifications that later values verified.
    pub verified: i32,
    /// Rectifications that later values opened again.
    pub reopened: i32,
}

/// When an evaluation was made, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvaluationRecord {
    /// Which: the run, or the hour of an evaluation by the clock.
    pub key: String,
    /// When.
    pub at: DateTime<Utc>,
    /// What came of it.
    pub outcome: Evaluated,
}

/// Begins an evaluation, alone: whoever begins another at the same time waits. `None` where one with this key was made already.
///
/// # Errors
/// Of the database.
pub async fn begin(session: &Session, key: &str) -> Result<Option<EvaluationRecord>, Error> {
    session.alone(EVALUATING).await?;
    if was_evaluated(session, key).await? {
        return Ok(None);
    }
    Ok(Some(EvaluationRecord { key: key.to_owned(), at: session.now(), outcome: Evaluated::default() }))
}

/// The lock of whoever evaluates.
const EVALUATING: i64 = 0x0B47_0001;

/// Notes that an evaluation was made.
///
/// # Errors
/// Of the database.
pub async fn record(session: &Session, record: &EvaluationRecord) -> Result<(), Error> {
    let EvaluationRecord { key, at, outcome } = record.clone();
    let Evaluated { objects, micros, issued, recovered, verified, reopened } = outcome;
    let row = evaluation::Model { key, at, objects, micros, issued, recovered, verified, reopened };
    session.insert::<evaluation::Entity>(row).await
}

/// The evaluations made last, newest first.
///
/// # Errors
/// Of the database.
pub async fn evaluations(reader: &Reader, most: u64) -> Result<Vec<EvaluationRecord>, Error> {
    let rows = reader.find::<evaluation::Entity>().order(evaluation::Column::At, Order::Desc).limit(most);
    let read = |row: evaluation::Model| {
        let evaluation::Model { key, at, objects, micros, issued, recovered, verified, reopened } = row;
        EvaluationRecord { key, at, outcome: Evaluated { objects, micros, issued, recovered, verified, reopened } }
    };
    Ok(rows.all().await?.into_iter().map(read).collect())
}

/// Whether an evaluation was made.
///
/// # Errors
/// Of the database.
pub async fn was_evaluated(reader: &Reader, key: &str) -> Result<bool, Error> {
    Ok(reader.find::<evaluation::Entity>().filter(evaluation::Column::Key.eq(key)).count().await? > 0)
}
