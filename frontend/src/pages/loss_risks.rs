//! `/risks/loss`: the risk of losing points by priority, what has to be looked at first, and how each grade is made (NY-52, NY-55).

mod grade;
mod look;

use leptos::prelude::*;

use super::risks::tabs;
use crate::address::Address;
use crate::api::codes::{Action, LossLevel, Resource};
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::word::Word;
use crate::locale::{Locale, fill};
use crate::operations;
use crate::parts::badge::tag;
use crate::parts::card::card;
use crate::parts::form::{options, select, tick};
use crate::parts::pager::{Pager, SCREENFUL};
use crate::parts::table::{numbers, table, text as cell, words};

operations!("src/pages/loss_risks.graphql": LossRisksPage);
use ask::{LossRisksPage, loss_risks_page};

/// A graded risk.
pub type Risk = loss_risks_page::LossRisksPageLossRisksNodes;
type Factor = loss_risks_page::LossRisksPageLossRisksNodesFactors;

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let text = frame.locale.text.risk();
    // Everything is asked anew after a grade or a follow-up.
    let changes = RwSignal::new(0_u32);
    let changed = Callback::new(move |()| changes.update(|changes| *changes += 1));
    let grade = frame.may(Resource::Risk, Action::Write).then(|| grade::new(frame, changed));
    view! {
        <div class="head"><h1>{text.loss}</h1> <div class="tools">{grade}</div></div>
        {tabs::tabs(frame, &Address::LossRisks)}
        <p class="quiet">{text.loss_lead}</p>
        {by_priority(frame, changes, changed)}
    }
    .into_any()
}

/// One list: what is due is marked in it, and can be shown alone.
fn by_priority(frame: Frame, changes: RwSignal<u32>, changed: Callback<()>) -> AnyView {
    let text = frame.locale.text.risk();
    let (pager, level, due) = (Pager::new(), RwSignal::new(String::new()), RwSignal::new(false));
    Effect::new(move |_| {
        level.track();
        due.track();
        pager.restart();
    });
    let load = Load::new(move || {
        changes.track();
        let (level, overdue) = (level.get().parse().ok(), due.get());
        let variables = loss_risks_page::Variables { first: SCREENFUL, after: pager.after(), level, overdue };
        async move { frame.client.ask::<LossRisksPage>(variables).await }
    });
    let content = load.view(frame.locale, move |answer| {
        let page = &answer.loss_risks;
        let end = page.page_info.end_cursor.clone().filter(|_| page.page_info.has_next_page);
        let told = match answer.due.total_count {
            0 => view! { <p class="saved">{text.none_overdue}</p> }.into_any(),
            due => view! { <p>{tag("alert", text.overdue)} " " {fill(text.loss_due, &[&frame.locale.count(due)])}</p> }
                .into_any(),
        };
        view! { {told} {each(frame, &page.nodes, changed)} {pager.view(frame.locale, page.total_count, end)} }
            .into_any()
    });
    let any = std::iter::once((String::new(), text.any_rating.to_owned()));
    let levels = any.chain(options(frame.locale, LossLevel::ALL, LossLevel::code)).collect();
    let filters = view! { {select(Some(text.level.to_owned()), level, levels)} {tick(text.only_due, due)} };
    card(text.loss_all, filters.into_any(), content)
}

/// The class that colours a level.
fn level(locale: Locale, level: LossLevel) -> AnyView {
    let class = match level {
        LossLevel::High => "alert",
        LossLevel::Medium => "watch",
        LossLevel::Low => "steady",
    };
    tag(class, level.word(locale))
}

fn each(frame: Frame, risks: &[Risk], changed: Callback<()>) -> AnyView {
    let risks: Vec<_> = risks.iter().map(|risk| one(frame, risk, changed)).collect();
    view! { <ul class="risk-list">{risks}</ul> }.into_any()
}

fn one(frame: Frame, risk: &Risk, changed: Callback<()>) -> AnyView {
    let (locale, text) = (frame.locale, frame.locale.text.risk());
    let indicator = risk.indicator.as_ref().map_or("—", |of| locale.name(&of.name, &of.name_en)).to_owned();
    let unit = risk.unit.as_ref().map_or_else(|| "—".to_owned(), |unit| unit.name.clone());
    let due = risk.overdue.then(|| tag("alert", text.overdue));
    let may = frame.may(Resource::Risk, Action::Write);
    let tools = may.then(|| view! { {look::button(frame, risk, changed)} {grade::again(frame, risk, changed)} });
    view! {
        <li>
            <div class="risk-line">
                {level(locale, risk.level)} <b>{risk.score.shown()}</b>
                <span class="risk-of">{unit} " · " {indicator}</span>
                <span class="quiet">{text.next} " " {risk.next_on.clone()}</span> {due}
                <span class="tools">{tools}</span>
            </div>
            <details><summary>{text.explain}</summary>{explained(frame, risk)}</details>
        </li>
    }
    .into_any()
}

/// What a factor is called.
fn factor_name(locale: Locale, name: &str) -> &'static str {
    let text = locale.text.risk();
    match name {
        "DIFFICULTY" => text.difficulty,
        "METHOD" => text.method,
        "CONTROL" => text.control,
        _ => text.status,
    }
}

/// What a factor counts in the score: 4 at 25 % are 1.00.
fn counts(factor: &Factor) -> String {
    Quantity::from_scaled(factor.degree.saturating_mul(factor.weight).saturating_mul(100)).shown()
}

fn explained(frame: Frame, risk: &Risk) -> AnyView {
    let (locale, text) = (frame.locale, frame.locale.text.risk());
    let columns = [words(text.factor), numbers(text.degree), numbers(text.weight), numbers(text.share)];
    let factor = |factor: &Factor| {
        vec![
            cell(factor_name(locale, &factor.name)),
            cell(locale.count(factor.degree)),
            cell(format!("{} %", factor.weight)),
            cell(counts(factor)),
        ]
    };
    let sum = vec![cell(text.score), cell(""), cell("100 %"), cell(risk.score.shown())];
    let rows = risk.factors.iter().map(factor).chain(std::iter::once(sum)).collect();
    view! {
        {table(text.factors, &columns, rows)}
        <p>{risk.reason.clone()}</p>
        <p class="fine">
            {fill(text.graded, &[&risk.graded_on, &risk.graded_by])} " · "
            {fill(text.every_days, &[&locale.count(risk.every_days)])}
        </p>
        <h3>{text.follow_ups}</h3>
        {look::story(frame, risk)}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_factors_count_adds_up_to_the_score() {
        let factors = [(5, 30), (4, 20), (4, 25), (3, 25)];
        let shown: Vec<_> =
            factors.map(|(degree, weight)| counts(&Factor { name: "METHOD".to_owned(), degree, weight })).into();
        assert_eq!(shown, ["1.50", "0.80", "1.00", "0.75"]);
    }
}
