//! Steps that act on Discord, and the messages they send.

use std::collections::BTreeMap;

use crate::{
    lexicon::{Answers, Deed, Need, Param, Takes, text::units},
    plan::{Arg, Button, Expr, Kind, List, Message, StepKind, Text, To, Ty},
    syntax::ast::{Node, Scalar},
    vocab::{ButtonStyle, Card, Spanned, Type, Value},
};

use super::{
    names::{UnknownWord, refuse_bad_name, word_of},
    scope::Scope,
    shape::{self, Missing, Shape},
    then::{has_sequel, parts},
    types::{WrongType, bare, mismatch},
};

mismatch! {
    NobodyWaits code("candor::discord::nobody-waits");
    /// An answer for one person's eyes, to what nobody asked.
    SeenByAll code("candor::discord::seen-by-all");
    TooLong code("candor::discord::timeout-too-long");
    TooManyButtons code("candor::discord::too-many");
    LabelLength code("candor::discord::wrong-length");
}

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
/// With steps that follow.
const SEND_AS: Shape = Shape {
    props: &["to", "card", "mentions", "otherwise", "as"],
    once: &[],
    many: &[],
    open: true,
    ..SEND
};
/// The parts of a message that steps follow.
const WITH: Shape = Shape {
    what: "with",
    args: (0, 0),
    props: &[],
    ..REPLY
};
const EMIT: Shape = Shape {
    what: "emit",
    args: (1, 2),
    props: &["mentions", "otherwise"],
    ..REPLY
};
const DM: Shape = Shape { what: "dm", ..SEND };
const LIST: Shape = Shape {
    what: "list",
    args: (1, 1),
    props: &["line", "empty"],
    once: &[],
    many: &[],
    open: false,
};
const BUTTON: Shape = Shape {
    what: "button",
    props: &["label", "style"],
    ..LIST
};

/// Discord: five rows of five.
const BUTTONS_MAX: usize = 25;

