//! The matters behind a number of the risk view.

use leptos::prelude::*;

use super::Axes;
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
    /// What it is, in words.
    pub title: String,
}

impl Drilled {
    /// Whether the matters behind it can be named: what has no key cannot be asked for.
    pub fn leads_somewhere(&self) -> bool {
        self.row.is_some() && self.column.is_some()
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
        let by_row = narrowed(months, self.axes.rows, self.row.as_deref());
        narrowed(by_row, self.axes.columns, self.column.as_deref())
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

    #[test]
    fn a_number_opens_to_the_matters_of_its_row_and_column() {
        let (from, to) = ("2026-05".parse().unwrap(), "2026-10".parse().unwrap());
        let axes =
            Axes { from, to, rows: RiskAxis::Severity, columns: RiskAxis::Month, kind: Some(MatterKind::Warning) };
        let chosen =
            Drilled { axes, row: Some("RED".to_owned()), column: Some("2026-09".to_owned()), title: String::new() };
        let filter = chosen.filter();
        assert_eq!(
            (filter.opened_from.as_deref(), filter.opened_to.as_deref()),
            (Some("2026-09-01"), Some("2026-09-30"))
        );
        assert_eq!((filter.kind, filter.severities), (Some(MatterKind::Warning), Some(vec![Severity::Red])));
        assert!(chosen.leads_somewhere());
        assert!(!Drilled { row: None, ..chosen }.leads_somewhere());
    }
}
