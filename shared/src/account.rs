//! Accounts, roles and who was given which role: the stored side of the policy. Decisions about rows live in `policy`.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::code::{LineCode, RoleCode};
use crate::error::Refusal;
use crate::id::{AccountId, GrantId, PersonId, RoleId, UnitId};
use crate::person::holds;
use crate::policy::{DataScope, Grant, Permissions, ScopeKind};

/// Somebody who can sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// What is typed to sign in, unique.
    pub login: String,
    /// What is shown.
    pub display_name: String,
    /// The person behind it.
    pub person: Option<PersonId>,
    /// Whether it can no longer sign in.
    pub disabled: bool,
    /// Counts its changes.
    pub version: i32,
}

/// A role: what may be done, without saying on which rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// Its id.
    pub id: RoleId,
    /// Its code, unique.
    pub code: RoleCode,
    /// Its Chinese name.
    pub name: String,
    /// Its English name.
    pub name_en: String,
    /// Whether it is shipped, and so keeps its code.
    pub built_in: bool,
    /// Counts its changes.
    pub version: i32,
    /// What it permits.
    pub permissions: Permissions,
}

impl Role {
    /// The role as it is once it has been changed.
    ///
    /// # Errors
    /// [`Refusal::BuiltIn`] where one that is shipped would get another code.
    pub fn changed(
        self,
        code: RoleCode,
        name: String,
        name_en: String,
        permissions: Permissions,
    ) -> Result<Self, Refusal> {
        if self.built_in && code != self.code {
            return Err(Refusal::BuiltIn { code: self.code.to_string() });
        }
        Ok(Self { code, name, name_en, permissions, version: self.version + 1, ..self })
    }
}

/// A role given to an account on some rows, from one day until before another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Its id.
    pub id: GrantId,
    /// To whom.
    pub account: AccountId,
    /// Which role.
    pub role: RoleId,
    /// On which rows.
    pub scope: DataScope,
    /// First day.
    pub valid_from: NaiveDate,
    /// First day it no longer holds.
    pub valid_to: Option<NaiveDate>,
}

impl Given {
    /// The grant as the policy reads it on a day; none where it does not hold then.
    #[must_use]
    pub fn on(&self, day: NaiveDate, role: &Role) -> Option<Grant> {
        holds(self.valid_from, self.valid_to, day).then(|| Grant {
            id: self.id,
            role: role.code.clone(),
            permissions: role.permissions.clone(),
            scope: self.scope.clone(),
        })
    }
}

/// A scope that lacks what its kind takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ScopeError {
    /// The kind takes one unit.
    #[error("this kind of scope takes a unit")]
    UnitMissing,
    /// The kind takes units.
    #[error("this kind of scope takes one unit or more")]
    UnitsMissing,
    /// The kind takes lines.
    #[error("this kind of scope takes one business line or more")]
    LinesMissing,
}

/// A scope from its kind and what was given with it; what the kind does not take is left out.
///
/// # Errors
/// [`ScopeError`] where something is missing.
pub fn scope(
    kind: ScopeKind,
    unit: Option<UnitId>,
    units: BTreeSet<UnitId>,
    lines: BTreeSet<LineCode>,
) -> Result<DataScope, ScopeError> {
    let one = || unit.ok_or(ScopeError::UnitMissing);
    let some = |units: BTreeSet<UnitId>| if units.is_empty() { Err(ScopeError::UnitsMissing) } else { Ok(units) };
    Ok(match kind {
        ScopeKind::SelfOnly => DataScope::SelfOnly,
        ScopeKind::OwnPost => DataScope::OwnPost,
        ScopeKind::OwnUnit => DataScope::OwnUnit(one()?),
        ScopeKind::OwnSubtree => DataScope::OwnSubtree(one()?),
        ScopeKind::OwnLineSubtree if lines.is_empty() => return Err(ScopeError::LinesMissing),
        ScopeKind::OwnLineSubtree => DataScope::OwnLineSubtree(one()?, lines),
        ScopeKind::ComparisonGroup => DataScope::ComparisonGroup,
        ScopeKind::Assigned => DataScope::Assigned(some(units)?),
        ScopeKind::CustomUnits => DataScope::CustomUnits(some(units)?),
        ScopeKind::All => DataScope::All,
    })
}

/// The one unit, the units named one by one, and the lines of a scope: what is stored beside its kind.
#[must_use]
pub fn parts(scope: &DataScope) -> (Option<UnitId>, Vec<UnitId>, Vec<LineCode>) {
    match scope {
        DataScope::OwnUnit(unit) | DataScope::OwnSubtree(unit) => (Some(*unit), Vec::new(), Vec::new()),
        DataScope::OwnLineSubtree(unit, lines) => (Some(*unit), Vec::new(), lines.iter().cloned().collect()),
        DataScope::Assigned(units) | DataScope::CustomUnits(units) => {
            (None, units.iter().copied().collect(), Vec::new())
        }
        DataScope::SelfOnly | DataScope::OwnPost | DataScope::ComparisonGroup | DataScope::All => {
            (None, Vec::new(), Vec::new())
        }
    }
}

/// Fewest characters of a password.
pub const SHORTEST_PASSWORD: usize = 12;
/// Most characters of a password: hashing more would be work for nothing.
pub const LONGEST_PASSWORD: usize = 256;

/// Whether a password may be set: 12 to 256 characters of three kinds among lower case, upper case, digits and others.
#[must_use]
pub fn is_strong(password: &str) -> bool {
    let kinds: BTreeSet<u8> = password
        .chars()
        .map(|letter| match letter {
            'a'..='z' => 0,
            'A'..='Z' => 1,
            '0'..='9' => 2,
            _ => 3,
        })
        .collect();
    (SHORTEST_PASSWORD..=LONGEST_PASSWORD).contains(&password.chars().count()) && kinds.len() >= 3
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Id;

    #[test]
    fn a_scope_reads_back_from_its_parts() {
        let (unit, line) = (UnitId::from_raw(7), LineCode::try_from("COLLECTION".to_owned()).unwrap());
        for &kind in ScopeKind::ALL {
            let made = scope(kind, Some(unit), BTreeSet::from([unit]), BTreeSet::from([line.clone()])).unwrap();
            let (one, units, lines) = parts(&made);
            let again = scope(made.kind(), one, units.into_iter().collect(), lines.into_iter().collect());
            assert_eq!((made.kind(), again), (kind, Ok(made)));
        }
    }

    #[test]
    fn a_scope_without_what_its_kind_takes_is_refused() {
        let none = |kind| scope(kind, None, BTreeSet::new(), BTreeSet::new());
        assert_eq!(none(ScopeKind::OwnUnit), Err(ScopeError::UnitMissing));
        assert_eq!(none(ScopeKind::OwnLineSubtree), Err(ScopeError::LinesMissing));
        assert_eq!(none(ScopeKind::CustomUnits), Err(ScopeError::UnitsMissing));
    }

    #[test]
    fn short_or_plain_passwords_are_weak() {
        for (password, strong) in
            [("Abcdefg12345", true), ("abcdefghijkl", false), ("Abc1!", false), ("纳税服务abcdefg1", true)]
        {
            assert_eq!(is_strong(password), strong, "{password}");
        }
        assert!(!is_strong(&"aB3".repeat(100)));
    }
}
