//! What the fields of a point of risk are chosen from: steps, units, indicators.

use crate::api::failure::Failure;
use crate::frame::Frame;
use crate::operations;

operations!("src/pages/risk_point.graphql": PointSteps, PointUnits, PointIndicators);
use ask::{PointIndicators, PointSteps, PointUnits, point_indicators, point_steps, point_units};

/// Asked for at a time.
const AT_ONCE: i64 = 100;

/// An option: its value and its word.
type Choice = (String, String);

/// What can be chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct Choices {
    /// Steps with their processes.
    pub steps: Vec<Choice>,
    /// Units.
    pub units: Vec<Choice>,
    /// Indicators.
    pub indicators: Vec<Choice>,
}

impl Choices {
    /// All that the viewer may choose.
    ///
    /// # Errors
    /// What the server refused.
    pub async fn load(frame: Frame) -> Result<Self, Failure> {
        Ok(Self { steps: steps(frame).await?, units: units(frame).await?, indicators: indicators(frame).await? })
    }

    /// What a step is called, with its process.
    pub fn step_name(&self, id: &str) -> Option<String> {
        self.steps.iter().find(|(step, _)| step == id).map(|(_, name)| name.clone())
    }
}

async fn steps(frame: Frame) -> Result<Vec<Choice>, Failure> {
    let answer = frame.client.ask::<PointSteps>(point_steps::Variables).await?;
    let named = |name: &str, name_en: &str| frame.locale.name(name, name_en).to_owned();
    let of = |process: &point_steps::PointStepsProcesses| {
        let before = named(&process.name, &process.name_en);
        let step = |step: &point_steps::PointStepsProcessesSteps| {
            (step.id.to_string(), format!("{before} › {}", named(&step.name, &step.name_en)))
        };
        process.steps.iter().map(step).collect::<Vec<_>>()
    };
    Ok(answer.processes.iter().flat_map(of).collect())
}

async fn units(frame: Frame) -> Result<Vec<Choice>, Failure> {
    let variables = point_units::Variables { first: AT_ONCE, search: None };
    let answer = frame.client.ask::<PointUnits>(variables).await?;
    Ok(answer.units.nodes.into_iter().map(|unit| (unit.id.to_string(), unit.name)).collect())
}

/// The indicators as options, by pages until there are no more.
///
/// # Errors
/// What the server refused.
pub async fn indicators(frame: Frame) -> Result<Vec<Choice>, Failure> {
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let variables = point_indicators::Variables { first: AT_ONCE, after };
        let page = frame.client.ask::<PointIndicators>(variables).await?.indicators;
        found.extend(page.nodes.iter().map(|node| {
            let name = frame.locale.name(&node.name, &node.name_en);
            (node.id.to_string(), format!("{name} · {}", node.code))
        }));
        after = page.page_info.end_cursor.filter(|_| page.page_info.has_next_page);
        if after.is_none() {
            return Ok(found);
        }
    }
}
