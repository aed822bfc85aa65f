//! What charts show: options of ECharts as JSON, made of the templates in `option/`. Two places, as people read them; no floats.

use serde_json::Value;
use shared::number::{Points, Quantity};

use crate::locale::number;

/// Colours of the theme, as the browser resolves them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Palette {
    /// Letters.
    pub ink: String,
    /// Letters of less weight.
    pub quiet: String,
    /// Lines.
    pub border: String,
    /// The ground of cards.
    pub surface: String,
    /// The one colour that is no meaning.
    pub primary: String,
    /// 优
    pub good: String,
    /// 关注
    pub watch: String,
    /// 预警
    pub alert: String,
}

/// One line of a chart; `None` breaks it.
pub struct Line {
    /// Its name in the legend.
    pub name: String,
    /// One for each period.
    pub values: Vec<Option<Quantity>>,
    /// How it is drawn.
    pub look: Look,
}

/// How a line is drawn: by shape as well as by colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// What the chart is about.
    Main,
    /// Behind it, thin and grey.
    Behind,
    /// A dashed line.
    Target,
}

/// One bar of a ranking.
pub struct Bar {
    /// Its name on the axis.
    pub name: String,
    /// Its length; none draws no bar.
    pub value: Option<Quantity>,
    /// As CSS writes it.
    pub colour: String,
    /// Handed back by a click.
    pub href: String,
}

/// Points as a quantity, to be drawn beside quantities.
pub fn of_points(points: Points) -> Quantity {
    Quantity::from_scaled(points.scaled())
}

/// Lines over periods, with zoom.
pub fn trend(palette: &Palette, periods: &[String], lines: &[Line]) -> String {
    let series: Vec<String> = lines.iter().map(|line| series(palette, line)).collect();
    let names: Vec<String> = lines.iter().map(|line| line.name.clone()).collect();
    let template = coloured(include_str!("option/trend.json"), palette);
    filled(template, &[("@names", texts(&names)), ("@periods", texts(periods)), ("@series", series.join(","))])
}

fn series(palette: &Palette, line: &Line) -> String {
    let look = match line.look {
        Look::Main => {
            r#""showSymbol": true, "z": 3, "itemStyle": { "color": "@primary" }, "lineStyle": { "color": "@primary", "width": 2.5 }"#
        }
        Look::Behind => {
            r#""showSymbol": false, "itemStyle": { "color": "@quiet" }, "lineStyle": { "color": "@quiet", "width": 1.5, "opacity": 0.6 }"#
        }
        Look::Target => {
            r#""showSymbol": false, "itemStyle": { "color": "@watch" }, "lineStyle": { "color": "@watch", "width": 1.5, "type": "dashed" }"#
        }
    };
    let template = coloured(&include_str!("option/line.json").replace("@look", look), palette);
    filled(template, &[("@values", numbers(&line.values)), ("@name", text(&line.name))])
}

