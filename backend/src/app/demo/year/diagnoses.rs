//! The diagnoses of the year: rules open them, offices find causes in the handbook and set measures, and the figures alone say whether
//! that helped. The handbook itself has entries of every key rate before the story begins.

use chrono::{Datelike as _, Days, NaiveDate};
use shared::cell::Subject;
use shared::diagnosis::{Diagnosis, DiagnosisState, DiagnosisTerms, Found, Note, Opening, Planned};
use shared::handbook::{Entry, EntryKind, EntryState, Proposal, Tried, Wording};
use shared::id::{IndicatorId, UnitId};
use shared::matter::{About, Hand, MatterKind, Parties, Side};
use shared::period::Period;
use shared::policy::{Action, Actor, Purpose, Resource};
use shared::rectification::{Effect, Goal, MeasureState, Signed};

use super::Teller;
use crate::app::demo::handbook::{CAUSES, MEASURES, NEW_CAUSES};
use crate::app::demo::words::BY_JUDGEMENT;
use crate::error::Error;
use crate::store::permit::fresh;
use crate::store::{Session, diagnosis, handbook, matter};

impl Teller<'_> {
    /// A handbook of every key rate: three causes and, against each, a measure.
    pub(super) async fn handbook(&self, on: NaiveDate) -> Result<(), Error> {
        let session = self.session(on).await?;
        for (number, (indicator, ..)) in self.key_rates.iter().enumerate() {
            for place in 0..3 {
                let known = number * 2 + place;
                let cause = published(&session, *indicator, known, None).await?;
                published(&session, *indicator, known, Some(&cause)).await?;
            }
        }
        session.commit().await
    }

    /// What the first offices look into in the newest month without being warned.
    pub(super) async fn looked_into(&self, month: Period, on: NaiveDate) -> Result<(), Error> {
        for (&unit, (indicator, ..)) in self.offices.iter().zip(self.key_rates.iter().rev()).take(4) {
            let about = About { subject: Subject::Unit(unit), indicator: *indicator, period: month };
            let session = self.session(on).await?;
            let Some(goal) = self.goal(&session, about).await? else { continue };
            self.taken_up(&session, (unit, about), "还能再争取多少", Some(goal)).await?;
            session.commit().await?;
        }
        Ok(())
    }

    /// What offices look into without a goal in the numbers: a person says that it helped, that it did not, or takes it back.
    pub(super) async fn judged_by_hand(&self, month: Period, on: NaiveDate) -> Result<(), Error> {
        let offices = self.offices.iter().zip(&self.key_rates).zip(BY_JUDGEMENT).enumerate();
        for (place, ((&unit, (indicator, ..)), (title, words))) in offices {
            let about = About { subject: Subject::Unit(unit), indicator: *indicator, period: month };
            let session = self.session(on).await?;
            let it = self.taken_up(&session, (unit, about), title, None).await?;
            session.commit().await?;
            if place == 2 {
                let withdraw = |it: Diagnosis, hand: &Hand<'_>| it.withdraw(words, hand);
                self.step(it.id, on + Days::new(2), Side::Giver, withdraw).await?;
                continue;
            }
            self.worked_through(&it, NEW_CAUSES.len() + place, on + Days::new(1), 3).await?;
            let check = |it: Diagnosis, hand: &Hand<'_>| it.check(place == 0, words, hand);
            self.step(it.id, on + Days::new(12), Side::Giver, check).await?;
        }
        Ok(())
    }

    async fn taken_up(
        &self,
        session: &Session,
        (unit, about): (UnitId, About),
        title: &str,
        goal: Option<Goal>,
    ) -> Result<Diagnosis, Error> {
        let cells = crate::app::rectification::cells(session, about, &[about.period]).await?;
        let before = cells.first().and_then(|cell| cell.value);
        let giver = self.above.get(&unit).copied().unwrap_or(unit);
        let shown = before.map(|value| value.shown()).unwrap_or_default();
        let name = self.called(about.indicator);
        let aim = goal.map(|goal| format!("，目标 {}", goal.value.shown())).unwrap_or_default();
        let seen = |goal| Effect {
            about: about.into(),
            before,
            goal,
            periods: 1,
            watched: 0,
            early: false,
            from: None,
            readings: Vec::new(),
        };
        let opening = Opening {
            id: fresh()?,
            number: matter::next_number(session, MatterKind::Diagnosis, session.now().year()).await?,
            rule: None,
            parties: matter::named(session, Parties::new(unit, None, giver, None)).await?,
            about: about.into(),
            title: format!("{name}：{title}"),
            problem: format!("{} {name} {shown}{aim}。找出原因，定下措施。", about.period),
            problem_en: String::new(),
            advice: String::new(),
            effect: goal.map(seen),
            terms: DiagnosisTerms::default(),
        };
        let (opened, event) = Diagnosis::open(opening, &self.hand(session, Side::Giver, giver))?;
        self.opened(session, &opened, &event).await?;
        Ok(opened)
    }

    /// Goes on with every diagnosis that is open. In the newest month some of each kind are left for whoever looks.
    pub(super) async fn diagnosed(&self, on: NaiveDate, is_last: bool) -> Result<(), Error> {
        let open = matter::all::<Diagnosis>(&self.reader(on).await?).await?;
        for (number, it) in open.into_iter().filter(|it| !it.state.is_over()).enumerate() {
            match it.state {
                DiagnosisState::Effective if !(is_last && number.is_multiple_of(2)) => {
                    let close = |it: Diagnosis, hand: &Hand<'_>| it.close("做法有效，已写入手册。", hand);
                    self.step(it.id, on + Days::new(1), Side::Giver, close).await?;
                }
                DiagnosisState::Ineffective if it.round > 1 && !is_last => {
                    let words = "两轮措施暂未见效，问题在系统口径，已转信息部门处理。";
                    let close = |it: Diagnosis, hand: &Hand<'_>| it.close(words, hand);
                    self.step(it.id, on + Days::new(2), Side::Giver, close).await?;
                }
                DiagnosisState::Open | DiagnosisState::Ineffective => {
                    // 0 waits for causes, 1 analysed, 2 measures set, 3 carried out.
                    self.worked_through(&it, number, on + Days::new(1), if is_last { number % 4 } else { 3 }).await?;
                }
                DiagnosisState::Effective
                | DiagnosisState::Analysed
                | DiagnosisState::MeasuresSet
                | DiagnosisState::Executed
                | DiagnosisState::Closed
                | DiagnosisState::Withdrawn => {}
            }
        }
        Ok(())
    }

    async fn worked_through(&self, it: &Diagnosis, number: usize, on: NaiveDate, stage: usize) -> Result<(), Error> {
        let (id, answer, day) = (it.id, Side::Responsible, |days: u64| on + Days::new(days));
        let Some(indicator) = it.about.indicator() else { return Ok(()) };
        let known = handbook::of_indicator(&self.reader(on).await?, indicator).await?;
        self.logged(it, day(0), 60, "逐户核对名单，分出三类原因。").await?;
        if stage == 0 {
            return Ok(());
        }
        let causes = self.causes(it, &known, number, day(1)).await?;
        self.step(id, day(1), answer, |it: Diagnosis, hand| it.analyse(causes, hand)).await?;
        if stage == 1 {
            return Ok(());
        }
        let (before, due) = (it.measures.len(), day(9));
        let owner = self.officers.get(&it.parties.unit).cloned();
        let picked = pick(&known, EntryKind::Measure, number).into_iter();
        let planned: Vec<Planned> = picked
            .map(|(what, entry)| Planned { what, against: Some(1), entry: Some(entry), owner: owner.clone(), due })
            .collect();
        let measures = u32::try_from(planned.len()).unwrap_or_default();
        self.step(id, day(2), answer, |it: Diagnosis, hand| it.set_measures(planned, hand)).await?;
        if stage == 2 {
            return Ok(());
        }
        self.logged(it, day(5), 90, "与窗口一起逐项落实，当天回访两户。").await?;
        let first = u32::try_from(before).unwrap_or_default();
        for item in first + 1..=first + measures {
            let done = |it: Diagnosis, hand: &Hand<'_>| it.end_measure(item, MeasureState::Done, "已落实。", hand);
            self.step(id, day(7), answer, done).await?;
        }
        self.step(id, day(8), answer, |it: Diagnosis, hand| it.execute("措施全部落实，等待后续数据。", hand)).await
    }

    /// Two causes of the handbook; sometimes one that nobody wrote down before, which is proposed to it.
    async fn causes(&self, it: &Diagnosis, known: &[Tried], number: usize, on: NaiveDate) -> Result<Vec<Found>, Error> {
        let picked = pick(known, EntryKind::Cause, number + usize::from(it.round > 1));
        let mut causes: Vec<Found> =
            picked.into_iter().map(|(what, entry)| Found { what, entry: Some(entry) }).collect();
        if let (Some(&(text, text_en)), Some(indicator)) = (NEW_CAUSES.get(number), it.about.indicator()) {
            let session = self.session(on).await?;
            let permit = session.function(Resource::Handbook, Action::Write)?;
            let hand = self.hand(&session, Side::Responsible, it.parties.unit);
            let wording = Wording { text: text.to_owned(), text_en: text_en.to_owned() };
            let kind = EntryKind::Cause;
            let proposal = Proposal { id: fresh()?, indicator, kind, against: None, wording, from: Some(it.id) };
            let entry = Entry::propose(proposal, Signed { by: hand.actor, at: hand.at }, hand.name)?;
            handbook::propose(&session, &permit, &entry).await?;
            session.commit().await?;
            causes.push(Found { what: entry.wording.text, entry: Some(entry.id) });
        }
        Ok(causes)
    }

    async fn logged(&self, it: &Diagnosis, on: NaiveDate, minutes: u32, words: &str) -> Result<(), Error> {
        let session = self.session(on).await?;
        let now: Diagnosis = matter::load(&session, it.id).await?;
        let note = Note { day: on, minutes: Some(minutes), words: words.to_owned() };
        let person = self.officers.get(&it.parties.unit).map(|someone| someone.id);
        let line = now.log(note, person, &self.hand(&session, Side::Responsible, it.parties.unit))?;
        let permit = matter::permit_of_system(&session, it.id, now.version).await?;
        diagnosis::log(&session, &permit, &line).await?;
        session.commit().await
    }
}

