//! The ways to a rectification from wherever a number is shown: ordered, or begun by oneself; and to a diagnosis of it.
//!
//! They stand on pages that everybody loads; the form they lead to and its words do not come with them.

use leptos::prelude::*;

use crate::address::{Address, Opened};
use crate::api::codes::{Action, Resource};
use crate::api::schema::*;
use crate::frame::Frame;
use crate::locale::fill;

/// Whether the viewer may open one about such a subject anywhere; whether about this one, the form says.
pub fn may(frame: Frame, subject: Subject, own: bool) -> bool {
    let resource = match subject {
        Subject::Unit(_) | Subject::Post(_) => Resource::Matter,
        Subject::Person(_) => Resource::PersonMatter,
    };
    frame.may(resource, if own { Action::Answer } else { Action::Order })
}

/// One way; `name` says of what for those who do not see where it stands.
pub fn way(frame: Frame, opened: Opened, class: &'static str, name: Option<&str>) -> AnyView {
    let text = &frame.locale.text.cockpit;
    let word = if opened.own { text.begin } else { text.order };
    let label = name.map(|name| fill(text.of_indicator, &[word, name]));
    let to = Address::OpenRectification(opened).to_string();
    view! { <a class=class href=to aria-label=label>{word}</a> }.into_any()
}

/// The ways that are open to the viewer about a place as a whole.
pub fn about_place(frame: Frame, subject: Subject) -> AnyView {
    let open = [false, true].into_iter().filter(|&own| may(frame, subject, own));
    let one = |own| way(frame, Opened { subject, about: None, from: None, own }, "button", None);
    open.map(|own| view! { {one(own)} " " }).collect_view().into_any()
}

/// The way from a line of a list: nobody orders what is their own, and nobody begins in the name of others.
pub fn on_line(frame: Frame, subject: Subject, name: &str) -> Option<AnyView> {
    let own = frame.with(|viewed| match subject {
        Subject::Unit(unit) => viewed.viewer.unit == Some(unit),
        Subject::Person(person) => viewed.viewer.person == Some(person),
        Subject::Post(_) => false,
    });
    let opened = Opened { subject, about: None, from: None, own };
    may(frame, subject, own).then(|| way(frame, opened, "link", Some(name)))
}

/// The way to one of one's own that is about no number, for whoever has a place of their own.
pub fn own(frame: Frame) -> Option<AnyView> {
    let subject = frame.with(|viewed| viewed.viewer.home.as_ref().map(|home| home.subject))?;
    let opened = Opened { subject, about: None, from: None, own: true };
    may(frame, subject, true).then(|| way(frame, opened, "button", None))
}

/// The ways that are open to the viewer about a number.
pub fn ways(
    frame: Frame,
    subject: Subject,
    about: (IndicatorId, Period),
    class: &'static str,
    name: Option<&str>,
) -> AnyView {
    let open = (may(frame, subject, false), may(frame, subject, true));
    offered(frame, subject, about, open, class, name)
}

/// The same where the server has said whether this number may be ordered, and taken up by oneself.
pub fn offered(
    frame: Frame,
    subject: Subject,
    about: (IndicatorId, Period),
    (may_order, may_begin): (bool, bool),
    class: &'static str,
    name: Option<&str>,
) -> AnyView {
    let ways: Vec<_> = [(may_order, false), (may_begin, true)]
        .into_iter()
        .filter(|(may, _)| *may)
        .map(|(_, own)| {
            let opened = Opened { subject, about: Some(about), from: None, own };
            view! { {way(frame, opened, class, name)} " " }
        })
        .collect();
    view! { {ways} {diagnosis(frame, subject, about, class, name)} }.into_any()
}

/// The way to a diagnosis of a number, for whoever may order or answer for one.
fn diagnosis(
    frame: Frame,
    subject: Subject,
    (indicator, period): (IndicatorId, Period),
    class: &'static str,
    name: Option<&str>,
) -> Option<AnyView> {
    let text = &frame.locale.text.cockpit;
    (may(frame, subject, false) || may(frame, subject, true)).then(|| {
        let label = name.map(|name| fill(text.of_indicator, &[text.diagnose, name]));
        let to = Address::OpenDiagnosis { subject, indicator, period, from: None }.to_string();
        view! { <a class=class href=to aria-label=label>{text.diagnose}</a> }.into_any()
    })
}
