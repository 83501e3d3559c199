//! Rows that are somebody else's: who may write them, delete them, end them, or make them over to another.
//!
//! A row is the person's when it names them: its subject, or where it has none somebody in it. Which row a step writes
//! is known by its key, and by what was asked of that row before.

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    lexicon::{
        event::MESSAGE_DELETE,
        source::{GUILD_ID, MESSAGE_CONTENT, MESSAGE_ID},
    },
    plan::{
        Expr, Field, FieldId, Kind, Op, Owner, Query, Step, StoreId, Written,
        walk::{self, Part},
    },
    resolve::StoreDecl,
    sabotage::{Saboteur, off},
    vocab::{Category, Span, Type},
};

use super::{
    super::{
        consent::rests,
        writes::{Copied, copied},
    },
    Judge, ROWS,
    guards::{Guards, RowIs},
    is_option,
};

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("a row of `{store}` that is there already would pass to somebody else, with its {with}")]
#[diagnostic(code("candor::authority::changes-hands"), help("{help}"))]
pub(crate) struct ChangesHands {
    store: String,
    with: String,
    help: String,
    #[label(primary, "names somebody else from here on")]
    at: Span,
    #[label("{owned}")]
    field_at: Span,
    owned: String,
}

/// Whose a row is that a step writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    Nobodys,
    Theirs,
    Anothers,
}

impl<'a> Judge<'a> {
    pub(super) fn written(&mut self, row: Written<'a>, step: &Step, guards: &Guards<'a>) {
        let Some(decl) = self.policy.store(row.store) else {
            return;
        };
        let known = self.known(row, guards);
        if !row.is_new {
            self.handed(decl, row, &known, step, guards);
        }
        let name = &decl.node.name;
        if self.whose(decl, row, &known, guards) == Whose::Anothers {
            let holds = |wanted: Category| {
                let mut fields = decl.node.fields.iter();
                fields.any(|field| field.categories.contains(&wanted))
            };
            // Nobody's permission replaces a consent, and `consent` asks for it.
            let rests = rests(self.policy, decl).is_some();
            let words = row.fields().find(|(field, value)| {
                !rests && is_text(decl, *field) && self.is_anothers_word(decl, value, row, guards)
            });
            if !self.is_ending() && holds(Category::Moderation) {
                let does = format!("a row of `{name}` about somebody is written");
                self.permitted_in((decl, row), (&does, ROWS), step, guards);
            } else if let Some((_, value)) = words.filter(|_| !off(Saboteur::TextAboutOthers)) {
                if self.is_ending() {
                    let message =
                        format!("what one person wrote is written to `{name}` about another");
                    let help =
                        "keep it in a row of who wrote it; who it is about can have a part in that";
                    self.unguarded(
                        message,
                        help,
                        "nobody's permission is asked for",
                        value.span,
                    );
                } else {
                    let does = format!("free text about somebody is written to `{name}`");
                    self.permitted_in((decl, row), (&does, ROWS), step, guards);
                }
            } else if !self.is_ending() && !rests && self.overwrites(decl, row, guards) {
                let does = format!("words in a row of `{name}` about somebody are changed");
                self.permitted_in((decl, row), (&does, ROWS), step, guards);
            }
        }
        if !self.is_ending() {
            for (field, value) in row.fields() {
                if let Some(stake) = self.stakes.get(row.store, field) {
                    self.staked(decl, field, value, stake, guards);
                }
            }
        }
    }

    /// Whether people's words in a row that may be there are replaced by others, or emptied.
    fn overwrites(&self, decl: &StoreDecl, row: Written<'a>, guards: &Guards<'a>) -> bool {
        let mut values = row.values.iter();
        !row.is_new
            && values.any(|(field, value)| {
                is_text(decl, *field) && !self.reads(value, (row.store, *field), row.key, guards)
            })
    }

    /// What is known of the row that an `update` changes.
    fn known(&self, row: Written<'a>, guards: &Guards<'a>) -> Vec<RowIs> {
        if row.is_new {
            return Vec::new();
        }
        let key: Vec<&Expr> = row.key.iter().collect();
        guards.row(row.store, &key, &self.lets)
    }

    fn whose(
        &self,
        decl: &StoreDecl,
        row: Written<'a>,
        known: &[RowIs],
        guards: &Guards<'a>,
    ) -> Whose {
        let people: Vec<FieldId> = principals(decl).collect();
        if people.is_empty() {
            return Whose::Nobodys;
        }
        let mut given = people
            .iter()
            .filter_map(|person| row.value(*person))
            .peekable();
        let is_theirs = if given.peek().is_some() {
            given.any(|value| {
                value.kind == Kind::Unknown
                    || self.is_themselves(value)
                    || guards.is_actor(value, &self.lets)
            })
        } else {
            let names = |one: &RowIs| one.names.is_none_or(|field| people.contains(&field));
            row.is_new
                || row.key.iter().any(|part| part.kind == Kind::Unknown)
                || known.iter().any(names)
        };
        if is_theirs {
            Whose::Theirs
        } else {
            Whose::Anothers
        }
    }

