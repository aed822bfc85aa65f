//! Clocks: who has to do what by which day. They stand beside the state of a matter, so that being overdue is never a state from which
//! it could not go on; both sides have them, and both are measured.

use std::ops::AddAssign;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{Hand, Side};
use crate::calendar::{Calendar, local_day};
use crate::id::PersonId;

crate::codes! {
    /// What a clock waits for.
    ClockKind {
        /// That it is sent.
        Push "PUSH",
        /// That it is taken note of.
        Acknowledge "ACKNOWLEDGE",
        /// That it is dealt with.
        Handle "HANDLE",
        /// That a plan is submitted.
        Plan "PLAN",
        /// That the plan is approved or returned.
        Approve "APPROVE",
        /// That a dispute is decided.
        DecideDispute "DECIDE_DISPUTE",
        /// That a return is answered.
        Readdress "READDRESS",
        /// That a request is answered.
        AnswerRequest "ANSWER_REQUEST",
        /// That one measure is done.
        Measure "MEASURE",
        /// That the result is reported.
        Report "REPORT",
        /// That the result is verified.
        Verify "VERIFY",
        /// That it is closed.
        Close "CLOSE",
        /// That it is reviewed.
        Review "REVIEW",
        /// That its causes are found.
        Analyse "ANALYSE",
    }
}

/// One clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// Whose clock it is.
    pub side: Side,
    /// What it waits for.
    pub kind: ClockKind,
    /// Which measure or request, counted from 1, where there are several.
    pub item: Option<u32>,
    /// The person it waits for, where it is one.
    pub person: Option<PersonId>,
    /// When it began.
    pub started: DateTime<Utc>,
    /// The last day on time.
    pub due: NaiveDate,
    /// When what it waited for happened, or it was called off.
    pub stopped: Option<DateTime<Utc>>,
    /// Whether it was called off: then it says nothing about punctuality.
    pub called_off: bool,
    /// How many levels were told that it is overdue.
    pub escalated: u32,
    /// Whether whoever it waits for was told that it will be due soon.
    #[serde(default)]
    pub reminded: bool,
}

/// So many working days before it is due, whoever a clock waits for is told.
pub const REMIND_DAYS: u32 = 2;

impl Clock {
    /// Whether it still waits.
    #[must_use]
    pub const fn is_running(&self) -> bool {
        self.stopped.is_none()
    }

    /// Whether it waits although its day is over.
    #[must_use]
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        self.is_running() && today > self.due
    }

    /// Whether it was kept; none while that is open, or where it was called off.
    #[must_use]
    pub fn was_kept(&self, today: NaiveDate) -> Option<bool> {
        match self.stopped {
            _ if self.called_off => None,
            Some(stopped) => Some(local_day(stopped) <= self.due),
            None => self.is_overdue(today).then_some(false),
        }
    }

    /// Whether whoever it waits for should be told today that it will be due soon. Not of a clock that runs no longer than that anyway:
    /// they were told when it began.
    #[must_use]
    pub fn is_due_soon(&self, calendar: &Calendar, today: NaiveDate) -> bool {
        let is_long = calendar.between(local_day(self.started), self.due) > REMIND_DAYS;
        self.is_running()
            && !self.reminded
            && is_long
            && today <= self.due
            && calendar.between(today, self.due) <= REMIND_DAYS
    }

    /// How many levels should have been told by today.
    #[must_use]
    pub fn level_due(&self, escalation: &Escalation, calendar: &Calendar, today: NaiveDate) -> u32 {
        if !self.is_overdue(today) {
            return self.escalated;
        }
        let late = calendar.between(self.due, today);
        let reached = escalation.0.iter().take_while(|level| level.after_days <= late).count();
        u32::try_from(reached).unwrap_or(u32::MAX).max(self.escalated)
    }
}

crate::codes! {
    /// Who is told.
    Recipient {
        /// Whoever it waits for.
        Responsible "RESPONSIBLE",
        /// The head of the unit.
        UnitHead "UNIT_HEAD",
        /// The line department of the unit above, or the head of that unit where there is none.
        LineAbove "LINE_ABOVE",
        /// The performance office.
        PerformanceOffice "PERFORMANCE_OFFICE",
    }
}

/// Somebody who is told when a clock is overdue for so many working days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Level {
    /// Working days after the last day on time.
    pub after_days: u32,
    /// Who is told.
    pub tell: Recipient,
}

