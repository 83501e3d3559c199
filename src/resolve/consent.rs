//! Where people's answers are kept when they are asked for their consent: a store for each feature whose basis it is.
//!
//! It is a store like any other, so erasure, export, retention and the notice apply to it by the same code. It lasts as long
//! as what rests on it.

use crate::{
    plan::{
        Clause, EraseRule, Export, FeatureId, Field, FieldId, OnErase, Owner, Retention, Scope,
        Store, StoreId, Trigger, consent,
    },
    vocab::{Basis, Category, Duration, Place, Type},
    wording::say,
};

use super::{
    names::free_name,
    policy::{Policy, StoreDecl, StoreKind},
    value::index,
};

/// Adds them, after all stores that can rest on them.
pub(super) fn answers(policy: &mut Policy) {
    for (i, feature) in (0u32..).zip(policy.features.clone()) {
        let Some(basis) = feature.basis.filter(|one| one.node.basis == Basis::Consent) else {
            continue;
        };
        let all = || policy.stores.iter().map(|store| &store.node);
        let rests = |store: &&Store| store.feature.0 == i && store.people().next().is_some();
        let kept: Vec<&Store> = all().filter(rests).collect();
        if kept.is_empty() {
            continue;
        }
        let clauses = lasting(&kept);
        let name = free_name(format!("{}-consent", feature.name.node), |name| {
            all().any(|store| store.name == name)
        });
        let at = policy.place(basis.span);
        let store = Store {
            id: StoreId(index(policy.stores.len())),
            feature: FeatureId(i),
            name,
            about: None,
            scope: Scope::Guild,
            across: false,
            fields: fields(&at),
            key_len: 1,
            auto_key: false,
            retention: Retention {
                clauses,
                reason: None,
                at: at.clone(),
            },
            keep: None,
            hold: None,
            on_erase: vec![OnErase {
                by: consent::USER,
                rule: EraseRule::Delete,
                suppress: false,
                refusal: None,
                at: at.clone(),
            }],
            on_object: None,
            stops: Vec::new(),
            consent: None,
            export: Some(Export {
                to: vec![consent::USER],
                redact: Vec::new(),
            }),
            refused: None,
            at,
        };
        let answers = StoreDecl::made(StoreKind::Answers, store, basis.span, basis.span);
        policy.stores.push(answers);
    }
}

fn fields(at: &Place) -> Vec<Field> {
    const OWNER: Owner = Owner::Subject(consent::USER);
    let kinds = [
        (Type::UserId, None, Category::Identifier),
        (
            Type::Bool,
            Some(say!("answers-given")),
            Category::Preference,
        ),
        (
            Type::Instant,
            Some(say!("answers-since")),
            Category::Preference,
        ),
        (
            Type::Text,
            Some(say!("answers-policy")),
            Category::Preference,
        ),
        (
            Type::Text,
            Some(say!("answers-agreed")),
            Category::Preference,
        ),
    ];
    let fields = (0u32..).zip(consent::FIELDS).zip(kinds);
    let fields = fields.map(|((i, name), (kind, about, category))| Field {
        name: name.to_owned(),
        about,
        kind,
        default: None,
        optional: false,
        min: None,
        max: None,
        categories: vec![category],
        origin: None,
        person: (FieldId(i) == consent::USER).then_some(OWNER),
        owner: OWNER,
        at: at.clone(),
    });
    fields.collect()
}

/// Until everything that rests on the answer is gone.
fn lasting(kept: &[&Store]) -> Vec<Clause> {
    let after = |store: &Store, trigger: Trigger| {
        let clauses = store.retention.clauses.iter();
        let of = clauses.filter(|clause| clause.trigger == trigger);
        of.map(|clause| clause.after).min()
    };
    // What does not go with the server goes at the latest by another clause.
    let longest = |store: &Store| {
        let clauses = store.retention.clauses.iter().map(|clause| clause.after);
        clauses.max().unwrap_or_default()
    };
    let with_server = kept
        .iter()
        .map(|store| after(store, Trigger::GuildRemoved).unwrap_or_else(|| longest(store)));
    let mut clauses = vec![Clause {
        trigger: Trigger::GuildRemoved,
        after: with_server.max().unwrap_or_default(),
    }];
    let with_member: Option<Vec<Duration>> = kept
        .iter()
        .map(|store| after(store, Trigger::MemberLeft))
        .collect();
    if let Some(after) = with_member.and_then(|all| all.into_iter().max()) {
        clauses.push(Clause {
            trigger: Trigger::MemberLeft,
            after,
        });
    }
    clauses
}
