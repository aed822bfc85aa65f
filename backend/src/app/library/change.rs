//! Writing the library: indicators, the drafts of their versions, putting them into effect, retiring them, targets.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use shared::cockpit::Brief;
use shared::code::BusinessCode;
use shared::id::{IndicatorId, IndicatorVersionId, UnitId};
use shared::indicator::{About, Content, Indicator, Version, life};
use shared::number::Quantity;
use shared::organisation::Unit;
use shared::period::Period;
use shared::policy::{Action, Resource};

use crate::app::dictionary::Codes;
use crate::app::organisation::named;
use crate::app::scope::Scope;
use crate::error::Error;
use crate::store::library::change::{self, ChangeIndicator, PublishIndicator};
use crate::store::library::{self, Target};
use crate::store::permit::fresh;
use crate::store::scope::Happened;
use crate::store::{Reader, Session, organisation, people};

/// What a new indicator is told.
#[derive(Debug, Clone)]
pub struct NewIndicator {
    /// Its code, unique and for ever.
    pub code: BusinessCode,
    /// What it is called and where it stands.
    pub about: About,
    /// What its first draft says.
    pub content: Content,
}

fn record(session: &Session, action: &'static str, indicator: &Indicator, summary: String, happened: Happened) {
    let subject = format!("indicator-{}", indicator.id);
    session.record(Happened { action, subject, summary: format!("{} {summary}", indicator.code), ..happened });
}

/// A version as the audit trail keeps it.
fn said(version: &Version) -> String {
    let Version { number, state, valid_from, valid_to, content, .. } = version;
    serde_json::json!({
        "number": number, "state": state.code(), "validFrom": valid_from, "validTo": valid_to, "content": content,
    })
    .to_string()
}

async fn described(reader: &Reader, about: About) -> Result<About, Error> {
    let codes = Codes::load(reader).await?;
    codes.demand("dimension", "about.dimension", Some(about.dimension.as_str()))?;
    let column = about.cockpit_dimension.as_ref().map(|code| code.as_str());
    codes.demand("cockpit_dimension", "about.cockpitDimension", column)?;
    codes.demand("line", "about.line", about.line.as_ref().map(|code| code.as_str()))?;
    let (name, name_en) = (named("about.name", &about.name)?, named("about.nameEn", &about.name_en)?);
    let purpose = named("about.purpose", &about.purpose)?;
    Ok(About { name, name_en, purpose, ..about })
}

/// The codes a content carries must be there; everything else may wait until it takes effect.
async fn writable(reader: &Reader, content: Content) -> Result<Content, Error> {
    let level = content.collector_level.as_ref().map(|code| code.as_str());
    Codes::load(reader).await?.demand("level", "content.collectorLevel", level)?;
    let types = people::post_types(reader).await?;
    let classes: BTreeSet<&BusinessCode> = types.values().map(|kind| &kind.post_class).collect();
    match content.post_classes.iter().find(|class| !classes.contains(class)) {
        None => Ok(content),
        Some(unknown) => Err(Error::invalid("content.postClasses", format!("no post has the class `{unknown}`"))),
    }
}

/// Creates an indicator with the draft of its first version.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] for names and codes; [`shared::error::Refusal::CodeTaken`].
pub async fn create(scope: &Scope, new: NewIndicator) -> Result<(Indicator, Vec<Version>), Error> {
    let session = scope.begin().await?;
    let permit = session.function(Resource::Library, Action::Write)?;
    let about = described(&session, new.about).await?;
    let place = change::last_sort_no(&session).await?.saturating_add(1);
    let indicator = Indicator::new(fresh()?, new.code, about, place);
    let content = writable(&session, new.content).await?;
    let draft = life::draft(&[], indicator.id, fresh()?, content, scope.today());
    change::create_indicator(&session, permit, &indicator, &draft).await?;
    let after = Happened { after: Some(said(&draft)), ..Happened::default() };
    record(&session, "indicator.create", &indicator, "created".to_owned(), after);
    session.commit().await?;
    Ok((indicator, vec![draft]))
}

