//! Types: what fits where, and what to say when it does not.

use std::fmt;

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    lexicon::kind::{KINDS, Kind, Order},
    vocab::{Span, Type},
};

use crate::plan::Ty;

/// A finding about a value in its place: what is so, a label at it, one thing to do.
macro_rules! mismatch {
    ($($(#[$meta:meta])* $name:ident code($code:literal);)*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, miette::Diagnostic)]
        #[error("{message}")]
        #[diagnostic(code($code), help("{help}"))]
        pub(crate) struct $name {
            pub(crate) message: String,
            pub(crate) label: String,
            pub(crate) help: String,
            #[label(primary, "{label}")]
            pub(crate) at: crate::vocab::Span,
        }

        impl $name {
            pub(crate) fn new(
                message: String,
                label: &str,
                help: &str,
                at: crate::vocab::Span,
            ) -> Self {
                Self {
                    message,
                    label: label.to_owned(),
                    help: help.to_owned(),
                    at,
                }
            }
        }
    )*};
}
pub(super) use mismatch;

mismatch! {
    /// A value of one type where another is asked for.
    WrongType code("candor::types::wrong-type");
    /// What an expression cannot give: a store, rows, a message.
    NotAValue code("candor::types::not-a-value");
    /// A value where rows of a store are asked for.
    NotRows code("candor::types::not-rows");
    /// One row is meant, and nothing says which.
    WhichRow code("candor::types::which-row");
    /// Values of this type are neither more nor less than each other.
    NoOrder code("candor::types::no-order");
}

impl WrongType {
    pub(crate) fn expected(what: &str, wanted: &str, found: &Ty, at: Span) -> Self {
        Self::new(
            format!("{what} is {wanted}, and this is {}", with_article(found)),
            &Shown(found).to_string(),
            &conversion(wanted, found),
            at,
        )
    }
}

/// A value that may be none, used as if it were there.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("`{name}` may be none here")]
#[diagnostic(
    code("candor::types::unguarded-optional"),
    help("write `{name} ?? …`, or put it inside `when \"{name} is not none\" {{ … }}`")
)]
pub(crate) struct UnguardedOptional {
    /// As written.
    pub(crate) name: String,
    #[label(primary, "may be none")]
    pub(crate) at: Span,
}

/// The one line that turns the one into the other, where there is one.
fn conversion(wanted: &str, found: &Ty) -> String {
    let help = match (wanted, found) {
        ("a member", Ty::Of(Type::UserId)) => {
            "a stored id is nobody present; use the person of the event or an option"
        }
        ("a text", Ty::Of(_)) => "put it into a text with holes: `{…}`",
        ("a duration", Ty::Of(Type::Int)) => "write a duration: `60s`, `30m`, `12h`",
        ("an int", Ty::Of(Type::Duration)) => "write a number without a unit",
        ("a bool", Ty::Of(_)) => "compare it: `… == …`, `… > …`",
        _ => return format!("give it {wanted}"),
    };
    help.to_owned()
}

pub(crate) struct Shown<'a>(pub(crate) &'a Ty);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Ty::Unknown => f.write_str("unknown"),
            Ty::None => f.write_str("none"),
            Ty::Of(ty) => ty.fmt(f),
            Ty::Message => f.write_str("message"),
            Ty::Guild => f.write_str("server"),
            Ty::Reaction => f.write_str("reaction"),
            Ty::Bot => f.write_str("bot"),
            Ty::RowAt(_) => f.write_str("row"),
        }
    }
}

pub(crate) fn with_article(ty: &Ty) -> String {
    let shown = Shown(ty).to_string();
    match shown.as_str() {
        "none" | "words" | "who" => shown,
        word if word.starts_with(['a', 'e', 'i', 'o']) => format!("an {shown}"),
        _ => format!("a {shown}"),
    }
}

