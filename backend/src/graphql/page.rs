//! Connections: pages of lists in the manner of Relay, with a total.

use async_graphql::SimpleObject;

use crate::error::Error;
use crate::store::page::{Key, Slice};

/// Where a page ends.
#[derive(Debug, Clone, SimpleObject)]
pub struct PageInfo {
    /// Whether more follows after this page.
    has_next_page: bool,
    /// What to give as `after` for the next page; null on an empty page.
    end_cursor: Option<String>,
}

/// The parts of a connection, made of a page.
#[derive(Debug)]
pub struct Parts<T> {
    /// The objects with their cursors.
    pub edges: Vec<(String, T)>,
    /// Where the page ends.
    pub page_info: PageInfo,
    /// How many there are in all.
    pub total_count: i64,
}

/// The parts of a connection over a page of rows, whose objects are made together so that they can share what they load.
///
/// # Errors
/// [`Error::Internal`] where a cursor cannot be written.
pub fn parts<T, U>(slice: Slice<T>, make: impl FnOnce(Vec<T>) -> Vec<U>) -> Result<Parts<U>, Error> {
    let Slice { rows, has_next, total } = slice;
    let (keys, rows): (Vec<Key>, Vec<T>) = rows.into_iter().unzip();
    let cursors = keys.iter().map(Key::cursor).collect::<Result<Vec<_>, _>>()?;
    let page_info = PageInfo { has_next_page: has_next, end_cursor: cursors.last().cloned() };
    let edges = cursors.into_iter().zip(make(rows)).collect();
    Ok(Parts { edges, page_info, total_count: i64::try_from(total).unwrap_or(i64::MAX) })
}

/// The connection and the edge of a type of object.
#[macro_export]
macro_rules! connection {
    ($connection:ident, $edge:ident, $node:ident, $what:literal) => {
        #[doc = concat!("A page of ", $what, ".")]
        #[derive(async_graphql::SimpleObject)]
        pub struct $connection {
            /// The objects of this page.
            nodes: Vec<$node>,
            /// The same objects, each with its cursor.
            edges: Vec<$edge>,
            /// Where this page ends.
            page_info: $crate::graphql::page::PageInfo,
            /// How many there are in all, within what you may see.
            total_count: i64,
        }

        #[doc = concat!("One object of a page of ", $what, ".")]
        #[derive(async_graphql::SimpleObject)]
        pub struct $edge {
            /// The object.
            node: $node,
            /// What to give as `after` to begin behind this object.
            cursor: String,
        }

        impl From<$crate::graphql::page::Parts<$node>> for $connection {
            fn from(parts: $crate::graphql::page::Parts<$node>) -> Self {
                let $crate::graphql::page::Parts { edges, page_info, total_count } = parts;
                let nodes = edges.iter().map(|(_, node)| node.clone()).collect();
                let edges = edges.into_iter().map(|(cursor, node)| $edge { node, cursor }).collect();
                Self { nodes, edges, page_info, total_count }
            }
        }
    };
}
