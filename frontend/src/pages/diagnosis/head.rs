//! The head of a diagnosis: what it is called, where it is, what can be done, and how far it has come.

use leptos::prelude::*;

use super::actions::tools;
use super::{Acting, Shown};
use crate::address::Address;
use crate::api::codes::DiagnosisState;
use crate::locale::word::Word;
use crate::locale::{Locale, fill};
use crate::pages::matter::life::{self, Stage};
use crate::pages::matter::{self, Head};
use crate::parts::badge::tag;

/// The state of a diagnosis.
pub fn state_tag(locale: Locale, state: DiagnosisState) -> AnyView {
    use DiagnosisState as State;
    let class = match state {
        State::Open | State::Analysed | State::MeasuresSet | State::Executed => "under-way",
        State::Effective | State::Closed => "good",
        State::Ineffective => "watch",
        State::Withdrawn => "steady",
    };
    tag(class, state.word(locale))
}

/// Where it is, its title, and the steps open to the viewer.
pub fn head(acting: Acting, it: &Shown) -> AnyView {
    let locale = acting.frame.locale;
    let text = locale.text.diagnosis();
    let late = matter::late(locale, it.clocks.all.iter().any(|clock| clock.overdue));
    let round = (it.round > 1).then(|| {
        view! { <span class="tag steady">{fill(text.round, &[&locale.count(it.round)])}</span> }
    });
    let origin = if it.by_rule { text.by_rule } else { text.by_hand };
    let marks = view! { {state_tag(locale, it.state)} " " {late} " " {round} " " {origin} };
    let head = Head {
        list: (Address::Diagnoses, text.title),
        of: None,
        number: &it.number,
        title: &it.title,
        marks: marks.into_any(),
        tools: tools(acting, it),
    };
    matter::head(locale, head)
}

/// Which stage is under way, counted from 0: those before it are done. Past the last one all are; none is for what was taken back.
fn stage(state: DiagnosisState) -> Option<usize> {
    match state {
        DiagnosisState::Open | DiagnosisState::Ineffective => Some(0),
        DiagnosisState::Analysed => Some(1),
        DiagnosisState::MeasuresSet => Some(2),
        DiagnosisState::Executed => Some(3),
        DiagnosisState::Effective => Some(4),
        DiagnosisState::Closed => Some(5),
        DiagnosisState::Withdrawn => None,
    }
}

/// How far it has come in this round: what is done, what is under way, what follows.
pub fn life(locale: Locale, it: &Shown) -> AnyView {
    let text = locale.text.diagnosis();
    let now = stage(it.state);
    let names = [text.stage_analyse, text.stage_set, text.stage_execute, text.stage_check, text.stage_close];
    let stages = names.into_iter().enumerate();
    life::life(locale, stages.map(|(place, name)| (name, Stage::of(place, now))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_is_done_when_it_is_closed_and_nothing_when_it_is_withdrawn() {
        for &state in DiagnosisState::ALL {
            assert_eq!(stage(state) == Some(5), state == DiagnosisState::Closed, "{state}");
            assert_eq!(stage(state).is_none(), state == DiagnosisState::Withdrawn, "{state}");
        }
    }
}
