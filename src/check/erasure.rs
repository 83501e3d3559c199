//! Erasure: every row about somebody says who that is, and what happens to it when they are erased. GDPR 17.

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    lexicon::event::FAILURE,
    plan::{EraseRule, Field, FieldId, Owner, Trigger},
    resolve::{FieldDecl, Policy, StoreDecl},
    sabotage::{Saboteur, Unless as _, off},
    vocab::{Category, Span, Type},
};

use super::{
    led::{self, Led},
    rights::is_personal,
    tallies::is_tally,
    writes,
};

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(code("candor::erasure::unowned-personal-row"), help("{help}"))]
pub(crate) struct UnownedPersonalRow {
    message: String,
    help: &'static str,
    #[label(primary, "whose?")]
    at: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("nothing says what happens to rows of `{store}` when `{field}` is erased")]
#[diagnostic(
    code("candor::erasure::no-erasure-route"),
    help("add `on-erase delete` to the store")
)]
pub(crate) struct NoErasureRoute {
    store: String,
    field: String,
    #[label(primary, "the person these rows are about")]
    at: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("nothing says what happens to `{field}` when that person is erased")]
#[diagnostic(
    code("candor::erasure::party-unhandled"),
    help("add `on-erase by={field} pseudonymise`, `redact` or `delete` to the store")
)]
pub(crate) struct PartyUnhandled {
    field: String,
    #[label(primary, "has a part in these rows")]
    at: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("`{field}` is the key of `{store}`, which cannot be emptied")]
#[diagnostic(
    code("candor::erasure::erase-incomplete"),
    help("write `on-erase by={field} delete`")
)]
pub(crate) struct EraseIncomplete {
    store: String,
    field: String,
    #[label(primary, "leaves the person's id in the key")]
    at: Span,
    #[label("part of the key")]
    field_at: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("erasing the `{person}` would leave `{field}`, which is about them")]
#[diagnostic(
    code("candor::erasure::content-stays"),
    help("write `on-erase by={person} {rule}`")
)]
pub(crate) struct ContentStays {
    person: String,
    field: String,
    rule: &'static str,
    #[label(primary, "leaves it as it is")]
    at: Span,
    #[label("stays, and can say who it was")]
    field_at: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("`{field}` may be none, and nobody could erase such a row")]
#[diagnostic(
    code("candor::erasure::nullable-owner"),
    help("delete `optional=#true`: a row is about somebody")
)]
pub(crate) struct NullableOwner {
    field: String,
    #[label(primary, "may be none")]
    at: Span,
}

pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    let led = led::of(policy);
    for store in &policy.stores {
        let is_nobodys = is_of_failures(policy, store) || is_tally(policy, store);
        owners(store, is_nobodys, findings);
        routes(store, &led, findings);
    }
}

/// Whether its rows are made where something failed, of which nobody is told who it was, and end by themselves.
fn is_of_failures(policy: &Policy, store: &StoreDecl) -> bool {
    let writes = writes::of(policy).into_iter();
    let mut writes = writes
        .filter(|write| write.store == store.node.id)
        .peekable();
    let mut clauses = store.node.retention.clauses.iter();
    writes.peek().is_some()
        && writes.all(|write| *write.handler.on.event == FAILURE)
        && clauses.any(|clause| clause.trigger == Trigger::Age)
}

/// Ids of people say in which role; rows with anything about people name one, but for those of which nobody could.
fn owners(store: &StoreDecl, is_nobodys: bool, findings: &mut Findings) {
    let mut nobody = !is_nobodys;
    for (field, decl) in store.node.fields.iter().zip(&store.fields) {
        if field.person.is_some() {
            nobody = false;
        }
        if matches!(field.person, Some(Owner::Subject(_)))
            && field.optional
            && !off(Saboteur::NullableSubject)
        {
            findings.push(NullableOwner {
                field: field.name.clone(),
                at: decl.name,
            });
        }
        if field.kind == Type::UserId && field.person.is_none() {
            nobody = false;
            findings.push(UnownedPersonalRow {
                message: format!(
                    "`{}.{}` names a person without saying in which role",
                    store.node.name, field.name
                ),
                help: "add `subject=#true` if the row is about them, `party=#true` if they have a part in it",
                at: decl.name,
            });
        }
    }
    // A field of an unknown type may have been meant to name somebody.
    let is_known = store.fields.iter().all(|field| field.typed);
    if nobody && is_known && is_personal(store) && !off(Saboteur::NobodysRow) {
        findings.push(UnownedPersonalRow {
            message: format!(
                "the store `{}` keeps data about people and does not say about whom",
                store.node.name
            ),
            help: "add `field member user-id subject=#true`",
            at: store.name,
        });
    }
}

