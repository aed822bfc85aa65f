//! Roles, grants, and the explainer: what it says is what is enforced.

use std::collections::BTreeSet;

use backend::app::audit;
use serde_json::{Value, json};

use crate::on_both_databases;
use crate::support::{House, code, logins, unit};

on_both_databases! {
    who_may_see_a_unit_is_who_does_see_it
    what_an_account_may_see_is_what_it_sees
    a_grant_counts_at_once_and_is_gone_at_once
    a_role_is_edited_and_keeps_its_code_if_it_is_shipped
}

async fn account(house: &House, login: &str) -> Value {
    let query = "query($s: String) { accounts(first: 10, search: $s) { nodes { id login version grants { id role { code } scope unit { code } units { code } lines } } } }";
    let found = house.data("admin", query, json!({ "s": login })).await["accounts"]["nodes"].clone();
    found.as_array().unwrap().iter().find(|account| account["login"] == login).unwrap().clone()
}

async fn seen(house: &House, login: &str) -> BTreeSet<String> {
    let units = house.data(login, "{ units(first: 100) { nodes { id } } }", json!({})).await;
    let units = units["units"]["nodes"].as_array().unwrap().clone();
    units.iter().map(|unit| unit["id"].as_str().unwrap().to_owned()).collect()
}

async fn who_may_see_a_unit_is_who_does_see_it(house: &House) {
    let query = "query($u: UnitId!, $after: String) { whoMaySee(unit: $u, first: 5, after: $after) {
        totalCount pageInfo { hasNextPage endCursor } nodes { account { login } rule { resource actions scope role { code } unitName lines } } } }";
    for number in 1..=6 {
        let (mut told, mut lines, mut after) = (BTreeSet::new(), 0, Value::Null);
        loop {
            let page =
                house.data("admin", query, json!({ "u": unit(number), "after": after })).await["whoMaySee"].clone();
            for node in page["nodes"].as_array().unwrap() {
                lines += 1;
                if node["rule"]["resource"] == "ORGANISATION" {
                    told.insert(node["account"]["login"].as_str().unwrap().to_owned());
                }
            }
            after = page["pageInfo"]["endCursor"].clone();
            if page["pageInfo"]["hasNextPage"] == false {
                assert_eq!(page["totalCount"], lines);
                break;
            }
        }
        let mut does = BTreeSet::new();
        for login in logins() {
            if seen(house, login).await.contains(&unit(number).to_string()) {
                does.insert(login.to_owned());
            }
        }
        assert_eq!(told, does, "unit {number}");
    }
}

async fn what_an_account_may_see_is_what_it_sees(house: &House) {
    let query = "query($a: AccountId!) { access(account: $a) { unitCount units { id } lines { resource actions scope unitCount unitName lines } } }";
    for login in logins() {
        let access =
            house.data("admin", query, json!({ "a": account(house, login).await["id"] })).await["access"].clone();
        let told: BTreeSet<String> =
            access["units"].as_array().unwrap().iter().map(|unit| unit["id"].as_str().unwrap().to_owned()).collect();
        assert_eq!(told, seen(house, login).await, "{login}");
        assert_eq!(access["unitCount"], told.len());
    }
    let line = house.data("admin", query, json!({ "a": account(house, "line").await["id"] })).await["access"].clone();
    let cells = line["lines"].as_array().unwrap().iter().find(|rule| rule["resource"] == "CELL").unwrap().clone();
    let expected = json!({ "resource": "CELL", "actions": ["READ", "EXPORT"], "scope": "OWN_LINE_SUBTREE", "unitCount": 6,
        "unitName": "Unit CITY", "lines": ["COLLECTION"] });
    assert_eq!(cells, expected);
    assert_eq!(
        code(&house.answer("north", query, json!({ "a": account(house, "line").await["id"] })).await),
        "FORBIDDEN"
    );
}

async fn a_grant_counts_at_once_and_is_gone_at_once(house: &House) {
    let (north, token) = (account(house, "north").await, house.token("north").await);
    let roles = house.data("admin", "{ roles { id code version permissions { resource actions } } }", json!({})).await;
    let role = roles["roles"].as_array().unwrap().iter().find(|role| role["code"] == "AUDITOR").unwrap().clone();
    let grant = r#"mutation($a: AccountId!, $r: RoleId!, $s: ScopeKind!, $u: UnitId) { grantRole(input: { account: $a, role: $r, scope: $s, unit: $u,
        units: [], lines: [], validFrom: "2026-11-01" }) { id role { code } scope unit { code } } }"#;
    let variables =
        |scope: &str, at: Option<i64>| json!({ "a": north["id"], "r": role["id"], "s": scope, "u": at.map(unit) });
    let lacking = house.answer("admin", grant, variables("OWN_UNIT", None)).await;
    assert_eq!(code(&lacking), "INVALID");
    let units = "{ units(first: 1) { totalCount } }";
    let count = async || house.asked(&token, units, json!({})).await.json()["data"]["units"]["totalCount"].clone();
    assert_eq!(count().await, 3);
    let given = house.data("admin", grant, variables("OWN_UNIT", Some(5))).await["grantRole"].clone();
    assert_eq!((&given["role"]["code"], &given["unit"]["code"]), (&json!("AUDITOR"), &json!("SOUTH-1")));
    assert_eq!(count().await, 4);
    let revoke = "mutation($g: GrantId!) { revokeGrant(grant: $g) { grants { id validTo } } }";
    assert_eq!(code(&house.answer("north", revoke, json!({ "g": given["id"] })).await), "FORBIDDEN");
    house.data("admin", revoke, json!({ "g": given["id"] })).await;
    assert_eq!(count().await, 3);
    assert_eq!(code(&house.answer("admin", revoke, json!({ "g": given["id"] })).await), "STALE");
    assert_eq!(audit::verify(&house.operator()).await.unwrap().broken, None);
}

