//! `plant LIST ROOT [NUMBER…]`: builds the mutants of a list into the sources below ROOT.
//!
//! LIST is what `cargo mutants --list --json` printed. A mutant's number is its place in that list, counted from
//! [`FIRST`]; where the program reads that number it takes the mutant's way, and otherwise its own. So one build serves
//! all of them. The numbers given after ROOT are left out: those that do not compile.
//!
//! Prints a JSON object for each mutant: its number, its name, and whether it was planted.

mod list;
mod rewrite;

use std::{collections::BTreeSet, env, fs, path::Path};

use anyhow::{Context, Result, bail};
use list::Mutant;

/// The number of the first mutant: those below are the program's refusals and the planted bugs.
const FIRST: u32 = 100_000;

fn main() -> Result<()> {
    let args: Vec<String> = env::args().skip(1).collect();
    let [list, root, left_out @ ..] = args.as_slice() else { bail!("expected: plant LIST ROOT [NUMBER…]") };
    let left_out = left_out.iter().map(|number| number.parse::<u32>()).collect::<Result<BTreeSet<_>, _>>()?;
    let mutants = list::read(Path::new(list), FIRST)?;
    let files: BTreeSet<&String> = mutants.iter().map(|mutant| &mutant.file).collect();
    let mut planted = BTreeSet::new();
    for file in files {
        let here: Vec<&Mutant> = mutants.iter().filter(|m| m.file == *file && !left_out.contains(&m.number)).collect();
        let path = Path::new(root).join(file);
        let source = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let (rewritten, done) = rewrite::rewrite(&source, &here).with_context(|| format!("in {file}"))?;
        fs::write(&path, rewritten).with_context(|| format!("cannot write {}", path.display()))?;
        planted.extend(done);
    }
    for mutant in &mutants {
        let line = serde_json::json!({
            "number": mutant.number,
            "name": mutant.name,
            "function": mutant.function_name(),
            "file": mutant.file,
            "planted": planted.contains(&mutant.number),
        });
        println!("{line}");
    }
    Ok(())
}
