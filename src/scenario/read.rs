//! Scenario files into scenarios: every word, name and value is checked here, before anything runs.
//!
//! Reads `syntax::Document`, the plan and the commands it generates; writes `script` and findings.

use super::{
    command::Commands,
    expect,
    names::{Names, first_text, head},
    reader::Reader,
    script::{Act, Deed, Operators, Scenario, Step, StepKind, Where},
    trouble::{Duplicate, Missing, NoExpect, UnknownWord, duration, in_a_scenario, suggest},
    verbs::VERBS,
    world,
};
use crate::{
    finding::Findings,
    plan::Plan,
    port::CommandDraft,
    sandbox::{Pretended, ServerSeed},
    syntax::{
        ast::{Document, Node, Scalar},
        form::Taking,
    },
    vocab::Spanned,
};

const STEPS: [&str; 18] = [
    "as",
    "breach",
    "expect",
    "advance",
    "bot-removed",
    "bot-added",
    "outage",
    "outage-over",
    "restart",
    "stop-bot",
    "start-bot",
    "bot-offline",
    "kick",
    "ban",
    "server",
    "operators",
    "person",
    "service",
];

/// All scenarios of one file, in order. Those with errors are there too, as far as they were understood.
pub(super) fn read(
    document: &Document,
    plan: &Plan,
    drafts: &[CommandDraft],
    findings: &mut Findings,
) -> Vec<Scenario> {
    let shared: Vec<&Node> = document
        .nodes
        .iter()
        .filter(|node| matches!(node.name.node.as_str(), "server" | "operators" | "service"))
        .collect();
    let mut scenarios: Vec<Scenario> = Vec::new();
    for node in &document.nodes {
        match node.name.node.as_str() {
            "server" | "operators" | "service" => {}
            "scenario" => {
                let scenario = Reader::scenario(node, &shared, plan, drafts, findings);
                if let Some(first) = scenarios.iter().find(|one| one.name == scenario.name) {
                    findings.push(Duplicate {
                        kind: "scenario",
                        name: scenario.name.clone(),
                        at: scenario.at,
                        first_at: first.at,
                    });
                }
                scenarios.push(scenario);
            }
            other => findings.push(UnknownWord {
                kind: "node",
                word: other.to_owned(),
                at: node.name.span,
                help: suggest(other, ["scenario", "server", "operators", "service"]),
            }),
        }
    }
    scenarios
}

impl<'a> Reader<'a> {
    fn scenario(
        node: &Node,
        shared: &[&Node],
        plan: &'a Plan,
        drafts: &'a [CommandDraft],
        findings: &mut Findings,
    ) -> Scenario {
        let mut taking = Taking::new(node, in_a_scenario);
        let name = taking
            .required(
                "the scenario's name",
                "scenario \"what must be true\" { … }",
                findings,
            )
            .map(|name| name.node)
            .unwrap_or_default();
        let at = taking.head();
        taking.finish(findings);
        let own: Vec<Node> = node
            .children
            .iter()
            .filter(|child| child.name.node == "server")
            .cloned()
            .collect();
        let replaced = |one: &&&Node| {
            !own.iter()
                .any(|server| first_text(server) == first_text(one))
        };
        let mut servers: Vec<Node> = shared
            .iter()
            .filter(|node| node.name.node == "server")
            .filter(replaced)
            .map(|one| (*one).clone())
            .collect();
        servers.extend(own);
        if servers.is_empty() {
            findings.push(Missing {
                what: "a server".to_owned(),
                at,
                help: "server lounge { member mod permissions=\"moderate-members\"; member ann }"
                    .to_owned(),
            });
        }
        let servers: Vec<ServerSeed> = servers
            .iter()
            .map(|node| world::server(node, findings))
            .collect();
        let names = Names {
            makes_channels: plan.makes_channels(),
            ..Names::of(&servers)
        };
        let mut said = node.children.iter().chain(shared.iter().copied());
        let operators = said.find(|one| one.name.node == "operators");
        let operators = operators.and_then(|node| operators_of(node, &names, findings));
        let commands = Commands {
            drafts,
            open: !plan.command_sets.is_empty(),
        };
        let mut reader = Self {
            plan,
            commands,
            names,
            outsiders: Vec::new(),
        };
        let mut steps = Vec::new();
        for service in shared.iter().filter(|node| node.name.node == "service") {
            steps.extend(reader.service(service, findings));
        }
        reader.steps(&node.children, &mut steps, findings);
        // Also those that could not be read: one mistake is one finding.
        if !expects(&node.children) {
            findings.push(NoExpect {
                name: name.clone(),
                at,
            });
        }
        Scenario {
            name,
            at,
            servers,
            operators,
            outsiders: reader.outsiders,
            steps,
        }
    }

