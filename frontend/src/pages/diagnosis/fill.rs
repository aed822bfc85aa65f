//! What the handbook suggests, and the rows it is taken into.

use std::sync::Arc;

use leptos::prelude::*;

use crate::api::codes::{Action, Resource};
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::fill;
use crate::operations;
use crate::parts::form::tick;

operations!("src/pages/diagnosis.graphql": Suggestions);
use ask::{Suggestions, suggestions};

/// What the handbook says about an indicator.
pub type Handbook = suggestions::SuggestionsHandbook;
/// A cause it suggests.
pub type SuggestedCause = suggestions::SuggestionsHandbookCauses;
/// A measure it suggests.
pub type SuggestedMeasure = suggestions::SuggestionsHandbookMeasures;

/// A cause or a measure as it is filled in.
#[derive(Clone, Copy)]
pub struct Row {
    /// What.
    pub what: RwSignal<String>,
    /// The entry it was taken from.
    pub entry: Option<HandbookEntryId>,
    /// Whether it is proposed to the handbook.
    pub propose: RwSignal<bool>,
    /// The cause a measure is against, counted from 1.
    pub against: RwSignal<String>,
    /// By whom.
    pub owner: RwSignal<String>,
    /// By which day.
    pub due: RwSignal<String>,
}

impl Row {
    /// A row with what is known.
    pub fn new(what: &str, entry: Option<HandbookEntryId>, due: &str) -> Self {
        let text = |text: &str| RwSignal::new(text.to_owned());
        let (what, due, propose) = (text(what), text(due), RwSignal::new(false));
        Self { what, entry, propose, against: text(""), owner: text(""), due }
    }

    /// Everything that is filled in, tracked.
    pub fn said(self) -> [String; 5] {
        [self.what.get(), self.propose.get().to_string(), self.against.get(), self.owner.get(), self.due.get()]
    }

    /// Whether it says nothing and was taken from nowhere.
    pub fn is_empty(self) -> bool {
        self.entry.is_none() && self.what.with_untracked(|what| what.trim().is_empty())
    }

    /// Whether it was taken from the handbook; otherwise the way to propose it.
    pub fn origin(self, frame: Frame, may_propose: bool) -> AnyView {
        let text = frame.locale.text.diagnosis();
        match self.entry {
            Some(_) => view! { <span class="tag good">{text.from_handbook}</span> }.into_any(),
            None => may_propose.then(|| tick(text.propose, self.propose)).into_any(),
        }
    }
}

/// An entry to take.
pub struct Suggested {
    pub id: HandbookEntryId,
    pub words: String,
    pub used: i64,
    pub worked: i64,
}

/// Asks what the handbook suggests; none for whoever may not read it.
pub fn handbook(frame: Frame, indicator: Option<IndicatorId>) -> Option<Load<suggestions::ResponseData>> {
    let indicator = indicator.filter(|_| frame.may(Resource::Handbook, Action::Read))?;
    Some(Load::new(move || async move { frame.client.ask::<Suggestions>(suggestions::Variables { indicator }).await }))
}

/// The suggestions, each with the way to take it into the rows.
pub fn suggested(
    frame: Frame,
    load: Option<Load<suggestions::ResponseData>>,
    read: fn(Frame, &Handbook) -> Vec<Suggested>,
    rows: RwSignal<Vec<Row>>,
    due: String,
) -> AnyView {
    let text = frame.locale.text.diagnosis();
    let Some(load) = load else { return ().into_any() };
    let due = StoredValue::new(due);
    let list = load.view(frame.locale, move |answer: Arc<suggestions::ResponseData>| {
        let found = read(frame, &answer.handbook);
        if found.is_empty() {
            return view! { <p class="quiet">{text.no_suggestions}</p> }.into_any();
        }
        let lines: Vec<_> = found.into_iter().map(|each| line(frame, each, rows, due)).collect();
        view! { <p class="quiet">{text.pick_lead}</p> <ul class="suggested">{lines}</ul> }.into_any()
    });
    view! { <details open=true><summary>{text.pick}</summary>{list}</details> }.into_any()
}

fn line(frame: Frame, each: Suggested, rows: RwSignal<Vec<Row>>, due: StoredValue<String>) -> AnyView {
    let text = frame.locale.text.diagnosis();
    let uses = fill(text.uses, &[&frame.locale.count(each.used), &frame.locale.count(each.worked)]);
    let (id, words) = (each.id, each.words.clone());
    let taken = move || rows.with(|rows| rows.iter().any(|row| row.entry == Some(id)));
    let take = move |_| {
        rows.update(|rows| {
            // An empty row at the end is what it takes the place of.
            if rows.last().is_some_and(|row| row.is_empty()) {
                rows.pop();
            }
            due.with_value(|due| rows.push(Row::new(&words, Some(id), due)));
        });
    };
    let label = format!("{} · {}", text.take, each.words);
    view! {
        <li>
            <span>{each.words.clone()} " " <small class="quiet">{uses}</small></span>
            <button class="link" type="button" aria-label=label disabled=taken on:click=take>{text.take}</button>
        </li>
    }
    .into_any()
}

/// The way to take a row out, where there are several.
pub fn remove(frame: Frame, rows: RwSignal<Vec<Row>>, place: usize, several: bool, name: &str) -> Option<AnyView> {
    let word = frame.locale.text.common.remove;
    let label = format!("{word} · {name}");
    several.then(|| {
        let remove = move |_| {
            rows.update(|rows| {
                if place < rows.len() {
                    rows.remove(place);
                }
            });
        };
        view! { <button class="link" type="button" aria-label=label on:click=remove>{word}</button> }.into_any()
    })
}
