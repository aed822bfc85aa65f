//! What is filled in, checked and sent: saved, or tried on the past.

use std::future::Future;

use leptos::prelude::*;

use super::fields::{Fields, Level, Mark, Watch};
use crate::address::Address;
use crate::api::codes::{Band, ConditionKind, Recipient, Severity, SubjectKind};
use crate::api::failure::Failure;
use crate::api::schema::*;
use crate::frame::Frame;
use crate::operations;
use crate::parts::form::{Form, filled, typed};

operations!("src/pages/rule.graphql": SaveWarningRule, RehearseRule);
use ask::{RehearseRule, SaveWarningRule, rehearse_rule, save_warning_rule};

/// What came of a rehearsal.
pub type Rehearsal = rehearse_rule::RehearseRuleRehearseRule;
/// A warning that would have been issued.
pub type Rehearsed = rehearse_rule::RehearseRuleRehearseRuleWarnings;

/// Most days of a term: more than a year of working days is no term.
const MOST_DAYS: i64 = 365;

/// The rule as it was seen.
#[derive(Clone, Copy)]
pub struct Known {
    pub id: WarningRuleId,
    pub version: i64,
}

/// A field that is not filled in as it should be: as the server names it, as people call it, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wrong {
    pub field: &'static str,
    pub label: &'static str,
    pub why: &'static str,
}

/// What a rule looks for; what its kind does not need is left out.
#[derive(Debug, Clone, Copy)]
struct Sought {
    kind: ConditionKind,
    band: Option<Band>,
    limit: Option<Quantity>,
    periods: Option<i64>,
    places: Option<i64>,
    percent: Option<Quantity>,
    other: Option<IndicatorId>,
    days: Option<i64>,
    dataset: Option<DatasetId>,
}

/// What is filled in, as what it should be.
#[derive(Debug, Clone)]
pub struct Checked {
    code: BusinessCode,
    name: String,
    indicator: Option<IndicatorId>,
    watches_score: bool,
    dimension: Option<CockpitDimensionCode>,
    condition: Sought,
    subjects: SubjectKind,
    levels: Vec<LevelCode>,
    groups: Vec<GroupCode>,
    post_classes: Vec<BusinessCode>,
    severity: Severity,
    confirm: i64,
    tell: Vec<Recipient>,
    advice: String,
    receive: i64,
    handle: i64,
    review: i64,
    expire: i64,
    escalation: Vec<(i64, Recipient)>,
    opens_diagnosis: bool,
    task: Option<TaskTemplateId>,
}

// Every operation has its own types for the inputs it shares with others.
macro_rules! input {
    ($operation:ident, $checked:expr, $known:expr) => {{
        let (it, known): (Checked, Option<Known>) = ($checked, $known);
        let Sought { kind, band, limit, periods, places, percent, other, days, dataset } = it.condition;
        let levels = it.escalation.into_iter();
        let levels = levels.map(|(after_days, tell)| $operation::EscalationInput { after_days, tell });
        $operation::WarningRuleInput {
            id: known.map(|known| known.id),
            version: known.map(|known| known.version),
            code: it.code,
            name: it.name,
            indicator: it.indicator,
            watches_score: Some(it.watches_score),
            dimension: it.dimension,
            condition: $operation::ConditionInput { kind, band, limit, periods, places, percent, other, days, dataset },
            subjects: it.subjects,
            levels: it.levels,
            groups: it.groups,
            post_classes: it.post_classes,
            severity: it.severity,
            confirm: it.confirm,
            tell: it.tell,
            advice: it.advice,
            receive_days: Some(it.receive),
            handle_days: Some(it.handle),
            review_days: Some(it.review),
            expire_days: Some(it.expire),
            escalation: Some(levels.collect()),
            opens_diagnosis: Some(it.opens_diagnosis),
            task: it.task,
        }
    }};
}

/// Notes what is wrong while fields are read.
#[derive(Default)]
struct Reader {
    wrong: Vec<Wrong>,
}

impl Reader {
    /// A field that has to be there and right.
    fn need<T>(
        &mut self,
        (field, label): (&'static str, &'static str),
        why: &'static str,
        read: Option<T>,
    ) -> Option<T> {
        if read.is_none() {
            self.wrong.push(Wrong { field, label, why });
        }
        read
    }
}

/// A whole number within its bounds.
fn whole(value: RwSignal<String>, least: i64, most: i64) -> Option<i64> {
    typed::<i64>(value).filter(|number| (least..=most).contains(number))
}

