//! What a person does, by the verb after the name or the property that stands for it.

use super::{
    reader::Reader,
    script::Deed,
    trouble::{Missing, UnknownWord, suggest},
};
use crate::{finding::Findings, syntax::form::Taking, vocab::Spanned};

/// What a person does, when it stands as a bare word after the name.
pub(super) const VERBS: [&str; 34] = [
    "presence",
    "joins-voice",
    "leaves-voice",
    "press",
    "click",
    "selects",
    "react",
    "unreact",
    "joins",
    "join",
    "leaves",
    "leave",
    "edits",
    "edit",
    "deletes",
    "delete",
    "deletes-channel",
    "kicks",
    "kick",
    "bans",
    "ban",
    "closes-dms",
    "opens-dms",
    "forwards",
    "forward",
    "clears",
    "clear",
    "pins",
    "pin",
    "unpins",
    "unpin",
    "agrees",
    "opens-menu",
    "fills",
];

impl Reader<'_> {
    pub(super) fn verb(
        &mut self,
        verb: &Spanned<String>,
        server: &str,
        taking: &mut Taking,
        findings: &mut Findings,
    ) -> Option<Deed> {
        let deed = match verb.node.as_str() {
            "press" | "click" => {
                let button =
                    taking.required("the button's label", "as ann press \"Verify\"", findings)?;
                Deed::Press {
                    button: button.node,
                    on: self.on(taking, findings),
                }
            }
            "selects" => self.selects(taking, findings)?,
            word @ ("react" | "unreact") => {
                let emoji = taking.required("the emoji", "as ann react \"👍\"", findings)?;
                Deed::React {
                    emoji: emoji.node,
                    on: self.on(taking, findings),
                    add: word == "react",
                    burst: taking.flag("super", findings).unwrap_or(false),
                }
            }
            "forwards" | "forward" => {
                let named = taking.arg().map(|name| self.names.message(&name, findings));
                Deed::Forward {
                    on: named.or_else(|| self.on(taking, findings)),
                }
            }
            "clears" | "clear" => Deed::Clear {
                emoji: taking.arg().map(|emoji| emoji.node),
                on: self.on(taking, findings),
            },
            word @ ("pins" | "pin" | "unpins" | "unpin") => {
                let named = taking.arg().map(|name| self.names.message(&name, findings));
                Deed::Pin {
                    on: named.or_else(|| self.on(taking, findings)),
                    pin: word.starts_with("pin"),
                }
            }
            "agrees" => Deed::Agree,
            "joins-voice" => {
                let channel = taking.required("the channel", "as ann joins-voice hub", findings)?;
                Deed::Voice(Some(self.names.channel(server, &channel, findings)))
            }
            "leaves-voice" => Deed::Voice(None),
            "presence" => {
                let status = taking.required("the status", "as ann presence offline", findings)?;
                Deed::Presence(status.node)
            }
            "opens-menu" => self.opens_menu(taking, findings)?,
            "fills" => self.fills(taking, findings),
            "edits" | "edit" => {
                let text = taking.required(
                    "the new text",
                    "as ann edits \"new text\" on=hello",
                    findings,
                )?;
                Deed::Edit {
                    on: self.on(taking, findings),
                    text: text.node,
                }
            }
            "deletes" | "delete" => {
                let on = taking.arg().map(|name| self.names.message(&name, findings));
                Deed::Delete {
                    on: on.or_else(|| self.on(taking, findings)),
                }
            }
            "deletes-channel" => {
                let channel =
                    taking.required("the channel", "as mod deletes-channel hub", findings)?;
                Deed::DeleteChannel(self.names.channel(server, &channel, findings))
            }
            word @ ("kicks" | "kick" | "bans" | "ban") => {
                let whom = taking.required("whom", "as mod kicks ann", findings)?;
                let whom = self.names.person(&whom, findings);
                if word.starts_with("kick") {
                    Deed::Kick(whom)
                } else {
                    Deed::Ban(whom)
                }
            }
            word @ ("closes-dms" | "opens-dms") => Deed::CloseDms(word == "closes-dms"),
            other => {
                let near = suggest(other, VERBS);
                findings.push(UnknownWord {
                    kind: "verb",
                    word: other.to_owned(),
                    at: verb.span,
                    help: format!("{near} (to say it, put it in double quotes)"),
                });
                return None;
            }
        };
        Some(deed)
    }

    /// `click="Verify"`, `react="👍"`: verbs written as properties.
    pub(super) fn by_property(
        &mut self,
        taking: &mut Taking,
        findings: &mut Findings,
    ) -> Option<Deed> {
        for name in ["click", "press"] {
            if let Some(button) = taking.text(name, findings) {
                return Some(Deed::Press {
                    button: button.node,
                    on: self.on(taking, findings),
                });
            }
        }
        for name in ["react", "unreact"] {
            if let Some(emoji) = taking.text(name, findings) {
                let add = name == "react";
                return Some(Deed::React {
                    emoji: emoji.node,
                    on: self.on(taking, findings),
                    add,
                    burst: taking.flag("super", findings).unwrap_or(false),
                });
            }
        }
        let file = taking.text("file", findings);
        if let Some(file) = file {
            return Some(Deed::Say {
                text: String::new(),
                file: Some(file.node),
            });
        }
        findings.push(Missing {
            what: "what this person does".to_owned(),
            at: taking.head(),
            help: "as ann \"hello\", as ann \"/rank\", as ann press \"Verify\", as ann react \"👍\", as ann joins lounge".to_owned(),
        });
        None
    }
}
