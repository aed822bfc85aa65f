//! `/organisation`: the tree of units as of today, and what a unit holds: posts, people, where it belongs (CJ-57).

mod change;
mod detail;

use leptos::prelude::*;

use crate::address::Address;
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::operations;
use crate::parts::card::card;

operations!("src/pages/organisation.graphql": OrganisationPage, BranchPart);
use ask::{BranchPart, OrganisationPage, branch_part, organisation_page};

/// A unit as the tree shows it, from the roots or from a branch alike.
#[derive(Clone)]
struct Twig {
    id: UnitId,
    name: String,
    children: i64,
    headcount: i64,
}

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let text = frame.locale.text.organisation();
    let chosen = Memo::new(move |_| match frame.history.address() {
        Address::Organisation { unit } => unit,
        _ => None,
    });
    let roots = Load::new(move || frame.client.ask::<OrganisationPage>(organisation_page::Variables));
    let tree = roots.view(frame.locale, move |answer| {
        let twigs = answer.root_units.iter().map(|unit| Twig {
            id: unit.id,
            name: unit.name.clone(),
            children: unit.child_count,
            headcount: unit.headcount,
        });
        let open = answer.root_units.len() == 1;
        let branches: Vec<_> = twigs.map(|twig| branch(frame, chosen, twig, open)).collect();
        view! { <div class="tree">{branches}</div> }.into_any()
    });
    let content = move || match chosen.get() {
        Some(unit) => detail::detail(frame, unit, Callback::new(move |()| roots.again())),
        None => view! { <p class="quiet">{text.choose}</p> }.into_any(),
    };
    view! {
        <div class="head"><h1>{text.title}</h1></div>
        <div class="split">
            {card(text.tree, ().into_any(), tree)}
            <div>{content}</div>
        </div>
    }
    .into_any()
}

/// A unit with what is below it, fetched when it is opened.
fn branch(frame: Frame, chosen: Memo<Option<UnitId>>, twig: Twig, open: bool) -> AnyView {
    let Twig { id, name, children, headcount } = twig;
    let here = move || (chosen.get() == Some(id)).then_some("true");
    let href = Address::Organisation { unit: Some(id) }.to_string();
    let line = view! {
        <a href=href aria-current=here>{name.clone()}</a><small>{frame.locale.count(headcount)}</small>
    };
    if children == 0 {
        return view! { <div class="branch"><i></i>{line}</div> }.into_any();
    }
    let opened = RwSignal::new(open);
    let below = move || opened.get().then(|| below(frame, chosen, id));
    let flip = move |_| opened.update(|opened| *opened = !*opened);
    view! {
        <div class="branch">
            <button type="button" aria-expanded=move || opened.get().to_string() aria-label=name on:click=flip>
                <span aria-hidden="true">{move || if opened.get() { "▾" } else { "▸" }}</span>
            </button>
            {line}
        </div>
        {below}
    }
    .into_any()
}

fn below(frame: Frame, chosen: Memo<Option<UnitId>>, id: UnitId) -> AnyView {
    let load = Load::new(move || frame.client.ask::<BranchPart>(branch_part::Variables { id }));
    load.view(frame.locale, move |answer| {
        let branches: Vec<_> = answer
            .unit
            .children
            .iter()
            .map(|unit| {
                let twig = Twig {
                    id: unit.id,
                    name: unit.name.clone(),
                    children: unit.child_count,
                    headcount: unit.headcount,
                };
                view! { <li>{branch(frame, chosen, twig, false)}</li> }
            })
            .collect();
        view! { <ul>{branches}</ul> }.into_any()
    })
}
