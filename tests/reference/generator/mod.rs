//! Policies made from the lexicon's tables: every event, deed, function, kind, option, length and source that is a row there
//! comes up, with no list of words here. Types are respected, so that most are accepted; what the compiler refuses all the
//! same is taken out again, the smallest part at a time, until it accepts the rest.

mod declare;
mod effects;
mod promises;
mod steps;
mod value;

use std::collections::BTreeMap;

use candor::{
    compile,
    finding::records,
    lexicon::{EVENTS, Event, event, kind},
    plan::Plan,
    syntax::Source,
    vocab::{Category, Type},
};

use super::{
    draw::Draw,
    sketch::{Part, Path, Sketch},
    words::is_unread,
};
use declare::{Setting, Shape, Store};

/// A command, as messages can lead to it.
#[derive(Debug, Clone)]
pub(super) struct Command {
    pub words: String,
    pub options: Vec<Given>,
}

#[derive(Debug, Clone)]
pub(super) struct Given {
    pub name: String,
    pub kind: &'static kind::OptionKind,
    pub optional: bool,
}

/// Something that an expression can name.
#[derive(Debug, Clone)]
pub(super) struct Atom {
    pub text: String,
    pub ty: Type,
    pub categories: Vec<Category>,
}

pub(super) struct Generator<'d> {
    pub draw: &'d mut Draw,
    pub stores: Vec<Store>,
    pub settings: Vec<Setting>,
    pub buttons: Vec<String>,
    /// The commands so far.
    pub commands: Vec<Command>,
    /// The feature at work, and whether people are asked for it.
    pub feature: usize,
    pub consent: bool,
    names: usize,
    /// Whether there is chance in the policy itself.
    pub random: bool,
}

const HEAD: &str = "candor version=1 bot=\"Generated\" updated=\"2026-01-01\"";

impl Generator<'_> {
    pub fn name(&mut self, stem: &str) -> String {
        self.names += 1;
        format!("{stem}{}", self.names)
    }
}

/// The text of a policy.
pub fn sketch(draw: &mut Draw) -> Sketch {
    let random = draw.chance(60);
    let mut generator = Generator {
        draw,
        stores: Vec::new(),
        settings: Vec::new(),
        buttons: Vec::new(),
        commands: Vec::new(),
        feature: 0,
        consent: false,
        names: 0,
        random,
    };
    let mut parts = vec![
        Part::line(HEAD).needed(),
        Part::line("controller \"Case team\" established=DE { contact email=\"privacy@example.org\"; }").needed(),
        Part::line("purpose service dpv=ServiceProvision \"run the server\"").needed(),
        Part::line("surface mod-log { receives identifier profile activity moderation user-content preference; }")
            .needed(),
    ];
    if generator.draw.chance(30) {
        let grace = generator.draw.one(["", " + 1h", " + 30d"]);
        parts.push(Part::line(format!(
            "settings {{ retain \"until guild.removed{grace}\"; }}"
        )));
    }
    parts.extend(generator.promises());
    let features = 1 + generator.draw.below(3);
    for feature in 0..features {
        generator.feature = feature;
        parts.push(generator.one_feature());
    }
    for command in generator.commands.clone() {
        if generator.draw.chance(8) {
            let name = generator.name("also");
            let of = command.words;
            parts.push(Part::line(format!("alias {name} of=\"{of}\"")));
        }
    }
    Sketch(parts)
}

