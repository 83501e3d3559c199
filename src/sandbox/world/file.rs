//! A world file: who and what is there at the start.
//!
//! ```kdl
//! bot "Keta" permissions="manage-roles send-messages" position=5   // optional, here or inside a server
//! server lounge {
//!     member mod permissions="moderate-members manage-messages"
//!     member ann roles="regular"
//!     member new pending=#true locale=fr                            // has not agreed to the rules yet
//!     channel general
//!     channel log
//!     channel ideas kind="forum"
//!     role regular
//!     role muted position=3 permissions="view-channel"
//! }
//! person eve                                                        // has an account, is in no server yet
//! connection steam name="annie" of=eve                              // an account that somebody linked
//! redirect "http://127.0.0.1:8080/console/callback"                 // where OAuth2 may send people back to
//! try "/warn" as=mod about="Warn somebody"                          // what `candor play` suggests
//! ```
//!
//! The same name in two servers is the same person. A server has an owner (a member `owner` unless one has
//! `owner=#true`), a channel `general` if it names none, and the bot, whose own role stands above all others and
//! allows everything but `administrator`, unless `bot` says otherwise. `permissions` on a member gives them a role of
//! their own, above the named ones. Positions not given count upwards in the order of the file.

use std::collections::BTreeMap;

use thiserror::Error;

use super::{
    given::{age_of, locale_of, position},
    linked::{self, ConnectionSeed},
};
use crate::{
    finding::{Finding, Findings},
    sandbox::Pretended,
    syntax::{
        self, Source,
        ast::Node,
        did_you_mean,
        form::{Any, Flag, Form, Given, Taking, Tell, Word, form, in_a_policy},
    },
    vocab::{Duration, Permission, Span, Spanned},
};

form! {
    struct ServerForm = "server", "server NAME { member ann }" {
        args { name: Word }
        props {
            "screening" screening: Flag;
            "locale" locale: Word;
        }
        many {
            "member" members;
            "channel" channels;
            "role" roles;
            "bot" bots;
        }
    }
}

form! {
    struct MemberForm = "member", "member NAME" {
        args { name: Word }
        props {
            "owner" owner: Flag;
            "pending" pending: Flag;
            "age" age: Word;
            "avatar" avatar: Flag;
            "bot" bot: Flag;
            "locale" locale: Word;
            "permissions" permissions: Word;
            "roles" roles: Word;
            "role" role: Word;
        }
    }
}

form! {
    struct RoleForm = "role", "role NAME" {
        args { name: Word }
        props {
            "position" position: Any;
            "permissions" permissions: Word;
        }
    }
}

form! {
    struct BotForm = "bot", "bot permissions=\"…\"" {
        opt { name: Word }
        props {
            "position" position: Any;
            "permissions" permissions: Word;
        }
    }
}

form! {
    struct ChannelForm = "channel", "channel NAME" {
        args { name: Word }
        props {
            "kind" kind: Word;
            "limit" limit: Any;
        }
    }
}

form! {
    struct PersonForm = "person", "person NAME" {
        args { name: Word }
    }
}

form! {
    struct TryForm = "try", "try \"/warn\" as=mod" {
        args { what: Word }
        props {
            "as" who: Word;
            "about" about: Word;
        }
    }
}

const WORLD: Form = Form {
    name: "a world",
    usage: "",
    values_max: 0,
    props: &[],
    flags: &[],
    once: &[],
    many: &[
        "server",
        "person",
        "bot",
        "connection",
        "redirect",
        "service",
        "try",
    ],
    open: false,
};

/// How a language tells what is wrong with a world. Scenarios hold worlds, too, and have codes of their own.
#[derive(Clone, Copy)]
pub(crate) struct Voice {
    pub(crate) nodes: Tell,
    pub(crate) unknown: fn(Unknown, &mut Findings),
    pub(crate) taken: fn(Taken, &mut Findings),
}

/// Nothing of this kind is called so.
#[derive(Debug, Clone, Error, miette::Diagnostic)]
#[error("`{name}` is not a {kind}{place}")]
#[diagnostic(help("{help}"))]
pub(crate) struct Unknown {
    pub(crate) kind: &'static str,
    pub(crate) name: String,
    /// Such as ` in this server`.
    pub(crate) place: &'static str,
    pub(crate) help: String,
    #[label(primary)]
    pub(crate) at: Span,
}

/// A second entry of one kind has the same name.
#[derive(Debug, Clone, Error, miette::Diagnostic)]
#[error("a second {kind} is called `{name}`")]
#[diagnostic(help("give it a name of its own"))]
pub(crate) struct Taken {
    pub(crate) kind: &'static str,
    pub(crate) name: String,
    #[label(primary)]
    pub(crate) at: Span,
    pub(crate) first_at: Span,
}

