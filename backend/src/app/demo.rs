//! The demonstration: a made-up bureau written as a pack, imported like any other, and run over its 24 months.

mod handbook;
mod papers;
mod words;
mod year;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::Utc;
use demo::{Size, Stage, World};
use serde::Serialize;
use shared::period::Period;
use shared::policy::{Purpose, Viewer};

use super::import::{Imported, import_pack};
use super::run::{Tell, Workshop, execute};
use super::{password, sign_in};
use crate::error::Error;
use crate::store::{Store, dictionary, import};
use crate::vault::Vault;

/// What everybody signs in with in the demonstration, and nowhere else.
pub const PASSWORD: &str = "baton-demo";
/// The accounts to begin with.
pub const LOGINS: &str = "perf, director, yunxi or officer";

/// What the sign-in page of a demonstration offers.
#[derive(Debug, Serialize)]
struct Offer {
    demo: bool,
    accounts: Vec<Account>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Account {
    login: String,
    display_name: String,
    role: String,
    password: &'static str,
}

/// Whether the database already holds an organisation.
///
/// # Errors
/// Of the database.
pub async fn is_filled(store: &Store) -> Result<bool, Error> {
    let viewer = Arc::new(Viewer::system(Purpose::Import));
    import::has_units(&store.session(viewer, Utc::now(), None).await?).await
}

/// Writes the bureau below `folder`, imports it, runs over all its months and tells a year of matters, whose files go into the vault.
///
/// # Errors
/// [`Error::Unavailable`] where the folder or the vault cannot be written or the database already holds an organisation.
pub async fn fill(
    workshop: &Workshop,
    vault: &Vault,
    size: Size,
    world: World,
    folder: &Path,
) -> Result<Imported, Error> {
    let Workshop { store, tell, .. } = workshop;
    let pack = write(size, world, folder, tell).await?;
    let hash = password::hash(PASSWORD.to_owned()).await?;
    tell("importing the pack");
    let imported = import_pack(store, &pack, &pack.join("data"), &hash).await?;
    offer(store).await?;
    if let Some(scheme) = imported.scheme {
        let (from, to) = months()?;
        execute(workshop, scheme, from, to).await?;
        year::tell(store, vault, to, tell).await?;
    }
    Ok(imported)
}

async fn write(size: Size, world: World, folder: &Path, tell: &Tell) -> Result<PathBuf, Error> {
    let pack = folder.join("demo");
    let (into, tell) = (pack.clone(), Arc::clone(tell));
    let written = tokio::task::spawn_blocking(move || {
        let mut progress = |stage: Stage| {
            if let Stage::Records { dataset, done, of } = stage {
                tell(&format!("writing the records of {dataset}: {done} of {of}"));
            }
        };
        demo::write(size, world, &into, &mut progress)
    });
    written.await.map_err(Error::internal)?.map_err(|error| Error::Unavailable(error.to_string()))?;
    Ok(pack)
}

/// The months the demonstration has records of.
fn months() -> Result<(Period, Period), Error> {
    let month = |text: &str| text.parse::<Period>().map_err(Error::internal);
    Ok((month("2024-11")?, month("2026-10")?))
}

/// Leaves behind who may sign in.
async fn offer(store: &Store) -> Result<(), Error> {
    let viewer = Arc::new(Viewer::system(Purpose::Import));
    let session = store.session(viewer, Utc::now(), None).await?;
    let accounts = import::accounts_with_roles(&session).await?.into_iter();
    let account = |(login, display_name, role)| Account { login, display_name, role, password: PASSWORD };
    let offer = Offer { demo: true, accounts: accounts.map(account).collect() };
    let permit = dictionary::permit(&session)?;
    dictionary::set(&session, &permit, sign_in::DEMO, &serde_json::to_string(&offer)?).await?;
    session.commit().await
}
