//! The few shapes that columns have, so that a migration reads as a list of names.

use sea_orm_migration::prelude::*;

/// A 64-bit id or scaled number that must be there.
pub fn int(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).big_integer().not_null().take()
}

/// A 64-bit id or scaled number that may be missing.
pub fn maybe_int(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).big_integer().null().take()
}

/// A 32-bit counter or ordinal.
pub fn small(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).integer().not_null().take()
}

/// A 32-bit number that may be missing.
pub fn maybe_small(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).integer().null().take()
}

/// Text that must be there.
pub fn text(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).text().not_null().take()
}

/// Text that may be missing.
pub fn maybe_text(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).text().null().take()
}

/// Yes or no.
pub fn flag(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).boolean().not_null().take()
}

/// Yes, no, or not known.
pub fn maybe_flag(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).boolean().null().take()
}

/// A day that must be there.
pub fn day(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).date().not_null().take()
}

/// A day that may be missing.
pub fn maybe_day(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).date().null().take()
}

/// A moment in UTC.
pub fn moment(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).timestamp_with_time_zone().not_null().take()
}

/// A moment in UTC that may be missing.
pub fn maybe_moment(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).timestamp_with_time_zone().null().take()
}

/// A table: its name, its columns, the columns of its primary key.
pub async fn table(
    manager: &SchemaManager<'_>,
    name: &'static str,
    columns: Vec<ColumnDef>,
    key: &[&'static str],
) -> Result<(), DbErr> {
    let mut table = Table::create();
    table.table(Alias::new(name));
    for mut column in columns {
        table.col(&mut column);
    }
    let mut primary = Index::create();
    for column in key {
        primary.col(Alias::new(*column));
    }
    table.primary_key(&mut primary);
    manager.create_table(table).await
}

/// A unique index.
pub async fn unique(manager: &SchemaManager<'_>, table: &'static str, columns: &[&'static str]) -> Result<(), DbErr> {
    manager.create_index(index_of(table, columns, "key").unique().take()).await
}

/// An index for finding rows.
pub async fn index(manager: &SchemaManager<'_>, table: &'static str, columns: &[&'static str]) -> Result<(), DbErr> {
    manager.create_index(index_of(table, columns, "idx")).await
}

fn index_of(table: &'static str, columns: &[&'static str], suffix: &str) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(format!("{table}_{}_{suffix}", columns.join("_"))).table(Alias::new(table));
    for column in columns {
        index.col(Alias::new(*column));
    }
    index.take()
}
