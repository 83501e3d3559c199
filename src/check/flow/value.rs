//! The label of an expression.

use std::collections::BTreeSet;

use crate::{
    lexicon::{
        self, Mark, OptionKind,
        function::Means,
        kind::{Gives, Thing},
        person,
        source::{GUILD_MEMBER_COUNT, GUILD_NAME, VOICE_TO},
    },
    plan::{AnswerField, Expr, FieldId, Kind, LimitId, Query, SettingId, Slot, StoreId},
    resolve::{Local, Policy},
    sabotage::{Saboteur, Unless as _, off},
    vocab::{Category, Span, Type},
};

use super::{
    Flows,
    label::{From, Label, Source, SourceId},
    walk::Walk,
};

impl<'a> Walk<'a> {
    pub(super) fn value(&mut self, expr: &'a Expr) -> Label {
        let at = expr.span;
        match &expr.kind {
            // Of a place in a list, the list's rows tell.
            Kind::Unknown | Kind::Literal(_) | Kind::Me | Kind::Rank => Label::default(),
            Kind::Now => self.now(at).unless(Saboteur::Now),
            Kind::Setting(id) => self.setting(*id, at).unless(Saboteur::Setting),
            Kind::Local(slot) => self.local(*slot, at),
            Kind::Actor => self.of_actor(&person::ID, at).unless(Saboteur::Actor),
            Kind::Told(source) => self
                .event(source.name.to_owned(), source, at)
                .unless(Saboteur::Told),
            Kind::Person { of, what } => self.about(of, what, at).unless(Saboteur::Person),
            Kind::Can { of, .. } => self
                .about(of, &person::PERMISSIONS, at)
                .unless(Saboteur::Can),
            Kind::Field {
                store, key, field, ..
            } => {
                let label = self.kept(*store, *field, at).unless(Saboteur::KeptByKey);
                let label = label.and(self.there(*store, at).unless(Saboteur::ThereByKey));
                label.and(self.all_choosing(key).unless(Saboteur::Key))
            }
            Kind::Exists { store, key } => {
                let label = self.rows_of(*store, at).unless(Saboteur::Presence);
                label.and(self.all_choosing(key))
            }
            // It was found by what the query asked for.
            Kind::Row(store, field) => {
                let label = self.kept(*store, *field, at).unless(Saboteur::KeptAtHand);
                let found = self.bound.get(store).cloned().unwrap_or_default();
                label.and(found.unless(Saboteur::FoundBy))
            }
            Kind::Not(of) | Kind::Negate(of) | Kind::IsNone(of) => self.value(of),
            Kind::Coalesce(left, right) | Kind::Binary { left, right, .. } => {
                self.value(left).and(self.value(right))
            }
            Kind::If {
                cond,
                then,
                otherwise,
            } => {
                let label = self.value(cond).unless(Saboteur::If).and(self.value(then));
                label.and(self.value(otherwise))
            }
            Kind::Call { function, args } => {
                let mut label = Label::default();
                for arg in args {
                    label.join(self.value(arg).unless(Saboteur::Argument));
                }
                match function.means {
                    Means::Render if off(Saboteur::Rendered) => {}
                    // What a server's admins write can name the person of the event, and the server.
                    Means::Render => {
                        // One that broke meanwhile cannot be shown, and then nothing happens.
                        self.flows.refuses(self.whole, label.clone(), self.reached);
                        label.join(self.of_actor(&person::ID, at));
                        label.join(self.of_actor(&person::NAME, at));
                        let shown = format!("{}.{}", self.event.actor, person::DISPLAY_NAME.name);
                        label.join(self.told_by_event(shown, &person::DISPLAY_NAME, at).1);
                        let channel = self.event.told("channel", "id");
                        let server = [&GUILD_NAME, &GUILD_MEMBER_COUNT].into_iter();
                        for told in server.chain(channel) {
                            label.join(self.event(told.name.to_owned(), told, at));
                        }
                    }
                    // It asks for their roles, and whether they are an administrator.
                    Means::May => {
                        if let Some(of) = args.first() {
                            label.join(self.about(of, &person::ROLES, at));
                            // No timeout makes or unmakes an administrator.
                            self.silence_counts = false;
                            label.join(self.about(of, &person::PERMISSIONS, at));
                            self.silence_counts = true;
                        }
                    }
                    // Who is in voice is told by the events of voice.
                    Means::Members => {
                        label.join(self.event(VOICE_TO.name.to_owned(), &VOICE_TO, at));
                    }
                    Means::Pure(_) | Means::Random | Means::Mention => {}
                }
                label
            }
            Kind::Count(query) => self.rows(query).unless(Saboteur::Number),
            Kind::Sum { query, field } => {
                let label = self.rows(query);
                label.and(self.kept(query.store, *field, at).unless(Saboteur::Sum))
            }
            // The channel of a message is where it is, and not read.
            Kind::Message { id, .. } => self.value(id),
        }
    }

