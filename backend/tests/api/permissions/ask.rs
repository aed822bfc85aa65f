//! Asking in the name of one role, and reading off the answer what it got.

use std::sync::Arc;

use serde_json::{Value, json};

use super::walk::{Question, Questions};
use crate::bureau::Bureau;
use crate::support::House;

/// What a role got of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// There was no object to ask it of.
    Unreached,
    /// Null, empty, or 0.
    Nothing,
    /// Hidden, and said to be.
    Masked,
    /// What is there.
    Rows,
    /// The code NOT_FOUND.
    NotFound,
    /// The code FORBIDDEN.
    Forbidden,
}

impl Sign {
    pub const fn letter(self) -> char {
        match self {
            Self::Unreached => '.',
            Self::Nothing => '-',
            Self::Masked => 'm',
            Self::Rows => '+',
            Self::NotFound => 'N',
            Self::Forbidden => 'F',
        }
    }

    fn of_value(value: &Value) -> Self {
        let merged = |values: &[Value]| values.iter().map(Self::of_value).max().unwrap_or(Self::Nothing);
        match value {
            Value::Null => Self::Nothing,
            Value::Bool(_) => Self::Rows,
            Value::Number(number) => {
                if number.as_i64() == Some(0) {
                    Self::Nothing
                } else {
                    Self::Rows
                }
            }
            Value::String(text) => {
                if text.is_empty() {
                    Self::Nothing
                } else {
                    Self::Rows
                }
            }
            Value::Array(values) => merged(values),
            Value::Object(fields) => match (fields.get("nodes"), fields.get("state").and_then(Value::as_str)) {
                (Some(nodes), _) => Self::of_value(nodes),
                (None, Some("MASKED")) => Self::Masked,
                (None, Some("EMPTY")) => Self::Nothing,
                (None, _) => Self::Rows,
            },
        }
    }
}

/// Somebody with one role, before a bureau that nobody has touched.
pub struct Asker {
    bureau: Arc<Bureau>,
    role: &'static str,
    house: House,
}

fn not_for_them(error: &Value) -> bool {
    let rule = error.pointer("/extensions/rule/rule").and_then(Value::as_str);
    matches!(rule, Some("NOT_YOUR_SIDE" | "NOT_YOUR_PART" | "NOT_YOUR_ROLE" | "OWN_WORK"))
}

impl Asker {
    pub async fn new(bureau: Arc<Bureau>, role: &'static str) -> Self {
        let house = bureau.house().await;
        Self { bureau, role, house }
    }

    /// What the role gets of each field.
    pub async fn column(mut self, questions: &Questions) -> Vec<Vec<Sign>> {
        let mut column = Vec::new();
        // Fields with the same way to them are asked together.
        for group in questions.chunk_by(|one, next| one.path == next.path && !one.path.is_empty()) {
            match group {
                [question] if question.path.is_empty() => column.push(self.sides(question).await),
                group => column.extend(self.together(group).await.into_iter().map(|sign| vec![sign])),
            }
        }
        column
    }

    /// A field of the root: of what lies inside the scope, and of what lies outside where that is something else.
    async fn sides(&mut self, question: &Question) -> Vec<Sign> {
        let document = document(&[question]);
        let (inside, outside) = (self.filled(&document, 0), self.filled(&document, 1));
        let mut signs = vec![self.alone(question, &inside).await];
        if outside != inside {
            signs.push(self.alone(question, &outside).await);
        }
        signs
    }

    async fn alone(&mut self, question: &Question, document: &str) -> Sign {
        let answer = self.answer(document).await;
        let sign = self.read(&answer, question);
        if question.operation == "mutation" && sign == Sign::Rows {
            self.house = self.bureau.house().await;
        }
        sign
    }

