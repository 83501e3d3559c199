//! From nodes to meaning: every name is looked up, every expression has its type.
//!
//! Reads `syntax::Document`; gives a [`Policy`] and findings about names, types and the shape of nodes. What is wrong
//! becomes unknown and silences what follows from it, so that one fault is one finding. Declarations come first
//! (`around`, `feature`, `store`), so that handlers may use what stands after them; then handlers (`handler`, `step`,
//! `write`, `effect`, `expr`).
//!
//! INVARIANT: without errors from here, nothing in the policy is `Unknown`, and every index is in bounds.

mod around;
mod call;
mod claim;
mod effect;
mod expr;
mod feature;
mod handler;
mod lifecycle;
mod names;
mod path;
mod policy;
mod retention;
mod ring;
mod scope;
mod shape;
mod step;
mod store;
mod types;
mod value;
mod write;

use std::sync::Arc;

use crate::{
    finding::Findings,
    plan::FeatureId,
    syntax::ast::{Document, Node},
};

pub use claim::{canonical, category_of};
pub use policy::{
    Claim, ClaimKind, Command, CommandSet, Declared, Declassify, Feature, FieldDecl, Grounds,
    Handler, Header, Local, Policy, StoreDecl, Surface, What,
};

use scope::Names;
use shape::Shape;

/// The nodes a policy consists of. `settings` and `surface` stand once for each name.
const TOP: Shape = Shape {
    what: "a policy",
    args: (0, 0),
    props: &[],
    once: &["candor", "controller", "settings", "backup"],
    many: &[
        "processor",
        "purpose",
        "measure",
        "stated",
        "change",
        "surface",
        "never",
        "declassify",
        "feature",
    ],
    open: false,
};

/// Looks up every name of a policy. Goes on after each fault.
pub fn resolve(document: &Document, findings: &mut Findings) -> Policy {
    let mut policy = Policy::empty(Arc::clone(&document.sources));
    TOP.check_children(&document.nodes, "a policy", findings);
    around::read(&mut policy, document, findings);
    claim::read(&mut policy, &document.nodes, findings);
    let mut names = Names {
        text: document.sources.text(),
        ..Names::default()
    };
    let mut features: Vec<(FeatureId, &Node)> = Vec::new();
    for node in document
        .nodes
        .iter()
        .filter(|node| shape::meant(node) == "feature")
    {
        if let Some(id) = feature::declare(&mut policy, &mut names, node, findings) {
            features.push((id, node));
        }
    }
    let mut handlers = Vec::new();
    for (id, node) in features {
        handlers.push(handler::read(&policy, &names, id, node, findings));
    }
    for read in handlers {
        policy.commands.extend(read.commands);
        policy.command_sets.extend(read.command_sets);
        policy.handlers.extend(read.handlers);
        policy.emits = policy.emits.or(read.emits);
    }
    handler::buttons(&policy, findings);
    around::mod_log(&mut policy);
    policy
}
