//! What a feature keeps: fields, owners, retention, erasure and export.

use crate::{
    finding::Findings,
    plan::{
        EraseRule, FeatureId, Field, FieldId, OnErase, Owner, Retention, Scope, Store, StoreId,
    },
    syntax::ast::Node,
    vocab::{Category, Origin, Span, Spanned, Type},
};

use super::{
    feature::is_name,
    lifecycle,
    names::{UnknownName, word_of},
    policy::{FieldDecl, Policy, StoreDecl},
    retention, ring,
    scope::{Names, RESERVED},
    shape::{self, DuplicateOrUnknown, Shape},
    types::{TypeMismatch, of_word, words},
    value,
};

const STORE: Shape = Shape {
    what: "store",
    args: (1, 1),
    props: &["scope", "about"],
    once: &["retain", "keep", "hold", "export"],
    many: &["key", "field", "on-erase"],
    open: false,
};
const FIELD: Shape = Shape {
    what: "field",
    args: (2, 2),
    props: &[
        "default", "optional", "min", "max", "category", "origin", "subject", "party", "about",
    ],
    once: &[],
    many: &[],
    open: false,
};
const KEY: Shape = Shape {
    what: "key",
    ..FIELD
};
/// Fields so far, with where each stands.
#[derive(Default)]
pub(super) struct Fields {
    pub(super) all: Vec<Field>,
    decls: Vec<FieldDecl>,
    key_len: u32,
    /// Whether the key numbers the rows.
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
}

pub(super) fn declare(
    policy: &mut Policy,
    names: &mut Names,
    feature: FeatureId,
    node: &Node,
    findings: &mut Findings,
) {
    STORE.check(node, findings);
    let Some(name) = shape::arg_word(node, 0, findings) else {
        return;
    };
    if let Some((_, first)) = names.stores.get(&name.node) {
        let what = format!("the store `{}`", name.node);
        findings.push(DuplicateOrUnknown::repeated(&what, name.span, *first));
        return;
    }
    if RESERVED.contains(&name.node.as_str()) || !is_name(&name.node) {
        findings.push(TypeMismatch::new(
            format!("`{}` cannot name a store", name.node),
            "means something else in expressions",
            "use small letters, digits and `-`, and a word of your own",
            name.span,
        ));
    }
    let id = StoreId(value::index(policy.stores.len()));
    if !RESERVED.contains(&name.node.as_str()) {
        names.stores.insert(name.node.clone(), (id, name.span));
    }
    let scope = scope(node, findings);
    let mut fields = Fields::default();
    for key in shape::children(node, "key") {
        field(policy, &mut fields, key, true, findings);
    }
    for node in shape::children(node, "field") {
        field(policy, &mut fields, node, false, findings);
    }
    if fields.key_len == 0 {
        findings.push(DuplicateOrUnknown::missing(
            format!("the store `{}` has no key", name.node),
            "add `key id auto`, or a key of your own",
            name.span,
        ));
    }
    let subject = one_subject(&fields, findings);
    let (on_erase, on_erase_at) = lifecycle::on_erase(policy, node, &fields, subject, findings);
    let erasure_known = on_erase.len() == shape::children(node, "on-erase").count();
    own(&mut fields, subject, &on_erase);
    let export_node = shape::child(node, "export");
    let export = export_node.map(|node| lifecycle::export(node, &fields, subject, findings));
    let (keep, slip) = ring::of_store(node, findings);
    let retain = shape::child(node, "retain").or(slip);
    let (clauses, clause_spans) = retain
        .map(|node| retention::of_store(policy, names, feature, &fields, node, findings))
        .unwrap_or_default();
    let keep = keep.and_then(|node| ring::keep(policy, node, &fields, findings));
    let hold_node = shape::child(node, "hold");
    let hold = hold_node.and_then(|node| lifecycle::hold(policy, node, findings));
    let retain_at = retain.map(|node| node.span);
    policy.stores.push(StoreDecl {
        node: Store {
            id,
            feature,
            name: name.node,
            about: shape::prop_string(node, "about", findings),
            scope,
            fields: fields.all,
            key_len: fields.key_len,
            auto_key: fields.auto,
            retention: Retention {
                clauses,
                at: policy.place(retain_at.unwrap_or(node.span)),
            },
            keep,
            hold,
            on_erase,
            export,
            at: policy.place(node.span),
        },
        span: node.span,
        name: name.span,
        fields: fields.decls,
        retain: retain_at,
        clauses: clause_spans,
        hold: hold_node.map(|node| node.span),
        on_erase: on_erase_at,
        erasure_known,
        export: export_node.map(|node| node.span),
    });
}