    fn steps(&mut self, nodes: &[Node], steps: &mut Vec<Step>, findings: &mut Findings) {
        for (place, node) in nodes.iter().enumerate() {
            let refused = nodes.get(place + 1).is_some_and(expects_refusal);
            self.step(node, refused, steps, findings);
        }
    }

    fn step(&mut self, node: &Node, refused: bool, steps: &mut Vec<Step>, findings: &mut Findings) {
        let mut taking = Taking::new(node, in_a_scenario);
        let at = taking.head();
        let mut push = |kind| steps.push(Step { at, kind });
        match node.name.node.as_str() {
            "service" => {
                steps.extend(self.service(node, findings));
                return;
            }
            // These were read before the first step.
            "server" | "operators" => return,
            "as" => {
                let Some(act) = self.act(&mut taking, refused, findings) else {
                    return;
                };
                push(StepKind::Act(act));
            }
            "expect" => {
                // What could not be read is a finding already, and its properties are not another one.
                let Some(expect) = expect::read(self, &mut taking, findings) else {
                    return;
                };
                push(StepKind::Expect(expect));
            }
            "person" => {
                while let Some(name) = taking.arg() {
                    self.names.meet(&name.node);
                    self.outsiders.push(name.node);
                }
            }
            "advance" => {
                let by = taking.required("how long", "advance \"61s\"", findings);
                if let Some(by) = by.and_then(|by| duration(&by, findings)) {
                    push(StepKind::Advance(by));
                }
            }
            "breach" => {
                if let Some(kind) = breach_of(&mut taking, findings) {
                    push(kind);
                }
            }
            word @ ("bot-removed" | "bot-added") => {
                let server = self.server_arg(&mut taking, findings);
                push(StepKind::BotMember {
                    server,
                    present: word == "bot-added",
                });
            }
            word @ ("outage" | "outage-over") => {
                let server = self.server_arg(&mut taking, findings);
                push(StepKind::Outage {
                    server,
                    on: word == "outage",
                });
            }
            "kick" | "ban" => {
                if let Some(act) = self.by_the_owner(&mut taking, findings) {
                    push(StepKind::Act(act));
                }
            }
            "restart" => push(StepKind::Restart),
            "stop-bot" => push(StepKind::Running(false)),
            "start-bot" => push(StepKind::Running(true)),
            "bot-offline" => {
                push(StepKind::Running(false));
                taking.finish(findings);
                self.steps(&node.children, steps, findings);
                steps.push(Step {
                    at,
                    kind: StepKind::Running(true),
                });
                return;
            }
            other => {
                findings.push(UnknownWord {
                    kind: "step",
                    word: other.to_owned(),
                    at: node.name.span,
                    help: suggest(other, STEPS),
                });
                return;
            }
        }
        taking.finish(findings);
        if let Some(child) = node.children.first() {
            findings.push(UnknownWord {
                kind: "block",
                word: node.name.node.clone(),
                at: head(child),
                help: "steps stand one after the other, without a block".to_owned(),
            });
        }
    }

    /// `kick ann`, `ban ann`.
    fn by_the_owner(&self, taking: &mut Taking<'_>, findings: &mut Findings) -> Option<Act> {
        let kicks = taking.node.name.node == "kick";
        let whom = taking.required("whom", "kick ann", findings)?;
        let whom = self.names.person(&whom, findings);
        let server = self.server_prop(taking, &whom, None, findings);
        let deed = if kicks {
            Deed::Kick(whom)
        } else {
            Deed::Ban(whom)
        };
        Some(Act {
            who: super::names::OWNER.to_owned(),
            server,
            channel: Where::First,
            deed,
            id: None,
        })
    }

    /// `service risk { answers score=80 }`, `service risk slow`.
    fn service(&self, node: &Node, findings: &mut Findings) -> Option<Step> {
        let name = node.args.first()?;
        let known: Vec<&str> = self.plan.services().map(|one| one.id.as_str()).collect();
        let called = name.node.to_string();
        if !known.contains(&called.as_str()) {
            findings.push(UnknownWord {
                kind: "service that the policy asks",
                help: suggest(&called, known),
                word: called,
                at: name.span,
            });
            return None;
        }
        match Pretended::read(node) {
            Ok(does) => Some(Step {
                at: head(node),
                kind: StepKind::Service { name: called, does },
            }),
            Err(help) => {
                findings.push(UnknownWord {
                    kind: "service",
                    word: called,
                    at: head(node),
                    help: help.to_owned(),
                });
                None
            }
        }
    }

