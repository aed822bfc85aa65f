//! `/datasets/new` and `/datasets/…/edit`: which files a dataset reads and what their columns mean.

mod columns;
mod fields;
mod files;
mod look;
mod save;

use leptos::prelude::*;

use crate::address::Address;
use crate::api::codes::{Action, Resource};
use crate::api::failure::Failure;
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::operations;
use crate::parts::card::card;
use crate::parts::form::{Form, or_none};
use fields::Fields;

operations!("src/pages/source.graphql": SourcePage);
use ask::{SourcePage, source_page};

type Shown = source_page::SourcePageDataset;

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let id = Memo::new(move |before: Option<&Option<DatasetId>>| match frame.history.address() {
        Address::Source(id) => id,
        _ => before.copied().flatten(),
    });
    let load = Load::new(move || {
        let id = id.get();
        async move { begin(frame, id).await }
    });
    load.page(frame.locale, move |dataset| editor(frame, dataset.as_ref().as_ref()))
}

async fn begin(frame: Frame, id: Option<DatasetId>) -> Result<Option<Shown>, Failure> {
    let dataset = match id {
        None => None,
        Some(id) => Some(frame.client.ask::<SourcePage>(source_page::Variables { id }).await?.dataset),
    };
    let may = dataset.as_ref().map_or_else(
        || frame.may(Resource::Dataset, Action::Write),
        |dataset| dataset.allowed_actions.contains(&Action::Write),
    );
    if may { Ok(dataset) } else { Err(Failure::of_status(403, String::new())) }
}

fn editor(frame: Frame, dataset: Option<&Shown>) -> AnyView {
    let text = frame.locale.text;
    let fields = Fields::new(dataset);
    let form = Form::new(frame.locale);
    let before = untrack(|| fields.said());
    form.guard(Signal::derive(move || fields.said() != before));
    let known = dataset.map(|dataset| (dataset.id, dataset.version));
    let back = known.map_or(Address::Datasets, |(id, _)| Address::Dataset(id)).to_string();
    let title =
        dataset.map_or(text.source().new.to_owned(), |dataset| format!("{} · {}", text.source().edit, dataset.name));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        save::save(frame, form, fields, known);
    };
    let code = known.is_none().then(|| form.line("code", text.draft().code, fields.code, "text", true));
    let about = view! {
        <div class="fields">
            {code}
            {form.line("name", text.common.name, fields.name, "text", true)}
            {form.line("system", text.dataset().system, fields.system, "text", true)}
        </div>
    };
    view! {
        <nav class="crumbs"><ol><li><a href=Address::Datasets.to_string()>{text.dataset().title}</a></li></ol></nav>
        <div class="head"><h1>{title}</h1></div>
        <form on:submit=submit>
            {card(text.source().about, ().into_any(), about.into_any())}
            {files::card(frame, form, fields, known.map(|(id, _)| id))}
            {columns::card(frame, form, fields)}
            {roles(frame, form, fields)}
            {form.complaint()}
            <div class="form-actions">
                <a class="button" href=back>{text.common.cancel}</a>
                <button class="button primary" type="submit" disabled=move || form.busy()>{text.common.save}</button>
            </div>
        </form>
    }
    .into_any()
}

/// Which columns say when and whose a row is.
fn roles(frame: Frame, form: Form, fields: Fields) -> AnyView {
    let text = frame.locale.text.dataset();
    let source = frame.locale.text.source();
    let columns = move || {
        let names = fields.kept_names();
        // A column that is no longer read is still shown where it is chosen, so that it can be changed.
        let choice = |field, label, value: RwSignal<String>| {
            let chosen = value.get_untracked();
            let gone = (!chosen.is_empty() && !names.contains(&chosen)).then_some(chosen);
            let all = names.iter().cloned().chain(gone).map(|name| (name.clone(), name)).collect();
            form.choice(field, label, value, or_none(frame.locale, all))
        };
        view! {
            {choice("timeColumn", text.time_column, fields.time_column)}
            {choice("unitColumn", text.unit_column, fields.unit_column)}
            {choice("postColumn", text.post_column, fields.post_column)}
            {choice("personColumn", text.person_column, fields.person_column)}
        }
    };
    let content = view! {
        <div class="fields">
            {columns}
            {form.line("zone", source.zone, fields.zone, "text", true)}
            {form.line("completeTo", source.complete_to, fields.complete_to, "date", false)}
        </div>
    };
    card(source.roles, ().into_any(), content.into_any())
}