    fn all_choosing(&mut self, key: &'a [Expr]) -> Label {
        let mut label = Label::default();
        for part in key {
            let chosen = self.value(part);
            label.join(self.choosing(chosen));
        }
        label
    }

    /// What chooses a row. Whose row it is says nothing about anybody; anything else is told by what was found.
    pub(super) fn choosing(&self, label: Label) -> Label {
        let flows = &self.flows;
        label.choosing(|source| flows.is_identity(source) || off(Saboteur::Whose))
    }

    /// Which rows a query finds, how many, and in which order.
    pub(super) fn rows(&mut self, query: &'a Query) -> Label {
        let mut label = self.filter(query);
        if let Some(by) = query.by {
            label.join(
                self.kept(query.store, by, query.span)
                    .implied()
                    .unless(Saboteur::Order),
            );
        }
        label.and(
            self.rows_of(query.store, query.span)
                .unless(Saboteur::Found),
        )
    }

    /// What a query asks for, which every row tells that it finds.
    pub(super) fn filter(&mut self, query: &'a Query) -> Label {
        let Some(filter) = &query.filter else {
            return Label::default();
        };
        let label = self.value(filter);
        self.choosing(label).unless(Saboteur::Where)
    }

    /// That there are rows, how many and in which order: it tells what the store is about.
    pub(super) fn rows_of(&mut self, store: StoreId, at: Span) -> Label {
        let Some(decl) = self.policy.store(store) else {
            return Label::default();
        };
        let fields = decl.node.fields.iter();
        let categories: BTreeSet<Category> = fields
            .flat_map(|field| field.categories.iter().copied())
            .filter(|category| category.is_personal())
            .collect();
        let name = decl.node.name.clone();
        let says = format!("rows of `{name}` are looked for here");
        let source = self.flows.intern(Source {
            name,
            categories: categories.into_iter().collect(),
            from: From::Rows(store),
            thing: None,
        });
        Label::of(source, at, &says).and(self.there(store, at))
    }

    /// Whatever decided which rows there are.
    fn there(&mut self, store: StoreId, at: Span) -> Label {
        let source = self.flows.there(self.policy, store);
        Label::of(source, at, "depends on what was written and deleted").implied()
    }

    /// When somebody did something, which may be what a source tells too. In what admins do to set the bot up it is no
    /// datum about anybody.
    fn now(&mut self, at: Span) -> Label {
        let category = self.of_doing();
        let source = self.flows.intern(Source {
            name: "now".to_owned(),
            categories: vec![category],
            from: From::Clock,
            thing: self.event.dates.map(|source| source.name),
        });
        Label::of(source, at, "the time is taken here")
    }

    /// What it tells that, and when, somebody did something.
    pub(super) fn of_doing(&self) -> Category {
        if self.sets_up || off(Saboteur::TimeOfDeed) {
            Category::Configuration
        } else {
            Category::Activity
        }
    }

    fn setting(&mut self, id: SettingId, at: Span) -> Label {
        let mut settings = self.policy.settings.iter();
        let Some(setting) = settings.find(|setting| setting.node.id == id) else {
            return Label::default();
        };
        let name = format!("settings.{}", setting.node.name);
        let says = format!("`{name}` is read here");
        let source = self.flows.intern(Source {
            name,
            categories: vec![Category::Configuration],
            from: From::Setting,
            thing: None,
        });
        Label::of(source, at, &says)
    }

