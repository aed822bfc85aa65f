//! A run: extraction, computation, scoring and publication of some periods, as one life with an end that is always known.

use crate::error::Refusal;

crate::codes! {
    /// Where a run is.
    RunState {
        /// Waiting for a worker.
        Queued "QUEUED",
        /// Under way.
        Running "RUNNING",
        /// Its values are published.
        Succeeded "SUCCEEDED",
        /// It found exactly what was published already.
        Unchanged "UNCHANGED",
        /// It stopped on an error; what was published before stays.
        Failed "FAILED",
        /// Somebody stopped it; what was published before stays.
        Cancelled "CANCELLED",
        /// The server ended in the middle; what was published before stays.
        Interrupted "INTERRUPTED",
    }
}

crate::codes! {
    /// What may happen to a run.
    RunStep {
        /// A worker takes it.
        Start "START",
        /// Its values are published.
        Publish "PUBLISH",
        /// It found nothing new.
        FindNothingNew "FIND_NOTHING_NEW",
        /// It stops on an error.
        Fail "FAIL",
        /// Somebody stops it.
        Cancel "CANCEL",
        /// The server that worked on it is gone.
        Interrupt "INTERRUPT",
    }
}

impl RunState {
    /// The state after a step.
    ///
    /// # Errors
    /// [`Refusal::NotInThisState`] for every pair the life of a run does not have.
    pub fn after(self, step: RunStep) -> Result<Self, Refusal> {
        match (self, step) {
            (Self::Queued, RunStep::Start) => Ok(Self::Running),
            (Self::Queued | Self::Running, RunStep::Cancel) => Ok(Self::Cancelled),
            (Self::Running, RunStep::Publish) => Ok(Self::Succeeded),
            (Self::Running, RunStep::FindNothingNew) => Ok(Self::Unchanged),
            (Self::Running, RunStep::Fail) => Ok(Self::Failed),
            (Self::Running, RunStep::Interrupt) => Ok(Self::Interrupted),
            (state, step) => {
                Err(Refusal::NotInThisState { from: state.code().to_owned(), step: step.code().to_owned() })
            }
        }
    }

    /// Whether nothing can happen to it any more.
    #[must_use]
    pub fn is_over(self) -> bool {
        RunStep::ALL.iter().all(|&step| self.after(step).is_err())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    #[test]
    fn the_life_of_a_run_is_this_table() {
        let lines: Vec<String> = RunState::ALL
            .iter()
            .map(|&state| {
                let after = |&step: &RunStep| state.after(step).map_or("-", RunState::code);
                let row: Vec<&str> = RunStep::ALL.iter().map(after).collect();
                format!("{state}: {}", row.join(" "))
            })
            .collect();
        expect![[r#"
            QUEUED: RUNNING - - - CANCELLED -
            RUNNING: - SUCCEEDED UNCHANGED FAILED CANCELLED INTERRUPTED
            SUCCEEDED: - - - - - -
            UNCHANGED: - - - - - -
            FAILED: - - - - - -
            CANCELLED: - - - - - -
            INTERRUPTED: - - - - - -
        "#]]
        .assert_eq(&(lines.join("\n") + "\n"));
    }
}
