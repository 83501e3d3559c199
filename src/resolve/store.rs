//! A store: whose it is, what its rows hold, how long they live, and who owns each part of them.

use crate::{
    finding::Findings,
    plan::{EraseRule, FeatureId, FieldId, OnErase, Owner, Retention, Scope, Store, StoreId},
    syntax::{
        ast::Node,
        form::{Flag, Missing, Word, form},
    },
    vocab::{Span, Spanned},
};

use super::{
    erasure,
    fields::{self, Fields},
    names::{Reserved, Taken, UnknownWord, refuse_bad_name},
    policy::{Policy, StoreDecl, StoreKind},
    retention, ring,
    scope::{Names, RESERVED},
    value,
};

form! {
    struct StoreForm = "store", "store NAME scope=guild { … }" {
        args { name: Word }
        props {
            "scope" scope: Word, or "the store does not say whose it is" => "add `scope=guild`";
            "about" about: Word;
            "across" across: Word;
            "public" public: Flag;
        }
        once {
            "retain" retain;
            "keep" keep;
            "hold" hold;
            "export" export;
            "on-object" on_object;
        }
        many {
            "key" keys;
            "field" fields;
            "on-erase" on_erase;
        }
    }
}

pub(super) fn declare(
    policy: &mut Policy,
    names: &mut Names,
    feature: FeatureId,
    node: &Node,
    findings: &mut Findings,
) {
    let form = StoreForm::read(node, findings);
    let Some(name) = form.name.value else {
        return;
    };
    if let Some((_, first)) = names.stores.get(&name.node) {
        findings.push(Taken::new("store", &name, *first));
        return;
    }
    let id = StoreId(value::index(policy.stores.len()));
    if RESERVED.contains(&name.node.as_str()) {
        findings.push(Reserved {
            name: name.node.clone(),
            what: "a store",
            meaning: "means something else in expressions",
            at: name.span,
        });
    } else {
        let why = "expressions could not name it";
        refuse_bad_name(&name, "a store", why, findings);
        names.stores.insert(name.node.clone(), (id, name.span));
    }
    let scope = form.scope.value;
    let scope = scope.map_or(Scope::Guild, |word| scope_of(&word, findings));
    let across = form.across.value.and_then(|word| servers(&word, findings));
    let mut fields = Fields::default();
    for node in form.keys {
        fields::key(policy, &mut fields, node, findings);
    }
    for node in form.fields {
        fields::field(policy, &mut fields, node, findings);
    }
    if fields.key_len == 0 {
        findings.push(Missing::new(
            format!("the store `{}` has no key", name.node),
            "add `key id auto`, or a key of your own",
            name.span,
        ));
    }
    let subject = fields.subject(findings);
    let (on_erase, on_erase_at) =
        erasure::rules(policy, &form.on_erase, &fields, subject, findings);
    let erasure_known = on_erase.len() == form.on_erase.len();
    own(&mut fields, subject, &on_erase);
    let export = form.export;
    let export = export.and_then(|node| erasure::export(node, &fields, subject, findings));
    let refused = form.export.filter(|_| export.is_none());
    let refused = refused.and_then(|node| erasure::refused(policy, node, findings));
    let on_object = form.on_object;
    let on_object = on_object.and_then(|node| erasure::objection(policy, node, findings));
    let (keep, slip) = ring::of_store(form.keep, findings);
    let keep = keep.and_then(|node| ring::keep(policy, node, &fields, findings));
    let retain = form.retain.or(slip);
    let kept = retain
        .map(|node| retention::of_store(policy, names, feature, &fields, node, findings))
        .unwrap_or_default();
    let public = form.public.value.filter(|flag| flag.node);
    let hold = form.hold;
    let hold = hold.and_then(|node| retention::hold(policy, node, findings));
    policy.stores.push(StoreDecl {
        kind: StoreKind::Declared,
        node: Store {
            id,
            feature,
            name: plan_name(policy, names, name.node),
            about: form.about.value.map(|about| about.node),
            scope,
            across: across.is_some(),
            fields: fields.all,
            key_len: fields.key_len,
            auto_key: fields.auto,
            retention: Retention {
                clauses: kept.clauses,
                reason: kept.reason,
                at: policy.place(retain.map_or(node.span, retention::said_at)),
            },
            keep,
            hold,
            on_erase,
            on_object,
            stops: Vec::new(),
            consent: None,
            export,
            refused,
            at: policy.place(node.span),
        },
        span: form.node.span,
        name: name.span,
        fields: fields.decls,
        retain: retain.map(|node| node.span),
        clauses: kept.spans,
        retain_known: kept.understood,
        hold: form.hold.map(|node| node.span),
        on_erase: on_erase_at,
        erasure_known,
        on_object: form.on_object.map(|node| node.span),
        across,
        export: form.export.map(|node| node.span),
        public: public.map(|flag| flag.span),
    });
}

/// The name under which rows are kept. It stays when a store moves into an import, as long as no other has it; then the
/// import's own name stands before it.
fn plan_name(policy: &Policy, names: &Names, name: String) -> String {
    let taken = policy.stores.iter().any(|store| store.node.name == name);
    if names.path.is_empty() || !taken && !names.taken.contains(&name) {
        return name;
    }
    format!("{}.{name}", names.path)
}

fn scope_of(word: &Spanned<String>, findings: &mut Findings) -> Scope {
    match word.node.as_str() {
        "guild" => Scope::Guild,
        "user" => Scope::User,
        "bot" => Scope::Bot,
        _ => {
            let known = ["guild", "user", "bot"];
            findings.push(UnknownWord::new(word, "a scope", &known));
            Scope::Guild
        }
    }
}

/// `across=servers`: where it stands.
fn servers(word: &Spanned<String>, findings: &mut Findings) -> Option<Span> {
    if word.node == "servers" {
        return Some(word.span);
    }
    findings.push(UnknownWord::new(word, "a reach", &["servers"]));
    None
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
