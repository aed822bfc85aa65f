//! A field that may be hidden although its row is visible: hidden and empty are different things, and both are not the value.

crate::codes! {
    /// Whether a field is shown.
    MaskState {
        /// It is shown.
        Visible "VISIBLE",
        /// There may be something, but it is not for this viewer.
        Masked "MASKED",
        /// There is nothing.
        Empty "EMPTY",
    }
}

/// A field that may be hidden from the viewer. What is hidden does not say whether it is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Masked<T> {
    /// It is shown.
    Visible(T),
    /// It is not for this viewer.
    Masked,
    /// There is nothing.
    Empty,
}

impl<T> Masked<T> {
    /// The field as a viewer sees it who is `permitted` to, or is not.
    #[must_use]
    pub fn new(value: Option<T>, permitted: bool) -> Self {
        match (permitted, value) {
            (false, _) => Self::Masked,
            (true, None) => Self::Empty,
            (true, Some(value)) => Self::Visible(value),
        }
    }

    /// Its state.
    #[must_use]
    pub const fn state(&self) -> MaskState {
        match self {
            Self::Visible(_) => MaskState::Visible,
            Self::Masked => MaskState::Masked,
            Self::Empty => MaskState::Empty,
        }
    }

    /// The value where it is shown.
    #[must_use]
    pub const fn shown(&self) -> Option<&T> {
        match self {
            Self::Visible(value) => Some(value),
            Self::Masked | Self::Empty => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hidden_field_does_not_say_whether_it_is_empty() {
        assert_eq!(Masked::new(Some("1380013"), false), Masked::new(None, false));
        assert_eq!(Masked::new(Some("1380013"), true).shown(), Some(&"1380013"));
        assert_eq!(Masked::<&str>::new(None, true).state(), MaskState::Empty);
    }
}
