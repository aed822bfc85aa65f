//! Templates of tasks (任务模板): what is to be done, how, by when and by whom, so that a hand, a rule or an event makes a task from it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{InspectionManner, Roles, TaskKind};
use crate::calendar::Calendar;
use crate::code::BusinessCode;
use crate::error::Refusal;
use crate::id::TaskTemplateId;
use crate::matter::words::{MOST_WORDS, shortened};
use crate::matter::{Someone, remarked, spoken, titled};

/// Most templates there are, those out of use among them: they are listed whole.
pub const MOST_TEMPLATES: u64 = 500;

crate::codes! {
    /// Who does the tasks of a template.
    DoerKind {
        /// Whoever answers for the unit.
        Unit "UNIT",
        /// The holder of a post of a class in the unit; whoever answers for it where there is none.
        PostClass "POST_CLASS",
        /// The person the event or rule is about; whoever answers for the unit where there is none.
        Concerned "CONCERNED",
        /// One person.
        Person "PERSON",
    }
}

/// Who does the tasks of a template, with what that takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DoneBy {
    /// Whoever answers for the unit.
    Unit,
    /// The holder of a post of the class in the unit.
    PostClass {
        /// The class.
        class: BusinessCode,
    },
    /// The person the event or rule is about.
    Concerned,
    /// One person.
    Person {
        /// Who.
        person: Someone,
    },
}

impl DoneBy {
    /// Its kind, without what it takes.
    #[must_use]
    pub const fn kind(&self) -> DoerKind {
        match self {
            Self::Unit => DoerKind::Unit,
            Self::PostClass { .. } => DoerKind::PostClass,
            Self::Concerned => DoerKind::Concerned,
            Self::Person { .. } => DoerKind::Person,
        }
    }
}

/// What a template says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateContent {
    /// The title of its tasks.
    pub name: String,
    /// Their kind.
    pub kind: TaskKind,
    /// How an inspection is made.
    pub manner: Option<InspectionManner>,
    /// What is to be done (干什么).
    pub what: String,
    /// How it is done (怎么干); may be empty.
    pub how: String,
    /// Working days to report, 1–250.
    pub days: u32,
    /// Who does it.
    pub done_by: DoneBy,
    /// Who sees to it that it is done.
    pub supervisor: Option<Someone>,
    /// Who says how well it was done.
    pub appraiser: Option<Someone>,
    /// Who uses the result.
    pub result_user: Option<Someone>,
    /// The events it is made by; none: by hand or by a rule.
    pub event: Option<BusinessCode>,
}

/// A template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskTemplate {
    /// Its id.
    pub id: TaskTemplateId,
    /// Its code, unique.
    pub code: BusinessCode,
    /// Whether tasks are made from it.
    pub is_active: bool,
    /// What it says.
    pub content: TemplateContent,
    /// Counts its changes.
    pub version: i32,
}

impl TemplateContent {
    /// Checks what it says.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] without a name, without saying what to do, or for an inspection that does not say how it is made;
    /// [`Refusal::OutOfRange`] for days outside 1–250; [`Refusal::OwnWork`] where the doer should supervise or appraise it.
    pub fn check(&self) -> Result<(), Refusal> {
        titled("name", &self.name)?;
        spoken("what", &self.what)?;
        remarked("how", &self.how)?;
        if !(1..=250).contains(&self.days) {
            return Err(Refusal::OutOfRange { field: "days".to_owned(), least: 1, most: 250 });
        }
        if self.kind == TaskKind::Inspection && self.manner.is_none() {
            return Err(Refusal::WordsMissing { field: "manner".to_owned() });
        }
        self.roles(None, None).check()
    }

    /// Who has which part in a task of it: `holder` holds a post of the class it names, `concerned` is whom the event is about. Whoever
    /// would supervise or appraise their own work leaves that to whoever gives it.
    #[must_use]
    pub fn roles(&self, holder: Option<Someone>, concerned: Option<Someone>) -> Roles {
        let doer = match &self.done_by {
            DoneBy::Unit => None,
            DoneBy::PostClass { .. } => holder,
            DoneBy::Concerned => concerned,
            DoneBy::Person { person } => Some(person.clone()),
        };
        let named = matches!(self.done_by, DoneBy::Person { .. });
        let other = |someone: &Option<Someone>| {
            let is_doer = |it: &Someone| doer.as_ref().is_some_and(|doer| doer.id == it.id);
            someone.clone().filter(|it| named || !is_doer(it))
        };
        let (supervisor, appraiser) = (other(&self.supervisor), other(&self.appraiser));
        Roles { supervisor, appraiser, result_user: self.result_user.clone(), doer }
    }

    /// What is to be done, with a word about what made the task.
    #[must_use]
    pub fn what_with(&self, note: &str) -> String {
        shortened([self.what.as_str(), note.trim()].join("\n\n").trim(), MOST_WORDS)
    }

    /// The last day to report a task made on `day`.
    #[must_use]
    pub fn due(&self, day: NaiveDate, calendar: &Calendar) -> NaiveDate {
        calendar.after(day, self.days)
    }
}
