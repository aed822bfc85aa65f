//! How many households are due and how many are missed, by managing post and month: whole numbers, so that the bureau's six rates
//! improve by exactly 3.58 points on average within the last year, and one post's by 11.00 (CJ-61). Rows are made in `records`.

use crate::bureau::{Bureau, MANAGERS};
use crate::random::Random;
use crate::story::{self, Place, Topic};

/// Months of records: 2024-11 to 2026-10.
pub(crate) const MONTHS: usize = 24;
/// 2025-10 and 2026-10, between which the improvement is measured.
const ANCHORS: [usize; 2] = [11, 23];
/// Mean improvement of the six rates times six, in ten-thousandths of a point.
const IMPROVEMENT: i64 = 6 * 35_800;
/// The same of the best post.
const BEST_IMPROVEMENT: i64 = 6 * 110_000;
/// What any other gains at most in the five rates that are counts over counts: the change of arrears, which comes on top, is less
/// than the rest.
const MOST_GAINED: i64 = BEST_IMPROVEMENT - 100_000;
const WHOLE: i64 = 1_000_000;
/// What one per cent of strain adds to a post's change of arrears, in millionths.
const ARREARS_PER_STRAIN: i64 = 200;
/// Payments due of a post and month.
pub(crate) const PAYMENTS: usize = 30;

/// What one managing post has in one month.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Quota {
    pub(crate) registrations: i64,
    pub(crate) unregistered: i64,
    pub(crate) filings: i64,
    pub(crate) unfiled: i64,
    pub(crate) late_payments: i64,
    pub(crate) uncharged: i64,
    pub(crate) offences: i64,
    pub(crate) pending: i64,
    /// In fen.
    pub(crate) due: i64,
    /// In fen.
    pub(crate) unpaid: i64,
    /// Arrears at the beginning of the month, in fen.
    pub(crate) opening: i64,
    /// Arrears at its end, in fen.
    pub(crate) closing: i64,
}

/// A rate that is a count over a count: its shares missed a year ago and now, in millionths, and where it stands in a quota.
struct Counted {
    salt: usize,
    topic: Topic,
    missed: [i64; 2],
    /// What the best post misses a year ago; now it misses nothing.
    best: i64,
    due: fn(&mut Quota) -> &mut i64,
    missing: fn(&mut Quota) -> &mut i64,
}

const COUNTED: [Counted; 5] = [
    Counted {
        salt: 1,
        topic: Topic::Registration,
        missed: [35_000, 19_000],
        best: 1,
        due: |q| &mut q.registrations,
        missing: |q| &mut q.unregistered,
    },
    Counted {
        salt: 2,
        topic: Topic::Filing,
        missed: [75_000, 33_000],
        best: 6,
        due: |q| &mut q.filings,
        missing: |q| &mut q.unfiled,
    },
    Counted {
        salt: 3,
        topic: Topic::Surcharge,
        missed: [150_000, 78_000],
        best: 1,
        due: |q| &mut q.late_payments,
        missing: |q| &mut q.uncharged,
    },
    Counted {
        salt: 4,
        topic: Topic::Penalty,
        missed: [75_000, 38_000],
        best: 1,
        due: |q| &mut q.offences,
        missing: |q| &mut q.pending,
    },
    Counted {
        salt: 5,
        topic: Topic::Payment,
        missed: [50_000, 25_000],
        best: 0,
        due: |q| &mut q.due,
        missing: |q| &mut q.unpaid,
    },
];

/// The quotas of all posts of a bureau.
pub(crate) struct Plan {
    quotas: Vec<Vec<Quota>>,
    places: Vec<Place>,
}

impl Plan {
    pub(crate) fn new(bureau: &Bureau) -> Self {
        let mut quotas = vec![vec![Quota::default(); MONTHS]; bureau.offices.len() * MANAGERS];
        let places = Place::all(bureau);
        for city in 0..bureau.cities.len() {
            let members: Vec<usize> = bureau
                .offices
                .iter()
                .enumerate()
                .filter(|(_, office)| office.city == city)
                .flat_map(|(index, _)| (0..MANAGERS).map(move |manager| index * MANAGERS + manager))
                .collect();
            City { members, best: (city == 0).then_some(0), places: &places }.fill(&mut quotas);
        }
        Self { quotas, places }
    }

