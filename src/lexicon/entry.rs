//! Words as a reference shows them, made from their rows: for the book, `candor explain WORD` and editors.

use super::{
    DEEDS, Deed, EVENTS, Event, FUNCTIONS, Function, Goes, LENGTHS, Length, Need, PERSON, SOURCES,
    Source,
    kind::{KINDS, Kind, Limits, OptionKind, options},
};
use crate::vocab::{Intent, Type};

/// One word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// `step`, `event`, `function`
    pub what: &'static str,
    pub word: &'static str,
    /// How it is written: `kick member= [reason=]`.
    pub usage: String,
    pub doc: String,
    /// What else follows from the row, a sentence each.
    pub notes: Vec<String>,
}

/// Every word that has a row, in the order of the book. Some stand twice: `text` is a type and a kind of option.
pub fn entries() -> impl Iterator<Item = Entry> {
    let events = EVENTS.iter().map(|one| one.entry());
    let deeds = DEEDS.iter().map(|one| one.entry());
    let functions = FUNCTIONS.iter().map(|one| one.entry());
    let sources = SOURCES.iter().map(|one| one.entry("source"));
    let people = PERSON.iter().map(|one| one.entry("source of a person"));
    let lengths = LENGTHS.iter().map(|one| one.entry());
    let kinds = KINDS.iter().map(|one| one.entry());
    let options = options().map(OptionKind::entry);
    let told = events.chain(sources).chain(people);
    let done = told.chain(deeds).chain(functions);
    done.chain(lengths).chain(kinds).chain(options)
}

fn typed(ty: &Type) -> String {
    format!("It is of type `{ty}`.")
}

fn asked((intent, _): &(Intent, &str)) -> String {
    format!("The bot asks Discord for the intent `{}`.", intent.word())
}

fn quoted<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<_> = words.into_iter().map(|word| format!("`{word}`")).collect();
    words.join(", ")
}

impl Deed {
    #[must_use]
    pub fn entry(&self) -> Entry {
        let mut usage = self.name.to_owned();
        for param in self.params {
            let (open, close) = match param.need {
                Need::Must(_) => ("", "="),
                Need::OfEvent | Need::May => ("[", "=]"),
            };
            usage.extend([" ", open, param.name, close]);
        }
        let mut notes = Vec::new();
        for param in self.params {
            if let Some(max) = param.takes.longest() {
                notes.push(format!("`{}` is at most `{max}`.", param.name));
            }
            if let Goes::To(end) = param.goes {
                let sink = end.sink().word();
                notes.push(format!("`{}` counts as sent to `{sink}`.", param.name));
            }
        }
        let needs = quoted(self.needs.iter().map(|(one, _)| one.word()));
        notes.push(format!("The bot needs {needs}."));
        if let Some(makes) = self.makes.filter(|makes| !makes.needs.is_empty()) {
            let needs = quoted(makes.needs.iter().map(|(one, _)| one.word()));
            notes.push(format!("With `as=NAME` it also needs {needs}."));
        }
        if self.makes.is_some() {
            notes.push("With `as=NAME` steps follow once it is done.".to_owned());
        }
        Entry {
            what: "step",
            word: self.name,
            usage,
            doc: self.doc.to_owned(),
            notes,
        }
    }
}

impl Event {
    #[must_use]
    pub fn entry(&self) -> Entry {
        let name = self
            .named
            .map_or_else(String::new, |named| format!(" {named}"));
        let person = self.person.iter();
        let person = person.map(|one| format!("{}.{}", self.actor, one.name));
        let others = self.tells.iter().map(|one| one.name.to_owned());
        // Of the server a policy may ask in every event; what of it, `all` says.
        let server = self.all().filter(|one| !self.tells.contains(one));
        let server = server.map(|one| one.name.to_owned());
        let told: Vec<_> = person.chain(others).chain(server).collect();
        let told = quoted(told.iter().map(String::as_str));
        let mut notes = vec![format!("It tells {told}.")];
        notes.extend(self.intent.as_ref().map(asked));
        Entry {
            what: "event",
            word: self.name,
            usage: format!("on {}{name} {{ … }}", self.name),
            doc: self.doc.to_owned(),
            notes,
        }
    }
}

impl Source {
    fn entry(&self, what: &'static str) -> Entry {
        let mut notes = vec![
            typed(&self.gives.ty()),
            format!("Its category is `{}`.", self.category.word()),
        ];
        notes.extend(self.intent.as_ref().map(asked));
        Entry {
            what,
            word: self.name,
            usage: self.name.to_owned(),
            doc: self.doc.to_owned(),
            notes,
        }
    }
}

impl Function {
    #[must_use]
    pub fn entry(&self) -> Entry {
        let (usage, doc) = self.doc.split_once(": ").unwrap_or((self.name, self.doc));
        Entry {
            what: "function",
            word: self.name,
            usage: usage.replace('`', ""),
            doc: doc.to_owned(),
            notes: Vec::new(),
        }
    }
}

impl Length {
    fn entry(&self) -> Entry {
        let mut notes = Vec::new();
        if self.returns.is_some() {
            notes.push("What it waits for can be called off.".to_owned());
        }
        notes.extend(self.intent.map(|(intent, ..)| asked(&(intent, ""))));
        Entry {
            what: "length",
            word: self.name,
            usage: format!("retain \"{}\"", self.usage()),
            doc: self.doc.to_owned(),
            notes,
        }
    }
}

impl Kind {
    fn entry(&self) -> Entry {
        let places = [(self.in_fields, "fields"), (self.in_settings, "settings")];
        let places: Vec<_> = places
            .into_iter()
            .filter_map(|(may, place)| may.then_some(place))
            .collect();
        let mut notes = Vec::new();
        if !places.is_empty() {
            notes.push(format!("It is a type of {}.", places.join(" and ")));
        }
        let category = self.category.filter(|_| self.in_fields);
        notes.extend(category.map(|category| format!("Its category is `{}`.", category.word())));
        Entry {
            what: "type",
            word: self.name,
            usage: self.name.to_owned(),
            doc: self.doc.to_owned(),
            notes,
        }
    }
}

impl OptionKind {
    #[must_use]
    pub fn entry(&self) -> Entry {
        let limits = match self.limits {
            Limits::None => "",
            Limits::Number => "(0..100)",
            Limits::Characters => "(1..512)",
            Limits::Choices => "('a', 'b')",
        };
        Entry {
            what: "kind of option",
            word: self.name,
            usage: format!("{}{limits}", self.name),
            doc: self.doc.to_owned(),
            notes: vec![typed(self.value)],
        }
    }
}
