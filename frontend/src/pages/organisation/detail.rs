//! One unit: its facts, posts and people.

use leptos::prelude::*;

use super::change;
use crate::address::Address;
use crate::api::codes::{Action, MaskState, Resource};
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::word::Word;
use crate::operations;
use crate::parts::badge::tag;
use crate::parts::card::{card, facts, link};
use crate::parts::pager::{Pager, SCREENFUL};
use crate::parts::table::{table, text as cell, words};

operations!("src/pages/organisation.graphql": UnitPage, PersonsPart);
use ask::{PersonsPart, UnitPage, persons_part, unit_page};

type Shown = unit_page::UnitPageUnit;

/// The cards of a unit. `moved` is told when the tree has changed.
pub fn detail(frame: Frame, id: UnitId, moved: Callback<()>) -> AnyView {
    let load = Load::new(move || frame.client.ask::<UnitPage>(unit_page::Variables { id }));
    let changed = Callback::new(move |()| {
        load.again();
        moved.run(());
    });
    let people = frame.may(Resource::Person, Action::Read);
    load.view(frame.locale, move |answer| {
        let unit = &answer.unit;
        view! { {unit_card(frame, unit, changed)} {posts(frame, unit)} {people.then(|| persons(frame, unit.id))} }
            .into_any()
    })
}

fn unit_card(frame: Frame, unit: &Shown, changed: Callback<()>) -> AnyView {
    let text = frame.locale.text;
    let organisation = text.organisation();
    let none = || "—".to_owned();
    let place = |id: UnitId, name: &str| link(Address::Organisation { unit: Some(id) }.to_string(), name.to_owned());
    let below: Vec<_> = unit.children.iter().map(|child| view! { {place(child.id, &child.name)} " " }).collect();
    let lines = vec![
        (text.common.code, cell(unit.code.to_string())),
        (organisation.short_name, cell(unit.short_name.clone())),
        (organisation.level, cell(frame.level(unit.level.as_str()))),
        (organisation.kind, cell(frame.kind(unit.kind.as_str()))),
        (organisation.line, cell(unit.line.as_ref().map_or_else(none, |line| frame.line(line.as_str())))),
        (organisation.group, cell(unit.comparison_group.as_ref().map_or_else(none, ToString::to_string))),
        (organisation.parent, unit.parent.as_ref().map_or_else(|| cell("—"), |parent| place(parent.id, &parent.name))),
        (organisation.headcount, cell(frame.locale.count(unit.headcount))),
        (text.common.valid_from, cell(unit.valid_from.clone())),
        (text.common.valid_to, cell(unit.valid_to.clone().unwrap_or_else(none))),
        (organisation.children, below.into_any()),
    ];
    let actions = unit.allowed_actions.contains(&Action::Write).then(|| {
        let subject = change::Changed {
            id: unit.id,
            version: unit.version,
            name: unit.name.clone(),
            short_name: unit.short_name.clone(),
        };
        view! { {change::rename(frame, subject.clone(), changed)} {change::move_unit(frame, subject, changed)} }
    });
    card(unit.name.clone(), actions.into_any(), view! { <div class="wide-facts-box">{facts(lines)}</div> }.into_any())
}

fn posts(frame: Frame, unit: &Shown) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.organisation();
    if unit.posts.is_empty() {
        return ().into_any();
    }
    let columns = [words(text.posts), words(text.post_type).wide(), words(text.holders)];
    let rows = unit.posts.iter().map(|post| {
        let key = post.is_key.then(|| tag("watch", text.key_post));
        let holders: Vec<String> =
            post.assignments.iter().map(|held| format!("{}（{}）", held.person.name, held.role.word(locale))).collect();
        vec![
            view! { {post.name.clone()} " " <small class="quiet">{post.code.to_string()}</small> " " {key} }.into_any(),
            cell(format!("{} · {}", post.post_type.series_name, post.post_type.name)),
            cell(if holders.is_empty() { "—".to_owned() } else { holders.join("、") }),
        ]
    });
    card(text.posts, ().into_any(), table(text.posts, &columns, rows.collect()))
}

fn persons(frame: Frame, unit: UnitId) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.organisation();
    let pager = Pager::new();
    let load = Load::new(move || {
        let variables = persons_part::Variables { first: SCREENFUL, after: pager.after(), unit: Some(unit) };
        async move { frame.client.ask::<PersonsPart>(variables).await }
    });
    let columns = [
        words(text.persons),
        words(text.staff_no),
        words(text.rank).wide(),
        words(locale.text.common.state),
        words(text.phone).wide(),
    ];
    let list = load.view(locale, move |answer| {
        let page = &answer.persons;
        let rows = page.nodes.iter().map(|person| {
            let phone = match person.phone.state {
                MaskState::Visible => cell(person.phone.text.clone().unwrap_or_default()),
                MaskState::Masked => view! { <span class="masked">{locale.text.code.masked}</span> }.into_any(),
                MaskState::Empty => cell("—"),
            };
            vec![
                cell(person.name.clone()),
                cell(person.staff_no.to_string()),
                cell(person.rank.clone().unwrap_or_else(|| "—".to_owned())),
                cell(person.status.word(locale)),
                phone,
            ]
        });
        let end = page.page_info.end_cursor.clone().filter(|_| page.page_info.has_next_page);
        view! { {table(text.persons, &columns, rows.collect())} {pager.view(locale, page.total_count, end)} }.into_any()
    });
    card(text.persons, ().into_any(), list)
}
