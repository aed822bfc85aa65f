//! The states of a diagnosis, the steps between them, and which side takes which.

use crate::error::Refusal;
use crate::matter::Side;
use crate::rectification::Who;

crate::codes! {
    /// Where a diagnosis is.
    DiagnosisState {
        /// It waits for the causes.
        Open "OPEN",
        /// The causes are found.
        Analysed "ANALYSED",
        /// It is set what will be done about them.
        MeasuresSet "MEASURES_SET",
        /// Everything was done; later numbers will show whether it helped.
        Executed "EXECUTED",
        /// It was checked again: it helped.
        Effective "EFFECTIVE",
        /// It was checked again: it did not help.
        Ineffective "INEFFECTIVE",
        /// It is over.
        Closed "CLOSED",
        /// It was taken back.
        Withdrawn "WITHDRAWN",
    }
}

crate::codes! {
    /// What may happen to a diagnosis.
    DiagnosisStep {
        /// Whoever answers says what the causes are.
        Analyse "ANALYSE",
        /// Whoever answers says what will be done about them.
        SetMeasures "SET_MEASURES",
        /// The side it comes from wants the causes or the measures thought over.
        Return "RETURN",
        /// A measure is done or dropped.
        DoMeasure "DO_MEASURE",
        /// Everything that was set is done.
        Execute "EXECUTE",
        /// The following periods show that it helped.
        Prove "PROVE",
        /// One of the following periods shows that it did not.
        Miss "MISS",
        /// A person finds that it helped.
        FindEffective "FIND_EFFECTIVE",
        /// A person finds that it did not.
        FindIneffective "FIND_INEFFECTIVE",
        /// It is closed.
        Close "CLOSE",
        /// It is taken back.
        Withdraw "WITHDRAW",
        /// Somebody notes in the work log what they did.
        Log "LOG",
        /// Either side says something.
        Comment "COMMENT",
    }
}

impl DiagnosisStep {
    /// Who takes the step.
    #[must_use]
    pub const fn who(self) -> Who {
        match self {
            Self::Analyse | Self::SetMeasures | Self::DoMeasure | Self::Execute => Who::Side(Side::Responsible),
            Self::Return | Self::FindEffective | Self::FindIneffective | Self::Close | Self::Withdraw => {
                Who::Side(Side::Giver)
            }
            Self::Log | Self::Comment => Who::Either,
            Self::Prove | Self::Miss => Who::Numbers,
        }
    }

    /// Whether somebody on `side` may take the step.
    #[must_use]
    pub fn is_open_to(self, side: Side) -> bool {
        match self.who() {
            Who::Side(of) => of == side,
            Who::Either => true,
            Who::Numbers => false,
        }
    }

    /// Whether the step is open to somebody who has only a part in it.
    #[must_use]
    pub const fn is_of_part(self) -> bool {
        matches!(self, Self::DoMeasure | Self::Log | Self::Comment)
    }
}

impl DiagnosisState {
    /// The state after a step.
    ///
    /// # Errors
    /// [`Refusal::NotInThisState`] for every pair the life of a diagnosis does not have.
    pub fn after(self, step: DiagnosisStep) -> Result<Self, Refusal> {
        use DiagnosisStep as Step;
        match (self, step) {
            (Self::Open | Self::Ineffective, Step::Analyse) | (Self::MeasuresSet, Step::Return) => Ok(Self::Analysed),
            (Self::Analysed, Step::Return) => Ok(Self::Open),
            (Self::Analysed, Step::SetMeasures) | (Self::MeasuresSet, Step::DoMeasure) => Ok(Self::MeasuresSet),
            (Self::MeasuresSet, Step::Execute) => Ok(Self::Executed),
            // A correction of the data can turn what the numbers said, either way, until it is closed.
            (Self::Executed, Step::FindEffective) | (Self::Executed | Self::Ineffective, Step::Prove) => {
                Ok(Self::Effective)
            }
            (Self::Executed, Step::FindIneffective) | (Self::Executed | Self::Effective, Step::Miss) => {
                Ok(Self::Ineffective)
            }
            (Self::Effective | Self::Ineffective, Step::Close) => Ok(Self::Closed),
            (Self::Open | Self::Analysed | Self::MeasuresSet, Step::Withdraw) => Ok(Self::Withdrawn),
            (state, Step::Log) if !state.is_over() => Ok(state),
            (state, Step::Comment) if state != Self::Withdrawn => Ok(state),
            (state, step) => {
                Err(Refusal::NotInThisState { from: state.code().to_owned(), step: step.code().to_owned() })
            }
        }
    }

    /// Whether nothing more is expected of anybody.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Closed | Self::Withdrawn)
    }
}
