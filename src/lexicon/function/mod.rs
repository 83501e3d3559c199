//! Functions of the expression language.

mod meaning;

use crate::vocab::{Type, Value};

use super::{by_name, text};

/// A function over values.
pub struct Function {
    pub name: &'static str,
    pub doc: &'static str,
    pub takes: &'static [Takes],
    pub gives: Yields,
    pub means: Means,
}

by_name!(Function, FUNCTIONS.iter().copied(), "a function");

/// The type of an argument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Takes {
    Of(Type),
    /// A number, a duration or an instant; all such arguments of a call are of one type.
    Ordered,
    /// Somebody, a channel or a role.
    Mentionable,
    /// A text, words or a list.
    Long,
    /// A list.
    Several,
    /// A regular expression, which the policy itself says.
    Pattern,
}

impl Takes {
    /// Whether it is one of several types.
    #[must_use]
    pub fn is_open(&self) -> bool {
        match self {
            Self::Of(_) | Self::Pattern => false,
            Self::Ordered | Self::Mentionable | Self::Long | Self::Several => true,
        }
    }
}

/// The type of the result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Yields {
    Of(Type),
    /// That of the first argument.
    Same,
}

/// What a function computes.
#[derive(Debug, Clone, Copy)]
pub enum Means {
    /// From its arguments alone, of which texts arrive as they are shown. An error fails the handler, and holds no data.
    Pure(fn(&[Value]) -> Result<Value, &'static str>),
    /// A number between two others, by the dice of the event.
    Random,
    /// Text that a server's admin wrote, in a sandbox that knows the event.
    Render,
    /// How many members are in a voice channel, as far as Discord told.
    Members,
    /// Whether somebody is among those whom a setting names. The setting says which rule it goes by, so it is asked
    /// itself and not its value.
    May,
    /// Somebody or something, as Discord's mention of it. Somebody stays an id until it is text, so that `mentions`
    /// knows whom to notify.
    Mention,
}

const MISTYPED: Result<Value, &str> = Err("a value is not what the function takes");

const TEXT: Takes = Takes::Of(Type::Text);
const INT: Takes = Takes::Of(Type::Int);

fn number(count: usize) -> Value {
    Value::Int(i64::try_from(count).unwrap_or(i64::MAX))
}

fn extreme(args: &[Value], wanted: std::cmp::Ordering) -> Result<Value, &'static str> {
    let [first, rest @ ..] = args else {
        return MISTYPED;
    };
    let mut best = first;
    for next in rest {
        if std::mem::discriminant(next) != std::mem::discriminant(best) {
            return MISTYPED;
        }
        if next.cmp(best) == wanted {
            best = next;
        }
    }
    Ok(best.clone())
}

pub static RANDOM: Function = Function {
    name: "random",
    doc: "`random(low, high)`: a number between the two, both included, whichever is the lower.",
    takes: &[INT, INT],
    gives: Yields::Of(Type::Int),
    means: Means::Random,
};

pub static LEVEL: Function = Function {
    name: "level",
    doc: "`level(xp)`: the level that a total of XP reaches. From level `n` to the next it takes `5n² + 50n + 100`.",
    takes: &[INT],
    gives: Yields::Of(Type::Int),
    means: Means::Pure(|args| match args {
        [Value::Int(xp)] => Ok(Value::Int(meaning::level(*xp))),
        _ => MISTYPED,
    }),
};

pub static LEVEL_XP: Function = Function {
    name: "level-xp",
    doc: "`level-xp(level)`: the total of XP at which a level starts.",
    takes: &[INT],
    gives: Yields::Of(Type::Int),
    means: Means::Pure(|args| match args {
        [Value::Int(level)] => Ok(Value::Int(meaning::level_xp(*level).unwrap_or(i64::MAX))),
        _ => MISTYPED,
    }),
};

pub static MEMBERS_IN: Function = Function {
    name: "members-in",
    doc: "`members-in(channel)`: how many members, bots included, are in a voice channel.",
    takes: &[Takes::Of(Type::Channel)],
    gives: Yields::Of(Type::Int),
    means: Means::Members,
};

pub static MIN: Function = Function {
    name: "min",
    doc: "`min(a, b)`: the lesser of two numbers, durations or instants.",
    takes: &[Takes::Ordered, Takes::Ordered],
    gives: Yields::Same,
    means: Means::Pure(|args| extreme(args, std::cmp::Ordering::Less)),
};

pub static MAX: Function = Function {
    name: "max",
    doc: "`max(a, b)`: the greater of two numbers, durations or instants.",
    takes: &[Takes::Ordered, Takes::Ordered],
    gives: Yields::Same,
    means: Means::Pure(|args| extreme(args, std::cmp::Ordering::Greater)),
};

