//! Diagnoses as GraphQL shows them. What is done to them is in `diagnosis/change`, what lists show in `diagnosis/list`.

use std::collections::BTreeMap;

use async_graphql::{Object, SimpleObject};
use shared::calendar::local_day;
use shared::cell::Subject;
use shared::channel::preference::MessageLanguage;
use shared::code::CockpitDimensionCode;
use shared::diagnosis::{self, DiagnosisState, DiagnosisStep};
use shared::id::{HandbookEntryId, MatterId};
use shared::matter::Side;
use shared::number::Points;
use shared::period::Period;
use shared::rectification::MeasureState;

use super::handbook::{HandbookEntry, HandbookPage};
use super::matter::{Alike, IndicatorName, Indicators, MatterParties, PersonName, indicator_of};
use super::number::signed;
use super::rectification::{EffectPoint, RectificationEffect, effect, values};
use super::scalar::{Date, DateTime};
use crate::app::diagnosis as use_case;
use crate::app::handbook;
use crate::app::matter;
use crate::app::scope::Scope;
use crate::error::Error;

mod change;
mod list;

pub use change::DiagnosisMutation;
pub use list::{DiagnosisLogLine, DiagnosisQuery};

/// A diagnosis.
#[derive(Debug, Clone)]
pub struct Diagnosis {
    scope: Scope,
    it: diagnosis::Diagnosis,
}

impl Diagnosis {
    /// A diagnosis.
    #[must_use]
    pub const fn new(scope: Scope, it: diagnosis::Diagnosis) -> Self {
        Self { scope, it }
    }

    /// What it took from the handbook, as far as the viewer may see that.
    async fn picked(&self) -> Result<BTreeMap<HandbookEntryId, HandbookEntry>, Error> {
        let causes = self.it.causes.iter().filter_map(|cause| cause.entry);
        let measures = self.it.measures.iter().filter_map(|measure| measure.entry);
        let ids: Vec<HandbookEntryId> = causes.chain(measures).collect();
        let found = handbook::some(&*self.scope.reader().await?, &ids).await?;
        let ids: Vec<HandbookEntryId> = found.iter().map(|tried| tried.entry.id).collect();
        Ok(ids.into_iter().zip(HandbookEntry::list(&self.scope, found)).collect())
    }
}

/// A cause that was found (原因).
#[derive(Debug, Clone, SimpleObject)]
pub struct DiagnosisCause {
    /// Its number, counted from 1.
    pub item: i32,
    /// What it is.
    pub what: String,
    /// The entry of the handbook it was picked from, or proposed as.
    pub entry: Option<HandbookEntry>,
    /// In which round it was found, counted from 1.
    pub round: i32,
}

/// Something that will be done about a cause (措施).
#[derive(Debug, Clone, SimpleObject)]
pub struct DiagnosisMeasure {
    /// Its number, counted from 1.
    pub item: i32,
    /// What.
    pub what: String,
    /// The number of the cause it is against.
    pub against: Option<i32>,
    /// The entry of the handbook it was picked from, or proposed as.
    pub entry: Option<HandbookEntry>,
    /// By whom.
    pub owner: Option<PersonName>,
    /// By which day.
    pub due_on: Date,
    /// How far it is.
    pub state: MeasureState,
    /// How it was done, or why it is not needed.
    pub result: String,
    /// When it was done or dropped.
    pub ended_at: Option<DateTime>,
    /// Whether its day is over and it is still open.
    pub overdue: bool,
    /// In which round it was set, counted from 1.
    pub round: i32,
}

/// What the handbook suggests in a diagnosis about one indicator.
#[derive(Debug, Clone, SimpleObject)]
pub struct DiagnosisSuggestions {
    /// The points the indicator lost in the score; null where its own value is diagnosed.
    pub lost: Option<Points>,
    /// Its page of the handbook.
    pub page: HandbookPage,
}

/// What came of being checked again.
#[derive(Debug, Clone, SimpleObject)]
pub struct DiagnosisFinding {
    /// Whether it helped.
    pub effective: bool,
    /// Whether the following periods said so; otherwise a person.
    pub by_numbers: bool,
    /// What a person saw; the periods, where the numbers said so.
    pub words: String,
    /// When.
    pub at: DateTime,
}

/// A diagnosis (诊断分析): why a number is weak, what is done about it, and whether it helped (CJ-12, CJ-36).
#[Object]
impl Diagnosis {
    /// Its id.
    async fn id(&self) -> MatterId {
        self.it.id
    }

    /// Its number, such as `ZD-2026-00012`.
    async fn number(&self) -> &str {
        &self.it.number
    }

    /// Counts its changes: what a step must have seen.
    async fn version(&self) -> i32 {
        self.it.version
    }

    /// Where it is.
    async fn state(&self) -> DiagnosisState {
        self.it.state
    }

    /// Whether a rule opened it; otherwise a person.
    async fn by_rule(&self) -> bool {
        self.it.rule.is_some()
    }

    /// Whom it is about and where it comes from.
    async fn parties(&self) -> MatterParties {
        (&self.it.parties).into()
    }

    /// The indicator that is weak; null where it is a score.
    async fn indicator(&self) -> Result<Option<IndicatorName>, Error> {
        indicator_of(&self.scope, self.it.about.indicator()).await
    }

    /// Whether a score is weak: of `dimension`, or the total. Otherwise it is the value of an indicator.
    async fn of_score(&self) -> bool {
        self.it.about.score().is_some()
    }

    /// The cockpit dimension whose score is weak.
    async fn dimension(&self) -> Option<&CockpitDimensionCode> {
        self.it.about.score().and_then(|of| of.dimension.as_ref())
    }

