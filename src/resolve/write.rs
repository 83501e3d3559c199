//! Steps that write to stores: new rows, changed rows, deleted rows.

use crate::{
    plan::{Expr, FieldId, Kind, Op, Query, StepKind, StoreId},
    syntax::{
        ast::{Node, Scalar, Written},
        form::{self, Given, Missing, Repeated, Text, TooManyValues, Word, form},
    },
    vocab::{Spanned, Type},
};

use super::{
    policy::StoreDecl,
    scope::Scope,
    types::{WhichRow, if_optional, mismatch},
};

mismatch! {
    /// What a row is found by does not change.
    KeyGiven code("candor::types::key-given");
    /// The bot counts these rows itself.
    NumberGiven code("candor::types::auto-key");
    /// A new row without a value that it needs.
    IncompleteRow code("candor::types::incomplete-row");
}

form! {
    struct DeleteForm = "delete", "delete STORE where=\"…\"" {
        args { store: Word }
        props { "where" filter: Text; "key" key: Text; "else" refusal: Text; }
    }
}
form! {
    struct FinishForm = "finish", "finish STORE where=\"…\"" {
        args { store: Word }
        props { "where" filter: Text; "key" key: Text; }
    }
}

/// How a step says which rows it is about.
struct Which {
    store: Given<Spanned<String>>,
    filter: Given<Spanned<Written>>,
    key: Given<Spanned<Written>>,
}

/// A value that a field is given, as written.
pub(super) struct Put<'n> {
    field: FieldId,
    name: &'n Spanned<String>,
    value: Option<&'n Spanned<Scalar>>,
}

