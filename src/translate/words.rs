//! Words that stand in a hole, to be shown by it: `{if row.doer is none then '' else 'somebody does it'}`.
//!
//! Only what a hole may show as it is counts. What it compares or hands to a function is no text for people.

use crate::{
    plan::{Expr, Kind},
    vocab::Value,
};

/// The words that a hole may show, in order.
pub(super) fn shown(hole: &Expr) -> Vec<String> {
    let mut found = Vec::new();
    each(&mut hole.clone(), &mut |words| {
        if words.chars().any(char::is_alphabetic) {
            found.push(words.clone());
        }
    });
    found
}

/// The hole with its words as `say` has them.
pub(super) fn said(hole: &Expr, say: &impl Fn(&str) -> Option<String>) -> Expr {
    let mut hole = hole.clone();
    each(&mut hole, &mut |words| {
        if let Some(other) = say(words) {
            *words = other;
        }
    });
    hole
}

fn each(hole: &mut Expr, visit: &mut impl FnMut(&mut String)) {
    match &mut hole.kind {
        Kind::Literal(Value::Text(words)) => visit(words),
        Kind::If {
            then, otherwise, ..
        } => {
            each(then, visit);
            each(otherwise, visit);
        }
        Kind::Coalesce(first, second) => {
            each(first, visit);
            each(second, visit);
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
