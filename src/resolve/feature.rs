//! A feature: whether it is on, on which basis it keeps data, and what it declares. Its handlers are read in `handler`,
//! once everything is declared.

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    plan::FeatureId,
    syntax::{
        ast::Node,
        form::{Flag, Sentence, Text, Word, WrongValue, form, words},
    },
    vocab::{Basis, Span, Spanned},
};

use super::{
    names::{Reserved, Taken, UnknownPurpose, UnknownWord, refuse_bad_name, word_of},
    policy::{Declared, Feature, Grounds, Policy},
    scope::Names,
    setting, statement, store, value,
};

form! {
    pub(super) struct FeatureForm = "feature", "feature NAME { … }" {
        args { name: Word }
        props {
            "default" default: Word;
            "fixed" fixed: Flag;
            "about" about: Word;
        }
        once { "basis" basis; }
        many {
            "setting" settings;
            "store" stores;
            "allow" allows;
        }
        elsewhere { "on", "command", "commands", "declassify" }
    }
}

form! {
    struct BasisForm = "basis", "basis legitimate-interest purpose=NAME interest=\"…\"" {
        args { basis: Word }
        props {
            "purpose" purpose: Text, or "`basis` does not say what for" => "add `purpose=NAME`";
            "interest" interest: Sentence;
        }
    }
}

/// People have a right to know the interest that is weighed against theirs (GDPR 13(1)(d)).
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("a legitimate interest is not named")]
#[diagnostic(
    code("candor::rights::interest-not-named"),
    help("add `interest=\"…\"`; people have a right to know it")
)]
pub(crate) struct InterestNotNamed {
    #[label(primary, "something is missing here")]
    at: Span,
}

/// Reads everything but handlers, which may use what other features declare later. `called` is the name that an import
/// gives the feature.
pub(super) fn declare(
    policy: &mut Policy,
    names: &mut Names,
    (module, called): (usize, Option<&Spanned<String>>),
    node: &Node,
    findings: &mut Findings,
) -> Option<FeatureId> {
    let form = FeatureForm::read(node, findings);
    let name = called.cloned().or(form.name.value)?;
    let id = FeatureId(value::index(policy.features.len()));
    if let Some(first) = names.features.get(&name.node) {
        findings.push(Taken::new("feature", &name, *first));
        return None;
    }
    if name.node == "server" {
        findings.push(Reserved {
            name: name.node.clone(),
            what: "a feature",
            meaning: "`/config set server` is for what belongs to no feature",
            at: name.span,
        });
    }
    let why = "servers type it after `/config set`";
    refuse_bad_name(&name, "a feature", why, findings);
    names.features.insert(name.node.clone(), name.span);
    let fixed = form.fixed.value.is_some_and(|flag| flag.node);
    let default_on = match form.default.value {
        Some(word) if fixed && word.node == "off" => {
            let help = "write `default=on`, or delete `fixed=#true`";
            findings.push(WrongValue::word(
                &word,
                "`default` of a feature that no server can switch",
                "never on",
                help,
            ));
            false
        }
        Some(word) if word.node == "off" => false,
        Some(word) if word.node != "on" => {
            findings.push(UnknownWord::new(&word, "`on` or `off`", &["on", "off"]));
            true
        }
        Some(_) | None => true,
    };
    let basis = form.basis.and_then(|node| basis(names, node, findings));
    policy.features.push(Feature {
        name,
        module,
        about: form.about.value.map(|about| about.node),
        default_on,
        fixed,
        basis,
        basis_at: form.basis.map(|node| node.span),
        span: form.node.span,
    });
    for allow in form.allows {
        statement::allow(policy, allow, Some(node.span), findings);
    }
    for node in form.settings {
        setting::declare(policy, names, id, node, findings);
    }
    for node in form.stores {
        store::declare(policy, names, id, node, findings);
    }
    Some(id)
}

fn basis(names: &Names, node: &Node, findings: &mut Findings) -> Option<Declared<Grounds>> {
    let form = BasisForm::read(node, findings);
    let word = form.basis.value?;
    let basis: Option<Basis> = word_of(&word, findings);
    let mut purposes = Vec::new();
    for name in form.purpose.value.iter().flat_map(words) {
        if let Some(found) = names.purposes.get(&name.node) {
            purposes.push(*found);
        } else {
            let known: Vec<_> = names.purposes.keys().map(String::as_str).collect();
            findings.push(UnknownPurpose::new(&name, "a purpose", &known));
        }
    }
    let interest = form.interest.value;
    if basis == Some(Basis::LegitimateInterest) && interest.is_none() {
        findings.push(InterestNotNamed { at: word.span });
    }
    Some(Declared {
        node: Grounds {
            basis: basis?,
            purposes,
            interest: interest.map(|interest| interest.node),
        },
        span: form.node.span,
        name: word.span,
    })
}
