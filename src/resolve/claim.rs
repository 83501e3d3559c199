//! Promises (`never`) and exceptions (`declassify`), and the names of what they can be about.

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    lexicon::claimable,
    plan::{FeatureId, StoreId},
    syntax::{
        ast::Node,
        closest,
        form::{Given, Missing, Sentence, Word, form},
    },
    vocab::{Category, Sink, Span, Spanned, Way},
};

use super::{
    names::{UnknownSource, UnknownStore, UnknownWord, word_of},
    policy::{Claim, ClaimKind, Declassify, Policy, What},
    scope::Names,
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

form! {
    struct NeverForm = "never", "never \"message.content\" to=storage" {
        opt { subject: Word }
        props {
            "to" to: Word;
            "intent" intent: Word;
        }
    }
}

form! {
    struct DeclassifyForm = "declassify", "declassify \"message.content\" to=storage as=decision reason=\"…\"" {
        args { subject: Word }
        props {
            "to" to: Word;
            "as" way: Word;
            "store" store: Word;
            "reason" reason: Sentence, or "`declassify` does not say why" => "add `reason=\"…\"`; the notice shows it";
        }
    }
}

/// A promise says two things of which one excludes the other.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(code("candor::claims::unclear"), help("{help}"))]
pub(crate) struct Unclear {
    message: &'static str,
    label: &'static str,
    help: &'static str,
    #[label(primary, "{label}")]
    at: Span,
}

pub(super) fn never(policy: &mut Policy, node: &Node, findings: &mut Findings) {
    let form = NeverForm::read(node, findings);
    policy.claims.extend(claim(form, findings));
}

fn claim(form: NeverForm, findings: &mut Findings) -> Option<Claim> {
    let node = form.node;
    if let Some(word) = form.intent.value {
        if let Some(at) = form.subject.at {
            findings.push(Unclear {
                message: "a promise is about data or about an intent, not both",
                label: "delete this, or make it a promise of its own",
                help: "write `never intent=…` alone",
                at,
            });
        }
        return Some(Claim {
            kind: ClaimKind::Intent(word_of(&word, findings)?),
            name: word.span,
            span: node.span,
        });
    }
    if form.subject.is_absent() {
        findings.push(Missing::new(
            "`never` does not say what",
            "write `never \"message.content\" to=storage`",
            node.name.span,
        ));
    }
    let subject = form.subject.value?;
    let what = what(&subject, findings);
    let to = sink(node, &form.to, true, findings);
    Some(Claim {
        kind: ClaimKind::Never {
            what: what?,
            to: to?,
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
fn sink(
    node: &Node,
    to: &Given<Spanned<String>>,
    any: bool,
    findings: &mut Findings,
) -> Option<Option<Sink>> {
    if to.is_absent() {
        findings.push(Missing::new(
            format!("`{}` does not say where to", node.name.node),
            "add `to=storage`",
            node.name.span,
        ));
    }
    let word = to.value.as_ref()?;
    if any && word.node == "any" {
        return Some(None);
    }
    if any && Sink::from_word(&word.node).is_none() {
        let mut known: Vec<_> = Sink::ALL.iter().map(|sink| sink.word()).collect();
        known.push("any");
        findings.push(UnknownWord::new(word, "a sink", &known));
        return None;
    }
    word_of(word, findings).map(Some)
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
    findings.push(UnknownSource {
        help,
        ..UnknownSource::new(subject, "a source or a category", &[])
    });
    None
}

/// An exception, of the whole policy or of the feature in which it stands.
pub(super) fn declassify(
    policy: &mut Policy,
    names: &Names,
    feature: Option<FeatureId>,
    node: &Node,
    findings: &mut Findings,
) {
    let form = DeclassifyForm::read(node, findings);
    let exception = exception(form, names, feature, findings);
    policy.declassified.extend(exception);
}

fn exception(
    form: DeclassifyForm,
    names: &Names,
    feature: Option<FeatureId>,
    findings: &mut Findings,
) -> Option<Declassify> {
    let what = what(&form.subject.value?, findings);
    let to = sink(form.node, &form.to, false, findings)??;
    let way = match &form.way.value {
        Some(word) => word_of(word, findings)?,
        None => Way::Copy,
    };
    let store = match &form.store.value {
        Some(name) => Some(store(name, to, names, findings)?),
        None => None,
    };
    Some(Declassify {
        what: what?,
        to,
        way,
        store,
        feature,
        reason: form.reason.value?.node,
        span: form.node.span,
    })
}

fn store(
    name: &Spanned<String>,
    to: Sink,
    names: &Names,
    findings: &mut Findings,
) -> Option<StoreId> {
    if to != Sink::Storage {
        findings.push(Unclear {
            message: "an exception names a store, but is not about storage",
            label: "only with `to=storage`",
            help: "delete `store=`",
            at: name.span,
        });
        return None;
    }
    let found = names.stores.get(&name.node).map(|(store, _)| *store);
    if found.is_none() {
        let known: Vec<_> = names.stores.keys().map(String::as_str).collect();
        findings.push(UnknownStore::new(name, "a store", &known));
    }
    found
}
