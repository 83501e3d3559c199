//! What a message has besides its words: under whose name it stands, which files go along, and which message it
//! changes.

use crate::{
    plan::{Expr, Kind, Persona, StepKind, To, Ty},
    syntax::form::{Missing, Taking},
    vocab::Type,
};

use super::{
    scope::Scope,
    types::{WrongType, optional},
};

impl Scope<'_> {
    /// As whom a message is posted, where its node says so.
    pub(super) fn persona(&mut self, taking: &Taking) -> Option<Persona> {
        let name = self.text_of(taking, "persona");
        let avatar = self.clause_of(taking, "avatar");
        let avatar = avatar.map(|avatar| {
            let wanted = optional(Type::Url);
            self.fit(avatar, &wanted, "`avatar`")
        });
        if taking.prop("persona").is_none()
            && let Some(given) = taking.prop("avatar")
        {
            self.findings.push(Missing::new(
                "a picture is shown beside a name".to_owned(),
                "add `persona=\"{…}\"`, or delete `avatar`",
                given.value.span,
            ));
        }
        Some(Persona {
            name: name?,
            avatar,
        })
    }

    /// One file, several, or none.
    pub(super) fn files(&mut self, taking: &Taking) -> Option<Expr> {
        let files = self.clause_of(taking, "files")?;
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
    pub(super) fn edit_message(&mut self, taking: &mut Taking) -> Option<StepKind> {
        let which = self.which_message(taking, "message");
        let message = self.message(taking);
        Some(StepKind::Say {
            to: To::Edit(which?),
            message,
        })
    }

    /// The message of the event, unless `message=` names another: one that is known with its channel, or by its id, and
    /// `in=` says in which channel.
    pub(super) fn which_message(&mut self, taking: &Taking, param: &str) -> Option<Expr> {
        let node = taking.node;
        if let Some(given) = self.clause_of(taking, param) {
            return self.placed(taking, given, param);
        }
        let place = taking.prop("in").map(|given| given.value.span);
        if let Some(at) = place.filter(|_| taking.prop(param).is_none()) {
            self.findings.push(Missing::new(
                format!("`{}` does not say which {param}", node.name.node),
                &format!("add `{param}=\"…\"`, or delete `in`"),
                at,
            ));
            return None;
        }
        // One that was deleted is not there any more.
        let has_message = self.on.event.has_root("message") && self.on.event.has_actor();
        if taking.prop(param).is_none() && !has_message {
            self.findings.push(Missing::new(
                format!("`{}` does not say which {param}", node.name.node),
                "add `message=\"…\"`, an option of kind `message-link`, or an id, with `in=\"…\"`, its channel",
                node.name.span,
            ));
            return None;
        }
        has_message.then(|| self.name("message", node.name.span))
    }

    fn placed(&mut self, taking: &Taking, given: Expr, param: &str) -> Option<Expr> {
        let node = taking.node;
        let Some(at) = taking.prop("in").map(|given| given.value.span) else {
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
        let channel = self.clause_of(taking, "in");
        let channel = channel.unwrap_or_else(|| Expr::unknown(at));
        let channel = self.fit(channel, &Type::Channel, "`in`");
        let message = Kind::Message {
            channel: Box::new(channel),
            id: Box::new(id),
        };
        Some(Expr::new(message, Ty::Message, span))
    }
}
