//! What an effect and the block behind it need of what is known now, and may not be known later.

use std::collections::BTreeSet;

use crate::{
    lexicon::{
        About, Held,
        function::Means,
        source::{CHANNEL_ID, MESSAGE_ID},
    },
    plan::{
        Expr, Kind, Slot, Step, Ty,
        walk::{Part, expr, text, walk},
    },
    vocab::{Span, Type},
};

use super::types::bare;

/// What an effect and its block need of what is known now.
pub(super) struct Needed {
    pub(super) keeps: Vec<Expr>,
    /// Something that cannot be kept or told again.
    pub(super) lacks: Option<Span>,
}

impl Needed {
    pub(super) fn of(first: &Step, result: Slot, steps: &[Step]) -> Self {
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
                        About::Bot
                        | About::Roles
                        | About::LastRoles
                        | About::Permissions
                        | About::JoinedAt
                        | About::Avatar,
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
                    Means::Render | Means::May => is_known = false,
                    Means::Pure(_) | Means::Random | Means::Mention | Means::Members => {}
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
    pub(super) fn whole(self, at: Span) -> Vec<Expr> {
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

/// Whether it may be about somebody.
pub(super) fn is_personal(kept: &Expr) -> bool {
    if let Kind::Told(source) = kept.kind {
        return source.category.is_personal();
    }
    true
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
        | Type::Emoji
        | Type::Url
        | Type::Locale => true,
        Type::Attachment | Type::Words | Type::Who | Type::Optional(_) | Type::List(_) => false,
    }
}
