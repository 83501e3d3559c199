//! What the bot must ask of Discord, derived from what the policy does, each with its reasons.
//!
//! Reads the policy; `check::intents` judges what it may not ask for, `lower` puts the rest into the plan.

use std::collections::BTreeMap;

use crate::{
    lexicon::{Event, function::MEMBERS_IN},
    plan::{
        self, FeatureId, Kind, Message, Step, StepKind, To,
        walk::{Part, message, walk},
    },
    resolve::Policy,
    vocab::{Intent, Permission, Span},
};

/// Why something is needed.
#[derive(Debug, Clone)]
pub struct Why {
    /// A message of the set `need`, which completes "needed to …".
    pub text: &'static str,
    pub feature: Option<FeatureId>,
    pub at: Span,
    /// Set where a deadline, rather than a handler, needs it.
    pub by_retention: bool,
}

/// Intents in order, each with its reasons in the order of the policy.
#[must_use]
pub fn intents(policy: &Policy) -> BTreeMap<Intent, Vec<Why>> {
    let mut needs: BTreeMap<Intent, Vec<Why>> = BTreeMap::new();
    let mut need = |intent, text: &'static str, feature, at, by_retention| {
        let why = needs.entry(intent).or_default();
        let said = why
            .iter()
            .any(|known: &Why| known.text == text && known.feature == feature);
        if !said {
            why.push(Why {
                text,
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
    need(Intent::Guilds, "servers", None, start, false);
    for handler in policy.bodies() {
        if let Some((intent, text)) = handler.on.event.intent {
            need(intent, text, Some(handler.feature), handler.span, false);
        }
        walk(&handler.steps, &mut |part| {
            if let Part::Expr(expr) = part
                && let Kind::Told(source) = expr.kind
                && let Some((intent, text)) = source.intent
            {
                need(intent, text, Some(handler.feature), expr.span, false);
            }
            if let Part::Expr(expr) = part
                && let Some((function, _)) = expr.calls()
                && *function == MEMBERS_IN
            {
                let intent = Intent::GuildVoiceStates;
                need(intent, "see-voice", Some(handler.feature), expr.span, false);
            }
        });
    }
    for command in &policy.commands {
        if let Some(prefix) = &command.prefix {
            let feature = Some(command.body.feature);
            need(
                Intent::GuildMessages,
                "see-typed",
                feature,
                prefix.span,
                false,
            );
            need(
                Intent::MessageContent,
                "read-typed",
                feature,
                prefix.span,
                false,
            );
        }
    }
    for alias in policy.aliases.iter().filter(|alias| alias.node.is_typed()) {
        need(Intent::GuildMessages, "see-typed", None, alias.name, false);
        need(
            Intent::MessageContent,
            "read-typed",
            None,
            alias.name,
            false,
        );
    }
    for store in &policy.stores {
        for (clause, at) in store.node.retention.clauses.iter().zip(&store.clauses) {
            if let Some((intent, _, text)) = clause.trigger.length().intent {
                need(intent, text, Some(store.node.feature), *at, true);
            }
        }
    }
    needs
}

/// Permissions in order, each with its reasons.
#[must_use]
pub fn permissions(policy: &Policy) -> BTreeMap<Permission, Vec<Why>> {
    let mut needs: BTreeMap<Permission, Vec<Why>> = BTreeMap::new();
    let mut need = |permission, text: &'static str, feature, at| {
        let why = needs.entry(permission).or_default();
        let said = why
            .iter()
            .any(|known: &Why| known.text == text && known.feature == Some(feature));
        if !said {
            why.push(Why {
                text,
                feature: Some(feature),
                at,
                by_retention: false,
            });
        }
    };
    for handler in policy.bodies() {
        let feature = handler.feature;
        walk(&handler.steps, &mut |part| match part {
            Part::Step(step) => {
                for (permission, text) in of_step(&step.kind, handler.on.event) {
                    need(*permission, text, feature, step.span);
                }
            }
            Part::Message(said) if said.card.is_some() => {
                need(Permission::EmbedLinks, "cards", feature, handler.span);
                need(Permission::AttachFiles, "cards", feature, handler.span);
            }
            Part::Message(_) | Part::Query(_) | Part::Expr(_) => {}
        });
    }
    let typed = policy.commands.iter();
    for command in typed.filter(|one| policy.typed_at(one).is_some()) {
        let has_files = |step: &Step| step.kind.said().is_some_and(|(_, it)| it.files.is_some());
        let files = plan::all(&command.body.steps).any(has_files);
        for (permission, text) in if files { POST_FILES } else { POST } {
            need(*permission, text, command.body.feature, command.body.name);
        }
    }
    for set in &policy.command_sets {
        message(&set.reply, &mut |part| {
            if let Part::Message(Message { card: Some(_), .. }) = part {
                need(Permission::EmbedLinks, "cards", set.feature, set.span);
                need(Permission::AttachFiles, "cards", set.feature, set.span);
            }
        });
    }
    needs
}

type Wants = &'static [(Permission, &'static str)];

const POST: Wants = &[
    (Permission::ViewChannel, "see-channels"),
    (Permission::SendMessages, "post"),
];
const POST_FILES: Wants = &[
    (Permission::ViewChannel, "see-channels"),
    (Permission::SendMessages, "post"),
    (Permission::AttachFiles, "attach"),
];

fn of_step(step: &StepKind, event: &Event) -> Wants {
    const SPEAK: Wants = &[
        (Permission::ViewChannel, "see-channels"),
        (Permission::ManageWebhooks, "speak"),
    ];
    const EDIT: Wants = &[(Permission::ViewChannel, "see-edited")];
    match step {
        StepKind::Do { deed, .. } => deed.needs,
        StepKind::Say { to, message } => match to {
            To::Channel(_) if message.persona.is_some() => SPEAK,
            To::Channel(_) | To::ModLog | To::Operators if message.files.is_some() => POST_FILES,
            To::Channel(_) | To::ModLog | To::Operators => POST,
            // An answer to a command or a button needs no permission; one to a message is a message.
            To::Reply { .. } if !event.is_asked_for() && message.files.is_some() => POST_FILES,
            To::Reply { .. } if !event.is_asked_for() => POST,
            To::Edit(_) => EDIT,
            To::Reply { .. } | To::Dm(_) => &[],
        },
        // What is made is looked for where the bot was interrupted.
        StepKind::Then { first, .. } => {
            let makes = first.kind.deed().and_then(|deed| deed.makes);
            makes.map_or(&[], |makes| makes.needs)
        }
        StepKind::When { .. }
        | StepKind::Let { .. }
        | StepKind::Each { .. }
        | StepKind::Require { .. }
        | StepKind::Stop
        | StepKind::Limit { .. }
        | StepKind::Insert { .. }
        | StepKind::Update { .. }
        | StepKind::Delete { .. }
        | StepKind::Finish { .. }
        | StepKind::Ask(_) => &[],
    }
}
