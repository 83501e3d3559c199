//! The catalogue as data: what each message takes, calls and refers to.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Message as Parsed, Pattern, PatternElement, VariantKey,
};

/// What messages may call: see `src/wording/catalogue.rs`.
const FUNCTIONS: [&str; 9] = [
    "AND", "CODE", "COUNT", "DURATION", "FIRST", "HAS", "JOIN", "LINK", "OR",
];

#[derive(Debug, Default)]
pub struct Message {
    pub has_value: bool,
    pub attributes: BTreeSet<String>,
    /// Variables of all variants and attributes, those of messages it refers to included.
    pub variables: BTreeSet<String>,
    pub refers: BTreeSet<String>,
    /// Whether it marks code or links.
    pub marks: bool,
    /// Variables that stand in the text, not only in what chooses between texts.
    pub shown: BTreeSet<String>,
    pub takes: BTreeMap<String, Takes>,
}

/// What a variable is given, as far as its uses tell.
#[derive(Debug, Clone, Default)]
pub struct Takes {
    pub list: bool,
    pub number: bool,
    /// What it is chosen by.
    pub keys: BTreeSet<String>,
}

/// CLDR’s plural forms that a text is not chosen by.
const FORMS: [&str; 5] = ["zero", "one", "two", "few", "many"];

pub type Catalogue = BTreeMap<String, Message>;

/// Reads files, each a name and a text, and tells what is wrong with them.
pub fn read(files: &[(String, String)], problems: &mut Vec<String>) -> Catalogue {
    let mut all = Catalogue::new();
    for (file, text) in files {
        let parsed = match fluent_syntax::parser::parse(text.as_str()) {
            Ok(parsed) => parsed,
            Err((parsed, errors)) => {
                let errors = errors.iter();
                problems.extend(errors.map(|error| format!("{file} does not parse: {error}")));
                parsed
            }
        };
        for entry in &parsed.body {
            match entry {
                Entry::Message(message) => {
                    let key = message.id.name.to_owned();
                    let read = one(message, file, problems);
                    if all.insert(key.clone(), read).is_some() {
                        problems.push(format!("`{key}` stands there twice"));
                    }
                }
                Entry::Term(term) => {
                    problems.push(format!("`-{}` is a term; use a message", term.id.name));
                }
                Entry::Comment(_)
                | Entry::GroupComment(_)
                | Entry::ResourceComment(_)
                | Entry::Junk { .. } => {}
            }
        }
    }
    follow(&mut all, problems);
    all
}

fn one(message: &Parsed<&str>, file: &str, problems: &mut Vec<String>) -> Message {
    let mut read = Message {
        has_value: message.value.is_some(),
        ..Message::default()
    };
    let mut walk = Walk {
        message: &mut read,
        file,
        problems,
        choosing: false,
    };
    let attributes = message.attributes.iter();
    let patterns = message.value.iter().chain(attributes.map(|one| &one.value));
    for pattern in patterns {
        walk.pattern(pattern);
    }
    let attributes = message.attributes.iter();
    read.attributes = attributes.map(|one| one.id.name.to_owned()).collect();
    read
}

struct Walk<'a> {
    message: &'a mut Message,
    file: &'a str,
    problems: &'a mut Vec<String>,
    /// Within what chooses.
    choosing: bool,
}

impl Walk<'_> {
    fn pattern(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            if let PatternElement::Placeable { expression } = element {
                self.expression(expression);
            }
        }
    }

    fn expression(&mut self, expression: &Expression<&str>) {
        match expression {
            Expression::Inline(inline) => self.inline(inline),
            Expression::Select { selector, variants } => {
                self.choosing = true;
                self.inline(selector);
                self.choosing = false;
                if let InlineExpression::VariableReference { id } = selector {
                    let takes = self.message.takes.entry(id.name.to_owned()).or_default();
                    for variant in variants {
                        match &variant.key {
                            VariantKey::NumberLiteral { .. } => takes.number = true,
                            VariantKey::Identifier { name } => {
                                takes.number |= FORMS.contains(name);
                                takes.keys.insert((*name).to_owned());
                            }
                        }
                    }
                }
                for variant in variants {
                    self.pattern(&variant.value);
                }
            }
        }
    }

    fn inline(&mut self, inline: &InlineExpression<&str>) {
        match inline {
            InlineExpression::VariableReference { id } => {
                self.message.variables.insert(id.name.to_owned());
                if !self.choosing {
                    self.message.shown.insert(id.name.to_owned());
                }
            }
            InlineExpression::MessageReference { id, .. } => {
                self.message.refers.insert(id.name.to_owned());
            }
            InlineExpression::FunctionReference { id, arguments } => {
                if !FUNCTIONS.contains(&id.name) {
                    let problem = format!("{} calls `{}`, which is not there", self.file, id.name);
                    self.problems.push(problem);
                }
                self.message.marks |= matches!(id.name, "CODE" | "LINK");
                if let Some(InlineExpression::VariableReference { id: given }) =
                    arguments.positional.first()
                {
                    let takes = self.message.takes.entry(given.name.to_owned()).or_default();
                    takes.list |= matches!(id.name, "AND" | "OR" | "JOIN" | "COUNT");
                    takes.number |= id.name == "DURATION";
                }
                let named = arguments.named.iter().map(|one| &one.value);
                for given in arguments.positional.iter().chain(named) {
                    self.inline(given);
                }
            }
            InlineExpression::Placeable { expression } => self.expression(expression),
            InlineExpression::StringLiteral { .. }
            | InlineExpression::NumberLiteral { .. }
            | InlineExpression::TermReference { .. } => {}
        }
    }
}

/// Gives each message what those it refers to take.
fn follow(all: &mut Catalogue, problems: &mut Vec<String>) {
    let keys: Vec<String> = all.keys().cloned().collect();
    for key in keys {
        let (mut variables, mut marks) = (BTreeSet::new(), false);
        let (mut shown, mut takes) = (BTreeSet::new(), BTreeMap::<String, Takes>::new());
        let (mut seen, mut open) = (BTreeSet::new(), vec![key.clone()]);
        while let Some(next) = open.pop() {
            if !seen.insert(next.clone()) {
                continue;
            }
            match all.get(&next) {
                Some(message) => {
                    variables.extend(message.variables.iter().cloned());
                    marks |= message.marks;
                    shown.extend(message.shown.iter().cloned());
                    for (name, one) in &message.takes {
                        let all = takes.entry(name.clone()).or_default();
                        all.list |= one.list;
                        all.number |= one.number;
                        all.keys.extend(one.keys.iter().cloned());
                    }
                    open.extend(message.refers.iter().cloned());
                }
                None => problems.push(format!("`{key}` refers to `{next}`, which is not there")),
            }
        }
        if let Some(message) = all.get_mut(&key) {
            (message.variables, message.marks) = (variables, marks);
            (message.shown, message.takes) = (shown, takes);
        }
    }
}
