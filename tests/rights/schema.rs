//! Whether JSON fits a JSON Schema: the words that our schemas use, and no others. A word that is not known here fails
//! the test, so that nothing is passed over.

use serde_json::Value as Json;

/// Why `json` does not fit; nothing when it does.
pub fn misfits(schema: &Json, json: &Json) -> Vec<String> {
    let mut found = Vec::new();
    fits(schema, schema, json, "$", &mut found);
    found
}

fn fits(root: &Json, schema: &Json, json: &Json, at: &str, found: &mut Vec<String>) {
    if let Some(known) = schema.as_bool() {
        if !known {
            found.push(format!("{at} must not be there"));
        }
        return;
    }
    for (word, value) in schema.as_object().unwrap() {
        match word.as_str() {
            "$schema" | "title" | "description" | "default" | "$defs" => {}
            "$ref" => {
                let path = value.as_str().unwrap().strip_prefix('#').unwrap();
                fits(root, root.pointer(path).unwrap(), json, at, found);
            }
            "type" => {
                let kinds: Vec<&Json> = match value {
                    Json::Array(all) => all.iter().collect(),
                    one => vec![one],
                };
                if !kinds.iter().any(|kind| is(kind.as_str().unwrap(), json)) {
                    found.push(format!("{at} is no {value}: {json}"));
                }
            }
            "format" => match (value.as_str().unwrap(), json) {
                ("date-time", Json::String(text)) => {
                    if text.parse::<jiff::Timestamp>().is_err() {
                        found.push(format!("{at} is no time: {text}"));
                    }
                }
                ("date-time" | "uint32" | "uint64" | "int64", _) => {}
                (other, _) => panic!("the format {other} is not known here"),
            },
            "minimum" => {
                if json.as_i64().is_some_and(|n| n < value.as_i64().unwrap()) {
                    found.push(format!("{at} is below {value}"));
                }
            }
            "const" => {
                if json != value {
                    found.push(format!("{at} is not {value}: {json}"));
                }
            }
            "enum" => {
                if !value.as_array().unwrap().contains(json) {
                    found.push(format!("{at} is none of {value}: {json}"));
                }
            }
            "anyOf" | "oneOf" => {
                let all = value.as_array().unwrap();
                let fit = all
                    .iter()
                    .filter(|one| {
                        let mut none = Vec::new();
                        fits(root, one, json, at, &mut none);
                        none.is_empty()
                    })
                    .count();
                if fit == 0 || (word == "oneOf" && fit > 1) {
                    found.push(format!("{at} fits {fit} of {word}: {json}"));
                }
            }
            "items" => {
                for (i, item) in json.as_array().into_iter().flatten().enumerate() {
                    fits(root, value, item, &format!("{at}[{i}]"), found);
                }
            }
            "required" => {
                for name in value.as_array().unwrap() {
                    let name = name.as_str().unwrap();
                    if json.is_object() && json.get(name).is_none() {
                        found.push(format!("{at}.{name} is missing"));
                    }
                }
            }
            "properties" => {
                for (name, schema) in value.as_object().unwrap() {
                    if let Some(json) = json.get(name) {
                        fits(root, schema, json, &format!("{at}.{name}"), found);
                    }
                }
            }
            "additionalProperties" => {
                let known = schema.get("properties").and_then(Json::as_object);
                for (name, json) in json.as_object().into_iter().flatten() {
                    if known.is_none_or(|known| !known.contains_key(name)) {
                        fits(root, value, json, &format!("{at}.{name}"), found);
                    }
                }
            }
            other => panic!("the word {other} is not known here"),
        }
    }
}

fn is(kind: &str, json: &Json) -> bool {
    match kind {
        "null" => json.is_null(),
        "boolean" => json.is_boolean(),
        "integer" => json.is_i64() || json.is_u64(),
        "number" => json.is_number(),
        "string" => json.is_string(),
        "array" => json.is_array(),
        "object" => json.is_object(),
        other => panic!("the type {other} is not known here"),
    }
}

#[test]
fn what_does_not_fit_is_told() {
    let schema = serde_json::json!({
        "type": "object", "required": ["a"], "additionalProperties": false,
        "properties": { "a": { "type": ["string", "null"], "format": "date-time" }, "b": { "$ref": "#/$defs/b" } },
        "$defs": { "b": { "type": "array", "items": { "anyOf": [{ "type": "integer" }, { "type": "boolean" }] } } },
    });
    let told = |json: Json| misfits(&schema, &json).len();
    assert_eq!(told(serde_json::json!({ "a": null, "b": [1, true] })), 0);
    assert_eq!(told(serde_json::json!({ "a": "2026-01-01T00:00:00Z" })), 0);
    for wrong in [
        serde_json::json!({}),
        serde_json::json!({ "a": "yesterday" }),
        serde_json::json!({ "a": 1 }),
        serde_json::json!({ "a": null, "b": ["x"] }),
        serde_json::json!({ "a": null, "c": 1 }),
    ] {
        assert_eq!(told(wrong.clone()), 1, "{wrong}");
    }
}
