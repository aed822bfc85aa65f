//! Saving: a new indicator in one step; of one that is there first what it is called, then what its draft says.

use leptos::prelude::*;

use super::fields::{BandRow, Fields};
use crate::address::Address;
use crate::api::codes::SubjectKind;
use crate::api::failure::Failure;
use crate::api::schema::*;
use crate::frame::Frame;
use crate::operations;
use crate::parts::form::{Form, filled, typed};

operations!("src/pages/draft.graphql": CreateIndicator, ChangeIndicator, DraftVersion);
use ask::{ChangeIndicator, CreateIndicator, DraftVersion, change_indicator, create_indicator, draft_version};

/// The indicator as it was last seen: half of a save may succeed.
#[derive(Clone)]
pub struct Known {
    pub id: IndicatorId,
    pub version: i64,
    /// What it was called and where it stood.
    pub about: Vec<String>,
}

// Every operation has its own types for the inputs it shares with others.
macro_rules! about {
    ($operation:ident, $fields:expr, $checked:expr) => {{
        let (fields, checked): (Fields, &Checked) = ($fields, $checked);
        $operation::IndicatorAbout {
            name: fields.name.get_untracked(),
            name_en: fields.name_en.get_untracked(),
            object: checked.object,
            dimension: checked.dimension.clone(),
            cockpit_dimension: typed(fields.cockpit_dimension),
            line: typed(fields.line),
            domain: checked.domain,
            nature: checked.nature,
            purpose: fields.purpose.get_untracked(),
            key_rate: fields.key_rate.get_untracked(),
        }
    }};
}

macro_rules! content {
    ($operation:ident, $fields:expr, $checked:expr) => {{
        let (fields, checked): (Fields, &Checked) = ($fields, $checked);
        let bands = checked.bands.iter().map(|&(band, from, to)| $operation::BandIntervalInput { band, from, to });
        $operation::VersionContent {
            standard: fields.standard.get_untracked(),
            formula: fields.formula.get_untracked(),
            caliber: fields.caliber.get_untracked(),
            unit_of_measure: fields.unit.get_untracked(),
            direction: checked.direction,
            collection: checked.collection,
            machine_generated: fields.machine_generated.get_untracked(),
            machine_collected: fields.machine_collected.get_untracked(),
            machine_scored: fields.machine_scored.get_untracked(),
            collector_level: typed(fields.collector_level),
            cycle: checked.cycle,
            base_score: checked.base_score,
            method_parameters: untrack(|| fields.parameters_said()),
            bands: bands.collect(),
            reaches: checked.reaches.clone(),
            post_classes: checked.post_classes.clone(),
        }
    }};
}

/// What is filled in, as what it should be.
struct Checked {
    object: ObjectKind,
    dimension: DimensionCode,
    domain: Domain,
    nature: Nature,
    direction: Direction,
    collection: CollectionMode,
    cycle: Cycle,
    base_score: Points,
    bands: Vec<(Band, Option<Quantity>, Option<Quantity>)>,
    reaches: Vec<SubjectKind>,
    post_classes: Vec<BusinessCode>,
}

/// A number or nothing; `Err` for what is neither.
fn limit(value: RwSignal<String>) -> Result<Option<Quantity>, ()> {
    filled(value).map(|text| text.parse().map_err(|_| ())).transpose()
}

fn band(row: &BandRow) -> Option<(Band, Option<Quantity>, Option<Quantity>)> {
    Some((typed(row.band)?, limit(row.from).ok()?, limit(row.to).ok()?))
}

impl Checked {
    fn read(frame: Frame, fields: Fields) -> Result<Self, Vec<(&'static str, &'static str)>> {
        let draft = frame.locale.text.draft();
        let bands: Option<Vec<_>> = fields.bands.with_untracked(|rows| rows.iter().map(band).collect());
        let classes = fields.post_classes.get_untracked();
        let post_classes: Option<Vec<_>> = classes.split_whitespace().map(|class| class.parse().ok()).collect();
        let mut wrong = Vec::new();
        let mut note = |good: bool, field, why| {
            if !good {
                wrong.push((field, why));
            }
        };
        note(typed::<Points>(fields.base_score).is_some(), "baseScore", draft.bad_number);
        note(typed::<DimensionCode>(fields.dimension).is_some(), "dimension", draft.choose_one);
        note(bands.is_some(), "bands", draft.bad_number);
        note(post_classes.is_some(), "postClasses", draft.bad_code);
        let reaches = fields.reaches.with_value(|reaches| {
            reaches.iter().filter(|(_, reached)| reached.get_untracked()).map(|&(kind, _)| kind).collect()
        });
        let read = || {
            Some(Self {
                object: typed(fields.object)?,
                dimension: typed(fields.dimension)?,
                domain: typed(fields.domain)?,
                nature: typed(fields.nature)?,
                direction: typed(fields.direction)?,
                collection: typed(fields.collection)?,
                cycle: typed(fields.cycle)?,
                base_score: typed(fields.base_score)?,
                bands: bands?,
                reaches,
                post_classes: post_classes?,
            })
        };
        read().ok_or(wrong)
    }
}

/// Sends what is filled in and goes to the indicator.
pub fn save(frame: Frame, form: Form, fields: Fields, known: Option<StoredValue<Known>>) {
    let checked = match Checked::read(frame, fields) {
        Ok(checked) => checked,
        Err(wrong) => return form.refuse(wrong),
    };
    let shown = move |id: IndicatorId| frame.history.go(&Address::Indicator(id));
    match known {
        None => {
            let Some(code) = typed(fields.code) else {
                return form.refuse(vec![("code", frame.locale.text.draft().bad_code)]);
            };
            let about = about!(create_indicator, fields, &checked);
            let content = content!(create_indicator, fields, &checked);
            let variables =
                create_indicator::Variables { input: create_indicator::NewIndicator { code, about, content } };
            form.send(frame.client.ask::<CreateIndicator>(variables), move |answer| shown(answer.create_indicator.id));
        }
        Some(known) => {
            let id = known.with_value(|known| known.id);
            form.send(change(frame, fields, checked, known), move |()| shown(id));
        }
    }
}

async fn change(frame: Frame, fields: Fields, checked: Checked, known: StoredValue<Known>) -> Result<(), Failure> {
    let Known { id: indicator, mut version, about: before } = known.get_value();
    // Read at once: the fields are gone with their page, and the reader may leave while the first answer is on its way.
    let content = untrack(|| content!(draft_version, fields, &checked));
    let said = untrack(|| fields.about_said());
    if said != before {
        let about = about!(change_indicator, fields, &checked);
        let variables = change_indicator::Variables { indicator, version, about };
        version = frame.client.ask::<ChangeIndicator>(variables).await?.change_indicator.version;
        // Gone with its page: the draft is still written.
        let _ = known.try_update_value(|known| *known = Known { version, about: said, ..known.clone() });
    }
    let variables = draft_version::Variables { indicator, version, content };
    frame.client.ask::<DraftVersion>(variables).await?;
    Ok(())
}
