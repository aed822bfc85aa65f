//! The life of an indicator's versions: drafted, put into effect, superseded, retired. Each function answers with the versions
//! that change; the others stay as they are.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Content, Version, VersionState, VersionStep};
use crate::error::Refusal;
use crate::id::{IndicatorId, IndicatorVersionId};

/// The draft that says `content`: the one there is already, or a new one with the number after the last.
#[must_use]
pub fn draft(
    versions: &[Version],
    indicator: IndicatorId,
    fresh: IndicatorVersionId,
    content: Content,
    on: NaiveDate,
) -> Version {
    let last = versions.iter().map(|version| version.number).max().unwrap_or_default();
    let (id, number) = match drafted(versions) {
        Some(draft) => (draft.id, draft.number),
        None => (fresh, last.saturating_add(1)),
    };
    Version { id, indicator, number, state: VersionState::Draft, content, valid_from: on, valid_to: None }
}

/// The version that is being written.
#[must_use]
pub fn drafted(versions: &[Version]) -> Option<&Version> {
    versions.iter().find(|version| version.state == VersionState::Draft)
}

/// The version in effect.
#[must_use]
pub fn effective(versions: &[Version]) -> Option<&Version> {
    versions.iter().find(|version| version.state == VersionState::Effective)
}

/// The first day on which an indicator is no longer used, among the versions of several; none for one that is in use, or that was never
/// in effect.
#[must_use]
pub fn retired_from(versions: &[Version], indicator: IndicatorId) -> Option<NaiveDate> {
    let of = || versions.iter().filter(|version| version.indicator == indicator);
    if of().any(|version| version.state == VersionState::Effective) {
        return None;
    }
    of().filter(|version| version.state == VersionState::Retired).filter_map(|version| version.valid_to).max()
}

/// The indicators of some versions that were in effect and are no longer.
#[must_use]
pub fn out_of_use(versions: &[Version]) -> BTreeSet<IndicatorId> {
    let indicators = versions.iter().map(|version| version.indicator);
    indicators.filter(|indicator| retired_from(versions, *indicator).is_some()).collect()
}

/// Puts a draft into effect from a day on; the version that was in effect is superseded that day.
///
/// # Errors
/// [`Refusal::NotInThisState`] where it is no draft; [`Refusal::DateBeforeStart`] where the day is before the version in effect began,
/// or before one that is over ended.
pub fn publish(versions: &[Version], draft: &Version, from: NaiveDate) -> Result<Vec<Version>, Refusal> {
    let state = draft.state.after(VersionStep::Publish)?;
    let over = versions.iter().filter_map(|version| version.valid_to).max();
    if let Some(start) = over.filter(|end| from < *end) {
        return Err(Refusal::DateBeforeStart { given: from, start });
    }
    let published = Version { state, valid_from: from, ..draft.clone() };
    let superseded = effective(versions).map(|before| end(before, VersionStep::Supersede, from)).transpose()?;
    Ok(superseded.into_iter().chain([published]).collect())
}

/// Retires an indicator: the version in effect ends on a day, and none takes its place.
///
/// # Errors
/// [`Refusal::NotInThisState`] where none is in effect; [`Refusal::DateBeforeStart`] where the day is before it began.
pub fn retire(versions: &[Version], on: NaiveDate) -> Result<Version, Refusal> {
    let Some(effective) = effective(versions) else {
        let newest = versions.iter().max_by_key(|version| version.number);
        let state = newest.map_or(VersionState::Draft, |version| version.state);
        return Err(not_in(state, VersionStep::Retire));
    };
    end(effective, VersionStep::Retire, on)
}

/// The draft to throw away. Versions that were once in effect stay for ever.
///
/// # Errors
/// [`Refusal::Published`] where there is no draft, or the draft is all there is of the indicator.
pub fn discard(versions: &[Version]) -> Result<IndicatorVersionId, Refusal> {
    match drafted(versions) {
        Some(draft) if versions.len() > 1 => Ok(draft.id),
        Some(_) | None => Err(Refusal::Published),
    }
}

fn end(version: &Version, step: VersionStep, on: NaiveDate) -> Result<Version, Refusal> {
    let state = version.state.after(step)?;
    if on < version.valid_from {
        return Err(Refusal::DateBeforeStart { given: on, start: version.valid_from });
    }
    Ok(Version { state, valid_to: Some(on), ..version.clone() })
}

