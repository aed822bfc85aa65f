//! The organisation's rows: dictionaries, units, posts, persons, who holds what, and the accounts. Checks live in `check`.

use chrono::NaiveDate;
use shared::code::{CockpitDimensionCode, DimensionCode, GroupCode, KindCode, LevelCode, LineCode, RoleCode};
use shared::number::Quantity;
use shared::person::{PersonState, PostRole};
use shared::policy::ScopeKind;

use super::fields::{Placed, parsed_fields, rows};

parsed_fields!(
    LevelCode,
    KindCode,
    LineCode,
    GroupCode,
    DimensionCode,
    CockpitDimensionCode,
    RoleCode,
    PersonState,
    PostRole,
    ScopeKind,
    Quantity,
    i32,
);

rows! {
    /// `pack.toml`.
    About {
        /// The pack's code.
        name: String,
        /// What people call it.
        title: String,
        /// The zone business times are written in, `LOCAL` or such as `Asia/Shanghai`.
        zone: Option<String>,
        /// Where units come from the records instead of `units.csv`.
        organisation: Option<Placed<Derivation>>,
    }

    /// Units taken from the records: one column a level, from the top down.
    Derivation {
        /// The dataset whose records name the units.
        derive: String,
        /// The first day of every unit.
        valid_from: NaiveDate,
        /// The levels, top first: the first is one unit with code and name, the others each have a column.
        level as "levels": Vec<Placed<DerivedLevel>>,
    }

    /// One level of a derived organisation.
    DerivedLevel {
        /// Its level.
        level: LevelCode,
        /// The kind of its units.
        kind: KindCode,
        /// The comparison group of its units.
        group: Option<GroupCode>,
        /// The code of its only unit.
        code: Option<String>,
        /// The name of its only unit.
        name: Option<String>,
        /// The column with the codes of its units, which are their names too.
        column: Option<String>,
    }

    /// `dictionary.toml`.
    #[derive(Default)]
    Dictionary {
        /// Levels, highest first by ordinal.
        levels as "level": Vec<Placed<Entry<LevelCode>>>,
        /// Kinds of unit.
        kinds as "kind": Vec<Placed<Entry<KindCode>>>,
        /// Business lines.
        lines as "line": Vec<Placed<Entry<LineCode>>>,
        /// Comparison groups.
        groups as "group": Vec<Placed<Entry<GroupCode>>>,
        /// Indicator dimensions.
        dimensions as "dimension": Vec<Placed<Entry<DimensionCode>>>,
        /// Cockpit dimensions.
        cockpit_dimensions as "cockpit_dimension": Vec<Placed<Entry<CockpitDimensionCode>>>,
    }

    /// A line of `units.csv`.
    Unit {
        /// Its code, as the records write it.
        code: String,
        /// The code of the unit above it; none for a root.
        parent: Option<String>,
        /// Full name.
        name: String,
        /// Name for narrow places; the full name where empty.
        short_name: Option<String>,
        /// Level.
        level: LevelCode,
        /// Kind.
        kind: KindCode,
        /// Business line.
        line: Option<LineCode>,
        /// Comparison group.
        group: Option<GroupCode>,
        /// First day.
        valid_from: NaiveDate,
        /// First day it no longer exists.
        valid_to: Option<NaiveDate>,
        /// Place among its siblings; 0 where empty.
        sort: Option<i32>,
    }

    /// A line of `post_types.csv`.
    PostType {
        /// Its code.
        code: String,
        /// Name.
        name: String,
        /// Code of the series.
        series: String,
        /// Name of the series.
        series_name: String,
        /// Post class (HY-05).
        class: String,
    }

    /// A line of `posts.csv`.
    Post {
        /// Its code, as the records write it.
        code: String,
        /// The unit it is in.
        unit: String,
        /// Its type.
        post_type as "type": String,
        /// Name.
        name: String,
        /// Whether it needs an A and a B at all times.
        key: bool,
        /// Whether it is starred for risk.
        risk_star: bool,
    }

    /// A line of `persons.csv`.
    Person {
        /// Staff number, as the records write it.
        staff_no: String,
        /// Name.
        name: String,
        /// The unit the person works in.
        unit: String,
        /// Rank, as text.
        rank: Option<String>,
        /// Telephone.
        phone: Option<String>,
        /// How the person stands; ACTIVE where empty.
        status: Option<PersonState>,
    }

    /// A line of `assignments.csv`.
    Assignment {
        /// Who.
        staff_no: String,
        /// Which post.
        post: String,
        /// A or B.
        role: PostRole,
        /// Share of a full load, 0–1.
        share: Quantity,
        /// First day.
        valid_from: NaiveDate,
        /// First day it no longer holds.
        valid_to: Option<NaiveDate>,
    }

    /// A line of `switches.csv`: a span in which somebody else acts on a post.
    Switch {
        /// Which post.
        post: String,
        /// Who is away.
        from_staff: String,
        /// Who acts.
        to_staff: String,
        /// First day.
        start: NaiveDate,
        /// First day after.
        end: NaiveDate,
        /// Why.
        reason: String,
    }

    /// A line of `accounts.csv`: one grant of an account. Accounts with several grants have several lines.
    Account {
        /// Sign-in name.
        login: String,
        /// Whose account it is; none for an account of no person.
        staff_no: Option<String>,
        /// Name shown.
        display_name: String,
        /// Role granted.
        role: RoleCode,
        /// How far the grant reaches.
        scope: ScopeKind,
        /// The unit of OWN_UNIT, OWN_SUBTREE and OWN_LINE_SUBTREE.
        unit: Option<String>,
        /// The units of CUSTOM_UNITS and ASSIGNED.
        units: Vec<String>,
        /// The lines of OWN_LINE_SUBTREE.
        lines: Vec<LineCode>,
    }
}

/// An entry of a dictionary.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry<C> {
    /// Its code.
    pub code: C,
    /// Chinese name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// Its order; for levels, 1 is the highest.
    pub ordinal: i32,
}

impl<C: super::fields::Field> super::fields::Row for Entry<C> {
    const KEYS: &'static [&'static str] = &["code", "name", "name_en", "ordinal"];

    fn read(fields: &mut super::fields::Fields<'_, '_>) -> Option<Self> {
        use super::fields::Field;
        let (code, name) = (C::read(fields, "code"), String::read(fields, "name"));
        let (name_en, ordinal) = (String::read(fields, "name_en"), i32::read(fields, "ordinal"));
        Some(Self { code: code?, name: name?, name_en: name_en?, ordinal: ordinal? })
    }
}
