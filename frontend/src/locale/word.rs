//! Words for codes: every code has one in both languages, and a new code does not compile without.

use super::Locale;
use crate::api::codes::{
    Action, Aggregate, Availability, Band, CollectionMode, ColumnType, Direction, Domain, ErrorCode, FaultCode,
    MaskState, Nature, ObjectKind, PersonState, PostRole, Resource, RollUp, RunState, ScopeKind, SubjectKind,
    VersionState,
};
use crate::api::schema::Cycle;
use shared::cockpit::NoWayDown;

/// What has a word.
pub trait Word {
    /// The word in the reader's language.
    fn word(self, locale: Locale) -> &'static str;
}

macro_rules! words_of {
    ($($kind:ident { $($variant:ident => $key:ident),+ $(,)? })+) => {$(
        impl Word for $kind {
            fn word(self, locale: Locale) -> &'static str {
                match self { $(Self::$variant => locale.text.code.$key),+ }
            }
        }
    )+};
}

words_of! {
    Availability {
        Present => present, NotDue => not_due, Late => late, NotApplicable => not_applicable, Missing => missing, Refused => refused,
    }
    Band { Good => good, Steady => steady, Watch => watch, Alert => alert }
    Direction { HigherBetter => higher_better, LowerBetter => lower_better, TargetBest => target_best, Boolean => boolean }
    Nature { Quant => quant, Qual => qual }
    CollectionMode { Auto => auto, Semi => semi, Manual => manual }
    VersionState { Draft => draft, Effective => effective, Superseded => superseded, Retired => retired }
    RunState {
        Queued => queued, Running => running, Succeeded => succeeded, Unchanged => unchanged, Failed => failed,
        Cancelled => cancelled, Interrupted => interrupted,
    }
    SubjectKind { Unit => kind_unit, Post => kind_post, Person => kind_person }
    PostRole { A => role_a, B => role_b }
    ObjectKind { Org => org, Person => person }
    Domain { Party => party, Admin => admin, Business => business }
    MaskState { Visible => present, Masked => masked, Empty => missing }
    PersonState {
        Active => person_active, Leave => person_leave, Seconded => person_seconded, Suspended => person_suspended,
        Retired => person_retired, Left => person_left,
    }
    ColumnType { Text => text, Integer => integer, Decimal => decimal, Date => date, Datetime => datetime, Boolean => boolean }
    Aggregate { Count => count, Sum => sum, Min => min, Max => max, Distinct => distinct, First => first, Last => last }
    RollUp { Sum => sum, First => first, Last => last, Min => min, Max => max, Distinct => distinct }
    Action {
        Read => read, Write => write, Publish => publish, Run => run, Export => export, Answer => answer, Order => order,
    }
    Resource {
        Organisation => organisation, Person => people, PersonDetail => person_detail, Account => account, Role => role,
        Library => library, Target => target, Dataset => dataset, SourceRow => source_row, Run => run_resource, Cell => cell,
        PersonCell => person_cell, Ranking => ranking, ManualValue => manual_value, Matter => matter,
        PersonMatter => person_matter, WarningRule => warning_rule, Handbook => handbook, Risk => risk, RiskLabel => risk_label, Event => event, Audit => audit, Dictionary => dictionary,
    }
    ScopeKind {
        SelfOnly => scope_self, OwnPost => own_post, OwnUnit => own_unit, OwnSubtree => own_subtree,
        OwnLineSubtree => own_line_subtree, ComparisonGroup => comparison_group, Assigned => assigned,
        CustomUnits => custom_units, All => scope_all,
    }
}

impl Word for FaultCode {
    fn word(self, locale: Locale) -> &'static str {
        let text = locale.text.draft();
        match self {
            Self::Missing => text.missing,
            Self::FormulaByHand => text.formula_by_hand,
            Self::Formula => text.formula_bad,
            Self::UnknownMeasure => text.unknown_measure,
            Self::Method => text.method_bad,
            Self::BaseScore => text.base_score_bad,
        }
    }
}

impl Word for Cycle {
    fn word(self, locale: Locale) -> &'static str {
        let text = &locale.text.time;
        match self {
            Self::Month => text.month,
            Self::Quarter => text.quarter,
            Self::Half => text.half,
            Self::Year => text.year,
        }
    }
}

impl Locale {
    /// Why there is no value, in a sentence; nothing where there is one.
    pub fn absence(self, availability: Availability) -> Option<&'static str> {
        let code = &self.text.code;
        match availability {
            Availability::Present => None,
            Availability::NotDue => Some(code.not_due_why),
            Availability::Late => Some(code.late_why),
            Availability::NotApplicable => Some(code.not_applicable_why),
            Availability::Missing => Some(code.missing_why),
            Availability::Refused => Some(code.refused_why),
        }
    }

    /// The sentence for a refusal.
    pub fn refusal(self, code: ErrorCode) -> &'static str {
        let error = &self.text.error;
        match code {
            ErrorCode::Unauthenticated => error.unauthenticated,
            ErrorCode::NotFound => error.not_found,
            ErrorCode::Forbidden => error.forbidden,
            ErrorCode::Invalid => error.invalid,
            ErrorCode::Refused => error.refused,
            ErrorCode::Stale => error.stale,
            ErrorCode::Limit => error.limit,
            ErrorCode::RateLimited => error.rate_limited,
            ErrorCode::Unavailable => error.unavailable,
            ErrorCode::Internal => error.internal,
        }
    }

    /// A unit of values in the reader's language; one that is not known stays as the library writes it.
    pub fn unit(self, unit: &str) -> &str {
        let units = &self.text.unit;
        match unit {
            "%" | "％" => "%",
            "分" => units.points,
            "户" => units.households,
            "户次" => units.per_household,
            "件" => units.cases,
            "次" => units.times,
            "天" => units.days,
            "小时" => units.hours,
            "分钟" => units.minutes,
            "人" => units.persons,
            _ => unit,
        }
    }

    /// Why there is no way down from a place.
    pub fn no_way_down(self, reason: NoWayDown) -> &'static str {
        let text = &self.text.cockpit;
        match reason {
            NoWayDown::Person => text.person_level,
            NoWayDown::VacantPost => text.no_children,
            NoWayDown::LastUnit => text.lowest,
            NoWayDown::OutsideScope => text.no_children_visible,
        }
    }
}
