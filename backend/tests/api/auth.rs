//! Signing in, staying signed in, signing out, and tokens that are not good.

use axum::http::StatusCode;
use backend::app::token::{ACCESS, Claims, Keys};
use backend::store::dictionary;
use chrono::{TimeDelta, Utc};
use serde_json::json;
use shared::id::{AccountId, Id, SessionId};

use crate::on_both_databases;
use crate::support::{House, PASSWORD, code};

on_both_databases! {
    signing_in_opens_the_api_and_signing_out_closes_it_at_once
    a_refresh_token_is_spent_once_and_a_second_time_ends_the_session
    a_disabled_account_is_out_at_once
}

const WHO: &str = "{ viewer { login } }";

async fn refresh(house: &House, cookie: &str) -> crate::support::Reply {
    house.post("/auth/refresh", &[("cookie", cookie)], "").await
}

async fn signing_in_opens_the_api_and_signing_out_closes_it_at_once(house: &House) {
    let signed_in = house.sign_in("north", PASSWORD).await;
    assert_eq!(signed_in.status, StatusCode::OK, "{}", signed_in.text);
    let set_cookie = signed_in.headers["set-cookie"].to_str().unwrap();
    for part in ["baton=", "HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=43200"] {
        assert!(set_cookie.contains(part), "{set_cookie}");
    }
    assert_eq!(signed_in.json()["expiresIn"], 900);
    let token = signed_in.json()["accessToken"].as_str().unwrap().to_owned();
    assert_eq!(house.asked(&token, WHO, json!({})).await.json()["data"]["viewer"]["login"], "north");

    let signed_out = house.post("/auth/sign-out", &[("cookie", &signed_in.cookie())], "").await;
    assert_eq!(signed_out.status, StatusCode::NO_CONTENT);
    assert!(signed_out.headers["set-cookie"].to_str().unwrap().contains("Max-Age=0"));
    assert_eq!(house.asked(&token, WHO, json!({})).await.code(), "UNAUTHENTICATED");
    assert_eq!(refresh(house, &signed_in.cookie()).await.code(), "UNAUTHENTICATED");
}

async fn a_refresh_token_is_spent_once_and_a_second_time_ends_the_session(house: &House) {
    let first = house.sign_in("north", PASSWORD).await;
    let second = refresh(house, &first.cookie()).await;
    assert_eq!(second.status, StatusCode::OK, "{}", second.text);
    assert_ne!(first.cookie(), second.cookie());
    let third = refresh(house, &second.cookie()).await;
    let token = third.json()["accessToken"].as_str().unwrap().to_owned();
    assert_eq!(house.asked(&token, WHO, json!({})).await.code(), "OK");

    assert_eq!(refresh(house, &first.cookie()).await.code(), "UNAUTHENTICATED", "it was spent");
    assert_eq!(refresh(house, &third.cookie()).await.code(), "UNAUTHENTICATED", "the session has ended");
    assert_eq!(house.asked(&token, WHO, json!({})).await.code(), "UNAUTHENTICATED", "and its access token with it");
}