/// Who is told of an overdue clock, one level after another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Escalation(Vec<Level>);

impl Default for Escalation {
    /// The head of the unit at once, the line department above after two working days, the performance office after five.
    fn default() -> Self {
        Self::new([(0, Recipient::UnitHead), (2, Recipient::LineAbove), (5, Recipient::PerformanceOffice)])
    }
}

impl Escalation {
    /// The levels, told in the order of their days.
    pub fn new(levels: impl IntoIterator<Item = (u32, Recipient)>) -> Self {
        let mut levels: Vec<Level> = levels.into_iter().map(|(after_days, tell)| Level { after_days, tell }).collect();
        levels.sort_by_key(|level| level.after_days);
        Self(levels)
    }

    /// The levels in order.
    pub fn levels(&self) -> &[Level] {
        &self.0
    }
}

/// How punctual one side is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Punctuality {
    /// Clocks that were kept.
    pub kept: u32,
    /// Clocks that were kept or missed.
    pub of: u32,
}

impl AddAssign for Punctuality {
    fn add_assign(&mut self, other: Self) {
        self.kept += other.kept;
        self.of += other.of;
    }
}

/// The clocks of one matter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clocks(Vec<Clock>);

impl Clocks {
    /// All of them, oldest first.
    pub fn all(&self) -> &[Clock] {
        &self.0
    }

    /// Those that still wait.
    pub fn running(&self) -> impl Iterator<Item = &Clock> {
        self.0.iter().filter(|clock| clock.is_running())
    }

    /// Whether something that was waited for `before` is waited for no more. Clocks are added and never taken away.
    #[must_use]
    pub fn stopped_since(&self, before: &Self) -> bool {
        before.0.iter().zip(&self.0).any(|(was, is)| was.is_running() && !is.is_running())
    }

    /// Whether `kind` was waited for, then or now.
    #[must_use]
    pub fn ever_waited_for(&self, kind: ClockKind) -> bool {
        self.0.iter().any(|clock| clock.kind == kind)
    }

    /// Begins to wait for `kind`, up to and with `due`.
    pub fn start(&mut self, hand: &Hand<'_>, side: Side, kind: ClockKind, due: NaiveDate) {
        self.start_item(hand, side, kind, None, None, due);
    }

    /// Begins to wait for one of several, from one person.
    pub fn start_item(
        &mut self,
        hand: &Hand<'_>,
        side: Side,
        kind: ClockKind,
        item: Option<u32>,
        person: Option<PersonId>,
        due: NaiveDate,
    ) {
        let (started, stopped) = (hand.at, None);
        self.0.push(Clock {
            side,
            kind,
            item,
            person,
            started,
            due,
            stopped,
            called_off: false,
            escalated: 0,
            reminded: false,
        });
    }

    /// What `kind` waited for has happened.
    pub fn stop(&mut self, hand: &Hand<'_>, kind: ClockKind) {
        self.end(hand, false, |clock| clock.kind == kind);
    }

    /// What one of several waited for has happened.
    pub fn stop_item(&mut self, hand: &Hand<'_>, kind: ClockKind, item: u32) {
        self.end(hand, false, |clock| clock.kind == kind && clock.item == Some(item));
    }

    /// Nothing waits for any of `kinds` any more, and nobody is to blame.
    pub fn call_off(&mut self, hand: &Hand<'_>, kinds: &[ClockKind]) {
        self.end(hand, true, |clock| kinds.contains(&clock.kind));
    }

    /// Nothing waits any more, and nobody is to blame.
    pub fn call_off_all(&mut self, hand: &Hand<'_>) {
        self.end(hand, true, |_| true);
    }

    fn end(&mut self, hand: &Hand<'_>, called_off: bool, which: impl Fn(&Clock) -> bool) {
        for clock in self.0.iter_mut().filter(|clock| clock.is_running() && which(clock)) {
            (clock.stopped, clock.called_off) = (Some(hand.at), called_off);
        }
    }

    /// What waits for one who answers waits for another; its days stay.
    pub fn pass_on(&mut self, from: Option<PersonId>, to: Option<PersonId>) {
        let theirs = |clock: &Clock| clock.side == Side::Responsible && clock.is_running() && clock.person == from;
        for clock in self.0.iter_mut().filter(|clock| theirs(clock)) {
            clock.person = to;
        }
    }