fn not_in(state: VersionState, step: VersionStep) -> Refusal {
    Refusal::NotInThisState { from: state.code().to_owned(), step: step.code().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Id;
    use crate::indicator::tests::content;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn version(number: i32, state: VersionState, from: &str) -> Version {
        Version {
            id: Id::from_raw(number.into()),
            indicator: Id::from_raw(1),
            number,
            state,
            content: content("a / b"),
            valid_from: day(from),
            valid_to: None,
        }
    }

    fn told(versions: &[Version]) -> Vec<String> {
        let line = |it: &Version| {
            let to = it.valid_to.map_or_else(|| "…".to_owned(), |day| day.to_string());
            format!("v{} {} {} {to}", it.number, it.state, it.valid_from)
        };
        versions.iter().map(line).collect()
    }

    #[test]
    fn a_draft_is_written_over_until_it_takes_effect() {
        let one = version(1, VersionState::Effective, "2025-01-01");
        let new =
            draft(std::slice::from_ref(&one), one.indicator, Id::from_raw(9), content("c / d"), day("2026-01-05"));
        assert_eq!((new.id, new.number), (Id::from_raw(9), 2));
        let again = draft(&[new.clone(), one], new.indicator, Id::from_raw(10), content("e / f"), day("2026-01-06"));
        assert_eq!((again.id, again.number, again.content.formula.as_str()), (new.id, 2, "e / f"));
    }

    #[test]
    fn out_of_use_is_what_was_in_effect_and_has_no_version_that_is() {
        use VersionState::{Draft, Effective, Retired};
        let of = |indicator: i64, state| {
            let valid_to = (state == Retired).then(|| day("2026-01-01"));
            Version { indicator: Id::from_raw(indicator), valid_to, ..version(1, state, "2025-01-01") }
        };
        let versions = [
            of(1, Effective),
            of(2, Retired),
            of(3, Retired),
            of(3, Effective),
            of(4, Draft),
            of(5, Retired),
            of(5, Draft),
        ];
        assert_eq!(out_of_use(&versions).into_iter().map(Id::raw).collect::<Vec<_>>(), [2, 5]);
    }

    #[test]
    fn publishing_supersedes_what_was_in_effect() {
        let versions =
            [version(2, VersionState::Draft, "2026-01-05"), version(1, VersionState::Effective, "2025-01-01")];
        let changed = publish(&versions, &versions[0], day("2026-02-01")).unwrap();
        assert_eq!(told(&changed), ["v1 SUPERSEDED 2025-01-01 2026-02-01", "v2 EFFECTIVE 2026-02-01 …"]);
        let early = publish(&versions, &versions[0], day("2024-12-31")).unwrap_err();
        assert_eq!(early, Refusal::DateBeforeStart { given: day("2024-12-31"), start: day("2025-01-01") });
        assert!(matches!(publish(&versions, &versions[1], day("2026-02-01")), Err(Refusal::NotInThisState { .. })));
    }

    #[test]
    fn after_a_retirement_the_next_version_does_not_reach_back_into_the_one_before() {
        let one = version(1, VersionState::Effective, "2025-01-01");
        let retired = retire(&[one], day("2026-06-30")).unwrap();
        let versions = [version(2, VersionState::Draft, "2026-07-05"), retired];
        let early = publish(&versions, &versions[0], day("2026-01-01")).unwrap_err();
        assert_eq!(early, Refusal::DateBeforeStart { given: day("2026-01-01"), start: day("2026-06-30") });
        let published = publish(&versions, &versions[0], day("2026-06-30")).unwrap();
        assert_eq!(told(&published), ["v2 EFFECTIVE 2026-06-30 …"]);
    }

    #[test]
    fn retiring_ends_what_is_in_effect_and_nothing_else() {
        let (draft, effective) =
            (version(2, VersionState::Draft, "2026-01-05"), version(1, VersionState::Effective, "2025-01-01"));
        let retired = retire(&[draft.clone(), effective], day("2026-02-01")).unwrap();
        assert_eq!(told(std::slice::from_ref(&retired)), ["v1 RETIRED 2025-01-01 2026-02-01"]);
        assert!(
            matches!(retire(&[retired], day("2026-03-01")), Err(Refusal::NotInThisState { from, .. }) if from == "RETIRED")
        );
        assert!(
            matches!(retire(&[draft], day("2026-03-01")), Err(Refusal::NotInThisState { from, .. }) if from == "DRAFT")
        );
    }

    #[test]
    fn an_indicator_is_retired_unless_a_version_is_in_effect_again() {
        let over = |number, end: &str| Version {
            valid_to: Some(day(end)),
            ..version(number, VersionState::Retired, "2025-01-01")
        };
        let superseded = version(1, VersionState::Superseded, "2024-01-01");
        let draft = version(3, VersionState::Draft, "2026-07-05");
        let again = version(3, VersionState::Effective, "2026-07-05");
        let other = Version { indicator: Id::from_raw(2), ..version(1, VersionState::Effective, "2025-01-01") };
        for (versions, from) in [
            (vec![], None),
            (vec![draft.clone()], None),
            (vec![superseded.clone(), draft.clone()], None),
            (vec![superseded, over(2, "2026-06-30"), other], Some("2026-06-30")),
            (vec![over(1, "2025-06-30"), over(2, "2026-06-30"), draft], Some("2026-06-30")),
            (vec![over(2, "2026-06-30"), again], None),
        ] {
            assert_eq!(retired_from(&versions, Id::from_raw(1)), from.map(day), "{versions:?}");
        }
    }

    #[test]
    fn only_a_draft_beside_another_version_is_thrown_away() {
        let (draft, effective) =
            (version(2, VersionState::Draft, "2026-01-05"), version(1, VersionState::Effective, "2025-01-01"));
        assert_eq!(discard(&[draft.clone(), effective.clone()]), Ok(draft.id));
        assert_eq!(discard(&[effective]), Err(Refusal::Published));
        assert_eq!(discard(&[draft]), Err(Refusal::Published));
    }
}
