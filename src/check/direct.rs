//! Commands of direct messages: no server is there, and nothing of one.

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    lexicon::{Function, Source, function::Means, person},
    plan::{
        Expr, Kind, Scope, StepKind, StoreId, To,
        walk::{Part, walk},
    },
    resolve::{Command, Policy},
    sabotage::{Saboteur, off},
    vocab::{Span, Type},
};

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{what}, and a direct message is in none")]
#[diagnostic(
    code("candor::discord::servers-only"),
    help("take it out, or delete `in=dm`")
)]
pub(crate) struct ServersOnly {
    what: String,
    #[label(primary, "not there in a direct message")]
    at: Span,
    #[label("used in direct messages")]
    dm_at: Span,
}

pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    for command in &policy.commands {
        if let Some(dm_at) = command.in_dm.filter(|_| !off(Saboteur::DirectMessage)) {
            let mut judge = Judge {
                policy,
                told: Vec::new(),
                dm_at,
            };
            judge.command(command);
            for told in judge.told {
                findings.push(told);
            }
        }
    }
}

struct Judge<'p> {
    policy: &'p Policy,
    told: Vec<ServersOnly>,
    dm_at: Span,
}

impl Judge<'_> {
    fn command(&mut self, command: &Command) {
        let name = command.body.name;
        if !command.permissions.is_empty() {
            self.tell("a permission is held in a server", name);
        }
        if command.operators.is_some() {
            self.tell("operators are members of a server", name);
        }
        if let Some(menu) = &command.menu {
            self.tell("a menu is opened in a server", menu.span);
        }
        if let Some(prefix) = &command.prefix {
            self.tell("a command is typed in a server", prefix.span);
        }
        for param in &command.params {
            let what = match *param.node.kind.value {
                Type::Member | Type::UserId => "`user` is a member of a server",
                Type::Channel => "`channel` is one of a server",
                Type::Role => "`role` is one of a server",
                Type::MessageId => "`message-link` leads into a server",
                Type::Text
                | Type::Int
                | Type::Bool
                | Type::Instant
                | Type::Duration
                | Type::GuildId
                | Type::Emoji
                | Type::Words
                | Type::Url
                | Type::Locale
                | Type::Who
                | Type::Attachment
                | Type::Optional(_)
                | Type::List(_) => continue,
            };
            self.tell(what, param.name);
        }
        walk(&command.body.steps, &mut |part| match part {
            Part::Step(step) => {
                if let Some(what) = of_step(&step.kind) {
                    self.tell(what, step.name);
                }
                let written = step.kind.written();
                if let Some(row) = written {
                    self.store(row.store, step.name);
                }
            }
            Part::Query(query) => self.store(query.store, query.span),
            Part::Expr(expr) => {
                if let Some((store, _)) = expr.keyed() {
                    self.store(store, expr.span);
                }
                if let Some(what) = of_expr(expr) {
                    self.tell(what, expr.span);
                }
            }
            Part::Message(message) => {
                for button in message.buttons.iter().filter(|one| one.does.is_none()) {
                    self.tell("what follows a button happens in a server", button.at);
                }
            }
        });
    }

    fn store(&mut self, store: StoreId, at: Span) {
        let decl = self.policy.store(store);
        if let Some(decl) = decl.filter(|decl| decl.node.scope == Scope::Guild) {
            let what = format!("rows of `{}` are those of a server", decl.node.name);
            self.tell(&what, at);
        }
    }

    fn tell(&mut self, what: &str, at: Span) {
        if self.told.iter().all(|told| told.at != at) {
            self.told.push(ServersOnly {
                what: what.to_owned(),
                at,
                dm_at: self.dm_at,
            });
        }
    }
}

fn of_step(step: &StepKind) -> Option<&'static str> {
    match step {
        StepKind::Do { .. } => Some("this is done in a server"),
        StepKind::Say { to, .. } => match to {
            To::Channel(_) => Some("the channel is one of a server"),
            To::Edit(_) => Some("the message is one of a server"),
            To::ModLog => Some("the mod-log is that of a server"),
            To::Reply { .. } | To::Operators | To::Dm(_) => None,
        },
        StepKind::Require {
            permission, target, ..
        } => {
            let asks = permission.is_some() || target.is_some();
            asks.then_some("permissions and ranks are those of a server")
        }
        StepKind::When { .. }
        | StepKind::Let { .. }
        | StepKind::Each { .. }
        | StepKind::Then { .. }
        | StepKind::Stop
        | StepKind::Limit { .. }
        | StepKind::Insert { .. }
        | StepKind::Update { .. }
        | StepKind::Delete { .. }
        | StepKind::Finish { .. } => None,
        StepKind::Ask(_) => Some("services are asked in servers"),
    }
}

fn of_expr(expr: &Expr) -> Option<&'static str> {
    match &expr.kind {
        Kind::Told(_) => Some("this is told of a server"),
        Kind::Person { what, .. } => is_of_member(what).then_some("this is told of members"),
        Kind::Can { .. } => Some("permissions are held in a server"),
        Kind::Setting(_) => Some("settings are those of a server"),
        Kind::Call { function, .. } => of_function(function),
        Kind::Unknown
        | Kind::Literal(_)
        | Kind::Local(_)
        | Kind::Now
        | Kind::Me
        | Kind::Actor
        | Kind::Field { .. }
        | Kind::Exists { .. }
        | Kind::Row(..)
        | Kind::Rank
        | Kind::Not(_)
        | Kind::Negate(_)
        | Kind::IsNone(_)
        | Kind::Coalesce(..)
        | Kind::Binary { .. }
        | Kind::If { .. }
        | Kind::Count(_)
        | Kind::Sum { .. }
        | Kind::Message { .. } => None,
    }
}

fn is_of_member(what: &Source) -> bool {
    [&person::ROLES, &person::PERMISSIONS, &person::JOINED_AT].contains(&what)
}

fn of_function(function: &Function) -> Option<&'static str> {
    match function.means {
        Means::May => Some("a setting names members of a server"),
        Means::Render => Some("a template is one of a server"),
        Means::Members => Some("a channel is one of a server"),
        Means::Random | Means::Pure(_) | Means::Mention => None,
    }
}
