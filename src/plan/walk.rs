//! Visits every part of a handler: the one walk over the tree, for judgements that look for one thing.

use super::{Arg, Expr, Kind, Message, Query, Step, StepKind, Text, To};

/// One part of a handler.
#[derive(Debug, Clone, Copy)]
pub enum Part<'a> {
    Step(&'a Step),
    Message(&'a Message),
    Query(&'a Query),
    Expr(&'a Expr),
}

/// Visits steps and everything in them, outer parts first, in the order they are written.
pub fn walk<'a>(steps: &'a [Step], visit: &mut impl FnMut(Part<'a>)) {
    for step in steps {
        visit(Part::Step(step));
        match &step.kind {
            StepKind::When {
                cond,
                then,
                otherwise,
            } => {
                expr(cond, visit);
                walk(then, visit);
                walk(otherwise, visit);
            }
            StepKind::Let { value, .. } => expr(value, visit),
            StepKind::Each {
                query: of,
                steps,
                otherwise,
            } => {
                query(of, visit);
                walk(steps, visit);
                walk(otherwise, visit);
            }
            StepKind::Require {
                target,
                cond,
                refusal,
                ..
            } => {
                for part in target.iter().chain(cond) {
                    expr(part, visit);
                }
                text(refusal.as_ref(), visit);
            }
            StepKind::Limit { per, refusal, .. } => {
                for part in per {
                    expr(part, visit);
                }
                text(refusal.as_ref(), visit);
            }
            StepKind::Stop => {}
            StepKind::Insert { values, .. } => {
                for (_, value) in values {
                    expr(value, visit);
                }
            }
            StepKind::Update { key, values, .. } => {
                for part in key.iter().chain(values.iter().map(|(_, value)| value)) {
                    expr(part, visit);
                }
            }
            StepKind::Delete { query: of, refusal } => {
                query(of, visit);
                text(refusal.as_ref(), visit);
            }
            StepKind::Finish { query: of } => query(of, visit),
            StepKind::Say { to, message: said } => {
                match to {
                    To::Channel(to) | To::Dm(to) | To::Edit(to) => expr(to, visit),
                    To::Reply { .. } | To::ModLog | To::Operators => {}
                }
                message(said, visit);
            }
            StepKind::Do { deed, args } => {
                for param in deed.params {
                    match args.get(param.name) {
                        Some(Arg::Value(given)) => expr(given, visit),
                        Some(Arg::Text(given)) => text(Some(given), visit),
                        Some(Arg::Values(given)) => {
                            for one in given {
                                expr(one, visit);
                            }
                        }
                        None => {}
                    }
                }
            }
            StepKind::Ask(asked) => {
                for sent in &asked.sends {
                    expr(&sent.value, visit);
                }
            }
            StepKind::Then { first, steps, .. } => {
                walk(std::slice::from_ref(&**first), visit);
                walk(steps, visit);
            }
        }
        text(step.otherwise.as_ref(), visit);
    }
}

/// Visits a message and everything in it.
pub fn message<'a>(said: &'a Message, visit: &mut impl FnMut(Part<'a>)) {
    visit(Part::Message(said));
    text(said.text.as_ref(), visit);
    if let Some(card) = &said.card {
        text(card.title.as_ref(), visit);
        if let Some(progress) = &card.progress {
            expr(progress, visit);
        }
    }
    if let Some(list) = &said.list {
        query(&list.query, visit);
        text(Some(&list.line), visit);
        text(list.empty.as_ref(), visit);
    }
    for button in &said.buttons {
        for words in button.words() {
            text(Some(words), visit);
        }
        for (_, given) in button.given() {
            expr(given, visit);
        }
    }
    if let Some(persona) = &said.persona {
        text(Some(&persona.name), visit);
    }
    let avatar = said.persona.as_ref().and_then(|one| one.avatar.as_ref());
    for part in avatar.into_iter().chain(said.files.as_deref()) {
        expr(part, visit);
    }
}

pub fn text<'a>(said: Option<&'a Text>, visit: &mut impl FnMut(Part<'a>)) {
    for hole in said.into_iter().flat_map(Text::holes) {
        expr(hole, visit);
    }
}

fn query<'a>(of: &'a Query, visit: &mut impl FnMut(Part<'a>)) {
    visit(Part::Query(of));
    if let Some(filter) = &of.filter {
        expr(filter, visit);
    }
}

/// Visits an expression and its parts.
pub fn expr<'a>(of: &'a Expr, visit: &mut impl FnMut(Part<'a>)) {
    visit(Part::Expr(of));
    match &of.kind {
        Kind::Unknown
        | Kind::Literal(_)
        | Kind::Local(_)
        | Kind::Now
        | Kind::Me
        | Kind::Actor
        | Kind::Told(_)
        | Kind::Setting(_)
        | Kind::Row(..)
        | Kind::Rank => {}
        Kind::Person { of, .. }
        | Kind::Can { of, .. }
        | Kind::Not(of)
        | Kind::Negate(of)
        | Kind::IsNone(of) => expr(of, visit),
        Kind::Field { key, .. } | Kind::Exists { key, .. } => {
            for part in key {
                expr(part, visit);
            }
        }
        Kind::Call { args, .. } => {
            for part in args {
                expr(part, visit);
            }
        }
        Kind::Coalesce(left, right) | Kind::Binary { left, right, .. } => {
            expr(left, visit);
            expr(right, visit);
        }
        Kind::If {
            cond,
            then,
            otherwise,
        } => {
            expr(cond, visit);
            expr(then, visit);
            expr(otherwise, visit);
        }
        Kind::Count(of) | Kind::Sum { query: of, .. } => query(of, visit),
        Kind::Message { channel, id } => {
            expr(channel, visit);
            expr(id, visit);
        }
    }
}
