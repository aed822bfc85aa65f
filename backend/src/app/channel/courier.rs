//! The courier: gathers what is due, takes it up, and sends it. Every message is made within what its reader may see at that moment, read
//! as their sign-in would read it. Between taking a message up and noting what came of it a server may die: the message then goes out
//! again, under the same key.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use shared::channel::Channel;
use shared::channel::delivery::DeliveryAnswer;
use shared::channel::letter::{Item, ItemKind, Letter};
use shared::channel::places::Places;
use shared::channel::preference::MessageLanguage;
use shared::handbook::{Entry, EntryState};
use shared::id::{AccountId, MatterId};
use shared::matter::{Event, MatterKind, NoticeReason};
use shared::policy::{Purpose, Viewer};

use super::under_way::UnderWay;
use crate::app::desk::{self, Reminder, Told, ToldOf};
use crate::app::matter::list::Line;
use crate::app::scope::Clock;
use crate::carrier::{Carrier, Outcome, Parcel};
use crate::error::Error;
use crate::store::delivery::Delivery;
use crate::store::{Reader, Session, Store, account, channel, delivery, notice};

/// How long a server holds what it took up; longer than any attempt.
pub const LEASE: TimeDelta = TimeDelta::minutes(2);
/// How often it is looked what came up while messages are on their way.
const BETWEEN_LOOKS: Duration = Duration::from_secs(1);
/// How long somebody who tries a channel out waits.
const PATIENCE_OF_A_TEST: Duration = Duration::from_secs(6);

/// Whoever sends.
#[derive(Clone)]
pub struct Courier {
    store: Store,
    now: Clock,
    carrier: Carrier,
}

impl std::fmt::Debug for Courier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Courier({:?})", self.carrier)
    }
}

/// A message that may be said, with the channel it goes through.
struct Said {
    channel: Channel,
    items: Vec<Item>,
    letter: Letter,
}

impl Courier {
    /// A courier with a clock.
    #[must_use]
    pub fn new(store: Store, now: Clock, carrier: Carrier) -> Self {
        Self { store, now, carrier }
    }

    /// Whether the operator set up mail.
    #[must_use]
    pub const fn has_mail(&self) -> bool {
        self.carrier.has_mail()
    }

    fn system() -> Arc<Viewer> {
        Arc::new(Viewer::system(Purpose::Watch))
    }

    async fn session(&self) -> Result<Session, Error> {
        self.store.session(Self::system(), (self.now)(), None).await
    }

    async fn reader(&self) -> Result<Reader, Error> {
        self.store.reader(Self::system(), (self.now)()).await
    }

    /// Puts what is due into deliveries and sends it, until nothing is due or on its way any more; says how many it took up. A receiver
    /// that hangs keeps only its own places.
    ///
    /// # Errors
    /// Of the database; what was on its way then is seen through before.
    pub async fn work(&self) -> Result<usize, Error> {
        let (mut under_way, mut taken) = (UnderWay::default(), 0);
        loop {
            match self.take_up(under_way.places()).await {
                Ok(claimed) => {
                    taken += claimed.len();
                    claimed.into_iter().for_each(|delivery| under_way.send(self.clone(), delivery));
                }
                Err(error) => {
                    under_way.finish().await;
                    return Err(error);
                }
            }
            if under_way.is_empty() {
                return Ok(taken);
            }
            under_way.arrive(BETWEEN_LOOKS).await;
        }
    }

    async fn take_up(&self, places: &Places) -> Result<Vec<Delivery>, Error> {
        // Whoever only looks keeps nobody else from writing.
        if places.free() == 0 || !delivery::is_any_due(&self.reader().await?, places).await? {
            return Ok(Vec::new());
        }
        let session = self.session().await?;
        delivery::gather(&session).await?;
        session.commit().await?;
        self.claim(places).await
    }

    /// Takes up what is due, as far as places are free. It is marked as being sent before anything is sent.
    ///
    /// # Errors
    /// Of the database.
    pub async fn claim(&self, places: &Places) -> Result<Vec<Delivery>, Error> {
        let session = self.session().await?;
        let claimed = delivery::claim(&session, places, LEASE).await?;
        session.commit().await?;
        Ok(claimed)
    }

    /// Takes over what a server that was killed had in its hands, instead of waiting until its hold ends. Only for whoever has the database
    /// alone: where several servers share it, another one may be sending just now.
    ///
    /// # Errors
    /// Of the database.
    pub async fn take_over(&self) -> Result<(), Error> {
        let session = self.session().await?;
        delivery::let_go(&session).await?;
        session.commit().await
    }

    /// Sends what was taken up, and notes what came of it.
    ///
    /// # Errors
    /// Of the database.
    pub async fn send(&self, claimed: &Delivery) -> Result<(), Error> {
        let outcome = match self.said(claimed).await? {
            Ok(said) => self.carry(&self.carrier, claimed, &said).await,
            Err(silent) => Outcome::new(silent, ""),
        };
        self.note(claimed, &outcome).await
    }

    /// Sends a test message that was taken up.
    ///
    /// # Errors
    /// Of the database.
    pub async fn try_out(&self, begun: &Delivery, channel: &Channel, language: MessageLanguage) -> Result<(), Error> {
        let carrier = self.carrier.clone().patient_for(PATIENCE_OF_A_TEST);
        let said = Said { channel: channel.clone(), items: Vec::new(), letter: Letter::test(language) };
        let outcome = self.carry(&carrier, begun, &said).await;
        self.note(begun, &outcome).await
    }

