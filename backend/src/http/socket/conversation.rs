//! One conversation: from who it is, through what is told, to why it ends.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::Response as Answer;
use axum::extract::ws::{Message, WebSocket};
use futures::StreamExt as _;
use futures::stream::BoxStream;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval, timeout};

use super::message::{self, Said};
use super::{BAD_MESSAGE, CROWDED, End, INIT_AGAIN, NO_INIT, NO_LONGER, NOT_SIGNED_IN, TAKEN, UNAVAILABLE, heard, say};
use crate::app::live::Guest;
use crate::error::Error;
use crate::graphql::error::{alone, dress};
use crate::http::graphql::Asked;
use crate::http::{RequestId, Site, guard};

/// Most operations of one conversation at a time.
const MOST_OPERATIONS: usize = 20;
/// Answers that wait to be sent. While they do, their operations read nothing.
const MOST_WAITING: usize = 8;
/// Asked so often whether anybody is there without an answer, the other end counts as gone.
const MOST_SILENT: u32 = 2;

/// An operation under way; its task ends with it.
struct Operation {
    serial: u64,
    task: JoinHandle<()>,
}

impl Drop for Operation {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// An answer of an operation, or that it ended.
struct Told {
    id: String,
    serial: u64,
    answer: Option<Answer>,
}

/// Somebody who said who they are.
pub struct Conversation<'s> {
    site: &'s Site,
    id: &'s RequestId,
    socket: &'s mut WebSocket,
    guest: Arc<Guest>,
    operations: HashMap<String, Operation>,
    serial: u64,
    tell: mpsc::Sender<Told>,
    told: mpsc::Receiver<Told>,
}

impl<'s> Conversation<'s> {
    /// Waits for who it is.
    pub async fn begun(site: &'s Site, id: &'s RequestId, socket: &'s mut WebSocket) -> Result<Self, End> {
        let guest = timeout(site.live.pace().init, introduced(site, socket)).await.map_err(|_| NO_INIT)??;
        say(socket, message::acknowledged()).await?;
        let (tell, told) = mpsc::channel(MOST_WAITING);
        let operations = HashMap::new();
        Ok(Self { site, id, socket, guest: Arc::new(guest), operations, serial: 0, tell, told })
    }

    /// Tells what there is to tell, until it ends.
    pub async fn held(mut self) -> End {
        match self.talk().await {
            Ok(never) => match never {},
            Err(end) => end,
        }
    }

    async fn talk(&mut self) -> Result<std::convert::Infallible, End> {
        let guest = Arc::clone(&self.guest);
        let over = guest.over();
        tokio::pin!(over);
        let mut beat = interval(self.site.live.pace().beat);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut silent = 0;
        loop {
            tokio::select! {
                () = &mut over => return Err(NO_LONGER),
                said = heard(self.socket) => {
                    silent = 0;
                    if let Some(said) = said? {
                        self.take(said).await?;
                    }
                }
                Some(told) = self.told.recv() => self.pass_on(told).await?,
                _ = beat.tick() => {
                    if silent >= MOST_SILENT {
                        return Err(End::Gone);
                    }
                    silent += 1;
                    say(self.socket, Message::Ping(axum::body::Bytes::new())).await?;
                }
            }
        }
    }

    async fn take(&mut self, said: Said) -> Result<(), End> {
        match said {
            Said::ConnectionInit { .. } => Err(INIT_AGAIN),
            Said::Ping {} => say(self.socket, message::pong()).await,
            Said::Pong {} => Ok(()),
            Said::Complete { id } => {
                self.operations.remove(&id);
                Ok(())
            }
            Said::Subscribe { id, .. } if self.operations.contains_key(&id) => Err(TAKEN),
            Said::Subscribe { id, payload } => match self.answers(payload) {
                Ok(answers) => {
                    self.begin(id, answers);
                    Ok(())
                }
                Err(error) => say(self.socket, message::error(&id, &[alone(error, &self.id.0)])).await,
            },
        }
    }

    /// The answers to a question, if it is one that may be asked here.
    fn answers(&self, asked: Asked) -> Result<BoxStream<'static, Answer>, Error> {
        if self.operations.len() >= MOST_OPERATIONS {
            return Err(Error::Limit("subscriptions"));
        }
        let document = guard::subscription(&asked.query)?;
        let mut question = asked.question().data(Arc::clone(&self.guest));
        question.set_parsed_query(document);
        Ok(self.site.schema.execute_stream(question))
    }

    /// Each operation has its own task: what it reads is let go of before its answer waits for a slow reader.
    fn begin(&mut self, id: String, mut answers: BoxStream<'static, Answer>) {
        self.serial += 1;
        let (serial, tell, name) = (self.serial, self.tell.clone(), id.clone());
        let task = tokio::spawn(async move {
            while let Some(answer) = answers.next().await {
                if tell.send(Told { id: name.clone(), serial, answer: Some(answer) }).await.is_err() {
                    return;
                }
            }
            // The other end of the channel is gone with the conversation.
            let _ = tell.send(Told { id: name, serial, answer: None }).await;
        });
        self.operations.insert(id, Operation { serial, task });
    }

    async fn pass_on(&mut self, told: Told) -> Result<(), End> {
        let Told { id, serial, answer } = told;
        // What was under way when the client wanted no more is not sent; its id may belong to another operation by now.
        if self.operations.get(&id).is_none_or(|operation| operation.serial != serial) {
            return Ok(());
        }
        let Some(mut answer) = answer else {
            self.operations.remove(&id);
            return say(self.socket, message::complete(&id)).await;
        };
        if let Some(end) = answer.errors.iter().find_map(|error| ending(error.source::<Error>()?)) {
            return Err(end);
        }
        dress(&mut answer, &self.id.0);
        // Without data there is nothing to go on with: the operation could not begin, or what it was about is out of sight.
        if answer.data == async_graphql::Value::Null {
            self.operations.remove(&id);
            return say(self.socket, message::error(&id, &answer.errors)).await;
        }
        say(self.socket, message::next(&id, &answer)).await
    }
}

/// What ends the whole conversation: it can be begun again, and then tells everything anew.
fn ending(error: &Error) -> Option<End> {
    match error {
        Error::Unauthenticated => Some(NO_LONGER),
        Error::Unavailable(_) => Some(UNAVAILABLE),
        Error::NotFound
        | Error::Forbidden
        | Error::Invalid(_)
        | Error::Refused(_)
        | Error::Stale
        | Error::Limit(_)
        | Error::RateLimited
        | Error::Internal(_) => None,
    }
}

async fn introduced(site: &Site, socket: &mut WebSocket) -> Result<Guest, End> {
    loop {
        match heard(socket).await? {
            None | Some(Said::Pong {}) => {}
            Some(Said::Ping {}) => say(socket, message::pong()).await?,
            Some(Said::Subscribe { .. }) => return Err(NOT_SIGNED_IN),
            Some(Said::Complete { .. }) => return Err(BAD_MESSAGE),
            Some(Said::ConnectionInit { payload }) => return admitted(site, message::token(payload.as_ref())).await,
        }
    }
}

async fn admitted(site: &Site, token: Option<&str>) -> Result<Guest, End> {
    let token = token.ok_or(NOT_SIGNED_IN)?;
    site.live.admit(token).await.map_err(|error| match error {
        Error::Unauthenticated => NO_LONGER,
        Error::Limit(_) => CROWDED,
        error => {
            tracing::warn!(%error, "nobody can be let in");
            UNAVAILABLE
        }
    })
}
