//! Checks of dictionaries, units, posts, persons and accounts.

use std::collections::{BTreeMap, BTreeSet};

use shared::number::Quantity;
use shared::policy::{BUILT_IN_ROLES, ScopeKind};

use super::super::organisation::{Account, Derivation, DerivedLevel, Unit};
use super::super::problem::ProblemKind;
use super::super::{Pack, Placed};
use super::{Findings, Index};

const DICTIONARY: &str = "dictionary.toml";
const MOST_SHARE: i64 = 10_000;

pub(super) fn check<'p>(pack: &'p Pack, findings: &mut Findings) -> Index<'p> {
    let dictionary = dictionary(pack, findings);
    let units = units(pack, &dictionary, findings);
    let posts = posts(pack, &units, findings);
    let persons = findings.index("persons.csv", "person", "staff_no", &pack.persons, |person| &person.staff_no);
    for person in &pack.persons {
        findings.refer(&units, &person.spot, "unit", &person.unit);
    }
    for held in &pack.assignments {
        findings.refer(&persons, &held.spot, "staff_no", &held.staff_no);
        findings.refer(&posts, &held.spot, "post", &held.post);
        let fits = held.share > Quantity::ZERO && held.share.scaled() <= MOST_SHARE;
        findings.range(fits, &held.spot, "share", held.share.shown(), "0–1, 0 excluded");
        findings.span(&held.spot, "valid_to", held.valid_from, held.valid_to);
    }
    for switch in &pack.switches {
        findings.refer(&posts, &switch.spot, "post", &switch.post);
        findings.refer(&persons, &switch.spot, "from_staff", &switch.from_staff);
        findings.refer(&persons, &switch.spot, "to_staff", &switch.to_staff);
        findings.span(&switch.spot, "end", switch.start, Some(switch.end));
    }
    for account in &pack.accounts {
        findings.refer_maybe(&persons, &account.spot, "staff_no", account.staff_no.as_deref());
        grant(account, &units, &dictionary.lines, findings);
    }
    units
}

/// The codes of the unit dictionaries.
struct Codes<'p> {
    levels: Index<'p>,
    kinds: Index<'p>,
    lines: Index<'p>,
    groups: Index<'p>,
}

fn dictionary<'p>(pack: &'p Pack, findings: &mut Findings) -> Codes<'p> {
    let dictionary = &pack.dictionary;
    // The two dimensions are looked up by the library's checks; here only what stands twice is found.
    findings.index(DICTIONARY, "dimension", "code", &dictionary.dimensions, |entry| entry.code.as_str());
    findings
        .index(DICTIONARY, "cockpit dimension", "code", &dictionary.cockpit_dimensions, |entry| entry.code.as_str());
    Codes {
        levels: findings.index(DICTIONARY, "level", "code", &dictionary.levels, |entry| entry.code.as_str()),
        kinds: findings.index(DICTIONARY, "kind", "code", &dictionary.kinds, |entry| entry.code.as_str()),
        lines: findings.index(DICTIONARY, "line", "code", &dictionary.lines, |entry| entry.code.as_str()),
        groups: findings.index(DICTIONARY, "comparison group", "code", &dictionary.groups, |entry| entry.code.as_str()),
    }
}

fn units<'p>(pack: &'p Pack, codes: &Codes<'p>, findings: &mut Findings) -> Index<'p> {
    let mut units = findings.index("units.csv", "unit", "code", &pack.units, |unit| &unit.code);
    // The records may bring any code.
    units.open |= pack.about.organisation.is_some();
    for unit in &pack.units {
        findings.refer_maybe(&units, &unit.spot, "parent", unit.parent.as_deref());
        findings.refer(&codes.levels, &unit.spot, "level", unit.level.as_str());
        findings.refer(&codes.kinds, &unit.spot, "kind", unit.kind.as_str());
        findings.refer_maybe(&codes.lines, &unit.spot, "line", unit.line.as_ref().map(|line| line.as_str()));
        findings.refer_maybe(&codes.groups, &unit.spot, "group", unit.group.as_ref().map(|group| group.as_str()));
        findings.span(&unit.spot, "valid_to", unit.valid_from, unit.valid_to);
    }
    circles(&pack.units, findings);
    if let Some(derivation) = &pack.about.organisation {
        derived(pack, derivation, codes, findings);
    }
    units
}

