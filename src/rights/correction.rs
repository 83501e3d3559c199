//! Correction (GDPR 16): one field of one row, put right with the checks of its declaration.

use crate::{
    plan::{Field, FieldId, Store},
    vocab::{ChannelId, Duration, GuildId, MessageId, RoleId, Timestamp, Type, UserId, Value},
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
    let (kind, optional) = match &field.kind {
        Type::Optional(inner) => (&**inner, true),
        kind => (kind, false),
    };
    if optional && typed.is_empty() {
        return Ok(Value::None);
    }
    let id = || typed.parse::<u64>().ok();
    let value = match kind {
        Type::Bool => typed.parse().ok().map(Value::Bool),
        Type::Int => typed.parse().ok().map(Value::Int),
        Type::Text => Some(Value::Text(typed.to_owned())),
        Type::Emoji => (!typed.is_empty()).then(|| Value::Emoji(typed.to_owned())),
        Type::Instant => {
            let at = typed.parse::<jiff::Timestamp>().ok();
            at.map(|at| Value::Instant(Timestamp(at.as_millisecond())))
        }
        Type::Duration => typed.parse::<Duration>().ok().map(Value::Duration),
        Type::UserId | Type::Member => id().map(|id| Value::User(UserId(id))),
        Type::GuildId => id().map(|id| Value::Guild(GuildId(id))),
        Type::Channel => id().map(|id| Value::Channel(ChannelId(id))),
        Type::Role => id().map(|id| Value::Role(RoleId(id))),
        Type::MessageId => id().map(|id| Value::Message(MessageId(id))),
        Type::Words => {
            let words = typed.split(',').map(str::trim);
            let words = words.filter(|word| !word.is_empty());
            Some(Value::Words(words.map(str::to_owned).collect()))
        }
        Type::Attachment | Type::Optional(_) | Type::List(_) | Type::Row(_) => None,
    };
    let Some(value) = value else {
        return Err(format!("`{name}` takes {}", form(kind)));
    };
    let (measure, what) = match &value {
        Value::Int(number) => (Some(*number), ""),
        Value::Text(text) => (i64::try_from(text.chars().count()).ok(), " characters"),
        Value::Duration(duration) => (Some(duration.ms), " milliseconds"),
        Value::Words(words) => (i64::try_from(words.len()).ok(), " words"),
        _ => (None, ""),
    };
    match (measure, field.min, field.max) {
        (Some(has), Some(min), _) if has < min => {
            Err(format!("`{name}` takes at least {min}{what}, not {has}"))
        }
        (Some(has), _, Some(max)) if has > max => {
            Err(format!("`{name}` takes at most {max}{what}, not {has}"))
        }
        _ => Ok(value),
    }
}

fn form(kind: &Type) -> &'static str {
    match kind {
        Type::Bool => "true or false",
        Type::Int => "a whole number",
        Type::Instant => "a time such as 2026-01-31T12:00:00Z",
        Type::Duration => "a duration such as 1h30m",
        Type::Emoji => "an emoji",
        Type::Attachment | Type::List(_) | Type::Row(_) | Type::Optional(_) => {
            "nothing that can be typed"
        }
        Type::Text => "a text",
        Type::Words => "words, separated by commas",
        Type::UserId
        | Type::Member
        | Type::GuildId
        | Type::Channel
        | Type::Role
        | Type::MessageId => "an id",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{plan::Owner, vocab::Place};

    fn field(kind: Type, min: Option<i64>, max: Option<i64>) -> Field {
        Field {
            name: "it".to_owned(),
            about: None,
            kind,
            default: None,
            min,
            max,
            categories: Vec::new(),
            origin: None,
            person: None,
            owner: Owner::Guild,
            at: Place {
                file: String::new(),
                first_line: 1,
                last_line: 1,
            },
        }
    }

    #[test]
    fn what_is_typed_has_to_be_what_the_field_takes() {
        let ok = |kind, typed: &str| corrected(&field(kind, Some(0), Some(5)), typed).unwrap();
        assert_eq!(ok(Type::Int, "5"), Value::Int(5));
        assert_eq!(ok(Type::Text, "grüße"), Value::Text("grüße".to_owned()));
        assert_eq!(
            ok(Type::Instant, "1970-01-01T00:00:01Z"),
            Value::Instant(Timestamp(1_000))
        );
        assert_eq!(ok(Type::Optional(Box::new(Type::Int)), ""), Value::None);
        assert_eq!(
            ok(Type::Words, "a, b,"),
            Value::Words(vec!["a".into(), "b".into()])
        );
        for (kind, typed, why) in [
            (Type::Int, "6", "at most 5, not 6"),
            (Type::Int, "-1", "at least 0, not -1"),
            (Type::Int, "five", "a whole number"),
            (Type::Int, "", "a whole number"),
            (Type::Text, "123456", "at most 5 characters, not 6"),
            (Type::Bool, "yes", "true or false"),
            (Type::Instant, "yesterday", "a time such as"),
            (Type::Role, "@mods", "an id"),
        ] {
            let told = corrected(&field(kind, Some(0), Some(5)), typed).unwrap_err();
            assert!(told.contains(why), "{typed}: {told}");
        }
    }
}
