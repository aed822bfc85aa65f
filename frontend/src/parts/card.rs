//! A card: one heading, its actions at the right, its content.

use leptos::prelude::*;

use crate::locale::Locale;

/// A section of a page under a heading of the second level.
pub fn card(title: impl IntoView + 'static, actions: AnyView, content: AnyView) -> AnyView {
    view! {
        <section class="card">
            <div class="card-head"><h2>{title.into_any()}</h2><div class="card-actions">{actions}</div></div>
            {content}
        </section>
    }
    .into_any()
}

/// A plain link.
pub fn link(href: String, words: impl IntoView + 'static) -> AnyView {
    view! { <a class="link" href=href>{words.into_any()}</a> }.into_any()
}

/// The line to sign on, on paper only.
pub fn signature(locale: Locale) -> AnyView {
    let text = &locale.text.common;
    view! { <p class="signature"><span>{text.drawn_up}</span> <span>{text.checked}</span> <span>{text.signed_on}</span></p> }.into_any()
}

/// Names and values in two columns.
pub fn facts(lines: Vec<(&'static str, AnyView)>) -> AnyView {
    let lines: Vec<_> =
        lines.into_iter().map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> }).collect();
    view! { <dl class="facts">{lines}</dl> }.into_any()
}
