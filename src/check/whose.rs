//! Whose a name is: what says who somebody is stands in a `user-id` field or in their own part of a row, and nowhere
//! else. Otherwise erasing them does not reach it.
//!
//! Looks at what handlers write, through `let`, `??`, `if` and functions that give a text on. A field belongs to the
//! person whose key seals it (`Field::owner`). Who that is in the row at hand is known from the same write, from the
//! row's key, and from conditions such as `row.owner == invoker.id`.
//!
//! INVARIANT: without findings from here, no id, mention, name or profile that the bot looks up is kept under a key
//! that its owner's erasure leaves. What people type is the vault's affair (`vault::rows::named`).

use std::collections::BTreeMap;

use miette::{Diagnostic, LabeledSpan};
use thiserror::Error;

use crate::{
    finding::Findings,
    lexicon::{About, Held, function::Means},
    plan::{Expr, FieldId, Kind, Owner, Slot, Step, StepKind, StoreId, Ty, Written},
    resolve::{Policy, StoreDecl},
    sabotage::{Saboteur, off},
    vocab::{Category, Span, Type},
};

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("`{field}` would keep {what}, and erasing that person would leave it there")]
#[diagnostic(code("candor::erasure::names-another"), help("{help}"))]
pub(crate) struct NamesAnother {
    field: String,
    what: &'static str,
    help: String,
    #[label(primary, "written here")]
    at: Span,
    #[label(collection, "comes from here")]
    hops: Vec<LabeledSpan>,
    #[label("{owner}")]
    field_at: Span,
    owner: String,
}

pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    for handler in policy.bodies() {
        if handler.understood {
            let mut walk = Walk {
                policy,
                findings,
                lets: BTreeMap::new(),
            };
            walk.steps(&handler.steps, &Known::default());
        }
    }
}

/// Somebody whom a value names.
struct Named {
    /// None where nobody knows who it is.
    person: Option<Expr>,
    what: &'static str,
    hops: Vec<(Span, &'static str)>,
}

/// What is known of the row at hand where a step stands.
#[derive(Debug, Clone, Default)]
struct Known {
    row: Option<StoreId>,
    /// Two that are the same.
    same: Vec<(Expr, Expr)>,
}

/// A value that is written to a field, and the others that are written with it.
struct Write<'e> {
    field: FieldId,
    value: &'e Expr,
    row: Written<'e>,
}

struct Walk<'a, 'f> {
    policy: &'a Policy,
    findings: &'f mut Findings,
    lets: BTreeMap<Slot, (&'a Expr, Span)>,
}

impl<'a> Walk<'a, '_> {
    fn steps(&mut self, steps: &'a [Step], known: &Known) {
        let mut known = known.clone();
        for step in steps {
            match &step.kind {
                StepKind::When {
                    cond,
                    then,
                    otherwise,
                } => {
                    let mut inner = known.clone();
                    self.learn(cond, &mut inner);
                    self.steps(then, &inner);
                    self.steps(otherwise, &known);
                }
                StepKind::Each {
                    query,
                    steps,
                    otherwise,
                } => {
                    let mut inner = Known {
                        row: Some(query.store),
                        same: known.same.clone(),
                    };
                    inner.same.retain(|(a, b)| !a.is_of_row() && !b.is_of_row());
                    if let Some(filter) = &query.filter {
                        self.learn(filter, &mut inner);
                    }
                    self.steps(steps, &inner);
                    self.steps(otherwise, &known);
                }
                StepKind::Require { cond, .. } => {
                    if let Some(cond) = cond {
                        self.learn(cond, &mut known);
                    }
                }
                StepKind::Insert { .. } | StepKind::Update { .. } => {
                    if let Some(row) = step.kind.written() {
                        self.written(row, &known);
                    }
                }
                StepKind::Then {
                    journal,
                    keeps,
                    steps,
                    ..
                } => {
                    let values = keeps.iter().cloned();
                    let values: Vec<_> = (1..).map(FieldId).zip(values).collect();
                    let row = Written {
                        store: *journal,
                        is_new: true,
                        key: &[],
                        values: &values,
                    };
                    self.written(row, &known);
                    self.steps(steps, &known);
                }
                StepKind::Let {
                    slot,
                    name_at,
                    value,
                    ..
                } => {
                    self.lets.insert(*slot, (value, *name_at));
                }
                StepKind::Stop
                | StepKind::Limit { .. }
                | StepKind::Delete { .. }
                | StepKind::Finish { .. }
                | StepKind::Say { .. }
                | StepKind::Do { .. }
                | StepKind::Ask(_) => {}
            }
        }
    }