impl Generator<'_> {
    fn one_feature(&mut self) -> Part {
        let feature_of = self.feature;
        let name = ["alpha", "beta", "gamma"][self.feature];
        let on = if self.draw.chance(85) { "on" } else { "off" };
        self.consent = self.draw.chance(20);
        let basis = if self.consent {
            "basis consent purpose=service"
        } else {
            "basis legitimate-interest purpose=service interest=\"running the server\""
        };
        let mut inside = vec![Part::line(basis).needed()];
        self.settings.clear();
        self.buttons.clear();
        for _ in 0..=self.draw.below(4) {
            inside.push(self.setting());
        }
        for _ in 0..=self.draw.below(3) {
            inside.push(self.store());
        }
        if self.draw.chance(60) {
            let button = self.name("press");
            self.buttons.push(button);
        }
        for _ in 0..=self.draw.below(4) {
            let handler = if self.draw.chance(50) {
                self.command()
            } else {
                self.handler()
            };
            inside.push(handler);
        }
        for store in self.stores.clone() {
            if store.feature == feature_of && store.of_server && self.draw.chance(20) {
                inside.push(self.on_ended(&store));
            }
            let named = store.key.len() == 1
                && store.key[0].ty == Type::Text
                && store.shape == Shape::Server;
            if store.feature == feature_of && store.of_server && named && self.draw.chance(70) {
                inside.push(self.made_commands(&store));
            }
        }
        for button in self.buttons.clone() {
            let head = format!("on button {button}");
            inside.push(self.on(&event::BUTTON, &head));
        }
        Part::block(
            format!("feature {name} default={on} about=\"A feature\""),
            inside,
        )
    }

    fn handler(&mut self) -> Part {
        // What is named is made where what it names is.
        let events: Vec<&'static Event> = EVENTS
            .iter()
            .copied()
            .filter(|event| event.named.is_none() && !is_unread("event", event.name))
            .collect();
        let event = *self.draw.pick(&events).expect("there are events");
        let all = if *event == event::MESSAGE {
            self.draw.one(["", "", " commands=#true"])
        } else {
            ""
        };
        self.on(event, &format!("on {}{all}", event.name))
    }

    fn on(&mut self, event: &'static Event, head: &str) -> Part {
        let mut scope = steps::Scope::of(self, event);
        let inside = self.body(&mut scope);
        Part::block(head, inside)
    }

    fn on_ended(&mut self, store: &Store) -> Part {
        let mut scope = steps::Scope::of(self, &event::ENDED).at_row(store);
        scope.in_query = false;
        scope.subject = store
            .subject
            .as_ref()
            .map(|subject| format!("row.{subject}"));
        let inside = self.body(&mut scope);
        Part::block(format!("on ended {}", store.name), inside)
    }

    /// Each row of the store is a command.
    fn made_commands(&mut self, store: &Store) -> Part {
        let scope = steps::Scope::of(self, &event::COMMAND_SET).at_row(store);
        let hidden = self.draw.one(["", "ephemeral=#true "]);
        let text = self.text(&scope);
        let head = format!(
            "commands from={} name=\"row.{}\" about=\"Made here\"",
            store.name, store.key[0].name
        );
        Part::block(
            head,
            vec![Part::line(format!("reply {hidden}\"{text}\"")).or("reply \"Hello\"")],
        )
    }

    fn command(&mut self) -> Part {
        let mut scope = steps::Scope::of(self, &event::COMMAND);
        let mut signature = format!("/{}", self.name("do"));
        if self.draw.chance(20) {
            let sub = self.name("sub");
            signature = format!("{signature} {sub}");
        }
        let words = signature.clone();
        let mut taken = Vec::new();
        let is_pointed = self.draw.chance(20);
        scope.sets_up = self.draw.chance(25);
        let mut is_optional = false;
        for place in 0..self.draw.below(4) + usize::from(is_pointed) {
            let is_first = is_pointed && place == 0;
            is_optional |= !is_first && self.draw.chance(25);
            let options: Vec<&'static kind::OptionKind> = kind::options()
                .filter(|option| !is_unread("option", option.name))
                .collect();
            let mut option = *self.draw.pick(&options).expect("there are options");
            if is_first {
                option = self
                    .draw
                    .one([&kind::option::USER, &kind::option::MESSAGE_LINK]);
            }
            let name = self.name("o");
            let limits = match option.limits {
                kind::Limits::None => "",
                kind::Limits::Number => self.draw.one(["(0..20)", "(-5..5)", ""]),
                kind::Limits::Characters => self.draw.one(["(1..60)", "(1..20)", "(1..200, form)"]),
                kind::Limits::Choices => "('red', 'blue')",
            };
            let (open, close) = if is_optional { ('[', ']') } else { ('<', '>') };
            signature = format!("{signature} {open}{name}: {}{limits}{close}", option.name);
            scope.option(&name, option, is_optional);
            taken.push(Given {
                name,
                kind: option,
                optional: is_optional,
            });
        }
        let prefix = if self.draw.chance(20) {
            let word = self.name("!w");
            let hidden = self.draw.one(["", " hidden=#true"]);
            format!(" prefix=\"{word}\"{hidden}")
        } else {
            String::new()
        };
        let menu = if is_pointed {
            format!(" menu=\"{}\"", self.name("Entry"))
        } else {
            String::new()
        };
        let permission = if scope.sets_up {
            " permission=manage-guild"
        } else {
            ""
        };
        // A message of its own leads to it as well.
        self.commands.push(Command {
            words,
            options: taken,
        });
        let inside = self.body(&mut scope);
        Part::block(
            format!("command \"{signature}\" about=\"A command\"{permission}{prefix}{menu}"),
            inside,
        )
    }
}

/// What became of a policy.
pub struct Made {
    pub sketch: Sketch,
    pub plan: Plan,
    /// How often something was taken out of it.
    pub mended: usize,
}

const ROUNDS_MAX: usize = 12;

/// Takes out what the compiler refuses, until it accepts the rest. The codes of what was refused are counted.
///
/// # Errors
/// The code of a finding that cannot be mended by taking something out.
pub fn accepted(mut sketch: Sketch, refused: &mut BTreeMap<String, usize>) -> Result<Made, String> {
    for mended in 0..ROUNDS_MAX {
        let compiled = compile(&Source {
            file: "generated.kdl".to_owned(),
            text: sketch.text(),
        });
        if let Some(plan) = compiled.plan {
            return Ok(Made {
                sketch,
                plan,
                mended,
            });
        }
        let mut out: Vec<Path> = Vec::new();
        let mut last = String::new();
        for (finding, record) in compiled
            .findings
            .iter()
            .zip(records(&compiled.findings, &compiled.sources))
        {
            if !finding.is_error() {
                continue;
            }
            *refused.entry(record.code.clone()).or_default() += 1;
            // A promise goes before what breaks it.
            let promise = record
                .labels
                .iter()
                .find(|label| label.text.as_deref() == Some("promised here"));
            let line = promise.map_or(record.span.line, |label| label.span.line);
            match sketch.at_line(line) {
                Some(path) => out.push(path),
                None => last = format!("{} in line {line}", record.code),
            }
        }
        if out.is_empty() {
            return Err(last);
        }
        sketch.take_out_all(out);
    }
    Err("too many rounds".to_owned())
}
