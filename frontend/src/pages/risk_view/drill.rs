//! The matters behind a number of the risk view.

use leptos::prelude::*;

use super::Axes;
use super::cube::Slice;
use crate::address::Address;
use crate::api::codes::{MatterKind, RiskAxis};
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::word::Word;
use crate::operations;
use crate::pages::matter;
use crate::parts::badge::tag;
use crate::parts::card::card;
use crate::parts::pager::{Pager, SCREENFUL};
use crate::parts::table::{table, text as cell, words};

operations!("src/pages/risk_view.graphql": DrilledMatters);
use ask::{DrilledMatters, drilled_matters};

type Filter = drilled_matters::MatterFilter;
type Row = drilled_matters::DrilledMattersMattersNodes;

/// A number that was chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct Drilled {
    /// What was asked.
    pub axes: Axes,
    /// Its row.
    pub row: Option<String>,
    /// Its column.
    pub column: Option<String>,
    /// The layer it was seen in.
    pub slice: Slice,
    /// What it is, in words.
    pub title: String,
}

impl Drilled {
    /// Whether the matters behind it can be named: what has no key cannot be asked for, and nothing has two keys of one
    /// axis.
    pub fn leads_somewhere(&self) -> bool {
        let keys = self.keys();
        let agree = |axis: RiskAxis, key: Option<&str>| keys.iter().all(|&(other, its)| other != axis || its == key);
        keys.iter().all(|&(axis, key)| key.is_some() && agree(axis, key))
    }

    /// What narrows it: its row, its column, and the layer where one is looked at.
    fn keys(&self) -> Vec<(RiskAxis, Option<&str>)> {
        let layer = match (self.axes.layers, &self.slice) {
            (Some(axis), Slice::Layer(key)) => Some((axis, key.as_deref())),
            (Some(_), Slice::All) | (None, _) => None,
        };
        let place = [(self.axes.rows, self.row.as_deref()), (self.axes.columns, self.column.as_deref())];
        place.into_iter().chain(layer).collect()
    }

    fn filter(&self) -> Filter {
        let months = Filter {
            kind: self.axes.kind,
            is_open: None,
            direction: None,
            states: None,
            severities: None,
            unit: None,
            only_unit: None,
            person: None,
            condition: None,
            opened_from: Some(self.axes.from.first_day().to_string()),
            opened_to: Some(self.axes.to.last_day().to_string()),
            indicator: None,
            subject: None,
            overdue: None,
            waits_for: None,
        };
        self.keys().into_iter().fold(months, |filter, (axis, key)| narrowed(filter, axis, key))
    }
}

fn narrowed(filter: Filter, axis: RiskAxis, key: Option<&str>) -> Filter {
    let Some(key) = key else { return filter };
    match axis {
        RiskAxis::Month => match key.parse::<Period>() {
            Ok(month) => Filter {
                opened_from: Some(month.first_day().to_string()),
                opened_to: Some(month.last_day().to_string()),
                ..filter
            },
            Err(_) => filter,
        },
        RiskAxis::Unit => Filter { only_unit: key.parse().ok(), ..filter },
        RiskAxis::Person => Filter { person: key.parse().ok(), ..filter },
        RiskAxis::Matter => Filter { kind: key.parse().ok(), ..filter },
        RiskAxis::Severity => Filter { severities: key.parse().ok().map(|severity| vec![severity]), ..filter },
        RiskAxis::Condition => Filter { condition: key.parse().ok(), ..filter },
    }
}

/// The matters behind it.
pub fn list(frame: Frame, chosen: Drilled, drilled: RwSignal<Option<Drilled>>) -> AnyView {
    let text = frame.locale.text.risk();
    let pager = Pager::new();
    let (filter, title) = (chosen.filter(), chosen.title);
    let load = Load::new(move || {
        let variables =
            drilled_matters::Variables { first: SCREENFUL, after: pager.after(), filter: Some(filter.clone()) };
        async move { frame.client.ask::<DrilledMatters>(variables).await }
    });
    let content = load.view(frame.locale, move |answer| {
        let page = &answer.matters;
        let end = page.page_info.end_cursor.clone().filter(|_| page.page_info.has_next_page);
        view! { {sheet(frame, &page.nodes)} {pager.view(frame.locale, page.total_count, end)} }.into_any()
    });
    let close =
        view! { <button class="button" type="button" on:click=move |_| drilled.set(None)>{text.close}</button> };
    let content = view! { <p class="quiet">{title}</p> {content} };
    card(text.drilled, close.into_any(), content.into_any())
}

