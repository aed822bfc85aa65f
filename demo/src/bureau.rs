//! The organisation: units, posts, persons, who holds what; and what of it lies outside the district whose head signs in as `yunxi`.

use crate::names;
use crate::{Size, World};

pub(crate) struct Unit {
    pub(crate) code: String,
    pub(crate) parent: Option<usize>,
    pub(crate) name: String,
    pub(crate) short_name: String,
    pub(crate) level: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) line: &'static str,
    pub(crate) group: String,
    pub(crate) sort: usize,
}

pub(crate) struct Post {
    pub(crate) code: String,
    pub(crate) unit: usize,
    pub(crate) kind: usize,
    pub(crate) key: bool,
    pub(crate) risk_star: bool,
}

pub(crate) struct Person {
    pub(crate) staff_no: String,
    pub(crate) name: String,
    pub(crate) unit: usize,
    pub(crate) rank: &'static str,
}

pub(crate) struct Assignment {
    pub(crate) person: usize,
    pub(crate) post: usize,
    pub(crate) primary: bool,
}

/// An office with its four posts: the hall first, then the three that manage taxpayers.
pub(crate) struct Office {
    pub(crate) unit: usize,
    pub(crate) city: usize,
    pub(crate) district: usize,
    pub(crate) group: &'static str,
    pub(crate) posts: Vec<usize>,
    pub(crate) holders: Vec<usize>,
}

/// Posts of an office that manage taxpayers.
pub(crate) const MANAGERS: usize = 3;

#[derive(Default)]
pub(crate) struct Bureau {
    pub(crate) units: Vec<Unit>,
    pub(crate) posts: Vec<Post>,
    pub(crate) persons: Vec<Person>,
    pub(crate) assignments: Vec<Assignment>,
    pub(crate) offices: Vec<Office>,
    /// Units of districts, by city.
    pub(crate) districts: Vec<Vec<usize>>,
    pub(crate) cities: Vec<usize>,
    pub(crate) root: usize,
}

/// Offices of a district: 7, and 8 in the last two, which makes 121 of 17 districts.
const fn offices_of(size: Size, district: usize) -> usize {
    match size {
        Size::Small => 3,
        Size::City | Size::Province => {
            if district < 15 {
                7
            } else {
                8
            }
        }
    }
}

const fn group_of(size: Size, district: usize, office: usize) -> &'static str {
    let kind = match size {
        Size::Small => district % 2,
        Size::City | Size::Province => office / 3,
    };
    match kind {
        0 => "OFFICE_URBAN",
        1 => "OFFICE_TOWN",
        _ => "OFFICE_PARK",
    }
}

impl Bureau {
    pub(crate) fn new(size: Size) -> Self {
        let mut bureau = Self::default();
        let (cities, districts) = match size {
            Size::Small => (1, 2),
            Size::City => (1, 17),
            Size::Province => (5, 17),
        };
        let province = (size == Size::Province).then(|| {
            let unit = unit("136000000", None, "江南省税务局", "江南省局", "PROVINCE", "BUREAU", 1);
            bureau.add(unit, "一级高级主办", 2)
        });
        for city in 0..cities {
            bureau.city(size, city, districts, province);
        }
        bureau
    }

    fn add(&mut self, unit: Unit, rank: &'static str, heads: usize) -> usize {
        let index = self.units.len();
        self.units.push(unit);
        for _ in 0..heads {
            self.person(index, rank);
        }
        index
    }

    fn person(&mut self, unit: usize, rank: &'static str) -> usize {
        let number = self.persons.len();
        let in_unit = self.persons.iter().rev().take_while(|person| person.unit == unit).count() + 1;
        let code = self.units.get(unit).map(|unit| unit.code.as_str()).unwrap_or_default();
        self.persons.push(Person { staff_no: format!("{code}{in_unit:02}"), name: names::person(number), unit, rank });
        number
    }

    fn city(&mut self, size: Size, city: usize, districts: usize, province: Option<usize>) {
        let name = names::CITIES.get(city).copied().unwrap_or_default();
        let short = format!("{}局", name.trim_end_matches('市'));
        let code = format!("136{:02}0000", city + 1);
        let mut bureau = unit(&code, province, &format!("{name}税务局"), &short, "PREFECTURE", "BUREAU", city + 1);
        bureau.group = province.map(|_| "CITIES".to_owned()).unwrap_or_default();
        let at = self.add(bureau, "二级高级主办", 3);
        self.cities.push(at);
        for (number, (department, line)) in names::DEPARTMENTS.iter().enumerate() {
            let code = format!("136{:02}9{number}00", city + 1);
            let full = format!("{name}税务局{department}");
            let mut department = unit(&code, Some(at), &full, department, "PREFECTURE", "DEPARTMENT", 90 + number);
            department.line = line;
            self.add(department, "一级主办", 2);
        }
        let made = (0..districts).map(|district| self.district(size, city, district, at, name)).collect();
        self.districts.push(made);
    }

    fn district(&mut self, size: Size, city: usize, district: usize, parent: usize, city_name: &str) -> usize {
        let name = names::DISTRICTS.get(district).copied().unwrap_or_default();
        let code = format!("136{:02}{:02}00", city + 1, district + 1);
        let full = format!("{city_name}{name}税务局");
        let mut made = unit(&code, Some(parent), &full, &format!("{name}局"), "COUNTY", "BUREAU", district + 1);
        made.group = format!("DISTRICTS_{:02}", city + 1);
        let at = self.add(made, "三级高级主办", 2);
        for office in 0..offices_of(size, district) {
            self.office(size, (city, district, office), at, name);
        }
        at
    }

