//! A disk that is full under the running server.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::PathBuf;
use std::process::Command;

use serde_json::json;

use crate::support::{House, code, unit};

/// A file system in memory with room for a small database; gone when this is.
struct Disk {
    folder: tempfile::TempDir,
}

impl Disk {
    /// None where this process may not mount anything.
    fn of(size: &str) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"])
            .arg(folder.path())
            .output();
        mount.is_ok_and(|done| done.status.success()).then_some(Self { folder })
    }

    fn filler(&self) -> PathBuf {
        self.folder.path().join("filler")
    }

    /// Leaves no byte free.
    fn fill(&self) {
        let mut file = File::create(self.filler()).unwrap();
        for size in [1 << 16, 1 << 12, 1] {
            while file.write_all(&vec![0; size]).is_ok() {}
        }
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.folder.path()).status();
    }
}

const RENAME: &str = r#"mutation($u: UnitId!, $v: Int!, $name: String!) {
    renameUnit(unit: $u, version: $v, name: $name, shortName: "x") { name version } }"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_write_to_a_full_disk_is_unavailable_and_the_next_one_is_good_when_there_is_room() {
    let Some(disk) = Disk::of("8m") else {
        eprintln!(
            "not run: only root may mount the disk this fills; that SQLite finds no room is tested with the store too"
        );
        return;
    };
    let url = format!("sqlite://{}", disk.folder.path().join("test.db").display());
    // A database that was closed has a short log: the next write needs room.
    House::seeded(&url).await.store.close().await.unwrap();
    let house = House::over(&url, None).await;
    let admin = house.token("admin").await;
    let rename = async |version: i32| {
        let variables = json!({ "u": unit(2), "v": version, "name": format!("Name {version}") });
        house.asked(&admin, RENAME, variables).await.json()
    };
    let stored = async || {
        let query = "query($u: UnitId!) { unit(id: $u) { name version } }";
        house.asked(&admin, query, json!({ "u": unit(2) })).await.json()["data"]["unit"].clone()
    };
    disk.fill();

    let (mut before, mut refused) = (stored().await, rename(1).await);
    for version in 2..100 {
        if refused.get("errors").is_some() {
            break;
        }
        (before, refused) = (refused["data"]["renameUnit"].clone(), rename(version).await);
    }

    assert_eq!(code(&refused), "UNAVAILABLE", "{refused}");
    let said = refused["errors"][0]["message"].as_str().unwrap();
    assert!(said.contains("the disk of the database") && said.contains("nothing was changed"), "{said}");
    assert_eq!(stored().await, before, "it can be read, and is as it was");

    fs::remove_file(disk.filler()).unwrap();
    let version = i32::try_from(before["version"].as_i64().unwrap()).unwrap();
    let good = rename(version).await;
    assert_eq!(good["data"]["renameUnit"]["version"], version + 1, "{good}");
    assert_eq!(backend::app::audit::verify(&house.operator()).await.unwrap().broken, None);
}
