//! The volume bar: a level between 0 and 100 with the target as a tick.

use leptos::prelude::*;
use shared::number::Quantity;

use crate::api::codes::Band;
use crate::parts::badge::band_class;

/// Per cent of the bar's width, limited to it, for CSS.
pub fn width(value: Quantity) -> String {
    let tenths = (value.scaled() / 1_000).clamp(0, 1_000);
    format!("{}.{}%", tenths / 10, tenths % 10)
}

/// A bar; `label` says what it shows.
#[component]
pub fn Volume(
    value: Option<Quantity>,
    target: Option<Quantity>,
    band: Option<Band>,
    #[prop(into)] label: String,
) -> AnyView {
    let level = value.map(|value| {
        let class = format!("level {}", band.map_or("steady", band_class));
        view! { <i class=class style:width=width(value)></i> }
    });
    let tick = target.map(|target| view! { <b style:left=width(target)></b> });
    let class = if value.is_some() { "volume" } else { "volume absent" };
    view! { <span class=class role="img" aria-label=label>{level} {tick}</span> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_never_leaves_its_frame() {
        for (value, shown) in [("-3", "0.0%"), ("0", "0.0%"), ("79.54", "79.5%"), ("100", "100.0%"), ("140", "100.0%")]
        {
            assert_eq!(width(value.parse().unwrap()), shown);
        }
    }
}