fn sheet(frame: Frame, rows: &[Row]) -> AnyView {
    let text = frame.locale.text;
    let columns = [
        words(text.risk().matter),
        words(text.common.state),
        words(text.risk().unit),
        words(text.risk().person).wide(),
        words(text.warning().due).wide(),
    ];
    table(text.risk().drilled, &columns, rows.iter().map(|row| line(frame, row)).collect())
}

fn line(frame: Frame, row: &Row) -> Vec<AnyView> {
    let locale = frame.locale;
    let none = || "—".to_owned();
    let to = match row.kind {
        MatterKind::Rectification => Some(Address::Rectification(row.id)),
        MatterKind::Warning => Some(Address::Warning(row.id)),
        MatterKind::Diagnosis | MatterKind::Task => None,
    };
    let late = row.overdue.then(|| tag("alert", locale.text.warning().overdue));
    vec![
        view! {
            {row.kind.word(locale)} " " <a class="link" href=to.map(|to| to.to_string())>{row.title.clone()}</a> " "
            <small class="quiet">{row.number.clone()}</small>
        }
        .into_any(),
        cell(locale.matter_state(row.kind, &row.state)),
        cell(row.unit.name.clone()),
        cell(row.person.as_ref().map_or_else(none, |person| person.name.clone())),
        view! { {matter::day(row.due_on.as_deref().unwrap_or("—"))} " " {late} }.into_any(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(rows: RiskAxis, row: &str, layers: Option<RiskAxis>, slice: Slice) -> Drilled {
        let (from, to) = ("2026-05".parse().unwrap(), "2026-10".parse().unwrap());
        let axes = Axes { from, to, rows, columns: RiskAxis::Month, layers, kind: Some(MatterKind::Warning) };
        let (row, column) = (Some(row.to_owned()), Some("2026-09".to_owned()));
        Drilled { axes, row, column, slice, title: String::new() }
    }

    fn layer(key: &str) -> Slice {
        Slice::Layer(Some(key.to_owned()))
    }

    #[test]
    fn a_number_opens_to_the_matters_of_its_row_and_column() {
        let chosen = chosen(RiskAxis::Severity, "RED", None, Slice::All);
        let filter = chosen.filter();
        assert_eq!(
            (filter.opened_from.as_deref(), filter.opened_to.as_deref()),
            (Some("2026-09-01"), Some("2026-09-30"))
        );
        assert_eq!((filter.kind, filter.severities), (Some(MatterKind::Warning), Some(vec![Severity::Red])));
        assert!(chosen.leads_somewhere());
        assert!(!Drilled { row: None, ..chosen }.leads_somewhere());
    }

    #[test]
    fn the_layer_looked_at_narrows_as_well_and_all_of_them_do_not() {
        let seen = chosen(RiskAxis::Severity, "RED", Some(RiskAxis::Condition), layer("TREND"));
        let filter = seen.filter();
        assert_eq!((filter.condition, filter.severities), (Some(ConditionKind::Trend), Some(vec![Severity::Red])));
        assert_eq!(filter.opened_from.as_deref(), Some("2026-09-01"));
        assert!(seen.leads_somewhere());
        let all = Drilled { slice: Slice::All, ..seen.clone() };
        assert_eq!((all.filter().condition, all.leads_somewhere()), (None, true));
        assert!(!Drilled { slice: Slice::Layer(None), ..seen }.leads_somewhere());
    }

    #[test]
    fn a_row_and_a_layer_of_one_axis_have_to_agree() {
        let of = |slice: &str| chosen(RiskAxis::Severity, "RED", Some(RiskAxis::Severity), layer(slice));
        assert!(of("RED").leads_somewhere());
        assert!(!of("BLUE").leads_somewhere());
        assert_eq!(of("RED").filter().severities, Some(vec![Severity::Red]));
    }
}