impl Scope<'_> {
    /// `reply`, `send`, `emit` or `dm`.
    pub(super) fn said(&mut self, node: &Node) -> Option<StepKind> {
        match node.name.node.as_str() {
            "reply" => self.reply(node).map(|(ephemeral, message)| StepKind::Say {
                to: To::Reply { ephemeral },
                message,
            }),
            "send" => Some(self.send(node)),
            "emit" => self.emit(node),
            _ => Some(self.dm(node)),
        }
    }

    pub(super) fn text_prop(&mut self, node: &Node, name: &str) -> Option<Text> {
        let given = shape::prop(node, name)?;
        let given = shape::text(given, &format!("`{name}`"), self.findings)?;
        Some(self.text(&given))
    }

    /// A property that is an expression of a type. A finding when it is missing.
    fn expr_prop(&mut self, node: &Node, name: &str, wanted: &Type, example: &str) -> Expr {
        if let Some(given) = shape::prop(node, name)
            && self.by_its_name(given, wanted)
        {
            return Expr::unknown(given.span);
        }
        let Some(given) = self.clause_prop(node, name) else {
            if shape::prop(node, name).is_none() {
                self.findings.push(Missing::new(
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

    /// An answer, and whether it is for one person's eyes only.
    pub(super) fn reply(&mut self, node: &Node) -> Option<(bool, Message)> {
        REPLY.check(node, self.findings);
        let answers = self.on.event.answers;
        if answers == Answers::Nobody {
            self.findings.push(NobodyWaits::new(
                "nobody waits for an answer here".to_owned(),
                "nothing to reply to",
                "use `send to=…` or `dm to=…`",
                node.name.span,
            ));
            return None;
        }
        let ephemeral = shape::prop_flag(node, "ephemeral", self.findings).unwrap_or(false);
        if ephemeral && answers != Answers::Asked {
            self.findings.push(SeenByAll::new(
                "only answers to commands and buttons can be for one person's eyes".to_owned(),
                "everybody sees this",
                "delete `ephemeral=#true`, or use `dm to=…`",
                node.name.span,
            ));
        }
        let message = self.message(node, 0);
        Some((ephemeral, message))
    }

    fn send(&mut self, node: &Node) -> StepKind {
        let shape = if has_sequel(node) { SEND_AS } else { SEND };
        shape.check(node, self.findings);
        let with = shape::child(node, "with").filter(|_| has_sequel(node));
        if let Some(with) = with {
            WITH.check(with, self.findings);
        }
        let optional = Type::Optional(Box::new(Type::Channel));
        let to = self.expr_prop(node, "to", &optional, "add `to=\"channel\"`");
        let message = self.message(node, 0);
        StepKind::Say {
            to: To::Channel(to),
            message,
        }
    }

    fn emit(&mut self, node: &Node) -> Option<StepKind> {
        EMIT.check(node, self.findings);
        let surface = shape::arg_word(node, 0, self.findings)?;
        if surface.node != "mod-log" {
            self.findings
                .push(UnknownWord::new(&surface, "a surface", &["mod-log"]));
            return None;
        }
        self.emits = self.emits.or(Some(node.span));
        let message = self.message(node, 1);
        Some(StepKind::Say {
            to: To::ModLog,
            message,
        })
    }

    fn dm(&mut self, node: &Node) -> StepKind {
        DM.check(node, self.findings);
        let to = self.expr_prop(node, "to", &Type::UserId, "add `to=\"member\"`");
        let message = self.message(node, 0);
        StepKind::Say {
            to: To::Dm(to),
            message,
        }
    }

    /// A deed, with each parameter as its row takes it.
    pub(super) fn deed(&mut self, node: &Node, deed: &'static Deed) -> Option<StepKind> {
        let params = deed.params.iter().filter(|param| !is_part(param));
        let params = params.map(|param| param.name);
        let result = deed.makes.is_some().then_some("as");
        let props: Vec<_> = params.chain(["otherwise"]).chain(result).collect();
        let open = deed.makes.is_some() && has_sequel(node);
        let shape = Shape {
            what: deed.name,
            props: &props,
            many: if open { &[] } else { parts_of(deed) },
            open,
            ..Shape::default()
        };
        shape.check(node, self.findings);
        if let Some(with) = shape::child(node, "with").filter(|_| open) {
            let shape = Shape {
                what: "with",
                many: parts_of(deed),
                ..Shape::default()
            };
            shape.check(with, self.findings);
        }
        let mut args = BTreeMap::new();
        for param in deed.params {
            if let Some(arg) = self.arg(node, deed, param)? {
                args.insert(param.name.to_owned(), arg);
            }
        }
        Some(StepKind::Do { deed, args })
    }

    /// What a parameter is given; none where it may be left out and is. The outer one is none where nothing can be
    /// made of the step.
    #[expect(
        clippy::option_option,
        reason = "a fault already told is not an argument left out"
    )]
    fn arg(&mut self, node: &Node, deed: &Deed, param: &Param) -> Option<Option<Arg>> {
        let wanted = match param.takes {
            Takes::Text { .. } => return Some(self.words(node, param).map(Arg::Text)),
            Takes::Openers => return Some(self.openers(node, param).map(Arg::Values)),
            Takes::Message => return self.which_message(node, param).map(Arg::Value).map(Some),
            // Nobody is present when a row ends: whom it names stands in it.
            Takes::Member if !self.on.event.has_actor() => Type::UserId,
            Takes::Member => Type::Member,
            Takes::Account => Type::UserId,
            Takes::Role => Type::Role,
            Takes::Channel => Type::Channel,
            // Where the server chose none it is made outside of all.
            Takes::Category => Type::Optional(Box::new(Type::Channel)),
            Takes::Duration { .. } => Type::Duration,
            Takes::Emoji => Type::Emoji,
        };
        let example = match param.need {
            Need::Must(example) => example,
            Need::May | Need::OfEvent if shape::prop(node, param.name).is_none() => {
                return Some(None);
            }
            Need::May | Need::OfEvent => "",
        };
        let given = self.expr_prop(node, param.name, &wanted, &format!("add `{example}`"));
        if let Some(max) = param.takes.longest()
            && let Kind::Literal(Value::Duration(length)) = &given.kind
            && *length > max
        {
            self.findings.push(TooLong::new(
                format!("`{}` of `{}` is at most {max}", param.name, deed.name),
                "longer than Discord allows",
                &format!("write `{max}`"),
                given.span,
            ));
        }
        Some(Some(Arg::Value(given)))
    }

    /// Whom it is open to: members, roles, and those whom a setting names. None where it says nobody.
    fn openers(&mut self, node: &Node, param: &Param) -> Option<Vec<Expr>> {
        const SHAPE: Shape = Shape {
            what: "open-to",
            args: (1, 1),
            props: &[],
            once: &[],
            many: &[],
            open: false,
        };
        let all: Vec<&Node> = parts(node)
            .into_iter()
            .flat_map(|parts| shape::children(parts, param.name))
            .collect();
        let mut values = Vec::new();
        for one in &all {
            SHAPE.check(one, self.findings);
            if let Some(given) = shape::arg_text(one, 0, self.findings) {
                let given = self.clause(&given);
                values.push(self.opener(given));
            }
        }
        (!all.is_empty()).then_some(values)
    }

    fn opener(&mut self, given: Expr) -> Expr {
        let of = match &given.ty {
            Ty::Of(ty) => bare(ty),
            Ty::Unknown => return given,
            Ty::None | Ty::Message | Ty::Guild | Ty::Reaction | Ty::Bot | Ty::RowAt(_) => {
                Type::Bool
            }
        };
        if [Type::Member, Type::UserId, Type::Role, Type::Who].contains(&of) {
            return given;
        }
        let wanted = "somebody, a role, or a setting of type `who`";
        self.findings.push(WrongType::expected(
            "`open-to`",
            wanted,
            &given.ty,
            given.span,
        ));
        Expr::unknown(given.span)
    }

    /// A text with holes. A finding where it must be there and is not.
    fn words(&mut self, node: &Node, param: &Param) -> Option<Text> {
        match param.need {
            Need::Must(example) if shape::prop(node, param.name).is_none() => {
                self.findings.push(Missing::new(
                    format!("`{}` does not say `{}`", node.name.node, param.name),
                    &format!("add `{example}`"),
                    node.name.span,
                ));
            }
            Need::Must(_) | Need::OfEvent | Need::May => {}
        }
        self.text_prop(node, param.name)
    }

    /// The message of the event, unless `message=` names another.
    fn which_message(&mut self, node: &Node, param: &Param) -> Option<Expr> {
        if let Some(given) = self.clause_prop(node, param.name) {
            if matches!(given.ty, Ty::Message | Ty::Unknown) {
                return Some(given);
            }
            self.findings.push(WrongType::expected(
                &format!("`{}`", param.name),
                "a message",
                &given.ty,
                given.span,
            ));
            return None;
        }
        // One that was deleted is not there any more.
        let has_message = self.on.event.has_root("message") && self.on.event.has_actor();
        if shape::prop(node, param.name).is_none() && !has_message {
            self.findings.push(Missing::new(
                format!("`{}` does not say which {}", node.name.node, param.name),
                "add `message=\"…\"`, an option of kind `message-link`",
                node.name.span,
            ));
            return None;
        }
        has_message.then(|| self.name("message", node.name.span))
    }

    /// The text, list and buttons of a step; the text is argument `at`.
    pub(super) fn message(&mut self, node: &Node, at: usize) -> Message {
        let text = shape::arg_text(node, at, self.findings).map(|text| self.text(&text));
        let parts = parts(node);
        let list = parts.and_then(|parts| shape::child(parts, "list"));
        let list = list.and_then(|node| self.list(node));
        let mut buttons = Vec::new();
        for button in parts
            .into_iter()
            .flat_map(|parts| shape::children(parts, "button"))
        {
            buttons.extend(self.button(button));
        }
        if buttons.len() > BUTTONS_MAX {
            self.findings.push(TooManyButtons::new(
                format!("a message has at most {BUTTONS_MAX} buttons"),
                "more than Discord shows",
                "send two messages",
                node.name.span,
            ));
        }
        let is_empty =
            node.args.get(at).is_none() && parts.is_none_or(|parts| parts.children.is_empty());
        if is_empty {
            self.findings.push(Missing::new(
                format!("`{}` says nothing", node.name.node),
                "write what to say, in quotes",
                node.name.span,
            ));
        }
        let card = shape::prop_word(node, "card", self.findings)
            .and_then(|word| word_of::<Card>(&word, self.findings));
        Message {
            text,
            list,
            buttons,
            card,
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
            self.findings.push(Missing::new(
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
        let (id, does) = if shape::exact_prop(node, "does").is_some() {
            let (does, at) = self.does(node)?;
            (Spanned::new(String::new(), at), Some(does))
        } else {
            BUTTON.check(node, self.findings);
            let id = shape::arg_word(node, 0, self.findings)?;
            refuse_bad_id(self, &id);
            (id, None)
        };
        let style = shape::prop_word(node, "style", self.findings)
            .and_then(|word| word_of::<ButtonStyle>(&word, self.findings));
        let label = self.text_prop(node, "label");
        if label.is_none() && shape::prop(node, "label").is_none() {
            self.findings.push(Missing::new(
                "`button` has no label".to_owned(),
                "add `label=\"…\"`",
                node.name.span,
            ));
        }
        if let Some(given) = shape::prop(node, "label")
            && let Scalar::Text(written) = &given.node
            && !(1..=80).contains(&units(&written.text))
        {
            self.findings.push(LabelLength::new(
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
            id: id.node,
            does,
            label: label?,
            style: style.unwrap_or(ButtonStyle::Primary),
            at: id.span,
        })
    }
}

/// Whether a parameter is given in nodes of its own.
fn is_part(param: &Param) -> bool {
    param.takes == Takes::Openers
}

fn parts_of(deed: &Deed) -> &'static [&'static str] {
    if deed.params.iter().any(is_part) {
        &["open-to"]
    } else {
        &[]
    }
}

/// Discord carries the id of a button in at most 100 characters, of which the bot needs some itself.
pub(super) fn refuse_bad_id(scope: &mut Scope, id: &Spanned<String>) {
    refuse_bad_name(id, "a button", "not a name", scope.findings);
}