    /// `row.owner == invoker.id`, where it must hold for the whole condition.
    fn learn(&self, cond: &Expr, known: &mut Known) {
        for (left, right) in cond.equal() {
            known.same.push((self.plain(left), self.plain(right)));
        }
    }

    fn written(&mut self, row: Written<'_>, known: &Known) {
        for (field, value) in row.fields() {
            self.judge(&Write { field, value, row }, known);
        }
    }

    fn judge(&mut self, write: &Write<'_>, known: &Known) {
        let policy = self.policy;
        let Some((decl, field)) = policy.field(write.row.store, write.field) else {
            return;
        };
        if field.kind == Type::UserId || !is_typed(decl, write.field) {
            return;
        }
        let owner = self.owner(decl, field.owner, write, known);
        let mut named = Vec::new();
        self.named(write.value, &mut named);
        for one in named {
            let theirs = match (&one.person, &owner) {
                (Some(person), Some(owner)) => known.are_same(person, owner),
                // What belongs to nobody stays what it was.
                (None, None) => true,
                (Some(_), None) | (None, Some(_)) => false,
            };
            if !theirs && !off(Saboteur::NamesAnother) {
                let finding = told(decl, write, &one);
                self.findings.push(finding);
                return;
            }
        }
    }

    /// Who owns a field of the row that is written.
    fn owner(
        &self,
        decl: &StoreDecl,
        owner: Owner,
        write: &Write<'_>,
        known: &Known,
    ) -> Option<Expr> {
        let (Owner::Subject(of) | Owner::Party(of)) = owner else {
            return None;
        };
        let Written { store, key, .. } = write.row;
        if let Some(value) = write.row.value(of) {
            return Some(self.plain(value));
        }
        if of.0 < decl.node.key_len || key.is_empty() {
            return None;
        }
        let is_at_hand = known.row == Some(store)
            && (0..)
                .zip(key)
                .all(|(i, key)| self.plain(key).kind == Kind::Row(store, FieldId(i)));
        Some(if is_at_hand {
            Expr::from(Kind::Row(store, of))
        } else {
            self.at(store, key, of)
        })
    }

    /// The same person under one name: what a `let` stands for, and of a person who it is.
    fn plain(&self, of: &Expr) -> Expr {
        if let Kind::Local(slot) = &of.kind
            && let Some((value, _)) = self.lets.get(slot)
        {
            return self.plain(value);
        }
        if let Kind::Person { of: person, what } = &of.kind
            && what.held == Held::ByPerson(About::Id)
        {
            return self.plain(person);
        }
        if let Kind::Field {
            store, key, field, ..
        } = &of.kind
        {
            return self.at(*store, key, *field);
        }
        of.clone()
    }

    /// A field of the row with this key.
    fn at(&self, store: StoreId, key: &[Expr], field: FieldId) -> Expr {
        Expr::from(Kind::Field {
            store,
            key: key.iter().map(|part| self.plain(part)).collect(),
            field,
            before: false,
        })
    }

