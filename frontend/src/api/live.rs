//! The line over which the server tells what happens: one WebSocket for the page, opened for the first thing it follows, opened again
//! with patience where it broke, and closed with the last. Every opening tells the present anew, so nothing is missed meanwhile.

mod socket;
mod wait;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

use graphql_client::{GraphQLQuery, QueryBody};
use leptos::leptos_dom::helpers::set_timeout;
use serde_json::{Value, json};

use super::{Client, answer, document};
use crate::session::Session;
use socket::{Heard, Socket};
use wait::{Ending, wait};

/// What the page does with each answer.
type Told = Rc<dyn Fn(&Value)>;

/// Something the page follows.
struct Followed {
    /// What asks for it.
    question: Value,
    told: Told,
}

/// How far the line is.
enum Stage {
    /// There is none, and none is on its way.
    Closed,
    /// It is being opened, or waited for. The number tells an opening from one that was given up.
    Opening(u32),
    /// Opened with this token; the server has not yet said that it knows it.
    Unknown(Socket, String),
    /// The server tells.
    Open(Socket, String),
}

struct Line {
    stage: Stage,
    followed: BTreeMap<u32, Followed>,
    /// The last number given away.
    last: u32,
    /// How often it broke since it was open.
    broken: u32,
}

thread_local! {
    static LINE: RefCell<Line> =
        const { RefCell::new(Line { stage: Stage::Closed, followed: BTreeMap::new(), last: 0, broken: 0 }) };
}

/// Something that is followed until it is let go of.
#[derive(Debug, Clone, Copy)]
pub struct Following(u32);

impl Client {
    /// Calls `told` with the present and with whatever comes after it.
    pub fn follow<Q: GraphQLQuery>(
        self,
        variables: Q::Variables,
        told: impl Fn(Q::ResponseData) + 'static,
    ) -> Following {
        let QueryBody { variables, query, operation_name } = Q::build_query(variables);
        let question = json!({
            "query": document::alone(query, operation_name),
            "operationName": operation_name,
            "variables": serde_json::to_value(variables).unwrap_or_default(),
        });
        // What does not read is of another version of the server: the page finds that out when it asks next.
        let told = move |data: &Value| {
            if let Ok(answer) = answer::read(data) {
                told(answer);
            }
        };
        self.follow_any(question, Rc::new(told))
    }

    fn follow_any(self, question: Value, told: Told) -> Following {
        let (number, idle) = LINE.with_borrow_mut(|line| {
            line.last += 1;
            let number = line.last;
            if let Stage::Open(socket, _) = &line.stage {
                socket.say(&subscribe(number, &question));
            }
            line.followed.insert(number, Followed { question, told });
            (number, matches!(line.stage, Stage::Closed))
        });
        if idle {
            open_after(self.session, Duration::ZERO, None);
        }
        Following(number)
    }
}

impl Following {
    /// Whether the server tells it now; where it does not, whoever needs to know has to ask.
    pub fn is_told(self) -> bool {
        LINE.with_borrow(|line| matches!(line.stage, Stage::Open(..)) && line.followed.contains_key(&self.0))
    }

    /// Lets go of it; with the last the line is closed.
    pub fn end(self) {
        let closed = LINE.with_borrow_mut(|line| {
            line.followed.remove(&self.0);
            if let Stage::Open(socket, _) = &line.stage {
                socket.say(&json!({ "type": "complete", "id": self.0.to_string() }));
            }
            line.followed.is_empty().then(|| std::mem::replace(&mut line.stage, Stage::Closed))
        });
        drop(closed);
    }
}

fn subscribe(number: u32, question: &Value) -> Value {
    json!({ "id": number.to_string(), "type": "subscribe", "payload": question })
}

/// Opens the line after a while, with a token that is not the one the server refused.
fn open_after(session: Session, pause: Duration, refused: Option<String>) {
    let number = LINE.with_borrow_mut(|line| {
        line.last += 1;
        line.stage = Stage::Opening(line.last);
        line.last
    });
    let open = move || {
        leptos::task::spawn_local(async move {
            let token = match (session.token().await, refused) {
                (Ok(token), Some(refused)) if token == refused => session.renew().await,
                (token, _) => token,
            };
            let awaited = LINE.with_borrow(|line| matches!(line.stage, Stage::Opening(opening) if opening == number));
            match token {
                Ok(token) if awaited => connect(session, token),
                // Without a session nobody is told anything: the page is on its way to sign-in.
                Err(failure) if awaited && failure.code != super::codes::ErrorCode::Unauthenticated => {
                    ended(session, None, Ending::Broken);
                }
                Ok(_) | Err(_) => (),
            }
        });
    };
    set_timeout(open, pause);
}

fn connect(session: Session, token: String) {
    let number = LINE.with_borrow_mut(|line| {
        line.last += 1;
        line.last
    });
    match Socket::open(number, token.clone(), move |heard| hear(session, number, heard)) {
        Ok(socket) => LINE.with_borrow_mut(|line| line.stage = Stage::Unknown(socket, token)),
        Err(_) => ended(session, None, Ending::Refused),
    }
}

fn hear(session: Session, number: u32, heard: Heard) {
    match heard {
        Heard::Acknowledged => acknowledged(number),
        Heard::Told(id, data) => {
            let told = LINE.with_borrow(|line| line.followed.get(&id).map(|followed| Rc::clone(&followed.told)));
            if let Some(told) = told {
                told(&data);
            }
        }
        // What was followed is out of sight: the page shows so when it asks for it.
        Heard::Ended(id) => drop(LINE.with_borrow_mut(|line| line.followed.remove(&id))),
        Heard::Closed(code) => {
            let (stage, wanted) = LINE.with_borrow_mut(|line| {
                let stage = match &line.stage {
                    Stage::Open(socket, _) | Stage::Unknown(socket, _) if socket.number == number => {
                        Some(std::mem::replace(&mut line.stage, Stage::Closed))
                    }
                    Stage::Open(..) | Stage::Unknown(..) | Stage::Opening(_) | Stage::Closed => None,
                };
                (stage, !line.followed.is_empty())
            });
            let Some(Stage::Open(socket, token) | Stage::Unknown(socket, token)) = stage else { return };
            // It is still calling us.
            leptos::task::spawn_local(async move { drop(socket) });
            if wanted {
                ended(session, Some(token), Ending::of(code));
            }
        }
    }
}

fn acknowledged(number: u32) {
    LINE.with_borrow_mut(|line| {
        let stage = std::mem::replace(&mut line.stage, Stage::Closed);
        line.stage = match stage {
            Stage::Unknown(socket, token) if socket.number == number => {
                line.broken = 0;
                for (number, followed) in &line.followed {
                    socket.say(&subscribe(*number, &followed.question));
                }
                Stage::Open(socket, token)
            }
            other => other,
        };
    });
}

/// The line broke, or could not be opened: again, the more patiently the more often.
fn ended(session: Session, token: Option<String>, ending: Ending) {
    let broken = LINE.with_borrow_mut(|line| {
        line.broken = line.broken.saturating_add(1);
        line.broken
    });
    let refused = token.filter(|_| ending == Ending::TokenEnded);
    open_after(session, wait(ending, broken, js_sys::Math::random()), refused);
}
