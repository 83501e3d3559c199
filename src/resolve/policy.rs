//! A policy with every name looked up.

use std::sync::Arc;

use crate::{
    lexicon::OptionKind,
    plan::{
        self, Application, Change, Controller, Expr, FeatureId, Field, Measure, Message, On, Param,
        Past, Processor, Purpose, Retention, Setting, Slot, StartBackup, Stated, Step, Store,
        StoreId, Text, Ty,
    },
    vocab::{Category, Intent, Language, Permission, Place, Sink, Sources, Span, Spanned, Way},
};

/// A declaration: what it says, where the whole of it stands, and where its name does.
#[derive(Debug, Clone)]
pub struct Declared<T> {
    pub node: T,
    pub span: Span,
    pub name: Span,
}

/// What `resolve` gives. Parts that a finding refuses are missing or unknown; the rest is whole, so that checks can
/// go on and find the next fault.
#[derive(Debug)]
pub struct Policy {
    pub sources: Arc<Sources>,
    pub header: Option<Header>,
    /// At least one: that in which it is written.
    pub languages: Vec<Spanned<Language>>,
    pub controller: Option<Declared<Controller>>,
    pub processors: Vec<Declared<Processor>>,
    pub purposes: Vec<Declared<Purpose>>,
    pub measures: Vec<Declared<Measure>>,
    pub stated: Vec<Stated>,
    pub changes: Vec<Declared<Change>>,
    /// `name` is where the name of the earlier policy stands.
    pub past: Vec<Declared<Past>>,
    pub claims: Vec<Claim>,
    pub declassified: Vec<Declassify>,
    pub surface: Option<Surface>,
    /// The first `emit mod-log`.
    pub emits: Option<Span>,
    pub backup: Option<Declared<StartBackup>>,
    pub application: Option<Application>,
    pub settings_retention: Option<Retention>,
    /// Where each of its clauses stands.
    pub settings_clauses: Vec<Span>,
    /// Warnings that the policy allows.
    pub allowed: Vec<Allowed>,
    pub features: Vec<Feature>,
    pub settings: Vec<Declared<Setting>>,
    pub stores: Vec<StoreDecl>,
    pub commands: Vec<Command>,
    pub aliases: Vec<Declared<plan::Alias>>,
    pub command_sets: Vec<CommandSet>,
    pub handlers: Vec<Handler>,
}

impl Policy {
    /// Whether what is stored is with a processor.
    #[must_use]
    pub fn is_hosted(&self) -> bool {
        self.processors.iter().any(|one| one.node.role == "hosting")
    }

    pub(super) fn empty(sources: Arc<Sources>) -> Self {
        Self {
            sources,
            header: None,
            languages: vec![Spanned::new(Language::En, Span::default())],
            controller: None,
            processors: Vec::new(),
            purposes: Vec::new(),
            measures: Vec::new(),
            stated: Vec::new(),
            changes: Vec::new(),
            past: Vec::new(),
            claims: Vec::new(),
            declassified: Vec::new(),
            surface: None,
            emits: None,
            backup: None,
            application: None,
            settings_retention: None,
            settings_clauses: Vec::new(),
            allowed: Vec::new(),
            features: Vec::new(),
            settings: Vec::new(),
            stores: Vec::new(),
            commands: Vec::new(),
            aliases: Vec::new(),
            command_sets: Vec::new(),
            handlers: Vec::new(),
        }
    }

    #[must_use]
    pub fn store(&self, id: StoreId) -> Option<&StoreDecl> {
        self.stores.get(id.0 as usize)
    }

    /// What every event, button and command starts.
    pub fn bodies(&self) -> impl Iterator<Item = &Handler> {
        let commands = self.commands.iter().map(|command| &command.body);
        self.handlers.iter().chain(commands)
    }

    /// `xp.total`
    #[must_use]
    pub fn field(&self, store: StoreId, field: plan::FieldId) -> Option<(&StoreDecl, &Field)> {
        let store = self.store(store)?;
        Some((store, store.node.fields.get(field.0 as usize)?))
    }

