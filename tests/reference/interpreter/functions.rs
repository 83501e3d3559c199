//! What functions compute, once more where that is short. How people read a text in which there are marks or links
//! (`contains`, `contains-any`, `matches`, `has-invite`, `has-link` over such texts), how one is cut and how it is
//! scrubbed, is asked of the lexicon's row.

use candor::{
    lexicon::{
        Function,
        function::{Means, Takes},
        person,
    },
    vocab::{Timestamp, Type, Value},
};

use super::super::taint::Taint;
use super::{Flow, Run, Val, unread};

/// Whether people read the text as it stands.
fn is_plain(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ')
}

impl Run<'_, '_> {
    pub(super) fn call(&mut self, function: &Function, args: Vec<Val>) -> Flow<Val> {
        let mut taint = args
            .iter()
            .fold(Taint::default(), |all, arg| all.and(arg.taint));
        let values: Vec<Value> = args.into_iter().map(|arg| arg.value).collect();
        let value = match function.means {
            Means::Random => {
                let [Value::Int(one), Value::Int(other)] = values.as_slice() else {
                    return Ok(Val {
                        value: Value::None,
                        taint,
                    });
                };
                Value::Int(self.dice.i64(*one.min(other)..=*one.max(other)))
            }
            Means::Render => {
                for source in [&person::ID, &person::NAME] {
                    taint = taint.and(Taint::of_source(source));
                    self.reads(taint.copy);
                }
                self.rendered(&values[0])?
            }
            Means::May | Means::Members => return unread(function.name),
            Means::Mention => match &values[0] {
                user @ Value::User(_) => user.clone(),
                Value::None => Value::None,
                other => Value::Text(other.shown()),
            },
            Means::Pure(row) => {
                let is_list = |at: usize| function.takes[at] == Takes::Of(Type::Words);
                let mut all = values.iter().enumerate();
                if all.any(|(at, value)| *value == Value::None && !is_list(at)) {
                    Value::None
                } else {
                    let texts = |(at, value): (usize, Value)| match &function.takes[at] {
                        Takes::Of(Type::Text) | Takes::Pattern => Value::Text(self.shown(&value)),
                        _ => value,
                    };
                    let values: Vec<Value> = values.into_iter().enumerate().map(texts).collect();
                    match naive(function.name, &values) {
                        Some(value) => value,
                        None => row(&values).or_else(|_| unread(function.name))?,
                    }
                }
            }
        };
        Ok(Val { value, taint })
    }

    /// A template of those that traces write.
    fn rendered(&self, template: &Value) -> Flow<Value> {
        let Some(guild) = self.event.guild.as_deref() else {
            return unread("outside of servers");
        };
        let actor = &self.event.actor;
        let text = self.shown(template);
        let text = text.replace("{{ user.mention }}", &format!("<@{}>", actor.id));
        let text = text.replace("{{ server.name }}", &guild.name);
        if text.contains("{{") || text.contains("{%") {
            return unread("a template");
        }
        Ok(Value::Text(text))
    }

    pub(super) fn shown(&self, value: &Value) -> String {
        match value {
            Value::Attachment(at) => self
                .files
                .get(*at as usize)
                .map_or_else(|| value.shown(), |file| file.url.clone()),
            other => other.shown(),
        }
    }
}

/// Whether a text begins with the one, ends with the other, and neither is in the other's place.
fn is_between(text: &str, before: &str, after: &str) -> bool {
    let both = before.len() + after.len();
    both > 0 && both <= text.len() && text.starts_with(before) && text.ends_with(after)
}

