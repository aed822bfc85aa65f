//! Looks at a GraphQL document before anything else walks it: parsed once, counted in linear time, handed on.

use std::collections::HashMap;

use async_graphql::Name;
use async_graphql::parser::types::{ExecutableDocument, OperationType, Selection, SelectionSet};
use async_graphql::parser::{self, Positioned};

use crate::error::Error;

/// Longest text of a document, in bytes.
pub const LONGEST_QUERY: usize = 16 * 1024;
/// Deepest nesting of fields.
const DEEPEST: u64 = 12;
/// Deepest nesting of brackets in the text: the parser calls itself for each.
const DEEPEST_TEXT: usize = 100;
/// Most fields once fragments are put in their places.
const MOST_FIELDS: u64 = 2_000;
const MOST_FRAGMENTS: usize = 30;

/// What a part of a document comes to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Size {
    fields: u64,
    depth: u64,
}

/// The document, if it keeps within the limits.
///
/// # Errors
/// [`Error::Limit`] naming the limit; [`Error::Invalid`] where it cannot be parsed or a fragment stands within itself.
pub fn document(query: &str) -> Result<ExecutableDocument, Error> {
    if query.len() > LONGEST_QUERY {
        return Err(Error::Limit("queryText"));
    }
    if nesting(query) > DEEPEST_TEXT {
        return Err(Error::Limit("depth"));
    }
    let document = parser::parse_query(query).map_err(|error| Error::invalid("query", error.to_string()))?;
    if document.operations.iter().count() > 1 {
        return Err(Error::Limit("operations"));
    }
    if document.fragments.len() > MOST_FRAGMENTS {
        return Err(Error::Limit("fragments"));
    }
    let mut counter = Counter { document: &document, known: HashMap::new() };
    for (_, operation) in document.operations.iter() {
        let size = counter.root(&operation.node.selection_set)?;
        if size.fields > MOST_FIELDS {
            return Err(Error::Limit("fields"));
        }
        if size.depth > DEEPEST {
            return Err(Error::Limit("depth"));
        }
    }
    Ok(document)
}

/// The document of a subscription: one field, named outright, so that one event is one answer.
///
/// # Errors
/// Those of [`document`]; [`Error::Invalid`] for anything else than a subscription to one field.
pub fn subscription(query: &str) -> Result<ExecutableDocument, Error> {
    let document = document(query)?;
    let one_field = document.operations.iter().next().is_some_and(|(_, operation)| {
        let fields = operation.node.selection_set.node.items.as_slice();
        let one = matches!(fields, [only] if matches!(only.node, Selection::Field(_)));
        operation.node.ty == OperationType::Subscription && one
    });
    let expected = "subscribe to one field here; queries and mutations go to POST /graphql";
    if one_field { Ok(document) } else { Err(Error::invalid("query", expected)) }
}

