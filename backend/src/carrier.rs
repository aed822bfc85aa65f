//! Carries messages out of the house: mail by SMTP, everything else by HTTPS. It knows no database; what may be said was decided before.

use std::time::Duration;

use chrono::{DateTime, Utc};
use shared::channel::ChannelKind;
use shared::channel::delivery::DeliveryAnswer;
use shared::channel::letter::{Item, Letter};

use crate::config::Config;
use crate::error::Error;

mod address;
mod format;
mod mail;
mod web;

use mail::Mail;
use web::Web;

/// How long an attempt may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// Most letters kept of what a receiver said.
const LONGEST_DETAIL: usize = 200;

/// A message with its address.
#[derive(Debug, Clone)]
pub struct Parcel<'a> {
    /// What it is carried by.
    pub kind: ChannelKind,
    /// Where to.
    pub address: &'a str,
    /// What it is signed with.
    pub secret: Option<&'a str>,
    /// The key by which a receiver knows it again, the same in every attempt.
    pub key: String,
    /// When.
    pub at: DateTime<Utc>,
    /// What is read.
    pub letter: &'a Letter,
    /// What it tells of, for programs.
    pub items: &'a [Item],
}

/// What came of carrying it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// What came of it.
    pub answer: DeliveryAnswer,
    /// What the receiver said, in short; never a secret.
    pub detail: String,
}

impl Outcome {
    /// Something came of it, with what was said.
    #[must_use]
    pub fn new(answer: DeliveryAnswer, detail: impl AsRef<str>) -> Self {
        let plain = |letter: char| if letter.is_control() { ' ' } else { letter };
        Self { answer, detail: detail.as_ref().chars().map(plain).take(LONGEST_DETAIL).collect() }
    }
}

/// The ways out of the house.
#[derive(Debug, Clone)]
pub struct Carrier {
    mail: Option<Mail>,
    web: Web,
    origin: Option<String>,
    patience: Duration,
}

impl Carrier {
    /// The ways out that the operator opened.
    ///
    /// # Errors
    /// [`Error::Invalid`] where the configuration of mail is of no use, with the setting.
    pub fn try_new(config: &Config) -> Result<Self, Error> {
        Ok(Self {
            mail: config.mail.as_ref().map(Mail::try_new).transpose()?,
            web: Web::try_new(config.webhook)?,
            origin: config.server.origin.clone(),
            patience: PATIENCE,
        })
    }

    /// The same with another patience: a person who waits for the outcome has less.
    #[must_use]
    pub fn patient_for(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Whether mail goes out.
    #[must_use]
    pub const fn has_mail(&self) -> bool {
        self.mail.is_some()
    }

    /// The address people reach the server by, where the operator said it.
    #[must_use]
    pub fn origin(&self) -> Option<&str> {
        self.origin.as_deref()
    }

    /// Carries a parcel out, once.
    pub async fn carry(&self, parcel: &Parcel<'_>) -> Outcome {
        let carried = async {
            match (parcel.kind, &self.mail) {
                (ChannelKind::Email, Some(mail)) => mail.carry(parcel).await,
                (ChannelKind::Email, None) => Outcome::new(DeliveryAnswer::NotConfigured, ""),
                (ChannelKind::Webhook | ChannelKind::Wecom | ChannelKind::Dingtalk | ChannelKind::Feishu, _) => {
                    self.web.carry(parcel).await
                }
            }
        };
        let late = |_| Outcome::new(DeliveryAnswer::TimedOut, "");
        tokio::time::timeout(self.patience, carried).await.unwrap_or_else(late)
    }
}
