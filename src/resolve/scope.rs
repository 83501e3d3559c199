//! What an expression can see where it stands: options and `let`s, the row at hand, and what is known not to be none.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use crate::{
    finding::Findings,
    plan::{Expr, FeatureId, FieldId, Kind, On, Op, SettingId, Slot, Step, StepKind, StoreId, Ty},
    syntax::ast,
    vocab::{Span, Spanned, Type, Value},
};

use super::{
    names::{Reserved, Taken, UnknownStore},
    parameter::Constant,
    policy::{Local, Policy, StoreDecl},
    types::{UnguardedOptional, WrongType, bare, fits, with_article},
};

/// The names of one module. Stores are seen by every feature of it; settings by their own.
#[derive(Debug, Default)]
pub(super) struct Names<'a> {
    /// The policy as written, for findings that quote it.
    pub(super) text: &'a str,
    pub(super) features: BTreeMap<String, Span>,
    pub(super) stores: BTreeMap<String, (StoreId, Span)>,
    pub(super) settings: BTreeMap<(FeatureId, String), (SettingId, Span)>,
    /// Settings whose type is not one.
    pub(super) untyped_settings: BTreeSet<SettingId>,
    /// By their ids, as indexes of the policy's purposes.
    pub(super) purposes: BTreeMap<String, u32>,
    /// What its imports are called. Their stores are among `stores`, as `levels.xp`.
    pub(super) imports: BTreeSet<String>,
    /// Of an imported file.
    pub(super) params: BTreeMap<String, Constant>,
    /// The aliases by which the policy reaches it; empty for the policy itself.
    pub(super) path: String,
    /// Names of stores that the policy itself keeps.
    pub(super) taken: BTreeSet<String>,
    /// Stores that nobody declared, told once for all the steps that use them.
    pub(super) told: RefCell<BTreeSet<String>>,
    /// Stores that stand for blocks after effects, of the feature at hand; they come after the policy's stores so far.
    pub(super) journals: RefCell<Vec<StoreDecl>>,
}

/// Words that expressions keep for themselves.
pub(super) const RESERVED: &[&str] = &[
    "now", "settings", "row", "rank", "before", "guild", "bot", "author", "invoker", "member",
    "channel", "message", "reaction",
];

/// Words of expressions, as `grammar/expression.pest` has them: nothing that is called so could be named.
const KEYWORDS: &[&str] = &[
    "and", "or", "not", "in", "is", "none", "if", "then", "else", "where", "true", "false",
];

/// Of the reserved ones, those that an option of a command may be called: it then stands for the option.
const OPTIONS: &[&str] = &["author", "member", "channel", "message", "reaction"];

/// Where a command is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Used {
    InServers,
    /// Whoever asks is the only one to see the answer.
    InDirectMessages,
}

#[expect(
    clippy::struct_excessive_bools,
    reason = "where a step stands is known by several marks at once"
)]
pub(super) struct Scope<'a> {
    pub(super) policy: &'a Policy,
    pub(super) names: &'a Names<'a>,
    pub(super) findings: &'a mut Findings,
    pub(super) feature: FeatureId,
    pub(super) on: On,
    pub(super) used: Used,
    /// All locals of the handler, whether in sight or not.
    pub(super) locals: Vec<Local>,
    /// Indexes of the locals in sight.
    visible: Vec<usize>,
    /// Expressions known not to be none, and rows known to be there. Shared, since every block has a mark.
    facts: Vec<Rc<Expr>>,
    /// The store of the row at hand.
    pub(super) row: Option<StoreId>,
    /// In the values of an `update`: the row that it changes.
    pub(super) changed: Option<Changed>,
    /// How many queries what is read stands in.
    pub(super) queries: u32,
    /// Steps to be done before the one at hand.
    pub(super) first: Vec<Step>,
    /// Of each `score`, the text of its reasons that hold.
    pub(super) reasons: BTreeMap<Slot, Expr>,
    /// Inside `list`, where `rank` counts.
    pub(super) ranked: bool,
    pub(super) slots: u32,
    /// Inside a block that follows an effect.
    pub(super) follows: bool,
    /// Inside an `each`.
    pub(super) repeats: bool,
    /// Whose row ended: kept for effects, which follow later; and the field that says so.
    pub(super) whose: Option<(Slot, FieldId)>,
    /// The store of the row that ended, while that is the row at hand.
    pub(super) ended: Option<StoreId>,
    /// Unknown names and unguarded values that this handler told already.
    told_names: BTreeSet<String>,
    told_optional: Vec<Expr>,
    /// Whether every step so far is one.
    pub(super) understood: bool,
    pub(super) emits: Option<Span>,
}

