//! Diagnosis: opened by a rule or by hand, every step of either side, and the work log (CJ-12, CJ-36, CJ-40).

use chrono::{Datelike as _, NaiveDate};
use shared::channel::preference::MessageLanguage;
use shared::diagnosis::{Diagnosis, DiagnosisTerms, Found, LogLine, Note, Opening, Planned};
use shared::error::Refusal;
use shared::handbook::EntryKind;
use shared::id::{HandbookEntryId, MatterId, PersonId};
use shared::matter::{LinkKind, MatterKind, Parties, Side, Weak};
use shared::policy::Action;
use shared::rectification::{Goal, MeasureState};
use shared::warning::Warning;
use shared::warning::rule::WarningRule;
use shared::warning::seen::seen;

use super::handbook::Choice;
use super::matter::{
    Author, Seen, demand_about, led_to, line, numbered, open as open_matter, origins, someone, step, step_in,
};
use super::rectification::{answering, numbers, sees_values};
use super::scope::Scope;
use crate::error::Error;
use crate::store::diagnosis::{self as kept, Narrowed};
use crate::store::matter::list::{self, Filter};
use crate::store::matter::{self, OpenPermit, Standpoint};
use crate::store::page::{Page, Slice};
use crate::store::scope::Happened;
use crate::store::{Reader, Session};

mod book;
pub mod carried;
mod effect;

use book::Book;
use effect::{effect, out_of, unit};

pub use book::{Suggested, suggestions};
pub use kept::Kept;

/// In how many following periods a diagnosis is checked again, where nothing else is said.
pub const USUAL_PERIODS: u32 = 2;

/// A diagnosis to be opened by hand.
#[derive(Debug, Clone)]
pub struct New {
    /// The number that is weak.
    pub about: Weak,
    /// In one line.
    pub title: String,
    /// What is weak about it.
    pub problem: String,
    /// What the value or score must come to; of a value what the target says, where nothing is said.
    pub goal: Option<Goal>,
    /// In how many following periods it is checked again, 1–12.
    pub periods: u32,
    /// The matter that led to it.
    pub from: Option<MatterId>,
}

/// Opens a diagnosis: from above by whoever may order there, otherwise by whoever answers.
///
/// # Errors
/// [`Error::NotFound`] for a place, number or matter that is not visible, and for a score that is not published; [`Error::Forbidden`]
/// where the viewer may neither order nor answer, or would answer in the name of the head; [`Refusal::DiagnosisOpen`] while one about the
/// same number is open; what [`Diagnosis::open`] refuses.
pub async fn open(scope: &Scope, new: New) -> Result<Diagnosis, Error> {
    let session = scope.begin().await?;
    let opened = open_in(&session, new).await?;
    session.commit().await?;
    Ok(opened)
}

async fn open_in(session: &Session, new: New) -> Result<Diagnosis, Error> {
    let New { about, title, problem, goal, periods, from } = new;
    let (parties, side, permit) = permitted(session, &about).await?;
    demand_about(session, &about, &parties).await?;
    demand_score(session, &about).await?;
    let author = Author::of(session).await?;
    let hand = author.hand(session, Some(Standpoint { side, part: None }));
    let (id, number) = numbered(session, MatterKind::Diagnosis).await?;
    let opening = Opening {
        id,
        number,
        rule: None,
        parties,
        about: about.clone(),
        title,
        problem,
        problem_en: String::new(),
        advice: String::new(),
        effect: effect(session, &about, goal, periods).await?,
        terms: DiagnosisTerms::default(),
    };
    // The number is given out one after another: whoever waited for theirs sees here what was opened meanwhile.
    if let Some(line) = open_about(session, &about).await? {
        return Err(Refusal::DiagnosisOpen { number: line.number }.into());
    }
    let (opened, event) = Diagnosis::open(opening, &hand)?;
    open_matter(session, permit, &opened, &event).await?;
    led_to(session, from, opened.id).await?;
    Ok(opened)
}

/// Whom it is about and where it comes from, on which side the viewer opens it, and the right to.
async fn permitted(session: &Session, weak: &Weak) -> Result<(Parties, Side, OpenPermit), Error> {
    let (unit, person) = answering(session, weak.subject()).await?;
    let person = person.map(|person| person.id);
    let line = line(session, weak.indicator()).await?;
    let of = |giver| Parties::new(unit.id, person, giver, line.clone());
    let origins = origins(session, &of(unit.id), person).await?;
    for side in origins.sides(person) {
        let (action, giver) = match side {
            Side::Giver => (Action::Order, origins.of_order()),
            Side::Responsible => (Action::Answer, origins.of_answered(person, session.viewer().person)),
        };
        let Some(giver) = giver else { continue };
        match matter::permit_to_open(session, action, &of(unit.id)).await {
            Ok(permit) => {
                return Ok((matter::named(session, of(giver)).await?, side, permit));
            }
            Err(Error::Forbidden) => {}
            Err(error) => return Err(error),
        }
    }
    Err(Error::Forbidden)
}

