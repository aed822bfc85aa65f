//! The entries in any state: what waits for review comes first, each with the steps open to the viewer.

use leptos::prelude::*;

use crate::address::Address;
use crate::api::codes::{Action, EntryState, EntryStep, Resource};
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::fill;
use crate::locale::word::Word;
use crate::operations;
use crate::pages::matter::Sent;
use crate::parts::badge::tag;
use crate::parts::card::{card, link};
use crate::parts::dialog::Dialog;
use crate::parts::form::{Form, filled, options};
use crate::parts::pager::{Pager, SCREENFUL};
use crate::parts::state;
use crate::parts::table::{table, text as cell, words};

operations!(
    "src/pages/handbook.graphql": HandbookEntries,
    ReviewHandbookEntry,
    PublishHandbookEntry,
    RejectHandbookEntry,
    RetireHandbookEntry
);
use ask::{
    HandbookEntries, PublishHandbookEntry, RejectHandbookEntry, RetireHandbookEntry, ReviewHandbookEntry,
    handbook_entries, publish_handbook_entry, reject_handbook_entry, retire_handbook_entry, review_handbook_entry,
};

type Entry = handbook_entries::HandbookEntriesHandbookEntriesNodes;

/// The card; whoever may publish sees first what waits for them.
pub fn entries(
    frame: Frame,
    indicator: Memo<Option<IndicatorId>>,
    changes: RwSignal<u32>,
    changed: Callback<()>,
) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.handbook();
    let may_publish = frame.may(Resource::Handbook, Action::Publish);
    let first = if may_publish { EntryState::Proposed.code() } else { "" };
    let (pager, state, search) = (Pager::new(), RwSignal::new(first.to_owned()), RwSignal::new(String::new()));
    let load = Load::new(move || {
        changes.track();
        let variables = handbook_entries::Variables {
            first: SCREENFUL,
            after: pager.after(),
            state: state.with(|state| state.parse().ok()),
            indicator: indicator.get(),
            search: Some(search.get()).filter(|search| !search.trim().is_empty()),
        };
        async move { frame.client.ask::<HandbookEntries>(variables).await }
    });
    let list = load.view(locale, move |answer| {
        let page = &answer.handbook_entries;
        if page.nodes.is_empty() {
            return state::empty(text.none_title, text.none);
        }
        let end = page.page_info.end_cursor.clone().filter(|_| page.page_info.has_next_page);
        let rows = page.nodes.iter().map(|entry| row(frame, entry, changed)).collect();
        let columns = [
            words(text.entry),
            words(text.kind).wide(),
            words(text.state),
            words(text.did).wide(),
            words(text.proposer).wide(),
            words(locale.text.common.actions),
        ];
        view! { {table(text.proposals, &columns, rows)} {pager.view(locale, page.total_count, end)} }.into_any()
    });
    let content = view! { {filters(frame, pager, state, search)} {list} };
    card(text.proposals, ().into_any(), content.into_any())
}

fn filters(frame: Frame, pager: Pager, state: RwSignal<String>, search: RwSignal<String>) -> AnyView {
    let text = frame.locale.text.handbook();
    let choose = move |into: RwSignal<String>| {
        move |event: leptos::ev::Event| {
            pager.restart();
            into.set(event_target_value(&event));
        }
    };
    let states: Vec<_> = options(frame.locale, EntryState::ALL, EntryState::code)
        .into_iter()
        .map(|(code, word)| {
            let chosen = code.clone();
            view! { <option value=code prop:selected=move || state.with(|state| *state == chosen)>{word}</option> }
        })
        .collect();
    view! {
        <div class="filters">
            <select aria-label=text.state on:change=choose(state)><option value="">{text.all_states}</option>{states}</select>
            <input type="search" placeholder=text.search aria-label=text.search on:change=choose(search) />
        </div>
    }
    .into_any()
}

fn state_tag(frame: Frame, state: EntryState) -> AnyView {
    let class = match state {
        EntryState::Proposed | EntryState::Reviewed => "under-way",
        EntryState::Published => "good",
        EntryState::Retired | EntryState::Rejected => "steady",
    };
    tag(class, state.word(frame.locale))
}

