//! Keys and fields of a store: their types, whom they name, and what they are declared for.

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    plan::{Field, FieldId, Owner},
    syntax::{
        ast::Node,
        form::{Any, Flag, Form, Given, Taking, Text, Word, form, in_a_policy, words},
    },
    vocab::{Category, Origin, Span, Spanned, Type},
};

use super::{
    list::{NeverNone, NoList, in_list},
    names::{Taken, UnknownField, UnknownType, refuse_foreign, word_of},
    policy::{FieldDecl, Policy},
    types::{self, of_word},
    value::{self, BadLimits},
};

form! {
    /// Of `field` and of `key`.
    struct FieldForm = "field", "field NAME TYPE" {
        args { name: Word, kind: Word }
        props {
            "default" default: Any;
            "optional" optional: Flag;
            "list" list: Flag;
            "min" min: Any;
            "max" max: Any;
            "category" category: Text;
            "origin" origin: Word;
            "subject" subject: Flag;
            "party" party: Flag;
            "about" about: Word;
        }
    }
}

const KEY: Form = Form {
    name: "key",
    usage: "key NAME TYPE`, or `key id auto",
    ..FieldForm::FORM
};

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("a key that numbers the rows stands alone and has no default")]
#[diagnostic(code("candor::types::auto-key"), help("delete this, or the `auto`"))]
pub(crate) struct AutoKey {
    #[label(primary, "not beside `auto`")]
    at: Span,
}

/// Something that is about people is said of what names none.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(code("candor::types::not-a-person"), help("{help}"))]
pub(crate) struct NotAPerson {
    message: String,
    label: &'static str,
    help: &'static str,
    #[label(primary, "{label}")]
    at: Span,
}

/// The text of a member may be anything, so nobody but its author can say what it is.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("the {kind} `{name}` does not say what it is")]
#[diagnostic(
    code("candor::flow::no-category"),
    help("add `category=user-content`, or what it holds")
)]
pub(crate) struct NoCategory {
    kind: Type,
    name: String,
    #[label(primary, "something is missing here")]
    at: Span,
}

impl NoCategory {
    pub(super) fn new(kind: &Type, name: &Spanned<String>) -> Self {
        Self {
            kind: kind.clone(),
            name: name.node.clone(),
            at: name.span,
        }
    }
}

/// A row has one owner who may have it erased.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(code("candor::erasure::two-subjects"), help("{help}"))]
pub(crate) struct TwoSubjects {
    message: &'static str,
    label: &'static str,
    help: &'static str,
    #[label(primary, "{label}")]
    at: Span,
    #[label("first here")]
    first_at: Option<Span>,
}

/// Fields so far, with where each stands.
#[derive(Default)]
pub(super) struct Fields {
    pub(super) all: Vec<Field>,
    pub(super) decls: Vec<FieldDecl>,
    pub(super) key_len: u32,
    pub(super) auto: bool,
}

impl Fields {
    /// Whether the type of a field is known, and its default one of that type.
    pub(super) fn is_typed(&self, id: FieldId) -> bool {
        self.decls.get(id.0 as usize).is_some_and(|decl| decl.typed)
    }

    /// Whether a field may be meant to name a person and does not say so; its own finding tells.
    pub(super) fn hide_somebody(&self) -> bool {
        let mut fields = self.all.iter().zip(&self.decls);
        fields.any(|(field, decl)| {
            !decl.typed || field.kind == Type::UserId && field.person.is_none()
        })
    }

    pub(super) fn find(&self, word: &Spanned<String>, findings: &mut Findings) -> Option<FieldId> {
        let found = (0..).zip(&self.all).find(|(_, f)| f.name == word.node);
        if found.is_none() {
            let known: Vec<_> = self.all.iter().map(|f| f.name.as_str()).collect();
            findings.push(UnknownField::new(word, "a field of this store", &known));
        }
        found.map(|(i, _)| FieldId(i))
    }

