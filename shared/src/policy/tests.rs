//! The policy as tables: what each role may do, and which rows each kind of scope reaches under each kind of ownership.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use expect_test::{expect, expect_file};

use super::*;
use crate::id::Id;

/// The matrix of roles as it is read by people: `R`ead, `W`rite, `P`ublish, r`U`n, `E`xport.
fn matrix() -> String {
    let letter = |action: Action| match action {
        Action::Read => 'R',
        Action::Write => 'W',
        Action::Publish => 'P',
        Action::Run => 'U',
        Action::Export => 'E',
        Action::Answer => 'A',
        Action::Order => 'O',
    };
    let mut table = String::from("R read, W write, P publish, U run, E export, A answer, O order\n\n");
    let _ = write!(table, "{:<16}", "role");
    for resource in Resource::ALL {
        let _ = write!(table, " {}", resource.code());
    }
    table.push('\n');
    for role in BUILT_IN_ROLES {
        let mut line = format!("{:<16}", role.code);
        for resource in Resource::ALL {
            let permitted: BTreeSet<Action> = role
                .permissions
                .iter()
                .filter(|(of, _)| of == resource)
                .flat_map(|(_, actions)| actions.iter().copied())
                .collect();
            let letters: String =
                if permitted.is_empty() { "·".to_owned() } else { permitted.into_iter().map(letter).collect() };
            let _ = write!(line, " {letters:<width$}", width = resource.code().len());
        }
        table.push_str(line.trim_end());
        table.push('\n');
    }
    table
}

#[test]
fn each_role_may_do_this_and_nothing_else() {
    expect_file!["policy_matrix.txt"].assert_eq(&matrix());
}

#[test]
fn no_resource_is_named_twice_in_a_role_and_no_role_twice() {
    let codes: BTreeSet<&str> = BUILT_IN_ROLES.iter().map(|role| role.code).collect();
    assert_eq!(codes.len(), BUILT_IN_ROLES.len());
    for role in BUILT_IN_ROLES {
        let resources: BTreeSet<Resource> = role.permissions.iter().map(|(resource, _)| *resource).collect();
        assert_eq!(resources.len(), role.permissions.len(), "{}", role.code);
    }
}

#[test]
fn what_is_done_to_a_resource_can_be_seen_by_whoever_does_it() {
    for role in BUILT_IN_ROLES {
        for (resource, actions) in role.permissions {
            assert!(actions.contains(&Action::Read), "{} may do something to {resource} it cannot see", role.code);
        }
    }
}

fn unit(raw: i64) -> UnitId {
    UnitId::from_raw(raw)
}

fn line(code: &str) -> LineCode {
    code.parse().unwrap()
}

/// 1 is the bureau, 2 and 3 are its districts, 21 and 22 are offices of 2, 31 is an office of 3.
fn below(above: UnitId, at: UnitId) -> bool {
    let parent = |unit: i64| if unit > 9 { unit / 10 } else { i64::from(unit > 1) };
    let mut standing = at.raw();
    while standing != above.raw() && standing != 0 {
        standing = parent(standing);
    }
    standing == above.raw()
}

/// Person 7 works in office 21 and holds post 70 there.
fn viewer(scopes: impl IntoIterator<Item = DataScope>) -> Viewer {
    let everything: Permissions =
        Resource::ALL.iter().flat_map(|&resource| Action::ALL.iter().map(move |&action| (resource, action))).collect();
    let grant = |(id, scope)| Grant {
        id: GrantId::from_raw(id),
        role: "TEST".parse().unwrap(),
        permissions: everything.clone(),
        scope,
    };
    Viewer {
        actor: Actor::Account(AccountId::from_raw(1)),
        person: Some(PersonId::from_raw(7)),
        home: Some(unit(21)),
        posts: BTreeSet::from([PostId::from_raw(70)]),
        grants: (1..).zip(scopes).map(grant).collect(),
    }
}

