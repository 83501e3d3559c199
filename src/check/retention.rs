//! How long things are kept: always said, and counted from something the bot can see. GDPR 5(1)(e), 13(2)(a).

use std::collections::BTreeSet;

use miette::{Diagnostic, LabeledSpan};
use thiserror::Error;

use crate::{
    finding::Findings,
    lexicon::length::Form,
    plan::{self, Clause, Kind, Owner, Scope, StoreId, Trigger},
    resolve::{ClaimKind, Policy, StoreDecl},
    sabotage::{Saboteur, Unless as _, off},
    vocab::{Duration, Span, Timestamp, Type, Value},
};

use super::{
    known::{Known, Trust},
    reach::Reach,
    writes::{self, Lets, Write},
};

/// A store says how long it is kept, and that is longer than no time.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(code("candor::retention::no-retention"), help("{help}"))]
pub(crate) struct NoRetention {
    message: String,
    help: &'static str,
    label: &'static str,
    #[label(primary, "{label}")]
    at: Span,
}

impl NoRetention {
    fn at_once(name: &str, at: Span) -> Self {
        Self {
            message: format!("{name} would be deleted as soon as it is made"),
            help: "write how long it is needed, such as `age > 30d`",
            label: "no time at all",
            at,
        }
    }
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
    #[label(collection, "never reached")]
    finish_at: Vec<LabeledSpan>,
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
    /// Those that can run.
    reached: BTreeSet<(StoreId, Span)>,
    /// False where some step is not one, and may be a `finish` misspelt.
    all: bool,
}

impl Finished {
    fn of(policy: &Policy) -> Self {
        let reach = Reach::of(policy);
        let (mut at, mut reached) = (Vec::new(), BTreeSet::new());
        for handler in policy.bodies() {
            let finish = |step: &plan::Step| step.kind.finishes().map(|store| (store, step.span));
            at.extend(plan::all(&handler.steps).filter_map(finish));
            reached.extend(reach.steps(handler).into_iter().filter_map(finish));
        }
        Self {
            at,
            reached,
            all: policy.bodies().all(|handler| handler.understood),
        }
    }

    fn may(&self, store: StoreId) -> bool {
        !self.all || self.reached.iter().any(|(finished, _)| *finished == store)
    }

    fn in_vain(&self, store: StoreId) -> Vec<LabeledSpan> {
        let of = self.at.iter().filter(|(finished, _)| *finished == store);
        of.map(|(_, at)| LabeledSpan::new_with_span(Some("never reached".to_owned()), *at))
            .collect()
    }
}

/// Gives the stores of which some clause has a finding.
pub(super) fn check(policy: &Policy, findings: &mut Findings) -> BTreeSet<StoreId> {
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
    settings(policy, findings);
    let writes = writes::of(policy);
    let mut told = BTreeSet::new();
    for store in &policy.stores {
        if store.retain.is_none() {
            told.insert(store.node.id);
            findings.push(NoRetention {
                message: format!(
                    "the store `{}` does not say how long it is kept",
                    store.node.name
                ),
                help: "add `retain \"until guild.removed\"`, or `retain \"age > 30d\"`",
                label: "kept for how long?",
                at: store.name,
            });
        }
        for (clause, at) in store.node.retention.clauses.iter().zip(&store.clauses) {
            let unseen = unobservable(policy, store, &finished, clause.trigger, *at);
            if let Some(unseen) = unseen {
                told.insert(store.node.id);
                findings.push(unseen);
            } else if is_no_time(policy, store, &writes, clause).unless(Saboteur::NoTime) {
                told.insert(store.node.id);
                let name = format!("a row of `{}`", store.node.name);
                findings.push(NoRetention::at_once(&name, *at));
            }
        }
    }
    told
}

fn settings(policy: &Policy, findings: &mut Findings) {
    let settings = policy.settings_retention.iter();
    let settings = settings.flat_map(|retention| &retention.clauses);
    for (clause, at) in settings.zip(&policy.settings_clauses) {
        if let Some(what) = clause.trigger.length().not_of_settings {
            findings.push(UnobservableTrigger {
                message: format!("settings belong to a server, of which {what}"),
                help: "count from `guild.removed`".to_owned(),
                at: *at,
                claim_at: None,
                finish_at: Vec::new(),
            });
        } else if is_no_limit(clause) {
            findings.push(NoRetention::at_once("a setting", *at));
        }
    }
}