pub static LENGTH: Function = Function {
    name: "length",
    doc: "`length(of)`: how many characters a text has, or how many values a list.",
    takes: &[Takes::Long],
    gives: Yields::Of(Type::Int),
    means: Means::Pure(|args| match args {
        [Value::Text(of)] => Ok(number(text::units(of))),
        [Value::Words(of)] => Ok(number(of.len())),
        [Value::List(of)] => Ok(number(of.len())),
        _ => MISTYPED,
    }),
};

pub static TAKE: Function = Function {
    name: "take",
    doc: "`take(list, most)`: the first values of a list, at most so many.",
    takes: &[Takes::Several, INT],
    gives: Yields::Same,
    means: Means::Pure(|args| match args {
        [Value::List(of), Value::Int(most)] => {
            let most = usize::try_from((*most).max(0)).unwrap_or(usize::MAX);
            Ok(Value::List(of.iter().take(most).cloned().collect()))
        }
        _ => MISTYPED,
    }),
};

pub static LOWER: Function = Function {
    name: "lower",
    doc: "`lower(text)`: the text in small letters.",
    takes: &[TEXT],
    gives: Yields::Of(Type::Text),
    means: Means::Pure(|args| match args {
        [Value::Text(of)] => Ok(Value::Text(of.to_lowercase())),
        _ => MISTYPED,
    }),
};

pub static CONTAINS: Function = Function {
    name: "contains",
    doc: "`contains(text, part)`: whether the part stands in the text, both as people read them.",
    takes: &[TEXT, TEXT],
    gives: Yields::Of(Type::Bool),
    means: Means::Pure(|args| match args {
        [Value::Text(of), Value::Text(part)] => Ok(Value::Bool(meaning::contains(of, part))),
        _ => MISTYPED,
    }),
};

pub static STARTS_WITH: Function = Function {
    name: "starts-with",
    doc: "`starts-with(text, start)`: whether the text begins with the other, letter by letter.",
    takes: &[TEXT, TEXT],
    gives: Yields::Of(Type::Bool),
    means: Means::Pure(|args| match args {
        [Value::Text(of), Value::Text(start)] => Ok(Value::Bool(of.starts_with(start))),
        _ => MISTYPED,
    }),
};

pub static ENDS_WITH: Function = Function {
    name: "ends-with",
    doc: "`ends-with(text, end)`: whether the text ends with the other, letter by letter.",
    takes: &[TEXT, TEXT],
    gives: Yields::Of(Type::Bool),
    means: Means::Pure(|args| match args {
        [Value::Text(of), Value::Text(end)] => Ok(Value::Bool(of.ends_with(end))),
        _ => MISTYPED,
    }),
};

pub static WRAPS: Function = Function {
    name: "wraps",
    doc: "`wraps(text, before, after)`: whether the text begins with the one and ends with the other, letter by letter; \
          not where both are empty, nor where one of them ends inside a mention.",
    takes: &[TEXT, TEXT, TEXT],
    gives: Yields::Of(Type::Bool),
    means: Means::Pure(|args| match args {
        [Value::Text(of), Value::Text(before), Value::Text(after)] => {
            Ok(Value::Bool(meaning::within(of, before, after).is_some()))
        }
        _ => MISTYPED,
    }),
};

pub static UNWRAP: Function = Function {
    name: "unwrap",
    doc: "`unwrap(text, before, after)`: what stands between the two where `wraps`, without white space around it; \
          otherwise the text as it is.",
    takes: &[TEXT, TEXT, TEXT],
    gives: Yields::Of(Type::Text),
    means: Means::Pure(|args| match args {
        [Value::Text(of), Value::Text(before), Value::Text(after)] => {
            let inside = meaning::within(of, before, after).map(str::trim);
            Ok(Value::Text(inside.unwrap_or(of).to_owned()))
        }
        _ => MISTYPED,
    }),
};

pub static MATCHES: Function = Function {
    name: "matches",
    doc: "`matches(text, pattern)`: whether the regular expression is found in the text, as people read it and without \
          regard to case. The pattern is written out in the policy.",
    takes: &[TEXT, Takes::Pattern],
    gives: Yields::Of(Type::Bool),
    means: Means::Pure(|args| match args {
        [Value::Text(of), Value::Text(pattern)] => Ok(Value::Bool(meaning::matches(of, pattern))),
        _ => MISTYPED,
    }),
};