    /// What the story makes of a post or, without a manager, of a hall: per cent of the usual failures.
    pub(crate) fn strain(&self, office: usize, manager: Option<usize>, topic: Topic, month: usize) -> usize {
        self.places.get(office).map_or(100, |&place| story::strain(place, manager, topic, month))
    }

    pub(crate) fn quota(&self, office: usize, manager: usize, month: usize) -> Quota {
        self.quotas.get(office * MANAGERS + manager).and_then(|months| months.get(month)).copied().unwrap_or_default()
    }
}

struct City<'p> {
    /// Places of its posts in the table of quotas.
    members: Vec<usize>,
    /// Where offices are.
    places: &'p [Place],
    /// The post that improves most.
    best: Option<usize>,
}

impl City<'_> {
    fn fill(&self, quotas: &mut [Vec<Quota>]) {
        for month in 0..MONTHS {
            self.each(quotas, month, |member, quota| {
                due(member, month, self.strain(member, Topic::Payment, month), quota);
            });
            for counted in &COUNTED {
                self.miss(quotas, month, counted);
            }
        }
        self.hold_back(quotas);
        self.arrears(quotas);
    }

    /// Nobody improves as much as the best post: the others have missed less a year ago.
    fn hold_back(&self, quotas: &mut [Vec<Quota>]) {
        let [then, now] = ANCHORS;
        for &member in self.members.iter().filter(|&&member| Some(member) != self.best) {
            let Some(months) = quotas.get_mut(member) else { continue };
            let Some(after) = months.get(now).copied() else { continue };
            if let Some(before) = months.get_mut(then) {
                before.hold_back(after);
            }
        }
    }

    fn each(&self, quotas: &mut [Vec<Quota>], month: usize, mut act: impl FnMut(usize, &mut Quota)) {
        for &member in &self.members {
            if let Some(quota) = quotas.get_mut(member).and_then(|months| months.get_mut(month)) {
                act(member, quota);
            }
        }
    }

    /// What the story makes of a post, in per cent of the usual.
    fn strain(&self, member: usize, topic: Topic, month: usize) -> i64 {
        let place = self.places.get(member / MANAGERS);
        let strain = place.map_or(100, |&place| story::strain(place, Some(member % MANAGERS), topic, month));
        i64::try_from(strain).unwrap_or(100)
    }

    /// Shares the month's misses out by the posts' weights, the largest remainders first.
    fn miss(&self, quotas: &mut [Vec<Quota>], month: usize, counted: &Counted) {
        let anchored = |member: usize| self.best == Some(member) && ANCHORS.contains(&month);
        let mut shares: Vec<(i64, usize)> = Vec::new();
        self.each(quotas, month, |member, quota| {
            if anchored(member) {
                *(counted.missing)(quota) = if month == 11 { counted.best } else { 0 };
            } else {
                let strain = self.strain(member, counted.topic, month);
                shares.push((*(counted.due)(quota) * weight(member, counted.salt, month) * strain, member));
            }
        });
        // Weights and strains are in per cent.
        let expected = shares.iter().map(|(share, _)| share).sum::<i64>() / 10_000;
        let parts = shared_out(rounded(expected * missed(counted, month), WHOLE), &shares);
        let mut parts = parts.iter();
        self.each(quotas, month, |member, quota| {
            if !anchored(member) {
                *(counted.missing)(quota) = parts.next().copied().unwrap_or_default().min(*(counted.due)(quota));
            }
        });
    }

    /// Arrears are money, so they take up what the counts cannot hit exactly.
    fn arrears(&self, quotas: &mut [Vec<Quota>]) {
        let mut balances: Vec<i64> = self.members.iter().map(|&member| opening(member)).collect();
        for month in 0..MONTHS {
            let total: i64 = balances.iter().sum();
            let aimed = if month == 23 { self.change_due(quotas, IMPROVEMENT, None) } else { arrears_change(month) };
            let best = self.best.filter(|_| ANCHORS.contains(&month)).map(|member| {
                let change = if month == 23 { self.change_due(quotas, BEST_IMPROVEMENT, Some(member)) } else { 10_000 };
                (member, change)
            });
            let mut closings = Vec::with_capacity(balances.len());
            for (&member, &balance) in self.members.iter().zip(&balances) {
                let own = best.filter(|(chosen, _)| *chosen == member).map(|(_, change)| change);
                closings.push(balance + rounded(balance * own.unwrap_or(aimed + self.deviation(member, month)), WHOLE));
            }
            // What the deviations and the best post add goes to the last of the others, spread evenly.
            let aim = total + rounded(total * aimed, WHOLE);
            self.level(&mut closings, aim, best.map(|(member, _)| member));
            let mut pairs = balances.iter().zip(&closings);
            self.each(quotas, month, |_, quota| {
                if let Some((&opening, &closing)) = pairs.next() {
                    (quota.opening, quota.closing) = (opening, closing);
                }
            });
            balances = closings;
        }
    }

    /// How far a post's change of arrears is from the city's, in millionths.
    fn deviation(&self, member: usize, month: usize) -> i64 {
        let own = i64::try_from(Random::new(&[15, member, month]).below(16_000)).unwrap_or_default() - 8_000;
        own + (self.strain(member, Topic::Arrears, month) - 100) * ARREARS_PER_STRAIN
    }

    fn level(&self, closings: &mut [i64], aim: i64, except: Option<usize>) {
        let excess = aim - closings.iter().sum::<i64>();
        let others: Vec<(i64, usize)> = self
            .members
            .iter()
            .zip(closings.iter())
            .filter(|(member, _)| Some(**member) != except)
            .map(|(&member, &closing)| (closing, member))
            .collect();
        let parts = shared_out(excess.abs(), &others);
        let mut parts = parts.iter();
        for (member, closing) in self.members.iter().zip(closings.iter_mut()) {
            if Some(*member) != except {
                *closing += parts.next().copied().unwrap_or_default() * excess.signum();
            }
        }
    }

    /// The change of arrears in the last month that makes the sum of the six improvements `aim`, for the city or one post.
    fn change_due(&self, quotas: &mut [Vec<Quota>], aim: i64, only: Option<usize>) -> i64 {
        let mut rates = [[0_i64; 6]; 2];
        for (&month, rates) in ANCHORS.iter().zip(&mut rates) {
            let mut sum = Quota::default();
            self.each(quotas, month, |member, quota| {
                if only.is_none_or(|only| only == member) {
                    sum.add(quota);
                }
            });
            for (counted, rate) in COUNTED.iter().zip(rates.iter_mut()) {
                *rate = counted.rate(&mut sum);
            }
            rates[5] = rounded((sum.closing - sum.opening) * WHOLE, sum.opening);
        }
        let [before, after] = rates;
        let gained: i64 = after.iter().zip(&before).take(5).map(|(after, before)| after - before).sum();
        before[5] - (aim - gained)
    }
}

