//! Rules are evaluated: what each sees of each object, what that calls for, and what is said.

use std::collections::{HashMap, HashSet};

use futures::FutureExt as _;
use shared::cell::Subject;
use shared::id::{MatterId, TaskTemplateId, WarningRuleId};
use shared::matter::found::{Ground, below};
use shared::matter::words::{MOST_TITLE, MOST_WORDS, shortened};
use shared::matter::{Event, MatterKind, Weak};
use shared::policy::{Action, Resource};
use shared::task::Source;
use shared::warning::rule::WarningRule;
use shared::warning::standing::{Call, Evaluation, Standing};
use shared::warning::{Fact, Notice, Warning, WarningState};

use super::sight::{Look, Sight};
use crate::app::matter::{Author, found_before, is_head, keep, numbered, tell, tell_those};
use crate::app::task::{Trigger, trigger};
use crate::error::Error;
use crate::store::warning::{self, Evaluated};
use crate::store::{Session, matter, task};

/// A rule, and whom it looks at.
type Key = (WarningRuleId, Subject);
type Standings = HashMap<Key, Standing>;

struct Decided<'s> {
    rule: &'s WarningRule,
    look: Look<'s>,
    standing: Standing,
    call: Call,
}

/// Evaluates all rules of a sight.
pub(super) async fn rules(session: &Session, sight: &Sight, outcome: &mut Evaluated) -> Result<(), Error> {
    let standings = left_and_held(session, sight).await?;
    let states = states(session, standings.values().filter_map(|standing| standing.warning)).await?;
    let mut decided = Vec::new();
    for rule in &sight.rules {
        for today in sight.looks_today(rule) {
            outcome.objects += 1;
            let before = standings.get(&(rule.id, today.object().subject)).cloned().unwrap_or_default();
            let last = before.warning.and_then(|id| states.get(&id).copied());
            let look = today.counts_for(&before, last);
            let evaluation = Evaluation {
                key: &look.key,
                period: look.period,
                left_out: look.left_out,
                verdict: look.verdict.clone(),
                confirm: rule.content.confirm,
                last,
            };
            let (standing, call) = before.after(evaluation);
            if standing != before || call != Call::Nothing {
                decided.push(Decided { rule, look, standing, call });
            }
        }
    }
    say(session, sight, decided, outcome).await
}

/// How the rules of a sight stand. What stands beside it is let go: of rules that ended, that look at something else by now, or no longer at
/// this object.
async fn left_and_held(session: &Session, sight: &Sight) -> Result<Standings, Error> {
    let rules: HashMap<WarningRuleId, &WarningRule> = sight.rules.iter().map(|rule| (rule.id, rule)).collect();
    let is_left = |((rule, subject), standing): &(Key, Standing)| {
        standing.is_let_go() || rules.get(rule).is_none_or(|rule| !sight.applies(rule, *subject))
    };
    let (left, mut held): (Standings, Standings) = warning::standings(session).await?.into_iter().partition(is_left);
    held.extend(let_go(session, left).await?);
    Ok(held)
}

/// Whoever a warning concerns learns that its rule no longer looks at what it is about; then the rule knows nothing of it any more. Where that
/// could not be said, which comes back, it stands as it stood.
async fn let_go(session: &Session, left: Standings) -> Result<Standings, Error> {
    let author = Author::of(session).await?;
    let permit = session.function(Resource::WarningRule, Action::Write)?;
    let issued: Vec<MatterId> = left.values().filter_map(|standing| standing.warning).collect();
    let mut failed = HashSet::new();
    for some in issued.chunks(AT_ONCE) {
        for warning in matter::several::<Warning>(session, some).await? {
            // The others are not kept waiting by one that fails: the next evaluation tries it again.
            if let Err(error) = session.apart(leave(session, &warning, &author).boxed()).await? {
                tracing::error!(%error, matter = %warning.id, "a warning could not be let go by its rule");
                failed.insert(warning.id);
            }
        }
    }
    let has_failed = |(_, standing): &(Key, Standing)| standing.warning.is_some_and(|id| failed.contains(&id));
    let (held, left): (Standings, Standings) = left.into_iter().partition(has_failed);
    let left: Vec<Key> = left.into_keys().collect();
    warning::drop_standings(session, &permit, &left).await?;
    Ok(held)
}

/// Its rule no longer looks at what a warning is about, which says so as long as it is open.
async fn leave(session: &Session, warning: &Warning, author: &Author) -> Result<(), Error> {
    let Some(event) = warning.let_go(&author.hand(session, None)) else { return Ok(()) };
    let permit = matter::permit_of_system(session, warning.id, warning.version).await?;
    let place = matter::add(session, permit, &event).await?;
    tell(session, warning, &event, place).await
}

/// Warnings read at once: databases bound the parameters of a statement.
const AT_ONCE: usize = 5_000;

