//! What warnings and rectifications add up to, by two or three axes at once: when, of what kind, of whom (ZH-48).

crate::codes! {
    /// What matters are counted by.
    RiskAxis {
        /// The month they were opened in.
        Month "MONTH",
        /// The unit they are about.
        Unit "UNIT",
        /// The person they are about.
        Person "PERSON",
        /// Warnings and rectifications.
        Matter "MATTER",
        /// How urgent warnings are.
        Severity "SEVERITY",
        /// The kind of condition warnings come from.
        Condition "CONDITION",
    }
}

/// How many there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// In all.
    pub total: i64,
    /// Still open.
    pub open: i64,
    /// Open with a day that is over.
    pub overdue: i64,
    /// At their end.
    pub closed: i64,
    /// Taken for done and opened again.
    pub relapsed: i64,
}
