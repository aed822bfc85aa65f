//! One order in the printed ledger: who, what was wrong and why, what was done about it, and what it came to.

use leptos::prelude::*;

use super::ledger_part;
use crate::api::codes::MatterKind;
use crate::locale::word::Word;
use crate::locale::{Locale, fill};
use crate::parts::card::facts;
use crate::parts::table::{text as cell, text_or_none};

/// An order as the ledger has it.
pub type Entry = ledger_part::LedgerPartRectificationsNodes;

type Measure = ledger_part::LedgerPartRectificationsNodesMeasures;
type Verification = ledger_part::LedgerPartRectificationsNodesVerification;

/// The block.
pub fn entry(locale: Locale, it: &Entry) -> AnyView {
    let of = &it.matter;
    let state = locale.matter_state(MatterKind::Rectification, &of.state);
    view! {
        <article class="ledger-entry">
            <h2>{of.title.clone()} " " <small>{of.number.clone()} " · " {state}</small></h2>
            {facts(who_and_when(locale, it))}
            <dl class="ledger-words">{words(locale, it)}</dl>
        </article>
    }
    .into_any()
}

/// The parties, the number it is about, and the days.
fn who_and_when(locale: Locale, it: &Entry) -> Vec<(&'static str, AnyView)> {
    let (text, sides, matters) = (locale.text.rectification(), locale.text.matter(), locale.text.matters());
    let of = &it.matter;
    let person = of.person.as_ref().map(|person| format!(" · {}", person.name)).unwrap_or_default();
    let indicator = of.indicator.as_ref().map(|indicator| locale.name(&indicator.name, &indicator.name_en).to_owned());
    let direction = of.direction.map(|direction| direction.word(locale)).unwrap_or_default();
    let late = if of.overdue { format!(" {}", matters.overdue) } else { String::new() };
    let due = of.due_on.as_ref().map(|due| format!("{due}{late}")).unwrap_or_default();
    let waits = of.waits_for.map(|side| side.word(locale)).unwrap_or_default();
    let closed = it.closed_at.as_deref().map(|at| day(locale, at)).unwrap_or_default();
    vec![
        (sides.side_responsible, cell(format!("{}{person}", of.unit.name))),
        (sides.side_giver, cell(of.giver.name.clone())),
        (text.direction, text_or_none(direction)),
        (text.indicator, text_or_none(indicator.unwrap_or_default())),
        (text.opened, cell(day(locale, &of.opened_at))),
        (text.report_by, cell(it.report_by.clone())),
        (matters.due, text_or_none(due)),
        (matters.waits, text_or_none(waits)),
        (text.closed_on, text_or_none(closed)),
    ]
}

/// The day of a moment.
fn day(locale: Locale, at: &str) -> String {
    locale.moment(at).chars().take(10).collect()
}

/// What was wrong, and what was done and achieved, as it was written.
fn words(locale: Locale, it: &Entry) -> AnyView {
    let text = locale.text.rectification();
    let measures: Vec<_> = it.measures.iter().map(|measure| view! { <li>{told(locale, measure)}</li> }).collect();
    let measures = match measures.is_empty() {
        true => text_or_none(""),
        false => view! { <ol>{measures}</ol> }.into_any(),
    };
    let said = |words: &str| text_or_none(words);
    let verified = it.verification.as_ref().map(|it| verified(locale, it)).unwrap_or_default();
    let lines = [
        (text.problem, said(&it.problem)),
        (text.cause, said(&it.cause)),
        (text.measures, measures),
        (text.result, said(&it.result)),
        (text.verification, said(&verified)),
    ];
    let lines = lines.map(|(name, words)| view! { <div><dt>{name}</dt><dd class="said">{words}</dd></div> });
    lines.into_iter().collect::<Vec<_>>().into_any()
}

/// A measure in one paragraph: what, by whom, until when, how far it is, and what came of it.
fn told(locale: Locale, measure: &Measure) -> String {
    let due = fill(locale.text.matters().chosen, &[locale.text.matters().due, &measure.due_on]);
    let owner = measure.owner.as_ref().map(|owner| owner.name.clone());
    let ended = measure.ended_at.as_deref().map(|at| format!(" {}", day(locale, at))).unwrap_or_default();
    let state = format!("{}{ended}", measure.state.word(locale));
    let result = Some(measure.result.clone()).filter(|result| !result.is_empty());
    let parts = [Some(measure.what.clone()), owner, Some(due), Some(state), result];
    format!("{}. {}", measure.item, parts.into_iter().flatten().collect::<Vec<_>>().join(" · "))
}

/// Who or what verified it, and a person's reason.
fn verified(locale: Locale, it: &Verification) -> String {
    let text = locale.text.rectification();
    let sentence = if it.by_effect { text.verified_by_effect } else { text.verified_by_person };
    let sentence = fill(sentence, &[&locale.moment(&it.at)]);
    match it.reason.is_empty() {
        true => sentence,
        false => {
            format!("{sentence} · {}", fill(locale.text.matters().chosen, &[text.verification_reason, &it.reason]))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::codes::MeasureState;
    use crate::locale::{Language, MoneyUnit};

    fn zh() -> Locale {
        Locale::new(Language::Chinese, MoneyUnit::Yuan)
    }

    #[test]
    fn a_measure_says_what_by_whom_until_when_and_what_came_of_it() {
        let mut measure = Measure {
            item: 2,
            what: "逐户核对".to_owned(),
            owner: Some(ledger_part::LedgerPartRectificationsNodesMeasuresOwner { name: "王".to_owned() }),
            due_on: "2026-12-01".to_owned(),
            state: MeasureState::Open,
            result: String::new(),
            ended_at: None,
        };
        let open = MeasureState::Open.word(zh());
        assert_eq!(told(zh(), &measure), format!("2. 逐户核对 · 王 · 期限：2026-12-01 · {open}"));
        measure.owner = None;
        measure.state = MeasureState::Done;
        measure.result = "8 户已核对".to_owned();
        measure.ended_at = Some("2026-11-30T16:30:00Z".to_owned());
        let done = MeasureState::Done.word(zh());
        let said = format!("2. 逐户核对 · 期限：2026-12-01 · {done} 2026-12-01 · 8 户已核对");
        assert_eq!(told(zh(), &measure), said);
    }

    #[test]
    fn whoever_verified_gives_the_reason() {
        let at = "2026-12-03T02:00:00Z".to_owned();
        let mut it = Verification { by_effect: true, reason: String::new(), at };
        assert_eq!(verified(zh(), &it), "2026-12-03 10:00 由后续数据自动验证");
        it.by_effect = false;
        it.reason = "现场看过".to_owned();
        assert_eq!(verified(zh(), &it), "2026-12-03 10:00 人工验证或确认 · 理由：现场看过");
    }
}
