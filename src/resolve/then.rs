//! Effects with a result: `send … as=sent { … }`, and the journal that says that their block is still to come.
//!
//! A journal is a store like any other, one for each block: erasure, export, retention and the notice apply to it by the
//! same code. It keeps what the block needs only where something can be done with it after a crash, which is where asking
//! again for the effect makes no second one.
//!
//! Where a row ended, every effect has a journal, block or not: it follows from its entry alone. So an entry keeps all
//! that the effect needs, and whether it was begun.

use std::collections::BTreeSet;

use crate::{
    lexicon::{
        About, Held,
        function::Means,
        source::{CHANNEL_ID, MESSAGE_ID},
    },
    plan::{
        Clause, EraseRule, Export, Expr, Field, FieldId, Kind, OnErase, Owner, RESULT_SLOTS,
        Retention, Scope as StoreScope, Slot, Step, StepKind, Store, StoreId, To, Trigger, Ty,
        walk::{Part, expr, text, walk},
    },
    syntax::ast::Node,
    vocab::{Category, Duration, Origin, Place, Span, Type},
};

use super::{
    policy::{FieldDecl, Local, StoreDecl},
    scope::Scope,
    shape::{self, Missing},
    step::is_step,
    types::{bare, mismatch},
    value::index,
};

mismatch! {
    /// What is known only in the moment, in a step that follows later.
    NotKept code("candor::types::not-kept");
}

/// How long an entry waits for Discord before it is given up.
const KEPT_MAX: Duration = Duration::hours(24);

/// Whether steps follow what this node does, rather than parts of a message stand in it.
pub(super) fn has_sequel(node: &Node) -> bool {
    shape::prop(node, "as").is_some() || step_within(node).is_some()
}

fn step_within(node: &Node) -> Option<&Node> {
    node.children
        .iter()
        .find(|child| is_step(&child.name.node) && child.name.node != "else")
}

/// The node in which the parts of a message stand, if any do.
pub(super) fn parts(node: &Node) -> Option<&Node> {
    if has_sequel(node) {
        shape::child(node, "with")
    } else {
        Some(node)
    }
}

