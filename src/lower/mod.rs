//! From a policy without errors to its plan: spans become lines, and nothing is left to look up.
//!
//! Judges nothing. INVARIANT (kept by `resolve` and `check`): a policy without errors has a header and a controller,
//! and nothing in it is unknown; otherwise there is no plan.

#![deny(clippy::wildcard_enum_match_arm)]

mod read;
mod rest;
mod shown;
mod silences;

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    check::{
        flow::{End, Flows},
        hold, journal,
        needs::{self, Why},
        storage, unbounded,
    },
    lexicon::End as Out,
    lexicon::text::title,
    plan::{
        self, Claim, ClaimKind, Command, CommandSet, Declassify, FORMAT, Feature, FeatureId,
        Handler, IntentNeed, Kind, LocalNames, MOD_LOG, Menu, MenuOn, ModLog, PermissionNeed, Plan,
        Reason, Retention, Step, StepKind, Store, StoreId, To,
        walk::{Part, walk},
    },
    resolve::{self, Policy, StoreDecl},
    vocab::{Category, Sink, Span, Standing},
    wording::named,
};

/// None where a part that every plan has is missing; `resolve` and `check` have then said so.
#[must_use]
pub fn lower(policy: &Policy, flows: &Flows) -> Option<Plan> {
    let header = policy.header.as_ref()?;
    if !policy.bodies().all(|one| is_whole(&one.steps)) {
        return None;
    }
    let bare = journal::bare(policy, flows);
    let rests = rest::Rest::of(policy);
    let mut plan = Plan {
        format: FORMAT,
        bot: header.bot.clone(),
        version: header.version,
        updated: header.updated.clone(),
        notice: header.notice.clone(),
        application: policy.application.clone(),
        languages: policy.languages.iter().map(|one| one.node).collect(),
        also: BTreeMap::new(),
        names: LocalNames::default(),
        agreed: BTreeMap::new(),
        at: policy.place(header.span),
        controller: policy.controller.as_ref()?.node.clone(),
        processors: policy.processors.iter().map(|p| p.node.clone()).collect(),
        purposes: policy.purposes.iter().map(|p| p.node.clone()).collect(),
        measures: policy.measures.iter().map(|m| m.node.clone()).collect(),
        stated: policy.stated.clone(),
        changes: policy.changes.iter().map(|one| one.node.clone()).collect(),
        past: policy.past.iter().map(|past| past.node.clone()).collect(),
        claims: policy
            .claims
            .iter()
            .map(|one| claim(policy, flows, one))
            .collect(),
        declassified: declassified(policy),
        mod_log: mod_log(policy, flows),
        backup: policy.backup.as_ref().map(|backup| backup.node.clone()),
        settings_retention: settings_retention(policy, header.span),
        features: features(policy, flows),
        settings: policy.settings.iter().map(|s| s.node.clone()).collect(),
        stores: policy
            .stores
            .iter()
            .map(|s| rests.laid(store(flows, s, &bare)))
            .collect(),
        commands: policy
            .commands
            .iter()
            .map(|c| command(policy, c, &bare))
            .collect(),
        aliases: policy.aliases.iter().map(|one| one.node.clone()).collect(),
        command_sets: policy
            .command_sets
            .iter()
            .map(|set| command_set(policy, set))
            .collect(),
        handlers: policy
            .handlers
            .iter()
            .map(|h| handler(policy, h, &bare))
            .collect(),
        shown: shown::by_step(policy, flows),
        intents: intents(policy),
        permissions: permissions(policy),
    };
    plan.number_limits();
    Some(plan)
}

fn declassified(policy: &Policy) -> Vec<Declassify> {
    let all = policy.declassified.iter().map(|one| Declassify {
        what: one.what.word().to_owned(),
        to: one.to,
        way: one.way,
        store: one.store,
        feature: one.feature,
        reason: one.reason.clone(),
        at: policy.place(one.span),
    });
    all.collect()
}

