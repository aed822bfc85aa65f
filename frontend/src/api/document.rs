//! One operation of a document that holds several: the server takes one operation a request.

/// The operation with the fragments it spreads, directly or through one another.
pub fn alone(document: &str, operation: &str) -> String {
    let definitions: Vec<&str> = definitions(document).collect();
    let mut wanted: Vec<&str> = definitions.iter().copied().filter(|text| name(text) == Some(operation)).collect();
    let mut at = 0;
    while let Some(&text) = wanted.get(at) {
        let spread = |fragment: &&str| {
            let spreads = |name: &str| text.split("...").skip(1).any(|rest| word(rest) == name);
            fragment.starts_with("fragment") && name(fragment).is_some_and(spreads)
        };
        let more: Vec<&str> =
            definitions.iter().copied().filter(spread).filter(|fragment| !wanted.contains(fragment)).collect();
        wanted.extend(more);
        at += 1;
    }
    wanted.join("\n")
}

/// The definitions of a document: each ends with a brace at the beginning of a line.
fn definitions(document: &str) -> impl Iterator<Item = &str> {
    document.split_inclusive("\n}").map(str::trim).filter(|text| !text.is_empty()).map(|text| {
        let begins =
            ["query ", "mutation ", "subscription ", "fragment "].iter().filter_map(|keyword| text.find(keyword)).min();
        begins.and_then(|at| text.get(at..)).unwrap_or(text)
    })
}

/// The name behind the keyword of a definition.
fn name(definition: &str) -> Option<&str> {
    definition.split_once(' ').map(|(_, rest)| word(rest))
}

fn word(text: &str) -> &str {
    let end = text.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &str = "# What the page asks.\nquery A($x: Int!) {\n  a(x: $x) { ...One }\n}\n\nquery B {\n  b\n}\n\n\
        fragment One on A {\n  id\n  sub { ... Two }\n}\n\nfragment Two on C {\n  id\n}\n\nfragment Other on D {\n  id\n}\n";

    #[test]
    fn an_operation_goes_alone_with_what_it_spreads() {
        assert_eq!(alone(DOCUMENT, "B"), "query B {\n  b\n}");
        let a = alone(&DOCUMENT.replace("... Two", "...Two"), "A");
        assert!(a.starts_with("query A(") && a.contains("fragment One") && a.contains("fragment Two"), "{a}");
        assert!(!a.contains("Other") && !a.contains("query B"), "{a}");
        let both = format!("{DOCUMENT}\nsubscription S($x: Int!) {{\n  s(x: $x) {{ ...Two }}\n}}\n");
        assert_eq!(
            alone(&both, "S"),
            "subscription S($x: Int!) {\n  s(x: $x) { ...Two }\n}\nfragment Two on C {\n  id\n}"
        );
    }
}