    /// Gives running clocks of `kind` that would be due before a day until then.
    pub fn extend_to(&mut self, kind: ClockKind, due: NaiveDate) {
        for clock in self.0.iter_mut().filter(|clock| clock.is_running() && clock.kind == kind && clock.due < due) {
            (clock.due, clock.escalated, clock.reminded) = (due, 0, false);
        }
    }

    /// Nothing but `kinds` waits any more, and nobody is to blame.
    pub fn call_off_all_but(&mut self, hand: &Hand<'_>, kinds: &[ClockKind]) {
        self.end(hand, true, |clock| !kinds.contains(&clock.kind));
    }

    /// Marks overdue clocks as told up to the level that is due today; says which clock reached which levels.
    pub fn escalate(&mut self, escalation: &Escalation, calendar: &Calendar, today: NaiveDate) -> Vec<(Clock, Level)> {
        let mut reached = Vec::new();
        for clock in &mut self.0 {
            let due = clock.level_due(escalation, calendar, today);
            let levels =
                escalation.0.iter().zip(1..).filter(|(_, number)| (clock.escalated + 1..=due).contains(number));
            reached.extend(levels.map(|(level, _)| (clock.clone(), *level)));
            clock.escalated = due;
        }
        reached
    }

    /// Marks clocks that will be due soon as told; says which. Each is told of once, unless it gets more time.
    pub fn remind(&mut self, calendar: &Calendar, today: NaiveDate) -> Vec<Clock> {
        let soon = self.0.iter_mut().filter(|clock| clock.is_due_soon(calendar, today));
        soon.map(|clock| {
            clock.reminded = true;
            clock.clone()
        })
        .collect()
    }

