//! Words for the codes of tasks.

use super::Locale;
use super::word::Word;
use crate::api::codes::{DoerKind, DueKind, InspectionManner, TaskKind, TaskRole, TaskSourceKind, TaskState};

macro_rules! words_of {
    ($($kind:ident { $($variant:ident => $key:ident),+ $(,)? })+) => {$(
        impl Word for $kind {
            fn word(self, locale: Locale) -> &'static str {
                match self { $(Self::$variant => locale.text.task_code().$key),+ }
            }
        }
    )+};
}

words_of! {
    TaskKind {
        Assigned => kind_assigned, Special => kind_special, Key => kind_key, EventTriggered => kind_event, Node => kind_node,
        Inspection => kind_inspection,
    }
    InspectionManner { Open => manner_open, Covert => manner_covert }
    TaskSourceKind { Hand => source_hand, Rule => source_rule, Event => source_event, Node => source_node }
    TaskRole {
        Doer => role_doer, Supervisor => role_supervisor, Appraiser => role_appraiser, ResultUser => role_result_user,
        Giver => role_giver, Unit => role_unit,
    }
    TaskState {
        Created => state_created, Pushed => state_pushed, Accepted => state_accepted, Declined => state_declined,
        InProgress => state_in_progress, Reported => state_reported, Returned => state_returned,
        Confirmed => state_confirmed, Scored => state_scored, Cancelled => state_cancelled,
    }
    DoerKind { Unit => doer_unit, PostClass => doer_post_class, Concerned => doer_concerned, Person => doer_person }
    DueKind {
        EveryYear => due_every_year, WorkDayOfMonth => due_month, WorkDayOfQuarter => due_quarter, Once => due_once,
    }
}
