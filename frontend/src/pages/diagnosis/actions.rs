//! The steps open to the viewer, each behind a button; the one that is likely next stands out.

use leptos::prelude::*;

use super::{Acting, Shown, causes, set};
use crate::api::codes::{DiagnosisState, DiagnosisStep, MeasureState};
use crate::locale::word::Word;
use crate::operations;
use crate::pages::matter::saying::{Saying, said};

operations!(
    "src/pages/diagnosis.graphql": ReturnDiagnosis,
    ExecuteDiagnosis,
    CheckDiagnosis,
    CloseDiagnosis,
    WithdrawDiagnosis
);
use ask::{
    CheckDiagnosis, CloseDiagnosis, ExecuteDiagnosis, ReturnDiagnosis, WithdrawDiagnosis, check_diagnosis,
    close_diagnosis, execute_diagnosis, return_diagnosis, withdraw_diagnosis,
};

/// The buttons in the head.
pub fn tools(acting: Acting, it: &Shown) -> AnyView {
    let likely = likely(it);
    let button = |step: &DiagnosisStep| {
        let class = if Some(*step) == likely { "button primary" } else { "button" };
        tool(acting.taking(step.code()), it, *step, class)
    };
    let (first, others): (Vec<_>, Vec<_>) = it.allowed_steps.iter().partition(|step| Some(**step) == likely);
    let others: Vec<_> = others.into_iter().filter_map(button).collect();
    let first: Vec<_> = first.into_iter().filter_map(button).collect();
    view! { {others} {first} }.into_any()
}

/// The step that most likely follows.
fn likely(it: &Shown) -> Option<DiagnosisStep> {
    match it.state {
        DiagnosisState::Open | DiagnosisState::Ineffective => Some(DiagnosisStep::Analyse),
        DiagnosisState::Analysed => Some(DiagnosisStep::SetMeasures),
        DiagnosisState::MeasuresSet => Some(DiagnosisStep::Execute),
        // What is bound to a goal is checked by later numbers: nobody has to.
        DiagnosisState::Executed => it.effect.is_none().then_some(DiagnosisStep::FindEffective),
        DiagnosisState::Effective => Some(DiagnosisStep::Close),
        DiagnosisState::Closed | DiagnosisState::Withdrawn => None,
    }
}

/// The way to a step; none for one that stands elsewhere on the page, or that would be refused as things are.
fn tool(acting: Acting, it: &Shown, step: DiagnosisStep, class: &'static str) -> Option<AnyView> {
    use DiagnosisStep as Step;
    let text = acting.frame.locale.text.diagnosis();
    let name = step.word(acting.frame.locale);
    let diagnosis = acting.id;
    let reason = acting.frame.locale.text.rectification().reason;
    let working = it.measures.iter().any(|measure| measure.state == MeasureState::Open);
    let saying = match step {
        Step::Analyse => return Some(causes::analyse(acting, it, class)),
        Step::SetMeasures => return Some(set::set(acting, it, class)),
        Step::Return => Saying::new(name, text.return_lead, move |reason| {
            acting.sent::<ReturnDiagnosis>(return_diagnosis::Variables { diagnosis, version: acting.version(), reason })
        })
        .must("reason", reason),
        Step::Execute if working => return None,
        Step::Execute => Saying::new(name, text.execute_lead, move |result| {
            acting.sent::<ExecuteDiagnosis>(execute_diagnosis::Variables {
                diagnosis,
                version: acting.version(),
                result,
            })
        })
        .must("result", text.result),
        Step::FindEffective | Step::FindIneffective if waits_for_numbers(it) => return None,
        Step::FindEffective | Step::FindIneffective => Saying::new(name, text.check_lead, move |words| {
            let effective = step == Step::FindEffective;
            acting.sent::<CheckDiagnosis>(check_diagnosis::Variables {
                diagnosis,
                version: acting.version(),
                effective,
                words,
            })
        })
        .must("words", text.saw),
        Step::Close if it.state == DiagnosisState::Ineffective => {
            closing(acting, name, text.close_why).must("words", reason)
        }
        Step::Close => closing(acting, name, text.close_lead).may("words", text.conclusion),
        Step::Withdraw => {
            let saying = Saying::new(name, text.withdraw_lead, move |reason| {
                acting.sent::<WithdrawDiagnosis>(withdraw_diagnosis::Variables {
                    diagnosis,
                    version: acting.version(),
                    reason,
                })
            });
            return Some(said(acting, "button danger", saying.must("reason", reason)));
        }
        // Recorded at the measure; taken by later numbers; written in the log and under the time-line.
        Step::DoMeasure | Step::Prove | Step::Miss | Step::Log | Step::Comment => return None,
    };
    Some(said(acting, class, saying))
}

/// Whether later numbers have the first say still: they do until the day on which they were due is over.
fn waits_for_numbers(it: &Shown) -> bool {
    it.effect.is_some() && !it.clocks.all.iter().any(|clock| clock.overdue)
}

fn closing(acting: Acting, name: &'static str, lead: &'static str) -> Saying {
    let diagnosis = acting.id;
    Saying::new(name, lead, move |words| {
        acting.sent::<CloseDiagnosis>(close_diagnosis::Variables { diagnosis, version: acting.version(), words })
    })
}
