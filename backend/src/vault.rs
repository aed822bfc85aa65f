//! Where the bytes of evidence lie: a folder, or a bucket of a service that speaks S3. Whole files stand under their SHA-256, pieces of
//! files on their way under their upload. Nothing here knows who may see what.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures::stream::{self, BoxStream};
use futures::{StreamExt as _, TryStreamExt as _};
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{
    ClientOptions, ObjectMeta, ObjectStore, ObjectStoreExt as _, PutPayload, RetryConfig, WriteMultipart,
};
use sha2::{Digest as _, Sha256};
use shared::evidence::EvidenceKind;
use shared::id::UploadId;

use crate::config::{EvidenceConfig, EvidencePlace};
use crate::error::Error;

/// Where pieces of files on their way stand.
const UPLOADS: &str = "uploads";
/// How an archive begins.
const ARCHIVE: &[u8] = b"PK\x03\x04";
/// The part each kind of office file has, and no other.
const OFFICE: [(&str, EvidenceKind); 3] = [
    ("word/document.xml", EvidenceKind::Docx),
    ("xl/workbook.xml", EvidenceKind::Xlsx),
    ("ppt/presentation.xml", EvidenceKind::Pptx),
];
/// Bytes from the beginning of a file that its kind is read off.
const HEAD: usize = 8 << 10;
/// A service that does not answer for so long is not there.
const PATIENCE: Duration = Duration::from_secs(20);
/// So often a service that fails is asked again, within the same time: whoever waits is told while they still wait.
const TRIES: usize = 3;
/// Bytes of a file that are fetched at once. A file is handed on as fast as its reader takes it, and no service keeps a connection open
/// for a slow one.
const STRETCH: u64 = 4 << 20;

/// The bytes of a file, as they come.
pub type Bytestream = BoxStream<'static, object_store::Result<Bytes>>;

/// Where the bytes lie. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Vault {
    objects: Arc<dyn ObjectStore>,
    /// Of files in a folder the disk has to be asked to keep them.
    folder: Option<PathBuf>,
    most: u64,
}

/// What a file that came whole holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// The SHA-256 of its bytes, in hexadecimal digits.
    pub sha256: String,
    /// How many there are.
    pub size: u64,
    /// The media type that its first bytes show, if they show one.
    pub media_type: Option<&'static str>,
}

fn failed(error: object_store::Error) -> Error {
    tracing::error!(cause = %error, "the place of evidence fails");
    Error::Unavailable(
        "the place where files are kept does not answer or is full: try again, or tell the operator".to_owned(),
    )
}

fn piece(upload: UploadId, offset: u64) -> Path {
    // Twelve digits: pieces in the order of their names are in the order of their bytes.
    Path::from(format!("{UPLOADS}/{upload}/{offset:012}"))
}

fn pieces(upload: UploadId) -> Path {
    Path::from(format!("{UPLOADS}/{upload}"))
}

fn whole(sha256: &str) -> Path {
    Path::from(format!("files/{}/{sha256}", sha256.get(..2).unwrap_or("00")))
}

impl Vault {
    /// The place that the configuration names.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where a folder cannot be made or a bucket's settings make no sense.
    pub fn try_new(config: &EvidenceConfig) -> Result<Self, Error> {
        let unusable = |error: &dyn std::fmt::Display| {
            Error::Unavailable(format!("evidence cannot be kept: {error}; see the settings `evidence_…`"))
        };
        let objects: Arc<dyn ObjectStore> = match &config.place {
            EvidencePlace::Folder(folder) => {
                made(folder).map_err(|error| unusable(&format!("{}: {error}", folder.display())))?;
                let files = LocalFileSystem::new_with_prefix(folder).map_err(|error| unusable(&error))?;
                Arc::new(files.with_automatic_cleanup(true))
            }
            EvidencePlace::Bucket { bucket, endpoint, region, key, secret } => {
                let plain = endpoint.as_deref().is_some_and(|address| address.starts_with("http://"));
                // Without this the first file would find it out, and whoever sends it.
                if let Some(address) = endpoint.as_deref().filter(|it| !plain && !it.starts_with("https://")) {
                    return Err(unusable(&format!("`{address}` is no address such as https://s3.example.org")));
                }
                let options = ClientOptions::new().with_timeout(PATIENCE).with_allow_http(plain);
                let retry = RetryConfig { max_retries: TRIES, retry_timeout: PATIENCE, ..RetryConfig::default() };
                let mut service = AmazonS3Builder::new().with_bucket_name(bucket);
                service = service.with_client_options(options).with_retry(retry);
                for (value, with) in [
                    (endpoint.as_deref(), AmazonS3Builder::with_endpoint as fn(_, String) -> _),
                    (region.as_deref(), AmazonS3Builder::with_region),
                    (key.as_deref(), AmazonS3Builder::with_access_key_id),
                    (secret.as_ref().map(crate::config::Secret::reveal), AmazonS3Builder::with_secret_access_key),
                ] {
                    if let Some(value) = value {
                        service = with(service, value.to_owned());
                    }
                }
                Arc::new(service.build().map_err(|error| unusable(&error))?)
            }
        };
        let folder = match &config.place {
            EvidencePlace::Folder(folder) => Some(folder.clone()),
            EvidencePlace::Bucket { .. } => None,
        };
        Ok(Self { objects, folder, most: config.most_bytes })
    }

