//! Words of the pages of warning.

words! {
    /// Words.
    WarningText {
        title: "标题", "Title";
    }
}
