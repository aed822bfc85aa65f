//! Chance that can be repeated: a seed always throws the same (SplitMix64).

use shared::id::Id;

#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// 0 to one less than `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(bound.max(1)).unwrap()).unwrap()
    }

    pub fn between(&mut self, least: usize, most: usize) -> usize {
        least + self.below(most - least + 1)
    }

    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn pick<'t, T>(&mut self, from: &'t [T]) -> &'t T {
        &from[self.below(from.len())]
    }

    pub fn maybe<'t, T>(&mut self, percent: usize, from: &'t [T]) -> Option<&'t T> {
        (!from.is_empty() && self.chance(percent)).then(|| self.pick(from))
    }

    pub fn id<I: Id>(&mut self) -> I {
        I::from_raw(self.next().cast_signed())
    }

    pub fn number(&mut self) -> i64 {
        i64::try_from(self.below(1_000_000)).unwrap()
    }
}