impl Scope<'_> {
    /// The step with its block, where its node has one.
    pub(super) fn sequel(&mut self, first: Step, node: &Node) -> Step {
        let Some((ty, again)) = result_of(&first.kind) else {
            return first;
        };
        if let (None, Some(step)) = (shape::prop(node, "as"), step_within(node)) {
            self.findings.push(Missing::new(
                format!(
                    "`{}` stands inside `{}`, which names nothing for it",
                    step.name.node, node.name.node
                ),
                "add `as=NAME` where it follows from what was made, or put it after this step",
                step.name.span,
            ));
            return first;
        }
        let given = shape::prop_word(node, "as", self.findings);
        let Some(name) = given else {
            return first;
        };
        let block: Vec<Node> = node
            .children
            .iter()
            .filter(|child| child.name.node != "with")
            .cloned()
            .collect();
        if block.is_empty() {
            self.findings.push(Missing::new(
                format!("nothing follows with `{}`", name.node),
                &format!(
                    "add `{{ … }}` with what follows, or delete `as={}`",
                    name.node
                ),
                name.span,
            ));
        }
        let mark = self.mark();
        // By then rows and settings may be others.
        self.forget_kept();
        let local = Local {
            name: name.node.clone(),
            slot: Slot(0),
            ty,
            kind: None,
            at: name.span,
        };
        let slot = self.bind(local, RESULT_SLOTS);
        let outer = std::mem::replace(&mut self.follows, true);
        let steps = self.steps(&block);
        self.follows = outer;
        self.reset(mark);
        let keeps = if self.on.store.is_some() {
            self.needed_later(&first, slot, &steps)
        } else if again && self.row.is_none() {
            Needed::of(&first, slot, &steps).whole(first.name)
        } else {
            Vec::new()
        };
        let journal = self.journal(&name.node, node, &keeps);
        let (at, span, word) = (first.at.clone(), first.span, first.name);
        Step {
            kind: StepKind::Then {
                first: Box::new(first),
                slot,
                name: name.node,
                name_at: name.span,
                journal,
                keeps,
                steps,
            },
            otherwise: None,
            at,
            span,
            name: word,
        }
    }

    /// An effect of a handler on a row that ended, which follows from its entry.
    pub(super) fn later(&mut self, first: Step, node: &Node) -> Step {
        let slot = Slot(self.slots);
        self.slots = self.slots.saturating_add(RESULT_SLOTS);
        let keeps = self.needed_later(&first, slot, &[]);
        let journal = self.journal(&node.name.node, node, &keeps);
        let (at, span, word) = (first.at.clone(), first.span, first.name);
        Step {
            kind: StepKind::Then {
                first: Box::new(first),
                slot,
                name: String::new(),
                name_at: word,
                journal,
                keeps,
                steps: Vec::new(),
            },
            otherwise: None,
            at,
            span,
            name: word,
        }
    }

    /// The same where a row ended: everything, also of the row at hand, with whose it is. A finding where something cannot
    /// be kept.
    fn needed_later(&mut self, first: &Step, result: Slot, steps: &[Step]) -> Vec<Expr> {
        let Needed { mut keeps, lacks } = Needed::of(first, result, steps);
        if let Some(at) = lacks {
            self.findings.push(NotKept::new(
                "this cannot be kept until Discord has done the step".to_owned(),
                "not known any more by then",
                "name a field of the row instead",
                at,
            ));
        }
        for kept in keeps.clone() {
            if let Kind::Row(store, field) = kept.kind
                && let Some(of) = self.owner_of_row(store, field)
                && !self.is_whose(store, of)
            {
                let ty = self.policy.field(store, of);
                let ty = match ty {
                    Some((_, of)) if of.optional => Type::Optional(Box::new(Type::UserId)),
                    Some(_) | None => Type::UserId,
                };
                let owner = Expr::of(Kind::Row(store, of), ty, kept.span);
                if !keeps.contains(&owner) {
                    keeps.push(owner);
                }
            }
        }
        if let Some(whose) = self.whose_kept(first.name).filter(|_| !keeps.is_empty()) {
            keeps.retain(|kept| *kept != whose);
            keeps.insert(0, whose);
        }
        keeps
    }

    /// A store for the block's entries: the key, then what they keep.
    fn journal(&mut self, called: &str, node: &Node, keeps: &[Expr]) -> StoreId {
        let feature = self.policy.feature(self.feature);
        let feature = feature.map_or("", |feature| feature.name.node.as_str());
        let mut journals = self.names.journals.borrow_mut();
        let taken = |wanted: &str| {
            let mut all = self.policy.stores.iter().chain(journals.iter());
            all.any(|one| one.node.name == wanted)
        };
        let wanted = format!("{feature}-{called}");
        let mut others = (2u32..).map(|n| format!("{wanted}-{n}"));
        let name = if taken(&wanted) {
            others.find(|other| !taken(other)).unwrap_or_default()
        } else {
            wanted
        };
        let about = if shape::prop(node, "as").is_some() {
            format!(
                "What follows `{} … as={called}`, until Discord has done it",
                node.name.node
            )
        } else {
            format!("The `{called}` that follows the end of a row, until Discord has done it")
        };
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
            at: at.clone(),
        });
        let on_erase: Vec<OnErase> = on_erase.collect();
        // Each of those in it gets what is theirs, and not who the others are.
        let export = people.first().map(|subject| Export {
            to: vec![*subject],
            redact: people.iter().copied().skip(1).collect(),
        });
        let clause = |trigger, after| Clause { trigger, after };
        let decls = fields.iter().map(|_| FieldDecl {
            name: node.name.span,
            typed: true,
            person: None,
            says_category: true,
        });
        journals.push(StoreDecl {
            span: node.span,
            name: node.name.span,
            fields: decls.collect(),
            retain: Some(node.span),
            clauses: vec![node.span; 2],
            retain_known: true,
            hold: None,
            on_erase: vec![node.span; on_erase.len()],
            erasure_known: true,
            export: export.as_ref().map(|_| node.span),
            on_object: None,
            is_journal: true,
            is_answers: false,
            across: None,
            public: None,
            node: Store {
                id,
                feature: self.feature,
                name,
                about: Some(about),
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
            },
        });
        id
    }

    fn fields_of(&self, keeps: &[Expr], at: &Place) -> Vec<Field> {
        let mut fields = vec![Field {
            about: Some("that it is still to come".to_owned()),
            ..field("entry", Type::Int, None, Owner::Guild, at)
        }];
        for (i, kept) in (1..).zip(keeps) {
            let field = self.field_of(kept, FieldId(i), keeps, at);
            let name = unlike(&fields, &field.name);
            fields.push(Field { name, ..field });
        }
        if self.on.store.is_some() {
            fields.push(Field {
                about: Some("whether Discord was asked for it".to_owned()),
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
            optional: is_optional(kept),
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
                0 => local.name.clone(),
                _ => format!("{}-channel", local.name),
            }
        })
    }
}

