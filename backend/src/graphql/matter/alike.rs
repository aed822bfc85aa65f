//! What every kind of matter shows of itself alike. It has no type of its own: its fields are those of each kind.

use async_graphql::Object;
use shared::calendar::local_day;
use shared::id::MatterId;
use shared::matter::Clocks;

use super::{MatterClocks, MatterEvent, MatterLink, links, time_line};
use crate::app::matter;
use crate::app::scope::Scope;
use crate::error::Error;
use crate::graphql::evidence::{Evidence, evidence};

/// A matter of whatever kind.
#[derive(Debug)]
pub struct Alike<'a> {
    /// Who asks.
    pub scope: &'a Scope,
    /// Its id.
    pub id: MatterId,
    /// Its clocks.
    pub clocks: &'a Clocks,
}

/// What every kind of matter shows of itself alike.
#[Object]
impl Alike<'_> {
    /// The clocks of both sides.
    async fn clocks(&self) -> Result<MatterClocks, Error> {
        let calendar = matter::calendar(&*self.scope.reader().await?).await?;
        Ok(MatterClocks::on(self.clocks, &calendar, local_day(self.scope.now())))
    }

    /// What was done and said, oldest first.
    async fn time_line(&self) -> Result<Vec<MatterEvent>, Error> {
        time_line(self.scope, self.id).await
    }

    /// The files that hang on it, in the order in which they came.
    async fn evidence(&self) -> Result<Vec<Evidence>, Error> {
        evidence(self.scope, self.id).await
    }

    /// The matters that led to it, and those it led to.
    async fn links(&self) -> Result<Vec<MatterLink>, Error> {
        links(self.scope, self.id).await
    }
}
