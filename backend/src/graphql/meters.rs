//! Shares over the indicators of a library or a scheme, as GraphQL shows them.

use async_graphql::SimpleObject;
use shared::formula::Exact;
use shared::indicator::Domain;
use shared::number::Quantity;
use shared::scoring::meter::Meter;

use crate::app::cockpit::library as app;

/// Shares over the indicators.
#[derive(Debug, Clone, SimpleObject)]
pub struct LibraryMeters {
    /// How many indicators.
    pub total: i32,
    /// How many are numbers.
    pub quantitative: i32,
    /// Their share in per cent (CJ-55).
    pub quantitative_share: Quantity,
    /// The least share there must be, in per cent.
    pub quantitative_floor: Quantity,
    /// How many are extracted.
    pub extracted: i32,
    /// Their share in per cent (WH-09).
    pub extracted_share: Quantity,
    /// How many are made, collected and scored by machine.
    pub machine: i32,
    /// Their share in per cent (ZH-26).
    pub machine_share: Quantity,
    /// How many in each domain of work (ZH-20).
    pub by_domain: Vec<DomainCount>,
}

/// How many indicators a domain of work has.
#[derive(Debug, Clone, SimpleObject)]
pub struct DomainCount {
    /// The domain.
    pub domain: Domain,
    /// How many.
    pub count: i32,
}

fn count(found: u32) -> i32 {
    i32::try_from(found).unwrap_or(i32::MAX)
}

fn share(meter: Meter) -> Quantity {
    meter.percent().and_then(|percent: Exact| percent.quantity().ok()).unwrap_or_default()
}

impl From<app::Meters> for LibraryMeters {
    fn from(meters: app::Meters) -> Self {
        Self {
            total: count(meters.total.whole),
            quantitative: count(meters.quantitative.part),
            quantitative_share: share(meters.quantitative),
            quantitative_floor: app::quantitative_floor(),
            extracted: count(meters.extracted.part),
            extracted_share: share(meters.extracted),
            machine: count(meters.machine.part),
            machine_share: share(meters.machine),
            by_domain: meters
                .by_domain
                .into_iter()
                .map(|(domain, found)| DomainCount { domain, count: count(found) })
                .collect(),
        }
    }
}
