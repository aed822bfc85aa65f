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

use super::rectification::Acting;
use crate::address::Address;
use crate::api::codes::MatterKind;
use crate::api::failure::Failure;
use crate::api::schema::MatterId;
use crate::frame::Frame;
use crate::load::Load;
use crate::operations;
use crate::pages::evidence::{self, Hung};
use crate::parts::card::signature;
use crate::shell::news::news;

operations!("src/pages/diagnosis.graphql": DiagnosisPage, ReadDiagnosis);
use ask::{DiagnosisPage, ReadDiagnosis, diagnosis_page, read_diagnosis};

pub use head::state_tag;

type Shown = diagnosis_page::DiagnosisPageDiagnosis;
type Cause = diagnosis_page::DiagnosisPageDiagnosisCauses;
type Measure = diagnosis_page::DiagnosisPageDiagnosisMeasures;
type Done = diagnosis_page::DiagnosisPageDiagnosisTimeLine;
type Link = diagnosis_page::DiagnosisPageDiagnosisLinks;
type Bound = diagnosis_page::DiagnosisPageDiagnosisEffect;
type Log = diagnosis_page::DiagnosisPageDiagnosisLog;

/// Lines of the work log shown here; the page of the log has all.
const LINES: i64 = 30;

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let id = Memo::new(move |before: Option<&Option<MatterId>>| match frame.history.address() {
        Address::Diagnosis(id) => Some(id),
        _ => before.copied().flatten(),
    });
    // What is being written outlives the answer on screen: a step taken meanwhile does not throw it away.
    let draft = RwSignal::new(String::new());
    Effect::new(move |_| {
        if let Some(id) = id.get() {
            draft.set(String::new());
            read(frame, id);
        }
    });
    let load = Load::new(move || {
        let id = id.get();
        async move {
            let id = id.ok_or_else(|| Failure::of_status(404, String::new()))?;
            frame.client.ask::<DiagnosisPage>(diagnosis_page::Variables { id, lines: LINES }).await
        }
    });
    let changed = Callback::new(move |()| load.again());
    let shown = move || load.ready().map(|answer| answer.diagnosis.version);
    let news = news(frame, MatterKind::Diagnosis, id, shown, changed);
    let diagnosis = load.page(frame.locale, move |answer| {
        let it = &answer.diagnosis;
        let acting = Acting { frame, id: it.id, version: it.version, changed };
        sections(acting, it, &answer.diagnosis_log, draft)
    });
    view! { {news} {diagnosis} }.into_any()
}

/// Whoever opens it has read what they were told of it.
fn read(frame: Frame, matter: MatterId) {
    leptos::task::spawn_local(async move {
        // Nothing on this page depends on it: where it fails, the messages stay unread.
        drop(frame.client.ask::<ReadDiagnosis>(read_diagnosis::Variables { matter }).await);
    });
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

fn sections(acting: Acting, it: &Shown, log: &Log, draft: RwSignal<String>) -> AnyView {
    let frame = acting.frame;
    view! {
        {head::head(acting, it)}
        {head::life(frame.locale, it)}
        <div class="order">
            <div class="order-sides">
                {about::about(frame, it)}
                {about::clocks(frame.locale, it)}
                {about::links(frame.locale, it)}
            </div>
            <div class="order-work">
                {recheck::recheck(frame.locale, it)}
                {causes::causes(frame.locale, it)}
                {measures::measures(acting, it)}
                {files(acting, it)}
                {log::log(acting, it, log)}
            </div>
            <div class="order-talk">{time_line::time_line(acting, it, draft)}</div>
        </div>
        {signature(frame.locale)}
    }
    .into_any()
}
