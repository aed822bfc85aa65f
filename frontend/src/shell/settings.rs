//! How the reader wants the page: language, theme, letters, money.

use leptos::prelude::*;

use crate::frame::Frame;
use crate::history::may_leave;
use crate::locale::{Language, MoneyUnit};
use crate::parts::menu::Menu;
use crate::preferences::{Letters, Theme};

/// The other language, one press away.
pub fn language(frame: Frame) -> AnyView {
    let text = &frame.locale.text.shell;
    let other = match frame.locale.language {
        Language::Chinese => Language::English,
        Language::English => Language::Chinese,
    };
    view! {
        <button class="quiet-button" type="button" title=text.language_label
            on:click=move |_| if may_leave() { frame.preferences.language.set(other) }>{text.language}</button>
    }
    .into_any()
}

/// Theme, letters and money.
pub fn settings(frame: Frame) -> AnyView {
    let text = frame.locale.text;
    let shell = &text.shell;
    let preferences = frame.preferences;
    view! {
        <Menu label=shell.settings plain=true face=|| view! { <span aria-hidden="true">"Aa ◐"</span> }>
            {choices(shell.theme, preferences.theme, || true, vec![
                (Theme::System, shell.theme_system), (Theme::Light, shell.theme_light), (Theme::Dark, shell.theme_dark),
            ])}
            {choices(shell.letters, preferences.letters, || true, vec![
                (Letters::Normal, shell.letters_normal), (Letters::Large, shell.letters_large), (Letters::Largest, shell.letters_largest),
            ])}
            // Other words and numbers: the page is drawn anew.
            {choices(shell.money, preferences.money, may_leave, vec![
                (MoneyUnit::Yuan, text.unit.yuan), (MoneyUnit::TenThousand, text.unit.ten_thousand),
                (MoneyUnit::HundredMillion, text.unit.hundred_million),
            ])}
        </Menu>
    }
    .into_any()
}

fn choices<T>(title: &'static str, chosen: RwSignal<T>, may: fn() -> bool, options: Vec<(T, &'static str)>) -> AnyView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let options: Vec<_> = options
        .into_iter()
        .map(|(option, word)| {
            view! {
                <button type="button" aria-pressed=move || (chosen.get() == option).to_string() on:click=move |_| if may() { chosen.set(option) }>
                    {word}
                </button>
            }
        })
        .collect();
    view! { <div class="choices" role="group" aria-label=title><span>{title}</span>{options}</div> }.into_any()
}
