//! Promises: a `never` holds for every handler, or the policy is refused.
//!
//! Two different things can be promised: *not requested* (`to=any`), and *does not get somewhere* (no value made from it,
//! and nothing that is decided by it). What `declassify` lets through is none of it.
//!
//! INVARIANT: a promise without a finding from here is proved, except where only the runtime could break it.

use std::collections::{BTreeMap, BTreeSet};

use miette::{Diagnostic, LabeledSpan};
use thiserror::Error;

use crate::{
    finding::Findings,
    lexicon::{person, source::MESSAGE_CONTENT},
    plan::{self, FieldId, StoreId},
    resolve::{Claim, ClaimKind, Declassify, Policy, What, door},
    sabotage::{Saboteur, Unless as _, off},
    vocab::{Category, Sink, Span, Type, Way},
};

use super::{
    flow::{End, Flow, Flows, From, Source, SourceId, Strength},
    journal,
    path::{self, Told},
};

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("`{what}` {does}, which the policy promises never happens")]
#[diagnostic(
    code("candor::claims::guarantee-contradicted"),
    help("take this out, or take the promise back")
)]
pub(crate) struct GuaranteeContradicted {
    what: String,
    does: String,
    end: &'static str,
    #[label(primary, "{end}")]
    at: Span,
    #[label("promised here")]
    claim_at: Span,
    #[label(collection, "on the way")]
    hops_at: Vec<LabeledSpan>,
    /// How many of these labels are other places.
    also: usize,
}

impl GuaranteeContradicted {
    /// By something that the policy declares, whatever its handlers do.
    pub(super) fn declared(
        claim: &Claim,
        what: &What,
        does: &str,
        says: &'static str,
        at: Span,
    ) -> Self {
        Self {
            what: what.word().to_owned(),
            does: does.to_owned(),
            end: says,
            at,
            claim_at: claim.name,
            hops_at: Vec::new(),
            also: 0,
        }
    }

    fn also(&mut self, label: &str, at: Span) {
        if self.also < ALSO_MAX {
            self.also += 1;
            let label = LabeledSpan::new_with_span(Some(label.to_owned()), at);
            self.hops_at.push(label);
        }
    }
}

/// Nobody reads more places at once; the next ones are told when these are mended.
const ALSO_MAX: usize = 8;

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("`{what}` decides what is stored, which the policy promises never happens")]
#[diagnostic(
    code("candor::flow::content-decides-storage"),
    help(
        "move the write out of reach of the decision, or except it: `declassify \"{what}\" to=storage as=decision reason=\"…\"`"
    )
)]
pub(crate) struct ContentDecidesStorage {
    what: String,
    #[label(primary, "stored or not, depending on it")]
    at: Span,
    #[label("promised here")]
    claim_at: Span,
    #[label(collection, "on the way")]
    hops_at: Vec<LabeledSpan>,
}

/// An exception that nothing needs would be read as one that something uses.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("nothing of `{what}` {does}, so that there is nothing to except")]
#[diagnostic(
    code("candor::claims::unneeded-exception"),
    help("delete this exception")
)]
pub(crate) struct UnneededException {
    what: String,
    does: String,
    #[label(primary, "excepts nothing")]
    at: Span,
}

pub(super) fn check(policy: &Policy, flows: &Flows, told: &Told, findings: &mut Findings) {
    for claim in &policy.claims {
        let ClaimKind::Never { what, to } = &claim.kind else {
            continue;
        };
        let mut judge = Judge {
            policy,
            flows,
            told,
            claim,
            what,
            broken: Vec::new(),
            findings,
        };
        match to {
            None => judge.read(),
            Some(Sink::Processor) => judge.handed_on(),
            Some(sink) => judge.reaches(*sink),
        }
        for broken in judge.broken {
            findings.push(broken);
        }
    }
    for exception in &policy.declassified {
        unneeded(policy, flows, exception, findings);
    }
}

fn unneeded(policy: &Policy, flows: &Flows, exception: &Declassify, findings: &mut Findings) {
    let named = path::is_name(&exception.what) && exception.to != Sink::Storage;
    let about = |source: &Source| {
        path::is_about(&exception.what, source) || named && path::is_somebody(source)
    };
    let mut all = flows
        .all(about, |end| !journal::is_field(policy, end))
        .into_iter();
    if all.any(|flow| path::is_excepted(exception, &flow)) {
        return;
    }
    let does = match exception.way {
        Way::Copy => format!("is copied to {}", exception.to),
        Way::Decision => format!("decides what reaches {}", exception.to),
    };
    findings.push(UnneededException {
        what: exception.what.word().to_owned(),
        does,
        at: exception.span,
    });
}