fn scope(node: &Node, findings: &mut Findings) -> Scope {
    let Some(word) = shape::prop_word(node, "scope", findings) else {
        if shape::prop(node, "scope").is_none() {
            findings.push(DuplicateOrUnknown::missing(
                "the store does not say whose it is".to_owned(),
                "add `scope=guild`",
                node.name.span,
            ));
        }
        return Scope::Guild;
    };
    match word.node.as_str() {
        "guild" => Scope::Guild,
        "user" => Scope::User,
        "bot" => Scope::Bot,
        _ => {
            findings.push(UnknownName::new(
                &word,
                "a scope",
                &["guild", "user", "bot"],
            ));
            Scope::Guild
        }
    }
}

fn field(policy: &Policy, fields: &mut Fields, node: &Node, is_key: bool, findings: &mut Findings) {
    if is_key {
        KEY.check(node, findings);
    } else {
        FIELD.check(node, findings);
    }
    let (Some(name), Some(word)) = (
        shape::arg_word(node, 0, findings),
        shape::arg_word(node, 1, findings),
    ) else {
        return;
    };
    let earlier = fields.all.iter().zip(&fields.decls);
    if let Some((_, first)) = earlier
        .into_iter()
        .find(|(field, _)| field.name == name.node)
    {
        let what = format!("the field `{}`", name.node);
        findings.push(DuplicateOrUnknown::repeated(&what, name.span, first.name));
        return;
    }
    let auto = is_key && word.node == "auto";
    let kind = kind(&word, auto, findings);
    if auto && shape::prop(node, "default").is_some() || fields.auto && is_key {
        findings.push(TypeMismatch::new(
            "a key that numbers the rows stands alone and has no default".to_owned(),
            "not beside `auto`",
            "delete this, or the `auto`",
            word.span,
        ));
    }
    let limits = value::limits(node, kind.as_ref(), findings);
    let has_default = shape::prop(node, "default").is_some();
    let person = person(node, kind.as_ref(), index_of(fields), findings);
    let categories = categories(node, kind.as_ref(), auto, &name, findings);
    let origin = shape::prop_word(node, "origin", findings)
        .and_then(|word| word_of::<Origin>(&word, findings));
    let optional = shape::prop_flag(node, "optional", findings).unwrap_or(false);
    let span = node.span;
    fields.decls.push(FieldDecl {
        name: name.span,
        typed: kind.is_some()
            && has_default == limits.default.is_some()
            && !(optional && matches!(person, Some(Owner::Subject(_)))),
        person: person.map(|_| span),
    });
    fields.all.push(Field {
        name: name.node,
        about: shape::prop_string(node, "about", findings),
        kind: kind.unwrap_or(Type::Text),
        default: limits.default,
        optional,
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

fn index_of(fields: &Fields) -> FieldId {
    FieldId(value::index(fields.all.len()))
}

fn kind(word: &Spanned<String>, auto: bool, findings: &mut Findings) -> Option<Type> {
    if auto {
        return Some(Type::Int);
    }
    let kind = of_word(&word.node, |kind| kind.in_fields);
    if kind.is_none() {
        let known = words(|kind| kind.in_fields);
        findings.push(UnknownName::new(word, "a type of field", &known));
    }
    kind
}

/// `subject=#true` and `party=#true`, which only ids of people can be.
fn person(node: &Node, kind: Option<&Type>, id: FieldId, findings: &mut Findings) -> Option<Owner> {
    let subject = shape::prop_flag(node, "subject", findings).unwrap_or(false);
    let party = shape::prop_flag(node, "party", findings).unwrap_or(false);
    let word = if subject { "subject" } else { "party" };
    let at = shape::prop(node, word).map_or(node.span, |given| given.span);
    if subject && party {
        findings.push(TypeMismatch::new(
            "a person is the subject of a row or a party to it, not both".to_owned(),
            "one of the two",
            "delete `party=#true`",
            at,
        ));
    }
    if (subject || party) && kind.is_some_and(|kind| *kind != Type::UserId) {
        findings.push(TypeMismatch::new(
            format!("only a `user-id` can be a {word}"),
            "not the id of a person",
            "give the field the type `user-id`",
            at,
        ));
        return None;
    }
    match (subject, party) {
        (true, _) => Some(Owner::Subject(id)),
        (false, true) => Some(Owner::Party(id)),
        _ => None,
    }
}

/// What the field is declared for: as written, or what its type implies. A text has no category of its own.
fn categories(
    node: &Node,
    kind: Option<&Type>,
    auto: bool,
    name: &Spanned<String>,
    findings: &mut Findings,
) -> Vec<Category> {
    let Some(given) = shape::prop(node, "category") else {
        // Of an unknown type, anything may be stored in it.
        let Some(kind) = kind else {
            return Vec::new();
        };
        if auto {
            return vec![Category::Configuration];
        }
        let implied = kind.kind().category;
        if implied.is_none() {
            findings.push(DuplicateOrUnknown::missing(
                format!("the {kind} `{}` does not say what it is", name.node),
                "add `category=user-content`, or what it holds",
                name.span,
            ));
        }
        return implied.into_iter().collect();
    };
    let written = shape::text(given, "`category`", findings);
    let words = written.iter().flat_map(shape::words);
    let mut categories: Vec<_> = words
        .filter_map(|word| word_of::<Category>(&word, findings))
        .collect();
    if kind == Some(&Type::UserId) && !categories.contains(&Category::Identifier) {
        categories.push(Category::Identifier);
    }
    categories
}

/// The person a row is about; there is at most one.
fn one_subject(fields: &Fields, findings: &mut Findings) -> Option<FieldId> {
    let mut found: Option<(FieldId, Span)> = None;
    for (field, decl) in fields.all.iter().zip(&fields.decls) {
        let Some(Owner::Subject(id)) = field.person else {
            continue;
        };
        if let Some((_, first)) = found {
            findings.push(DuplicateOrUnknown {
                message: "a row is about one person".to_owned(),
                label: "a second subject",
                help: Some("make this one a party: `party=#true`".to_owned()),
                at: decl.name,
                first_at: Some(first),
            });
        } else {
            found = Some((id, decl.name));
        }
    }
    found.map(|(id, _)| id)
}

/// Whose key seals each field. A person's id belongs to that person; the rest to the subject; where there is none, to
/// the party whose erasure empties it, or to nobody. A key is looked up by whoever holds it, so it belongs to nobody.
fn own(fields: &mut Fields, subject: Option<FieldId>, on_erase: &[OnErase]) {
    let redacts = on_erase
        .iter()
        .find(|rule| subject.is_none() && rule.rule == EraseRule::Redact);
    let rest = match (subject, redacts) {
        (Some(subject), _) => Owner::Subject(subject),
        (None, Some(rule)) => Owner::Party(rule.by),
        (None, None) => Owner::Guild,
    };
    let key_len = fields.key_len as usize;
    for (i, field) in fields.all.iter_mut().enumerate() {
        field.owner = match field.person {
            Some(person) => person,
            None if i < key_len => Owner::Guild,
            None => rest,
        };
    }
}
