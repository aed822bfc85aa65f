//! The head of a diagnosis: what it is called, where it is, what can be done, and how far it has come.

use leptos::prelude::*;

use super::actions::tools;
use super::{Acting, Shown};
use crate::address::Address;
use crate::api::codes::DiagnosisState;
use crate::locale::word::Word;
use crate::locale::{Locale, fill};
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
    let late = it.clocks.all.iter().any(|clock| clock.overdue);
    let late = late.then(|| tag("watch", locale.text.rectification().overdue));
    let round = (it.round > 1).then(|| {
        view! { <span class="tag steady">{fill(text.round, &[&locale.count(it.round)])}</span> }
    });
    let origin = if it.by_rule { text.by_rule } else { text.by_hand };
    view! {
        <nav class="crumbs"><ol>
            <li><a href=Address::Diagnoses.to_string()>{text.title}</a></li>
            <li>{it.number.clone()}</li>
        </ol></nav>
        <div class="head">
            <h1>{it.title.clone()}</h1>
            <p class="meta">
                {state_tag(locale, it.state)} " " {late} " " {round} " " {origin} " · " {it.number.clone()}
            </p>
            <div class="tools">
                <button class="button" type="button" on:click=|_| drop(window().print())>{locale.text.common.print}</button>
                {tools(acting, it)}
            </div>
        </div>
    }
    .into_any()
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
    let stages: Vec<_> = names
        .into_iter()
        .enumerate()
        .map(|(place, name)| {
            let (done, current) = (now.is_some_and(|now| place < now), now == Some(place));
            let class = match (done, current) {
                (true, _) => "done",
                (false, true) => "now",
                (false, false) => "",
            };
            let said = done.then(|| view! { <span class="unseen">{locale.text.rectification().done}</span> });
            view! { <li class=class aria-current=current.then_some("step")>{name} " " {said}</li> }
        })
        .collect();
    view! { <ol class="life" aria-label=text.life>{stages}</ol> }.into_any()
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