async fn a_disabled_account_is_out_at_once(house: &House) {
    let signed_in = house.sign_in("north", PASSWORD).await;
    let token = signed_in.json()["accessToken"].as_str().unwrap().to_owned();
    let accounts =
        house.data("admin", r#"{ accounts(first: 1, search: "north") { nodes { id version } } }"#, json!({})).await;
    let account = &accounts["accounts"]["nodes"][0];
    let query = "mutation($a: AccountId!, $v: Int!) { disableAccount(account: $a, version: $v) { disabled } }";
    let disabled = house.data("admin", query, json!({ "a": account["id"], "v": account["version"] })).await;
    assert_eq!(disabled["disableAccount"]["disabled"], true);
    assert_eq!(house.asked(&token, WHO, json!({})).await.code(), "UNAUTHENTICATED");
    assert_eq!(refresh(house, &signed_in.cookie()).await.code(), "UNAUTHENTICATED");
    assert_eq!(house.sign_in("north", PASSWORD).await.code(), "UNAUTHENTICATED");
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_login_are_answered_alike() {
    let house = House::sqlite().await;
    let wrong = house.sign_in("north", "wrong").await;
    let unknown = house.sign_in("nobody", "wrong").await;
    assert_eq!((wrong.status, &wrong.text), (StatusCode::UNAUTHORIZED, &unknown.text));
    assert_eq!(wrong.headers.get("set-cookie"), None);
}

#[tokio::test]
async fn an_access_token_ends_after_fifteen_minutes_and_the_session_after_twelve_hours() {
    let house = House::sqlite().await;
    let signed_in = house.sign_in("north", PASSWORD).await;
    let token = signed_in.json()["accessToken"].as_str().unwrap().to_owned();
    house.wait(TimeDelta::minutes(15));
    assert_eq!(house.asked(&token, WHO, json!({})).await.code(), "OK", "within the leeway");
    house.wait(TimeDelta::seconds(31));
    assert_eq!(house.asked(&token, WHO, json!({})).await.code(), "UNAUTHENTICATED");
    let renewed = refresh(&house, &signed_in.cookie()).await;
    assert_eq!(renewed.status, StatusCode::OK);
    house.wait(TimeDelta::hours(12));
    assert_eq!(refresh(&house, &renewed.cookie()).await.code(), "UNAUTHENTICATED");
}

#[tokio::test]
async fn tokens_of_another_key_or_of_no_session_are_refused() {
    let house = House::sqlite().await;
    let good = house.gate.keys.check(&house.token("north").await, (house.gate.clock)()).unwrap();
    let foreign = Keys::try_new(&[8; 32]).unwrap().sign(&good).unwrap();
    let sign = |claims: &Claims| house.gate.keys.sign(claims).unwrap();
    let other_account = sign(&Claims { sub: AccountId::from_raw(401), ..good.clone() });
    let no_session = sign(&Claims { sid: SessionId::from_raw(1), ..good.clone() });
    let expired = sign(&Claims::new(good.sub, good.sid, Utc::now() - TimeDelta::days(900), ACCESS));
    assert_eq!(house.asked(&sign(&good), WHO, json!({})).await.code(), "OK");
    for token in [foreign, other_account, no_session, expired, String::new(), "x.y.z".to_owned()] {
        let refused = house.asked(&token, WHO, json!({})).await;
        assert_eq!((refused.status, refused.code().as_str()), (StatusCode::UNAUTHORIZED, "UNAUTHENTICATED"), "{token}");
    }
    let anonymous =
        house.post("/graphql", &[("content-type", "application/json")], r#"{"query":"{ viewer { login } }"}"#).await;
    assert_eq!(code(&anonymous.json()), "UNAUTHENTICATED");
}

#[tokio::test]
async fn a_page_of_another_site_cannot_sign_anybody_in_or_out() {
    let house = House::sqlite().await;
    let cookie = house.sign_in("north", PASSWORD).await.cookie();
    let from = |origin: &'static str| vec![("cookie", cookie.as_str()), ("host", "baton.test"), ("origin", origin)];
    for origin in ["https://evil.test", "null", "https://baton.test.evil.test", "baton.test"] {
        for path in ["/auth/refresh", "/auth/sign-out"] {
            assert_eq!(house.post(path, &from(origin), "").await.code(), "FORBIDDEN", "{origin} {path}");
        }
    }
    assert_eq!(house.post("/auth/refresh", &from("http://baton.test"), "").await.status, StatusCode::OK);
}

#[tokio::test]
async fn only_a_demonstration_tells_who_may_sign_in() {
    let house = House::sqlite().await;
    assert_eq!(house.get("/auth/demo").await.code(), "NOT_FOUND");
    let session = house.operator().begin().await.unwrap();
    let permit = dictionary::permit(&session).unwrap();
    dictionary::set(&session, &permit, "demo", r#"{"demo":true,"accounts":[]}"#).await.unwrap();
    session.commit().await.unwrap();
    assert_eq!(house.get("/auth/demo").await.json(), json!({ "demo": true, "accounts": [] }));
}