impl Counted {
    /// The share that is not missed, in millionths.
    fn rate(&self, quota: &mut Quota) -> i64 {
        let (due, missing) = (*(self.due)(quota), *(self.missing)(quota));
        rounded((due - missing) * WHOLE, due)
    }
}

impl Quota {
    /// Takes misses back, one by one where the share missed is largest, until no more than [`MOST_GAINED`] is gained up to `later`.
    fn hold_back(&mut self, mut later: Self) {
        let aim = COUNTED.iter().map(|counted| counted.rate(&mut later)).sum::<i64>() - MOST_GAINED;
        while COUNTED.iter().map(|counted| counted.rate(self)).sum::<i64>() < aim {
            // Money cannot be taken back one by one.
            let counts = COUNTED.iter().filter(|counted| counted.topic != Topic::Payment);
            let Some(worst) = counts.min_by_key(|counted| counted.rate(self)) else { return };
            let missing = (worst.missing)(self);
            if *missing == 0 {
                return;
            }
            *missing -= 1;
        }
    }

    fn add(&mut self, other: &mut Self) {
        for counted in &COUNTED {
            *(counted.due)(self) += *(counted.due)(other);
            *(counted.missing)(self) += *(counted.missing)(other);
        }
        self.opening += other.opening;
        self.closing += other.closing;
    }
}

