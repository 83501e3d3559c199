//! Steps of a handler: what decides, what is asked and what is written.

use candor::{
    lexicon::{
        Event, OF_MEMBER, kind,
        kind::{Gives, OptionKind},
        source::{About, Held},
    },
    vocab::{Category, Type},
};

use super::super::{sketch::Part, words::is_unread};
use super::{
    Atom, Generator,
    declare::{Field, Shape, Store},
    effects::said,
};

/// What can be named where a step stands.
#[derive(Clone)]
pub(super) struct Scope {
    pub event: &'static Event,
    pub atoms: Vec<Atom>,
    /// Names of people who are present.
    pub members: Vec<String>,
    /// What was typed: who commands the bot must stand above it.
    pub named: Vec<String>,
    pub sets_up: bool,
    pub in_query: bool,
    pub rank: Option<&'static str>,
    /// Whose rows `each` and `first` go through.
    pub each_of: Option<String>,
    /// Whom the row that ended is about.
    pub subject: Option<String>,
    /// Something was done: nothing can be refused any more.
    pub acted: bool,
    pub depth: usize,
}

impl Scope {
    pub fn of(generator: &Generator, event: &'static Event) -> Self {
        let mut scope = Self {
            event,
            atoms: Vec::new(),
            members: Vec::new(),
            named: Vec::new(),
            sets_up: false,
            in_query: false,
            rank: None,
            each_of: None,
            subject: None,
            acted: false,
            depth: 0,
        };
        if event.has_actor() {
            scope.person(event.actor, event.person);
        }
        for source in event.all() {
            scope.atom(source.name, source.gives.ty(), vec![source.category]);
        }
        scope.atom("now", Type::Instant, vec![Category::Activity]);
        for setting in &generator.settings {
            let ty = setting.ty.clone();
            let ty = if setting.optional {
                Type::Optional(Box::new(ty))
            } else {
                ty
            };
            let name = format!("settings.{}", setting.name);
            scope.atom(&name, ty, vec![Category::Configuration]);
        }
        scope
    }

    fn person(&mut self, name: &str, told: &[&'static candor::lexicon::Source]) {
        self.members.push(name.to_owned());
        for source in told {
            // Asked for one by one, by `can`.
            if source.held == Held::ByPerson(About::Permissions) || is_unread("person", source.name)
            {
                continue;
            }
            self.atom(
                &format!("{name}.{}", source.name),
                source.gives.ty(),
                vec![source.category],
            );
        }
    }

    pub fn atom(&mut self, text: &str, ty: Type, categories: Vec<Category>) {
        self.atoms.push(Atom {
            text: text.to_owned(),
            ty,
            categories,
        });
    }

    pub fn option(&mut self, name: &str, option: &'static OptionKind, optional: bool) {
        let ty = option.value.clone();
        let category = match option.gives {
            Gives::Words => Category::UserContent,
            Gives::Person => Category::Identifier,
            Gives::Thing => Category::Configuration,
            Gives::Choice | Gives::Figure if self.sets_up => Category::Configuration,
            Gives::Choice => Category::Preference,
            Gives::Figure => Category::UserContent,
        };
        if ty == Type::Member {
            self.named.push(name.to_owned());
            if !optional {
                self.person(name, OF_MEMBER);
            }
            return;
        }
        if ty == Type::Role && !optional {
            self.named.push(name.to_owned());
        }
        if *option == kind::option::MESSAGE_LINK {
            self.atom(&format!("{name}.id"), ty, vec![category]);
            self.atom(&format!("{name}.channel"), Type::Channel, vec![category]);
            return;
        }
        let ty = if optional {
            Type::Optional(Box::new(ty))
        } else {
            ty
        };
        self.atom(name, ty, vec![category]);
    }

    /// With a row of the store at hand.
    pub fn at_row(&self, store: &Store) -> Self {
        let mut inner = Self {
            in_query: true,
            ..self.clone()
        };
        inner.atoms.retain(|atom| !atom.text.starts_with("row."));
        inner.row(store);
        inner
    }

    fn row(&mut self, store: &Store) {
        for field in store.all() {
            let ty = if field.optional && !field.default {
                Type::Optional(Box::new(field.ty.clone()))
            } else {
                field.ty.clone()
            };
            self.atom(&format!("row.{}", field.name), ty, field.categories.clone());
        }
    }

    pub(super) fn asked(&self) -> bool {
        self.event.is_asked_for()
    }
}

impl Generator<'_> {
    pub(super) fn stores_here(&self) -> Vec<Store> {
        let here = self.feature;
        let stores = self.stores.iter();
        stores
            .filter(|store| store.feature == here)
            .cloned()
            .collect()
    }

