//! Which row of which store a path means, and its fields: `xp`, `xp[member].total`, `before.xp`, `row.reason`.

use crate::{
    plan::{Expr, FieldId, Kind, StoreId, Ty},
    syntax::ast,
    vocab::{Span, Spanned, Type},
};

use super::{
    names::UnknownField,
    scope::{Name, Scope},
    types::{NotRows, WhichRow, if_optional, with_article},
};

/// A store that a path names, with the key that `[…]` gives, if any, and whether `before` stands before it.
pub(super) struct StorePath<'e> {
    store: StoreId,
    key: Option<&'e Spanned<ast::Expr>>,
    before: bool,
}

impl Scope<'_> {
    /// `xp`, or `levels.xp` of an import.
    fn whole_store<'e>(&self, of: &Spanned<ast::Expr>) -> Option<StorePath<'e>> {
        let (store, _) = self.names.stores.get(&self.store_name(of)?)?;
        Some(StorePath {
            store: *store,
            key: None,
            before: false,
        })
    }

    /// `xp`, `xp[key]`, `before.xp`, `before.xp[key]`.
    pub(super) fn store_path<'e>(&self, of: &'e Spanned<ast::Expr>) -> Option<StorePath<'e>> {
        if let ast::Expr::Index { of, key } = &of.node {
            let path = self.store_path(of).filter(|path| path.key.is_none())?;
            return Some(StorePath {
                key: Some(key),
                ..path
            });
        }
        if self.store_name(of).is_some() {
            return self.whole_store(of);
        }
        let (store, _) = self.names.stores.get(&named_before(&of.node)?)?;
        Some(StorePath {
            store: *store,
            key: None,
            before: true,
        })
    }

    pub(super) fn index(&mut self, whole: &Spanned<ast::Expr>) -> Expr {
        let Some(path) = self.store_path(whole) else {
            let ast::Expr::Index { of, .. } = &whole.node else {
                return Expr::unknown(whole.span);
            };
            if let ast::Expr::Name(name) = &of.node
                && self.local(name).is_none()
            {
                self.unknown_store(&Spanned::new(name.clone(), of.span));
                return Expr::unknown(whole.span);
            }
            let of = self.expr(of);
            if of.ty != Ty::Unknown {
                self.findings.push(NotRows::new(
                    format!("{} has no rows to choose from", with_article(&of.ty)),
                    "not a store",
                    "write `STORE[key]`",
                    of.span,
                ));
            }
            return Expr::unknown(whole.span);
        };
        let key = self.key_of(&path, whole.span);
        key.map_or_else(
            || Expr::unknown(whole.span),
            |key| {
                Expr::new(
                    Kind::Exists {
                        store: path.store,
                        key,
                    },
                    Ty::RowAt(path.store),
                    whole.span,
                )
            },
        )
    }

    /// The key of a row: what `[…]` says, or that of the row that an `update` changes, or the person of the event.
    fn key_of(&mut self, path: &StorePath, span: Span) -> Option<Vec<Expr>> {
        if path.key.is_none()
            && let Some(key) = self.key_of_changed(path.store)
        {
            return Some(key);
        }
        let policy = self.policy;
        let store = policy.store(path.store)?;
        let [first] = store.node.fields.get(..store.node.key_len as usize)? else {
            if store.node.key_len > 0 {
                self.findings.push(WhichRow::new(
                    format!("a key of `{}` has several parts", store.node.name),
                    "one part cannot choose a row",
                    &format!(
                        "ask for rows: `count({} where …)`, `list`, `each`",
                        store.node.name
                    ),
                    span,
                ));
            }
            return None;
        };
        let key = match path.key {
            Some(key) => self.expr(key),
            None if first.kind == Type::UserId && self.on.event.has_actor() => {
                Expr::of(Kind::Actor, Type::Member, span)
            }
            None if !store.is_typed(FieldId(0)) => return None,
            None => {
                self.findings.push(WhichRow::new(
                    format!("`{}` does not say which row", store.node.name),
                    "which one?",
                    &format!("write `{}[key]`", store.node.name),
                    span,
                ));
                return None;
            }
        };
        Some(vec![self.fit_key(store, key)])
    }

    pub(super) fn store_field(&mut self, path: &StorePath, name: &Name, span: Span) -> Expr {
        let at = path.key.map_or(span, |key| key.span.join(span));
        let (field, key) = (self.find_field(path.store, name), self.key_of(path, at));
        let (Some(field), Some(key)) = (field, key) else {
            return Expr::unknown(span);
        };
        let policy = self.policy;
        let Some((store, decl)) = policy.field(path.store, field) else {
            return Expr::unknown(span);
        };
        if !store.is_typed(field) {
            return Expr::unknown(span);
        }
        let is_key = field.0 < store.node.key_len;
        // A missing row has its defaults; without one, there is nothing.
        let may_lack = decl.optional || decl.default.is_none() && !is_key;
        let kind = if_optional(decl.kind.clone(), may_lack);
        let expr = Expr::of(
            Kind::Field {
                store: path.store,
                key,
                field,
                before: path.before,
            },
            kind,
            span,
        );
        self.narrowed(expr)
    }

    pub(super) fn find_field(&mut self, store: StoreId, name: &Name) -> Option<FieldId> {
        let policy = self.policy;
        let decl = policy.store(store)?;
        let mut fields = (0..).zip(&decl.node.fields);
        let found = fields.find(|(_, field)| field.name == name.node);
        if found.is_none() {
            let known: Vec<_> = decl.node.fields.iter().map(|f| f.name.as_str()).collect();
            let what = format!("a field of `{}`", decl.node.name);
            let mut unknown = UnknownField::new(name, &what, &known);
            unknown.help = self.minus(&name.node, &known).unwrap_or(unknown.help);
            self.findings.push(unknown);
        }
        found.map(|(i, _)| FieldId(i))
    }

    pub(super) fn row_field(&mut self, name: &Name, span: Span) -> Expr {
        let Some(store) = self.row else {
            return Expr::unknown(span);
        };
        let Some(field) = self.find_field(store, name) else {
            return Expr::unknown(span);
        };
        let policy = self.policy;
        let Some((_, of)) = policy
            .field(store, field)
            .filter(|(decl, _)| decl.is_typed(field))
        else {
            return Expr::unknown(span);
        };
        let kind = if_optional(of.kind.clone(), of.optional);
        let expr = Expr::of(Kind::Row(store, field), kind, span);
        self.narrowed(expr)
    }
}

/// `xp` of `before.xp`, `levels.xp` of `before.levels.xp`.
fn named_before(of: &ast::Expr) -> Option<String> {
    let ast::Expr::Field { of, name } = of else {
        return None;
    };
    if let ast::Expr::Name(root) = &of.node {
        return (root == "before").then(|| name.node.clone());
    }
    let ast::Expr::Field { of, name: import } = &of.node else {
        return None;
    };
    let is_before = matches!(&of.node, ast::Expr::Name(root) if root == "before");
    is_before.then(|| format!("{}.{}", import.node, name.node))
}
