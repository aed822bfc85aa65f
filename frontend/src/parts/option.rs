//! What charts show: options of ECharts as JSON. Numbers here are for drawing only, rounded to what people read.

use serde_json::{Value, json};
use shared::number::{Points, Quantity};

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
    pub values: Vec<Option<f64>>,
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

/// For drawing: two places.
pub fn drawn(value: Quantity) -> f64 {
    (value.scaled() as f64 / 100.0).round() / 100.0
}

/// For drawing: two places.
pub fn drawn_points(points: Points) -> f64 {
    drawn(Quantity::from_scaled(points.scaled()))
}

/// Lines over periods, with zoom.
pub fn trend(palette: &Palette, periods: &[String], lines: &[Line]) -> String {
    let series: Vec<Value> = lines.iter().map(|line| series(palette, line)).collect();
    let names: Vec<&str> = lines.iter().map(|line| line.name.as_str()).collect();
    let axis = json!({ "color": palette.quiet, "fontSize": 11 });
    json!({
        "grid": { "left": 8, "right": 16, "top": 36, "bottom": 44, "containLabel": true },
        "legend": { "data": names, "top": 0, "right": 0, "textStyle": { "color": palette.quiet }, "icon": "roundRect", "itemHeight": 3, "itemWidth": 16 },
        "tooltip": { "trigger": "axis", "backgroundColor": palette.surface, "borderColor": palette.border, "textStyle": { "color": palette.ink, "fontSize": 12 } },
        "dataZoom": [
            { "type": "inside", "zoomOnMouseWheel": "ctrl" },
            { "type": "slider", "height": 18, "bottom": 6, "borderColor": palette.border, "textStyle": { "color": palette.quiet, "fontSize": 10 } },
        ],
        "xAxis": { "type": "category", "data": periods, "boundaryGap": false, "axisLabel": axis, "axisLine": { "lineStyle": { "color": palette.border } }, "axisTick": { "show": false } },
        "yAxis": { "type": "value", "scale": true, "axisLabel": axis, "splitLine": { "lineStyle": { "color": palette.border } } },
        "series": series,
    })
    .to_string()
}

fn series(palette: &Palette, line: &Line) -> Value {
    let (colour, width, kind) = match line.look {
        Look::Main => (&palette.primary, 2.5, "solid"),
        Look::Behind => (&palette.quiet, 1.5, "solid"),
        Look::Target => (&palette.watch, 1.5, "dashed"),
    };
    json!({
        "id": line.name, "name": line.name, "type": "line", "data": line.values, "showSymbol": line.look == Look::Main,
        "symbolSize": 5, "connectNulls": false, "itemStyle": { "color": colour },
        "lineStyle": { "color": colour, "width": width, "type": kind, "opacity": if line.look == Look::Behind { 0.6 } else { 1.0 } },
        "z": if line.look == Look::Main { 3 } else { 2 },
    })
}

/// One bar of a ranking.
pub struct Bar {
    /// Its name on the axis.
    pub name: String,
    /// Its length; none draws no bar.
    pub value: Option<f64>,
    /// As CSS writes it.
    pub colour: String,
    /// Handed back by a click.
    pub href: String,
}

/// Bars, best on top, with the target as a line.
pub fn ranking(palette: &Palette, bars: &[Bar], target: Option<(String, f64)>) -> String {
    let names: Vec<&str> = bars.iter().map(|bar| bar.name.as_str()).collect();
    let data: Vec<Value> = bars
        .iter()
        .map(|bar| json!({ "value": bar.value, "href": bar.href, "itemStyle": { "color": bar.colour, "borderRadius": 3 } }))
        .collect();
    let line = target.map(|(name, at)| {
        json!({ "symbol": "none", "data": [{ "xAxis": at, "name": name }], "lineStyle": { "color": palette.ink }, "label": { "formatter": "{b}", "color": palette.quiet } })
    });
    json!({
        "grid": { "left": 8, "right": 48, "top": 24, "bottom": 8, "containLabel": true },
        "tooltip": { "trigger": "item", "backgroundColor": palette.surface, "borderColor": palette.border, "textStyle": { "color": palette.ink } },
        "xAxis": { "type": "value", "max": 100, "axisLabel": { "color": palette.quiet }, "splitLine": { "lineStyle": { "color": palette.border } } },
        "yAxis": { "type": "category", "inverse": true, "data": names, "axisLabel": { "color": palette.ink, "interval": 0 }, "axisLine": { "show": false }, "axisTick": { "show": false } },
        "series": [{ "id": "ranking", "type": "bar", "data": data, "barMaxWidth": 14, "label": { "show": true, "position": "right", "color": palette.ink }, "markLine": line }],
    })
    .to_string()
}

/// Scores of some dimensions against others of the same dimensions.
pub fn radar(palette: &Palette, axes: &[String], rings: &[(String, Vec<Option<f64>>)]) -> String {
    let indicator: Vec<Value> = axes.iter().map(|name| json!({ "name": name, "max": 100 })).collect();
    let colours = [&palette.primary, &palette.quiet, &palette.good];
    // A ring with a gap would be drawn through the centre, as if the missing score were zero.
    let data: Vec<Value> = rings
        .iter()
        .filter(|(_, values)| values.iter().all(Option::is_some))
        .zip(colours)
        .map(|((name, values), colour)| json!({ "name": name, "value": values, "lineStyle": { "color": colour }, "itemStyle": { "color": colour } }))
        .collect();
    json!({
        "legend": { "bottom": 0, "textStyle": { "color": palette.quiet } },
        "tooltip": { "backgroundColor": palette.surface, "borderColor": palette.border, "textStyle": { "color": palette.ink } },
        "radar": { "indicator": indicator, "radius": "62%", "axisName": { "color": palette.ink }, "splitLine": { "lineStyle": { "color": palette.border } }, "splitArea": { "show": false }, "axisLine": { "lineStyle": { "color": palette.border } } },
        "series": [{ "id": "radar", "type": "radar", "data": data }],
    })
    .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn what_is_drawn_is_what_is_read() {
        assert_eq!(drawn("97.4250".parse().unwrap()), 97.43);
        assert_eq!(drawn("-12".parse().unwrap()), -12.0);
    }

    #[test]
    fn an_absent_value_is_a_gap_and_never_zero() {
        let line = Line { name: "申报率".into(), values: vec![Some(94.1), None, Some(97.42)], look: Look::Main };
        let option: Value = serde_json::from_str(&trend(&palette(), &["2026-01".into()], &[line])).unwrap();
        assert_eq!(option.pointer("/series/0/data"), Some(&json!([94.1, null, 97.42])));
    }

    #[test]
    fn a_ring_with_a_missing_score_is_left_out() {
        let rings = [("own".to_owned(), vec![Some(80.0), None]), ("mean".to_owned(), vec![Some(82.0), Some(85.0)])];
        let option: Value = serde_json::from_str(&radar(&palette(), &["a".into(), "b".into()], &rings)).unwrap();
        assert_eq!(option.pointer("/series/0/data/0/name"), Some(&json!("mean")));
        assert_eq!(option.pointer("/series/0/data/1"), None);
    }

    #[test]
    fn a_bar_hands_its_address_back() {
        let bar = Bar { name: "滨河".into(), value: Some(93.2), colour: "#0b62a8".into(), href: "/cockpit/x".into() };
        let option: Value = serde_json::from_str(&ranking(&palette(), &[bar], None)).unwrap();
        assert_eq!(option.pointer("/series/0/data/0/href"), Some(&json!("/cockpit/x")));
    }
}
