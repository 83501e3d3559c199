//! What the bot must ask of Discord, derived from what the policy does, each with its reasons.
//!
//! Reads the policy; `check::intents` judges what it may not ask for, `lower` puts the rest into the plan.

use std::collections::BTreeMap;

use crate::{
    plan::{FeatureId, On, Source, Trigger},
    resolve::{
        Handler, Kind, Message, Policy, Start, StepKind,
        walk::{Part, message, walk},
    },
    vocab::{Intent, Permission, Span},
};

/// Why something is needed.
#[derive(Debug, Clone)]
pub struct Why {
    /// Completes "needed to …".
    pub text: String,
    pub feature: Option<FeatureId>,
    pub at: Span,
    /// Set where a deadline, rather than a handler, needs it.
    pub by_retention: bool,
}

/// Intents in order, each with its reasons in the order of the policy.
#[must_use]
pub fn intents(policy: &Policy) -> BTreeMap<Intent, Vec<Why>> {
    let mut needs: BTreeMap<Intent, Vec<Why>> = BTreeMap::new();
    let mut need = |intent, text: &str, feature, at, by_retention| {
        let why = needs.entry(intent).or_default();
        let said = why
            .iter()
            .any(|known: &Why| known.text == text && known.feature == feature);
        if !said {
            why.push(Why {
                text: text.to_owned(),
                feature,
                at,
                by_retention,
            });
        }
    };
    let start = policy
        .header
        .as_ref()
        .map_or(Span::default(), |header| header.span);
    need(
        Intent::Guilds,
        "know its servers, their channels and roles",
        None,
        start,
        false,
    );
    for handler in &policy.handlers {
        let Start::Event(on) = &handler.start else {
            continue;
        };
        let wanted = match on {
            On::Message => Some((Intent::GuildMessages, "see that messages are written")),
            On::ReactionAdd | On::ReactionRemove => {
                Some((Intent::GuildMessageReactions, "see reactions"))
            }
            On::MemberJoin | On::MemberLeave => {
                Some((Intent::GuildMembers, "see who joins and who leaves"))
            }
            On::Button(_) => None,
        };
        if let Some((intent, text)) = wanted {
            need(intent, text, Some(handler.feature), handler.span, false);
        }
        walk(&handler.steps, &mut |part| {
            let Part::Expr(expr) = part else {
                return;
            };
            let text = match &expr.kind {
                Kind::Source(Source::MessageContent) => "read what messages say",
                Kind::Source(Source::MessageAttachmentCount) => "see what is attached to messages",
                _ => return,
            };
            let feature = Some(handler.feature);
            need(Intent::MessageContent, text, feature, expr.span, false);
        });
    }
    for store in &policy.stores {
        for (clause, at) in store.node.retention.clauses.iter().zip(&store.clauses) {
            if clause.trigger == Trigger::MemberLeft {
                let text = "delete what is kept about members who leave";
                let feature = Some(store.node.feature);
                need(Intent::GuildMembers, text, feature, *at, true);
            }
        }
    }
    needs
}

/// Permissions in order, each with its reasons.
#[must_use]
pub fn permissions(policy: &Policy) -> BTreeMap<Permission, Vec<Why>> {
    let mut needs: BTreeMap<Permission, Vec<Why>> = BTreeMap::new();
    let mut need = |permission, text: &str, feature, at| {
        let why = needs.entry(permission).or_default();
        let said = why
            .iter()
            .any(|known: &Why| known.text == text && known.feature == Some(feature));
        if !said {
            why.push(Why {
                text: text.to_owned(),
                feature: Some(feature),
                at,
                by_retention: false,
            });
        }
    };
    let bodies = policy.commands.iter().map(|command| &command.body);
    for handler in policy.handlers.iter().chain(bodies) {
        let feature = handler.feature;
        walk(&handler.steps, &mut |part| match part {
            Part::Step(step) => {
                for (permission, text) in of_step(&step.kind, handler) {
                    need(*permission, text, feature, step.span);
                }
            }
            Part::Message(said) if said.card.is_some() => {
                let text = "show cards";
                need(Permission::EmbedLinks, text, feature, handler.span);
            }
            _ => {}
        });
    }
    for set in &policy.command_sets {
        message(&set.reply, &mut |part| {
            if let Part::Message(Message { card: Some(_), .. }) = part {
                need(Permission::EmbedLinks, "show cards", set.feature, set.span);
            }
        });
    }
    needs
}

type Wants = &'static [(Permission, &'static str)];

fn of_step(step: &StepKind, handler: &Handler) -> Wants {
    const POST: Wants = &[
        (Permission::ViewChannel, "see the channels it posts in"),
        (Permission::SendMessages, "post messages"),
    ];
    match step {
        StepKind::Send { .. } | StepKind::EmitModLog { .. } => POST,
        // An answer to a command or a button needs no permission; one to a message is a message.
        StepKind::Reply { .. } if !handler.start.is_asked_for() => POST,
        StepKind::Role { .. } => &[(Permission::ManageRoles, "give and take roles")],
        StepKind::Timeout { .. } => &[(Permission::ModerateMembers, "time members out")],
        StepKind::DeleteMessage { .. } => &[
            (Permission::ViewChannel, "see the messages it deletes"),
            (Permission::ManageMessages, "delete messages"),
        ],
        StepKind::React { .. } => &[
            (Permission::ViewChannel, "see the messages it reacts to"),
            (Permission::AddReactions, "react to messages"),
            (Permission::ReadMessageHistory, "react to older messages"),
        ],
        _ => &[],
    }
}
