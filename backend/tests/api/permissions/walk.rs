//! The schema as it tells about itself, and from it the questions: one for every field of every object type, with a way to it.

use std::collections::{BTreeMap, VecDeque};

use backend::graphql::schema::schema;
use serde_json::Value;

use super::asked::ASKED;
use super::paths::PATHS;

const TOLD: &str = "{ __schema { types { kind name fields { name
    args { name defaultValue type { ...T } } type { ...T } } } } }
    fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { kind name
        ofType { kind name ofType { kind name ofType { kind name } } } } } } }";

/// The types that operations begin with.
const ROOTS: [&str; 3] = ["Query", "Mutation", "Subscription"];

/// A field of an object type.
#[derive(Debug)]
struct Field {
    name: String,
    /// Arguments that must be given, with their types.
    required: Vec<String>,
    /// The object type it gives, where it is not a leaf.
    object: Option<String>,
}

/// The object types of the schema with their fields.
#[derive(Debug)]
pub struct Schema(BTreeMap<String, Vec<Field>>);

impl Schema {
    /// The schema that is served.
    pub async fn served() -> Self {
        let answer = schema(true).execute(TOLD).await;
        assert_eq!(answer.errors, []);
        let told = answer.data.into_json().unwrap();
        let types = told["__schema"]["types"].as_array().unwrap().clone();
        let mut objects = BTreeMap::new();
        for kind in &types {
            let name = kind["name"].as_str().unwrap();
            match kind["kind"].as_str().unwrap() {
                "OBJECT" if !name.starts_with("__") => {
                    let fields = kind["fields"].as_array().unwrap().iter().map(field).collect();
                    objects.insert(name.to_owned(), fields);
                }
                "UNION" | "INTERFACE" => panic!("{name}: the walk knows objects alone, teach it to go through this"),
                _ => {}
            }
        }
        Self(objects)
    }

    /// Fields that give a connection without demanding how many of its objects.
    pub fn unpaged(&self) -> Vec<String> {
        let paged = |field: &Field| field.required.iter().any(|argument| argument == "first: Int");
        let is_page = |field: &&Field| field.object.as_ref().is_some_and(|object| object.ends_with("Connection"));
        let of = |(kind, fields): (&String, &Vec<Field>)| {
            let unpaged = fields.iter().filter(is_page).filter(|field| !paged(field));
            unpaged.map(|field| format!("{kind}.{}", field.name)).collect::<Vec<_>>()
        };
        self.0.iter().flat_map(of).collect()
    }
}

fn field(told: &Value) -> Field {
    let required = |argument: &&Value| argument["type"]["kind"] == "NON_NULL" && argument["defaultValue"].is_null();
    let (kind, name) = innermost(&told["type"]);
    Field {
        name: told["name"].as_str().unwrap().to_owned(),
        required: told["args"]
            .as_array()
            .unwrap()
            .iter()
            .filter(required)
            .map(|argument| format!("{}: {}", argument["name"].as_str().unwrap(), innermost(&argument["type"]).1))
            .collect(),
        object: (kind == "OBJECT").then(|| name.to_owned()),
    }
}

fn innermost(told: &Value) -> (&str, &str) {
    match told["name"].as_str() {
        Some(name) => (told["kind"].as_str().unwrap(), name),
        None => innermost(told.get("ofType").expect("a type nested deeper than the question")),
    }
}

/// A question after one field.
#[derive(Debug)]
pub struct Question {
    /// The field, as `Type.field`.
    pub name: String,
    /// The heading it stands under: its type with the way there.
    pub group: String,
    /// The fields on the way to the object, with their arguments; none for fields of the root.
    pub path: Vec<String>,
    /// The field with its arguments and what is selected of it.
    pub call: String,
    /// What kind of operation asks it.
    pub operation: &'static str,
}

/// All questions, the root first.
pub type Questions = Vec<Question>;

/// The questions, or what is missing to ask them.
pub fn questions(schema: &Schema) -> Result<Questions, String> {
    complete(schema)?;
    let paths = paths(schema)?;
    let mut questions = Vec::new();
    let others = schema.0.keys().map(String::as_str).filter(|name| !ROOTS.contains(name));
    for kind in ROOTS.into_iter().chain(others) {
        let Some(fields) = schema.0.get(kind) else { continue };
        let usual = paths.get(kind).cloned().unwrap_or_default();
        for field in fields {
            let name = format!("{kind}.{}", field.name);
            let path = told_path(&name).unwrap_or_else(|| usual.clone());
            let group = if path.is_empty() { kind.to_owned() } else { format!("{kind} by {}", path.join(" ")) };
            let call = format!("{} {}", call(kind, field), selected(schema, field));
            let operation = operation(schema, kind, path.first());
            questions.push(Question { group, path, call, operation, name });
        }
    }
    Ok(questions)
}

