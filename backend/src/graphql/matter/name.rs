//! Units, persons and indicators by name, and the parties of a matter.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_graphql::SimpleObject;
use shared::code::LineCode;
use shared::direction::Direction as Better;
use shared::id::{IndicatorId, PersonId, UnitId};
use shared::indicator::{Content, Indicator};
use shared::matter;

use crate::app::desk as use_case;
use crate::app::scope::Scope;
use crate::error::Error;
use crate::graphql::scope::Once;

/// A unit by name: either side of a matter knows the other by name, whatever else it may see.
#[derive(Debug, Clone, SimpleObject)]
pub struct UnitName {
    /// Its id.
    pub id: UnitId,
    /// Its name.
    pub name: String,
}

impl From<&(UnitId, String)> for UnitName {
    fn from((id, name): &(UnitId, String)) -> Self {
        Self { id: *id, name: name.clone() }
    }
}

/// A person by name.
#[derive(Debug, Clone, SimpleObject)]
pub struct PersonName {
    /// Their id.
    pub id: PersonId,
    /// Their name.
    pub name: String,
}

impl From<&matter::Someone> for PersonName {
    fn from(someone: &matter::Someone) -> Self {
        Self { id: someone.id, name: someone.name.clone() }
    }
}

/// An indicator by name.
#[derive(Debug, Clone, SimpleObject)]
pub struct IndicatorName {
    /// Its id.
    pub id: IndicatorId,
    /// Its Chinese name.
    pub name: String,
    /// Its English name.
    pub name_en: String,
    /// The unit of its values, such as `%`.
    pub unit_of_measure: String,
    /// Which way is better.
    pub direction: Better,
}

/// The names of indicators that the matters of one list share.
pub type Indicators = Arc<Once<IndicatorId, IndicatorName>>;

/// The name of an indicator; null for whoever may not read the library.
///
/// # Errors
/// Of the database.
pub async fn indicator_name(
    scope: &Scope,
    names: &Once<IndicatorId, IndicatorName>,
    id: IndicatorId,
) -> Result<Option<IndicatorName>, Error> {
    let load = || async {
        let known = use_case::indicators(&*scope.reader().await?).await?;
        let name = |(indicator, content): (Indicator, Content)| {
            let Indicator { id, name, name_en, .. } = indicator;
            let (unit_of_measure, direction) = (content.unit_of_measure, content.direction);
            (id, IndicatorName { id, name, name_en, unit_of_measure, direction })
        };
        Ok(known.into_iter().map(name).collect::<BTreeMap<_, _>>())
    };
    names.of(&id, load).await
}

/// The name of the indicator that something is about, where it is about one and stands alone.
///
/// # Errors
/// Of the database.
pub async fn indicator_of(scope: &Scope, id: Option<IndicatorId>) -> Result<Option<IndicatorName>, Error> {
    match id {
        Some(id) => indicator_name(scope, &Indicators::default(), id).await,
        None => Ok(None),
    }
}

/// The parties of a matter.
#[derive(Debug, Clone, SimpleObject)]
pub struct MatterParties {
    /// The unit that answers.
    pub unit: UnitName,
    /// The person that answers, where it is about one.
    pub person: Option<PersonName>,
    /// The unit it comes from, or whose head confirms it.
    pub giver: UnitName,
    /// The business line.
    pub line: Option<LineCode>,
}

impl From<&matter::Parties> for MatterParties {
    fn from(parties: &matter::Parties) -> Self {
        let matter::Parties { unit, person, giver, line, names } = parties;
        Self {
            unit: UnitName { id: *unit, name: names.unit.clone() },
            person: person.map(|id| PersonName { id, name: names.person.clone().unwrap_or_default() }),
            giver: UnitName { id: *giver, name: names.giver.clone() },
            line: line.clone(),
        }
    }
}
