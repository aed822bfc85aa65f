//! How many households are due and how many are missed, by managing post and month: whole numbers, so that the bureau's six rates
//! improve by exactly 3.58 points on average within the last year, and one post's by 11.00 (CJ-61). Rows are made in `records`.

use crate::bureau::{Bureau, MANAGERS};
use crate::random::Random;

/// Months of records: 2024-11 to 2026-10.
pub(crate) const MONTHS: usize = 24;
/// 2025-10 and 2026-10, between which the improvement is measured.
const ANCHORS: [usize; 2] = [11, 23];
/// Mean improvement of the six rates times six, in ten-thousandths of a point.
const IMPROVEMENT: i64 = 6 * 35_800;
/// The same of the best post.
const BEST_IMPROVEMENT: i64 = 6 * 110_000;
const WHOLE: i64 = 1_000_000;
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
    missed: [i64; 2],
    /// What the best post misses a year ago; now it misses nothing.
    best: i64,
    due: fn(&mut Quota) -> &mut i64,
    missing: fn(&mut Quota) -> &mut i64,
}

const COUNTED: [Counted; 5] = [
    Counted {
        salt: 1,
        missed: [30_000, 19_000],
        best: 1,
        due: |q| &mut q.registrations,
        missing: |q| &mut q.unregistered,
    },
    Counted { salt: 2, missed: [64_000, 32_000], best: 6, due: |q| &mut q.filings, missing: |q| &mut q.unfiled },
    Counted {
        salt: 3,
        missed: [95_000, 45_000],
        best: 1,
        due: |q| &mut q.late_payments,
        missing: |q| &mut q.uncharged,
    },
    Counted { salt: 4, missed: [58_000, 37_000], best: 1, due: |q| &mut q.offences, missing: |q| &mut q.pending },
    Counted { salt: 5, missed: [46_000, 25_000], best: 0, due: |q| &mut q.due, missing: |q| &mut q.unpaid },
];

/// The quotas of all posts of a bureau.
pub(crate) struct Plan {
    quotas: Vec<Vec<Quota>>,
}

impl Plan {
    pub(crate) fn new(bureau: &Bureau) -> Self {
        let mut quotas = vec![vec![Quota::default(); MONTHS]; bureau.offices.len() * MANAGERS];
        for city in 0..bureau.cities.len() {
            let members: Vec<usize> = bureau
                .offices
                .iter()
                .enumerate()
                .filter(|(_, office)| office.city == city)
                .flat_map(|(index, _)| (0..MANAGERS).map(move |manager| index * MANAGERS + manager))
                .collect();
            City { members, best: (city == 0).then_some(0) }.fill(&mut quotas);
        }
        Self { quotas }
    }

    pub(crate) fn quota(&self, office: usize, manager: usize, month: usize) -> Quota {
        self.quotas.get(office * MANAGERS + manager).and_then(|months| months.get(month)).copied().unwrap_or_default()
    }
}

struct City {
    /// Places of its posts in the table of quotas.
    members: Vec<usize>,
    /// The post that improves most.
    best: Option<usize>,
}

impl City {
    fn fill(&self, quotas: &mut [Vec<Quota>]) {
        for month in 0..MONTHS {
            self.each(quotas, month, |member, quota| due(member, month, quota));
            for counted in &COUNTED {
                self.miss(quotas, month, counted);
            }
        }
        self.arrears(quotas);
    }

    fn each(&self, quotas: &mut [Vec<Quota>], month: usize, mut act: impl FnMut(usize, &mut Quota)) {
        for &member in &self.members {
            if let Some(quota) = quotas.get_mut(member).and_then(|months| months.get_mut(month)) {
                act(member, quota);
            }
        }
    }

    /// Shares the month's misses out by the posts' weights, the largest remainders first.
    fn miss(&self, quotas: &mut [Vec<Quota>], month: usize, counted: &Counted) {
        let mut total = 0;
        self.each(quotas, month, |_, quota| total += *(counted.due)(quota));
        let mut left = rounded(total * missed(counted, month), WHOLE);
        let anchored = |member: usize| self.best == Some(member) && ANCHORS.contains(&month);
        let mut shares: Vec<(i64, usize)> = Vec::new();
        self.each(quotas, month, |member, quota| {
            if anchored(member) {
                let own = if month == 11 { counted.best } else { 0 };
                *(counted.missing)(quota) = own;
                left = (left - own).max(0);
            } else {
                shares.push((*(counted.due)(quota) * weight(member, counted.salt), member));
            }
        });
        let parts = shared_out(left, &shares);
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
                closings.push(balance + rounded(balance * own.unwrap_or(aimed + deviation(member)), WHOLE));
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
                let (due, missing) = (*(counted.due)(&mut sum), *(counted.missing)(&mut sum));
                *rate = rounded((due - missing) * WHOLE, due);
            }
            rates[5] = rounded((sum.closing - sum.opening) * WHOLE, sum.opening);
        }
        let [before, after] = rates;
        let gained: i64 = after.iter().zip(&before).take(5).map(|(after, before)| after - before).sum();
        before[5] - (aim - gained)
    }
}

impl Quota {
    fn add(&mut self, other: &mut Self) {
        for counted in &COUNTED {
            *(counted.due)(self) += *(counted.due)(other);
            *(counted.missing)(self) += *(counted.missing)(other);
        }
        self.opening += other.opening;
        self.closing += other.closing;
    }
}

/// What falls due: the same in the same month of both years, so that anchors compare.
fn due(member: usize, month: usize, quota: &mut Quota) {
    let mut random = Random::new(&[11, member, month % 12]);
    let more =
        |random: &mut Random, from: i64, spread: usize| from + i64::try_from(random.below(spread)).unwrap_or_default();
    quota.registrations = more(&mut random, 8, 3);
    quota.filings = more(&mut random, 46, 5);
    quota.late_payments = more(&mut random, 6, 2);
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

const fn arrears_change(month: usize) -> i64 {
    match month {
        0..11 => -9_000,
        11 => -15_200,
        _ => -22_000,
    }
}

fn weight(member: usize, salt: usize) -> i64 {
    i64::try_from(60 + Random::new(&[14, member, salt]).below(90)).unwrap_or(100)
}

fn deviation(member: usize) -> i64 {
    i64::try_from(Random::new(&[15, member]).below(8_000)).unwrap_or_default() - 4_000
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
fn shared_out(whole: i64, weights: &[(i64, usize)]) -> Vec<i64> {
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
