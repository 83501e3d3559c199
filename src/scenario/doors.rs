//! Doors to commands in a scenario: `as mod opens-menu "Warn" on=ann`, `as mod fills reason="spam"`, and the form that
//! somebody is shown.

use serde_json::Value as Json;

use super::{
    command::PLACING,
    people::Made,
    reader::Reader,
    script::{Act, Deed, Match, Target},
    stage::{Last, Miss, Stage},
    trouble::{Missing, UnknownName, UnknownWord, suggest},
};
use crate::{
    finding::Findings,
    plan::MenuOn,
    port::DraftKind,
    sandbox::{MenuTarget, Refusal},
    syntax::form::Taking,
    vocab::UserId,
};

impl Reader<'_> {
    pub(super) fn opens_menu(&self, taking: &mut Taking, findings: &mut Findings) -> Option<Deed> {
        let example = "as mod opens-menu \"Warn\" on=ann";
        let entry = taking.required("the entry of the menu", example, findings)?;
        let target = taking.text("on", findings);
        let menus = self.commands.drafts.iter();
        let menus = menus.filter_map(|draft| match draft.kind {
            DraftKind::Menu(on) => Some((draft.name.as_str(), on)),
            DraftKind::Slash => None,
        });
        let menus: Vec<(&str, MenuOn)> = menus.collect();
        let is_message = target
            .as_ref()
            .is_some_and(|target| self.names.knows_message(&target.node));
        let wanted = if is_message {
            MenuOn::Message
        } else {
            MenuOn::Member
        };
        let same = || menus.iter().filter(|(name, _)| *name == entry.node);
        let found = same().find(|(_, on)| *on == wanted).or(same().next());
        let Some((_, on)) = found else {
            findings.push(UnknownName {
                kind: "entry of a menu",
                name: entry.node.clone(),
                place: " in the policy".to_owned(),
                at: entry.span,
                help: suggest(&entry.node, menus.iter().map(|(name, _)| *name)),
            });
            return None;
        };
        let Some(target) = target else {
            findings.push(Missing {
                what: "what the menu is opened on".to_owned(),
                at: taking.head(),
                help: example.to_owned(),
            });
            return None;
        };
        let on = match on {
            MenuOn::Member => Target::Member(self.names.person(&target, findings)),
            MenuOn::Message => Target::Message(self.names.message(&target, findings)),
        };
        let entry = entry.node;
        Some(Deed::OpenMenu { entry, on })
    }

    pub(super) fn selects(&mut self, taking: &mut Taking, findings: &mut Findings) -> Option<Deed> {
        let example = "as ann selects \"Pick a colour\" \"Red\"";
        let list = taking.required("what stands in the list", example, findings)?;
        let choice = taking.required("what is chosen", example, findings)?;
        Some(Deed::Select {
            list: list.node,
            choice: choice.node,
            on: self.on(taking, findings),
        })
    }

    pub(super) fn fills(&self, taking: &Taking, findings: &mut Findings) -> Deed {
        let commands = self.plan.commands.iter();
        let params = commands.flat_map(|command| &command.params);
        let asked = params.filter(|param| param.is_typed());
        let known: Vec<&str> = asked.map(|param| param.name.as_str()).collect();
        let mut texts = Vec::new();
        for prop in &taking.node.props {
            let name = prop.name.node.as_str();
            if PLACING.contains(&name) && !known.contains(&name) {
                continue;
            }
            taking.prop(name);
            if known.contains(&name) {
                texts.push((name.to_owned(), prop.value.node.to_string()));
            } else {
                findings.push(UnknownWord {
                    kind: "input",
                    word: name.to_owned(),
                    at: prop.name.span,
                    help: suggest(name, known.iter().copied()),
                });
            }
        }
        Deed::Fill { texts }
    }
}

impl Stage {
    pub(super) fn pick(
        &self,
        entry: &str,
        on: &Target,
        last: &mut Last,
    ) -> Result<Result<Made, Refusal>, Miss> {
        let target = match on {
            Target::Member(name) => MenuTarget::Member(UserId(self.person(name)?)),
            Target::Message(name) => {
                let (message, place) = self.message(name)?;
                last.channel = place;
                MenuTarget::Message(message)
            }
        };
        let picked = self
            .sandbox
            .open_menu(last.who, last.channel, entry, target);
        Ok(picked.map(Made::Interaction))
    }

    pub(super) fn select(
        &self,
        act: &Act,
        (before, choice): (&str, &str),
        on: Option<&str>,
        last: &mut Last,
    ) -> Result<Result<Made, Refusal>, Miss> {
        let found = self.find_below(act, last.who, on, |one| one.select(before).cloned())?;
        let Some((message, place, shown)) = found else {
            let seen = format!("{} sees no list `{before}`", act.who);
            return Ok(Err(Refusal::said(400, seen)));
        };
        last.channel = place;
        let value = shown.value(choice);
        let chosen = self
            .sandbox
            .choose(last.who, place, message, &shown.custom, value);
        Ok(chosen.map(Made::Interaction))
    }

    pub(super) fn fill(
        &self,
        texts: &[(String, String)],
        last: &mut Last,
    ) -> Result<Made, Refusal> {
        let Some(open) = self.sandbox.form(last.who) else {
            let who = self.name_of(last.who.0);
            return Err(Refusal::said(
                400,
                format!("no form stands open before {who}"),
            ));
        };
        last.channel = open.channel;
        let texts: Vec<(&str, String)> = texts
            .iter()
            .map(|(name, text)| (name.as_str(), self.with_mentions(text)))
            .collect();
        let texts: Vec<(&str, &str)> = texts
            .iter()
            .map(|(name, text)| (*name, text.as_str()))
            .collect();
        let filled = self.sandbox.fill(last.who, &texts);
        filled.map(Made::Interaction)
    }

    /// The form that the most recent act led to: its title, its labels and what stands in it, a line each.
    pub(super) fn form(&self) -> Result<Option<String>, Miss> {
        let Some(interaction) = self.last()?.interaction else {
            return Ok(None);
        };
        let outcome = self.sandbox.outcome(interaction);
        let shown = outcome.ok().and_then(|outcome| outcome.shown);
        let form = shown.filter(|shown| shown.get("custom_id").is_some());
        Ok(form.map(|form| lines(&form).join("\n")))
    }

    pub(super) fn form_fits(&self, text: &Match) -> Result<(bool, String), Miss> {
        Ok(match self.form()? {
            Some(form) => (text.accepts(&[&form]), format!("saw the form `{form}`")),
            None => (false, "no form was shown".to_owned()),
        })
    }
}

fn lines(form: &Json) -> Vec<String> {
    let text = |of: &Json, key: &str| {
        let found = of.get(key).and_then(Json::as_str);
        found.map(str::to_owned)
    };
    let list = |of: &Json| {
        let found = of.get("components").and_then(Json::as_array);
        found.cloned().unwrap_or_default()
    };
    let mut lines: Vec<String> = text(form, "title").into_iter().collect();
    for input in list(form).iter().flat_map(list) {
        let value = text(&input, "value").map(|value| format!(": {value}"));
        let label = text(&input, "label").unwrap_or_default();
        lines.push(label + &value.unwrap_or_default());
    }
    lines
}
