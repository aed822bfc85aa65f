//! One source of settings after another, put together to the configuration.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::{
    Config, DataConfig, DatabaseConfig, EvidenceConfig, ExtractionConfig, LogConfig, LogFormat, MailConfig, MailTls,
    RefusedConfig, Secret, ServerConfig, SignInConfig, WebhookConfig,
};
use crate::error::Error;

/// One source of settings: whatever it says counts more than what came before it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Layer {
    /// `BATON_DATA_DIR`.
    pub data_dir: Option<PathBuf>,
    /// `BATON_SOURCES_DIR`.
    pub sources_dir: Option<PathBuf>,
    /// `BATON_DATABASE_URL`.
    pub database_url: Option<Secret>,
    /// `BATON_EXTRACTION_MEMORY_MIB`.
    pub extraction_memory_mib: Option<u32>,
    /// `BATON_EXTRACTION_THREADS`.
    pub extraction_threads: Option<u16>,
    /// `BATON_REFUSED_ROWS`.
    pub refused_rows: Option<u64>,
    /// `BATON_REFUSED_BYTES`.
    pub refused_bytes: Option<u64>,
    /// `BATON_EVIDENCE_DIR`.
    pub evidence_dir: Option<PathBuf>,
    /// `BATON_EVIDENCE_BYTES`.
    pub evidence_bytes: Option<u64>,
    /// `BATON_EVIDENCE_BUCKET`.
    pub evidence_bucket: Option<String>,
    /// `BATON_EVIDENCE_ENDPOINT`.
    pub evidence_endpoint: Option<String>,
    /// `BATON_EVIDENCE_REGION`.
    pub evidence_region: Option<String>,
    /// `BATON_EVIDENCE_KEY`.
    pub evidence_key: Option<String>,
    /// `BATON_EVIDENCE_SECRET`.
    pub evidence_secret: Option<Secret>,
    /// `BATON_LISTEN`.
    pub listen: Option<SocketAddr>,
    /// `BATON_ORIGIN`.
    pub origin: Option<String>,
    /// `BATON_INTROSPECTION`.
    pub introspection: Option<bool>,
    /// `BATON_JWT_KEY`.
    pub jwt_key: Option<Secret>,
    /// `BATON_MAIL_HOST`.
    pub mail_host: Option<String>,
    /// `BATON_MAIL_PORT`.
    pub mail_port: Option<u16>,
    /// `BATON_MAIL_TLS`.
    pub mail_tls: Option<MailTls>,
    /// `BATON_MAIL_USER`.
    pub mail_user: Option<String>,
    /// `BATON_MAIL_PASSWORD`.
    pub mail_password: Option<Secret>,
    /// `BATON_MAIL_FROM`.
    pub mail_from: Option<String>,
    /// `BATON_WEBHOOK_ALLOW_PRIVATE`.
    pub webhook_allow_private: Option<bool>,
    /// `BATON_WEBHOOK_ALLOW_HTTP`.
    pub webhook_allow_http: Option<bool>,
    /// `BATON_LOG`.
    pub log: Option<String>,
    /// `BATON_LOG_FORMAT`.
    pub log_format: Option<LogFormat>,
}

/// Below this no run gets anywhere.
const LEAST_MEMORY_MIB: u32 = 16;

/// The address listened on unless another is given.
const LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 8080);

const YES_OR_NO: &str = "true or false";
const WHOLE: &str = "a whole number, such as 1000000";