/// The kind of operation that asks a field: that of its root, or of the first field on the way to it.
fn operation(schema: &Schema, kind: &str, first: Option<&String>) -> &'static str {
    let begins = |root: &&str, call: &String| {
        let name = call.split(['(', ' ']).next();
        schema.0.get(*root).into_iter().flatten().any(|field| Some(field.name.as_str()) == name)
    };
    let root = match first {
        Some(first) => ROOTS.into_iter().find(|root| begins(root, first)),
        None => ROOTS.into_iter().find(|root| *root == kind),
    };
    match root {
        Some("Mutation") => "mutation",
        Some("Subscription") => "subscription",
        _ => "query",
    }
}

/// Every field with arguments that must be given has a line that gives them, and every line is of a field.
fn complete(schema: &Schema) -> Result<(), String> {
    let mut missing = String::new();
    let mut names = Vec::new();
    for (kind, fields) in &schema.0 {
        for field in fields {
            let name = format!("{kind}.{}", field.name);
            if !field.required.is_empty() && arguments(&name).is_none() {
                missing.push_str(&format!(
                    "{name} is not asked: add the line (\"{name}\", \"{}\") to ASKED in backend/tests/api/permissions/asked.rs, \
                     with values with which it succeeds for whoever may ask it\n",
                    field.required.join(", ")
                ));
            }
            names.push(name);
        }
    }
    let known = |name: &str| names.iter().any(|field| field == name) || schema.0.contains_key(name);
    for name in ASKED.iter().map(|line| line.0).chain(PATHS.iter().map(|line| line.0)).filter(|name| !known(name)) {
        missing.push_str(&format!("there is no {name} in the schema: take its line out of permissions/asked.rs\n"));
    }
    if missing.is_empty() { Ok(()) } else { Err(missing) }
}

fn arguments(name: &str) -> Option<&'static str> {
    ASKED.iter().find(|line| line.0 == name).map(|line| line.1)
}

fn told_path(name: &str) -> Option<Vec<String>> {
    let found = PATHS.iter().find(|line| line.0 == name)?;
    Some(found.1.iter().map(|&segment| segment.to_owned()).collect())
}

fn call(kind: &str, field: &Field) -> String {
    match arguments(&format!("{kind}.{}", field.name)) {
        Some(arguments) => format!("{}({arguments})", field.name),
        None => field.name.clone(),
    }
}

/// What is selected of a field: enough to tell rows from nothing.
fn selected(schema: &Schema, field: &Field) -> &'static str {
    let Some(object) = &field.object else { return "" };
    let has = |name: &str| schema.0.get(object).is_some_and(|fields| fields.iter().any(|field| field.name == name));
    if has("nodes") {
        "{ nodes { __typename } }"
    } else if has("state") && has("text") {
        "{ state text }"
    } else {
        "{ __typename }"
    }
}

/// The shortest way to each type, by reading where there is one, unless [`PATHS`] names another.
fn paths(schema: &Schema) -> Result<BTreeMap<&str, Vec<String>>, String> {
    let mut found: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut waiting = VecDeque::from([("Query", Vec::new()), ("Subscription", Vec::new())]);
    let mut at_last = Some(("Mutation", Vec::new()));
    while let Some((kind, path)) = waiting.pop_front().or_else(|| at_last.take()) {
        for field in schema.0.get(kind).into_iter().flatten() {
            let Some(object) = field.object.as_deref() else { continue };
            if found.contains_key(object) {
                continue;
            }
            let mut longer = path.clone();
            longer.push(call(kind, field));
            let told = told_path(object).unwrap_or_else(|| longer.clone());
            found.insert(object, told);
            waiting.push_back((object, longer));
        }
    }
    let unreached = schema.0.keys().find(|kind| !ROOTS.contains(&kind.as_str()) && !found.contains_key(kind.as_str()));
    match unreached {
        Some(kind) => Err(format!("nothing leads to {kind}: name a way in PATHS of permissions/asked.rs")),
        None => Ok(found),
    }
}
