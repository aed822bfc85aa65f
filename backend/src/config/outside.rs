//! Ways out of the house: the mail server, and which webhooks are called.

use std::fmt;

use serde::Deserialize;

use super::Secret;

/// Mail that goes out.
#[derive(Debug, Clone)]
pub struct MailConfig {
    /// The SMTP server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the way there is encrypted.
    pub tls: MailTls,
    /// Whom to sign in as, where the server asks for it.
    pub user: Option<String>,
    /// With which password.
    pub password: Option<Secret>,
    /// Whom mail comes from, such as `Baton <baton@example.org>`.
    pub from: String,
}

impl fmt::Display for MailConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { host, port, tls, user, password, from } = self;
        let password = if password.is_some() { "(given)" } else { "" };
        writeln!(f, "mail_host     = {host:?}")?;
        writeln!(f, "mail_port     = {port}")?;
        writeln!(f, "mail_tls      = {:?}", tls.name())?;
        writeln!(f, "mail_user     = {:?}", user.as_deref().unwrap_or_default())?;
        writeln!(f, "mail_password = {password:?}")?;
        write!(f, "mail_from     = {from:?}")
    }
}

/// How the way to a mail server is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MailTls {
    /// From the beginning; usually on port 465.
    Tls,
    /// After STARTTLS, and not at all without; usually on port 587.
    StartTls,
    /// Not at all: for a server on the same machine.
    None,
}

impl MailTls {
    /// How it is written.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tls => "tls",
            Self::StartTls => "starttls",
            Self::None => "none",
        }
    }

    /// The port that servers of this kind usually listen on.
    #[must_use]
    pub const fn port(self) -> u16 {
        match self {
            Self::Tls => 465,
            Self::StartTls => 587,
            Self::None => 25,
        }
    }
}

/// Which webhooks are called.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WebhookConfig {
    /// Whether they may stand in private networks, on this machine too.
    pub allow_private: bool,
    /// Whether the way there may be without encryption.
    pub allow_http: bool,
}
