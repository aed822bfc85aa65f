//! How much the page may weigh on the wire, compressed with brotli. 1 KB is 1,000 bytes.

use anyhow::{Result, bail};

use crate::page::{Kind, Manifest};

struct Budget {
    what: &'static str,
    kinds: &'static [Kind],
    bytes: usize,
}

const BUDGETS: [Budget; 3] = [
    // Sign-in and the cockpit. The code of other pages is fetched when they are opened: frontend/src/pages/chunk.rs.
    Budget { what: "first route", kinds: &[Kind::Document, Kind::Style, Kind::Script, Kind::Wasm], bytes: 250_000 },
    Budget { what: "chart chunk", kinds: &[Kind::Charts], bytes: 240_000 },
    Budget { what: "style sheets", kinds: &[Kind::Style, Kind::PageStyle], bytes: 30_000 },
];

/// Prints every budget beside what is used of it.
///
/// # Errors
/// One of them is exceeded.
pub fn check(manifest: &Manifest) -> Result<()> {
    let mut exceeded = Vec::new();
    for budget in BUDGETS {
        let used = manifest.brotli(budget.kinds);
        println!("  {:<12} {:>7} of {:>7} bytes", budget.what, used, budget.bytes);
        if used > budget.bytes {
            exceeded.push(budget.what);
        }
    }
    if !exceeded.is_empty() {
        bail!("too heavy: {}", exceeded.join(", "));
    }
    Ok(())
}