    fn act(&mut self, taking: &mut Taking, refused: bool, findings: &mut Findings) -> Option<Act> {
        let who = taking.required("who does it", "as ann \"hello\"", findings)?;
        let joins = taking.node.args.get(1).is_some_and(
            |arg| matches!(&arg.node, Scalar::Text(word) if matches!(word.text.as_str(), "joins" | "join")),
        );
        if joins && !self.names.people.contains(&who.node) {
            self.names.meet(&who.node);
            self.outsiders.push(who.node.clone());
        }
        let who = self.names.person(&who, findings);
        let text = told(taking);
        let verb = text
            .as_ref()
            .filter(|(_, verb)| *verb)
            .map(|(text, _)| text.clone());
        let command = text
            .as_ref()
            .map(|(text, _)| text)
            .filter(|text| text.node.starts_with('/'));
        // An option of the command may be called `in` or `server`; then it is the option.
        let channel_at = taking.text("in", findings);
        let server = self.server_prop(taking, &who, channel_at.as_ref(), findings);
        let channel = self.channel(&server, channel_at, findings);
        let id = taking.text("id", findings);
        let deed = if let Some(command) = command {
            self.commands
                .read(command, taking, &mut self.names, &server, refused, findings)
        } else if let Some(verb) = &verb {
            let verb = verb.clone();
            if matches!(verb.node.as_str(), "joins" | "join" | "leaves" | "leave") {
                let server = taking
                    .arg()
                    .map(|name| self.names.server(&name, findings))
                    .unwrap_or(server);
                let deed = if verb.node.starts_with("join") {
                    Deed::Join
                } else {
                    Deed::Leave
                };
                return Some(Act {
                    who,
                    server,
                    channel,
                    deed,
                    id: None,
                });
            }
            self.verb(&verb, &server, taking, findings)?
        } else if let Some((text, _)) = text {
            match taking.text("poll", findings) {
                Some(answers) => Deed::Ask {
                    question: text.node,
                    answers: answers
                        .node
                        .split(',')
                        .map(|answer| answer.trim().to_owned())
                        .collect(),
                },
                None => Deed::Say {
                    text: text.node,
                    file: taking.text("file", findings).map(|file| file.node),
                },
            }
        } else {
            self.by_property(taking, findings)?
        };
        if let Some(id) = &id {
            self.names.remember(id.clone(), findings);
        }
        Some(Act {
            who,
            server,
            channel,
            deed,
            id: id.map(|id| id.node),
        })
    }

    fn server_arg(&self, taking: &mut Taking, findings: &mut Findings) -> String {
        match taking.arg() {
            Some(name) => self.names.server(&name, findings),
            None => self.names.server_with(|_| true),
        }
    }
}

/// The operator tells people what happened to their data.
fn breach_of(taking: &mut Taking, findings: &mut Findings) -> Option<StepKind> {
    let usage = "breach \"Somebody copied the database.\"";
    let said = taking.required("what happened", usage, findings);
    let channel = taking.text("channel", findings);
    Some(StepKind::Breach {
        said: said?.node,
        channel: channel.map(|path| path.node),
    })
}

/// `operators server=hq role=team channel=desk`
fn operators_of(node: &Node, names: &Names, findings: &mut Findings) -> Option<Operators> {
    const EXAMPLE: &str = "operators server=hq role=team channel=desk";
    let taking = Taking::new(node, in_a_scenario);
    let (server, role) = (
        taking.text("server", findings),
        taking.text("role", findings),
    );
    let channel = taking.text("channel", findings);
    let at = taking.head();
    taking.finish(findings);
    let (Some(server), Some(role)) = (server, role) else {
        findings.push(Missing {
            what: "the server or the role of the operators".to_owned(),
            at,
            help: EXAMPLE.to_owned(),
        });
        return None;
    };
    let server = names.server(&server, findings);
    Some(Operators {
        role: names.role(&server, &role, findings),
        channel: channel.map(|channel| names.channel(&server, &channel, findings)),
        server,
    })
}

fn expects(nodes: &[Node]) -> bool {
    nodes
        .iter()
        .any(|node| node.name.node == "expect" || expects(&node.children))
}

fn expects_refusal(node: &Node) -> bool {
    node.name.node == "expect" && first_text(node).is_some_and(|what| what == "refused")
}

/// The argument after the name, and whether it is a verb: a bare word, or quoted with something after it.
fn told(taking: &mut Taking) -> Option<(Spanned<String>, bool)> {
    let more = taking.node.args.len() > 2;
    let text = taking.arg()?;
    let bare = text.span.end - text.span.start == text.node.len();
    let known = VERBS.contains(&text.node.as_str());
    let verb = (bare || (known && more)) && !text.node.starts_with('/');
    Some((text, verb))
}
