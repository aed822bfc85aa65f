//! `/rules`: the rules that issue warnings, and the evaluations made last.

use leptos::prelude::*;

use super::warning::marks;
use crate::address::Address;
use crate::api::codes::{Action, ConditionKind, Resource};
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::number::grouped;
use crate::locale::word::Word;
use crate::operations;
use crate::parts::badge::tag;
use crate::parts::card::card;
use crate::parts::state;
use crate::parts::table::{numbers, table, text as cell, words};

operations!("src/pages/rules.graphql": RulesPage, EvaluationsPart);
use ask::{EvaluationsPart, RulesPage, evaluations_part, rules_page};

type Rule = rules_page::RulesPageWarningRules;
type Evaluation = evaluations_part::EvaluationsPartRuleEvaluations;

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let text = frame.locale.text;
    let load = Load::new(move || frame.client.ask::<RulesPage>(rules_page::Variables));
    let list = load.view(frame.locale, move |answer| match answer.warning_rules.is_empty() {
        true => state::empty(text.shell.rules, text.warning().no_rules),
        false => sheet(frame, &answer.warning_rules),
    });
    let new = frame.may(Resource::WarningRule, Action::Write).then(|| {
        view! { <a class="button primary" href=Address::Rule(None).to_string()>{text.warning().new_rule}</a> }
    });
    view! {
        <nav class="crumbs"><ol><li><a href=Address::Warnings.to_string()>{text.shell.warnings}</a></li></ol></nav>
        <div class="head"><h1>{text.shell.rules}</h1> <div class="tools">{new}</div></div>
        <p class="quiet">{text.warning().rules_lead}</p>
        {card(text.shell.rules, ().into_any(), list)}
        {evaluations(frame)}
    }
    .into_any()
}

fn sheet(frame: Frame, rules: &[Rule]) -> AnyView {
    let (text, common) = (frame.locale.text.warning(), &frame.locale.text.common);
    let columns = [
        words(common.name),
        words(common.state),
        words(text.condition),
        words(text.watch),
        words(text.severity),
        numbers(text.confirm).wide(),
    ];
    table(frame.locale.text.shell.rules, &columns, rules.iter().map(|rule| line(frame, rule)).collect())
}

fn line(frame: Frame, rule: &Rule) -> Vec<AnyView> {
    let locale = frame.locale;
    vec![
        view! {
            <a class="link" href=Address::Rule(Some(rule.id)).to_string()>{rule.name.clone()}</a> " "
            <small class="quiet">{rule.code.to_string()}</small>
        }
        .into_any(),
        marks::rule_state(locale, rule.state),
        cell(rule.condition.kind.word(locale)),
        view! { {watched(frame, rule)} " " {retired(frame, rule)} }.into_any(),
        marks::severity(locale, rule.severity),
        cell(locale.count(rule.confirm)),
    ]
}

/// That an indicator the rule looks at is retired.
fn retired(frame: Frame, rule: &Rule) -> Option<AnyView> {
    let word = frame.locale.text.warning().retired_indicator;
    (!rule.retired_indicators.is_empty()).then(|| tag("absent", word))
}

/// What a rule watches, in words.
fn watched(frame: Frame, rule: &Rule) -> String {
    let text = frame.locale.text.warning();
    let indicator = rule.indicator.as_ref().map(|of| frame.locale.name(&of.name, &of.name_en).to_owned());
    match rule.condition.kind {
        ConditionKind::TaskOverdue => text.watch_tasks.to_owned(),
        ConditionKind::SourceLate => text.watch_source.to_owned(),
        ConditionKind::Band
        | ConditionKind::Threshold
        | ConditionKind::Trend
        | ConditionKind::RankFall
        | ConditionKind::LowPlace
        | ConditionKind::BehindPace
        | ConditionKind::NoData
        | ConditionKind::Sudden
        | ConditionKind::CrossCheck => match (&rule.dimension, rule.watches_score) {
            (Some(dimension), true) => frame.cockpit_dimension(dimension.as_str()),
            (None, true) => text.total_score.to_owned(),
            (_, false) => indicator.unwrap_or_else(|| "—".to_owned()),
        },
    }
}

fn evaluations(frame: Frame) -> AnyView {
    let text = frame.locale.text.warning();
    let load = Load::new(move || frame.client.ask::<EvaluationsPart>(evaluations_part::Variables));
    let columns = [
        words(text.evaluated_at),
        words(text.evaluation).wide(),
        numbers(text.objects),
        numbers(text.micros_each).wide(),
        numbers(text.issued),
        numbers(text.ended_by_itself),
        numbers(text.verified),
        numbers(text.reopened),
    ];
    let content = load.view(frame.locale, move |answer| match answer.rule_evaluations.is_empty() {
        true => view! { <p class="quiet">{text.no_evaluations}</p> }.into_any(),
        false => {
            let rows = answer.rule_evaluations.iter().map(|evaluation| evaluated(frame, evaluation)).collect();
            table(text.evaluations, &columns, rows)
        }
    });
    card(text.evaluations, ().into_any(), content)
}

fn evaluated(frame: Frame, evaluation: &Evaluation) -> Vec<AnyView> {
    let locale = frame.locale;
    vec![
        cell(locale.exact_moment(&evaluation.at)),
        view! { <code>{evaluation.key.clone()}</code> }.into_any(),
        cell(locale.count(evaluation.objects)),
        cell(each(evaluation.micros, evaluation.objects)),
        cell(locale.count(evaluation.issued)),
        cell(locale.count(evaluation.recovered)),
        cell(locale.count(evaluation.verified)),
        cell(locale.count(evaluation.reopened)),
    ]
}

/// Microseconds for each object with one place; the sign for none where nothing was looked at.
fn each(micros: i64, objects: i64) -> String {
    let scaled = micros.saturating_mul(10_000).checked_div(objects);
    scaled.map_or_else(|| "—".to_owned(), |scaled| grouped(scaled, 0, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_for_each_object_has_one_place() {
        for (micros, objects, shown) in [(1_050, 100, "10.5"), (0, 100, "0.0"), (7, 2, "3.5"), (1_050, 0, "—")] {
            assert_eq!(each(micros, objects), shown);
        }
    }
}