    /// How punctual a side was up to today.
    #[must_use]
    pub fn punctuality(&self, side: Side, today: NaiveDate) -> Punctuality {
        let of_side = self.0.iter().filter(|clock| clock.side == side).filter_map(|clock| clock.was_kept(today));
        of_side
            .fold(Punctuality::default(), |sum, kept| Punctuality { kept: sum.kept + u32::from(kept), of: sum.of + 1 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{Actor, Purpose};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn at(text: &str, calendar: &Calendar, act: impl FnOnce(&Hand<'_>)) {
        let at = format!("{text}T02:00:00Z").parse().unwrap();
        act(&Hand { actor: Actor::System(Purpose::Operate), name: "", side: None, part: None, at, calendar });
    }

    #[test]
    fn a_clock_is_kept_on_its_last_day_and_missed_after_it() {
        for (stopped, kept) in [("2026-11-20", true), ("2026-11-23", false)] {
            let (calendar, mut clocks) = (Calendar::default(), Clocks::default());
            at("2026-11-18", &calendar, |hand| {
                clocks.start(hand, Side::Responsible, ClockKind::Plan, hand.due_in(2));
            });
            at(stopped, &calendar, |hand| clocks.stop(hand, ClockKind::Plan));
            let clock = &clocks.all()[0];
            assert_eq!((clock.due, clock.was_kept(day("2026-12-01"))), (day("2026-11-20"), Some(kept)));
        }
    }

    #[test]
    fn it_is_seen_what_is_waited_for_no_more() {
        let (calendar, mut clocks) = (Calendar::default(), Clocks::default());
        at("2026-11-18", &calendar, |hand| clocks.start(hand, Side::Giver, ClockKind::Approve, hand.due_in(2)));
        let before = clocks.clone();
        at("2026-11-18", &calendar, |hand| clocks.start(hand, Side::Giver, ClockKind::Close, hand.due_in(2)));
        assert!(!clocks.stopped_since(&before));
        at("2026-11-19", &calendar, |hand| clocks.stop(hand, ClockKind::Approve));
        assert!(clocks.stopped_since(&before));
    }

    #[test]
    fn a_clock_that_was_called_off_is_no_ones_fault() {
        let (calendar, mut clocks) = (Calendar::default(), Clocks::default());
        at("2026-11-18", &calendar, |hand| clocks.start(hand, Side::Giver, ClockKind::Approve, hand.due_in(2)));
        at("2026-12-18", &calendar, |hand| clocks.call_off(hand, &[ClockKind::Approve]));
        assert_eq!(clocks.punctuality(Side::Giver, day("2026-12-20")), Punctuality { kept: 0, of: 0 });
    }

    #[test]
    fn each_level_is_told_once_however_often_one_looks() {
        let (calendar, escalation, mut clocks) = (Calendar::default(), Escalation::default(), Clocks::default());
        at("2026-11-16", &calendar, |hand| clocks.start(hand, Side::Responsible, ClockKind::Report, hand.due_in(1)));
        let mut told = |today: &str| {
            let reached = clocks.escalate(&escalation, &calendar, day(today));
            reached.into_iter().map(|(_, level)| level.tell).collect::<Vec<_>>()
        };
        assert_eq!(told("2026-11-17"), []);
        assert_eq!(told("2026-11-18"), [Recipient::UnitHead]);
        assert_eq!(told("2026-11-18"), []);
        // Nobody looked for a while: no level is left out.
        assert_eq!(told("2026-11-26"), [Recipient::LineAbove, Recipient::PerformanceOffice]);
        assert_eq!(told("2026-12-26"), []);
    }

    #[test]
    fn the_ladder_goes_by_working_days_and_by_rule_on_either_side() {
        let ladders = [
            ("usual", Escalation::default()),
            ("of a rule", Escalation::new([(3, Recipient::LineAbove), (1, Recipient::PerformanceOffice)])),
            ("none", Escalation::new([])),
        ];
        for side in [Side::Responsible, Side::Giver] {
            let mut table = Vec::new();
            for (name, ladder) in &ladders {
                let (calendar, mut clocks) = (Calendar::default(), Clocks::default());
                // Due on a Friday, and nothing happens for two weeks.
                at("2026-11-12", &calendar, |hand| clocks.start(hand, side, ClockKind::Report, hand.due_in(1)));
                for today in day("2026-11-13").iter_days().take(15) {
                    let reached = clocks.escalate(ladder, &calendar, today);
                    table.extend(reached.iter().map(|(_, level)| format!("{name} {today} {}", level.tell)));
                }
            }
            let expected = [
                "usual 2026-11-14 UNIT_HEAD",
                "usual 2026-11-17 LINE_ABOVE",
                "usual 2026-11-20 PERFORMANCE_OFFICE",
                "of a rule 2026-11-16 PERFORMANCE_OFFICE",
                "of a rule 2026-11-18 LINE_ABOVE",
            ];
            assert_eq!(table, expected, "{side}");
        }
    }

    #[test]
    fn whoever_a_clock_waits_for_is_reminded_once_in_time() {
        let (calendar, mut clocks) = (Calendar::default(), Clocks::default());
        at("2026-11-16", &calendar, |hand| clocks.start(hand, Side::Responsible, ClockKind::Report, hand.due_in(5)));
        at("2026-11-16", &calendar, |hand| clocks.start(hand, Side::Giver, ClockKind::Approve, hand.due_in(2)));
        let mut told =
            |today: &str| clocks.remind(&calendar, day(today)).into_iter().map(|it| it.kind).collect::<Vec<_>>();
        // Two days are all that the second one has: being told when it begins is enough.
        assert_eq!(told("2026-11-16"), []);
        assert_eq!(told("2026-11-18"), []);
        assert_eq!(told("2026-11-19"), [ClockKind::Report]);
        assert_eq!(told("2026-11-20"), []);
        clocks.extend_to(ClockKind::Report, day("2026-11-27"));
        assert_eq!(clocks.remind(&calendar, day("2026-11-26")).len(), 1);
        assert_eq!(clocks.remind(&calendar, day("2026-11-30")), []);
    }

    #[test]
    fn more_time_ends_the_escalation() {
        let (calendar, escalation, mut clocks) = (Calendar::default(), Escalation::default(), Clocks::default());
        at("2026-11-16", &calendar, |hand| clocks.start(hand, Side::Responsible, ClockKind::Report, hand.due_in(1)));
        assert_eq!(clocks.escalate(&escalation, &calendar, day("2026-11-18")).len(), 1);
        clocks.extend_to(ClockKind::Report, day("2026-11-27"));
        assert_eq!(clocks.escalate(&escalation, &calendar, day("2026-11-27")), []);
        assert_eq!(clocks.escalate(&escalation, &calendar, day("2026-11-30")).len(), 1);
    }
}
