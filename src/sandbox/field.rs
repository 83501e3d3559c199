//! Reading request bodies, and complaining about them field by field as Discord does (error 50035).
//!
//! Snowflakes and integers are accepted as strings and as numbers, as Discord accepts them.

use serde_json::{Map, Value, json};

use super::refusal::Refusal;

/// A snowflake. Inside the sandbox ids are plain numbers: most routes take an id before they know of what.
pub(crate) type Id = u64;

/// Fields of a JSON object; anything that is absent or of another type is `None`.
pub(crate) trait Fields {
    /// The value, unless absent or null.
    fn given(&self, name: &str) -> Option<&Value>;
    /// Whether the field was sent at all, null included.
    fn sent(&self, name: &str) -> bool;

    fn text(&self, name: &str) -> Option<&str> {
        self.given(name)?.as_str()
    }
    fn id(&self, name: &str) -> Option<Id> {
        snowflake(self.given(name)?)
    }
    fn int(&self, name: &str) -> Option<i64> {
        integer(self.given(name)?)
    }
    fn flag(&self, name: &str) -> bool {
        self.given(name).and_then(Value::as_bool).unwrap_or(false)
    }
    fn list(&self, name: &str) -> &[Value] {
        self.given(name)
            .and_then(Value::as_array)
            .map_or(&[], Vec::as_slice)
    }
    fn ids(&self, name: &str) -> Vec<Id> {
        self.list(name).iter().filter_map(snowflake).collect()
    }
    /// A permission set or other bit field, as string or number.
    fn bits(&self, name: &str) -> Option<u64> {
        snowflake(self.given(name)?)
    }
}

impl Fields for Value {
    fn given(&self, name: &str) -> Option<&Value> {
        self.get(name).filter(|value| !value.is_null())
    }

    fn sent(&self, name: &str) -> bool {
        self.get(name).is_some()
    }
}

pub(crate) fn snowflake(value: &Value) -> Option<Id> {
    value
        .as_u64()
        .or_else(|| value.as_str().and_then(|text| text.parse().ok()))
}

pub(crate) fn integer(value: &Value) -> Option<i64> {
    value
        .as_i64()
        .or_else(|| value.as_str().and_then(|text| text.parse().ok()))
}

/// Sets a field of an object; does nothing to what is not an object.
pub(crate) fn put(object: &mut Value, name: &str, value: impl Into<Value>) {
    if let Some(map) = object.as_object_mut() {
        map.insert(name.to_owned(), value.into());
    }
}

/// Adds the fields of one object to another.
pub(crate) fn extend(object: &mut Value, more: Value) {
    if let (Some(map), Value::Object(more)) = (object.as_object_mut(), more) {
        map.extend(more);
    }
}

pub(crate) fn id_list<'a>(ids: impl IntoIterator<Item = &'a Id>) -> Value {
    ids.into_iter().map(|id| json!(id.to_string())).collect()
}

/// Complaints about fields, collected so that all of them are answered at once.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    found: Vec<(String, &'static str, String)>,
}

impl Faults {
    /// `path` is dotted, array positions included: `options.0.name`.
    pub(crate) fn add(
        &mut self,
        path: impl Into<String>,
        code: &'static str,
        message: impl Into<String>,
    ) {
        self.found.push((path.into(), code, message.into()));
    }

    pub(crate) fn required(&mut self, path: impl Into<String>) {
        self.add(path, "BASE_TYPE_REQUIRED", "This field is required");
    }

    /// A text of `least` to `most` characters, counted as Discord counts them.
    pub(crate) fn length(&mut self, path: &str, text: &str, least: usize, most: usize) {
        let length = text.chars().count();
        if length < least || length > most {
            self.add(
                path,
                "BASE_TYPE_BAD_LENGTH",
                format!("Must be between {least} and {most} in length."),
            );
        }
    }

    pub(crate) fn at_most(&mut self, path: &str, length: usize, most: usize) {
        if length > most {
            self.add(
                path,
                "BASE_TYPE_MAX_LENGTH",
                format!("Must be {most} or fewer in length."),
            );
        }
    }

    pub(crate) fn choices(&mut self, path: impl Into<String>, allowed: &str) {
        self.add(
            path,
            "BASE_TYPE_CHOICES",
            format!("Value must be one of {{{allowed}}}."),
        );
    }

    /// The refusal with its tree of `_errors`, if anything was found.
    pub(crate) fn judge(self) -> Result<(), Refusal> {
        if self.found.is_empty() {
            return Ok(());
        }
        let mut tree = Value::Object(Map::new());
        for (path, code, message) in self.found {
            let steps: Vec<&str> = path.split('.').filter(|step| !step.is_empty()).collect();
            plant(
                &mut tree,
                &steps,
                &json!({"code": code, "message": message}),
            );
        }
        Err(Refusal::form(tree))
    }
}

/// Puts a fault at the end of its path, making the branches that lead there.
fn plant(node: &mut Value, steps: &[&str], fault: &Value) {
    let Some(map) = node.as_object_mut() else {
        return;
    };
    if let [first, rest @ ..] = steps {
        let inner = map
            .entry(*first)
            .or_insert_with(|| Value::Object(Map::new()));
        plant(inner, rest, fault);
    } else if let Some(list) = map
        .entry("_errors")
        .or_insert_with(|| json!([]))
        .as_array_mut()
    {
        list.push(fault.clone());
    }
}

/// One complaint about one field.
pub(crate) fn fault(path: &str, code: &'static str, message: &str) -> Refusal {
    let mut faults = Faults::default();
    faults.add(path, code, message);
    match faults.judge() {
        Err(refusal) => refusal,
        Ok(()) => Refusal::NOT_FOUND,
    }
}
