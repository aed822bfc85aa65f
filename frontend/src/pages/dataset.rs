//! `/datasets/…`: what a dataset holds, what is measured over it, and a check of expressions before they are saved.

mod measure;

use leptos::prelude::*;

use crate::address::Address;
use crate::api::codes::{Action, ExpressionKind, Resource};
use crate::api::failure::Failure;
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::fill;
use crate::locale::word::Word;
use crate::operations;
use crate::parts::card::{card, facts};
use crate::parts::field::{Choice, TextField};
use crate::parts::state;
use crate::parts::table::{numbers, table, text as cell, text_or_none, words};

operations!("src/pages/datasets.graphql": DatasetPage, CheckExpression);
use ask::{CheckExpression, DatasetPage, check_expression, dataset_page};

type Shown = dataset_page::DatasetPageDataset;
type Measure = dataset_page::DatasetPageDatasetMeasures;

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let id = Memo::new(move |before: Option<&Option<DatasetId>>| match frame.history.address() {
        Address::Dataset(id) => Some(id),
        _ => before.copied().flatten(),
    });
    let load = Load::new(move || {
        let id = id.get();
        async move {
            let id = id.ok_or_else(|| Failure::of_status(404, String::new()))?;
            frame.client.ask::<DatasetPage>(dataset_page::Variables { id }).await
        }
    });
    load.page(frame.locale, move |answer| sections(frame, &answer.dataset, Callback::new(move |()| load.again())))
}

fn sections(frame: Frame, dataset: &Shown, changed: Callback<()>) -> AnyView {
    let text = frame.locale.text.dataset();
    let edit = may_write(dataset).then(|| {
        let href = Address::Source(Some(dataset.id)).to_string();
        view! { <div class="tools"><a class="button" href=href>{frame.locale.text.source().edit}</a></div> }
    });
    view! {
        <nav class="crumbs"><ol><li><a href=Address::Datasets.to_string()>{text.title}</a></li></ol></nav>
        <div class="head"><h1>{dataset.name.clone()}</h1><p class="meta">{dataset.code.to_string()} " · v" {dataset.version}</p> {edit}</div>
        <div class="grid halves">{source(frame, dataset)} {check(frame, dataset.id)}</div>
        {columns(frame, dataset)}
        {measures(frame, dataset, changed)}
    }
    .into_any()
}

fn may_write(dataset: &Shown) -> bool {
    dataset.allowed_actions.contains(&Action::Write)
}

fn source(frame: Frame, dataset: &Shown) -> AnyView {
    let text = frame.locale.text.dataset();
    let code = |value: &str| view! { <code>{value.to_owned()}</code> }.into_any();
    let column = |name: &Option<String>| name.as_deref().map_or_else(|| cell("—"), code);
    let lines = vec![
        (text.system, cell(dataset.system.clone())),
        (text.format, cell(dataset.format.name())),
        (text.location, code(&dataset.location)),
        (text.encoding, cell(dataset.encoding.clone())),
        (text.null_words, text_or_none(dataset.null_words.join("  "))),
        (text.time_column, code(&dataset.time_column)),
        (text.unit_column, column(&dataset.unit_column)),
        (text.post_column, column(&dataset.post_column)),
        (text.person_column, column(&dataset.person_column)),
        (text.complete_to, cell(dataset.complete_to.clone().unwrap_or_else(|| "—".to_owned()))),
    ];
    card(text.title, ().into_any(), facts(lines))
}

fn columns(frame: Frame, dataset: &Shown) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.dataset();
    let head = [
        words(text.column),
        words(text.label),
        words(text.kind),
        words(text.required),
        words(text.personal),
        words(text.shapes).wide(),
    ];
    let answer = |yes: bool| if yes { locale.text.common.yes } else { "—" };
    let rows = dataset.columns.iter().map(|column| {
        vec![
            view! { <code>{column.name.clone()}</code> }.into_any(),
            cell(column.label.clone()),
            cell(column.type_.word(locale)),
            cell(answer(column.required)),
            cell(answer(column.personal)),
            text_or_none(column.date_shapes.join("  ")),
        ]
    });
    card(text.columns, ().into_any(), table(text.columns, &head, rows.collect()))
}

