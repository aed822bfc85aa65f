//! The indicators as a cockpit needs them: the versions a scheme pins, in the order of the library, and the meters over them.

use std::collections::HashMap;
use std::sync::Arc;

use shared::cockpit::Brief;
use shared::code::CockpitDimensionCode;
use shared::id::{IndicatorId, IndicatorVersionId, SchemeId};
use shared::indicator::{CollectionMode, Domain, Nature};
use shared::number::Quantity;
use shared::policy::{Action, Resource};
use shared::scoring::meter::{Meter, QUANT_SHARE_LEAST};

use crate::error::Error;
use crate::store::{Reader, dictionary, library};

/// The indicators of a scheme.
#[derive(Debug, Clone, Default)]
pub struct Library {
    /// The indicators with their pinned versions: key rates first, then in the order of the library.
    pub briefs: Vec<Arc<Brief>>,
    /// The name of the scheme.
    pub scheme_name: Option<String>,
    /// The cockpit dimensions in their order, with Chinese and English names.
    pub dimensions: Vec<(CockpitDimensionCode, (String, String))>,
}

/// Loads what a scheme pins or, without one, everything in effect.
///
/// # Errors
/// [`Error::Forbidden`] where the viewer may not read the library.
pub async fn library(reader: &Reader, scheme: Option<SchemeId>) -> Result<Library, Error> {
    reader.demand(Resource::Library, Action::Read)?;
    let scheme = match scheme {
        Some(id) => Some(library::scheme(reader, id).await?),
        None => None,
    };
    let versions = match &scheme {
        Some(scheme) => {
            let pinned: Vec<_> = scheme.items.iter().map(|item| item.indicator_version).collect();
            library::versions(reader, &pinned).await?
        }
        None => library::effective_versions(reader).await?,
    };
    let mut by_indicator: HashMap<IndicatorId, _> =
        versions.into_iter().map(|version| (version.indicator, version)).collect();
    let indicators = library::all_indicators(reader).await?;
    let mut briefs: Vec<Arc<Brief>> = indicators
        .into_iter()
        .filter_map(|indicator| {
            let version = by_indicator.remove(&indicator.id)?;
            Some(Arc::new(Brief { indicator, version }))
        })
        .collect();
    briefs.sort_by_key(|brief| !brief.indicator.key_rate);
    let entries = dictionary::entries(reader).await?.into_iter().filter(|entry| entry.category == "cockpit_dimension");
    let dimensions =
        entries.filter_map(|entry| Some((entry.code.parse().ok()?, (entry.name, entry.name_en)))).collect();
    Ok(Library { briefs, scheme_name: scheme.map(|scheme| scheme.name), dimensions })
}

/// Shares over the indicators (CJ-55, WH-09, ZH-26).
#[derive(Debug, Clone)]
pub struct Meters {
    /// All.
    pub total: Meter,
    /// Those that are numbers.
    pub quantitative: Meter,
    /// Those that are extracted.
    pub extracted: Meter,
    /// Those that are made, collected and scored by machine.
    pub machine: Meter,
    /// How many in each domain.
    pub by_domain: Vec<(Domain, u32)>,
}

/// The least share of quantitative indicators, in per cent.
#[must_use]
pub fn quantitative_floor() -> Quantity {
    Quantity::from_scaled(i64::from(QUANT_SHARE_LEAST) * 10_000)
}

impl Library {
    /// The versions of the key rates.
    #[must_use]
    pub fn key_versions(&self) -> Vec<IndicatorVersionId> {
        self.key_briefs().map(|brief| brief.version.id).collect()
    }

    /// The key rates.
    pub fn key_briefs(&self) -> impl Iterator<Item = &Arc<Brief>> {
        self.briefs.iter().filter(|brief| brief.indicator.key_rate)
    }

    /// An indicator with its pinned version.
    #[must_use]
    pub fn brief(&self, indicator: IndicatorId) -> Option<Arc<Brief>> {
        self.briefs.iter().find(|brief| brief.indicator.id == indicator).cloned()
    }

    /// The shares.
    #[must_use]
    pub fn meters(&self) -> Meters {
        let count = |has: fn(&Brief) -> bool| Meter::count(&self.briefs, |brief: &&Arc<Brief>| has(brief));
        let of_domain = |domain: Domain| {
            let found = self.briefs.iter().filter(|brief| brief.indicator.domain == domain).count();
            (domain, u32::try_from(found).unwrap_or(u32::MAX))
        };
        Meters {
            total: count(|_| true),
            quantitative: count(|brief| brief.indicator.nature == Nature::Quant),
            extracted: count(|brief| brief.version.content.collection == CollectionMode::Auto),
            machine: count(|brief| brief.version.content.truly_machine()),
            by_domain: Domain::ALL.iter().map(|&domain| of_domain(domain)).collect(),
        }
    }
}
