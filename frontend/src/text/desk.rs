//! Words of the pages of desk.

words! {
    /// Words.
    Desk {
        title: "标题", "Title";
    }
}
