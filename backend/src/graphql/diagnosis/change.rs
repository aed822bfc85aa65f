//! What is done to diagnoses. Every step takes the version its caller saw and answers with the diagnosis after it.

use async_graphql::{Context, InputObject, Object};
use shared::diagnosis::Note;
use shared::id::{HandbookEntryId, IndicatorId, MatterId, PersonId};
use shared::matter::Weak;
use shared::number::Quantity;
use shared::rectification::{Goal, GoalSide, MeasureState};

use super::{Diagnosis, DiagnosisLogLine};
use crate::app::diagnosis as use_case;
use crate::app::handbook::Choice;
use crate::app::matter::Seen;
use crate::app::scope::Scope;
use crate::error::Error;
use crate::graphql::number::counted;
use crate::graphql::rectification::{AboutInput, AboutScoreInput};
use crate::graphql::scalar::Date;

/// A diagnosis to be opened.
#[derive(Debug, InputObject)]
pub struct DiagnosisInput {
    /// The value that is weak; this or a score.
    about: Option<AboutInput>,
    /// The score that is weak; this or a value.
    score: Option<AboutScoreInput>,
    /// In one line.
    title: String,
    /// What is weak about it.
    problem: String,
    /// Whether the goal is a least or a most; of a value what the target says, where no goal is given.
    goal_side: Option<GoalSide>,
    /// What the value must come to, in the indicator's unit, or the score; without one a person checks a score again.
    goal: Option<Quantity>,
    /// In how many following periods it is checked again, 1–12; 2 where nothing is said.
    periods: Option<i32>,
    /// The warning or other matter that led to it.
    from: Option<MatterId>,
}

impl DiagnosisInput {
    fn read(self) -> Result<use_case::New, Error> {
        let goal = match (self.goal_side, self.goal) {
            (Some(side), Some(value)) => Some(Goal { side, value }),
            (None, None) => None,
            _ => return Err(Error::invalid("input.goal", "say both the goal and whether it is a least or a most")),
        };
        let periods = self.periods.map(|periods| counted("input.periods", periods)).transpose()?;
        let about = match (self.about, self.score) {
            (Some(about), None) => Weak::Value(about.into()),
            (None, Some(score)) => Weak::Score(score.into()),
            _ => return Err(Error::invalid("input.about", "say one number: the value of an indicator, or a score")),
        };
        Ok(use_case::New {
            about,
            title: self.title,
            problem: self.problem,
            goal,
            periods: periods.unwrap_or(use_case::USUAL_PERIODS),
            from: self.from,
        })
    }
}

/// A cause: picked from the handbook, or new.
#[derive(Debug, InputObject)]
pub struct DiagnosisCauseInput {
    /// What it is; may be empty where it is picked.
    what: String,
    /// The published entry of the handbook it is picked from.
    entry: Option<HandbookEntryId>,
    /// Whether it is proposed to the handbook, where it is new.
    propose: Option<bool>,
    /// The indicator whose page a new one is proposed to: one that counts in the score; not needed where there is one alone.
    propose_to: Option<IndicatorId>,
}

impl DiagnosisCauseInput {
    fn read(self) -> Choice {
        let Self { what, entry, propose, propose_to } = self;
        Choice { what, entry, propose: propose.unwrap_or_default(), page: propose_to }
    }
}

/// A measure: picked from the handbook, or new.
#[derive(Debug, InputObject)]
pub struct DiagnosisMeasureInput {
    /// What; may be empty where it is picked.
    what: String,
    /// The published entry of the handbook it is picked from.
    entry: Option<HandbookEntryId>,
    /// Whether it is proposed to the handbook, where it is new.
    propose: Option<bool>,
    /// The indicator whose page a new one is proposed to: one that counts in the score; that of the cause, where none is named.
    propose_to: Option<IndicatorId>,
    /// The cause it is against, counted from 1.
    against: Option<i32>,
    /// By whom; by whoever answers, where nobody is named.
    owner: Option<PersonId>,
    /// By which day; not before today.
    due_on: Date,
}

impl DiagnosisMeasureInput {
    fn read(self) -> Result<use_case::NewMeasure, Error> {
        Ok(use_case::NewMeasure {
            choice: Choice {
                what: self.what,
                entry: self.entry,
                propose: self.propose.unwrap_or_default(),
                page: self.propose_to,
            },
            against: self.against.map(|against| counted("against", against)).transpose()?,
            owner: self.owner,
            due: self.due_on.0,
        })
    }
}

/// Mutations of diagnoses.
#[derive(Debug, Default)]
pub struct DiagnosisMutation;

