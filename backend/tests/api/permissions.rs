//! `permissions.txt`: every field of the schema × every built-in role, made by asking. A field that is new has no line there, and
//! one whose answer changed for anybody differs: both fail here. `UPDATE_EXPECT=1` writes the file anew.

mod ask;
mod asked;
mod paths;
mod walk;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

use expect_test::expect_file;
use shared::policy::BUILT_IN_ROLES;
use tokio::task::JoinSet;

use crate::bureau::Bureau;
use ask::{Asker, Sign};
use asked::{NOBODY, SHORT};
use walk::{Schema, questions};

/// What each field gives to one role, in the order of the questions.
type Column = Vec<Vec<Sign>>;

#[tokio::test(flavor = "multi_thread")]
async fn every_field_gives_each_role_what_this_table_says() {
    let bureau = Arc::new(Bureau::built().await);
    let schema = Schema::served().await;
    let questions = Arc::new(questions(&schema).unwrap_or_else(|missing| panic!("{missing}")));
    let mut asking = JoinSet::new();
    for (place, role) in BUILT_IN_ROLES.iter().enumerate() {
        let (bureau, questions) = (Arc::clone(&bureau), Arc::clone(&questions));
        asking.spawn(async move { (place, Asker::new(bureau, role.code).await.column(&questions).await) });
    }
    let mut columns: Vec<(usize, Column)> = asking.join_all().await;
    columns.sort_by_key(|(place, _)| *place);
    let columns: Vec<Column> = columns.into_iter().map(|(_, column)| column).collect();

    proves_something(&questions, &columns);
    expect_file!["../permissions.txt"].assert_eq(&table(&bureau, &questions, &columns));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_list_that_grows_is_asked_for_in_pages_of_one_to_a_hundred() {
    let schema = Schema::served().await;
    assert_eq!(schema.unpaged(), [""; 0], "a connection takes `first: Int!`");
    let auditor = Asker::new(Arc::new(Bureau::built().await), "AUDITOR").await;
    let questions = questions(&schema).unwrap();
    let pages: Vec<_> = questions.iter().filter(|question| question.call.contains("first: ")).collect();
    assert!(pages.len() > 8, "{pages:?}");
    for question in pages {
        for (first, expected) in [(-1, "first"), (0, "first"), (101, "first"), (1, ""), (100, "")] {
            let answer = auditor.page(question, first).await;
            let limit = answer.pointer("/errors/0/extensions/limit").and_then(serde_json::Value::as_str);
            assert_eq!(limit.unwrap_or_default(), expected, "{} {first}: {answer}", question.name);
        }
    }
}

/// A field that nobody gets proves nothing: the question has to reach it, or its absence has a reason.
fn proves_something(questions: &walk::Questions, columns: &[Column]) {
    let got = |place: usize| {
        let signs = columns.iter().flat_map(|column| column.get(place).into_iter().flatten());
        signs.into_iter().any(|sign| matches!(sign, Sign::Rows | Sign::Masked))
    };
    let lines = questions.iter().enumerate();
    let nobody: BTreeSet<&str> =
        lines.filter(|&(place, _)| !got(place)).map(|(_, question)| question.name.as_str()).collect();
    let expected: BTreeSet<&str> = NOBODY.iter().map(|&(name, _)| name).collect();
    let unexplained: Vec<_> = nobody.difference(&expected).collect();
    assert!(
        unexplained.is_empty(),
        "nobody gets {unexplained:?}: lead PATHS (backend/tests/api/permissions/asked.rs) to an object that has it, give the \
         bureau in backend/tests/bureau such an object, or say in NOBODY why there is none"
    );
    let outdated: Vec<_> = expected.difference(&nobody).collect();
    assert!(outdated.is_empty(), "NOBODY says of {outdated:?} what is no longer so: take the line out");
}

fn table(bureau: &Bureau, questions: &walk::Questions, columns: &[Column]) -> String {
    let mut text = String::from(
        "What each role gets of each field: + rows, m masked, - nothing (null, empty, 0), N NOT_FOUND, F FORBIDDEN, . never reached.\n\
         The first sign is for an object inside the scope, the second, where one can be named, for one outside it.\n\n",
    );
    for role in BUILT_IN_ROLES {
        let scope = &bureau.scopes[&role.code.to_lowercase()];
        let _ = writeln!(text, "{} {:<15} {scope}", short(role.code), role.code);
    }
    let width = questions.iter().map(|question| question.name.len()).max().unwrap_or_default();
    let head: Vec<&str> = BUILT_IN_ROLES.iter().map(|role| short(role.code)).collect();
    let mut group = "";
    for (place, question) in questions.iter().enumerate() {
        if question.group != group {
            group = &question.group;
            let _ = writeln!(text, "\n{group}\n{:width$} {}", "", head.join(" "));
        }
        let signs = columns.iter().map(|column| {
            let signs: String = column[place].iter().map(|&sign| sign.letter()).collect();
            format!("{signs:<2}")
        });
        let line = format!("{:width$} {}", question.name, signs.collect::<Vec<_>>().join(" "));
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

fn short(role: &str) -> &'static str {
    let found = SHORT.iter().find(|(code, _)| *code == role).map(|(_, short)| *short);
    found.unwrap_or_else(|| {
        panic!(
            "the role {role} has no column: add (\"{role}\", \"two letters\") to SHORT in \
             backend/tests/api/permissions/asked.rs and an account `{}` to backend/tests/bureau/accounts.csv",
            role.to_lowercase()
        )
    })
}
