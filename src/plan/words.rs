//! Everything in a plan that a policy says in its own words, with what it is and where it stands: the one way to it, for
//! catalogues.
//!
//! What Candor adds to a policy (journals, answers about consent) has Candor's words and is left out.

use super::{Arg, Command, Message, Param, Plan, Retention, Setting, Step, StepKind, Store, Text};
use crate::vocab::Place;

/// What a text is, which decides how long it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// Of the notice.
    Words,
    /// What a command, an option or a setting is about.
    About,
    /// A message, or a part of one.
    Text,
    /// Of a button, or in a list to choose from.
    Label,
    /// A word of a command, or an option.
    Command,
    /// An entry of a menu.
    Menu,
    Choice,
    /// A feature or a setting, as `/config` takes it.
    Setting,
    /// A store or a field.
    Name,
}

impl Sort {
    /// What a key begins with.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::About => "about",
            Self::Text => "text",
            Self::Label => "label",
            Self::Command => "command",
            Self::Menu => "menu",
            Self::Choice => "choice",
            Self::Setting => "setting",
            Self::Name => "name",
        }
    }

    /// The most characters that Discord takes; none where Discord shows it as a page or a file.
    #[must_use]
    pub fn most(self) -> Option<usize> {
        match self {
            Self::Words | Self::Name => None,
            Self::About | Self::Choice => Some(100),
            Self::Text => Some(2_000),
            Self::Label => Some(80),
            Self::Command | Self::Menu | Self::Setting => Some(32),
        }
    }
}