impl Scope<'_> {
    fn store_named(&mut self, name: &Spanned<String>) -> Option<StoreId> {
        let found = self.names.stores.get(&name.node).copied();
        if found.is_none() {
            self.unknown_store(name);
        }
        found.map(|(store, _)| store)
    }

    pub(super) fn insert(&mut self, node: &Node) -> Option<StepKind> {
        let store = self.only_store(node)?;
        let policy = self.policy;
        let decl = policy.store(store)?;
        let given = self.given(node, store, &[]);
        let values = self.values(store, given);
        if names_only_fields(node, decl) {
            self.complete(decl, &values, node);
        }
        self.forget(store);
        Some(StepKind::Insert { store, values })
    }

    pub(super) fn update(&mut self, node: &Node) -> Option<StepKind> {
        let store = self.only_store(node)?;
        let policy = self.policy;
        let decl = policy.store(store)?;
        let key_len = decl.node.key_len;
        let given = self.given(node, store, &["key"]);
        let (of_key, of_row): (Vec<_>, Vec<_>) =
            given.into_iter().partition(|given| given.field.0 < key_len);
        let mut key: Vec<Expr> = Vec::new();
        if let Some(given) = node.props.iter().find(|prop| prop.name.node == "key") {
            let given = form::value_as::<Text>(&given.value, "key", self.findings);
            let given = given.map(|given| self.clause(&given));
            key.extend(given.map(|given| self.fit_key(decl, given)));
            if key_len > 1 {
                self.findings.push(WhichRow::new(
                    format!("a key of `{}` has several parts", decl.node.name),
                    "one part cannot choose a row",
                    "give each part by its name",
                    node.name.span,
                ));
                return None;
            }
            for (_, value) in self.values(store, of_key) {
                self.findings.push(KeyGiven::new(
                    "a row's key does not change".to_owned(),
                    "part of the key",
                    "delete the row and insert another",
                    value.span,
                ));
            }
        } else {
            let mut parts = self.values(store, of_key);
            for i in 0..key_len {
                let given = parts.iter().position(|(field, _)| field.0 == i);
                if let Some(given) = given {
                    key.push(parts.remove(given).1);
                } else if !names_only_fields(node, decl) {
                    return None;
                } else {
                    self.findings.push(WhichRow::new(
                        format!("`update` does not say which row of `{}`", decl.node.name),
                        "which one?",
                        "add `key=\"…\"`",
                        node.name.span,
                    ));
                    return None;
                }
            }
        }
        let (key, values) = self.values_of_changed(store, key, of_row, node);
        if !self.knows_row(store, &key) && names_only_fields(node, decl) {
            self.complete(decl, &values, node);
        }
        self.forget(store);
        Some(StepKind::Update { store, key, values })
    }

    /// A key of one part.
    pub(super) fn fit_key(&mut self, decl: &StoreDecl, key: Expr) -> Expr {
        let first = decl.node.fields.first();
        match first.filter(|_| decl.is_typed(FieldId(0))) {
            Some(first) => {
                let what = format!("the key of `{}`", decl.node.name);
                self.fit(key, &first.kind, &what)
            }
            None => key,
        }
    }

    /// A key that the row at hand tells: in the query `row` is another.
    fn held_key(&mut self, key: Expr, node: &Node) -> Expr {
        if !key.is_of_row() {
            return key;
        }
        let slot = self.take_slots(1);
        let held = Expr::new(Kind::Local(slot), key.ty.clone(), key.span);
        let step = self.hold(slot, "key", key, (node.span, node.name.span));
        self.first.push(step);
        held
    }

    /// The store that a step names and nothing beside it: its properties are the fields of that store.
    fn only_store(&mut self, node: &Node) -> Option<StoreId> {
        if let Some(extra) = node.args.get(1) {
            self.findings.push(TooManyValues {
                message: format!("`{}` takes fields by name", node.name.node),
                help: "write `field=\"…\"`".to_owned(),
                value: extra.node.to_string(),
                at: extra.span,
            });
        }
        if node.args.is_empty() {
            self.findings.push(Missing::new(
                format!("`{}` does not name a store", node.name.node),
                "write the store's name after it",
                node.name.span,
            ));
        }
        let name = form::value_as::<Word>(node.args.first()?, &node.name.node, self.findings)?;
        self.store_named(&name)
    }

    /// Fields given as properties or as children.
    fn given<'n>(&mut self, node: &'n Node, store: StoreId, except: &[&str]) -> Vec<Put<'n>> {
        let props = node
            .props
            .iter()
            .map(|prop| (&prop.name, Some(&prop.value)))
            .filter(|(name, _)| !except.contains(&name.node.as_str()));
        let children = node
            .children
            .iter()
            .map(|child| (&child.name, child.args.first()));
        let mut given: Vec<Put<'n>> = Vec::new();
        for (name, value) in props.chain(children) {
            let Some(field) = self.find_field(store, name) else {
                continue;
            };
            if let Some(first) = given.iter().find(|given| given.field == field) {
                let what = format!("the field `{}`", name.node);
                let repeated = Repeated::new(&what, name.span, first.name.span);
                self.findings.push(repeated);
                continue;
            }
            given.push(Put { field, name, value });
        }
        for child in &node.children {
            if let Some(extra) = child.args.get(1) {
                self.findings.push(TooManyValues {
                    message: format!("`{}` is given two values", child.name.node),
                    help: "delete it".to_owned(),
                    value: extra.node.to_string(),
                    at: extra.span,
                });
            }
        }
        given
    }

    /// Each an expression of the field's type.
    pub(super) fn values(&mut self, store: StoreId, given: Vec<Put>) -> Vec<(FieldId, Expr)> {
        let mut values = Vec::new();
        for Put { field, name, value } in given {
            let value = if let Some(value) = value {
                self.value(value, store, field, name)
            } else {
                self.findings.push(Missing::new(
                    format!("`{}` is given no value", name.node),
                    "write the value after it, in quotes",
                    name.span,
                ));
                Expr::unknown(name.span)
            };
            values.push((field, value));
        }
        values
    }

    fn value(
        &mut self,
        value: &Spanned<Scalar>,
        store: StoreId,
        field: FieldId,
        name: &Spanned<String>,
    ) -> Expr {
        let Some(written) = form::value_as::<Text>(value, &name.node, self.findings) else {
            return Expr::unknown(value.span);
        };
        let value = self.clause(&written);
        let policy = self.policy;
        let Some((decl, field_decl)) = policy.field(store, field) else {
            return value;
        };
        if !decl.is_typed(field) {
            return value;
        }
        if decl.node.auto_key && field.0 == 0 {
            self.findings.push(NumberGiven::new(
                format!("`{}` is numbered by itself", name.node),
                "not given",
                "delete it",
                name.span,
            ));
            return Expr::unknown(value.span);
        }
        let kind = if_optional(field_decl.kind.clone(), field_decl.optional);
        let what = format!("`{}.{}`", decl.node.name, name.node);
        self.fit(value, &kind, &what)
    }

    /// A new row has a value for every field that has no default and may not be none.
    fn complete(&mut self, decl: &StoreDecl, values: &[(FieldId, Expr)], node: &Node) {
        let is_insert = node.name.node == "insert";
        for (i, field) in (0..).zip(&decl.node.fields) {
            let is_key = i < decl.node.key_len;
            let needs = if is_key {
                is_insert && !decl.node.auto_key
            } else {
                field.default.is_none() && !field.optional
            };
            if !needs || values.iter().any(|(field, _)| field.0 == i) {
                continue;
            }
            let help = if is_insert {
                format!("add `{}=\"…\"`", field.name)
            } else {
                format!(
                    "set `{}` too, give it a default, or ask before: `require \"{}[…] is not none\"`",
                    field.name, decl.node.name
                )
            };
            self.findings.push(IncompleteRow::new(
                format!(
                    "a new row of `{}` would have no `{}`",
                    decl.node.name, field.name
                ),
                "a value is missing",
                &help,
                node.name.span,
            ));
        }
    }

    pub(super) fn delete(&mut self, node: &Node) -> Option<StepKind> {
        let DeleteForm {
            store,
            filter,
            key,
            refusal,
            ..
        } = DeleteForm::read(node, self.findings);
        let which = Which { store, filter, key };
        let query = self.which(node, which)?;
        let refusal = refusal.value.and_then(|given| {
            let late = self.is_too_late(given.span, "`first`");
            (!late).then(|| self.text(&given))
        });
        self.forget(query.store);
        Some(StepKind::Delete { query, refusal })
    }

    /// The rows are there until they are swept, so what is known of them stays known.
    pub(super) fn finish(&mut self, node: &Node) -> Option<StepKind> {
        let FinishForm {
            store, filter, key, ..
        } = FinishForm::read(node, self.findings);
        let which = Which { store, filter, key };
        let query = self.which(node, which)?;
        Some(StepKind::Finish { query })
    }

    /// The rows that `where` or `key` names.
    fn which(&mut self, node: &Node, which: Which) -> Option<Query> {
        let name = &node.name.node;
        let store = self.store_named(&which.store.value?)?;
        let policy = self.policy;
        let decl = policy.store(store)?;
        let filter = match (which.filter.at, which.key.at) {
            (Some(_), None) => {
                let given = which.filter.value?;
                self.filter(store, |scope| scope.condition(&given))
            }
            (None, Some(_)) => {
                let key = self.clause(&which.key.value?);
                if decl.node.key_len != 1 {
                    self.findings.push(WhichRow::new(
                        format!("a key of `{}` has several parts", decl.node.name),
                        "one part cannot choose a row",
                        "write `where=\"row.… == …\"`",
                        node.name.span,
                    ));
                    return None;
                }
                let key = self.fit_key(decl, key);
                let key = self.held_key(key, node);
                key_is(store, decl, key)?
            }
            (Some(first), Some(second)) => {
                let what = format!("which rows `{name}` is about");
                self.findings.push(Repeated::new(&what, second, first));
                return None;
            }
            (None, None) => {
                self.findings.push(WhichRow::new(
                    format!("`{name}` does not say which rows"),
                    "which ones?",
                    "add `where=\"…\"`; for all of them `where=\"true\"`",
                    node.name.span,
                ));
                return None;
            }
        };
        Some(Query::all(store, node.span).filtered(filter))
    }
}

/// `row.KEY == key`
fn key_is(store: StoreId, decl: &StoreDecl, key: Expr) -> Option<Expr> {
    let first = decl.node.fields.first()?;
    let span = key.span;
    let row = Expr::of(Kind::Row(store, FieldId(0)), first.kind.clone(), span);
    let kind = Kind::Binary {
        op: Op::Equal,
        left: Box::new(row),
        right: Box::new(key),
    };
    Some(Expr::of(kind, Type::Bool, span))
}

/// False where a name has a finding already: what seems to be missing may be what was meant.
fn names_only_fields(node: &Node, decl: &StoreDecl) -> bool {
    let props = node.props.iter().map(|prop| &prop.name.node);
    let children = node.children.iter().map(|child| &child.name.node);
    let mut names = props.chain(children);
    names.all(|name| name == "key" || decl.node.fields.iter().any(|field| field.name == *name))
}