fn scopes() -> Vec<DataScope> {
    let all = vec![
        DataScope::SelfOnly,
        DataScope::OwnPost,
        DataScope::OwnUnit(unit(2)),
        DataScope::OwnSubtree(unit(2)),
        DataScope::OwnLineSubtree(unit(2), BTreeSet::from([line("TAX")])),
        DataScope::ComparisonGroup,
        DataScope::Assigned(BTreeSet::from([unit(31)])),
        DataScope::CustomUnits(BTreeSet::from([unit(1), unit(31)])),
        DataScope::All,
    ];
    assert_eq!(all.iter().map(DataScope::kind).collect::<Vec<_>>(), ScopeKind::ALL);
    all
}

fn of_account(number: i64) -> Owned {
    Owned { account: Some(AccountId::from_raw(number)), ..Owned::default() }
}

/// A row in each unit; `+` has the line TAX, `p` names post 70, `·7` names person 7, `·8` somebody else, `&` person 7 has a part in, `<`
/// comes from unit 2, `?` is not sent.
fn rows(ownership: Ownership) -> Vec<(String, Owned)> {
    let kinds: &[&str] = match ownership {
        Ownership::Unit(_) => &["", "+"],
        Ownership::Post(_) => &["", "p"],
        Ownership::Person(_) => &["·7", "·8", "·8+"],
        Ownership::Subject | Ownership::Released => &["", "+", "p", "p·7", "·8+"],
        Ownership::Matter | Ownership::PartOfMatter => &["", "+", "·7", "&", "<", "&?", "<?"],
        Ownership::Account => return [1, 2].map(|no| (format!("account {no}"), of_account(no))).into(),
        Ownership::Function(_) | Ownership::Public(_) => return vec![("row".to_owned(), Owned::default())],
    };
    let row = |unit_no: i64, kind: &str| Owned {
        unit: Some(unit(unit_no)),
        line: kind.contains('+').then(|| line("TAX")),
        post: kind.contains('p').then(|| PostId::from_raw(70)),
        person: kind.chars().filter_map(|letter| letter.to_digit(10)).map(|no| PersonId::from_raw(no.into())).next(),
        giver: kind.contains('<').then(|| unit(2)),
        is_draft: kind.contains('?'),
        parties: kind.contains('&').then(|| PersonId::from_raw(7)).into_iter().collect(),
        ..Owned::default()
    };
    [1, 2, 21, 31].iter().flat_map(|&no| kinds.iter().map(move |kind| (format!("{no}{kind}"), row(no, kind)))).collect()
}

fn reached(scopes: impl IntoIterator<Item = DataScope>, ownership: Ownership) -> String {
    let viewer = viewer(scopes);
    let allowed = rows(ownership).into_iter().filter(|(_, row)| allows(&viewer, Action::Read, ownership, row, below));
    let names: Vec<String> = allowed.map(|(name, _)| name).collect();
    if names.is_empty() { "nothing".to_owned() } else { names.join(" ") }
}

