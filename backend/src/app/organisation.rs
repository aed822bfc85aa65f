//! Units and posts: what is done to them. Reading them takes no decision and is the store's.

use chrono::NaiveDate;
use shared::code::{BusinessCode, GroupCode, KindCode, LevelCode, LineCode};
use shared::id::{PostTypeId, UnitId};
use shared::organisation::{Unit, move_subtree};
use shared::person::Post;

use super::scope::Scope;
use crate::error::Error;
use crate::store::permit::fresh;
use crate::store::scope::Happened;
use crate::store::{Session, organisation, people};

pub use organisation::{
    ancestors, child_counts, children, headcounts, page, parents, posts, posts_by_id, roots, unit, unit_on, units,
    writable,
};

/// What a new unit is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewUnit {
    /// Its code in the business systems.
    pub code: BusinessCode,
    /// Its full name.
    pub name: String,
    /// The name for narrow places.
    pub short_name: String,
    /// The unit it stands under.
    pub parent: UnitId,
    /// Its level.
    pub level: LevelCode,
    /// Its kind.
    pub kind: KindCode,
    /// The business line, for departments.
    pub line: Option<LineCode>,
    /// The units it is ranked with.
    pub comparison_group: Option<GroupCode>,
    /// Its first day, today at the latest.
    pub valid_from: NaiveDate,
}

/// What a new post is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPost {
    /// The unit it is in.
    pub unit: UnitId,
    /// Its type.
    pub post_type: PostTypeId,
    /// Its code in the business systems.
    pub code: BusinessCode,
    /// Its name.
    pub name: String,
    /// Whether it needs an A and a B at all times.
    pub is_key: bool,
}

/// Longest name taken, in characters.
const LONGEST_NAME: usize = 200;

/// A name without the blanks around it.
///
/// # Errors
/// [`Error::Invalid`] where it is empty or longer than 200 characters.
pub fn named(field: &str, name: &str) -> Result<String, Error> {
    let name = name.trim();
    match name.chars().count() {
        0 => Err(Error::invalid(field, "a name is needed")),
        1..=LONGEST_NAME => Ok(name.to_owned()),
        _ => Err(Error::invalid(field, "a name has at most 200 characters")),
    }
}

/// Permission reads the tree of today: a change of it takes effect today, or took effect before.
fn not_in_future(scope: &Scope, field: &str, day: NaiveDate) -> Result<NaiveDate, Error> {
    if day <= scope.today() { Ok(day) } else { Err(Error::invalid(field, "the day cannot be after today")) }
}

fn record(session: &Session, action: &'static str, summary: String, before: Option<&Unit>, after: &Unit) {
    session.record(Happened {
        action,
        subject: format!("unit-{}", after.id),
        summary,
        before: before.map(described),
        after: Some(described(after)),
        reason: None,
    });
}

fn described(unit: &Unit) -> String {
    serde_json::json!({
        "code": unit.code, "name": unit.name, "shortName": unit.short_name, "parent": unit.parent, "level": unit.level,
        "kind": unit.kind, "line": unit.line, "comparisonGroup": unit.comparison_group, "validFrom": unit.valid_from,
        "validTo": unit.valid_to, "version": unit.version,
    })
    .to_string()
}

/// Creates a unit under another, after its siblings.
///
/// # Errors
/// [`Error::Invalid`] for a name or a day; what [`organisation::under`] and [`organisation::create`] refuse.
pub async fn create(scope: &Scope, new: NewUnit) -> Result<Unit, Error> {
    let session = scope.begin().await?;
    let permit = organisation::under(&session, new.parent).await?;
    let unit = Unit {
        id: fresh()?,
        code: new.code,
        name: named("input.name", &new.name)?,
        short_name: named("input.shortName", &new.short_name)?,
        parent: Some(new.parent),
        level: new.level,
        kind: new.kind,
        line: new.line,
        comparison_group: new.comparison_group,
        sort_no: organisation::last_sort_no(&session, new.parent).await?.saturating_add(1),
        valid_from: not_in_future(scope, "input.validFrom", new.valid_from)?,
        valid_to: None,
        version: 1,
    };
    organisation::create(&session, permit, &unit).await?;
    record(&session, "unit.create", format!("{} created", unit.name), None, &unit);
    session.commit().await?;
    Ok(unit)
}

