//! What messages say of what is due and no matter: points at risk, and labels.

use std::collections::HashMap;

use chrono::NaiveDate;
use shared::id::{LossRiskId, NoticeId, RiskLabelId};
use shared::indicator::Indicator;
use shared::risk::label::LabelKind;

use crate::error::Error;
use crate::store::notice::{Due, Message, Thing};
use crate::store::risk::{label, loss};
use crate::store::{Reader, library, organisation};

/// What is due, as far as whoever reads may see it.
#[derive(Debug, Clone)]
pub struct Reminder {
    /// Until when.
    pub on: NaiveDate,
    /// What the unit of a point at risk is called.
    pub unit: Option<String>,
    /// The indicator of a point at risk.
    pub indicator: Option<Indicator>,
    /// What a label is about.
    pub label: Option<LabelKind>,
}

/// What is due of messages, by their ids.
///
/// # Errors
/// Of the database.
pub(super) async fn reminders(reader: &Reader, messages: &[Message]) -> Result<HashMap<NoticeId, Reminder>, Error> {
    let (mut risks, mut labels) = (Vec::new(), Vec::new());
    for message in messages {
        match message.thing {
            Thing::Due(Due::FollowUp(risk, on)) => risks.push((message.id, risk, on)),
            Thing::Due(Due::Label(label, _)) => labels.push((message.id, label)),
            Thing::Matter(..) | Thing::Entry(_) => {}
        }
    }
    let mut found = follow_ups(reader, &risks).await?;
    found.extend(of_labels(reader, &labels).await?);
    Ok(found)
}

async fn follow_ups(
    reader: &Reader,
    of: &[(NoticeId, LossRiskId, NaiveDate)],
) -> Result<HashMap<NoticeId, Reminder>, Error> {
    if of.is_empty() {
        return Ok(HashMap::new());
    }
    let ids: Vec<LossRiskId> = of.iter().map(|(_, risk, _)| *risk).collect();
    let risks = loss::several(reader, &ids).await?;
    let units = organisation::units(reader, risks.iter().map(|risk| risk.unit)).await?;
    let indicators = library::all_indicators(reader).await?;
    let reminder = |&(message, id, on): &(NoticeId, LossRiskId, NaiveDate)| {
        let risk = risks.iter().find(|risk| risk.id == id)?;
        let unit = units.get(&risk.unit).map(|unit| unit.name.clone());
        let indicator = indicators.iter().find(|indicator| indicator.id == risk.indicator).cloned();
        Some((message, Reminder { on, unit, indicator, label: None }))
    };
    Ok(of.iter().filter_map(reminder).collect())
}

async fn of_labels(reader: &Reader, of: &[(NoticeId, RiskLabelId)]) -> Result<HashMap<NoticeId, Reminder>, Error> {
    if of.is_empty() {
        return Ok(HashMap::new());
    }
    let ids: Vec<RiskLabelId> = of.iter().map(|(_, label)| *label).collect();
    let labels = label::several(reader, &ids).await?;
    let reminder = |&(message, id): &(NoticeId, RiskLabelId)| {
        let label = labels.iter().find(|label| label.id == id)?;
        Some((message, Reminder { on: label.until, unit: None, indicator: None, label: Some(label.kind) }))
    };
    Ok(of.iter().filter_map(reminder).collect())
}