async fn a_role_is_edited_and_keeps_its_code_if_it_is_shipped(house: &House) {
    let save = r#"mutation($id: RoleId, $v: Int, $code: RoleCode!, $p: [RolePermissionInput!]!) {
        saveRole(input: { id: $id, version: $v, code: $code, name: "名", nameEn: "Name", permissions: $p }) {
            id code builtIn version permissions { resource actions } } }"#;
    let read = json!([{ "resource": "ORGANISATION", "actions": ["READ"] }]);
    let made = house.data("admin", save, json!({ "code": "GUEST", "p": read })).await["saveRole"].clone();
    assert_eq!((&made["builtIn"], &made["version"], &made["permissions"]), (&json!(false), &json!(1), &read));
    let again = house.answer("admin", save, json!({ "code": "GUEST", "p": [] })).await;
    assert_eq!(again["errors"][0]["extensions"]["rule"]["rule"], "CODE_TAKEN");

    let roles = house.data("admin", "{ roles { id code version } }", json!({})).await;
    let director =
        roles["roles"].as_array().unwrap().iter().find(|role| role["code"] == "BRANCH_DIRECTOR").unwrap().clone();
    let variables = |code: &str, permissions: &Value| json!({ "id": director["id"], "v": director["version"], "code": code, "p": permissions });
    let renamed = house.answer("admin", save, variables("DIRECTOR", &read)).await;
    assert_eq!(renamed["errors"][0]["extensions"]["rule"]["rule"], "BUILT_IN");
    assert_eq!(
        house.data("north", "{ persons(first: 1) { totalCount } }", json!({})).await["persons"]["totalCount"],
        2
    );
    house.data("admin", save, variables("BRANCH_DIRECTOR", &read)).await;
    assert_eq!(
        house.data("north", "{ persons(first: 1) { totalCount } }", json!({})).await["persons"]["totalCount"],
        0
    );
    assert_eq!(code(&house.answer("admin", save, variables("BRANCH_DIRECTOR", &read)).await), "STALE");
}

#[tokio::test]
async fn an_account_is_created_with_a_strong_password_and_may_do_nothing_yet() {
    let house = House::sqlite().await;
    let create = r#"mutation($l: String!, $p: String!) { createAccount(input: { login: $l, password: $p, displayName: "New" }) { login disabled grants { id } } }"#;
    let weak = house.answer("admin", create, json!({ "l": "new", "p": "password" })).await;
    assert_eq!(weak["errors"][0]["extensions"]["fields"][0]["field"], "input.password");
    let taken = house.answer("admin", create, json!({ "l": "north", "p": "Correct-horse-2" })).await;
    assert_eq!(taken["errors"][0]["extensions"]["rule"]["rule"], "CODE_TAKEN");
    assert_eq!(code(&house.answer("north", create, json!({ "l": "new", "p": "Correct-horse-2" })).await), "FORBIDDEN");
    let made = house.data("admin", create, json!({ "l": "new", "p": "Correct-horse-2" })).await;
    assert_eq!(made["createAccount"], json!({ "login": "new", "disabled": false, "grants": [] }));
    assert_eq!(house.sign_in("new", "Correct-horse-2").await.status.as_u16(), 200);
    assert_eq!(
        house
            .data(
                "new",
                "{ viewer { permissions { resource } home { name } } units(first: 1) { totalCount } }",
                json!({})
            )
            .await,
        json!({ "viewer": { "permissions": [], "home": null }, "units": { "totalCount": 0 } })
    );
}

#[tokio::test]
async fn the_viewer_says_who_they_are_and_where_their_cockpit_opens() {
    let house = House::sqlite().await;
    let query = "{ viewer { login roles { code } permissions { resource action } home { kind name subject } } dictionary { levels { code } } }";
    for (login, home) in [
        ("head", json!("Unit CITY")),
        ("north", json!("Unit NORTH")),
        ("line", json!("Unit CITY")),
        ("officer", json!("Wang")),
        ("admin", Value::Null),
    ] {
        let viewer = house.data(login, query, json!({})).await["viewer"].clone();
        assert_eq!(viewer["home"].get("name").cloned().unwrap_or_default(), home, "{login}");
        assert_eq!(viewer["roles"].as_array().unwrap().len(), 1, "{login}");
        assert!(!viewer["permissions"].as_array().unwrap().is_empty(), "{login}");
    }
}
