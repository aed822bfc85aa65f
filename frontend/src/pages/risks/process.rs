//! The chain from processes over steps to points of risk, and what is added to it.

use leptos::prelude::*;

use super::Process;
use crate::api::codes::{Action, Resource};
use crate::api::schema::*;
use crate::frame::Frame;
use crate::locale::fill;
use crate::operations;
use crate::pages::choices;
use crate::parts::badge::tag;
use crate::parts::card::card;
use crate::parts::dialog::Dialog;
use crate::parts::form::{Form, filled, typed};

operations!("src/pages/risks.graphql": SaveProcess, SaveProcessStep);
use ask::{SaveProcess, SaveProcessStep, save_process, save_process_step};

/// All processes, each opening to its steps.
pub fn chain(frame: Frame, processes: &[Process], changed: Callback<()>) -> AnyView {
    let text = frame.locale.text.risk();
    let may = frame.may(Resource::Risk, Action::Write);
    let each: Vec<_> = processes.iter().map(|process| one(frame, process, may, changed)).collect();
    let new = may.then(|| new_process(frame, changed));
    card(text.chain, new.into_any(), each.into_any())
}

fn one(frame: Frame, process: &Process, may: bool, changed: Callback<()>) -> AnyView {
    let (locale, text) = (frame.locale, frame.locale.text.risk());
    let steps: Vec<_> = process
        .steps
        .iter()
        .map(|step| {
            let counted = fill(text.counted, &[&locale.count(step.points), &locale.count(step.watched)]);
            let gap = (step.watched == 0).then(|| tag("watch", text.no_indicator));
            view! {
                <li>
                    {locale.name(&step.name, &step.name_en).to_owned()} " "
                    <small class="quiet">{step.code.to_string()} " · " {counted}</small> " " {gap}
                </li>
            }
        })
        .collect();
    let new = may.then(|| new_step(frame, process, changed));
    view! {
        <details>
            <summary>
                {locale.name(&process.name, &process.name_en).to_owned()} " " <small class="quiet">{process.code.to_string()}</small>
            </summary>
            <ol class="risk-steps">{steps}</ol>
            {new}
        </details>
    }
    .into_any()
}

/// What is called and coded, as far as it is written.
#[derive(Clone, Copy)]
struct Written {
    code: RwSignal<String>,
    name: RwSignal<String>,
    name_en: RwSignal<String>,
    other: RwSignal<String>,
}

impl Written {
    fn new(other: String) -> Self {
        let empty = || RwSignal::new(String::new());
        Self { code: empty(), name: empty(), name_en: empty(), other: RwSignal::new(other) }
    }

    /// Whether anything is written, tracked.
    fn begun(self) -> bool {
        [self.code, self.name, self.name_en].iter().any(|field| !field.with(String::is_empty))
    }
}

fn new_process(frame: Frame, changed: Callback<()>) -> AnyView {
    let text = frame.locale.text.risk();
    let (form, open, written) = (Form::new(frame.locale), RwSignal::new(false), Written::new(String::new()));
    form.guard(Signal::derive(move || open.get() && written.begun()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let text = frame.locale.text;
        let (code, name, unit) =
            (typed::<BusinessCode>(written.code), filled(written.name), typed::<UnitId>(written.other));
        let (Some(code), Some(name), Some(unit)) = (code.clone(), name.clone(), unit) else {
            let wrong = [
                code.is_none().then_some(("code", text.risk().say_it)),
                name.is_none().then_some(("name", text.risk().say_it)),
                unit.is_none().then_some(("unit", text.draft().choose_one)),
            ];
            return form.refuse(wrong.into_iter().flatten().collect());
        };
        let name_en = filled(written.name_en).unwrap_or_default();
        let input = save_process::ProcessInput { id: None, version: None, code, name, name_en, unit };
        form.send(frame.client.ask::<SaveProcess>(save_process::Variables { input }), move |_| changed.run(()));
    };
    view! {
        <button class="button" type="button" on:click=move |_| open.set(true)>{text.new_process}</button>
        <Dialog title=text.new_process open=open may_close=form.may_close()>
            <form on:submit=submit>
                {form.line("code", text.code, written.code, "text", true)}
                {form.line("name", text.process_name, written.name, "text", true)}
                {form.line("nameEn", text.name_en, written.name_en, "text", false)}
                {choices::unit(frame, form, ("unit", text.keeper), written.other, None)}
                {form.foot(open, text.new_process)}
            </form>
        </Dialog>
    }
    .into_any()
}

fn new_step(frame: Frame, process: &Process, changed: Callback<()>) -> AnyView {
    let text = frame.locale.text.risk();
    let last = process.steps.iter().map(|step| step.ordinal).max().unwrap_or_default();
    let written = Written::new((last + 1).to_string());
    let (form, open, process) = (Form::new(frame.locale), RwSignal::new(false), process.id);
    form.guard(Signal::derive(move || open.get() && written.begun()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let text = frame.locale.text.risk();
        let (code, name, ordinal) =
            (typed::<BusinessCode>(written.code), filled(written.name), typed::<i64>(written.other));
        let (Some(code), Some(name), Some(ordinal)) = (code.clone(), name.clone(), ordinal) else {
            let wrong = [
                code.is_none().then_some(("code", text.say_it)),
                name.is_none().then_some(("name", text.say_it)),
                ordinal.is_none().then_some(("ordinal", text.bad_whole)),
            ];
            return form.refuse(wrong.into_iter().flatten().collect());
        };
        let name_en = filled(written.name_en).unwrap_or_default();
        let input =
            save_process_step::ProcessStepInput { id: None, version: None, process, ordinal, code, name, name_en };
        let asking = frame.client.ask::<SaveProcessStep>(save_process_step::Variables { input });
        form.send(asking, move |_| changed.run(()));
    };
    view! {
        <button class="button" type="button" on:click=move |_| open.set(true)>{text.new_step}</button>
        <Dialog title=text.new_step open=open may_close=form.may_close()>
            <form on:submit=submit>
                {form.line("code", text.code, written.code, "text", true)}
                {form.line("name", text.step_name, written.name, "text", true)}
                {form.line("nameEn", text.name_en, written.name_en, "text", false)}
                {form.line("ordinal", text.ordinal, written.other, "number", true)}
                {form.foot(open, text.new_step)}
            </form>
        </Dialog>
    }
    .into_any()
}
