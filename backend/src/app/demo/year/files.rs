//! Files of the newest matters, sent and hung on a part of each by those whose part it is, as anybody would do it.

use std::sync::Arc;

use chrono::NaiveDate;
use shared::id::MatterId;
use shared::rectification::{Rectification, RectificationDirection, RectificationState};
use shared::task::{Task, TaskKind};

use super::{Teller, noon};
use crate::app::demo::papers::{document, photograph};
use crate::app::evidence;
use crate::app::scope::Scope;
use crate::error::Error;
use crate::store::{account, matter};

/// The first measure or finding.
const FIRST: u32 = 1;

/// A file: what it is called, what is said with it, what it holds.
type File = (&'static str, &'static str, Vec<u8>);

impl Teller<'_> {
    /// A photograph of what an inspection found, one of a measure of an order, and a record of what an officer does by themself.
    pub(super) async fn files(&self, on: NaiveDate) -> Result<(), Error> {
        let Some((unit, person)) = self.first.clone() else { return Ok(()) };
        let reader = self.reader(on).await?;
        let tasks = matter::all::<Task>(&reader).await?;
        let orders = matter::all::<Rectification>(&reader).await?;
        drop(reader);
        let inspection = tasks.iter().find(|it| it.kind == TaskKind::Inspection && it.parties.unit == unit);
        let under_way = orders.iter().find(|it| {
            let is_order = it.direction == RectificationDirection::TopDown && it.parties.unit == unit;
            is_order && it.state == RectificationState::Rectifying
        });
        let own =
            orders.iter().find(|it| it.parties.person == Some(person.id) && it.state == RectificationState::Planned);
        if let Some(it) = inspection {
            let file = ("3号窗口.png", "窗口告知栏只贴了一半的补正材料清单。", photograph(1)?);
            self.hung("officer", it.id, file, on).await?;
        }
        if let Some(it) = under_way {
            let file = ("回证归档.png", "补齐的回证已按户归档。", photograph(2)?);
            self.hung("office", it.id, file, on).await?;
        }
        if let Some(it) = own {
            let record = [
                "邮寄地址核对记录",
                "核对 42 户，更新 9 户。",
                "电话确认 33 户，实地确认 9 户。",
                "下次核对：半年后。",
            ];
            self.hung("officer", it.id, ("地址核对记录.pdf", "核对记录。", document(&record)), on).await?;
        }
        Ok(())
    }

    /// Sends a file for a matter and hangs it on its first part, in the name of an account.
    async fn hung(&self, login: &str, of: MatterId, (name, words, bytes): File, on: NaiveDate) -> Result<(), Error> {
        let Some(scope) = self.scope_of(login, on).await? else { return Ok(()) };
        let size = i64::try_from(bytes.len()).map_err(Error::internal)?;
        let upload = evidence::begin(&scope, self.vault, of, name, size).await?;
        evidence::take(&scope, self.vault, upload.id, 0, bytes.into()).await?;
        evidence::attach(&scope, self.vault, of, None, &[upload.id], Some(FIRST), words).await?;
        Ok(())
    }

    /// What an account may do on a day.
    async fn scope_of(&self, login: &str, on: NaiveDate) -> Result<Option<Scope>, Error> {
        let reader = self.reader(on).await?;
        let account = account::enabled(&reader).await?.into_iter().find(|account| account.login == login);
        let Some(account) = account else { return Ok(None) };
        let viewer = account::viewers(&reader, std::slice::from_ref(&account)).await?.pop();
        Ok(viewer.map(|viewer| Scope::new(self.store.clone(), Arc::new(viewer), noon(on), None)))
    }
}