pub static SCRUB: Function = Function {
    name: "scrub",
    doc: "`scrub(text)`: the text with `…` in place of mentions, of ids and of other numbers of 15 digits or more.",
    takes: &[TEXT],
    gives: Yields::Of(Type::Text),
    means: Means::Pure(|args| match args {
        [Value::Text(of)] => Ok(Value::Text(text::scrub(of))),
        _ => MISTYPED,
    }),
};

pub static FLOOR: Function = Function {
    name: "floor",
    doc: "`floor(instant, duration)`: the last whole one before an instant, counted in UTC: `floor(now, 1h)` is the hour, \
          `floor(now, 1d)` the day.",
    takes: &[Takes::Of(Type::Instant), Takes::Of(Type::Duration)],
    gives: Yields::Of(Type::Instant),
    means: Means::Pure(|args| match args {
        [Value::Instant(at), Value::Duration(step)] => {
            Ok(Value::Instant(meaning::floor(*at, *step)))
        }
        [Value::None, _] | [_, Value::None] => Ok(Value::None),
        _ => MISTYPED,
    }),
};

pub static CONTAINS_ANY: Function = Function {
    name: "contains-any",
    doc: "`contains-any(text, words)`: whether one of the words stands in the text as a whole word, all as people read \
          them; `*` in a word stands for any letters.",
    takes: &[TEXT, Takes::Of(Type::Words)],
    gives: Yields::Of(Type::Bool),
    means: Means::Pure(|args| match args {
        [_, Value::None] => Ok(Value::Bool(false)),
        [Value::Text(of), Value::Words(words)] => meaning::contains_any(of, words)
            .map(Value::Bool)
            .ok_or("a list of words is too large to search for"),
        _ => MISTYPED,
    }),
};

pub static SIMILAR: Function = Function {
    name: "similar",
    doc: "`similar(text, other)`: whether one name is easily taken for the other: they are the same but for look-alikes, \
          accents, spaces and signs, letters that are doubled and, from five letters on, one letter.",
    takes: &[TEXT, TEXT],
    gives: Yields::Of(Type::Bool),
    means: Means::Pure(|args| match args {
        [Value::Text(one), Value::Text(other)] => Ok(Value::Bool(text::alike(one, other))),
        _ => MISTYPED,
    }),
};

pub static SIMILAR_ANY: Function = Function {
    name: "similar-any",
    doc: "`similar-any(text, words)`: whether the text is `similar` to one of the words.",
    takes: &[TEXT, Takes::Of(Type::Words)],
    gives: Yields::Of(Type::Bool),
    means: Means::Pure(|args| match args {
        [_, Value::None] => Ok(Value::Bool(false)),
        [Value::Text(of), Value::Words(words)] => {
            Ok(Value::Bool(words.iter().any(|word| text::alike(of, word))))
        }
        _ => MISTYPED,
    }),
};

pub static ANY_IN: Function = Function {
    name: "any-in",
    doc: "`any-in(list, words)`: whether one of the texts of a list is one of the words, in capitals or small letters.",
    takes: &[Takes::Several, Takes::Of(Type::Words)],
    gives: Yields::Of(Type::Bool),
    means: Means::Pure(|args| match args {
        [_, Value::None] => Ok(Value::Bool(false)),
        [Value::List(of), Value::Words(words)] => {
            let listed: Vec<String> = words
                .iter()
                .map(|word| word.trim().to_lowercase())
                .collect();
            let is_listed = |one: &Value| matches!(one, Value::Text(one) if listed.contains(&one.to_lowercase()));
            Ok(Value::Bool(of.iter().any(is_listed)))
        }
        _ => MISTYPED,
    }),
};

pub static JOINED: Function = Function {
    name: "joined",
    doc: "`joined(text, other)`: both with a comma between them, or the one that says something.",
    takes: &[TEXT, TEXT],
    gives: Yields::Of(Type::Text),
    means: Means::Pure(|args| match args {
        [Value::Text(one), Value::Text(other)] => {
            Ok(Value::Text(match (one.as_str(), other.as_str()) {
                ("", said) | (said, "") => said.to_owned(),
                (one, other) => format!("{one}, {other}"),
            }))
        }
        _ => MISTYPED,
    }),
};

pub static HAS_INVITE: Function = Function {
    name: "has-invite",
    doc: "`has-invite(text)`: whether the text has an invitation to a Discord server, as a browser would read it.",
    takes: &[TEXT],
    gives: Yields::Of(Type::Bool),
    means: Means::Pure(|args| match args {
        [Value::Text(of)] => Ok(Value::Bool(text::has_invite(of))),
        _ => MISTYPED,
    }),
};

