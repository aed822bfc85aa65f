//! Values filled in by hand: what each bureau handed in for every quarter that has ended, and what it did not.

use super::csv;
use super::library::Entry;
use crate::bureau::{Bureau, Outside};
use crate::random::Random;
use crate::story::{self, Place, Topic, mild};

const QUARTERS: [&str; 8] = ["2024Q4", "2025Q1", "2025Q2", "2025Q3", "2025Q4", "2026Q1", "2026Q2", "2026Q3"];
/// The last month of the first quarter, and the months of each.
const FIRST_END: usize = 1;
const QUARTER: usize = 3;

/// A bureau that fills in, and whose values it shows.
struct Filler {
    unit: usize,
    salt: [usize; 3],
    /// None is the city itself, of which nothing is told.
    place: Option<Place>,
}

pub(super) fn manual(bureau: &Bureau, outside: &Outside, library: &[Entry]) -> String {
    let by_hand = || library.iter().filter_map(|entry| Some((entry.code, entry.by_hand?))).enumerate();
    let mut lines = Vec::new();
    for filler in fillers(bureau, outside) {
        let code = bureau.units.get(filler.unit).map(|unit| unit.code.as_str()).unwrap_or_default();
        let note = outside.written(bureau, filler.unit, "按季填报");
        for (number, (indicator, method)) in by_hand() {
            for (quarter, period) in QUARTERS.iter().enumerate() {
                let [salt, city, source] = filler.salt;
                let mut random = Random::new(&[salt, city, source, number, quarter]);
                let month = FIRST_END + QUARTER * quarter;
                if filler.place.is_some_and(|place| !story::is_handed_in(place, number, month)) {
                    continue;
                }
                let strain = filler.place.map_or(100, |place| story::strain(place, None, Topic::Office, month));
                let value = filled_in(indicator, method, strain, &mut random);
                lines.push(format!("{indicator},{code},{period},{value},{note}"));
            }
        }
    }
    csv("indicator,unit,period,value,note", lines.into_iter())
}

fn fillers(bureau: &Bureau, outside: &Outside) -> Vec<Filler> {
    let cities = bureau.cities.iter().enumerate();
    let cities = cities.map(|(city, &unit)| Filler { unit, salt: [31, city, 0], place: None });
    let districts = bureau.districts.iter().enumerate().flat_map(|(city, districts)| {
        let shown = outside.shown.get(city);
        districts.iter().enumerate().map(move |(district, &unit)| {
            let source = shown.and_then(|shown| shown.get(district)).copied().unwrap_or(district);
            Filler { unit, salt: [31, city, source + 1], place: Some(Place::of_district(city, source)) }
        })
    });
    cities.chain(districts).collect()
}

/// A rating out of 100, or a number of cases, days or events.
fn filled_in(indicator: &str, method: &str, strain: usize, random: &mut Random) -> usize {
    let less = |whole: usize, lost: usize| whole.saturating_sub((lost * mild(strain) + 50) / 100);
    match (method, indicator) {
        ("MANUAL", _) => less(100, 4 + random.below(6) + random.below(6)),
        ("VETO", _) => usize::from(random.fails(1, strain)),
        (_, "visits") => less(37, random.below(13)),
        (_, "policy_talks") => less(8, random.below(4)),
        _ if random.fails(35, strain) => 1 + random.below(2 + strain / 60),
        _ => 0,
    }
}