/// The row that an `update` changes.
pub(super) struct Changed {
    pub(super) store: StoreId,
    pub(super) key: Vec<Expr>,
    /// Where the key is held, if it is computed before.
    pub(super) held: Vec<Slot>,
    pub(super) is_held: bool,
    /// How many queries the `update` stands in; inside others `row` is another one.
    pub(super) queries: u32,
    pub(super) by_row: bool,
    pub(super) by_chance: bool,
}

/// What was known and in sight at some point, to go back to.
pub(super) struct Mark {
    visible: usize,
    facts: Vec<Rc<Expr>>,
}

impl<'a> Scope<'a> {
    pub(super) fn new(
        policy: &'a Policy,
        names: &'a Names<'a>,
        findings: &'a mut Findings,
        feature: FeatureId,
        on: On,
    ) -> Self {
        Self {
            policy,
            names,
            findings,
            feature,
            on,
            used: Used::InServers,
            locals: Vec::new(),
            visible: Vec::new(),
            facts: Vec::new(),
            row: None,
            changed: None,
            queries: 0,
            first: Vec::new(),
            reasons: BTreeMap::new(),
            ranked: false,
            slots: 0,
            follows: false,
            repeats: false,
            whose: None,
            ended: None,
            told_names: BTreeSet::new(),
            told_optional: Vec::new(),
            understood: true,
            emits: None,
        }
    }

    pub(super) fn mark(&self) -> Mark {
        Mark {
            visible: self.visible.len(),
            facts: self.facts.clone(),
        }
    }

    pub(super) fn reset(&mut self, mark: Mark) {
        self.visible.truncate(mark.visible);
        self.facts = mark.facts;
    }

    pub(super) fn local(&self, name: &str) -> Option<&Local> {
        let mut seen = self
            .visible
            .iter()
            .rev()
            .filter_map(|i| self.locals.get(*i));
        seen.find(|local| local.name == name)
    }

    pub(super) fn local_names(&self) -> impl Iterator<Item = &str> {
        let seen = self.visible.iter().filter_map(|i| self.locals.get(*i));
        seen.map(|local| local.name.as_str())
    }

    /// Takes a slot (two for a link to a message) for a name, which must be new here.
    pub(super) fn bind(&mut self, local: Local, width: u32) -> Slot {
        let is_option = local.kind.is_some();
        let name = local.name.as_str();
        let first = self.local(name).map(|first| first.at);
        if let Some(first) = first {
            self.findings.push(Taken {
                what: format!("the name `{name}`"),
                at: local.at,
                first_at: first,
            });
        } else if KEYWORDS.contains(&name) {
            self.findings.push(Reserved {
                name: name.to_owned(),
                what: if is_option { "an option" } else { "a value" },
                meaning: "a word of expressions, which could not name it",
                at: local.at,
            });
        } else if RESERVED.contains(&name) && !(is_option && OPTIONS.contains(&name)) {
            self.findings.push(Reserved {
                name: name.to_owned(),
                what: if is_option { "an option" } else { "a value" },
                meaning: "means something else in expressions",
                at: local.at,
            });
        } else if let Some((_, store_at)) = self.names.stores.get(name) {
            self.findings.push(HidesStore {
                name: name.to_owned(),
                at: local.at,
                store_at: *store_at,
            });
        }
        let slot = self.take_slots(width);
        self.visible.push(self.locals.len());
        self.locals.push(Local { slot, ..local });
        slot
    }

    pub(super) fn take_slots(&mut self, width: u32) -> Slot {
        let slot = Slot(self.slots);
        self.slots = self.slots.saturating_add(width);
        slot
    }

