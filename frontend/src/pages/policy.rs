//! `/policy`: what each role permits; what an account may see and through which rule; who may see a unit.

use leptos::prelude::*;

use crate::api::codes::{Action, Resource, ScopeKind};
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::fill;
use crate::locale::word::Word;
use crate::operations;
use crate::parts::card::card;
use crate::parts::pager::{Pager, SCREENFUL};
use crate::parts::state;
use crate::parts::table::{numbers, table, table_of_data, text as cell, words};

operations!("src/pages/policy.graphql": PolicyPage, AccountsPart, AccessPart, UnitsPart, WhoMaySeePart);
use ask::{
    AccessPart, AccountsPart, PolicyPage, UnitsPart, WhoMaySeePart, access_part, accounts_part, policy_page,
    units_part, who_may_see_part,
};

/// Found at a time while typing a name.
const FOUND: i64 = 20;

/// The page: only the questions the viewer may ask.
pub fn page(frame: Frame) -> AnyView {
    let text = frame.locale.text.policy();
    let accounts = frame.may(Resource::Account, Action::Read);
    let roles = frame.may(Resource::Role, Action::Read);
    view! {
        <div class="head"><h1>{text.title}</h1></div>
        {accounts.then(|| view! { <div class="grid halves">{account_sees(frame)} {who_sees(frame)}</div> })}
        {roles.then(|| matrix(frame))}
    }
    .into_any()
}

fn matrix(frame: Frame) -> AnyView {
    let text = frame.locale.text.policy();
    let load = Load::new(move || frame.client.ask::<PolicyPage>(policy_page::Variables));
    let content = load.view(frame.locale, move |answer| {
        let roles = &answer.roles;
        let columns: Vec<_> = std::iter::once(words("")).chain(roles.iter().map(|_| words(""))).collect();
        let names = roles.iter().map(|role| frame.locale.name(&role.name, &role.name_en).to_owned());
        let titles = std::iter::once(text.resource.to_owned()).chain(names).collect();
        let rows = Resource::ALL.iter().map(|&resource| {
            let actions = roles.iter().map(|role| {
                let held = role.permissions.iter().find(|permission| permission.resource == resource);
                cell(held.map_or_else(|| "—".to_owned(), |held| actions(frame, &held.actions)))
            });
            std::iter::once(cell(resource.word(frame.locale))).chain(actions).collect()
        });
        table_of_data(text.matrix, &columns, titles, rows.collect())
    });
    let content = view! { {content} <p class="fine">{text.matrix_note}</p> };
    card(text.matrix, ().into_any(), content.into_any())
}

fn actions(frame: Frame, actions: &[Action]) -> String {
    actions.iter().map(|action| action.word(frame.locale)).collect::<Vec<_>>().join("、")
}

/// A field that offers what was found, and what was chosen of it.
fn finder(
    label: &'static str,
    typed: RwSignal<String>,
    chosen: RwSignal<String>,
    options: Signal<Vec<(String, String)>>,
) -> AnyView {
    let list = move || {
        let options: Vec<_> =
            options.get().into_iter().map(|(id, name)| view! { <option value=id>{name}</option> }).collect();
        options
    };
    view! {
        <div class="filters">
            <input type="search" placeholder=label aria-label=label on:change=move |event| typed.set(event_target_value(&event)) />
            <select aria-label=label prop:value=chosen on:change=move |event| chosen.set(event_target_value(&event))>
                <option value="">"—"</option>{list}
            </select>
        </div>
    }
    .into_any()
}

fn account_sees(frame: Frame) -> AnyView {
    let text = frame.locale.text.policy();
    let (typed, chosen) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let found = Load::new(move || {
        let search = Some(typed.get()).filter(|typed| !typed.is_empty());
        async move { frame.client.ask::<AccountsPart>(accounts_part::Variables { first: FOUND, search }).await }
    });
    let options = Signal::derive(move || {
        let answer = found.ready();
        let accounts = answer.iter().flat_map(|answer| &answer.accounts.nodes);
        accounts
            .map(|account| (account.id.to_string(), format!("{} · {}", account.display_name, account.login)))
            .collect()
    });
    let answer = move || {
        let account = chosen.get().parse::<AccountId>().ok()?;
        let load = Load::new(move || frame.client.ask::<AccessPart>(access_part::Variables { account }));
        Some(load.view(frame.locale, move |answer| access(frame, &answer.access)))
    };
    let content = view! { {finder(text.find_account, typed, chosen, options)} {answer} };
    card(text.account_sees, ().into_any(), content.into_any())
}

