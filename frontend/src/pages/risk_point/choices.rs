//! What the fields of a point of risk are chosen from: steps and indicators.

use crate::api::failure::Failure;
use crate::frame::Frame;
use crate::operations;
use crate::pages::choices::{Choice, indicators};

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
