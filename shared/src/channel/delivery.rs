//! What becomes of a message that goes out: it waits, is being sent, was sent, is tried again, is given up, or is never sent because its
//! reader may not see what it is about any more.

use chrono::TimeDelta;

use crate::error::Refusal;

crate::codes! {
    /// The state of a delivery.
    DeliveryState {
        /// It waits for its moment.
        Waiting "WAITING",
        /// A server is at it.
        Sending "SENDING",
        /// The receiver took it.
        Sent "SENT",
        /// It was given up; its owner may have it tried again.
        Failed "FAILED",
        /// It is not sent: nothing in it may be said any more, or its channel is gone.
        Suppressed "SUPPRESSED",
    }
}

crate::codes! {
    /// What is done with a delivery.
    DeliveryStep {
        /// A server takes it up; also one that another server left behind.
        Claim "CLAIM",
        /// The receiver took it.
        Deliver "DELIVER",
        /// It did not work: later again.
        Postpone "POSTPONE",
        /// It did not work and will not.
        GiveUp "GIVE_UP",
        /// There is nothing to be said.
        Suppress "SUPPRESS",
        /// Its owner has it tried again.
        Retry "RETRY",
    }
}

impl DeliveryState {
    /// The state after a step.
    ///
    /// # Errors
    /// [`Refusal::NotInThisState`].
    pub fn after(self, step: DeliveryStep) -> Result<Self, Refusal> {
        match (self, step) {
            (Self::Waiting | Self::Sending, DeliveryStep::Claim) => Ok(Self::Sending),
            (Self::Sending, DeliveryStep::Deliver) => Ok(Self::Sent),
            (Self::Sending, DeliveryStep::Postpone) | (Self::Failed, DeliveryStep::Retry) => Ok(Self::Waiting),
            (Self::Sending, DeliveryStep::GiveUp) => Ok(Self::Failed),
            (Self::Sending, DeliveryStep::Suppress) => Ok(Self::Suppressed),
            _ => Err(Refusal::NotInThisState { from: self.to_string(), step: step.to_string() }),
        }
    }

    /// The steps its owner may take.
    #[must_use]
    pub fn steps_of_owner(self) -> Vec<DeliveryStep> {
        [DeliveryStep::Retry].into_iter().filter(|&step| self.after(step).is_ok()).collect()
    }
}

crate::codes! {
    /// What came of an attempt.
    DeliveryAnswer {
        /// The receiver took it.
        Accepted "ACCEPTED",
        /// The receiver answered with a failure: an HTTP status, or a code of the mail server or the robot.
        Rejected "REJECTED",
        /// No answer came in time.
        TimedOut "TIMED_OUT",
        /// Nobody was there: no such name, no connection, no encryption.
        Unreachable "UNREACHABLE",
        /// The address leads into a network that messages are not sent into, or is not encrypted.
        AddressRefused "ADDRESS_REFUSED",
        /// The receiver named another address, which is not followed.
        Redirected "REDIRECTED",
        /// The operator set up no mail server.
        NotConfigured "NOT_CONFIGURED",
        /// The server stopped in the middle, again and again.
        Interrupted "INTERRUPTED",
        /// Everything in it was read meanwhile, or may not be seen by its reader any more.
        NothingToSay "NOTHING_TO_SAY",
        /// The channel was removed or switched off.
        ChannelGone "CHANNEL_GONE",
    }
}

/// Minutes until the next attempt, after the first, the second and so on.
const PAUSES: [i64; 5] = [1, 5, 30, 2 * 60, 12 * 60];
/// Most attempts.
pub const MOST_TRIES: i32 = 6;

/// How long to wait after so many attempts; none where it is given up.
#[must_use]
pub fn pause_after(tries: i32) -> Option<TimeDelta> {
    let place = usize::try_from(tries.checked_sub(1)?).ok()?;
    PAUSES.get(place).copied().map(TimeDelta::minutes)
}

impl DeliveryAnswer {
    /// What follows from it after so many attempts. What another attempt cannot mend is given up at once, and so is a test message, whose
    /// sender waits for the answer.
    #[must_use]
    pub fn then(self, tries: i32, is_test: bool) -> DeliveryStep {
        match self {
            Self::Accepted => DeliveryStep::Deliver,
            Self::NothingToSay | Self::ChannelGone => DeliveryStep::Suppress,
            Self::AddressRefused | Self::Redirected | Self::NotConfigured | Self::Interrupted => DeliveryStep::GiveUp,
            Self::Rejected | Self::TimedOut | Self::Unreachable => match pause_after(tries) {
                Some(_) if !is_test => DeliveryStep::Postpone,
                _ => DeliveryStep::GiveUp,
            },
        }
    }
}
