//! A form that was filled in while somebody else acted: what is written stays, the form says what happened meanwhile and whether its step can
//! still be taken, and the next press sends it with the version the reader knows of by then.

use js_sys::Reflect;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlTextAreaElement;

use super::time_line::{Event, lines};
use super::{Acting, Sent};
use crate::api::codes::ErrorCode;
use crate::api::failure::Failure;
use crate::locale::Locale;
use crate::parts::form::{Aside, Form};

/// What a form can lose: what is typed, but for what looks for something and what is put together here.
const WRITTEN: &str = "textarea:not([readonly]), input:not([type=search], [type=checkbox], [type=file])";

/// What happened while a form was filled in.
#[derive(Debug, Clone)]
pub struct Meanwhile {
    /// What was done and said since, oldest first.
    events: Vec<Event>,
    /// Whether the step of the form can still be taken.
    is_open: bool,
}

impl Acting {
    /// A form on the page.
    pub fn form(self) -> Form {
        let meanwhile = self.meanwhile;
        let told = move |()| {
            let told = move || meanwhile.with(|it| it.as_ref().map(|it| note(self, it)));
            told.into_any()
        };
        let over = move || meanwhile.with(|it| it.as_ref().is_some_and(|it| !it.is_open));
        let form = Form::new(self.frame.locale);
        form.beside(Aside { told: Callback::new(told), over: Signal::derive(over) });
        form
    }

    /// A form in a dialog, and whether that is open. The page below shows what happened meanwhile once nothing is being written any more.
    pub fn dialog(self) -> (Form, RwSignal<bool>) {
        let open = RwSignal::new(false);
        Effect::new(move |_| {
            if !open.get() && self.meanwhile.with_untracked(Option::is_some) {
                self.changed.run(());
            }
        });
        (self.form(), open)
    }

    /// A step on its way; where somebody else was faster, the matter is asked for anew before that is told.
    pub(super) fn in_time(self, sent: Sent) -> Sent {
        Box::pin(async move {
            match sent.await {
                Err(failure) if tells_of_others(failure.code) => Err(self.overtaken(failure).await),
                outcome => outcome,
            }
        })
    }

    async fn overtaken(self, failure: Failure) -> Failure {
        // Gone with its page: nobody waits for the outcome.
        let Some(asking) = self.again.try_run(self.id) else { return failure };
        let meanwhile = match asking.await {
            // Nobody did anything: it is something else that the reader may not.
            Ok(seen) if failure.code != ErrorCode::Stale && self.version.try_get_untracked() == Some(seen.version) => {
                return failure;
            }
            Ok(seen) => {
                if self.version.try_set(seen.version).is_some() {
                    return failure;
                }
                let is_open = self.step.is_none_or(|step| seen.steps.contains(&step));
                Meanwhile { events: seen.events.into_iter().skip(self.told).collect(), is_open }
            }
            // It went to somebody else.
            Err(gone) if matches!(gone.code, ErrorCode::NotFound | ErrorCode::Forbidden) => {
                Meanwhile { events: Vec::new(), is_open: false }
            }
            Err(failure) => return failure,
        };
        drop(self.meanwhile.try_set(Some(meanwhile)));
        failure
    }
}

/// Whether a refusal may come of what somebody else did: the matter changed, it is out of sight, or it is no longer the reader's.
const fn tells_of_others(code: ErrorCode) -> bool {
    matches!(code, ErrorCode::Stale | ErrorCode::NotFound | ErrorCode::Forbidden)
}

/// What happened, and what becomes of what is written.
fn note(acting: Acting, it: &Meanwhile) -> AnyView {
    let locale = acting.frame.locale;
    let text = locale.text.matters();
    let events = (!it.events.is_empty()).then(|| lines(locale, acting.kind, &it.events));
    let says = if it.is_open { text.meanwhile_again } else { text.meanwhile_over };
    view! {
        <div class="field">
            <p><b>{text.meanwhile}</b></p>
            {events}
            <p>{says}</p>
            {copy(locale)}
        </div>
    }
    .into_any()
}

/// The way to take along what is written.
fn copy(locale: Locale) -> AnyView {
    let text = locale.text.matters();
    let (area, copied) = (NodeRef::<html::Textarea>::new(), RwSignal::new(false));
    let copy = move |_| copied.set(area.get_untracked().is_some_and(|area| is_taken(&area)));
    view! {
        <div class="field broad">
            <button class="button" type="button" on:click=copy>{text.copy}</button>
            <span role="status">{move || copied.get().then_some(text.copied)}</span>
            <textarea node_ref=area rows="3" readonly=true hidden=true aria-label=text.copy></textarea>
        </div>
    }
    .into_any()
}

/// Puts what is written in the form around into the box, and on the clipboard where the browser lets it: the old way, which needs no
/// encrypted connection.
fn is_taken(area: &HtmlTextAreaElement) -> bool {
    let taken = || -> Result<bool, JsValue> {
        let words = written(area)?;
        area.remove_attribute("hidden")?;
        Reflect::set(area, &"value".into(), &words.into())?;
        called(area, "select", "")?;
        Ok(called(&document(), "execCommand", "copy")?.is_truthy())
    };
    taken().unwrap_or_default()
}

/// What stands in the fields of the form around, a line each.
fn written(area: &HtmlTextAreaElement) -> Result<String, JsValue> {
    let Some(form) = area.closest("form")? else { return Ok(String::new()) };
    let fields = called(&form, "querySelectorAll", WRITTEN)?;
    let field = |place: u32| {
        let field = Reflect::get(&fields, &place.to_string().into()).ok()?;
        Reflect::get(&field, &"value".into()).ok()?.as_string()
    };
    let words: Vec<String> = (0..).map_while(field).filter(|words| !words.trim().is_empty()).collect();
    Ok(words.join("\n"))
}

// By name: everybody would load the glue for what is needed here alone.
fn called(object: &JsValue, name: &str, argument: &str) -> Result<JsValue, JsValue> {
    let function: js_sys::Function = Reflect::get(object, &name.into())?.dyn_into()?;
    let argument = JsValue::from(argument);
    function.apply(object, &[&argument].into_iter().collect::<js_sys::Array>())
}
