//! `drop` and `rename` say one thing of what is not there any more.
//!
//! INVARIANT: without findings from here every rename ends at something of this policy, and no two at the same.

use std::collections::BTreeMap;

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    plan::{Past, SERVER, local},
    resolve::{Declared, Policy, StoreDecl},
    syntax::did_you_mean,
    vocab::{Piece, Span},
};

/// What is dropped or renamed is still declared, so rows of before and of today could not be told apart.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("the {piece} `{name}` is in this policy")]
#[diagnostic(
    code("candor::past::still-declared"),
    help("delete one of the two, or give the new {piece} another name")
)]
struct StillDeclared {
    piece: Piece,
    name: String,
    #[label(primary, "said to be gone")]
    at: Span,
    #[label("declared here")]
    declared_at: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("this policy has no {piece} `{to}`")]
#[diagnostic(code("candor::past::no-successor"), help("{help}"))]
struct NoSuccessor {
    piece: Piece,
    to: String,
    help: String,
    #[label(primary, "renamed to what is not there")]
    at: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("what becomes of the {piece} `{name}` is said twice")]
#[diagnostic(code("candor::past::said-twice"), help("keep one of the two"))]
struct SaidTwice {
    piece: Piece,
    name: String,
    #[label(primary, "said again")]
    at: Span,
    #[label("first here")]
    first_at: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("two are renamed to the {piece} `{to}`")]
#[diagnostic(
    code("candor::past::two-into-one"),
    help("drop one of them, or rename it to another {piece}")
)]
struct TwoIntoOne {
    piece: Piece,
    to: String,
    #[label(primary, "renamed to it too")]
    at: Span,
    #[label("first here")]
    first_at: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("renames of the {piece} `{name}` lead back to it")]
#[diagnostic(
    code("candor::past::circle"),
    help("rename what was there to what is there now")
)]
struct Circle {
    piece: Piece,
    name: String,
    #[label(primary, "in a circle")]
    at: Span,
}

type Key<'a> = (Piece, Option<&'a str>, &'a str);

fn key(past: &Past) -> Key<'_> {
    (past.piece, past.of.as_deref(), &past.name)
}

pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    let mut said: BTreeMap<Key, &Declared<Past>> = BTreeMap::new();
    let mut into: BTreeMap<Key, Span> = BTreeMap::new();
    for past in &policy.past {
        let (piece, of, name) = key(&past.node);
        if let Some(first) = said.get(&key(&past.node)) {
            findings.push(SaidTwice {
                piece,
                name: past.node.written(),
                at: past.name,
                first_at: first.name,
            });
            continue;
        }
        said.insert(key(&past.node), past);
        if let Some(declared_at) = declared(policy, piece, of, name) {
            findings.push(StillDeclared {
                piece,
                name: past.node.written(),
                at: past.name,
                declared_at,
            });
            continue;
        }
        let Some(to) = &past.node.to else {
            continue;
        };
        let leads_on = declared(policy, piece, of, to).is_some();
        if let Some(first_at) = into.insert((piece, of, to), past.name)
            && leads_on
        {
            findings.push(TwoIntoOne {
                piece,
                to: to.clone(),
                at: past.name,
                first_at,
            });
        }
    }
    for past in said.values() {
        let (piece, of, name) = key(&past.node);
        if declared(policy, piece, of, name).is_none() {
            end_of(policy, &said, past, findings);
        }
    }
}

/// Each fault of a road is told where the road breaks, once.
fn end_of(
    policy: &Policy,
    said: &BTreeMap<Key, &Declared<Past>>,
    past: &Declared<Past>,
    findings: &mut Findings,
) {
    let (piece, of, name) = key(&past.node);
    let Some(to) = &past.node.to else {
        return;
    };
    if declared(policy, piece, of, to).is_some() {
        return;
    }
    let next = said.get(&(piece, of, to.as_str()));
    match next.map(|next| &next.node.to) {
        None | Some(None) => {
            let known = names(policy, piece, of);
            let help = if next.is_some() || known.is_empty() {
                format!("drop `{}` as well, or declare `{to}`", past.node.written())
            } else {
                did_you_mean(to, &known)
            };
            findings.push(NoSuccessor {
                piece,
                to: to.clone(),
                help,
                at: past.name,
            });
        }
        Some(Some(_)) => {
            let mut names = vec![name];
            let mut at = to.as_str();
            while let Some(next) = said.get(&(piece, of, at)) {
                if names.contains(&at) {
                    break;
                }
                names.push(at);
                match &next.node.to {
                    Some(to) => at = to,
                    None => return,
                }
            }
            // Of a circle, its first name tells.
            if at == name && names.iter().min() == Some(&name) {
                findings.push(Circle {
                    piece,
                    name: past.node.written(),
                    at: past.name,
                });
            }
        }
    }
}

/// Where the policy declares something of this name.
fn declared(policy: &Policy, piece: Piece, of: Option<&str>, name: &str) -> Option<Span> {
    match piece {
        Piece::Bot => {
            let header = policy.header.as_ref().filter(|one| one.bot == name);
            header.map(|header| header.span)
        }
        Piece::Feature => {
            let mut all = policy.features.iter();
            Some(all.find(|one| one.name.node == name)?.name.span)
        }
        Piece::Store => {
            let mut all = policy.stores.iter();
            let is_it = |one: &&StoreDecl| {
                let of = policy.feature(one.node.feature);
                let whole = of.map(|of| format!("{}.{}", of.name.node, local(&one.node.name)));
                one.node.name == name || whole.as_deref() == Some(name)
            };
            Some(all.find(is_it)?.name)
        }
        Piece::Field => {
            let mut all = policy.stores.iter();
            let store = all.find(|one| Some(one.node.name.as_str()) == of)?;
            let fields = store.node.fields.iter().zip(&store.fields);
            let mut named = fields.filter(|(field, _)| field.name == name);
            named.next().map(|(_, decl)| decl.name)
        }
        Piece::Setting => {
            let mut all = policy.settings.iter();
            let is_it = |one: &&Declared<crate::plan::Setting>| {
                one.node.name == name && Some(feature(policy, &one.node)) == of
            };
            all.find(is_it).map(|one| one.name)
        }
    }
}

fn feature<'a>(policy: &'a Policy, setting: &crate::plan::Setting) -> &'a str {
    let of = setting.feature.and_then(|of| policy.feature(of));
    of.map_or(SERVER, |of| &of.name.node)
}

/// What there is to rename something to.
fn names<'a>(policy: &'a Policy, piece: Piece, of: Option<&str>) -> Vec<&'a str> {
    match piece {
        Piece::Bot => policy.header.iter().map(|one| one.bot.as_str()).collect(),
        Piece::Feature => {
            let all = policy.features.iter();
            all.map(|one| one.name.node.as_str()).collect()
        }
        Piece::Store => {
            let all = policy.stores.iter().filter(|one| !one.is_journal());
            all.map(|one| one.node.name.as_str()).collect()
        }
        Piece::Field => {
            let mut all = policy.stores.iter();
            let store = all.find(|one| Some(one.node.name.as_str()) == of);
            let fields = store.into_iter().flat_map(|one| &one.node.fields);
            fields.map(|field| field.name.as_str()).collect()
        }
        Piece::Setting => {
            let all = policy.settings.iter();
            let of_it = all.filter(|one| Some(feature(policy, &one.node)) == of);
            of_it.map(|one| one.node.name.as_str()).collect()
        }
    }
}