pub static CAPITALS: Function = Function {
    name: "capitals",
    doc: "`capitals(text)`: how many of a hundred letters are capitals, of those that can be one; 0 where there is none.",
    takes: &[TEXT],
    gives: Yields::Of(Type::Int),
    means: Means::Pure(|args| match args {
        [Value::Text(of)] => Ok(Value::Int(meaning::capitals(of))),
        _ => MISTYPED,
    }),
};

pub static HAS_LINK: Function = Function {
    name: "has-link",
    doc: "`has-link(text)`: whether the text has a web address or an invitation.",
    takes: &[TEXT],
    gives: Yields::Of(Type::Bool),
    means: Means::Pure(|args| match args {
        [Value::Text(of)] => Ok(Value::Bool(text::has_link(of))),
        _ => MISTYPED,
    }),
};

pub static RENDER: Function = Function {
    name: "render",
    doc: "`render(template)`: text that a server's admins wrote, with `{{ user.mention }}` and the like filled in.",
    takes: &[TEXT],
    gives: Yields::Of(Type::Text),
    means: Means::Render,
};

pub static MENTION: Function = Function {
    name: "mention",
    doc: "`mention(of)`: somebody, a channel or a role, as Discord shows them.",
    takes: &[Takes::Mentionable],
    gives: Yields::Of(Type::Text),
    means: Means::Mention,
};

pub static LINK: Function = Function {
    name: "link",
    doc: "`link(guild.id, channel, message)`: the address of a message whose id and channel are known.",
    takes: &[
        Takes::Of(Type::GuildId),
        Takes::Of(Type::Channel),
        Takes::Of(Type::MessageId),
    ],
    gives: Yields::Of(Type::Text),
    means: Means::Pure(|args| match args {
        [
            Value::Guild(guild),
            Value::Channel(channel),
            Value::Message(message),
        ] => Ok(Value::Text(text::link(*guild, *channel, *message))),
        _ => MISTYPED,
    }),
};

pub static MAY: Function = Function {
    name: "may",
    doc: "`may(member, settings.NAME)`: whether the member is among those whom a setting of type `who` names.",
    takes: &[Takes::Of(Type::Member), Takes::Of(Type::Who)],
    gives: Yields::Of(Type::Bool),
    means: Means::May,
};

pub static RELATIVE: Function = Function {
    name: "relative",
    doc: "`relative(instant)`: how long ago or ahead, which Discord shows in the reader's language.",
    takes: &[Takes::Of(Type::Instant)],
    gives: Yields::Of(Type::Text),
    means: Means::Pure(|args| match args {
        [Value::Instant(at)] => Ok(Value::Text(text::stamp(*at, 'R'))),
        [Value::None] => Ok(Value::None),
        _ => MISTYPED,
    }),
};

pub static TRUNCATE: Function = Function {
    name: "truncate",
    doc: "`truncate(text, characters)`: the text, cut with `…` where it is longer.",
    takes: &[TEXT, INT],
    gives: Yields::Of(Type::Text),
    means: Means::Pure(|args| match args {
        [Value::Text(of), Value::Int(max)] => {
            let max = usize::try_from(*max).unwrap_or_default();
            Ok(Value::Text(text::cut(of, max)))
        }
        _ => MISTYPED,
    }),
};

pub static FUNCTIONS: &[&Function] = &[
    &RANDOM,
    &LEVEL,
    &LEVEL_XP,
    &LENGTH,
    &TAKE,
    &LOWER,
    &CONTAINS,
    &STARTS_WITH,
    &ENDS_WITH,
    &WRAPS,
    &UNWRAP,
    &MATCHES,
    &CONTAINS_ANY,
    &SIMILAR,
    &SIMILAR_ANY,
    &ANY_IN,
    &JOINED,
    &HAS_INVITE,
    &HAS_LINK,
    &CAPITALS,
    &RENDER,
    &RELATIVE,
    &TRUNCATE,
    &SCRUB,
    &FLOOR,
    &MIN,
    &MAX,
    &MENTION,
    &LINK,
    &MAY,
    &MEMBERS_IN,
];

impl Function {
    #[must_use]
    pub fn of_word(word: &str) -> Option<&'static Self> {
        FUNCTIONS
            .iter()
            .copied()
            .find(|function| function.name == word)
    }
}

/// Why `matches` cannot look for a pattern; none where it can.
#[must_use]
pub fn pattern_problem(pattern: &str) -> Option<String> {
    meaning::pattern(pattern).err()
}

/// Whether a server's list of words is small enough for `contains-any`.
#[must_use]
pub fn can_search_for(words: &[String]) -> bool {
    meaning::contains_any("", words).is_some()
}
