//! The label of an expression.

use crate::{
    lexicon::{self, function::Means, kind::Thing, person},
    plan::{Expr, FieldId, Kind, Query, Slot, StoreId},
    vocab::{Category, Span},
};

use super::{
    label::{From, Label, Source},
    walk::Walk,
};

impl Walk<'_> {
    pub(super) fn value(&mut self, expr: &Expr) -> Label {
        let at = expr.span;
        match &expr.kind {
            Kind::Unknown
            | Kind::Literal(_)
            | Kind::Now
            | Kind::Me
            | Kind::Setting(_)
            | Kind::Rank => Label::default(),
            Kind::Local(slot) => self.local(*slot, at),
            Kind::Actor => self.of_actor(&person::ID, at),
            Kind::Told(source) => self.event(source.name.to_owned(), source, at),
            Kind::Person { of, what } => self.about(of, what, at),
            Kind::Can { of, .. } => self.about(of, &person::PERMISSIONS, at),
            Kind::Field {
                store, key, field, ..
            } => {
                let mut label = self.kept(*store, *field, at);
                for part in key {
                    let chosen = self.value(part);
                    label.join(self.choosing(chosen));
                }
                label
            }
            Kind::Exists { key, .. } => self.all_choosing(key),
            Kind::Row(store, field) => self.kept(*store, *field, at),
            Kind::Not(of) | Kind::Negate(of) | Kind::IsNone(of) => self.value(of),
            Kind::Coalesce(left, right) | Kind::Binary { left, right, .. } => {
                let mut label = self.value(left);
                label.join(self.value(right));
                label
            }
            Kind::If {
                cond,
                then,
                otherwise,
            } => {
                let mut label = self.value(cond);
                label.join(self.value(then));
                label.join(self.value(otherwise));
                label
            }
            Kind::Call { function, args } => {
                let mut label = Label::default();
                for arg in args {
                    label.join(self.value(arg));
                }
                match function.means {
                    // What a server's admins write can name the person of the event.
                    Means::Render => {
                        label.join(self.of_actor(&person::ID, at));
                        label.join(self.of_actor(&person::NAME, at));
                    }
                    Means::Pure(_) | Means::Random | Means::Mention => {}
                }
                label
            }
            Kind::Count(query) => self.rows(query),
            Kind::Sum { query, field } => {
                let mut label = self.rows(query);
                label.join(self.kept(query.store, *field, at));
                label
            }
            // The channel of a message is where it is, and not read.
            Kind::Message { id, .. } => self.value(id),
        }
    }

    fn all_choosing(&mut self, key: &[Expr]) -> Label {
        let mut label = Label::default();
        for part in key {
            let chosen = self.value(part);
            label.join(self.choosing(chosen));
        }
        label
    }

    /// What chooses a row. Whose row it is says nothing about anybody; anything else is told by what was found.
    fn choosing(&self, label: Label) -> Label {
        let flows = &self.flows;
        label.choosing(|source| flows.is_only(source, Category::Identifier))
    }

    /// Which rows a query finds, or how many.
    pub(super) fn rows(&mut self, query: &Query) -> Label {
        let label = query
            .filter
            .as_ref()
            .map_or_else(Label::default, |filter| self.value(filter));
        self.choosing(label)
    }

    fn of_actor(&mut self, what: &'static lexicon::Source, at: Span) -> Label {
        let name = format!("{}.{}", self.event.actor, what.name);
        self.event(name, what, at)
    }

    fn event(&mut self, name: String, told: &lexicon::Source, at: Span) -> Label {
        let says = format!("`{name}` is read here");
        let source = self.flows.intern(Source {
            name,
            categories: vec![told.category],
            from: From::Event,
        });
        self.read(source, at);
        Label::of(source, at, &says)
    }

    /// A field of a person. The person may be one of several: `member ?? invoker`.
    fn about(&mut self, of: &Expr, what: &'static lexicon::Source, at: Span) -> Label {
        match &of.kind {
            Kind::Actor => self.of_actor(what, at),
            Kind::Local(slot) => self.of_option(*slot, what, at),
            Kind::Coalesce(left, right) => {
                let mut label = self.about(left, what, at);
                label.join(self.about(right, what, at));
                label
            }
            Kind::If {
                cond,
                then,
                otherwise,
            } => {
                let mut label = self.value(cond);
                label.join(self.about(then, what, at));
                label.join(self.about(otherwise, what, at));
                label
            }
            Kind::Unknown
            | Kind::Literal(_)
            | Kind::Now
            | Kind::Me
            | Kind::Told(_)
            | Kind::Person { .. }
            | Kind::Can { .. }
            | Kind::Setting(_)
            | Kind::Field { .. }
            | Kind::Exists { .. }
            | Kind::Row(..)
            | Kind::Rank
            | Kind::Not(_)
            | Kind::Negate(_)
            | Kind::IsNone(_)
            | Kind::Binary { .. }
            | Kind::Call { .. }
            | Kind::Count(_)
            | Kind::Sum { .. }
            | Kind::Message { .. } => self.value(of),
        }
    }

    fn of_option(&mut self, slot: Slot, what: &'static lexicon::Source, at: Span) -> Label {
        let local = self.locals.iter().find(|local| local.slot == slot);
        let Some(local) = local else {
            return Label::default();
        };
        let name = format!("{}.{}", local.name, what.name);
        let says = format!("`{name}` is read here");
        let source = self.flows.intern(Source {
            name,
            categories: vec![what.category],
            from: From::Event,
        });
        self.read(source, at);
        let mut label = Label::of(source, at, &says);
        if local.kind.is_none() {
            // A `let` keeps what its own value came from.
            label.join(self.local(slot, at));
        }
        label
    }

    /// An option or a `let`.
    fn local(&mut self, slot: Slot, at: Span) -> Label {
        if let Some(label) = self.lets.get(&slot) {
            return label.clone();
        }
        // What an option gives may take more slots than one: of a link to a message the second is its channel.
        let local = self.locals.iter().find(|local| {
            let slots = local.kind.map_or(1, |kind| kind.slots);
            slot.0
                .checked_sub(local.slot.0)
                .is_some_and(|after| after < slots)
        });
        let Some(local) = local else {
            return Label::default();
        };
        let (Some(kind), false) = (local.kind, self.chosen.contains(&local.slot)) else {
            return Label::default();
        };
        let Some(category) = kind.category else {
            return Label::default();
        };
        // Who is picked is there, as in the event itself; everything else somebody chose the words of.
        let (name, from) = if kind.value.kind().id_of == Some(Thing::Person) {
            (format!("{}.id", local.name), From::Event)
        } else {
            (local.name.clone(), From::Typed)
        };
        let says = format!("`{}` is handed over here", local.name);
        let source = self.flows.intern(Source {
            name,
            categories: vec![category],
            from,
        });
        self.read(source, at);
        Label::of(source, at, &says)
    }

    /// A stored field. Whatever any handler wrote to it is found from there by `Flows`.
    fn kept(&mut self, store: StoreId, field: FieldId, at: Span) -> Label {
        let Some((decl, declared)) = self.policy.field(store, field) else {
            return Label::default();
        };
        let name = format!("{}.{}", decl.node.name, declared.name);
        let says = format!("`{name}` is read here");
        let source = self.flows.intern(Source {
            name,
            categories: declared.categories.clone(),
            from: From::Kept(store, field),
        });
        Label::of(source, at, &says)
    }
}