/// The codes that are marked.
fn marked<T: std::str::FromStr>(marks: StoredValue<Vec<Mark>>) -> Option<Vec<T>> {
    marks.with_value(|marks| {
        let marked = marks.iter().filter(|mark| mark.on.get_untracked());
        marked.map(|mark| mark.code.parse().ok()).collect()
    })
}

/// Codes apart by commas or spaces.
fn codes(text: &str) -> Option<Vec<BusinessCode>> {
    let apart = |letter: char| matches!(letter, ',' | '，' | '、') || letter.is_whitespace();
    text.split(apart).filter(|code| !code.is_empty()).map(|code| code.parse().ok()).collect()
}

fn level(row: &Level) -> Option<(i64, Recipient)> {
    Some((whole(row.after, 0, MOST_DAYS)?, typed(row.tell)?))
}

impl Checked {
    /// Reads the fields.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn read(frame: Frame, fields: Fields) -> Result<Self, Vec<Wrong>> {
        let (text, draft, common) = (frame.locale.text.warning(), frame.locale.text.draft(), &frame.locale.text.common);
        let mut reader = Reader::default();
        let code = reader.need(("code", common.code), draft.bad_code, typed::<BusinessCode>(fields.code));
        let name = reader.need(("name", text.rule_name), text.say_something, filled(fields.name));
        let watch = untrack(|| fields.watched());
        let indicator = (watch == Watch::Indicator).then(|| typed::<IndicatorId>(fields.indicator));
        if let Some(indicator) = indicator {
            reader.need(("indicator", text.indicator), draft.choose_one, indicator);
        }
        let condition = sought(frame, fields, &mut reader);
        let levels = reader.need(("levels", text.levels), draft.bad_code, marked(fields.levels));
        let groups = reader.need(("groups", text.groups), draft.bad_code, marked(fields.groups));
        let classes = fields.post_classes.with_untracked(|text| codes(text));
        let post_classes = reader.need(("postClasses", text.post_classes), draft.bad_code, classes);
        let confirm = reader.need(("confirm", text.confirm), text.one_to_twelve, whole(fields.confirm, 1, 12));
        let told: Vec<Recipient> = fields.tell.with_value(|all| {
            all.iter().filter(|(_, told)| told.get_untracked()).map(|&(recipient, _)| recipient).collect()
        });
        let tell = reader.need(("tell", text.tell), draft.choose_one, (!told.is_empty()).then_some(told));
        let advice = reader.need(("advice", text.advice_to_write), text.say_something, filled(fields.advice));
        let mut days =
            |field, label, value, least| reader.need((field, label), text.whole_days, whole(value, least, MOST_DAYS));
        let receive = days("receiveDays", text.receive_days, fields.receive, 0);
        let handle = days("handleDays", text.handle_days, fields.handle, 0);
        let review = days("reviewDays", text.review_days, fields.review, 0);
        let expire = days("expireDays", text.expire_days, fields.expire, 1);
        let rows: Option<Vec<_>> = fields.escalation.with_untracked(|rows| rows.iter().map(level).collect());
        let escalation = reader.need(("escalation", text.escalation), text.whole_days, rows);
        let read = || {
            Some(Self {
                code: code?,
                name: name?,
                indicator: indicator.flatten(),
                watches_score: watch == Watch::Score,
                dimension: (watch == Watch::Score).then(|| typed(fields.dimension)).flatten(),
                condition: condition?,
                subjects: typed(fields.subjects)?,
                levels: levels?,
                groups: groups?,
                post_classes: post_classes?,
                severity: typed(fields.severity)?,
                confirm: confirm?,
                tell: tell?,
                advice: advice?,
                receive: receive?,
                handle: handle?,
                review: review?,
                expire: expire?,
                escalation: escalation?,
                opens_diagnosis: untrack(|| fields.diagnoses.get() && fields.can_diagnose()),
                task: typed(fields.task),
            })
        };
        match read() {
            Some(checked) if reader.wrong.is_empty() => Ok(checked),
            Some(_) | None => Err(reader.wrong),
        }
    }
}