    #[must_use]
    pub fn feature(&self, id: FeatureId) -> Option<&Feature> {
        self.features.get(id.0 as usize)
    }

    #[must_use]
    pub fn place(&self, span: Span) -> Place {
        self.sources.place(span)
    }
}

/// `allow CODE reason="…"`: a warning that is none here.
#[derive(Debug, Clone)]
pub struct Allowed {
    /// `retention-over-30d`
    pub code: Spanned<String>,
    /// The feature that it stands in; none for the whole policy.
    pub within: Option<Span>,
}

#[derive(Debug, Clone)]
pub struct Header {
    pub bot: String,
    pub version: u32,
    pub updated: String,
    /// Where the whole notice stands for everybody to read.
    pub notice: Option<String>,
    pub span: Span,
}

#[derive(Debug, Clone)]
pub struct Feature {
    pub name: Spanned<String>,
    /// The file it stands in, by the import that brings it; 0 is the policy itself.
    pub module: usize,
    pub about: Option<String>,
    pub default_on: bool,
    /// Whether no server can switch it.
    pub fixed: bool,
    pub basis: Option<Declared<Grounds>>,
    /// Where `basis` stands, whether it is one or not.
    pub basis_at: Option<Span>,
    pub span: Span,
}

/// Why data may be processed: the basis, the purposes, and the interest where that is the basis.
#[derive(Debug, Clone)]
pub struct Grounds {
    pub basis: crate::vocab::Basis,
    pub purposes: Vec<u32>,
    pub interest: Option<String>,
}

/// Where a store comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoreKind {
    Declared,
    /// Made for a block that follows an effect.
    Journal,
    /// Made for what people answer when they are asked for their consent.
    Answers,
}

#[derive(Debug, Clone)]
pub struct StoreDecl {
    pub kind: StoreKind,
    /// Its retention has no clauses when `retain` is missing.
    pub node: Store,
    pub span: Span,
    pub name: Span,
    /// For each field, where it stands.
    pub fields: Vec<FieldDecl>,
    /// Where `retain` stands, and each of its clauses.
    pub retain: Option<Span>,
    pub clauses: Vec<Span>,
    /// False where a clause has a finding, and may be the end that seems to be missing.
    pub retain_known: bool,
    /// Where `hold` stands.
    pub hold: Option<Span>,
    /// For each rule of `on_erase`.
    pub on_erase: Vec<Span>,
    /// False where a rule has a finding, and may be the one that seems to be missing.
    pub erasure_known: bool,
    pub export: Option<Span>,
    /// Where `on-object` stands.
    pub on_object: Option<Span>,
    /// Where `across=servers` stands.
    pub across: Option<Span>,
    /// Where it says that other features may write it.
    pub public: Option<Span>,
}

impl StoreDecl {
    /// A store that no policy declares, at what it is made for.
    pub(super) fn made(kind: StoreKind, node: Store, span: Span, name: Span) -> Self {
        let field = FieldDecl {
            name,
            typed: true,
            person: None,
            says_category: true,
        };
        Self {
            kind,
            span,
            name,
            fields: vec![field; node.fields.len()],
            retain: Some(span),
            clauses: vec![span; node.retention.clauses.len()],
            retain_known: true,
            hold: None,
            on_erase: vec![span; node.on_erase.len()],
            erasure_known: true,
            export: node.export.as_ref().map(|_| span),
            on_object: None,
            across: None,
            public: None,
            node,
        }
    }

    #[must_use]
    pub fn is_declared(&self) -> bool {
        self.kind == StoreKind::Declared
    }

    #[must_use]
    pub fn is_journal(&self) -> bool {
        self.kind == StoreKind::Journal
    }

    #[must_use]
    pub fn is_answers(&self) -> bool {
        self.kind == StoreKind::Answers
    }

    /// Whether a field's type is one; otherwise it has its finding.
    pub(super) fn is_typed(&self, field: plan::FieldId) -> bool {
        let field = self.fields.get(field.0 as usize);
        field.is_none_or(|field| field.typed)
    }
}