    /// The field of that name, which is the id of a person.
    pub(super) fn find_person(
        &self,
        word: &Spanned<String>,
        findings: &mut Findings,
    ) -> Option<FieldId> {
        let id = self.find(word, findings)?;
        let field = self.all.get(id.0 as usize);
        let is_person = field.is_some_and(|field| field.kind == Type::UserId);
        if !is_person && self.is_typed(id) {
            findings.push(NotAPerson {
                message: format!("`{}` does not name a person", word.node),
                label: "not a person",
                help: "name a field of type `user-id`",
                at: word.span,
            });
        }
        is_person.then_some(id)
    }

    /// The person of a row that names one.
    pub(super) fn only_person(&self) -> Option<FieldId> {
        let mut people = self.all.iter().filter_map(|field| match field.person {
            Some(Owner::Subject(id) | Owner::Party(id)) => Some(id),
            Some(Owner::Guild) | None => None,
        });
        let first = people.next()?;
        people.next().is_none().then_some(first)
    }

    /// The person a row is about; there is at most one.
    pub(super) fn subject(&self, findings: &mut Findings) -> Option<FieldId> {
        let mut found: Option<(FieldId, Span)> = None;
        for (field, decl) in self.all.iter().zip(&self.decls) {
            let Some(Owner::Subject(id)) = field.person else {
                continue;
            };
            if let Some((_, first)) = found {
                findings.push(TwoSubjects {
                    message: "a row is about one person",
                    label: "a second subject",
                    help: "make this one a party: `party=#true`",
                    at: decl.name,
                    first_at: Some(first),
                });
            } else {
                found = Some((id, decl.name));
            }
        }
        found.map(|(id, _)| id)
    }
}

pub(super) fn key(policy: &Policy, fields: &mut Fields, node: &Node, findings: &mut Findings) {
    let taking = Taking::of(node, KEY, in_a_policy);
    let form = FieldForm::taken(taking, findings);
    add(policy, fields, form, true, findings);
}

pub(super) fn field(policy: &Policy, fields: &mut Fields, node: &Node, findings: &mut Findings) {
    let form = FieldForm::read(node, findings);
    add(policy, fields, form, false, findings);
}

fn add(
    policy: &Policy,
    fields: &mut Fields,
    form: FieldForm,
    is_key: bool,
    findings: &mut Findings,
) {
    let (Some(name), Some(word)) = (&form.name.value, &form.kind.value) else {
        return;
    };
    refuse_foreign(name, "a field", findings);
    let mut earlier = fields.all.iter().zip(&fields.decls);
    if let Some((_, first)) = earlier.find(|(field, _)| field.name == name.node) {
        findings.push(Taken::new("field", name, first.name));
        return;
    }
    let auto = is_key && word.node == "auto";
    let kind = kind(word, auto, findings);
    let kind = listed(&form, kind, is_key, findings);
    let has_default = !form.default.is_absent();
    if auto && has_default || fields.auto && is_key {
        findings.push(AutoKey { at: word.span });
    }
    let written = value::Written {
        default: form.default.value,
        min: form.min.value,
        max: form.max.value,
    };
    let limits = value::limits(written, kind.as_ref(), findings);
    let id = FieldId(value::index(fields.all.len()));
    let person = person(&form, kind.as_ref(), id, findings);
    let categories = categories(&form.category, kind.as_ref(), auto, name, findings);
    let origin = form.origin.value;
    let origin = origin.and_then(|word| word_of::<Origin>(&word, findings));
    let optional = form.optional.value.is_some_and(|flag| flag.node);
    let is_list = kind.as_ref().is_some_and(Type::is_list);
    let span = form.node.span;
    fields.decls.push(FieldDecl {
        name: name.span,
        typed: kind.is_some()
            && has_default == limits.default.is_some()
            && !(optional && matches!(person, Some(Owner::Subject(_)))),
        person: person.map(|_| span),
        says_category: !form.category.is_absent(),
    });
    fields.all.push(Field {
        name: name.node.clone(),
        about: form.about.value.map(|about| about.node),
        kind: kind.clone().unwrap_or(Type::Text),
        default: value::or_empty(limits.default, kind.as_ref()),
        optional: optional && !is_list,
        min: limits.min,
        max: limits.max,
        categories,
        origin,
        person,
        owner: Owner::Guild,
        at: policy.place(span),
    });
    if is_key {
        fields.key_len += 1;
        fields.auto |= auto;
    }
}

