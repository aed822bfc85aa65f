//! What the fields of a point of risk are chosen from: steps and indicators.

use crate::api::failure::Failure;
use crate::frame::Frame;
use crate::operations;
use crate::pages::choices::{AT_ONCE, Choice, indicators};

operations!("src/pages/risk_point.graphql": PointSteps);
use ask::{PointSteps, point_steps};

/// What can be chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct Choices {
    /// Steps with their processes.
    pub steps: Vec<Choice>,
    /// Indicators.
    pub indicators: Vec<Choice>,
}

impl Choices {
    /// All that the viewer may choose.
    ///
    /// # Errors
    /// What the server refused.
    pub async fn load(frame: Frame) -> Result<Self, Failure> {
        Ok(Self { steps: steps(frame).await?, indicators: indicators(frame).await? })
    }
}

async fn steps(frame: Frame) -> Result<Vec<Choice>, Failure> {
    let named = |name: &str, name_en: &str| frame.locale.name(name, name_en).to_owned();
    let of = |process: &point_steps::PointStepsProcessesNodes| {
        let before = named(&process.name, &process.name_en);
        let step = |step: &point_steps::PointStepsProcessesNodesSteps| {
            (step.id.to_string(), format!("{before} › {}", named(&step.name, &step.name_en)))
        };
        process.steps.iter().map(step).collect::<Vec<_>>()
    };
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let variables = point_steps::Variables { first: AT_ONCE, after };
        let page = frame.client.ask::<PointSteps>(variables).await?.processes;
        found.extend(page.nodes.iter().flat_map(of));
        after = page.page_info.end_cursor.filter(|_| page.page_info.has_next_page);
        if after.is_none() {
            return Ok(found);
        }
    }
}
