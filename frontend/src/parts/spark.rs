//! The sparkline: the way a value went, without axes. Where a value is absent the line is broken, never drawn as zero.

use leptos::prelude::*;
use shared::number::Quantity;

/// Tenths of the picture's units, which are 100 wide and 26 high.
const WIDTH: i128 = 1_000;
const HEIGHT: i128 = 260;
const MARGIN: i128 = 30;

/// The stretches of the line as `points` of polylines; a lone value is a short dash.
pub fn stretches(values: &[Option<Quantity>]) -> Vec<String> {
    let known = || values.iter().flatten().map(|value| i128::from(value.scaled()));
    let (low, high) = (known().min().unwrap_or(0), known().max().unwrap_or(0));
    let steps = i128::try_from(values.len()).unwrap_or(1).saturating_sub(1).max(1);
    let height = |value: i128| match high - low {
        0 => HEIGHT / 2,
        span => HEIGHT - MARGIN - (value - low) * (HEIGHT - 2 * MARGIN) / span,
    };
    let mut stretches = Vec::new();
    let mut open: Vec<(i128, i128)> = Vec::new();
    for (step, value) in (0_i128..).zip(values) {
        match value {
            Some(value) => open.push((step * WIDTH / steps, height(i128::from(value.scaled())))),
            None => close(&mut open, &mut stretches),
        }
    }
    close(&mut open, &mut stretches);
    stretches
}

fn close(open: &mut Vec<(i128, i128)>, stretches: &mut Vec<String>) {
    if let [(x, y)] = open.as_slice() {
        let (x, y) = (*x, *y);
        *open = vec![((x - 15).max(0), y), ((x + 15).min(WIDTH), y)];
    }
    if !open.is_empty() {
        let tenths = |tenths: i128| format!("{}.{}", tenths / 10, tenths % 10);
        let points: Vec<String> = open.drain(..).map(|(x, y)| format!("{},{}", tenths(x), tenths(y))).collect();
        stretches.push(points.join(" "));
    }
}

/// A sparkline. It repeats what the words beside it say, so it is hidden from screen readers.
#[component]
pub fn Spark(values: Vec<Option<Quantity>>, class: &'static str) -> impl IntoView {
    let lines: Vec<_> = stretches(&values).into_iter().map(|points| view! { <polyline points=points /> }).collect();
    view! {
        <svg class=format!("spark {class}") viewBox="0 0 100 26" preserveAspectRatio="none" aria-hidden="true">
            {lines}
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(values: &[Option<i64>]) -> Vec<String> {
        let values: Vec<_> =
            values.iter().map(|value| value.map(|value| Quantity::try_whole(value).unwrap())).collect();
        stretches(&values)
    }

    #[test]
    fn an_absent_value_breaks_the_line() {
        assert_eq!(line(&[Some(1), Some(2), None, Some(2), Some(1)]).len(), 2);
        assert_eq!(line(&[None, None]).len(), 0);
        assert_eq!(line(&[]).len(), 0);
    }

    #[test]
    fn the_line_rises_to_the_greatest_value() {
        assert_eq!(line(&[Some(1), Some(3)]), ["0.0,23.0 100.0,3.0"]);
        assert_eq!(line(&[Some(-4), Some(0), Some(-2)]), ["0.0,23.0 50.0,3.0 100.0,13.0"]);
    }

    #[test]
    fn a_steady_line_runs_through_the_middle_and_one_value_is_a_dash() {
        assert_eq!(line(&[Some(5), Some(5)]), ["0.0,13.0 100.0,13.0"]);
        assert_eq!(line(&[Some(5)]), ["0.0,13.0 1.5,13.0"]);
    }
}
