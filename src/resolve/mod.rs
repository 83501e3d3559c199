//! From nodes to meaning: every name is looked up, every expression has its type.
//!
//! Reads `syntax::Document`; gives a [`Policy`] and findings about names, types and the shape of nodes. What is wrong
//! becomes unknown and silences what follows from it, so that one fault is one finding. Declarations come first, so that
//! handlers may use what stands after them; then handlers.
//!
//! A file uses only files before it:
//!
//! 1. `policy`: what resolving gives.
//! 2. `names`, `value`, `types`, `parameter`: names, values written out, types, what an import is given;
//!    their findings.
//! 3. `scope`: what is in sight; `module`: of each import.
//! 4. `header`, `controller`, `recipients`, `statement`, `past`, `backup`, `claim`: what a policy says beside its features.
//! 5. `fields`, `ring`, `retention`, `erasure`, `store`, `setting`, `feature`: what features declare.
//! 6. `consent`: what people answer is kept in stores of its own.
//! 7. `path`, `row`, `call`, `expr`, `by_name`, `write`, `changed`, `needed`, `journal`, `then`, `effect`, `step`, `ended`,
//!    `handler`: what they do.
//!
//! INVARIANT: without errors from here, nothing in the policy is `Unknown`, and every index is in bounds.

#![deny(clippy::wildcard_enum_match_arm)]

mod alias;
mod application;
mod ask;
mod backup;
mod beyond;
mod by_name;
mod call;
mod changed;
mod claim;
mod consent;
mod controller;
pub(crate) mod door;
mod effect;
mod ended;
mod erasure;
mod expr;
mod feature;
mod fields;
mod handler;
mod header;
mod journal;
mod language;
mod limit;
mod list;
mod message;
mod module;
mod names;
mod needed;
mod parameter;
mod past;
mod path;
mod policy;
mod prefix;
mod recipients;
mod retention;
mod ring;
mod row;
mod scope;
mod score;
mod select;
mod setting;
mod spoken;
mod statement;
mod step;
mod store;
mod then;
mod types;
mod value;
mod write;

use std::sync::Arc;

use crate::{
    finding::Findings,
    plan::FeatureId,
    syntax::{
        ast::{Document, Node},
        form::{Form, in_a_policy},
    },
};

pub use claim::{canonical, category_of};
pub use language::written_in;
pub use policy::{
    Allowed, Claim, ClaimKind, Command, CommandSet, Declared, Declassify, Feature, FieldDecl,
    Grounds, Handler, Header, Local, Policy, StoreDecl, StoreKind, Surface, What,
};

use scope::Names;

/// The nodes a policy consists of. `surface` stands once for each name.
const TOP: Form = Form {
    name: "a policy",
    usage: "",
    values_max: 0,
    props: &[],
    flags: &[],
    once: &[
        "candor",
        "application",
        "language",
        "controller",
        "settings",
        "backup",
    ],
    many: &[
        "processor",
        "purpose",
        "measure",
        "stated",
        "change",
        "alias",
        "surface",
        "never",
        "declassify",
        "drop",
        "rename",
        "allow",
        "feature",
        "import",
    ],
    open: false,
};

/// Looks up every name of a policy. Goes on after each fault.
pub fn resolve(document: &Document, findings: &mut Findings) -> Policy {
    let mut policy = Policy::empty(Arc::clone(&document.sources));
    TOP.check_children(&document.nodes, "a policy", in_a_policy, findings);
    declare(&mut policy, &document.nodes, findings);
    let expanded = module::expand(document, findings);
    let mut names: Vec<Names> = expanded
        .modules
        .iter()
        .map(|module| Names::of(module, &expanded, document))
        .collect();
    // The policy's own purposes first, so that imports leave them their ids.
    for imported in [false, true] {
        for (module, node) in &expanded.nodes {
            if let Some(names) = names.get_mut(*module)
                && (*module > 0) == imported
                && TOP.meant(node) == "purpose"
            {
                statement::purpose(&mut policy, names, node, findings);
            }
        }
    }
    let mut features: Vec<(FeatureId, usize, &Node)> = Vec::new();
    for (module, node) in &expanded.nodes {
        if TOP.meant(node) != "feature" {
            continue;
        }
        let called = expanded.modules.get(*module);
        let called = called.and_then(|module| module.feature.as_ref());
        if let Some(names) = names.get_mut(*module)
            && let Some(id) =
                feature::declare(&mut policy, names, (*module, called), node, findings)
        {
            features.push((id, *module, node));
        }
    }
    module::name_features(&policy, findings);
    expanded.share(&mut names, findings);
    exceptions(&mut policy, &document.nodes, &features, &names, findings);
    let mut handlers = Vec::new();
    for (id, module, node) in features {
        if let Some(names) = names.get(module) {
            handlers.push(handler::read(&policy, names, id, node, findings));
            policy.stores.extend(names.journals.take());
        }
    }
    for read in handlers {
        policy.commands.extend(read.commands);
        policy.command_sets.extend(read.command_sets);
        policy.handlers.extend(read.handlers);
        policy.emits = policy.emits.or(read.emits);
    }
    consent::answers(&mut policy);
    door::buttons(&policy, findings);
    door::check(&policy, findings);
    select::check(&policy, findings);
    alias::check(&policy, findings);
    ended::once(&policy, findings);
    module::guard_writes(&policy, findings);
    setting::mod_log(&mut policy);
    setting::language(&mut policy);
    past::whose(&policy, findings);
    policy
}

/// Reads exceptions, which may name stores of any feature.
fn exceptions(
    policy: &mut Policy,
    nodes: &[Node],
    features: &[(FeatureId, usize, &Node)],
    names: &[Names],
    findings: &mut Findings,
) {
    let own = nodes.iter().map(|node| (None, 0, TOP.meant(node), node));
    let of_features = features.iter().flat_map(|(id, module, node)| {
        let nodes = node.children.iter();
        nodes.map(|node| (Some(*id), *module, node.name.node.as_str(), node))
    });
    for (feature, module, meant, node) in own.chain(of_features) {
        if meant == "declassify"
            && let Some(names) = names.get(module)
        {
            claim::declassify(policy, names, feature, node, findings);
        }
    }
}

/// Reads what speaks for the whole bot.
fn declare(policy: &mut Policy, nodes: &[Node], findings: &mut Findings) {
    let mut once = Vec::new();
    for node in nodes {
        match TOP.meant(node) {
            // Each import has its own of these; an exception may name a store.
            "feature" | "purpose" | "import" | "declassify" => {}
            "processor" => recipients::processor(policy, node, findings),
            "surface" => recipients::surface(policy, node, findings),
            "measure" => statement::measure(policy, node, findings),
            "stated" => statement::stated(policy, node, findings),
            "change" => statement::change(policy, node, findings),
            "alias" => alias::declare(policy, node, findings),
            "never" => claim::never(policy, node, findings),
            "drop" => past::dropped(policy, node, findings),
            "rename" => past::renamed(policy, node, findings),
            "allow" => statement::allow(policy, node, None, findings),
            word => {
                // The second of what stands once has its finding, and the first counts.
                if once.contains(&word) {
                    continue;
                }
                match word {
                    "candor" => header::read(policy, node, findings),
                    "application" => application::read(policy, node, findings),
                    "language" => language::read(policy, node, findings),
                    "controller" => controller::read(policy, node, findings),
                    "backup" => backup::read(policy, node, findings),
                    "settings" => setting::retain_all(policy, node, findings),
                    _ => continue,
                }
                once.push(word);
            }
        }
    }
    if !once.contains(&"candor") {
        header::missing(nodes, findings);
    }
}
