//! Indicators, the scheme, targets and values filled in by hand, as a pack declares them. Checks live in `check`.

use shared::band::Bands;
use shared::code::{BusinessCode, CockpitDimensionCode, DimensionCode, LevelCode, LineCode};
use shared::direction::Direction;
use shared::indicator::{About, CollectionMode, Content, Domain, Nature, ObjectKind, SubjectKind};
use shared::number::{Points, Quantity};
use shared::period::{Cycle, Period};
use shared::scheme::SelfFound;
use shared::scoring::Method;

use super::fields::{Field, Fields, Placed, parsed_fields, rows};
use super::problem::ProblemKind;

parsed_fields!(CollectionMode, Cycle, Direction, Domain, Nature, ObjectKind, Period, Points, SelfFound, SubjectKind);

impl Field for Method {
    fn read(fields: &mut Fields<'_, '_>, key: &'static str) -> Option<Self> {
        fields.typed(key, ProblemKind::Method)
    }
}

impl Field for Bands {
    fn read(fields: &mut Fields<'_, '_>, key: &'static str) -> Option<Self> {
        fields.typed(key, ProblemKind::Bands)
    }
}

rows! {
    /// `indicators.toml`.
    Library {
        /// The indicators, in the order they are listed.
        indicators as "indicator": Vec<Placed<Indicator>>,
    }

    /// An `[[indicator]]`: the library item and its first version (domain.md §2.3).
    Indicator {
        /// Its code.
        code: BusinessCode,
        /// Chinese name.
        name: String,
        /// English name.
        name_en: String,
        /// Whom it appraises.
        object: ObjectKind,
        /// Indicator dimension.
        dimension: DimensionCode,
        /// Cockpit dimension; none: not in the cockpit.
        cockpit_dimension: Option<CockpitDimensionCode>,
        /// Business line.
        line: Option<LineCode>,
        /// Field of work.
        domain: Domain,
        /// Counted or judged.
        nature: Nature,
        /// What it is for (CJ-49).
        purpose: String,
        /// 考评标准.
        standard: String,
        /// The formula over measures, by code; empty for values filled in by hand.
        formula: Option<String>,
        /// 口径说明.
        caliber: String,
        /// Its unit, such as `%`.
        unit_of_measure: String,
        /// Which way is better.
        direction: Direction,
        /// How the value gets in.
        collection: CollectionMode,
        /// 机生.
        machine_generated: bool,
        /// 机汇.
        machine_collected: bool,
        /// 机考.
        machine_scored: bool,
        /// The level that collects it (WH-09).
        collector_level: Option<LevelCode>,
        /// How often it is appraised.
        cycle: Cycle,
        /// Base points, above 0.
        base_score: Points,
        /// How a value becomes points (domain.md §3.2).
        method: Method,
        /// What a value means at a glance.
        bands: Bands,
        /// Whom it reaches.
        reaches: Vec<SubjectKind>,
        /// The post classes it reaches; empty: all.
        post_classes: Vec<BusinessCode>,
        /// Whether it is one of the key rates shown first (CJ-60).
        key_rate: bool,
    }

    /// `scheme.toml`.
    Scheme {
        /// Its code.
        code: BusinessCode,
        /// Name.
        name: String,
        /// The year it holds for.
        year: i32,
        /// What the weights sum to.
        total: Quantity,
        /// What it is worth that something was found by oneself; nothing, where it is left out.
        self_found: Option<SelfFound>,
        /// Its items.
        items as "item": Vec<Placed<Item>>,
    }

    /// An `[[item]]` of the scheme.
    Item {
        /// The indicator.
        indicator: BusinessCode,
        /// Its weight, above 0.
        weight: Quantity,
    }

    /// A line of `targets.csv`. A target holds for the unit and everything below it that has none of its own.
    Target {
        /// The indicator.
        indicator: BusinessCode,
        /// The unit.
        unit: String,
        /// The period; a year holds for every period in it.
        period: Period,
        /// The target, in the indicator's unit.
        target: Quantity,
    }

    /// A line of `manual.csv`.
    Manual {
        /// The indicator.
        indicator: BusinessCode,
        /// The unit.
        unit: String,
        /// The period, of the indicator's cycle.
        period: Period,
        /// The value, in the indicator's unit.
        value: Quantity,
        /// What it rests on.
        note: Option<String>,
    }
}

impl Indicator {
    /// What it is called and where it stands.
    #[must_use]
    pub fn about(&self) -> About {
        About {
            name: self.name.clone(),
            name_en: self.name_en.clone(),
            object: self.object,
            dimension: self.dimension.clone(),
            cockpit_dimension: self.cockpit_dimension.clone(),
            line: self.line.clone(),
            domain: self.domain,
            nature: self.nature,
            purpose: self.purpose.clone(),
            key_rate: self.key_rate,
        }
    }

    /// What its first version says.
    #[must_use]
    pub fn content(&self) -> Content {
        Content {
            standard: self.standard.clone(),
            formula: self.formula.clone().unwrap_or_default(),
            caliber: self.caliber.clone(),
            unit_of_measure: self.unit_of_measure.clone(),
            direction: self.direction,
            collection: self.collection,
            machine_generated: self.machine_generated,
            machine_collected: self.machine_collected,
            machine_scored: self.machine_scored,
            collector_level: self.collector_level.clone(),
            cycle: self.cycle,
            base_score: self.base_score,
            method: self.method.clone(),
            bands: self.bands.clone(),
            reaches: self.reaches.clone(),
            post_classes: self.post_classes.clone(),
        }
    }
}
