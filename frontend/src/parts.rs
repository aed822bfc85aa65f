//! Parts of pages: each takes data and draws it. None asks the server or reads a context.

pub mod badge;
pub mod card;
pub mod change;
pub mod chart;
pub mod dialog;
pub mod field;
pub mod form;
pub mod gauge;
pub mod heat;
pub mod menu;
pub mod option;
pub mod pager;
pub mod say;
pub mod spark;
pub mod state;
pub mod table;
pub mod volume;