/// What the warnings came to that rules issued last, whoever reviewed them since, for as long as that counts.
async fn states(
    session: &Session,
    issued: impl Iterator<Item = MatterId>,
) -> Result<HashMap<MatterId, WarningState>, Error> {
    let issued: Vec<MatterId> = issued.collect();
    let author = Author::of(session).await?;
    let hand = author.hand(session, None);
    let mut states = HashMap::with_capacity(issued.len());
    for some in issued.chunks(AT_ONCE) {
        let warnings = matter::several::<Warning>(session, some).await?;
        states.extend(warnings.iter().filter_map(|warning| Some((warning.id, warning.stands_for(&hand)?))));
    }
    Ok(states)
}

async fn say(
    session: &Session,
    sight: &Sight,
    decided: Vec<Decided<'_>>,
    outcome: &mut Evaluated,
) -> Result<(), Error> {
    let permit = session.function(Resource::WarningRule, Action::Write)?;
    let author = Author::of(session).await?;
    let mut changed = Vec::with_capacity(decided.len());
    for Decided { rule, look, standing, call } in decided {
        let standing = match call {
            Call::Nothing => standing,
            // The others are not kept waiting by one that fails: it stands as it stood, and the next evaluation tries it again.
            Call::Issue(facts) => {
                match session.apart(issue(session, sight, rule, &look, facts, &author).boxed()).await? {
                    Ok(id) => {
                        outcome.issued += 1;
                        standing.issued(id)
                    }
                    Err(error) => {
                        tracing::error!(%error, rule = %rule.id, object = %look.object.subject, "a warning could not be issued");
                        continue;
                    }
                }
            }
            Call::Recover(id) => match session.apart(recover(session, id, &look, &author).boxed()).await? {
                Ok(()) => {
                    outcome.recovered += 1;
                    standing
                }
                // Somebody ended it meanwhile: the next evaluation sees how.
                Err(Error::Refused(_) | Error::Stale) => continue,
                Err(error) => {
                    tracing::error!(%error, matter = %id, "a warning could not end by itself");
                    continue;
                }
            },
        };
        changed.push(((rule.id, look.object.subject), standing));
    }
    warning::save_standings(session, &permit, &changed).await
}

async fn issue(
    session: &Session,
    sight: &Sight,
    rule: &WarningRule,
    look: &Look<'_>,
    facts: Vec<Fact>,
    author: &Author,
) -> Result<MatterId, Error> {
    let hand = author.hand(session, None);
    let weak = sight.weak(rule, look);
    let (unit, person) = look.object.whose();
    let is_head = is_head(session, person, unit).await?;
    let parties = matter::named(session, look.object.parties(sight.line(rule), is_head)).await?;
    let (id, number) = numbered(session, MatterKind::Warning).await?;
    let about = weak.as_ref().and_then(Weak::about);
    let ground = Ground { unit: parties.unit, about, risk_point: None, opened: session.now() };
    let earlier = matter::earlier(session, id, &ground).await?;
    let notice = Notice {
        id,
        number,
        rule: Some((rule.id, rule.content.kind())),
        severity: rule.content.severity,
        parties,
        holders: look.object.others().to_vec(),
        about: weak,
        title: shortened(&rule.content.name, MOST_TITLE),
        advice: shortened(&rule.content.advice, MOST_WORDS),
        facts,
        terms: rule.content.terms,
        escalation: rule.content.escalation.clone(),
        found_before: below(&earlier).next(),
    };
    let permit = matter::permit_to_open(session, Action::Order, &notice.parties).await?;
    let (warning, event): (Warning, Event) = Warning::issue(notice, &hand)?;
    matter::open(session, permit, &warning, std::slice::from_ref(&event)).await?;
    found_before(session, &warning, &earlier).await?;
    if let Some(template) = rule.content.task {
        make_task(session, rule, template, &warning).await?;
    }
    let told: Vec<_> = rule.content.tell.iter().copied().collect();
    tell_those(session, &warning, &event, 1, &told).await?;
    crate::app::diagnosis::open_by_rule(session, rule, &warning, author).await?;
    Ok(warning.id)
}

/// The task that a warning of the rule makes as well, unless its template is no longer in use.
async fn make_task(
    session: &Session,
    rule: &WarningRule,
    template: TaskTemplateId,
    warning: &Warning,
) -> Result<(), Error> {
    let template = task::template::template(session, template).await?;
    if !template.is_active {
        return Ok(());
    }
    let by = Trigger {
        template: &template,
        unit: warning.parties.unit,
        person: warning.parties.person,
        source: Source::Rule { rule: rule.id },
        note: &warning.advice,
        from: Some(warning.id),
    };
    trigger(session, matter::permit_to_trigger(session)?, by).await.map(drop)
}

async fn recover(session: &Session, id: MatterId, look: &Look<'_>, author: &Author) -> Result<(), Error> {
    let open: Warning = matter::load(session, id).await?;
    let permit = matter::permit_of_system(session, id, open.version).await?;
    let words = look.period.map(|period| period.to_string()).unwrap_or_default();
    let (warning, event) = open.recover(&words, &author.hand(session, None))?;
    keep(session, permit, &warning, &event).await
}
