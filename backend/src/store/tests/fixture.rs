//! Rows in every table: what belongs to nobody is written once and stays; a world is written and cleared away again.

use chrono::Duration;
use sea_orm::Condition;
use shared::account::Role;
use shared::channel::ChannelKind;
use shared::channel::preference::Preferences;
use shared::evidence::EvidenceKind;
use shared::handbook::{EntryKind, EntryState};
use shared::id::{AccountId, Id, MatterId};
use shared::indicator::{Domain, Nature, ObjectKind, VersionState};
use shared::matter::{Event, LinkKind, MatterKind, NoticeReason, Severity};
use shared::measure::Aggregate;
use shared::number::{Points, Quantity};
use shared::policy::{Action, Actor, BUILT_IN_ROLES, Permissions, Purpose, Resource};
use shared::run::RunState;
use shared::scheme::SelfFound;
use shared::scoring::RollUp;
use shared::task::TaskKind;
use shared::warning::rule::RuleState;
use shared::warning::standing::StandingState;

use super::dice::Dice;
use super::world::{World, day, period, run};
use super::{now, register, system, writing};
use crate::store::account::role;
use crate::store::cell::Writer;
use crate::store::entity::{
    account, account_grant, assignment, audit_event, cell, channel, dataset, delivery as delivery_row, delivery_notice,
    diagnosis_log, dictionary, duty_switch, evaluation, event_task, evidence, grant_line, grant_unit, handbook_entry,
    handbook_use, indicator, indicator_node, indicator_version, loss_risk, loss_risk_follow_up, manual_batch,
    manual_value, matter as matter_row, matter_clock, matter_counter, matter_event, matter_link, matter_party, measure,
    node_task, notice as notice_row, notice_preference, person, post, post_type, posted_event, process, process_step,
    publication, risk_label, risk_point, risk_point_indicator, rule_standing, run as run_row, run_log, run_refusal,
    run_refused_file, run_refused_row, run_sign, run_source, scheme, scheme_item, score, session, setting,
    shared_pattern, target, task, task_template, unit, unit_closure, upload, warning_rule, work_day,
};
use crate::store::import::Importer;
use crate::store::scope::Happened;
use crate::store::{Session, Store, delivery, matter, notice};

pub const POST_TYPE: i64 = 1;
pub const BATCH: i64 = 1;
pub const RUN: i64 = 1;
pub const INDICATORS: [i64; 2] = [1, 2];
pub const VERSIONS: [i64; 2] = [1, 2];