/// What an effect and its block need of what is known now.
struct Needed {
    keeps: Vec<Expr>,
    /// Something that cannot be kept or told again.
    lacks: Option<Span>,
}

impl Needed {
    fn of(first: &Step, result: Slot, steps: &[Step]) -> Self {
        let bound = bound(first, steps);
        let mut lacks = None;
        let mut keeps = Vec::new();
        let mut keep = |expr: &Expr| {
            if !keeps.contains(expr) {
                keeps.push(expr.clone());
            }
        };
        let mut visit = |part: Part| {
            let Part::Expr(expr) = part else { return };
            let mut is_known = true;
            match &expr.kind {
                Kind::Local(slot) if *slot < result => {
                    is_known = matches!(&expr.ty, Ty::Of(ty) if is_kept(&bare(ty)));
                    keep(expr);
                }
                Kind::Told(source) => match source.held {
                    Held::ByEvent | Held::Channel => keep(expr),
                    Held::Link => {
                        for (source, ty) in
                            [(&CHANNEL_ID, Type::Channel), (&MESSAGE_ID, Type::MessageId)]
                        {
                            keep(&Expr::of(Kind::Told(source), ty, expr.span));
                        }
                    }
                    Held::GuildId | Held::GuildName | Held::GuildMemberCount => {}
                    Held::ByPerson(_) | Held::SignIn => is_known = false,
                },
                // Shown as a mention where the event is not there any more.
                Kind::Person { what, .. } => match what.held {
                    Held::ByPerson(
                        About::Id | About::Name | About::DisplayName | About::CreatedAt,
                    ) => {}
                    Held::ByPerson(
                        About::Bot | About::Roles | About::Permissions | About::JoinedAt,
                    )
                    | Held::ByEvent
                    | Held::GuildId
                    | Held::GuildName
                    | Held::GuildMemberCount
                    | Held::Channel
                    | Held::Link
                    | Held::SignIn => is_known = false,
                },
                Kind::Actor => keep(expr),
                Kind::Row(..) if !bound.contains(&std::ptr::from_ref(expr)) => {
                    is_known = matches!(&expr.ty, Ty::Of(ty) if is_kept(&bare(ty)));
                    keep(expr);
                }
                Kind::Can { .. } => is_known = false,
                Kind::Call { function, .. } => match function.means {
                    Means::Render => is_known = false,
                    Means::Pure(_) | Means::Random | Means::Mention => {}
                },
                Kind::Local(_)
                | Kind::Row(..)
                | Kind::Unknown
                | Kind::Literal(_)
                | Kind::Now
                | Kind::Me
                | Kind::Setting(_)
                | Kind::Field { .. }
                | Kind::Exists { .. }
                | Kind::Rank
                | Kind::Not(_)
                | Kind::Negate(_)
                | Kind::IsNone(_)
                | Kind::Coalesce(..)
                | Kind::Binary { .. }
                | Kind::If { .. }
                | Kind::Count(_)
                | Kind::Sum { .. }
                | Kind::Message { .. } => {}
            }
            if !is_known {
                lacks.get_or_insert(expr.span);
            }
        };
        walk(std::slice::from_ref(first), &mut visit);
        walk(steps, &mut visit);
        Self { keeps, lacks }
    }

