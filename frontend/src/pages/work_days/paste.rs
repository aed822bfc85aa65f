//! A list as it is announced, pasted: a button and its dialog.

use leptos::prelude::*;
use shared::calendar::list::{self, LineFault};

use super::draft::Draft;
use crate::frame::Frame;
use crate::locale::{Locale, fill};
use crate::parts::dialog::Dialog;
use crate::parts::form::Form;

/// The button, and the dialog behind it.
pub fn paste(frame: Frame, draft: Draft) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.calendar();
    let (form, open, written) = (Form::new(locale), RwSignal::new(false), RwSignal::new(String::new()));
    let untaken = RwSignal::new(Vec::new());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let listed = written.with_untracked(|written| list::read(written, draft.year));
        draft.take(listed.days);
        // What was not taken is told first.
        if listed.untaken.is_empty() {
            written.set(String::new());
            open.set(false);
        }
        untaken.set(listed.untaken);
    };
    view! {
        <button class="button" type="button" on:click=move |_| open.set(true)>{text.paste}</button>
        <Dialog title=text.paste open=open may_close=form.may_close()>
            <form on:submit=submit>
                <p class="quiet">{text.paste_lead}</p>
                <pre class="quiet">{text.example}</pre>
                {form.lines("list", text.list, written)}
                <div role="alert">{move || told(locale, &untaken.get())}</div>
                {form.foot(open, text.take)}
            </form>
        </Dialog>
    }
    .into_any()
}

fn told(locale: Locale, untaken: &[(usize, LineFault)]) -> Option<AnyView> {
    let text = locale.text.calendar();
    let line = |&(number, fault): &(usize, LineFault)| {
        let why = match fault {
            LineFault::Unreadable => text.unreadable,
            LineFault::OtherYear => text.other_year,
            LineFault::AsUsual => text.as_usual,
            LineFault::Twice => text.twice,
            LineFault::LongName => text.long_name,
        };
        view! { <li>{fill(text.line, &[&number.to_string(), why])}</li> }
    };
    let lines: Vec<_> = untaken.iter().map(line).collect();
    (!lines.is_empty()).then(|| view! { <div class="complaint"><p>{text.untaken}</p><ul>{lines}</ul></div> }.into_any())
}
