//! The indicator library: the item, and its versions, whose content never changes once it is in effect (CJ-39, CJ-51).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::band::Bands;
use crate::code::{BusinessCode, CockpitDimensionCode, DimensionCode, LevelCode, LineCode};
use crate::direction::Direction;
use crate::error::Refusal;
use crate::id::{IndicatorId, IndicatorVersionId};
use crate::number::Points;
use crate::period::Cycle;
use crate::scoring::Method;

mod definition;
pub mod life;

pub use definition::{Fault, FaultCode};

crate::codes! {
    /// Whose performance an indicator is about.
    ObjectKind {
        /// Units.
        Org "ORG",
        /// Persons.
        Person "PERSON",
    }
}

crate::codes! {
    /// The domain of work (ZH-20).
    Domain {
        /// 党务.
        Party "PARTY",
        /// 政务.
        Admin "ADMIN",
        /// 业务.
        Business "BUSINESS",
    }
}

crate::codes! {
    /// Whether a number or a judgement stands behind it (CJ-18).
    Nature {
        /// A number.
        Quant "QUANT",
        /// A judgement.
        Qual "QUAL",
    }
}

crate::codes! {
    /// How its values come in (CJ-18, WH-09).
    CollectionMode {
        /// Extracted from the business systems.
        Auto "AUTO",
        /// Extracted and completed by hand.
        Semi "SEMI",
        /// Filled in by hand.
        Manual "MANUAL",
    }
}

crate::codes! {
    /// The life of a version.
    VersionState {
        /// Being written; may still change.
        Draft "DRAFT",
        /// In effect; never changes.
        Effective "EFFECTIVE",
        /// A newer version took its place.
        Superseded "SUPERSEDED",
        /// The indicator is no longer used.
        Retired "RETIRED",
    }
}

crate::codes! {
    /// What may happen to a version.
    VersionStep {
        /// It is put into effect.
        Publish "PUBLISH",
        /// A newer version takes effect.
        Supersede "SUPERSEDE",
        /// The indicator is retired.
        Retire "RETIRE",
    }
}

impl VersionState {
    /// The state after a step.
    ///
    /// # Errors
    /// [`Refusal::NotInThisState`] for every pair that is not one of DRAFT → EFFECTIVE → SUPERSEDED | RETIRED.
    pub fn after(self, step: VersionStep) -> Result<Self, Refusal> {
        match (self, step) {
            (Self::Draft, VersionStep::Publish) => Ok(Self::Effective),
            (Self::Effective, VersionStep::Supersede) => Ok(Self::Superseded),
            (Self::Effective, VersionStep::Retire) => Ok(Self::Retired),
            (state, step) => {
                Err(Refusal::NotInThisState { from: state.code().to_owned(), step: step.code().to_owned() })
            }
        }
    }
}

crate::codes! {
    /// What a value is about.
    SubjectKind {
        /// A unit.
        Unit "UNIT",
        /// A post.
        Post "POST",
        /// A person.
        Person "PERSON",
    }
}

/// An item of the library.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Indicator {
    /// Its id.
    pub id: IndicatorId,
    /// Its code, unique.
    pub code: BusinessCode,
    /// Its name.
    pub name: String,
    /// Its English name.
    pub name_en: String,
    /// Whose performance it is about.
    pub object: ObjectKind,
    /// The dimension of the indicator system (CJ-38).
    pub dimension: DimensionCode,
    /// The column of the cockpit it stands in, if any (CJ-47).
    pub cockpit_dimension: Option<CockpitDimensionCode>,
    /// The business line that answers for it.
    pub line: Option<LineCode>,
    /// The domain of work.
    pub domain: Domain,
    /// A number or a judgement.
    pub nature: Nature,
    /// What it is for (CJ-49).
    pub purpose: String,
    /// Whether it leads the cockpit, as the six rates do.
    pub key_rate: bool,
    /// Its place in lists.
    pub sort_no: i32,
    /// Counts its changes.
    pub version: i32,
}

/// What an indicator is called and where it stands; what a version says is its [`Content`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// Its name.
    pub name: String,
    /// Its English name.
    pub name_en: String,
    /// Whose performance it is about.
    pub object: ObjectKind,
    /// The dimension of the indicator system (CJ-38).
    pub dimension: DimensionCode,
    /// The column of the cockpit it stands in, if any (CJ-47).
    pub cockpit_dimension: Option<CockpitDimensionCode>,
    /// The business line that answers for it.
    pub line: Option<LineCode>,
    /// The domain of work.
    pub domain: Domain,
    /// A number or a judgement.
    pub nature: Nature,
    /// What it is for (CJ-49).
    pub purpose: String,
    /// Whether it leads the cockpit, as the six rates do.
    pub key_rate: bool,
}

