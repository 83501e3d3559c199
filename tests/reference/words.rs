//! Which rows of the lexicon a plan uses, and which the generated policies never do.

use std::collections::BTreeSet;

use candor::{
    lexicon::{
        DEEDS, FUNCTIONS, LENGTHS, PERSON, SOURCES, STARTS,
        event::{COMMAND, COMMAND_SET},
        kind::{KINDS, OPTIONS},
        source::{About, Held},
    },
    plan::{
        Arg, Expr, Kind, Plan, StepKind,
        walk::{self, Part},
    },
    vocab::{Sink, Type},
};

pub type Word = (&'static str, &'static str);

/// Words that the second reading does not know yet, and why: no generated policy has them. It may only become shorter.
pub const UNREAD: &[(Word, &str)] = &[
    (
        ("event", "configured"),
        "it follows from `/config`, which the second reading does not know",
    ),
    (
        ("source", "change.settings"),
        "it is told with the event `configured` alone",
    ),
    (("form", "ask"), "no service is there in the traces"),
];
/// How many those are.
pub const UNREAD_MOST: usize = 3;

/// What has no row in the lexicon: forms of steps, commands, messages and values.
const FORMS: [&str; 15] = [
    "ask",
    "first-else",
    "delete-else",
    "limit",
    "menu",
    "prefix",
    "alias",
    "form",
    "door",
    "select",
    "open-to",
    "list",
    "persona",
    "files",
    "edit",
];

/// Whether the generator leaves it out.
pub fn is_unread(kind: &str, name: &str) -> bool {
    UNREAD.iter().any(|(word, _)| *word == (kind, name))
}

/// Every row that policies can name.
pub fn all() -> BTreeSet<Word> {
    let mut all = BTreeSet::new();
    all.extend(FORMS.map(|form| ("form", form)));
    all.extend(DEEDS.iter().map(|row| ("deed", row.name)));
    all.extend(STARTS.iter().map(|row| ("event", row.name)));
    all.extend(FUNCTIONS.iter().map(|row| ("function", row.name)));
    all.extend(LENGTHS.iter().map(|row| ("length", row.name)));
    all.extend(OPTIONS.iter().map(|row| ("option", row.name)));
    all.extend(SOURCES.iter().map(|row| ("source", row.name)));
    all.extend(PERSON.iter().map(|row| ("person", row.name)));
    let fields = KINDS.iter().filter(|kind| kind.in_fields);
    all.extend(fields.map(|row| ("field", row.name)));
    let settings = KINDS.iter().filter(|kind| kind.in_settings);
    all.extend(settings.map(|row| ("setting", row.name)));
    all
}

/// Those that a plan has.
pub fn of(plan: &Plan) -> BTreeSet<Word> {
    let mut words = BTreeSet::new();
    for handler in &plan.handlers {
        words.insert(("event", handler.on.event.name));
        walk::walk(&handler.steps, &mut |part| part_of(part, &mut words));
    }
    if !plan.aliases.is_empty() {
        words.insert(("form", "alias"));
    }
    for command in &plan.commands {
        words.insert(("event", COMMAND.name));
        if command.menu.is_some() {
            words.insert(("form", "menu"));
        }
        if command.prefix.is_some() {
            words.insert(("form", "prefix"));
        }
        if plan.has_form(command) {
            words.insert(("form", "form"));
        }
        words.extend(
            command
                .params
                .iter()
                .map(|param| ("option", param.kind.name)),
        );
        walk::walk(&command.steps, &mut |part| part_of(part, &mut words));
    }
    for set in &plan.command_sets {
        words.insert(("event", COMMAND_SET.name));
        walk::message(&set.reply, &mut |part| part_of(part, &mut words));
    }
    for store in &plan.stores {
        let made = plan.is_made(store.id);
        for field in store.fields.iter().filter(|_| !made) {
            words.insert(("field", name(&field.kind)));
            if field.kind.is_list() {
                words.insert(("form", "list"));
            }
        }
        let clauses = store.retention.clauses.iter();
        words.extend(clauses.map(|clause| ("length", clause.trigger.length().name)));
    }
    if plan.settings.iter().any(|setting| setting.kind.is_list()) {
        words.insert(("form", "list"));
    }
    words.extend(
        plan.settings
            .iter()
            .map(|setting| ("setting", name(&setting.kind))),
    );
    words
}

fn name(ty: &Type) -> &'static str {
    ty.kind().name
}

fn part_of(part: Part<'_>, words: &mut BTreeSet<Word>) {
    match part {
        Part::Step(step) => {
            words.extend(step.kind.deed().map(|deed| ("deed", deed.name)));
            words.extend(form(&step.kind).map(|form| ("form", form)));
        }
        Part::Message(message) => {
            let doors = message.buttons.iter().any(|one| one.does.is_some());
            words.extend(doors.then_some(("form", "door")));
            let lists = message.buttons.iter().any(|one| one.pick.is_some());
            words.extend(lists.then_some(("form", "select")));
            let (persona, files) = (message.persona.is_some(), message.files.is_some());
            words.extend(persona.then_some(("form", "persona")));
            words.extend(files.then_some(("form", "files")));
        }
        Part::Expr(Expr { kind, .. }) => match kind {
            Kind::Told(source) => drop(words.insert(("source", source.name))),
            Kind::Person { what, .. } => drop(words.insert(("person", what.name))),
            Kind::Actor => drop(words.insert(("person", "id"))),
            Kind::Can { .. } => {
                let asked = PERSON
                    .iter()
                    .find(|row| row.held == Held::ByPerson(About::Permissions));
                words.extend(asked.map(|row| ("person", row.name)));
            }
            Kind::Call { function, .. } => drop(words.insert(("function", function.name))),
            _ => {}
        },
        Part::Query(_) => {}
    }
}

/// The form of a step, where it is one of `FORMS`.
fn form(step: &StepKind) -> Option<&'static str> {
    match step {
        StepKind::Each { otherwise, .. } => (!otherwise.is_empty()).then_some("first-else"),
        StepKind::Delete { refusal, .. } => refusal.as_ref().map(|_| "delete-else"),
        StepKind::Limit { .. } => Some("limit"),
        StepKind::Ask(_) => Some("ask"),
        StepKind::Say { to, .. } => to.edited().map(|_| "edit"),
        StepKind::When { .. }
        | StepKind::Let { .. }
        | StepKind::Require { .. }
        | StepKind::Stop
        | StepKind::Insert { .. }
        | StepKind::Update { .. }
        | StepKind::Finish { .. }
        | StepKind::Then { .. } => None,
        StepKind::Do { args, .. } => {
            let opens = args.values().any(|arg| matches!(arg, Arg::Values(_)));
            opens.then_some("open-to")
        }
    }
}

/// Whether chance decides something.
pub fn is_random(plan: &Plan) -> bool {
    of(plan).contains(&("function", "random"))
}

/// Sinks that a trace can show.
pub const SEEN: [Sink; 6] = [
    Sink::Storage,
    Sink::Channel,
    Sink::Acts,
    Sink::ModLog,
    Sink::Dm,
    Sink::Reply,
];