fn row(frame: Frame, entry: &Entry, changed: Callback<()>) -> Vec<AnyView> {
    let locale = frame.locale;
    let text = locale.text.handbook();
    let indicator = entry.indicator.as_ref().map(|of| {
        let to = Address::Handbook { indicator: Some(of.id) }.to_string();
        link(to, locale.name(&of.name, &of.name_en).to_owned())
    });
    let from = entry.from.map(|from| link(Address::Diagnosis(from).to_string(), text.from_diagnosis));
    let reasons = (!entry.reasons.is_empty())
        .then(|| view! { <p class="said quiet">{text.reasons} " " {entry.reasons.clone()}</p> });
    let uses = fill(text.uses, &[&locale.count(entry.used), &locale.count(entry.worked)]);
    let steps: Vec<_> = entry.allowed_steps.iter().map(|&step| step_button(frame, entry, step, changed)).collect();
    vec![
        view! {
            <p class="said">{locale.name(&entry.text, &entry.text_en).to_owned()}</p>
            <p class="quiet">{indicator} " " {from}</p> {reasons}
        }
        .into_any(),
        cell(entry.kind.word(locale)),
        state_tag(frame, entry.state),
        cell(uses),
        view! { {entry.proposer.clone()} " " <small class="quiet">{locale.moment(&entry.proposed_at)}</small> }
            .into_any(),
        view! { <div class="on-screen">{steps}</div> }.into_any(),
    ]
}

/// A step in its dialog: what it takes is filled in there.
fn step_button(frame: Frame, entry: &Entry, step: EntryStep, changed: Callback<()>) -> AnyView {
    let text = frame.locale.text.handbook();
    let name = step.word(frame.locale);
    let (form, open) = (Form::new(frame.locale), RwSignal::new(false));
    let (first, english) = match step {
        EntryStep::Review => (entry.text.clone(), entry.text_en.clone()),
        EntryStep::Publish | EntryStep::Reject | EntryStep::Retire => (String::new(), String::new()),
    };
    let (words, words_en) = (RwSignal::new(first.clone()), RwSignal::new(english));
    form.guard(Signal::derive(move || open.get() && words.with(|words| *words != first)));
    let (id, version) = (entry.id, entry.version);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let said = filled(words);
        if said.is_none() && step != EntryStep::Publish {
            return form.refuse(vec![("text", frame.locale.text.rectification().needed)]);
        }
        let english = filled(words_en).unwrap_or_default();
        let asking = send(frame, step, (id, version), said.unwrap_or_default(), english);
        form.send(asking, move |()| {
            open.set(false);
            changed.run(());
        });
    };
    let lead = match step {
        EntryStep::Review => text.review_lead,
        EntryStep::Publish => text.publish_lead,
        EntryStep::Reject => text.reject_lead,
        EntryStep::Retire => text.retire_lead,
    };
    let fields = move || match step {
        EntryStep::Review => {
            view! { {form.lines("text", text.text, words)} {form.lines("textEn", text.text_en, words_en)} }.into_any()
        }
        EntryStep::Publish => ().into_any(),
        EntryStep::Reject | EntryStep::Retire => form.lines("text", text.reasons, words),
    };
    let label = format!("{name} · {}", entry.text);
    view! {
        <button class="link" type="button" aria-label=label on:click=move |_| open.set(true)>{name}</button> " "
        <Dialog title=name open=open may_close=form.may_close()>
            <form on:submit=submit>
                <p class="quiet">{lead}</p>
                {fields()}
                {form.foot(open, name)}
            </form>
        </Dialog>
    }
    .into_any()
}

fn send(
    frame: Frame,
    step: EntryStep,
    (entry, version): (HandbookEntryId, i64),
    text: String,
    text_en: String,
) -> Sent {
    let client = frame.client;
    match step {
        EntryStep::Review => {
            let variables = review_handbook_entry::Variables { entry, version, text, text_en };
            let asking = client.ask::<ReviewHandbookEntry>(variables);
            Box::pin(async move { asking.await.map(drop) })
        }
        EntryStep::Publish => {
            let asking = client.ask::<PublishHandbookEntry>(publish_handbook_entry::Variables { entry, version });
            Box::pin(async move { asking.await.map(drop) })
        }
        EntryStep::Reject => {
            let variables = reject_handbook_entry::Variables { entry, version, reasons: text };
            let asking = client.ask::<RejectHandbookEntry>(variables);
            Box::pin(async move { asking.await.map(drop) })
        }
        EntryStep::Retire => {
            let variables = retire_handbook_entry::Variables { entry, version, reasons: text };
            let asking = client.ask::<RetireHandbookEntry>(variables);
            Box::pin(async move { asking.await.map(drop) })
        }
    }
}
