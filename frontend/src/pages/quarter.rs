//! `/tasks/quarter`: everything due for a unit in a quarter, printable (NY-11).

use leptos::prelude::*;

use super::choices;
use super::task::state_tag;
use crate::address::Address;
use crate::api::codes::TaskState;
use crate::api::schema::{Cycle, Period, UnitId};
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::fill;
use crate::operations;
use crate::parts::badge::tag;
use crate::parts::card::{card, link, signature};
use crate::parts::form::{Form, select};
use crate::parts::state;
use crate::parts::table::{table, text as cell, words};
use crate::today::today;

operations!("src/pages/quarter.graphql": ChecklistPage);
use ask::{ChecklistPage, checklist_page};

type Item = checklist_page::ChecklistPageChecklist;

/// Quarters to choose from, before this one and after it.
const AROUND: usize = 4;

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.task();
    let home = choices::home_unit(frame);
    let unit = RwSignal::new(home.clone().map(|(unit, _)| unit).unwrap_or_default());
    let now = this_quarter();
    let period = RwSignal::new(now.map(|now| now.to_string()).unwrap_or_default());
    let load = Load::new(move || {
        let asked = unit.with(|unit| unit.parse::<UnitId>().ok()).zip(period.with(|period| period.parse().ok()));
        async move {
            match asked {
                Some((unit, period)) => {
                    let variables = checklist_page::Variables { unit, period };
                    frame.client.ask::<ChecklistPage>(variables).await.map(|answer| Some(answer.checklist))
                }
                None => Ok(None),
            }
        }
    });
    let list = load.view(locale, move |items| match &*items {
        None => state::empty(text.quarter, text.no_unit),
        Some(items) if items.is_empty() => state::empty(text.quarter_none_title, text.quarter_none),
        Some(items) => sheet(frame, items),
    });
    let quarters = around(now).map(|quarter| (quarter.to_string(), locale.period(quarter))).collect();
    view! {
        <nav class="crumbs"><ol><li><a href=Address::Tasks.to_string()>{text.title}</a></li></ol></nav>
        <div class="head">
            <h1>{text.quarter}</h1>
            <p class="meta">{text.quarter_lead}</p>
            <div class="tools">
                <button class="button" type="button" on:click=|_| drop(window().print())>{locale.text.common.print}</button>
            </div>
        </div>
        <div class="filters">{select(Some(text.period.to_owned()), period, quarters)}</div>
        {choices::unit(frame, Form::new(locale), ("unit", text.owner), unit, home)}
        {card(text.quarter, ().into_any(), list)}
        {signature(locale)}
    }
    .into_any()
}

/// The quarter it is where the reader is.
fn this_quarter() -> Option<Period> {
    let today = js_sys::Date::new_0();
    let year = i32::try_from(today.get_full_year()).ok()?;
    Period::try_new(year, Cycle::Quarter, today.get_month() / 3 + 1).ok()
}

/// The quarters around one, oldest first.
fn around(now: Option<Period>) -> impl Iterator<Item = Period> {
    let first = now.and_then(|now| std::iter::successors(Some(now), |period| Some(period.previous())).nth(AROUND));
    std::iter::successors(first, |period| Some(period.next())).take(2 * AROUND + 1)
}

fn sheet(frame: Frame, items: &[Item]) -> AnyView {
    let text = frame.locale.text.task();
    let columns = [words(text.due), words(text.node), words(text.indicator).wide(), words(text.task_state)];
    table(text.quarter, &columns, items.iter().map(|item| row(frame, item)).collect())
}

fn row(frame: Frame, item: &Item) -> Vec<AnyView> {
    let locale = frame.locale;
    let text = locale.text.task();
    let late = item.overdue.then(|| tag("watch", text.overdue));
    let indicator = match &item.node.indicator {
        Some(indicator) => {
            let name = locale.name(&indicator.name, &indicator.name_en).to_owned();
            link(Address::Indicator(indicator.id).to_string(), name)
        }
        None => cell("—"),
    };
    let task = match &item.task {
        Some(task) => {
            let state = task.state.parse::<TaskState>().ok().map(|state| state_tag(locale, state));
            view! { {state} " " {link(Address::Task(task.id).to_string(), task.number.clone())} }.into_any()
        }
        None => {
            let why = if item.due_on < today() { text.no_task_then } else { text.not_yet };
            view! { <span class="quiet">{why}</span> }.into_any()
        }
    };
    let remind = fill(text.remind_days, &[&locale.count(item.node.remind)]);
    vec![
        view! { {super::matter::day(&item.due_on)} " " {late} }.into_any(),
        view! { {item.node.name.clone()} " " <small class="quiet">{remind}</small> }.into_any(),
        indicator,
        task,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_before_and_after_can_be_chosen() {
        let quarters: Vec<String> = around("2026Q2".parse().ok()).map(|period| period.to_string()).collect();
        assert_eq!(quarters.first().map(String::as_str), Some("2025Q2"));
        assert_eq!(quarters.last().map(String::as_str), Some("2027Q2"));
        assert_eq!(around(None).count(), 0);
    }
}
