//! The organisation of a pack: dictionaries, units with their closure, posts, persons, who holds what, accounts.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use shared::code::{BusinessCode, RoleCode};
use shared::id::{PersonId, PostId, RoleId, UnitId};
use shared::organisation::{Link, Unit};
use shared::person::{Assignment, DutySwitch, Person, PersonState, Post, PostType};
use shared::policy::{DataScope, ScopeKind};

use super::{Imported, id_of};
use crate::error::Error;
use crate::pack::{self, Pack};
use crate::store::Session;
use crate::store::import::{Entry, Importer, NewAccount, NewGrant};

pub(super) async fn write(
    session: &Session,
    importer: &Importer<'_>,
    pack: &Pack,
    data: &Path,
    password_hash: &str,
) -> Result<Imported, Error> {
    importer.dictionary(&dictionary(&pack.dictionary)).await?;
    let derived = derived(pack, data)?;
    let units = units(pack, &derived)?;
    importer.units(&units, &links(&units)?).await?;
    let types = pack.post_types.iter().map(|kind| post_type(&kind.it)).collect::<Result<Vec<_>, _>>()?;
    let posts = pack.posts.iter().map(|post| post_of(&post.it)).collect::<Result<Vec<_>, _>>()?;
    importer.posts(&types, &posts).await?;
    let persons = pack.persons.iter().map(|person| person_of(&person.it)).collect::<Result<Vec<_>, _>>()?;
    importer.persons(&persons).await?;
    let unit_of: HashMap<PostId, UnitId> = posts.iter().map(|post| (post.id, post.unit)).collect();
    let home = |post: PostId| unit_of.get(&post).copied().ok_or(Error::NotFound);
    let assignments =
        pack.assignments.iter().map(|held| assignment(&held.it, home)).collect::<Result<Vec<_>, Error>>()?;
    let switches = pack
        .switches
        .iter()
        .map(|switch| {
            let (id, switched) = switched(&switch.it);
            Ok((id, home(switched.post)?, switched, switch.it.reason.clone()))
        })
        .collect::<Result<Vec<_>, Error>>()?;
    importer.assignments(&assignments, &switches).await?;
    accounts(session, importer, pack, password_hash).await?;
    Ok(Imported { units: units.len(), posts: posts.len(), persons: persons.len(), ..Imported::default() })
}

fn dictionary(dictionary: &pack::Dictionary) -> Vec<Entry> {
    fn entries<'d, C: ToString + 'd>(
        category: &'static str,
        found: &'d [pack::Placed<pack::Entry<C>>],
    ) -> impl Iterator<Item = Entry> + 'd {
        found.iter().map(move |entry| Entry {
            category,
            code: entry.it.code.to_string(),
            name: entry.it.name.clone(),
            name_en: entry.it.name_en.clone(),
            ordinal: entry.it.ordinal,
        })
    }
    entries("level", &dictionary.levels)
        .chain(entries("kind", &dictionary.kinds))
        .chain(entries("line", &dictionary.lines))
        .chain(entries("group", &dictionary.groups))
        .chain(entries("dimension", &dictionary.dimensions))
        .chain(entries("cockpit_dimension", &dictionary.cockpit_dimensions))
        .collect()
}

/// The units a pack derives from its records, or none.
fn derived(pack: &Pack, data: &Path) -> Result<Vec<pack::Unit>, Error> {
    let Some(derivation) = &pack.about.it.organisation else { return Ok(Vec::new()) };
    let dataset = pack.datasets.iter().find(|dataset| dataset.it.code.as_str() == derivation.it.derive);
    let dataset = dataset.ok_or(Error::NotFound)?.it.description(pack.about.it.zone.as_deref());
    let columns: Vec<String> = derivation.it.columns().into_iter().map(str::to_owned).collect();
    let paths = extraction::values::distinct(&dataset, data, &columns)
        .map_err(|error| Error::invalid("data", error.to_string()))?;
    derivation.it.units(paths).map_err(|error| Error::invalid("organisation", format!("{error:?}")))
}

fn unit_id(code: &str) -> UnitId {
    id_of("unit", code)
}

fn code(text: &str) -> Result<BusinessCode, Error> {
    text.parse().map_err(|error: shared::code::CodeError| Error::invalid("code", error.to_string()))
}

fn units(pack: &Pack, derived: &[pack::Unit]) -> Result<Vec<Unit>, Error> {
    let written = pack.units.iter().map(|unit| &unit.it);
    written.chain(derived).zip(0_i32..).map(|(unit, place)| unit_of(unit, place)).collect()
}

fn unit_of(unit: &pack::Unit, place: i32) -> Result<Unit, Error> {
    Ok(Unit {
        id: unit_id(&unit.code),
        code: code(&unit.code)?,
        name: unit.name.clone(),
        short_name: unit.short_name.clone().unwrap_or_else(|| unit.name.clone()),
        parent: unit.parent.as_deref().map(unit_id),
        level: unit.level.clone(),
        kind: unit.kind.clone(),
        line: unit.line.clone(),
        comparison_group: unit.group.clone(),
        sort_no: unit.sort.unwrap_or(place),
        valid_from: unit.valid_from,
        valid_to: unit.valid_to,
        version: 1,
    })
}

