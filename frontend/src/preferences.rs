//! How the reader wants the page: language, theme, letter size, unit of money. Kept in the browser, never sent.

use leptos::prelude::*;

use crate::locale::{Language, Locale, MoneyUnit};

/// Light, dark, or as the system says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// As the system says.
    System,
    /// Dark letters on light ground.
    Light,
    /// Light letters on dark ground.
    Dark,
}

/// Size of letters against the normal one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Letters {
    /// ×1
    Normal,
    /// ×1.25
    Large,
    /// ×1.5
    Largest,
}

/// What the reader chose.
#[derive(Clone, Copy)]
pub struct Preferences {
    /// 中文 or English.
    pub language: RwSignal<Language>,
    /// The unit money is shown in.
    pub money: RwSignal<MoneyUnit>,
    /// Light, dark, or as the system says.
    pub theme: RwSignal<Theme>,
    /// The size of letters.
    pub letters: RwSignal<Letters>,
    /// Whether the side menu is folded.
    pub folded: RwSignal<bool>,
    /// Whether tables are dense.
    pub dense: RwSignal<bool>,
}

impl Preferences {
    /// As kept from the last visit; 中文, the system's theme and normal letters where nothing was kept.
    pub fn recall() -> Self {
        let kept = |key: &str| recall(key).unwrap_or_default();
        let preferences = Self {
            language: RwSignal::new(if kept("language") == "en" { Language::English } else { Language::Chinese }),
            money: RwSignal::new(match kept("money").as_str() {
                "yuan" => MoneyUnit::Yuan,
                "yi" => MoneyUnit::HundredMillion,
                _ => MoneyUnit::TenThousand,
            }),
            theme: RwSignal::new(match kept("theme").as_str() {
                "light" => Theme::Light,
                "dark" => Theme::Dark,
                _ => Theme::System,
            }),
            letters: RwSignal::new(match kept("letters").as_str() {
                "large" => Letters::Large,
                "largest" => Letters::Largest,
                _ => Letters::Normal,
            }),
            folded: RwSignal::new(kept("folded") == "yes"),
            dense: RwSignal::new(kept("dense") == "yes"),
        };
        preferences.apply();
        preferences
    }

    /// How to say things, tracked.
    pub fn locale(self) -> Locale {
        Locale::new(self.language.get(), self.money.get())
    }

    // Whatever is chosen is shown on the root element and kept.
    fn apply(self) {
        Effect::new(move |_| {
            let language = self.language.get();
            set_root("lang", Some(language.tag()));
            keep("language", if language == Language::English { "en" } else { "zh" });
        });
        Effect::new(move |_| {
            let name = match self.theme.get() {
                Theme::System => None,
                Theme::Light => Some("light"),
                Theme::Dark => Some("dark"),
            };
            set_root("data-theme", name);
            keep("theme", name.unwrap_or("system"));
        });
        Effect::new(move |_| {
            let name = match self.letters.get() {
                Letters::Normal => None,
                Letters::Large => Some("large"),
                Letters::Largest => Some("largest"),
            };
            set_root("data-letters", name);
            keep("letters", name.unwrap_or("normal"));
        });
        Effect::new(move |_| {
            keep(
                "money",
                match self.money.get() {
                    MoneyUnit::Yuan => "yuan",
                    MoneyUnit::TenThousand => "wan",
                    MoneyUnit::HundredMillion => "yi",
                },
            );
        });
        Effect::new(move |_| keep("folded", if self.folded.get() { "yes" } else { "no" }));
        Effect::new(move |_| keep("dense", if self.dense.get() { "yes" } else { "no" }));
    }
}

fn set_root(attribute: &str, value: Option<&str>) {
    let Some(root) = document().document_element() else { return };
    // Refused only for a malformed name; ours are literals.
    let _ = match value {
        Some(value) => root.set_attribute(attribute, value),
        None => root.remove_attribute(attribute),
    };
}

/// What was kept under a key; nothing where the browser keeps nothing.
pub fn recall(key: &str) -> Option<String> {
    window().local_storage().ok().flatten()?.get_item(&format!("baton-{key}")).ok().flatten()
}

/// Keeps a choice. A browser that keeps nothing forgets it with the page, which is no error.
pub fn keep(key: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.set_item(&format!("baton-{key}"), value);
    }
}