impl Indicator {
    /// A new indicator.
    #[must_use]
    pub fn new(id: IndicatorId, code: BusinessCode, about: About, sort_no: i32) -> Self {
        let About { name, name_en, object, dimension, cockpit_dimension, line, domain, nature, purpose, key_rate } =
            about;
        Self {
            id,
            code,
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
            sort_no,
            version: 1,
        }
    }

    /// The indicator described anew; its code and its place stay.
    #[must_use]
    pub fn described(self, about: About) -> Self {
        Self { version: self.version.saturating_add(1), ..Self::new(self.id, self.code, about, self.sort_no) }
    }
}

/// What a version says; immutable once in effect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// The appraisal standard (考评标准).
    pub standard: String,
    /// The formula over measures, or empty where values come by hand.
    pub formula: String,
    /// The definition (口径).
    pub caliber: String,
    /// The unit of its values, such as `%`.
    pub unit_of_measure: String,
    /// Which way is better.
    pub direction: Direction,
    /// How values come in.
    pub collection: CollectionMode,
    /// 机生: the record is made by a system.
    pub machine_generated: bool,
    /// 机汇: it is collected by a system.
    pub machine_collected: bool,
    /// 机考: it is scored by a system.
    pub machine_scored: bool,
    /// The level that collects it (WH-09).
    pub collector_level: Option<LevelCode>,
    /// The shortest period it is appraised for.
    pub cycle: Cycle,
    /// The points it is worth (基准分).
    pub base_score: Points,
    /// How a value becomes points.
    pub method: Method,
    /// What a value means.
    pub bands: Bands,
    /// What it reaches.
    pub reaches: Vec<SubjectKind>,
    /// The classes of the posts it reaches; empty: every post.
    pub post_classes: Vec<BusinessCode>,
}

impl Content {
    /// Whether all three machine flags are set (ZH-27).
    #[must_use]
    pub const fn truly_machine(&self) -> bool {
        self.machine_generated && self.machine_collected && self.machine_scored
    }
}

/// A version of an indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its id.
    pub id: IndicatorVersionId,
    /// The indicator.
    pub indicator: IndicatorId,
    /// Counted from 1.
    pub number: i32,
    /// Where it is in its life.
    pub state: VersionState,
    /// What it says.
    pub content: Content,
    /// First day in effect.
    pub valid_from: NaiveDate,
    /// First day it no longer is.
    pub valid_to: Option<NaiveDate>,
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use expect_test::expect;

    /// A rate of which more is better, by the share of its target.
    pub(crate) fn content(formula: &str) -> Content {
        Content {
            standard: String::new(),
            formula: formula.to_owned(),
            caliber: String::new(),
            unit_of_measure: "%".to_owned(),
            direction: Direction::HigherBetter,
            collection: CollectionMode::Auto,
            machine_generated: true,
            machine_collected: true,
            machine_scored: true,
            collector_level: None,
            cycle: Cycle::Month,
            base_score: Points::from_scaled(50_000),
            method: serde_json::from_str(r#"{"method":"TARGET_RATIO"}"#).unwrap(),
            bands: serde_json::from_str(r#"[{"from":"95","gives":"GOOD"},{"to":"95","gives":"WATCH"}]"#).unwrap(),
            reaches: vec![SubjectKind::Unit],
            post_classes: Vec::new(),
        }
    }

    #[test]
    fn the_life_of_a_version_is_this_table() {
        let lines: Vec<String> = VersionState::ALL
            .iter()
            .flat_map(|&state| VersionStep::ALL.iter().map(move |&step| (state, step)))
            .map(|(state, step)| {
                let after = state.after(step).map_or("refused", VersionState::code);
                format!("{state:<11} {step:<10} {after}")
            })
            .collect();
        expect![[r#"
            DRAFT PUBLISH EFFECTIVE
            DRAFT SUPERSEDE refused
            DRAFT RETIRE refused
            EFFECTIVE PUBLISH refused
            EFFECTIVE SUPERSEDE SUPERSEDED
            EFFECTIVE RETIRE RETIRED
            SUPERSEDED PUBLISH refused
            SUPERSEDED SUPERSEDE refused
            SUPERSEDED RETIRE refused
            RETIRED PUBLISH refused
            RETIRED SUPERSEDE refused
            RETIRED RETIRE refused
        "#]]
        .assert_eq(&(lines.join("\n") + "\n"));
    }
}
