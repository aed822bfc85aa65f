//! Words for the codes of matters: warnings, rectifications and what they have in common.

use shared::channel::words::{self, Pair};

use super::word::Word;
use super::{Language, Locale, fill};
use crate::api::codes::{
    ClockKind, ConditionKind, DiagnosisState, DiagnosisStep, DisputeOutcome, EarlierFinding, EntryKind, EntryState,
    EntryStep, GoalSide, LinkKind, MatterKind, MeasureState, NoticeReason, Origin, Recipient, RectificationDirection,
    RectificationState, RectificationStep, RequestKind, RuleState, SelfFound, Severity, Side, StandingState, TaskState,
    TaskStep, WarningState, WarningStep,
};
use crate::api::schema::Period;

macro_rules! words_of {
    ($($kind:ident { $($variant:ident => $key:ident),+ $(,)? })+) => {$(
        impl Word for $kind {
            fn word(self, locale: Locale) -> &'static str {
                match self { $(Self::$variant => locale.text.matter().$key),+ }
            }
        }
    )+};
}

words_of! {
    Side {
        Responsible => side_responsible, Giver => side_giver,
    }
    ClockKind {
        Push => clock_push, Acknowledge => clock_acknowledge, Handle => clock_handle, Plan => clock_plan, Approve => clock_approve, DecideDispute => clock_decide, Readdress => clock_readdress, AnswerRequest => clock_answer, Measure => clock_measure, Report => clock_report, Verify => clock_verify, Close => clock_close, Review => clock_review, Analyse => clock_analyse,
    }
    LinkKind {
        LedTo => led_to, FoundBefore => found_before, Together => together,
    }
    Recipient {
        Responsible => tell_responsible, UnitHead => tell_unit_head, LineAbove => tell_line_above, PerformanceOffice => tell_office,
    }
    RectificationDirection {
        TopDown => top_down, BottomUp => bottom_up,
    }
    Origin {
        Warning => origin_warning, Loss => origin_loss, Inspection => origin_inspection, Rating => origin_rating, OwnDiscovery => origin_self,
    }
    RectificationState {
        Found => state_found, Pushed => state_pushed, Acknowledged => state_acknowledged, Disputed => state_disputed, Returned => state_returned, PlanSubmitted => state_plan_submitted, PlanApproved => state_plan_approved, Rectifying => state_rectifying, Reported => state_reported, Verified => state_verified, Reopened => state_reopened, Withdrawn => state_withdrawn, SelfFound => state_self_found, Planned => state_planned, HeadConfirmed => state_head_confirmed, PatternShared => state_pattern_shared, Closed => state_closed,
    }
    MeasureState {
        Open => measure_open, Done => measure_done, Dropped => measure_dropped, Replaced => measure_replaced,
    }
    DisputeOutcome {
        Withdrawn => outcome_withdrawn, PartlyUpheld => outcome_partly, Upheld => outcome_upheld,
    }
    RequestKind {
        Time => request_time, Help => request_help, Transfer => request_transfer, ManagementChange => request_change,
    }
    SelfFound {
        Counted => self_counted, Halved => self_halved, Waived => self_waived,
    }
    EarlierFinding {
        Verified => earlier_verified, Missed => earlier_missed, Relapsed => earlier_relapsed,
    }
    GoalSide {
        AtLeast => at_least, AtMost => at_most,
    }
    WarningState {
        Issued => warning_issued, Received => warning_received, Handling => warning_handling, Resolved => warning_resolved, FalseAlarm => warning_false, Expired => warning_expired, Reviewed => warning_reviewed,
    }
    RuleState {
        Draft => rule_draft, Active => rule_active, Retired => rule_retired,
    }
    DiagnosisState {
        Open => diagnosis_open, Analysed => diagnosis_analysed, MeasuresSet => diagnosis_set, Executed => diagnosis_executed, Effective => diagnosis_effective, Ineffective => diagnosis_ineffective, Closed => diagnosis_closed, Withdrawn => diagnosis_withdrawn,
    }
    EntryKind {
        Cause => entry_cause, Measure => entry_measure,
    }
    EntryStep {
        Review => entry_review, Publish => entry_publish, Reject => entry_reject, Retire => entry_retire,
    }
    StandingState {
        Clear => standing_clear, Pending => standing_pending, Firing => standing_firing, NoData => standing_no_data,
    }
}

/// What messages beside the page say as well has its words there.
macro_rules! said_everywhere {
    ($($kind:ident => $pair:path,)+) => {$(
        impl Word for $kind {
            fn word(self, locale: Locale) -> &'static str {
                locale.said_everywhere($pair(self))
            }
        }
    )+};
}

said_everywhere! {
    MatterKind => words::kind,
    Severity => words::severity,
    NoticeReason => words::reason,
    ConditionKind => words::condition,
    EntryState => words::entry_state,
    WarningStep => words::of_warning,
    RectificationStep => words::of_rectification,
    DiagnosisStep => words::of_diagnosis,
    TaskStep => words::of_task,
}