/// A `never` that `check` did not contradict. What only the runtime could break, such as a log line, it cannot prove.
fn claim(policy: &Policy, flows: &Flows, claim: &resolve::Claim) -> Claim {
    let (kind, standing) = match &claim.kind {
        resolve::ClaimKind::Intent(intent) => {
            (ClaimKind::NoIntent { intent: *intent }, Standing::Proved)
        }
        resolve::ClaimKind::Never { what, to } => {
            let what = what.word().to_owned();
            match to {
                None => (ClaimKind::NotRequested { what }, Standing::Proved),
                Some(sink @ (Sink::Diagnostics | Sink::Metrics)) => {
                    (ClaimKind::NotTo { what, sink: *sink }, Standing::Stated)
                }
                Some(sink) => (ClaimKind::NotTo { what, sink: *sink }, Standing::Proved),
            }
        }
    };
    Claim {
        kind,
        standing,
        silences: silences::decides(policy, flows, claim),
        at: policy.place(claim.span),
    }
}

fn mod_log(policy: &Policy, flows: &Flows) -> Option<ModLog> {
    let setting = policy
        .settings
        .iter()
        .find(|setting| setting.node.feature.is_none() && setting.node.name == MOD_LOG)?;
    let is_told = |category: &Category| {
        let told = flows.explicit(
            |source| source.categories.contains(category),
            |end| end == End::Out(Out::ModLog),
        );
        category.is_personal() && !told.is_empty()
    };
    let receives = Category::ALL.iter().copied().filter(is_told).collect();
    Some(ModLog {
        setting: setting.node.id,
        receives,
        at: policy.place(setting.span),
    })
}

fn settings_retention(policy: &Policy, header: Span) -> Retention {
    policy
        .settings_retention
        .clone()
        .unwrap_or_else(|| Retention {
            reason: None,
            clauses: vec![plan::Clause {
                trigger: plan::Trigger::GuildRemoved,
                after: crate::vocab::Duration::default(),
            }],
            at: policy.place(header),
        })
}

fn features(policy: &Policy, flows: &Flows) -> Vec<Feature> {
    let mut reads = read::by_feature(policy, flows);
    let features = (0..).zip(&policy.features);
    let features = features.map(|(i, from)| Feature {
        reads: reads.remove(&FeatureId(i)).unwrap_or_default(),
        consent: rest::answers(policy, FeatureId(i)),
        ..feature(policy, from)
    });
    features.collect()
}

fn feature(policy: &Policy, feature: &resolve::Feature) -> Feature {
    let grounds = feature.basis.as_ref().map(|basis| &basis.node);
    Feature {
        name: feature.name.node.clone(),
        title: title(&feature.name.node),
        about: feature.about.clone(),
        default_on: feature.default_on,
        fixed: feature.fixed,
        basis: grounds.map(|grounds| grounds.basis),
        interest: grounds.and_then(|grounds| grounds.interest.clone()),
        consent: None,
        purposes: grounds.map_or_else(Vec::new, |grounds| grounds.purposes.clone()),
        reads: Vec::new(),
        at: policy.place(feature.span),
    }
}

/// Whether everything in it is known.
fn is_whole(steps: &[Step]) -> bool {
    let mut whole = true;
    walk(steps, &mut |part| {
        if let Part::Expr(expr) = part {
            whole &= expr.kind != Kind::Unknown;
        }
    });
    whole
}

/// A journal is declared for what flows into it, or keeps nothing.
fn store(flows: &Flows, decl: &StoreDecl, bare: &BTreeSet<StoreId>) -> Store {
    let mut store = decl.node.clone();
    store.retention.clauses.extend(unbounded::parting(decl));
    if bare.contains(&store.id) {
        store.fields.truncate(store.key_len as usize);
        store.on_erase.clear();
        store.export = None;
    } else {
        for (id, field) in (0..).map(plan::FieldId).zip(&mut store.fields) {
            field.categories = if decl.is_journal() {
                journal::categories(flows, decl, id)
            } else {
                storage::categories(flows, decl, id)
            };
        }
    }
    store
}