    /// Whose it is stands first, where it is about people. Nothing where something is lacking.
    fn whole(self, at: Span) -> Vec<Expr> {
        let Self { mut keeps, lacks } = self;
        if lacks.is_some() {
            return Vec::new();
        }
        if keeps.iter().any(is_personal) {
            keeps.retain(|kept| kept.kind != Kind::Actor);
            keeps.insert(0, Expr::of(Kind::Actor, Type::Member, at));
        }
        keeps
    }
}

/// Fields of rows that the parts themselves bind: of those that a query looks at, and in a `list` or an `each`.
fn bound(first: &Step, steps: &[Step]) -> BTreeSet<*const Expr> {
    let mut bound = BTreeSet::new();
    let mut note = |part: Part| {
        if let Part::Expr(one) = part
            && matches!(one.kind, Kind::Row(..))
        {
            bound.insert(std::ptr::from_ref(one));
        }
    };
    let mut visit = |part: Part| match part {
        Part::Query(query) => {
            if let Some(filter) = &query.filter {
                expr(filter, &mut note);
            }
        }
        Part::Message(message) => text(message.list.as_ref().map(|list| &list.line), &mut note),
        Part::Step(step) => {
            walk(step.kind.of_each_row(), &mut note);
        }
        Part::Expr(_) => {}
    };
    walk(std::slice::from_ref(first), &mut visit);
    walk(steps, &mut visit);
    bound
}

/// A name that no field has yet: a value of a row may be called like a `let`.
fn unlike(fields: &[Field], name: &str) -> String {
    let is_free = |name: &str| fields.iter().all(|field| field.name != name);
    if is_free(name) {
        return name.to_owned();
    }
    let mut others = (2u32..).map(|n| format!("{name}-{n}"));
    others.find(|other| is_free(other)).unwrap_or_default()
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

/// Whether it may be about somebody.
fn is_personal(kept: &Expr) -> bool {
    if let Kind::Told(source) = kept.kind {
        return source.category.is_personal();
    }
    true
}

fn is_optional(kept: &Expr) -> bool {
    matches!(kept.ty, Ty::Of(Type::Optional(_)))
}

/// The type of what an effect gives, and whether asking again for it makes no second one.
fn result_of(first: &StepKind) -> Option<(Ty, bool)> {
    match first {
        StepKind::Say {
            to: To::Channel(_), ..
        } => Some((Ty::Message, false)),
        StepKind::Do { deed, .. } => deed
            .makes
            .map(|makes| (Ty::Of(makes.ty.clone()), makes.again)),
        StepKind::Say { .. }
        | StepKind::When { .. }
        | StepKind::Let { .. }
        | StepKind::Each { .. }
        | StepKind::Require { .. }
        | StepKind::Stop
        | StepKind::Insert { .. }
        | StepKind::Update { .. }
        | StepKind::Delete { .. }
        | StepKind::Finish { .. }
        | StepKind::Then { .. } => None,
    }
}

/// Types that a store can keep.
fn is_kept(ty: &Type) -> bool {
    match ty {
        Type::Bool
        | Type::Int
        | Type::Text
        | Type::Instant
        | Type::Duration
        | Type::UserId
        | Type::Member
        | Type::GuildId
        | Type::Channel
        | Type::Role
        | Type::MessageId
        | Type::Emoji => true,
        Type::Attachment | Type::Words | Type::Optional(_) | Type::List(_) => false,
    }
}
