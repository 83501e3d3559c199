//! Names: those that stand for something declared elsewhere, words out of a closed list, and what may be called how.

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    lexicon::Deed,
    syntax::did_you_mean,
    vocab::{
        Basis, ButtonStyle, CardKind, Category, Intent, Origin, Permission, Sink, Span, Spanned,
        Way,
    },
};

/// Steps with a form of their own; the others are deeds.
pub(super) const STEPS: &[&str] = &[
    "when",
    "else",
    "let",
    "score",
    "each",
    "first",
    "limit",
    "stop",
    "require",
    "insert",
    "update",
    "delete",
    "finish",
    "reply",
    "send",
    "emit",
    "dm",
    "edit-message",
    "ask",
];

/// Whether a node of this name is a step.
pub(super) fn is_step(word: &str) -> bool {
    STEPS.contains(&word) || Deed::of_word(word).is_some()
}

/// A finding that nothing of a kind has this name.
macro_rules! unknown {
    ($($(#[$meta:meta])* $name:ident code($code:literal);)*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
        #[error("`{name}` is not {what}")]
        #[diagnostic(code($code), help("{help}"))]
        pub(crate) struct $name {
            pub(crate) name: String,
            /// `a store`, `a category`, `a permission`.
            pub(crate) what: String,
            pub(crate) help: String,
            #[label(primary, "not known")]
            pub(crate) at: Span,
        }

        impl $name {
            pub(crate) fn new(name: &Spanned<String>, what: &str, known: &[&str]) -> Self {
                Self {
                    name: name.node.clone(),
                    what: what.to_owned(),
                    help: if known.is_empty() {
                        format!("declare `{}` first", name.node)
                    } else {
                        did_you_mean(&name.node, known)
                    },
                    at: name.span,
                }
            }
        }
    )*};
}

unknown! {
    /// What an expression begins with, which nothing is called.
    UnknownName code("candor::names::unknown-name");
    UnknownStore code("candor::names::unknown-store");
    UnknownFeature code("candor::names::unknown-feature");
    UnknownFunction code("candor::names::unknown-function");
    /// A button is a door to a command that is not there.
    UnknownCommand code("candor::names::unknown-command");
    /// A command has no option of this name.
    UnknownOption code("candor::names::unknown-option");
    /// A button is shown, and no handler answers to it.
    UnansweredButton code("candor::names::unanswered-button");
    /// `params.NAME` of no parameter.
    UnknownParam code("candor::import::unknown-parameter");
    UnknownSetting code("candor::names::unknown-setting");
    /// A store, or a value, has no such field.
    UnknownField code("candor::names::unknown-field");
    UnknownPurpose code("candor::names::unknown-purpose");
    /// Something that Discord tells, or does not.
    UnknownSource code("candor::names::unknown-source");
    /// A type of a field, a setting or an option.
    UnknownType code("candor::names::unknown-type");
    /// A word out of a list that no policy makes longer.
    UnknownWord code("candor::names::unknown-word");
}

/// Something about a person that Discord does not say with the event.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("Discord does not tell `{name}` with `{event}`")]
#[diagnostic(code("candor::names::not-told"), help("of the person, use `{told}`"))]
pub(crate) struct NotTold {
    pub(crate) name: String,
    pub(crate) event: &'static str,
    pub(crate) told: String,
    #[label(primary, "not told here")]
    pub(crate) at: Span,
}

/// A second thing of one kind has a name that the first has.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{what} is given twice")]
#[diagnostic(code("candor::names::taken"), help("keep one of the two"))]
pub(crate) struct Taken {
    /// ``the store `xp` ``
    pub(crate) what: String,
    #[label(primary, "given again")]
    pub(crate) at: Span,
    #[label("first here")]
    pub(crate) first_at: Span,
}

impl Taken {
    pub(crate) fn new(kind: &str, name: &Spanned<String>, first_at: Span) -> Self {
        Self {
            what: format!("the {kind} `{}`", name.node),
            at: name.span,
            first_at,
        }
    }
}

/// A name that the language or the bot keeps for itself.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("`{name}` cannot name {what}")]
#[diagnostic(
    code("candor::names::reserved"),
    help("choose another name, such as `my-{name}`")
)]
pub(crate) struct Reserved {
    pub(crate) name: String,
    pub(crate) what: &'static str,
    /// What the name means already.
    pub(crate) meaning: &'static str,
    #[label(primary, "{meaning}")]
    pub(crate) at: Span,
}

