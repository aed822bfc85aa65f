//! Every table, with whom each of its rows belongs to as the policy sees it. A table that is not listed here fails a test.

use std::collections::{BTreeMap, BTreeSet};

use shared::code::LineCode;
use shared::id::{MatterId, PersonId, UnitId};
use shared::matter::Parties;
use shared::policy::Owned;

use super::world::World;
use crate::store::entity;
use crate::store::scope::Scoped;

/// What the policy needs to know of the tree of today, and of the matters there are.
pub struct Facts {
    lines: BTreeMap<UnitId, Option<LineCode>>,
    below: BTreeSet<(UnitId, UnitId)>,
    matters: BTreeMap<MatterId, Owned>,
}

impl Facts {
    pub fn of(world: &World) -> Self {
        Self {
            lines: world.units.iter().map(|unit| (unit.id, unit.line.clone())).collect(),
            below: world
                .links
                .iter()
                .filter(|link| link.valid_to.is_none())
                .map(|link| (link.ancestor, link.descendant))
                .collect(),
            matters: world
                .matters
                .iter()
                .map(|it| (it.id, Owned { is_draft: !it.is_sent(), ..of_parties(&it.parties, it.people()) }))
                .collect(),
        }
    }

    pub fn below(&self, above: UnitId, unit: UnitId) -> bool {
        self.below.contains(&(above, unit))
    }

    /// A matter, or a part of it.
    fn matter(&self, id: MatterId) -> Owned {
        self.matters.get(&id).cloned().unwrap_or_default()
    }

    /// A row of a unit has the unit's line.
    fn unit(&self, unit: UnitId) -> Owned {
        Owned { unit: Some(unit), line: self.lines.get(&unit).cloned().flatten(), ..Owned::default() }
    }
}

fn of_parties(parties: &Parties, people: impl Iterator<Item = PersonId>) -> Owned {
    Owned {
        unit: Some(parties.unit),
        line: parties.line.clone(),
        person: parties.person,
        giver: Some(parties.giver),
        parties: people.collect(),
        ..Owned::default()
    }
}

/// A table under test.
pub trait Sample: Scoped {
    /// Its name.
    const NAME: &'static str;
    /// A column of numbers that is no part of the key.
    fn number() -> Option<Self::Column>;
    /// A column whose values are unique, by which lists are paged.
    fn unique() -> Option<Self::Column>;
    /// Whom a row belongs to.
    fn owned(row: &Self::Model, facts: &Facts) -> Owned;
}

/// Something done to a table.
pub trait Visit {
    async fn table<E: Sample>(&mut self);
}

macro_rules! tables {
    ($($table:ident $number:expr, $unique:expr, $owned:expr;)*) => {
        /// The tables under test.
        pub const NAMES: &[&str] = &[$(stringify!($table)),*];

        $(const _: () = {
            use entity::$table::{Column as C, Entity, Model};

            impl Sample for Entity {
                const NAME: &'static str = stringify!($table);

                fn number() -> Option<C> {
                    let column: fn() -> Option<C> = || $number;
                    column()
                }

                fn unique() -> Option<C> {
                    let column: fn() -> Option<C> = || $unique;
                    column()
                }

                fn owned(row: &Model, facts: &Facts) -> Owned {
                    let owned: fn(&Model, &Facts) -> Owned = $owned;
                    owned(row, facts)
                }
            }
        };)*

        /// Visits the table of a name.
        pub async fn visit(name: &str, visit: &mut impl Visit) {
            match NAMES.iter().position(|known| *known == name) {
                Some(found) => {
                    let mut at = 0;
                    $(if at == found {
                        return visit.table::<entity::$table::Entity>().await;
                    }
                    at += 1;)*
                    unreachable!("{at} tables");
                }
                None => panic!("no table `{name}`"),
            }
        }
    };
}

