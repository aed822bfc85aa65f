//! What every page stands in: the reader's locale, the way to the server, the place, and who is looking.

use leptos::prelude::*;

use crate::api::Client;
use crate::api::codes::{Action, Resource};
use crate::history::History;
use crate::locale::Locale;
use crate::operations;
use crate::parts::option::Palette;
use crate::preferences::Preferences;
use crate::session::Session;

operations!("src/shell.graphql": ViewerPart);
pub use ask::{ViewerPart, viewer_part};

pub use ask::viewer_part::ResponseData as Viewed;

/// Handed down to the pages as data.
#[derive(Clone, Copy)]
pub struct Frame {
    pub locale: Locale,
    pub client: Client,
    pub session: Session,
    pub history: History,
    pub preferences: Preferences,
    viewed: StoredValue<Viewed>,
}

/// A row of a dictionary: code, 中文, English.
type Entry<'a> = (&'a str, &'a str, &'a str);

impl Frame {
    /// With who is looking.
    pub fn new(outside: Outside, locale: Locale, viewed: Viewed) -> Self {
        let Outside { client, session, history, preferences } = outside;
        Self { locale, client, session, history, preferences, viewed: StoredValue::new(viewed) }
    }

    /// Whether the viewer holds the permission on any row. What they may do with one row, the row says itself.
    pub fn may(self, resource: Resource, action: Action) -> bool {
        self.viewed.with_value(|viewed| {
            viewed.viewer.permissions.iter().any(|held| held.resource == resource && held.action == action)
        })
    }

    /// Whether anything can wait for the viewer: whoever may see matters has a desk.
    pub fn has_desk(self) -> bool {
        self.may(Resource::Matter, Action::Read) || self.may(Resource::PersonMatter, Action::Read)
    }

    /// Reads who is looking and the dictionaries.
    pub fn with<R>(self, read: impl FnOnce(&Viewed) -> R) -> R {
        self.viewed.with_value(read)
    }

    /// The name of a level.
    pub fn level(self, code: &str) -> String {
        self.with(|viewed| self.named(code, viewed.dictionary.levels.iter().map(|e| (&*e.code, &*e.name, &*e.name_en))))
    }

    /// The name of a kind of unit.
    pub fn kind(self, code: &str) -> String {
        self.with(|viewed| self.named(code, viewed.dictionary.kinds.iter().map(|e| (&*e.code, &*e.name, &*e.name_en))))
    }

    /// The name of a business line.
    pub fn line(self, code: &str) -> String {
        self.with(|viewed| self.named(code, viewed.dictionary.lines.iter().map(|e| (&*e.code, &*e.name, &*e.name_en))))
    }

    /// The name of an indicator dimension.
    pub fn dimension(self, code: &str) -> String {
        self.with(|viewed| {
            self.named(code, viewed.dictionary.dimensions.iter().map(|e| (&*e.code, &*e.name, &*e.name_en)))
        })
    }

    /// The name of a cockpit dimension.
    pub fn cockpit_dimension(self, code: &str) -> String {
        self.with(|viewed| {
            self.named(code, viewed.dictionary.cockpit_dimensions.iter().map(|e| (&*e.code, &*e.name, &*e.name_en)))
        })
    }

    // A code without a row in the dictionary is shown as it is.
    fn named<'a>(self, code: &str, mut entries: impl Iterator<Item = Entry<'a>>) -> String {
        let entry = entries.find(|(entry, _, _)| *entry == code);
        entry.map_or_else(|| code.to_owned(), |(_, name, name_en)| self.locale.name(name, name_en).to_owned())
    }

    /// The theme's colours, tracked: read again when the theme changes.
    pub fn palette(self) -> Palette {
        self.preferences.theme.track();
        let style = document().document_element().and_then(|root| window().get_computed_style(&root).ok().flatten());
        let colour = |name: &str| {
            style.as_ref().and_then(|style| style.get_property_value(name).ok()).unwrap_or_default().trim().to_owned()
        };
        Palette {
            ink: colour("--ink"),
            quiet: colour("--ink-3"),
            border: colour("--border"),
            surface: colour("--surface"),
            primary: colour("--primary"),
            good: colour("--good"),
            watch: colour("--watch"),
            alert: colour("--bad"),
        }
    }
}

/// What there is before anybody is signed in.
#[derive(Clone, Copy)]
pub struct Outside {
    pub client: Client,
    pub session: Session,
    pub history: History,
    pub preferences: Preferences,
}
