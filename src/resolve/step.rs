//! Steps that decide and steps that write to stores. Those that act on Discord are in `effect`.

use crate::{
    plan::{FieldId, Op, StoreId},
    syntax::ast::{Node, Scalar},
    vocab::{Permission, Span, Spanned, Type},
};

use super::{
    names::{UnknownName, word_of},
    policy::StoreDecl,
    scope::Scope,
    shape::{self, DuplicateOrUnknown, Shape, did_you_mean},
    tree::{Expr, Kind, Local, Query, Step, StepKind, Ty},
    types::TypeMismatch,
};

const STEPS: &[&str] = &[
    "when",
    "else",
    "let",
    "each",
    "stop",
    "require",
    "insert",
    "update",
    "delete",
    "reply",
    "send",
    "emit",
    "dm",
    "add-role",
    "remove-role",
    "timeout",
    "delete-message",
    "react",
];

const WHEN: Shape = Shape {
    what: "when",
    args: (1, 1),
    props: &[],
    once: &[],
    many: &[],
    open: true,
};
const ELSE: Shape = Shape {
    what: "else",
    args: (0, 0),
    ..WHEN
};
const EACH: Shape = Shape {
    what: "each",
    ..WHEN
};
const LET: Shape = Shape {
    what: "let",
    args: (2, 2),
    open: false,
    ..WHEN
};
const STOP: Shape = Shape {
    what: "stop",
    args: (0, 0),
    open: false,
    ..WHEN
};
const REQUIRE: Shape = Shape {
    what: "require",
    args: (0, 1),
    props: &["permission", "target", "else"],
    open: false,
    ..WHEN
};
const DELETE: Shape = Shape {
    what: "delete",
    args: (1, 1),
    props: &["where", "key"],
    open: false,
    ..WHEN
};

