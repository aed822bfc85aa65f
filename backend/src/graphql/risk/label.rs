//! Labels on persons as GraphQL shows them.

use std::sync::Arc;

use async_graphql::{Context, InputObject, Object, SimpleObject};
use shared::id::{PersonId, RiskLabelId, UnitId};
use shared::risk::label::{self, LabelKind, LabelOrigin, LabelState};

use super::Units;
use crate::app::risk::label as use_case;
use crate::app::scope::Scope;
use crate::connection;
use crate::error::Error;
use crate::graphql::matter::{PersonName, UnitName};
use crate::graphql::page::parts;
use crate::graphql::scalar::{Date, DateTime};
use crate::store::page::Page;
use crate::store::risk::label::Filter;

/// A label on a person.
#[derive(Debug, Clone)]
pub struct RiskLabel {
    scope: Scope,
    units: Arc<Units>,
    it: label::RiskLabel,
}

impl RiskLabel {
    fn list(scope: &Scope, labels: Vec<label::RiskLabel>) -> Vec<Self> {
        let units = Units::of(labels.iter().map(|it| it.unit));
        labels.into_iter().map(|it| Self { scope: scope.clone(), units: Arc::clone(&units), it }).collect()
    }

    fn one(scope: &Scope, it: label::RiskLabel) -> Result<Self, Error> {
        Self::list(scope, vec![it]).pop().ok_or(Error::NotFound)
    }
}

/// What the person says to a label.
#[derive(Debug, Clone, SimpleObject)]
pub struct LabelAnswer {
    /// In their words.
    pub words: String,
    /// When.
    pub at: DateTime,
}

/// That a label was taken off.
#[derive(Debug, Clone, SimpleObject)]
pub struct LabelEnd {
    /// When.
    pub at: DateTime,
    /// By whom.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// A label on a person (风险标签): seen by the person and by those above, by nobody beside (ZH-50).
#[Object]
impl RiskLabel {
    /// Its id.
    async fn id(&self) -> RiskLabelId {
        self.it.id
    }

    /// The person.
    async fn person(&self) -> PersonName {
        (&self.it.person).into()
    }

    /// The unit the person worked in; null for whoever may not see it.
    async fn unit(&self) -> Result<Option<UnitName>, Error> {
        self.units.name(&self.scope, self.it.unit).await
    }

    /// What it is about.
    async fn kind(&self) -> LabelKind {
        self.it.kind
    }

    /// Why; of a label that a rule gave, the number of warnings in the last 90 days.
    async fn reason(&self) -> &str {
        &self.it.reason
    }

    /// The last day it holds.
    async fn until(&self) -> Date {
        Date(self.it.until)
    }

    /// Where it is today.
    async fn state(&self) -> LabelState {
        self.it.state_on(use_case::today(&self.scope))
    }

    /// Whether a person or a rule gave it.
    async fn origin(&self) -> LabelOrigin {
        self.it.origin
    }

    /// By whom; empty for a rule.
    async fn by(&self) -> &str {
        &self.it.by
    }

    /// When it was given.
    async fn given_at(&self) -> DateTime {
        DateTime(self.it.given)
    }

    /// What the person says to it.
    async fn answer(&self) -> Option<LabelAnswer> {
        self.it.answer.clone().map(|label::LabelAnswer { words, at }| LabelAnswer { words, at: DateTime(at) })
    }

    /// That it was taken off before its time.
    async fn ended(&self) -> Option<LabelEnd> {
        let ended = self.it.ended.clone();
        ended.map(|label::LabelEnd { at, by, reason }| LabelEnd { at: DateTime(at), by, reason })
    }

    /// Counts its changes.
    async fn version(&self) -> i32 {
        self.it.version
    }

    /// Whether it is about you and you may say something to it.
    async fn may_answer(&self) -> bool {
        use_case::may_answer(self.scope.viewer(), &self.it, use_case::today(&self.scope))
    }

    /// Whether whoever leads the person may take it off now.
    async fn may_end(&self) -> bool {
        use_case::may_end(self.scope.viewer(), &self.it, use_case::today(&self.scope))
    }
}

connection!(RiskLabelConnection, RiskLabelEdge, RiskLabel, "labels on persons");

/// Queries of labels.
#[derive(Debug, Default)]
pub struct LabelQuery;

#[Object]
impl LabelQuery {
    /// The labels that you may see, the newest first.
    #[expect(clippy::too_many_arguments, reason = "each narrows the list in another way")]
    async fn risk_labels(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1–100.")] first: i32,
        #[graphql(desc = "After the label with this cursor.")] after: Option<String>,
        #[graphql(desc = "On this person.")] person: Option<PersonId>,
        #[graphql(desc = "On persons of this unit, or one below it.")] unit: Option<UnitId>,
        #[graphql(desc = "About this.")] kind: Option<LabelKind>,
        #[graphql(desc = "On yourself alone.", default)] own: bool,
        #[graphql(desc = "Only those that hold today.", default_with = "true")] current: bool,
    ) -> Result<RiskLabelConnection, Error> {
        let scope = Scope::of(ctx)?;
        let page = Page::try_new(first, after.as_deref())?;
        let current_on = current.then(|| use_case::today(&scope));
        // An account without a person behind it has no labels of its own.
        let nobody = || shared::id::Id::from_raw(0);
        let person = if own { Some(scope.viewer().person.unwrap_or_else(nobody)) } else { person };
        let filter = Filter { person, below: unit, kind, current_on };
        let slice = use_case::labels(&*scope.reader().await?, &filter, page).await?;
        Ok(parts(slice, |labels| RiskLabel::list(&scope, labels))?.into())
    }
}

/// A label to be given.
#[derive(Debug, InputObject)]
pub struct RiskLabelInput {
    /// The person: not yourself.
    person: PersonId,
    /// What it is about.
    kind: LabelKind,
    /// Why.
    reason: String,
    /// The last day it holds, at most 366 days from today.
    until: Date,
}

/// Mutations of labels.
#[derive(Debug, Default)]
pub struct LabelMutation;

#[Object]
impl LabelMutation {
    /// Gives a person a label.
    async fn label_person(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The label.")] input: RiskLabelInput,
    ) -> Result<RiskLabel, Error> {
        let scope = Scope::of(ctx)?;
        let RiskLabelInput { person, kind, reason, until } = input;
        let it = use_case::give(&scope, use_case::Given { person, kind, reason, until: until.0 }).await?;
        RiskLabel::one(&scope, it)
    }

    /// Says something to a label on yourself; what you said before is replaced.
    async fn answer_label(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The label.")] label: RiskLabelId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "What you say.")] words: String,
    ) -> Result<RiskLabel, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::answer(&scope, label, version, &words).await?;
        RiskLabel::one(&scope, it)
    }

    /// Takes a label off before its time.
    async fn end_label(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The label.")] label: RiskLabelId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "Why.")] reason: String,
    ) -> Result<RiskLabel, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::end(&scope, label, version, &reason).await?;
        RiskLabel::one(&scope, it)
    }
}