    /// Whether a row that is there may name somebody else afterwards: what they own in it would be the other's.
    fn handed(
        &mut self,
        decl: &StoreDecl,
        row: Written<'a>,
        known: &[RowIs],
        step: &Step,
        guards: &Guards<'a>,
    ) {
        for (person, value) in row.values {
            let is_person = field_of(decl, *person).is_some_and(|field| field.person.is_some());
            if !is_person || self.keeps_hands(row, (*person, value), known, guards) {
                continue;
            }
            let owned = (0..)
                .map(FieldId)
                .zip(&decl.node.fields)
                .find(|(field, of)| {
                    let is_theirs = match of.owner {
                        Owner::Subject(by) | Owner::Party(by) => by == *person,
                        Owner::Guild => false,
                    };
                    is_theirs && of.person.is_none() && row.value(*field).is_none()
                });
            let name = &decl.node.name;
            if let Some((_, owned)) = owned {
                let by = field_of(decl, *person).map_or("", |field| field.name.as_str());
                self.passed.push(ChangesHands {
                    store: name.clone(),
                    with: format!("`{}`", owned.name),
                    help: format!(
                        "ask for `{name}[…] is none` before it, or delete the row and insert another"
                    ),
                    at: value.span,
                    field_at: decl
                        .fields
                        .get(person.0 as usize)
                        .map_or(decl.name, |field| field.name),
                    owned: format!("what else is in the row belongs to the `{by}`"),
                });
                return;
            }
            let mut subject = principals(decl);
            let is_about_them = known.iter().any(|one| {
                one.names
                    .is_some_and(|field| subject.any(|subject| subject == field))
            });
            let about = self.whose_key(decl, row);
            if !self.is_ending() && !is_about_them && !about {
                let does = format!("whom a row of `{name}` names is changed");
                self.permitted_in((decl, row), (&does, ROWS), step, guards);
                return;
            }
        }
    }

    /// Whether the key says that the row is of the server in which the step is done.
    pub(super) fn is_of_this_server(&self, decl: &StoreDecl, row: Written<'a>) -> bool {
        let key = decl.node.fields.iter().take(decl.node.key_len as usize);
        let mut servers = (0..).map(FieldId).zip(key);
        servers.any(|(id, field)| {
            let value = row.value(id).map(|value| self.lets.follow(value));
            field.kind == Type::GuildId
                && value.is_some_and(|value| value.kind == Kind::Told(&GUILD_ID))
        })
    }

    /// Whether the key says that the row is about the person of the event.
    fn whose_key(&self, decl: &StoreDecl, row: Written<'a>) -> bool {
        let key = (0..).map(FieldId).zip(row.key);
        let mut people = key.filter(|(field, _)| principals(decl).any(|one| one == *field));
        people.any(|(_, value)| self.is_themselves(value))
    }

