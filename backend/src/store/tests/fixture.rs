//! Rows in every table: what belongs to nobody is written once and stays; a world is written and cleared away again.

use chrono::Duration;
use sea_orm::Condition;
use shared::account::Role;
use shared::id::Id;
use shared::policy::{Action, BUILT_IN_ROLES, Permissions, Resource};

use super::dice::Dice;
use super::world::{self, World, period};
use super::{now, register, system, writing};
use crate::store::account::role;
use crate::store::cell::Writer;
use crate::store::entity::{
    account, account_grant, assignment, audit_event, cell, channel, delivery as delivery_row, delivery_notice,
    diagnosis_log, dictionary, duty_switch, evidence, grant_line, grant_unit, loss_risk, loss_risk_follow_up,
    manual_batch, manual_value, matter as matter_row, matter_clock, matter_event, matter_link, matter_party, node_task,
    notice as notice_row, notice_preference, person, post, post_type, publication, risk_label, risk_point,
    risk_point_indicator, score, session, setting, target, task, unit, unit_closure, upload,
};
use crate::store::import::Importer;
use crate::store::scope::Happened;
use crate::store::{Session, Store, delivery};

mod library;
mod matter;
mod run;
mod watching;

pub const POST_TYPE: i64 = 1;
pub const BATCH: i64 = 1;
pub const RUN: i64 = 1;
pub const INDICATORS: [i64; 2] = [1, 2];
pub const VERSIONS: [i64; 2] = [1, 2];

/// Fills every table whose rows belong to nobody; says which roles there are: those shipped and some random ones.
pub async fn furnish(store: &Store) -> Vec<Role> {
    let session = writing(store, system()).await;
    for number in [1, 2] {
        library::library(&session, number).await;
        run::runs(&session, number).await;
        others(&session, number).await;
    }
    let roles = roles();
    for made in &roles {
        let permit = session.function(Resource::Role, Action::Write).unwrap();
        role::create(&session, permit, made).await.unwrap();
    }
    session.record(Happened { action: "test.furnish", subject: "all".to_owned(), ..Happened::default() });
    session.commit().await.unwrap();
    roles
}

fn roles() -> Vec<Role> {
    let mut dice = Dice::new(7);
    let shipped = BUILT_IN_ROLES.iter().map(|role| {
        let each = |&(resource, actions): &(Resource, &'static [Action])| {
            actions.iter().map(move |&action| (resource, action))
        };
        (role.code.to_owned(), role.permissions.iter().flat_map(each).collect::<Permissions>())
    });
    let mut roles: Vec<(String, Permissions)> = shipped.collect();
    for number in 0..12 {
        let every =
            Resource::ALL.iter().flat_map(|&resource| Action::ALL.iter().map(move |&action| (resource, action)));
        let share = dice.between(10, 90);
        roles.push((format!("RANDOM_{number}"), every.filter(|_| dice.chance(share)).collect()));
    }
    let role = |(code, permissions): (String, Permissions)| Role {
        id: dice.id(),
        code: code.parse().unwrap(),
        name: String::new(),
        name_en: String::new(),
        built_in: false,
        version: 1,
        permissions,
    };
    roles.into_iter().map(role).collect()
}

async fn others(session: &Session, number: i64) {
    let text = || format!("x{number}");
    let row =
        dictionary::Model { category: "line".to_owned(), code: text(), name: text(), name_en: text(), ordinal: 1 };
    session.insert::<dictionary::Entity>(row).await.unwrap();
    let code = || format!("T{number}").parse().unwrap();
    let row = post_type::Model {
        id: Id::from_raw(number),
        code: code(),
        name: text(),
        series: code(),
        series_name: text(),
        post_class: code(),
    };
    session.insert::<post_type::Entity>(row).await.unwrap();
    let row = publication::Model {
        scheme_id: Id::from_raw(number),
        period: period(),
        run_id: world::run(),
        digest: text(),
        published_at: now(),
    };
    session.insert::<publication::Entity>(row).await.unwrap();
    let row = manual_batch::Model {
        id: Id::from_raw(number),
        period: period(),
        file_name: text(),
        sha256: text(),
        rows: number,
        uploaded_by: text(),
        uploaded_at: now(),
    };
    session.insert::<manual_batch::Entity>(row).await.unwrap();
    session.insert::<setting::Entity>(setting::Model { key: text(), value: text() }).await.unwrap();
    watching::watching(session, number).await;
    watching::handbook(session, number).await;
    let row = session::Model {
        id: Id::from_raw(number),
        account_id: Id::from_raw(number),
        token_hash: text(),
        previous_hash: text(),
        issued_at: now(),
        expires_at: now() + Duration::days(1),
        ended_at: None,
    };
    session.insert::<session::Entity>(row).await.unwrap();
}

/// Writes a world, through the very functions that packs and runs are written with.
pub async fn put(store: &Store, world: &World) {
    let session = writing(store, system()).await;
    let permit = |resource| session.function(resource, Action::Write).unwrap();
    let importer = Importer::new(&session, permit(Resource::Organisation));
    importer.units(&world.units, &world.links).await.unwrap();
    importer.posts(&[], &world.posts).await.unwrap();
    importer.persons(&world.persons).await.unwrap();
    importer.assignments(&world.assignments, &world.switches).await.unwrap();
    importer.accounts(&world.accounts, &world.grants).await.unwrap();
    importer.targets(&world.targets).await.unwrap();
    importer.manual(&world.manual, "test", now()).await.unwrap();
    let mut writer = Writer::new(&session, permit(Resource::Run), world::run());
    for (belongs, cell) in &world.cells {
        writer.cell(belongs, cell).await.unwrap();
    }
    for (belongs, score) in &world.scores {
        writer.score(belongs, score).await.unwrap();
    }
    writer.finish().await.unwrap();
    matter::channels(&session, world).await;
    matter::matters(&session, world).await;
    delivery::gather(&session).await.unwrap();
    register::put(&session, world).await;
    session.commit().await.unwrap();
}

/// Takes everything of worlds away again; what belongs to nobody stays.
pub async fn clear(store: &Store) {
    let session = writing(store, system()).await;
    macro_rules! empty {
        ($($table:ident)*) => {
            $(session.remove::<$table::Entity>(Action::Write, Condition::all()).await.unwrap();)*
        };
    }
    empty!(diagnosis_log evidence upload matter_event matter_clock matter_link matter_party matter_row notice_row node_task task);
    empty!(channel delivery_row delivery_notice notice_preference);
    empty!(loss_risk loss_risk_follow_up risk_label risk_point risk_point_indicator);
    empty!(account account_grant assignment cell duty_switch grant_line grant_unit manual_value person post score target unit unit_closure);
    session.commit().await.unwrap();
}

/// Appends so many events to the audit trail, each in a transaction of its own.
pub async fn append(store: &Store, events: usize, by: &str) {
    for number in 0..events {
        let session = writing(store, system()).await;
        let summary = format!("{by} {number}");
        session.record(Happened { action: "test.append", subject: by.to_owned(), summary, ..Happened::default() });
        session.commit().await.unwrap();
    }
}

/// The events there are.
pub async fn events(session: &Session) -> Vec<audit_event::Model> {
    session.find::<audit_event::Entity>().all().await.unwrap()
}
