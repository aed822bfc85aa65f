//! Serving until told to stop; whoever is being answered then still gets the answer.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use tokio::net::TcpListener;

use super::{key, open, say};
use crate::app::channel::Courier;
use crate::app::dataset::change::Sources;
use crate::app::evidence;
use crate::app::live::{Live, Pace};
use crate::app::register::Register;
use crate::app::run::Workshop;
use crate::app::scope::wall_clock;
use crate::app::sign_in::{self, Gate};
use crate::app::watch::Watcher;
use crate::carrier::Carrier;
use crate::config::Config;
use crate::error::Error;
use crate::graphql::schema::schema;
use crate::http::{Site, router};
use crate::store::Store;
use crate::vault::Vault;

const DEMONSTRATION: &str = "\
************************************************************************
*  THIS IS A DEMONSTRATION. Everything in it is made up, and everybody *
*  can sign in with its accounts. Never put real data in it.           *
************************************************************************";

/// How long the queue of runs is left alone when it is empty.
const PAUSE: Duration = Duration::from_secs(1);
/// How often it is looked whether a run came or something is overdue.
const BETWEEN_LOOKS: Duration = Duration::from_secs(2);
/// How often files that nobody needs are thrown away.
const BETWEEN_SWEEPS: Duration = Duration::from_secs(3_600);
/// A run that said nothing for so long is nobody's any more, where several servers share a database.
const SILENCE: TimeDelta = TimeDelta::minutes(10);

/// Serves the page and the API.
///
/// # Errors
/// [`Error::Unavailable`] where the database or the address cannot be had, with the way out.
pub async fn serve(config: &Config) -> Result<(), Error> {
    let _held = open::hold(config)?;
    let store = open::opened(config).await?;
    let demo = sign_in::demo(&store).await?.is_some();
    if demo && !config.server.listen.ip().is_loopback() {
        let address = config.server.listen;
        let reason = "the database holds a demonstration, whose passwords everybody knows: listen on 127.0.0.1";
        return Err(Error::Unavailable(format!("cannot serve on {address}: {reason}")));
    }
    let workshop = open::workshop(config, &store, Arc::new(|_| {}))?;
    let silence = if store.is_embedded() { TimeDelta::zero() } else { SILENCE };
    workshop.mark_interrupted(silence).await?;
    let worker = tokio::spawn(work_off(workshop.clone()));
    let watcher = tokio::spawn(keep_watch(Watcher::new(store.clone(), wall_clock())));
    let courier = Courier::new(store.clone(), wall_clock(), Carrier::try_new(config)?);
    if store.is_embedded() {
        courier.take_over().await?;
    }
    let sender = tokio::spawn(keep_sending(courier.clone()));
    let vault = Vault::try_new(&config.evidence)?;
    let sweeper = tokio::spawn(keep_tidy(store.clone(), vault.clone()));
    let gate = Gate { store, keys: Arc::new(key::keys(config)?), clock: wall_clock() };
    let live = Live::new(gate.clone(), Pace::default());
    let keeper = tokio::spawn({
        let live = live.clone();
        async move { live.keep().await }
    });
    let register = Register::default();
    let site = Site {
        workshop,
        vault,
        register: register.clone(),
        live,
        courier,
        // Stored with every dataset: the next command may be called from another folder.
        sources: Sources(std::path::absolute(&config.data.sources).map_err(Error::internal)?),
        gate,
        schema: schema(config.server.introspection || demo),
        secure: config.server.is_secure(),
        origin: config.server.origin.clone(),
    };
    let listener = TcpListener::bind(config.server.listen).await.map_err(|error| {
        let address = config.server.listen;
        Error::Unavailable(format!(
            "cannot listen on {address}: {error}; name another address with --listen or BATON_LISTEN"
        ))
    })?;
    let address = listener.local_addr().map_err(Error::internal)?;
    if demo {
        say(DEMONSTRATION)?;
    }
    say(&format!("Baton serves http://{address}"))?;
    axum::serve(listener, router(site)).with_graceful_shutdown(told_to_stop()).await.map_err(Error::internal)?;
    register.finish().await;
    worker.abort();
    watcher.abort();
    sweeper.abort();
    keeper.abort();
    sender.abort();
    tracing::info!("stopped");
    Ok(())
}

/// Takes queued runs up one after another.
async fn work_off(workshop: Workshop) {
    loop {
        match workshop.next().await {
            Ok(true) => {}
            Ok(false) => {
                // Where several servers share a database, one that is gone left its run to whoever looks next.
                if let Err(error) = workshop.mark_interrupted(SILENCE).await {
                    tracing::error!(%error, "runs that were left behind cannot be marked");
                }
                tokio::time::sleep(PAUSE).await;
            }
            Err(error) => {
                tracing::error!(%error, "the queue of runs cannot be read");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

/// Evaluates rules after runs and by the clock, makes the tasks of nodes, and reminds of and escalates what is due.
async fn keep_watch(watcher: Watcher) {
    loop {
        // Each for itself: a rule that fails keeps no reminder back.
        let failed = [
            watcher.after_runs().await.err().map(|error| ("the rules could not be evaluated after a run", error)),
            watcher.by_the_clock().await.err().map(|error| ("the rules could not be evaluated", error)),
            watcher.nodes().await.err().map(|error| ("the tasks of nodes could not be made", error)),
            watcher.escalate().await.err().map(|error| ("what is overdue could not be told", error)),
        ];
        for (what, error) in failed.into_iter().flatten() {
            tracing::error!(%error, "{what}");
        }
        tokio::time::sleep(BETWEEN_LOOKS).await;
    }
}

/// Throws files away that nobody needs.
async fn keep_tidy(store: Store, vault: Vault) {
    loop {
        match evidence::sweep(&store, &vault, &wall_clock()).await {
            Ok(0) => {}
            Ok(swept) => tracing::info!(swept, "files that nothing refers to were thrown away"),
            Err(error) => tracing::error!(%error, "files that nothing refers to could not be thrown away"),
        }
        tokio::time::sleep(BETWEEN_SWEEPS).await;
    }
}

/// Sends what is due through the channels beside the page.
async fn keep_sending(courier: Courier) {
    loop {
        match courier.work().await {
            Ok(0) => tokio::time::sleep(BETWEEN_LOOKS).await,
            Ok(_) => {}
            Err(error) => {
                tracing::error!(%error, "messages could not be sent");
                tokio::time::sleep(BETWEEN_LOOKS).await;
            }
        }
    }
}

async fn told_to_stop() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let terminated = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate());
        match terminated {
            Ok(mut terminated) => tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            },
            Err(_) => drop(interrupted.await),
        }
    }
    #[cfg(not(unix))]
    drop(interrupted.await);
}