    async fn carry(&self, carrier: &Carrier, delivery: &Delivery, said: &Said) -> Outcome {
        let parcel = Parcel {
            kind: said.channel.kind,
            address: &said.channel.address,
            secret: said.channel.secret.as_deref(),
            key: delivery.id.to_string(),
            at: (self.now)(),
            letter: &said.letter,
            items: &said.items,
        };
        carrier.carry(&parcel).await
    }

    async fn note(&self, sent: &Delivery, outcome: &Outcome) -> Result<(), Error> {
        let session = self.session().await?;
        let counts = delivery::note(&session, sent, outcome.answer, &outcome.detail).await?;
        session.commit().await?;
        if !counts {
            tracing::warn!(delivery = %sent.id, "another server took this delivery up meanwhile: what came of it there counts");
        }
        Ok(())
    }

    /// What may be said of a delivery now, or why nothing is.
    async fn said(&self, delivery: &Delivery) -> Result<Result<Said, DeliveryAnswer>, Error> {
        let system = self.reader().await?;
        let channel = match channel::channel(&system, delivery.channel).await {
            Ok(channel) if channel.is_on => channel,
            Ok(_) | Err(Error::NotFound) => return Ok(Err(DeliveryAnswer::ChannelGone)),
            Err(error) => return Err(error),
        };
        let wishes = channel::preferences(&system, &[delivery.account]).await?;
        let language = wishes.get(&delivery.account).copied().unwrap_or_default().0.language;
        if delivery.is_test {
            return Ok(Ok(Said { channel, items: Vec::new(), letter: Letter::test(language) }));
        }
        let notices = delivery::notices(&system, delivery.id).await?;
        let Some(viewer) = viewer(&system, delivery.account).await? else {
            return Ok(Err(DeliveryAnswer::NothingToSay));
        };
        // One connection at a time: several messages are made at once.
        drop(system);
        let own = self.store.reader(Arc::new(viewer), (self.now)()).await?;
        let messages = notice::unread_among(&own, &notices).await?;
        let mut told = desk::told(&own, &messages).await?;
        let in_order = messages.iter().filter_map(|message| told.remove(&message.id));
        let items: Vec<Item> = in_order.map(|told| item(told, self.carrier.origin())).collect();
        match items.is_empty() {
            true => Ok(Err(DeliveryAnswer::NothingToSay)),
            false => Ok(Ok(Said { channel, letter: Letter::about(&items, language), items })),
        }
    }
}

/// The owner of a message as sign-in would see them; none for an account that cannot sign in.
async fn viewer(system: &Reader, id: AccountId) -> Result<Option<Viewer>, Error> {
    let account = match account::account(system, id).await {
        Ok(account) if !account.disabled => account,
        Ok(_) | Err(Error::NotFound) => return Ok(None),
        Err(error) => return Err(error),
    };
    Ok(account::viewers(system, std::slice::from_ref(&account)).await?.pop())
}

fn item(told: Told, origin: Option<&str>) -> Item {
    let reason = told.message.reason;
    match told.of {
        ToldOf::Matter(line, event) => of_matter(reason, *line, event, origin),
        ToldOf::Entry(tried) => of_entry(reason, tried.entry, origin),
        ToldOf::Due(reminder) => of_reminder(reason, *reminder, origin),
    }
}

fn of_matter(reason: NoticeReason, line: Line, event: Option<Event>, origin: Option<&str>) -> Item {
    // A reminder tells of time and not of the step that came before it.
    let event = event.filter(|_| reason == NoticeReason::Step);
    Item {
        kind: ItemKind::Matter(line.kind),
        link: origin.map(|origin| link(origin, line.kind, line.id)),
        number: line.number,
        title: line.title,
        severity: line.severity,
        reason,
        by: event.as_ref().map(|event| event.name.clone()).filter(|name| !name.is_empty()),
        step: event.map(|event| event.step),
        due: line.due,
    }
}

/// What a label is about stays inside.
fn of_reminder(reason: NoticeReason, reminder: Reminder, origin: Option<&str>) -> Item {
    let Reminder { on, unit, indicator, label } = reminder;
    let page = if label.is_some() { "risks/labels" } else { "risks/loss" };
    let named = unit.into_iter().chain(indicator.map(|indicator| indicator.name));
    Item {
        kind: ItemKind::Due,
        link: origin.map(|origin| format!("{origin}/{page}")),
        number: String::new(),
        title: named.collect::<Vec<_>>().join(" · "),
        severity: None,
        reason,
        by: None,
        step: None,
        due: Some(on),
    }
}

fn of_entry(reason: NoticeReason, entry: Entry, origin: Option<&str>) -> Item {
    Item {
        kind: ItemKind::Entry,
        link: origin.map(|origin| format!("{origin}/handbook/{}", entry.indicator)),
        number: String::new(),
        title: entry.wording.text,
        severity: None,
        reason,
        step: Some(entry.state.code().to_owned()),
        by: Some(entry.proposer).filter(|_| entry.state == EntryState::Proposed),
        due: None,
    }
}

/// Where the page shows a matter.
fn link(origin: &str, kind: MatterKind, id: MatterId) -> String {
    let page = match kind {
        MatterKind::Warning => "warnings",
        MatterKind::Rectification => "rectifications",
        MatterKind::Diagnosis => "diagnoses",
        MatterKind::Task => "tasks",
    };
    format!("{origin}/{page}/{id}")
}
