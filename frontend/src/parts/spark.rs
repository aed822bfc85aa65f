//! The sparkline: the way a value went, without axes. Where a value is absent the line is broken, never drawn as zero.

use leptos::prelude::*;

const WIDTH: f64 = 100.0;
const HEIGHT: f64 = 26.0;
const MARGIN: f64 = 3.0;

/// The stretches of the line as `points` of polylines; a lone value is a short dash.
pub fn stretches(values: &[Option<f64>]) -> Vec<String> {
    let known = || values.iter().flatten().copied();
    let (low, high) = (known().fold(f64::INFINITY, f64::min), known().fold(f64::NEG_INFINITY, f64::max));
    let span = if high > low { high - low } else { 1.0 };
    let step = WIDTH / (values.len().saturating_sub(1).max(1)) as f64;
    let place = |place: usize, value: f64| {
        let y = HEIGHT - MARGIN - (value - low) / span * (HEIGHT - 2.0 * MARGIN);
        (place as f64 * step, if high > low { y } else { HEIGHT / 2.0 })
    };
    let mut stretches = Vec::new();
    let mut open: Vec<(f64, f64)> = Vec::new();
    for (index, value) in values.iter().enumerate() {
        match value {
            Some(value) => open.push(place(index, *value)),
            None => close(&mut open, &mut stretches),
        }
    }
    close(&mut open, &mut stretches);
    stretches
}

fn close(open: &mut Vec<(f64, f64)>, stretches: &mut Vec<String>) {
    if let [(x, y)] = open.as_slice() {
        let (x, y) = (*x, *y);
        *open = vec![((x - 1.5).max(0.0), y), ((x + 1.5).min(WIDTH), y)];
    }
    if !open.is_empty() {
        let points: Vec<String> = open.drain(..).map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        stretches.push(points.join(" "));
    }
}

/// A sparkline. It repeats what the words beside it say, so it is hidden from screen readers.
#[component]
pub fn Spark(values: Vec<Option<f64>>, class: &'static str) -> impl IntoView {
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

    #[test]
    fn an_absent_value_breaks_the_line() {
        assert_eq!(stretches(&[Some(1.0), Some(2.0), None, Some(2.0), Some(1.0)]).len(), 2);
        assert_eq!(stretches(&[None, None]).len(), 0);
        assert_eq!(stretches(&[]).len(), 0);
    }

    #[test]
    fn the_line_rises_to_the_greatest_value() {
        assert_eq!(stretches(&[Some(1.0), Some(3.0)]), ["0.0,23.0 100.0,3.0"]);
    }

    #[test]
    fn a_steady_line_runs_through_the_middle_and_one_value_is_a_dash() {
        assert_eq!(stretches(&[Some(5.0), Some(5.0)]), ["0.0,13.0 100.0,13.0"]);
        assert_eq!(stretches(&[Some(5.0)]), ["0.0,13.0 1.5,13.0"]);
    }
}
