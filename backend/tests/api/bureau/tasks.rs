//! Tasks of the bureau: one in every state in which something can be done, each of the office NORTH-1, which comes from NORTH, and of
//! SOUTH-1, which comes from SOUTH; with templates, and nodes of the indicator that is asked after.

use backend::store::matter::{link, named, next_number, permit_to_open};
use backend::store::task as store;
use backend::store::{Session, Store};
use serde_json::Value;
use shared::calendar::Calendar;
use shared::id::{Id, MatterId, NodeId};
use shared::matter::{Event, LinkKind, MatterKind, Parties, Severity, Side};
use shared::period::Cycle;
use shared::policy::{Action, Resource};
use shared::task::node::{Due, Node, NodeContent};
use shared::task::template::{DoneBy, TaskTemplate, TemplateContent};
use shared::task::{Found, InspectionManner, Marks, Moved, Opening, Roles, Source, Taker, Target, Task, TaskKind};

use super::matters::{Office, Things, hand, office};
use crate::support::day;

/// What is done before it is asked after.
#[derive(Debug, Clone, Copy)]
enum Life {
    Accept,
    Decline,
    Progress,
    Find,
    Order,
    AskTransfer,
    Report,
    Confirm,
    Mark,
}

const LIVES: &[(&str, &[Life])] = &[
    ("newTask", &[]),
    ("draftTask", &[]),
    ("unitTask", &[]),
    ("nodeTask", &[]),
    ("declinedTask", &[Life::Decline]),
    ("acceptedTask", &[Life::Accept]),
    ("askedTask", &[Life::Accept, Life::AskTransfer]),
    ("workingTask", &[Life::Accept, Life::Progress]),
    ("inspection", &[Life::Accept, Life::Find]),
    ("orderedInspection", &[Life::Accept, Life::Find, Life::Order]),
    ("reportedTask", &[Life::Accept, Life::Progress, Life::Report]),
    ("confirmedTask", &[Life::Accept, Life::Progress, Life::Report, Life::Confirm]),
    ("markedTask", &[Life::Accept, Life::Progress, Life::Report, Life::Confirm, Life::Mark]),
];

/// Writes them, and names them. What an inspection found led to one of the orders.
pub async fn written(store: &Store, everything: &Value, warnings: [MatterId; 2], orders: [MatterId; 2]) -> Things {
    let offices = [office(everything, "NORTH-1", "NORTH", "1"), office(everything, "SOUTH-1", "SOUTH", "4")];
    let session = super::writing(store).await;
    let templates = templates(&session, &offices[0]).await;
    let nodes = nodes(&session, &offices).await;
    let mut sides = Vec::new();
    for ((office, warning), order) in offices.iter().zip(warnings).zip(orders) {
        let mut named = Vec::new();
        for (name, lives) in LIVES {
            named.push((*name, given(&session, (office, order), name, lives, &templates).await));
        }
        let of = |name: &str| named.iter().find(|(known, _)| *known == name).unwrap().1;
        store::node::made(&session, nodes[0], office.unit, day("2026-12-15"), of("nodeTask")).await.unwrap();
        link(&session, warning, of("markedTask"), LinkKind::LedTo).await.unwrap();
        sides.push(named);
    }
    session.commit().await.unwrap();
    let both = sides[0].iter().zip(&sides[1]);
    let mut things: Things = both.map(|(one, other)| (one.0, [one.1.to_string(), other.1.to_string()])).collect();
    let same = |id: String| [id.clone(), id];
    things.push(("taskTemplate", same(templates[0].id.to_string())));
    things.push(("node", same(nodes[0].to_string())));
    things
}

/// The hand of a side with what a task asks of it: whoever is asked later is nobody who did any of this.
fn moved(task: Task, life: Life, (office, order): (&Office, MatterId), calendar: &Calendar) -> Moved {
    let (giver, answer) = (hand(Side::Giver, calendar), hand(Side::Responsible, calendar));
    let doer = Taker { person: task.roles.doer.as_ref().map(|it| it.id), ..Taker::default() };
    let over = Taker { person: None, side: Some(Side::Giver), has_part: false, orders: true };
    let appraiser = Taker { person: task.roles.appraiser.as_ref().map(|it| it.id), ..over };
    let unit = (office.unit, "the office".to_owned());
    let marks = Marks { truth: 5, accuracy: 4, completeness: 5, efficiency: 3 };
    match life {
        Life::Accept => task.accept("", doer, &answer),
        Life::Decline => task.decline("on leave", doer, &answer),
        Life::Progress => task.progress("4 of 10", doer, &answer),
        Life::Find => {
            let (place, what) = ("window 3".to_owned(), "no number was called".to_owned());
            task.add_finding(Found { place, unit, what, severity: Severity::Yellow }, doer, &answer)
        }
        Life::Order => task.ordered(1, order, "ZG-2026-00001", doer, &answer),
        Life::AskTransfer => {
            let to = Target { doer: Some(office.person.clone()), unit: unit.0, unit_name: unit.1 };
            task.ask_transfer(to, "on leave", doer, &answer)
        }
        Life::Report => task.report("all ten", doer, &answer),
        Life::Confirm => task.confirm("", over, &giver),
        Life::Mark => task.mark(marks, "clear lists", appraiser, &giver),
    }
}

