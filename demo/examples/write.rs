//! Writes a demo bureau: `cargo run -p demo --example write -- city folder`.
#![expect(clippy::print_stdout, clippy::expect_used, reason = "an example talks to its user")]

use std::path::Path;
use std::time::Instant;

use demo::{Size, World};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let size = match arguments.next().as_deref() {
        Some("small") => Size::Small,
        Some("province") => Size::Province,
        _ => Size::City,
    };
    let folder = arguments.next().expect("a folder to write to");
    let world = if arguments.next().as_deref() == Some("two") { World::Two } else { World::One };
    let start = Instant::now();
    let summary = demo::write(size, world, Path::new(&folder), &mut |_| ()).expect("the folder can be written");
    println!("{summary:#?}\n{} ms", start.elapsed().as_millis());
}
