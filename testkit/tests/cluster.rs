//! What a throw-away cluster promises. Needs PostgreSQL's programs.

use std::{
    fs,
    path::Path,
    process::Command,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Result, ensure};
use testkit::{Cluster, postgres_url_for_test};

fn ask(url: &str, question: &str) -> Result<String> {
    let answer = Command::new("psql").args(["-qXAt", "-c", question, url]).output()?;
    ensure!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
    Ok(String::from_utf8(answer.stdout)?.trim().to_owned())
}

/// A process that has ended counts as ended, also while nobody has asked for its exit code.
fn is_running(process: u32) -> bool {
    let state = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    state.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with('Z'))
}

#[test]
fn a_dropped_cluster_leaves_no_folder_and_no_server() {
    let cluster = Cluster::start().unwrap();
    let url = cluster.url("postgres");
    let folder = url.split_once("?host=").unwrap().1.to_owned();
    let server: u32 =
        ask(&url, "select pg_read_file('postmaster.pid')").unwrap().lines().next().unwrap().parse().unwrap();
    assert!(is_running(server));

    drop(cluster);

    assert!(!Path::new(&folder).exists());
    // The server unlocks its folder a moment before its process ends.
    let deadline = Instant::now() + Duration::from_secs(5);
    while is_running(server) && Instant::now() < deadline {
        thread::sleep(Duration::from_millis(10));
    }
    assert!(!is_running(server));
}

#[test]
fn every_call_gives_an_empty_database_of_its_own() {
    let first = postgres_url_for_test().unwrap();
    let second = postgres_url_for_test().unwrap();
    assert_ne!(first, second);
    ask(&first, "create table seen (id int)").unwrap();
    assert_eq!(ask(&second, "select count(*) from pg_tables where schemaname = 'public'").unwrap(), "0");
}

#[test]
fn a_database_is_made_once_and_under_a_plain_name() {
    let cluster = Cluster::start().unwrap();
    let url = cluster.create_database("made_once").unwrap();
    assert_eq!(ask(&url, "select current_database()").unwrap(), "made_once");
    assert!(cluster.create_database("made_once").is_err());
    assert!(cluster.create_database("x; drop database made_once").is_err());
}
