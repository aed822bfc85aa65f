//! An empty database of each kind, with the schema in it.

use tempfile::TempDir;

use crate::store::Store;

/// An open store; its file goes when this does.
pub struct Opened {
    pub store: Store,
    pub url: String,
    _folder: Option<TempDir>,
}

pub async fn sqlite() -> Opened {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("test.db").display());
    Opened { store: Store::open_migrated(&url).await.unwrap(), url, _folder: Some(folder) }
}

pub async fn postgresql() -> Opened {
    let url = tokio::task::spawn_blocking(testkit::postgres_url_for_test).await.unwrap().unwrap();
    Opened { store: Store::open_migrated(&url).await.unwrap(), url, _folder: None }
}