impl Locale {
    /// The word of this language.
    pub fn said_everywhere(self, (zh, en): Pair) -> &'static str {
        match self.language {
            Language::Chinese => zh,
            Language::English => en,
        }
    }

    /// The word for the state of a matter of a kind; a state that is not known stays as it came.
    pub fn matter_state(self, kind: MatterKind, state: &str) -> String {
        let word = match kind {
            MatterKind::Warning => state.parse::<WarningState>().ok().map(|state| state.word(self)),
            MatterKind::Rectification => state.parse::<RectificationState>().ok().map(|state| state.word(self)),
            MatterKind::Diagnosis => state.parse::<DiagnosisState>().ok().map(|state| state.word(self)),
            MatterKind::Task => state.parse::<TaskState>().ok().map(|state| state.word(self)),
        };
        word.map_or_else(|| state.to_owned(), ToOwned::to_owned)
    }

    /// The word for a step in the time-line of a matter of a kind; a step that is not known stays as it came.
    pub fn matter_step(self, kind: MatterKind, step: &str) -> String {
        words::step(kind, step).map_or_else(|| step.to_owned(), |pair| self.said_everywhere(pair).to_owned())
    }

    /// What the system says in a time-line is codes: periods, or of every clock whom it told or when it is due. Anything else stays as it
    /// came.
    pub fn said_by_system(self, words: &str) -> String {
        let text = self.text.matter();
        let periods: Option<Vec<String>> =
            words.split_whitespace().map(|word| Some(self.period(word.parse::<Period>().ok()?))).collect();
        let clocks = || {
            let said: Vec<String> = of_clocks(words)?.iter().map(|(clock, said)| self.of_clock(*clock, said)).collect();
            Some(said.join(text.between_clocks))
        };
        periods.map(|periods| periods.join(text.between)).or_else(clocks).unwrap_or_else(|| words.to_owned())
    }

    /// Which clocks are over, from what the system says when it tells of them; none where it says something else.
    pub fn late(self, words: &str) -> Option<String> {
        let text = self.text.matter();
        let clocks: Vec<&str> = of_clocks(words)?.iter().map(|(clock, _)| clock.word(self)).collect();
        Some(fill(text.late, &[&clocks.join(text.between)]))
    }

    /// Whom the system told of a clock, or the days on which it is due.
    fn of_clock(self, clock: ClockKind, said: &[&str]) -> String {
        let text = self.text.matter();
        let told: Option<Vec<&str>> =
            said.iter().map(|code| Some(code.parse::<Recipient>().ok()?.word(self))).collect();
        let (sentence, parts) = told.map_or_else(|| (text.soon, said.to_vec()), |told| (text.told_level, told));
        fill(sentence, &[clock.word(self), &parts.join(text.between)])
    }
}

/// What is said of clocks, such as `REPORT UNIT_HEAD, REPORT LINE_ABOVE`: every clock once, with all that is said of it.
fn of_clocks(words: &str) -> Option<Vec<(ClockKind, Vec<&str>)>> {
    let mut clocks: Vec<(ClockKind, Vec<&str>)> = Vec::new();
    for pair in words.split(", ") {
        let (clock, said) = pair.split_once(' ')?;
        let clock: ClockKind = clock.parse().ok()?;
        match clocks.iter_mut().find(|(known, _)| *known == clock) {
            Some((_, known)) if known.contains(&said) => (),
            Some((_, known)) => known.push(said),
            None => clocks.push((clock, vec![said])),
        }
    }
    Some(clocks)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::MoneyUnit;

    #[test]
    fn what_the_system_says_is_told_in_words() {
        let zh = Locale::new(Language::Chinese, MoneyUnit::Yuan);
        let en = Locale::new(Language::English, MoneyUnit::Yuan);
        assert_eq!(zh.said_by_system("2026-04 2026-05"), "2026 年 4 月、2026 年 5 月");
        assert_eq!(en.said_by_system("2026-04 2026-05"), "April 2026, May 2026");
        for (codes, told) in [
            ("REPORT UNIT_HEAD, REPORT LINE_ABOVE", "提交报告：已告知本单位负责人、上级条线部门"),
            ("REPORT UNIT_HEAD, PLAN UNIT_HEAD", "提交报告：已告知本单位负责人；提交方案：已告知本单位负责人"),
            ("MEASURE UNIT_HEAD, MEASURE UNIT_HEAD", "完成措施：已告知本单位负责人"),
            ("REPORT 2026-12-02", "提交报告：2026-12-02 到期"),
            ("MEASURE 2026-12-02, MEASURE 2026-12-04", "完成措施：2026-12-02、2026-12-04 到期"),
        ] {
            assert_eq!(zh.said_by_system(codes), told);
        }
        assert_eq!(zh.said_by_system("a word"), "a word");
        assert_eq!(zh.said_by_system(""), "");
    }

    #[test]
    fn what_is_late_is_named_once() {
        let zh = Locale::new(Language::Chinese, MoneyUnit::Yuan);
        let late = zh.late("MEASURE UNIT_HEAD, MEASURE LINE_ABOVE, REPORT UNIT_HEAD");
        assert_eq!(late.as_deref(), Some("完成措施、提交报告已超期"));
        assert_eq!(zh.late("2026-04"), None);
        assert_eq!(zh.late(""), None);
    }
}
