//! Where files that hang on matters are kept, and how large they may be.

use std::fmt;
use std::path::{Path, PathBuf};

use super::{Layer, Secret};

/// Bytes of one file at most, unless something else is said.
const MOST_BYTES: u64 = 50 << 20;

/// Where files that hang on matters are kept, and how large they may be.
#[derive(Debug, Clone)]
pub struct EvidenceConfig {
    /// Where.
    pub place: EvidencePlace,
    /// Bytes of one file at most.
    pub most_bytes: u64,
}

/// A place for files.
#[derive(Debug, Clone)]
pub enum EvidencePlace {
    /// A folder of this machine; several servers on one database need one that they share.
    Folder(PathBuf),
    /// A bucket of a service that speaks S3.
    Bucket {
        /// Its name.
        bucket: String,
        /// The address of the service; that of Amazon where none is given.
        endpoint: Option<String>,
        /// The region.
        region: Option<String>,
        /// The id of the key.
        key: Option<String>,
        /// The key.
        secret: Option<Secret>,
    },
}

impl EvidenceConfig {
    /// A folder with the usual limit.
    #[must_use]
    pub const fn in_folder(folder: PathBuf) -> Self {
        Self { place: EvidencePlace::Folder(folder), most_bytes: MOST_BYTES }
    }

    /// What a layer says: a bucket where one is named, else a folder, in the data folder unless another is named.
    pub(super) fn of(layer: &Layer, data: &Path) -> Self {
        let folder = || layer.evidence_dir.clone().unwrap_or_else(|| data.join("evidence"));
        let place = match &layer.evidence_bucket {
            Some(bucket) => EvidencePlace::Bucket {
                bucket: bucket.clone(),
                endpoint: layer.evidence_endpoint.clone(),
                region: layer.evidence_region.clone(),
                key: layer.evidence_key.clone(),
                secret: layer.evidence_secret.clone(),
            },
            None => EvidencePlace::Folder(folder()),
        };
        Self { place, most_bytes: layer.evidence_bytes.unwrap_or(MOST_BYTES) }
    }
}

impl fmt::Display for EvidenceConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            EvidencePlace::Folder(folder) => writeln!(f, "evidence_dir  = {:?}", folder.display().to_string())?,
            EvidencePlace::Bucket { bucket, endpoint, region, key, secret } => {
                let given = |text: &Option<String>| text.clone().unwrap_or_default();
                writeln!(f, "evidence_bucket   = {bucket:?}")?;
                writeln!(f, "evidence_endpoint = {:?}", given(endpoint))?;
                writeln!(f, "evidence_region   = {:?}", given(region))?;
                writeln!(f, "evidence_key      = {:?}", given(key))?;
                writeln!(f, "evidence_secret   = {:?}", if secret.is_some() { "(given)" } else { "" })?;
            }
        }
        write!(f, "evidence_bytes = {}", self.most_bytes)
    }
}
