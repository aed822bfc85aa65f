//! Every word of the page, each with its translation beside it: a missing one does not compile.
//!
//! 中文 first. What is earned is said before what is not, and what can still be won before anything lost (CJ-02).

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($key:ident: $zh:literal, $en:literal;)+ }) => {
        $(#[$doc])*
        pub struct $name {
            $(#[doc = $zh] pub $key: &'static str,)+
        }

        impl $name {
            /// 中文
            pub const ZH: Self = Self { $($key: $zh,)+ };
            /// English
            pub const EN: Self = Self { $($key: $en,)+ };
            /// Key, 中文, English.
            #[cfg(test)]
            pub const PAIRS: &'static [(&'static str, &'static str, &'static str)] = &[$((stringify!($key), $zh, $en),)+];
        }
    };
}

pub mod admin;
pub mod calendar;
pub mod channel;
pub mod cockpit;
pub mod code;
pub mod data;
pub mod desk;
pub mod diagnosis;
pub mod evidence;
pub mod explain;
pub mod loss;
pub mod matter;
pub mod rectification;
pub mod risk;
pub mod shell;
pub mod task;
pub mod warning;
pub mod write;

macro_rules! text {
    ($($(#[$doc:meta])* $field:ident: $module:ident::$name:ident,)+) => {
        /// All words of one language: those of the first pages here, those of the others by asking for them.
        pub struct Text {
            is_chinese: bool,
            $($(#[$doc])* pub $field: $module::$name,)+
        }

        /// 中文
        pub static ZH: Text = Text { is_chinese: true, $($field: $module::$name::ZH,)+ };
        /// English
        pub static EN: Text = Text { is_chinese: false, $($field: $module::$name::EN,)+ };

        #[cfg(test)]
        const FIRST: &[&[(&str, &str, &str)]] = &[$($module::$name::PAIRS,)+];
    };
}

/// Words that only pages need which are fetched when they are opened: they come with the code that asks for them.
macro_rules! apart {
    ($($(#[$doc:meta])* $field:ident: $module:ident::$name:ident,)+) => {
        impl Text {
            $(
                $(#[$doc])*
                pub fn $field(&self) -> &'static $module::$name {
                    static ZH: $module::$name = $module::$name::ZH;
                    static EN: $module::$name = $module::$name::EN;
                    if self.is_chinese { &ZH } else { &EN }
                }
            )+
        }

        #[cfg(test)]
        const APART: &[&[(&str, &str, &str)]] = &[$($module::$name::PAIRS,)+];
    };
}

text! {
    /// The frame around every page.
    shell: shell::Shell,
    /// Buttons and other words used everywhere.
    common: shell::Common,
    /// Sign-in.
    sign_in: shell::SignIn,
    /// Sentences for refusals.
    error: shell::ErrorWords,
    /// Units of values.
    unit: code::Units,
    /// Periods and moments.
    time: code::Times,
    /// Words for codes.
    code: code::Codes,
    /// The cockpit.
    cockpit: cockpit::Cockpit,
}

apart! {
    /// Codes of warnings, rectifications and other matters.
    matter: matter::MatterCodes,
    /// What the lists and pages of matters share.
    matters: matter::MatterText,
    /// The desk and the inbox.
    desk: desk::Desk,
    /// The explanation of a number.
    explain: explain::Explain,
    /// Steps of scoring.
    trace: explain::Trace,
    /// Organisation.
    organisation: admin::Organisation,
    /// Policy.
    policy: admin::Policy,
    /// Audit.
    audit: admin::Audit,
    /// Library.
    library: data::Library,
    /// Datasets.
    dataset: data::Dataset,
    /// Runs.
    run: data::Run,
    /// Manual values.
    manual: data::Manual,
    /// The draft of an indicator.
    draft: write::Draft,
    /// Scoring methods.
    scoring: write::Scoring,
    /// Targets.
    target: write::Target,
    /// Schemes.
    scheme: write::Scheme,
    /// How a dataset is read.
    source: write::Source,
    /// Channels beside the page.
    channel: channel::ChannelText,
    /// Warnings and rules.
    warning: warning::WarningText,
    /// Files that hang on a matter.
    evidence: evidence::EvidenceText,
    /// The review of points.
    loss: loss::Loss,
    /// The risk register, the risk of losing points, the risk view, labels.
    risk: risk::RiskText,
    /// What can be wrong with the risk register as a sheet.
    risk_sheet: risk::RiskSheetText,
    /// Codes of the risk register.
    risk_code: risk::RiskCodes,
    /// Rectifications.
    rectification: rectification::RectificationText,
    /// Diagnoses.
    diagnosis: diagnosis::DiagnosisText,
    /// The handbook.
    handbook: diagnosis::HandbookText,
    /// Tasks.
    task: task::TaskText,
    /// Codes of tasks.
    task_code: task::TaskCodes,
    /// The calendar of working days.
    calendar: calendar::CalendarText,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(sentence: &str) -> Vec<usize> {
        (0..9).filter(|place| sentence.contains(&format!("{{{place}}}"))).collect()
    }

    fn all() -> impl Iterator<Item = &'static (&'static str, &'static str, &'static str)> {
        FIRST.iter().chain(APART).copied().flatten()
    }

    #[test]
    fn every_word_is_said_in_both_languages_with_the_same_places() {
        for (key, zh, en) in all() {
            assert!(!zh.trim().is_empty() && !en.trim().is_empty(), "{key}");
            assert_eq!(places(zh), places(en), "{key}");
        }
    }

    #[test]
    fn english_has_no_chinese_in_it() {
        let chinese = |letter: char| ('\u{4e00}'..='\u{9fff}').contains(&letter);
        // The button to the other language is written in that language.
        for (key, _, en) in all().filter(|(key, _, _)| *key != "language") {
            assert!(!en.contains(chinese), "{key}: {en}");
        }
    }

    #[test]
    fn wording_leads_with_what_is_earned() {
        // The method's own name in the field is 扣分法 (domain.md §3.2).
        for (key, zh, _) in all().filter(|(key, _, _)| *key != "deduct_step") {
            assert!(!zh.starts_with("扣") && !zh.starts_with("失分"), "{key}: {zh}");
        }
    }
}