    async fn together(&mut self, group: &[Question]) -> Vec<Sign> {
        let questions: Vec<&Question> = group.iter().collect();
        let answer = self.answer(&self.filled(&document(&questions), 0)).await;
        if answer["errors"].is_null() || refused_before(&answer, &group[0].path) {
            return group.iter().map(|question| self.read(&answer, question)).collect();
        }
        // A field that is refused takes its neighbours with it: ask one after the other.
        let mut signs = Vec::new();
        for question in group {
            let document = self.filled(&document(&[question]), 0);
            signs.push(self.alone(question, &document).await);
        }
        signs
    }

    /// The answer to a question of a page with so many objects.
    pub async fn page(&self, question: &Question, first: i32) -> Value {
        let document = self.filled(&document(&[question]), 0);
        let (before, rest) = document.split_once("first: ").unwrap();
        let (_, after) = rest.split_at(rest.find(|letter: char| !letter.is_ascii_digit()).unwrap());
        self.answer(&format!("{before}first: {first}{after}")).await
    }

    async fn answer(&self, document: &str) -> Value {
        let token = self.bureau.token(self.role);
        match document.starts_with("subscription") {
            true => self.house.first_told(token, document).await,
            false => self.house.asked(token, document, json!({})).await.json(),
        }
    }

    fn read(&self, answer: &Value, question: &Question) -> Sign {
        if let Some(error) = answer["errors"].get(0) {
            if refused_before(answer, &question.path) {
                return Sign::Unreached;
            }
            return match error["extensions"]["code"].as_str() {
                Some("NOT_FOUND") => Sign::NotFound,
                Some("FORBIDDEN") => Sign::Forbidden,
                // Whoever stands on the other side, or has only a part in it, may do other things.
                Some("REFUSED") if not_for_them(error) => Sign::Forbidden,
                _ => panic!(
                    "{} asked by {} gives neither rows nor a refusal of permission; mend its line in \
                     backend/tests/api/permissions/asked.rs: {error}",
                    question.name, self.role
                ),
            };
        }
        let objects = question.path.iter().fold(vec![&answer["data"]], |objects, segment| {
            objects.into_iter().flat_map(|object| below(&object[key(segment)])).collect()
        });
        let values = objects.into_iter().map(|object| Sign::of_value(&object[key(&question.call)]));
        values.max().unwrap_or(Sign::Unreached)
    }

    /// The document with the things of one side in the place of their names.
    fn filled(&self, document: &str, side: usize) -> String {
        let mut names: Vec<_> = self.bureau.things.iter().collect();
        names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        let fill = |text: String, (name, sides): &(&str, [String; 2])| {
            text.replace(&format!("${name}"), &format!("\"{}\"", sides[side]))
        };
        let filled = names.into_iter().fold(document.to_owned(), fill);
        let unknown = filled.split('$').nth(1).map(|rest| rest.split(|c: char| !c.is_alphanumeric()).next());
        assert_eq!(unknown, None, "the bureau has no such thing: {:?} are there", self.bureau.things);
        filled
    }
}

fn document(questions: &[&Question]) -> String {
    let path = &questions[0].path;
    let calls: Vec<&str> = questions.iter().map(|question| question.call.as_str()).collect();
    let kind = questions[0].operation;
    let inner = path.iter().rev().fold(calls.join(" "), |inner, segment| format!("{segment} {{ {inner} }}"));
    format!("{kind} {{ {inner} }}")
}

/// The name a field's answer stands under.
fn key(call: &str) -> &str {
    call.split(['(', ' ']).next().unwrap_or(call)
}

/// The objects of a value: itself, or its elements where it is a list.
fn below(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(values) => values.iter().flat_map(below).collect(),
        Value::Null => Vec::new(),
        other => vec![other],
    }
}

/// Whether an error came before the fields that were asked after were reached.
fn refused_before(answer: &Value, path: &[String]) -> bool {
    let names = |error: &Value| {
        error["path"].as_array().map_or(0, |path| path.iter().filter(|segment| segment.is_string()).count())
    };
    answer["errors"]
        .as_array()
        .is_some_and(|errors| errors.iter().any(|error| (1..=path.len()).contains(&names(error))))
}
