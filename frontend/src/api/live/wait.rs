//! How long to wait before the line is opened again.

use std::time::Duration;

/// Why it is not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The server takes the token no longer.
    TokenEnded,
    /// The network or the server went.
    Broken,
    /// There are too many lines already, or none can be had here.
    Refused,
}

impl Ending {
    /// By the code a line was closed with.
    pub fn of(code: u16) -> Self {
        match code {
            4401 | 4403 => Self::TokenEnded,
            1013 | 4429 => Self::Refused,
            _ => Self::Broken,
        }
    }
}

/// The longest wait, in seconds.
const LONGEST: u32 = 60;

/// How long to wait after `broken` endings without an opening between. `chance`, from 0 to 1, keeps a thousand pages from coming back
/// in the same moment.
pub fn wait(ending: Ending, broken: u32, chance: f64) -> Duration {
    let seconds = match (ending, broken) {
        // A token ends every quarter of an hour: the first time there is a fresh one at hand.
        (Ending::TokenEnded, 0 | 1) => return Duration::from_secs_f64(chance),
        (Ending::TokenEnded | Ending::Broken, _) => 1_u32.checked_shl(broken.min(6)).unwrap_or(LONGEST).min(LONGEST),
        (Ending::Refused, _) => LONGEST,
    };
    Duration::from_secs_f64(f64::from(seconds) * (0.5 + chance / 2.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_more_often_it_broke_the_longer_it_waits_but_never_more_than_a_minute() {
        let waits: Vec<u64> = (1..10).map(|broken| wait(Ending::Broken, broken, 1.0).as_secs()).collect();
        assert_eq!(waits, [2, 4, 8, 16, 32, 60, 60, 60, 60]);
        assert_eq!(wait(Ending::Broken, u32::MAX, 0.0).as_secs(), 30);
        assert_eq!(wait(Ending::Refused, 1, 1.0).as_secs(), 60);
    }

    #[test]
    fn a_token_that_ended_is_renewed_at_once_and_not_again_and_again() {
        assert!(wait(Ending::TokenEnded, 1, 0.9) < Duration::from_secs(1));
        assert!(wait(Ending::TokenEnded, 5, 0.0) >= Duration::from_secs(16));
    }

    #[test]
    fn the_code_says_why() {
        for (code, ending) in [
            (4403, Ending::TokenEnded),
            (4401, Ending::TokenEnded),
            (1013, Ending::Refused),
            (1006, Ending::Broken),
            (1001, Ending::Broken),
        ] {
            assert_eq!(Ending::of(code), ending);
        }
    }
}
