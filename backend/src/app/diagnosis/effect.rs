//! How the result of a diagnosis is seen in later numbers: what a value, or a score, must come to.

use shared::direction::Direction;
use shared::matter::Weak;
use shared::number::Quantity;
use shared::rectification::{Effect, Goal};
use shared::warning::condition::Condition;

use crate::app::rectification::{cells, judging, numbers};
use crate::error::Error;
use crate::store::Reader;

/// How the result is seen in later numbers; none where neither a goal nor a target is known.
pub(super) async fn effect(
    reader: &Reader,
    weak: &Weak,
    goal: Option<Goal>,
    periods: u32,
) -> Result<Option<Effect>, Error> {
    let before = numbers(reader, weak, &[weak.period()]).await?.pop().and_then(|(_, value)| value);
    let goal = match goal {
        Some(goal) => Some(goal),
        None => of_target(reader, weak).await?,
    };
    Ok(goal.map(|goal| Effect {
        about: weak.clone(),
        before,
        goal,
        periods,
        watched: 0,
        early: false,
        from: None,
        readings: Vec::new(),
    }))
}

/// The goal that the target suggests; a score has no target.
async fn of_target(reader: &Reader, weak: &Weak) -> Result<Option<Goal>, Error> {
    let Some(about) = weak.about() else { return Ok(None) };
    match cells(reader, about, &[about.period]).await?.pop().and_then(|cell| cell.target) {
        Some(target) => towards(reader, weak, target).await,
        None => Ok(None),
    }
}

/// The goal of coming to a number, in the direction that is better: of a score more is.
async fn towards(reader: &Reader, weak: &Weak, number: Quantity) -> Result<Option<Goal>, Error> {
    let Some(about) = weak.about() else { return Ok(Goal::of_target(Direction::HigherBetter, number)) };
    let version = judging(reader, about).await?;
    Ok(version.and_then(|version| Goal::of_target(version.content.direction, number)))
}

/// The goal of being no longer what a rule warns of, where that is a limit, or a band of an indicator.
pub(super) async fn out_of(reader: &Reader, weak: &Weak, condition: &Condition) -> Result<Option<Goal>, Error> {
    match (condition, weak.about()) {
        (Condition::Threshold { limit }, _) => towards(reader, weak, *limit).await,
        (Condition::Band { band }, Some(about)) => {
            let version = judging(reader, about).await?;
            Ok(version.and_then(|it| Goal::out_of(*band, &it.content.bands, it.content.direction)))
        }
        _ => Ok(None),
    }
}

/// The unit of measure of a number; a score has none.
pub(super) async fn unit(reader: &Reader, weak: &Weak) -> Result<String, Error> {
    let Some(about) = weak.about() else { return Ok(String::new()) };
    let version = judging(reader, about).await?;
    Ok(version.map(|version| version.content.unit_of_measure).unwrap_or_default())
}
