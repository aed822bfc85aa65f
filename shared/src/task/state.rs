//! The states of a task, the steps between them, and who takes which.

use crate::error::Refusal;
use crate::matter::Side;

crate::codes! {
    /// What somebody is in a task (ZH-60).
    TaskRole {
        /// Does it (干).
        Doer "DOER",
        /// Sees to it that it is done (督).
        Supervisor "SUPERVISOR",
        /// Says how well it was done (考).
        Appraiser "APPRAISER",
        /// Uses the result (用).
        ResultUser "RESULT_USER",
        /// Gave it.
        Giver "GIVER",
        /// Answers for the doer's unit.
        Unit "UNIT",
    }
}

impl TaskRole {
    /// The side it acts for; none for whoever only uses the result.
    #[must_use]
    pub const fn side(self) -> Option<Side> {
        match self {
            Self::Doer | Self::Unit => Some(Side::Responsible),
            Self::Supervisor | Self::Appraiser | Self::Giver => Some(Side::Giver),
            Self::ResultUser => None,
        }
    }
}

crate::codes! {
    /// Where a task is. Being overdue is no state: clocks stand beside it.
    TaskState {
        /// It is written and not yet sent.
        Created "CREATED",
        /// It was sent.
        Pushed "PUSHED",
        /// The doer accepted it.
        Accepted "ACCEPTED",
        /// The doer declined it, with a reason.
        Declined "DECLINED",
        /// It is being done.
        InProgress "IN_PROGRESS",
        /// The result was reported.
        Reported "REPORTED",
        /// The result was sent back.
        Returned "RETURNED",
        /// The result was confirmed.
        Confirmed "CONFIRMED",
        /// It was marked: it is over.
        Scored "SCORED",
        /// It is no longer needed.
        Cancelled "CANCELLED",
    }
}

crate::codes! {
    /// What may happen to a task.
    TaskStep {
        /// Whoever gave it sends it.
        Push "PUSH",
        /// The doer accepts it.
        Accept "ACCEPT",
        /// The doer declines it.
        Decline "DECLINE",
        /// The unit names who does it.
        Assign "ASSIGN",
        /// The doer says how far it is.
        Progress "PROGRESS",
        /// The doer notes what an inspection found.
        AddFinding "ADD_FINDING",
        /// A finding becomes an order to rectify.
        OrderFinding "ORDER_FINDING",
        /// The doer asks that somebody else does it.
        AskTransfer "ASK_TRANSFER",
        /// Whoever gave it grants that.
        GrantTransfer "GRANT_TRANSFER",
        /// Whoever gave it does not grant that.
        RefuseTransfer "REFUSE_TRANSFER",
        /// Whoever gave it gives it to somebody else.
        Transfer "TRANSFER",
        /// The supervisor reminds the doer.
        Urge "URGE",
        /// The doer reports the result.
        Report "REPORT",
        /// The supervisor sends the result back.
        Return "RETURN",
        /// The supervisor confirms the result.
        Confirm "CONFIRM",
        /// The appraiser marks it.
        Mark "MARK",
        /// Whoever gave it takes it back.
        Cancel "CANCEL",
        /// Anybody with a part in it says something.
        Comment "COMMENT",
    }
}

impl TaskStep {
    /// Who takes the step. Where nobody is named for a part, [`TaskRole::Unit`] does it and [`TaskRole::Giver`] looks after it.
    #[must_use]
    pub const fn takers(self) -> &'static [TaskRole] {
        match self {
            Self::Push | Self::GrantTransfer | Self::RefuseTransfer | Self::Transfer | Self::Cancel => {
                &[TaskRole::Giver]
            }
            Self::Accept | Self::Decline | Self::Progress | Self::AddFinding | Self::AskTransfer | Self::Report => {
                &[TaskRole::Doer, TaskRole::Unit]
            }
            Self::Assign => &[TaskRole::Unit],
            Self::Urge | Self::Return | Self::Confirm => &[TaskRole::Supervisor, TaskRole::Giver],
            Self::Mark => &[TaskRole::Appraiser, TaskRole::Giver],
            Self::OrderFinding => &[TaskRole::Doer, TaskRole::Supervisor, TaskRole::Giver],
            Self::Comment => TaskRole::ALL,
        }
    }

    /// Whether whoever answers for the unit takes it also where a doer is named.
    #[must_use]
    pub const fn is_of_unit(self) -> bool {
        matches!(self, Self::Assign | Self::Decline | Self::AskTransfer | Self::Comment)
    }
}

impl TaskState {
    /// The state after a step.
    ///
    /// # Errors
    /// [`Refusal::NotInThisState`] for every pair the life of a task does not have.
    pub fn after(self, step: TaskStep) -> Result<Self, Refusal> {
        let with_doer = matches!(self, Self::Pushed | Self::Accepted | Self::InProgress | Self::Returned);
        let after = match (self, step) {
            (Self::Created | Self::Declined, TaskStep::Push) => Some(Self::Pushed),
            (Self::Pushed, TaskStep::Accept) => Some(Self::Accepted),
            (Self::Pushed, TaskStep::Decline) => Some(Self::Declined),
            (Self::Accepted | Self::InProgress | Self::Returned, TaskStep::Progress | TaskStep::AddFinding) => {
                Some(Self::InProgress)
            }
            // What is done at once is reported at once: being in progress needs no note of it.
            (Self::Accepted | Self::InProgress | Self::Returned, TaskStep::Report) => Some(Self::Reported),
            (Self::Reported, TaskStep::Return) => Some(Self::Returned),
            (Self::Reported, TaskStep::Confirm) => Some(Self::Confirmed),
            (Self::Confirmed, TaskStep::Mark) => Some(Self::Scored),
            (Self::Declined, TaskStep::Transfer) => Some(Self::Pushed),
            (_, TaskStep::Transfer | TaskStep::GrantTransfer) if with_doer => Some(Self::Pushed),
            (_, TaskStep::Assign | TaskStep::AskTransfer | TaskStep::RefuseTransfer | TaskStep::Urge) if with_doer => {
                Some(self)
            }
            (Self::Created | Self::Declined, TaskStep::Cancel) => Some(Self::Cancelled),
            (_, TaskStep::Cancel) if with_doer => Some(Self::Cancelled),
            (
                Self::InProgress | Self::Returned | Self::Reported | Self::Confirmed | Self::Scored,
                TaskStep::OrderFinding,
            ) => Some(self),
            (_, TaskStep::Comment) if self != Self::Cancelled => Some(self),
            _ => None,
        };
        after.ok_or_else(|| Refusal::NotInThisState { from: self.code().to_owned(), step: step.code().to_owned() })
    }

    /// Whether something is still expected of somebody.
    #[must_use]
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Scored | Self::Cancelled)
    }
}
