//! The rules of the year: one for each key rate and some with other conditions, tried on the past before they are used, so that most of
//! the year's warnings come from them and not more than anybody reads.

use chrono::{Days, NaiveDate};
use shared::cell::Subject;
use shared::id::IndicatorId;
use shared::indicator::SubjectKind;
use shared::matter::{About, Escalation, Recipient, Severity};
use shared::number::Quantity;
use shared::period::Period;
use shared::policy::{Action, Resource};
use shared::warning::WarningTerms;
use shared::warning::condition::Condition;
use shared::warning::rule::{Applies, RuleContent, RuleState, WarningRule, Watched};

use super::{MONTHS, Teller, WARNINGS};
use crate::app::demo::words::rule::{LooksFor, RuleWords, TRIED};
use crate::app::watch::rehearse::{Rehearsal, Rehearsed, several};
use crate::error::Error;
use crate::store::permit::fresh;
use crate::store::{Session, warning};

/// Warnings of the year that rules may issue; the others are written by hand.
const BY_RULES: usize = 48;
/// Warnings by hand that are kept for the newest month: enough to show every state.
const OF_NEWEST: usize = 7;
/// Working days after which what waits is warned of.
const OVERDUE: u32 = 45;

/// How the year will go, as far as rules that were tried can say.
pub(super) struct Outlook {
    /// Warnings that rules will issue.
    by_rules: usize,
    /// A number that its unit sees itself before a rule does.
    pub(super) seen_first: Option<About>,
}

impl Outlook {
    /// How many warnings are written by hand up to and with a month before the newest.
    pub(super) const fn by_hand(&self, place: usize) -> usize {
        WARNINGS.saturating_sub(self.by_rules + OF_NEWEST) * (place + 1) / (MONTHS - 1)
    }
}

/// A rule with what it would have said in the year.
type Said = (RuleContent, Vec<Rehearsed>);

impl Teller<'_> {
    /// Sets the rules of the year; says what will come of them.
    pub(super) async fn rules(&self, months: &[Period]) -> Result<Outlook, Error> {
        let mut choices: Vec<(String, Vec<RuleContent>)> = Vec::new();
        for (number, (indicator, name, _)) in (1..).zip(&self.key_rates) {
            choices.push((format!("KEY-{number}"), vec![of_key_rate(*indicator, name)?]));
        }
        for words in TRIED {
            choices.push((words.code.to_owned(), self.ladder(words)?));
        }
        let mut tried = self.tried(months, &choices).await?.into_iter();
        let session = self.session(begins(months) - Days::new(72)).await?;
        let (mut outlook, mut left) = (Outlook { by_rules: 0, seen_first: None }, BY_RULES);
        for (place, (code, ladder)) in choices.iter().enumerate() {
            // What is left is shared by the rules that are left; the first that keeps within its share is the most sensitive one.
            let share = left / (choices.len() - place);
            let mut said: Vec<Said> = tried.by_ref().take(ladder.len()).collect();
            let chosen =
                said.iter().position(|(_, found)| found.len() <= share).unwrap_or(said.len().saturating_sub(1));
            if said.is_empty() {
                continue;
            }
            let (content, found) = said.swap_remove(chosen);
            left = left.saturating_sub(found.len());
            outlook.by_rules += found.len();
            outlook.seen_first = self.likelier(outlook.seen_first, &content, &found);
            set(&session, code, content).await?;
        }
        set(&session, "TASK-1", of_what_waits()?).await?;
        session.commit().await?;
        Ok(outlook)
    }

    /// What every rule would have said in the year, in the order of the choices.
    async fn tried(&self, months: &[Period], choices: &[(String, Vec<RuleContent>)]) -> Result<Vec<Said>, Error> {
        let Some(last) = months.last() else { return Ok(Vec::new()) };
        let contents: Vec<RuleContent> = choices.iter().flat_map(|(_, ladder)| ladder.iter().cloned()).collect();
        let rules: Result<Vec<WarningRule>, Error> =
            contents.iter().map(|content| drafted("TRIED", content.clone())).collect();
        let reader = self.reader(last.last_day() + Days::new(4)).await?;
        let rehearsed = several(&reader, rules?, MONTHS).await?;
        let first = begins(months);
        let in_year = |it: &Rehearsed| it.period.is_some_and(|period| period.last_day() >= first);
        let said = |it: Rehearsal| it.warnings.into_iter().filter(in_year).collect::<Vec<_>>();
        Ok(contents.into_iter().zip(rehearsed.into_iter().map(said)).collect())
    }

    /// The choices of a rule, the most sensitive first; none where the library lacks its indicator.
    fn ladder(&self, words: &RuleWords) -> Result<Vec<RuleContent>, Error> {
        let watched = match words.indicator {
            None => Watched::Score { dimension: None },
            Some(code) => match self.library.iter().find(|it| it.code.as_str() == code) {
                Some(it) => Watched::Indicator { indicator: it.id },
                None => return Ok(Vec::new()),
            },
        };
        let content = |condition: Condition| {
            let what = (words.name, words.advice, words.severity);
            content(what, watched.clone(), condition, (words.subjects, words.level))
        };
        conditions(words.looks_for)?.into_iter().map(content).collect()
    }

    /// A number of a district that a rule of a key rate will warn of and that gets better again: of the district that is looked at first,
    /// and late in the year.
    fn likelier(&self, so_far: Option<About>, content: &RuleContent, found: &[Rehearsed]) -> Option<About> {
        let Watched::Indicator { indicator } = content.watched else { return so_far };
        let district = self.first.as_ref().and_then(|(unit, _)| self.above.get(unit)).map(|unit| Subject::Unit(*unit));
        let about = |it: &Rehearsed| Some(About { indicator, subject: it.subject, period: it.period? });
        let numbers = found.iter().filter(|it| content.opens_diagnosis && it.over.is_some()).filter_map(about);
        so_far.into_iter().chain(numbers).max_by_key(|about| (Some(about.subject) == district, about.period))
    }
}

