//! Promises (`never`) and exceptions (`declassify`), and the names of what they can be about.

use crate::{
    finding::Findings,
    lexicon::claimable,
    syntax::{
        ast::{Node, Scalar},
        closest,
    },
    vocab::{Category, Sink, Spanned},
};

use super::{
    names::{UnknownName, word_of},
    policy::{Claim, ClaimKind, Declassify, Policy, What},
    shape::{self, DuplicateOrUnknown, Shape},
    types::TypeMismatch,
};

/// The category of a source; none for what is not claimable by name.
#[must_use]
pub fn category_of(name: &str) -> Option<Category> {
    let found = claimable().find(|(known, _)| known == name)?;
    Some(found.1)
}

/// A mention is the id in another form.
#[must_use]
pub fn canonical(name: &str) -> String {
    name.strip_suffix(".mention")
        .map_or_else(|| name.to_owned(), |person| format!("{person}.id"))
}

const NEVER: Shape = Shape {
    what: "never",
    args: (0, 1),
    props: &["to", "influence", "intent"],
    once: &[],
    many: &[],
    open: false,
};
const DECLASSIFY: Shape = Shape {
    what: "declassify",
    args: (1, 1),
    props: &["to", "reason"],
    once: &[],
    many: &[],
    open: false,
};

pub(super) fn read(policy: &mut Policy, nodes: &[Node], findings: &mut Findings) {
    for node in nodes {
        match shape::meant(node) {
            "never" => policy.claims.extend(never(node, findings)),
            "declassify" => policy.declassified.extend(declassify(node, findings)),
            _ => {}
        }
    }
}

fn never(node: &Node, findings: &mut Findings) -> Option<Claim> {
    NEVER.check(node, findings);
    if let Some(word) = shape::prop_word(node, "intent", findings) {
        if let Some(extra) = node.args.first() {
            findings.push(TypeMismatch::new(
                "a promise is about data or about an intent, not both".to_owned(),
                "delete this, or make it a promise of its own",
                "write `never intent=…` alone",
                extra.span,
            ));
        }
        return Some(Claim {
            kind: ClaimKind::Intent(word_of(&word, findings)?),
            name: word.span,
            span: node.span,
        });
    }
    let subject = shape::arg_word(node, 0, findings);
    if node.args.is_empty() {
        findings.push(DuplicateOrUnknown::missing(
            "`never` does not say what".to_owned(),
            "write `never \"message.content\" to=storage`",
            node.name.span,
        ));
    }
    let subject = subject?;
    let influence = shape::prop_flag(node, "influence", findings).unwrap_or(false);
    let what = what(&subject, findings);
    let to = sink(node, true, findings);
    if influence && to.is_some_and(|to| to != Some(Sink::Storage)) {
        let at = shape::prop(node, "influence").map_or(node.span, |given| given.span);
        findings.push(TypeMismatch::new(
            "only of storage it can be promised that nothing influences it".to_owned(),
            "only with `to=storage`",
            "delete `influence=#true`",
            at,
        ));
    }
    Some(Claim {
        kind: ClaimKind::Never {
            what: what?,
            to: to?,
            influence,
        },
        name: subject.span,
        span: node.span,
    })
}

/// The sink of `to=`; `Some(None)` for `any`. None where a finding says what is wrong.
#[expect(
    clippy::option_option,
    reason = "a sink, all of them, or a fault already told"
)]
fn sink(node: &Node, any: bool, findings: &mut Findings) -> Option<Option<Sink>> {
    let Some(word) = shape::prop(node, "to") else {
        findings.push(DuplicateOrUnknown::missing(
            format!("`{}` does not say where to", node.name.node),
            "add `to=storage`",
            node.name.span,
        ));
        return None;
    };
    let word = shape::word(word, "`to`", findings)?;
    if any && word.node == "any" {
        return Some(None);
    }
    if any && Sink::from_word(&word.node).is_none() {
        let mut known: Vec<_> = Sink::ALL.iter().map(|sink| sink.word()).collect();
        known.push("any");
        findings.push(UnknownName::new(&word, "a sink", &known));
        return None;
    }
    word_of(&word, findings).map(Some)
}

fn what(subject: &Spanned<String>, findings: &mut Findings) -> Option<What> {
    if let Some(category) = Category::from_word(&subject.node) {
        return Some(What::Category(category));
    }
    let name = canonical(&subject.node);
    if category_of(&name).is_some() {
        return Some(What::Value(name));
    }
    let known: Vec<_> = claimable().map(|(name, _)| name).collect();
    let known = known.iter().map(String::as_str);
    let known = known.chain(Category::ALL.iter().map(|category| category.word()));
    let near = closest(&subject.node, known);
    let help = near.map_or_else(
        || {
            "name a source such as `message.content`, or a category such as `user-content`"
                .to_owned()
        },
        |near| format!("did you mean `{near}`?"),
    );
    findings.push(UnknownName {
        name: subject.node.clone(),
        what: "a source or a category".to_owned(),
        help: Some(help),
        at: subject.span,
    });
    None
}

fn declassify(node: &Node, findings: &mut Findings) -> Option<Declassify> {
    DECLASSIFY.check(node, findings);
    let subject = shape::arg_word(node, 0, findings)?;
    let what = what(&subject, findings);
    let to = sink(node, false, findings);
    let Some(reason) = shape::prop(node, "reason") else {
        findings.push(DuplicateOrUnknown::missing(
            "`declassify` does not say why".to_owned(),
            "add `reason=\"…\"`; the notice shows it",
            node.name.span,
        ));
        return None;
    };
    let reason = if let Scalar::Text(written) = &reason.node {
        written.text.clone()
    } else {
        findings.push(TypeMismatch::scalar("`reason`", "a text in quotes", reason));
        return None;
    };
    Some(Declassify {
        what: what?,
        to: to??,
        reason,
        span: node.span,
    })
}
