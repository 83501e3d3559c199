//! Words that stand in a hole, to be shown by it: `{if row.doer is none then '' else 'somebody does it'}`.
//!
//! Only what a hole may show as it is counts. What it compares or hands to a function is no text for people.

use crate::{
    plan::{Expr, Kind},
    vocab::Value,
};

/// The words that a hole may show, in order.
pub(super) fn shown(hole: &Expr) -> Vec<&str> {
    match &hole.kind {
        Kind::Literal(Value::Text(text)) if text.chars().any(char::is_alphabetic) => vec![text],
        Kind::If {
            then, otherwise, ..
        } => [shown(then), shown(otherwise)].concat(),
        Kind::Coalesce(first, second) => [shown(first), shown(second)].concat(),
        Kind::Unknown
        | Kind::Literal(_)
        | Kind::Local(_)
        | Kind::Now
        | Kind::Me
        | Kind::Actor
        | Kind::Told(_)
        | Kind::Person { .. }
        | Kind::Can { .. }
        | Kind::Setting(_)
        | Kind::Field { .. }
        | Kind::Exists { .. }
        | Kind::Row(..)
        | Kind::Rank
        | Kind::Not(_)
        | Kind::Negate(_)
        | Kind::IsNone(_)
        | Kind::Binary { .. }
        | Kind::Call { .. }
        | Kind::Count(_)
        | Kind::Sum { .. }
        | Kind::Message { .. } => Vec::new(),
    }
}

/// The hole with its words as `say` has them.
pub(super) fn said(hole: &Expr, say: &impl Fn(&str) -> Option<String>) -> Expr {
    let mut hole = hole.clone();
    replace(&mut hole, say);
    hole
}

fn replace(hole: &mut Expr, say: &impl Fn(&str) -> Option<String>) {
    match &mut hole.kind {
        Kind::Literal(Value::Text(text)) => {
            if let Some(other) = say(text) {
                *text = other;
            }
        }
        Kind::If {
            then, otherwise, ..
        } => {
            replace(then, say);
            replace(otherwise, say);
        }
        Kind::Coalesce(first, second) => {
            replace(first, say);
            replace(second, say);
        }
        Kind::Unknown
        | Kind::Literal(_)
        | Kind::Local(_)
        | Kind::Now
        | Kind::Me
        | Kind::Actor
        | Kind::Told(_)
        | Kind::Person { .. }
        | Kind::Can { .. }
        | Kind::Setting(_)
        | Kind::Field { .. }
        | Kind::Exists { .. }
        | Kind::Row(..)
        | Kind::Rank
        | Kind::Not(_)
        | Kind::Negate(_)
        | Kind::IsNone(_)
        | Kind::Binary { .. }
        | Kind::Call { .. }
        | Kind::Count(_)
        | Kind::Sum { .. }
        | Kind::Message { .. } => {}
    }
}