/// `age > 0s`
fn is_no_limit(clause: &Clause) -> bool {
    clause.trigger.length().form == Form::Limit && clause.after <= Duration::default()
}

/// Whether a row is over as soon as it is written.
fn is_no_time(policy: &Policy, store: &StoreDecl, writes: &[Write], clause: &Clause) -> bool {
    if is_no_limit(clause) {
        return true;
    }
    if clause.after > Duration::default() {
        return false;
    }
    if let Some(setting) = clause.trigger.setting() {
        let setting = policy.settings.get(setting.0 as usize);
        return setting.is_some_and(|setting| {
            let none = Value::Duration(Duration::default());
            let default = setting.node.default.as_ref();
            setting.node.kind == Type::Duration
                && (default.is_some_and(|default| *default <= none)
                    || setting.node.max.is_some_and(|max| max <= 0))
        });
    }
    let Some(field) = clause.trigger.field() else {
        return false;
    };
    // A row whose field may be none lasts until it says a time.
    let decl = store.node.fields.get(field.0 as usize);
    if decl.is_none_or(|decl| decl.optional) {
        return false;
    }
    let of_store = writes.iter().filter(|write| write.store == store.node.id);
    let values = of_store.filter_map(|write| Some((write.handler, write.value(field)?)));
    let mut values = values.peekable();
    values.peek().is_some()
        && values.all(|(handler, value)| {
            let known = Known::of(policy, Trust::Allowed, handler);
            let past = known.value(value) == Some(Value::Instant(Timestamp(0)));
            past || Lets::of(handler).follow(value).kind == Kind::Now
        })
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
        finish_at: Vec::new(),
    };
    let name = &store.node.name;
    let length = trigger.length();
    if let Some((intent, seen, _)) = length.intent {
        let mut claims = policy.claims.iter();
        let never = claims.find(|claim| claim.kind == ClaimKind::Intent(intent));
        if let Some(claim) = never.unless(Saboteur::UnseenIntent) {
            return Some(unseen(
                format!("{seen} is not seen without the intent `{}`", intent.word()),
                format!("{ELSE}, or delete `never intent={}`", intent.word()),
                Some(claim.span),
            ));
        }
    }
    if let Some(rest) = length
        .of_server
        .filter(|_| store.node.scope != Scope::Guild && !off(Saboteur::UnseenServer))
    {
        let message = format!("a row of `{name}` belongs to no server{rest}");
        return Some(unseen(message, ELSE.to_owned(), None));
    }
    if trigger == Trigger::MemberLeft && !has_subject(store) && !off(Saboteur::UnseenLeaver) {
        return Some(unseen(
            format!("a row of `{name}` is about nobody who could leave"),
            "count from `guild.removed`, or say who it is about: `subject=#true`".to_owned(),
            None,
        ));
    }
    if trigger != Trigger::FlowEnded || finished.may(store.node.id) || off(Saboteur::NeverFinished)
    {
        return None;
    }
    let finish_at = finished.in_vain(store.node.id);
    let message = if finish_at.is_empty() {
        format!("no handler finishes rows of `{name}`, so that their flow never ends")
    } else {
        format!("no `finish` of rows of `{name}` is ever reached, so that their flow never ends")
    };
    let help = "add a `finish` step for it where the flow ends, or count from something else, such as `age > 15m`";
    Some(UnobservableTrigger {
        finish_at,
        ..unseen(message, help.to_owned(), None)
    })
}

/// Whether a row says whom it is about. What could not be read may say it.
fn has_subject(store: &StoreDecl) -> bool {
    let mut fields = store.node.fields.iter().zip(&store.fields);
    fields.any(|(field, decl)| {
        let is_subject = field
            .person
            .is_some_and(|person| matches!(person, Owner::Subject(_)));
        is_subject || !decl.typed
    })
}
