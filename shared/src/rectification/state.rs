//! The states of a rectification, the steps between them, and which side takes which.

use crate::error::Refusal;
use crate::matter::Side;

crate::codes! {
    /// Which way it goes.
    RectificationDirection {
        /// From above: ordered by the upper level (自上而下监控).
        TopDown "TOP_DOWN",
        /// From below: begun by the unit or officer itself (自下而上自主整改).
        BottomUp "BOTTOM_UP",
    }
}

crate::codes! {
    /// Where a rectification is.
    RectificationState {
        /// The upper level wrote it and has not sent it.
        Found "FOUND",
        /// It was sent.
        Pushed "PUSHED",
        /// The lower level took note.
        Acknowledged "ACKNOWLEDGED",
        /// The lower level contests it.
        Disputed "DISPUTED",
        /// The lower level sent it back as not its own.
        Returned "RETURNED",
        /// A plan was submitted.
        PlanSubmitted "PLAN_SUBMITTED",
        /// The plan was approved.
        PlanApproved "PLAN_APPROVED",
        /// Measures are being taken.
        Rectifying "RECTIFYING",
        /// The result was reported.
        Reported "REPORTED",
        /// The result was verified, by later numbers or by a person with a reason.
        Verified "VERIFIED",
        /// It did not work, or no longer does.
        Reopened "REOPENED",
        /// It was taken back.
        Withdrawn "WITHDRAWN",
        /// The unit or officer found it by itself.
        SelfFound "SELF_FOUND",
        /// It planned what to do.
        Planned "PLANNED",
        /// The head confirmed the result.
        HeadConfirmed "HEAD_CONFIRMED",
        /// What was learnt is shared.
        PatternShared "PATTERN_SHARED",
        /// It is done.
        Closed "CLOSED",
    }
}

crate::codes! {
    /// What may happen to a rectification.
    RectificationStep {
        /// The upper level sends it.
        Push "PUSH",
        /// The lower level takes note.
        Acknowledge "ACKNOWLEDGE",
        /// The lower level contests it.
        Dispute "DISPUTE",
        /// The upper level stands by it.
        Uphold "UPHOLD",
        /// The upper level stands by a part of it.
        PartlyUphold "PARTLY_UPHOLD",
        /// Whoever began it takes it back.
        Withdraw "WITHDRAW",
        /// The lower level sends it back as not its own.
        Return "RETURN",
        /// The upper level sends it to the right unit, or to the same one again.
        Readdress "READDRESS",
        /// The lower level asks for time, help or a transfer.
        Request "REQUEST",
        /// The upper level answers that.
        AnswerRequest "ANSWER_REQUEST",
        /// The lower level submits a plan.
        SubmitPlan "SUBMIT_PLAN",
        /// The upper level approves the plan.
        ApprovePlan "APPROVE_PLAN",
        /// The upper level sends the plan back.
        ReturnPlan "RETURN_PLAN",
        /// The lower level has done or drops a measure.
        DoMeasure "DO_MEASURE",
        /// The lower level reports the result.
        Report "REPORT",
        /// A person verifies the result.
        Verify "VERIFY",
        /// The following periods show that it worked.
        Prove "PROVE",
        /// One of the following periods shows that it did not.
        Miss "MISS",
        /// The head confirms the result.
        Confirm "CONFIRM",
        /// The result is not accepted.
        Reopen "REOPEN",
        /// What had worked no longer does.
        Relapse "RELAPSE",
        /// What was learnt is shared.
        SharePattern "SHARE_PATTERN",
        /// It is closed.
        Close "CLOSE",
        /// The upper level adds a suggestion.
        Suggest "SUGGEST",
        /// Either side says something.
        Comment "COMMENT",
    }
}

/// Who takes a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// One of the sides.
    Side(Side),
    /// Either side.
    Either,
    /// Nobody: later numbers.
    Numbers,
}

impl RectificationStep {
    /// Who takes the step.
    #[must_use]
    pub const fn who(self, direction: RectificationDirection) -> Who {
        match (self, direction) {
            (Self::Withdraw, RectificationDirection::BottomUp) => Who::Side(Side::Responsible),
            (
                Self::Acknowledge
                | Self::Dispute
                | Self::Return
                | Self::Request
                | Self::SubmitPlan
                | Self::DoMeasure
                | Self::Report,
                _,
            ) => Who::Side(Side::Responsible),
            (
                Self::Push
                | Self::Uphold
                | Self::PartlyUphold
                | Self::Withdraw
                | Self::Readdress
                | Self::AnswerRequest
                | Self::ApprovePlan
                | Self::ReturnPlan
                | Self::Verify
                | Self::Confirm
                | Self::Reopen
                | Self::SharePattern
                | Self::Close
                | Self::Suggest,
                _,
            ) => Who::Side(Side::Giver),
            (Self::Comment, _) => Who::Either,
            (Self::Prove | Self::Miss | Self::Relapse, _) => Who::Numbers,
        }
    }

    /// Whether somebody on `side` may take the step in a matter that goes this way.
    #[must_use]
    pub fn is_open_to(self, direction: RectificationDirection, side: Side) -> bool {
        match self.who(direction) {
            Who::Side(of) => of == side,
            Who::Either => true,
            Who::Numbers => false,
        }
    }
}