/// Bars, best on top, with the target as a line.
pub fn ranking(palette: &Palette, bars: &[Bar], target: Option<(String, Quantity)>) -> String {
    let names: Vec<String> = bars.iter().map(|bar| bar.name.clone()).collect();
    let drawn: Vec<String> = bars
        .iter()
        .map(|bar| {
            let (value, href, colour) = (number_or_null(bar.value), text(&bar.href), text(&bar.colour));
            format!(
                r#"{{ "value": {value}, "href": {href}, "itemStyle": {{ "color": {colour}, "borderRadius": 3 }} }}"#
            )
        })
        .collect();
    let target =
        target.map(|(name, at)| format!(r#"{{ "xAxis": {}, "name": {} }}"#, number::plain(at.scaled()), text(&name)));
    let template = coloured(include_str!("option/ranking.json"), palette);
    let (drawn, target) = (drawn.join(","), target.unwrap_or_default());
    filled(template, &[("@bars", drawn), ("@target", target), ("@names", texts(&names))])
}

/// Scores of some dimensions against others of the same dimensions. A ring with a gap is left out: it would be drawn through the
/// centre, as if the missing score were zero.
pub fn radar(palette: &Palette, axes: &[String], rings: &[(String, Vec<Option<Quantity>>)]) -> String {
    let axes: Vec<String> = axes.iter().map(|name| format!(r#"{{ "name": {}, "max": 100 }}"#, text(name))).collect();
    let colours = [&palette.primary, &palette.quiet, &palette.good];
    let rings: Vec<String> = rings
        .iter()
        .zip(colours)
        .filter(|((_, values), _)| values.iter().all(Option::is_some))
        .map(|((name, values), colour)| {
            let (name, values, colour) = (text(name), numbers(values), text(colour));
            format!(
                r#"{{ "name": {name}, "value": {values}, "lineStyle": {{ "color": {colour} }}, "itemStyle": {{ "color": {colour} }} }}"#
            )
        })
        .collect();
    let template = coloured(include_str!("option/radar.json"), palette);
    filled(template, &[("@axes", axes.join(",")), ("@rings", rings.join(","))])
}

// Colours first: data must never be taken for a place in the template.
fn coloured(template: &str, palette: &Palette) -> String {
    let Palette { ink, quiet, border, surface, primary, watch, good: _, alert: _ } = palette;
    let colours = [
        ("@ink", ink),
        ("@quiet", quiet),
        ("@border", border),
        ("@surface", surface),
        ("@primary", primary),
        ("@watch", watch),
    ];
    colours.iter().fold(template.to_owned(), |text, (place, colour)| text.replace(place, colour))
}

/// Puts data into its places, in one pass from the left, so that data which looks like a place stays data.
fn filled(template: String, parts: &[(&str, String)]) -> String {
    let mut rest = template.as_str();
    let mut filled = String::with_capacity(template.len());
    while let Some(at) = rest.find('@') {
        let (before, place) = rest.split_at(at);
        filled.push_str(before);
        let part = parts.iter().find(|(name, _)| place.starts_with(name));
        filled.push_str(part.map_or("@", |(_, text)| text));
        rest = place.get(part.map_or(1, |(name, _)| name.len())..).unwrap_or_default();
    }
    filled.push_str(rest);
    filled
}

fn text(text: &str) -> String {
    Value::from(text).to_string()
}

fn texts(list: &[String]) -> String {
    let list: Vec<String> = list.iter().map(|one| text(one)).collect();
    format!("[{}]", list.join(","))
}

fn number_or_null(value: Option<Quantity>) -> String {
    value.map_or_else(|| "null".to_owned(), |value| number::plain(value.scaled()))
}

fn numbers(values: &[Option<Quantity>]) -> String {
    let values: Vec<String> = values.iter().map(|&value| number_or_null(value)).collect();
    format!("[{}]", values.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn palette() -> Palette {
        let colour = || "#123456".to_owned();
        Palette {
            ink: colour(),
            quiet: colour(),
            border: colour(),
            surface: colour(),
            primary: colour(),
            good: colour(),
            watch: colour(),
            alert: colour(),
        }
    }

    fn read(option: &str) -> Value {
        serde_json::from_str(option).unwrap_or_else(|error| panic!("{error}: {option}"))
    }

    fn quantity(text: &str) -> Option<Quantity> {
        Some(text.parse().unwrap())
    }

    #[test]
    fn an_absent_value_is_a_gap_and_never_zero() {
        for look in [Look::Main, Look::Behind, Look::Target] {
            let line =
                Line { name: "申报率".into(), values: vec![quantity("94.1"), None, quantity("-97.425")], look };
            let option = read(&trend(&palette(), &["2026-01".into()], &[line]));
            assert_eq!(option.pointer("/series/0/data"), Some(&json!([94.10, null, -97.43])));
            assert_eq!(option.pointer("/legend/data"), Some(&json!(["申报率"])));
        }
    }

    #[test]
    fn a_bar_hands_its_address_back_and_names_stay_as_they_are() {
        let name = "滨河 \"@bars\" @ink </b>";
        let bar =
            Bar { name: name.into(), value: quantity("93.2"), colour: "#0b62a8".into(), href: "/cockpit/x".into() };
        let option = read(&ranking(&palette(), &[bar], Some(("目标".into(), "85".parse().unwrap()))));
        assert_eq!(option.pointer("/series/0/data/0/href"), Some(&json!("/cockpit/x")));
        assert_eq!(option.pointer("/yAxis/data/0"), Some(&json!(name)));
        assert_eq!(option.pointer("/series/0/markLine/data/0/xAxis"), Some(&json!(85.0)));
        assert!(read(&ranking(&palette(), &[], None)).pointer("/series/0/markLine/data").is_some());
    }

    #[test]
    fn a_ring_with_a_missing_score_is_left_out() {
        let rings =
            [("own".to_owned(), vec![quantity("80"), None]), ("mean".to_owned(), vec![quantity("82"), quantity("85")])];
        let option = read(&radar(&palette(), &["a".into(), "b".into()], &rings));
        assert_eq!(option.pointer("/series/0/data/0/name"), Some(&json!("mean")));
        assert_eq!(option.pointer("/series/0/data/1"), None);
    }
}
