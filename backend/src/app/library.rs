//! The indicator library and its schemes: reading them, drafting and publishing versions, setting targets.

use chrono::NaiveDate;
use shared::cockpit::Brief;
use shared::error::Refusal;
use shared::formula::Formula;
use shared::id::{IndicatorId, IndicatorVersionId, SchemeId};
use shared::indicator::{Content, Indicator, Version};
use shared::measure::Measure;
use shared::policy::{Action, Resource, Viewer};
use shared::scheme::{Item, Scheme};

use crate::error::Error;
use crate::store::library::{self, Narrowed};
use crate::store::page::{Page, Slice};
use crate::store::scope::Happened;
use crate::store::{Reader, Session};

/// What a viewer may do with the library.
#[must_use]
pub fn allowed_actions(viewer: &Viewer) -> Vec<Action> {
    Action::ALL.iter().copied().filter(|&action| viewer.may(Resource::Library, action)).collect()
}

/// A page of indicators with all their versions.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn indicators(
    reader: &Reader,
    page: Page,
    narrowed: Narrowed,
) -> Result<(Slice<Indicator>, Vec<Version>), Error> {
    reader.demand(Resource::Library, Action::Read)?;
    let slice = library::indicators(reader, page, narrowed).await?;
    let ids: Vec<IndicatorId> = slice.rows.iter().map(|(_, indicator)| indicator.id).collect();
    let versions = library::versions_of(reader, &ids).await?;
    Ok((slice, versions))
}

/// One indicator with its versions.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn indicator(reader: &Reader, id: IndicatorId) -> Result<(Indicator, Vec<Version>), Error> {
    let indicator = library::indicator(reader, id).await?;
    let versions = library::versions_of(reader, &[id]).await?;
    Ok((indicator, versions))
}

/// The measures a content's formula names, in alphabetical order.
///
/// # Errors
/// Of the database.
pub async fn measures_of(reader: &Reader, content: &Content) -> Result<Vec<Measure>, Error> {
    let Ok(formula) = content.formula.parse::<Formula>() else { return Ok(Vec::new()) };
    let names = formula.names();
    let named = |measure: &Measure| names.contains(measure.code.as_str()) || names.contains(measure.name.as_str());
    Ok(library::measures(reader).await?.into_iter().filter(named).collect())
}

/// A scheme with the indicators it pins.
#[derive(Debug, Clone)]
pub struct SchemeFound {
    /// The scheme.
    pub scheme: Scheme,
    /// Its items with their indicators.
    pub items: Vec<(Brief, Item)>,
}

/// All schemes, newest year first.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn schemes(reader: &Reader) -> Result<Vec<SchemeFound>, Error> {
    reader.demand(Resource::Library, Action::Read)?;
    let mut found = Vec::new();
    for scheme in library::schemes(reader).await? {
        found.push(with_items(reader, scheme).await?);
    }
    Ok(found)
}

/// One scheme.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn scheme(reader: &Reader, id: SchemeId) -> Result<SchemeFound, Error> {
    let scheme = library::scheme(reader, id).await?;
    with_items(reader, scheme).await
}

async fn with_items(reader: &Reader, scheme: Scheme) -> Result<SchemeFound, Error> {
    let pinned: Vec<IndicatorVersionId> = scheme.items.iter().map(|item| item.indicator_version).collect();
    let versions = library::versions(reader, &pinned).await?;
    let indicators = library::all_indicators(reader).await?;
    let brief = |item: &Item| {
        let version = versions.iter().find(|version| version.id == item.indicator_version)?.clone();
        let indicator = indicators.iter().find(|indicator| indicator.id == version.indicator)?.clone();
        Some((Brief { indicator, version }, *item))
    };
    let items = scheme.items.iter().filter_map(brief).collect();
    Ok(SchemeFound { scheme, items })
}

/// Puts a draft into effect; the version that was in effect is superseded, and values it gave keep naming it.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Refused`] where it is no draft or its definition cannot be used.
pub async fn publish_version(session: &Session, id: IndicatorVersionId, from: NaiveDate) -> Result<Brief, Error> {
    let permit = session.function(Resource::Library, Action::Publish)?;
    let version = library::version(session, id).await?;
    check(session, &version.content).await?;
    library::publish(session, permit, &version, from).await?;
    let version = library::version(session, id).await?;
    let indicator = library::indicator(session, version.indicator).await?;
    session.record(Happened {
        action: "indicator.publish",
        subject: format!("indicator-{}", indicator.id),
        summary: format!("{} v{}", indicator.code, version.number),
        after: Some(serde_json::to_string(&version.content)?),
        ..Happened::default()
    });
    Ok(Brief { indicator, version })
}

/// Whether a content can be used: its formula reads and names measures, its method fits its values.
async fn check(reader: &Reader, content: &Content) -> Result<(), Error> {
    let refuse = |field: &str, reason: String, position| {
        Error::Refused(Refusal::Definition { field: field.to_owned(), reason, position })
    };
    content
        .method
        .check(content.direction, shared::scoring::ValueDomain::NonNegative)
        .map_err(|error| refuse("method", error.to_string(), None))?;
    if content.formula.is_empty() {
        return Ok(());
    }
    let formula: Formula = content
        .formula
        .parse()
        .map_err(|error: shared::formula::ParseError| refuse("formula", error.to_string(), Some(error.at)))?;
    let measures = library::measures(reader).await?;
    let known = |name: &&str| measures.iter().any(|measure| measure.code.as_str() == *name || measure.name == *name);
    match formula.names().into_iter().find(|name| !known(name)) {
        Some(unknown) => Err(refuse("formula", format!("there is no measure `{unknown}`"), None)),
        None => Ok(()),
    }
}
