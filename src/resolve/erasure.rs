//! What becomes of a row when somebody in it is erased, and who may take a copy of it away.

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    plan::{EraseRule, Export, FieldId, Kept, OnErase, OnObject, Owner, Refusal},
    syntax::{
        ast::Node,
        form::{Flag, Repeated, Sentence, Text, Word, form, words},
    },
    vocab::{Span, Spanned, Type},
};

use super::{fields::Fields, names::UnknownWord, policy::Policy, value};

form! {
    struct OnEraseForm = "on-erase", "on-erase by=FIELD delete" {
        args { rule: Word }
        props {
            "by" by: Word;
            "suppress" suppress: Flag;
            "reason" reason: Sentence;
            "review" review: Word;
            "until" until: Word;
            "appeal" appeal: Sentence;
        }
    }
}

form! {
    struct OnObjectForm = "on-object", "on-object refuse reason=\"…\"" {
        args { rule: Word }
        props {
            "reason" reason: Sentence, or "`on-object` does not say why" => "add `reason=\"…\"`; notice and `/privacy` repeat it";
        }
    }
}

form! {
    struct ExportForm = "export", "export to=FIELD" {
        props {
            "to" to: Text;
            "redact" redact: Text;
        }
    }
}

form! {
    struct RefuseForm = "export", "export refuse reason=\"…\" review=\"2027-01-01\" appeal=\"…\"" {
        args { word: Word }
        props {
            "reason" reason: Sentence, or "the refusal does not say why" => "add `reason=\"…\"`";
            "review" review: Word, or "the refusal does not say until when it stands" => "add `review=\"2027-01-01\"`";
            "appeal" appeal: Sentence, or "the refusal does not say whom to turn to" => "add `appeal=\"…\"`";
        }
    }
}

/// A row without a subject does not say which of its people is meant.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("`{node}` does not say {whom}, and the row has no subject")]
#[diagnostic(code("candor::erasure::which-person"), help("add `{property}=FIELD`"))]
pub(crate) struct WhichPerson {
    node: &'static str,
    whom: &'static str,
    property: &'static str,
    #[label(primary, "something is missing here")]
    at: Span,
}

/// Who is refused an erasure is told why, when that is looked at again, and how to ask for it.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("the refusal of an erasure does not say {what}")]
#[diagnostic(
    code("candor::erasure::refusal-incomplete"),
    help("add `{add}`; notice and `/privacy` repeat it")
)]
pub(crate) struct RefusalIncomplete {
    what: &'static str,
    add: &'static str,
    #[label(primary, "something is missing here")]
    at: Span,
}

/// What only a refusal says.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("this says why an erasure is refused, and it is not")]
#[diagnostic(
    code("candor::erasure::unrefused"),
    help("delete it, or write `on-erase refuse`")
)]
pub(crate) struct Unrefused {
    #[label(primary, "says nothing here")]
    at: Span,
}

/// A refusal ends at a time, or is looked at again at one.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("`{field}` is no time")]
#[diagnostic(
    code("candor::erasure::review-unmoved"),
    help("name a field of type `instant`")
)]
pub(crate) struct NoTime {
    field: String,
    #[label(primary, "a time is wanted")]
    at: Span,
}

/// The rules of a store, and where each stands.
pub(super) fn rules(
    policy: &Policy,
    nodes: &[&Node],
    fields: &Fields,
    subject: Option<FieldId>,
    findings: &mut Findings,
) -> (Vec<OnErase>, Vec<Span>) {
    let mut rules: Vec<OnErase> = Vec::new();
    let mut spans: Vec<Span> = Vec::new();
    for node in nodes {
        let Some(rule) = rule(policy, node, fields, subject, findings) else {
            continue;
        };
        let earlier = rules.iter().zip(&spans).find(|(one, _)| one.by == rule.by);
        if let Some((_, first)) = earlier {
            findings.push(Repeated {
                what: "`on-erase` for this person".to_owned(),
                at: node.name.span,
                first_at: *first,
            });
            continue;
        }
        rules.push(rule);
        spans.push(node.span);
    }
    (rules, spans)
}

fn rule(
    policy: &Policy,
    node: &Node,
    fields: &Fields,
    subject: Option<FieldId>,
    findings: &mut Findings,
) -> Option<OnErase> {
    let form = OnEraseForm::read(node, findings);
    if form.node.args.len() > 1 && !form.suppress.alone {
        // Which of the words is the rule is unclear, and told.
        return None;
    }
    let word = form.rule.value.clone()?;
    let rule = match word.node.as_str() {
        "delete" => EraseRule::Delete,
        "redact" => EraseRule::Redact,
        "pseudonymise" => EraseRule::Pseudonymise,
        "refuse" => EraseRule::Refuse,
        _ => {
            let known = ["delete", "redact", "pseudonymise", "refuse"];
            findings.push(UnknownWord::new(&word, "a rule of erasure", &known));
            // Whom it is for is known; that nothing is said about them is not a second fault.
            EraseRule::Delete
        }
    };
    let is_said = !form.by.is_absent();
    let by = if is_said {
        let name = form.by.value.as_ref();
        name.and_then(|name| fields.find_person(name, findings))
    } else {
        subject.or_else(|| fields.only_person())
    };
    if by.is_none() && !is_said && !fields.hide_somebody() {
        findings.push(WhichPerson {
            node: "on-erase",
            whom: "of whom",
            property: "by",
            at: node.name.span,
        });
    }
    let refusal = refusal(&form, rule, fields, findings);
    Some(OnErase {
        by: by?,
        rule,
        suppress: form.suppress.value.as_ref().is_some_and(|flag| flag.node),
        refusal,
        at: policy.place(node.span),
    })
}

