//! Steps without their spans; each keeps its lines.

use crate::{
    plan::{Effect, FieldId, Step},
    resolve::{self, Kind, Policy, StepKind},
};

use super::expr::{all, expr, message, optional, query};

pub(super) fn steps(policy: &Policy, from: &[resolve::Step]) -> Option<Vec<Step>> {
    from.iter().map(|one| step(policy, one)).collect()
}

fn step(policy: &Policy, from: &resolve::Step) -> Option<Step> {
    Some(Step {
        effect: effect(policy, &from.kind)?,
        otherwise: optional(from.otherwise.as_ref())?,
        at: policy.place(from.span),
    })
}

fn effect(policy: &Policy, from: &StepKind) -> Option<Effect> {
    Some(match from {
        StepKind::When {
            cond,
            then,
            otherwise,
        } => Effect::When {
            cond: expr(cond)?,
            then: steps(policy, then)?,
            otherwise: steps(policy, otherwise)?,
        },
        StepKind::Let { slot, value, .. } => Effect::Let {
            slot: *slot,
            value: expr(value)?,
        },
        StepKind::Each {
            query: of,
            steps: inner,
        } => Effect::Each {
            query: query(of)?,
            steps: steps(policy, inner)?,
        },
        StepKind::Require {
            permission,
            target,
            cond,
            refusal,
        } => Effect::Require {
            permission: *permission,
            target: optional_expr(target.as_ref())?,
            cond: optional_expr(cond.as_ref())?,
            refusal: optional(refusal.as_ref())?,
        },
        StepKind::Stop => Effect::Stop,
        StepKind::Insert {
            store,
            values: given,
        } => Effect::Insert {
            store: *store,
            values: values(given)?,
        },
        StepKind::Update {
            store,
            key,
            values: given,
        } => Effect::Update {
            store: *store,
            key: all(key)?,
            values: values(given)?,
        },
        StepKind::Delete { query: of } => Effect::Delete { query: query(of)? },
        StepKind::Finish { query: of } => Effect::Finish { query: query(of)? },
        _ => return action(from),
    })
}

/// Steps that act on Discord.
fn action(from: &StepKind) -> Option<Effect> {
    Some(match from {
        StepKind::Reply {
            ephemeral,
            message: said,
        } => Effect::Reply {
            ephemeral: *ephemeral,
            message: message(said)?,
        },
        StepKind::Send { to, message: said } => Effect::Send {
            to: expr(to)?,
            message: message(said)?,
        },
        StepKind::EmitModLog { message: said } => Effect::EmitModLog {
            message: message(said)?,
        },
        StepKind::Dm { to, message: said } => Effect::Dm {
            to: expr(to)?,
            message: message(said)?,
        },
        StepKind::Role {
            add,
            member,
            role,
            reason,
        } => {
            let (member, role, reason) = (expr(member)?, expr(role)?, optional(reason.as_ref())?);
            if *add {
                Effect::AddRole {
                    member,
                    role,
                    reason,
                }
            } else {
                Effect::RemoveRole {
                    member,
                    role,
                    reason,
                }
            }
        }
        StepKind::Timeout {
            member,
            duration,
            reason,
        } => Effect::Timeout {
            member: expr(member)?,
            duration: expr(duration)?,
            reason: optional(reason.as_ref())?,
        },
        StepKind::DeleteMessage {
            message: which,
            reason,
        } => {
            let Kind::Message { channel, id } = &which.kind else {
                return None;
            };
            Effect::DeleteMessage {
                channel: expr(channel)?,
                message: expr(id)?,
                reason: optional(reason.as_ref())?,
            }
        }
        StepKind::React {
            message: which,
            emoji,
        } => {
            let Kind::Message { channel, id } = &which.kind else {
                return None;
            };
            Effect::React {
                channel: expr(channel)?,
                message: expr(id)?,
                emoji: expr(emoji)?,
            }
        }
        _ => return None,
    })
}

fn values(from: &[(FieldId, resolve::Expr)]) -> Option<Vec<(FieldId, crate::plan::Expr)>> {
    let values = from
        .iter()
        .map(|(field, value)| Some((*field, expr(value)?)));
    values.collect()
}

/// An expression that may be left out; none only where it is there and cannot be lowered.
#[expect(
    clippy::option_option,
    reason = "the outer one says whether there can be a plan"
)]
fn optional_expr(from: Option<&resolve::Expr>) -> Option<Option<crate::plan::Expr>> {
    from.map_or(Some(None), |from| expr(from).map(Some))
}