fn access(frame: Frame, access: &access_part::AccessPartAccess) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.policy();
    if access.lines.is_empty() {
        return state::empty(text.title, text.sees_nothing);
    }
    let columns = [
        words(text.resource),
        words(locale.text.common.actions),
        words(text.role),
        words(text.scope),
        numbers(text.covers),
    ];
    let rows = access.lines.iter().map(|line| {
        vec![
            cell(line.resource.word(locale)),
            cell(actions(frame, &line.actions)),
            cell(locale.name(&line.role.name, &line.role.name_en)),
            cell(scope(frame, line.scope, line.unit_name.as_deref(), &line.lines)),
            cell(locale.count(line.unit_count)),
        ]
    });
    let units: Vec<String> = access.units.iter().map(|unit| unit.name.clone()).collect();
    view! {
        {table(text.account_sees, &columns, rows.collect())}
        <p class="fine">{fill(text.sees_units, &[&locale.count(access.unit_count)])} "：" {units.join("、")}</p>
    }
    .into_any()
}

/// How far a rule reaches, with the place it starts from.
fn scope(frame: Frame, kind: ScopeKind, unit: Option<&str>, lines: &[LineCode]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| frame.line(line.as_str())).collect();
    let parts = [
        Some(kind.word(frame.locale).to_owned()),
        unit.map(str::to_owned),
        (!lines.is_empty()).then(|| lines.join("、")),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn who_sees(frame: Frame) -> AnyView {
    let text = frame.locale.text.policy();
    let (typed, chosen) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let found = Load::new(move || {
        let search = Some(typed.get()).filter(|typed| !typed.is_empty());
        async move { frame.client.ask::<UnitsPart>(units_part::Variables { first: FOUND, search }).await }
    });
    let options = Signal::derive(move || {
        let answer = found.ready();
        let units = answer.iter().flat_map(|answer| &answer.units.nodes);
        units.map(|unit| (unit.id.to_string(), unit.name.clone())).collect()
    });
    let answer = move || chosen.get().parse::<UnitId>().ok().map(|unit| seers(frame, unit));
    let content = view! { {finder(text.find_unit, typed, chosen, options)} {answer} };
    card(text.who_sees, ().into_any(), content.into_any())
}

fn seers(frame: Frame, unit: UnitId) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.policy();
    let pager = Pager::new();
    let load = Load::new(move || {
        let variables = who_may_see_part::Variables { unit, first: SCREENFUL, after: pager.after() };
        async move { frame.client.ask::<WhoMaySeePart>(variables).await }
    });
    let columns = [words(text.account), words(text.resource), words(locale.text.common.actions), words(text.through)];
    load.view(locale, move |answer| {
        let page = &answer.who_may_see;
        if page.nodes.is_empty() {
            return view! { <p class="quiet">{text.nobody}</p> }.into_any();
        }
        let rows = page.nodes.iter().map(|line| {
            let rule = &line.rule;
            let role = locale.name(&rule.role.name, &rule.role.name_en);
            vec![
                cell(format!("{} · {}", line.account.display_name, line.account.login)),
                cell(rule.resource.word(locale)),
                cell(actions(frame, &rule.actions)),
                cell(format!("{role} · {}", scope(frame, rule.scope, rule.unit_name.as_deref(), &rule.lines))),
            ]
        });
        let end = page.page_info.end_cursor.clone().filter(|_| page.page_info.has_next_page);
        view! { {table(text.who_sees, &columns, rows.collect())} {pager.view(locale, page.total_count, end)} }
            .into_any()
    })
}