impl Layer {
    /// What a configuration file says.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the place in the file.
    pub fn from_file(path: &Path) -> Result<Self, Error> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| Error::Unavailable(format!("cannot read {}: {error}", path.display())))?;
        toml::from_str(&text).map_err(|error| Error::invalid(path.display().to_string(), error.to_string()))
    }

    /// What the environment says, through `var`.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming the variable.
    pub fn from_environment(var: impl Fn(&str) -> Option<String>) -> Result<Self, Error> {
        let read = |name: &str| var(name).filter(|value| !value.is_empty());
        Ok(Self {
            data_dir: read("BATON_DATA_DIR").map(PathBuf::from),
            sources_dir: read("BATON_SOURCES_DIR").map(PathBuf::from),
            database_url: read("BATON_DATABASE_URL").map(Secret),
            extraction_memory_mib: parsed(
                &read,
                "BATON_EXTRACTION_MEMORY_MIB",
                "a number of MiB, 16 or more",
                |text| text.parse().ok().filter(|&mib| mib >= LEAST_MEMORY_MIB),
            )?,
            extraction_threads: parsed(&read, "BATON_EXTRACTION_THREADS", "a number of threads, 1 or more", |text| {
                text.parse().ok().filter(|&threads| threads > 0)
            })?,
            refused_rows: parsed(&read, "BATON_REFUSED_ROWS", WHOLE, |text| text.parse().ok())?,
            evidence_dir: read("BATON_EVIDENCE_DIR").map(PathBuf::from),
            evidence_bytes: parsed(&read, "BATON_EVIDENCE_BYTES", WHOLE, |text| text.parse().ok())?,
            evidence_bucket: read("BATON_EVIDENCE_BUCKET"),
            evidence_endpoint: read("BATON_EVIDENCE_ENDPOINT"),
            evidence_region: read("BATON_EVIDENCE_REGION"),
            evidence_key: read("BATON_EVIDENCE_KEY"),
            evidence_secret: read("BATON_EVIDENCE_SECRET").map(Secret),
            refused_bytes: parsed(&read, "BATON_REFUSED_BYTES", WHOLE, |text| text.parse().ok())?,
            listen: parsed(&read, "BATON_LISTEN", "an address and a port, such as 127.0.0.1:8080", |text| {
                text.parse().ok()
            })?,
            origin: read("BATON_ORIGIN"),
            introspection: parsed(&read, "BATON_INTROSPECTION", YES_OR_NO, |text| text.parse().ok())?,
            jwt_key: read("BATON_JWT_KEY").map(Secret),
            mail_host: read("BATON_MAIL_HOST"),
            mail_port: parsed(&read, "BATON_MAIL_PORT", "a port, such as 465", |text| text.parse().ok())?,
            mail_tls: parsed(&read, "BATON_MAIL_TLS", "tls, starttls or none", |text| match text {
                "tls" => Some(MailTls::Tls),
                "starttls" => Some(MailTls::StartTls),
                "none" => Some(MailTls::None),
                _ => None,
            })?,
            mail_user: read("BATON_MAIL_USER"),
            mail_password: read("BATON_MAIL_PASSWORD").map(Secret),
            mail_from: read("BATON_MAIL_FROM"),
            webhook_allow_private: parsed(&read, "BATON_WEBHOOK_ALLOW_PRIVATE", YES_OR_NO, |text| text.parse().ok())?,
            webhook_allow_http: parsed(&read, "BATON_WEBHOOK_ALLOW_HTTP", YES_OR_NO, |text| text.parse().ok())?,
            log: read("BATON_LOG"),
            log_format: parsed(&read, "BATON_LOG_FORMAT", "text or json", |text| match text {
                "text" => Some(LogFormat::Text),
                "json" => Some(LogFormat::Json),
                _ => None,
            })?,
        })
    }

    /// This layer under another one.
    #[must_use]
    pub fn under(self, upper: Self) -> Self {
        Self {
            data_dir: upper.data_dir.or(self.data_dir),
            sources_dir: upper.sources_dir.or(self.sources_dir),
            database_url: upper.database_url.or(self.database_url),
            extraction_memory_mib: upper.extraction_memory_mib.or(self.extraction_memory_mib),
            extraction_threads: upper.extraction_threads.or(self.extraction_threads),
            refused_rows: upper.refused_rows.or(self.refused_rows),
            evidence_dir: upper.evidence_dir.or(self.evidence_dir),
            evidence_bytes: upper.evidence_bytes.or(self.evidence_bytes),
            evidence_bucket: upper.evidence_bucket.or(self.evidence_bucket),
            evidence_endpoint: upper.evidence_endpoint.or(self.evidence_endpoint),
            evidence_region: upper.evidence_region.or(self.evidence_region),
            evidence_key: upper.evidence_key.or(self.evidence_key),
            evidence_secret: upper.evidence_secret.or(self.evidence_secret),
            refused_bytes: upper.refused_bytes.or(self.refused_bytes),
            listen: upper.listen.or(self.listen),
            origin: upper.origin.or(self.origin),
            introspection: upper.introspection.or(self.introspection),
            jwt_key: upper.jwt_key.or(self.jwt_key),
            mail_host: upper.mail_host.or(self.mail_host),
            mail_port: upper.mail_port.or(self.mail_port),
            mail_tls: upper.mail_tls.or(self.mail_tls),
            mail_user: upper.mail_user.or(self.mail_user),
            mail_password: upper.mail_password.or(self.mail_password),
            mail_from: upper.mail_from.or(self.mail_from),
            webhook_allow_private: upper.webhook_allow_private.or(self.webhook_allow_private),
            webhook_allow_http: upper.webhook_allow_http.or(self.webhook_allow_http),
            log: upper.log.or(self.log),
            log_format: upper.log_format.or(self.log_format),
        }
    }

    /// The configuration: what no layer says is as by default.
    #[must_use]
    pub fn complete(self) -> Config {
        let folder = self.data_dir.clone().unwrap_or_else(|| PathBuf::from("data"));
        let evidence = EvidenceConfig::of(&self, &folder);
        let url =
            self.database_url.unwrap_or_else(|| Secret(format!("sqlite://{}", folder.join("baton.db").display())));
        let tls = self.mail_tls.unwrap_or(MailTls::Tls);
        let mail = self.mail_host.map(|host| MailConfig {
            port: self.mail_port.unwrap_or(tls.port()),
            tls,
            user: self.mail_user,
            password: self.mail_password,
            from: self.mail_from.unwrap_or_else(|| format!("baton@{host}")),
            host,
        });
        let usual = RefusedConfig::default();
        let refused = RefusedConfig {
            rows: self.refused_rows.unwrap_or(usual.rows),
            bytes: self.refused_bytes.unwrap_or(usual.bytes),
        };
        Config {
            evidence,
            data: DataConfig { sources: self.sources_dir.unwrap_or_else(|| folder.join("sources")), refused, folder },
            database: DatabaseConfig { url },
            extraction: ExtractionConfig {
                memory_mib: self.extraction_memory_mib.unwrap_or(512).max(LEAST_MEMORY_MIB),
                threads: self.extraction_threads.unwrap_or(2).max(1),
            },
            server: ServerConfig {
                listen: self.listen.unwrap_or(LISTEN),
                origin: self.origin.map(|origin| origin.trim_end_matches('/').to_owned()),
                introspection: self.introspection.unwrap_or(cfg!(debug_assertions)),
            },
            sign_in: SignInConfig { jwt_key: self.jwt_key },
            mail,
            webhook: WebhookConfig {
                allow_private: self.webhook_allow_private.unwrap_or(false),
                allow_http: self.webhook_allow_http.unwrap_or(false),
            },
            log: LogConfig {
                filter: self.log.unwrap_or_else(|| "info,sea_orm_migration=warn".to_owned()),
                format: self.log_format.unwrap_or(LogFormat::Text),
            },
        }
    }
}

fn parsed<T>(
    read: &impl Fn(&str) -> Option<String>,
    name: &str,
    expected: &str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, Error> {
    let Some(text) = read(name) else { return Ok(None) };
    parse(&text).map(Some).ok_or_else(|| Error::invalid(name, format!("`{text}` is not {expected}")))
}