impl RectificationState {
    /// The state after a step.
    ///
    /// # Errors
    /// [`Refusal::NotInThisState`] for every pair that the direction does not have.
    pub fn after(self, direction: RectificationDirection, step: RectificationStep) -> Result<Self, Refusal> {
        let after = match direction {
            RectificationDirection::TopDown => self.after_from_above(step),
            RectificationDirection::BottomUp => self.after_from_below(step),
        };
        let refusal = || Refusal::NotInThisState { from: self.code().to_owned(), step: step.code().to_owned() };
        after.or_else(|| self.beside(direction, step)).ok_or_else(refusal)
    }

    const fn after_from_above(self, step: RectificationStep) -> Option<Self> {
        use RectificationStep as Step;
        match (self, step) {
            (Self::Found, Step::Push) => Some(Self::Pushed),
            (
                Self::Pushed
                | Self::Acknowledged
                | Self::Returned
                | Self::PlanSubmitted
                | Self::PlanApproved
                | Self::Rectifying
                | Self::Reopened,
                Step::Readdress,
            ) => Some(Self::Pushed),
            (Self::Pushed, Step::Acknowledge) => Some(Self::Acknowledged),
            (Self::Pushed | Self::Acknowledged, Step::Dispute) => Some(Self::Disputed),
            (Self::Pushed | Self::Acknowledged, Step::Return) => Some(Self::Returned),
            (Self::Disputed, Step::Uphold | Step::PartlyUphold) => Some(Self::Acknowledged),
            (
                Self::Found
                | Self::Pushed
                | Self::Acknowledged
                | Self::Disputed
                | Self::Returned
                | Self::PlanSubmitted
                | Self::PlanApproved
                | Self::Rectifying
                | Self::Reopened,
                Step::Withdraw,
            ) => Some(Self::Withdrawn),
            (Self::Acknowledged | Self::Reopened, Step::SubmitPlan) => Some(Self::PlanSubmitted),
            (Self::PlanSubmitted, Step::ApprovePlan) => Some(Self::PlanApproved),
            (Self::PlanSubmitted, Step::ReturnPlan) => Some(Self::Acknowledged),
            (Self::PlanApproved | Self::Rectifying, Step::DoMeasure) => Some(Self::Rectifying),
            (Self::Rectifying, Step::Report) => Some(Self::Reported),
            (Self::Reported, Step::Verify | Step::Prove) => Some(Self::Verified),
            (Self::Reported, Step::Reopen | Step::Miss) | (Self::Verified | Self::Closed, Step::Relapse) => {
                Some(Self::Reopened)
            }
            (Self::Verified, Step::Close) => Some(Self::Closed),
            _ => None,
        }
    }

    const fn after_from_below(self, step: RectificationStep) -> Option<Self> {
        use RectificationStep as Step;
        match (self, step) {
            (Self::SelfFound | Self::Planned | Self::Rectifying | Self::Reopened, Step::Withdraw) => {
                Some(Self::Withdrawn)
            }
            (Self::SelfFound | Self::Reopened, Step::SubmitPlan) => Some(Self::Planned),
            (Self::Planned | Self::Rectifying, Step::DoMeasure) => Some(Self::Rectifying),
            (Self::Rectifying, Step::Report) => Some(Self::Reported),
            (Self::Reported, Step::Confirm) => Some(Self::HeadConfirmed),
            (Self::HeadConfirmed, Step::SharePattern) => Some(Self::PatternShared),
            (Self::HeadConfirmed | Self::PatternShared, Step::Close) => Some(Self::Closed),
            (Self::Reported, Step::Reopen | Step::Miss)
            | (Self::HeadConfirmed | Self::PatternShared | Self::Closed, Step::Relapse) => Some(Self::Reopened),
            _ => None,
        }
    }

    /// Whether a matter that goes this way can be in the state.
    #[must_use]
    pub const fn belongs_to(self, direction: RectificationDirection) -> bool {
        match self {
            Self::Found
            | Self::Pushed
            | Self::Acknowledged
            | Self::Disputed
            | Self::Returned
            | Self::PlanSubmitted
            | Self::PlanApproved
            | Self::Verified => matches!(direction, RectificationDirection::TopDown),
            Self::SelfFound | Self::Planned | Self::HeadConfirmed | Self::PatternShared => {
                matches!(direction, RectificationDirection::BottomUp)
            }
            Self::Rectifying | Self::Reported | Self::Reopened | Self::Withdrawn | Self::Closed => true,
        }
    }

    /// Steps that go on beside the state and leave it as it is.
    fn beside(self, direction: RectificationDirection, step: RectificationStep) -> Option<Self> {
        use RectificationStep as Step;
        if !self.belongs_to(direction) {
            return None;
        }
        let working =
            matches!(self, Self::Pushed | Self::Acknowledged | Self::PlanApproved | Self::Rectifying | Self::Reopened);
        let is_sent = !matches!(self, Self::Found | Self::Closed | Self::Withdrawn);
        let goes_on = match step {
            Step::Comment => self != Self::Withdrawn,
            Step::Suggest | Step::AnswerRequest => is_sent,
            Step::Request => working && direction == RectificationDirection::TopDown,
            _ => false,
        };
        goes_on.then_some(self)
    }
}
