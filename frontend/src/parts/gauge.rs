//! The dial: a 180° arc from 0 to 100 with its bands as a pale track, the value as an arc and the target as a tick.

use leptos::prelude::*;

use crate::api::codes::Band;
use crate::parts::badge::band_class;

const CENTRE: (f64, f64) = (75.0, 76.0);
const RADIUS: f64 = 58.0;
/// Where the pale bands of the dial change: alert, watch, good.
const TRACK: [(f64, f64, &str); 3] = [(0.0, 60.0, "alert"), (60.0, 80.0, "watch"), (80.0, 100.0, "good")];

/// A point of the dial: 0 at the left, 100 at the right, `out` from the arc.
fn point(value: f64, out: f64) -> (f64, f64) {
    let angle = std::f64::consts::PI * (1.0 - value.clamp(0.0, 100.0) / 100.0);
    let radius = RADIUS + out;
    (CENTRE.0 + radius * angle.cos(), CENTRE.1 - radius * angle.sin())
}

/// The path along the arc between two values.
pub fn arc(from: f64, to: f64) -> String {
    let (start, end) = (point(from, 0.0), point(to, 0.0));
    format!("M{:.2} {:.2}A{RADIUS} {RADIUS} 0 0 1 {:.2} {:.2}", start.0, start.1, end.0, end.1)
}

/// A dial. `label` says value, target and band; `aside` stands under the value.
#[component]
pub fn Gauge(
    value: Option<f64>,
    target: Option<f64>,
    band: Option<Band>,
    #[prop(into)] shown: String,
    #[prop(into)] aside: String,
    #[prop(into)] label: String,
) -> AnyView {
    let track = TRACK.map(|(from, to, class)| {
        // A gap between the bands shows where one ends without colour.
        view! { <path class=format!("track {class}") d=arc(from + 0.6, to - 0.6) /> }
    });
    let drawn = value.map(|value| {
        let class = format!("arc {}", band.map_or("steady", band_class));
        view! { <path class=class d=arc(0.6, value.max(1.2)) /> }
    });
    let tick = target.map(|target| {
        let (inner, outer) = (point(target, -9.0), point(target, 8.0));
        view! { <line class="tick" x1=inner.0 y1=inner.1 x2=outer.0 y2=outer.1 /> }
    });
    view! {
        <svg class="gauge" viewBox="0 0 150 104" role="img" aria-label=label>
            {track} {drawn} {tick}
            <text class="gauge-value" x="75" y="72" text-anchor="middle">{shown}</text>
            <text class="gauge-aside" x="75" y="94" text-anchor="middle">{aside}</text>
        </svg>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(left: (f64, f64), right: (f64, f64)) -> bool {
        (left.0 - right.0).abs() < 0.01 && (left.1 - right.1).abs() < 0.01
    }

    #[test]
    fn the_dial_runs_from_left_over_the_top_to_the_right() {
        assert!(near(point(0.0, 0.0), (17.0, 76.0)));
        assert!(near(point(50.0, 0.0), (75.0, 18.0)));
        assert!(near(point(100.0, 0.0), (133.0, 76.0)));
    }

    #[test]
    fn values_beyond_the_dial_stay_on_it() {
        assert!(near(point(-20.0, 0.0), point(0.0, 0.0)));
        assert!(near(point(130.0, 0.0), point(100.0, 0.0)));
    }

    #[test]
    fn every_point_of_the_arc_is_as_far_from_the_centre() {
        for value in 0..=100 {
            let (x, y) = point(f64::from(value), 0.0);
            assert!(((x - CENTRE.0).hypot(y - CENTRE.1) - RADIUS).abs() < 1e-9);
        }
    }

    #[test]
    fn the_bands_cover_the_dial() {
        assert_eq!(TRACK.first().unwrap().0, 0.0);
        assert_eq!(TRACK.last().unwrap().1, 100.0);
        assert!(TRACK.windows(2).all(|pair| pair[0].1 == pair[1].0));
    }
}
