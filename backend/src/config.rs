//! The configuration, read once: defaults < `baton.toml` < `BATON_*` environment < flags. One struct a concern; secrets never print.

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;

use serde::Deserialize;

mod evidence;
mod layer;
mod outside;

pub use evidence::{EvidenceConfig, EvidencePlace};
pub use layer::Layer;
pub use outside::{MailConfig, MailTls, WebhookConfig};

/// All of it.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where files of our own are kept.
    pub data: DataConfig,
    /// The database.
    pub database: DatabaseConfig,
    /// Files that hang on matters.
    pub evidence: EvidenceConfig,
    /// What extraction may use.
    pub extraction: ExtractionConfig,
    /// The HTTP server.
    pub server: ServerConfig,
    /// Signing in.
    pub sign_in: SignInConfig,
    /// Mail that goes out; none where the operator named no server.
    pub mail: Option<MailConfig>,
    /// Webhooks that are called.
    pub webhook: WebhookConfig,
    /// The log.
    pub log: LogConfig,
}

/// Where files of our own are kept.
#[derive(Debug, Clone)]
pub struct DataConfig {
    /// The folder.
    pub folder: PathBuf,
    /// The folder with the records of business systems: what is added as a dataset is read from here.
    pub sources: PathBuf,
    /// Files of rows that a run could not use.
    pub refused: RefusedConfig,
}

/// How much is kept of the rows of a dataset that a run could not use; what is beyond is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefusedConfig {
    /// Most rows.
    pub rows: u64,
    /// Most bytes of text.
    pub bytes: u64,
}

impl Default for RefusedConfig {
    fn default() -> Self {
        Self { rows: 1_000_000, bytes: 256 << 20 }
    }
}

/// The database.
#[derive(Debug, Clone)]
pub struct DatabaseConfig {
    /// `sqlite://…` or `postgres://…`.
    pub url: Secret,
}

/// What extraction may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExtractionConfig {
    /// Working memory in MiB; a run that needs more takes several passes or spills.
    pub memory_mib: u32,
    /// Threads that read and compute.
    pub threads: u16,
}

/// The HTTP server.
#[derive(Debug, Clone)]
pub struct ServerConfig {
    /// The address it listens on.
    pub listen: SocketAddr,
    /// The address people reach it by, such as `https://baton.example.org`, where a proxy stands before it.
    pub origin: Option<String>,
    /// Whether the schema tells about itself.
    pub introspection: bool,
}

/// Signing in.
#[derive(Debug, Clone)]
pub struct SignInConfig {
    /// The key of access tokens; without it one is made at first start and kept in the data folder.
    pub jwt_key: Option<Secret>,
}

/// The log.
#[derive(Debug, Clone)]
pub struct LogConfig {
    /// What is logged, in the syntax of `tracing`'s filter.
    pub filter: String,
    /// How a line looks.
    pub format: LogFormat,
}

/// How a line of the log looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines.
    Json,
}

/// A text that does not print.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// What it is.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(secret)")
    }
}

impl DatabaseConfig {
    /// The file of an embedded database.
    #[must_use]
    pub fn file(&self) -> Option<PathBuf> {
        let path = self.url.reveal().strip_prefix("sqlite:")?;
        let path = path.strip_prefix("//").unwrap_or(path);
        let path = path.split_once('?').map_or(path, |(path, _)| path);
        (!path.is_empty() && path != ":memory:").then(|| PathBuf::from(path))
    }

    /// The URL without what is secret in it.
    #[must_use]
    pub fn shown(&self) -> String {
        let url = self.url.reveal();
        match (url.find("://"), url.rfind('@')) {
            (Some(scheme), Some(at)) if at > scheme => {
                let (head, tail) = (url.get(..scheme + 3).unwrap_or_default(), url.get(at..).unwrap_or_default());
                format!("{head}…{tail}")
            }
            _ => url.to_owned(),
        }
    }
}

impl ServerConfig {
    /// Whether cookies may travel over TLS alone: always, except on this machine's own address.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        match &self.origin {
            Some(origin) => origin.starts_with("https://"),
            None => !self.listen.ip().is_loopback(),
        }
    }
}

