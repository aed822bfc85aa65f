//! What was done and said about a diagnosis, and a word more.

use leptos::prelude::*;

use super::{Acting, Shown};
use crate::api::codes::{DiagnosisStep, MatterKind};
use crate::operations;
use crate::pages::matter::time_line::{self, Event};

operations!("src/pages/diagnosis.graphql": CommentDiagnosis);
use ask::{CommentDiagnosis, comment_diagnosis};

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
    let comment = it.allowed_steps.contains(&DiagnosisStep::Comment).then(|| {
        let acting = acting.taking(DiagnosisStep::Comment.code());
        let diagnosis = acting.id;
        let send = move |words| {
            acting.sent::<CommentDiagnosis>(comment_diagnosis::Variables {
                diagnosis,
                version: acting.version(),
                words,
            })
        };
        time_line::comment(acting, send)
    });
    time_line::time_line(acting.frame.locale, MatterKind::Diagnosis, &events(it), comment)
}