/// The condition with exactly what its kind needs.
fn sought(frame: Frame, fields: Fields, reader: &mut Reader) -> Option<Sought> {
    let (text, draft) = (frame.locale.text.warning(), frame.locale.text.draft());
    let kind = untrack(|| fields.looks_for());
    let none = Sought {
        kind,
        band: None,
        limit: None,
        periods: None,
        places: None,
        percent: None,
        other: None,
        days: None,
        dataset: None,
    };
    let not_negative = typed::<Quantity>(fields.percent).filter(|percent| *percent >= Quantity::ZERO);
    let (percent, points) = (("percent", text.per_cent), ("percent", text.percentage_points));
    let days = whole(fields.days, 0, MOST_DAYS);
    Some(match kind {
        ConditionKind::Band => {
            let band = reader.need(("band", text.band), draft.choose_one, typed(fields.band))?;
            Sought { band: Some(band), ..none }
        }
        ConditionKind::Threshold => {
            let limit = reader.need(("limit", text.limit), draft.bad_number, typed(fields.limit))?;
            Sought { limit: Some(limit), ..none }
        }
        ConditionKind::Trend => {
            let periods = whole(fields.periods, 2, 12);
            let periods = reader.need(("periods", text.periods_in_a_row), text.two_to_twelve, periods)?;
            Sought { periods: Some(periods), ..none }
        }
        ConditionKind::RankFall => {
            let places = whole(fields.places, 1, 1_000);
            let places = reader.need(("places", text.places), text.one_or_more, places)?;
            Sought { places: Some(places), ..none }
        }
        ConditionKind::LowPlace => {
            let places = whole(fields.places, 1, 100);
            let places = reader.need(("places", text.last_places), text.one_to_hundred, places);
            let periods = whole(fields.periods, 1, 12);
            let periods = reader.need(("periods", text.periods_running), text.one_to_twelve, periods);
            Sought { places: Some(places?), periods: Some(periods?), ..none }
        }
        ConditionKind::BehindPace => {
            let percent = reader.need(points, text.not_negative, not_negative)?;
            Sought { percent: Some(percent), ..none }
        }
        ConditionKind::NoData => none,
        ConditionKind::Sudden => {
            let percent = reader.need(percent, text.not_negative, not_negative);
            let periods = whole(fields.periods, 2, 12);
            let periods = reader.need(("periods", text.periods_before), text.two_to_twelve, periods);
            Sought { percent: Some(percent?), periods: Some(periods?), ..none }
        }
        ConditionKind::CrossCheck => {
            let watched = typed::<IndicatorId>(fields.indicator);
            let other = typed::<IndicatorId>(fields.other).filter(|other| Some(*other) != watched);
            let other = reader.need(("other", text.other), text.another_one, other);
            let percent = reader.need(percent, text.not_negative, not_negative);
            Sought { other: Some(other?), percent: Some(percent?), ..none }
        }
        ConditionKind::TaskOverdue => {
            let days = reader.need(("days", text.working_days_late), text.whole_days, days)?;
            Sought { days: Some(days), ..none }
        }
        ConditionKind::SourceLate => {
            let dataset = reader.need(("dataset", text.watch_source), draft.choose_one, typed(fields.dataset));
            let days = reader.need(("days", text.days_late_source), text.whole_days, days);
            Sought { dataset: Some(dataset?), days: Some(days?), ..none }
        }
    })
}

/// Saves what is filled in: a new rule opens, one that is there is shown as it was saved.
pub fn save(frame: Frame, form: Form, fields: Fields, known: Option<Known>, changed: Callback<()>) {
    let checked = match Checked::read(frame, fields) {
        Ok(checked) => checked,
        Err(wrong) => return form.refuse(wrong.into_iter().map(|wrong| (wrong.field, wrong.why)).collect()),
    };
    let input = input!(save_warning_rule, checked, known);
    let asking = frame.client.ask::<SaveWarningRule>(save_warning_rule::Variables { input });
    form.send(asking, move |answer| match known {
        Some(_) => changed.run(()),
        None => frame.history.go(&Address::Rule(Some(answer.save_warning_rule.id))),
    });
}

/// Tries what is filled in on so many past periods.
pub fn rehearse(
    frame: Frame,
    checked: Checked,
    known: Option<Known>,
    periods: i64,
) -> impl Future<Output = Result<Rehearsal, Failure>> + 'static {
    let input = input!(rehearse_rule, checked, known);
    let asking = frame.client.ask::<RehearseRule>(rehearse_rule::Variables { input, periods });
    async move { asking.await.map(|answer| answer.rehearse_rule) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_may_stand_apart_in_any_usual_way() {
        let said = |text: &str| codes(text).map(|codes| codes.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(said("A1, B2，C3、D4 E5"), Some(["A1", "B2", "C3", "D4", "E5"].map(str::to_owned).to_vec()));
        assert_eq!(said(" , "), Some(Vec::new()));
    }
}