/// Steps of which rows depend on something, by store and source. They stand for the whole step: its fields would say the
/// same again.
struct Rows(BTreeMap<(StoreId, SourceId), Vec<Span>>);

impl Rows {
    fn of(flows: &[Flow]) -> Self {
        let mut steps: BTreeMap<_, Vec<Span>> = BTreeMap::new();
        for flow in flows {
            match flow.end {
                End::Rows(store) => steps.entry((store, flow.source)).or_default().push(flow.at),
                End::Field(..) | End::Out(_) => {}
            }
        }
        Self(steps)
    }

    fn stand_for(&self, flow: &Flow) -> bool {
        let Some((store, _)) = flow.end.field() else {
            return false;
        };
        let mut steps = self.0.get(&(store, flow.source)).into_iter().flatten();
        steps.any(|step| step.contains(flow.at))
    }
}

/// One promise against the whole policy.
struct Judge<'a> {
    policy: &'a Policy,
    flows: &'a Flows,
    told: &'a Told,
    claim: &'a Claim,
    what: &'a What,
    /// Each way of breaking it once; what breaks it in the same way elsewhere is a label.
    broken: Vec<GuaranteeContradicted>,
    findings: &'a mut Findings,
}

impl Judge<'_> {
    fn contradicted(&mut self, does: &str, end: &'static str, at: Span, hops: Vec<LabeledSpan>) {
        let mut broken = self.broken.iter_mut();
        if let Some(first) = broken.find(|one| one.does == does && one.end == end) {
            return first.also("and here", at);
        }
        self.broken.push(GuaranteeContradicted {
            what: self.what.word().to_owned(),
            does: does.to_owned(),
            at,
            end,
            claim_at: self.claim.name,
            hops_at: hops,
            also: 0,
        });
    }

    /// Flows of what the promise is about, to some ends, that no finding told yet and no exception lets be. That only
    /// said whose row is meant breaks no promise.
    /// A journal keeps nothing that is promised not to be stored: `journal` sees to it.
    fn about(&self, ends: impl Fn(End) -> bool) -> Vec<Flow> {
        let ends = |end| ends(end) && !journal::is_field(self.policy, end);
        let exceptions = &self.policy.declassified;
        let excepted = |source: &Source| {
            let mut exceptions = exceptions.iter();
            exceptions.any(|one| path::is_about(&one.what, source))
        };
        let is_about = |source: &Source| path::is_about(self.what, source);
        let mut flows = self
            .flows
            .all(|source| is_about(source) && !excepted(source), ends);
        // One after the other, so that what is let be hides nothing else.
        for wanted in self
            .flows
            .sources
            .iter()
            .filter(|one| is_about(one) && excepted(one))
        {
            flows.extend(self.flows.all(|source| source == wanted, ends));
        }
        flows.retain(|flow| {
            flow.taint.strength != Strength::Whose
                && !path::is_declassified(self.policy, self.flows, flow)
        });
        self.untold(flows)
    }

    /// Somebody's id in a message: Discord shows the name in its place.
    fn named_there(&self, sink: Sink) -> Vec<Flow> {
        if !path::is_name(self.what) || off(Saboteur::NeverMentioned) {
            return Vec::new();
        }
        let mut flows = self.flows.explicit(path::is_somebody, |end| {
            end.field().is_none() && end.sink() == sink
        });
        let exceptions = &self.policy.declassified;
        flows.retain(|flow| {
            let mut exceptions = exceptions.iter();
            !exceptions.any(|one| path::is_name(&one.what) && path::is_excepted(one, flow))
        });
        self.untold(flows)
    }

    fn untold(&self, mut flows: Vec<Flow>) -> Vec<Flow> {
        flows.retain(|flow| !self.told.has(flow));
        flows
    }

    /// `to=any`: nothing of it is asked for. One finding for each handler that does, and each field that keeps it.
    fn read(&mut self) {
        let fields = self.declared_fields("is kept", "kept here");
        self.taken();
        self.asked();
        self.typed();
        let mut seen: BTreeSet<usize> = BTreeSet::new();
        for read in &self.flows.reads {
            let source = self.flows.source(read.source);
            let is_about = source.is_some_and(|source| path::is_about(self.what, source));
            let is_about = is_about.unless(Saboteur::NeverRead);
            if is_about && !fields && seen.insert(read.handler) {
                self.contradicted("is read", "read here", read.at, Vec::new());
            }
        }
        if self.broken.is_empty() {
            self.dated("is kept");
        }
    }

    /// Where a message can be a command that every bot has, each message is looked at for that.
    fn typed(&mut self) {
        if !path::is_about_thing(self.what, MESSAGE_CONTENT.name) {
            return;
        }
        let policy = self.policy;
        let own = |of: &str| policy.commands.iter().any(|command| command.title() == of);
        let mut aliases = policy.aliases.iter().filter(|alias| {
            alias.node.is_typed() && !own(&format!("/{}", alias.node.of.join(" ")))
        });
        if let Some(alias) = aliases.next() {
            self.contradicted("is read", "read here", alias.name, Vec::new());
        }
    }

    /// What somebody may do is looked at where a step requires a permission.
    fn asked(&mut self) {
        if !path::is_about_thing(self.what, person::PERMISSIONS.name) {
            return;
        }
        // A door asks for what the command needs, where Discord does not.
        let doors = door::doors(self.policy);
        for command in &self.policy.commands {
            let mut doors = doors.iter().filter_map(|(_, _, to)| *to);
            let is_entered =
                command.menu.is_some() || doors.any(|to| to.title() == command.title());
            if is_entered && !command.permissions.is_empty() {
                let at = command.body.name;
                self.contradicted("is read", "read here", at, Vec::new());
            }
        }
        for handler in self.policy.bodies() {
            let steps = plan::all(&handler.steps);
            let mut asking = steps.filter(|step| step.kind.permission().is_some());
            if let Some(step) = asking.next() {
                self.contradicted("is read", "read here", step.name, Vec::new());
            }
        }
    }

    /// What no event tells and nobody hands over, and still is used: the time, where it is told or says what the promise
    /// is about, settings, and counts.
    fn taken(&mut self) {
        let is_about = |source: &Source| path::is_about(self.what, source);
        let dates = |source: &Source| source.from == From::Clock && source.thing.is_some();
        let mut flows = self.flows.explicit(
            |source| source.from == From::Clock && is_about(source),
            |end| end.field().is_none(),
        );
        flows.extend(
            self.flows
                .all(|source| dates(source) && is_about(source), |_| true),
        );
        let counts = |source: &Source| match source.from {
            From::Setting | From::Counted(_) | From::Answer => true,
            From::Event
            | From::Typed
            | From::Picked
            | From::Clock
            | From::Kept(..)
            | From::Rows(_)
            | From::There(_)
            | From::Done(_)
            | From::Posted => false,
        };
        flows.extend(
            self.flows
                .all(|source| counts(source) && is_about(source), |_| true),
        );
        let mut seen: BTreeSet<Span> = BTreeSet::new();
        for flow in self.untold(flows).unless(Saboteur::NeverTaken) {
            if seen.insert(flow.at) {
                let hops = path::hops(&flow.taint, flow.at);
                self.contradicted("is used", "used here", flow.at, hops);
            }
        }
    }

    /// For a category, a field declared for it is a place where it is kept, whatever is written there.
    fn declared_fields(&mut self, does: &str, label: &'static str) -> bool {
        let What::Category(category) = self.what else {
            return false;
        };
        let policy = self.policy;
        let mut found = false;
        let written = self.about(|end| end.field().is_some());
        let mut first: BTreeMap<End, &Flow> = BTreeMap::new();
        for flow in &written {
            first.entry(flow.end).or_insert(flow);
        }
        for store in policy.stores.iter().filter(|store| !store.is_journal()) {
            let fields = store.node.fields.iter().zip(&store.fields);
            for (i, (field, decl)) in (0..).zip(fields) {
                if !field.categories.contains(category) || off(Saboteur::NeverDeclared) {
                    continue;
                }
                found = true;
                let end = End::Field(store.node.id, FieldId(i));
                let first = first.get(&end);
                let mut hops =
                    first.map_or_else(Vec::new, |flow| path::hops(&flow.taint, decl.name));
                hops.extend(first.map(|flow| {
                    LabeledSpan::new_with_span(Some("written here".to_owned()), flow.at)
                }));
                self.contradicted(does, label, decl.name, hops);
            }
        }
        found
    }

    /// With each row about somebody stands when it was made. What a handler does is told before that.
    fn dated(&mut self, does: &str) {
        let tells = *self.what == What::Category(Category::Activity);
        if !tells || self.findings.has_errors() || off(Saboteur::NeverDated) {
            return;
        }
        for store in &self.policy.stores {
            if !store.is_journal() && store.node.people().next().is_some() {
                self.contradicted(does, "says when a row was made", store.name, Vec::new());
            }
        }
    }

    /// What a server chooses is stored as its configuration, and as what else it is.
    fn set(&mut self) {
        let What::Category(category) = self.what else {
            return;
        };
        for setting in &self.policy.settings {
            let kind = setting.node.kind.kind();
            let is_of = *category == Category::Configuration
                || kind.category == Some(*category)
                || *category == Category::Identifier && setting.node.kind == Type::Who;
            if is_of && !off(Saboteur::NeverSet) {
                self.contradicted("is stored", "stored here", setting.name, Vec::new());
            }
        }
    }

    fn reaches(&mut self, sink: Sink) {
        let by_field = sink == Sink::Storage && self.declared_fields("is stored", "stored here");
        if sink == Sink::Storage {
            self.set();
        }
        let (does, decides, end) = match sink {
            Sink::Storage => ("reaches storage", "decides what is stored", "stored here"),
            Sink::ModLog => (
                "reaches the mod-log",
                "decides what the mod-log is told",
                "posted here",
            ),
            Sink::Channel => (
                "reaches a channel",
                "decides what others can read",
                "posted here",
            ),
            Sink::Acts => (
                "reaches what is done to members",
                "decides what is done to members",
                "done here",
            ),
            Sink::Dm => (
                "reaches a direct message",
                "decides what is sent to people",
                "sent here",
            ),
            Sink::Processor => (
                "is sent to a processor",
                "decides what is sent to a processor",
                "sent here",
            ),
            Sink::Reply | Sink::Diagnostics | Sink::Metrics => (
                "reaches an answer",
                "decides what is answered",
                "answered here",
            ),
        };
        let mut seen: BTreeSet<Span> = BTreeSet::new();
        let (mut elsewhere, mut stored) = (Vec::new(), Vec::new());
        let mut flows = self.about(|end| end.sink() == sink);
        flows.extend(self.named_there(sink));
        flows.sort_by_key(|flow| (flow.taint.strength, flow.at.start));
        let rows = Rows::of(&flows);
        for flow in &flows {
            let is_declared = by_field && self.is_declared(flow);
            let is_again = flow.taint.strength == Strength::Decision && rows.stand_for(flow);
            if is_declared || is_again || !seen.insert(flow.at) {
                continue;
            }
            let hops = path::hops(&flow.taint, flow.at);
            if flow.taint.strength == Strength::Copy {
                self.contradicted(does, end, flow.at, hops);
            } else if let Some(first) = self.broken.first_mut() {
                // Who mends the copy sees what else depends on it.
                first.also("decided by it here", flow.at);
            } else if sink != Sink::Storage {
                elsewhere.push((flow.at, hops));
            } else {
                stored.push((flow.at, hops));
            }
        }
        let end = "happens or not, depending on it";
        for (at, hops) in elsewhere.unless(Saboteur::NeverDecidesElsewhere) {
            self.contradicted(decides, end, at, hops);
        }
        self.decides_storage(stored.unless(Saboteur::NeverDecides));
        if sink == Sink::Storage && self.broken.is_empty() {
            self.dated("is stored");
        }
    }

    /// One finding for all rows that depend on it.
    fn decides_storage(&mut self, stored: Vec<(Span, Vec<LabeledSpan>)>) {
        let mut all = stored.into_iter();
        let Some((at, mut hops_at)) = all.next() else {
            return;
        };
        let label = Some("and here".to_owned());
        let also = all.take(ALSO_MAX);
        hops_at.extend(also.map(|(at, _)| LabeledSpan::new_with_span(label.clone(), at)));
        self.findings.push(ContentDecidesStorage {
            what: self.what.word().to_owned(),
            at,
            claim_at: self.claim.name,
            hops_at,
        });
    }

    /// Whether the flow ends in a field that is told already, because it is declared for the category.
    fn is_declared(&self, flow: &Flow) -> bool {
        let What::Category(category) = self.what else {
            return false;
        };
        let Some((store, field)) = flow.end.field() else {
            return false;
        };
        let field = self.policy.field(store, field);
        field.is_some_and(|(_, field)| field.categories.contains(category))
    }

    /// `to=processor`: a processor that receives the category or is sent it, or that hosts what is stored.
    fn handed_on(&mut self) {
        let policy = self.policy;
        self.reaches(Sink::Processor);
        if let What::Category(category) = self.what {
            for processor in &policy.processors {
                if processor.node.receives.contains(category) && !off(Saboteur::NeverReceived) {
                    let at = processor.name;
                    self.contradicted(
                        "is received by a processor",
                        "received here",
                        at,
                        Vec::new(),
                    );
                }
            }
            return;
        }
        if !policy.is_hosted() || off(Saboteur::NeverHosted) {
            return;
        }
        let mut seen: BTreeSet<Span> = BTreeSet::new();
        for flow in &self.about(|end| end.field().is_some()) {
            if seen.insert(flow.at) {
                let hops = path::hops(&flow.taint, flow.at);
                let does = "is stored with a processor";
                self.contradicted(does, "stored here", flow.at, hops);
            }
        }
    }
}
