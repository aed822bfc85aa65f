//! Matters in the order in which they came to their end.

use sea_orm::{ColumnTrait, Condition, Order, QuerySelect as _};

use super::{Bare, Filter, Line, bare, matter};
use crate::error::Error;
use crate::store::page::{Key, Page, Slice};
use crate::store::scope::Reader;

/// A page of those that have ended, the last to end first; of those that ended at one moment, the newest number first.
pub(super) async fn page(reader: &Reader, filter: &Filter, page: Page) -> Result<Slice<Line>, Error> {
    use matter::Column as C;
    let Page { first, after } = page;
    let after = after.map(Key::moment_and_text).transpose()?;
    let after = after.map(|(at, number)| {
        let same = Condition::all().add(C::EndedAt.eq(at)).add(C::Number.lt(number));
        Condition::any().add(C::EndedAt.lt(at)).add(same)
    });
    let ended = || filter.rows(reader).filter(C::EndedAt.is_not_null());
    let total = ended().count().await?;
    let rows = ended().filter(Condition::all().add_option(after));
    let rows = rows.order(C::EndedAt, Order::Desc).order(C::Number, Order::Desc).limit(first + 1);
    let mut rows: Vec<Bare> = rows.project(|select| select.columns(bare())).await?;
    let has_next = u64::try_from(rows.len()).is_ok_and(|got| got > first);
    rows.truncate(usize::try_from(first).unwrap_or(usize::MAX));
    let keyed = |row: Bare| Some((Key::MomentText(row.ended_at?, row.number.clone()), row));
    let rows: Vec<(Key, Bare)> = rows.into_iter().filter_map(keyed).collect();
    Slice { rows, has_next, total }.try_map(Line::try_from)
}
