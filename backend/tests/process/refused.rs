//! What the program refuses to start on: it says what about, and the way out, and leaves everything as it was.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use backend::store::{Store, dictionary};
use chrono::Utc;
use sea_orm::ConnectionTrait as _;
use shared::policy::{Purpose, Viewer};

use crate::support::{Running, Server, baton, finished, said};

fn url(data: &Path) -> String {
    format!("sqlite://{}", data.join("baton.db").display())
}

async fn demonstration(data: &Path) {
    let store = Store::open_migrated(&url(data)).await.unwrap();
    let viewer = Arc::new(Viewer::system(Purpose::Import));
    let session = store.session(viewer, Utc::now(), None).await.unwrap();
    let permit = dictionary::permit(&session).unwrap();
    dictionary::set(&session, &permit, "demo", r#"{"demo":true,"accounts":[]}"#).await.unwrap();
    session.commit().await.unwrap();
    store.close().await.unwrap();
}

#[tokio::test]
async fn a_demonstration_is_served_to_this_machine_alone() {
    let data = tempfile::tempdir().unwrap();
    demonstration(data.path()).await;
    for address in ["0.0.0.0:0", "[::]:0", "192.0.2.1:8080"] {
        let refused = finished(baton(data.path(), &["serve", "--listen", address]));
        let text = said(&refused);
        assert_eq!(refused.status.code(), Some(1), "{address}: {text}");
        assert!(text.contains("holds a demonstration") && text.contains("listen on 127.0.0.1"), "{address}: {text}");
        assert!(!text.contains("serves http://"), "{address}: {text}");
    }
    let server = Server::start(baton(data.path(), &["serve", "--listen", "127.0.0.1:0"]));
    assert!(server.asked("GET", "/auth/demo", "", "").contains(r#""demo":true"#));
}

#[test]
fn a_second_server_on_the_same_database_is_refused_and_the_first_goes_on() {
    let data = tempfile::tempdir().unwrap();
    let mut first = Server::start(baton(data.path(), &["serve", "--listen", "127.0.0.1:0"]));
    let second = finished(baton(data.path(), &["serve", "--listen", "127.0.0.1:0"]));
    assert_eq!(second.status.code(), Some(1));
    assert!(
        said(&second).contains("another server has") && said(&second).contains("--database-url"),
        "{}",
        said(&second)
    );
    assert!(first.running.is_running());
    assert!(first.asked("GET", "/readyz", "", "").ends_with("ready"));
    first.running.kill();
    // The lock goes with the process, however it ended.
    let third = Server::start(baton(data.path(), &["serve", "--listen", "127.0.0.1:0"]));
    assert!(third.asked("GET", "/readyz", "", "").ends_with("ready"));
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_refused_by_every_command_and_not_touched() {
    let data = tempfile::tempdir().unwrap();
    Store::open_migrated(&url(data.path())).await.unwrap().close().await.unwrap();
    let connection = sea_orm::Database::connect(url(data.path())).await.unwrap();
    let newer = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_of_a_later_version', 0)";
    connection.execute_unprepared(newer).await.unwrap();
    connection.close().await.unwrap();
    let before = fs::read(data.path().join("baton.db")).unwrap();
    for arguments in [
        &["migrate"][..],
        &["serve", "--listen", "127.0.0.1:0"],
        &["score", "--from", "2026-01", "--to", "2026-01"],
        &["audit", "verify"],
        &["demo", "--if-empty"],
    ] {
        let refused = finished(baton(data.path(), arguments));
        assert_eq!(refused.status.code(), Some(1), "{arguments:?}: {}", said(&refused));
        let text = said(&refused);
        assert!(text.contains("newer version of Baton") && text.contains("restore a backup"), "{arguments:?}: {text}");
    }
    assert!(fs::read(data.path().join("baton.db")).unwrap() == before, "the file was changed");
}

/// A file system that can only be read, with what was put there before; none where this process may not mount.
struct ReadOnly(tempfile::TempDir);

impl ReadOnly {
    fn with(fill: impl FnOnce(&Path)) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mount = |arguments: &[&str]| {
            Command::new("mount").args(arguments).arg(folder.path()).output().is_ok_and(|done| done.status.success())
        };
        if !mount(&["-t", "tmpfs", "-o", "size=16m", "tmpfs"]) {
            return None;
        }
        let read_only = Self(folder);
        fill(read_only.0.path());
        let path = read_only.0.path();
        let remounted = Command::new("mount").args(["-o", "remount,ro"]).arg(path).output();
        remounted.is_ok_and(|done| done.status.success()).then_some(read_only)
    }
}

impl Drop for ReadOnly {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}

#[test]
fn a_data_folder_that_cannot_be_written_is_said_with_the_way_out() {
    let here = tempfile::tempdir().unwrap();
    for arguments in [&["migrate"][..], &["serve", "--listen", "127.0.0.1:0"], &["demo", "--size", "small"]] {
        // Nobody, not even root, makes a folder in the folder of processes.
        let refused = finished({
            let mut command = baton(here.path(), arguments);
            command.env("BATON_DATA_DIR", "/proc/baton");
            command
        });
        let text = said(&refused);
        assert_eq!(refused.status.code(), Some(1), "{arguments:?}: {text}");
        assert!(text.contains("/proc/baton") && text.contains("BATON_DATA_DIR"), "{arguments:?}: {text}");
    }

    let written = |data: &Path| {
        let made = finished(baton(data, &["migrate"]));
        assert!(made.status.success(), "{}", said(&made));
    };
    let Some(read_only) = ReadOnly::with(written) else {
        eprintln!("not run in part: only root may mount a folder that can only be read");
        return;
    };
    let before = fs::read(read_only.0.path().join("baton.db")).unwrap();
    for arguments in [&["migrate"][..], &["serve", "--listen", "127.0.0.1:0"], &["demo", "--size", "small"]] {
        let refused = finished(baton(read_only.0.path(), arguments));
        let text = said(&refused);
        assert_eq!(refused.status.code(), Some(1), "{arguments:?}: {text}");
        assert!(text.contains("baton.db") && text.contains("BATON_DATA_DIR"), "{arguments:?}: {text}");
    }
    assert!(fs::read(read_only.0.path().join("baton.db")).unwrap() == before);
}

#[test]
fn an_address_that_is_taken_is_said_with_the_way_out() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let first = Server::start(baton(one.path(), &["serve", "--listen", "127.0.0.1:0"]));
    let refused = Running::start({
        let mut command = baton(other.path(), &["serve", "--listen", &first.address.to_string()]);
        command.stderr(std::process::Stdio::piped());
        command
    });
    let mut refused = refused;
    assert_eq!(refused.ended().code(), Some(1));
    let text = refused.standard_error();
    assert!(text.contains("cannot listen on") && text.contains("BATON_LISTEN"), "{text}");
}