/// A name with characters or of a length that it cannot have.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("`{name}` cannot name {what}")]
#[diagnostic(
    code("candor::names::bad-name"),
    help("use at most 32 small letters, digits and `-`")
)]
pub(crate) struct BadName {
    pub(crate) name: String,
    pub(crate) what: &'static str,
    pub(crate) why: &'static str,
    #[label(primary, "{why}")]
    pub(crate) at: Span,
}

/// A name with letters of another script that look Latin. Expressions have Latin letters, so nobody could name it.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("`{name}` has letters that only look Latin")]
#[diagnostic(code("candor::names::confusable"), help("write `{plain}`"))]
pub(crate) struct Confusable {
    name: String,
    plain: String,
    letter: char,
    code: String,
    #[label(primary, "`{letter}` is {code}")]
    at: Span,
}

/// Refuses a name that expressions could not name. Gives whether it did.
pub(super) fn refuse_foreign(
    name: &Spanned<String>,
    what: &'static str,
    findings: &mut Findings,
) -> bool {
    let Some(letter) = name.node.chars().find(|c| !c.is_ascii()) else {
        return false;
    };
    let plain: String = name.node.chars().map(as_latin).collect();
    if plain.is_ascii() {
        findings.push(Confusable {
            name: name.node.clone(),
            plain,
            letter,
            code: format!("U+{:04X}", u32::from(letter)),
            at: name.span,
        });
    } else {
        findings.push(BadName {
            name: name.node.clone(),
            what,
            why: "expressions could not name it",
            at: name.span,
        });
    }
    true
}

/// The Latin letter that a letter looks like, where there is one.
fn as_latin(letter: char) -> char {
    if letter.is_ascii() {
        return letter;
    }
    let mut buffer = [0; 4];
    let mut looks = unicode_security::skeleton(letter.encode_utf8(&mut buffer));
    match (looks.next(), looks.next()) {
        (Some(plain), None) if plain.is_ascii() => plain,
        _ => letter,
    }
}

/// Refuses what cannot be a name: small letters, digits, `-` and `_`, as Discord takes them for options.
pub(super) fn refuse_bad_name(
    name: &Spanned<String>,
    what: &'static str,
    why: &'static str,
    findings: &mut Findings,
) {
    if !refuse_foreign(name, what, findings) && !is_name(&name.node) {
        findings.push(BadName {
            name: name.node.clone(),
            what,
            why,
            at: name.span,
        });
    }
}

/// A name Discord accepts as a subcommand's or an option's.
pub(super) fn is_name(name: &str) -> bool {
    (1..=32).contains(&name.len())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte))
}

/// The name, or the first of `NAME-2`, `NAME-3`, … that is not taken.
pub(super) fn free_name(wanted: String, is_taken: impl Fn(&str) -> bool) -> String {
    if !is_taken(&wanted) {
        return wanted;
    }
    let mut others = (2u32..).map(|n| format!("{wanted}-{n}"));
    others.find(|other| !is_taken(other)).unwrap_or_default()
}

/// A word of a closed list.
pub(crate) trait Word: Copy + 'static {
    /// As findings say it: `a category`.
    const WHAT: &'static str;
    fn all() -> &'static [Self];
    fn spelled(self) -> &'static str;
    /// What another word for one of them means.
    fn meant(_word: &str) -> Option<Self> {
        None
    }
}

macro_rules! word {
    ($($kind:ty = $what:literal),* $(,)?) => {$(
        impl Word for $kind {
            const WHAT: &'static str = $what;
            fn all() -> &'static [Self] { Self::ALL }
            fn spelled(self) -> &'static str { self.word() }
        }
    )*};
}

word! {
    Category = "a category",
    Origin = "an origin",
    Basis = "a legal basis",
    Sink = "a sink",
    Way = "a way",
    Intent = "an intent",
    ButtonStyle = "a style of button",
    CardKind = "a card",
}

impl Word for Permission {
    const WHAT: &'static str = "a permission";
    fn all() -> &'static [Self] {
        Self::ALL
    }
    fn spelled(self) -> &'static str {
        self.word()
    }
    fn meant(word: &str) -> Option<Self> {
        Self::shown_as(word)
    }
}

pub(crate) fn word_of<W: Word>(name: &Spanned<String>, findings: &mut Findings) -> Option<W> {
    let found = W::all()
        .iter()
        .copied()
        .find(|word| word.spelled() == name.node);
    if found.is_none() {
        let known: Vec<_> = W::all().iter().map(|word| word.spelled()).collect();
        let mut unknown = UnknownWord::new(name, W::WHAT, &known);
        if let Some(meant) = W::meant(&name.node) {
            unknown.help = format!("write `{}`", meant.spelled());
        }
        findings.push(unknown);
    }
    found
}
