//! What is done to rectifications. Every step takes the version its caller saw and answers with the rectification after it.

use async_graphql::{Context, Object};
use shared::id::{MatterId, UnitId};
use shared::rectification::{DisputeOutcome, MeasureState};

use super::Rectification;
use super::input::{
    RectificationInput, RectificationMeasureInput, RectificationOutcomeInput, RectificationRequestInput,
};
use crate::app::matter::Seen;
use crate::app::rectification as use_case;
use crate::app::scope::Scope;
use crate::error::Error;
use crate::graphql::number::counted;

/// Mutations of rectifications.
#[derive(Debug, Default)]
pub struct RectificationMutation;

#[Object]
impl RectificationMutation {
    /// Orders a rectification, or takes one up by oneself (ZH-51, ZH-54).
    async fn open_rectification(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it says.")] input: RectificationInput,
    ) -> Result<Rectification, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::open(&scope, input.read()?).await?;
        Ok(Rectification::new(scope, it))
    }

    /// Opens several at once, such as one for each line of a loss review: all of them, or none (NY-12).
    async fn open_rectifications(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What each says; 1–50.")] inputs: Vec<RectificationInput>,
    ) -> Result<Vec<Rectification>, Error> {
        let scope = Scope::of(ctx)?;
        let new = inputs.into_iter().map(RectificationInput::read).collect::<Result<_, _>>()?;
        let opened = use_case::open_many(&scope, new).await?;
        Ok(opened.into_iter().map(|it| Rectification::new(scope.clone(), it)).collect())
    }

    /// Sends an order that was only written.
    async fn push_rectification(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The rectification.")] rectification: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
    ) -> Result<Rectification, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::push(&scope, Seen { id: rectification, version }).await?;
        Ok(Rectification::new(scope, it))
    }

    /// Takes note of an order.
    async fn acknowledge_rectification(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The rectification.")] rectification: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "What there is to say; may be empty.", default)] words: String,
    ) -> Result<Rectification, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::acknowledge(&scope, Seen { id: rectification, version }, &words).await?;
        Ok(Rectification::new(scope, it))
    }

    /// Contests an order. The own clocks rest until that is decided.
    async fn dispute_rectification(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The rectification.")] rectification: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "Why.")] grounds: String,
    ) -> Result<Rectification, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::dispute(&scope, Seen { id: rectification, version }, &grounds).await?;
        Ok(Rectification::new(scope, it))
    }

    /// Takes an order, or what one began, back.
    async fn withdraw_rectification(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The rectification.")] rectification: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "Why.")] reason: String,
    ) -> Result<Rectification, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::withdraw(&scope, Seen { id: rectification, version }, &reason).await?;
        Ok(Rectification::new(scope, it))
    }

    /// Sends an order back as not one's own.
    async fn return_rectification(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The rectification.")] rectification: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "Why.")] reason: String,
    ) -> Result<Rectification, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::give_back(&scope, Seen { id: rectification, version }, &reason).await?;
        Ok(Rectification::new(scope, it))
    }

    /// Approves the plan; whoever submitted it may not.
    async fn approve_rectification_plan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The rectification.")] rectification: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "What there is to say; may be empty.", default)] words: String,
    ) -> Result<Rectification, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::approve(&scope, Seen { id: rectification, version }, &words).await?;
        Ok(Rectification::new(scope, it))
    }

    /// Sends the plan back.
    async fn return_rectification_plan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The rectification.")] rectification: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "Why.")] reason: String,
    ) -> Result<Rectification, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::return_plan(&scope, Seen { id: rectification, version }, &reason).await?;
        Ok(Rectification::new(scope, it))
    }

    /// Verifies the result as a person; whoever reported it may not. Where it is bound to an indicator, the following periods verify it, and a person only with a reason that stays visible.
    async fn verify_rectification(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The rectification.")] rectification: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "Why; needed where it is bound to an indicator.", default)] reason: String,
    ) -> Result<Rectification, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::verify(&scope, Seen { id: rectification, version }, &reason).await?;
        Ok(Rectification::new(scope, it))
    }

    /// Confirms what was begun from below; whoever reported it may not.
    async fn confirm_rectification(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The rectification.")] rectification: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "What there is to say; may be empty.", default)] words: String,
    ) -> Result<Rectification, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::confirm(&scope, Seen { id: rectification, version }, &words).await?;
        Ok(Rectification::new(scope, it))
    }

    /// Does not accept the result.
    async fn reopen_rectification(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The rectification.")] rectification: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "Why.")] reason: String,
    ) -> Result<Rectification, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::reopen(&scope, Seen { id: rectification, version }, &reason).await?;
        Ok(Rectification::new(scope, it))
    }

    /// Shares what was learnt with everybody who may see rectifications.
    async fn share_rectification_pattern(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The rectification.")] rectification: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
    ) -> Result<Rectification, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::share(&scope, Seen { id: rectification, version }).await?;
        Ok(Rectification::new(scope, it))
    }

    /// Closes it.
    async fn close_rectification(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The rectification.")] rectification: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "What there is to say; may be empty.", default)] words: String,
    ) -> Result<Rectification, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::close(&scope, Seen { id: rectification, version }, &words).await?;
        Ok(Rectification::new(scope, it))
    }

    /// Adds a suggestion.
    async fn suggest_to_rectification(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The rectification.")] rectification: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "What.")] words: String,
    ) -> Result<Rectification, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::suggest(&scope, Seen { id: rectification, version }, &words).await?;
        Ok(Rectification::new(scope, it))
    }

    /// Says something.
    async fn comment_rectification(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The rectification.")] rectification: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "What.")] words: String,
    ) -> Result<Rectification, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::comment(&scope, Seen { id: rectification, version }, &words).await?;
        Ok(Rectification::new(scope, it))
    }

    /// Decides a dispute: the order stays, stays in part with another problem, or is taken back.
    async fn decide_rectification_dispute(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The rectification.")] rectification: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "What comes of it.")] outcome: DisputeOutcome,
        #[graphql(desc = "Why.")] reasons: String,
        #[graphql(desc = "What is left of the problem; needed where the order stays in part.", default)]
        problem: String,
    ) -> Result<Rectification, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::decide(&scope, Seen { id: rectification, version }, outcome, &reasons, &problem).await?;
        Ok(Rectification::new(scope, it))
    }

    /// Sends an order to another unit, or again to the same one.
    async fn readdress_rectification(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The rectification.")] rectification: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "The unit.")] to: UnitId,
        #[graphql(desc = "Why.")] words: String,
    ) -> Result<Rectification, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::readdress(&scope, Seen { id: rectification, version }, to, &words).await?;
        Ok(Rectification::new(scope, it))
    }

    /// Asks for more time, for help, or that another unit takes it.
    async fn request_for_rectification(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The rectification.")] rectification: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "What for.")] input: RectificationRequestInput,
    ) -> Result<Rectification, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::request(&scope, Seen { id: rectification, version }, input.read()).await?;
        Ok(Rectification::new(scope, it))
    }

    /// Answers a request: more time is given by a day, a transfer by sending the order on.
    #[expect(clippy::too_many_arguments, reason = "which request, as it was seen, and what is answered to it")]
    async fn answer_rectification_request(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The rectification.")] rectification: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "The request, counted from 1.")] item: i32,
        #[graphql(desc = "Whether it is granted.")] granted: bool,
        #[graphql(desc = "What there is to say.")] words: String,
        #[graphql(desc = "The unit it goes to, for a transfer; that which was asked for, where nothing is said.")]
        to: Option<UnitId>,
    ) -> Result<Rectification, Error> {
        let scope = Scope::of(ctx)?;
        let reply = use_case::Reply { granted, words, to };
        let it = use_case::answer(&scope, Seen { id: rectification, version }, counted("item", item)?, reply).await?;
        Ok(Rectification::new(scope, it))
    }

    /// Submits what will be done, in the place of what was planned and not done before.
    async fn submit_rectification_plan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The rectification.")] rectification: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "Why it went wrong.")] cause: String,
        #[graphql(desc = "What will be done, 1 to 50.")] measures: Vec<RectificationMeasureInput>,
    ) -> Result<Rectification, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::plan(
            &scope,
            Seen { id: rectification, version },
            &cause,
            measures.into_iter().map(RectificationMeasureInput::read).collect(),
        )
        .await?;
        Ok(Rectification::new(scope, it))
    }

    /// A measure is done, or not needed any more. Whoever owns it may say so.
    async fn end_rectification_measure(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The rectification.")] rectification: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "The measure, counted from 1.")] item: i32,
        #[graphql(desc = "Done or dropped.")] state: MeasureState,
        #[graphql(desc = "How it was done, or why it is not needed.")] result: String,
    ) -> Result<Rectification, Error> {
        let scope = Scope::of(ctx)?;
        let it =
            use_case::end_measure(&scope, Seen { id: rectification, version }, counted("item", item)?, state, &result)
                .await?;
        Ok(Rectification::new(scope, it))
    }

    /// Reports what was achieved; every measure is done or dropped by then.
    async fn report_rectification(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The rectification.")] rectification: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "What was achieved and learnt.")] input: RectificationOutcomeInput,
    ) -> Result<Rectification, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::report(&scope, Seen { id: rectification, version }, input.read()).await?;
        Ok(Rectification::new(scope, it))
    }
}
