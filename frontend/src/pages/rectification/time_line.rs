//! What was done and said about a rectification, and a word more.

use leptos::prelude::*;

use super::{Acting, Shown};
use crate::api::codes::{MatterKind, RectificationStep};
use crate::operations;
use crate::pages::matter::time_line::{self, Event};

operations!("src/pages/rectification.graphql": CommentRectification);
use ask::{CommentRectification, comment_rectification};

/// The card.
pub fn time_line(acting: Acting, it: &Shown) -> AnyView {
    let events = it.time_line.iter().map(|event| Event {
        at: &event.at,
        name: &event.name,
        side: event.side,
        step: &event.step,
        words: &event.words,
    });
    let comment = it.allowed_steps.contains(&RectificationStep::Comment).then(|| {
        let Acting { id: rectification, version, .. } = acting;
        let send = move |words| {
            acting.sent::<CommentRectification>(comment_rectification::Variables { rectification, version, words })
        };
        time_line::comment(acting, send)
    });
    time_line::time_line(acting.frame.locale, MatterKind::Rectification, events, comment)
}
