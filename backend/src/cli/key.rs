//! The key of access tokens: from the configuration, or made at first start and kept where only its owner can read it.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::Path;

use crate::app::token::Keys;
use crate::config::Config;
use crate::error::Error;

const FILE: &str = "jwt.key";

/// The key that the configuration gives, or the one kept in the data folder.
///
/// # Errors
/// [`Error::Invalid`] for a short key; [`Error::Unavailable`] where none can be read or made, with the way out.
pub fn keys(config: &Config) -> Result<Keys, Error> {
    match &config.sign_in.jwt_key {
        Some(key) => Keys::try_new(key.reveal().as_bytes()),
        None => kept(&config.data.folder),
    }
}

fn kept(folder: &Path) -> Result<Keys, Error> {
    let path = folder.join(FILE);
    let failed = |what: &str, error: std::io::Error| {
        let way_out = "make the folder writable, name another with BATON_DATA_DIR, or give the key in BATON_JWT_KEY";
        Error::Unavailable(format!("cannot {what} {}: {error}; {way_out}", path.display()))
    };
    match fs::read_to_string(&path) {
        Ok(key) => Keys::try_new(key.trim().as_bytes()),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let key = fresh()?;
            fs::create_dir_all(folder).map_err(|error| failed("make the folder of", error))?;
            write(&path, &key).map_err(|error| failed("write", error))?;
            Keys::try_new(key.as_bytes())
        }
        Err(error) => Err(failed("read", error)),
    }
}

fn fresh() -> Result<String, Error> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|error| Error::Unavailable(format!("no randomness: {error}")))?;
    Ok(hex::encode(bytes))
}

fn write(path: &Path, key: &str) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(key.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_made_once_and_only_its_owner_may_read_it() {
        let folder = tempfile::tempdir().unwrap();
        kept(folder.path()).unwrap();
        let first = fs::read_to_string(folder.path().join(FILE)).unwrap();
        kept(folder.path()).unwrap();
        assert_eq!(fs::read_to_string(folder.path().join(FILE)).unwrap(), first);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(folder.path().join(FILE)).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }
}
