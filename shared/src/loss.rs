//! Lost points: what an indicator was worth and did not bring, and what of it was won back in later periods (NY-12, WH-31).

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use crate::cell::{Cell, Subject};
use crate::code::LineCode;
use crate::diagnosis::{Diagnosis, DiagnosisState};
use crate::id::{IndicatorId, IndicatorVersionId};
use crate::matter::found::Ground;
use crate::matter::{Matter as _, Parties};
use crate::number::{NumberError, Points};
use crate::organisation::Unit;
use crate::rectification::{MeasureState, Rectification, RectificationState};

/// What one matter says of a lost figure (NY-12).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// When it was opened.
    pub opened: DateTime<Utc>,
    /// Why the points were lost, where it says so.
    pub cause: Option<String>,
    /// Who sees to it: the person that answers, those who own its measures, or else the unit.
    pub owners: Vec<String>,
}

impl Said {
    /// What a rectification says; none for one that is only written or was taken back.
    #[must_use]
    pub fn by_rectification(it: &Rectification) -> Option<Self> {
        if it.state == RectificationState::Withdrawn || !it.is_sent() {
            return None;
        }
        let measures = it.measures.iter().filter(|measure| measure.state != MeasureState::Replaced);
        let owners = measures.filter_map(|measure| measure.owner.as_ref()).map(|owner| owner.name.as_str());
        Some(Self { opened: it.opened.at, cause: worded(&it.cause), owners: owners_of(&it.parties, owners) })
    }

    /// What a diagnosis says: the causes of its newest round that found any; none for one that was taken back.
    #[must_use]
    pub fn by_diagnosis(it: &Diagnosis) -> Option<Self> {
        if it.state == DiagnosisState::Withdrawn {
            return None;
        }
        let newest = it.causes.iter().map(|cause| cause.round).max();
        let causes = it.causes.iter().filter(|cause| Some(cause.round) == newest).map(|cause| cause.what.as_str());
        let cause = worded(&causes.collect::<Vec<_>>().join("；"));
        let owners = it.counting_measures().filter_map(|measure| measure.owner.as_ref());
        let owners = owners_of(&it.parties, owners.map(|owner| owner.name.as_str()));
        Some(Self { opened: it.head().opened, cause, owners })
    }
}

fn worded(text: &str) -> Option<String> {
    Some(text.trim()).filter(|text| !text.is_empty()).map(ToOwned::to_owned)
}

fn owners_of<'a>(parties: &'a Parties, of_measures: impl Iterator<Item = &'a str>) -> Vec<String> {
    if let Some(person) = &parties.names.person {
        return vec![person.clone()];
    }
    let mut owners: Vec<String> = Vec::new();
    for owner in of_measures {
        if !owners.iter().any(|known| known == owner) {
            owners.push(owner.to_owned());
        }
    }
    if owners.is_empty() {
        owners.push(parties.names.unit.clone());
    }
    owners
}

/// Who leads an indicator of a line: the first of these units, the nearest first, that is of the line.
#[must_use]
pub fn lead<'u>(line: Option<&LineCode>, near: &'u [Unit]) -> Option<&'u Unit> {
    let line = line?;
    near.iter().find(|unit| unit.line.as_ref() == Some(line))
}

/// Why a figure lost points and who sees to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The newest cause that is known.
    pub cause: Option<String>,
    /// By the newest matter about it; where there is none, whoever leads the indicator.
    pub owners: Vec<String>,
}

/// What all matters about a lost figure say together; `lead` leads the indicator there.
#[must_use]
pub fn reason(mut said: Vec<Said>, lead: &str) -> Reason {
    said.sort_by_key(|said| std::cmp::Reverse(said.opened));
    let cause = said.iter().find_map(|said| said.cause.clone());
    let owners = said.into_iter().next().map_or_else(|| vec![lead.to_owned()], |newest| newest.owners);
    Reason { cause, owners }
}

/// Whether a matter is about the lost figure of a unit where it is that of somebody in the unit, one of its posts or persons, and not
/// about the unit itself.
#[must_use]
pub fn is_of_somebody_in(figure: &Ground, matter: &Ground) -> bool {
    let whose = |ground: &Ground| ground.about.map(|about| about.subject);
    let within =
        matches!((whose(figure), whose(matter)), (Some(Subject::Unit(_)), Some(Subject::Post(_) | Subject::Person(_))));
    within && figure.is_same(matter)
}

/// The points a value did not bring; none where it has no points, or all of them.
#[must_use]
pub fn lost(cell: &Cell) -> Option<Points> {
    let lost = cell.base_points.checked_sub(cell.points?).ok()?;
    (lost > Points::ZERO).then_some(lost)
}

/// The points a later value does not bring: none at all where it has no points, for what is not known is not won.
#[must_use]
pub fn still_lost(now: &Cell) -> Option<Points> {
    now.points.map(|_| lost(now).unwrap_or_default())
}

/// The points that the newest values do not bring, by indicator: a figure is the same whichever version of its indicator measures it. Where
/// several are measured, the one that comes first counts.
#[must_use]
pub fn by_indicator<'c>(
    newest: impl IntoIterator<Item = &'c Cell>,
    of: &HashMap<IndicatorVersionId, IndicatorId>,
) -> HashMap<IndicatorId, Points> {
    let mut lost = HashMap::new();
    for (indicator, points) in newest.into_iter().filter_map(|cell| Some((*of.get(&cell.version)?, still_lost(cell)?)))
    {
        lost.entry(indicator).or_insert(points);
    }
    lost
}

/// What of the points lost then is won now: the difference, never less than nothing.
#[must_use]
pub fn recovered(then: Points, now: Points) -> Points {
    then.checked_sub(now).unwrap_or_default().max(Points::ZERO)
}

