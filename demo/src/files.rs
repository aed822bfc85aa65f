//! The files of the pack: the organisation as CSV, the library from the texts in `library/`, targets and values filled in by hand.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use crate::Error;
use crate::bureau::{Bureau, Outside};
use crate::names;

mod by_hand;
mod library;
mod people;

const FOUNDED: &str = "2018-07-20";

/// The number of indicators.
pub(crate) fn write(bureau: &Bureau, outside: &Outside, folder: &Path) -> Result<usize, Error> {
    let library = library::read();
    let files = [
        ("pack.toml", about(bureau)),
        ("dictionary.toml", dictionary(bureau)),
        ("units.csv", units(bureau, outside)),
        ("post_types.csv", post_types()),
        ("posts.csv", posts(bureau, outside)),
        ("persons.csv", people::persons(bureau, outside)),
        ("assignments.csv", people::assignments(bureau)),
        ("switches.csv", people::switches(bureau, outside)),
        ("accounts.csv", people::accounts(bureau)),
        ("datasets.toml", library::DATASETS.to_owned()),
        ("indicators.toml", library::indicators()),
        ("scheme.toml", library::scheme(&library)),
        ("targets.csv", library::targets(bureau)),
        ("manual.csv", by_hand::manual(bureau, outside, &library)),
    ];
    for (name, text) in files {
        fs::write(folder.join(name), text)?;
    }
    Ok(library.len())
}

fn root(bureau: &Bureau) -> &str {
    bureau.units.get(bureau.root).map(|unit| unit.name.as_str()).unwrap_or_default()
}

fn about(bureau: &Bureau) -> String {
    format!("name = \"demo\"\ntitle = \"{}(演示)\"\nzone = \"LOCAL\"\n", root(bureau))
}

fn dictionary(bureau: &Bureau) -> String {
    let mut groups: Vec<&str> =
        bureau.units.iter().map(|unit| unit.group.as_str()).filter(|group| !group.is_empty()).collect();
    groups.sort_unstable();
    groups.dedup();
    let mut text = library::DICTIONARY.to_owned();
    for (ordinal, group) in groups.into_iter().enumerate() {
        let (name, name_en) = match group.rsplit_once('_').map_or(group, |(kind, _)| kind) {
            "DISTRICTS" => ("区县局组", "Districts"),
            "OFFICE_URBAN" => ("城区所组", "Urban offices"),
            "OFFICE_TOWN" => ("乡镇所组", "Town offices"),
            "OFFICE_PARK" => ("园区所组", "Park offices"),
            _ => ("市局组", "Cities"),
        };
        text += &format!(
            "\n[[group]]\ncode = \"{group}\"\nname = \"{name}\"\nname_en = \"{name_en}\"\nordinal = {}\n",
            ordinal + 1
        );
    }
    text
}

/// A CSV text of a header and lines of cells; no cell needs quotes.
fn csv(header: &str, lines: impl Iterator<Item = String>) -> String {
    let mut text = format!("{header}\n");
    for line in lines {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{line}");
    }
    text
}

fn units(bureau: &Bureau, outside: &Outside) -> String {
    let code = |index: Option<usize>| index.and_then(|index| bureau.units.get(index)).map(|unit| unit.code.as_str());
    let lines = bureau.units.iter().enumerate().map(|(index, unit)| {
        let written = |text| outside.written(bureau, index, text);
        let (name, short) = (written(&unit.name), written(&unit.short_name));
        let parent = code(unit.parent).unwrap_or_default();
        let (level, kind, line, group, sort) = (unit.level, unit.kind, unit.line, &unit.group, unit.sort);
        format!("{},{parent},{name},{short},{level},{kind},{line},{group},{FOUNDED},,{sort}", unit.code)
    });
    csv("code,parent,name,short_name,level,kind,line,group,valid_from,valid_to,sort", lines)
}

fn post_types() -> String {
    let lines = names::POST_TYPES.iter().zip(1..).map(|((series, series_name, name, class), number)| {
        format!("P{number:02},{name},{series},{series_name},{class}")
    });
    csv("code,name,series,series_name,class", lines)
}

fn posts(bureau: &Bureau, outside: &Outside) -> String {
    let lines = bureau.posts.iter().map(|post| {
        let unit = bureau.units.get(post.unit).map(|unit| unit.code.as_str()).unwrap_or_default();
        let name = names::POST_TYPES.get(post.kind).map(|(_, _, name, _)| *name).unwrap_or_default();
        let name = outside.written(bureau, post.unit, name);
        format!("{},{unit},P{:02},{name},{},{}", post.code, post.kind + 1, post.key, post.risk_star)
    });
    csv("code,unit,type,name,key,risk_star", lines)
}