    /// What the scheme is called whose score is weak; null for whoever may not read the library.
    async fn scheme_name(&self) -> Result<Option<String>, Error> {
        let Some(of) = self.it.about.score() else { return Ok(None) };
        matter::scheme_name(&*self.scope.reader().await?, of.scheme).await
    }

    /// Whose value or score it is about.
    async fn subject(&self) -> Subject {
        self.it.about.subject()
    }

    /// The period in which it was weak.
    async fn period(&self) -> Period {
        self.it.about.period()
    }

    /// In one line.
    async fn title(&self) -> &str {
        &self.it.title
    }

    /// What is weak about it.
    async fn problem(&self) -> Result<String, Error> {
        use_case::problem(&*self.scope.reader().await?, &self.it, MessageLanguage::Chinese).await
    }

    /// The same in English, where a rule opened it; empty otherwise.
    async fn problem_en(&self) -> Result<String, Error> {
        use_case::problem(&*self.scope.reader().await?, &self.it, MessageLanguage::English).await
    }

    /// What the rule that opened it advises; empty otherwise.
    async fn advice(&self) -> &str {
        &self.it.advice
    }

    /// Which round it is, counted from 1: what did not help is analysed again.
    async fn round(&self) -> i32 {
        signed(self.it.round)
    }

    /// What the handbook suggests about the indicator that is weak, or about those that lost points in the score: the most lost first, 10
    /// at most. Empty for whoever may not read the handbook.
    async fn suggestions(&self) -> Result<Vec<DiagnosisSuggestions>, Error> {
        let found = use_case::suggestions(&*self.scope.reader().await?, &self.it).await?;
        let (mut all, indicators) = (Vec::with_capacity(found.len()), Indicators::default());
        for use_case::Suggested { indicator, lost, entries } in found {
            let page = HandbookPage::of(&self.scope, &indicators, indicator, entries).await?;
            all.push(DiagnosisSuggestions { lost, page });
        }
        Ok(all)
    }

    /// The causes of all rounds.
    async fn causes(&self) -> Result<Vec<DiagnosisCause>, Error> {
        let picked = self.picked().await?;
        let cause = |(item, it): (i32, &diagnosis::Cause)| DiagnosisCause {
            item,
            what: it.what.clone(),
            entry: it.entry.and_then(|id| picked.get(&id).cloned()),
            round: signed(it.round),
        };
        Ok((1..).zip(&self.it.causes).map(cause).collect())
    }

    /// The measures of all rounds.
    async fn measures(&self) -> Result<Vec<DiagnosisMeasure>, Error> {
        let (picked, today) = (self.picked().await?, local_day(self.scope.now()));
        let measure = |(item, it): (i32, &diagnosis::Measure)| DiagnosisMeasure {
            item,
            what: it.what.clone(),
            against: it.against.map(signed),
            entry: it.entry.and_then(|id| picked.get(&id).cloned()),
            owner: it.owner.as_ref().map(Into::into),
            due_on: Date(it.due),
            state: it.state,
            result: it.result.clone(),
            ended_at: it.ended.map(DateTime),
            overdue: it.state == MeasureState::Open && it.due < today,
            round: signed(it.round),
        };
        Ok((1..).zip(&self.it.measures).map(measure).collect())
    }

    /// What was done, in a few words.
    async fn result(&self) -> &str {
        &self.it.result
    }

    /// How the result is seen in later numbers; null where no goal is known: then a person checks it again.
    async fn effect(&self) -> Result<Option<RectificationEffect>, Error> {
        effect(&self.scope, self.it.effect.as_ref(), &self.it.parties).await
    }

    /// The values from six periods before it was weak up to the last that checks it, as far as you may see them.
    async fn values(&self) -> Result<Vec<EffectPoint>, Error> {
        values(&self.scope, Some(self.it.about.clone()), self.it.effect.as_ref(), &[]).await
    }

    /// What came of being checked again; null before that.
    async fn finding(&self) -> Option<DiagnosisFinding> {
        self.it.finding.as_ref().map(|it| DiagnosisFinding {
            effective: it.effective,
            by_numbers: it.by_numbers,
            words: it.words.clone(),
            at: DateTime(it.signed.at),
        })
    }

    /// What is left to say at the end; why it is closed although it did not help.
    async fn conclusion(&self) -> &str {
        &self.it.conclusion
    }

    /// When it was opened.
    async fn opened_at(&self) -> DateTime {
        DateTime(self.it.opened.at)
    }

    /// When it was closed or withdrawn.
    async fn ended_at(&self) -> Option<DateTime> {
        self.it.ended.map(DateTime)
    }

    /// What every matter shows.
    #[graphql(flatten)]
    async fn alike(&self) -> Alike<'_> {
        Alike { scope: &self.scope, id: self.it.id, clocks: &self.it.clocks }
    }

    /// The side you stand on; null for whoever only looks.
    async fn side(&self) -> Result<Option<Side>, Error> {
        let standpoint = matter::standpoint(&*self.scope.reader().await?, self.it.id).await?;
        Ok(standpoint.map(|standpoint| standpoint.side))
    }

    /// What you may do now: the server enforces the same.
    async fn allowed_steps(&self) -> Result<Vec<DiagnosisStep>, Error> {
        let standpoint = matter::standpoint(&*self.scope.reader().await?, self.it.id).await?;
        let actor = self.scope.viewer().actor;
        let steps = standpoint.map(|it| self.it.open_steps(it.side, it.part, actor).collect());
        Ok(steps.unwrap_or_default())
    }
}
