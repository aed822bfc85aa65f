//! What was done and said about a diagnosis, and a word more.

use leptos::prelude::*;

use super::{Acting, Shown};
use crate::api::codes::{DiagnosisStep, MatterKind};
use crate::operations;
use crate::pages::matter::time_line::{self, Event};

operations!("src/pages/diagnosis.graphql": CommentDiagnosis);
use ask::{CommentDiagnosis, comment_diagnosis};

/// The card.
pub fn time_line(acting: Acting, it: &Shown) -> AnyView {
    let events = it.time_line.iter().map(|event| Event {
        at: &event.at,
        name: &event.name,
        side: event.side,
        step: &event.step,
        words: &event.words,
    });
    let comment = it.allowed_steps.contains(&DiagnosisStep::Comment).then(|| {
        let Acting { id: diagnosis, version, .. } = acting;
        let send =
            move |words| acting.sent::<CommentDiagnosis>(comment_diagnosis::Variables { diagnosis, version, words });
        time_line::comment(acting, send)
    });
    time_line::time_line(acting.frame.locale, MatterKind::Diagnosis, events, comment)
}