    /// Whom a value says something about that only looking them up tells.
    fn named(&self, of: &Expr, found: &mut Vec<Named>) {
        match &of.kind {
            Kind::Person { of: person, what } => {
                let what = match what.held {
                    Held::ByPerson(About::Id) => "who somebody is",
                    Held::ByPerson(About::Name | About::DisplayName) => "somebody's name",
                    Held::ByPerson(About::CreatedAt) => "when somebody's account was made",
                    Held::ByPerson(About::JoinedAt) => "when somebody joined",
                    Held::ByPerson(About::Roles | About::LastRoles) => "somebody's roles",
                    Held::ByPerson(About::Avatar) => "somebody's picture",
                    Held::ByPerson(About::Bot | About::Permissions | About::HasAvatar)
                    | Held::ByEvent
                    | Held::GuildId
                    | Held::GuildName
                    | Held::GuildMemberCount
                    | Held::Channel
                    | Held::Link
                    | Held::Changed
                    | Held::SignIn => return,
                };
                found.push(Named {
                    person: Some(self.plain(person)),
                    what,
                    hops: vec![(of.span, "looked up here")],
                });
            }
            Kind::Local(slot) => {
                if let Some((value, name_at)) = self.lets.get(slot) {
                    let before = found.len();
                    self.named(value, found);
                    for one in found.iter_mut().skip(before) {
                        one.hops
                            .push((*name_at, "kept for the moment under this name"));
                    }
                }
            }
            Kind::Coalesce(first, second) => {
                self.named(first, found);
                self.named(second, found);
            }
            Kind::If {
                cond,
                then,
                otherwise,
            } => {
                self.asked(cond, found);
                self.named(then, found);
                self.named(otherwise, found);
            }
            Kind::Binary { left, right, .. } if gives_on(of) => {
                self.named(left, found);
                self.named(right, found);
            }
            Kind::Negate(one) => self.named(one, found),
            Kind::Binary { .. } | Kind::Not(_) => self.asked(of, found),
            Kind::Call { function, args } => match function.means {
                Means::Mention => {
                    let person = args.first().filter(|arg| is_person(arg));
                    found.extend(person.map(|person| Named {
                        person: Some(self.plain(person)),
                        what: "a mention of somebody",
                        hops: vec![(of.span, "made here")],
                    }));
                }
                Means::Render if off(Saboteur::RenderedName) => {}
                Means::Render => found.push(Named {
                    person: Some(Expr::from(Kind::Actor)),
                    what: "a text that may name somebody",
                    hops: vec![(of.span, "rendered here")],
                }),
                Means::Pure(_) if gives_on(of) => {
                    for arg in args {
                        self.named(arg, found);
                    }
                }
                Means::Pure(_) => self.asked(of, found),
                Means::Random | Means::May | Means::Members => {}
            },
            Kind::Row(store, field) => self.kept(*store, None, *field, of.span, found),
            Kind::Field {
                store, key, field, ..
            } => self.kept(*store, Some(key), *field, of.span, found),
            Kind::Unknown
            | Kind::Literal(_)
            | Kind::Now
            | Kind::Me
            | Kind::Actor
            | Kind::Told(_)
            | Kind::Can { .. }
            | Kind::Setting(_)
            | Kind::Exists { .. }
            | Kind::Rank
            | Kind::IsNone(_)
            | Kind::Count(_)
            | Kind::Sum { .. }
            | Kind::Message { .. } => {}
        }
    }

    /// What is asked about words can be asked until they are known; that a time is past says little.
    fn asked(&self, of: &Expr, found: &mut Vec<Named>) {
        let parts: Vec<&Expr> = match &of.kind {
            Kind::Binary { left, right, .. } => vec![left, right],
            Kind::Not(one) => vec![one],
            Kind::Call { args, .. } => args.iter().collect(),
            Kind::Local(slot) => self
                .lets
                .get(slot)
                .map(|(value, _)| *value)
                .into_iter()
                .collect(),
            Kind::Unknown
            | Kind::Literal(_)
            | Kind::Now
            | Kind::Me
            | Kind::Actor
            | Kind::Told(_)
            | Kind::Person { .. }
            | Kind::Can { .. }
            | Kind::Setting(_)
            | Kind::Field { .. }
            | Kind::Exists { .. }
            | Kind::Row(..)
            | Kind::Rank
            | Kind::Negate(_)
            | Kind::IsNone(_)
            | Kind::Coalesce(..)
            | Kind::If { .. }
            | Kind::Count(_)
            | Kind::Sum { .. }
            | Kind::Message { .. } => Vec::new(),
        };
        for part in parts {
            if is_words(&part.ty) {
                self.named(part, found);
            } else if is_truth(&part.ty) {
                self.asked(part, found);
            }
        }
    }

    /// What is kept as somebody's name or profile names whose it is.
    fn kept(
        &self,
        store: StoreId,
        key: Option<&[Expr]>,
        field: FieldId,
        at: Span,
        found: &mut Vec<Named>,
    ) {
        let Some((decl, declared)) = self.policy.field(store, field) else {
            return;
        };
        let tells = |category: &Category| match category {
            Category::Identifier | Category::Profile | Category::Contact | Category::Credential => {
                true
            }
            Category::Activity
            | Category::Moderation
            | Category::UserContent
            | Category::Preference
            | Category::Configuration
            | Category::Technical => false,
        };
        if declared.kind == Type::UserId
            || !declared.categories.iter().any(tells)
            || off(Saboteur::KnownName)
        {
            return;
        }
        let person = match declared.owner {
            Owner::Guild => None,
            Owner::Subject(of) | Owner::Party(of) => Some(match key {
                None => Expr::from(Kind::Row(store, of)),
                Some(key) if of.0 < decl.node.key_len => key
                    .get(of.0 as usize)
                    .map_or_else(|| Expr::from(Kind::Unknown), |key| self.plain(key)),
                Some(key) => self.at(store, key, of),
            }),
        };
        found.push(Named {
            person,
            what: "what is known of somebody",
            hops: vec![(at, "read here")],
        });
    }
}

