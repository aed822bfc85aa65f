//! What went well and badly, where and when, as a factor on the share of work that fails; so that figures tell something and drilling
//! down finds where it comes from. Figures still follow from the records: nothing here is a rate.

use std::ops::Range;

use crate::bureau::Bureau;
use crate::random::Random;

/// A part of the work that goes well or badly by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Topic {
    Registration,
    Filing,
    Payment,
    Surcharge,
    Arrears,
    Penalty,
    Service,
    /// What the bureau of a district does itself: its own affairs, filled in by hand.
    Office,
}

/// Whose work it is. Places are counted from 0: of the city, of the district in it, of the office in the district.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    city: usize,
    district: usize,
    office: usize,
}

impl Place {
    /// The places of all offices, in their order.
    pub(crate) fn all(bureau: &Bureau) -> Vec<Self> {
        let mut places: Vec<Self> = Vec::with_capacity(bureau.offices.len());
        for office in &bureau.offices {
            let (city, district) = (office.city, office.district);
            let before = places.iter().rev().take_while(|place| (place.city, place.district) == (city, district));
            let office = before.count();
            places.push(Self { city, district, office });
        }
        places
    }

    /// The bureau of a district.
    pub(crate) const fn of_district(city: usize, district: usize) -> Self {
        Self { city, district, office: 0 }
    }

    /// The district whose story it lives: cities live the same stories in other districts.
    const fn role(self) -> usize {
        (self.district + ROLES - CITY_STEP * self.city % ROLES) % ROLES
    }
}

/// Districts of a city of full size, and how far the stories move from city to city.
const ROLES: usize = 17;
const CITY_STEP: usize = 5;
/// The month with which 2026Q3 ends.
const LAST_QUARTER: usize = 22;

/// A stretch of months in which a place does better or worse than usual.
struct Chapter {
    district: usize,
    /// One office of it, or all.
    office: Option<usize>,
    /// One managing post of the office, or all and the hall.
    manager: Option<usize>,
    topics: &'static [Topic],
    /// Counted from 0 at 2024-11; the last ends at 24.
    months: Range<usize>,
    /// Failures at the beginning and the end of the stretch, in per cent of the usual.
    factor: [usize; 2],
}

const MOST: &[Topic] =
    &[Topic::Registration, Topic::Filing, Topic::Payment, Topic::Penalty, Topic::Surcharge, Topic::Office];
const EVERYTHING: &[Topic] = &[
    Topic::Registration,
    Topic::Filing,
    Topic::Payment,
    Topic::Surcharge,
    Topic::Arrears,
    Topic::Penalty,
    Topic::Service,
    Topic::Office,
];

const fn district(district: usize, topics: &'static [Topic], months: Range<usize>, factor: [usize; 2]) -> Chapter {
    Chapter { district, office: None, manager: None, topics, months, factor }
}

impl Chapter {
    const fn office(self, office: usize) -> Self {
        Self { office: Some(office), ..self }
    }

    const fn manager(self, manager: usize) -> Self {
        Self { manager: Some(manager), ..self }
    }

    fn tells_of(&self, place: Place, manager: Option<usize>, topic: Topic, month: usize) -> bool {
        self.district == place.role()
            && self.office.is_none_or(|office| office == place.office)
            && self.manager.is_none_or(|one| Some(one) == manager)
            && self.topics.contains(&topic)
            && self.months.contains(&month)
    }

    /// Along a line from the beginning of the stretch to its end.
    fn at(&self, month: usize) -> usize {
        let [from, to] = self.factor;
        let (passed, length) = (month - self.months.start, (self.months.len() - 1).max(1));
        (from * (length - passed) + to * passed) / length
    }
}

const CHAPTERS: [Chapter; 16] = [
    // 云溪区: the second office's hall has had a backlog since the summer; in the fourth, one post lets surcharges go.
    district(0, &[Topic::Service], 20..24, [170, 260]).office(1),
    district(0, &[Topic::Surcharge, Topic::Filing], 17..24, [200, 320]).office(3).manager(1),
    // 青岚区: slid through the winter of 2025, was ordered to put it right in March 2026, and is among the best since summer.
    district(1, MOST, 12..17, [160, 300]),
    district(1, MOST, 17..21, [240, 80]),
    district(1, MOST, 21..24, [65, 45]),
    // 望湖区 shines throughout.
    district(3, EVERYTHING, 0..24, [60, 45]),
    // 东浦区: its first office took over the hall of a closed one in August 2026.
    district(4, &[Topic::Service], 21..24, [320, 270]).office(0),
    // 南汀区: a new filing system in July 2026; returns slumped and are coming back.
    district(6, &[Topic::Filing], 20..24, [420, 210]),
    // 北岭区: nobody reviews cases since May 2026; they pile up.
    district(7, &[Topic::Penalty], 18..24, [180, 330]),
    // 清河县: surcharges are not charged since the spring.
    district(10, &[Topic::Surcharge], 17..24, [200, 290]),
    // 石门县: two large payers of its third office stopped paying in February 2026; arrears rise.
    district(12, &[Topic::Arrears, Topic::Payment], 15..24, [260, 420]).office(2),
    // 高桥区: experienced officers retired in the summer of 2026.
    district(8, &[Topic::Registration, Topic::Penalty], 19..24, [130, 200]),
    // 丰泽县 reorganised its offices in July 2026.
    district(13, MOST, 20..24, [150, 130]),
    // 龙泉县: payers are short of cash since June 2026.
    district(14, &[Topic::Payment, Topic::Arrears], 19..24, [130, 180]),
    // 安澜市 lags in everything, and 白鹭县 in service.
    district(15, EVERYTHING, 0..24, [145, 160]),
    district(11, &[Topic::Service], 0..24, [120, 170]),
];

