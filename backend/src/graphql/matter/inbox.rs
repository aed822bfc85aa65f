//! Messages: that something happened to a matter, what became of an entry of the handbook, or what is due and no matter.

use async_graphql::SimpleObject;
use shared::id::NoticeId;
use shared::matter::NoticeReason;
use shared::risk::label::LabelKind;

use super::{Indicators, Matter, MatterEvent};
use crate::app::desk::{Reminder, Told, ToldOf};
use crate::app::scope::Scope;
use crate::connection;
use crate::graphql::handbook::HandbookEntry;
use crate::graphql::scalar::{Date, DateTime};

/// What is due and no matter: a point at risk to look at, or a label on you.
#[derive(Debug, Clone, SimpleObject)]
pub struct InboxReminder {
    /// Until when: the last day on time, or the last day of the label.
    pub due_on: Date,
    /// What the unit of the point at risk is called; null for whoever may not see it, and for a label.
    pub unit_name: Option<String>,
    /// What its indicator is called; null for whoever may not read the library, and for a label.
    pub indicator_name: Option<String>,
    /// What its indicator is called in English.
    pub indicator_name_en: Option<String>,
    /// What the label is about; null for a point at risk.
    pub label: Option<LabelKind>,
}

impl From<Reminder> for InboxReminder {
    fn from(Reminder { on, unit, indicator, label }: Reminder) -> Self {
        let (indicator_name, indicator_name_en) = indicator.map(|it| (it.name, it.name_en)).unzip();
        Self { due_on: Date(on), unit_name: unit, indicator_name, indicator_name_en, label }
    }
}

/// A message: that something happened to a matter, what became of an entry of the handbook, or what is due and no matter.
#[derive(Debug, Clone, SimpleObject)]
pub struct InboxMessage {
    /// Its id.
    pub id: NoticeId,
    /// Why you are told.
    pub reason: NoticeReason,
    /// When.
    pub at: DateTime,
    /// Whether you have read it.
    pub read: bool,
    /// The matter; null for what is no matter.
    pub matter: Option<Matter>,
    /// What happened to the matter.
    pub event: Option<MatterEvent>,
    /// The entry of the handbook; null where it is about something else.
    pub entry: Option<HandbookEntry>,
    /// What is due and no matter; null where it is about something else.
    pub reminder: Option<InboxReminder>,
}

impl InboxMessage {
    /// The messages of one list.
    #[must_use]
    pub fn list(scope: &Scope, found: Vec<Told>) -> Vec<Self> {
        let indicators = Indicators::default();
        let message = |Told { message, of }: Told| {
            let (matter, event, entry, reminder) = (None, None, None, None);
            let (id, reason, at, read) = (message.id, message.reason, DateTime(message.at), message.read.is_some());
            let bare = Self { id, reason, at, read, matter, event, entry, reminder };
            match of {
                ToldOf::Matter(line, event) => {
                    let matter = Some(Matter::new(scope, *line, &indicators));
                    Self { matter, event: event.map(Into::into), ..bare }
                }
                ToldOf::Entry(tried) => Self { entry: Some(HandbookEntry::new(scope, *tried, &indicators)), ..bare },
                ToldOf::Due(reminder) => Self { reminder: Some((*reminder).into()), ..bare },
            }
        };
        found.into_iter().map(message).collect()
    }
}

connection!(InboxConnection, InboxEdge, InboxMessage, "messages");
