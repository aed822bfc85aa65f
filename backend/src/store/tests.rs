//! The permission spine, proven on both databases.
