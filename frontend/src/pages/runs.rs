//! `/runs`: what was extracted and scored, when, and the start of another run.

use leptos::prelude::*;

use crate::address::Address;
use crate::api::codes::{Action, Resource};
use crate::api::failure::Failure;
use crate::frame::Frame;
use crate::history::Unsaved;
use crate::load::Load;
use crate::operations;
use crate::parts::badge::run_state;
use crate::parts::card::card;
use crate::parts::dialog::Dialog;
use crate::parts::field::{Choice, TextField};
use crate::parts::pager::{Pager, SCREENFUL};
use crate::parts::state;
use crate::parts::table::{numbers, table, text as cell, words};

operations!("src/pages/runs.graphql": RunsPage, SchemesPart, StartRun);
use ask::{RunsPage, SchemesPart, StartRun, runs_page, schemes_part, start_run};

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let text = frame.locale.text;
    let pager = Pager::new();
    let load = Load::new(move || {
        let variables = runs_page::Variables { first: SCREENFUL, after: pager.after() };
        async move { frame.client.ask::<RunsPage>(variables).await }
    });
    let columns = [
        words(text.run().started),
        words(text.common.state),
        words(text.run().periods),
        words(text.run().scheme).wide(),
        words(text.run().started_by).wide(),
        numbers(text.run().rows_read),
        numbers(text.run().rows_refused),
        numbers(text.run().cells).wide(),
        numbers(text.run().took).wide(),
    ];
    let list = load.view(frame.locale, move |answer| {
        let page = &answer.runs;
        let end = page.page_info.end_cursor.clone().filter(|_| page.page_info.has_next_page);
        let rows = page.nodes.iter().map(|run| row(frame, run)).collect();
        view! { {table(text.run().title, &columns, rows)} {pager.view(frame.locale, page.total_count, end)} }.into_any()
    });
    view! {
        <div class="head">
            <h1>{text.run().title}</h1>
            <div class="tools">{frame.may(Resource::Run, Action::Run).then(|| start(frame))}</div>
        </div>
        {card(text.run().title, ().into_any(), list)}
    }
    .into_any()
}

fn row(frame: Frame, run: &runs_page::RunsPageRunsNodes) -> Vec<AnyView> {
    let locale = frame.locale;
    let took = run.finished_at.as_deref().and_then(|finished| locale.span(&run.started_at, finished));
    vec![
        view! { <a class="link" href=Address::Run(run.id).to_string()>{locale.moment(&run.started_at)}</a> }.into_any(),
        run_state(locale, run.state),
        cell(format!("{}–{}", run.from, run.to)),
        cell(run.scheme.name.clone()),
        view! { <span title=run.started_by.clone()>{locale.actor(&run.started_by)}</span> }.into_any(),
        cell(locale.count(run.rows_read)),
        cell(locale.count(run.rows_refused)),
        cell(locale.count(run.cells_written)),
        cell(took.unwrap_or_else(|| locale.share(run.progress))),
    ]
}

fn start(frame: Frame) -> AnyView {
    let text = frame.locale.text;
    let (open, unsaved) = (RwSignal::new(false), Unsaved::new());
    view! {
        <button class="button primary" type="button" on:click=move |_| open.set(true)>{text.run().start}</button>
        <Dialog title=text.run().start open=open may_close=Callback::new(move |()| unsaved.may_close())>{start_form(frame, open, unsaved)}</Dialog>
    }
    .into_any()
}

fn start_form(frame: Frame, open: RwSignal<bool>, unsaved: Unsaved) -> AnyView {
    let text = frame.locale.text;
    let schemes = Load::new(move || frame.client.ask::<SchemesPart>(schemes_part::Variables));
    schemes.view(frame.locale, move |answer| {
        let published: Vec<_> = answer.schemes.iter().filter(|scheme| scheme.published).collect();
        let Some(first) = published.first() else {
            return view! { <p class="quiet">{text.run().no_scheme}</p> }.into_any();
        };
        let form = StartForm {
            frame,
            scheme: RwSignal::new(first.id.to_string()),
            from: RwSignal::new(String::new()),
            to: RwSignal::new(String::new()),
            refused: RwSignal::new(None),
            misread: RwSignal::new(false),
            unsaved,
        };
        let options: Vec<_> = published.iter().map(|scheme| (scheme.id.to_string(), scheme.name.clone())).collect();
        form.view(options, open)
    })
}

/// The form as far as it is filled in.
#[derive(Clone, Copy)]
struct StartForm {
    frame: Frame,
    scheme: RwSignal<String>,
    from: RwSignal<String>,
    to: RwSignal<String>,
    refused: RwSignal<Option<Failure>>,
    misread: RwSignal<bool>,
    unsaved: Unsaved,
}

impl StartForm {
    fn view(self, options: Vec<(String, String)>, open: RwSignal<bool>) -> AnyView {
        let text = self.frame.locale.text;
        let submit = move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            self.submit();
        };
        Effect::new(move |_| {
            let filled = self.from.with(|from| !from.is_empty()) || self.to.with(|to| !to.is_empty());
            self.unsaved.set((filled && open.get()).then_some(text.common.unsaved));
        });
        on_cleanup(move || self.unsaved.set(None));
        view! {
            <p class="quiet">{text.run().start_lead}</p>
            <form on:submit=submit>
                <Choice label=text.run().scheme value=self.scheme options=options />
                <TextField label=text.run().from value=self.from required=true />
                <TextField label=text.run().to value=self.to required=true />
                <p class="fine">{text.run().period_hint}</p>
                {move || self.misread.get().then(|| view! { <p class="complaint" role="alert">{text.run().bad_period}</p> })}
                {move || self.refused.get().map(|failure| state::complaint(self.frame.locale, &failure))}
                <div class="form-actions">
                    <button class="button" type="button" on:click=move |_| if self.unsaved.may_close() { open.set(false) }>{text.common.cancel}</button>
                    <button class="button primary" type="submit">{text.run().start}</button>
                </div>
            </form>
        }
        .into_any()
    }

    fn submit(self) {
        let read =
            (self.scheme.get_untracked().parse(), self.from.get_untracked().parse(), self.to.get_untracked().parse());
        let (Ok(scheme), Ok(from), Ok(to)) = read else {
            self.misread.set(true);
            return;
        };
        self.misread.set(false);
        leptos::task::spawn_local(async move {
            match self.frame.client.ask::<StartRun>(start_run::Variables { scheme, from, to }).await {
                Ok(answer) => {
                    self.unsaved.set(None);
                    self.frame.history.go(&Address::Run(answer.start_run.id));
                }
                Err(failure) => drop(self.refused.try_set(Some(failure))),
            }
        });
    }
}
