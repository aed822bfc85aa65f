//! Processes and steps being written: new ones, other names, another place, and the end of those nothing hangs on.

use leptos::prelude::*;
use shared::risk::next_place;

use super::{Process, Step};
use crate::api::schema::*;
use crate::frame::Frame;
use crate::operations;
use crate::pages::choices::{self, Choice};
use crate::parts::dialog::Dialog;
use crate::parts::form::{Form, filled, typed};
use crate::parts::say::{Asked, say};

operations!("src/pages/risks.graphql": SaveProcess, SaveProcessStep, RetireProcess, RetireProcessStep);
use ask::{
    RetireProcess, RetireProcessStep, SaveProcess, SaveProcessStep, retire_process, retire_process_step, save_process,
    save_process_step,
};

/// What is called and coded, as far as it is written.
#[derive(Clone, Copy)]
struct Written {
    code: RwSignal<String>,
    name: RwSignal<String>,
    name_en: RwSignal<String>,
    /// The unit of a process, the place of a step.
    other: RwSignal<String>,
}

impl Written {
    fn new([code, name, name_en, other]: [&str; 4]) -> Self {
        let text = |text: &str| RwSignal::new(text.to_owned());
        Self { code: text(code), name: text(name), name_en: text(name_en), other: text(other) }
    }

    fn fields(self) -> [RwSignal<String>; 4] {
        [self.code, self.name, self.name_en, self.other]
    }

    /// Everything that is written, tracked.
    fn said(self) -> [String; 4] {
        self.fields().map(|field| field.get())
    }

    /// As it was before anything was written.
    fn restart(self, before: [String; 4]) {
        for (field, before) in self.fields().into_iter().zip(before) {
            field.set(before);
        }
    }
}

/// A button and the dialog in which something is written.
#[derive(Clone, Copy)]
struct Face {
    class: &'static str,
    title: &'static str,
    /// What the button is about, where it stands among others of its name.
    about: StoredValue<String>,
    /// What the name is called.
    name: &'static str,
    /// Something new is given a code, which it keeps.
    is_new: bool,
}

