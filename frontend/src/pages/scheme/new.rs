//! A new scheme: empty, or with all that another holds.

use leptos::prelude::*;

use crate::address::Address;
use crate::api::codes::{SelfFound, VersionState};
use crate::api::failure::Failure;
use crate::api::schema::*;
use crate::frame::Frame;
use crate::operations;
use crate::parts::dialog::Dialog;
use crate::parts::form::{Form, options, typed};

operations!("src/pages/schemes.graphql": SaveScheme, EffectivePart);
use ask::{EffectivePart, SaveScheme, effective_part, save_scheme};

/// An item to be taken over.
#[derive(Clone)]
pub struct Taken {
    pub indicator: IndicatorId,
    pub version: IndicatorVersionId,
    pub state: VersionState,
    pub weight: Quantity,
    pub points: Points,
}

/// What a scheme is copied from.
#[derive(Clone)]
pub struct Basis {
    pub name: String,
    pub year: i64,
    pub total: Quantity,
    pub self_found: SelfFound,
    pub items: Vec<Taken>,
}

/// The way to an empty scheme.
pub fn new(frame: Frame) -> AnyView {
    let text = frame.locale.text.scheme();
    let year = i64::from(js_sys::Date::new_0().get_full_year());
    let total = Quantity::try_whole(100).unwrap_or_default();
    let self_found = SelfFound::Counted;
    let basis = Basis { name: String::new(), year, total, self_found, items: Vec::new() };
    dialog(frame, text.new, None, basis)
}

/// The way to a draft with all that a scheme holds, for the year after.
pub fn copy(frame: Frame, basis: Basis) -> AnyView {
    let text = frame.locale.text.scheme();
    let year = basis.year.saturating_add(1);
    dialog(frame, text.copy, Some(text.copy_lead), Basis { year, ..basis })
}

fn dialog(frame: Frame, title: &'static str, lead: Option<&'static str>, basis: Basis) -> AnyView {
    let text = frame.locale.text;
    let (form, open) = (Form::new(frame.locale), RwSignal::new(false));
    let (code, name) = (RwSignal::new(String::new()), RwSignal::new(basis.name.clone()));
    let (year, total) = (RwSignal::new(basis.year.to_string()), RwSignal::new(basis.total.written()));
    let first = basis.name.clone();
    form.guard(Signal::derive(move || open.get() && !(code.get().is_empty() && name.get() == first)));
    let (self_found, items) = (RwSignal::new(basis.self_found.code().to_owned()), StoredValue::new(basis.items));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (Some(code), Some(year), Some(total)) = (typed(code), typed(year), typed(total)) else {
            let draft = text.draft();
            let wrong = [
                typed::<BusinessCode>(code).is_none().then_some(("code", draft.bad_code)),
                typed::<i64>(year).is_none().then_some(("year", draft.bad_number)),
                typed::<Quantity>(total).is_none().then_some(("total", draft.bad_number)),
            ];
            return form.refuse(wrong.into_iter().flatten().collect());
        };
        let name = name.get_untracked();
        let asking = async move {
            let items = pinned(frame, items.get_value()).await?;
            let self_found = typed(self_found);
            let input =
                save_scheme::SchemeInput { id: None, version: None, code, name, year, total, self_found, items };
            frame.client.ask::<SaveScheme>(save_scheme::Variables { input }).await
        };
        form.send(asking, move |answer| frame.history.go(&Address::Scheme(answer.save_scheme.id)));
    };
    let class = if lead.is_some() { "button" } else { "button primary" };
    view! {
        <button class=class type="button" on:click=move |_| open.set(true)>{title}</button>
        <Dialog title=title open=open may_close=form.may_close()>
            <form on:submit=submit>
                {lead.map(|lead| view! { <p class="quiet">{lead}</p> })}
                {form.line("code", text.draft().code, code, "text", true)}
                {form.line("name", text.common.name, name, "text", true)}
                {form.line("year", text.scheme().year, year, "number", true)}
                {form.line("total", text.scheme().total, total, "text", true)}
                {form.choice("selfFound", text.scheme().self_found, self_found, options(frame.locale, SelfFound::ALL, SelfFound::code))}
                {form.foot(open, text.common.save)}
            </form>
        </Dialog>
    }
    .into_any()
}

/// The items with the versions now in effect; one without such a version keeps the one it has, for the draft to say so.
async fn pinned(frame: Frame, items: Vec<Taken>) -> Result<Vec<save_scheme::SchemeItemInput>, Failure> {
    let mut pinned = Vec::with_capacity(items.len());
    for item in items {
        let version = match item.state {
            VersionState::Effective => item.version,
            VersionState::Draft | VersionState::Superseded | VersionState::Retired => {
                let variables = effective_part::Variables { id: item.indicator };
                let found = frame.client.ask::<EffectivePart>(variables).await?.indicator.effective;
                found.map_or(item.version, |version| version.id)
            }
        };
        let input =
            save_scheme::SchemeItemInput { indicator_version: version, weight: item.weight, base_points: item.points };
        pinned.push(input);
    }
    Ok(pinned)
}
