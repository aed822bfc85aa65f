//! The dial: a 180° arc from 0 to 100 with its bands as a pale track, the value as an arc and the target as a tick.

use leptos::prelude::*;
use shared::number::Points;

use crate::api::codes::Band;
use crate::parts::badge::band_class;

/// The half circle from left over the top to the right. Its `pathLength` makes one point of the score 100 units long.
const ARC: &str = "M17 76A58 58 0 0 1 133 76";
const LENGTH: i64 = 10_000;
/// Where the pale bands of the dial change: alert, watch, good.
const TRACK: [(i64, i64, &str); 3] = [(0, 6_000, "alert"), (6_000, 8_000, "watch"), (8_000, LENGTH, "good")];
/// Between two bands, so that one ends visibly without colour.
const GAP: i64 = 60;

/// How far along the dial points lie; beyond it they stay at its end.
fn along(points: Points) -> i64 {
    (points.scaled() / 100).clamp(0, LENGTH)
}

/// Draws only the stretch between two places of the arc.
fn dashes(from: i64, to: i64) -> String {
    format!("0 {from} {} {LENGTH}", (to - from).max(0))
}

/// The angle of a place, in degrees from the left end.
fn angle(place: i64) -> String {
    let hundredths = place * 180 / (LENGTH / 100);
    format!("rotate({}.{:02} 75 76)", hundredths / 100, hundredths % 100)
}

/// A dial. `label` says value, target and band; `aside` stands under the value.
#[component]
pub fn Gauge(
    value: Option<Points>,
    target: Option<Points>,
    band: Option<Band>,
    #[prop(into)] shown: String,
    #[prop(into)] aside: String,
    #[prop(into)] label: String,
) -> AnyView {
    let mut stretches: Vec<AnyView> =
        TRACK.iter().map(|(from, to, class)| stretch(format!("track {class}"), from + GAP, to - GAP)).collect();
    if let Some(value) = value {
        let class = format!("arc {}", band.map_or("steady", band_class));
        stretches.push(stretch(class, GAP, along(value).max(2 * GAP)));
    }
    let tick = target.map(|target| {
        view! { <line class="tick" x1="9" y1="76" x2="26" y2="76" transform=angle(along(target)) /> }
    });
    view! {
        <svg class="gauge" viewBox="0 0 150 104" role="img" aria-label=label>
            {stretches} {tick}
            <text class="gauge-value" x="75" y="72" text-anchor="middle">{shown}</text>
            <text class="gauge-aside" x="75" y="94" text-anchor="middle">{aside}</text>
        </svg>
    }
    .into_any()
}

fn stretch(class: String, from: i64, to: i64) -> AnyView {
    view! { <path class=class d=ARC pathLength="10000" stroke-dasharray=dashes(from, to) /> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(text: &str) -> Points {
        text.parse().unwrap()
    }

    #[test]
    fn the_dial_runs_from_left_over_the_top_to_the_right() {
        for (score, place, turned) in [
            ("0", 0, "rotate(0.00 75 76)"),
            ("50", 5_000, "rotate(90.00 75 76)"),
            ("88.65", 8_865, "rotate(159.57 75 76)"),
            ("100", 10_000, "rotate(180.00 75 76)"),
        ] {
            assert_eq!(along(points(score)), place);
            assert_eq!(angle(place), turned);
        }
    }

    #[test]
    fn values_beyond_the_dial_stay_on_it() {
        assert_eq!(along(points("-20")), 0);
        assert_eq!(along(points("130")), LENGTH);
    }

    #[test]
    fn a_stretch_is_drawn_from_where_it_begins_for_as_long_as_it_is() {
        assert_eq!(dashes(6_060, 7_940), "0 6060 1880 10000");
        assert_eq!(dashes(500, 100), "0 500 0 10000");
    }

    #[test]
    fn the_bands_cover_the_dial() {
        assert_eq!((TRACK[0].0, TRACK[2].1), (0, LENGTH));
        assert!(TRACK.windows(2).all(|pair| pair[0].1 == pair[1].0));
    }
}
