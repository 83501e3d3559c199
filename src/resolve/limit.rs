//! `limit`: how often a handler goes on within a time.

use crate::{
    plan::{Expr, LimitId, Over, Slot, StepKind, Ty},
    syntax::{
        ast::{Node, Scalar, Written},
        clause,
        form::{Any, Text, Word, WrongValue, form},
    },
    vocab::{Duration, Span, Spanned, Type},
};

use super::{
    names::refuse_foreign, policy::Local, scope::Scope, step::Misplaced, types::WrongType,
    value::duration,
};

form! {
    struct Form = "limit", "limit 1 per=\"author\" within=\"60s\"" {
        args { times: Any }
        props {
            "per" per: Text, or "`limit` does not say for whom it counts"
                => "add `per=\"author\"`, or `per=\"guild.id\"` for the whole server";
            "within" within: Any, or "`limit` does not say within which time" => "add `within=\"60s\"`";
            "else" refusal: Text;
            "as" over: Word;
        }
    }
}

/// Each time is remembered.
const TIMES_MAX: u32 = 100;
/// What lasts longer belongs into a store, of which people are told.
const WITHIN_MAX: Duration = Duration::days(1);

impl Scope<'_> {
    pub(super) fn limited(&mut self, node: &Node) -> Option<StepKind> {
        let form = Form::read(node, self.findings);
        if self.is_too_late(node.name.span, "`when`") {
            return None;
        }
        if !self.on.event.has_actor() {
            self.findings.push(Misplaced::new(
                "nobody is known who does this, so nobody is limited".to_owned(),
                "done by nobody who is known",
                "delete it",
                node.name.span,
            ));
            return None;
        }
        let most = form.times.value.and_then(|given| self.times(given));
        let per = match form.per.value {
            Some(per) => {
                let parts = clause::parts(&per);
                parts.iter().map(|part| self.per(part)).collect()
            }
            None => vec![Expr::unknown(form.per.at.unwrap_or(node.name.span))],
        };
        let within = form.within.value.and_then(|given| self.within(given));
        let refusal_at = form.refusal.at;
        let refusal = form.refusal.value.map(|text| self.text(&text));
        let over = form.over.value.map(|name| self.over(name, refusal_at));
        Some(StepKind::Limit {
            // Unlike that of every other one; `lower` counts them.
            id: LimitId(u32::try_from(node.span.start).unwrap_or(u32::MAX)),
            most: most?,
            per,
            within: within?,
            refusal,
            over,
        })
    }

    /// `as=NAME`: the handler goes on, and says by this name that it was too often. So nobody is refused.
    fn over(&mut self, name: Spanned<String>, refusal_at: Option<Span>) -> Over {
        refuse_foreign(&name, "a value", self.findings);
        if let Some(at) = refusal_at {
            self.findings.push(Misplaced::new(
                "nobody is refused where `as=` says that it was too often".to_owned(),
                "told to nobody",
                &format!("delete it, and write `when \"{}\" {{ … }}`", name.node),
                at,
            ));
        }
        let local = Local {
            name: name.node.clone(),
            slot: Slot(0),
            ty: Ty::Of(Type::Bool),
            kind: None,
            at: name.span,
        };
        Over {
            slot: self.bind(local, 1),
            name: name.node,
            at: name.span,
        }
    }

    fn times(&mut self, given: &Spanned<Scalar>) -> Option<u32> {
        let times = match given.node {
            Scalar::Int(number) => u32::try_from(number).ok(),
            Scalar::Text(_) | Scalar::Bool(_) | Scalar::Null => None,
        };
        let times = times.filter(|times| (1..=TIMES_MAX).contains(times));
        if times.is_none() {
            let wanted = format!("a number from 1 to {TIMES_MAX}");
            self.findings
                .push(WrongValue::new("how often", &wanted, given));
        }
        times
    }

    /// For whom or what it is counted apart.
    fn per(&mut self, given: &Spanned<Written>) -> Expr {
        let per = self.clause(given);
        let per = self.present(per);
        match &per.ty {
            Ty::Unknown
            | Ty::Of(
                Type::UserId
                | Type::Member
                | Type::GuildId
                | Type::Channel
                | Type::Role
                | Type::MessageId
                | Type::Text,
            ) => per,
            Ty::Of(_)
            | Ty::None
            | Ty::Message
            | Ty::Guild
            | Ty::Reaction
            | Ty::Bot
            | Ty::RowAt(_) => {
                self.findings.push(WrongType::expected(
                    "`per`",
                    "somebody, a channel, a role, a message, the server or a text",
                    &per.ty,
                    per.span,
                ));
                Expr::unknown(per.span)
            }
        }
    }

    fn within(&mut self, given: &Spanned<Scalar>) -> Option<Duration> {
        let within = duration("`within`", given, self.findings)?;
        if within <= Duration::default() || within > WITHIN_MAX {
            let wanted = format!("a time of at most `\"{WITHIN_MAX}\"`");
            self.findings
                .push(WrongValue::new("`within`", &wanted, given));
            return None;
        }
        Some(within)
    }
}
