//! What was done and said about a rectification, and a word more.

use leptos::prelude::*;

use super::{Acting, Shown};
use crate::api::codes::{MatterKind, RectificationStep};
use crate::operations;
use crate::pages::matter::time_line::{self, Event};

operations!("src/pages/rectification.graphql": CommentRectification);
use ask::{CommentRectification, comment_rectification};

/// What was done and said, oldest first.
pub fn events(it: &Shown) -> Vec<Event> {
    let events = it.time_line.iter().map(|event| Event {
        at: event.at.clone(),
        name: event.name.clone(),
        side: event.side,
        step: event.step.clone(),
        words: event.words.clone(),
    });
    events.collect()
}

/// The card.
pub fn time_line(acting: Acting, it: &Shown) -> AnyView {
    let comment = it.allowed_steps.contains(&RectificationStep::Comment).then(|| {
        let acting = acting.taking(RectificationStep::Comment.code());
        let rectification = acting.id;
        let send = move |words| {
            acting.sent::<CommentRectification>(comment_rectification::Variables {
                rectification,
                version: acting.version(),
                words,
            })
        };
        time_line::comment(acting, send)
    });
    time_line::time_line(acting.frame.locale, MatterKind::Rectification, &events(it), comment)
}
