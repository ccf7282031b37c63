//! As much of JSON Schema as `schema.json` uses. A keyword that it does not know is a failure, and never passed over.

use serde_json::{Map, Value};

/// The keywords that say nothing of a value.
const WORDS: [&str; 4] = ["$schema", "$defs", "title", "description"];

/// A schema and its definitions.
pub struct Schema(pub Value);

impl Schema {
    /// What of `value` is not as the definition says, with the place where it is.
    pub fn faults(&self, definition: &str, value: &Value) -> Vec<String> {
        let mut faults = vec![];
        self.check(&self.definition(definition), value, definition, &mut faults);
        faults
    }

    /// A definition by its name.
    pub fn definition(&self, name: &str) -> Value {
        self.0["$defs"].get(name).cloned().unwrap_or_else(|| panic!("the schema has no definition {name:?}"))
    }

    fn check(&self, schema: &Value, value: &Value, place: &str, faults: &mut Vec<String>) {
        for (keyword, rule) in schema.as_object().unwrap_or_else(|| panic!("{place}: no schema: {schema}")) {
            let holds = match keyword.as_str() {
                "type" => is(rule.as_str().unwrap(), value),
                "enum" => rule.as_array().unwrap().contains(value),
                "minimum" => value.as_i64().or(value.as_u64().map(|_| i64::MAX)) >= rule.as_i64(),
                "maximum" => value.as_u64() <= rule.as_u64(),
                "minLength" => value.as_str().map(str::len) >= size(rule),
                "maxLength" => value.as_str().map(str::len) <= size(rule),
                "required" => names(rule).all(|name| value.get(name).is_some()),
                "additionalProperties" => *rule == Value::Bool(false) && only(value, &schema["properties"]),
                "anyOf" => rule.as_array().unwrap().iter().any(|one| {
                    let mut faults = vec![];
                    self.check(one, value, place, &mut faults);
                    faults.is_empty()
                }),
                "$ref" => {
                    let name = rule.as_str().unwrap().strip_prefix("#/$defs/").unwrap();
                    self.check(&self.definition(name), value, place, faults);
                    true
                }
                "properties" => {
                    let known = rule.as_object().unwrap().iter();
                    for (name, of, rule) in known.filter_map(|(name, rule)| Some((name, value.get(name)?, rule))) {
                        self.check(rule, of, &format!("{place}.{name}"), faults);
                    }
                    true
                }
                "items" => {
                    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.check(rule, item, &format!("{place}[{index}]"), faults);
                    }
                    true
                }
                word if WORDS.contains(&word) => true,
                word => panic!("{place}: the validator does not know {word:?}"),
            };
            if !holds {
                faults.push(format!("{place}: {keyword} {rule}, found {value}"));
            }
        }
    }
}

fn is(kind: &str, value: &Value) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_u64() || value.is_i64(),
        "null" => value.is_null(),
        other => panic!("the validator does not know the type {other:?}"),
    }
}

fn size(rule: &Value) -> Option<usize> {
    rule.as_u64().and_then(|size| usize::try_from(size).ok())
}

fn names(rule: &Value) -> impl Iterator<Item = &str> {
    rule.as_array().unwrap().iter().map(|name| name.as_str().unwrap())
}

/// Whether an object has no other properties than these.
fn only(value: &Value, properties: &Value) -> bool {
    value.as_object().unwrap_or(&Map::new()).keys().all(|name| properties.get(name).is_some())
}

#[test]
fn faults_are_found() {
    use serde_json::json;
    let part = json!({ "type": "object", "additionalProperties": false, "required": ["a"], "properties": {
        "a": { "type": "integer", "minimum": 1, "maximum": 3 },
        "b": { "type": "array", "items": { "anyOf": [{ "type": "null" }, { "enum": ["x"] }] } },
        "c": { "type": "string", "minLength": 2, "maxLength": 3 },
    } });
    let schema = Schema(json!({ "$defs": { "part": part, "whole": { "$ref": "#/$defs/part" } } }));
    assert_eq!(schema.faults("whole", &json!({ "a": 1, "b": [null, "x"], "c": "ab" })), [""; 0]);
    for (wrong, keyword) in [
        (json!([]), "type"),
        (json!({}), "required"),
        (json!({ "a": 1, "d": 1 }), "additionalProperties"),
        (json!({ "a": "1" }), "type"),
        (json!({ "a": 1.5 }), "type"),
        (json!({ "a": 0 }), "minimum"),
        (json!({ "a": 4 }), "maximum"),
        (json!({ "a": 1, "b": ["y"] }), "anyOf"),
        (json!({ "a": 1, "c": "a" }), "minLength"),
        (json!({ "a": 1, "c": "abcd" }), "maxLength"),
    ] {
        let faults = schema.faults("whole", &wrong);
        assert!(faults.iter().any(|fault| fault.contains(keyword)), "{wrong}: {faults:?}");
    }
}