fn routes(store: &StoreDecl, led: &Led, findings: &mut Findings) {
    for (field, decl) in store.node.fields.iter().zip(&store.fields) {
        let Some(owner) = field.person else {
            continue;
        };
        let (Owner::Subject(id) | Owner::Party(id)) = owner else {
            continue;
        };
        let rules = store.node.on_erase.iter().zip(&store.on_erase);
        let rule = rules.into_iter().find(|(rule, _)| rule.by == id);
        match (rule, owner) {
            (None, _) if !store.erasure_known => {}
            (None, Owner::Subject(_)) => findings.push(NoErasureRoute {
                store: store.node.name.clone(),
                field: field.name.clone(),
                at: decl.name,
            }),
            (None, Owner::Party(_) | Owner::Guild) => findings.push(PartyUnhandled {
                field: field.name.clone(),
                at: decl.name,
            }),
            (Some((rule, at)), _)
                if rule.rule == EraseRule::Redact
                    && is_key(store, id)
                    && !off(Saboteur::EmptiedKey) =>
            {
                findings.push(EraseIncomplete {
                    store: store.node.name.clone(),
                    field: field.name.clone(),
                    at: *at,
                    field_at: decl.name,
                });
            }
            (Some((rule, at)), Owner::Subject(_) | Owner::Party(_) | Owner::Guild)
                if !rule.rule.takes_row() =>
            {
                let is_subject = matches!(owner, Owner::Subject(_));
                let leads = |(at, field): (FieldId, &Field)| {
                    let is_theirs = is_subject || field.owner == owner;
                    is_theirs && leads_to_them(field)
                        || is_subject && leads_to_subject(field)
                        || led.contains(&(store.node.id, at, id))
                };
                let stays = staying(store, (rule.rule, owner), leads).unless(Saboteur::WordsStay);
                if let Some((of, of_decl)) = stays {
                    findings.push(ContentStays {
                        person: field.name.clone(),
                        field: of.name.clone(),
                        rule: if rule.rule == EraseRule::Pseudonymise && of.owner == owner {
                            "redact"
                        } else {
                            "delete"
                        },
                        at: *at,
                        field_at: of_decl.name,
                    });
                }
            }
            (Some(_), Owner::Subject(_) | Owner::Party(_) | Owner::Guild) => {}
        }
    }
}

/// What a row that stays says of somebody, or leads to them by. What belongs to them goes when they are redacted; no part
/// of the key does.
fn staying(
    store: &StoreDecl,
    (rule, owner): (EraseRule, Owner),
    leads: impl Fn((FieldId, &Field)) -> bool,
) -> Option<(&Field, &FieldDecl)> {
    let fields = (0..).map(FieldId).zip(&store.node.fields);
    let mut fields = fields.zip(&store.fields);
    let found = fields.find(|((at, field), _)| {
        leads((*at, field)) && !(rule == EraseRule::Redact && field.owner == owner)
    });
    found.map(|((_, field), decl)| (field, decl))
}

/// What is known of who somebody is, in whatever form: the age of an account tells whose it is as well as its name does.
fn leads_to_them(field: &Field) -> bool {
    let tells = [Category::Profile, Category::Identifier, Category::Contact];
    field.person.is_none() && field.categories.iter().any(|one| tells.contains(one))
}

/// What is said of the subject in words, and messages. Numbers and times of somebody who is not named any more lead to
/// nobody.
fn leads_to_subject(field: &Field) -> bool {
    [Type::Text, Type::Url, Type::MessageId].contains(&field.kind)
        && field
            .categories
            .iter()
            .any(|category| category.is_personal())
}

fn is_key(store: &StoreDecl, field: FieldId) -> bool {
    field.0 < store.node.key_len
}
