//! Correction (GDPR 16): one field of one row, put right with the checks of its declaration.

use crate::{
    plan::{Field, FieldId, Store},
    vocab::Value,
};

/// The field that is to be corrected.
///
/// # Errors
/// When the store has no such field, or it says which row it is or whom it is about.
pub fn correctable<'a>(store: &'a Store, name: &str) -> Result<(FieldId, &'a Field), String> {
    let mut fields = (0u32..).zip(&store.fields);
    let Some((at, field)) = fields.find(|(_, field)| field.name == name) else {
        let names: Vec<&str> = store.fields.iter().map(|field| &*field.name).collect();
        return Err(format!(
            "`{}` has no field `{name}`; it has {}",
            store.name,
            names.join(", ")
        ));
    };
    if at < store.key_len || field.person.is_some() {
        return Err(format!(
            "`{name}` says which row of `{}` it is and whom it is about; correct another field, or erase the row",
            store.name
        ));
    }
    Ok((FieldId(at), field))
}

/// What somebody typed, as a value that the field may hold. Nothing typed is no value, where the field may have none.
///
/// # Errors
/// What the field takes instead.
pub fn corrected(field: &Field, typed: &str) -> Result<Value, String> {
    let name = &field.name;
    let kind = field.kind.kind();
    if typed.is_empty() {
        return if field.optional {
            Ok(Value::None)
        } else {
            let takes = kind.takes;
            Err(format!(
                "`{name}` is not optional, so it cannot be emptied; it takes {takes}"
            ))
        };
    }
    let Some(value) = kind.typed(typed) else {
        return Err(format!("`{name}` takes {}", kind.takes));
    };
    let Some((measure, has)) = kind.measure.zip(kind.size(&value)) else {
        return Ok(value);
    };
    let outside = match (field.min, field.max) {
        (Some(min), _) if has < min => Some(("at least", min)),
        (_, Some(max)) if has > max => Some(("at most", max)),
        (Some(_) | None, Some(_) | None) => None,
    };
    match outside {
        Some((what, limit)) => Err(format!(
            "`{name}` takes {what} {}{}, not {}",
            measure.amount(limit),
            measure.unit(),
            measure.amount(has)
        )),
        None => Ok(value),
    }
}