/// What falls due: the same in the same month of both years, so that anchors compare; late payments follow the strain of the day.
fn due(member: usize, month: usize, payment_strain: i64, quota: &mut Quota) {
    let mut random = Random::new(&[11, member, month % 12]);
    let more =
        |random: &mut Random, from: i64, spread: usize| from + i64::try_from(random.below(spread)).unwrap_or_default();
    quota.registrations = more(&mut random, 8, 3);
    // Quarterly returns come on top in the month after the quarter.
    quota.filings = more(&mut random, if month % 3 == 2 { 52 } else { 43 }, 5);
    // Late payers vary less than what stays unpaid.
    quota.late_payments = (more(&mut random, 3, 2) + rounded(3 * payment_strain, 100)).clamp(2, 14);
    quota.offences = more(&mut random, 5, 2);
    quota.due = payments(member, month).iter().sum();
}

/// The amounts due of a post's payments, in fen.
pub(crate) fn payments(member: usize, month: usize) -> Vec<i64> {
    let mut random = Random::new(&[12, member, month % 12]);
    (0..PAYMENTS)
        .map(|_| {
            let thousands = 1 + random.below(12) * (1 + random.below(6));
            i64::try_from(thousands * 100_000 + random.below(100_000)).unwrap_or_default()
        })
        .collect()
}

/// The share missed, in millionths: along a line from anchor to anchor, flatter before, with some noise between.
fn missed(counted: &Counted, month: usize) -> i64 {
    let [before, after] = counted.missed;
    let at = i64::try_from(month).unwrap_or_default();
    let line =
        if at >= 11 { before + (after - before) * (at - 11) / 12 } else { before + (before - after) * (11 - at) / 30 };
    if ANCHORS.contains(&month) {
        return line;
    }
    let noise = Random::new(&[13, counted.salt, month]).below(3_000);
    line + i64::try_from(noise).unwrap_or_default() - 1_500
}

/// The city's change of arrears, in millionths: down fastest at the end of the year, up in the month after it.
const fn arrears_change(month: usize) -> i64 {
    match month {
        1 | 13 => -38_000,
        2 | 14 => 4_000,
        11 => 6_000,
        0..11 => -9_000,
        _ => -15_000,
    }
}

/// How much of the misses falls to a post, in per cent of its share: some of it lasts, some is the month's.
fn weight(member: usize, salt: usize, month: usize) -> i64 {
    let lasting = 60 + Random::new(&[14, member, salt]).below(80);
    let passing = 30 + Random::new(&[20, member, salt, month]).below(140);
    i64::try_from(lasting * passing / 100).unwrap_or(100)
}

fn opening(member: usize) -> i64 {
    i64::try_from(20_000_000 + Random::new(&[16, member]).below(40_000_000)).unwrap_or_default()
}

/// HALF_UP, away from zero.
fn rounded(numerator: i64, denominator: i64) -> i64 {
    let (numerator, denominator) = (i128::from(numerator), i128::from(denominator.max(1)));
    let half = if numerator < 0 { -denominator } else { denominator };
    i64::try_from((2 * numerator + half) / (2 * denominator)).unwrap_or_default()
}

/// `whole` by the weights in whole numbers that sum to it, largest remainders first, in the order given.
pub(crate) fn shared_out(whole: i64, weights: &[(i64, usize)]) -> Vec<i64> {
    let sum: i128 = weights.iter().map(|(weight, _)| i128::from(*weight)).sum::<i128>().max(1);
    let exact = |weight: i64| i128::from(whole) * i128::from(weight);
    let mut parts: Vec<i64> =
        weights.iter().map(|(weight, _)| i64::try_from(exact(*weight) / sum).unwrap_or_default()).collect();
    let short = whole - parts.iter().sum::<i64>();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|&at| std::cmp::Reverse(weights.get(at).map_or(0, |(weight, _)| exact(*weight) % sum)));
    for at in order.into_iter().take(usize::try_from(short).unwrap_or_default()) {
        if let Some(part) = parts.get_mut(at) {
            *part += 1;
        }
    }
    parts
}