impl Known {
    /// Whether two are the same person, also by way of others.
    fn are_same(&self, one: &Expr, other: &Expr) -> bool {
        let mut reached = vec![one];
        let mut next = 0;
        while let Some(from) = reached.get(next).copied() {
            if from == other {
                return true;
            }
            for (a, b) in &self.same {
                let to = if a == from {
                    b
                } else if b == from {
                    a
                } else {
                    continue;
                };
                if !reached.contains(&to) {
                    reached.push(to);
                }
            }
            next += 1;
        }
        false
    }
}

fn told(decl: &StoreDecl, write: &Write<'_>, named: &Named) -> NamesAnother {
    let store = &decl.node.name;
    let field = decl.node.fields.get(write.field.0 as usize);
    let name = field.map_or("", |field| field.name.as_str());
    let field_at = decl.fields.get(write.field.0 as usize);
    let owner = match field.map(|field| field.owner) {
        Some(Owner::Subject(of) | Owner::Party(of)) => {
            let owner = decl.node.fields.get(of.0 as usize);
            let owner = owner.map_or("", |field| field.name.as_str());
            format!("belongs to the `{owner}` of the row")
        }
        Some(Owner::Guild) | None => {
            "belongs to nobody, so it stays when somebody is erased".to_owned()
        }
    };
    let hops = named.hops.iter().filter(|(at, _)| *at != write.value.span);
    NamesAnother {
        field: format!("{store}.{name}"),
        what: named.what,
        help: if decl.is_journal() {
            "in the block, write what this stands for: then who it is is kept, not what they are called"
                .to_owned()
        } else {
            format!(
                "give `{store}` a field `user-id party=#true` for that person, and show `row.FIELD.mention`"
            )
        },
        at: write.value.span,
        hops: hops
            .map(|(at, says)| LabeledSpan::new_with_span(Some((*says).to_owned()), *at))
            .collect(),
        field_at: field_at.map_or(decl.name, |decl| decl.name),
        owner,
    }
}

/// Whether what goes into it comes out of it again.
fn gives_on(of: &Expr) -> bool {
    match &of.ty {
        Ty::Of(ty) => match ty {
            Type::Text | Type::Instant | Type::Url | Type::Int | Type::Duration => true,
            Type::Optional(of) => matches!(
                **of,
                Type::Text | Type::Instant | Type::Url | Type::Int | Type::Duration
            ),
            Type::Bool
            | Type::UserId
            | Type::Member
            | Type::GuildId
            | Type::Channel
            | Type::Role
            | Type::MessageId
            | Type::Emoji
            | Type::Attachment
            | Type::Words
            | Type::Locale
            | Type::Who
            | Type::List(_) => false,
        },
        Ty::Unknown
        | Ty::None
        | Ty::Message
        | Ty::Guild
        | Ty::Reaction
        | Ty::Bot
        | Ty::RowAt(_) => false,
    }
}

fn is_words(of: &Ty) -> bool {
    let words = |ty: &Type| *ty == Type::Text;
    matches!(of, Ty::Of(ty) if words(ty) || matches!(ty, Type::Optional(of) if words(of)))
}

fn is_truth(of: &Ty) -> bool {
    *of == Ty::Of(Type::Bool)
}

pub(super) fn is_person(of: &Expr) -> bool {
    let person = |ty: &Type| *ty == Type::UserId || *ty == Type::Member;
    matches!(&of.ty, Ty::Of(ty) if person(ty) || matches!(ty, Type::Optional(of) if person(of)))
}

fn is_typed(decl: &StoreDecl, field: FieldId) -> bool {
    decl.fields
        .get(field.0 as usize)
        .is_some_and(|field| field.typed)
}
