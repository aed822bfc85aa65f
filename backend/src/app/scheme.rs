//! Schemes: which indicator versions count in a year, with which weight.

use chrono::{Datelike as _, NaiveDate};
use shared::cockpit::Brief;
use shared::code::BusinessCode;
use shared::id::{IndicatorVersionId, SchemeId};
use shared::indicator::{Indicator, Version};
use shared::matter::About;
use shared::number::Quantity;
use shared::policy::{Action, Resource};
use shared::scheme::{Item, Scheme, SelfFound};

use super::organisation::named;
use super::scope::Scope;
use crate::error::Error;
use crate::store::library::{
    self,
    change::{self, ChangeScheme, PublishScheme},
};
use crate::store::permit::fresh;
use crate::store::scope::Happened;
use crate::store::{Reader, Session, run};

/// A scheme with the indicators it pins.
#[derive(Debug, Clone)]
pub struct SchemeFound {
    /// The scheme.
    pub scheme: Scheme,
    /// Its items with their indicators.
    pub items: Vec<(Brief, Item)>,
}

/// A scheme as it shall be.
#[derive(Debug, Clone)]
pub struct SchemeInput {
    /// The scheme to change and the version seen; none for a new one.
    pub existing: Option<(SchemeId, i32)>,
    /// Its code, unique; an existing scheme keeps the one it has.
    pub code: BusinessCode,
    /// Its name.
    pub name: String,
    /// The year it is for.
    pub year: i32,
    /// What its weights must sum to.
    pub total: Quantity,
    /// What it is worth that something was found by oneself.
    pub self_found: SelfFound,
    /// What counts, in this order.
    pub items: Vec<Item>,
}

/// Most items of a scheme.
const MOST_ITEMS: usize = 1000;

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

impl SchemeFound {
    /// What keeps it from taking effect.
    ///
    /// # Errors
    /// What [`Scheme::check`] refuses.
    pub fn check(&self) -> Result<(), shared::error::Refusal> {
        self.scheme.check(&self.pinned())
    }

    fn pinned(&self) -> Vec<(&Indicator, &Version)> {
        self.items.iter().map(|(brief, _)| (&brief.indicator, &brief.version)).collect()
    }
}

/// What it is worth that something was found by oneself: by the scheme that scored the number it is about, otherwise by the schemes in
/// effect in the year of `day`, of several the strictest. None where there is no such scheme.
///
/// # Errors
/// Of the database.
pub async fn self_found(reader: &Reader, about: Option<About>, day: NaiveDate) -> Result<Option<SelfFound>, Error> {
    let scored = match about {
        Some(about) => run::published(reader, about.period).await?.map(|(_, _, scheme)| scheme),
        None => None,
    };
    let schemes = library::schemes(reader).await?.into_iter().filter(|scheme| scheme.published);
    let speaks = |scheme: &Scheme| scored.map_or(scheme.year == day.year(), |scored| scored == scheme.id);
    Ok(schemes.filter(speaks).map(|scheme| scheme.self_found).min())
}

/// Writes a new scheme, or changes one that is not published.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Stale`]; [`Error::Invalid`] for the name, the year, or an item whose version
/// does not exist or stands there twice; [`shared::error::Refusal::Published`], [`shared::error::Refusal::CodeTaken`].
pub async fn save(scope: &Scope, input: SchemeInput) -> Result<SchemeFound, Error> {
    let session = scope.begin().await?;
    let name = named("input.name", &input.name)?;
    let (year, items) = (a_year(input.year)?, pinnable(&session, input.items).await?);
    let SchemeInput { existing, code, total, self_found, .. } = input;
    let draft =
        |id, code, version| Scheme { id, code, name, year, published: false, total, self_found, items, version };
    let (before, scheme) = match existing {
        None => {
            let permit = session.function(Resource::Library, Action::Write)?;
            let scheme = draft(fresh()?, code, 1);
            change::create_scheme(&session, permit, &scheme).await?;
            (None, scheme)
        }
        Some((id, seen)) => {
            let permit = change::permit::<ChangeScheme>(&session, id, seen).await?;
            let before = library::scheme(&session, id).await?;
            before.editable()?;
            let scheme = draft(id, before.code.clone(), seen.saturating_add(1));
            change::save_scheme(&session, permit, &scheme).await?;
            (Some(before), scheme)
        }
    };
    record(&session, "scheme.save", before.as_ref(), &scheme)?;
    let found = with_items(&session, scheme).await?;
    session.commit().await?;
    Ok(found)
}

/// Puts a scheme into effect: from then on it never changes.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Stale`]; what [`Scheme::publish`] refuses.
pub async fn publish(scope: &Scope, id: SchemeId, seen: i32) -> Result<SchemeFound, Error> {
    let session = scope.begin().await?;
    let permit = change::permit::<PublishScheme>(&session, id, seen).await?;
    let found = self::scheme(&session, id).await?;
    let published = found.scheme.clone().publish(&found.pinned())?;
    change::publish_scheme(&session, permit).await?;
    let scheme = Scheme { version: seen.saturating_add(1), ..published };
    record(&session, "scheme.publish", Some(&found.scheme), &scheme)?;
    session.commit().await?;
    Ok(SchemeFound { scheme, ..found })
}

fn record(session: &Session, action: &'static str, before: Option<&Scheme>, scheme: &Scheme) -> Result<(), Error> {
    session.record(Happened {
        action,
        subject: format!("scheme-{}", scheme.id),
        summary: format!("{} {}, {} items", scheme.code, scheme.year, scheme.items.len()),
        before: before.map(serde_json::to_string).transpose()?,
        after: Some(serde_json::to_string(scheme)?),
        reason: None,
    });
    Ok(())
}

fn a_year(year: i32) -> Result<i32, Error> {
    match year {
        2000..=2100 => Ok(year),
        _ => Err(Error::invalid("input.year", "a year from 2000 to 2100")),
    }
}

/// Items whose versions exist, each once.
async fn pinnable(reader: &Reader, items: Vec<Item>) -> Result<Vec<Item>, Error> {
    let ids: Vec<IndicatorVersionId> = items.iter().map(|item| item.indicator_version).collect();
    let found = library::versions(reader, &ids).await?;
    let mut seen = std::collections::BTreeSet::new();
    let fault = |(place, id): (usize, &IndicatorVersionId)| match found.iter().any(|version| version.id == *id) {
        false => Some((place, "there is no such version")),
        true if seen.insert(*id) => None,
        true => Some((place, "the version stands in the scheme already")),
    };
    match (items.len() > MOST_ITEMS, ids.iter().enumerate().find_map(fault)) {
        (true, _) => Err(Error::Limit("schemeItems")),
        (false, Some((place, reason))) => Err(Error::invalid(format!("input.items.{place}.indicatorVersion"), reason)),
        (false, None) => Ok(items),
    }
}