/// The closure of the units: a link holds from the day both of its ends exist.
fn links(units: &[Unit]) -> Result<Vec<Link>, Error> {
    let parents: BTreeMap<UnitId, Option<UnitId>> = units.iter().map(|unit| (unit.id, unit.parent)).collect();
    let from: HashMap<UnitId, chrono::NaiveDate> = units.iter().map(|unit| (unit.id, unit.valid_from)).collect();
    let links = shared::organisation::closure(&parents, chrono::NaiveDate::default())?;
    let begins = |link: &Link| from.get(&link.ancestor).into_iter().chain(from.get(&link.descendant)).max().copied();
    Ok(links.into_iter().map(|link| Link { valid_from: begins(&link).unwrap_or_default(), ..link }).collect())
}

fn post_type(kind: &pack::PostType) -> Result<PostType, Error> {
    Ok(PostType {
        id: id_of("post_type", &kind.code),
        code: code(&kind.code)?,
        name: kind.name.clone(),
        series: code(&kind.series)?,
        series_name: kind.series_name.clone(),
        post_class: code(&kind.class)?,
    })
}

fn post_of(post: &pack::Post) -> Result<Post, Error> {
    Ok(Post {
        id: id_of("post", &post.code),
        code: code(&post.code)?,
        name: post.name.clone(),
        unit: unit_id(&post.unit),
        post_type: id_of("post_type", &post.post_type),
        is_key: post.key,
        risk_star: post.risk_star,
    })
}

fn person_id(staff_no: &str) -> PersonId {
    id_of("person", staff_no)
}

fn person_of(person: &pack::Person) -> Result<Person, Error> {
    Ok(Person {
        id: person_id(&person.staff_no),
        staff_no: code(&person.staff_no)?,
        name: person.name.clone(),
        unit: unit_id(&person.unit),
        rank: person.rank.clone(),
        phone: person.phone.clone(),
        status: person.status.unwrap_or(PersonState::Active),
        version: 1,
    })
}

fn assignment(held: &pack::Assignment, home: impl Fn(PostId) -> Result<UnitId, Error>) -> Result<Assignment, Error> {
    let post = id_of("post", &held.post);
    Ok(Assignment {
        id: id_of("assignment", &format!("{} {} {} {}", held.staff_no, held.post, held.role, held.valid_from)),
        person: person_id(&held.staff_no),
        post,
        unit: home(post)?,
        role: held.role,
        share: held.share,
        valid_from: held.valid_from,
        valid_to: held.valid_to,
    })
}

fn switched(switch: &pack::Switch) -> (shared::id::DutySwitchId, DutySwitch) {
    let id = id_of("switch", &format!("{} {} {}", switch.post, switch.from_staff, switch.start));
    let switched = DutySwitch {
        post: id_of("post", &switch.post),
        from: person_id(&switch.from_staff),
        to: person_id(&switch.to_staff),
        start: switch.start,
        end: switch.end,
    };
    (id, switched)
}

/// One account a login, one grant a line.
async fn accounts(session: &Session, importer: &Importer<'_>, pack: &Pack, password_hash: &str) -> Result<(), Error> {
    let roles: HashMap<RoleCode, RoleId> = crate::store::import::roles(session).await?;
    let mut accounts: BTreeMap<&str, NewAccount> = BTreeMap::new();
    let mut grants = Vec::new();
    for (line, account) in pack.accounts.iter().enumerate() {
        let account = &account.it;
        let id = id_of("account", &account.login);
        accounts.entry(&account.login).or_insert_with(|| NewAccount {
            id,
            login: account.login.clone(),
            display_name: account.display_name.clone(),
            password_hash: password_hash.to_owned(),
            person: account.staff_no.as_deref().map(person_id),
        });
        let role = roles.get(&account.role).copied();
        grants.push(NewGrant {
            id: id_of("grant", &format!("{} {line}", account.login)),
            account: id,
            role: role.ok_or_else(|| Error::invalid("role", format!("there is no role {}", account.role)))?,
            scope: scope(account)?,
            valid_from: chrono::NaiveDate::default(),
        });
    }
    importer.accounts(&accounts.into_values().collect::<Vec<_>>(), &grants).await
}

fn scope(account: &pack::Account) -> Result<DataScope, Error> {
    let unit = || {
        let named = account.unit.as_deref().map(unit_id);
        named.ok_or_else(|| Error::invalid("unit", format!("{} needs a unit", account.scope)))
    };
    let units = || account.units.iter().map(|code| unit_id(code)).collect();
    Ok(match account.scope {
        ScopeKind::SelfOnly => DataScope::SelfOnly,
        ScopeKind::OwnPost => DataScope::OwnPost,
        ScopeKind::OwnUnit => DataScope::OwnUnit(unit()?),
        ScopeKind::OwnSubtree => DataScope::OwnSubtree(unit()?),
        ScopeKind::OwnLineSubtree => DataScope::OwnLineSubtree(unit()?, account.lines.iter().cloned().collect()),
        ScopeKind::ComparisonGroup => DataScope::ComparisonGroup,
        ScopeKind::Assigned => DataScope::Assigned(units()),
        ScopeKind::CustomUnits => DataScope::CustomUnits(units()),
        ScopeKind::All => DataScope::All,
    })
}