impl Scope<'_> {
    /// Steps of a block. What is bound and known inside does not reach outside.
    pub(super) fn block(&mut self, nodes: &[Node]) -> Vec<Step> {
        let mark = self.mark();
        let steps = self.steps(nodes);
        self.reset(mark);
        steps
    }

    /// Steps in order. What is bound and known stays so.
    pub(super) fn steps(&mut self, nodes: &[Node]) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut nodes = nodes.iter().peekable();
        while let Some(node) = nodes.next() {
            match node.name.node.as_str() {
                "when" => {
                    let otherwise = nodes.next_if(|next| next.name.node == "else");
                    steps.push(self.when(node, otherwise));
                }
                "else" => self.findings.push(DuplicateOrUnknown {
                    message: "`else` does not stand after a `when`".to_owned(),
                    label: "belongs to nothing",
                    help: Some("put it directly after the `when`".to_owned()),
                    at: node.name.span,
                    first_at: None,
                }),
                "list" | "button" => self.findings.push(DuplicateOrUnknown {
                    message: format!("`{}` is a part of a message", node.name.node),
                    label: "not a step",
                    help: Some("put it inside `reply`, `send`, `emit` or `dm`".to_owned()),
                    at: node.name.span,
                    first_at: None,
                }),
                _ => steps.extend(self.step(node)),
            }
        }
        steps
    }

    fn step(&mut self, node: &Node) -> Option<Step> {
        let kind = match node.name.node.as_str() {
            "let" => self.bind_let(node),
            "each" => self.each(node),
            "stop" => {
                STOP.check(node, self.findings);
                Some(StepKind::Stop)
            }
            "require" => self.require(node),
            "insert" => self.insert(node),
            "update" => self.update(node),
            "delete" => self.delete(node),
            "reply" | "send" | "emit" | "dm" | "add-role" | "remove-role" | "timeout"
            | "delete-message" | "react" => return self.effect(node),
            _ => {
                let unknown = unknown_step(node);
                self.findings.push(unknown);
                None
            }
        };
        kind.map(|kind| step(node, kind))
    }

    fn when(&mut self, node: &Node, otherwise: Option<&Node>) -> Step {
        WHEN.check(node, self.findings);
        let cond = shape::arg_text(node, 0, self.findings);
        let cond = cond.map_or_else(
            || Expr::unknown(node.name.span),
            |cond| self.condition(&cond),
        );
        let mark = self.mark();
        self.learn(&cond, true);
        let then = self.block(&node.children);
        self.reset(mark);
        let mut span = node.span;
        let otherwise = otherwise.map(|node| {
            ELSE.check(node, self.findings);
            span = span.join(node.span);
            let mark = self.mark();
            self.learn(&cond, false);
            let steps = self.block(&node.children);
            self.reset(mark);
            steps
        });
        let otherwise = otherwise.unwrap_or_default();
        // What comes after a block that stops happens only where its condition did not hold.
        if ends(&then) {
            self.learn(&cond, false);
        }
        if ends(&otherwise) {
            self.learn(&cond, true);
        }
        for store in written(&then).chain(written(&otherwise)) {
            self.forget(store);
        }
        let kind = StepKind::When {
            cond,
            then,
            otherwise,
        };
        Step {
            kind,
            otherwise: None,
            span,
            name: node.name.span,
        }
    }

    fn bind_let(&mut self, node: &Node) -> Option<StepKind> {
        LET.check(node, self.findings);
        let name = shape::arg_word(node, 0, self.findings)?;
        let value = shape::arg_text(node, 1, self.findings)?;
        let value = self.clause(&value);
        let value = match &value.ty {
            Ty::Of(_) | Ty::Unknown => value,
            _ => {
                self.findings.push(TypeMismatch::new(
                    format!("`{}` names no value", name.node),
                    "has no value of its own",
                    "name one of its fields",
                    value.span,
                ));
                Expr::unknown(value.span)
            }
        };
        let local = Local {
            name: name.node.clone(),
            slot: crate::plan::Slot(0),
            ty: value.ty.clone(),
            kind: None,
            at: name.span,
        };
        let slot = self.bind(local, 1);
        Some(StepKind::Let { slot, name, value })
    }

    fn each(&mut self, node: &Node) -> Option<StepKind> {
        EACH.check(node, self.findings);
        let query = shape::arg_text(node, 0, self.findings)?;
        let query = self.rows(&query);
        let Some(query) = query else {
            // The steps would only repeat that the rows are unknown.
            return None;
        };
        let outer = self.row.replace(query.store);
        let steps = self.block(&node.children);
        self.row = outer;
        for store in written(&steps) {
            self.forget(store);
        }
        Some(StepKind::Each { query, steps })
    }

    fn require(&mut self, node: &Node) -> Option<StepKind> {
        REQUIRE.check(node, self.findings);
        let permission = shape::prop_word(node, "permission", self.findings);
        let permission = permission.and_then(|word| word_of::<Permission>(&word, self.findings));
        let target = shape::prop(node, "target")
            .and_then(|given| shape::text(given, "`target`", self.findings))
            .map(|given| self.clause(&given));
        let target = target.map(|target| self.target(target));
        let cond = shape::arg_text(node, 0, self.findings).map(|cond| self.condition(&cond));
        let refusal = shape::prop(node, "else")
            .and_then(|given| shape::text(given, "`else`", self.findings))
            .map(|given| self.text(&given));
        if node.args.is_empty() && node.props.is_empty() {
            self.findings.push(DuplicateOrUnknown::missing(
                "`require` asks for nothing".to_owned(),
                "write `require permission=…`, or `require \"…\"`",
                node.name.span,
            ));
            return None;
        }
        if !self.start.is_asked_for() && (permission.is_some() || target.is_some()) {
            self.findings.push(TypeMismatch::new(
                "nobody asked for this, so nobody's permission counts".to_owned(),
                "only commands and buttons are asked for",
                "write `when \"can(…)\" { … }`",
                node.name.span,
            ));
        }
        if let Some(cond) = &cond {
            self.learn(cond, true);
        }
        Some(StepKind::Require {
            permission,
            target,
            cond,
            refusal,
        })
    }

    /// A member or a role: what stands in an order of ranks.
    fn target(&mut self, target: Expr) -> Expr {
        let target = self.present(target);
        if matches!(target.ty, Ty::Unknown | Ty::Of(Type::Member | Type::Role)) {
            return target;
        }
        self.findings.push(TypeMismatch::expected(
            "a target",
            "a member or a role",
            &target.ty,
            target.span,
        ));
        Expr::unknown(target.span)
    }

    /// The store that the first argument names.
    fn store_of(&mut self, node: &Node) -> Option<StoreId> {
        let name = shape::arg_word(node, 0, self.findings)?;
        let found = self.names.stores.get(&name.node).copied();
        if found.is_none() {
            let known: Vec<_> = self.names.stores.keys().map(String::as_str).collect();
            let unknown = UnknownName::new(&name, "a store", &known);
            self.findings.push(unknown);
        }
        found.map(|(store, _)| store)
    }

    fn insert(&mut self, node: &Node) -> Option<StepKind> {
        self.one_argument(node);
        let store = self.store_of(node)?;
        let values = self.values(node, store, &[]);
        let policy = self.policy;
        let decl = policy.store(store)?;
        self.complete(decl, &values, node);
        self.forget(store);
        Some(StepKind::Insert { store, values })
    }

    fn update(&mut self, node: &Node) -> Option<StepKind> {
        self.one_argument(node);
        let store = self.store_of(node)?;
        let policy = self.policy;
        let decl = policy.store(store)?;
        let mut values = self.values(node, store, &["key"]);
        let key_len = decl.node.key_len;
        let mut key: Vec<Expr> = Vec::new();
        if let Some(given) = shape::prop(node, "key") {
            let given = shape::text(given, "`key`", self.findings);
            let given = given.map(|given| self.clause(&given));
            key.extend(given.map(|given| self.fit_key(decl, given)));
            if key_len > 1 {
                self.findings.push(TypeMismatch::new(
                    format!("a key of `{}` has several parts", decl.node.name),
                    "one part cannot choose a row",
                    "give each part by its name",
                    node.name.span,
                ));
                return None;
            }
            for (field, value) in &values {
                if field.0 < key_len {
                    self.findings.push(TypeMismatch::new(
                        "a row's key does not change".to_owned(),
                        "part of the key",
                        "delete the row and insert another",
                        value.span,
                    ));
                }
            }
        } else {
            for i in 0..key_len {
                let given = values.iter().position(|(field, _)| field.0 == i);
                if let Some(given) = given {
                    key.push(values.remove(given).1);
                } else {
                    self.findings.push(DuplicateOrUnknown::missing(
                        format!("`update` does not say which row of `{}`", decl.node.name),
                        "add `key=\"…\"`",
                        node.name.span,
                    ));
                    return None;
                }
            }
        }
        values.retain(|(field, _)| field.0 >= key_len);
        if !self.knows_row(store, &key) {
            self.complete(decl, &values, node);
        }
        self.forget(store);
        Some(StepKind::Update { store, key, values })
    }

    fn fit_key(&mut self, decl: &StoreDecl, key: Expr) -> Expr {
        let first = decl.node.fields.first();
        let typed = decl.fields.first().is_some_and(|field| field.typed);
        match first.filter(|_| typed) {
            Some(first) => {
                let what = format!("the key of `{}`", decl.node.name);
                self.fit(key, &first.kind, &what)
            }
            None => key,
        }
    }

    fn one_argument(&mut self, node: &Node) {
        if let Some(extra) = node.args.get(1) {
            self.findings.push(DuplicateOrUnknown {
                message: format!("`{}` takes fields by name", node.name.node),
                label: "which field?",
                help: Some("write `field=\"…\"`".to_owned()),
                at: extra.span,
                first_at: None,
            });
        }
        if node.args.is_empty() {
            self.findings.push(DuplicateOrUnknown::missing(
                format!("`{}` does not name a store", node.name.node),
                "write the store's name after it",
                node.name.span,
            ));
        }
    }

    /// Fields given as properties or as children, each an expression of the field's type.
    fn values(&mut self, node: &Node, store: StoreId, except: &[&str]) -> Vec<(FieldId, Expr)> {
        let props = node
            .props
            .iter()
            .map(|prop| (&prop.name, Some(&prop.value)))
            .filter(|(name, _)| !except.contains(&name.node.as_str()));
        let children = node
            .children
            .iter()
            .map(|child| (&child.name, child.args.first()));
        let given: Vec<_> = props.chain(children).collect();
        let mut values: Vec<(FieldId, Expr)> = Vec::new();
        let mut seen: Vec<(FieldId, Span)> = Vec::new();
        for (name, value) in given {
            let Some(field) = self.find_field(store, name) else {
                continue;
            };
            if let Some((_, first)) = seen.iter().find(|(seen, _)| *seen == field) {
                let what = format!("the field `{}`", name.node);
                let repeated = DuplicateOrUnknown::repeated(&what, name.span, *first);
                self.findings.push(repeated);
                continue;
            }
            seen.push((field, name.span));
            let value = if let Some(value) = value {
                self.value(value, store, field, name)
            } else {
                self.findings.push(DuplicateOrUnknown::missing(
                    format!("`{}` is given no value", name.node),
                    "write the value after it, in quotes",
                    name.span,
                ));
                Expr::unknown(name.span)
            };
            values.push((field, value));
        }
        for child in &node.children {
            if let Some(extra) = child.args.get(1) {
                self.findings.push(DuplicateOrUnknown {
                    message: format!("`{}` is given two values", child.name.node),
                    label: "one too many",
                    help: Some("delete it".to_owned()),
                    at: extra.span,
                    first_at: None,
                });
            }
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
        let Some(written) = shape::text(value, &format!("`{}`", name.node), self.findings) else {
            return Expr::unknown(value.span);
        };
        let value = self.clause(&written);
        let policy = self.policy;
        let Some((decl, field_decl)) = policy.field(store, field) else {
            return value;
        };
        let named = decl.fields.get(field.0 as usize);
        if named.is_some_and(|named| !named.typed) {
            return value;
        }
        if decl.node.auto_key && field.0 == 0 {
            self.findings.push(TypeMismatch::new(
                format!("`{}` is numbered by itself", name.node),
                "not given",
                "delete it",
                name.span,
            ));
            return Expr::unknown(value.span);
        }
        let kind = if named.is_some_and(|named| named.optional) {
            Type::Optional(Box::new(field_decl.kind.clone()))
        } else {
            field_decl.kind.clone()
        };
        let what = format!("`{}.{}`", decl.node.name, name.node);
        self.fit(value, &kind, &what)
    }

    /// A new row has a value for every field that has no default and may not be none. A name that is not a field was
    /// told already, and may have been meant for the one that is missing.
    fn complete(&mut self, decl: &StoreDecl, values: &[(FieldId, Expr)], node: &Node) {
        let is_insert = node.name.node == "insert";
        let props = node.props.iter().filter(|prop| prop.name.node != "key");
        if props.count() + node.children.len() > values.len() {
            return;
        }
        for ((i, field), named) in (0..).zip(&decl.node.fields).zip(&decl.fields) {
            let is_key = i < decl.node.key_len;
            let needs = if is_key {
                is_insert && !decl.node.auto_key
            } else {
                field.default.is_none() && !named.optional
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
            self.findings.push(TypeMismatch::new(
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

    fn delete(&mut self, node: &Node) -> Option<StepKind> {
        DELETE.check(node, self.findings);
        let store = self.store_of(node)?;
        let policy = self.policy;
        let decl = policy.store(store)?;
        let by_where = shape::prop(node, "where");
        let by_key = shape::prop(node, "key");
        let filter = match (by_where, by_key) {
            (Some(given), None) => {
                let given = shape::text(given, "`where`", self.findings)?;
                self.filter(store, |scope| scope.condition(&given))
            }
            (None, Some(given)) => {
                let given = shape::text(given, "`key`", self.findings)?;
                let key = self.clause(&given);
                if decl.node.key_len != 1 {
                    self.findings.push(TypeMismatch::new(
                        format!("a key of `{}` has several parts", decl.node.name),
                        "one part cannot choose a row",
                        "write `where=\"row.… == …\"`",
                        node.name.span,
                    ));
                    return None;
                }
                let key = self.fit_key(decl, key);
                key_is(store, decl, key)?
            }
            (Some(_), Some(second)) => {
                self.findings.push(DuplicateOrUnknown {
                    message: "`delete` says twice which rows".to_owned(),
                    label: "one of `where` and `key`",
                    help: Some("keep one of the two".to_owned()),
                    at: second.span,
                    first_at: by_where.map(|first| first.span),
                });
                return None;
            }
            (None, None) => {
                self.findings.push(DuplicateOrUnknown::missing(
                    "`delete` does not say which rows".to_owned(),
                    "add `where=\"…\"`; for all of them `where=\"true\"`",
                    node.name.span,
                ));
                return None;
            }
        };
        self.forget(store);
        Some(StepKind::Delete {
            query: Query {
                store,
                filter: Some(filter),
                by: None,
                descending: false,
                limit: None,
                span: node.span,
            },
        })
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

pub(super) fn step(node: &Node, kind: StepKind) -> Step {
    Step {
        kind,
        otherwise: None,
        span: node.span,
        name: node.name.span,
    }
}

/// Whether nothing comes after these steps.
fn ends(steps: &[Step]) -> bool {
    steps.last().is_some_and(|last| match &last.kind {
        StepKind::Stop => true,
        StepKind::When {
            then, otherwise, ..
        } => ends(then) && ends(otherwise),
        _ => false,
    })
}

/// Stores that these steps write.
fn written(steps: &[Step]) -> Box<dyn Iterator<Item = StoreId> + '_> {
    Box::new(steps.iter().flat_map(|step| match &step.kind {
        StepKind::Insert { store, .. } | StepKind::Update { store, .. } => {
            Box::new(std::iter::once(*store)) as Box<dyn Iterator<Item = StoreId>>
        }
        StepKind::Delete { query } => Box::new(std::iter::once(query.store)),
        StepKind::When {
            then, otherwise, ..
        } => Box::new(written(then).chain(written(otherwise))),
        StepKind::Each { steps, .. } => written(steps),
        _ => Box::new(std::iter::empty()),
    }))
}

fn unknown_step(node: &Node) -> DuplicateOrUnknown {
    DuplicateOrUnknown {
        message: format!("`{}` is not a step", node.name.node),
        label: "not known here",
        help: Some(did_you_mean(&node.name.node, STEPS)),
        at: node.name.span,
        first_at: None,
    }
}
