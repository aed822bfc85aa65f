//! The pages of the handbook that a diagnosis takes from and adds to (CJ-41): that of the indicator that is weak, or those of the
//! indicators that count in the score.

use std::cmp::Reverse;

use crate::cell::Cell;
use crate::cockpit::{Brief, counts_in};
use crate::code::CockpitDimensionCode;
use crate::handbook::{Entry, EntryKind, EntryState, Tried};
use crate::id::{HandbookEntryId, IndicatorId, IndicatorVersionId, MatterId};
use crate::loss;
use crate::matter::{OfScore, Weak};
use crate::number::Points;

/// Most pages that are suggested at once.
const MOST_PAGES: usize = 10;

/// A line of the scheme: an indicator with the version that is pinned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The indicator.
    pub indicator: IndicatorId,
    /// The version.
    pub version: IndicatorVersionId,
    /// The cockpit dimension it counts in.
    pub dimension: Option<CockpitDimensionCode>,
}

impl From<&Brief> for Line {
    fn from(brief: &Brief) -> Self {
        let dimension = brief.indicator.cockpit_dimension.clone();
        Self { indicator: brief.indicator.id, version: brief.version.id, dimension }
    }
}

/// The lines of the scheme that count in a score.
fn counted<'l>(of: &'l OfScore, scheme: &'l [Line]) -> impl Iterator<Item = &'l Line> {
    scheme.iter().filter(move |line| counts_in(line.dimension.as_ref(), of.dimension.as_ref()))
}

/// The indicators whose pages a diagnosis may take from and add to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pages(Vec<IndicatorId>);

impl Pages {
    /// That of the indicator of a value; of a score those of all lines of its scheme that count in it, whatever they lost.
    #[must_use]
    pub fn of(weak: &Weak, scheme: &[Line]) -> Self {
        match weak {
            Weak::Value(about) => Self(vec![about.indicator]),
            Weak::Score(of) => Self(counted(of, scheme).map(|line| line.indicator).collect()),
        }
    }

    /// The entry that is picked: of the kind, on one of the pages, published. What the diagnosis proposed itself it may pick before.
    #[must_use]
    pub fn entry<'t>(
        &self,
        known: &'t [Tried],
        id: HandbookEntryId,
        kind: EntryKind,
        diagnosis: MatterId,
    ) -> Option<&'t Entry> {
        let is_own = |entry: &Entry| entry.from == Some(diagnosis) && entry.state != EntryState::Rejected;
        let usable = |entry: &Entry| entry.state == EntryState::Published || is_own(entry);
        let found = known.iter().map(|tried| &tried.entry).find(|entry| entry.id == id && entry.kind == kind);
        found.filter(|entry| self.0.contains(&entry.indicator) && usable(entry))
    }

    /// The page that something new is proposed to: the one that is named, else that of the cause it is against, else the only one there is.
    #[must_use]
    pub fn page(&self, named: Option<IndicatorId>, of_cause: Option<IndicatorId>) -> Option<IndicatorId> {
        let only = match self.0.as_slice() {
            [only] => Some(*only),
            _ => None,
        };
        named.or(of_cause).or(only).filter(|indicator| self.0.contains(indicator))
    }
}

