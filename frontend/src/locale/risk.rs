//! Words for the codes of the risk register.

use super::Locale;
use super::word::Word;
use crate::api::codes::{LabelKind, LabelOrigin, LabelState, LossLevel, Rating, RiskAxis, RiskKind, RiskPointState};

macro_rules! words_of {
    ($($kind:ident { $($variant:ident => $key:ident),+ $(,)? })+) => {$(
        impl Word for $kind {
            fn word(self, locale: Locale) -> &'static str {
                match self { $(Self::$variant => locale.text.risk_code().$key),+ }
            }
        }
    )+};
}

words_of! {
    RiskKind { Enforcement => enforcement, Integrity => integrity, Revenue => revenue, Service => service, Data => data }
    Rating { Low => low, Medium => medium, High => high, Extreme => extreme }
    RiskPointState { Proposed => proposed, Confirmed => confirmed, Retired => retired }
    LossLevel { High => loss_high, Medium => loss_medium, Low => loss_low }
    LabelKind {
        Repeated => repeated, Overdue => overdue, Quality => quality, StarredPost => starred_post, NewInPost => new_in_post,
        Overload => overload,
    }
    LabelOrigin { Hand => hand, Rule => rule }
    LabelState { Current => current, Expired => expired, Ended => ended }
    RiskAxis {
        Month => month, Unit => unit, Person => person, Matter => matter, Severity => severity, Condition => condition,
    }
}