/// The type, or a list of it, which is a value of its own: no key, without limits, and never none.
fn listed(
    form: &FieldForm,
    kind: Option<Type>,
    is_key: bool,
    findings: &mut Findings,
) -> Option<Type> {
    if is_key && let Some(list) = form.list.value.as_ref().filter(|list| list.node) {
        findings.push(NoList::in_key(list.span));
        return kind;
    }
    let kind = in_list(kind?, &form.list, findings);
    if kind.is_list() {
        for (what, limit) in [("min", &form.min), ("max", &form.max)] {
            if let Some(at) = limit.at {
                findings.push(BadLimits::of_list(what, at));
            }
        }
        if let Some(optional) = form.optional.value.as_ref().filter(|flag| flag.node)
            && let Some(name) = &form.name.value
        {
            findings.push(NeverNone::list(&name.node, optional.span));
        }
    }
    Some(kind)
}

fn kind(word: &Spanned<String>, auto: bool, findings: &mut Findings) -> Option<Type> {
    if auto {
        return Some(Type::Int);
    }
    let kind = of_word(&word.node, |kind| kind.in_fields);
    if kind.is_none() {
        let known = types::words(|kind| kind.in_fields);
        findings.push(UnknownType::new(word, "a type of field", &known));
    }
    kind
}

/// `subject=#true` and `party=#true`, which only ids of people can be.
fn person(
    form: &FieldForm,
    kind: Option<&Type>,
    id: FieldId,
    findings: &mut Findings,
) -> Option<Owner> {
    let is_on = |given: &Given<Spanned<bool>>| given.value.as_ref().is_some_and(|flag| flag.node);
    let (subject, party) = (is_on(&form.subject), is_on(&form.party));
    let (word, given) = if subject {
        ("subject", &form.subject)
    } else {
        ("party", &form.party)
    };
    let at = given.at.unwrap_or(form.node.span);
    if subject && party {
        findings.push(TwoSubjects {
            message: "a person is the subject of a row or a party to it, not both",
            label: "one of the two",
            help: "delete `party=#true`",
            at,
            first_at: None,
        });
    }
    if (subject || party) && kind.is_some_and(|kind| *kind != Type::UserId) {
        findings.push(NotAPerson {
            message: format!("only a `user-id` can be a {word}"),
            label: "not the id of a person",
            help: "give the field the type `user-id`",
            at,
        });
        return None;
    }
    match (subject, party) {
        (true, _) => Some(Owner::Subject(id)),
        (false, true) => Some(Owner::Party(id)),
        (false, false) => None,
    }
}

/// What the field is declared for: as written, or what its type implies. A text has no category of its own.
fn categories(
    given: &Given<Spanned<crate::syntax::ast::Written>>,
    kind: Option<&Type>,
    auto: bool,
    name: &Spanned<String>,
    findings: &mut Findings,
) -> Vec<Category> {
    if given.is_absent() {
        // Of an unknown type, anything may be stored in it.
        let Some(kind) = kind else {
            return Vec::new();
        };
        if auto {
            return vec![Category::Configuration];
        }
        let implied = kind.kind().category;
        if implied.is_none() {
            findings.push(NoCategory::new(kind, name));
        }
        return implied.into_iter().collect();
    }
    let words = given.value.iter().flat_map(words);
    let mut categories: Vec<_> = words
        .filter_map(|word| word_of::<Category>(&word, findings))
        .collect();
    if kind == Some(&Type::UserId) && !categories.contains(&Category::Identifier) {
        categories.push(Category::Identifier);
    }
    categories
}
