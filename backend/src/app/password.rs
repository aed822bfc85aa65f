//! Hashing and checking passwords: argon2id, 19 MiB, two passes, away from the threads that answer requests.

use std::sync::LazyLock;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use crate::error::Error;

/// Memory a hash takes, in KiB.
const MEMORY: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// At most so many at once: each takes its memory and a processor.
static AT_ONCE: Semaphore = Semaphore::const_new(4);

/// Checked where there is no such account, so that the answer takes as long as with one.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash_now("nobody has this password").unwrap_or_default());

fn argon2() -> Result<Argon2<'static>, Error> {
    let params = Params::new(MEMORY, PASSES, LANES, None).map_err(|error| Error::internal(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash_now(password: &str) -> Result<String, Error> {
    let hash = argon2()?.hash_password(password.as_bytes()).map_err(|error| Error::internal(error.to_string()))?;
    Ok(hash.to_string())
}

fn verify_now(password: &str, hash: &str) -> bool {
    let Ok(hash) = PasswordHash::new(hash) else { return false };
    // The parameters in the hash decide, so that passwords hashed with older ones still open.
    argon2().is_ok_and(|argon2| argon2.verify_password(password.as_bytes(), &hash).is_ok())
}

async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
    let _turn = AT_ONCE.acquire().await.map_err(Error::internal)?;
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)
}

/// The hash of a password, as a PHC string with a salt of its own.
///
/// # Errors
/// [`Error::Internal`] where the system gives no randomness.
pub async fn hash(password: String) -> Result<String, Error> {
    apart(move || hash_now(&password)).await?
}

/// Whether the password is the one of the hash; without a hash it takes as long and is not.
///
/// # Errors
/// [`Error::Internal`] where the work could not be done.
pub async fn verify(password: String, hash: Option<String>) -> Result<bool, Error> {
    apart(move || match hash {
        Some(hash) => verify_now(&password, &hash),
        None => {
            verify_now(&password, &NOBODY);
            false
        }
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_opens_its_own_hash_and_no_other() {
        let hash = hash("Tax-2026-office".to_owned()).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(verify("Tax-2026-office".to_owned(), Some(hash.clone())).await.unwrap());
        assert!(!verify("tax-2026-office".to_owned(), Some(hash)).await.unwrap());
        assert!(!verify("nobody has this password".to_owned(), None).await.unwrap());
    }
}