    /// All steps of a handler, with what guards them.
    pub(super) fn body(&mut self, scope: &mut Scope) -> Vec<Part> {
        let mut steps = Vec::new();
        if scope.asked() {
            if scope.sets_up {
                steps.push(Part::line("require permission=manage-guild"));
            } else if self.draw.chance(55) {
                let permission =
                    self.draw
                        .one(["manage-roles", "moderate-members", "manage-messages"]);
                let mut targets = vec![String::new()];
                targets.extend(scope.named.iter().map(|name| format!(" target={name}")));
                for target in targets.iter().skip(usize::from(targets.len() > 1)) {
                    let words = if self.draw.chance(30) {
                        " else=\"No.\""
                    } else {
                        ""
                    };
                    steps.push(Part::line(format!(
                        "require permission={permission}{target}{words}"
                    )));
                }
            }
            if self.draw.chance(20) {
                steps.extend(self.required(scope));
            }
            if self.draw.chance(15) {
                steps.push(self.limited(scope));
            }
        } else if scope.event.has_actor() && self.draw.chance(40) && scope.event.person.len() > 5 {
            let actor = scope.event.actor;
            let permission = self.draw.one(["manage-messages", "kick-members"]);
            let count = 1 + self.draw.below(3);
            let inside = self.steps(scope, count);
            return vec![Part::block(
                format!("when \"can({actor}, '{permission}')\""),
                inside,
            )];
        }
        if !scope.asked() && scope.event.has_actor() && self.draw.chance(10) {
            steps.push(self.limited(scope));
        }
        let count = 1 + self.draw.below(5);
        steps.extend(self.steps(scope, count));
        steps
    }

    /// How often the handler goes on.
    fn limited(&mut self, scope: &mut Scope) -> Part {
        let mut all = vec!["guild.id".to_owned()];
        all.extend(scope.members.iter().map(|member| format!("{member}.id")));
        if scope.event.has_root("channel") {
            all.push("channel".to_owned());
        }
        let per = self.draw.pick(&all).cloned().unwrap_or_default();
        let written = scope.atoms.iter().find(|atom| atom.ty == Type::Text);
        let text = written.map(|atom| format!(", {}", atom.text));
        let per = per + &text.filter(|_| self.draw.chance(30)).unwrap_or_default();
        let within = self.draw.one(["60s", "1h", "1d"]);
        let most = 1 + self.draw.below(3);
        if self.draw.chance(30) {
            let name = self.name("n");
            scope.atom(
                &name,
                Type::Bool,
                vec![Category::UserContent, Category::Profile, Category::Activity],
            );
            return Part::line(format!(
                "limit {most} per=\"{per}\" within=\"{within}\" as={name}"
            ));
        }
        let end = if self.draw.chance(50) {
            format!(" else=\"{}\"", self.text(scope))
        } else {
            String::new()
        };
        Part::line(format!(
            "limit {most} per=\"{per}\" within=\"{within}\"{end}"
        ))
    }

    pub(super) fn steps(&mut self, scope: &mut Scope, count: usize) -> Vec<Part> {
        let mut steps = Vec::new();
        for _ in 0..count {
            for _ in 0..4 {
                let made = self.step(scope);
                if !made.is_empty() {
                    steps.extend(made);
                    break;
                }
            }
        }
        steps
    }

    fn step(&mut self, scope: &mut Scope) -> Vec<Part> {
        let made = match self.draw.below(25) {
            0..=2 => return self.when(scope),
            3 => return self.named_value(scope).into_iter().collect(),
            4 => self.each(scope),
            5 => return self.first(scope),
            6 if scope.depth > 0 => Some(Part::line("stop")),
            7 if scope.asked() && !scope.acted && scope.depth == 0 => return self.required(scope),
            8..=11 => self.written(scope),
            12 => self.ended(scope, "delete"),
            13 => self.ended(scope, "finish"),
            14 | 15 => self.reply(scope),
            16 | 17 => self.send(scope),
            18 => {
                let content = self.message(scope, false);
                let head = format!("emit mod-log {}", content.0);
                Some(said(head, content.1))
            }
            19 => {
                let to = self
                    .draw
                    .pick(&scope.members)
                    .cloned()
                    .or_else(|| scope.subject.clone());
                to.map(|to| {
                    let content = self.message(scope, false);
                    said(format!("dm to=\"{to}\" {}", content.0), content.1)
                })
            }
            20 => self.edit(scope),
            _ => self.deed(scope),
        };
        let made = made.map(|part| self.refused(scope, part));
        if made.is_some() {
            scope.acted = true;
        }
        made.into_iter().collect()
    }

