//! Expressions, texts, messages and queries without their spans.

use crate::{
    plan::{self, Expr, FieldId, Op},
    resolve::{
        self, Kind, Ty,
        walk::{self, Part},
    },
    vocab::Type,
};

pub(super) fn expr(from: &resolve::Expr) -> Option<Expr> {
    Some(match &from.kind {
        // A message is not a value; effects take it apart.
        Kind::Unknown | Kind::Message { .. } => return None,
        Kind::Literal(value) => Expr::Literal(value.clone()),
        Kind::Local(slot) => Expr::Local(*slot),
        Kind::Source(source) => Expr::Source(*source),
        Kind::Person { of, what } => Expr::Person {
            of: boxed(of)?,
            what: *what,
        },
        Kind::Can { of, permission } => Expr::Can {
            of: boxed(of)?,
            permission: *permission,
        },
        Kind::Setting(setting) => Expr::Setting(*setting),
        Kind::Field {
            store,
            key,
            field,
            before,
        } => Expr::Field {
            store: *store,
            key: all(key)?,
            field: *field,
            before: *before,
        },
        Kind::Exists { store, key } => Expr::Exists {
            store: *store,
            key: all(key)?,
        },
        Kind::Row(_, field) => Expr::Row(*field),
        Kind::Rank => Expr::Rank,
        Kind::Not(of) => Expr::Not(boxed(of)?),
        Kind::Negate(of) => Expr::Negate(boxed(of)?),
        Kind::IsNone(of) => Expr::IsNone(boxed(of)?),
        Kind::Coalesce(left, right) => Expr::Coalesce(boxed(left)?, boxed(right)?),
        Kind::Binary { op, left, right } => Expr::Binary {
            op: *op,
            left: boxed(left)?,
            right: boxed(right)?,
        },
        Kind::If {
            cond,
            then,
            otherwise,
        } => Expr::If {
            cond: boxed(cond)?,
            then: boxed(then)?,
            otherwise: boxed(otherwise)?,
        },
        Kind::Call { function, args } => Expr::Call {
            function: *function,
            args: all(args)?,
        },
        Kind::Count(of) => Expr::Count(Box::new(query(of)?)),
        Kind::Sum { query: of, field } => Expr::Sum {
            query: Box::new(query(of)?),
            field: *field,
        },
    })
}

fn boxed(from: &resolve::Expr) -> Option<Box<Expr>> {
    expr(from).map(Box::new)
}

pub(super) fn all(from: &[resolve::Expr]) -> Option<Vec<Expr>> {
    from.iter().map(expr).collect()
}

pub(super) fn query(from: &resolve::Query) -> Option<plan::Query> {
    let of = match from.filter.as_ref().and_then(one_person) {
        Some((field, person)) => Some((field, expr(person)?)),
        None => None,
    };
    let filter = match &from.filter {
        Some(filter) => Some(expr(filter)?),
        None => None,
    };
    Some(plan::Query {
        store: from.store,
        filter,
        of,
        by: from.by,
        descending: from.descending,
        limit: from.limit,
    })
}

/// `row.member == X`, where it must hold for the whole filter and X is the same for every row.
fn one_person(filter: &resolve::Expr) -> Option<(FieldId, &resolve::Expr)> {
    let Kind::Binary { op, left, right } = &filter.kind else {
        return None;
    };
    match op {
        Op::And => one_person(left).or_else(|| one_person(right)),
        Op::Equal => names_person(left, right).or_else(|| names_person(right, left)),
        _ => None,
    }
}

fn names_person<'e>(
    row: &resolve::Expr,
    person: &'e resolve::Expr,
) -> Option<(FieldId, &'e resolve::Expr)> {
    let Kind::Row(_, field) = &row.kind else {
        return None;
    };
    let is_person = row.ty == Ty::Of(Type::UserId);
    // A person who may be none names no rows, which an index cannot look up.
    let is_there = matches!(person.ty, Ty::Of(Type::UserId | Type::Member));
    let mut by_row = false;
    walk::expr(person, &mut |part| {
        by_row |=
            matches!(part, Part::Expr(part) if matches!(part.kind, Kind::Row(..) | Kind::Rank));
    });
    (is_person && is_there && !by_row).then_some((*field, person))
}

pub(super) fn text(from: &resolve::Text) -> Option<plan::Text> {
    let parts = from.parts.iter().map(|part| {
        Some(match part {
            resolve::TextPart::Literal(text) => plan::TextPart::Literal(text.clone()),
            resolve::TextPart::Hole(hole) => plan::TextPart::Hole(expr(hole)?),
        })
    });
    Some(plan::Text {
        parts: parts.collect::<Option<_>>()?,
    })
}

pub(super) fn message(from: &resolve::Message) -> Option<plan::Message> {
    let list = match &from.list {
        Some(list) => Some(plan::List {
            query: query(&list.query)?,
            line: text(&list.line)?,
            empty: optional(list.empty.as_ref())?,
        }),
        None => None,
    };
    let buttons = from.buttons.iter().map(|button| {
        Some(plan::Button {
            id: button.id.node.clone(),
            label: text(&button.label)?,
            style: button.style.clone(),
        })
    });
    Some(plan::Message {
        text: optional(from.text.as_ref())?,
        list,
        buttons: buttons.collect::<Option<_>>()?,
        card: from.card.clone(),
        mentions: from.mentions,
    })
}

/// A text that may be left out; none only where it is there and cannot be lowered.
#[expect(
    clippy::option_option,
    reason = "the outer one says whether there can be a plan"
)]
pub(super) fn optional(from: Option<&resolve::Text>) -> Option<Option<plan::Text>> {
    from.map_or(Some(None), |from| text(from).map(Some))
}