fn circles(units: &[Placed<Unit>], findings: &mut Findings) {
    let parents: BTreeMap<&str, &str> =
        units.iter().filter_map(|unit| Some((unit.code.as_str(), unit.parent.as_deref()?))).collect();
    let mut settled: BTreeSet<&str> = BTreeSet::new();
    for unit in units {
        let mut path: Vec<&str> = Vec::new();
        let mut at = Some(unit.code.as_str());
        while let Some(code) = at.filter(|code| !settled.contains(code)) {
            if let Some(start) = path.iter().position(|&passed| passed == code) {
                let circle = path.iter().skip(start).copied().chain([code]).map(str::to_owned).collect();
                findings.note(&unit.spot, "parent", ProblemKind::Cycle(circle));
                break;
            }
            path.push(code);
            at = parents.get(code).copied();
        }
        settled.extend(path);
    }
}

fn derived(pack: &Pack, derivation: &Placed<Derivation>, codes: &Codes<'_>, findings: &mut Findings) {
    if !pack.units.is_empty() {
        let both = "units come from units.csv or from the records, not from both";
        findings.note(&pack.about.spot, "organisation", ProblemKind::Conflict(both));
    }
    let dataset = pack.datasets.iter().find(|dataset| dataset.code.as_str() == derivation.derive);
    if dataset.is_none() && !findings.unread.contains("datasets.toml") {
        let unknown = ProblemKind::Unknown { noun: "dataset", code: derivation.derive.clone() };
        findings.note(&derivation.spot, "derive", unknown);
    }
    if derivation.level.is_empty() {
        findings.note(&derivation.spot, "derive", ProblemKind::MissingKey("levels"));
    }
    for level in &derivation.level {
        findings.refer(&codes.levels, &level.spot, "level", level.level.as_str());
        findings.refer(&codes.kinds, &level.spot, "kind", level.kind.as_str());
        findings.refer_maybe(&codes.groups, &level.spot, "group", level.group.as_ref().map(|group| group.as_str()));
        one_or_many(level, findings);
        let declared =
            |name: &str| dataset.is_none_or(|dataset| dataset.columns.iter().any(|column| column.name == name));
        if let Some(column) = level.column.as_deref().filter(|column| !declared(column)) {
            findings.note(&level.spot, "column", ProblemKind::Unknown { noun: "column", code: column.to_owned() });
        }
    }
}

fn one_or_many(level: &Placed<DerivedLevel>, findings: &mut Findings) {
    match (&level.code, &level.column) {
        (Some(_), Some(_)) => {
            findings.note(
                &level.spot,
                "code",
                ProblemKind::Conflict("a level has one unit with a code, or a column of codes"),
            );
        }
        (None, None) => findings.note(&level.spot, "level", ProblemKind::MissingKey("column")),
        (Some(_), None) | (None, Some(_)) => {}
    }
}

fn posts<'p>(pack: &'p Pack, units: &Index<'_>, findings: &mut Findings) -> Index<'p> {
    let types = findings.index("post_types.csv", "post type", "code", &pack.post_types, |kind| &kind.code);
    let posts = findings.index("posts.csv", "post", "code", &pack.posts, |post| &post.code);
    for post in &pack.posts {
        findings.refer(units, &post.spot, "unit", &post.unit);
        findings.refer(&types, &post.spot, "type", &post.post_type);
    }
    posts
}

fn grant(account: &Placed<Account>, units: &Index<'_>, lines: &Index<'_>, findings: &mut Findings) {
    let spot = &account.spot;
    if !BUILT_IN_ROLES.iter().any(|role| role.code == account.role.as_str()) {
        findings.note(spot, "role", ProblemKind::Unknown { noun: "role", code: account.role.to_string() });
    }
    for unit in account.unit.iter().chain(&account.units) {
        findings.refer(units, spot, if account.units.contains(unit) { "units" } else { "unit" }, unit);
    }
    for line in &account.lines {
        findings.refer(lines, spot, "lines", line.as_str());
    }
    let (unit, many, line) = match account.scope {
        ScopeKind::OwnUnit | ScopeKind::OwnSubtree => (true, false, false),
        ScopeKind::OwnLineSubtree => (true, false, true),
        ScopeKind::CustomUnits | ScopeKind::Assigned => (false, true, false),
        ScopeKind::SelfOnly | ScopeKind::OwnPost | ScopeKind::ComparisonGroup | ScopeKind::All => (false, false, false),
    };
    let needs = [
        ("unit", unit, account.unit.is_some()),
        ("units", many, !account.units.is_empty()),
        ("lines", line, !account.lines.is_empty()),
    ];
    for (key, needed, given) in needs {
        match (needed, given) {
            (true, false) => findings.note(spot, "scope", ProblemKind::MissingKey(key)),
            (false, true) => findings.note(spot, key, ProblemKind::Conflict("this scope does not take it")),
            (true, true) | (false, false) => {}
        }
    }
    let personal = matches!(account.scope, ScopeKind::SelfOnly | ScopeKind::OwnPost);
    if personal && account.staff_no.is_none() {
        findings.note(spot, "scope", ProblemKind::MissingKey("staff_no"));
    }
}
