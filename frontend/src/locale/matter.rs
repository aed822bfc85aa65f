//! Words for the codes of matters: warnings, rectifications and what they have in common.

use super::word::Word;
use super::{Locale, fill};
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
    MatterKind {
        Warning => kind_warning, Rectification => kind_rectification, Diagnosis => kind_diagnosis, Task => kind_task,
    }
    Side {
        Responsible => side_responsible, Giver => side_giver,
    }
    Severity {
        Blue => blue, Yellow => yellow, Orange => orange, Red => red,
    }
    ClockKind {
        Push => clock_push, Acknowledge => clock_acknowledge, Handle => clock_handle, Plan => clock_plan, Approve => clock_approve, DecideDispute => clock_decide, Readdress => clock_readdress, AnswerRequest => clock_answer, Measure => clock_measure, Report => clock_report, Verify => clock_verify, Close => clock_close, Review => clock_review, Analyse => clock_analyse,
    }
    LinkKind {
        LedTo => led_to, FoundBefore => found_before, Together => together,
    }
    NoticeReason {
        Step => notice_step, Overdue => notice_overdue, DueSoon => notice_due_soon, FollowUp => notice_follow_up, Label => notice_label,
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
    RectificationStep {
        Push => do_push, Acknowledge => do_acknowledge, Dispute => do_dispute, Uphold => do_uphold, PartlyUphold => do_partly_uphold, Withdraw => do_withdraw, Return => do_return, Readdress => do_readdress, Request => do_request, AnswerRequest => do_answer_request, SubmitPlan => do_submit_plan, ApprovePlan => do_approve_plan, ReturnPlan => do_return_plan, DoMeasure => do_measure, Report => do_report, Verify => do_verify, Prove => do_prove, Miss => do_miss, Confirm => do_confirm, Reopen => do_reopen, Relapse => do_relapse, SharePattern => do_share_pattern, Close => do_close, Suggest => do_suggest, Comment => do_comment,
    }
    MeasureState {
        Open => measure_open, Done => measure_done, Dropped => measure_dropped, Replaced => measure_replaced,
    }
    DisputeOutcome {
        Withdrawn => outcome_withdrawn, PartlyUpheld => outcome_partly, Upheld => outcome_upheld,
    }
    RequestKind {
        Time => request_time, Help => request_help, Transfer => request_transfer,
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
    WarningStep {
        Receive => step_receive, Assign => step_assign, Resolve => step_resolve, CallFalse => step_call_false, Recover => step_recover, Expire => step_expire, Review => step_review, Comment => step_comment, Connect => step_connect,
    }
    ConditionKind {
        Band => condition_band, Threshold => condition_threshold, Trend => condition_trend, RankFall => condition_rank_fall, LowPlace => condition_low_place, BehindPace => condition_behind_pace, NoData => condition_no_data, Sudden => condition_sudden, CrossCheck => condition_cross_check, TaskOverdue => condition_task_overdue, SourceLate => condition_source_late,
    }
    RuleState {
        Draft => rule_draft, Active => rule_active, Retired => rule_retired,
    }
    DiagnosisState {
        Open => diagnosis_open, Analysed => diagnosis_analysed, MeasuresSet => diagnosis_set, Executed => diagnosis_executed, Effective => diagnosis_effective, Ineffective => diagnosis_ineffective, Closed => diagnosis_closed, Withdrawn => diagnosis_withdrawn,
    }
    DiagnosisStep {
        Analyse => diagnose_analyse, SetMeasures => diagnose_set, Return => diagnose_return, DoMeasure => diagnose_measure, Execute => diagnose_execute, Prove => diagnose_prove, Miss => diagnose_miss, FindEffective => diagnose_effective, FindIneffective => diagnose_ineffective, Close => diagnose_close, Withdraw => diagnose_withdraw, Log => diagnose_log, Comment => diagnose_comment,
    }
    EntryKind {
        Cause => entry_cause, Measure => entry_measure,
    }
    EntryState {
        Proposed => entry_proposed, Reviewed => entry_reviewed, Published => entry_published, Retired => entry_retired, Rejected => entry_rejected,
    }
    EntryStep {
        Review => entry_review, Publish => entry_publish, Reject => entry_reject, Retire => entry_retire,
    }
    StandingState {
        Clear => standing_clear, Pending => standing_pending, Firing => standing_firing, NoData => standing_no_data,
    }
}

impl Locale {
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
        let text = &self.text.matter();
        let word = match (kind, step) {
            (_, "OPEN") => Some(text.opened),
            (_, "ISSUE") => Some(text.issued),
            (_, "ESCALATE") => Some(text.escalated),
            (_, "ATTACH") => Some(text.attached),
            (_, "REMIND") => Some(text.reminded),
            (_, "PASS_ON") => Some(text.passed_on),
            (MatterKind::Warning, shared::warning::LET_GO) => Some(text.let_go),
            (MatterKind::Warning, step) => step.parse::<WarningStep>().ok().map(|step| step.word(self)),
            (MatterKind::Rectification, step) => step.parse::<RectificationStep>().ok().map(|step| step.word(self)),
            (MatterKind::Diagnosis, step) => step.parse::<DiagnosisStep>().ok().map(|step| step.word(self)),
            (MatterKind::Task, step) => step.parse::<TaskStep>().ok().map(|step| step.word(self)),
        };
        word.map_or_else(|| step.to_owned(), ToOwned::to_owned)
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
    use crate::locale::{Language, MoneyUnit};

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
