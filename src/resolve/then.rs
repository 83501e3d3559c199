//! Effects with a result: `send … as=sent { … }`, and the journal that says that their block is still to come.
//!
//! A journal is a store like any other, one for each block: erasure, export, retention and the notice apply to it by the
//! same code. It keeps what the block needs only where something can be done with it after a crash, which is where asking
//! again for the effect makes no second one.

use crate::{
    lexicon::{
        About, Held,
        function::Means,
        source::{CHANNEL_ID, MESSAGE_ID},
    },
    plan::{
        Clause, EraseRule, Export, Expr, Field, FieldId, Kind, OnErase, Owner, RESULT_SLOTS,
        Retention, Scope as StoreScope, Slot, Step, StepKind, Store, StoreId, To, Trigger, Ty,
        walk::{Part, walk},
    },
    syntax::ast::Node,
    vocab::{Category, Duration, Origin, Place, Type},
};

use super::{
    policy::{FieldDecl, Local, StoreDecl},
    scope::Scope,
    shape::{self, Missing},
    step::is_step,
    types::bare,
    value::index,
};

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
        let keeps = if again && self.row.is_none() {
            Self::needed(&first, slot, &steps).unwrap_or_default()
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

    /// What the effect and its block need of what is known now; where it is about people, whose it is stands first. None
    /// where something of it cannot be kept or told again.
    fn needed(first: &Step, result: Slot, steps: &[Step]) -> Option<Vec<Expr>> {
        let mut whole = true;
        let mut keeps = Vec::new();
        let mut keep = |expr: &Expr| {
            if !keeps.contains(expr) {
                keeps.push(expr.clone());
            }
        };
        let mut visit = |part: Part| {
            let Part::Expr(expr) = part else { return };
            match &expr.kind {
                Kind::Local(slot) if *slot < result => {
                    whole &= matches!(&expr.ty, Ty::Of(ty) if is_kept(&bare(ty)));
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
                    Held::ByPerson(_) | Held::SignIn => whole = false,
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
                    | Held::SignIn => whole = false,
                },
                Kind::Actor => keep(expr),
                Kind::Can { .. } => whole = false,
                Kind::Call { function, .. } => match function.means {
                    Means::Render => whole = false,
                    Means::Pure(_) | Means::Random | Means::Mention => {}
                },
                Kind::Local(_)
                | Kind::Unknown
                | Kind::Literal(_)
                | Kind::Now
                | Kind::Me
                | Kind::Setting(_)
                | Kind::Field { .. }
                | Kind::Exists { .. }
                | Kind::Row(..)
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
        };
        walk(std::slice::from_ref(first), &mut visit);
        walk(steps, &mut visit);
        if keeps.iter().any(is_personal) {
            keeps.retain(|kept| kept.kind != Kind::Actor);
            keeps.insert(0, Expr::of(Kind::Actor, Type::Member, first.name));
        }
        whole.then_some(keeps)
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
        let id = StoreId(index(self.policy.stores.len() + journals.len()));
        let at = self.policy.place(node.span);
        let whose = keeps.iter().any(is_personal);
        let mut fields = vec![Field {
            about: Some("that it is still to come".to_owned()),
            ..field("entry", Type::Int, None, Owner::Guild, &at)
        }];
        for (i, kept) in (1..).zip(keeps) {
            fields.push(self.field_of(kept, FieldId(i), whose, &at));
        }
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
        });
        journals.push(StoreDecl {
            span: node.span,
            name: node.name.span,
            fields: decls.collect(),
            retain: Some(node.span),
            clauses: vec![node.span; 2],
            hold: None,
            on_erase: vec![node.span; on_erase.len()],
            erasure_known: true,
            export: export.as_ref().map(|_| node.span),
            is_journal: true,
            public: false,
            node: Store {
                id,
                feature: self.feature,
                name,
                about: Some(format!(
                    "What follows `{} … as={called}`, until Discord has done it",
                    node.name.node
                )),
                scope: StoreScope::Guild,
                fields,
                key_len: 1,
                auto_key: false,
                retention: Retention {
                    clauses: vec![
                        clause(Trigger::Age, KEPT_MAX),
                        clause(Trigger::GuildRemoved, Duration::default()),
                    ],
                    at: at.clone(),
                },
                keep: None,
                hold: None,
                on_erase,
                export,
                at,
            },
        });
        id
    }

    fn field_of(&self, kept: &Expr, id: FieldId, whose: bool, at: &Place) -> Field {
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
        let person = if kept.kind == Kind::Actor {
            Some(Owner::Subject(id))
        } else if ty == Type::UserId || ty == Type::Member {
            Some(Owner::Party(id))
        } else {
            None
        };
        let name = self.name_of(kept);
        let ty = if ty == Type::Member { Type::UserId } else { ty };
        // What somebody typed or did is theirs.
        let owner = person.unwrap_or(if whose {
            Owner::Subject(FieldId(1))
        } else {
            Owner::Guild
        });
        Field {
            optional: is_optional(kept),
            ..field(&name, ty, person, owner, at)
        }
    }

    /// As exports and the notice call it.
    fn name_of(&self, kept: &Expr) -> String {
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
