//! How long things are kept: always said, and counted from something the bot can see. GDPR 5(1)(e), 13(2)(a).

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    plan::{self, Scope, StoreId, Trigger},
    resolve::{ClaimKind, Handler, Policy, StoreDecl},
    vocab::Span,
};

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("the store `{store}` does not say how long it is kept")]
#[diagnostic(
    code("candor::retention::no-retention"),
    help("add `retain \"until guild.removed\"`, or `retain \"age > 30d\"`")
)]
pub(crate) struct NoRetention {
    store: String,
    #[label(primary, "kept for how long?")]
    at: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(code("candor::retention::unobservable-trigger"), help("{help}"))]
pub(crate) struct UnobservableTrigger {
    message: String,
    help: String,
    #[label(primary, "never seen")]
    at: Span,
    #[label("ruled out here")]
    claim_at: Option<Span>,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("`finish` changes nothing: `{store}` is not kept until `flow.ended`")]
#[diagnostic(
    code("candor::retention::finishes-nothing"),
    help("add `flow.ended` to the `retain` of `{store}`, or write `delete`")
)]
pub(crate) struct FinishesNothing {
    store: String,
    #[label(primary, "finishes nothing")]
    at: Span,
    #[label("kept for as long as this says")]
    retain_at: Span,
}

/// Where handlers finish rows.
struct Finished {
    at: Vec<(StoreId, Span)>,
    /// False where some step is not one, and may be a `finish` misspelt.
    all: bool,
}

impl Finished {
    fn of(policy: &Policy) -> Self {
        let commands = policy.commands.iter().map(|command| &command.body);
        let handlers: Vec<&Handler> = policy.handlers.iter().chain(commands).collect();
        let mut at = Vec::new();
        for handler in &handlers {
            for step in plan::all(&handler.steps) {
                at.extend(step.kind.finishes().map(|store| (store, step.span)));
            }
        }
        Self {
            at,
            all: handlers.iter().all(|handler| handler.understood),
        }
    }

    fn may(&self, store: StoreId) -> bool {
        !self.all || self.at.iter().any(|(finished, _)| *finished == store)
    }
}

pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    let finished = Finished::of(policy);
    for (store, at) in &finished.at {
        let Some(store) = policy.store(*store) else {
            continue;
        };
        let mut clauses = store.node.retention.clauses.iter();
        if let Some(retain_at) = store.retain
            && !clauses.any(|clause| clause.trigger == Trigger::FlowEnded)
        {
            findings.push(FinishesNothing {
                store: store.node.name.clone(),
                at: *at,
                retain_at,
            });
        }
    }
    let settings = policy.settings_retention.iter();
    let settings = settings.flat_map(|retention| &retention.clauses);
    for (clause, at) in settings.zip(&policy.settings_clauses) {
        if let Some(what) = clause.trigger.length().not_of_settings {
            findings.push(UnobservableTrigger {
                message: format!("settings belong to a server, of which {what}"),
                help: "count from `guild.removed`".to_owned(),
                at: *at,
                claim_at: None,
            });
        }
    }
    for store in &policy.stores {
        if store.retain.is_none() {
            findings.push(NoRetention {
                store: store.node.name.clone(),
                at: store.name,
            });
        }
        for (clause, at) in store.node.retention.clauses.iter().zip(&store.clauses) {
            let unseen = unobservable(policy, store, &finished, clause.trigger, *at);
            if let Some(unseen) = unseen {
                findings.push(unseen);
            }
        }
    }
}

fn unobservable(
    policy: &Policy,
    store: &StoreDecl,
    finished: &Finished,
    trigger: Trigger,
    at: Span,
) -> Option<UnobservableTrigger> {
    const ELSE: &str = "count from something else, such as `entry.idle > 90d`";
    let unseen = |message, help, claim_at| UnobservableTrigger {
        message,
        help,
        at,
        claim_at,
    };
    let name = &store.node.name;
    let length = trigger.length();
    if let Some((intent, seen, _)) = length.intent {
        let mut claims = policy.claims.iter();
        if let Some(claim) = claims.find(|claim| claim.kind == ClaimKind::Intent(intent)) {
            return Some(unseen(
                format!("{seen} is not seen without the intent `{}`", intent.word()),
                format!("{ELSE}, or delete `never intent={}`", intent.word()),
                Some(claim.span),
            ));
        }
    }
    if let Some(rest) = length
        .of_server
        .filter(|_| store.node.scope != Scope::Guild)
    {
        let message = format!("a row of `{name}` belongs to no server{rest}");
        return Some(unseen(message, ELSE.to_owned(), None));
    }
    (trigger == Trigger::FlowEnded && !finished.may(store.node.id)).then(|| {
        unseen(
            format!("no handler finishes rows of `{name}`, so that their flow never ends"),
            "add a `finish` step for it where the flow ends, or count from something else, such as `age > 15m`"
                .to_owned(),
            None,
        )
    })
}
