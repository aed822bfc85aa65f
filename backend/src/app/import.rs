//! Importing a pack: everything it says enters the database in one transaction, or nothing does.

mod library;
mod organisation;

use std::path::Path;

use chrono::{NaiveDate, Utc};
use sha2::{Digest as _, Sha256};
use shared::id::{Id, SchemeId};
use shared::policy::{Action, Purpose, Resource, Viewer};

use crate::error::{Error, FieldError};
use crate::pack::{Pack, Problem};
use crate::store::import::Importer;
use crate::store::scope::Happened;
use crate::store::{Session, Store};

/// What an import came to.
#[derive(Debug, Clone, Default)]
pub struct Imported {
    /// Units written.
    pub units: usize,
    /// Posts written.
    pub posts: usize,
    /// Persons written.
    pub persons: usize,
    /// Indicators written.
    pub indicators: usize,
    /// The scheme, where the pack has one.
    pub scheme: Option<SchemeId>,
}

/// An id that follows from what it names, so that an address in the cockpit survives a fresh import of the same pack.
fn id_of<I: Id>(kind: &str, code: &str) -> I {
    let hash = Sha256::digest(format!("{kind}:{code}"));
    let first = hash.first_chunk::<8>().copied().unwrap_or_default();
    I::from_raw(i64::from_be_bytes(first))
}

/// Imports a pack whose datasets lie below `data`. Accounts get `password_hash`.
///
/// # Errors
/// [`Error::Invalid`] with file, line and column of everything that is wrong with the pack; [`Error::Refused`] where the database
/// already holds an organisation.
pub async fn import_pack(store: &Store, folder: &Path, data: &Path, password_hash: &str) -> Result<Imported, Error> {
    let pack = crate::pack::read(folder).map_err(|problems| invalid(&problems))?;
    let data = data.canonicalize().map_err(|error| {
        Error::invalid("data", format!("{}: {error}: name the folder with the pack's records", data.display()))
    })?;
    let viewer = std::sync::Arc::new(Viewer::system(Purpose::Import));
    let session = store.session(viewer, Utc::now(), None).await?;
    let permit = session.function(Resource::Dictionary, Action::Write)?;
    if crate::store::import::has_units(&session).await? {
        return Err(Error::Unavailable(
            "the database already holds an organisation: import into a fresh one (another BATON_DATA_DIR)".to_owned(),
        ));
    }
    crate::store::account::role::seed_roles(&session).await?;
    let importer = Importer::new(&session, permit);
    let imported = write(&session, &importer, &pack, &data, password_hash).await?;
    session.record(Happened {
        action: "pack.import",
        subject: format!("pack-{}", pack.about.it.name),
        summary: format!("{} units, {} persons, {} indicators", imported.units, imported.persons, imported.indicators),
        ..Happened::default()
    });
    session.commit().await?;
    Ok(imported)
}

async fn write(
    session: &Session,
    importer: &Importer<'_>,
    pack: &Pack,
    data: &Path,
    password_hash: &str,
) -> Result<Imported, Error> {
    let mut imported = organisation::write(session, importer, pack, data, password_hash).await?;
    let from = first_day(pack);
    let (indicators, scheme) = library::write(importer, pack, data, from, session.now()).await?;
    imported.indicators = indicators;
    imported.scheme = scheme;
    Ok(imported)
}

/// The first day anything of the pack is valid: its definitions hold from then on.
fn first_day(pack: &Pack) -> NaiveDate {
    let derived = pack.about.it.organisation.as_ref().map(|derivation| derivation.it.valid_from);
    pack.units.iter().map(|unit| unit.it.valid_from).chain(derived).min().unwrap_or_default()
}

fn invalid(problems: &[Problem]) -> Error {
    let field = |problem: &Problem| FieldError {
        field: format!("{}:{}:{}", problem.file, problem.line, problem.column),
        message: format!("{} [{}] {}", problem.kind, problem.kind.code(), problem.kind.hint()),
    };
    Error::Invalid(problems.iter().map(field).collect())
}
