//! What is wrong with a catalogue.

use miette::Diagnostic;
use thiserror::Error;

use crate::vocab::Span;

/// Of a command with everything in it, each text in the language in which it is longest:
/// <https://discord.com/developers/docs/interactions/application-commands>.
pub(super) const CHARACTERS_MAX: usize = 8_000;

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{n} of the policy's texts {} not said in {language}: {keys}", if *n == 1 { "is" } else { "are" })]
#[diagnostic(
    code("candor::language::missing"),
    help(
        "write a catalogue beside the policy: `candor texts {file} --language {tag}` begins one, and adds what is missing"
    )
)]
pub(crate) struct Missing {
    pub(super) n: usize,
    pub(super) language: &'static str,
    pub(super) keys: String,
    pub(super) file: String,
    pub(super) tag: &'static str,
    #[label(primary, "asked for here")]
    pub(super) at: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("the policy has no text `{key}`")]
#[diagnostic(
    code("candor::language::unknown-key"),
    help("delete it; a text that was changed has another key, which `candor texts` tells")
)]
pub(crate) struct Unknown {
    pub(super) key: String,
    #[label(primary, "said of nothing")]
    pub(super) at: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("the catalogue cannot be read: {what}")]
#[diagnostic(
    code("candor::language::unreadable"),
    help(
        "write `KEY = TEXT` on a line, as Fluent has it; the lines of a longer text are indented"
    )
)]
pub(crate) struct NotFluent {
    pub(super) what: String,
    #[label(primary, "not Fluent")]
    pub(super) at: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("`{key}` stands twice in the catalogue")]
#[diagnostic(code("candor::language::unreadable"), help("delete one of them"))]
pub(crate) struct Twice {
    pub(super) key: String,
    #[label(primary, "again here")]
    pub(super) at: Span,
    #[label("first here")]
    pub(super) first: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{what} has no place in a policy's catalogue")]
#[diagnostic(
    code("candor::language::unreadable"),
    help("write text, holes such as `{{ $member-mention }}`, and choices by what a hole holds")
)]
pub(crate) struct NotData {
    pub(super) what: &'static str,
    #[label(primary, "more than a text")]
    pub(super) at: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("the text has no hole `{name}`")]
#[diagnostic(code("candor::language::holes"), help("{help}"))]
pub(crate) struct HoleUnknown {
    pub(super) name: String,
    pub(super) help: String,
    #[label(primary, "not in the policy's text")]
    pub(super) at: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("the hole `{name}` is lost in translation")]
#[diagnostic(
    code("candor::language::holes"),
    help("put `{{ ${name} }}` where it belongs")
)]
pub(crate) struct HoleLost {
    pub(super) name: String,
    #[label(primary, "says less than the policy")]
    pub(super) at: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("`{what}` has {length} characters, and Discord takes {most}")]
#[diagnostic(code("candor::language::unfit"), help("say it in fewer words"))]
pub(crate) struct TooLong {
    pub(super) what: &'static str,
    pub(super) length: usize,
    pub(super) most: usize,
    #[label(primary, "too long")]
    pub(super) at: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("`{name}` is no name for a command, an option or a setting")]
#[diagnostic(
    code("candor::language::unfit"),
    help("write 1 to 32 letters, digits, `-` and `_`, in lower case and without spaces")
)]
pub(crate) struct BadName {
    pub(super) name: String,
    #[label(primary, "Discord refuses this")]
    pub(super) at: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("`{first}` and `{second}` are both called `{name}`")]
#[diagnostic(code("candor::language::unfit"), help("give each a name of its own"))]
pub(crate) struct SameName {
    pub(super) name: String,
    pub(super) first: String,
    pub(super) second: String,
    #[label(primary, "the name of another as well")]
    pub(super) at: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error(
    "`/{word}` with everything in it, each text in its longest language, has {characters} characters, and Discord \
     takes {CHARACTERS_MAX}"
)]
#[diagnostic(
    code("candor::language::unfit"),
    help("shorten names and descriptions in the catalogues, or make two commands")
)]
pub(crate) struct CommandTooLarge {
    pub(super) word: String,
    pub(super) characters: usize,
    #[label(primary, "too large in all of them together")]
    pub(super) at: Span,
}
