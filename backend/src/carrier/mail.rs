//! Mail by SMTP. Every attempt carries the same Message-ID: a mailbox that has the message knows it again.

use std::time::{Duration, SystemTime};

use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::Credentials;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};
use shared::channel::delivery::DeliveryAnswer;

use super::{Outcome, Parcel};
use crate::config::{MailConfig, MailTls};
use crate::error::Error;

/// How long the server may take for one answer.
const ANSWERING: Duration = Duration::from_secs(8);
/// Most bytes of a text.
const ROOM: usize = 60_000;

/// The way to mailboxes.
#[derive(Clone)]
pub struct Mail {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl std::fmt::Debug for Mail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Mail({})", self.from)
    }
}

impl Mail {
    /// The way through the operator's server.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a sender that is no mail address, or a server that is no host.
    pub fn try_new(config: &MailConfig) -> Result<Self, Error> {
        let from = config.from.parse::<Mailbox>().map_err(|_| {
            Error::invalid("BATON_MAIL_FROM", format!("`{}` is no mail address: write baton@example.org", config.from))
        })?;
        let host = config.host.as_str();
        let builder = match config.tls {
            MailTls::Tls => AsyncSmtpTransport::<Tokio1Executor>::relay(host),
            MailTls::StartTls => AsyncSmtpTransport::<Tokio1Executor>::starttls_relay(host),
            MailTls::None => Ok(AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host)),
        };
        let builder = builder.map_err(|error| Error::invalid("BATON_MAIL_HOST", error.to_string()))?;
        let builder = builder.port(config.port).timeout(Some(ANSWERING));
        let builder = match (&config.user, &config.password) {
            (Some(user), Some(password)) => {
                builder.credentials(Credentials::new(user.clone(), password.reveal().to_owned()))
            }
            _ => builder,
        };
        Ok(Self { transport: builder.build(), from })
    }

    /// Carries a parcel to its mailbox.
    pub async fn carry(&self, parcel: &Parcel<'_>) -> Outcome {
        let Ok(to) = parcel.address.parse::<Address>() else {
            return Outcome::new(DeliveryAnswer::AddressRefused, "this is no mail address");
        };
        let id = format!("<{}@{}>", parcel.key, self.from.email.domain());
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(parcel.letter.subject.clone())
            .date(SystemTime::from(parcel.at))
            .message_id(Some(id))
            .header(ContentType::TEXT_PLAIN)
            .body(parcel.letter.plain(ROOM));
        match message {
            Ok(message) => match self.transport.send(message).await {
                Ok(_) => Outcome::new(DeliveryAnswer::Accepted, ""),
                Err(error) => failed(&error),
            },
            Err(error) => Outcome::new(DeliveryAnswer::Rejected, error.to_string()),
        }
    }
}

fn failed(error: &SmtpError) -> Outcome {
    let answer = match (error.is_timeout(), error.status()) {
        (true, _) => DeliveryAnswer::TimedOut,
        (false, Some(_)) => DeliveryAnswer::Rejected,
        (false, None) => DeliveryAnswer::Unreachable,
    };
    Outcome::new(answer, error.to_string())
}