#[derive(Debug, Clone)]
pub struct FieldDecl {
    pub name: Span,
    /// False where a finding says that its type is not one.
    pub typed: bool,
    /// Where `subject` or `party` is written.
    pub person: Option<Span>,
    /// Whether its category is written; otherwise its type implies one, and what is written to it says more.
    pub says_category: bool,
}

#[derive(Debug, Clone)]
pub struct Surface {
    pub receives: Vec<Category>,
    pub span: Span,
}

/// A `never`, as written.
#[derive(Debug, Clone)]
pub struct Claim {
    pub kind: ClaimKind,
    /// What the policy promises about, or the intent.
    pub name: Span,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClaimKind {
    /// `to` is none for `any`.
    Never {
        what: What,
        to: Option<Sink>,
    },
    Intent(Intent),
}

/// What a promise or an exception is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// `message.content`
    Value(String),
    Category(Category),
}

impl What {
    #[must_use]
    pub fn word(&self) -> &str {
        match self {
            Self::Value(name) => name,
            Self::Category(category) => category.word(),
        }
    }
}

#[derive(Debug, Clone)]
pub struct Declassify {
    pub what: What,
    pub to: Sink,
    pub way: Way,
    /// Only what this store keeps.
    pub store: Option<StoreId>,
    /// Only what this feature does.
    pub feature: Option<FeatureId>,
    pub reason: String,
    pub span: Span,
}

#[derive(Debug, Clone)]
pub struct Handler {
    pub feature: FeatureId,
    pub on: On,
    /// `reads=`, as written.
    pub reads: Option<Vec<Spanned<String>>>,
    pub locals: Vec<Local>,
    pub slots: u32,
    pub steps: Vec<Step>,
    /// Whether only those who operate the bot start them.
    pub by_operators: bool,
    /// False where some step is not one, so that what seems to be missing may be what was meant.
    pub understood: bool,
    pub span: Span,
    pub name: Span,
}

#[derive(Debug, Clone)]
pub struct Command {
    pub path: Vec<Spanned<String>>,
    pub about: Option<Spanned<String>>,
    pub params: Vec<Declared<Param>>,
    /// Another door to it, as the menu calls it.
    pub menu: Option<Spanned<String>>,
    /// Another door to it: how a message begins that is this command.
    pub prefix: Option<Spanned<Text>>,
    /// Where `hidden` stands, where it is on.
    pub hidden: Option<Span>,
    pub permissions: Vec<Permission>,
    /// Where `in=dm` stands.
    pub in_dm: Option<Span>,
    /// Where `for=operators` stands.
    pub operators: Option<Span>,
    pub ephemeral: Option<bool>,
    /// Where `reads-held` stands, where it is on.
    pub reads_held: Option<Span>,
    pub body: Handler,
}

impl Policy {
    /// Where it says how the command is typed as a message, if it can be.
    pub(crate) fn typed_at(&self, command: &Command) -> Option<Span> {
        let words = || command.path.iter().map(|word| word.node.as_str());
        let mut aliases = self.aliases.iter();
        let alias = aliases
            .find(|one| one.node.is_typed() && one.node.of.iter().map(String::as_str).eq(words()));
        let prefix = command.prefix.as_ref().map(|prefix| prefix.span);
        prefix.or(alias.map(|alias| alias.name))
    }
}

impl Command {
    /// `/reactionrole add`
    #[must_use]
    pub fn title(&self) -> String {
        let words: Vec<_> = self.path.iter().map(|word| word.node.as_str()).collect();
        format!("/{}", words.join(" "))
    }
}

#[derive(Debug, Clone)]
pub struct CommandSet {
    pub feature: FeatureId,
    pub store: StoreId,
    pub command: Expr,
    pub about: Text,
    pub reply: Message,
    pub ephemeral: bool,
    pub span: Span,
}

/// A local value of a handler: an option of a command or a `let`.
#[derive(Debug, Clone)]
pub struct Local {
    pub name: String,
    pub slot: Slot,
    pub ty: Ty,
    /// Set for an option.
    pub kind: Option<&'static OptionKind>,
    pub at: Span,
}