tables! {
    account Some(C::Version), Some(C::Login), |_, _| Owned::default();
    account_grant None, Some(C::Id), |_, _| Owned::default();
    assignment Some(C::Share), Some(C::Id), |row, facts| Owned { person: Some(row.person_id), ..facts.unit(row.unit_id) };
    audit_event None, Some(C::Sequence), |_, _| Owned::default();
    audit_head Some(C::Sequence), None, |_, _| Owned::default();
    cell Some(C::Rows), None, |row, _| Owned {
        unit: Some(row.unit_id), line: row.line.clone(), post: row.post_id, person: row.person_id,
        ..Owned::default()
    };
    channel Some(C::Version), Some(C::Id), |row, _| Owned { account: Some(row.account_id), ..Owned::default() };
    dataset Some(C::Version), Some(C::Code), |_, _| Owned::default();
    delivery Some(C::Tries), Some(C::Place), |row, _| Owned { account: Some(row.account_id), ..Owned::default() };
    delivery_notice None, None, |row, _| Owned { account: Some(row.account_id), ..Owned::default() };
    diagnosis_log None, Some(C::Place), |row, facts| facts.matter(row.matter_id);
    dictionary Some(C::Ordinal), None, |_, _| Owned::default();
    duty_switch None, Some(C::Id), |row, facts| facts.unit(row.unit_id);
    event_task None, None, |_, _| Owned::default();
    evaluation Some(C::Objects), Some(C::Key), |_, _| Owned::default();
    evidence None, Some(C::Id), |row, facts| facts.matter(row.matter_id);
    grant_line None, None, |_, _| Owned::default();
    grant_unit None, None, |_, _| Owned::default();
    handbook_entry Some(C::Version), Some(C::Place), |_, _| Owned::default();
    handbook_use None, None, |_, _| Owned::default();
    indicator Some(C::SortNo), Some(C::Code), |_, _| Owned::default();
    indicator_node Some(C::Version), Some(C::Id), |_, _| Owned::default();
    indicator_version Some(C::Number), Some(C::Id), |_, _| Owned::default();
    loss_risk Some(C::Version), Some(C::Place), |row, facts| facts.unit(row.unit_id);
    loss_risk_follow_up None, None, |row, facts| facts.unit(row.unit_id);
    manual_batch Some(C::Rows), Some(C::Id), |_, _| Owned::default();
    manual_value Some(C::Value), None, |row, facts| facts.unit(row.unit_id);
    matter Some(C::Version), Some(C::Number), |row, facts| facts.matter(row.id);
    matter_clock Some(C::Escalated), None, |row, facts| facts.matter(row.matter_id);
    matter_counter Some(C::Last), None, |_, _| Owned::default();
    matter_event None, None, |row, facts| facts.matter(row.matter_id);
    matter_link None, None, |row, facts| facts.matter(row.matter_id);
    matter_party None, None, |row, facts| facts.matter(row.matter_id);
    measure Some(C::Version), Some(C::Code), |_, _| Owned::default();
    node_task None, None, |row, facts| facts.matter(row.matter_id);
    notice Some(C::Event), Some(C::Place), |row, _| Owned { account: Some(row.account_id), ..Owned::default() };
    notice_preference Some(C::Version), Some(C::AccountId), |row, _| Owned { account: Some(row.account_id), ..Owned::default() };
    person Some(C::Version), Some(C::StaffNo), |row, facts| Owned { person: Some(row.id), ..facts.unit(row.unit_id) };
    post Some(C::Version), Some(C::Code), |row, facts| Owned { post: Some(row.id), ..facts.unit(row.unit_id) };
    posted_event None, Some(C::Key), |_, _| Owned::default();
    post_type None, Some(C::Code), |_, _| Owned::default();
    process Some(C::Version), Some(C::Code), |_, _| Owned::default();
    process_step Some(C::Ordinal), Some(C::Code), |_, _| Owned::default();
    publication None, None, |_, _| Owned::default();
    risk_label Some(C::Version), Some(C::Place), |row, facts| {
        Owned { person: Some(row.person_id), ..facts.unit(row.unit_id) }
    };
    risk_point Some(C::Version), Some(C::Code), |row, facts| facts.unit(row.unit_id);
    risk_point_indicator None, None, |row, facts| facts.unit(row.unit_id);
    role Some(C::Version), Some(C::Code), |_, _| Owned::default();
    role_permission None, None, |_, _| Owned::default();
    rule_standing Some(C::Seen), None, |_, _| Owned::default();
    run Some(C::RowsRead), Some(C::Id), |_, _| Owned::default();
    run_log None, None, |_, _| Owned::default();
    run_refusal Some(C::Count), None, |_, _| Owned::default();
    run_refused_file Some(C::Rows), None, |_, _| Owned::default();
    run_refused_row Some(C::Line), None, |_, _| Owned::default();
    run_sign None, None, |_, _| Owned::default();
    run_source Some(C::Size), None, |_, _| Owned::default();
    scheme Some(C::Total), Some(C::Code), |_, _| Owned::default();
    scheme_item Some(C::Weight), None, |_, _| Owned::default();
    score Some(C::Points), None, |row, _| Owned {
        unit: Some(row.unit_id), line: row.line.clone(), post: row.post_id, person: row.person_id,
        ..Owned::default()
    };
    session None, Some(C::Id), |_, _| Owned::default();
    setting None, Some(C::Key), |_, _| Owned::default();
    shared_pattern None, Some(C::Place), |_, _| Owned::default();
    target Some(C::Target), None, |row, facts| facts.unit(row.unit_id);
    task None, Some(C::MatterId), |row, facts| facts.matter(row.matter_id);
    task_template Some(C::Version), Some(C::Code), |_, _| Owned::default();
    unit Some(C::SortNo), Some(C::Code), |row, facts| facts.unit(row.id);
    unit_closure Some(C::Depth), None, |row, facts| facts.unit(row.descendant);
    upload Some(C::Received), Some(C::Id), |row, _| Owned { account: Some(row.account_id), ..Owned::default() };
    warning_rule Some(C::Version), Some(C::Code), |_, _| Owned::default();
    work_day None, None, |_, _| Owned::default();
    work_year Some(C::Version), None, |_, _| Owned::default();
}

#[test]
fn every_table_of_the_store_is_under_test() {
    let source = include_str!("../entity.rs");
    let declared = source.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    assert_eq!(declared.collect::<BTreeSet<_>>(), NAMES.iter().copied().collect());
}
