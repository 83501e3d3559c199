//! Steps that act on Discord, and the messages they send.

use crate::{
    plan::{On, TIMEOUT_MAX},
    syntax::ast::{Node, Scalar},
    vocab::{Span, Spanned, Type, Value},
};

use super::{
    feature::is_name,
    names::UnknownName,
    scope::Scope,
    shape::{self, DuplicateOrUnknown, Shape},
    tree::{Button, Expr, Kind, List, Message, Start, Step, StepKind, Text, Ty},
    types::TypeMismatch,
};

const REPLY: Shape = Shape {
    what: "reply",
    args: (0, 1),
    props: &["ephemeral", "card", "mentions", "otherwise"],
    once: &["list"],
    many: &["button"],
    open: false,
};
const SEND: Shape = Shape {
    what: "send",
    props: &["to", "card", "mentions", "otherwise"],
    ..REPLY
};
const EMIT: Shape = Shape {
    what: "emit",
    args: (1, 2),
    props: &["mentions", "otherwise"],
    ..REPLY
};
const DM: Shape = Shape { what: "dm", ..SEND };
const ROLE: Shape = Shape {
    what: "add-role",
    args: (0, 0),
    props: &["member", "role", "reason", "otherwise"],
    once: &[],
    many: &[],
    open: false,
};
const REMOVE_ROLE: Shape = Shape {
    what: "remove-role",
    ..ROLE
};
const TIMEOUT: Shape = Shape {
    what: "timeout",
    props: &["member", "for", "reason", "otherwise"],
    ..ROLE
};
const DELETE_MESSAGE: Shape = Shape {
    what: "delete-message",
    props: &["message", "reason", "otherwise"],
    ..ROLE
};
const REACT: Shape = Shape {
    what: "react",
    props: &["message", "emoji", "otherwise"],
    ..ROLE
};
const LIST: Shape = Shape {
    what: "list",
    args: (1, 1),
    props: &["line", "empty"],
    ..ROLE
};
const BUTTON: Shape = Shape {
    what: "button",
    args: (1, 1),
    props: &["label", "style"],
    ..ROLE
};

const CARDS: &[&str] = &["rank"];
const STYLES: &[&str] = &["primary", "secondary", "success", "danger"];
/// Discord: five rows of five.
const BUTTONS_MAX: usize = 25;

