//! SplitMix64 (Steele, Lea, Flood 2014), seeded by the numbers that name what is drawn. Its few lines stand here so that no
//! library's change changes the demo.

/// A stream of numbers that depends on its key alone.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(key: &[usize]) -> Self {
        let mut state = Self(0x9e37_79b9_7f4a_7c15);
        for &part in key {
            state.0 ^= u64::try_from(part).unwrap_or_default();
            state.0 = state.next();
        }
        state
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to, not including, `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end.max(1)).unwrap_or(1);
        usize::try_from((u128::from(self.next()) * u128::from(end)) >> 64).unwrap_or_default()
    }

    /// True in `percent` of a hundred draws.
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// True in `percent` of a hundred draws, as `strain` per cent makes of it.
    pub(crate) fn fails(&mut self, percent: usize, strain: usize) -> bool {
        self.below(10_000) < percent * strain
    }

    /// True in `percent` of a hundred draws where nothing strains: `strain` per cent is what becomes of the others.
    pub(crate) fn succeeds(&mut self, percent: usize, strain: usize) -> bool {
        !self.fails(100 - percent.min(100), strain)
    }

    /// One of `choices`.
    pub(crate) fn pick<T: Copy + Default>(&mut self, choices: &[T]) -> T {
        choices.get(self.below(choices.len())).copied().unwrap_or_default()
    }
}
