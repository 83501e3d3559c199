//! Steps that act on Discord, and the messages they send.

use std::collections::BTreeMap;

use crate::{
    lexicon::{Answers, Deed, Need, Param, Takes},
    plan::{self, Arg, Expr, Message, StepKind, To, Ty},
    syntax::{
        ast::{Node, Scalar},
        form::{Any, Flag, Form, Taking, Text, Word, form, in_a_policy},
    },
    vocab::Type,
};

use super::{
    names::UnknownWord,
    scope::{Scope, Used},
    then::has_sequel,
    types::{WrongType, bare, mismatch},
};

mismatch! {
    NobodyWaits code("candor::discord::nobody-waits");
    /// An answer for one person's eyes, to what nobody asked.
    SeenByAll code("candor::discord::seen-by-all");
}

const REPLY: Form = Form {
    name: "reply",
    usage: "reply \"…\"",
    values_max: 1,
    props: &[
        "mentions",
        "card",
        "title",
        "progress",
        "files",
        "otherwise",
        "ephemeral",
    ],
    flags: &[true, false, false, false, true],
    once: &["list"],
    many: &["button", "select"],
    open: false,
};
const SEND: Form = Form {
    name: "send",
    usage: "send to=\"…\" \"…\"",
    props: &[
        "mentions",
        "card",
        "title",
        "progress",
        "files",
        "otherwise",
        "to",
        "persona",
        "avatar",
    ],
    flags: &[true],
    ..REPLY
};
/// With steps that follow.
const SEND_AS: Form = Form {
    usage: "send to=\"…\" as=NAME \"…\" { … }",
    props: &[
        "mentions",
        "card",
        "title",
        "progress",
        "files",
        "otherwise",
        "to",
        "persona",
        "avatar",
        "as",
    ],
    open: true,
    ..SEND
};
/// The parts of a message that steps follow.
pub(super) const WITH: Form = Form {
    name: "with",
    usage: "with { … }",
    values_max: 0,
    props: &[],
    ..REPLY
};
const EMIT: Form = Form {
    name: "emit",
    usage: "emit mod-log \"…\"",
    values_max: 2,
    props: &["mentions", "files", "otherwise"],
    flags: &[true],
    ..REPLY
};
const DM: Form = Form {
    name: "dm",
    usage: "dm to=\"…\" \"…\"",
    props: &[
        "mentions",
        "card",
        "title",
        "progress",
        "files",
        "otherwise",
        "to",
    ],
    ..SEND
};
const EDIT: Form = Form {
    name: "edit-message",
    usage: "edit-message message=\"…\" in=\"…\" \"…\"",
    props: &[
        "mentions",
        "card",
        "title",
        "progress",
        "otherwise",
        "message",
        "in",
    ],
    flags: &[true],
    ..REPLY
};
form! {
    struct OpenToForm = "open-to", "open-to \"invoker\"" { args { who: Text } }
}

/// A step, and what is told where Discord refuses it.
pub(super) type Effect = (StepKind, Option<plan::Text>);

/// Those who operate the bot.
pub(super) const OPERATORS: &str = "operators";

