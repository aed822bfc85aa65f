//! Evidence as GraphQL shows it. The bytes themselves go by `PUT /files/uploads/{id}?offset=N` and `GET /files/evidence/{id}`.

use async_graphql::{Context, Object, SimpleObject};
use shared::evidence::{EvidenceKind, PIECE};
use shared::id::{EvidenceId, MatterId, UploadId};

use crate::app::evidence as use_case;
use crate::app::scope::Scope;
use crate::error::Error;
use crate::vault::Vault;

/// A file that hangs on a matter.
#[derive(Debug, Clone, SimpleObject)]
pub struct Evidence {
    /// Its id; its bytes are at `/files/evidence/{id}`.
    pub id: EvidenceId,
    /// What it is called.
    pub name: String,
    /// What it holds, by its content.
    pub kind: EvidenceKind,
    /// How many bytes it has.
    pub size: i64,
    /// The SHA-256 of its bytes, in hexadecimal digits.
    pub sha256: String,
    /// The line of the time-line it came with, counted from 1.
    pub event: i32,
    /// The measure or finding it belongs to, counted from 1; null where it belongs to the whole.
    pub item: Option<i32>,
}

fn counted(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}

impl From<use_case::Evidence> for Evidence {
    fn from(file: use_case::Evidence) -> Self {
        let use_case::Evidence { id, event, item, name, kind, size, sha256, .. } = file;
        Self { id, name, kind, size: counted(size), sha256, event, item }
    }
}

/// A file that you are sending.
#[derive(Debug, Clone, SimpleObject)]
pub struct Upload {
    /// Its id; pieces go to `/files/uploads/{id}`.
    pub id: UploadId,
    /// What it is called.
    pub name: String,
    /// How many bytes it has.
    pub size: i64,
    /// How many of them are here: where to go on.
    pub received: i64,
    /// Bytes of a piece at most; each but the last has 262,144 at least.
    pub piece_bytes: i64,
}

impl From<use_case::Upload> for Upload {
    fn from(upload: use_case::Upload) -> Self {
        let use_case::Upload { id, name, size, received, .. } = upload;
        Self { id, name, size: counted(size), received: counted(received), piece_bytes: counted(PIECE) }
    }
}

/// The files of a matter, in the order in which they came.
///
/// # Errors
/// Of the database.
pub async fn evidence(scope: &Scope, id: MatterId) -> Result<Vec<Evidence>, Error> {
    Ok(use_case::of_matter(&*scope.reader().await?, id).await?.into_iter().map(Into::into).collect())
}

fn vault<'c>(ctx: &Context<'c>) -> Result<&'c Vault, Error> {
    ctx.data_opt::<Vault>().ok_or_else(|| Error::internal("no vault"))
}

/// Queries of files on their way.
#[derive(Debug, Default)]
pub struct EvidenceQuery;

#[Object]
impl EvidenceQuery {
    /// A file that you are sending: how much of it is here.
    async fn upload(&self, ctx: &Context<'_>, #[graphql(desc = "Which.")] id: UploadId) -> Result<Upload, Error> {
        let scope = Scope::of(ctx)?;
        Ok(use_case::upload(&*scope.reader().await?, id).await?.into())
    }
}

/// What is done with files.
#[derive(Debug, Default)]
pub struct EvidenceMutation;

#[Object]
impl EvidenceMutation {
    /// Begins to send a file for a matter. Its pieces follow one after another by `PUT /files/uploads/{id}?offset=N`.
    async fn begin_upload(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The matter.")] matter: MatterId,
        #[graphql(desc = "What the file is called.")] name: String,
        #[graphql(desc = "How many bytes it has.")] size: i64,
    ) -> Result<Upload, Error> {
        let scope = Scope::of(ctx)?;
        Ok(use_case::begin(&scope, vault(ctx)?, matter, &name, size).await?.into())
    }

    /// Forgets a file that you are sending.
    async fn give_up_upload(&self, ctx: &Context<'_>, #[graphql(desc = "Which.")] id: UploadId) -> Result<bool, Error> {
        let scope = Scope::of(ctx)?;
        use_case::give_up(&scope, vault(ctx)?, id).await?;
        Ok(true)
    }

    /// Hangs files that came whole on a matter, all of them or none, and tells the other side. What a file holds decides whether it is
    /// kept: documents, pictures, films; its name does not.
    async fn attach_evidence(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The matter.")] matter: MatterId,
        #[graphql(
            desc = "Its version as you saw it; null to hang them on whatever it is now: a file conflicts with no step."
        )]
        version: Option<i32>,
        #[graphql(desc = "The files, as they were begun; 1–20.")] uploads: Vec<UploadId>,
        #[graphql(desc = "The measure or finding they belong to, counted from 1; null for the whole.")] item: Option<
            i32,
        >,
        #[graphql(desc = "What there is to say; may be empty.", default)] words: String,
    ) -> Result<Vec<Evidence>, Error> {
        let scope = Scope::of(ctx)?;
        let item = item.map(|item| u32::try_from(item).map_err(|_| Error::invalid("item", "1 or more"))).transpose()?;
        if uploads.is_empty() || uploads.len() > 20 {
            return Err(Error::invalid("uploads", "from 1 to 20 at once"));
        }
        let files = use_case::attach(&scope, vault(ctx)?, matter, version, &uploads, item, &words).await?;
        Ok(files.into_iter().map(Into::into).collect())
    }
}
