//! A change: arrow, size and, for those who do not see the arrow, words.

use leptos::prelude::*;
use shared::number::Quantity;

use crate::locale::Locale;
use crate::locale::sentence::Course;

/// A change where positive is better; a dash where there is nothing to compare with.
#[component]
pub fn Change(locale: Locale, change: Option<Quantity>, #[prop(into)] unit: String) -> AnyView {
    let Some(change) = change else {
        return view! { <span class="quiet">"—"</span> }.into_any();
    };
    // What rounds to nothing is no change: an arrow beside 0.00 would be noise.
    let course = Course::of(change.scaled() / 50);
    let class = match course {
        Course::Better => "change better",
        Course::Worse => "change worse",
        Course::Same => "change",
    };
    let size = match course {
        Course::Same => String::new(),
        Course::Better | Course::Worse => locale.change(change, &unit),
    };
    view! {
        <span class=class>
            <span aria-hidden="true">{course.arrow()} " " {size}</span>
            <span class="unseen">{locale.change_in_words(change, &unit)}</span>
        </span>
    }
    .into_any()
}

/// A move in a ranking, upwards positive.
#[component]
pub fn RankChange(locale: Locale, change: Option<i64>) -> AnyView {
    let Some(change) = change else {
        return view! { <span class="quiet">"—"</span> }.into_any();
    };
    let text = &locale.text.cockpit;
    let size = change.saturating_abs().to_string();
    let course = Course::of(change);
    let words = match course {
        Course::Better => crate::locale::fill(text.up, &[&size]),
        Course::Worse => crate::locale::fill(text.down, &[&size]),
        Course::Same => text.same.to_owned(),
    };
    let shown = if change == 0 { String::new() } else { size };
    view! {
        <span class="change">
            <span aria-hidden="true">{course.arrow()} " " {shown}</span>
            <span class="unseen">{words}</span>
        </span>
    }
    .into_any()
}
