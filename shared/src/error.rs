//! What can be refused, and the codes under which it travels. Sentences are made where they are shown, from the data here.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::id::UnitId;
use crate::number::Quantity;

crate::codes! {
    /// The code of an error, in GraphQL under `extensions.code`.
    ErrorCode {
        /// Nobody is signed in, or the token is expired, forged or of another key.
        Unauthenticated "UNAUTHENTICATED",
        /// There is no such thing among what the viewer may see.
        NotFound "NOT_FOUND",
        /// It is visible, but the viewer may not do this to it.
        Forbidden "FORBIDDEN",
        /// The input is not of the form asked for; the fields are named.
        Invalid "INVALID",
        /// A rule of the domain says no; the rule and its data are named.
        Refused "REFUSED",
        /// Somebody else changed it since it was read.
        Stale "STALE",
        /// A limit was passed; it is named.
        Limit "LIMIT",
        /// Too many attempts.
        RateLimited "RATE_LIMITED",
        /// The server cannot do it now.
        Unavailable "UNAVAILABLE",
        /// A fault of the server; the request id finds it in the log.
        Internal "INTERNAL",
    }
}

/// A rule of the domain that said no, with the data that made it say so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Refusal {
    /// A unit cannot stand under itself.
    #[error("unit {unit} cannot be moved under {to}: it stands below the unit itself")]
    CycleInOrganisation {
        /// The unit to move.
        unit: UnitId,
        /// Where it was to stand.
        to: UnitId,
    },
    /// The unit stands there already.
    #[error("unit {unit} already stands under {to}")]
    AlreadyThere {
        /// The unit to move.
        unit: UnitId,
        /// Where it was to stand.
        to: UnitId,
    },
    /// A change cannot take effect before what it changes began.
    #[error("{given} is before {start}, when what is to be changed began")]
    DateBeforeStart {
        /// The day given.
        given: NaiveDate,
        /// The first day possible.
        start: NaiveDate,
    },
    /// A unit with units, posts or persons in it cannot be closed.
    #[error("the unit still holds {units} units, {posts} posts and {persons} persons")]
    UnitNotEmpty {
        /// Units directly below.
        units: u64,
        /// Posts in it.
        posts: u64,
        /// Persons in it.
        persons: u64,
    },
    /// The weights of a scheme must sum to its total.
    #[error("the weights sum to {sum}, not to {total}")]
    WeightsDoNotSum {
        /// What they sum to.
        sum: Quantity,
        /// What they must sum to.
        total: Quantity,
    },
    /// Too few indicators are quantitative (CJ-55).
    #[error("{share} % of the indicators are quantitative, at least {floor} % must be")]
    TooFewQuantitative {
        /// The share there is, in per cent.
        share: Quantity,
        /// The share there must be, in per cent.
        floor: Quantity,
    },
    /// A version cannot go from the one state to the other.
    #[error("a version that is {from} cannot be {step}")]
    NotInThisState {
        /// The state it is in.
        from: String,
        /// The step asked for.
        step: String,
    },
    /// A formula, expression or method is not usable; the place and the reason are said.
    #[error("{reason}")]
    Definition {
        /// Which field.
        field: String,
        /// Why, in words for the one who writes definitions.
        reason: String,
        /// Where in the text, counted in characters from 1, if it has a place.
        position: Option<usize>,
    },
    /// A published thing never changes: a correction is a new version.
    #[error("what is published never changes: make a new version")]
    Published,
    /// A scheme pins each indicator once.
    #[error("the indicator {indicator} stands in the scheme twice")]
    IndicatorTwice {
        /// The indicator.
        indicator: crate::id::IndicatorId,
    },
    /// A scheme pins versions that are in effect.
    #[error("version {version} is {state}: a scheme pins versions that are in effect")]
    NotInEffect {
        /// The version.
        version: crate::id::IndicatorVersionId,
        /// The state it is in.
        state: String,
    },
    /// What a weight or points count must be above 0.
    #[error("the weight and the base points of version {version} must be above 0")]
    NothingToWin {
        /// The version.
        version: crate::id::IndicatorVersionId,
    },
    /// A definition that published versions rest on never changes.
    #[error("published versions rest on this: {}. Make a new one under another code", .by.join(", "))]
    InUse {
        /// The codes of the indicators whose published versions name it.
        by: Vec<String>,
    },
    /// A role that is shipped keeps its code.
    #[error("the role {code} is built in and cannot be removed or renamed")]
    BuiltIn {
        /// Its code.
        code: String,
    },
    /// A run is already under way.
    #[error("run {run} is under way")]
    RunUnderWay {
        /// Its id.
        run: crate::id::RunId,
    },
    /// A person cannot stand in for themself: A and B of a post are two people.
    #[error("this person holds the post already in those days")]
    HoldsPostAlready {
        /// The assignment that holds.
        assignment: crate::id::AssignmentId,
    },
    /// A key post has one A at a time.
    #[error("a key post has one A at a time; somebody holds it in those days")]
    PostHasHolder {
        /// The assignment that holds.
        assignment: crate::id::AssignmentId,
    },
    /// The part of a person's time is more than nothing and at most all of it.
    #[error("{share} is not a part of a person's time: more than 0, at most 1")]
    ShareOutOfRange {
        /// The share given.
        share: Quantity,
    },
    /// A file kept beside the database is no longer there, or is not the one that was kept.
    #[error("the file {name} was removed or changed since it was written: run the same periods again to have it anew")]
    FileGone {
        /// Its name.
        name: String,
    },
    /// A rule looks at indicators that are in use.
    #[error("{field}: the indicator {indicator} has no version in effect: choose another one")]
    NotInUse {
        /// Which field.
        field: String,
        /// The code of the indicator.
        indicator: String,
    },
    /// A rule over a data source says when it is late: for that it has to be known to which day the source is complete.
    #[error(
        "the data source {dataset} does not say to which day it is complete: write that day on its page, or choose another one"
    )]
    SourceUndated {
        /// What the data source is called.
        dataset: String,
    },
    /// The step belongs to the other side.
    #[error("{step} is taken by the other side")]
    NotYourSide {
        /// The step.
        step: String,
    },
    /// The step belongs to somebody else who has a part in the task.
    #[error("{step} is for somebody with another part in this task")]
    NotYourRole {
        /// The step.
        step: String,
    },
    /// No template is made by such an event.
    #[error("no template is made by events of the type `{event}`: {}", .known.join(", "))]
    UnknownEvent {
        /// The type given.
        event: String,
        /// The types that templates are made by.
        known: Vec<String>,
    },
    /// Who has a part in a matter acts for that part alone.
    #[error("you have a part in this: do your own measures; the rest is for whoever answers for the unit")]
    NotYourPart,
    /// What is transferred goes to another unit than the two it is between.
    #[error("the unit has it already, or gives it: name another one")]
    SameUnit,
    /// A step needs a word.
    #[error("{field}: say something")]
    WordsMissing {
        /// Which field.
        field: String,
    },
    /// A deadline does not lie in the past.
    #[error("{field}: {given} is before today, {today}")]
    DayBeforeToday {
        /// Which field.
        field: String,
        /// The day given.
        given: NaiveDate,
        /// Today.
        today: NaiveDate,
    },
    /// More time is later than what was given already.
    #[error("{field}: {given} is not after {due}, the day it is due already")]
    DayNotLater {
        /// Which field.
        field: String,
        /// The day given.
        given: NaiveDate,
        /// The day it is due.
        due: NaiveDate,
    },
    /// A number lies within its bounds.
    #[error("{field}: from {least} to {most}")]
    OutOfRange {
        /// Which field.
        field: String,
        /// The least.
        least: u32,
        /// The most.
        most: u32,
    },
    /// Words have a longest length.
    #[error("{field}: {least} to {most} characters, not {length}")]
    Length {
        /// Which field.
        field: String,
        /// The fewest characters.
        least: u32,
        /// The most characters.
        most: u32,
        /// How many there were.
        length: u32,
    },
    /// There is no such part that is still open.
    #[error("there is no open {part} {item}")]
    NoSuchPart {
        /// What kind of part.
        part: String,
        /// Its number, counted from 1.
        item: u32,
    },
    /// A warning is connected with an order or a diagnosis that was sent.
    #[error("{number} is no order or diagnosis that was sent: a warning is connected with nothing else")]
    NotConnected {
        /// The number of the other matter.
        number: String,
    },
    /// Two matters are connected once.
    #[error("{number} is connected already")]
    ConnectedAlready {
        /// The number of the other matter.
        number: String,
    },
    /// A process is retired when its steps are.
    #[error("the process still has {steps} steps: retire them first")]
    ProcessHasSteps {
        /// How many of its steps are not retired.
        steps: u64,
    },
    /// A step is retired when the points of risk at it are, or lie elsewhere.
    #[error("points of risk still lie at the step: move or retire them first")]
    StepHasPoints,
    /// Nobody approves or verifies their own work.
    #[error("nobody approves or verifies their own work: somebody else of your side has to")]
    OwnWork,
    /// Nobody labels themselves, or takes their own label off.
    #[error("nobody labels themselves: whoever leads the unit does, and the person says what they think of it")]
    OwnLabel,
    /// Before the result is reported, every measure is done or dropped.
    #[error("{open} measures are still open: do them, or drop them with a reason")]
    MeasuresOpen {
        /// How many.
        open: u32,
    },
    /// What is bound to an indicator is verified by later periods, or by a person with a reason.
    #[error("the following periods have not shown it yet: {}. Wait for them, or give a reason", .periods.join(", "))]
    EffectNotShown {
        /// The periods that verify.
        periods: Vec<String>,
    },
    /// What a file holds is of a kind that is kept; its name alone says nothing.
    #[error("{name} holds none of the kinds that are kept: {}", .kinds.join(", "))]
    KindNotAllowed {
        /// What the file is called.
        name: String,
        /// The kinds that are kept.
        kinds: Vec<String>,
    },
    /// A piece begins where the one before ended.
    #[error("{received} bytes are here: go on from there")]
    UploadAt {
        /// How many bytes are here.
        received: u64,
    },
    /// A file is attached when all of it is here.
    #[error("{received} of {size} bytes of {name} are here: send the rest first")]
    UploadIncomplete {
        /// What the file is called.
        name: String,
        /// How many bytes are here.
        received: u64,
        /// How many there are.
        size: u64,
    },
    /// A file that should be there is not where files are kept.
    #[error("{name} is not where files are kept: tell the operator, or attach it again")]
    FileMissing {
        /// What the file is called.
        name: String,
    },
    /// A channel of a kind takes an address of its kind.
    #[error(
        "{field}: this is no address for {kind}; mail takes name@host, everything else an address that begins with https://"
    )]
    NotAnAddress {
        /// Which field.
        field: String,
        /// The kind of channel.
        kind: String,
    },
    /// A secret is neither guessable nor endless.
    #[error("{field}: a secret has {least} to {most} characters")]
    SecretLength {
        /// Which field.
        field: String,
        /// The fewest characters.
        least: u32,
        /// The most characters.
        most: u32,
    },
    /// Quiet hours end at another time than they begin.
    #[error("{field}: quiet hours end at another time than they begin")]
    NoTimeBetween {
        /// Which field.
        field: String,
    },
    /// A calendar of working days names what differs from the usual week alone.
    #[error("{field}: {day} is nothing other than usual: a weekday becomes a holiday, a Saturday or Sunday is worked")]
    DayAsUsual {
        /// Which field.
        field: String,
        /// The day.
        day: NaiveDate,
    },
    /// A calendar of working days names each day once.
    #[error("{field}: {day} is named twice")]
    DayTwice {
        /// Which field.
        field: String,
        /// The day.
        day: NaiveDate,
    },
    /// A year is written with its own days.
    #[error("{field}: {day} is no day of {year}")]
    DayOfOtherYear {
        /// Which field.
        field: String,
        /// The day.
        day: NaiveDate,
        /// The year.
        year: i32,
    },
    /// What was done was not done tomorrow.
    #[error("{field}: {given} is after today, {today}")]
    DayAfterToday {
        /// Which field.
        field: String,
        /// The day given.
        given: NaiveDate,
        /// Today.
        today: NaiveDate,
    },
    /// What is picked from the handbook is a published entry about the same indicator, of the kind asked for.
    #[error(
        "{field}: this is no published entry of the indicator's handbook page: pick another, or write it as a new one"
    )]
    NotInHandbook {
        /// Which field.
        field: String,
    },
    /// One number is diagnosed once at a time.
    #[error("{number} is open about the same number: go on with it")]
    DiagnosisOpen {
        /// The number of the diagnosis that is open.
        number: String,
    },
    /// The code is taken.
    #[error("the code `{code}` is taken")]
    CodeTaken {
        /// The code.
        code: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_reads_back_from_its_written_form() {
        for &code in ErrorCode::ALL {
            assert_eq!(code.code().parse::<ErrorCode>(), Ok(code));
        }
        assert!("OTHER".parse::<ErrorCode>().is_err());
    }
}
