//! GraphQL over HTTP: methods, media types, limits, headers, and the addresses beside it.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use serde_json::{Value, json};

use crate::support::House;

const JSON: (&str, &str) = ("content-type", "application/json");

#[tokio::test]
async fn only_json_by_post_is_taken() {
    let house = House::sqlite().await;
    let query = r#"{"query":"{ viewer { login } }"}"#;
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonx"] {
        let refused = house.post("/graphql", &[("content-type", kind)], query).await;
        assert_eq!(
            (refused.status, refused.code().as_str()),
            (StatusCode::UNSUPPORTED_MEDIA_TYPE, "INVALID"),
            "{kind}"
        );
    }
    for method in [Method::GET, Method::PUT, Method::DELETE] {
        let request =
            Request::builder().method(method.clone()).uri("/graphql?query={viewer{login}}").body(Body::empty());
        let refused = house.send(request.unwrap()).await;
        assert_eq!(refused.status, StatusCode::METHOD_NOT_ALLOWED, "{method}");
        assert_eq!(refused.headers["allow"], "POST");
    }
}

#[tokio::test]
async fn bodies_that_are_no_single_operation_are_refused() {
    let house = House::sqlite().await;
    for (body, status, code) in [
        ("".to_owned(), StatusCode::BAD_REQUEST, "INVALID"),
        ("{".to_owned(), StatusCode::BAD_REQUEST, "INVALID"),
        (r#"{"variables":{}}"#.to_owned(), StatusCode::BAD_REQUEST, "INVALID"),
        (r#"[{"query":"{ viewer { login } }"}]"#.to_owned(), StatusCode::BAD_REQUEST, "INVALID"),
        (r#"{"query":1}"#.to_owned(), StatusCode::BAD_REQUEST, "INVALID"),
        (format!(r#"{{"query":"{}"}}"#, " ".repeat(256 * 1024)), StatusCode::PAYLOAD_TOO_LARGE, "LIMIT"),
    ] {
        let refused = house.post("/graphql", &[JSON], body).await;
        assert_eq!((refused.status, refused.code().as_str()), (status, code), "{}", refused.text);
    }
}

#[tokio::test]
async fn credentials_take_little_room() {
    let house = House::sqlite().await;
    let body = json!({ "login": "north", "password": "x".repeat(4096) }).to_string();
    let refused = house.post("/auth/sign-in", &[JSON], body).await;
    assert_eq!((refused.status, refused.code().as_str()), (StatusCode::PAYLOAD_TOO_LARGE, "LIMIT"));
}

#[tokio::test]
async fn the_status_of_a_refused_document_follows_what_the_client_accepts() {
    let house = House::sqlite().await;
    let bearer = format!("Bearer {}", house.token("north").await);
    for (query, accept, status) in [
        ("{ viewer { nothing } }", "application/json", StatusCode::OK),
        ("{ viewer { nothing } }", "application/graphql-response+json", StatusCode::BAD_REQUEST),
        ("{ viewer {", "application/graphql-response+json, application/json;q=0.9", StatusCode::BAD_REQUEST),
        ("{ unit(id: 1) { name } }", "application/graphql-response+json", StatusCode::BAD_REQUEST),
        ("{ viewer { login } }", "application/graphql-response+json", StatusCode::OK),
    ] {
        let headers = [JSON, ("authorization", &bearer), ("accept", accept)];
        let answered = house.post("/graphql", &headers, json!({ "query": query }).to_string()).await;
        assert_eq!(answered.status, status, "{query} {accept}: {}", answered.text);
        let kind = accept.split(',').next().unwrap();
        assert_eq!(answered.headers["content-type"], format!("{kind}; charset=utf-8"));
        let has_data = answered.json().get("data").is_some();
        assert_eq!(has_data, answered.code() == "OK", "{}", answered.text);
    }
}

#[tokio::test]
async fn documents_beyond_a_limit_are_refused_by_its_name() {
    let house = House::sqlite().await;
    let token = house.token("north").await;
    let deep = format!("{{ rootUnits {} name {} }}", "{ children ".repeat(12), "}".repeat(12));
    for (query, limit) in [
        (deep, "depth"),
        (format!("{{ {} }}", (0..2_001).map(|at| format!("a{at}: __typename ")).collect::<String>()), "queryText"),
        ("query A { viewer { login } } query B { viewer { login } }".to_owned(), "operations"),
        ("{ units(first: 101) { totalCount } }".to_owned(), "first"),
        ("{ units(first: 0) { totalCount } }".to_owned(), "first"),
        ("{ units(first: -1) { totalCount } }".to_owned(), "first"),
    ] {
        let error = house.asked(&token, &query, json!({})).await.json()["errors"][0]["extensions"].clone();
        assert_eq!(error, json!({ "code": "LIMIT", "limit": limit }), "{query}");
    }
}

#[tokio::test]
async fn every_answer_has_an_id_and_the_headers_that_browsers_heed() {
    let house = House::sqlite().await;
    for path in ["/healthz", "/readyz", "/auth/demo", "/assets/none.js", "/cockpit/unit-1"] {
        let answer = house.get(path).await;
        assert!(answer.headers["x-request-id"].len() >= 8, "{path}");
        assert!(
            answer.headers["content-security-policy"].to_str().unwrap().contains("frame-ancestors 'none'"),
            "{path}"
        );
        assert_eq!(answer.headers["x-content-type-options"], "nosniff", "{path}");
    }
    assert_eq!(house.get("/healthz").await.text, "alive");
    assert_eq!(house.get("/readyz").await.text, "ready");
    assert_eq!(house.get("/auth/demo").await.headers["cache-control"], "no-store");
    for path in ["/assets/none.js", "/files/none", "/none.txt", "/graphql/none"] {
        assert_eq!(house.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_request_id_of_the_client_is_kept_if_it_is_a_plain_one() {
    let house = House::sqlite().await;
    for (given, kept) in [("0123456789abcdef", true), ("short", false), ("with spaces in it", false)] {
        let answer = house.post("/auth/refresh", &[("x-request-id", given)], "").await;
        assert_eq!(answer.headers["x-request-id"] == given, kept, "{given}");
    }
}

#[tokio::test]
async fn the_schema_tells_about_itself_only_where_it_may() {
    let house = House::sqlite().await;
    let told = house
        .data("north", "{ __schema { types { name fields { args { type { ofType { name } } } } } } }", json!({}))
        .await;
    assert!(told["__schema"]["types"].as_array().unwrap().len() > 40);
    let silent = backend::graphql::schema::schema(false);
    let answer = silent.execute("{ __schema { types { name } } }").await;
    assert!(!answer.errors.is_empty() || answer.data.into_json().unwrap()["__schema"] == Value::Null);
}
