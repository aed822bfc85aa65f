//! What can be done with an indicator: draft its next version, put that into effect, throw it away, retire.

use leptos::prelude::*;

use super::{Draft, Shown};
use crate::address::Address;
use crate::api::codes::{Action, FaultCode, VersionState};
use crate::api::schema::*;
use crate::frame::Frame;
use crate::locale::fill;
use crate::locale::word::Word;
use crate::operations;
use crate::parts::card::card;
use crate::parts::dialog::Dialog;
use crate::parts::form::Form;

operations!("src/pages/library.graphql": PublishVersion, DiscardDraft, RetireIndicator);
use ask::{DiscardDraft, PublishVersion, RetireIndicator, discard_draft, publish_version, retire_indicator};

/// The indicator as it was seen.
#[derive(Clone, Copy)]
struct Seen {
    id: IndicatorId,
    version: i64,
}

/// The actions in the head of the page.
pub fn tools(frame: Frame, indicator: &Shown, changed: Callback<()>) -> AnyView {
    let text = frame.locale.text.draft();
    let may = |action| indicator.allowed_actions.contains(&action);
    let edit = may(Action::Write).then(|| {
        let word = if indicator.draft.is_some() { text.go_on } else { text.start };
        view! { <a class="button" href=Address::Draft(Some(indicator.id)).to_string()>{word}</a> }
    });
    let in_effect = indicator.versions.iter().any(|version| version.state == VersionState::Effective);
    let seen = Seen { id: indicator.id, version: indicator.version };
    let retire = (may(Action::Publish) && in_effect).then(|| retire(frame, seen, changed));
    view! { {edit} {retire} }.into_any()
}

/// The draft: what it still lacks, and the way into effect.
pub fn draft_card(frame: Frame, indicator: &Shown, draft: &Draft, changed: Callback<()>) -> AnyView {
    let text = frame.locale.text.draft();
    let seen = Seen { id: indicator.id, version: indicator.version };
    let may = |action| draft.allowed_actions.contains(&action);
    let complete = draft.problems.is_empty();
    // The first draft is all there is of the indicator.
    let discard = (may(Action::Write) && indicator.versions.len() > 1).then(|| discard(frame, seen, changed));
    let publish = (may(Action::Publish) && complete).then(|| publish(frame, seen, draft.id, changed));
    let content = match complete {
        true => view! { <p class="saved">{text.no_problems}</p> }.into_any(),
        false => problems(frame, draft),
    };
    let title = format!("{} v{}", text.title, draft.number);
    let actions = view! { <div class="form-actions">{discard} {publish}</div> };
    card(title, ().into_any(), view! { {content} {actions} }.into_any())
}

fn problems(frame: Frame, draft: &Draft) -> AnyView {
    let text = frame.locale.text.draft();
    let lines: Vec<_> = draft
        .problems
        .iter()
        .map(|problem| {
            let place = problem.position.and_then(|position| usize::try_from(position).ok()).map(|position| {
                let (before, at, after) = around(&draft.formula, position);
                let said = fill(text.at_character, &[&position.to_string()]);
                view! { " " {said} " " <code>{before}<mark>{at}</mark>{after}</code> }
            });
            // The server's own words where the kind alone says too little.
            let more = matches!(problem.code, FaultCode::Method | FaultCode::UnknownMeasure)
                .then(|| view! { <small class="quiet">{problem.message.clone()}</small> });
            view! {
                <li>
                    <b>{frame.locale.content_field(&problem.field)}</b> " " {problem.code.word(frame.locale)} {place}
                    " " {more}
                </li>
            }
        })
        .collect();
    view! { <p>{text.problems}</p> <ul class="problems">{lines}</ul> }.into_any()
}

/// The formula before, at and after a character, counted from 1; past its end a mark stands for what is missing.
fn around(formula: &str, position: usize) -> (String, String, String) {
    let place = position.saturating_sub(1);
    let part = |from: usize, length: usize| formula.chars().skip(from).take(length).collect::<String>();
    let at = part(place, 1);
    (part(0, place), if at.is_empty() { "…".to_owned() } else { at }, part(place + 1, usize::MAX))
}

fn publish(frame: Frame, seen: Seen, version: IndicatorVersionId, changed: Callback<()>) -> AnyView {
    let text = frame.locale.text.library();
    let (form, open, from) = (Form::new(frame.locale), RwSignal::new(false), RwSignal::new(String::new()));
    form.guard(Signal::derive(move || open.get() && !from.get().is_empty()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let variables = publish_version::Variables { version, seen: seen.version, from: from.get_untracked() };
        form.send(frame.client.ask::<PublishVersion>(variables), move |_| changed.run(()));
    };
    view! {
        <button class="button primary" type="button" on:click=move |_| open.set(true)>{text.publish}</button>
        <Dialog title=text.publish open=open may_close=form.may_close()>
            <form on:submit=submit>
                {form.line("from", text.publish_from, from, "date", true)}
                {form.foot(open, text.publish)}
            </form>
        </Dialog>
    }
    .into_any()
}

fn discard(frame: Frame, seen: Seen, changed: Callback<()>) -> AnyView {
    let text = frame.locale.text.draft();
    let (form, open) = (Form::new(frame.locale), RwSignal::new(false));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let variables = discard_draft::Variables { indicator: seen.id, version: seen.version };
        form.send(frame.client.ask::<DiscardDraft>(variables), move |_| changed.run(()));
    };
    view! {
        <button class="button danger" type="button" on:click=move |_| open.set(true)>{text.discard}</button>
        <Dialog title=text.discard open=open may_close=form.may_close()>
            <form on:submit=submit>
                <p class="quiet">{text.discard_lead}</p>
                {form.foot(open, text.discard)}
            </form>
        </Dialog>
    }
    .into_any()
}

fn retire(frame: Frame, seen: Seen, changed: Callback<()>) -> AnyView {
    let text = frame.locale.text.draft();
    let (form, open) = (Form::new(frame.locale), RwSignal::new(false));
    let (on, reason) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    form.guard(Signal::derive(move || open.get() && !(on.get().is_empty() && reason.get().is_empty())));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let variables = retire_indicator::Variables {
            indicator: seen.id,
            version: seen.version,
            on: on.get_untracked(),
            reason: reason.get_untracked(),
        };
        form.send(frame.client.ask::<RetireIndicator>(variables), move |_| changed.run(()));
    };
    view! {
        <button class="button danger" type="button" on:click=move |_| open.set(true)>{text.retire}</button>
        <Dialog title=text.retire open=open may_close=form.may_close()>
            <form on:submit=submit>
                <p class="quiet">{text.retire_lead}</p>
                {form.line("on", text.retire_on, on, "date", true)}
                {form.line("reason", text.reason, reason, "text", true)}
                {form.foot(open, text.retire)}
            </form>
        </Dialog>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_character_at_fault_is_found_by_counting_characters() {
        let parts = |before: &str, at: &str, after: &str| (before.to_owned(), at.to_owned(), after.to_owned());
        assert_eq!(around("甲 / 乙)", 6), parts("甲 / 乙", ")", ""));
        assert_eq!(around("甲 +", 4), parts("甲 +", "…", ""));
        assert_eq!(around("甲", 1), parts("", "甲", ""));
    }
}