/// Why an erasure is refused, and until when. What a refusal lacks, and what has none, is a finding.
fn refusal(
    form: &OnEraseForm,
    rule: EraseRule,
    fields: &Fields,
    findings: &mut Findings,
) -> Option<Kept> {
    let at = form.node.name.span;
    let texts = [&form.reason, &form.review, &form.until, &form.appeal];
    if rule != EraseRule::Refuse {
        if let Some(given) = texts.iter().find_map(|text| text.value.as_ref()) {
            findings.push(Unrefused { at: given.span });
        }
        return None;
    }
    let lacks = |what: &'static str, add: &'static str| RefusalIncomplete { what, add, at };
    if form.reason.is_absent() {
        findings.push(lacks("why", "reason=\"…\""));
    }
    if form.review.is_absent() && form.until.is_absent() {
        findings.push(lacks(
            "when that is looked at again",
            "review=FIELD`, or `until=\"row.FIELD\"",
        ));
    }
    if form.appeal.is_absent() {
        findings.push(lacks(
            "how somebody asks for a review",
            "appeal=\"/COMMAND\"",
        ));
    }
    let mut instant = |word: &Option<Spanned<String>>| {
        let word = word.as_ref()?;
        let name = word.node.strip_prefix("row.").unwrap_or(&word.node);
        let name = Spanned::new(name.to_owned(), word.span);
        let id = fields.find(&name, findings)?;
        let kind = fields.all.get(id.0 as usize).map(|field| &field.kind);
        if kind != Some(&Type::Instant) && fields.is_typed(id) {
            findings.push(NoTime {
                field: name.node,
                at: word.span,
            });
        }
        Some(id)
    };
    let (review, until) = (instant(&form.review.value), instant(&form.until.value));
    let text = |given: &Option<Spanned<String>>| given.as_ref().map(|text| text.node.clone());
    let appeal = text(&form.appeal.value).unwrap_or_default();
    let words = appeal.trim_start_matches('/').split_whitespace();
    Some(Kept {
        reason: text(&form.reason.value).unwrap_or_default(),
        review,
        until,
        appeal: words.map(str::to_owned).collect(),
    })
}

/// Why an objection does not stop the store.
pub(super) fn objection(policy: &Policy, node: &Node, findings: &mut Findings) -> Option<OnObject> {
    let form = OnObjectForm::read(node, findings);
    let rule = form.rule.value?;
    if rule.node != "refuse" {
        let known = ["refuse"];
        findings.push(UnknownWord::new(&rule, "an answer to an objection", &known));
    }
    Some(OnObject {
        reason: form.reason.value?.node,
        at: policy.place(node.span),
    })
}

pub(super) fn export(
    node: &Node,
    fields: &Fields,
    subject: Option<FieldId>,
    findings: &mut Findings,
) -> Option<Export> {
    if !node.args.is_empty() {
        return None;
    }
    let form = ExportForm::read(node, findings);
    let names = form.to.value.iter().flat_map(words);
    let mut to: Vec<FieldId> = names
        .filter_map(|name| fields.find_person(&name, findings))
        .collect();
    let names: Vec<_> = form.redact.value.iter().flat_map(words).collect();
    let found = names.iter().filter_map(|name| fields.find(name, findings));
    let mut redact: Vec<FieldId> = found.collect();
    if form.to.is_absent() {
        to.extend(subject.or_else(|| fields.only_person()));
        if to.is_empty() && !fields.hide_somebody() {
            findings.push(WhichPerson {
                node: "export",
                whom: "to whom",
                property: "to",
                at: form.node.name.span,
            });
        }
    }
    if names.len() > redact.len() {
        // A name that nothing has was meant for somebody in the row: nobody's presence is a second fault.
        let others = fields.all.iter().filter_map(|field| match field.person? {
            Owner::Subject(id) | Owner::Party(id) => Some(id),
            Owner::Guild => None,
        });
        redact.extend(others.filter(|id| !to.contains(id)));
    }
    Some(Export { to, redact })
}

/// Why nobody takes the rows away, where a policy says so.
pub(super) fn refused(policy: &Policy, node: &Node, findings: &mut Findings) -> Option<Refusal> {
    let form = RefuseForm::read(node, findings);
    let word = form.word.value?;
    if word.node != "refuse" {
        findings.push(UnknownWord::new(&word, "a rule of export", &["refuse"]));
    }
    let text = |given: Option<Spanned<String>>| given.map(|text| text.node).unwrap_or_default();
    let review = form.review.value;
    Some(Refusal {
        reason: text(form.reason.value),
        review: review
            .and_then(|day| value::date(&day, findings))
            .unwrap_or_default(),
        appeal: text(form.appeal.value),
        at: policy.place(node.span),
    })
}