/// Whether a value of type `found` can stand where `wanted` is asked for. A member is also the id of a person.
pub(crate) fn fits(wanted: &Type, found: &Ty) -> bool {
    match (wanted, found) {
        (_, Ty::Unknown) | (Type::Optional(_), Ty::None) | (Type::UserId, Ty::Of(Type::Member)) => {
            true
        }
        (Type::Optional(wanted), Ty::Of(Type::Optional(found))) => {
            fits(wanted, &Ty::Of((**found).clone()))
        }
        (Type::Optional(wanted), found) => fits(wanted, found),
        (wanted, Ty::Of(found)) => wanted == found,
        (_, Ty::None | Ty::Message | Ty::Guild | Ty::Reaction | Ty::Bot | Ty::RowAt(_)) => false,
    }
}

/// Whether two values can be the same, optional or not.
pub(crate) fn comparable(left: &Ty, right: &Ty) -> bool {
    let person = |ty: &Type| {
        let ty = bare(ty);
        if ty == Type::Member { Type::UserId } else { ty }
    };
    let (Ty::Of(left), Ty::Of(right)) = (left, right) else {
        return *left == Ty::Unknown || *right == Ty::Unknown;
    };
    let left = person(left);
    left == person(right) && !matches!(left, Type::Attachment | Type::List(_) | Type::Who)
}

/// The type of a value that is one or the other.
pub(crate) fn either(left: &Ty, right: &Ty) -> Option<Ty> {
    match (left, right) {
        (Ty::Unknown, other) | (other, Ty::Unknown) => Some(other.clone()),
        (Ty::None, Ty::None) => Some(Ty::None),
        (Ty::None, Ty::Of(of)) | (Ty::Of(of), Ty::None) => Some(Ty::Of(optional(of.clone()))),
        (Ty::Of(left), Ty::Of(right)) if left == right => Some(Ty::Of(left.clone())),
        (Ty::Of(left), Ty::Of(right)) if is_optional(left) || is_optional(right) => {
            let both = either(&Ty::Of(bare(left)), &Ty::Of(bare(right)))?;
            let Ty::Of(of) = both else {
                return Some(both);
            };
            Some(Ty::Of(optional(of)))
        }
        (Ty::Of(Type::Member | Type::UserId), Ty::Of(Type::Member | Type::UserId)) => {
            Some(Ty::Of(Type::UserId))
        }
        (Ty::Of(_), Ty::Of(_))
        | (Ty::Message | Ty::Guild | Ty::Reaction | Ty::Bot | Ty::RowAt(_), _)
        | (_, Ty::Message | Ty::Guild | Ty::Reaction | Ty::Bot | Ty::RowAt(_)) => None,
    }
}

/// Whether one value of the type is more or less than another; what is unknown has its finding.
pub(crate) fn has_order(ty: &Ty) -> bool {
    match ty {
        Ty::Unknown => true,
        Ty::Of(kind) => kind.order() == Order::Values,
        Ty::None | Ty::Message | Ty::Guild | Ty::Reaction | Ty::Bot | Ty::RowAt(_) => false,
    }
}

pub(crate) fn is_optional(ty: &Type) -> bool {
    matches!(ty, Type::Optional(_))
}

/// The type without its being optional.
pub(crate) fn bare(ty: &Type) -> Type {
    if let Type::Optional(of) = ty {
        return bare(of);
    }
    ty.clone()
}

pub(crate) fn optional(ty: Type) -> Type {
    if is_optional(&ty) {
        return ty;
    }
    Type::Optional(Box::new(ty))
}

/// The type, optional where what has it may be none.
pub(crate) fn if_optional(ty: Type, may_be_none: bool) -> Type {
    if may_be_none { optional(ty) } else { ty }
}

/// The words for types of fields, or of settings.
pub(crate) fn words(may: fn(&Kind) -> bool) -> Vec<&'static str> {
    let kinds = KINDS.into_iter().filter(|kind| may(kind));
    kinds.map(|kind| kind.name).collect()
}

pub(crate) fn of_word(word: &str, may: fn(&Kind) -> bool) -> Option<Type> {
    let kind = Kind::of_name(word).filter(|kind| may(kind))?;
    Some(kind.of.clone())
}