/// Fills every table whose rows belong to nobody; says which roles there are: those shipped and some random ones.
pub async fn furnish(store: &Store) -> Vec<Role> {
    let session = writing(store, system()).await;
    for number in [1, 2] {
        library(&session, number).await;
        runs(&session, number).await;
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

async fn library(session: &Session, number: i64) {
    let (text, code) = (|| "x".to_owned(), || format!("C{number}").parse().unwrap());
    let row = dataset::Model {
        id: Id::from_raw(number),
        code: code(),
        name: text(),
        system: text(),
        location: text(),
        definition: text(),
        complete_to: None,
        version: 1,
    };
    session.insert::<dataset::Entity>(row).await.unwrap();
    let row = measure::Model {
        id: Id::from_raw(number),
        dataset_id: Id::from_raw(number),
        code: code(),
        name: text(),
        aggregate: Aggregate::Count,
        expression: None,
        filter: None,
        over_tree: RollUp::Sum,
        over_time: RollUp::Sum,
        unit_of_measure: text(),
        version: 1,
    };
    session.insert::<measure::Entity>(row).await.unwrap();
    let row = indicator::Model {
        id: Id::from_raw(number),
        code: code(),
        name: text(),
        name_en: text(),
        object: ObjectKind::Org,
        dimension: "QUALITY".parse().unwrap(),
        cockpit_dimension: None,
        line: None,
        domain: Domain::Business,
        nature: Nature::Quant,
        purpose: text(),
        key_rate: false,
        sort_no: 3,
        version: 1,
    };
    session.insert::<indicator::Entity>(row).await.unwrap();
    versions(session, number).await;
}

async fn versions(session: &Session, number: i64) {
    let row = indicator_version::Model {
        id: Id::from_raw(number),
        indicator_id: Id::from_raw(number),
        number: 1,
        state: VersionState::Draft,
        content: "{}".to_owned(),
        valid_from: day("2026-01-01"),
        valid_to: None,
        version: 1,
    };
    session.insert::<indicator_version::Entity>(row).await.unwrap();
    let (code, total) = (format!("S{number}").parse().unwrap(), Quantity::from_scaled(1_000_000));
    let row = scheme::Model {
        id: Id::from_raw(number),
        code,
        name: "x".to_owned(),
        year: 2026,
        total,
        published: false,
        self_found: SelfFound::Counted,
        version: 1,
    };
    session.insert::<scheme::Entity>(row).await.unwrap();
    let row = scheme_item::Model {
        scheme_id: Id::from_raw(number),
        indicator_version_id: Id::from_raw(number),
        weight: total,
        base_points: Points::from_scaled(number),
        ordinal: 0,
    };
    session.insert::<scheme_item::Entity>(row).await.unwrap();
}

async fn runs(session: &Session, number: i64) {
    let text = || "x".to_owned();
    let id = Id::from_raw(number);
    let row = run_row::Model {
        id,
        scheme_id: Id::from_raw(number),
        state: RunState::Succeeded,
        from_period: period(),
        to_period: period(),
        tree_date: day("2026-03-31"),
        started_by: text(),
        started_at: now(),
        finished_at: None,
        progress: 100,
        stage: text(),
        rows_read: number,
        rows_refused: 0,
        cells_written: 0,
        failure: None,
        digest: None,
    };
    session.insert::<run_row::Entity>(row).await.unwrap();
    let row = run_log::Model { run_id: id, ordinal: 1, at: now(), level: text(), message: text() };
    session.insert::<run_log::Entity>(row).await.unwrap();
    session.insert::<run_sign::Entity>(run_sign::Model { run_id: id, at: now() }).await.unwrap();
    let dataset_id = Id::from_raw(number);
    let row = run_source::Model {
        run_id: id,
        dataset_id,
        name: text(),
        size: number,
        sha256: text(),
        rows: number,
        earliest: None,
        latest: None,
    };
    session.insert::<run_source::Entity>(row).await.unwrap();
    let row = run_refusal::Model { run_id: id, dataset_id, reason: text(), column_name: text(), count: number };
    session.insert::<run_refusal::Entity>(row).await.unwrap();
    let row = run_refused_row::Model {
        run_id: id,
        dataset_id,
        ordinal: 1,
        reason: text(),
        column_name: text(),
        file: text(),
        line: number,
        value: text(),
        raw: text(),
    };
    session.insert::<run_refused_row::Entity>(row).await.unwrap();
    let row = run_refused_file::Model {
        run_id: id,
        dataset_id,
        name: text(),
        rows: number,
        total: number,
        size: number,
        sha256: text(),
        masked: text(),
    };
    session.insert::<run_refused_file::Entity>(row).await.unwrap();
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
        run_id: run(),
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
    watching(session, number).await;
    handbook(session, number).await;
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

async fn watching(session: &Session, number: i64) {
    let code = || format!("R{number}");
    let row = warning_rule::Model {
        id: Id::from_raw(number),
        code: code().parse().unwrap(),
        state: RuleState::Draft,
        content: "{}".to_owned(),
        version: 1,
    };
    session.insert::<warning_rule::Entity>(row).await.unwrap();
    let row = rule_standing::Model {
        rule_id: Id::from_raw(number),
        subject: code(),
        state: StandingState::Clear,
        seen: 0,
        evaluation: code(),
        period: None,
        warning_id: None,
        warned: None,
    };
    session.insert::<rule_standing::Entity>(row).await.unwrap();
    let (objects, micros) = (number, number);
    let (issued, recovered, verified, reopened) = (0, 0, 0, 0);
    let key = code();
    let row = evaluation::Model { key, at: now(), objects, micros, issued, recovered, verified, reopened };
    session.insert::<evaluation::Entity>(row).await.unwrap();
    let day = day("2026-10-01") + Duration::days(number);
    session.insert::<work_day::Entity>(work_day::Model { day, is_worked: false }).await.unwrap();
    templates(session, number).await;
    let (kind, year) = (MatterKind::Task, i32::try_from(number).unwrap());
    session.insert::<matter_counter::Entity>(matter_counter::Model { kind, year, last: 1 }).await.unwrap();
    let (unit_id, text) = (Id::from_raw(1), || code());
    let row = process::Model {
        id: Id::from_raw(number),
        code: code().parse().unwrap(),
        name: text(),
        name_en: text(),
        unit_id,
        retired: false,
        version: 1,
    };
    session.insert::<process::Entity>(row).await.unwrap();
    let row = process_step::Model {
        id: Id::from_raw(number),
        process_id: Id::from_raw(number),
        ordinal: 1,
        code: code().parse().unwrap(),
        name: text(),
        name_en: text(),
        retired: false,
        version: 1,
    };
    session.insert::<process_step::Entity>(row).await.unwrap();
}

async fn handbook(session: &Session, number: i64) {
    let text = || format!("x{number}");
    let row = handbook_entry::Model {
        id: Id::from_raw(number),
        place: text(),
        indicator_id: Id::from_raw(number),
        kind: EntryKind::Cause,
        against_id: None,
        words: text(),
        words_en: text(),
        state: EntryState::Published,
        proposed_by: "{}".to_owned(),
        proposer: text(),
        proposed_at: now(),
        from_id: None,
        reviewed_by: None,
        reviewed_at: None,
        reasons: String::new(),
        version: 1,
    };
    session.insert::<handbook_entry::Entity>(row).await.unwrap();
    let row = handbook_use::Model { entry_id: Id::from_raw(number), matter_id: Id::from_raw(number), worked: None };
    session.insert::<handbook_use::Entity>(row).await.unwrap();
    let row = shared_pattern::Model {
        matter_id: Id::from_raw(number),
        place: format!("{number:013}"),
        unit_id: Id::from_raw(number),
        unit_name: "x".to_owned(),
        title: "x".to_owned(),
        pattern: "x".to_owned(),
        management_change: String::new(),
        indicator_id: None,
        risk_point: None,
        shared_at: now(),
    };
    session.insert::<shared_pattern::Entity>(row).await.unwrap();
}

/// What tasks are made from.
async fn templates(session: &Session, number: i64) {
    let code = || format!("T{number}");
    let (id, content) = (Id::from_raw(number), "{}".to_owned());
    let row = task_template::Model {
        id,
        code: code().parse().unwrap(),
        is_active: false,
        content: content.clone(),
        version: 1,
    };
    session.insert::<task_template::Entity>(row).await.unwrap();
    let row = posted_event::Model {
        id: Id::from_raw(number),
        source: code(),
        key: code(),
        kind: code().parse().unwrap(),
        unit_id: Id::from_raw(number),
        person_id: None,
        at: now(),
        data: code(),
        note: code(),
        posted_at: now(),
    };
    session.insert::<posted_event::Entity>(row).await.unwrap();
    let (event_id, matter_id) = (Id::from_raw(number), Id::from_raw(number));
    session.insert::<event_task::Entity>(event_task::Model { event_id, matter_id }).await.unwrap();
    let (id, indicator_id) = (Id::from_raw(number), Id::from_raw(number));
    let row = indicator_node::Model { id, indicator_id, is_active: false, content, version: 1 };
    session.insert::<indicator_node::Entity>(row).await.unwrap();
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
    let mut writer = Writer::new(&session, permit(Resource::Run), run());
    for (belongs, cell) in &world.cells {
        writer.cell(belongs, cell).await.unwrap();
    }
    for (belongs, score) in &world.scores {
        writer.score(belongs, score).await.unwrap();
    }
    writer.finish().await.unwrap();
    channels(&session, world).await;
    matters(&session, world).await;
    delivery::gather(&session).await.unwrap();
    register::put(&session, world).await;
    session.commit().await.unwrap();
}

/// A channel of each of the first accounts, through which it is told of matters.
async fn channels(session: &Session, world: &World) {
    for account in world.accounts.iter().take(3) {
        let row = channel::Model {
            id: Id::from_raw(Id::raw(account.id)),
            account_id: account.id,
            kind: ChannelKind::Email,
            name: "x".to_owned(),
            address: "x@example.org".to_owned(),
            secret: None,
            least: Severity::Blue,
            reasons: r#"["STEP"]"#.to_owned(),
            is_on: true,
            version: 1,
        };
        session.insert::<channel::Entity>(row).await.unwrap();
        let content = serde_json::to_string(&Preferences::default()).unwrap();
        let row = notice_preference::Model { account_id: account.id, content, version: 1 };
        session.insert::<notice_preference::Entity>(row).await.unwrap();
    }
}

/// Matters with their parts, and a message about each to the first accounts.
async fn matters(session: &Session, world: &World) {
    for order in &world.matters {
        let permit = matter::permit_to_open(session, Action::Order, &order.parties).await.unwrap();
        let event = Event {
            at: now(),
            actor: Actor::System(Purpose::Import),
            name: String::new(),
            side: None,
            step: "OPEN".to_owned(),
            state: order.state.to_string(),
            words: String::new(),
        };
        matter::open(session, permit, order, &[event]).await.unwrap();
        parts(session, order.id).await;
        let accounts: Vec<_> = world.accounts.iter().take(3).map(|account| account.id).collect();
        notice::tell(session, &accounts, order.id, 1, NoticeReason::Step).await.unwrap();
        files(session, order.id, &accounts).await;
        let row = diagnosis_log::Model {
            id: Id::from_raw(order.id.raw()),
            place: order.id.to_string(),
            matter_id: order.id,
            day: now().date_naive(),
            minutes: Some(30),
            person_id: None,
            name: String::new(),
            words: "x".to_owned(),
            at: now(),
        };
        session.insert::<diagnosis_log::Entity>(row).await.unwrap();
    }
    for (one, other) in world.matters.iter().zip(world.matters.iter().skip(1)) {
        matter::link(session, one.id, other.id, LinkKind::LedTo).await.unwrap();
    }
}

/// A file that hangs on a matter, and one on its way from each account.
async fn files(session: &Session, matter_id: MatterId, accounts: &[AccountId]) {
    let row = evidence::Model {
        id: Id::from_raw(matter_id.raw()),
        matter_id,
        event: 1,
        item: None,
        name: "photo.jpg".to_owned(),
        kind: EvidenceKind::Jpeg,
        size: 1,
        sha256: "0".repeat(64),
    };
    session.insert::<evidence::Entity>(row).await.unwrap();
    for account in accounts {
        let id = Id::from_raw(matter_id.raw() ^ account.raw());
        let (name, begun_at) = ("photo.jpg".to_owned(), now());
        let row = upload::Model { id, account_id: *account, matter_id, name, size: 2, received: 1, begun_at };
        session.insert::<upload::Entity>(row).await.unwrap();
    }
}

/// What stands beside a task, by its matter alone.
async fn parts(session: &Session, matter_id: MatterId) {
    let (doer_id, supervisor_id, appraiser_id, result_user_id) = (None, None, None, None);
    let kind = TaskKind::Assigned;
    let row = task::Model { matter_id, kind, doer_id, supervisor_id, appraiser_id, result_user_id };
    session.insert::<task::Entity>(row).await.unwrap();
    let (node_id, unit_id, due) = (Id::from_raw(matter_id.raw()), Id::from_raw(matter_id.raw()), day("2026-10-01"));
    let row = node_task::Model { node_id, unit_id, due, matter_id };
    session.insert::<node_task::Entity>(row).await.unwrap();
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