fn measures(frame: Frame, dataset: &Shown, changed: Callback<()>) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.dataset();
    // What is counted is part of the library, not of how files are read.
    let may_define = frame.may(Resource::Library, Action::Write);
    let head = [
        words(text.measure),
        words(text.aggregate),
        words(text.expression).wide(),
        words(text.filter).wide(),
        words(text.over_tree),
        words(text.over_time),
        numbers(locale.text.library().unit).wide(),
        words(locale.text.common.actions),
    ];
    let code =
        |value: &Option<String>| view! { <code>{value.clone().unwrap_or_else(|| "—".to_owned())}</code> }.into_any();
    let rows = dataset.measures.iter().map(|measure| {
        vec![
            view! { {measure.name.clone()} " " <small class="quiet">{measure.code.to_string()}</small> }.into_any(),
            cell(measure.aggregate.word(locale)),
            code(&measure.expression),
            code(&measure.filter),
            cell(measure.over_tree.word(locale)),
            cell(measure.over_time.word(locale)),
            cell(measure.unit_of_measure.clone()),
            may_define.then(|| measure::measure(frame, dataset.id, Some(measure), changed)).into_any(),
        ]
    });
    let add = may_define.then(|| measure::measure(frame, dataset.id, None, changed));
    card(text.measures, add.into_any(), table(text.measures, &head, rows.collect()))
}

type Verdict = check_expression::CheckExpressionCheckExpression;

fn check(frame: Frame, dataset: DatasetId) -> AnyView {
    let text = frame.locale.text.dataset();
    let (expression, expects) = (RwSignal::new(String::new()), RwSignal::new("CONDITION".to_owned()));
    let verdict = RwSignal::new(None::<Result<Verdict, Failure>>);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let expects =
            if expects.get_untracked() == "NUMBER" { ExpressionKind::Number } else { ExpressionKind::Condition };
        let variables = check_expression::Variables { dataset, expression: expression.get_untracked(), expects };
        leptos::task::spawn_local(async move {
            let answer = frame.client.ask::<CheckExpression>(variables).await.map(|answer| answer.check_expression);
            verdict.try_set(Some(answer));
        });
    };
    let options =
        vec![("CONDITION".to_owned(), text.condition.to_owned()), ("NUMBER".to_owned(), text.number.to_owned())];
    let content = view! {
        <p class="quiet">{text.check_lead}</p>
        <form on:submit=submit>
            <TextField label=text.expression value=expression required=true />
            <Choice label=text.expects value=expects options=options />
            <div role="status">{move || verdict.get().map(|verdict| told(frame, &verdict))}</div>
            <div class="form-actions"><button class="button primary" type="submit">{text.check_now}</button></div>
        </form>
    };
    card(text.check, ().into_any(), content.into_any())
}

fn told(frame: Frame, verdict: &Result<Verdict, Failure>) -> AnyView {
    let text = frame.locale.text.dataset();
    match verdict {
        Err(failure) => state::complaint(frame.locale, failure),
        Ok(verdict) if verdict.ok => view! { <p class="saved">{text.check_ok}</p> }.into_any(),
        Ok(verdict) => {
            let column = verdict.column.as_ref().map(|column| fill(text.check_column, &[column]));
            let position = verdict.position.map(|position| fill(text.check_position, &[&position.to_string()]));
            let place: Vec<String> = [column, position].into_iter().flatten().collect();
            let why =
                fill(text.check_bad, &[verdict.message.as_deref().or(verdict.code.as_deref()).unwrap_or_default()]);
            view! { <p class="complaint">{why} " " {place.join(" · ")}</p> }.into_any()
        }
    }
}
