//! Names and dotted paths: `author.name`, `settings.xp-min`, `message.link`. Those of stores and rows stand in `row`.

use crate::{
    lexicon::{
        self, Event, PERSON, function,
        source::{CHANNEL_ID, GUILD_ID, MESSAGE_ID, REACTION_EMOJI},
    },
    plan::{Expr, Kind, Slot, Ty},
    syntax::{ast, closest, did_you_mean},
    vocab::{Duration, Span, Spanned, Type},
};

use super::{
    names::{NotTold, UnknownField, UnknownName, UnknownParam, UnknownSetting},
    parameter::Constant,
    scope::{Name, Scope},
    types::{NotAValue, bare, if_optional, with_article},
};

impl Scope<'_> {
    pub(super) fn name(&mut self, name: &str, span: Span) -> Expr {
        if !self.answer_fields(name).is_empty() {
            return self.lacks_field(name, span);
        }
        if let Some(local) = self.local(name) {
            let slot = local.slot;
            let ty = local.ty.clone();
            let expr = if ty == Ty::Message {
                link(slot, span)
            } else {
                Expr::new(Kind::Local(slot), ty, span)
            };
            return self.narrowed(expr);
        }
        let event = self.on.event;
        let told = |source, ty| Expr::new(Kind::Told(source), ty, span);
        match name {
            _ if name == event.actor => Expr::of(Kind::Actor, Type::Member, span),
            "guild" => told(&GUILD_ID, Ty::Guild),
            "bot" => Expr::new(Kind::Me, Ty::Bot, span),
            "now" => Expr::of(Kind::Now, Type::Instant, span),
            "channel" if event.has_root(name) => told(&CHANNEL_ID, Ty::Of(Type::Channel)),
            "message" if event.has_root(name) => Expr::new(
                Kind::Message {
                    channel: Box::new(told(&CHANNEL_ID, Ty::Of(Type::Channel))),
                    id: Box::new(told(&MESSAGE_ID, Ty::Of(Type::MessageId))),
                },
                Ty::Message,
                span,
            ),
            "reaction" if event.has_root(name) => told(&REACTION_EMOJI, Ty::Reaction),
            "rank" if self.ranked => Expr::of(Kind::Rank, Type::Int, span),
            "settings" | "before" => self.lacks_field(name, span),
            "voice" | "presence" | "change" | "command" | "failure" if event.has_root(name) => {
                self.lacks_field(name, span)
            }
            "row" if self.row.is_some() => self.lacks_field(name, span),
            _ if self.names.stores.contains_key(name) => {
                self.findings.push(NotAValue::new(
                    format!("the store `{name}` is not a value"),
                    "a whole store",
                    &format!("count its rows with `count({name})`, or name a field"),
                    span,
                ));
                Expr::unknown(span)
            }
            _ => self.unknown_name(name, span),
        }
    }

    /// A name may have a `-`, so `a-b` is one name; where both sides are something, a difference is meant.
    pub(super) fn minus(&self, name: &str, known: &[&str]) -> Option<String> {
        let is_number = |word: &str| {
            word.bytes().all(|byte| byte.is_ascii_digit()) || word.parse::<Duration>().is_ok()
        };
        let roots = self.roots();
        name.match_indices('-').find_map(|(at, _)| {
            let (left, right) = (name.get(..at)?, name.get(at + 1..)?);
            let is_value = is_number(right) || roots.contains(&right);
            (known.contains(&left) && is_value).then(|| format!("write `{left} - {right}`"))
        })
    }

    fn lacks_field(&mut self, name: &str, span: Span) -> Expr {
        self.findings.push(NotAValue::new(
            format!("`{name}` alone is not a value"),
            "a field is missing",
            &format!("name a field: `{name}.…`"),
            span,
        ));
        Expr::unknown(span)
    }

    fn unknown_name(&mut self, name: &str, span: Span) -> Expr {
        if !self.tell(name) {
            return Expr::unknown(span);
        }
        let near = closest(name, self.local_names()).map(|near| format!("did you mean `{near}`?"));
        let help = near.or_else(|| self.minus(name, &self.roots()));
        let help = help.unwrap_or_else(|| self.known_elsewhere(name));
        let name = Spanned::new(name.to_owned(), span);
        let unknown = UnknownName::new(&name, "a name known here", &[]);
        self.findings.push(UnknownName { help, ..unknown });
        Expr::unknown(span)
    }

    /// What to write for a name that means something in other places.
    fn known_elsewhere(&self, name: &str) -> String {
        let setting = (self.feature, name.to_owned());
        match name {
            "author" | "member" | "invoker" | "user" if !self.on.event.has_actor() => {
                "nobody did this; a field of the row says who it is about: `row.FIELD`".to_owned()
            }
            "author" | "member" | "invoker" | "user" => {
                format!("the person is called `{}` here", self.on.event.actor)
            }
            "row" => "`row` is known in `where`, `list` and `each`".to_owned(),
            "rank" => "`rank` is known in the line of a `list`".to_owned(),
            "channel" | "message" | "reaction" | "voice" | "presence" | "change" | "command"
            | "failure" => {
                format!("`{name}` is not part of what happened here")
            }
            _ if self.names.settings.contains_key(&setting) => {
                format!("did you mean `settings.{name}`?")
            }
            _ => did_you_mean(name, &self.roots()),
        }
    }

    pub(super) fn field(&mut self, of: &Spanned<ast::Expr>, name: &Name, span: Span) -> Expr {
        if let ast::Expr::Name(root) = &of.node
            && name.node == "reasons"
            && let Some(reasons) = self.reasons_of(root, span)
        {
            return reasons;
        }
        if let ast::Expr::Name(root) = &of.node
            && let known = self.answer_fields(root)
            && !known.is_empty()
        {
            let whole = format!("{root}.{}", name.node);
            let Some(local) = self.local(&whole) else {
                let what = format!("a field of `{root}`");
                self.findings.push(UnknownField::new(name, &what, &known));
                return Expr::unknown(span);
            };
            let answer = Expr::new(Kind::Local(local.slot), local.ty.clone(), span);
            return self.narrowed(answer);
        }
        if let ast::Expr::Name(root) = &of.node
            && self.local(root).is_none()
        {
            match root.as_str() {
                "settings" => return self.setting(name, span),
                "row" if self.row.is_some() => return self.row_field(name, span),
                "voice" | "presence" | "change" | "command" | "failure"
                    if self.on.event.has_root(root) =>
                {
                    return self.of_event(root, name, span);
                }
                "params" if !self.names.path.is_empty() => return self.param(name, span),
                "before"
                    if !self.names.stores.contains_key(&name.node)
                        && !self.names.imports.contains(&name.node) =>
                {
                    self.unknown_store(name);
                    return Expr::unknown(span);
                }
                _ if self.names.imports.contains(root) => {
                    let whole = format!("{root}.{}", name.node);
                    if self.names.stores.contains_key(&whole) {
                        return self.name(&whole, span);
                    }
                    self.unknown_store(&Spanned::new(whole, span));
                    return Expr::unknown(span);
                }
                _ => {}
            }
        }
        if let Some(path) = self.store_path(of) {
            return self.store_field(&path, name, span);
        }
        let of = self.expr(of);
        self.member_field(of, name, span)
    }

    /// What the event tells under a name that is no value by itself.
    fn of_event(&mut self, root: &str, name: &Name, span: Span) -> Expr {
        let known: Vec<&str> = self.on.event.fields_of(root).collect();
        if !known.contains(&name.node.as_str()) {
            let what = format!("a field of `{root}`");
            self.findings.push(UnknownField::new(name, &what, &known));
            return Expr::unknown(span);
        }
        let told = self.told(root, &name.node, span);
        self.narrowed(told)
    }

    /// What the import gives for a parameter, as if it stood here.
    fn param(&mut self, name: &Name, span: Span) -> Expr {
        let Some(constant) = self.constant(name) else {
            return Expr::unknown(span);
        };
        Expr::of(Kind::Literal(constant.value), constant.kind, span)
    }

    /// The parameter of this name.
    pub(super) fn constant(&mut self, name: &Name) -> Option<Constant> {
        let names = self.names;
        let constant = names.params.get(&name.node).cloned();
        if constant.is_none() {
            let known: Vec<_> = names.params.keys().map(String::as_str).collect();
            let unknown = UnknownParam::new(name, "a parameter of this file", &known);
            self.findings.push(unknown);
        }
        constant
    }

    fn setting(&mut self, name: &Name, span: Span) -> Expr {
        let found = self.names.settings.get(&(self.feature, name.node.clone()));
        let Some((id, _)) = found.copied() else {
            let of_feature = self.names.settings.keys();
            let known: Vec<_> = of_feature
                .filter(|(feature, _)| *feature == self.feature)
                .map(|(_, name)| name.as_str())
                .collect();
            let mut unknown = UnknownSetting::new(name, "a setting of this feature", &known);
            unknown.help = self.minus(&name.node, &known).unwrap_or(unknown.help);
            self.findings.push(unknown);
            return Expr::unknown(span);
        };
        let setting = self.policy.settings.get(id.0 as usize);
        let Some(setting) = setting.filter(|_| !self.names.untyped_settings.contains(&id)) else {
            return Expr::unknown(span);
        };
        let kind = if_optional(setting.node.kind.clone(), setting.node.optional);
        self.narrowed(Expr::of(Kind::Setting(id), kind, span))
    }

    /// A field of a value: of a person, a channel, the server, the message.
    pub(super) fn member_field(&mut self, of: Expr, name: &Name, span: Span) -> Expr {
        let field = name.node.as_str();
        let sent = self.sent(&of);
        let known = match &of.ty {
            Ty::Unknown => return Expr::unknown(span),
            Ty::Of(Type::Optional(inner)) => {
                // One finding for the missing guard, unless the field would be wrong anyway.
                let inner = Expr::of(Kind::Unknown, bare(inner), of.span);
                if self.has_field(&inner, field) {
                    return self.unguarded(&of);
                }
                return self.member_field(inner, name, span);
            }
            Ty::Message if sent.is_some() || self.is_given(&of) => vec!["id", "channel", "link"],
            Ty::None
            | Ty::Of(_)
            | Ty::Message
            | Ty::Guild
            | Ty::Reaction
            | Ty::Bot
            | Ty::RowAt(_) => known_fields(&of.ty, self.on.event),
        };
        if !known.contains(&field) {
            if let Some(source) = person_field(&of, field) {
                return self.not_told(&of, source, name.span);
            }
            let what = format!("a field of {}", with_article(&of.ty));
            let mut unknown = UnknownField::new(name, &what, &known);
            unknown.help = self.minus(field, &known).unwrap_or(unknown.help);
            if field == lexicon::person::PERMISSIONS.name {
                "ask for one: `can(member, 'manage-messages')`".clone_into(&mut unknown.help);
            }
            self.findings.push(unknown);
            return Expr::unknown(span);
        }
        let expr = match (of.ty.clone(), field) {
            (Ty::Of(Type::Member | Type::UserId) | Ty::Bot, "id") => {
                Expr::of(of.kind, Type::UserId, span)
            }
            (Ty::Of(ty), "id") => Expr::of(of.kind, ty, span),
            (Ty::Of(_) | Ty::Bot, "mention") => {
                let (function, args) = (&function::MENTION, vec![of]);
                Expr::of(Kind::Call { function, args }, Type::Text, span)
            }
            (Ty::Guild, _) => self.told("guild", field, span),
            (Ty::Reaction, _) => self.told("reaction", field, span),
            (Ty::Message, "channel" | "id") => {
                let Kind::Message { channel, id } = of.kind else {
                    return Expr::unknown(span);
                };
                let part = if field == "channel" { *channel } else { *id };
                Expr { span, ..part }
            }
            (Ty::Message, "link") if self.is_given(&of) => address(of, span),
            (Ty::Message, _) => match sent {
                Some(slot) => {
                    let link = Slot(slot.0.saturating_add(2));
                    Expr::of(Kind::Local(link), Type::Text, span)
                }
                None => self.told("message", field, span),
            },
            (Ty::Of(_), _) => match person_field(&of, field) {
                Some(what) => {
                    let (of, ty) = (Box::new(of), what.gives.ty());
                    Expr::of(Kind::Person { of, what }, ty, span)
                }
                None => Expr::unknown(span),
            },
            (Ty::Unknown | Ty::None | Ty::Bot | Ty::RowAt(_), _) => Expr::unknown(span),
        };
        self.narrowed(expr)
    }

    /// The slot of a message that the bot sent, of which it knows where it stands.
    fn sent(&self, of: &Expr) -> Option<Slot> {
        let Kind::Message { id, .. } = &of.kind else {
            return None;
        };
        let Kind::Local(slot) = id.kind else {
            return None;
        };
        let mut locals = self.locals.iter();
        let is_result = locals.any(|local| local.slot == slot && local.kind.is_none());
        is_result.then_some(slot)
    }

    /// Whether it is the message that somebody gave to a command, of which no event tells more than where it is.
    fn is_given(&self, of: &Expr) -> bool {
        let Kind::Message { id, .. } = &of.kind else {
            return false;
        };
        let Kind::Local(slot) = id.kind else {
            return false;
        };
        let mut locals = self.locals.iter();
        locals.any(|local| local.slot == slot && local.kind.is_some())
    }

    /// `root.field`, which the event tells.
    fn told(&self, root: &str, field: &str, span: Span) -> Expr {
        match self.on.event.told(root, field) {
            Some(source) => Expr::of(Kind::Told(source), source.gives.ty(), span),
            None => Expr::unknown(span),
        }
    }

    /// Something about a person that Discord does not tell with this event.
    pub(super) fn not_told(
        &mut self,
        of: &Expr,
        source: &'static lexicon::Source,
        at: Span,
    ) -> Expr {
        let event = self.on.event;
        let told: Vec<_> = event.person.iter().map(|one| one.name).collect();
        let name = format!("{}.{}", self.quote(of.span), source.name);
        if !self.tell(&name) {
            return Expr::unknown(of.span);
        }
        self.findings.push(NotTold {
            name,
            event: event.name,
            told: told.join("`, `"),
            at,
        });
        Expr::unknown(of.span)
    }

    /// Whether the person of this event comes with what `source` says of people.
    pub(super) fn tells_of_people(&self, source: &lexicon::Source) -> bool {
        self.on.event.person.contains(&source)
    }

    fn has_field(&self, of: &Expr, field: &str) -> bool {
        known_fields(&of.ty, self.on.event).contains(&field)
    }

    /// The expression with the type it has once it is known not to be none.
    pub(super) fn narrowed(&self, expr: Expr) -> Expr {
        let Ty::Of(Type::Optional(inner)) = &expr.ty else {
            return expr;
        };
        if !self.knows(&expr) {
            return expr;
        }
        let ty = Ty::Of((**inner).clone());
        Expr { ty, ..expr }
    }
}