    fn required(&mut self, scope: &Scope) -> Vec<Part> {
        let Some(cond) = self.value(scope, &Type::Bool, 2, None) else {
            return Vec::new();
        };
        let text = self.text(scope);
        let words = if self.draw.chance(60) {
            format!(" else=\"{text}\"")
        } else {
            String::new()
        };
        vec![Part::line(format!("require \"{cond}\"{words}"))]
    }

    fn when(&mut self, scope: &mut Scope) -> Vec<Part> {
        if scope.depth > 2 {
            return Vec::new();
        }
        let optional: Vec<Atom> = scope
            .atoms
            .iter()
            .filter(|atom| matches!(atom.ty, Type::Optional(_)))
            .cloned()
            .collect();
        let mut inner = Scope {
            depth: scope.depth + 1,
            ..scope.clone()
        };
        let cond = match self.draw.pick(&optional) {
            Some(atom) if self.draw.chance(40) => {
                for known in &mut inner.atoms {
                    if known.text == atom.text
                        && let Type::Optional(of) = &known.ty
                    {
                        known.ty = (**of).clone();
                    }
                }
                format!("{} is not none", atom.text)
            }
            _ => match self.value(scope, &Type::Bool, 2, None) {
                Some(cond) => cond,
                None => return Vec::new(),
            },
        };
        let count = 1 + self.draw.below(3);
        let then = self.steps(&mut inner, count);
        scope.acted |= inner.acted;
        let mut parts = vec![Part::block(format!("when \"{cond}\""), then)];
        if self.draw.chance(35) {
            let mut inner = Scope {
                depth: scope.depth + 1,
                ..scope.clone()
            };
            let otherwise = self.steps(&mut inner, 1);
            scope.acted |= inner.acted;
            parts.push(Part::block("else", otherwise));
        }
        parts
    }

    fn named_value(&mut self, scope: &mut Scope) -> Option<Part> {
        let ty = self.draw.one([
            &Type::Int,
            &Type::Text,
            &Type::Bool,
            &Type::Duration,
            &Type::Instant,
        ]);
        let value = self.value(scope, ty, 2, None)?;
        let name = self.name("n");
        // It may be made of anything.
        scope.atom(
            &name,
            ty.clone(),
            vec![Category::UserContent, Category::Profile],
        );
        Some(Part::line(format!("let {name} \"{value}\"")))
    }

    fn each(&mut self, scope: &mut Scope) -> Option<Part> {
        if scope.depth > 1 || scope.in_query {
            return None;
        }
        let stores = self.stores_here();
        let store = self.draw.pick(&stores)?.clone();
        let query = self.query(scope, &store, 1)?;
        let mut inner = scope.at_row(&store);
        inner.in_query = false;
        inner.each_of = Some(store.name.clone());
        inner.depth += 1;
        let count = 1 + self.draw.below(2);
        let steps = self.steps(&mut inner, count);
        Some(Part::block(format!("each \"{query}\""), steps))
    }

    /// One row, and what is done where there is none.
    fn first(&mut self, scope: &mut Scope) -> Vec<Part> {
        if scope.depth > 1 || scope.in_query {
            return Vec::new();
        }
        let stores = self.stores_here();
        let Some(store) = self.draw.pick(&stores).cloned() else {
            return Vec::new();
        };
        let Some(query) = self.query(scope, &store, 1) else {
            return Vec::new();
        };
        let mut inner = scope.at_row(&store);
        inner.in_query = false;
        inner.each_of = Some(store.name.clone());
        inner.depth += 1;
        let steps = self.steps(&mut inner, 1);
        let mut parts = vec![Part::block(format!("first \"{query}\""), steps)];
        let mut acted = inner.acted;
        if self.draw.chance(60) {
            let mut inner = Scope {
                depth: scope.depth + 1,
                ..scope.clone()
            };
            let otherwise = self.steps(&mut inner, 1);
            acted |= inner.acted;
            parts.push(Part::block("else", otherwise));
        }
        scope.acted |= acted;
        parts
    }