    /// A step that holds a value which no policy can name.
    pub(super) fn hold(&mut self, slot: Slot, name: &str, value: Expr, at: (Span, Span)) -> Step {
        self.locals.push(Local {
            name: name.to_owned(),
            slot,
            ty: value.ty.clone(),
            kind: None,
            at: value.span,
        });
        let (span, word) = at;
        Step {
            kind: StepKind::Let {
                slot,
                name: name.to_owned(),
                name_at: value.span,
                value,
                counts: Vec::new(),
            },
            otherwise: None,
            at: self.policy.place(span),
            span,
            name: word,
        }
    }

    /// Remembers what follows from `cond` being `truth`.
    pub(super) fn learn(&mut self, cond: &Expr, truth: bool) {
        match &cond.kind {
            Kind::Not(inner) => self.learn(inner, !truth),
            Kind::Binary { op, left, right } => {
                let of_both = if truth { Op::And } else { Op::Or };
                if *op == of_both {
                    self.learn(left, truth);
                    self.learn(right, truth);
                }
            }
            Kind::IsNone(of) => {
                if !truth {
                    self.facts.push(Rc::new((**of).clone()));
                }
            }
            Kind::Exists { .. } => {
                if truth {
                    self.facts.push(Rc::new(cond.clone()));
                }
            }
            Kind::Unknown
            | Kind::Literal(_)
            | Kind::Local(_)
            | Kind::Now
            | Kind::Me
            | Kind::Actor
            | Kind::Told(_)
            | Kind::Person { .. }
            | Kind::Can { .. }
            | Kind::Setting(_)
            | Kind::Field { .. }
            | Kind::Row(..)
            | Kind::Rank
            | Kind::Negate(_)
            | Kind::Coalesce(..)
            | Kind::If { .. }
            | Kind::Call { .. }
            | Kind::Count(_)
            | Kind::Sum { .. }
            | Kind::Message { .. } => {}
        }
    }

    /// Forgets what was known about a store's rows, because they change.
    pub(super) fn forget(&mut self, store: StoreId) {
        self.facts.retain(|fact| {
            !matches!(&fact.kind, Kind::Field { store: of, .. } | Kind::Exists { store: of, .. } if *of == store)
        });
    }

    /// Forgets what was known about rows and settings, because somebody else may change them meanwhile.
    pub(super) fn forget_kept(&mut self) {
        self.facts.retain(|fact| {
            !matches!(
                fact.kind,
                Kind::Field { .. } | Kind::Exists { .. } | Kind::Setting(_)
            )
        });
    }

    pub(super) fn knows(&self, expr: &Expr) -> bool {
        if self.facts.iter().any(|fact| **fact == *expr) {
            return true;
        }
        // A field of a row that is there has a value, unless the field itself is optional.
        if let Kind::Field {
            store, key, field, ..
        } = &expr.kind
        {
            let field = self.policy.field(*store, *field);
            return field.is_some_and(|(_, field)| !field.optional) && self.knows_row(*store, key);
        }
        false
    }

    pub(super) fn knows_row(&self, store: StoreId, key: &[Expr]) -> bool {
        self.facts.iter().any(|fact| {
            matches!(&fact.kind, Kind::Exists { store: of, key: at } if *of == store && at == key)
        })
    }

    /// True the first time that this handler meets an unknown name.
    pub(super) fn tell(&mut self, name: &str) -> bool {
        !self.names.told.borrow().contains(name) && self.told_names.insert(name.to_owned())
    }

    /// The expression, where nothing is wrong with it; else nothing was said.
    pub(super) fn tried(&mut self, expr: &Spanned<ast::Expr>) -> Option<Expr> {
        let before = self.findings.iter().count();
        let (names, optional) = (self.told_names.clone(), self.told_optional.clone());
        let told = self.names.told.borrow().clone();
        let value = self.expr(expr);
        if self.findings.iter().count() == before && value.kind != Kind::Unknown {
            return Some(value);
        }
        let mut kept = 0..before;
        self.findings.retain(|_| kept.next().is_some());
        (self.told_names, self.told_optional) = (names, optional);
        *self.names.told.borrow_mut() = told;
        None
    }

    /// What has a finding where the handler begins.
    pub(super) fn told_already(&mut self, names: Vec<String>) {
        self.told_names.extend(names);
    }

