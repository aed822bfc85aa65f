//! What fails keeps nothing else waiting: a matter of which nothing can be noted, and one that cannot be read.

use sea_orm::ConnectionTrait as _;
use serde_json::{Value, json};
use shared::id::{Id as _, MatterId};

use super::{Story, on_both};

/// The number of a matter in the database.
fn raw(matter: &Value) -> i64 {
    matter.as_str().unwrap().parse::<MatterId>().unwrap().raw()
}

impl Story {
    /// A statement past everything that keeps the database whole.
    pub(super) async fn tampered(&self, sql: &str) {
        let connection = sea_orm::Database::connect(self.url.as_str()).await.unwrap();
        connection.execute_unprepared(sql).await.unwrap();
        connection.close().await.unwrap();
    }

    /// From now on nothing can be noted of a matter.
    pub(super) async fn hindered(&self, matter: &Value) {
        let id = raw(matter);
        let sql = if self.url.starts_with("sqlite") {
            format!(
                "CREATE TRIGGER hindered BEFORE INSERT ON matter_event WHEN NEW.matter_id = {id}
                BEGIN SELECT RAISE(ABORT, 'hindered'); END"
            )
        } else {
            format!(
                "CREATE FUNCTION hinder() RETURNS trigger LANGUAGE plpgsql
                AS $$ BEGIN RAISE EXCEPTION 'hindered'; END $$;
                CREATE TRIGGER hindered BEFORE INSERT ON matter_event
                FOR EACH ROW WHEN (NEW.matter_id = {id}) EXECUTE FUNCTION hinder()"
            )
        };
        self.tampered(&sql).await;
    }

    /// It can again.
    pub(super) async fn unhindered(&self) {
        let table = if self.url.starts_with("sqlite") { "" } else { " ON matter_event" };
        self.tampered(&format!("DROP TRIGGER hindered{table}")).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_are_evaluated_by_the_clock_whatever_fails_beside_them() {
    on_both(|mut story| async move {
        story.at("2026-04-03");
        let (_, indicator) = story.ids().await;
        story.month("2026-02", &[("NORTH-1", 10)], "2026-03-03").await;
        story.rule(&indicator).await;
        // A warning that cannot be read any more: nobody can say whether it goes with a post.
        let units = story.ask("auditor", "{ units(first: 100) { nodes { id code } } }", json!({})).await;
        let units = units["units"]["nodes"].as_array().unwrap();
        let unit = units.iter().find(|it| it["code"] == "NORTH-2").unwrap()["id"].clone();
        let input = json!({ "unit": unit, "severity": "BLUE", "title": "Look", "advice": "at the ten largest" });
        let issue = "mutation($i: WarningInput!) { issueWarning(input: $i) { id } }";
        let broken = story.ask("party_secretary", issue, json!({ "i": input })).await["issueWarning"]["id"].clone();
        story.tampered(&format!("UPDATE matter SET detail = '{{}}' WHERE id = {}", raw(&broken))).await;
        story.run("2026-01", "2026-03", &[("NORTH-1", 7)]).await;
        let watcher = story.watcher("2026-04-04");
        assert!(watcher.pass_on().await.is_err());
        assert_eq!(watcher.by_the_clock().await.unwrap().unwrap().outcome.issued, 1);
        assert_eq!(watcher.by_the_clock().await.unwrap(), None);
    })
    .await;
}