/// Failures in per cent of what is usual for the place, in a month; the hall is no manager's.
pub(crate) fn strain(place: Place, manager: Option<usize>, topic: Topic, month: usize) -> usize {
    let told = CHAPTERS.iter().filter(|chapter| chapter.tells_of(place, manager, topic, month));
    let usual = temper(place, topic) * season(topic, month) / 100;
    told.fold(usual, |strain, chapter| strain * chapter.at(month) / 100)
}

/// What is lasting about a place: some districts, and some offices in them, do better than others.
fn temper(place: Place, topic: Topic) -> usize {
    let district = 62 + Random::new(&[17, place.city, place.district, topic as usize]).below(72);
    let office = 76 + Random::new(&[18, place.city, place.district, place.office, topic as usize]).below(50);
    district * office / 100
}

/// The year's course, by calendar month: quarterly taxes fall due in January, April, July and October, the Spring Festival is in
/// February, the yearly settlement ends in May, and the first week of October is a holiday.
fn season(topic: Topic, month: usize) -> usize {
    match (topic, (month + 10) % 12 + 1) {
        (Topic::Filing, 1 | 4 | 7 | 10) => 112,
        (Topic::Filing, 2) => 120,
        (Topic::Registration, 2) => 135,
        (Topic::Penalty, 2) => 125,
        (Topic::Penalty, 12) => 85,
        (Topic::Penalty, 10) => 108,
        (Topic::Service, 5) => 135,
        (Topic::Service, 1 | 10) => 115,
        (Topic::Filing | Topic::Service, _) => 94,
        (Topic::Registration | Topic::Payment | Topic::Surcharge | Topic::Arrears, _)
        | (Topic::Penalty | Topic::Office, _) => 100,
    }
}

/// Whether a district handed in its `number`-th value of the quarter that ends with the month. The last quarter is not complete:
/// 丰泽县 handed in nothing, 双溪市 the first part of its sheet.
pub(crate) fn is_handed_in(district: Place, number: usize, month: usize) -> bool {
    match (district.role(), month) {
        (13, LAST_QUARTER) => false,
        (16, LAST_QUARTER) => number < 18,
        _ => !Random::new(&[19, district.city, district.district, number, month]).fails(1, 100),
    }
}

/// What is left of a strain on what changes less than the work of officers: habits of taxpayers, opinions of judges.
pub(crate) const fn mild(strain: usize) -> usize {
    (200 + strain) / 3
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUIET: Place = Place { city: 0, district: 2, office: 0 };

    #[test]
    fn a_month_is_counted_from_november_2024() {
        assert_eq!(season(Topic::Penalty, 1), 85, "December");
        assert_eq!(season(Topic::Filing, 3), 120, "February");
        assert_eq!([season(Topic::Filing, 11), season(Topic::Filing, 23)], [112; 2], "October");
        assert_eq!(season(Topic::Service, 6), 135, "May");
    }

    #[test]
    fn a_stretch_goes_from_its_first_factor_to_its_last() {
        let slump = district(6, &[Topic::Filing], 20..24, [420, 210]);
        assert_eq!([20, 21, 22, 23].map(|month| slump.at(month)), [420, 350, 280, 210]);
        assert!(!slump.tells_of(Place { district: 6, ..QUIET }, None, Topic::Filing, 19));
        assert!(!slump.tells_of(Place { district: 6, ..QUIET }, None, Topic::Payment, 20));
        assert!(!slump.tells_of(QUIET, None, Topic::Filing, 20));
    }

    #[test]
    fn a_story_of_one_office_and_post_is_no_other_s() {
        let told = |office, manager| {
            let one = Place { city: 0, district: 0, office };
            strain(one, manager, Topic::Surcharge, 23) > 2 * temper(one, Topic::Surcharge)
        };
        assert_eq!([told(3, Some(1)), told(3, Some(0)), told(3, None), told(2, Some(1))], [true, false, false, false]);
    }

    #[test]
    fn another_city_lives_the_story_in_another_district() {
        let shines = |city, district| {
            let place = Place { city, district, office: 0 };
            2 * strain(place, None, Topic::Arrears, 23) < temper(place, Topic::Arrears)
        };
        assert!(shines(0, 3) && shines(1, 8) && shines(4, 6) && !shines(1, 3));
    }
}