/// Moves a unit with everything below it under another, as of a day.
///
/// # Errors
/// What [`move_subtree`] refuses; [`Error::NotFound`], [`Error::Forbidden`], [`Error::Stale`], [`Error::Invalid`] for a day to come.
pub async fn relocate(scope: &Scope, id: UnitId, seen: i32, to: UnitId, on: NaiveDate) -> Result<Unit, Error> {
    let on = not_in_future(scope, "on", on)?;
    let session = scope.begin().await?;
    let permit = organisation::permit(&session, id, seen).await?;
    let target = organisation::under(&session, to).await?;
    let before = organisation::unit(&session, id).await?;
    let rewiring = move_subtree(&organisation::whole_tree(&session, id, to).await?, id, to, on)?;
    organisation::move_links(&session, permit, target, on, rewiring).await?;
    let after = Unit { parent: Some(to), version: before.version + 1, ..before.clone() };
    record(&session, "unit.move", format!("{} moved as of {on}", after.name), Some(&before), &after);
    session.commit().await?;
    Ok(after)
}

/// Gives a unit other names.
///
/// # Errors
/// [`Error::Invalid`] for a name; [`Error::NotFound`], [`Error::Forbidden`], [`Error::Stale`].
pub async fn rename(scope: &Scope, id: UnitId, seen: i32, name: &str, short_name: &str) -> Result<Unit, Error> {
    let (name, short_name) = (named("name", name)?, named("shortName", short_name)?);
    let session = scope.begin().await?;
    let permit = organisation::permit(&session, id, seen).await?;
    let before = organisation::unit(&session, id).await?;
    organisation::rename(&session, permit, name.clone(), short_name.clone()).await?;
    let after = Unit { name, short_name, version: before.version + 1, ..before.clone() };
    record(&session, "unit.rename", format!("{} is now {}", before.name, after.name), Some(&before), &after);
    session.commit().await?;
    Ok(after)
}

/// Ends a unit that holds nothing. Its past stays.
///
/// # Errors
/// What [`Unit::closed`] refuses; [`Error::NotFound`], [`Error::Forbidden`], [`Error::Stale`], [`Error::Invalid`] for a day to come.
pub async fn close(scope: &Scope, id: UnitId, seen: i32, on: NaiveDate) -> Result<Unit, Error> {
    let on = not_in_future(scope, "on", on)?;
    let session = scope.begin().await?;
    let permit = organisation::permit(&session, id, seen).await?;
    let before = organisation::unit(&session, id).await?;
    let after = before.clone().closed(on, organisation::contents(&session, id).await?)?;
    organisation::close(&session, permit, on).await?;
    record(&session, "unit.close", format!("{} closed as of {on}", after.name), Some(&before), &after);
    session.commit().await?;
    Ok(after)
}

/// Creates a post in a unit.
///
/// # Errors
/// [`Error::Invalid`] for a name or a post type there is not; what [`organisation::under`] and [`organisation::create_post`] refuse.
pub async fn create_post(scope: &Scope, new: NewPost) -> Result<Post, Error> {
    let session = scope.begin().await?;
    let permit = organisation::under(&session, new.unit).await?;
    if !people::post_types(&session).await?.contains_key(&new.post_type) {
        return Err(Error::invalid("input.postType", "there is no such post type"));
    }
    let post = Post {
        id: fresh()?,
        code: new.code,
        name: named("input.name", &new.name)?,
        unit: new.unit,
        post_type: new.post_type,
        is_key: new.is_key,
        risk_star: false,
    };
    organisation::create_post(&session, permit, &post).await?;
    session.record(Happened {
        action: "post.create",
        subject: format!("post-{}", post.id),
        summary: format!("{} created", post.name),
        ..Happened::default()
    });
    session.commit().await?;
    Ok(post)
}