/// World files have no codes.
const PLAIN: Voice = Voice {
    nodes: in_a_policy,
    unknown: |unknown, findings| findings.push(unknown),
    taken: |taken, findings| findings.push(taken),
};

/// Why a world file is not one.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{what}; {help}")]
pub struct WorldError {
    pub what: String,
    pub help: String,
    /// In the text that was read; the beginning where no text was.
    pub at: Span,
}

pub(super) fn wrong(what: impl Into<String>, help: impl Into<String>) -> WorldError {
    WorldError {
        what: what.into(),
        help: help.into(),
        at: Span::default(),
    }
}

/// A world before it has ids.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WorldFile {
    pub bot: BotSeed,
    /// Who is in no server yet.
    pub people: Vec<String>,
    pub servers: Vec<ServerSeed>,
    pub connections: Vec<ConnectionSeed>,
    /// Where OAuth2 may send people back to.
    pub redirects: Vec<String>,
    pub tries: Vec<Try>,
    /// Services outside Discord that the bot asks.
    pub services: Vec<(String, Pretended)>,
}

/// Something that is worth trying in this world.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Try {
    /// A text to write, or a command that begins with `/`.
    pub what: String,
    /// As whom.
    pub who: Option<String>,
    pub about: Option<String>,
}

/// How the bot is invited. `None` is the default of the module's description.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BotSeed {
    pub name: Option<String>,
    /// Discord's bit field.
    pub permissions: Option<u64>,
    pub position: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ServerSeed {
    pub name: String,
    pub bot: BotSeed,
    pub members: Vec<MemberSeed>,
    pub channels: Vec<String>,
    /// Of those channels that are not of text, Discord's number.
    pub kinds: BTreeMap<String, u8>,
    /// Of voice channels, how many there is room for.
    pub limits: BTreeMap<String, i64>,
    pub roles: Vec<RoleSeed>,
    /// Whoever joins has to agree to the rules first.
    pub screening: bool,
    /// Its preferred locale; `en-US` where nothing is said.
    pub locale: Option<String>,
}