/// None where the row is to be asked.
fn naive(name: &str, values: &[Value]) -> Option<Value> {
    Some(match (name, values) {
        ("length", [Value::Text(text)]) => Value::Int(text.encode_utf16().count() as i64),
        ("length", [Value::Words(words)]) => Value::Int(words.len() as i64),
        ("length", [Value::List(values)]) => Value::Int(values.len() as i64),
        ("take", [Value::List(values), Value::Int(most)]) => {
            let most = usize::try_from(*most).ok()?;
            Value::List(values[..most.min(values.len())].to_vec())
        }
        (
            "link",
            [
                Value::Guild(guild),
                Value::Channel(channel),
                Value::Message(message),
            ],
        ) => Value::Text(format!(
            "https://discord.com/channels/{guild}/{channel}/{message}"
        )),
        ("ends-with", [Value::Text(text), Value::Text(end)]) => {
            Value::Bool(text.ends_with(end.as_str()))
        }
        ("wraps", [Value::Text(text), Value::Text(before), Value::Text(after)]) => {
            Value::Bool(is_between(text, before, after))
        }
        ("unwrap", [Value::Text(text), Value::Text(before), Value::Text(after)]) => {
            if !is_between(text, before, after) {
                return Some(Value::Text(text.clone()));
            }
            let inside = &text[before.len()..text.len() - after.len()];
            Value::Text(inside.trim().to_owned())
        }
        ("matches", [Value::Text(text), Value::Text(part)]) if is_plain(text) && is_plain(part) => {
            Value::Bool(text.to_lowercase().contains(&part.to_lowercase()))
        }
        ("scrub", [Value::Text(text)]) if is_plain(text) && text.len() < 15 => {
            Value::Text(text.clone())
        }
        ("floor", [Value::Instant(at), Value::Duration(step)]) => {
            let (at, step) = (i128::from(at.0), i128::from(step.ms));
            let mut over = 0;
            if step > 0 {
                over = ((at % step) + step) % step;
            }
            let start = (at - over).max(i128::from(i64::MIN));
            Value::Instant(Timestamp(start as i64))
        }
        ("capitals", [Value::Text(text)]) => {
            let large = text.chars().filter(|c| c.is_uppercase()).count() as i64;
            let small = text.chars().filter(|c| c.is_lowercase()).count() as i64;
            Value::Int(if large == 0 {
                0
            } else {
                large * 100 / (large + small)
            })
        }
        ("lower", [Value::Text(text)]) => Value::Text(text.to_lowercase()),
        ("starts-with", [Value::Text(text), Value::Text(start)]) => {
            Value::Bool(text.starts_with(start.as_str()))
        }
        ("contains", [Value::Text(text), Value::Text(part)])
            if is_plain(text) && is_plain(part) =>
        {
            Value::Bool(text.to_lowercase().contains(&part.to_lowercase()))
        }
        ("has-invite" | "has-link", [Value::Text(text)]) if is_plain(text) => Value::Bool(false),
        ("contains-any", [Value::Text(_), Value::None]) => Value::Bool(false),
        ("contains-any", [Value::Text(text), Value::Words(words)])
            if is_plain(text) && words.iter().all(|word| is_plain(&word.replace('*', ""))) =>
        {
            let found = |word: &String| {
                text.split(' ').any(|one| match word.strip_suffix('*') {
                    Some(start) => one.to_lowercase().starts_with(&start.to_lowercase()),
                    None => one.to_lowercase() == word.to_lowercase(),
                })
            };
            let simple =
                |word: &String| !word.trim_end_matches('*').contains(['*', ' ']) && word.len() > 1;
            if !words.iter().all(simple) {
                return None;
            }
            Value::Bool(words.iter().any(found))
        }
        ("joined", [Value::Text(one), Value::Text(other)]) => {
            let said: Vec<&str> = [one, other].into_iter().map(String::as_str).collect();
            let said: Vec<&str> = said.into_iter().filter(|text| !text.is_empty()).collect();
            Value::Text(said.join(", "))
        }
        // What looks alike is the lexicon's to say; that a name looks like itself is not.
        ("similar", [Value::Text(one), Value::Text(other)])
            if one == other && one.chars().any(|c| c.is_ascii_alphanumeric()) =>
        {
            Value::Bool(true)
        }
        ("any-in", [_, Value::None]) => Value::Bool(false),
        ("any-in", [Value::List(list), Value::Words(words)]) => {
            let small: Vec<String> = words
                .iter()
                .map(|word| word.trim().to_lowercase())
                .collect();
            let found = |one: &Value| match one {
                Value::Text(text) => small.contains(&text.to_lowercase()),
                _ => false,
            };
            Value::Bool(list.iter().any(found))
        }
        ("similar-any", [Value::Text(_), Value::None]) => Value::Bool(false),
        ("min", [a, b]) => a.min(b).clone(),
        ("max", [a, b]) => a.max(b).clone(),
        ("level", [Value::Int(xp)]) if *xp < 1_000_000 => {
            let (mut level, mut start) = (0, 100);
            while start <= *xp {
                level += 1;
                start += 5 * level * level + 50 * level + 100;
            }
            Value::Int(level)
        }
        ("level-xp", [Value::Int(level)]) if *level < 1_000 => {
            Value::Int((0..*level).map(|n| 5 * n * n + 50 * n + 100).sum())
        }
        ("relative", [Value::Instant(at)]) => {
            Value::Text(format!("<t:{}:R>", at.0.div_euclid(1_000)))
        }
        ("truncate", [Value::Text(text), Value::Int(most)]) => {
            let fits = usize::try_from(*most).is_ok_and(|most| text.encode_utf16().count() <= most);
            if !fits {
                return None;
            }
            Value::Text(text.clone())
        }
        _ => return None,
    })
}
