//! The store of what follows an effect: its fields, and whose each value in it is.
//!
//! It is a store like any other, one for each block: erasure, export, retention and the notice apply to it by the same
//! code.

use crate::{
    plan::{
        Clause, EraseRule, Export, Expr, Field, FieldId, Kind, OnErase, Owner, Retention,
        Scope as StoreScope, Store, StoreId, Trigger, Ty,
    },
    syntax::ast::Node,
    vocab::{Category, Duration, Origin, Place, Type},
    wording::say,
};

use super::{
    names::free_name,
    needed::is_personal,
    policy::{StoreDecl, StoreKind},
    scope::Scope,
    types::bare,
    value::index,
};

/// How long an entry waits for Discord before it is given up.
const KEPT_MAX: Duration = Duration::hours(24);

impl Scope<'_> {
    /// A store for the block's entries: the key, then what they keep.
    pub(super) fn journal(&mut self, called: &str, node: &Node, keeps: &[Expr]) -> StoreId {
        let feature = self.policy.feature(self.feature);
        let feature = feature.map_or("", |feature| feature.name.node.as_str());
        let mut journals = self.names.journals.borrow_mut();
        let name = free_name(format!("{feature}-{called}"), |wanted| {
            let mut all = self.policy.stores.iter().chain(journals.iter());
            all.any(|one| one.node.name == wanted)
        });
        let id = StoreId(index(self.policy.stores.len() + journals.len()));
        let at = self.policy.place(node.span);
        let fields = self.fields_of(keeps, &at);
        let people: Vec<FieldId> = (0..)
            .zip(&fields)
            .filter(|(_, field)| field.person.is_some())
            .map(|(i, _)| FieldId(i))
            .collect();
        let on_erase = people.iter().map(|by| OnErase {
            by: *by,
            rule: EraseRule::Delete,
            suppress: false,
            refusal: None,
            at: at.clone(),
        });
        let on_erase: Vec<OnErase> = on_erase.collect();
        // Each of those in it gets what is theirs, and not who the others are.
        let export = people.first().map(|subject| Export {
            to: vec![*subject],
            redact: people.iter().copied().skip(1).collect(),
        });
        let clause = |trigger, after| Clause { trigger, after };
        let store = Store {
            id,
            feature: self.feature,
            name,
            about: None,
            scope: StoreScope::Guild,
            across: false,
            fields,
            key_len: 1,
            auto_key: false,
            retention: Retention {
                reason: None,
                clauses: vec![
                    clause(Trigger::Age, KEPT_MAX),
                    clause(Trigger::GuildRemoved, Duration::default()),
                ],
                at: at.clone(),
            },
            keep: None,
            hold: None,
            on_erase,
            on_object: None,
            stops: Vec::new(),
            consent: None,
            export,
            refused: None,
            at,
        };
        journals.push(StoreDecl::made(
            StoreKind::Journal,
            store,
            node.span,
            node.name.span,
        ));
        id
    }

    fn fields_of(&self, keeps: &[Expr], at: &Place) -> Vec<Field> {
        let mut fields = vec![Field {
            about: Some(say!("journal-entry")),
            ..field("entry", Type::Int, None, Owner::Guild, at)
        }];
        for (i, kept) in (1..).zip(keeps) {
            let field = self.field_of(kept, FieldId(i), keeps, at);
            let name = unlike(&fields, &field.name);
            fields.push(Field { name, ..field });
        }
        if self.on.store.is_some() {
            fields.push(Field {
                about: Some(say!("journal-begun")),
                ..field(
                    &unlike(&fields, "begun"),
                    Type::Bool,
                    None,
                    Owner::Guild,
                    at,
                )
            });
        }
        fields
    }

    fn field_of(&self, kept: &Expr, id: FieldId, keeps: &[Expr], at: &Place) -> Field {
        let ty = match &kept.ty {
            Ty::Of(ty) => bare(ty),
            Ty::Unknown
            | Ty::None
            | Ty::Message
            | Ty::Guild
            | Ty::Reaction
            | Ty::Bot
            | Ty::RowAt(_) => Type::Text,
        };
        let whose = self.whose_kept(kept.span);
        let is_subject = kept.kind == Kind::Actor || whose.as_ref() == Some(kept);
        let person = if is_subject {
            Some(Owner::Subject(id))
        } else if ty == Type::UserId || ty == Type::Member {
            Some(Owner::Party(id))
        } else {
            None
        };
        let name = self.name_of(kept);
        let ty = if ty == Type::Member { Type::UserId } else { ty };
        let owner = person.unwrap_or_else(|| self.owner_of(kept, keeps));
        Field {
            optional: kept.is_optional(),
            ..field(&name, ty, person, owner, at)
        }
    }

    /// Whose a kept value is that names nobody.
    fn owner_of(&self, kept: &Expr, keeps: &[Expr]) -> Owner {
        const FIRST: Owner = Owner::Subject(FieldId(1));
        if let Kind::Row(store, field) = kept.kind {
            let Some(of) = self.owner_of_row(store, field) else {
                return Owner::Guild;
            };
            if self.is_whose(store, of) {
                return FIRST;
            }
            let mut places = (1..).zip(keeps);
            let owner = places.find(|(_, one)| one.kind == Kind::Row(store, of));
            return owner.map_or(Owner::Guild, |(place, _)| Owner::Party(FieldId(place)));
        }
        // What somebody typed or did is theirs.
        let is_whose = if self.on.store.is_some() {
            self.whose.is_some()
        } else {
            keeps.iter().any(is_personal)
        };
        if is_whose { FIRST } else { Owner::Guild }
    }

    /// As exports and the notice call it.
    fn name_of(&self, kept: &Expr) -> String {
        if let Kind::Row(store, field) = kept.kind {
            let field = self.policy.field(store, field);
            return field.map_or_else(String::new, |(_, field)| field.name.clone());
        }
        if let Kind::Told(source) = kept.kind {
            return source.name.replace('.', "-");
        }
        let Kind::Local(slot) = kept.kind else {
            return self.on.event.actor.to_owned();
        };
        let local = self.locals.iter().rev().find(|local| local.slot <= slot);
        local.map_or_else(String::new, |local| {
            match slot.0.saturating_sub(local.slot.0) {
                0 => local.name.replace('.', "-"),
                _ => format!("{}-channel", local.name),
            }
        })
    }
}

/// A name that no field has yet: a value of a row may be called like a `let`.
fn unlike(fields: &[Field], name: &str) -> String {
    free_name(name.to_owned(), |name| {
        fields.iter().any(|field| field.name == name)
    })
}

fn field(name: &str, kind: Type, person: Option<Owner>, owner: Owner, at: &Place) -> Field {
    Field {
        name: name.to_owned(),
        about: None,
        kind,
        optional: false,
        default: None,
        min: None,
        max: None,
        categories: person.iter().map(|_| Category::Identifier).collect(),
        origin: person.map(|_| Origin::Observed),
        person,
        owner,
        at: at.clone(),
    }
}
