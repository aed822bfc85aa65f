//! `/explain/…/score/…`: what a score is made of, indicator by indicator; the parts add up to the whole.

use leptos::prelude::*;

use crate::address::Address;
use crate::api::failure::Failure;
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::fill;
use crate::locale::word::Word;
use crate::operations;
use crate::pages::open_rectification::ways::about_place;
use crate::pages::weak_score::{self, WeakScore};
use crate::parts::badge::Meaning;
use crate::parts::card::{card, facts};
use crate::parts::table::{numbers, table, text as cell, words};

operations!("src/pages/explain.graphql": ExplainScorePage);
use ask::{ExplainScorePage, explain_score_page};

type Explained = explain_score_page::ExplainScorePageExplainScore;

#[derive(Debug, Clone, PartialEq)]
struct At {
    subject: Subject,
    period: Period,
    dimension: Option<String>,
}

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let at = Memo::new(move |before: Option<&Option<At>>| match frame.history.address() {
        Address::ExplainScore { subject, period, dimension } => Some(At { subject, period, dimension }),
        _ => before.cloned().flatten(),
    });
    let load = Load::new(move || {
        let at = at.get();
        async move {
            let at = at.ok_or_else(|| Failure::of_status(404, String::new()))?;
            let dimension = at.dimension.as_deref().map(str::parse).transpose();
            let dimension = dimension.map_err(|_| Failure::of_status(404, String::new()))?;
            let variables = explain_score_page::Variables { subject: at.subject, period: at.period, dimension };
            let answer = frame.client.ask::<ExplainScorePage>(variables).await?;
            Ok((at, answer.explain_score))
        }
    });
    load.page(frame.locale, move |answer| sections(frame, &answer.0, &answer.1))
}

fn sections(frame: Frame, at: &At, explained: &Explained) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.explain();
    let name = locale.name(&explained.score.name, &explained.score.name_en);
    let back = Address::Cockpit { subject: at.subject, period: at.period, focus: None };
    view! {
        <nav class="crumbs"><ol><li><a href=back.to_string()>{text.back}</a></li></ol></nav>
        <div class="head">
            <h1>{fill(text.score_title, &[&explained.place.name, name])}</h1>
            <p class="meta">{locale.period(at.period)}</p>
            <div class="tools">{about_place(frame, at.subject)} {diagnose(frame, at)}</div>
        </div>
        {score(frame, explained)}
        {lines(frame, at, explained)}
    }
    .into_any()
}

/// The way to a diagnosis of the score.
fn diagnose(frame: Frame, at: &At) -> Option<AnyView> {
    let dimension = at.dimension.as_deref().map(str::parse).transpose().ok()?;
    weak_score::way(frame, &WeakScore { subject: at.subject, period: at.period, dimension, from: None })
}

fn score(frame: Frame, explained: &Explained) -> AnyView {
    let locale = frame.locale;
    let cockpit = &locale.text.cockpit;
    let score = &explained.score;
    let shown = score.score.map_or_else(|| score.availability.word(locale).to_owned(), |score| locale.points(score));
    let reweighted = explained.reweighted.then_some(view! { <p class="fine">{locale.text.explain().reweighted}</p> });
    let content = view! {
        <p><span class="big">{shown}</span> " " <Meaning locale=locale availability=score.availability band=score.band /></p>
        {facts(vec![
            (cockpit.earned, format!("{} / {}", locale.points(score.points), locale.points(score.base_points)).into_any()),
            (cockpit.attainable, locale.points(score.attainable).into_any()),
            (cockpit.target, locale.points_or_none(score.target).into_any()),
        ])}
        {reweighted}
    };
    card(cockpit.score, ().into_any(), content.into_any())
}

fn lines(frame: Frame, at: &At, explained: &Explained) -> AnyView {
    let locale = frame.locale;
    let (text, cockpit) = (locale.text.explain(), &locale.text.cockpit);
    let columns = [
        words(cockpit.indicator),
        words(locale.text.common.state),
        numbers(cockpit.earned),
        numbers(locale.text.library().base_score),
    ];
    let mut rows: Vec<Vec<AnyView>> = explained
        .lines
        .iter()
        .map(|line| {
            let to = Address::Explain { subject: at.subject, indicator: line.indicator.id, period: at.period };
            let name = locale.name(&line.indicator.name, &line.indicator.name_en).to_owned();
            let counted = if line.counted {
                text.counted.to_owned()
            } else {
                format!("{} · {}", text.not_counted, line.availability.word(locale))
            };
            vec![
                view! { <a class="link" href=to.to_string()>{name}</a> }.into_any(),
                cell(counted),
                cell(locale.points_or_none(line.points)),
                cell(locale.points(line.base_points)),
            ]
        })
        .collect();
    let score = &explained.score;
    rows.push(vec![
        view! { <b>{text.sum}</b> }.into_any(),
        cell(""),
        view! { <b>{locale.points(score.points)}</b> }.into_any(),
        view! { <b>{locale.points(score.base_points)}</b> }.into_any(),
    ]);
    card(text.lines, ().into_any(), table(text.lines, &columns, rows))
}
