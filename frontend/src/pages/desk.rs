//! `/`: everybody's first page (ZH-40): what waits and until when, what came to its end, and what can still be won.

mod forecast;
mod standing;

use leptos::prelude::*;

use super::{matter, risk_labels};
use crate::address::Address;
use crate::api::codes::{Action, Resource};
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::word::Word;
use crate::locale::{Locale, fill};
use crate::operations;
use crate::parts::badge::tag;
use crate::parts::card::card;
use crate::shell::bell;

operations!("src/pages/desk.graphql": DeskPage);
use ask::{DeskPage, desk_page};

type Desk = desk_page::DeskPageDesk;
type Item = desk_page::DeskPageDeskItems;
type Matter = desk_page::DeskPageDeskItemsMatter;
type Ended = desk_page::DeskPageEndedNodes;

/// Fewer working days than this are soon over.
const SOON: i64 = 3;

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let text = frame.locale.text;
    let told = [Resource::Matter, Resource::PersonMatter].iter().any(|&resource| frame.may(resource, Action::Read));
    let labelled = frame.may(Resource::RiskLabel, Action::Read);
    view! {
        <div class="head"><h1>{text.shell.desk}</h1> <p class="meta">{text.desk().lead}</p></div>
        <div class="desk">
            <div class="desk-main">{told.then(|| matters(frame))}</div>
            <div class="desk-side">{standing::standing(frame)} {labelled.then(|| risk_labels::own(frame))}</div>
        </div>
    }
    .into_any()
}

fn matters(frame: Frame) -> AnyView {
    let load = Load::new(move || async move {
        let answer = frame.client.ask::<DeskPage>(desk_page::Variables).await?;
        bell::tell(answer.desk.unread);
        Ok(answer)
    });
    load.view(frame.locale, move |answer| {
        let desk = &answer.desk;
        view! { {counts(frame, desk)} {todo(frame, desk)} {ended(frame, &answer.ended.nodes)} }.into_any()
    })
}

fn counts(frame: Frame, desk: &Desk) -> AnyView {
    let text = frame.locale.text.desk();
    let count = |to: Address, word: &'static str, number: i64| {
        view! { <li><a href=to.to_string()><b>{frame.locale.count(number)}</b> " " <span>{word}</span></a></li> }
    };
    let due = |to: Address, word: &'static str, number: i64| (number > 0).then(|| count(to, word, number));
    view! {
        <ul class="counts" aria-label=text.at_a_glance>
            {count(Address::Inbox, text.unread_messages, desk.unread)}
            {count(Address::Warnings, text.open_warnings, desk.open_warnings)}
            {count(Address::Rectifications, text.open_rectifications, desk.open_rectifications)}
            {due(Address::LossRisks, text.loss_risks_due, desk.loss_risks_due)}
            {due(Address::Risks, text.risk_points_due, desk.risk_points_due)}
            {due(Address::Handbook { indicator: None }, text.handbook_proposals, desk.handbook_proposals)}
        </ul>
    }
    .into_any()
}

/// Whose part of what waits is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    All,
    Mine,
    OfUnit,
}

impl Whose {
    const EACH: [Self; 3] = [Self::All, Self::Mine, Self::OfUnit];

    fn takes(self, personal: bool) -> bool {
        match self {
            Self::All => true,
            Self::Mine => personal,
            Self::OfUnit => !personal,
        }
    }

    fn word(self, locale: Locale) -> &'static str {
        let text = locale.text.desk();
        match self {
            Self::All => text.all,
            Self::Mine => text.mine,
            Self::OfUnit => text.of_unit,
        }
    }
}

fn todo(frame: Frame, desk: &Desk) -> AnyView {
    let text = frame.locale.text.desk();
    if desk.items.is_empty() {
        let done = view! { <div class="notice small"><p>{text.nothing}</p></div> };
        return card(text.todo, ().into_any(), done.into_any());
    }
    let shown = RwSignal::new(Whose::All);
    let items = StoredValue::new(desk.items.clone());
    let list = move || {
        let whose = shown.get();
        items.with_value(|items| listed(frame, items, whose))
    };
    let more = desk.more.then(|| fill(text.more, &[&desk.items.len().to_string()]));
    let more = more.map(|more| view! { <p class="fine">{more}</p> });
    card(text.todo, choice(frame, desk, shown), view! { {list} {more} }.into_any())
}

