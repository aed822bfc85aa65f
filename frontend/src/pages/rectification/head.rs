//! The head of a rectification: what it is called, where it is, what can be done, and how far it has come.

use leptos::prelude::*;

use super::actions::tools;
use super::{Acting, Shown};
use crate::address::Address;
use crate::api::codes::{MeasureState, RectificationDirection, RectificationState, RectificationStep};
use crate::locale::word::Word;
use crate::locale::{Locale, fill};
use crate::pages::matter::life::{self, Stage};
use crate::pages::matter::{self, Head};
use crate::parts::badge::tag;

/// The state of a rectification.
pub fn state_tag(locale: Locale, state: RectificationState) -> AnyView {
    use RectificationState as State;
    let class = match state {
        State::Found | State::SelfFound | State::Withdrawn => "steady",
        State::Pushed
        | State::Acknowledged
        | State::PlanSubmitted
        | State::PlanApproved
        | State::Planned
        | State::Rectifying
        | State::Reported => "under-way",
        State::Disputed | State::Returned | State::Reopened => "watch",
        State::Verified | State::HeadConfirmed | State::PatternShared | State::Closed => "good",
    };
    tag(class, state.word(locale))
}

/// Where it is, its title, and the steps open to the viewer.
pub fn head(acting: Acting, it: &Shown) -> AnyView {
    let locale = acting.frame.locale;
    let text = locale.text.rectification();
    let direction = it.direction.word(locale);
    let found_first = it.found_first.then(|| {
        let worth = it.self_found_worth.map(|worth| format!(" · {}", worth.word(locale)));
        view! { <span class="tag good">{text.found_first} {worth}</span> }
    });
    let late = matter::late(locale, it.clocks.all.iter().any(|clock| clock.overdue));
    let again = (it.reopened > 0).then(|| {
        view! { <span class="tag watch">{fill(text.reopened, &[&locale.count(it.reopened)])}</span> }
    });
    let marks = view! {
        {state_tag(locale, it.state)} " " {late} " " {again} " " {found_first} " "
        {tag("steady", direction)} " " {fill(text.origin, &[it.origin.word(locale)])}
    };
    let head = Head {
        list: (Address::Rectifications, text.title),
        of: Some(direction),
        number: &it.number,
        title: &it.title,
        marks: marks.into_any(),
        tools: tools(acting, it),
    };
    matter::head(locale, head)
}

/// The stages of a life, in order.
fn stages(locale: Locale, direction: RectificationDirection) -> Vec<&'static str> {
    let text = locale.text.rectification();
    match direction {
        RectificationDirection::TopDown => vec![
            text.stage_send,
            text.stage_note,
            text.stage_plan,
            text.stage_approve,
            text.stage_work,
            text.stage_report,
            text.stage_verify,
            text.stage_close,
        ],
        RectificationDirection::BottomUp => vec![
            text.stage_find,
            text.stage_plan,
            text.stage_work,
            text.stage_report,
            text.stage_confirm,
            text.stage_share,
            text.stage_close,
        ],
    }
}

/// Which stage is under way, counted from 0: those before it are done. Past the last one all are; none is for what was taken back.
fn stage(direction: RectificationDirection, state: RectificationState, working: bool) -> Option<usize> {
    use RectificationState as State;
    // Once the measures are ended, what is left of the work is to report it.
    let reporting = usize::from(!working);
    match direction {
        RectificationDirection::TopDown => match state {
            State::Found | State::SelfFound => Some(0),
            State::Pushed | State::Disputed | State::Returned => Some(1),
            State::Acknowledged | State::Reopened | State::Planned => Some(2),
            State::PlanSubmitted => Some(3),
            State::PlanApproved => Some(4),
            State::Rectifying => Some(4 + reporting),
            State::Reported => Some(6),
            State::Verified | State::HeadConfirmed | State::PatternShared => Some(7),
            State::Closed => Some(8),
            State::Withdrawn => None,
        },
        RectificationDirection::BottomUp => match state {
            State::Found | State::Pushed | State::Disputed | State::Returned => Some(0),
            State::SelfFound | State::Acknowledged | State::Reopened | State::PlanSubmitted => Some(1),
            State::Planned | State::PlanApproved => Some(2),
            State::Rectifying => Some(2 + reporting),
            State::Reported => Some(4),
            State::Verified | State::HeadConfirmed => Some(5),
            State::PatternShared => Some(6),
            State::Closed => Some(7),
            State::Withdrawn => None,
        },
    }
}

/// How far it has come: what is done, what is under way, what follows.
pub fn life(locale: Locale, it: &Shown) -> AnyView {
    let text = locale.text.rectification();
    let working = it.measures.iter().any(|measure| measure.state == MeasureState::Open);
    let now = stage(it.direction, it.state, working);
    // Sharing what was learnt may be left out.
    let shared = it.time_line.iter().any(|event| event.step == RectificationStep::SharePattern.code());
    let stages = stages(locale, it.direction).into_iter().enumerate().map(|(place, name)| {
        let left_out = name == text.stage_share && !shared;
        match Stage::of(place, now) {
            Stage::Done if left_out => (name, Stage::ToCome),
            stage => (name, stage),
        }
    });
    life::life(locale, stages)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::{Language, MoneyUnit};

    #[test]
    fn every_state_of_a_direction_stands_in_its_life() {
        let locale = Locale::new(Language::Chinese, MoneyUnit::Yuan);
        for &direction in RectificationDirection::ALL {
            let count = stages(locale, direction).len();
            for &state in RectificationState::ALL.iter().filter(|state| state.belongs_to(direction)) {
                let now = stage(direction, state, false);
                assert_eq!(now == Some(count), state == RectificationState::Closed, "{state}");
                assert_eq!(now.is_none(), state == RectificationState::Withdrawn, "{state}");
            }
        }
    }

    #[test]
    fn the_report_follows_the_last_measure() {
        let at = |direction, working| stage(direction, RectificationState::Rectifying, working);
        assert_eq!(at(RectificationDirection::TopDown, true), Some(4));
        assert_eq!(at(RectificationDirection::TopDown, false), Some(5));
        assert_eq!(at(RectificationDirection::BottomUp, true), Some(2));
        assert_eq!(at(RectificationDirection::BottomUp, false), Some(3));
    }
}
