//! The IDL from the fragments that Anchor prints, put together as its own tool does.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};

/// Each fragment stands between a line that begins it and one that ends it; an address has none that ends it.
const BEGIN: &str = "--- IDL begin ";
const END: &str = "--- IDL end ";

/// Puts the fragments together.
pub fn idl(printed: &str) -> Result<Value> {
    let mut idl = None;
    let (mut address, mut errors, mut constants, mut events) = (None, None, vec![], vec![]);
    let mut types = BTreeMap::new();
    let mut lines = printed.lines();
    while let Some(line) = lines.next() {
        let Some(kind) = line.strip_prefix(BEGIN).and_then(|rest| rest.strip_suffix(" ---")) else { continue };
        if kind == "address" {
            address = lines.next().map(|line| Value::from(line.trim_matches('"')));
            continue;
        }
        let body: Vec<&str> = lines.by_ref().take_while(|line| !line.starts_with(END)).collect();
        let fragment: Value =
            serde_json::from_str(&body.join("\n")).with_context(|| format!("the {kind} of the IDL"))?;
        match kind {
            "program" if idl.is_none() => idl = fragment.as_object().cloned(),
            "errors" if errors.is_none() => errors = Some(fragment),
            "const" => constants.push(fragment),
            "event" => {
                insert(&mut types, fragment.get("types"));
                events.extend(fragment.get("event").cloned());
            }
            other => bail!("the IDL has a second or an unknown part {other}"),
        }
    }
    let mut idl = idl.context("no program printed its IDL")?;
    insert(&mut types, idl.get("types"));
    idl.insert("address".into(), address.context("no program printed its address")?);
    idl.insert("errors".into(), errors.unwrap_or_else(|| Value::Array(vec![])));
    idl.insert("constants".into(), Value::Array(constants));
    idl.insert("events".into(), Value::Array(events));
    idl.insert("types".into(), types.into_values().collect());
    Ok(Value::Object(sorted(shortened(idl))))
}

/// A type that several parts use is there once.
fn insert(types: &mut BTreeMap<String, Value>, more: Option<&Value>) {
    for ty in more.and_then(Value::as_array).into_iter().flatten() {
        types.insert(name(ty).to_owned(), ty.clone());
    }
}

/// Refusals keep the order of their codes.
fn sorted(mut idl: Map<String, Value>) -> Map<String, Value> {
    for list in ["accounts", "constants", "events", "instructions", "types"] {
        if let Some(Value::Array(list)) = idl.get_mut(list) {
            list.sort_by(|a, b| name(a).cmp(name(b)));
        }
    }
    idl
}

fn name(of: &Value) -> &str {
    of.get("name").and_then(Value::as_str).unwrap_or_default()
}

/// Types are named by their modules; where the last word is enough to tell them apart, it is what remains.
fn shortened(idl: Map<String, Value>) -> Map<String, Value> {
    let mut paths = BTreeSet::new();
    let mut idl = Value::Object(idl);
    each_text(&mut idl, &mut |text| {
        if is_path(text) {
            paths.insert(text.clone());
        }
    });
    let is_only = |path: &str| paths.iter().filter(|other| last(other) == last(path)).count() == 1;
    each_text(&mut idl, &mut |text| {
        if is_path(text) && is_only(text) {
            *text = last(text).to_owned();
        }
    });
    match idl {
        Value::Object(idl) => idl,
        _ => Map::new(),
    }
}

fn each_text(value: &mut Value, change: &mut dyn FnMut(&mut String)) {
    match value {
        Value::String(text) => change(text),
        Value::Array(list) => list.iter_mut().for_each(|value| each_text(value, change)),
        Value::Object(map) => map.values_mut().for_each(|value| each_text(value, change)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// `co_staking::state::Roles`
fn is_path(text: &str) -> bool {
    let is_word = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || c == '_');
    text.contains("::") && text.split("::").all(is_word)
}

fn last(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const PRINTED: &str = r#"
running 3 tests
---- print_address stdout ----
--- IDL begin address ---
"So1ana"
---- print_event stdout ----
--- IDL begin event ---
{ "event": { "name": "a::Told" }, "types": [{ "name": "a::Told", "with": "b::Part" }, { "name": "b::Part" }] }
--- IDL end event ---
--- IDL begin errors ---
[{ "code": 6001, "name": "Z" }, { "code": 6002, "name": "A" }]
--- IDL end errors ---
--- IDL begin program ---
{ "address": "", "instructions": [{ "name": "stake" }, { "name": "claim" }], "types": [{ "name": "b::Part" }] }
--- IDL end program ---
test result: ok. 3 passed"#;

    #[test]
    fn the_fragments_become_one() {
        let expected = json!({
            "address": "So1ana",
            "instructions": [{ "name": "claim" }, { "name": "stake" }],
            "events": [{ "name": "Told" }],
            "types": [{ "name": "Part" }, { "name": "Told", "with": "Part" }],
            "errors": [{ "code": 6001, "name": "Z" }, { "code": 6002, "name": "A" }],
            "constants": [],
        });
        assert_eq!(idl(PRINTED).unwrap(), expected);
    }

    #[test]
    fn two_types_of_one_name_keep_their_paths() {
        let printed = PRINTED.replace("a::Told", "b::Told").replace("\"with\": \"b::Part\"", "\"with\": \"c::Part\"");
        let idl = idl(&printed).unwrap();
        assert_eq!(idl["types"], json!([{ "name": "Told", "with": "c::Part" }, { "name": "b::Part" }]));
    }

    #[test]
    fn a_program_without_an_idl_is_an_error() {
        assert!(idl("running 0 tests").is_err());
        assert!(idl(&PRINTED.replace("begin address", "begin nothing")).is_err());
        assert!(idl(&PRINTED.replace("--- IDL end program ---", "}")).is_err());
    }
}