    /// Bytes of one file at most.
    #[must_use]
    pub const fn most_bytes(&self) -> u64 {
        self.most
    }

    /// Keeps a piece of a file on its way; the same piece again takes its place.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn keep_piece(&self, upload: UploadId, offset: u64, bytes: Bytes) -> Result<(), Error> {
        let at = piece(upload, offset);
        self.objects.put(&at, PutPayload::from(bytes)).await.map_err(failed)?;
        self.settle(&at).await
    }

    /// Waits until the disk has what was written: what is acknowledged outlives a power cut. A file is found again by the folders above it,
    /// and any of them may be new: each of them is settled.
    async fn settle(&self, at: &Path) -> Result<(), Error> {
        let Some(folder) = &self.folder else { return Ok(()) };
        let file = folder.join(at.as_ref());
        let settled = async {
            for named in file.ancestors().take_while(|named| named.starts_with(folder)) {
                tokio::fs::File::open(named).await?.sync_all().await?;
            }
            Ok::<(), std::io::Error>(())
        };
        settled.await.map_err(|error| {
            tracing::error!(cause = %error, file = %file.display(), "the disk does not keep what was written");
            Error::Unavailable("the disk where files are kept fails: try again, or tell the operator".to_owned())
        })
    }

    async fn pieces_of(&self, upload: UploadId) -> Result<Vec<ObjectMeta>, Error> {
        let mut found: Vec<ObjectMeta> =
            self.objects.list(Some(&pieces(upload))).try_collect().await.map_err(failed)?;
        found.sort_by(|one, other| one.location.cmp(&other.location));
        Ok(found)
    }

    async fn bytes_of(&self, at: &Path) -> Result<Bytes, Error> {
        self.objects.get(at).await.map_err(failed)?.bytes().await.map_err(failed)
    }

    /// Puts the pieces of a file together under their SHA-256. What is there already is written again: it is young then, and nobody
    /// throws it away before it is referred to.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn assemble(&self, upload: UploadId) -> Result<Content, Error> {
        let found = self.pieces_of(upload).await?;
        let (mut hash, mut head, mut size) = (Sha256::new(), Vec::with_capacity(HEAD), 0_u64);
        for piece in &found {
            let bytes = self.bytes_of(&piece.location).await?;
            hash.update(&bytes);
            head.extend(bytes.iter().take(HEAD.saturating_sub(head.len())));
            size += piece.size;
        }
        let sha256 = hex::encode(hash.finalize());
        let media_type = match head.starts_with(ARCHIVE) {
            true => self.office_type(&found, size).await?,
            false => infer::get(&head).map(|kind| kind.mime_type()),
        };
        self.write_whole(&found, &sha256).await?;
        Ok(Content { sha256, size, media_type })
    }

    /// Writes pieces under the SHA-256 they had when they were read first; what is there stays as it is where they changed since.
    async fn write_whole(&self, found: &[ObjectMeta], sha256: &str) -> Result<(), Error> {
        let writing = self.objects.put_multipart(&whole(sha256)).await.map_err(failed)?;
        let (mut writing, mut hash) = (WriteMultipart::new(writing), Sha256::new());
        for piece in found {
            writing.wait_for_capacity(1).await.map_err(failed)?;
            let bytes = self.bytes_of(&piece.location).await?;
            hash.update(&bytes);
            writing.put(bytes);
        }
        if hex::encode(hash.finalize()) != sha256 {
            writing.abort().await.map_err(failed)?;
            return Err(Error::Stale);
        }
        writing.finish().await.map_err(failed)?;
        self.settle(&whole(sha256)).await
    }

    /// The media type of an archive that an office program wrote, by the part it begins with: whatever the order of its parts.
    async fn office_type(&self, found: &[ObjectMeta], size: u64) -> Result<Option<&'static str>, Error> {
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
        for piece in found {
            bytes.extend_from_slice(&self.bytes_of(&piece.location).await?);
        }
        let Ok(archive) = zip::ZipArchive::new(std::io::Cursor::new(bytes)) else { return Ok(None) };
        let found = OFFICE.iter().find(|(part, _)| archive.index_for_name(part).is_some());
        Ok(found.map(|(_, kind)| kind.media_type()))
    }

    /// Whether a whole file is here.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn has(&self, sha256: &str) -> Result<bool, Error> {
        match self.objects.head(&whole(sha256)).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(failed(error)),
        }
    }

    /// The bytes of a whole file; none where it is not here.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn read(&self, sha256: &str) -> Result<Option<Bytestream>, Error> {
        let at = whole(sha256);
        let size = match self.objects.head(&at).await {
            Ok(found) => found.size,
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(failed(error)),
        };
        let objects = Arc::clone(&self.objects);
        let stretches = (0..size.div_ceil(STRETCH)).map(|number| number * STRETCH);
        let bytes = stream::iter(stretches).then(move |from| {
            let (objects, at) = (Arc::clone(&objects), at.clone());
            async move { objects.get_range(&at, from..size.min(from + STRETCH)).await }
        });
        Ok(Some(bytes.boxed()))
    }

    /// Throws the pieces of an upload away.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn drop_pieces(&self, upload: UploadId) -> Result<(), Error> {
        for piece in self.pieces_of(upload).await? {
            self.objects.delete(&piece.location).await.map_err(failed)?;
        }
        Ok(())
    }

    /// The uploads that have pieces older than a moment.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn uploads_before(&self, moment: DateTime<Utc>) -> Result<Vec<UploadId>, Error> {
        let all: Vec<ObjectMeta> = self.objects.list(Some(&Path::from(UPLOADS))).try_collect().await.map_err(failed)?;
        let old = all.into_iter().filter(|piece| piece.last_modified < moment);
        let of = old.filter_map(|piece| piece.location.parts().nth(1)?.as_ref().parse().ok());
        let mut uploads: Vec<UploadId> = of.collect();
        uploads.sort_unstable();
        uploads.dedup();
        Ok(uploads)
    }

    /// Throws away what a server that was killed had begun to write; says how many files. A bucket forgets these by its own rule.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn drop_unfinished(&self, moment: DateTime<Utc>) -> Result<usize, Error> {
        let Some(folder) = self.folder.clone() else { return Ok(0) };
        let dropped = tokio::task::spawn_blocking(move || unfinished(&folder, moment.into()));
        dropped.await.map_err(Error::internal)?.map_err(Error::internal)
    }

    /// The SHA-256 of whole files that were written before a moment.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn older_than(&self, moment: DateTime<Utc>) -> Result<Vec<String>, Error> {
        let all = self.objects.list(Some(&Path::from("files")));
        let old = all.try_filter(|file| futures::future::ready(file.last_modified < moment));
        let names = old.map_ok(|file| file.location.filename().unwrap_or_default().to_owned());
        names.try_collect().await.map_err(failed)
    }

    /// Throws a whole file away.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn drop_whole(&self, sha256: &str) -> Result<(), Error> {
        self.objects.delete(&whole(sha256)).await.map_err(failed)
    }
}

/// Makes a folder where there is none, so that it is still there after a power cut.
fn made(folder: &std::path::Path) -> std::io::Result<()> {
    let new: Vec<_> = folder.ancestors().take_while(|it| !it.as_os_str().is_empty() && !it.exists()).collect();
    std::fs::create_dir_all(folder)?;
    for above in new.into_iter().filter_map(std::path::Path::parent) {
        let above = if above.as_os_str().is_empty() { std::path::Path::new(".") } else { above };
        std::fs::File::open(above)?.sync_all()?;
    }
    Ok(())
}

/// The files below a folder that a writer left: their names end with `#` and a number until they are whole.
fn unfinished(folder: &std::path::Path, moment: std::time::SystemTime) -> std::io::Result<usize> {
    let mut dropped = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            dropped += unfinished(&path, moment)?;
        } else if entry.file_name().to_string_lossy().contains('#') && entry.metadata()?.modified()? < moment {
            std::fs::remove_file(path)?;
            dropped += 1;
        }
    }
    Ok(dropped)
}