/// The indicators that lost points in a score, each with how many: the most lost first, those that lost alike in the order of the scheme,
/// the first ten.
#[must_use]
pub fn lost_most(of: &OfScore, scheme: &[Line], cells: &[Cell]) -> Vec<(IndicatorId, Points)> {
    let found = |line: &Line| {
        let is_its = |cell: &&Cell| (cell.version, cell.subject, cell.period) == (line.version, of.subject, of.period);
        Some((line.indicator, loss::lost(cells.iter().find(is_its)?)?))
    };
    let mut lost: Vec<(IndicatorId, Points)> = counted(of, scheme).filter_map(found).collect();
    lost.sort_by_key(|(_, lost)| Reverse(*lost));
    lost.truncate(MOST_PAGES);
    lost
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cell::Subject;
    use crate::handbook::{Uses, Wording};
    use crate::id::{Id, SchemeId, UnitId};
    use crate::matter::About;
    use crate::policy::Actor;
    use crate::rectification::Signed;

    fn indicator(raw: i64) -> IndicatorId {
        IndicatorId::from_raw(raw)
    }

    fn unit(raw: i64) -> Subject {
        Subject::Unit(UnitId::from_raw(raw))
    }

    fn of_score(dimension: Option<&str>) -> OfScore {
        let dimension = dimension.map(|code| code.parse().unwrap());
        OfScore { scheme: SchemeId::from_raw(1), dimension, subject: unit(1), period: "2026-03".parse().unwrap() }
    }

    fn of_value(raw: i64) -> Weak {
        let of = of_score(None);
        Weak::Value(About { indicator: indicator(raw), subject: of.subject, period: of.period })
    }

    /// Indicators 1, 2 and 3; the third counts in another dimension. The versions are ten times as high.
    fn scheme() -> Vec<Line> {
        let line = |(raw, code): (i64, &str)| Line {
            indicator: indicator(raw),
            version: IndicatorVersionId::from_raw(raw * 10),
            dimension: Some(code.parse().unwrap()),
        };
        [(1, "LEVY"), (2, "LEVY"), (3, "SERVICE")].into_iter().map(line).collect()
    }

    #[test]
    fn a_value_has_one_page_and_a_score_those_of_all_that_counts_in_it() {
        for (weak, pages) in [
            (of_value(2), vec![2]),
            // Where the value is not in the scheme, or the scheme is not for the viewer, there is one page all the same.
            (of_value(9), vec![9]),
            (Weak::Score(of_score(None)), vec![1, 2, 3]),
            (Weak::Score(of_score(Some("LEVY"))), vec![1, 2]),
            (Weak::Score(of_score(Some("OTHER"))), vec![]),
        ] {
            assert_eq!(Pages::of(&weak, &scheme()), Pages(pages.into_iter().map(indicator).collect()), "{weak:?}");
        }
        assert_eq!(Pages::of(&Weak::Score(of_score(None)), &[]), Pages(Vec::new()));
    }

    #[test]
    fn a_proposal_goes_to_the_page_that_is_named_or_of_its_cause_or_the_only_one() {
        let (one, three) = (Pages::of(&of_value(2), &[]), Pages::of(&Weak::Score(of_score(None)), &scheme()));
        for (pages, named, of_cause, goes_to) in [
            (&one, None, None, Some(2)),
            (&one, Some(2), None, Some(2)),
            (&one, Some(1), None, None),
            (&three, None, None, None),
            (&three, None, Some(3), Some(3)),
            (&three, Some(1), Some(3), Some(1)),
            (&three, Some(9), Some(3), None),
            (&three, None, Some(9), None),
        ] {
            let found = pages.page(named.map(indicator), of_cause.map(indicator));
            assert_eq!(found, goes_to.map(indicator), "{pages:?} {named:?} {of_cause:?}");
        }
    }

    #[test]
    fn an_entry_is_picked_that_is_published_or_was_proposed_here_of_the_kind_and_on_a_page() {
        let pages = Pages::of(&Weak::Score(of_score(Some("LEVY"))), &scheme());
        let (here, elsewhere) = (MatterId::from_raw(7), MatterId::from_raw(8));
        let id = HandbookEntryId::from_raw(5);
        for (page, state, from, kind, is_picked) in [
            (1, EntryState::Published, elsewhere, EntryKind::Cause, true),
            (2, EntryState::Published, here, EntryKind::Cause, true),
            (1, EntryState::Proposed, here, EntryKind::Cause, true),
            (1, EntryState::Proposed, elsewhere, EntryKind::Cause, false),
            (1, EntryState::Rejected, here, EntryKind::Cause, false),
            (1, EntryState::Published, here, EntryKind::Measure, false),
            (3, EntryState::Published, here, EntryKind::Cause, false),
        ] {
            let entry = Entry {
                id,
                indicator: indicator(page),
                kind,
                against: None,
                wording: Wording { text: "no list".to_owned(), text_en: String::new() },
                state,
                proposed: Signed { by: Actor::Account(Id::from_raw(1)), at: "2026-03-01T02:00:00Z".parse().unwrap() },
                proposer: "Li".to_owned(),
                from: Some(from),
                reviewed: None,
                reasons: String::new(),
                version: 1,
            };
            let known = [Tried { entry, uses: Uses::default() }];
            let found = pages.entry(&known, id, EntryKind::Cause, here);
            assert_eq!(found.is_some(), is_picked, "{page} {state} {kind} {from}");
            assert_eq!(pages.entry(&known, HandbookEntryId::from_raw(6), kind, here), None);
        }
    }

    #[test]
    fn what_lost_most_comes_first_and_what_lost_nothing_does_not_come() {
        let cells = [
            Cell::worth_five(10, unit(1), "2026-03", Some("4.5")),
            Cell::worth_five(20, unit(1), "2026-03", Some("2")),
            Cell::worth_five(30, unit(1), "2026-03", Some("1")),
            // The losses of others, and of other months, are not looked at.
            Cell::worth_five(10, unit(2), "2026-03", Some("0")),
            Cell::worth_five(10, unit(1), "2026-02", Some("0")),
            Cell::worth_five(90, unit(1), "2026-03", Some("0")),
        ];
        let most = |dimension: Option<&str>, cells: &[Cell]| -> Vec<(IndicatorId, String)> {
            let lost = lost_most(&of_score(dimension), &scheme(), cells);
            lost.into_iter().map(|(indicator, lost)| (indicator, lost.to_string())).collect()
        };
        let named = |all: &[(i64, &str)]| -> Vec<(IndicatorId, String)> {
            all.iter().map(|(raw, lost)| (indicator(*raw), (*lost).to_owned())).collect()
        };
        assert_eq!(most(None, &cells), named(&[(3, "4.0000"), (2, "3.0000"), (1, "0.5000")]));
        assert_eq!(most(Some("LEVY"), &cells), named(&[(2, "3.0000"), (1, "0.5000")]));
        let full =
            [Cell::worth_five(10, unit(1), "2026-03", Some("5")), Cell::worth_five(20, unit(1), "2026-03", None)];
        assert_eq!(most(None, &full), named(&[]));
        // Equal losses stand in the order of the scheme.
        let alike =
            [Cell::worth_five(20, unit(1), "2026-03", Some("2")), Cell::worth_five(10, unit(1), "2026-03", Some("2"))];
        assert_eq!(most(None, &alike), named(&[(1, "3.0000"), (2, "3.0000")]));
    }

    #[test]
    fn no_more_than_ten_pages_are_suggested() {
        let line =
            |raw: i64| Line { indicator: indicator(raw), version: IndicatorVersionId::from_raw(raw), dimension: None };
        let scheme: Vec<Line> = (1..=12).map(line).collect();
        let cells: Vec<Cell> = (1..=12).map(|raw| Cell::worth_five(raw, unit(1), "2026-03", Some("4"))).collect();
        let lost: Vec<IndicatorId> =
            lost_most(&of_score(None), &scheme, &cells).into_iter().map(|(of, _)| of).collect();
        assert_eq!(lost, (1..=10).map(indicator).collect::<Vec<_>>());
    }
}
