//! Codes: closed enums with a written form, and the codes of dictionary rows, which are data and never enums.

use std::fmt;

/// A text that is no code of the kind asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a {kind}")]
pub struct CodeError {
    /// The kind asked for.
    pub kind: &'static str,
    /// What was given.
    pub text: String,
}

/// A closed enum whose variants are written in `SCREAMING_SNAKE_CASE`, the same in the database, in GraphQL and in files.
#[macro_export]
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident $code:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "graphql", derive(async_graphql::Enum))]
        #[cfg_attr(feature = "db", derive(sea_orm::DeriveValueType), sea_orm(value_type = "String"))]
        pub enum $name {
            $(
                $(#[$variant_doc])*
                #[serde(rename = $code)]
                #[cfg_attr(feature = "graphql", graphql(name = $code))]
                $variant,
            )+
        }

        impl $name {
            /// All of them, in the order they are declared.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The written form.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }
        }

        $crate::never_a_serial_number!($name);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::code::CodeError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($code => Ok(Self::$variant),)+
                    _ => Err($crate::code::CodeError { kind: stringify!($name), text: text.to_owned() }),
                }
            }
        }
    };
}

/// Lets a text stand in a primary key of several columns, for which the database layer asks how it reads a serial number.
#[macro_export]
macro_rules! never_a_serial_number {
    ($name:ident) => {
        #[cfg(feature = "db")]
        impl sea_orm::TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> {
                Err(sea_orm::DbErr::ConvertFromU64(stringify!($name)))
            }
        }
    };
}

/// Longest code taken, in characters.
pub const LONGEST_CODE: usize = 64;

pub(crate) fn is_code(text: &str) -> bool {
    let letters = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.');
    !text.is_empty() && text.chars().count() <= LONGEST_CODE && text.chars().all(letters)
}

/// A code as business systems write them: their records are taken as they are, blanks inside included.
pub(crate) fn is_business_code(text: &str) -> bool {
    !text.is_empty()
        && text.chars().count() <= 2 * LONGEST_CODE
        && text.trim() == text
        && !text.contains(char::is_control)
}

macro_rules! dictionary_codes {
    ($valid:ident, $written:literal: $($(#[$doc:meta])* $name:ident $graphql:literal,)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        #[cfg_attr(feature = "db", derive(sea_orm::DeriveValueType), sea_orm(value_type = "String"))]
        pub struct $name(String);

        impl $name {
            /// The code as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        never_a_serial_number!($name);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = CodeError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::try_from(text.to_owned())
            }
        }

        impl TryFrom<String> for $name {
            type Error = CodeError;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                if $valid(&text) { Ok(Self(text)) } else { Err(CodeError { kind: stringify!($name), text }) }
            }
        }

        impl From<$name> for String {
            fn from(code: $name) -> Self {
                code.0
            }
        }

        #[cfg(feature = "graphql")]
        async_graphql::scalar!($name, $graphql, $written);
    )*};
}

dictionary_codes! {
    is_code, "The code of a dictionary row: letters, digits, `_`, `-` and `.`, at most 64 characters.":
    /// A level of the organisation, such as `COUNTY`; its ordinal stands in the dictionary.
    LevelCode "LevelCode",
    /// A kind of unit, such as `BUREAU`.
    KindCode "KindCode",
    /// A business line (条线), such as `COLLECTION`.
    LineCode "LineCode",
    /// A comparison group (考核组别): units ranked together.
    GroupCode "GroupCode",
    /// An indicator dimension (CJ-38), such as 征管质量.
    DimensionCode "DimensionCode",
    /// A cockpit dimension (CJ-47): one of the columns of the cockpit's cube.
    CockpitDimensionCode "CockpitDimensionCode",
    /// A role, such as `PERF_OFFICE`.
    RoleCode "RoleCode",
}

dictionary_codes! {
    is_business_code, "The code of something in the business systems, as they write it: at most 128 characters, no line breaks.":
    /// The code of a unit, post, person, dataset, measure or indicator in the business systems.
    BusinessCode "BusinessCode",
}
