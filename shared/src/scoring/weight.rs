//! Weights: that they sum to the whole, and the weighted sum of a tree of indicators whose parts add up at every level.

use super::refusal::{Parameter, Refusal, Requirement};
use super::remainder::apportion;
use super::roll_up::{MissingPolicy, Scored};
use crate::availability::Absence;
use crate::formula::Exact;
use crate::number::Points;

/// Most levels of a tree of weights.
pub const DEEPEST: u32 = 16;

/// Whether the weights are not negative and sum exactly to `whole` (1, 100 or the total of the scheme).
///
/// # Errors
/// [`Refusal::WeightSum`], [`Refusal::Parameter`] for a negative weight.
pub fn check(weights: impl IntoIterator<Item = Exact>, whole: Exact) -> Result<(), Refusal> {
    check_at(&[], weights, whole)
}

/// A node of a tree of weights; scores are on one common scale, such as 0 to 100.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node<K> {
    /// Whose it is.
    pub key: K,
    /// Its weight among its siblings; they sum to 1. Not read at the root.
    pub weight: Exact,
    /// Its score, or what it is made of.
    pub content: Content<K>,
}

/// What a node holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content<K> {
    /// An indicator with its score.
    Leaf(Scored),
    /// Parts.
    Branch(Vec<Node<K>>),
}

/// A node with its share in the root's score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weighted<K> {
    /// Whose it is.
    pub key: K,
    /// Its own score, HALF_UP to 4 places, or why it has none.
    pub score: Result<Points, Absence>,
    /// Its weight after those without a score were left out; 0 where it has none.
    pub weight: Exact,
    /// Its part of the root's score; the parts of its children add up to it exactly.
    pub part: Points,
    /// Its parts.
    pub children: Vec<Self>,
}

/// The recursive weighted sum (domain.md §3.2), the weights of what has no score shared among its siblings by `policy`.
///
/// # Errors
/// [`Refusal::WeightSum`] where the weights of a node's children do not sum to 1; [`Refusal::OutOfRange`].
pub fn weighted<K: Clone>(root: &Node<K>, policy: MissingPolicy) -> Result<Weighted<K>, Refusal> {
    let root = evaluate(root, policy, &mut Vec::new())?;
    let part = match root.score {
        Ok(score) => score.points()?,
        Err(_) => Points::ZERO,
    };
    divide(root, Exact::ONE, Exact::ONE, part)
}

struct Evaluated<K> {
    key: K,
    weight: Exact,
    score: Result<Exact, Absence>,
    children: Vec<Self>,
}

fn evaluate<K: Clone>(node: &Node<K>, policy: MissingPolicy, at: &mut Vec<usize>) -> Result<Evaluated<K>, Refusal> {
    let levels = Exact::whole(i64::try_from(at.len()).unwrap_or(i64::MAX));
    Parameter::Depth.within(levels, DEEPEST.into(), Requirement::AtMostSixteen)?;
    let (key, weight) = (node.key.clone(), node.weight);
    let nodes = match &node.content {
        Content::Leaf(scored) => {
            return Ok(Evaluated { key, weight, score: policy.decide(*scored).map(Exact::from), children: Vec::new() });
        }
        Content::Branch(nodes) => nodes,
    };
    check_at(at, nodes.iter().map(|node| node.weight), Exact::ONE)?;
    let mut children = Vec::with_capacity(nodes.len());
    for (place, node) in nodes.iter().enumerate() {
        at.push(place);
        children.push(evaluate(node, policy, at)?);
        at.pop();
    }
    let score = reweight(&mut children)?;
    Ok(Evaluated { key, weight, score, children })
}

/// Shares the weights of children without a score among the others, and gives the sum.
fn reweight<K>(children: &mut [Evaluated<K>]) -> Result<Result<Exact, Absence>, Refusal> {
    let applicable = Exact::sum(children.iter().filter(|child| child.score.is_ok()).map(|child| child.weight))?;
    if applicable.is_zero() {
        let absence = children.iter().filter_map(|child| child.score.err()).max();
        return Ok(Err(absence.unwrap_or(Absence::NotApplicable)));
    }
    let mut sum = Exact::ZERO;
    for child in children {
        match child.score {
            Ok(score) => {
                sum = sum.plus(child.weight.times(score)?)?;
                child.weight = child.weight.over(applicable)?;
            }
            Err(_) => child.weight = Exact::ZERO,
        }
    }
    Ok(Ok(sum.over(applicable)?))
}

/// `reach` is the product of the weights from the root down to this node.
fn divide<K>(node: Evaluated<K>, weight: Exact, reach: Exact, part: Points) -> Result<Weighted<K>, Refusal> {
    let mut exact = Vec::with_capacity(node.children.len());
    for child in &node.children {
        exact.push(reach.times(child.weight)?.times(child.score.unwrap_or_default())?);
    }
    // A leaf is not divided, and what has no score has nothing to divide.
    let divided = node.score.is_ok() && !exact.is_empty();
    let parts = if divided { apportion(&exact, part)? } else { vec![Points::ZERO; exact.len()] };
    let mut children = Vec::with_capacity(parts.len());
    for (child, part) in node.children.into_iter().zip(parts) {
        let (weight, reach) = (child.weight, reach.times(child.weight)?);
        children.push(divide(child, weight, reach, part)?);
    }
    let score = match node.score {
        Ok(score) => Ok(score.points()?),
        Err(absence) => Err(absence),
    };
    Ok(Weighted { key: node.key, score, weight, part, children })
}

fn check_at(at: &[usize], weights: impl IntoIterator<Item = Exact>, whole: Exact) -> Result<(), Refusal> {
    let mut sum = Exact::ZERO;
    for weight in weights {
        Parameter::Weight.not_negative(weight)?;
        sum = sum.plus(weight)?;
    }
    if sum == whole { Ok(()) } else { Err(Refusal::WeightSum { at: at.to_vec(), sum, whole }) }
}