    /// Whether a field that names somebody names the same as before, or there is no row before.
    fn keeps_hands(
        &self,
        row: Written<'a>,
        (person, value): (FieldId, &'a Expr),
        known: &[RowIs],
        guards: &Guards<'a>,
    ) -> bool {
        let themselves = self.is_themselves(value);
        value.kind == Kind::Unknown
            || known.iter().any(|one| match one.names {
                None => one.absent,
                Some(field) => field == person && themselves,
            })
            || self.reads(value, (row.store, person), row.key, guards)
    }

    /// Whether a value is this field of the row with this key.
    fn reads(
        &self,
        value: &'a Expr,
        (store, field): (StoreId, FieldId),
        key: &'a [Expr],
        guards: &Guards<'a>,
    ) -> bool {
        let read = guards.read(value, &self.lets);
        read.stored().is_some_and(|(of, at, by)| {
            (of, at) == (store, field) && guards.is_at(store, by, key, &self.lets)
        })
    }

    pub(super) fn ended(&mut self, query: &'a Query, how: &str, step: &Step, guards: &Guards<'a>) {
        let Some(decl) = self.policy.store(query.store) else {
            return;
        };
        let is_theirs = self.is_own(query) || self.is_known(decl, query, guards);
        let is_free = if self.is_asked() {
            is_theirs
        } else {
            let about_nobody = decl.node.people().next().is_none();
            self.is_ending()
                || is_theirs
                || about_nobody
                || is_tidying(query)
                || self.is_of_message(query)
        };
        if !is_free && !off(Saboteur::DeletesAnybodys) {
            let does = format!("rows of `{}` are {how}", decl.node.name);
            self.permitted((&does, ROWS), step, guards);
        }
    }

    /// Whether a query only finds rows that name the message which is gone.
    fn is_of_message(&self, query: &Query) -> bool {
        let is_row = |expr: &Expr| matches!(expr.kind, Kind::Row(..));
        let is_message = |expr: &Expr| self.lets.follow(expr).kind == Kind::Told(&MESSAGE_ID);
        let equal = query.filter.iter().flat_map(Expr::equal);
        *self.handler.on.event == MESSAGE_DELETE
            && equal.into_iter().any(|(left, right)| {
                is_row(left) && is_message(right) || is_row(right) && is_message(left)
            })
    }

    /// Whether the row that a query finds by its key is known to name the person of the event.
    fn is_known(&self, decl: &StoreDecl, query: &'a Query, guards: &Guards<'a>) -> bool {
        let Some(filter) = &query.filter else {
            return false;
        };
        let equal = filter.equal();
        let key = (0..decl.node.key_len).map(|i| {
            let part = Kind::Row(query.store, FieldId(i));
            let sides = equal.iter().flat_map(|(a, b)| [(*a, *b), (*b, *a)]);
            let mut given = sides.filter(|(row, of)| row.kind == part && !of.is_of_row());
            given.next().map(|(_, of)| of)
        });
        let Some(key) = key.collect::<Option<Vec<&Expr>>>() else {
            return false;
        };
        let known = guards.row(query.store, &key, &self.lets);
        known.iter().any(|one| one.names.is_some())
    }

    /// Whether somebody else than who the row is about wrote it: typed for this, or kept in a row that is not theirs.
    fn is_anothers_word(
        &self,
        decl: &StoreDecl,
        value: &'a Expr,
        row: Written<'a>,
        guards: &Guards<'a>,
    ) -> bool {
        let mut kept = Vec::new();
        copied(&self.lets, value, &mut kept);
        self.is_typed(value)
            || kept.iter().any(|one| {
                let Some(from) = self.policy.store(one.store) else {
                    return false;
                };
                is_text(from, one.field)
                    && principals(from).next().is_some()
                    && !self.is_of_same(from, one, (decl, row), guards)
            })
    }

    /// Whether a value was kept about who the row is about.
    fn is_of_same(
        &self,
        from: &StoreDecl,
        one: &Copied<'a>,
        (decl, row): (&StoreDecl, Written<'a>),
        guards: &Guards<'a>,
    ) -> bool {
        let Some((store, _, key)) = one.read.stored() else {
            return false;
        };
        if store == row.store && !row.is_new && guards.is_at(store, key, row.key, &self.lets) {
            return true;
        }
        let about = principals(decl).next().and_then(|person| row.value(person));
        let (Some(about), Some(person)) = (about, principals(from).next()) else {
            return false;
        };
        if let Some(part) = key.and_then(|key| key.get(person.0 as usize))
            && person.0 < from.node.key_len
        {
            return guards.are_same(part, about, &self.lets);
        }
        guards.is_read(about, (store, person, key), &self.lets)
    }

    fn is_typed(&self, value: &Expr) -> bool {
        let mut typed = false;
        walk::expr(self.lets.follow(value), &mut |part| {
            if let Part::Expr(part) = part {
                let part = self.lets.follow(part);
                if let Kind::Local(slot) = part.kind {
                    typed |= is_option(self.handler, slot);
                } else if let Kind::Told(source) = part.kind {
                    typed |= *source == MESSAGE_CONTENT;
                }
            }
        });
        typed
    }

    /// Whether a query only finds rows of the person of the event.
    fn is_own(&self, query: &Query) -> bool {
        let filter = query.filter.as_ref();
        filter.is_some_and(|filter| self.is_own_filter(filter))
    }

    /// `row.member == invoker.id`, where it must hold for the whole filter.
    fn is_own_filter(&self, filter: &Expr) -> bool {
        let Kind::Binary { op, left, right } = &filter.kind else {
            return filter.kind == Kind::Unknown;
        };
        let is_row = |expr: &Expr| matches!(expr.kind, Kind::Row(..));
        let is_actor = |expr: &Expr| self.lets.follow(expr).is_actor();
        if *op == Op::And {
            return self.is_own_filter(left) || self.is_own_filter(right);
        }
        *op == Op::Equal && (is_row(left) && is_actor(right) || is_row(right) && is_actor(left))
    }
}

/// The fields that say whose a row is: its subject, or where it has none everybody in it.
fn principals(decl: &StoreDecl) -> impl Iterator<Item = FieldId> {
    let is_subject = |field: &Field| matches!(field.person, Some(Owner::Subject(_)));
    let has_subject = decl.node.fields.iter().any(is_subject);
    let people = decl.node.people();
    people
        .filter(move |(_, field)| !has_subject || is_subject(field))
        .map(|(field, _)| field)
}

fn field_of(decl: &StoreDecl, field: FieldId) -> Option<&Field> {
    decl.node.fields.get(field.0 as usize)
}

/// Whether a field is for people's texts.
fn is_text(decl: &StoreDecl, field: FieldId) -> bool {
    let field = field_of(decl, field);
    field.is_some_and(|field| field.categories.contains(&Category::UserContent))
}

/// Whether a query finds rows by their time alone: whoever makes the event happen chooses none of them.
fn is_tidying(query: &Query) -> bool {
    let (mut by_time, mut chosen) = (false, false);
    if let Some(filter) = &query.filter {
        walk::expr(filter, &mut |part| {
            if let Part::Expr(part) = part {
                by_time |= part.kind == Kind::Now;
                chosen |= matches!(
                    part.kind,
                    Kind::Local(_)
                        | Kind::Actor
                        | Kind::Told(_)
                        | Kind::Person { .. }
                        | Kind::Can { .. }
                );
            }
        });
    }
    by_time && !chosen
}