fn choice(frame: Frame, desk: &Desk, shown: RwSignal<Whose>) -> AnyView {
    let choices: Vec<_> = Whose::EACH
        .into_iter()
        .map(|whose| {
            let count = desk.items.iter().filter(|item| whose.takes(item.personal)).count();
            let word = format!("{} {count}", whose.word(frame.locale));
            view! {
                <button type="button" aria-pressed=move || (shown.get() == whose).to_string()
                    on:click=move |_| shown.set(whose)>{word}</button>
            }
        })
        .collect();
    view! { <div class="choices" role="group" aria-label=frame.locale.text.desk().whose>{choices}</div> }.into_any()
}

// The server has them by the day they are due.
fn listed(frame: Frame, items: &[Item], whose: Whose) -> AnyView {
    let lines: Vec<_> = items.iter().filter(|item| whose.takes(item.personal)).map(|item| line(frame, item)).collect();
    if lines.is_empty() {
        return view! { <p class="quiet">{frame.locale.text.desk().nothing_here}</p> }.into_any();
    }
    view! { <ol class="matter-lines">{lines}</ol> }.into_any()
}

fn line(frame: Frame, item: &Item) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.desk();
    let of = &item.matter;
    let part = item.item.map(|part| fill(text.part, &[&part.to_string()]));
    let (left, class) = left(locale, item.overdue, item.days_left);
    view! {
        <li>
            <div>
                <p><b>{item.kind.word(locale)}</b> " " {part} " " {matter::link(of.kind, of.id, &of.number, &of.title)}</p>
                <p class="fine">{parties(locale, of)}</p>
            </div>
            <div class="matter-when">
                <span class=format!("tag {class}")>{left}</span>
                {item.personal.then(|| tag("under-way", text.personal))}
                <span class="quiet">{fill(text.due, &[&item.due_on])}</span>
            </div>
        </li>
    }
    .into_any()
}

/// How much time is left in working days, and the class that colours it.
fn left(locale: Locale, overdue: bool, days: i64) -> (String, &'static str) {
    let text = locale.text.desk();
    let number = days.saturating_abs().to_string();
    match (overdue, days) {
        (true, 0) => (text.less_late.to_owned(), "alert"),
        (true, _) => (fill(text.days_late, &[&number]), "alert"),
        (false, 0) => (text.less_left.to_owned(), "watch"),
        (false, days) if days < SOON => (fill(text.days_left, &[&number]), "watch"),
        (false, _) => (fill(text.days_left, &[&number]), "steady"),
    }
}

/// Both sides and the number it is about, in one line.
fn parties(locale: Locale, of: &Matter) -> String {
    let codes = locale.text.matter();
    let person = of.person.as_ref().map(|person| format!(" {}", person.name)).unwrap_or_default();
    let mut parts = vec![
        format!("{} {}{person}", codes.side_responsible, of.unit.name),
        format!("{} {}", codes.side_giver, of.giver.name),
    ];
    parts.extend(of.indicator.as_ref().map(|indicator| locale.name(&indicator.name, &indicator.name_en).to_owned()));
    parts.extend(of.period.map(|period| locale.period(period)));
    parts.join(" · ")
}

/// What ended last, in the order of the server; nothing where nothing has ended yet.
fn ended(frame: Frame, ended: &[Ended]) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.desk();
    if ended.is_empty() {
        return ().into_any();
    }
    let lines: Vec<_> = ended
        .iter()
        .map(|of| {
            let at = of.ended_at.as_deref().map(|at| fill(text.ended_on, &[&locale.moment(at)]));
            view! {
                <li>
                    <p>{matter::link(of.kind, of.id, &of.number, &of.title)}</p>
                    <div class="matter-when">
                        <span class="tag steady">{locale.matter_state(of.kind, &of.state)}</span>
                        <span class="quiet">{at}</span>
                    </div>
                </li>
            }
        })
        .collect();
    card(text.ended, ().into_any(), view! { <ul class="matter-lines">{lines}</ul> }.into_any())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::{Language, MoneyUnit};

    #[test]
    fn what_is_left_is_said_in_working_days() {
        let zh = Locale::new(Language::Chinese, MoneyUnit::Yuan);
        for (overdue, days, said, class) in [
            (false, 5, "还有 5 个工作日", "steady"),
            (false, 2, "还有 2 个工作日", "watch"),
            (false, 0, "不足一个工作日", "watch"),
            (true, 0, "刚过期限", "alert"),
            (true, -3, "已超 3 个工作日", "alert"),
        ] {
            assert_eq!(left(zh, overdue, days), (said.to_owned(), class));
        }
    }

    #[test]
    fn everything_is_mine_or_the_units_and_all_shows_both() {
        for personal in [true, false] {
            assert!(Whose::All.takes(personal));
            assert!(Whose::Mine.takes(personal) != Whose::OfUnit.takes(personal));
        }
    }
}
