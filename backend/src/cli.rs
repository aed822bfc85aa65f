//! The command `baton`: what can be typed, and which use-case answers. Nothing is decided here.

use std::io::Write as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::config::{Config, Layer, Secret};
use crate::error::Error;

mod audit;
mod data;
mod key;
mod log;
mod open;
mod serve;
mod user;

pub use open::{opened, operator};

/// Performance management for tax bureaus: from business record to cockpit dial.
#[derive(Debug, Parser)]
#[command(name = "baton", version)]
struct Cli {
    #[command(flatten)]
    settings: Settings,
    #[command(subcommand)]
    command: Command,
}

/// Settings that every command takes. Each counts more than the environment, which counts more than the file.
#[derive(Debug, Args)]
struct Settings {
    /// The configuration file; `baton.toml` is read where it exists.
    #[arg(long, global = true, env = "BATON_CONFIG")]
    config: Option<PathBuf>,
    /// The database: `sqlite://path` or `postgres://user:password@host/name`.
    #[arg(long, global = true)]
    database_url: Option<String>,
    /// The folder for the embedded database and the key of tokens.
    #[arg(long, global = true)]
    data_dir: Option<PathBuf>,
}

/// What `baton` can do.
#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the page and the API.
    Serve(Serve),
    /// Bring the database to the newest schema.
    Migrate,
    /// Fill an empty database with a made-up bureau to look at.
    Demo(data::Demo),
    /// Import a pack: how an agency starts.
    Import(data::Import),
    /// Extract from the sources, score and publish.
    Extract(data::Periods),
    /// The same as `extract`: scores are computed together with the values they are made of.
    Score(data::Periods),
    /// The audit trail.
    #[command(subcommand)]
    Audit(Audit),
    /// Print the GraphQL schema.
    Schema,
    /// Accounts.
    #[command(subcommand)]
    User(user::User),
    /// Print the configuration as it counts; secrets are not printed.
    Config,
    /// Print an access token for an account: for checks from outside, on the machine that has the key.
    Token(Token),
}

/// Serving.
#[derive(Debug, Args)]
struct Serve {
    /// The address to listen on.
    #[arg(long)]
    listen: Option<SocketAddr>,
}

/// The audit trail.
#[derive(Debug, Subcommand)]
enum Audit {
    /// Follow the chain of hashes from the first event to the last.
    Verify,
}

/// An access token.
#[derive(Debug, Args)]
struct Token {
    /// Whose, by login.
    #[arg(long)]
    user: String,
    /// How long it is good for, in seconds.
    #[arg(long, default_value_t = 900)]
    ttl: u32,
}

/// The configuration that the file, the environment and the flags make together.
fn configured(settings: &Settings, listen: Option<SocketAddr>) -> Result<Config, Error> {
    let default = PathBuf::from("baton.toml");
    let file = match &settings.config {
        Some(path) => Layer::from_file(path)?,
        None if default.exists() => Layer::from_file(&default)?,
        None => Layer::default(),
    };
    let flags = Layer {
        data_dir: settings.data_dir.clone(),
        database_url: settings.database_url.clone().map(Secret::from),
        listen,
        ..Layer::default()
    };
    let environment = Layer::from_environment(|name| std::env::var(name).ok())?;
    Ok(file.under(environment).under(flags).complete())
}

/// Prints a line for whoever typed the command.
///
/// # Errors
/// [`Error::Unavailable`] where nobody reads it.
pub fn say(text: &str) -> Result<(), Error> {
    writeln!(std::io::stdout(), "{text}").map_err(|error| Error::Unavailable(format!("cannot print: {error}")))
}

async fn run(cli: Cli) -> Result<(), Error> {
    let listen = match &cli.command {
        Command::Serve(serve) => serve.listen,
        _ => None,
    };
    let config = configured(&cli.settings, listen)?;
    log::start(&config.log)?;
    match cli.command {
        Command::Serve(_) => serve::serve(&config).await,
        Command::Migrate => opened(&config).await.and_then(|_| say("the database has the newest schema")),
        Command::Demo(wanted) => data::demo(&config, &wanted).await,
        Command::Import(wanted) => data::import(&config, &wanted).await,
        Command::Extract(wanted) | Command::Score(wanted) => data::extract(&config, &wanted).await,
        Command::Audit(Audit::Verify) => audit::verify(&config).await,
        Command::Schema => say(crate::graphql::schema::sdl().trim_end()),
        Command::User(user) => user::run(&config, user).await,
        Command::Config => say(&config.to_string()),
        Command::Token(token) => user::token(&config, &token.user, token.ttl).await,
    }
}

/// Runs what was typed.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let result = runtime.map_err(Error::internal).and_then(|runtime| runtime.block_on(run(cli)));
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Where standard error is closed there is nobody left to tell.
            let _ = writeln!(std::io::stderr(), "baton: {}", explained(&error));
            ExitCode::FAILURE
        }
    }
}

/// At the operator's own terminal the cause is no secret.
fn explained(error: &Error) -> String {
    match error {
        Error::Internal(cause) => format!("{error}: {cause}"),
        other => other.to_string(),
    }
}
