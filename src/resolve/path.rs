//! Names and dotted paths: `author.name`, `settings.xp-min`, `xp[member].total`, `row.reason`.

use crate::{
    lexicon::{
        self, Event, PERSON, function,
        source::{CHANNEL_ID, GUILD_ID, MESSAGE_ID, REACTION_EMOJI},
    },
    plan::{Expr, FieldId, Kind, Slot, StoreId, Ty},
    syntax::{ast, closest},
    vocab::{Span, Spanned, Type},
};

use super::{
    names::{NotTold, UnknownField, UnknownName, UnknownParam, UnknownSetting},
    scope::{Name, Scope},
    shape::did_you_mean,
    types::{NotAValue, NotRows, WhichRow, bare, optional, with_article},
};

/// A store that a path names, with the key that `[…]` gives, if any, and whether `before` stands before it.
struct StorePath<'e> {
    store: StoreId,
    key: Option<&'e Spanned<ast::Expr>>,
    before: bool,
}

impl Scope<'_> {
    pub(super) fn name(&mut self, name: &str, span: Span) -> Expr {
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
        let setting = (self.feature, name.to_owned());
        let near = closest(name, self.local_names()).map(str::to_owned);
        let help = match name {
            _ if near.is_some() => format!("did you mean `{}`?", near.unwrap_or_default()),
            "author" | "member" | "invoker" | "user" if !self.on.event.has_actor() => {
                "nobody did this; a field of the row says who it is about: `row.FIELD`".to_owned()
            }
            "author" | "member" | "invoker" | "user" => {
                format!("the person is called `{}` here", self.on.event.actor)
            }
            "row" => "`row` is known in `where`, `list` and `each`".to_owned(),
            "rank" => "`rank` is known in the line of a `list`".to_owned(),
            "channel" | "message" | "reaction" => {
                format!("`{name}` is not part of what happened here")
            }
            _ if self.names.settings.contains_key(&setting) => {
                format!("did you mean `settings.{name}`?")
            }
            _ => did_you_mean(name, &self.roots()),
        };
        let name = Spanned::new(name.to_owned(), span);
        let unknown = UnknownName::new(&name, "a name known here", &[]);
        self.findings.push(UnknownName { help, ..unknown });
        Expr::unknown(span)
    }

    pub(super) fn field(&mut self, of: &Spanned<ast::Expr>, name: &Name, span: Span) -> Expr {
        if let ast::Expr::Name(root) = &of.node
            && self.local(root).is_none()
        {
            match root.as_str() {
                "settings" => return self.setting(name, span),
                "row" if self.row.is_some() => return self.row_field(name, span),
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

    /// `xp`, or `levels.xp` of an import.
    fn whole_store<'e>(&self, of: &Spanned<ast::Expr>) -> Option<StorePath<'e>> {
        let (store, _) = self.names.stores.get(&self.store_name(of)?)?;
        Some(StorePath {
            store: *store,
            key: None,
            before: false,
        })
    }

    /// `xp`, `xp[key]`, `before.xp`, `before.xp[key]`.
    fn store_path<'e>(&self, of: &'e Spanned<ast::Expr>) -> Option<StorePath<'e>> {
        if let ast::Expr::Index { of, key } = &of.node {
            let path = self.store_path(of).filter(|path| path.key.is_none())?;
            return Some(StorePath {
                key: Some(key),
                ..path
            });
        }
        if self.store_name(of).is_some() {
            return self.whole_store(of);
        }
        let (store, _) = self.names.stores.get(&named_before(&of.node)?)?;
        Some(StorePath {
            store: *store,
            key: None,
            before: true,
        })
    }

    pub(super) fn index(&mut self, whole: &Spanned<ast::Expr>) -> Expr {
        let Some(path) = self.store_path(whole) else {
            let ast::Expr::Index { of, .. } = &whole.node else {
                return Expr::unknown(whole.span);
            };
            if let ast::Expr::Name(name) = &of.node
                && self.local(name).is_none()
            {
                self.unknown_store(&Spanned::new(name.clone(), of.span));
                return Expr::unknown(whole.span);
            }
            let of = self.expr(of);
            if of.ty != Ty::Unknown {
                self.findings.push(NotRows::new(
                    format!("{} has no rows to choose from", with_article(&of.ty)),
                    "not a store",
                    "write `STORE[key]`",
                    of.span,
                ));
            }
            return Expr::unknown(whole.span);
        };
        let key = self.key_of(&path, whole.span);
        key.map_or_else(
            || Expr::unknown(whole.span),
            |key| {
                Expr::new(
                    Kind::Exists {
                        store: path.store,
                        key,
                    },
                    Ty::RowAt(path.store),
                    whole.span,
                )
            },
        )
    }

    /// The key of a row: what `[…]` says, or that of the row that an `update` changes, or the person of the event.
    fn key_of(&mut self, path: &StorePath, span: Span) -> Option<Vec<Expr>> {
        if path.key.is_none()
            && let Some(key) = self.key_of_changed(path.store)
        {
            return Some(key);
        }
        let policy = self.policy;
        let store = policy.store(path.store)?;
        let [first] = store.node.fields.get(..store.node.key_len as usize)? else {
            if store.node.key_len > 0 {
                self.findings.push(WhichRow::new(
                    format!("a key of `{}` has several parts", store.node.name),
                    "one part cannot choose a row",
                    &format!(
                        "ask for rows: `count({} where …)`, `list`, `each`",
                        store.node.name
                    ),
                    span,
                ));
            }
            return None;
        };
        let key = match path.key {
            Some(key) => self.expr(key),
            None if first.kind == Type::UserId && self.on.event.has_actor() => {
                Expr::of(Kind::Actor, Type::Member, span)
            }
            None if store.fields.first().is_some_and(|decl| !decl.typed) => return None,
            None => {
                self.findings.push(WhichRow::new(
                    format!("`{}` does not say which row", store.node.name),
                    "which one?",
                    &format!("write `{}[key]`", store.node.name),
                    span,
                ));
                return None;
            }
        };
        let what = format!("the key of `{}`", store.node.name);
        let typed = store.fields.first().is_none_or(|decl| decl.typed);
        if !typed {
            return Some(vec![key]);
        }
        let key = self.fit(key, &first.kind, &what);
        Some(vec![key])
    }

    fn store_field(&mut self, path: &StorePath, name: &Name, span: Span) -> Expr {
        let at = path.key.map_or(span, |key| key.span.join(span));
        let (field, key) = (self.find_field(path.store, name), self.key_of(path, at));
        let (Some(field), Some(key)) = (field, key) else {
            return Expr::unknown(span);
        };
        let policy = self.policy;
        let Some((store, decl)) = policy.field(path.store, field) else {
            return Expr::unknown(span);
        };
        let named = store.fields.get(field.0 as usize);
        if named.is_some_and(|named| !named.typed) {
            return Expr::unknown(span);
        }
        let is_key = field.0 < store.node.key_len;
        // A missing row has its defaults; without one, there is nothing.
        let kind = if decl.default.is_some() || is_key {
            decl.kind.clone()
        } else {
            optional(decl.kind.clone())
        };
        let kind = if decl.optional { optional(kind) } else { kind };
        let expr = Expr::of(
            Kind::Field {
                store: path.store,
                key,
                field,
                before: path.before,
            },
            kind,
            span,
        );
        self.narrowed(expr)
    }

    pub(super) fn find_field(&mut self, store: StoreId, name: &Name) -> Option<FieldId> {
        let policy = self.policy;
        let decl = policy.store(store)?;
        let mut fields = (0..).zip(&decl.node.fields);
        let found = fields.find(|(_, field)| field.name == name.node);
        if found.is_none() {
            let known: Vec<_> = decl.node.fields.iter().map(|f| f.name.as_str()).collect();
            let what = format!("a field of `{}`", decl.node.name);
            self.findings.push(UnknownField::new(name, &what, &known));
        }
        found.map(|(i, _)| FieldId(i))
    }

    fn row_field(&mut self, name: &Name, span: Span) -> Expr {
        let Some(store) = self.row else {
            return Expr::unknown(span);
        };
        let Some(field) = self.find_field(store, name) else {
            return Expr::unknown(span);
        };
        let policy = self.policy;
        let Some((decl, kind)) = policy.field(store, field) else {
            return Expr::unknown(span);
        };
        let named = decl.fields.get(field.0 as usize);
        if named.is_some_and(|named| !named.typed) {
            return Expr::unknown(span);
        }
        let kind = if kind.optional {
            optional(kind.kind.clone())
        } else {
            kind.kind.clone()
        };
        let expr = Expr::of(Kind::Row(store, field), kind, span);
        self.narrowed(expr)
    }

    /// What the import gives for a parameter, as if it stood here.
    fn param(&mut self, name: &Name, span: Span) -> Expr {
        let names = self.names;
        if let Some(constant) = names.params.get(&name.node) {
            let value = constant.value.clone();
            return Expr::of(Kind::Literal(value), constant.kind.clone(), span);
        }
        let known: Vec<_> = names.params.keys().map(String::as_str).collect();
        let unknown = UnknownParam::new(name, "a parameter of this file", &known);
        self.findings.push(unknown);
        Expr::unknown(span)
    }

    fn setting(&mut self, name: &Name, span: Span) -> Expr {
        let found = self.names.settings.get(&(self.feature, name.node.clone()));
        let Some((id, _)) = found.copied() else {
            let of_feature = self.names.settings.keys();
            let known: Vec<_> = of_feature
                .filter(|(feature, _)| *feature == self.feature)
                .map(|(_, name)| name.as_str())
                .collect();
            self.findings.push(UnknownSetting::new(
                name,
                "a setting of this feature",
                &known,
            ));
            return Expr::unknown(span);
        };
        let setting = self.policy.settings.get(id.0 as usize);
        let Some(setting) = setting.filter(|_| !self.names.untyped_settings.contains(&id)) else {
            return Expr::unknown(span);
        };
        let kind = setting.node.kind.clone();
        let kind = if setting.node.optional {
            optional(kind)
        } else {
            kind
        };
        self.narrowed(Expr::of(Kind::Setting(id), kind, span))
    }

    /// A field of a value: of a person, a channel, the server, the message.
    pub(super) fn member_field(&mut self, of: Expr, name: &Name, span: Span) -> Expr {
        let field = name.node.as_str();
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
            Ty::Message if self.sent(&of).is_some() => vec!["id", "channel", "link"],
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
            (Ty::Message, "link") if self.sent(&of).is_some() => match self.sent(&of) {
                Some(slot) => {
                    let link = Slot(slot.0.saturating_add(2));
                    Expr::of(Kind::Local(link), Type::Text, span)
                }
                None => Expr::unknown(span),
            },
            (Ty::Message, _) => self.told("message", field, span),
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
        self.findings.push(NotTold {
            name: format!("{}.{}", self.quote(of.span), source.name),
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

fn link(slot: crate::plan::Slot, span: Span) -> Expr {
    let next = crate::plan::Slot(slot.0.saturating_add(1));
    Expr::new(
        Kind::Message {
            channel: Box::new(Expr::of(Kind::Local(next), Type::Channel, span)),
            id: Box::new(Expr::of(Kind::Local(slot), Type::MessageId, span)),
        },
        Ty::Message,
        span,
    )
}

/// `xp` of `before.xp`, `levels.xp` of `before.levels.xp`.
fn named_before(of: &ast::Expr) -> Option<String> {
    let ast::Expr::Field { of, name } = of else {
        return None;
    };
    if let ast::Expr::Name(root) = &of.node {
        return (root == "before").then(|| name.node.clone());
    }
    let ast::Expr::Field { of, name: import } = &of.node else {
        return None;
    };
    let is_before = matches!(&of.node, ast::Expr::Name(root) if root == "before");
    is_before.then(|| format!("{}.{}", import.node, name.node))
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
            | Type::Optional(_)
            | Type::List(_),
        ) => Vec::new(),
    }
}
