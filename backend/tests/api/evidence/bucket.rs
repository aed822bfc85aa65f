//! A bucket as the place of evidence: the way of a file from its first piece until nobody refers to it, and what is said where the
//! service fails, refuses the key or has lost a file.

mod service;

use axum::body::Bytes;
use axum::http::StatusCode;
use backend::app::evidence::sweep;
use backend::app::scope::Clock;
use backend::config::{EvidenceConfig, EvidencePlace};
use backend::error::Error;
use backend::vault::Vault;
use chrono::{DateTime, TimeDelta, Utc};

use super::{LEAST, attached, begun, code, downloaded, downloaded_bytes, order, photo, piece, rule, seen, sent};
use crate::support::House;
use service::{Bucket, LEAST_PART, SECRET, now};

/// A photograph that a bucket takes in three parts, each stretch of it unlike the others.
fn panorama() -> Vec<u8> {
    let mut bytes = photo(1);
    bytes.extend((0..9_000_000_u32).map(|place| (place / 4_096).to_le_bytes()[0]));
    bytes
}

async fn house(bucket: &Bucket, secret: &str) -> House {
    House::keeping(Vault::try_new(&bucket.settings(secret)).unwrap()).await
}

fn standing(moment: DateTime<Utc>) -> Clock {
    std::sync::Arc::new(move || moment)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_goes_into_a_bucket_and_comes_out_as_it_was() {
    let bucket = Bucket::open().await;
    let house = house(&bucket, SECRET).await;
    let order = order(&house).await;
    let bytes = panorama();
    let one = sent(&house, "north", &order, "a.jpg", &bytes).await;
    let again = sent(&house, "north", &order, "b.jpg", &bytes).await;
    assert_eq!((bucket.count("uploads/"), bucket.count("files/")), (12, 0));
    let answer = attached(&house, "north", &order, &[one, again], None).await;
    let files = answer["data"]["attachEvidence"].as_array().unwrap_or_else(|| panic!("{answer}")).clone();
    assert_eq!((files.len(), &files[0]["sha256"]), (2, &files[1]["sha256"]));
    assert_eq!((bucket.count("uploads/"), bucket.count("files/")), (0, 1), "the same bytes are kept once");
    assert_eq!(bucket.inside().parts, [LEAST_PART, LEAST_PART, bytes.len() - 2 * LEAST_PART]);
    assert!(bucket.inside().writing.is_empty(), "nothing was begun and left");
    for file in &files {
        assert!(downloaded_bytes(&house, "head", &file["id"]).await.1 == bytes, "{file}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nothing_refers_to_leaves_the_bucket_and_what_is_missing_is_said() {
    let bucket = Bucket::open().await;
    let house = house(&bucket, SECRET).await;
    let order = order(&house).await;
    let upload = sent(&house, "north", &order, "a.jpg", &photo(5)).await;
    let answer = attached(&house, "north", &order, &[upload], None).await;
    let file = answer["data"]["attachEvidence"][0].clone();
    // One that nobody goes on with, and three that nothing refers to: more than one answer of the service lists.
    let attached = seen(&house, "north", &order["id"]).await["data"]["rectification"].clone();
    let left = begun(&house, "north", &attached, "c.jpg", 4_000_000).await["data"]["beginUpload"]["id"].clone();
    assert_eq!(piece(&house, "north", &left, 0, &photo(6)[..LEAST]).await.status, StatusCode::OK);
    for name in ["ab", "cd", "ef"] {
        let key = format!("files/{name}/{}", name.repeat(32));
        bucket.inside().objects.insert(key, (Bytes::from_static(b"nobody's"), now()));
    }
    let young = standing(now() + TimeDelta::hours(1));
    assert_eq!(sweep(&house.store, &house.vault, &young).await.unwrap(), 0);
    assert_eq!((bucket.count("uploads/"), bucket.count("files/")), (1, 4));
    let later = standing(now() + TimeDelta::hours(48));
    assert_eq!(sweep(&house.store, &house.vault, &later).await.unwrap(), 4);
    assert_eq!((bucket.count("uploads/"), bucket.count("files/")), (0, 1));
    assert!(downloaded_bytes(&house, "head", &file["id"]).await.1 == photo(5));

    bucket.inside().objects.clear();
    let missing = downloaded(&house, "head", &file["id"]).await;
    assert_eq!((missing.status.is_server_error(), rule(&missing.json())), (false, "FILE_MISSING".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bucket_that_fails_is_asked_a_few_times_and_nothing_is_lost() {
    let bucket = Bucket::open().await;
    let house = house(&bucket, SECRET).await;
    let order = order(&house).await;
    let bytes = photo(7);
    let upload = begun(&house, "north", &order, "a.jpg", bytes.len()).await["data"]["beginUpload"]["id"].clone();
    bucket.inside().is_down = true;
    let failed = piece(&house, "north", &upload, 0, &bytes[..super::PIECE]).await;
    assert_eq!((failed.status, failed.code()), (StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE".to_owned()));
    assert_eq!(bucket.asked(), 4, "once and three times more");
    bucket.inside().is_down = false;
    // The same piece is what is waited for.
    for from in [0, super::PIECE] {
        let until = bytes.len().min(from + super::PIECE);
        assert_eq!(piece(&house, "north", &upload, from, &bytes[from..until]).await.status, StatusCode::OK);
    }
    assert_eq!(code(&attached(&house, "north", &order, &[upload], None).await), "OK");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_not_the_buckets_keeps_nothing() {
    let bucket = Bucket::open().await;
    let house = house(&bucket, "another secret").await;
    let order = order(&house).await;
    let upload = begun(&house, "north", &order, "a.jpg", 1_000).await["data"]["beginUpload"]["id"].clone();
    let refused = piece(&house, "north", &upload, 0, &photo(8)[..1_000]).await;
    assert_eq!((refused.status, refused.code()), (StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE".to_owned()));
    assert_eq!((bucket.asked(), bucket.count("")), (1, 0), "what is refused is not asked again");
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_of_a_bucket_that_cannot_be_are_refused_at_the_start() {
    let good = Bucket::open().await.settings(SECRET);
    assert!(Vault::try_new(&good).is_ok());
    let changed = |change: fn(&mut EvidencePlace)| {
        let mut settings = good.clone();
        change(&mut settings.place);
        settings
    };
    let cases: [(&str, EvidenceConfig); 3] = [
        (
            "an address without its scheme",
            changed(|place| {
                let EvidencePlace::Bucket { endpoint, .. } = place else { panic!("a bucket") };
                *endpoint = Some("s3.example.org:9000".to_owned());
            }),
        ),
        (
            "a key without its secret",
            changed(|place| {
                let EvidencePlace::Bucket { secret, .. } = place else { panic!("a bucket") };
                *secret = None;
            }),
        ),
        (
            "a secret without its key",
            changed(|place| {
                let EvidencePlace::Bucket { key, .. } = place else { panic!("a bucket") };
                *key = None;
            }),
        ),
    ];
    for (what, settings) in cases {
        assert!(matches!(Vault::try_new(&settings), Err(Error::Unavailable(_))), "{what}");
    }
}