/// Writes an entry that one proposed, and another reviewed and published: a cause, or a measure against it.
async fn published(
    session: &Session,
    indicator: IndicatorId,
    place: usize,
    against: Option<&Entry>,
) -> Result<Entry, Error> {
    let (kind, words) = match against {
        None => (EntryKind::Cause, CAUSES),
        Some(_) => (EntryKind::Measure, MEASURES),
    };
    let (text, text_en) = words.get(place % words.len().max(1)).copied().unwrap_or_default();
    let wording = Wording { text: text.to_owned(), text_en: text_en.to_owned() };
    let signed = |purpose| Signed { by: Actor::System(purpose), at: session.now() };
    let against = against.map(|cause| cause.id);
    let proposal = Proposal { id: fresh()?, indicator, kind, against, wording: wording.clone(), from: None };
    let entry = Entry::propose(proposal, signed(Purpose::Operate), "绩效办")?;
    let entry = entry.review(wording, signed(Purpose::Import))?.publish(signed(Purpose::Import))?;
    let permit = session.function(Resource::Handbook, Action::Write)?;
    handbook::propose(session, &permit, &entry).await?;
    Ok(entry)
}

/// Two published entries of a kind, others for every number.
fn pick(known: &[Tried], kind: EntryKind, number: usize) -> Vec<(String, shared::id::HandbookEntryId)> {
    let mut of: Vec<&Entry> = known.iter().map(|tried| &tried.entry).collect();
    of.retain(|entry| entry.kind == kind && entry.state == EntryState::Published);
    of.sort_by_key(|entry| entry.id);
    let take = of.len().min(2);
    let taken = of.iter().cycle().skip(number % of.len().max(1)).take(take);
    taken.map(|entry| (entry.wording.text.clone(), entry.id)).collect()
}
