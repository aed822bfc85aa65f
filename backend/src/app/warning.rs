//! Warnings: written by hand, read, dealt with, ended, looked at, connected. Those of rules are issued by [`super::watch`].

use shared::cell::Subject;
use shared::id::{MatterId, PersonId, UnitId};
use shared::matter::found::{Ground, below};
use shared::matter::{About, Escalation, LinkKind, Matter as _, MatterKind, Parties, Severity, Side, Weak};
use shared::policy::Action;
use shared::warning::{Fact, Notice, Other, Warning, WarningTerms};

use super::matter::{Author, Seen, demand_about, found_before, line, numbered, open, origins, someone, step, step_in};
use super::scope::Scope;
use crate::error::Error;
use crate::store::Reader;
use crate::store::matter::{self, Standpoint};
use crate::store::scope::Happened;

pub mod count;
pub mod rule;

/// A warning to be written by hand.
#[derive(Debug, Clone)]
pub struct New {
    /// The unit it concerns.
    pub unit: UnitId,
    /// The person it concerns.
    pub person: Option<PersonId>,
    /// The number it is about.
    pub about: Option<About>,
    /// How urgent it is.
    pub severity: Severity,
    /// In one line.
    pub title: String,
    /// What is known, and what to do.
    pub advice: String,
}

/// Sends a warning written by hand.
///
/// # Errors
/// [`Error::NotFound`] for a unit, person or number that is not visible; [`Error::Forbidden`] where the viewer may not order there, or may
/// not order the head; what [`Warning::issue`] refuses.
pub async fn issue(scope: &Scope, new: New) -> Result<Warning, Error> {
    let session = scope.begin().await?;
    let line = line(&session, new.about.map(|about| about.indicator)).await?;
    let of = |giver| Parties::new(new.unit, new.person, giver, line.clone());
    let permit = matter::permit_to_open(&session, Action::Order, &of(new.unit)).await?;
    let giver = origins(&session, &of(new.unit), new.person).await?.of_order().ok_or(Error::Forbidden)?;
    let parties = matter::named(&session, of(giver)).await?;
    if let Some(about) = new.about {
        demand_about(&session, &Weak::from(about), &parties).await?;
    }
    let author = Author::of(&session).await?;
    let hand = author.hand(&session, Some(Standpoint { side: Side::Giver, part: None }));
    let (id, number) = numbered(&session, MatterKind::Warning).await?;
    let ground = Ground { unit: parties.unit, about: new.about, risk_point: None, opened: session.now() };
    let earlier = matter::earlier(&session, id, &ground).await?;
    let notice = Notice {
        id,
        number,
        rule: None,
        severity: new.severity,
        parties,
        holders: Vec::new(),
        about: new.about.map(Weak::from),
        title: new.title,
        advice: new.advice,
        facts: Vec::new(),
        terms: WarningTerms::default(),
        escalation: Escalation::default(),
        found_before: below(&earlier).next(),
    };
    let (warning, event) = Warning::issue(notice, &hand)?;
    open(&session, permit, &warning, &event).await?;
    found_before(&session, &warning, &earlier).await?;
    session.commit().await?;
    Ok(warning)
}

/// The numbers that made it fire, as far as they are for the viewer: values take the right to read them, the places of others one more.
///
/// # Errors
/// Of the database.
pub async fn facts(reader: &Reader, it: &Warning) -> Result<Vec<Fact>, Error> {
    let of_parties = it.parties.person.map_or(Subject::Unit(it.parties.unit), Subject::Person);
    let subject = it.head().subject().unwrap_or(of_parties);
    let (unit, line) = (it.parties.unit, it.parties.line.as_ref());
    let sees_values =
        !it.facts.iter().any(Fact::is_of_value) || matter::may_see_values(reader, subject, unit, line).await?;
    let sees_ranks =
        !it.facts.iter().any(Fact::is_of_group) || matter::may_see_ranks(reader, subject, unit, line).await?;
    Ok(it.facts_for(sees_values, sees_ranks))
}

/// One warning.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn warning(reader: &Reader, id: MatterId) -> Result<Warning, Error> {
    matter::load(reader, id).await
}

/// Whom it concerns has read it.
///
/// # Errors
/// As [`step`] and [`Warning::receive`].
pub async fn receive(scope: &Scope, seen: Seen) -> Result<Warning, Error> {
    step(scope, seen, |it: Warning, hand| it.receive(hand)).await
}

/// Somebody is to deal with it.
///
/// # Errors
/// As [`step`] and [`Warning::assign`].
pub async fn assign(scope: &Scope, seen: Seen, to: Option<PersonId>, words: &str) -> Result<Warning, Error> {
    let to = someone(scope, to.or(scope.viewer().person)).await?;
    step(scope, seen, |it: Warning, hand| it.assign(to, words, hand)).await
}

/// The risk is removed, or was none.
///
/// # Errors
/// As [`step`] and [`Warning::end`].
pub async fn end(scope: &Scope, seen: Seen, is_false: bool, words: &str) -> Result<Warning, Error> {
    step(scope, seen, |it: Warning, hand| it.end(is_false, words, hand)).await
}

/// The upper level looked at how it ended.
///
/// # Errors
/// As [`step`] and [`Warning::review`].
pub async fn review(scope: &Scope, seen: Seen, words: &str) -> Result<Warning, Error> {
    step(scope, seen, |it: Warning, hand| it.review(words, hand)).await
}

/// Says something.
///
/// # Errors
/// As [`step`] and [`Warning::comment`].
pub async fn comment(scope: &Scope, seen: Seen, words: &str) -> Result<Warning, Error> {
    step(scope, seen, |it: Warning, hand| it.comment(words, hand)).await
}

/// It belongs to an order or a diagnosis that exists.
///
/// # Errors
/// [`Error::NotFound`] for a matter that is not visible; as [`step`] and [`Warning::connect`].
pub async fn connect(scope: &Scope, seen: Seen, other: MatterId) -> Result<Warning, Error> {
    let session = scope.begin().await?;
    let sides = matter::sides(&session, other).await?;
    let is_connected = matter::are_linked(&session, seen.id, other).await?;
    let to = Other { kind: sides.kind, number: &sides.number, is_sent: sides.is_sent, is_connected };
    let it = step_in(&session, seen, |it: Warning, hand| it.connect(to, hand)).await?;
    matter::link(&session, it.id, other, LinkKind::Together).await?;
    session.record(Happened {
        action: "matter.connect",
        subject: format!("matter-{}", it.id),
        summary: format!("{} {}", it.number, sides.number),
        ..Happened::default()
    });
    session.commit().await?;
    Ok(it)
}