    /// A store that nobody declared.
    pub(super) fn unknown_store(&mut self, name: &Name) {
        if self.tell(&name.node) {
            let known: Vec<_> = self.names.stores.keys().map(String::as_str).collect();
            let unknown = UnknownStore::new(name, "a store", &known);
            self.findings.push(unknown);
        }
        self.names.told.borrow_mut().insert(name.node.clone());
    }

    /// `xp`, or `levels.xp` of an import: how `stores` names what may be a store.
    pub(super) fn store_name(&self, expr: &Spanned<ast::Expr>) -> Option<String> {
        if let ast::Expr::Name(name) = &expr.node {
            return self.local(name).is_none().then(|| name.clone());
        }
        if let ast::Expr::Field { of, name } = &expr.node
            && let ast::Expr::Name(import) = &of.node
            && self.names.imports.contains(import)
            && self.local(import).is_none()
        {
            return Some(format!("{import}.{}", name.node));
        }
        None
    }

    /// As written, for findings.
    pub(super) fn quote(&self, span: Span) -> &'a str {
        self.names.text.get(span.start..span.end).unwrap_or("this")
    }

    /// The expression as a value of type `wanted`; a finding and unknown when it is not one.
    pub(super) fn fit(&mut self, expr: Expr, wanted: &Type, what: &str) -> Expr {
        let expr = into_written(expr, &Ty::Of(wanted.clone()));
        if fits(wanted, &expr.ty) {
            return expr;
        }
        if let Ty::Of(Type::Optional(inner)) = &expr.ty
            && fits(wanted, &Ty::Of((**inner).clone()))
        {
            return self.unguarded(&expr);
        }
        let shown = with_article(&Ty::Of(wanted.clone()));
        self.findings
            .push(WrongType::expected(what, &shown, &expr.ty, expr.span));
        Expr::unknown(expr.span)
    }

    /// The expression, which must not be none; whatever its type else.
    pub(super) fn present(&mut self, expr: Expr) -> Expr {
        if matches!(expr.ty, Ty::Of(Type::Optional(_))) {
            return self.unguarded(&expr);
        }
        expr
    }

    /// Tells once that a value may be none; every later use of it has the same remedy.
    pub(super) fn unguarded(&mut self, expr: &Expr) -> Expr {
        if !self.told_optional.contains(expr) {
            self.told_optional.push(expr.clone());
            self.findings.push(UnguardedOptional {
                name: self.quote(expr.span).to_owned(),
                at: expr.span,
            });
        }
        Expr::unknown(expr.span)
    }

    /// The words an expression can begin with here.
    pub(super) fn roots(&self) -> Vec<&str> {
        let mut roots: Vec<&str> = self.local_names().collect();
        let event = self.on.event;
        roots.extend(event.has_actor().then_some(event.actor));
        roots.extend(["guild", "bot", "now", "settings"]);
        let others = [
            "channel", "message", "reaction", "voice", "presence", "change", "command", "failure",
        ];
        roots.extend(others.into_iter().filter(|root| event.has_root(root)));
        if self.row.is_some() {
            roots.push("row");
        }
        if self.ranked {
            roots.push("rank");
        }
        roots.extend(self.names.stores.keys().map(String::as_str));
        roots.extend(["before"]);
        roots
    }
}

/// A text written out, where an emoji, an address or a language is asked for, is one.
pub(super) fn into_written(expr: Expr, beside: &Ty) -> Expr {
    let (Kind::Literal(Value::Text(text)), Ty::Of(other)) = (&expr.kind, beside) else {
        return expr;
    };
    let other = bare(other);
    let value = if other == Type::Emoji {
        Some(Value::Emoji(text.as_str().into()))
    } else if [Type::Url, Type::Locale].contains(&other) {
        other.typed(text)
    } else {
        None
    };
    match value {
        Some(value) => Expr::of(Kind::Literal(value), other, expr.span),
        None => expr,
    }
}

/// A name, as `Spanned` has it everywhere.
pub(super) type Name = Spanned<String>;

/// A name of a handler that a store has already.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, miette::Diagnostic)]
#[error("`{name}` would hide the store of that name")]
#[diagnostic(code("candor::names::taken"), help("choose another name"))]
struct HidesStore {
    name: String,
    #[label(primary, "taken")]
    at: Span,
    #[label("the store")]
    store_at: Span,
}