impl fmt::Display for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { data, database, evidence, extraction, server, sign_in, mail, webhook, log } = self;
        let key = if sign_in.jwt_key.is_some() { "(given)" } else { "(kept in the data folder)" };
        let format = match log.format {
            LogFormat::Text => "text",
            LogFormat::Json => "json",
        };
        writeln!(f, "data_dir      = {:?}", data.folder.display().to_string())?;
        writeln!(f, "sources_dir   = {:?}", data.sources.display().to_string())?;
        writeln!(f, "refused_rows  = {}", data.refused.rows)?;
        writeln!(f, "refused_bytes = {}", data.refused.bytes)?;
        writeln!(f, "{evidence}")?;
        writeln!(f, "database_url  = {:?}", database.shown())?;
        writeln!(f, "extraction_memory_mib = {}", extraction.memory_mib)?;
        writeln!(f, "extraction_threads    = {}", extraction.threads)?;
        writeln!(f, "listen        = {:?}", server.listen.to_string())?;
        writeln!(f, "origin        = {:?}", server.origin.as_deref().unwrap_or_default())?;
        writeln!(f, "introspection = {}", server.introspection)?;
        writeln!(f, "jwt_key       = {key:?}")?;
        if let Some(mail) = mail {
            writeln!(f, "{mail}")?;
        }
        writeln!(f, "webhook_allow_private = {}", webhook.allow_private)?;
        writeln!(f, "webhook_allow_http    = {}", webhook.allow_http)?;
        writeln!(f, "log           = {:?}", log.filter)?;
        write!(f, "log_format    = {format:?}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_nearer_to_the_user_counts_more() {
        let text = "listen = \"127.0.0.1:1\"\ndata_dir = \"a\"\nlog = \"debug\"\nrefused_rows = 7";
        let file: Layer = toml::from_str(text).unwrap();
        let environment = Layer::from_environment(|name| match name {
            "BATON_LISTEN" => Some("127.0.0.1:2".to_owned()),
            "BATON_DATA_DIR" => Some("b".to_owned()),
            _ => None,
        });
        let flags = Layer { data_dir: Some("c".into()), ..Layer::default() };
        let config = file.under(environment.unwrap()).under(flags).complete();
        assert_eq!((config.server.listen.port(), config.log.filter.as_str()), (2, "debug"));
        assert_eq!(config.database.url.reveal(), "sqlite://c/baton.db");
        assert_eq!(config.data.refused, RefusedConfig { rows: 7, ..RefusedConfig::default() });
    }

    #[test]
    fn a_wrong_setting_is_named() {
        let wrong = Layer::from_environment(|name| (name == "BATON_LISTEN").then(|| "here".to_owned()));
        assert!(wrong.unwrap_err().to_string().contains("BATON_LISTEN"));
        assert!(toml::from_str::<Layer>("lisen = \"x\"").is_err());
    }

    #[test]
    fn secrets_are_not_shown() {
        let layer = Layer {
            database_url: Some(Secret("postgres://baton:hush@db/baton".to_owned())),
            jwt_key: Some(Secret("hush".to_owned())),
            mail_host: Some("mail.example.org".to_owned()),
            mail_password: Some(Secret("hush".to_owned())),
            ..Layer::default()
        };
        let config = layer.complete();
        assert!(!config.to_string().contains("hush") && !format!("{config:?}").contains("hush"), "{config}");
        assert!(config.to_string().contains("postgres://…@db/baton"));
    }

    #[test]
    fn the_file_of_an_embedded_database_is_known() {
        let file = |url: &str| DatabaseConfig { url: Secret(url.to_owned()) }.file();
        assert_eq!(file("sqlite://data/baton.db?mode=rwc"), Some("data/baton.db".into()));
        assert_eq!(file("sqlite:///var/baton.db"), Some("/var/baton.db".into()));
        assert_eq!(file("sqlite::memory:"), None);
        assert_eq!(file("postgres://db/baton"), None);
    }
}