/// All of them together.
///
/// # Errors
/// [`NumberError::OutOfRange`] where the sum does not fit.
pub fn total(points: impl IntoIterator<Item = Points>) -> Result<Points, NumberError> {
    points.into_iter().try_fold(Points::ZERO, Points::checked_add)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{Id, PersonId, PostId, UnitId};
    use crate::matter::About;

    fn points(text: &str) -> Points {
        text.parse().unwrap()
    }

    fn cell(won: Option<&str>) -> Cell {
        Cell::worth_five(1, Subject::Unit(UnitId::from_raw(1)), "2026Q1", won)
    }

    #[test]
    fn a_loss_is_what_was_to_be_won_and_was_not() {
        assert_eq!(lost(&cell(Some("3.5"))), Some(points("1.5")));
        assert_eq!(lost(&cell(Some("5"))), None);
        // More than it was worth, and nothing to score: no loss.
        assert_eq!(lost(&cell(Some("6"))), None);
        assert_eq!(lost(&cell(None)), None);
        assert_eq!(
            [Some("5"), Some("4"), None].map(|won| still_lost(&cell(won))),
            [Some(Points::ZERO), Some(points("1")), None]
        );
    }

    #[test]
    fn what_is_won_back_is_seen_by_a_later_version_of_the_indicator_as_well() {
        let version = |raw| IndicatorVersionId::from_raw(raw);
        let indicator = |raw| IndicatorId::from_raw(raw);
        let measured = |by, won| Cell { version: version(by), ..cell(won) };
        let of = HashMap::from([(version(1), indicator(7)), (version(2), indicator(7)), (version(3), indicator(8))]);
        let newest = [measured(2, Some("4")), measured(3, None), measured(9, Some("4")), measured(1, Some("3"))];
        assert_eq!(by_indicator(&newest, &of), HashMap::from([(indicator(7), points("1"))]));
    }

    #[test]
    fn the_line_of_a_unit_names_what_is_about_those_in_it() {
        let [north, south] = [1, 2].map(|raw| Subject::Unit(UnitId::from_raw(raw)));
        let (post, person) = (Subject::Post(PostId::from_raw(3)), Subject::Person(PersonId::from_raw(4)));
        let ground = |of: i64, indicator: i64, subject: Subject, period: &str| Ground {
            unit: UnitId::from_raw(of),
            about: Some(About {
                indicator: IndicatorId::from_raw(indicator),
                subject,
                period: period.parse().unwrap(),
            }),
            risk_point: None,
            opened: "2026-04-03T02:00:00Z".parse().unwrap(),
        };
        let of_unit = ground(1, 7, north, "2026-03");
        for (figure, matter, named) in [
            (&of_unit, ground(1, 7, post, "2026-03"), true),
            (&of_unit, ground(1, 7, person, "2026-03"), true),
            // What is about the unit itself is on its line already; another's number is not its own, also where it answers.
            (&of_unit, of_unit.clone(), false),
            (&of_unit, ground(1, 7, south, "2026-03"), false),
            (&of_unit, ground(2, 7, person, "2026-03"), false),
            (&of_unit, ground(1, 8, person, "2026-03"), false),
            (&of_unit, ground(1, 7, person, "2026-02"), false),
            (&of_unit, Ground { about: None, ..of_unit.clone() }, false),
            // Nobody is in a post or a person.
            (&ground(1, 7, person, "2026-03"), ground(1, 7, post, "2026-03"), false),
            (&ground(1, 7, person, "2026-03"), ground(1, 7, person, "2026-03"), false),
        ] {
            assert_eq!(is_of_somebody_in(figure, &matter), named, "{matter:?}");
        }
    }

    #[test]
    fn the_newest_matter_says_whose_it_is_and_the_newest_known_cause_why() {
        let said = |day: &str, cause: Option<&str>, owner: &str| Said {
            opened: format!("{day}T02:00:00Z").parse().unwrap(),
            cause: cause.map(ToOwned::to_owned),
            owners: vec![owner.to_owned()],
        };
        let old = said("2026-04-03", Some("no list"), "Wang");
        let older = said("2026-04-01", Some("nobody looked"), "Li");
        let new = said("2026-04-09", None, "Zhao");
        for (all, cause, owner) in [
            (vec![], None, "Collection"),
            (vec![older.clone()], Some("nobody looked"), "Li"),
            (vec![older.clone(), old.clone()], Some("no list"), "Wang"),
            (vec![new.clone(), older, old], Some("no list"), "Zhao"),
            (vec![new], None, "Zhao"),
        ] {
            let found = reason(all, "Collection");
            assert_eq!((found.cause.as_deref(), found.owners), (cause, vec![owner.to_owned()]));
        }
    }

    #[test]
    fn whoever_answers_owns_it_or_else_those_with_measures_or_the_unit() {
        let parties = |person: Option<&str>| {
            let mut parties = Parties::new(UnitId::from_raw(1), None, UnitId::from_raw(2), None);
            (parties.names.unit, parties.names.person) = ("North".to_owned(), person.map(ToOwned::to_owned));
            parties
        };
        assert_eq!(owners_of(&parties(Some("Li")), ["Wang"].into_iter()), ["Li"]);
        assert_eq!(owners_of(&parties(None), ["Wang", "Zhao", "Wang"].into_iter()), ["Wang", "Zhao"]);
        assert_eq!(owners_of(&parties(None), std::iter::empty()), ["North"]);
    }

    #[test]
    fn what_is_lost_anew_wins_nothing_back() {
        assert_eq!(recovered(points("1.5"), points("0.5")), points("1"));
        assert_eq!(recovered(points("1.5"), points("2")), Points::ZERO);
    }
}