/// How deep brackets nest in the text, strings and comments left out.
fn nesting(query: &str) -> usize {
    let (mut depth, mut deepest, mut quoted, mut escaped, mut comment) = (0_usize, 0, false, false, false);
    for letter in query.chars() {
        match letter {
            '\n' => (quoted, comment) = (false, false),
            _ if comment => {}
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '#' => comment = true,
            '{' | '[' | '(' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            '}' | ']' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

struct Counter<'d> {
    document: &'d ExecutableDocument,
    /// Fragments counted already; `None` while one is being counted.
    known: HashMap<&'d Name, Option<Size>>,
}

impl<'d> Counter<'d> {
    /// The selection of an operation. What the schema tells about itself is deep by nature: only its fields count.
    fn root(&mut self, selections: &'d Positioned<SelectionSet>) -> Result<Size, Error> {
        let mut whole = Size::default();
        for item in &selections.node.items {
            let mut size = self.selection(&item.node)?;
            if matches!(&item.node, Selection::Field(field) if field.node.name.node.starts_with("__")) {
                size.depth = 1;
            }
            whole = joined(whole, size);
        }
        Ok(whole)
    }

    fn selections(&mut self, selections: &'d Positioned<SelectionSet>) -> Result<Size, Error> {
        let mut whole = Size::default();
        for item in &selections.node.items {
            whole = joined(whole, self.selection(&item.node)?);
        }
        Ok(whole)
    }

    fn selection(&mut self, selection: &'d Selection) -> Result<Size, Error> {
        match selection {
            Selection::Field(field) => {
                let below = self.selections(&field.node.selection_set)?;
                Ok(Size { fields: below.fields.saturating_add(1), depth: below.depth.saturating_add(1) })
            }
            Selection::InlineFragment(fragment) => self.selections(&fragment.node.selection_set),
            Selection::FragmentSpread(spread) => self.fragment(&spread.node.fragment_name.node),
        }
    }

    fn fragment(&mut self, name: &'d Name) -> Result<Size, Error> {
        match self.known.get(name) {
            Some(Some(size)) => return Ok(*size),
            Some(None) => return Err(Error::invalid("query", format!("fragment `{name}` stands within itself"))),
            None => {}
        }
        // A fragment there is not is the validation's to complain about.
        let Some(fragment) = self.document.fragments.get(name) else { return Ok(Size::default()) };
        self.known.insert(name, None);
        let size = self.selections(&fragment.node.selection_set)?;
        self.known.insert(name, Some(size));
        Ok(size)
    }
}

fn joined(left: Size, right: Size) -> Size {
    Size { fields: left.fields.saturating_add(right.fields), depth: left.depth.max(right.depth) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(query: &str) -> String {
        document(query).map_or_else(|error| error.to_string(), |_| "taken".to_owned())
    }

    fn nested(depth: usize) -> String {
        format!("{}{}", "{a".repeat(depth), "}".repeat(depth))
    }

    #[test]
    fn documents_beyond_a_limit_are_refused_by_its_name() {
        let doubling: String =
            (1..25).map(|at| format!("fragment f{at} on T {{ ...f{0} ...f{0} }} ", at + 1)).collect();
        let doubling = format!("{{ ...f1 }} {doubling} fragment f25 on T {{ a }}");
        let fragments: String = (0..31).map(|at| format!("fragment f{at} on T {{ a }} ")).collect();
        for (query, name) in [
            (nested(13), "depth"),
            (nested(5_000), "depth"),
            (format!("{{ {} }}", "a ".repeat(2_001)), "fields"),
            (doubling, "fields"),
            (format!("{{ a }} {fragments}"), "fragments"),
            ("query A { a } query B { b }".to_owned(), "operations"),
            (format!("{{ a }} #{}", "x".repeat(LONGEST_QUERY)), "queryText"),
        ] {
            assert_eq!(refused(&query), format!("the limit `{name}` was passed"));
        }
    }

    #[test]
    fn only_a_subscription_to_one_field_is_one() {
        for (query, taken) in [
            ("subscription { a { b } }", true),
            ("subscription S($x: Int) { a(x: $x) { ...F } } fragment F on A { b }", true),
            ("subscription { a b }", false),
            ("subscription { ...F } fragment F on S { a }", false),
            ("subscription { ... { a } }", false),
            ("query { a }", false),
            ("{ a }", false),
            ("mutation { a }", false),
            ("subscription S { a } subscription T { b }", false),
            ("mutation M { a } subscription S { b }", false),
            ("fragment F on S { a }", false),
        ] {
            assert_eq!(subscription(query).is_ok(), taken, "{query}");
        }
        let deep = format!("subscription {}", nested(13));
        assert!(matches!(subscription(&deep), Err(Error::Limit("depth"))));
    }

    #[test]
    fn what_keeps_within_them_is_taken() {
        let text = r#"{ a(s: "(((((((((((") } # {{{{"#.to_owned();
        let introspection = format!("{{ __schema {{ types {} }} }}", nested(12));
        for query in [nested(12), text, introspection, "{ ...missing }".to_owned()] {
            assert_eq!(refused(&query), "taken", "{query}");
        }
    }

    #[test]
    fn a_fragment_within_itself_is_refused() {
        assert!(refused("{ ...a } fragment a on T { ...b } fragment b on T { ...a }").contains("within itself"));
    }
}