/// Changes what an indicator is called and where it stands. What its versions say stays.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Stale`]; [`Error::Invalid`] for names and codes.
pub async fn describe(
    scope: &Scope,
    id: IndicatorId,
    seen: i32,
    about: About,
) -> Result<(Indicator, Vec<Version>), Error> {
    let session = scope.begin().await?;
    let permit = change::permit::<ChangeIndicator>(&session, id, seen).await?;
    let about = described(&session, about).await?;
    let (before, versions) = super::indicator(&session, id).await?;
    let summary = format!("{} is now {}", before.name, about.name);
    let seen = serde_json::to_string(&before)?;
    let after = before.described(about);
    change::save_indicator(&session, permit, &after).await?;
    let happened = Happened { before: Some(seen), after: Some(serde_json::to_string(&after)?), ..Happened::default() };
    record(&session, "indicator.change", &after, summary, happened);
    session.commit().await?;
    Ok((after, versions))
}

/// Writes the draft of an indicator's next version: the one there is, or a new one.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Stale`]; [`Error::Invalid`] for codes there are not.
pub async fn draft(scope: &Scope, id: IndicatorId, seen: i32, content: Content) -> Result<Brief, Error> {
    let session = scope.begin().await?;
    let permit = change::permit::<ChangeIndicator>(&session, id, seen).await?;
    let content = writable(&session, content).await?;
    let (indicator, versions) = super::indicator(&session, id).await?;
    let version = life::draft(&versions, id, fresh()?, content, scope.today());
    let before = life::drafted(&versions).map(said);
    change::save_versions(&session, permit, std::slice::from_ref(&version)).await?;
    let happened = Happened { before, after: Some(said(&version)), ..Happened::default() };
    record(&session, "indicator.draft", &indicator, format!("v{} drafted", version.number), happened);
    session.commit().await?;
    Ok(Brief { indicator: bumped(indicator), version })
}

/// The indicator as it is after its permit is spent.
fn bumped(indicator: Indicator) -> Indicator {
    Indicator { version: indicator.version.saturating_add(1), ..indicator }
}

/// Throws the draft of an indicator away.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Stale`]; what [`life::discard`] refuses.
pub async fn discard(scope: &Scope, id: IndicatorId, seen: i32) -> Result<(Indicator, Vec<Version>), Error> {
    let session = scope.begin().await?;
    let permit = change::permit::<ChangeIndicator>(&session, id, seen).await?;
    let (indicator, mut versions) = super::indicator(&session, id).await?;
    let draft = life::discard(&versions)?;
    let before = life::drafted(&versions).map(said);
    change::discard_draft(&session, permit, draft).await?;
    versions.retain(|version| version.id != draft);
    let happened = Happened { before, ..Happened::default() };
    record(&session, "indicator.discard", &indicator, "draft thrown away".to_owned(), happened);
    session.commit().await?;
    Ok((bumped(indicator), versions))
}

/// Puts a draft into effect; the version that was in effect is superseded, and values it gave keep naming it.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Stale`]; what [`life::publish`] refuses; [`shared::error::Refusal::Definition`]
/// where its definition cannot be used.
pub async fn publish(scope: &Scope, id: IndicatorVersionId, seen: i32, from: NaiveDate) -> Result<Brief, Error> {
    let session = scope.begin().await?;
    let draft = library::version(&session, id).await?;
    let permit = change::permit::<PublishIndicator>(&session, draft.indicator, seen).await?;
    let (indicator, versions) = super::indicator(&session, draft.indicator).await?;
    draft.content.check(known(&session).await?)?;
    let changed = life::publish(&versions, &draft, from)?;
    change::save_versions(&session, permit, &changed).await?;
    let version = changed.into_iter().find(|version| version.id == id).unwrap_or(draft);
    let before = life::effective(&versions).map(said);
    let happened = Happened { before, after: Some(said(&version)), ..Happened::default() };
    let summary = format!("v{} in effect from {from}", version.number);
    record(&session, "indicator.publish", &indicator, summary, happened);
    session.commit().await?;
    Ok(Brief { indicator: bumped(indicator), version })
}

