//! `cargo xtask schema`: the server's GraphQL schema as the file the page is compiled against.

use std::fs;

use anyhow::{Context, Result};

use crate::{
    process::{answer, root},
    server,
};

pub fn schema() -> Result<()> {
    server::build()?;
    let schema = answer(server::baton(None).arg("schema"))?;
    let file = root().join("shared/schema.graphql");
    if fs::read_to_string(&file).is_ok_and(|before| before == schema) {
        println!("{} is up to date.", file.display());
        return Ok(());
    }
    fs::write(&file, schema).with_context(|| format!("cannot write {}", file.display()))?;
    println!("Wrote {}.", file.display());
    Ok(())
}