fn dialog(
    frame: Frame,
    (face, written): (Face, Written),
    changed: Callback<()>,
    send: impl Fn(Form, Callback<()>) + Copy + Send + Sync + 'static,
    other: impl Fn(Form) -> AnyView + Copy + Send + Sync + 'static,
) -> AnyView {
    let text = frame.locale.text.risk();
    let (form, open) = (Form::new(frame.locale), RwSignal::new(false));
    let before = StoredValue::new(untrack(|| written.said()));
    form.guard(Signal::derive(move || open.get() && before.with_value(|before| written.said() != *before)));
    let done = Callback::new(move |()| {
        open.set(false);
        if face.is_new {
            written.restart(before.get_value());
        }
        changed.run(());
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        send(form, done);
    };
    let Face { class, title, about, name, is_new } = face;
    let named = about.with_value(|about| (!about.is_empty()).then(|| format!("{title} · {about}")));
    let word = if is_new { title } else { frame.locale.text.common.save };
    view! {
        <button class=class type="button" aria-label=named on:click=move |_| open.set(true)>{title}</button>
        <Dialog title=title open=open may_close=form.may_close()>
            <form on:submit=submit>
                {is_new.then(|| form.line("code", text.code, written.code, "text", true))}
                {form.line("name", name, written.name, "text", true)}
                {form.line("nameEn", text.name_en, written.name_en, "text", false)}
                {other(form)}
                {form.foot(open, word)}
            </form>
        </Dialog>
    }
    .into_any()
}

/// The way to a new process.
pub fn new_process(frame: Frame, changed: Callback<()>) -> AnyView {
    let text = frame.locale.text.risk();
    let about = StoredValue::new(String::new());
    let face = Face { class: "button", title: text.new_process, about, name: text.process_name, is_new: true };
    let keeper = choices::home_unit(frame);
    let unit = keeper.as_ref().map_or("", |(unit, _)| unit.as_str());
    process(frame, (face, Written::new(["", "", "", unit])), (None, keeper.clone()), changed)
}

/// What is done with a process: a step added, other names, its end.
pub fn process_tools(frame: Frame, it: &Process, changed: Callback<()>) -> AnyView {
    let text = frame.locale.text.risk();
    let (seen, name) = ((it.id, it.version), frame.locale.name(&it.name, &it.name_en).to_owned());
    let keeper = it.unit.as_ref().map(|unit| (unit.id.to_string(), unit.name.clone()));
    let unit = keeper.as_ref().map_or("", |(unit, _)| unit.as_str());
    let written = Written::new([it.code.as_str(), &it.name, &it.name_en, unit]);
    let about = StoredValue::new(name.clone());
    let face = Face { class: "button", title: text.change, about, name: text.process_name, is_new: false };
    let change = process(frame, (face, written), (Some(seen), keeper.clone()), changed);
    let asked = retiring(frame, name, "button danger", text.retire_process_lead);
    let retire = say(frame.locale, asked, move |form, reason| {
        let variables = retire_process::Variables { process: seen.0, version: seen.1, reason };
        form.send(frame.client.ask::<RetireProcess>(variables), move |_| changed.run(()));
    });
    view! { <div class="filters">{new_step(frame, it, changed)} {change} {retire}</div> }.into_any()
}

fn retiring(frame: Frame, about: String, class: &'static str, lead: &'static str) -> Asked {
    let text = frame.locale.text.risk();
    Asked { class, title: text.retire, about, lead, field: ("reason", text.reason), before: String::new() }
}

fn process(
    frame: Frame,
    (face, written): (Face, Written),
    (seen, keeper): (Option<(ProcessId, i64)>, Option<Choice>),
    changed: Callback<()>,
) -> AnyView {
    let send = move |form: Form, done: Callback<()>| {
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
        let (id, version) = seen.unzip();
        let input = save_process::ProcessInput { id, version, code, name, name_en, unit };
        form.send(frame.client.ask::<SaveProcess>(save_process::Variables { input }), move |_| done.run(()));
    };
    let keeper = StoredValue::new(keeper);
    let unit = move |form: Form| {
        let text = frame.locale.text.risk();
        choices::unit(frame, form, ("unit", text.keeper), written.other, keeper.get_value())
    };
    dialog(frame, (face, written), changed, send, unit)
}

fn new_step(frame: Frame, process: &Process, changed: Callback<()>) -> AnyView {
    let text = frame.locale.text.risk();
    let taken = process.steps.iter().filter_map(|step| i32::try_from(step.ordinal).ok());
    let place = next_place(taken).map(|place| place.to_string()).unwrap_or_default();
    let about = StoredValue::new(frame.locale.name(&process.name, &process.name_en).to_owned());
    let face = Face { class: "button", title: text.new_step, about, name: text.step_name, is_new: true };
    let written = Written::new(["", "", "", &place]);
    step(frame, (face, written), (process.id, None), changed)
}

/// What is done with a step: other names, another place, its end.
pub fn step_tools(frame: Frame, process: ProcessId, it: &Step, changed: Callback<()>) -> AnyView {
    let text = frame.locale.text.risk();
    let (seen, name) = ((it.id, it.version), frame.locale.name(&it.name, &it.name_en).to_owned());
    let written = Written::new([it.code.as_str(), &it.name, &it.name_en, &it.ordinal.to_string()]);
    let about = StoredValue::new(name.clone());
    let face = Face { class: "link", title: text.change, about, name: text.step_name, is_new: false };
    let change = step(frame, (face, written), (process, Some(seen)), changed);
    let asked = retiring(frame, name, "link", text.retire_step_lead);
    let retire = say(frame.locale, asked, move |form, reason| {
        let variables = retire_process_step::Variables { step: seen.0, version: seen.1, reason };
        form.send(frame.client.ask::<RetireProcessStep>(variables), move |_| changed.run(()));
    });
    view! { {change} " " {retire} }.into_any()
}

fn step(
    frame: Frame,
    (face, written): (Face, Written),
    (process, seen): (ProcessId, Option<(ProcessStepId, i64)>),
    changed: Callback<()>,
) -> AnyView {
    let send = move |form: Form, done: Callback<()>| {
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
        let (id, version) = seen.unzip();
        let input = save_process_step::ProcessStepInput { id, version, process, ordinal, code, name, name_en };
        let asking = frame.client.ask::<SaveProcessStep>(save_process_step::Variables { input });
        form.send(asking, move |_| done.run(()));
    };
    let place = move |form: Form| form.line("ordinal", frame.locale.text.risk().ordinal, written.other, "number", true);
    dialog(frame, (face, written), changed, send, place)
}