    fn office(
        &mut self,
        size: Size,
        (city, district, office): (usize, usize, usize),
        parent: usize,
        district_name: &str,
    ) {
        let ordinal = self.offices.iter().filter(|office| office.city == city).count();
        let place = names::place(ordinal);
        let code = format!("136{:02}{:02}{:02}", city + 1, district + 1, office + 1);
        let full = format!("{district_name}税务局{place}税务所");
        let mut made = unit(&code, Some(parent), &full, &format!("{place}所"), "OFFICE", "OFFICE", office + 1);
        let group = group_of(size, district, office);
        made.group = format!("{group}_{:02}", city + 1);
        let at = self.add(made, "一级主办", 2);
        let relief = self.persons.len().saturating_sub(2);
        let mut one = Office { unit: at, city, district, group, posts: Vec::new(), holders: Vec::new() };
        for place in 0..=MANAGERS {
            let holder = self.person(at, "二级主办");
            let post = self.posts.len();
            let kind = names::post_type(ordinal, place);
            self.posts.push(Post {
                code: format!("{code}-{}", place + 1),
                unit: at,
                kind,
                key: place > 0,
                risk_star: place == MANAGERS,
            });
            self.assignments.push(Assignment { person: holder, post, primary: true });
            self.assignments.push(Assignment { person: relief + place % 2, post, primary: false });
            one.posts.push(post);
            one.holders.push(holder);
        }
        self.offices.push(one);
    }
}

fn unit(
    code: &str,
    parent: Option<usize>,
    name: &str,
    short: &str,
    level: &'static str,
    kind: &'static str,
    sort: usize,
) -> Unit {
    let (code, name, short_name) = (code.to_owned(), name.to_owned(), short.to_owned());
    Unit { code, parent, name, short_name, level, kind, line: "", group: String::new(), sort }
}

/// What lies outside the first district of the first city, and whose figures each office and district shows.
pub(crate) struct Outside {
    world: World,
    /// By office: the office whose figures it shows.
    pub(crate) source: Vec<usize>,
    /// By city and district: the district whose values filled in by hand it shows.
    pub(crate) shown: Vec<Vec<usize>>,
}

impl Outside {
    pub(crate) fn new(bureau: &Bureau, world: World) -> Self {
        let count = |city: usize, district: usize| {
            bureau.offices.iter().filter(|office| (office.city, office.district) == (city, district)).count()
        };
        // Districts of one size change places, so that comparison groups keep their multiset of ratios.
        let next = |city: usize, district: usize, of: usize| match world {
            World::One => district,
            World::Two if (city, district) == (0, 0) => district,
            World::Two => (1..=of)
                .map(|step| (district + step) % of)
                .find(|&other| (city, other) != (0, 0) && count(city, other) == count(city, district))
                .unwrap_or(district),
        };
        let shown: Vec<Vec<usize>> = bureau
            .districts
            .iter()
            .enumerate()
            .map(|(city, districts)| {
                (0..districts.len()).map(|district| next(city, district, districts.len())).collect()
            })
            .collect();
        let source = (0..bureau.offices.len()).map(|office| source_of(bureau, &shown, world, office)).collect();
        Self { world, source, shown }
    }

    /// Whether the unit lies outside and the world shows it.
    fn foreign(&self, bureau: &Bureau, unit: usize) -> bool {
        let home = bureau.districts.first().and_then(|districts| districts.first()).copied();
        let mut above = Some(unit);
        while let Some(at) = above {
            if Some(at) == home {
                return false;
            }
            above = bureau.units.get(at).and_then(|unit| unit.parent);
        }
        self.world == World::Two
    }

    /// The text as the unit's place in the world writes it.
    pub(crate) fn written(&self, bureau: &Bureau, unit: usize, text: &str) -> String {
        if self.foreign(bureau, unit) { format!("CNR-{text}") } else { text.to_owned() }
    }

    /// How often the unit's rows stand in the records.
    pub(crate) fn copies(&self, bureau: &Bureau, unit: usize) -> usize {
        if self.foreign(bureau, unit) { 2 } else { 1 }
    }
}

/// Within the shown district, the next office of the same group: the district keeps its sums.
fn source_of(bureau: &Bureau, shown: &[Vec<usize>], world: World, office: usize) -> usize {
    let Some(own) = bureau.offices.get(office) else { return office };
    if world == World::One || (own.city, own.district) == (0, 0) {
        return office;
    }
    let district = shown.get(own.city).and_then(|districts| districts.get(own.district)).copied();
    let of = |district: Option<usize>| {
        let inside = move |other: &&(usize, &Office)| {
            other.1.city == own.city && Some(other.1.district) == district && other.1.group == own.group
        };
        bureau
            .offices
            .iter()
            .enumerate()
            .collect::<Vec<_>>()
            .iter()
            .filter(inside)
            .map(|(index, _)| *index)
            .collect::<Vec<_>>()
    };
    let (mine, theirs) = (of(Some(own.district)), of(district));
    let place = mine.iter().position(|&index| index == office).unwrap_or_default();
    theirs.get((place + 1) % theirs.len().max(1)).copied().unwrap_or(office)
}
