//! Where two pictures of the ledger differ, in words.

use crate::{ledger::Snapshot, spec::world::World};

/// Which accounts differ.
pub fn changed(before: &Snapshot, after: &Snapshot) -> String {
    let places = before.keys().chain(after.keys()).filter(|place| before.get(place) != after.get(place));
    let mut names: Vec<_> = places.map(|place| format!("{place:?}")).collect();
    names.dedup();
    names.join(", ")
}

/// The first lines that differ, the ledger's and the model's.
pub fn difference(found: &World, expected: &World) -> (String, String) {
    let (found, expected) = (format!("{found:#?}"), format!("{expected:#?}"));
    let mut path: Vec<&str> = vec![];
    for (found, expected) in found.lines().zip(expected.lines()) {
        let depth = (found.len() - found.trim_start().len()) / 4;
        path.truncate(depth);
        path.push(found.trim());
        if found != expected {
            let words: Vec<_> = path.iter().map(|line| line.trim_end_matches(['{', '(', '[', ' '])).collect();
            let place = words[..words.len() - 1].iter().filter(|word| !word.is_empty()).copied().collect::<Vec<_>>();
            let field = found.trim().split(':').next().unwrap_or_default();
            let what = format!("{}.{field}", place.get(1).copied().unwrap_or_default().trim_end_matches(": "));
            let figures = format!("in {}: `{}`, expected `{}`", place.join(" "), found.trim(), expected.trim());
            return (what, figures);
        }
    }
    ("the number of accounts".into(), format!("{} lines, expected {}", found.lines().count(), expected.lines().count()))
}
