//! One WebSocket that speaks `graphql-transport-ws`: what it says, and what it hears.

use std::rc::Rc;

use serde_json::{Value, json};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{CloseEvent, Event, MessageEvent, WebSocket};

/// What comes over it.
#[derive(Debug, Clone, PartialEq)]
pub enum Heard {
    /// The server knows who it is.
    Acknowledged,
    /// An answer to what is followed under the number.
    Told(u32, Value),
    /// There is no more of it.
    Ended(u32),
    /// It was closed, with this code.
    Closed(u16),
}

/// An open socket, closed when it is let go of.
pub struct Socket {
    /// Tells it from the one before.
    pub number: u32,
    socket: WebSocket,
    _opened: Closure<dyn FnMut(Event)>,
    _message: Closure<dyn FnMut(MessageEvent)>,
    _closed: Closure<dyn FnMut(CloseEvent)>,
}

impl Socket {
    /// Opens one to the server the page comes from, and says by the token who it is.
    ///
    /// # Errors
    /// Where the browser does not open one.
    pub fn open(number: u32, token: String, hear: impl Fn(Heard) + 'static) -> Result<Self, JsValue> {
        let socket = WebSocket::new_with_str(&address(), "graphql-transport-ws")?;
        let hear = Rc::new(hear);
        let opened = {
            let socket = socket.clone();
            Closure::<dyn FnMut(Event)>::new(move |_| {
                let payload = json!({ "authorization": format!("Bearer {token}") });
                say(&socket, &json!({ "type": "connection_init", "payload": payload }));
            })
        };
        let message = {
            let (socket, hear) = (socket.clone(), Rc::clone(&hear));
            Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
                let text = event.data().as_string().unwrap_or_default();
                match read(&text) {
                    Message::Heard(heard) => hear(heard),
                    Message::Ping => say(&socket, &json!({ "type": "pong" })),
                    Message::Other => (),
                }
            })
        };
        let closed = Closure::<dyn FnMut(CloseEvent)>::new(move |event: CloseEvent| hear(Heard::Closed(event.code())));
        socket.set_onopen(Some(opened.as_ref().unchecked_ref()));
        socket.set_onmessage(Some(message.as_ref().unchecked_ref()));
        socket.set_onclose(Some(closed.as_ref().unchecked_ref()));
        Ok(Self { number, socket, _opened: opened, _message: message, _closed: closed })
    }

    /// Says something.
    pub fn say(&self, message: &Value) {
        say(&self.socket, message);
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.socket.set_onopen(None);
        self.socket.set_onmessage(None);
        self.socket.set_onclose(None);
        // One that is closed already stays so.
        drop(self.socket.close());
    }
}

fn say(socket: &WebSocket, message: &Value) {
    // What cannot be said is heard as the end of the socket.
    drop(socket.send_with_str(&message.to_string()));
}

fn address() -> String {
    let origin = web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default();
    format!("{}/graphql/ws", origin.replacen("http", "ws", 1))
}

#[derive(Debug, Clone, PartialEq)]
enum Message {
    Heard(Heard),
    Ping,
    Other,
}

/// Reads a message; one with errors ends what is followed.
fn read(text: &str) -> Message {
    let Ok(mut message) = serde_json::from_str::<Value>(text) else { return Message::Other };
    let kind = message.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
    let id = message.get("id").and_then(Value::as_str).and_then(|id| id.parse().ok());
    let data = message.pointer_mut("/payload/data").map(Value::take).unwrap_or_default();
    match (kind.as_str(), id) {
        ("connection_ack", _) => Message::Heard(Heard::Acknowledged),
        ("ping", _) => Message::Ping,
        ("next", Some(id)) if !data.is_null() => Message::Heard(Heard::Told(id, data)),
        ("error" | "complete" | "next", Some(id)) => Message::Heard(Heard::Ended(id)),
        _ => Message::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_of_the_server_are_read_and_others_passed_over() {
        for (text, expected) in [
            (r#"{"type":"connection_ack"}"#, Message::Heard(Heard::Acknowledged)),
            (r#"{"type":"ping"}"#, Message::Ping),
            (
                r#"{"type":"next","id":"7","payload":{"data":{"a":1}}}"#,
                Message::Heard(Heard::Told(7, json!({ "a": 1 }))),
            ),
            (r#"{"type":"error","id":"7","payload":[{"message":"no"}]}"#, Message::Heard(Heard::Ended(7))),
            (r#"{"type":"complete","id":"7"}"#, Message::Heard(Heard::Ended(7))),
            (r#"{"type":"next","id":"x","payload":{"data":{"a":1}}}"#, Message::Other),
            (r#"{"type":"pong"}"#, Message::Other),
            ("<html>", Message::Other),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
