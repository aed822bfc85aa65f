//! Who answers for the number of a post, and to which posts and persons a rule applies.

use std::collections::BTreeSet;

use super::quantity;
use crate::code::{BusinessCode, LevelCode};
use crate::id::{Id, PersonId};
use crate::indicator::SubjectKind;
use crate::person::PostRole;
use crate::warning::holder::{Holder, Holders};
use crate::warning::rule::{Applies, Place};

fn holder(person: i64, role: PostRole) -> Holder {
    let since = "2024-01-01".parse().unwrap();
    Holder { person: PersonId::from_raw(person), role, acts: false, share: quantity("1"), since, is_here: true }
}

#[test]
fn the_main_holder_answers_and_all_others_are_told() {
    let (a, b) = (holder(1, PostRole::A), holder(2, PostRole::B));
    let acting = Holder { acts: true, ..b };
    let half = Holder { share: quantity("0.5"), ..holder(3, PostRole::A) };
    let newer = Holder { since: "2025-01-01".parse().unwrap(), ..holder(4, PostRole::A) };
    let elsewhere = Holder { is_here: false, ..a };
    for (held, main, others) in [
        (vec![], None, vec![]),
        (vec![a], Some(1), vec![]),
        (vec![b], Some(2), vec![]),
        (vec![b, a], Some(1), vec![2]),
        // While B acts for A, the matters of the post are B's.
        (vec![a, acting], Some(2), vec![1]),
        (vec![half, b, a], Some(1), vec![3, 2]),
        (vec![newer, a], Some(1), vec![4]),
        // Whoever works in another unit is told; somebody of this one answers, or else its head.
        (vec![elsewhere, b], Some(2), vec![1]),
        (vec![elsewhere], None, vec![1]),
        // The same person in both roles is one.
        (vec![a, Holder { role: PostRole::B, ..a }], Some(1), vec![]),
    ] {
        let others = others.into_iter().map(PersonId::from_raw).collect();
        assert_eq!(Holders::among(held.clone()), Holders { main: main.map(PersonId::from_raw), others }, "{held:?}");
    }
}

#[test]
fn a_rule_for_classes_of_posts_applies_to_every_post_a_person_holds() {
    let code = |text: &str| text.parse::<BusinessCode>().unwrap();
    let level: LevelCode = "OFFICE".parse().unwrap();
    let applies = |subjects, classes: &[&str]| Applies {
        subjects,
        levels: BTreeSet::new(),
        groups: BTreeSet::new(),
        post_classes: classes.iter().map(|text| code(text)).collect(),
    };
    let cases: [(SubjectKind, &[&str], &[&str], bool); 5] = [
        (SubjectKind::Post, &["HALL"], &["HALL"], true),
        (SubjectKind::Post, &["HALL"], &["AUDIT"], false),
        (SubjectKind::Person, &["HALL"], &["AUDIT", "HALL"], true),
        (SubjectKind::Person, &["HALL"], &[], false),
        (SubjectKind::Person, &[], &[], true),
    ];
    for (subjects, wanted, held, included) in cases {
        let held: Vec<BusinessCode> = held.iter().map(|text| code(text)).collect();
        let place = Place { kind: subjects, level: &level, group: None, post_classes: &held };
        assert_eq!(applies(subjects, wanted).includes(&place), included, "{subjects} {wanted:?} {held:?}");
    }
}