/// Refuses a score that is not published, or not for the viewer: which dimensions a scheme scores, only its scores say.
async fn demand_score(reader: &Reader, weak: &Weak) -> Result<(), Error> {
    if weak.score().is_none() {
        return Ok(());
    }
    numbers(reader, weak, &[weak.period()]).await?.pop().map(drop).ok_or(Error::NotFound)
}

/// The diagnosis that is open about the same indicator or score of the same unit, post or person.
async fn open_about(reader: &Reader, weak: &Weak) -> Result<Option<list::Line>, Error> {
    let filter = Filter {
        kind: Some(MatterKind::Diagnosis),
        is_open: Some(true),
        indicator: weak.indicator(),
        subject: Some(weak.subject()),
        ..Filter::default()
    };
    let mut lines = list::all(reader, &filter).await?;
    let ids: Vec<MatterId> = lines.iter().map(|line| line.id).collect();
    let mut open = matter::several::<Diagnosis>(reader, &ids).await?;
    open.retain(|it| it.about.is_same(weak));
    lines.retain(|line| open.iter().any(|it| it.id == line.id));
    Ok(lines.pop())
}

/// Opens a diagnosis of the number that a rule warned of, once while one is open about the same: then the warning leads to that one.
pub(super) async fn open_by_rule(
    session: &Session,
    rule: &WarningRule,
    warning: &Warning,
    author: &Author,
) -> Result<(), Error> {
    let Some(weak) = warning.about.clone().filter(|_| rule.content.opens_diagnosis) else { return Ok(()) };
    let hand = author.hand(session, None);
    // As above: nobody else opens one about the same meanwhile. A number is taken only where it is used.
    matter::hold_numbers(session, MatterKind::Diagnosis, hand.today().year()).await?;
    if let Some(line) = open_about(session, &weak).await? {
        return matter::link(session, warning.id, line.id, LinkKind::LedTo).await;
    }
    let (id, number) = numbered(session, MatterKind::Diagnosis).await?;
    let goal = out_of(session, &weak, &rule.content.condition).await?;
    let effect = effect(session, &weak, goal, USUAL_PERIODS).await?;
    let (condition, unit) = (rule.content.kind(), unit(session, &weak).await?);
    let problem = |language| seen(condition, weak.period(), &warning.facts, &unit, language);
    let (problem, problem_en) = (problem(MessageLanguage::Chinese), problem(MessageLanguage::English));
    let opening = Opening {
        id,
        number,
        rule: Some((rule.id, condition)),
        parties: warning.parties.clone(),
        about: weak,
        title: warning.title.clone(),
        problem,
        problem_en,
        advice: warning.advice.clone(),
        effect,
        terms: DiagnosisTerms::default(),
    };
    let permit = matter::permit_to_open(session, Action::Order, &opening.parties).await?;
    let (opened, event) = Diagnosis::open(opening, &hand)?;
    open_matter(session, permit, &opened, &event).await?;
    matter::link(session, warning.id, opened.id, LinkKind::LedTo).await
}

/// One diagnosis.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn diagnosis(reader: &Reader, id: MatterId) -> Result<Diagnosis, Error> {
    matter::load(reader, id).await
}

/// What is weak about a diagnosis, in a language, as far as the viewer may read it.
///
/// # Errors
/// Of the database.
pub async fn problem(reader: &Reader, it: &Diagnosis, language: MessageLanguage) -> Result<String, Error> {
    let sees_values = sees_values(reader, &it.about, &it.parties).await?;
    Ok(it.problem_in(language, sees_values))
}

/// Says what the causes are: picked from the handbook, or new and, if wanted, proposed to it.
///
/// # Errors
/// As [`step`], [`Book::take`] and [`Diagnosis::analyse`].
pub async fn analyse(scope: &Scope, seen: Seen, causes: Vec<Choice>) -> Result<Diagnosis, Error> {
    let session = scope.begin().await?;
    let it: Diagnosis = matter::load(&session, seen.id).await?;
    let picked = causes.iter().filter_map(|cause| cause.entry).collect();
    let book = Book::of(&session, &it, picked).await?;
    let mut found = Vec::with_capacity(causes.len());
    for (place, cause) in causes.into_iter().enumerate() {
        let at = format!("causes.{place}");
        let (what, entry) = book.take(&session, cause, (EntryKind::Cause, None), &at).await?;
        found.push(Found { what, entry });
    }
    let after = step_in(&session, seen, |it: Diagnosis, hand| it.analyse(found, hand)).await?;
    session.commit().await?;
    Ok(after)
}

/// A measure as it is set.
#[derive(Debug, Clone)]
pub struct NewMeasure {
    /// What: picked from the handbook, or new.
    pub choice: Choice,
    /// The cause it is against, counted from 1.
    pub against: Option<u32>,
    /// By whom; by whoever answers, where nobody is named.
    pub owner: Option<PersonId>,
    /// By which day.
    pub due: NaiveDate,
}