/// One of them.
#[derive(Debug)]
pub enum Spoken<'a> {
    /// Shown as it stands.
    Plain(&'a mut String),
    /// With holes.
    Holed(&'a mut Text),
    /// By which something is known, whatever the language; what it is shown as stands in `Plan::names`.
    Name(&'a str),
}

/// Visits them, in the order in which the plan has them.
pub fn visit(plan: &mut Plan, visit: &mut impl FnMut(Sort, Spoken<'_>, &Place)) {
    promises(plan, visit);
    let made: Vec<bool> = plan
        .stores
        .iter()
        .map(|store| plan.is_made(store.id))
        .collect();
    for feature in &mut plan.features {
        let place = &feature.at;
        visit(Sort::Setting, Spoken::Name(&feature.name), place);
        plain(&mut feature.title, place, visit);
        maybe(feature.about.as_mut(), place, visit);
        maybe(feature.interest.as_mut(), place, visit);
    }
    for setting in &mut plan.settings {
        let Setting {
            name,
            feature,
            about,
            at,
            ..
        } = setting;
        // Those of the bot as a whole are Candor's.
        if feature.is_some() {
            visit(Sort::Setting, Spoken::Name(name), at);
            visit(Sort::About, Spoken::Plain(about), at);
        }
    }
    for (store, made) in plan.stores.iter_mut().zip(made) {
        if !made {
            self::store(store, visit);
        }
    }
    for one in &mut plan.commands {
        command(one, visit);
    }
    let at = plan.at.clone();
    // What is typed as a message is typed alike in every language.
    for alias in plan.aliases.iter().filter(|alias| !alias.is_typed()) {
        visit(Sort::Command, Spoken::Name(&alias.name), &at);
    }
    for set in &mut plan.command_sets {
        visit(Sort::Text, Spoken::Holed(&mut set.about), &set.at);
        message(&mut set.reply, &set.at, visit);
    }
    for handler in &mut plan.handlers {
        steps(&mut handler.steps, visit);
    }
}

fn plain(text: &mut String, at: &Place, visit: &mut impl FnMut(Sort, Spoken<'_>, &Place)) {
    if !text.is_empty() {
        visit(Sort::Words, Spoken::Plain(text), at);
    }
}

fn maybe(text: Option<&mut String>, at: &Place, visit: &mut impl FnMut(Sort, Spoken<'_>, &Place)) {
    if let Some(text) = text {
        plain(text, at, visit);
    }
}

/// What stands for the whole bot.
fn promises(plan: &mut Plan, visit: &mut impl FnMut(Sort, Spoken<'_>, &Place)) {
    let controller = &mut plan.controller;
    if let Some(authority) = &mut controller.authority {
        plain(&mut authority.name, &controller.at, visit);
    }
    for one in &mut plan.processors {
        plain(&mut one.role, &one.at, visit);
        maybe(one.safeguards.as_mut(), &one.at, visit);
    }
    for one in &mut plan.purposes {
        plain(&mut one.text, &one.at, visit);
    }
    for one in &mut plan.measures {
        plain(&mut one.text, &one.at, visit);
    }
    for one in &mut plan.stated {
        plain(&mut one.text, &one.at, visit);
        maybe(one.row.as_mut(), &one.at, visit);
    }
    for one in &mut plan.changes {
        plain(&mut one.text, &one.at, visit);
    }
    for one in &mut plan.declassified {
        plain(&mut one.reason, &one.at, visit);
    }
    retention(&mut plan.settings_retention, visit);
}

fn retention(of: &mut Retention, visit: &mut impl FnMut(Sort, Spoken<'_>, &Place)) {
    maybe(of.reason.as_mut(), &of.at, visit);
}

fn store(store: &mut Store, visit: &mut impl FnMut(Sort, Spoken<'_>, &Place)) {
    visit(Sort::Name, Spoken::Name(&store.name), &store.at);
    maybe(store.about.as_mut(), &store.at, visit);
    for field in &mut store.fields {
        visit(Sort::Name, Spoken::Name(&field.name), &field.at);
        maybe(field.about.as_mut(), &field.at, visit);
    }
    retention(&mut store.retention, visit);
    for rule in &mut store.on_erase {
        let kept = rule.refusal.as_mut();
        maybe(kept.map(|kept| &mut kept.reason), &rule.at, visit);
    }
    if let Some(one) = &mut store.on_object {
        plain(&mut one.reason, &one.at, visit);
    }
    if let Some(one) = &mut store.refused {
        plain(&mut one.reason, &one.at, visit);
        plain(&mut one.appeal, &one.at, visit);
    }
}

fn command(command: &mut Command, visit: &mut impl FnMut(Sort, Spoken<'_>, &Place)) {
    let at = &command.at;
    for word in &command.path {
        visit(Sort::Command, Spoken::Name(word), at);
    }
    visit(Sort::About, Spoken::Plain(&mut command.about), at);
    if let Some(menu) = &command.menu {
        visit(Sort::Menu, Spoken::Name(&menu.name), at);
    }
    for param in &mut command.params {
        let Param {
            name,
            about,
            choices,
            ..
        } = param;
        visit(Sort::Command, Spoken::Name(name), at);
        visit(Sort::About, Spoken::Plain(about), at);
        for choice in choices {
            visit(Sort::Choice, Spoken::Name(choice), at);
        }
    }
    steps(&mut command.steps, visit);
}

fn holed(text: Option<&mut Text>, at: &Place, visit: &mut impl FnMut(Sort, Spoken<'_>, &Place)) {
    if let Some(text) = text {
        visit(Sort::Text, Spoken::Holed(text), at);
    }
}

fn steps(steps: &mut [Step], visit: &mut impl FnMut(Sort, Spoken<'_>, &Place)) {
    for step in steps {
        self::step(step, visit);
        for block in step.kind.blocks_mut() {
            self::steps(block, visit);
        }
    }
}

/// What stands in a step itself, without its blocks.
fn step(step: &mut Step, visit: &mut impl FnMut(Sort, Spoken<'_>, &Place)) {
    let at = &step.at;
    for counts in step.kind.counts().iter().filter(|one| one.points != 0) {
        visit(Sort::Words, Spoken::Name(&counts.because), at);
    }
    match &mut step.kind {
        StepKind::Require { refusal, .. }
        | StepKind::Limit { refusal, .. }
        | StepKind::Delete { refusal, .. } => holed(refusal.as_mut(), at, visit),
        StepKind::Say { message: said, .. } => message(said, at, visit),
        StepKind::Do { args, .. } => {
            for arg in args.values_mut() {
                match arg {
                    Arg::Text(text) => holed(Some(text), at, visit),
                    Arg::Value(_) | Arg::Values(_) => {}
                }
            }
        }
        StepKind::Then { first, .. } => self::step(first, visit),
        StepKind::When { .. }
        | StepKind::Let { .. }
        | StepKind::Each { .. }
        | StepKind::Stop
        | StepKind::Insert { .. }
        | StepKind::Update { .. }
        | StepKind::Finish { .. }
        | StepKind::Ask(_) => {}
    }
    holed(step.otherwise.as_mut(), at, visit);
}

fn message(said: &mut Message, at: &Place, visit: &mut impl FnMut(Sort, Spoken<'_>, &Place)) {
    holed(said.text.as_mut(), at, visit);
    if let Some(card) = &mut said.card {
        holed(card.title.as_mut(), at, visit);
    }
    if let Some(list) = &mut said.list {
        holed(Some(&mut list.line), at, visit);
        holed(list.empty.as_mut(), at, visit);
    }
    for button in &mut said.buttons {
        for words in button.words_mut() {
            visit(Sort::Label, Spoken::Holed(words), at);
        }
    }
    if let Some(persona) = &mut said.persona {
        holed(Some(&mut persona.name), at, visit);
    }
}