#[Object]
impl DiagnosisMutation {
    /// Opens a diagnosis of a value or a score: from above by whoever may order there, otherwise by whoever answers (CJ-12). One number is
    /// diagnosed once at a time.
    async fn open_diagnosis(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it says.")] input: DiagnosisInput,
    ) -> Result<Diagnosis, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::open(&scope, input.read()?).await?;
        Ok(Diagnosis::new(scope, it))
    }

    /// Says what the causes are, in the place of those said before in this round. What did not help is analysed again: another round.
    async fn analyse_diagnosis(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The diagnosis.")] diagnosis: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "The causes, 1 to 20.")] causes: Vec<DiagnosisCauseInput>,
    ) -> Result<Diagnosis, Error> {
        let scope = Scope::of(ctx)?;
        let causes = causes.into_iter().map(DiagnosisCauseInput::read).collect();
        let it = use_case::analyse(&scope, Seen { id: diagnosis, version }, causes).await?;
        Ok(Diagnosis::new(scope, it))
    }

    /// Says what will be done, in the place of what was set and not done before.
    async fn set_diagnosis_measures(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The diagnosis.")] diagnosis: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "What will be done, 1 to 50.")] measures: Vec<DiagnosisMeasureInput>,
    ) -> Result<Diagnosis, Error> {
        let scope = Scope::of(ctx)?;
        let measures = measures.into_iter().map(DiagnosisMeasureInput::read).collect::<Result<_, _>>()?;
        let it = use_case::set_measures(&scope, Seen { id: diagnosis, version }, measures).await?;
        Ok(Diagnosis::new(scope, it))
    }

    /// Wants the causes, or the measures, thought over; what was done stays done.
    async fn return_diagnosis(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The diagnosis.")] diagnosis: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "Why.")] reason: String,
    ) -> Result<Diagnosis, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::give_back(&scope, Seen { id: diagnosis, version }, &reason).await?;
        Ok(Diagnosis::new(scope, it))
    }

    /// A measure is done, or not needed any more. Whoever owns it may say so.
    async fn end_diagnosis_measure(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The diagnosis.")] diagnosis: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "The measure, counted from 1.")] item: i32,
        #[graphql(desc = "Done or dropped.")] state: MeasureState,
        #[graphql(desc = "How it was done, or why it is not needed.")] result: String,
    ) -> Result<Diagnosis, Error> {
        let scope = Scope::of(ctx)?;
        let (seen, item) = (Seen { id: diagnosis, version }, counted("item", item)?);
        let it = use_case::end_measure(&scope, seen, item, state, &result).await?;
        Ok(Diagnosis::new(scope, it))
    }

    /// Says that everything is done; every measure is done or dropped by then. Later numbers show whether it helped.
    async fn execute_diagnosis(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The diagnosis.")] diagnosis: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "What was done.")] result: String,
    ) -> Result<Diagnosis, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::execute(&scope, Seen { id: diagnosis, version }, &result).await?;
        Ok(Diagnosis::new(scope, it))
    }

    /// Checks it again as a person: where no goal is known, or where the values did not come by the day they were due. Whoever said that
    /// everything was done may not.
    async fn check_diagnosis(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The diagnosis.")] diagnosis: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "Whether it helped.")] effective: bool,
        #[graphql(desc = "What was seen.")] words: String,
    ) -> Result<Diagnosis, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::check(&scope, Seen { id: diagnosis, version }, effective, &words).await?;
        Ok(Diagnosis::new(scope, it))
    }

    /// Closes it; what did not help with the reasons why nothing more is done.
    async fn close_diagnosis(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The diagnosis.")] diagnosis: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "What there is to say; needed where it did not help.", default)] words: String,
    ) -> Result<Diagnosis, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::close(&scope, Seen { id: diagnosis, version }, &words).await?;
        Ok(Diagnosis::new(scope, it))
    }

    /// Takes it back.
    async fn withdraw_diagnosis(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The diagnosis.")] diagnosis: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "Why.")] reason: String,
    ) -> Result<Diagnosis, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::withdraw(&scope, Seen { id: diagnosis, version }, &reason).await?;
        Ok(Diagnosis::new(scope, it))
    }

    /// Says something.
    async fn comment_diagnosis(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The diagnosis.")] diagnosis: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "What.")] words: String,
    ) -> Result<Diagnosis, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::comment(&scope, Seen { id: diagnosis, version }, &words).await?;
        Ok(Diagnosis::new(scope, it))
    }

    /// Adds a line to the work log, by anybody who has a part in the diagnosis. It changes nothing that anybody saw, so that it takes no
    /// version.
    async fn log_diagnosis(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The diagnosis.")] diagnosis: MatterId,
        #[graphql(desc = "On which day it was done; not after today.")] day: Date,
        #[graphql(desc = "For how many minutes, 1–1440.")] minutes: Option<i32>,
        #[graphql(desc = "What was done.")] words: String,
    ) -> Result<DiagnosisLogLine, Error> {
        let scope = Scope::of(ctx)?;
        let minutes = minutes.map(|minutes| counted("minutes", minutes)).transpose()?;
        Ok(use_case::log(&scope, diagnosis, Note { day: day.0, minutes, words }).await?.into())
    }
}