fn ownerships() -> [(&'static str, Ownership); 11] {
    [
        ("unit, structure", Ownership::Unit(Resource::Organisation)),
        ("unit, target", Ownership::Unit(Resource::Target)),
        ("post", Ownership::Post(Resource::Organisation)),
        ("person", Ownership::Person(Resource::Person)),
        ("subject", Ownership::Subject),
        ("released", Ownership::Released),
        ("matter", Ownership::Matter),
        ("part of a matter", Ownership::PartOfMatter),
        ("account", Ownership::Account),
        ("function", Ownership::Function(Resource::Library)),
        ("public", Ownership::Public("a test")),
    ]
}

#[test]
fn each_scope_reaches_these_rows_and_no_others() {
    let mut table = String::new();
    for (name, ownership) in ownerships() {
        let _ = writeln!(
            table,
            "{name}: {}",
            rows(ownership).into_iter().map(|(row, _)| row).collect::<Vec<_>>().join(" ")
        );
        for scope in scopes() {
            let kind = scope.kind();
            let _ = writeln!(table, "  {:<17}{}", kind.code(), reached([scope], ownership));
        }
    }
    expect![[r#"
        unit, structure: 1 1+ 2 2+ 21 21+ 31 31+
          SELF             21 21+
          OWN_POST         21 21+
          OWN_UNIT         2 2+
          OWN_SUBTREE      2 2+ 21 21+
          OWN_LINE_SUBTREE 2 2+ 21 21+
          COMPARISON_GROUP nothing
          ASSIGNED         31 31+
          CUSTOM_UNITS     1 1+ 31 31+
          ALL              1 1+ 2 2+ 21 21+ 31 31+
        unit, target: 1 1+ 2 2+ 21 21+ 31 31+
          SELF             nothing
          OWN_POST         nothing
          OWN_UNIT         2 2+
          OWN_SUBTREE      2 2+ 21 21+
          OWN_LINE_SUBTREE 2+ 21+
          COMPARISON_GROUP nothing
          ASSIGNED         31 31+
          CUSTOM_UNITS     1 1+ 31 31+
          ALL              1 1+ 2 2+ 21 21+ 31 31+
        post: 1 1p 2 2p 21 21p 31 31p
          SELF             21 21p
          OWN_POST         1p 2p 21 21p 31p
          OWN_UNIT         2 2p
          OWN_SUBTREE      2 2p 21 21p
          OWN_LINE_SUBTREE 2 2p 21 21p
          COMPARISON_GROUP nothing
          ASSIGNED         31 31p
          CUSTOM_UNITS     1 1p 31 31p
          ALL              1 1p 2 2p 21 21p 31 31p
        person: 1·7 1·8 1·8+ 2·7 2·8 2·8+ 21·7 21·8 21·8+ 31·7 31·8 31·8+
          SELF             1·7 2·7 21·7 31·7
          OWN_POST         nothing
          OWN_UNIT         2·7 2·8 2·8+
          OWN_SUBTREE      2·7 2·8 2·8+ 21·7 21·8 21·8+
          OWN_LINE_SUBTREE 2·8+ 21·8+
          COMPARISON_GROUP nothing
          ASSIGNED         31·7 31·8 31·8+
          CUSTOM_UNITS     1·7 1·8 1·8+ 31·7 31·8 31·8+
          ALL              1·7 1·8 1·8+ 2·7 2·8 2·8+ 21·7 21·8 21·8+ 31·7 31·8 31·8+
        subject: 1 1+ 1p 1p·7 1·8+ 2 2+ 2p 2p·7 2·8+ 21 21+ 21p 21p·7 21·8+ 31 31+ 31p 31p·7 31·8+
          SELF             1p·7 2p·7 21p·7 31p·7
          OWN_POST         1p 2p 21p 31p
          OWN_UNIT         2 2+ 2p 2p·7 2·8+
          OWN_SUBTREE      2 2+ 2p 2p·7 2·8+ 21 21+ 21p 21p·7 21·8+
          OWN_LINE_SUBTREE 2+ 2·8+ 21+ 21·8+
          COMPARISON_GROUP nothing
          ASSIGNED         31 31+ 31p 31p·7 31·8+
          CUSTOM_UNITS     1 1+ 1p 1p·7 1·8+ 31 31+ 31p 31p·7 31·8+
          ALL              1 1+ 1p 1p·7 1·8+ 2 2+ 2p 2p·7 2·8+ 21 21+ 21p 21p·7 21·8+ 31 31+ 31p 31p·7 31·8+
        released: 1 1+ 1p 1p·7 1·8+ 2 2+ 2p 2p·7 2·8+ 21 21+ 21p 21p·7 21·8+ 31 31+ 31p 31p·7 31·8+
          SELF             1p·7 2p·7 21p·7 31p·7
          OWN_POST         1p 2p 21p 31p
          OWN_UNIT         2 2+ 2p 2p·7 2·8+
          OWN_SUBTREE      2 2+ 2p 2p·7 2·8+ 21 21+ 21p 21p·7 21·8+
          OWN_LINE_SUBTREE 2+ 2·8+ 21+ 21·8+
          COMPARISON_GROUP 1 1+ 1p 1p·7 1·8+ 2 2+ 2p 2p·7 2·8+ 21 21+ 21p 21p·7 21·8+ 31 31+ 31p 31p·7 31·8+
          ASSIGNED         31 31+ 31p 31p·7 31·8+
          CUSTOM_UNITS     1 1+ 1p 1p·7 1·8+ 31 31+ 31p 31p·7 31·8+
          ALL              1 1+ 1p 1p·7 1·8+ 2 2+ 2p 2p·7 2·8+ 21 21+ 21p 21p·7 21·8+ 31 31+ 31p 31p·7 31·8+
        matter: 1 1+ 1·7 1& 1< 1&? 1<? 2 2+ 2·7 2& 2< 2&? 2<? 21 21+ 21·7 21& 21< 21&? 21<? 31 31+ 31·7 31& 31< 31&? 31<?
          SELF             1·7 1& 2·7 2& 21·7 21& 31·7 31&
          OWN_POST         nothing
          OWN_UNIT         1< 1<? 2 2+ 2·7 2& 2< 2<? 21< 21<? 31< 31<?
          OWN_SUBTREE      1< 1<? 2 2+ 2·7 2& 2< 2<? 21 21+ 21·7 21& 21< 21<? 31< 31<?
          OWN_LINE_SUBTREE 2+ 21+
          COMPARISON_GROUP nothing
          ASSIGNED         31 31+ 31·7 31& 31<
          CUSTOM_UNITS     1 1+ 1·7 1& 1< 31 31+ 31·7 31& 31<
          ALL              1 1+ 1·7 1& 1< 1&? 1<? 2 2+ 2·7 2& 2< 2&? 2<? 21 21+ 21·7 21& 21< 21&? 21<? 31 31+ 31·7 31& 31< 31&? 31<?
        part of a matter: 1 1+ 1·7 1& 1< 1&? 1<? 2 2+ 2·7 2& 2< 2&? 2<? 21 21+ 21·7 21& 21< 21&? 21<? 31 31+ 31·7 31& 31< 31&? 31<?
          SELF             1·7 1& 2·7 2& 21·7 21& 31·7 31&
          OWN_POST         nothing
          OWN_UNIT         1< 1<? 2 2+ 2·7 2& 2< 2<? 21< 21<? 31< 31<?
          OWN_SUBTREE      1< 1<? 2 2+ 2·7 2& 2< 2<? 21 21+ 21·7 21& 21< 21<? 31< 31<?
          OWN_LINE_SUBTREE 2+ 21+
          COMPARISON_GROUP nothing
          ASSIGNED         31 31+ 31·7 31& 31<
          CUSTOM_UNITS     1 1+ 1·7 1& 1< 31 31+ 31·7 31& 31<
          ALL              1 1+ 1·7 1& 1< 1&? 1<? 2 2+ 2·7 2& 2< 2&? 2<? 21 21+ 21·7 21& 21< 21&? 21<? 31 31+ 31·7 31& 31< 31&? 31<?
        account: account 1 account 2
          SELF             account 1
          OWN_POST         account 1
          OWN_UNIT         account 1
          OWN_SUBTREE      account 1
          OWN_LINE_SUBTREE account 1
          COMPARISON_GROUP account 1
          ASSIGNED         account 1
          CUSTOM_UNITS     account 1
          ALL              account 1
        function: row
          SELF             row
          OWN_POST         row
          OWN_UNIT         row
          OWN_SUBTREE      row
          OWN_LINE_SUBTREE row
          COMPARISON_GROUP row
          ASSIGNED         row
          CUSTOM_UNITS     row
          ALL              row
        public: row
          SELF             row
          OWN_POST         row
          OWN_UNIT         row
          OWN_SUBTREE      row
          OWN_LINE_SUBTREE row
          COMPARISON_GROUP row
          ASSIGNED         row
          CUSTOM_UNITS     row
          ALL              row
    "#]]
    .assert_eq(&table);
}

#[test]
fn grants_unite_and_their_order_does_not_matter() {
    for (_, ownership) in ownerships() {
        for (one, other) in scopes().into_iter().zip(scopes().into_iter().skip(1)) {
            let (there, back) = (viewer([one.clone(), other.clone()]), viewer([other.clone(), one.clone()]));
            for (name, row) in rows(ownership) {
                let allowed = |viewer: &Viewer| allows(viewer, Action::Read, ownership, &row, below);
                let either = allowed(&viewer([one.clone()])) || allowed(&viewer([other.clone()]));
                assert_eq!((allowed(&there), allowed(&back)), (either, either), "{name} under {one:?} and {other:?}");
            }
        }
    }
}

#[test]
fn without_a_grant_there_is_nothing_but_what_is_public_or_ones_own() {
    let nobody = viewer([]);
    for (name, ownership) in ownerships() {
        for (row, owned) in rows(ownership) {
            let own = owned.account == Some(AccountId::from_raw(1));
            let public = matches!(ownership, Ownership::Public(_));
            assert_eq!(allows(&nobody, Action::Read, ownership, &owned, below), public || own, "{name} {row}");
            assert_eq!(allows(&nobody, Action::Write, ownership, &owned, below), own, "{name} {row}");
        }
    }
}

#[test]
fn a_permission_is_for_its_own_resource_and_action_alone() {
    for &resource in Resource::ALL {
        for &action in Action::ALL {
            let mut only = viewer([DataScope::All]);
            only.grants[0].permissions = BTreeSet::from([(resource, action)]);
            for &other in Resource::ALL {
                for &another in Action::ALL {
                    let same = other == resource && another == action;
                    assert_eq!(only.may(other, another), same, "{resource}:{action} and {other}:{another}");
                    assert_eq!(
                        only.reach(other, another).is_empty(),
                        !same,
                        "{resource}:{action} and {other}:{another}"
                    );
                }
            }
        }
    }
}

#[test]
fn values_of_persons_take_a_permission_of_their_own() {
    let mut viewer = viewer([DataScope::OwnSubtree(unit(2))]);
    viewer.grants[0].permissions = BTreeSet::from([(Resource::Cell, Action::Read)]);
    let of_unit = Owned { unit: Some(unit(21)), ..Owned::default() };
    let of_person = Owned { person: Some(PersonId::from_raw(7)), ..of_unit.clone() };
    assert!(allows(&viewer, Action::Read, Ownership::Subject, &of_unit, below));
    assert!(!allows(&viewer, Action::Read, Ownership::Subject, &of_person, below));
}

#[test]
fn either_side_of_a_matter_acts_for_its_own_side_alone() {
    let about_office = Owned { unit: Some(unit(21)), giver: Some(unit(2)), ..Owned::default() };
    let may = |scope, action| allows(&viewer([scope]), action, Ownership::Matter, &about_office, below);
    for (scope, answers, orders) in [
        (DataScope::OwnUnit(unit(21)), true, false),
        (DataScope::OwnUnit(unit(2)), false, true),
        (DataScope::OwnSubtree(unit(1)), true, true),
        (DataScope::OwnUnit(unit(31)), false, false),
    ] {
        assert_eq!(may(scope.clone(), Action::Answer), answers, "{scope:?}");
        assert_eq!(may(scope.clone(), Action::Order), orders, "{scope:?}");
        assert_eq!(may(scope.clone(), Action::Read), answers || orders, "{scope:?}");
    }
}

#[test]
fn the_system_sees_everything_and_what_is_public_is_only_to_be_read() {
    let system = Viewer::system(Purpose::Run);
    for (name, ownership) in ownerships() {
        for (row, owned) in rows(ownership) {
            assert!(allows(&system, Action::Read, ownership, &owned, below), "{name} {row}");
        }
    }
    assert!(!allows(&system, Action::Write, Ownership::Public("a test"), &Owned::default(), below));
}

#[test]
fn one_speaks_for_the_units_that_are_named_and_for_where_one_works() {
    let speaks = |scope| viewer([scope]).speaks_for(Resource::Matter, Action::Order).into_iter().collect::<Vec<_>>();
    // Home is unit 21.
    assert_eq!(speaks(DataScope::OwnSubtree(unit(1))), [unit(1), unit(21)]);
    assert_eq!(speaks(DataScope::OwnUnit(unit(2))), [unit(2)]);
    assert_eq!(speaks(DataScope::All), [unit(21)]);
    assert_eq!(speaks(DataScope::SelfOnly), []);
}