    fn written(&mut self, scope: &mut Scope) -> Option<Part> {
        let stores = self.stores_here();
        let store = self.draw.pick(&stores)?.clone();
        let is_at_hand = scope.each_of.as_ref() == Some(&store.name);
        let insert = match store.shape {
            Shape::Log => !is_at_hand || self.draw.chance(30),
            _ => self.draw.chance(25),
        };
        let mut key = Vec::new();
        for part in &store.key {
            if store.shape == Shape::Log {
                break;
            }
            key.push(if part.is_person {
                self.somebodys_id(scope)?
            } else {
                self.held(scope, part)?
            });
        }
        let mut given = Vec::new();
        for field in store.fields.clone() {
            let must = !field.default && !field.optional;
            let value = if field.is_person {
                self.somebodys_id(scope)
            } else if must || self.draw.chance(60) {
                if field.optional && self.draw.chance(10) {
                    Some("none".to_owned())
                } else {
                    self.held(scope, &field)
                }
            } else {
                None
            };
            match value {
                Some(value) => given.push(Part {
                    free: !must,
                    ..Part::line(format!("{} \"{value}\"", field.name))
                }),
                None if must => return None,
                None => {}
            }
        }
        if insert {
            if store.shape != Shape::Log {
                for (part, value) in store.key.iter().zip(&key).rev() {
                    given.insert(0, Part::line(format!("{} \"{value}\"", part.name)).needed());
                }
            }
            return Some(Part::block(format!("insert {}", store.name), given));
        }
        if given.is_empty() {
            return None;
        }
        let head = if store.shape == Shape::Log {
            format!("update {} key=\"row.id\"", store.name)
        } else if let [only] = key.as_slice() {
            format!("update {} key=\"{only}\"", store.name)
        } else {
            for (part, value) in store.key.iter().zip(&key).rev() {
                given.insert(0, Part::line(format!("{} \"{value}\"", part.name)).needed());
            }
            format!("update {}", store.name)
        };
        Some(Part::block(head, given))
    }

    /// The id of somebody.
    fn somebodys_id(&mut self, scope: &Scope) -> Option<String> {
        if scope.subject.is_some() {
            return scope.subject.clone();
        }
        self.somebody(scope).map(|who| format!("{who}.id"))
    }

    fn somebody(&mut self, scope: &Scope) -> Option<String> {
        if (self.consent || self.draw.chance(65)) && scope.event.has_actor() {
            return Some(scope.event.actor.to_owned());
        }
        self.draw.pick(&scope.members).cloned()
    }

    /// A value that a field may keep. Sometimes one that it may not.
    fn held(&mut self, scope: &Scope, field: &Field) -> Option<String> {
        let anything = self.draw.chance(6);
        let allowed = (!anything).then_some(field.categories.as_slice());
        self.value(scope, &field.ty, 2, allowed)
    }

    fn ended(&mut self, scope: &mut Scope, word: &str) -> Option<Part> {
        let mut stores = self.stores_here();
        if word == "finish" {
            stores.retain(|store| store.finishes);
        }
        let store = self.draw.pick(&stores)?.clone();
        if let [key] = store.key.as_slice()
            && self.draw.chance(40)
        {
            let key = if key.is_person {
                self.somebodys_id(scope)?
            } else {
                self.value(scope, &key.ty.clone(), 1, None)?
            };
            let end = self.where_nothing_is(scope, word);
            return Some(Part::line(format!(
                "{word} {} key=\"{key}\"{end}",
                store.name
            )));
        }
        let inner = scope.at_row(&store);
        let cond = match &store.subject {
            Some(subject) if self.draw.chance(70) => {
                format!("row.{subject} == {}", self.somebodys_id(scope)?)
            }
            _ => self.value(&inner, &Type::Bool, 2, None)?,
        };
        let end = self.where_nothing_is(scope, word);
        Some(Part::line(format!(
            "{word} {} where=\"{cond}\"{end}",
            store.name
        )))
    }

    /// What is answered where no row is there to be deleted.
    fn where_nothing_is(&mut self, scope: &Scope, word: &str) -> String {
        let may = word == "delete" && scope.asked() && !scope.acted;
        if !may || !self.draw.chance(40) {
            return String::new();
        }
        format!(" else=\"{}\"", self.text(scope))
    }
}