async fn given(
    session: &Session,
    (office, order): (&Office, MatterId),
    name: &str,
    lives: &[Life],
    templates: &[TaskTemplate],
) -> MatterId {
    let calendar = Calendar::default();
    let inspection = name.to_lowercase().contains("inspection");
    let full = name == "markedTask";
    let other = || Some(shared::matter::Someone { id: Id::from_raw(77), name: "Somebody else".to_owned() });
    let opening = Opening {
        id: backend::store::permit::fresh().unwrap(),
        number: next_number(session, MatterKind::Task, 2026).await.unwrap(),
        kind: if inspection { TaskKind::Inspection } else { TaskKind::Assigned },
        manner: inspection.then_some(InspectionManner::Covert),
        source: match full {
            true => Source::Event { event: "LATE".parse().unwrap(), key: "1".to_owned() },
            false => Source::Hand,
        },
        template: full.then(|| templates[0].id),
        parties: named(session, Parties::new(office.unit, None, office.giver, None)).await.unwrap(),
        roles: Roles {
            doer: (!matches!(name, "unitTask" | "nodeTask")).then(|| office.person.clone()),
            supervisor: other().filter(|_| full),
            appraiser: other().filter(|_| full),
            result_user: other().filter(|_| full),
        },
        title: "Visit the ten largest".to_owned(),
        what: "see each of them".to_owned(),
        how: "take the list".to_owned(),
        indicator: full.then_some(office.about.indicator),
        due: day("2026-12-31"),
        draft: name == "draftTask",
    };
    let (mut task, event) = Task::open(opening, &hand(Side::Giver, &calendar)).unwrap();
    let mut events: Vec<Event> = vec![event];
    for &life in lives {
        let (after, event) = moved(task, life, (office, order), &calendar).unwrap();
        task = after;
        events.push(event);
    }
    let permit = permit_to_open(session, Action::Order, &task.parties).await.unwrap();
    store::open(session, permit, &task, &events).await.unwrap();
    task.id
}

/// One made by events for the holder of a post, one for a person.
async fn templates(session: &Session, office: &Office) -> Vec<TaskTemplate> {
    let content = |done_by, event: Option<&str>| TemplateContent {
        name: "Look at the late ones".to_owned(),
        kind: TaskKind::Inspection,
        manner: Some(InspectionManner::Open),
        what: "look at each".to_owned(),
        how: "take the list".to_owned(),
        days: 5,
        done_by,
        supervisor: None,
        appraiser: None,
        result_user: Some(office.person.clone()),
        event: event.map(|event| event.parse().unwrap()),
    };
    let other = shared::matter::Someone { id: Id::from_raw(77), name: "Somebody else".to_owned() };
    let of_class = TemplateContent {
        supervisor: Some(other.clone()),
        appraiser: Some(other),
        ..content(DoneBy::PostClass { class: "NOBODY".parse().unwrap() }, Some("LATE"))
    };
    let of_person = content(DoneBy::Person { person: office.person.clone() }, None);
    let mut made = Vec::new();
    for (code, content) in [("T-1", of_class), ("T-2", of_person)] {
        let id = backend::store::permit::fresh().unwrap();
        let template = TaskTemplate { id, code: code.parse().unwrap(), is_active: true, content, version: 1 };
        let permit = session.function(Resource::Event, Action::Write).unwrap();
        store::template::create(session, permit, &template).await.unwrap();
        made.push(template);
    }
    made
}

async fn nodes(session: &Session, offices: &[Office; 2]) -> Vec<NodeId> {
    let mut made = Vec::new();
    let dues = [
        Due::EveryYear { month: 12, day: 15 },
        Due::WorkDay { cycle: Cycle::Month, nth: 3 },
        Due::Once { day: day("2027-06-30") },
    ];
    for due in dues {
        let content = NodeContent {
            name: "Clear the list".to_owned(),
            due,
            remind: 5,
            levels: ["BRANCH".parse().unwrap()].into(),
            units: offices.iter().map(|office| office.unit).collect(),
            what: "look at each".to_owned(),
            how: "take the list".to_owned(),
        };
        let id = backend::store::permit::fresh().unwrap();
        let node = Node { id, indicator: offices[0].about.indicator, is_active: true, content, version: 1 };
        let permit = session.function(Resource::Library, Action::Write).unwrap();
        store::node::create(session, permit, &node).await.unwrap();
        made.push(id);
    }
    made
}