/// Says what will be done.
///
/// # Errors
/// [`Error::NotFound`] for an owner who is not visible; as [`step`], [`Book::take`] and [`Diagnosis::set_measures`].
pub async fn set_measures(scope: &Scope, seen: Seen, measures: Vec<NewMeasure>) -> Result<Diagnosis, Error> {
    let mut owners = Vec::with_capacity(measures.len());
    for measure in &measures {
        owners.push(someone(scope, measure.owner).await?);
    }
    let session = scope.begin().await?;
    let it: Diagnosis = matter::load(&session, seen.id).await?;
    let picked = measures.iter().filter_map(|measure| measure.choice.entry).collect();
    let book = Book::of(&session, &it, picked).await?;
    let mut planned = Vec::with_capacity(measures.len());
    for (place, (measure, owner)) in measures.into_iter().zip(owners).enumerate() {
        let NewMeasure { choice, against, due, .. } = measure;
        let at = format!("measures.{place}");
        let kind = (EntryKind::Measure, cause_entry(&it, against));
        let (what, entry) = book.take(&session, choice, kind, &at).await?;
        planned.push(Planned { what, against, entry, owner, due });
    }
    let after = step_in(&session, seen, |it: Diagnosis, hand| it.set_measures(planned, hand)).await?;
    session.commit().await?;
    Ok(after)
}

/// The entry of the cause counted from 1, where it has one.
fn cause_entry(it: &Diagnosis, against: Option<u32>) -> Option<HandbookEntryId> {
    let place = usize::try_from(against?).ok()?.checked_sub(1)?;
    it.causes.get(place)?.entry
}

/// Wants the causes, or the measures, thought over.
///
/// # Errors
/// As [`step`] and [`Diagnosis::give_back`].
pub async fn give_back(scope: &Scope, seen: Seen, reason: &str) -> Result<Diagnosis, Error> {
    step(scope, seen, |it: Diagnosis, hand| it.give_back(reason, hand)).await
}

/// A measure is done, or dropped.
///
/// # Errors
/// As [`step`] and [`Diagnosis::end_measure`].
pub async fn end_measure(
    scope: &Scope,
    seen: Seen,
    item: u32,
    state: MeasureState,
    result: &str,
) -> Result<Diagnosis, Error> {
    step(scope, seen, |it: Diagnosis, hand| it.end_measure(item, state, result, hand)).await
}

/// Says that everything is done.
///
/// # Errors
/// As [`step`] and [`Diagnosis::execute`].
pub async fn execute(scope: &Scope, seen: Seen, result: &str) -> Result<Diagnosis, Error> {
    step(scope, seen, |it: Diagnosis, hand| it.execute(result, hand)).await
}

/// Checks it again as a person.
///
/// # Errors
/// As [`step`] and [`Diagnosis::check`].
pub async fn check(scope: &Scope, seen: Seen, effective: bool, words: &str) -> Result<Diagnosis, Error> {
    step(scope, seen, |it: Diagnosis, hand| it.check(effective, words, hand)).await
}

/// Closes it.
///
/// # Errors
/// As [`step`] and [`Diagnosis::close`].
pub async fn close(scope: &Scope, seen: Seen, words: &str) -> Result<Diagnosis, Error> {
    step(scope, seen, |it: Diagnosis, hand| it.close(words, hand)).await
}

/// Takes it back.
///
/// # Errors
/// As [`step`] and [`Diagnosis::withdraw`].
pub async fn withdraw(scope: &Scope, seen: Seen, reason: &str) -> Result<Diagnosis, Error> {
    step(scope, seen, |it: Diagnosis, hand| it.withdraw(reason, hand)).await
}

/// Says something.
///
/// # Errors
/// As [`step`] and [`Diagnosis::comment`].
pub async fn comment(scope: &Scope, seen: Seen, words: &str) -> Result<Diagnosis, Error> {
    step(scope, seen, |it: Diagnosis, hand| it.comment(words, hand)).await
}

/// Adds a line to the work log. It changes nothing that anybody saw, so that it takes no version and is never too late.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`] for whoever stands on neither side; what [`Diagnosis::log`] refuses.
pub async fn log(scope: &Scope, id: MatterId, note: Note) -> Result<Kept, Error> {
    let session = scope.begin().await?;
    let it: Diagnosis = matter::load(&session, id).await?;
    let (standpoint, permit) = matter::permit(&session, id, it.version).await?;
    let author = Author::of(&session).await?;
    let line = it.log(note, session.viewer().person, &author.hand(&session, Some(standpoint)))?;
    let kept = Kept { id: kept::log(&session, &permit, &line).await?, matter: id, line };
    session.record(Happened {
        action: "diagnosis.log",
        subject: format!("matter-{id}"),
        summary: summary(&it, &kept.line),
        ..Happened::default()
    });
    session.commit().await?;
    Ok(kept)
}

fn summary(it: &Diagnosis, line: &LogLine) -> String {
    format!("{} {} {}", it.number, line.day, line.words)
}

/// A page of work logs of the diagnoses the viewer may see.
///
/// # Errors
/// [`Error::Forbidden`] for whoever may see no matters.
pub async fn logs(reader: &Reader, narrowed: Narrowed, page: Page) -> Result<Slice<Kept>, Error> {
    super::desk::demand(reader)?;
    kept::lines(reader, narrowed, page).await
}
