//! `/diagnoses/…`: one diagnosis as both sides see it: the weak number, its causes, what is done about them, whether it helped, and who
//! did what (CJ-12, CJ-36, CJ-40).

mod about;
mod actions;
mod causes;
mod fill;
mod head;
mod log;
mod measures;
mod recheck;
mod set;
mod time_line;

use leptos::prelude::*;

use crate::api::codes::MatterKind;
use crate::frame::Frame;
use crate::operations;
use crate::pages::evidence::{self, Hung};
use crate::pages::matter::{self, Acting, Seen};
use crate::parts::card::signature;

operations!("src/pages/diagnosis.graphql": DiagnosisPage);
use ask::{DiagnosisPage, diagnosis_page};

pub use head::state_tag;

type Shown = diagnosis_page::DiagnosisPageDiagnosis;
type Cause = diagnosis_page::DiagnosisPageDiagnosisCauses;
type Measure = diagnosis_page::DiagnosisPageDiagnosisMeasures;
type Bound = diagnosis_page::DiagnosisPageDiagnosisEffect;
type Log = diagnosis_page::DiagnosisPageDiagnosisLog;

/// Lines of the work log shown here; the page of the log has all.
const LINES: i64 = 30;

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let ask = move |id| frame.client.ask::<DiagnosisPage>(diagnosis_page::Variables { id, lines: LINES });
    let seen = |answer: &diagnosis_page::ResponseData| seen(&answer.diagnosis);
    let draw =
        |acting, answer: &diagnosis_page::ResponseData| sections(acting, &answer.diagnosis, &answer.diagnosis_log);
    matter::page(frame, MatterKind::Diagnosis, ask, seen, draw)
}

/// The files, for the whole and for each measure; whoever stands on a side may add some.
fn files(acting: Acting, it: &Shown) -> AnyView {
    let measures: Vec<_> = it.measures.iter().map(|measure| (measure.item, measure.what.clone())).collect();
    let hung = it.evidence.iter();
    let hung: Vec<_> = hung
        .map(|file| Hung { id: file.id, name: file.name.clone(), kind: file.kind, size: file.size, item: file.item })
        .collect();
    evidence::card(acting.frame, acting.id, &measures, &hung, it.side.map(|_| acting.changed))
}

/// What every step needs to know of it.
fn seen(it: &Shown) -> Seen {
    let steps = it.allowed_steps.iter().map(|step| step.code()).collect();
    Seen { id: it.id, version: it.version, steps, events: time_line::events(it) }
}

fn sections(acting: Acting, it: &Shown, log: &Log) -> AnyView {
    let (frame, locale) = (acting.frame, acting.frame.locale);
    let sides = view! { {about::about(frame, it)} {about::clocks(locale, it)} {about::links(locale, it)} };
    let work = view! {
        {recheck::recheck(locale, it)}
        {causes::causes(locale, it)}
        {measures::measures(acting, it)}
        {files(acting, it)}
        {log::log(acting, it, log)}
    };
    view! {
        {head::head(acting, it)}
        {head::life(locale, it)}
        {matter::columns(sides, work, time_line::time_line(acting, it))}
        {signature(locale)}
    }
    .into_any()
}