/// Steps, of which those that follow an effect keep nothing where their journal does not.
fn steps(steps: &[Step], bare: &BTreeSet<StoreId>) -> Vec<Step> {
    let mut steps = steps.to_vec();
    forget(&mut steps, bare);
    steps
}

fn forget(steps: &mut [Step], bare: &BTreeSet<StoreId>) {
    for step in steps {
        let keeps = step.kind.keeps_mut();
        if let Some((_, keeps)) = keeps.filter(|(journal, _)| bare.contains(journal)) {
            keeps.clear();
        }
        for block in step.kind.blocks_mut() {
            forget(block, bare);
        }
    }
}

fn handler(policy: &Policy, handler: &resolve::Handler, bare: &BTreeSet<StoreId>) -> Handler {
    Handler {
        feature: handler.feature,
        on: handler.on.clone(),
        slots: handler.slots,
        steps: steps(&handler.steps, bare),
        at: policy.place(handler.span),
    }
}

fn command(policy: &Policy, command: &resolve::Command, bare: &BTreeSet<StoreId>) -> Command {
    let body = &command.body;
    let title = || command.title();
    Command {
        feature: body.feature,
        path: command.path.iter().map(|word| word.node.clone()).collect(),
        about: command
            .about
            .as_ref()
            .map_or_else(title, |about| about.node.clone()),
        params: command.params.iter().map(|p| p.node.clone()).collect(),
        menu: menu(command),
        prefix: command.prefix.as_ref().map(|prefix| prefix.node.clone()),
        hidden: command.hidden.is_some(),
        permissions: command.permissions.clone(),
        in_dm: command.in_dm.is_some(),
        operators: command.operators.is_some(),
        ephemeral: command
            .ephemeral
            .unwrap_or_else(|| first_reply(&body.steps).unwrap_or(true)),
        reads_held: hold::read_by(policy, command),
        slots: body.slots,
        steps: steps(&body.steps, bare),
        at: policy.place(body.span),
    }
}

fn menu(command: &resolve::Command) -> Option<Menu> {
    let on = MenuOn::of(command.params.first()?.node.kind)?;
    let name = command.menu.as_ref()?.node.clone();
    Some(Menu { name, on })
}

/// Whether the first answer, as written, is for one person's eyes only.
fn first_reply(steps: &[Step]) -> Option<bool> {
    plan::all(steps).find_map(|step| match &step.kind {
        StepKind::Say {
            to: To::Reply { ephemeral },
            ..
        } => Some(*ephemeral),
        StepKind::When { .. }
        | StepKind::Let { .. }
        | StepKind::Each { .. }
        | StepKind::Require { .. }
        | StepKind::Then { .. }
        | StepKind::Stop
        | StepKind::Limit { .. }
        | StepKind::Insert { .. }
        | StepKind::Update { .. }
        | StepKind::Delete { .. }
        | StepKind::Finish { .. }
        | StepKind::Say { .. }
        | StepKind::Do { .. }
        | StepKind::Ask(_) => None,
    })
}

fn command_set(policy: &Policy, set: &resolve::CommandSet) -> CommandSet {
    CommandSet {
        feature: set.feature,
        store: set.store,
        name: set.command.clone(),
        about: set.about.clone(),
        reply: set.reply.clone(),
        ephemeral: set.ephemeral,
        at: policy.place(set.span),
    }
}

fn intents(policy: &Policy) -> Vec<IntentNeed> {
    let needs = needs::intents(policy).into_iter();
    let needs = needs.map(|(intent, because)| IntentNeed {
        intent,
        because: reasons(policy, because),
    });
    needs.collect()
}

fn permissions(policy: &Policy) -> Vec<PermissionNeed> {
    let needs = needs::permissions(policy).into_iter();
    let needs = needs.map(|(permission, because)| PermissionNeed {
        permission,
        because: reasons(policy, because),
    });
    needs.collect()
}

fn reasons(policy: &Policy, because: Vec<Why>) -> Vec<Reason> {
    let reasons = because.into_iter().map(|why| Reason {
        text: named("need", why.text),
        feature: why.feature,
        at: policy.place(why.at),
    });
    reasons.collect()
}