impl Scope<'_> {
    pub(super) fn effect(&mut self, node: &Node) -> Option<Step> {
        let kind = match node.name.node.as_str() {
            "reply" => self.reply(node),
            "send" => Some(self.send(node)),
            "emit" => self.emit(node),
            "dm" => Some(self.dm(node)),
            "add-role" => Some(self.role(node, &ROLE, true)),
            "remove-role" => Some(self.role(node, &REMOVE_ROLE, false)),
            "timeout" => Some(self.timeout(node)),
            "delete-message" => self.delete_message(node),
            _ => self.react(node),
        };
        let otherwise = self.text_prop(node, "otherwise");
        Some(Step {
            otherwise,
            ..super::step::step(node, kind?)
        })
    }

    fn text_prop(&mut self, node: &Node, name: &str) -> Option<Text> {
        let given = shape::prop(node, name)?;
        let given = shape::text(given, &format!("`{name}`"), self.findings)?;
        Some(self.text(&given))
    }

    /// A property that is an expression of a type. A finding when it is missing.
    fn expr_prop(&mut self, node: &Node, name: &str, wanted: &Type, example: &str) -> Expr {
        let Some(given) = self.clause_prop(node, name) else {
            if shape::prop(node, name).is_none() {
                self.findings.push(DuplicateOrUnknown::missing(
                    format!("`{}` does not say `{name}`", node.name.node),
                    example,
                    node.name.span,
                ));
            }
            return Expr::unknown(node.name.span);
        };
        self.fit(given, wanted, &format!("`{name}`"))
    }

    fn clause_prop(&mut self, node: &Node, name: &str) -> Option<Expr> {
        let given = shape::prop(node, name)?;
        let given = shape::text(given, &format!("`{name}`"), self.findings)?;
        Some(self.clause(&given))
    }

    fn reply(&mut self, node: &Node) -> Option<StepKind> {
        REPLY.check(node, self.findings);
        if !self.start.is_asked_for() && self.start != Start::Event(On::Message) {
            self.findings.push(TypeMismatch::new(
                "nobody waits for an answer here".to_owned(),
                "nothing to reply to",
                "use `send to=…` or `dm to=…`",
                node.name.span,
            ));
            return None;
        }
        let ephemeral = shape::prop_flag(node, "ephemeral", self.findings).unwrap_or(false);
        if ephemeral && !self.start.is_asked_for() {
            self.findings.push(TypeMismatch::new(
                "only answers to commands and buttons can be for one person's eyes".to_owned(),
                "everybody sees this",
                "delete `ephemeral=#true`, or use `dm to=…`",
                node.name.span,
            ));
        }
        let message = self.message(node, 0);
        Some(StepKind::Reply { ephemeral, message })
    }

    fn send(&mut self, node: &Node) -> StepKind {
        SEND.check(node, self.findings);
        let optional = Type::Optional(Box::new(Type::Channel));
        let to = self.expr_prop(node, "to", &optional, "add `to=\"channel\"`");
        let message = self.message(node, 0);
        StepKind::Send { to, message }
    }

    fn emit(&mut self, node: &Node) -> Option<StepKind> {
        EMIT.check(node, self.findings);
        let surface = shape::arg_word(node, 0, self.findings)?;
        if surface.node != "mod-log" {
            self.findings
                .push(UnknownName::new(&surface, "a surface", &["mod-log"]));
            return None;
        }
        self.emits = self.emits.or(Some(node.span));
        let message = self.message(node, 1);
        Some(StepKind::EmitModLog { message })
    }

    fn dm(&mut self, node: &Node) -> StepKind {
        DM.check(node, self.findings);
        let to = self.expr_prop(node, "to", &Type::UserId, "add `to=\"member\"`");
        let message = self.message(node, 0);
        StepKind::Dm { to, message }
    }

    fn role(&mut self, node: &Node, shape: &Shape, add: bool) -> StepKind {
        shape.check(node, self.findings);
        StepKind::Role {
            add,
            member: self.expr_prop(node, "member", &Type::Member, "add `member=\"member\"`"),
            role: self.expr_prop(node, "role", &Type::Role, "add `role=\"settings.…\"`"),
            reason: self.text_prop(node, "reason"),
        }
    }

    fn timeout(&mut self, node: &Node) -> StepKind {
        TIMEOUT.check(node, self.findings);
        let member = self.expr_prop(node, "member", &Type::Member, "add `member=\"member\"`");
        let duration = self.expr_prop(node, "for", &Type::Duration, "add `for=\"10m\"`");
        if let Kind::Literal(Value::Duration(length)) = &duration.kind
            && *length > TIMEOUT_MAX
        {
            self.findings.push(TypeMismatch::new(
                format!("a timeout lasts at most {TIMEOUT_MAX}"),
                "longer than Discord allows",
                &format!("write `{TIMEOUT_MAX}`"),
                duration.span,
            ));
        }
        StepKind::Timeout {
            member,
            duration,
            reason: self.text_prop(node, "reason"),
        }
    }

    /// The message of the event, unless `message=` names another.
    fn which_message(&mut self, node: &Node) -> Option<Expr> {
        if let Some(given) = self.clause_prop(node, "message") {
            if matches!(given.ty, Ty::Message | Ty::Unknown) {
                return Some(given);
            }
            self.findings.push(TypeMismatch::expected(
                "`message`",
                "a message",
                &given.ty,
                given.span,
            ));
            return None;
        }
        if shape::prop(node, "message").is_none() && !self.has_message() {
            self.findings.push(DuplicateOrUnknown::missing(
                format!("`{}` does not say which message", node.name.node),
                "add `message=\"…\"`, an option of kind `message-link`",
                node.name.span,
            ));
            return None;
        }
        self.has_message()
            .then(|| self.name("message", node.name.span))
    }

    fn delete_message(&mut self, node: &Node) -> Option<StepKind> {
        DELETE_MESSAGE.check(node, self.findings);
        let message = self.which_message(node);
        let reason = self.text_prop(node, "reason");
        Some(StepKind::DeleteMessage {
            message: message?,
            reason,
        })
    }

    fn react(&mut self, node: &Node) -> Option<StepKind> {
        REACT.check(node, self.findings);
        let message = self.which_message(node);
        let given = self.clause_prop(node, "emoji");
        let emoji = match given {
            // An emoji is written as a text.
            Some(Expr {
                kind: Kind::Literal(Value::Text(text)),
                span,
                ..
            }) => Expr::of(Kind::Literal(Value::Emoji(text)), Type::Emoji, span),
            Some(given) => self.fit(given, &Type::Emoji, "`emoji`"),
            None => self.expr_prop(node, "emoji", &Type::Emoji, "add `emoji=\"'👍'\"`"),
        };
        Some(StepKind::React {
            message: message?,
            emoji,
        })
    }

    /// The text, list and buttons of a step; the text is argument `at`.
    pub(super) fn message(&mut self, node: &Node, at: usize) -> Message {
        let text = shape::arg_text(node, at, self.findings).map(|text| self.text(&text));
        let list = shape::child(node, "list").and_then(|node| self.list(node));
        let mut buttons = Vec::new();
        for button in shape::children(node, "button") {
            buttons.extend(self.button(button));
        }
        if buttons.len() > BUTTONS_MAX {
            self.findings.push(TypeMismatch::new(
                format!("a message has at most {BUTTONS_MAX} buttons"),
                "more than Discord shows",
                "send two messages",
                node.name.span,
            ));
        }
        let is_empty = node.args.get(at).is_none() && node.children.is_empty();
        if is_empty {
            self.findings.push(DuplicateOrUnknown::missing(
                format!("`{}` says nothing", node.name.node),
                "write what to say, in quotes",
                node.name.span,
            ));
        }
        let card = shape::prop_word(node, "card", self.findings);
        if let Some(card) = &card
            && !CARDS.contains(&card.node.as_str())
        {
            self.findings.push(UnknownName::new(card, "a card", CARDS));
        }
        Message {
            text,
            list,
            buttons,
            card: card.map(|card| card.node),
            mentions: shape::prop_flag(node, "mentions", self.findings).unwrap_or(false),
        }
    }

    fn list(&mut self, node: &Node) -> Option<List> {
        LIST.check(node, self.findings);
        let query = shape::arg_text(node, 0, self.findings)?;
        let query = self.rows(&query)?;
        let outer = (self.row.replace(query.store), self.ranked);
        self.ranked = true;
        let line = self.text_prop(node, "line");
        (self.row, self.ranked) = outer;
        if line.is_none() && shape::prop(node, "line").is_none() {
            self.findings.push(DuplicateOrUnknown::missing(
                "`list` does not say what a line says".to_owned(),
                "add `line=\"{row.…}\"`",
                node.name.span,
            ));
        }
        Some(List {
            query,
            line: line?,
            empty: self.text_prop(node, "empty"),
        })
    }

    fn button(&mut self, node: &Node) -> Option<Button> {
        BUTTON.check(node, self.findings);
        let id = shape::arg_word(node, 0, self.findings)?;
        refuse_bad_id(self, &id);
        let style = shape::prop_word(node, "style", self.findings);
        if let Some(style) = &style
            && !STYLES.contains(&style.node.as_str())
        {
            self.findings
                .push(UnknownName::new(style, "a style of button", STYLES));
        }
        let label = self.text_prop(node, "label");
        if label.is_none() && shape::prop(node, "label").is_none() {
            self.findings.push(DuplicateOrUnknown::missing(
                "`button` has no label".to_owned(),
                "add `label=\"…\"`",
                node.name.span,
            ));
        }
        if let Some(given) = shape::prop(node, "label")
            && let Scalar::Text(written) = &given.node
            && !(1..=80).contains(&written.text.chars().count())
        {
            self.findings.push(TypeMismatch::new(
                "a button's label has 1 to 80 characters".to_owned(),
                "Discord refuses this",
                if written.text.is_empty() {
                    "say what it does"
                } else {
                    "shorten it"
                },
                given.span,
            ));
        }
        Some(Button {
            id,
            label: label?,
            style: style.map_or_else(|| "primary".to_owned(), |style| style.node),
        })
    }
}

/// Discord carries the id of a button in at most 100 characters, of which the bot needs some itself.
pub(super) fn refuse_bad_id(scope: &mut Scope, id: &Spanned<String>) {
    if !is_name(&id.node) {
        let span: Span = id.span;
        scope.findings.push(TypeMismatch::new(
            format!("`{}` cannot name a button", id.node),
            "not a name",
            "use at most 32 small letters, digits and `-`",
            span,
        ));
    }
}
