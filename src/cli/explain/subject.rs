//! What of a plan can be explained, by which name, and because of what.

use crate::{
    plan::{Claim, ClaimKind, Feature, FeatureId, Plan, Read, Reason},
    vocab::Place,
};

/// A part of a policy that has a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Subject {
    /// `store`, `command`
    pub(super) kind: &'static str,
    /// As people type it: `xp`, `/warn`, `message-content`.
    pub(super) name: String,
    pub(super) feature: Option<FeatureId>,
    /// Where it is declared; none for what is derived.
    pub(super) at: Option<Place>,
    /// Why it is so, and the lines that make it so.
    pub(super) because: Vec<(String, Place)>,
}

impl Subject {
    fn declared(kind: &'static str, name: &str, feature: Option<FeatureId>, at: &Place) -> Self {
        Self {
            kind,
            name: name.to_owned(),
            feature,
            at: Some(at.clone()),
            because: Vec::new(),
        }
    }

    fn derived(kind: &'static str, name: &str, because: &[Reason], plan: &Plan) -> Self {
        let because = because
            .iter()
            .map(|reason| {
                let feature = reason.feature.and_then(|id| plan.feature(id));
                let by = feature.map_or_else(
                    || "The bot itself".to_owned(),
                    |feature| format!("The feature {}", feature.name),
                );
                (
                    format!("{by} needs it to {}:", reason.text),
                    reason.at.clone(),
                )
            })
            .collect();
        Self {
            kind,
            name: name.to_owned(),
            feature: None,
            at: None,
            because,
        }
    }
}

/// Those that a person may mean by `what`: by their name, with or without `/`, or as `FEATURE.NAME`.
pub(super) fn named<'a>(all: &'a [Subject], what: &str) -> Vec<&'a Subject> {
    let bare = |name: &str| name.trim_start_matches('/').to_lowercase();
    let what = bare(what);
    all.iter()
        .filter(|subject| {
            let name = bare(&subject.name);
            let last = name
                .rsplit('.')
                .next()
                .filter(|_| subject.kind == "setting");
            name == what || last == Some(what.as_str())
        })
        .collect()
}

/// Everything of a plan that has a name, in the order of DESIGN's words: features first, what follows from them last.
pub(super) fn subjects(plan: &Plan) -> Vec<Subject> {
    let mut all = Vec::new();
    for (id, feature) in (0_u32..).map(FeatureId).zip(&plan.features) {
        let mut subject = Subject::declared("feature", &feature.name, None, &feature.at);
        subject.because = reads(feature, |_| true);
        all.push(subject);
        for store in plan.stores.iter().filter(|store| store.feature == id) {
            all.push(Subject::declared("store", &store.name, Some(id), &store.at));
        }
        for command in plan.commands.iter().filter(|command| command.feature == id) {
            let name = format!("/{}", command.path.join(" "));
            let mut subject = Subject::declared("command", &name, Some(id), &command.at);
            subject.because = needed_within(plan, &command.at);
            all.push(subject);
        }
        let settings = plan.settings.iter();
        for setting in settings.filter(|setting| setting.feature == Some(id)) {
            let name = format!("{}.{}", feature.name, setting.name);
            all.push(Subject::declared("setting", &name, Some(id), &setting.at));
        }
    }
    for purpose in &plan.purposes {
        all.push(Subject::declared("purpose", &purpose.id, None, &purpose.at));
    }
    for processor in &plan.processors {
        all.push(Subject::declared(
            "processor",
            &processor.id,
            None,
            &processor.at,
        ));
    }
    all.extend(plan.claims.iter().map(|claim| claimed(claim, plan)));
    for need in &plan.intents {
        all.push(Subject::derived(
            "intent",
            need.intent.word(),
            &need.because,
            plan,
        ));
    }
    for need in &plan.permissions {
        let name = need.permission.word();
        all.push(Subject::derived("permission", name, &need.because, plan));
    }
    all
}

/// What the bot asks of Discord for the sake of these lines.
fn needed_within(plan: &Plan, at: &Place) -> Vec<(String, Place)> {
    let within = |place: &Place| {
        place.file == at.file
            && place.first_line >= at.first_line
            && place.last_line <= at.last_line
    };
    let permissions = plan
        .permissions
        .iter()
        .map(|need| ("permission", need.permission.word(), &need.because));
    let intents = plan
        .intents
        .iter()
        .map(|need| ("intent", need.intent.word(), &need.because));
    permissions
        .chain(intents)
        .flat_map(|(kind, name, because)| {
            because
                .iter()
                .filter(|reason| within(&reason.at))
                .map(move |reason| {
                    let why = format!("It needs the {kind} {name} to {}:", reason.text);
                    (why, reason.at.clone())
                })
        })
        .collect()
}

fn reads(feature: &Feature, which: impl Fn(&Read) -> bool) -> Vec<(String, Place)> {
    let reads = feature.reads.iter().filter(|read| which(read));
    reads
        .map(|read| {
            let sinks: Vec<_> = read.sinks.iter().map(|sink| sink.word()).collect();
            let decides: Vec<_> = read.decides.iter().map(|sink| sink.word()).collect();
            let mut goes = if sinks.is_empty() {
                "uses it and forgets it".to_owned()
            } else {
                format!("lets it reach: {}", sinks.join(", "))
            };
            if !decides.is_empty() {
                goes = format!("{goes}; it decides about: {}", decides.join(", "));
            }
            let why = format!(
                "The feature {} reads {} and {goes}:",
                feature.name, read.source
            );
            (why, read.at.clone())
        })
        .collect()
}

/// A `never`, by what it is about, with everything that reads that.
fn claimed(claim: &Claim, plan: &Plan) -> Subject {
    let what = match &claim.kind {
        ClaimKind::NotRequested { what } | ClaimKind::NotTo { what, .. } => what.as_str(),
        ClaimKind::NoIntent { intent } => intent.word(),
    };
    let mut subject = Subject::declared("claim", what, None, &claim.at);
    let readers = plan.features.iter();
    subject.because = readers
        .flat_map(|feature| {
            reads(feature, |read| {
                read.source == what || read.category.word() == what
            })
        })
        .collect();
    subject
}