/// The last day of the first month: the first on which anything is evaluated.
fn begins(months: &[Period]) -> NaiveDate {
    months.first().map(|month| month.last_day()).unwrap_or_default()
}

fn drafted(code: &str, content: RuleContent) -> Result<WarningRule, Error> {
    let code = code.parse().map_err(Error::internal)?;
    Ok(WarningRule { id: fresh()?, code, state: RuleState::Draft, content, since: None, version: 1 })
}

async fn set(session: &Session, code: &str, content: RuleContent) -> Result<(), Error> {
    let permit = session.function(Resource::WarningRule, Action::Write)?;
    warning::create(session, permit, &drafted(code, content)?.activate(session.today())?).await
}

fn conditions(looks_for: LooksFor) -> Result<Vec<Condition>, Error> {
    let whole = |number: &i64| Quantity::try_whole(*number).map_err(Error::internal);
    Ok(match looks_for {
        LooksFor::NoData => vec![Condition::NoData],
        LooksFor::Falling(times) => times.iter().map(|&periods| Condition::Trend { periods }).collect(),
        LooksFor::RankFall(places) => places.iter().map(|&places| Condition::RankFall { places }).collect(),
        LooksFor::Sudden(percents) => {
            let sudden = |percent| Ok(Condition::Sudden { percent: whole(percent)?, periods: 3 });
            percents.iter().map(sudden).collect::<Result<_, Error>>()?
        }
        LooksFor::Beyond(limits) => {
            let beyond = |limit| Ok(Condition::Threshold { limit: whole(limit)? });
            limits.iter().map(beyond).collect::<Result<_, Error>>()?
        }
    })
}

/// A rule for a key rate of districts: what goes wrong there is also diagnosed.
fn of_key_rate(indicator: IndicatorId, name: &str) -> Result<RuleContent, Error> {
    let advice = format!(
        "先看{name}的分子分母和下级单位，找出拉低数值的几户；能在期末前补办的先补办，需要上级支持的请在整改单里提出。"
    );
    let title = format!("{name}落入预警区间");
    let condition = Condition::Band { band: shared::band::Band::Alert };
    let what = (title.as_str(), advice.as_str(), Severity::Red);
    let rule = content(what, Watched::Indicator { indicator }, condition, (SubjectKind::Unit, "COUNTY"))?;
    Ok(RuleContent { opens_diagnosis: true, ..rule })
}

/// A rule for offices where something has been waiting for long.
fn of_what_waits() -> Result<RuleContent, Error> {
    let advice = "打开工作台，从最早到期的一件办起；确实办不了的请申请延期或转办，不要让它一直挂着。";
    let what = ("待办事项久拖未办", advice, Severity::Blue);
    content(what, Watched::Tasks, Condition::TaskOverdue { days: OVERDUE }, (SubjectKind::Unit, "OFFICE"))
}

fn content(
    (name, advice, severity): (&str, &str, Severity),
    watched: Watched,
    condition: Condition,
    (subjects, level): (SubjectKind, &str),
) -> Result<RuleContent, Error> {
    Ok(RuleContent {
        name: name.to_owned(),
        watched,
        condition,
        applies: Applies {
            subjects,
            levels: [level.parse().map_err(Error::internal)?].into(),
            groups: std::collections::BTreeSet::new(),
            post_classes: std::collections::BTreeSet::new(),
        },
        severity,
        confirm: 1,
        tell: [Recipient::Responsible, Recipient::LineAbove].into(),
        advice: advice.to_owned(),
        terms: WarningTerms::default(),
        escalation: Escalation::default(),
        opens_diagnosis: false,
        task: None,
    })
}
