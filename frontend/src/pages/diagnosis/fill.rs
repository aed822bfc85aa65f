//! What the handbook suggests, and the rows it is taken into.

use std::sync::Arc;

use leptos::prelude::*;

use crate::api::codes::{Action, Resource};
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::fill;
use crate::operations;
use crate::parts::form::{select, tick, typed};

operations!("src/pages/diagnosis.graphql": Suggestions);
use ask::{Suggestions, suggestions};

/// What the handbook suggests in a diagnosis.
pub type Answer = suggestions::ResponseData;
/// What it says about an indicator.
pub type Handbook = suggestions::SuggestionsDiagnosisSuggestionsPage;
/// A cause it suggests.
pub type SuggestedCause = suggestions::SuggestionsDiagnosisSuggestionsPageCauses;
/// A measure it suggests.
pub type SuggestedMeasure = suggestions::SuggestionsDiagnosisSuggestionsPageMeasures;

/// A page that something new may be proposed to: its indicator, and what that is called.
pub type Page = (String, String);

/// A cause or a measure as it is filled in.
#[derive(Clone, Copy)]
pub struct Row {
    /// What.
    pub what: RwSignal<String>,
    /// The entry it was taken from.
    pub entry: Option<HandbookEntryId>,
    /// Whether it is proposed to the handbook.
    pub propose: RwSignal<bool>,
    /// The indicator whose page it is proposed to; the first there is, until one is chosen.
    page: RwSignal<String>,
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
        Self { what, entry, propose, page: text(""), against: text(""), owner: text(""), due }
    }

    /// Everything that is filled in, tracked.
    pub fn said(self) -> [String; 5] {
        [self.what.get(), self.propose.get().to_string(), self.against.get(), self.owner.get(), self.due.get()]
    }

    /// Whether it says nothing and was taken from nowhere.
    pub fn is_empty(self) -> bool {
        self.entry.is_none() && self.what.with_untracked(|what| what.trim().is_empty())
    }

    /// Whether it was taken from the handbook; otherwise the way to propose it, and to which page where there are several.
    pub fn origin(self, frame: Frame, pages: &[Page]) -> AnyView {
        let text = frame.locale.text.diagnosis();
        if self.entry.is_some() {
            return view! { <span class="tag good">{text.from_handbook}</span> }.into_any();
        }
        if pages.is_empty() {
            return ().into_any();
        }
        let (several, pages) = (pages.len() > 1, StoredValue::new(pages.to_vec()));
        let which = move || {
            let asked = several && self.propose.get();
            asked.then(|| select(Some(text.propose_to.to_owned()), self.page, pages.get_value()))
        };
        view! { {tick(text.propose, self.propose)} " " {which} }.into_any()
    }

    /// The page it is proposed to, where it is.
    pub fn goes_to(self, pages: &[Page]) -> Option<IndicatorId> {
        let first = || pages.first().and_then(|(page, _)| page.parse().ok());
        self.is_proposed().then(|| typed(self.page).or_else(first)).flatten()
    }

    /// Whether it is new and proposed.
    pub fn is_proposed(self) -> bool {
        self.entry.is_none() && self.propose.get_untracked()
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
pub fn handbook(frame: Frame, diagnosis: MatterId) -> Option<Load<Answer>> {
    let ask = move || async move { frame.client.ask::<Suggestions>(suggestions::Variables { diagnosis }).await };
    frame.may(Resource::Handbook, Action::Read).then(|| Load::new(ask))
}

/// The pages that something new may be proposed to, tracked.
pub fn pages(frame: Frame, load: Option<Load<Answer>>) -> Signal<Vec<Page>> {
    let locale = frame.locale;
    Signal::derive(move || {
        let Some(answer) = load.and_then(|load| load.ready()) else { return Vec::new() };
        let pages = answer.diagnosis.suggestions.iter().map(|it| &it.page).filter(|page| page.may_propose);
        let page = |page: &Handbook| {
            let of = page.indicator.as_ref()?;
            Some((of.id.to_string(), locale.name(&of.name, &of.name_en).to_owned()))
        };
        pages.filter_map(page).collect()
    })
}

/// The suggestions, each with the way to take it into the rows.
pub fn suggested(
    frame: Frame,
    load: Option<Load<Answer>>,
    read: fn(Frame, &Handbook) -> Vec<Suggested>,
    rows: RwSignal<Vec<Row>>,
    due: String,
) -> AnyView {
    let text = frame.locale.text.diagnosis();
    let Some(load) = load else { return ().into_any() };
    let due = StoredValue::new(due);
    let list = load.view(frame.locale, move |answer: Arc<Answer>| {
        let found = &answer.diagnosis.suggestions;
        // In a diagnosis of a value nothing is told of points: there is one indicator.
        let of_value = found.iter().any(|it| it.lost.is_none());
        let groups: Vec<_> = found
            .iter()
            .filter_map(|it| {
                let lines: Vec<_> =
                    read(frame, &it.page).into_iter().map(|each| line(frame, each, rows, due)).collect();
                let head = it.lost.map(|lost| head(frame, &it.page, lost));
                (!lines.is_empty()).then(|| view! { {head} <ul class="suggested">{lines}</ul> }.into_any())
            })
            .collect();
        let lead = match (groups.is_empty(), of_value) {
            (true, true) => text.no_suggestions,
            (true, false) => text.no_suggestions_lost,
            (false, true) => text.pick_lead,
            (false, false) => text.pick_lead_lost,
        };
        view! { <p class="quiet">{lead}</p> {groups} }.into_any()
    });
    view! { <details open=true><summary>{text.pick}</summary>{list}</details> }.into_any()
}

/// Which indicator the suggestions are about, and how much it lost in the score.
fn head(frame: Frame, page: &Handbook, lost: Points) -> AnyView {
    let locale = frame.locale;
    let name = page.indicator.as_ref().map_or("—", |of| locale.name(&of.name, &of.name_en)).to_owned();
    let lost = fill(locale.text.diagnosis().lost, &[&locale.points(lost)]);
    view! { <p><b>{name}</b> " " <small class="quiet">{lost}</small></p> }.into_any()
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