#[expect(
    clippy::struct_excessive_bools,
    reason = "each says something else that is so of somebody"
)]
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MemberSeed {
    pub name: String,
    pub owner: bool,
    /// Has not agreed to the rules yet.
    pub pending: bool,
    /// How long ago the account was made; long ago where nothing is said.
    pub age: Option<Duration>,
    /// Has a picture of its own.
    pub avatar: bool,
    /// Another bot.
    pub bot: bool,
    /// Of their client; `en-US` where nothing is said.
    pub locale: Option<String>,
    /// Discord's bit field.
    pub permissions: Option<u64>,
    pub roles: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RoleSeed {
    pub name: String,
    pub position: Option<i64>,
    /// Discord's bit field.
    pub permissions: u64,
}

impl WorldFile {
    /// The world of those who bring none.
    #[must_use]
    pub fn example() -> Self {
        let member = |name: &str, permissions| MemberSeed {
            name: name.to_owned(),
            permissions,
            ..MemberSeed::default()
        };
        let mods = Permission::ModerateMembers.bit() | Permission::ManageMessages.bit();
        let server = ServerSeed {
            name: "lounge".to_owned(),
            members: vec![member("mod", Some(mods)), member("ann", None)],
            channels: vec!["general".to_owned(), "log".to_owned()],
            ..ServerSeed::default()
        };
        Self {
            servers: vec![server],
            ..Self::default()
        }
    }

    /// Reads a world file. Never panics, whatever the text.
    ///
    /// # Errors
    /// What is wrong first, on which line, and what to write instead.
    pub fn parse(text: &str) -> Result<Self, WorldError> {
        let mut findings = Findings::default();
        let source = Source {
            file: "the world file".to_owned(),
            text: text.to_owned(),
        };
        let read = syntax::read(&source, &mut findings);
        let nodes = read.map(|document| document.nodes).unwrap_or_default();
        let world = Self::read(&nodes, &mut findings);
        findings.sort();
        let mut findings = findings.iter();
        match findings.find(|finding| finding.is_error()) {
            Some(finding) => Err(WorldError::of(finding, text)),
            None => Ok(world),
        }
    }

    fn read(nodes: &[Node], findings: &mut Findings) -> Self {
        let mut world = Self::default();
        WORLD.check_children(nodes, "a world", PLAIN.nodes, findings);
        for node in nodes {
            match node.name.node.as_str() {
                "server" => world.servers.push(ServerSeed::read(node, PLAIN, findings)),
                "connection" => world
                    .connections
                    .extend(ConnectionSeed::read(node, PLAIN, findings)),
                "redirect" => world
                    .redirects
                    .extend(linked::redirect(node, PLAIN, findings)),
                "service" => world.services.extend(service(node, findings)),
                "try" => world.tries.extend(Try::read(node, findings)),
                "bot" => world.bot = BotSeed::read(node, PLAIN, findings),
                "person" => {
                    let taking = Taking::of(node, PersonForm::FORM, PLAIN.nodes);
                    let name = PersonForm::taken(taking, findings).name.value;
                    world.people.extend(name.map(|name| name.node));
                }
                _ => {}
            }
        }
        world
    }
}

/// A service outside Discord, and what it does.
fn service(node: &Node, findings: &mut Findings) -> Option<(String, Pretended)> {
    let help = match (node.args.first(), Pretended::read(node)) {
        (Some(name), Ok(does)) => return Some((name.node.to_string(), does)),
        (_, Err(help)) => help,
        (None, Ok(_)) => "say which service it is",
    };
    (PLAIN.unknown)(
        Unknown {
            kind: "service",
            name: node.name.node.clone(),
            place: " that does something",
            help: help.to_owned(),
            at: node.name.span,
        },
        findings,
    );
    None
}

impl Try {
    fn read(node: &Node, findings: &mut Findings) -> Option<Self> {
        let taking = Taking::of(node, TryForm::FORM, PLAIN.nodes);
        let form = TryForm::taken(taking, findings);
        let word = |given: Option<Spanned<String>>| given.map(|word| word.node);
        Some(Self {
            what: word(form.what.value)?,
            who: word(form.who.value),
            about: word(form.about.value),
        })
    }
}

impl WorldError {
    fn of(finding: &Finding, text: &str) -> Self {
        let at = finding.span();
        let before = text.get(..at.start).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let help = finding.diagnostic.help().map(|help| help.to_string());
        Self {
            what: format!("line {line}: {}", finding.diagnostic),
            help: help.unwrap_or_else(|| "write KDL".to_owned()),
            at,
        }
    }
}

impl ServerSeed {
    /// Reads one `server` block, of a world or of a scenario. What is wrong is told, and left out.
    pub(crate) fn read(node: &Node, voice: Voice, findings: &mut Findings) -> Self {
        let form = ServerForm::taken(Taking::of(node, ServerForm::FORM, voice.nodes), findings);
        let mut server = Self {
            name: form.name.value.map(|name| name.node).unwrap_or_default(),
            screening: form.screening.value.is_some_and(|flag| flag.node),
            locale: locale_of(form.locale.value, voice, findings),
            ..Self::default()
        };
        for node in form.bots {
            server.bot = BotSeed::read(node, voice, findings);
        }
        let mut roles = Names::new(voice);
        for node in form.roles {
            let form = RoleForm::taken(Taking::of(node, RoleForm::FORM, voice.nodes), findings);
            let position = position(&form.position, voice, findings);
            let permissions = permissions(&form.permissions, voice, findings);
            server
                .roles
                .extend(roles.add(form.name, findings).map(|name| RoleSeed {
                    name: name.trim_start_matches('@').to_owned(),
                    position,
                    permissions: permissions.unwrap_or_default(),
                }));
        }
        let mut channels = Names::new(voice);
        for node in form.channels {
            let taking = Taking::of(node, ChannelForm::FORM, voice.nodes);
            let form = ChannelForm::taken(taking, findings);
            let limit = position(&form.limit, voice, findings);
            let kind = form.kind.value.map(|kind| kind_of(kind, voice, findings));
            let Some(name) = channels.add(form.name, findings) else {
                continue;
            };
            let name = name.trim_start_matches('#').to_owned();
            if let Some(limit) = limit {
                server.limits.insert(name.clone(), limit);
            }
            if let Some(kind) = kind {
                server.kinds.insert(name.clone(), kind);
            }
            server.channels.push(name);
        }
        let mut members = Names::new(voice);
        for node in form.members {
            let form = MemberForm::taken(Taking::of(node, MemberForm::FORM, voice.nodes), findings);
            let permissions = permissions(&form.permissions, voice, findings);
            let locale = locale_of(form.locale.value, voice, findings);
            let age = form.age.value.and_then(|age| age_of(&age, voice, findings));
            let given = [form.roles.value, form.role.value];
            let roles: Vec<_> = given.iter().flatten().flat_map(words).collect();
            for role in &roles {
                server.refuse_unknown_role(role, voice, findings);
            }
            server
                .members
                .extend(members.add(form.name, findings).map(|name| MemberSeed {
                    name,
                    owner: form.owner.value.is_some_and(|flag| flag.node),
                    pending: form.pending.value.is_some_and(|flag| flag.node),
                    age,
                    avatar: form.avatar.value.is_some_and(|flag| flag.node),
                    bot: form.bot.value.is_some_and(|flag| flag.node),
                    locale,
                    permissions,
                    roles: roles.into_iter().map(|role| role.node).collect(),
                }));
        }
        server
    }

    fn refuse_unknown_role(&self, role: &Spanned<String>, voice: Voice, findings: &mut Findings) {
        if self.roles.iter().any(|known| known.name == role.node) {
            return;
        }
        let known: Vec<_> = self.roles.iter().map(|role| role.name.as_str()).collect();
        let help = if known.is_empty() {
            format!("add `role {}`", role.node)
        } else {
            did_you_mean(&role.node, &known)
        };
        let unknown = Unknown {
            kind: "role",
            name: role.node.clone(),
            place: " in this server",
            help,
            at: role.span,
        };
        (voice.unknown)(unknown, findings);
    }
}

impl BotSeed {
    fn read(node: &Node, voice: Voice, findings: &mut Findings) -> Self {
        let form = BotForm::taken(Taking::of(node, BotForm::FORM, voice.nodes), findings);
        Self {
            name: form.name.value.map(|name| name.node),
            permissions: permissions(&form.permissions, voice, findings),
            position: position(&form.position, voice, findings),
        }
    }
}

/// Names of one kind, each of which stands once.
struct Names {
    voice: Voice,
    seen: Vec<Spanned<String>>,
}

impl Names {
    fn new(voice: Voice) -> Self {
        Self {
            voice,
            seen: Vec::new(),
        }
    }

    fn add(&mut self, name: Given<Spanned<String>>, findings: &mut Findings) -> Option<String> {
        let name = name.value?;
        if let Some(first) = self.seen.iter().find(|one| one.node == name.node) {
            let taken = Taken {
                kind: "entry of this server",
                name: name.node,
                at: name.span,
                first_at: first.span,
            };
            (self.voice.taken)(taken, findings);
            return None;
        }
        self.seen.push(name.clone());
        Some(name.node)
    }
}

/// A permission set from the words of a policy: `"moderate-members manage-messages"`, or `administrator`.
///
/// # Errors
/// Names the word that is not a permission.
pub fn bits(text: &str) -> Result<u64, WorldError> {
    let words = split(text);
    words.into_iter().try_fold(0, |all, word| {
        Permission::from_word(word)
            .map(|permission| all | permission.bit())
            .ok_or_else(|| {
                wrong(
                    format!("`{word}` is not a permission"),
                    "write Discord's name with hyphens, such as `manage-messages`",
                )
            })
    })
}

/// The kinds of channel that a world can have, with Discord's numbers.
const KINDS: [(&str, u8); 7] = [
    ("text", 0),
    ("voice", 2),
    ("category", 4),
    ("announcement", 5),
    ("stage", 13),
    ("forum", 15),
    ("media", 16),
];

fn kind_of(word: Spanned<String>, voice: Voice, findings: &mut Findings) -> u8 {
    let found = KINDS.iter().find(|(name, _)| *name == word.node);
    if let Some((_, number)) = found {
        return *number;
    }
    let known: Vec<_> = KINDS.iter().map(|(name, _)| *name).collect();
    let unknown = Unknown {
        kind: "kind of channel",
        help: did_you_mean(&word.node, &known),
        name: word.node,
        place: "",
        at: word.span,
    };
    (voice.unknown)(unknown, findings);
    0
}

fn split(text: &str) -> Vec<&str> {
    let words = text.split([' ', ',']);
    words.filter(|word| !word.is_empty()).collect()
}

fn words(text: &Spanned<String>) -> Vec<Spanned<String>> {
    let words = split(&text.node).into_iter();
    words
        .map(|word| Spanned::new(word.to_owned(), text.span))
        .collect()
}

fn permissions(
    given: &Given<Spanned<String>>,
    voice: Voice,
    findings: &mut Findings,
) -> Option<u64> {
    let mut all = 0;
    for word in words(given.value.as_ref()?) {
        if let Some(permission) = Permission::from_word(&word.node) {
            all |= permission.bit();
            continue;
        }
        let known: Vec<_> = Permission::ALL.iter().map(|one| one.word()).collect();
        let unknown = Unknown {
            kind: "permission",
            help: did_you_mean(&word.node, &known),
            name: word.node,
            place: "",
            at: word.span,
        };
        (voice.unknown)(unknown, findings);
    }
    Some(all)
}
