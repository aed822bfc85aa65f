//! Words of the pages of rectification.

words! {
    /// Words.
    RectificationText {
        title: "标题", "Title";
    }
}