impl Scope<'_> {
    /// `reply`, `send`, `emit`, `dm` or `edit-message`.
    pub(super) fn said(&mut self, node: &Node) -> Option<Effect> {
        let form = match node.name.node.as_str() {
            "reply" => REPLY,
            // What is made in a server that is not the event's has no block: its roles and channels are others.
            "send" if has_sequel(node) && !self.is_to_operators(node) => SEND_AS,
            "send" => SEND,
            "emit" => EMIT,
            "edit-message" => EDIT,
            _ => DM,
        };
        let mut taking = Taking::of(node, form, in_a_policy);
        let said = match form.name {
            "reply" => self.reply_of(&mut taking).map(|(ephemeral, message)| {
                let to = To::Reply { ephemeral };
                StepKind::Say { to, message }
            }),
            "send" => Some(self.send(&mut taking)),
            "emit" => self.emit(&mut taking),
            "edit-message" => self.edit_message(&mut taking),
            _ => Some(self.dm(&mut taking)),
        };
        self.ended(taking, said)
    }

    /// With `otherwise`, and what was not taken told.
    fn ended(&mut self, mut taking: Taking, kind: Option<StepKind>) -> Option<Effect> {
        if kind.is_none() {
            // It has its finding, and its values were left where they are for that reason.
            taking.rest::<Any>(self.findings);
        }
        let otherwise = self.text_of(&taking, "otherwise");
        taking.finish(self.findings);
        Some((kind?, otherwise))
    }

    pub(super) fn text_of(&mut self, taking: &Taking, name: &str) -> Option<plan::Text> {
        let given = taking.given::<Text>(name, self.findings).value?;
        Some(self.text(&given))
    }

    pub(super) fn clause_of(&mut self, taking: &Taking, name: &str) -> Option<Expr> {
        let given = taking.given::<Text>(name, self.findings).value?;
        Some(self.clause(&given))
    }

    /// A property that is an expression of a type. A finding when it is missing.
    pub(super) fn expr_of(
        &mut self,
        taking: &Taking,
        name: &str,
        wanted: &Type,
        example: &str,
    ) -> Expr {
        if let Some(given) = taking.prop(name).map(|prop| &prop.value)
            && self.by_its_name(given, wanted)
        {
            return Expr::unknown(given.span);
        }
        let given = taking.given::<Text>(name, self.findings);
        let at = taking.node.name.span;
        if given.is_absent() {
            let missing = format!("`{}` does not say `{name}`", taking.node.name.node);
            taking.missing(&missing, example, self.findings);
        }
        let Some(given) = given.value else {
            return Expr::unknown(at);
        };
        let given = self.clause(&given);
        self.fit(given, wanted, &format!("`{name}`"))
    }

    /// An answer, and whether it is for one person's eyes only.
    pub(super) fn reply(&mut self, node: &Node) -> Option<(bool, Message)> {
        let mut taking = Taking::of(node, REPLY, in_a_policy);
        let reply = self.reply_of(&mut taking);
        taking.finish(self.findings);
        reply
    }

    fn reply_of(&mut self, taking: &mut Taking) -> Option<(bool, Message)> {
        let at = taking.node.name.span;
        let ephemeral = taking.given::<Flag>("ephemeral", self.findings).value;
        let ephemeral = ephemeral.map_or(self.used == Used::InDirectMessages, |given| given.node);
        let answers = self.on.event.answers;
        if answers == Answers::Nobody {
            self.findings.push(NobodyWaits::new(
                "nobody waits for an answer here".to_owned(),
                "nothing to reply to",
                "use `send to=…` or `dm to=…`",
                at,
            ));
            return None;
        }
        if ephemeral && answers != Answers::Asked {
            self.findings.push(SeenByAll::new(
                "only answers to commands and buttons can be for one person's eyes".to_owned(),
                "everybody sees this",
                "delete `ephemeral=#true`, or use `dm to=…`",
                at,
            ));
        }
        let message = self.message(taking);
        Some((ephemeral, message))
    }

    fn send(&mut self, taking: &mut Taking) -> StepKind {
        if self.is_to_operators(taking.node) {
            let message = self.message(taking);
            taking.prop("to");
            return StepKind::Say {
                to: To::Operators,
                message,
            };
        }
        let optional = Type::Optional(Box::new(Type::Channel));
        let to = self.expr_of(taking, "to", &optional, "add `to=\"channel\"`");
        let persona = self.persona(taking).map(Box::new);
        let message = Message {
            persona,
            ..self.message(taking)
        };
        StepKind::Say {
            to: To::Channel(to),
            message,
        }
    }

    /// Whether a message is for operators: unless the handler calls something of its own so.
    fn is_to_operators(&self, node: &Node) -> bool {
        let mut props = node.props.iter();
        let to = props.find(|prop| prop.name.node == "to");
        let to = to.map(|prop| &prop.value.node);
        matches!(to, Some(Scalar::Text(text)) if text.text == OPERATORS)
            && self.local(OPERATORS).is_none()
    }

    fn emit(&mut self, taking: &mut Taking) -> Option<StepKind> {
        let surface = taking.value::<Word>(self.findings).value?;
        if surface.node != "mod-log" {
            self.findings
                .push(UnknownWord::new(&surface, "a surface", &["mod-log"]));
            return None;
        }
        self.emits = self.emits.or(Some(taking.node.span));
        let message = self.message(taking);
        Some(StepKind::Say {
            to: To::ModLog,
            message,
        })
    }

    fn dm(&mut self, taking: &mut Taking) -> StepKind {
        let to = self.expr_of(taking, "to", &Type::UserId, "add `to=\"member\"`");
        let message = self.message(taking);
        StepKind::Say {
            to: To::Dm(to),
            message,
        }
    }

    /// A deed, with each parameter as its row takes it.
    pub(super) fn deed(&mut self, node: &Node, deed: &'static Deed) -> Option<Effect> {
        let params = deed.params.iter().filter(|param| !is_part(param));
        let params = params.map(|param| param.name);
        let result = deed.makes.is_some().then_some("as");
        let is_placed = deed.params.iter().any(|one| one.takes == Takes::Message);
        let place = is_placed.then_some("in");
        let props = params.chain(["otherwise"]).chain(place).chain(result);
        let props: Vec<_> = props.collect();
        let open = deed.makes.is_some() && has_sequel(node);
        let form = Form {
            name: deed.name,
            props: &props,
            many: if open { &[] } else { parts_of(deed) },
            open,
            ..Form::default()
        };
        let taking = Taking::of(node, form, in_a_policy);
        let with = taking.child("with").filter(|_| open);
        let with_form = Form {
            name: "with",
            many: parts_of(deed),
            ..Form::default()
        };
        let with = with.map(|node| Taking::of(node, with_form, in_a_policy));
        let parts = if open { with.as_ref() } else { Some(&taking) };
        let kind = self.args((&taking, parts), deed);
        let kind = kind.map(|args| StepKind::Do { deed, args });
        if let Some(with) = with {
            with.finish(self.findings);
        }
        self.ended(taking, kind)
    }

    /// None where nothing can be made of the step.
    fn args(
        &mut self,
        node: (&Taking, Option<&Taking>),
        deed: &Deed,
    ) -> Option<BTreeMap<String, Arg>> {
        let mut args = BTreeMap::new();
        for param in deed.params {
            if let Some(arg) = self.arg(node, deed, param)? {
                args.insert(param.name.to_owned(), arg);
            }
        }
        Some(args)
    }

    /// What a parameter is given; none where it may be left out and is. The outer one is none where nothing can be
    /// made of the step.
    #[expect(
        clippy::option_option,
        reason = "a fault already told is not an argument left out"
    )]
    fn arg(
        &mut self,
        (taking, parts): (&Taking, Option<&Taking>),
        deed: &Deed,
        param: &Param,
    ) -> Option<Option<Arg>> {
        let wanted = match param.takes {
            Takes::Text { .. } => return Some(self.words(taking, param).map(Arg::Text)),
            Takes::Openers => return Some(self.openers(parts, param).map(Arg::Values)),
            Takes::Message => {
                let message = self.which_message(taking, param.name);
                return message.map(Arg::Value).map(Some);
            }
            // Nobody is present when a row ends: whom it names stands in it.
            Takes::Member if !self.on.event.has_actor() => Type::UserId,
            Takes::Member => Type::Member,
            Takes::Account => Type::UserId,
            Takes::Role => Type::Role,
            Takes::Channel => Type::Channel,
            // Where the server chose none it is made outside of all.
            Takes::Category => Type::Optional(Box::new(Type::Channel)),
            Takes::Duration { .. } => Type::Duration,
            Takes::Count { .. } => Type::Int,
            Takes::Emoji => Type::Emoji,
        };
        let example = match param.need {
            Need::Must(example) => example,
            Need::May | Need::OfEvent if taking.prop(param.name).is_none() => {
                return Some(None);
            }
            Need::May | Need::OfEvent => "",
        };
        let given = self.expr_of(taking, param.name, &wanted, &format!("add `{example}`"));
        self.refuse_beyond(deed, param, &given);
        Some(Some(Arg::Value(given)))
    }

    /// Whom it is open to: members, roles, and those whom a setting names. None where it says nobody.
    fn openers(&mut self, parts: Option<&Taking>, param: &Param) -> Option<Vec<Expr>> {
        let all: Vec<&Node> = parts
            .into_iter()
            .flat_map(|parts| parts.children(param.name))
            .collect();
        let mut values = Vec::new();
        for one in &all {
            if let Some(given) = OpenToForm::read(one, self.findings).who.value {
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
    fn words(&mut self, taking: &Taking, param: &Param) -> Option<plan::Text> {
        match param.need {
            Need::Must(example) if taking.prop(param.name).is_none() => {
                let missing = format!("`{}` does not say `{}`", taking.node.name.node, param.name);
                taking.missing(&missing, &format!("add `{example}`"), self.findings);
            }
            Need::Must(_) | Need::OfEvent | Need::May => {}
        }
        self.text_of(taking, param.name)
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