/// The address of a message that somebody gave to a command.
fn address(message: Expr, span: Span) -> Expr {
    let Kind::Message { channel, id } = message.kind else {
        return Expr::unknown(span);
    };
    let guild = Expr::of(Kind::Told(&GUILD_ID), Type::GuildId, span);
    let (function, args) = (&function::LINK, vec![guild, *channel, *id]);
    Expr::of(Kind::Call { function, args }, Type::Text, span)
}

fn link(slot: Slot, span: Span) -> Expr {
    let next = Slot(slot.0.saturating_add(1));
    Expr::new(
        Kind::Message {
            channel: Box::new(Expr::of(Kind::Local(next), Type::Channel, span)),
            id: Box::new(Expr::of(Kind::Local(slot), Type::MessageId, span)),
        },
        Ty::Message,
        span,
    )
}

/// What could be asked about a person under this name, whatever the event tells.
fn person_field(of: &Expr, field: &str) -> Option<&'static lexicon::Source> {
    let asked = |source: &&lexicon::Source| source.name == field && is_field(source);
    let is_person = of.ty == Ty::Of(Type::Member);
    is_person
        .then(|| PERSON.iter().copied().find(asked))
        .flatten()
}

/// Permissions are asked for one by one, with `can`.
fn is_field(source: &lexicon::Source) -> bool {
    *source != lexicon::person::PERMISSIONS
}

fn known_fields(ty: &Ty, event: &'static Event) -> Vec<&'static str> {
    match ty {
        Ty::Of(Type::Member) => {
            let told = event.person.iter().filter(|source| is_field(source));
            let told = told.map(|source| source.name).filter(|name| *name != "id");
            ["id", "mention"].into_iter().chain(told).collect()
        }
        Ty::Of(Type::UserId | Type::Channel | Type::Role) | Ty::Bot => vec!["id", "mention"],
        Ty::Guild => event.fields_of("guild").collect(),
        Ty::Reaction => event.fields_of("reaction").collect(),
        Ty::Message => {
            let told = event.fields_of("message").filter(|name| *name != "id");
            ["id", "channel"].into_iter().chain(told).collect()
        }
        Ty::Unknown
        | Ty::None
        | Ty::RowAt(_)
        | Ty::Of(
            Type::Bool
            | Type::Int
            | Type::Text
            | Type::Instant
            | Type::Duration
            | Type::GuildId
            | Type::MessageId
            | Type::Emoji
            | Type::Attachment
            | Type::Words
            | Type::Url
            | Type::Locale
            | Type::Who
            | Type::Optional(_)
            | Type::List(_),
        ) => Vec::new(),
    }
}
