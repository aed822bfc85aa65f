//! What the fields of a rule are chosen from: indicators in effect, data sources, comparison groups.

use super::Shown;
use crate::api::codes::{Action, Resource};
use crate::api::failure::Failure;
use crate::frame::Frame;
use crate::operations;

operations!("src/pages/rule.graphql": WatchableIndicators, WatchableDatasets, GroupsPart);
use ask::{GroupsPart, WatchableDatasets, WatchableIndicators, groups_part, watchable_datasets, watchable_indicators};

/// Asked for at a time, until there are no more.
const AT_ONCE: i64 = 100;

/// What can be chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct Choices {
    pub indicators: Vec<Indicator>,
    /// Id and name.
    pub datasets: Vec<(String, String)>,
    /// Code and name.
    pub groups: Vec<(String, String)>,
}

/// An indicator in effect.
#[derive(Debug, Clone, PartialEq)]
pub struct Indicator {
    pub id: String,
    pub name: String,
    pub unit: String,
}

impl Choices {
    /// All that the viewer may choose, and what the rule has chosen already.
    ///
    /// # Errors
    /// What the server refused.
    pub async fn load(frame: Frame, rule: Option<&Shown>) -> Result<Self, Failure> {
        let mut indicators = indicators(frame).await?;
        if let Some(watched) = rule.and_then(|rule| rule.indicator.as_ref()) {
            let id = watched.id.to_string();
            if !indicators.iter().any(|known| known.id == id) {
                let name = frame.locale.name(&watched.name, &watched.name_en).to_owned();
                indicators.push(Indicator { id, name, unit: watched.unit_of_measure.clone() });
            }
        }
        Ok(Self { indicators, datasets: datasets(frame).await?, groups: groups(frame).await? })
    }

    /// The indicators as options, with one for nothing chosen yet before them.
    pub fn indicator_options(&self, choose: &str) -> Vec<(String, String)> {
        let known = self.indicators.iter().map(|indicator| (indicator.id.clone(), indicator.name.clone()));
        std::iter::once((String::new(), choose.to_owned())).chain(known).collect()
    }

    /// The data sources as options, with one for nothing chosen yet before them.
    pub fn dataset_options(&self, choose: &str) -> Vec<(String, String)> {
        std::iter::once((String::new(), choose.to_owned())).chain(self.datasets.iter().cloned()).collect()
    }

    /// The unit of an indicator's values; nothing for one that is not known.
    pub fn unit(&self, indicator: &str) -> &str {
        self.indicators.iter().find(|known| known.id == indicator).map(|known| known.unit.as_str()).unwrap_or_default()
    }
}

async fn indicators(frame: Frame) -> Result<Vec<Indicator>, Failure> {
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let variables = watchable_indicators::Variables { first: AT_ONCE, after };
        let page = frame.client.ask::<WatchableIndicators>(variables).await?.indicators;
        found.extend(page.nodes.iter().filter_map(|node| {
            let name = format!("{} · {}", frame.locale.name(&node.name, &node.name_en), node.code);
            let unit = node.effective.as_ref()?.unit_of_measure.clone();
            Some(Indicator { id: node.id.to_string(), name, unit })
        }));
        after = page.page_info.end_cursor.filter(|_| page.page_info.has_next_page);
        if after.is_none() {
            return Ok(found);
        }
    }
}

async fn datasets(frame: Frame) -> Result<Vec<(String, String)>, Failure> {
    // Who may not read them may still read a rule.
    if !frame.may(Resource::Dataset, Action::Read) {
        return Ok(Vec::new());
    }
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let variables = watchable_datasets::Variables { first: AT_ONCE, after };
        let page = frame.client.ask::<WatchableDatasets>(variables).await?.datasets;
        found.extend(page.nodes.into_iter().map(|node| (node.id.to_string(), node.name)));
        after = page.page_info.end_cursor.filter(|_| page.page_info.has_next_page);
        if after.is_none() {
            return Ok(found);
        }
    }
}

async fn groups(frame: Frame) -> Result<Vec<(String, String)>, Failure> {
    let answer = frame.client.ask::<GroupsPart>(groups_part::Variables).await?;
    let named = |name: &str, name_en: &str| frame.locale.name(name, name_en).to_owned();
    let groups = answer.dictionary.groups.into_iter();
    Ok(groups.map(|group| (group.code.clone(), named(&group.name, &group.name_en))).collect())
}
