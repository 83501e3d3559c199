//! What a message has besides its words: under whose name it stands, which files go along, and which message it
//! changes.

use crate::{
    plan::{Expr, Kind, Persona, StepKind, To, Ty},
    syntax::ast::Node,
    vocab::{Span, Type},
};

use super::{
    scope::Scope,
    shape::{self, Missing, Shape},
    types::{WrongType, optional},
};

const EDIT: Shape = Shape {
    what: "edit-message",
    args: (0, 1),
    props: &["message", "in", "card", "mentions", "otherwise"],
    once: &["list"],
    many: &["button"],
    open: false,
};

impl Scope<'_> {
    /// As whom a message is posted, where its node says so.
    pub(super) fn persona(&mut self, node: &Node) -> Option<Persona> {
        let name = self.text_prop(node, "persona");
        let avatar = self.clause_prop(node, "avatar");
        let avatar = avatar.map(|avatar| {
            let wanted = optional(Type::Url);
            self.fit(avatar, &wanted, "`avatar`")
        });
        if shape::prop(node, "persona").is_none()
            && let Some(given) = shape::prop(node, "avatar")
        {
            self.findings.push(Missing::new(
                "a picture is shown beside a name".to_owned(),
                "add `persona=\"{…}\"`, or delete `avatar`",
                given.span,
            ));
        }
        Some(Persona {
            name: name?,
            avatar,
        })
    }

    /// One file, several, or none.
    pub(super) fn files(&mut self, node: &Node) -> Option<Expr> {
        let files = self.clause_prop(node, "files")?;
        let is_file = match &files.ty {
            Ty::Unknown => true,
            Ty::Of(ty) => *ty.item() == Type::Attachment,
            Ty::None | Ty::Message | Ty::Guild | Ty::Reaction | Ty::Bot | Ty::RowAt(_) => false,
        };
        if is_file {
            return Some(files);
        }
        self.findings.push(WrongType::expected(
            "`files`",
            "a file, or several",
            &files.ty,
            files.span,
        ));
        None
    }

    /// `edit-message message= in= "…"`
    pub(super) fn edit_message(&mut self, node: &Node) -> Option<StepKind> {
        EDIT.check(node, self.findings);
        let which = self.which_message(node, "message");
        let message = self.message(node, 0);
        Some(StepKind::Say {
            to: To::Edit(which?),
            message,
        })
    }

    /// The message of the event, unless `message=` names another: one that is known with its channel, or by its id, and
    /// `in=` says in which channel.
    pub(super) fn which_message(&mut self, node: &Node, param: &str) -> Option<Expr> {
        let place = shape::exact_prop(node, "in").map(|given| given.span);
        if let Some(given) = self.clause_prop(node, param) {
            return self.placed(node, given, param, place);
        }
        if let Some(at) = place.filter(|_| shape::prop(node, param).is_none()) {
            self.findings.push(Missing::new(
                format!("`{}` does not say which {param}", node.name.node),
                &format!("add `{param}=\"…\"`, or delete `in`"),
                at,
            ));
            return None;
        }
        // One that was deleted is not there any more.
        let has_message = self.on.event.has_root("message") && self.on.event.has_actor();
        if shape::prop(node, param).is_none() && !has_message {
            self.findings.push(Missing::new(
                format!("`{}` does not say which {param}", node.name.node),
                "add `message=\"…\"`, an option of kind `message-link`, or an id, with `in=\"…\"`, its channel",
                node.name.span,
            ));
            return None;
        }
        has_message.then(|| self.name("message", node.name.span))
    }

    fn placed(
        &mut self,
        node: &Node,
        given: Expr,
        param: &str,
        place: Option<Span>,
    ) -> Option<Expr> {
        let Some(at) = place else {
            if matches!(given.ty, Ty::Message | Ty::Unknown) {
                return Some(given);
            }
            if given.ty == Ty::Of(Type::MessageId) {
                self.findings.push(Missing::new(
                    format!("`{}` does not say in which channel", node.name.node),
                    "add `in=\"…\"`, the channel of the message",
                    given.span,
                ));
                return None;
            }
            self.findings.push(WrongType::expected(
                &format!("`{param}`"),
                "a message",
                &given.ty,
                given.span,
            ));
            return None;
        };
        let span = given.span;
        if given.ty == Ty::Message {
            self.findings.push(WrongType::expected(
                &format!("`{param}` beside `in`"),
                "the id of a message",
                &given.ty,
                span,
            ));
            return None;
        }
        let id = self.fit(given, &Type::MessageId, &format!("`{param}`"));
        let channel = shape::exact_prop(node, "in")
            .and_then(|given| shape::text(given, "`in`", self.findings))
            .map(|given| self.clause(&given));
        let channel = channel.map_or_else(|| Expr::unknown(at), |channel| channel);
        let channel = self.fit(channel, &Type::Channel, "`in`");
        let message = Kind::Message {
            channel: Box::new(channel),
            id: Box::new(id),
        };
        Some(Expr::new(message, Ty::Message, span))
    }
}
