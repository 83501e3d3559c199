//! Correction (GDPR 16): one field of one row, put right with the checks of its declaration.

use crate::{
    plan::{Field, FieldId, Store},
    port::Trouble,
    vocab::Value,
};

/// The field that is to be corrected.
///
/// # Errors
/// When the store has no such field, or it says which row it is or whom it is about.
pub fn correctable<'a>(store: &'a Store, name: &str) -> Result<(FieldId, &'a Field), Trouble> {
    let mut fields = (0u32..).zip(&store.fields);
    let Some((at, field)) = fields.find(|(_, field)| field.name == name) else {
        let names: Vec<&str> = store.fields.iter().map(|field| &*field.name).collect();
        return Err(Trouble::new(
            format!("`{}` has no field `{name}`", store.name),
            format!("it has {}", names.join(", ")),
        ));
    };
    if at < store.key_len || field.person.is_some() {
        return Err(Trouble::new(
            format!(
                "`{name}` says which row of `{}` it is and whom it is about",
                store.name
            ),
            "correct another field, or erase the row",
        ));
    }
    Ok((FieldId(at), field))
}

/// What somebody typed, as a value that the field may hold. Nothing typed is no value, where the field may have none.
///
/// # Errors
/// What the field takes instead.
pub fn corrected(field: &Field, typed: &str) -> Result<Value, Trouble> {
    let name = &field.name;
    let kind = field.kind.kind();
    if typed.is_empty() {
        return if field.optional {
            Ok(Value::None)
        } else {
            Err(Trouble::new(
                format!("`{name}` is not optional, so it cannot be emptied"),
                format!("it takes {}", kind.takes),
            ))
        };
    }
    let Some(value) = field.kind.typed(typed) else {
        let many = if field.kind.is_list() {
            ", or several, separated by commas"
        } else {
            ""
        };
        return Err(other(format!("`{name}` takes {}{many}", kind.takes)));
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
        Some((what, limit)) => Err(other(format!(
            "`{name}` takes {what} {}{}, not {}",
            measure.amount(limit),
            measure.unit(),
            measure.amount(has)
        ))),
        None => Ok(value),
    }
}

fn other(what: String) -> Trouble {
    Trouble::new(what, "give another value")
}
