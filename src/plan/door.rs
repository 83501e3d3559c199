//! Doors to a command: it is typed, picked from the menu on a member or a message, or a button is pressed. What a door
//! leaves out, a form asks for. What a button hands over travels in its id, and what any door hands over in the form's, so
//! that nothing has to be remembered until somebody pressed or filled it in.
//!
//! INVARIANT: such an id holds ids of people and of a server's things, numbers and choices of the policy: nothing that
//! somebody wrote.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Param;
use crate::lexicon::{OptionKind, kind::option, text::units};

/// What every id of the bot's begins with.
pub const PREFIX: &str = "candor:";
/// How the id of a form goes on, and that of a button that is a door.
pub const FORM: &str = "form:";
pub const PRESS: &str = "do:";
/// The same of a list to choose from: `pick:role pick?=role&n=1` lacks what is chosen as `role`.
pub const PICK: &str = "pick:";
/// What can be chosen from one list: <https://discord.com/developers/docs/components/reference#string-select>.
pub const CHOICES_MAX: usize = 25;
/// What a form asks for at most, and the longest text that it takes:
/// <https://discord.com/developers/docs/components/reference#text-input>.
pub const INPUTS_MAX: usize = 5;
pub const INPUT_CHARS_MAX: i64 = 4_000;
/// The longest id that Discord takes.
const ID_CHARS_MAX: usize = 100;
/// How somebody comes to a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// Typed, with options.
    Slash,
    /// Pointed at, with what it is about and nothing more: an entry of a menu, a button.
    Pointed,
}

/// An entry of a context menu.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Menu {
    pub name: String,
    pub on: MenuOn,
}

/// What the menu is opened on.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum MenuOn {
    Member,
    Message,
}

impl MenuOn {
    /// What an option of this kind can be filled in from.
    #[must_use]
    pub fn of(kind: &OptionKind) -> Option<Self> {
        if *kind == option::USER {
            Some(Self::Member)
        } else if *kind == option::MESSAGE_LINK {
            Some(Self::Message)
        } else {
            None
        }
    }
}

/// The options that a form asks for where a door hands over only those that are `given`: none, unless something is
/// lacking that the command cannot do without, or that is always asked for in a form.
pub fn asked<'a>(
    params: impl Iterator<Item = &'a Param>,
    door: Door,
    given: impl Fn(&Param) -> bool,
) -> Vec<&'a Param> {
    let lacking = params.filter(|param| !given(param));
    let lacking: Vec<&Param> = match door {
        // What is not typed there is left out on purpose.
        Door::Slash => lacking.filter(|param| param.form).collect(),
        Door::Pointed => lacking.collect(),
    };
    if lacking.iter().all(|param| !param.required && !param.form) {
        return Vec::new();
    }
    let asked = lacking.into_iter().filter(|param| param.is_typed());
    asked.collect()
}

/// The first option that has no place in an id, if any: nobody's words travel there.
pub fn too_free<'a, 'p>(mut given: impl Iterator<Item = &'a &'p Param>) -> Option<&'p Param>
where
    'p: 'a,
{
    given.find(|param| param.chars_max().is_none()).copied()
}

/// By how many characters the id may be too long, whatever is given; `chosen` names the option of a list.
#[must_use]
pub fn excess(
    kind: &str,
    path: &[String],
    chosen: Option<&str>,
    given: &[&Param],
) -> Option<usize> {
    let values = given.iter().map(|param| {
        let value = "9".repeat(param.chars_max().unwrap_or_default());
        (param.name.as_str(), value)
    });
    let chosen = chosen.map(|name| ("", name.to_owned()));
    let longest = id(kind, path, chosen.into_iter().chain(values));
    let over = (units(PREFIX) + units(&longest)).saturating_sub(ID_CHARS_MAX);
    (over > 0).then_some(over)
}

/// `form:role add?member=123&role=456`
#[must_use]
pub fn id<'a>(
    kind: &str,
    path: &[String],
    given: impl Iterator<Item = (&'a str, String)>,
) -> String {
    let given: Vec<_> = given
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    format!("{kind}{}?{}", path.join(" "), given.join("&"))
}

/// What an id says: the words of the command, and what is given by option.
pub type Said<'a> = (Vec<&'a str>, Vec<(&'a str, &'a str)>);

/// Reads an id without what it begins with.
#[must_use]
pub fn read(id: &str) -> Option<Said<'_>> {
    let (path, given) = id.split_once('?')?;
    let given = given.split('&').filter(|pair| !pair.is_empty());
    let given = given.map(|pair| pair.split_once('='));
    Some((path.split(' ').collect(), given.collect::<Option<_>>()?))
}
