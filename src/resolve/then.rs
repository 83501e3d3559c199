//! Effects with a result: `send … as=sent { … }`, and the entry that says that their block is still to come.
//!
//! The journal of a block keeps what the block needs only where something can be done with it after a crash, which is where
//! asking again for the effect makes no second one.
//!
//! Where a row ended, every effect has a journal, block or not: it follows from its entry alone. So an entry keeps all
//! that the effect needs, and whether it was begun.

use crate::{
    plan::{Expr, Kind, RESULT_SLOTS, Slot, Step, StepKind, To, Ty},
    syntax::{
        ast::{Node, Scalar},
        form::{self, Missing, Word},
    },
    vocab::{Spanned, Type},
};

use super::{
    names::is_step,
    needed::Needed,
    policy::Local,
    scope::Scope,
    types::{if_optional, mismatch},
};

mismatch! {
    /// What is known only in the moment, in a step that follows later.
    NotKept code("candor::types::not-kept");
}
/// Whether steps follow what this node does, rather than parts of a message stand in it.
pub(super) fn has_sequel(node: &Node) -> bool {
    result(node).is_some() || step_within(node).is_some()
}

/// The name under which the block has what was made.
pub(super) fn result(node: &Node) -> Option<&Spanned<Scalar>> {
    let prop = node.props.iter().find(|prop| prop.name.node == "as")?;
    Some(&prop.value)
}

fn step_within(node: &Node) -> Option<&Node> {
    node.children
        .iter()
        .find(|child| is_step(&child.name.node) && child.name.node != "else")
}

impl Scope<'_> {
    /// The step with its block, where its node has one.
    pub(super) fn sequel(&mut self, first: Step, node: &Node) -> Step {
        let Some((ty, again)) = result_of(&first.kind) else {
            return first;
        };
        if let (None, Some(step)) = (result(node), step_within(node)) {
            self.findings.push(Missing::new(
                format!(
                    "`{}` stands inside `{}`, which names nothing for it",
                    step.name.node, node.name.node
                ),
                "add `as=NAME` where it follows from what was made, or put it after this step",
                step.name.span,
            ));
            return first;
        }
        let given = result(node);
        let given = given.and_then(|given| form::value_as::<Word>(given, "as", self.findings));
        let Some(name) = given else {
            return first;
        };
        let block: Vec<Node> = node
            .children
            .iter()
            .filter(|child| child.name.node != "with")
            .cloned()
            .collect();
        if block.is_empty() {
            self.findings.push(Missing::new(
                format!("nothing follows with `{}`", name.node),
                &format!(
                    "add `{{ … }}` with what follows, or delete `as={}`",
                    name.node
                ),
                name.span,
            ));
        }
        let mark = self.mark();
        // By then rows and settings may be others.
        self.forget_kept();
        let slot = if let Some(asked) = first.kind.asked() {
            self.bind_answer(asked, &name)
        } else {
            let local = Local {
                name: name.node.clone(),
                slot: Slot(0),
                ty,
                kind: None,
                at: name.span,
            };
            self.bind(local, RESULT_SLOTS)
        };
        let outer = std::mem::replace(&mut self.follows, true);
        let steps = self.steps(&block);
        self.follows = outer;
        self.reset(mark);
        let keeps = if self.on.store.is_some() {
            self.needed_later(&first, slot, &steps)
        } else if again && self.row.is_none() {
            Needed::of(&first, slot, &steps).whole(first.name)
        } else {
            Vec::new()
        };
        let journal = self.journal(&name.node, node, &keeps);
        around(first, |first| StepKind::Then {
            first,
            slot,
            name: name.node,
            name_at: name.span,
            journal,
            keeps,
            steps,
        })
    }

    /// An effect of a handler on a row that ended, which follows from its entry.
    pub(super) fn later(&mut self, first: Step, node: &Node) -> Step {
        let slot = self.take_slots(RESULT_SLOTS);
        let keeps = self.needed_later(&first, slot, &[]);
        let journal = self.journal(&node.name.node, node, &keeps);
        around(first, |first| StepKind::Then {
            slot,
            name: String::new(),
            name_at: first.name,
            first,
            journal,
            keeps,
            steps: Vec::new(),
        })
    }

    /// The same where a row ended: everything, also of the row at hand, with whose it is. A finding where something cannot
    /// be kept.
    fn needed_later(&mut self, first: &Step, result: Slot, steps: &[Step]) -> Vec<Expr> {
        let Needed { mut keeps, lacks } = Needed::of(first, result, steps);
        if let Some(at) = lacks {
            self.findings.push(NotKept::new(
                "this cannot be kept until Discord has done the step".to_owned(),
                "not known any more by then",
                "name a field of the row instead",
                at,
            ));
        }
        for kept in keeps.clone() {
            if let Kind::Row(store, field) = kept.kind
                && let Some(of) = self.owner_of_row(store, field)
                && !self.is_whose(store, of)
            {
                let field = self.policy.field(store, of);
                let may_be_none = field.is_some_and(|(_, field)| field.optional);
                let ty = if_optional(Type::UserId, may_be_none);
                let owner = Expr::of(Kind::Row(store, of), ty, kept.span);
                if !keeps.contains(&owner) {
                    keeps.push(owner);
                }
            }
        }
        if let Some(whose) = self.whose_kept(first.name).filter(|_| !keeps.is_empty()) {
            keeps.retain(|kept| *kept != whose);
            keeps.insert(0, whose);
        }
        keeps
    }
}

/// A step in the place of the one that it holds.
fn around(first: Step, kind: impl FnOnce(Box<Step>) -> StepKind) -> Step {
    Step {
        otherwise: None,
        at: first.at.clone(),
        span: first.span,
        name: first.name,
        kind: kind(Box::new(first)),
    }
}

/// The type of what an effect gives, and whether asking again for it makes no second one.
fn result_of(first: &StepKind) -> Option<(Ty, bool)> {
    if let Some(asked) = first.asked() {
        return Some((Ty::Unknown, asked.answers.idempotent));
    }
    match first.said() {
        Some((To::Channel(_), _)) => Some((Ty::Message, false)),
        Some((To::Reply { .. } | To::ModLog | To::Operators | To::Dm(_) | To::Edit(_), _)) => None,
        None => {
            let makes = first.deed()?.makes?;
            Some((Ty::Of(makes.ty.clone()), makes.again))
        }
    }
}