    fn of_actor(&mut self, what: &'static lexicon::Source, at: Span) -> Label {
        let name = format!("{}.{}", self.event.actor, what.name);
        self.event(name, what, at)
    }

    pub(super) fn event(
        &mut self,
        name: String,
        told: &'static lexicon::Source,
        at: Span,
    ) -> Label {
        let (source, label) = self.told_by_event(name, told, at);
        self.read(source, at);
        label
    }

    fn told_by_event(
        &mut self,
        name: String,
        told: &'static lexicon::Source,
        at: Span,
    ) -> (SourceId, Label) {
        let says = format!("`{name}` is read here");
        let source = self.flows.intern(Source {
            name,
            categories: vec![told.category],
            from: From::Event,
            thing: Some(told.name),
        });
        let mut label = Label::of(source, at, &says);
        let silence_counts = self.silence_counts;
        let marks = told.marks().iter();
        for mark in marks.filter(|mark| silence_counts || **mark != Mark::Silence) {
            label.join(self.done_before(*mark, at).unless(Saboteur::SeenAgain));
        }
        (source, label)
    }

    /// Whatever decided what the bot did that is seen again here.
    pub(super) fn done_before(&mut self, mark: Mark, at: Span) -> Label {
        let source = self.flows.done(mark);
        Label::of(source, at, "depends on what the bot did").implied()
    }

    /// Something about a person, who may be one of several: `member ?? invoker`.
    fn about(&mut self, of: &'a Expr, what: &'static lexicon::Source, at: Span) -> Label {
        match &of.kind {
            Kind::Actor => self.of_actor(what, at),
            Kind::Local(slot) => {
                if let Some(value) = self.values.get(slot).copied() {
                    return self.about(value, what, at);
                }
                match self.locals.iter().find(|local| local.slot == *slot) {
                    Some(local) => self.event(format!("{}.{}", local.name, what.name), what, at),
                    None => Label::default(),
                }
            }
            Kind::Coalesce(left, right) => {
                self.about(left, what, at).and(self.about(right, what, at))
            }
            Kind::If {
                cond,
                then,
                otherwise,
            } => {
                let label = self.value(cond).and(self.about(then, what, at));
                label.and(self.about(otherwise, what, at))
            }
            Kind::Row(store, field) | Kind::Field { store, field, .. } => {
                let name = self
                    .policy
                    .field(*store, *field)
                    .map_or_else(String::new, |(store, field)| {
                        format!("{}.{}.{}", store.node.name, field.name, what.name)
                    });
                let label = self.event(name, what, at);
                let who = self.value(of);
                label.and(self.choosing(who))
            }
            Kind::Unknown
            | Kind::Literal(_)
            | Kind::Now
            | Kind::Me
            | Kind::Told(_)
            | Kind::Person { .. }
            | Kind::Can { .. }
            | Kind::Setting(_)
            | Kind::Exists { .. }
            | Kind::Rank
            | Kind::Not(_)
            | Kind::Negate(_)
            | Kind::IsNone(_)
            | Kind::Binary { .. }
            | Kind::Call { .. }
            | Kind::Count(_)
            | Kind::Sum { .. }
            | Kind::Message { .. } => {
                let label = self.event(format!("somebody.{}", what.name), what, at);
                let who = self.value(of);
                label.and(self.choosing(who))
            }
        }
    }

