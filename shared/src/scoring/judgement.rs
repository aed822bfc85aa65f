//! Methods that score people's judgement: GRADE_VOTE, MANUAL. Who may judge whom is not decided here.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::input::{Evidence, InputPart};
use super::method::Rule;
use super::refusal::{Parameter, Refusal, Requirement};
use super::sheet::Sheet;
use super::trace::Step;
use crate::direction::Direction;
use crate::formula::Exact;
use crate::number::Quantity;

/// Full mark of grades and ratings unless said otherwise.
const FULL: i64 = 100;
/// Ratings from which the highest and lowest are dropped unless said otherwise.
const TRIM_FROM: u32 = 7;

/// `B × (Σ votes × grade points / Σ counted votes) / 100`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GradeVote {
    /// The grades, best first.
    pub grades: Vec<Grade>,
}

/// A grade that can be voted for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grade {
    /// Its name, such as 优秀.
    pub grade: String,
    /// Its points out of 100; `None` for 不了解, whose votes do not count (domain.md §3.2).
    #[serde(default)]
    pub points: Option<Exact>,
}

impl Rule for GradeVote {
    fn directions(&self) -> &'static [Direction] {
        Direction::ALL
    }

    fn check(&self) -> Result<(), Refusal> {
        let mut seen = BTreeSet::new();
        for Grade { grade, points } in &self.grades {
            if !seen.insert(grade) {
                return Err(Refusal::GradeTwice { grade: grade.clone() });
            }
            if let Some(points) = *points {
                Parameter::GradePoints.not_negative(points)?;
                Parameter::GradePoints.within(points, Exact::whole(FULL), Requirement::WithinFullMark)?;
            }
        }
        let counted = self.grades.iter().filter(|grade| grade.points.is_some()).count();
        let counted = Exact::whole(i64::try_from(counted).unwrap_or(i64::MAX));
        Parameter::GradePoints.at_least(counted, Exact::ONE, Requirement::AtLeastOne)
    }

    fn points(&self, sheet: &mut Sheet<'_>) -> Result<Exact, Refusal> {
        let Evidence::Votes(votes) = sheet.evidence(InputPart::Votes)? else {
            return Err(Refusal::InputMissing { input: InputPart::Votes });
        };
        let (mut sum, mut counted) = (Exact::ZERO, Exact::ZERO);
        for vote in votes {
            let Some(grade) = self.grades.iter().find(|grade| grade.grade == vote.grade) else {
                return Err(Refusal::UnknownGrade { grade: vote.grade.clone() });
            };
            sheet.note(Step::Voted { grade: grade.grade.clone(), votes: vote.votes, points: grade.points });
            if let Some(points) = grade.points {
                sum = sum.plus(points.times(vote.votes.into())?)?;
                counted = counted.plus(vote.votes.into())?;
            }
        }
        Parameter::Votes.positive(counted)?;
        let mean = sheet.mean(sum, counted)?;
        sheet.mark(mean, Exact::whole(FULL))
    }
}

/// `B × mean of the ratings / full mark`, the highest and the lowest dropped from a number of ratings on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manual {
    /// The full mark of a rating; 100 unless said otherwise.
    #[serde(default = "full_mark")]
    pub full: Exact,
    /// Ratings from which the highest and lowest are dropped; 7 unless said otherwise, 3 at least.
    #[serde(default = "trim_from")]
    pub trim_from: u32,
}

impl Rule for Manual {
    fn directions(&self) -> &'static [Direction] {
        Direction::ALL
    }

    fn check(&self) -> Result<(), Refusal> {
        Parameter::FullMark.positive(self.full)?;
        Parameter::TrimFrom.at_least(self.trim_from.into(), Exact::whole(3), Requirement::AtLeastThree)
    }

    fn points(&self, sheet: &mut Sheet<'_>) -> Result<Exact, Refusal> {
        let Evidence::Ratings(ratings) = sheet.evidence(InputPart::Ratings)? else {
            return Err(Refusal::InputMissing { input: InputPart::Ratings });
        };
        for &rating in ratings {
            Parameter::Rating.not_negative(rating)?;
            Parameter::Rating.within(rating.into(), self.full, Requirement::WithinFullMark)?;
        }
        let kept = self.kept(sheet, ratings);
        let count = Exact::whole(i64::try_from(kept.len()).unwrap_or(i64::MAX));
        Parameter::Ratings.positive(count)?;
        let sum = Exact::sum(kept.into_iter().map(Exact::from))?;
        let mean = sheet.mean(sum, count)?;
        sheet.mark(mean, self.full)
    }
}

impl Manual {
    fn kept(&self, sheet: &mut Sheet<'_>, ratings: &[Quantity]) -> Vec<Quantity> {
        let mut ratings = ratings.to_vec();
        ratings.sort_unstable();
        let trims = ratings.len() >= usize::try_from(self.trim_from).unwrap_or(usize::MAX).max(3);
        match ratings.as_slice() {
            [lowest, kept @ .., highest] if trims => {
                sheet.note(Step::Trimmed { highest: *highest, lowest: *lowest });
                kept.to_vec()
            }
            _ => ratings,
        }
    }
}

fn full_mark() -> Exact {
    Exact::whole(FULL)
}

const fn trim_from() -> u32 {
    TRIM_FROM
}
