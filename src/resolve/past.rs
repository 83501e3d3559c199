//! `drop` and `rename`: what becomes of data that an earlier policy of the bot kept.
//!
//! What is named is not in this policy any more, so no name is looked up but that of what it stood in: a field is named
//! with its store, and a setting with its feature, as they are called today.

use crate::{
    finding::Findings,
    plan::{Past, SERVER},
    syntax::{
        ast::Node,
        form::{Missing, Word, form},
    },
    vocab::{Piece, Spanned},
};

use super::{
    names::{BadName, UnknownFeature, UnknownStore, UnknownWord, is_name},
    policy::{Declared, Policy},
};

form! {
    struct DropForm = "drop", "drop store NAME" {
        args { piece: Word, name: Word }
    }
}

form! {
    struct RenameForm = "rename", "rename store OLD to=NEW" {
        args { piece: Word, name: Word }
        props { "to" to: Word, or "`rename` does not say `to`" => "add `to=NEW`"; }
    }
}

pub(super) fn dropped(policy: &mut Policy, node: &Node, findings: &mut Findings) {
    let form = DropForm::read(node, findings);
    // A bot without its data is another bot.
    let but_bot = |piece: &Piece| *piece != Piece::Bot;
    let piece = form.piece.value;
    let piece = piece.and_then(|word| piece_of(&word, but_bot, findings));
    if let (Some(piece), Some(name)) = (piece, form.name.value) {
        add(policy, node, piece, &name, None, findings);
    }
}

pub(super) fn renamed(policy: &mut Policy, node: &Node, findings: &mut Findings) {
    let form = RenameForm::read(node, findings);
    let piece = form.piece.value;
    let piece = piece.and_then(|word| piece_of(&word, |_| true, findings));
    if let (Some(piece), Some(name), Some(to)) = (piece, form.name.value, form.to.value) {
        add(policy, node, piece, &name, Some(to.node), findings);
    }
}

fn piece_of(
    word: &Spanned<String>,
    may_be: impl Fn(&Piece) -> bool,
    findings: &mut Findings,
) -> Option<Piece> {
    let found = Piece::from_word(&word.node).filter(&may_be);
    if found.is_none() {
        let known = Piece::ALL.iter().filter(|piece| may_be(piece));
        let known: Vec<_> = known.map(|piece| piece.word()).collect();
        findings.push(UnknownWord::new(
            word,
            "a part of a policy with data",
            &known,
        ));
    }
    found
}

fn add(
    policy: &mut Policy,
    node: &Node,
    piece: Piece,
    name: &Spanned<String>,
    to: Option<String>,
    findings: &mut Findings,
) {
    // The notice repeats what is dropped, so that it is a name and no sentence.
    if piece != Piece::Bot && !name.node.split('.').all(is_name) {
        findings.push(BadName {
            name: name.node.clone(),
            what: "what an earlier policy had",
            why: "nothing was called that",
            at: name.span,
        });
        return;
    }
    let (of, own) = match piece {
        Piece::Bot | Piece::Feature | Piece::Store => (None, name.node.clone()),
        Piece::Field | Piece::Setting => {
            let Some((of, own)) = name.node.rsplit_once('.') else {
                let whose = if piece == Piece::Field {
                    "STORE"
                } else {
                    "FEATURE"
                };
                findings.push(Missing::new(
                    format!("`{}` is a {piece} of something", name.node),
                    &format!("write `{whose}.{}`", name.node),
                    name.span,
                ));
                return;
            };
            (Some(of.to_owned()), own.to_owned())
        }
    };
    // Whoever writes the whole name again means the same.
    let to = to.map(|to| {
        let whole = of.as_ref().map(|of| format!("{of}."));
        let own = whole.and_then(|whole| Some(to.strip_prefix(&whole)?.to_owned()));
        own.unwrap_or(to)
    });
    policy.past.push(Declared {
        node: Past {
            piece,
            of,
            name: own,
            to,
            at: policy.place(node.span),
        },
        span: node.span,
        name: name.span,
    });
}

/// Stores of fields, and features of settings, are those of this policy.
pub(super) fn whose(policy: &Policy, findings: &mut Findings) {
    for past in &policy.past {
        let Some(of) = &past.node.of else {
            continue;
        };
        let of = Spanned::new(of.clone(), past.name);
        match past.node.piece {
            Piece::Bot | Piece::Feature | Piece::Store => {}
            Piece::Field => {
                let known = policy.stores.iter().map(|store| store.node.name.as_str());
                let known: Vec<_> = known.collect();
                if !known.contains(&of.node.as_str()) {
                    findings.push(UnknownStore::new(&of, "a store of this policy", &known));
                }
            }
            Piece::Setting => {
                let known = policy.features.iter().map(|one| one.name.node.as_str());
                let known: Vec<_> = known.chain([SERVER]).collect();
                if !known.contains(&of.node.as_str()) {
                    findings.push(UnknownFeature::new(&of, "a feature of this policy", &known));
                }
            }
        }
    }
}