    /// An option or a `let`.
    fn local(&mut self, slot: Slot, at: Span) -> Label {
        if let Some(label) = self.lets.get(&slot) {
            return label.clone();
        }
        // What an option gives may take more slots than one: of a link to a message the second is its channel.
        let local = self.locals.iter().find(|local| {
            let slots = local.kind.map_or(1, |kind| kind.slots);
            slot.0
                .checked_sub(local.slot.0)
                .is_some_and(|after| after < slots)
        });
        let Some(local) = local else {
            return Label::default();
        };
        let Some(kind) = local.kind else {
            return Label::default();
        };
        // Who is picked is there, as in the event itself; everything else somebody chose the words of.
        let (name, from, thing) = if kind.value.kind().id_of == Some(Thing::Person) {
            let name = format!("{}.id", local.name);
            (name, From::Event, Some(person::ID.name))
        } else {
            let is_text = *kind.value == Type::Text && !self.chosen.contains(&local.slot);
            let from = if is_text || *kind.value == Type::Attachment {
                From::Typed
            } else {
                From::Picked
            };
            (local.name.clone(), from, None)
        };
        let says = format!("`{}` is handed over here", local.name);
        let source = self.flows.intern(Source {
            name,
            categories: vec![self.given(kind, local)],
            from,
            thing,
        });
        self.read(source, at);
        let label = Label::of(source, at, &says).unless(Saboteur::Given);
        match self.handed.get(&local.slot) {
            Some(fixed) => label.and(Label::of(*fixed, at, "is handed over by a button")),
            None => label,
        }
    }

    /// What is told by what somebody hands over. Who may set the bot up chooses for the server; what they write is still
    /// written by somebody.
    fn given(&self, kind: &OptionKind, local: &Local) -> Category {
        let chosen = self.chosen.contains(&local.slot) || off(Saboteur::TypedWords);
        match kind.gives {
            Gives::Words if !chosen => Category::UserContent,
            Gives::Person => Category::Identifier,
            Gives::Thing => Category::Configuration,
            Gives::Words | Gives::Choice | Gives::Figure if self.sets_up => Category::Configuration,
            Gives::Words | Gives::Choice => Category::Preference,
            Gives::Figure if off(Saboteur::TypedFigure) => Category::Configuration,
            Gives::Figure => Category::UserContent,
        }
    }

    /// A stored field. Whatever any handler wrote to it is found from there by `Flows`.
    pub(super) fn kept(&mut self, store: StoreId, field: FieldId, at: Span) -> Label {
        let Some(source) = self.flows.kept(self.policy, store, field) else {
            return Label::default();
        };
        let name = self.flows.source(source).map(|source| &source.name);
        let says = name.map_or_else(String::new, |name| format!("`{name}` is read here"));
        Label::of(source, at, &says)
    }
}

/// What stands for more than an event tells.
impl Flows {
    pub(super) fn kept(
        &mut self,
        policy: &Policy,
        store: StoreId,
        field: FieldId,
    ) -> Option<SourceId> {
        let (decl, declared) = policy.field(store, field)?;
        Some(self.intern(Source {
            name: format!("{}.{}", decl.node.name, declared.name),
            categories: declared.categories.clone(),
            from: From::Kept(store, field),
            thing: None,
        }))
    }

    pub(super) fn there(&mut self, policy: &Policy, store: StoreId) -> SourceId {
        let decl = policy.store(store);
        self.intern(Source {
            name: decl.map_or_else(String::new, |decl| decl.node.name.clone()),
            categories: Vec::new(),
            from: From::There(store),
            thing: None,
        })
    }

    pub(super) fn done(&mut self, mark: Mark) -> SourceId {
        self.intern(Source {
            name: String::new(),
            categories: Vec::new(),
            from: From::Done(mark),
            thing: None,
        })
    }

    /// How often something was done that a `limit` counts, which somebody did.
    pub(super) fn counted(&mut self, limit: LimitId, category: Category) -> SourceId {
        self.intern(Source {
            name: "limit".to_owned(),
            categories: vec![category],
            from: From::Counted(limit),
            thing: None,
        })
    }

    /// What a service says of its own in a member of its answer.
    pub(super) fn answered(&mut self, processor: &str, field: &AnswerField) -> SourceId {
        self.intern(Source {
            name: format!("{processor}.{}", field.name),
            categories: field.categories.clone(),
            from: From::Answer,
            thing: None,
        })
    }

    /// Messages with this button.
    pub(super) fn posted(&mut self, button: &str) -> SourceId {
        self.intern(Source {
            name: button.to_owned(),
            categories: Vec::new(),
            from: From::Posted,
            thing: None,
        })
    }
}