/// Retires an indicator: the version in effect ends, and none takes its place. Schemes that pin it and the values it gave stay.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Stale`]; [`Error::Invalid`] without a reason; what [`life::retire`] refuses.
pub async fn retire(
    scope: &Scope,
    id: IndicatorId,
    seen: i32,
    on: NaiveDate,
    reason: &str,
) -> Result<(Indicator, Vec<Version>), Error> {
    let reason = named("reason", reason)?;
    let session = scope.begin().await?;
    let permit = change::permit::<PublishIndicator>(&session, id, seen).await?;
    let (indicator, versions) = super::indicator(&session, id).await?;
    let retired = life::retire(&versions, on)?;
    change::save_versions(&session, permit, std::slice::from_ref(&retired)).await?;
    let before = life::effective(&versions).map(said);
    let happened = Happened { before, after: Some(said(&retired)), reason: Some(reason), ..Happened::default() };
    record(&session, "indicator.retire", &indicator, format!("v{} retired on {on}", retired.number), happened);
    let versions = library::versions_of(&session, &[id]).await?;
    session.commit().await?;
    Ok((bumped(indicator), versions))
}

/// Whether a name is that of a measure.
async fn known(reader: &Reader) -> Result<impl Fn(&str) -> bool + use<>, Error> {
    let measures = library::measures(reader).await?;
    Ok(move |name: &str| measures.iter().any(|measure| measure.answers_to(name)))
}

/// Sets what a unit, and everything below it that has no target of its own, shall reach; none takes the target away.
///
/// # Errors
/// [`Error::NotFound`] for the indicator or the unit; [`Error::Forbidden`].
pub async fn set_target(
    scope: &Scope,
    indicator: IndicatorId,
    unit: UnitId,
    period: Period,
    target: Option<Quantity>,
) -> Result<Vec<Target>, Error> {
    let session = scope.begin().await?;
    let permit = change::targets_permit(&session, unit).await?;
    let found = library::indicator(&session, indicator).await?;
    let before = library::targets_of(&session, indicator, &[unit]).await?;
    let before = before.into_iter().find(|target| target.period == period).map(|target| target.target.to_string());
    change::set_target(&session, permit, indicator, period, target).await?;
    let after = target.map(|target| target.to_string());
    let summary = format!("target of unit-{unit} for {period}");
    record(&session, "target.set", &found, summary, Happened { before, after, ..Happened::default() });
    let targets = library::targets_of(&session, indicator, &[unit]).await?;
    session.commit().await?;
    Ok(targets)
}

/// The targets of an indicator at a unit and at each unit directly below it, as far as the viewer may see them.
///
/// # Errors
/// [`Error::NotFound`] for the indicator or the unit; [`Error::Forbidden`].
pub async fn targets(scope: &Scope, indicator: IndicatorId, unit: UnitId) -> Result<Vec<(Unit, Vec<Target>)>, Error> {
    let reader = scope.reader().await?;
    reader.demand(Resource::Target, Action::Read)?;
    library::indicator(&reader, indicator).await?;
    let top = organisation::unit(&reader, unit).await?;
    let below = organisation::children(&reader, &[unit], scope.today()).await?.remove(&unit).unwrap_or_default();
    let units: Vec<Unit> = std::iter::once(top).chain(below).collect();
    let ids: Vec<UnitId> = units.iter().map(|unit| unit.id).collect();
    let targets = library::targets_of(&reader, indicator, &ids).await?;
    let with_own = |unit: Unit| {
        let own = targets.iter().filter(|target| target.unit == unit.id).copied().collect();
        (unit, own)
    };
    Ok(units.into_iter().map(with_own).collect())
}
