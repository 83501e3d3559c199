//! Steps that do something on Discord: messages, and each deed with each of its parameters.

use candor::{
    lexicon::{Answers, DEEDS, Need, deed::Takes, event, kind::Limits},
    vocab::{ButtonStyle, Category, Type},
};

use super::super::{sketch::Part, words::is_unread};
use super::{Generator, Given, steps::Scope};

impl Generator<'_> {
    /// With what is said where Discord refuses it.
    pub(super) fn refused(&mut self, scope: &Scope, part: Part) -> Part {
        let word = part.head.split(' ').next().unwrap_or_default();
        let is_effect =
            ["send", "dm"].contains(&word) || DEEDS.iter().any(|deed| deed.name == word);
        if !is_effect || !self.draw.chance(25) {
            return part;
        }
        let words = self.text(scope);
        Part {
            head: format!("{} otherwise=\"{words}\"", part.head),
            ..part
        }
    }

    pub(super) fn reply(&mut self, scope: &mut Scope) -> Option<Part> {
        if scope.event.answers == Answers::Nobody {
            return None;
        }
        let hidden = if scope.asked() && self.draw.chance(50) {
            "ephemeral=#true "
        } else {
            ""
        };
        let card = self.draw.one(["", "", "", "card=\"rank\" "]);
        let content = self.message(scope, false);
        Some(said(
            format!("reply {hidden}{card}{}", content.0),
            content.1,
        ))
    }

    pub(super) fn send(&mut self, scope: &mut Scope) -> Option<Part> {
        let channels: Vec<String> = scope
            .atoms
            .iter()
            .filter(|atom| {
                atom.ty == Type::Channel || atom.ty == Type::Optional(Box::new(Type::Channel))
            })
            .map(|atom| atom.text.clone())
            .chain(
                scope
                    .event
                    .has_root("channel")
                    .then(|| "channel".to_owned()),
            )
            .collect();
        let to = self.draw.pick(&channels).cloned()?;
        let mut mentions = self.draw.one(["", "", "mentions=#true "]).to_owned();
        if self.draw.chance(15) {
            let name = self.text(scope);
            let avatar = match self.value(scope, &Type::Url, 1, None) {
                Some(avatar) if self.draw.chance(60) => format!("avatar=\"{avatar}\" "),
                _ => String::new(),
            };
            mentions = format!("persona=\"{name}\" {avatar}");
        }
        let follows = scope.depth < 2 && self.draw.chance(25);
        let content = self.message(scope, follows);
        if !follows {
            return Some(said(
                format!("send to=\"{to}\" {mentions}{}", content.0),
                content.1,
            ));
        }
        let name = self.name("sent");
        let mut inner = Scope {
            depth: scope.depth + 1,
            acted: true,
            ..scope.clone()
        };
        inner.atom(
            &format!("{name}.id"),
            Type::MessageId,
            vec![Category::Activity],
        );
        inner.atom(&format!("{name}.channel"), Type::Channel, Vec::new());
        inner.atom(
            &format!("{name}.link"),
            Type::Text,
            vec![Category::Activity],
        );
        let count = 1 + self.draw.below(2);
        let mut steps = Vec::new();
        if !content.1.is_empty() {
            steps.push(Part::block("with", content.1));
        }
        steps.extend(self.steps(&mut inner, count));
        Some(Part::block(
            format!("send to=\"{to}\" as={name} {mentions}{}", content.0),
            steps,
        ))
    }

    /// The text of a message, and what stands in its block.
    pub(super) fn message(&mut self, scope: &Scope, _follows: bool) -> (String, Vec<Part>) {
        let mut text = format!("\"{}\"", self.text(scope));
        let mut inside = Vec::new();
        let stores = self.stores_here();
        if self.draw.chance(25)
            && let Some(store) = self.draw.pick(&stores).cloned()
            && let Some(query) = self.query(scope, &store, 1)
        {
            let mut inner = scope.at_row(&store);
            inner.rank = Some("rank");
            let (line, empty) = (self.text(&inner), self.text(scope));
            let empty = if self.draw.chance(70) {
                format!(" empty=\"{empty}\"")
            } else {
                String::new()
            };
            inside.push(Part::line(format!(
                "list \"{query}\" line=\"{line}\"{empty}"
            )));
            if self.draw.chance(50) {
                text = String::new();
            }
        }
        if self.draw.chance(15)
            && let Some(button) = self.draw.pick(&self.buttons.clone())
        {
            let style = self.draw.pick(ButtonStyle::ALL).expect("there are styles");
            inside.push(Part::line(format!(
                "button {button} label=\"Press\" style={style}"
            )));
        }
        if self.draw.chance(20) {
            inside.extend(self.door(scope));
        }
        let files = scope.files();
        if self.draw.chance(30)
            && let Some(files) = self.draw.pick(&files)
        {
            text = format!("{text} files=\"{files}\"");
        }
        (text, inside)
    }

    /// A button or a list that leads to a command.
    fn door(&mut self, scope: &Scope) -> Option<Part> {
        let command = self.draw.pick(&self.commands.clone())?.clone();
        let chosen = if self.draw.chance(50) {
            self.draw.pick(&command.options).cloned()
        } else {
            None
        };
        let mut fixed = String::new();
        for option in &command.options {
            let is_chosen = chosen.as_ref().is_some_and(|one| one.name == option.name);
            let fits = self.draw.chance(if option.optional { 40 } else { 95 });
            if is_chosen || !fits {
                continue;
            }
            if let Some(value) = self.handed(scope, option) {
                fixed = format!("{fixed} {}=\"{value}\"", option.name);
            }
        }
        let words = command.words;
        let Some(chosen) = chosen else {
            return Some(Part::line(format!(
                "button does=\"{words}\"{fixed} label=\"Go\""
            )));
        };
        let head = format!(
            "select does=\"{words}\" option=\"{}\"{fixed} placeholder=\"Pick\"",
            chosen.name
        );
        let is_offered = [Type::Member, Type::Role, Type::Channel].contains(chosen.kind.value);
        if is_offered && self.draw.chance(60) {
            return Some(Part::line(head));
        }
        let mut choices = Vec::new();
        for _ in 0..=self.draw.below(3) {
            let value = self.handed(scope, &chosen)?;
            let label = if self.draw.chance(50) {
                "One".to_owned()
            } else {
                self.text(scope)
            };
            choices.push(Part::line(format!("choice \"{label}\" value=\"{value}\"")));
        }
        Some(Part::block(head, choices))
    }

    /// What a message can fix of an option.
    fn handed(&mut self, scope: &Scope, option: &Given) -> Option<String> {
        match option.kind.value {
            Type::Text if option.kind.limits == Limits::Choices => {
                Some(self.draw.one(["'red'", "'blue'"]).to_owned())
            }
            Type::Member => {
                let who = self.draw.pick(&scope.members).cloned();
                who.or_else(|| scope.subject.clone())
            }
            Type::Int => Some(match self.value(scope, &Type::Int, 1, None) {
                Some(value) if self.draw.chance(40) => value,
                _ => self.draw.one(["0", "1", "3"]).to_owned(),
            }),
            Type::Bool | Type::Channel | Type::Role => {
                self.value(scope, option.kind.value, 1, None)
            }
            _ => None,
        }
    }

    /// Changes a message that somebody names, or the one whose button was pressed.
    pub(super) fn edit(&mut self, scope: &mut Scope) -> Option<Part> {
        let message = self.draw.pick(&scope.named_messages()).cloned()?;
        let content = self.message(scope, false);
        let head = format!("edit-message message=\"{message}\" {}", content.0);
        Some(said(head, content.1))
    }

    pub(super) fn deed(&mut self, scope: &mut Scope) -> Option<Part> {
        let deed = *self.draw.pick(DEEDS)?;
        if is_unread("deed", deed.name) {
            return None;
        }
        let mut head = deed.name.to_owned();
        for param in deed.params {
            let value = match param.takes {
                Takes::Member | Takes::Account => {
                    let who = self.draw.pick(&scope.members).cloned();
                    who.or_else(|| scope.subject.clone())?
                }
                Takes::Role => self.value(scope, &Type::Role, 1, None)?,
                Takes::Openers => continue,
                Takes::Category if param.need == Need::May && self.draw.chance(50) => continue,
                Takes::Channel | Takes::Category => self.value(scope, &Type::Channel, 1, None)?,

                Takes::Message => {
                    let links: Vec<String> = scope.named_messages();
                    match self.draw.pick(&links) {
                        Some(link) => link.clone(),
                        None => return None,
                    }
                }
                Takes::Duration { .. } => self.value(scope, &Type::Duration, 1, None)?,
                Takes::Count { .. } => self.draw.one(["1", "7", "100"]).to_owned(),
                Takes::Emoji => self.value(scope, &Type::Emoji, 1, None)?,
                Takes::Text { .. } if self.draw.chance(50) => {
                    head = format!("{head} {}=\"{}\"", param.name, self.text(scope));
                    continue;
                }
                Takes::Text { .. } if param.need == Need::May => continue,
                Takes::Text { .. } => "Talk".to_owned(),
            };
            head = format!("{head} {}=\"{value}\"", param.name);
        }
        if deed.makes.is_some() && self.draw.chance(50) && scope.depth < 2 {
            let name = self.name("made");
            let mut inner = Scope {
                depth: scope.depth + 1,
                acted: true,
                ..scope.clone()
            };
            let ty = deed.makes.map_or(Type::Channel, |makes| makes.ty.clone());
            inner.atom(&name, ty, Vec::new());
            let mut steps = Vec::new();
            let opens = deed
                .params
                .iter()
                .any(|param| matches!(param.takes, Takes::Openers));
            if opens && self.draw.chance(60) {
                let settings = scope.atoms.iter().filter(|atom| atom.ty == Type::Who);
                let all = settings.map(|atom| atom.text.clone());
                let all: Vec<String> = all.chain(scope.members.iter().cloned()).collect();
                let opened = [(); 2].map(|()| self.draw.pick(&all).cloned());
                let lines = opened.into_iter().flatten();
                let lines = lines.map(|one| Part::line(format!("open-to \"{one}\"")));
                steps.push(Part::block("with", lines.collect()));
            }
            steps.extend(self.steps(&mut inner, 1));
            return Some(Part::block(format!("{head} as={name}"), steps));
        }
        Some(Part::line(head))
    }
}

impl Scope {
    /// Files that can go along: those of the message, or one that somebody gave.
    fn files(&self) -> Vec<String> {
        let is_file = |ty: &Type| {
            let list = Type::List(Box::new(Type::Attachment));
            let maybe = Type::Optional(Box::new(Type::Attachment));
            *ty == Type::Attachment || *ty == list || *ty == maybe
        };
        let atoms = self.atoms.iter().filter(|atom| is_file(&atom.ty));
        atoms.map(|atom| atom.text.clone()).collect()
    }

    /// Messages that a deed can be about.
    fn named_messages(&self) -> Vec<String> {
        let mut all: Vec<String> = self
            .atoms
            .iter()
            .filter(|atom| self.event == &event::COMMAND && atom.ty == Type::MessageId)
            .filter_map(|atom| atom.text.strip_suffix(".id").map(str::to_owned))
            .filter(|name| name.starts_with('o'))
            .collect();
        if self.event.has_root("message") {
            all.push("message".to_owned());
        }
        all
    }
}

pub(super) fn said(head: String, inside: Vec<Part>) -> Part {
    if inside.is_empty() {
        Part::line(head)
    } else {
        Part::block(head, inside)
    }
}
