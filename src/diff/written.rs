//! Steps and expressions in the words of a policy, as far as two plans are compared by them.
//!
//! Layout, comments and how a value was bracketed are not there; names are, and not the numbers that a plan has for them.

use std::collections::BTreeMap;

use crate::{
    lexicon::Datum,
    plan::{
        Arg, Button, Expr, FieldId, Kind, Message, Op, Plan, Query, Setting, Slot, Step, StepKind,
        StoreId, Text, TextPart, To, all,
    },
    vocab::Value,
};

/// Writes what stands in one handler.
pub(super) struct Scribe<'p> {
    plan: &'p Plan,
    slots: BTreeMap<Slot, &'p str>,
    /// Leaves out what is only said: the words around what is told.
    pub(super) wordless: bool,
}

impl<'p> Scribe<'p> {
    /// `given` are the names of what stands in slots before the first step.
    pub(super) fn new(
        plan: &'p Plan,
        given: impl IntoIterator<Item = (Slot, &'p str)>,
        steps: &'p [Step],
    ) -> Self {
        let mut slots: BTreeMap<Slot, &str> = given.into_iter().collect();
        for step in all(steps) {
            match &step.kind {
                StepKind::Let { slot, name, .. } => {
                    slots.insert(*slot, name);
                }
                StepKind::Then {
                    first, slot, name, ..
                } => match first.kind.asked() {
                    Some(asked) => {
                        let fields = asked.answers.fields.iter();
                        slots.extend(
                            (slot.0..)
                                .map(Slot)
                                .zip(fields.map(|one| one.name.as_str())),
                        );
                    }
                    None => drop(slots.insert(*slot, name)),
                },
                StepKind::Limit { over, .. } => {
                    slots.extend(over.iter().map(|one| (one.slot, one.name.as_str())));
                }
                StepKind::When { .. }
                | StepKind::Each { .. }
                | StepKind::Require { .. }
                | StepKind::Stop
                | StepKind::Insert { .. }
                | StepKind::Update { .. }
                | StepKind::Delete { .. }
                | StepKind::Finish { .. }
                | StepKind::Say { .. }
                | StepKind::Do { .. }
                | StepKind::Ask(_) => {}
            }
        }
        Self {
            plan,
            slots,
            wordless: false,
        }
    }

    /// A step without the blocks in it; nothing for what only holds a block.
    pub(super) fn step(&self, step: &Step) -> Option<String> {
        let mut text = match &step.kind {
            StepKind::When { .. } | StepKind::Each { .. } | StepKind::Then { .. } => return None,
            StepKind::Let { name, value, .. } => format!("let {name} {}", self.expr(value)),
            StepKind::Require {
                permission,
                target,
                cond,
                refusal,
            } => {
                let permission = permission.map(|one| format!("permission={}", one.word()));
                let target = target
                    .as_ref()
                    .map(|one| format!("target={}", self.expr(one)));
                let cond = cond.as_ref().map(|one| self.expr(one));
                let refusal = refusal.as_ref().map(|one| self.said("else", one));
                let all = [permission, target, cond, refusal].into_iter().flatten();
                joined("require", all)
            }
            StepKind::Stop => "stop".to_owned(),
            StepKind::Limit {
                most,
                per,
                within,
                refusal,
                over,
                ..
            } => {
                let per: Vec<String> = per.iter().map(|one| self.expr(one)).collect();
                let per = format!("per={}", per.join(", "));
                let within = format!("within={within}");
                let refusal = refusal.as_ref().map(|one| self.said("else", one));
                let over = over.as_ref().map(|one| format!("as={}", one.name));
                let all = [Some(per), Some(within), refusal, over];
                let all = all.into_iter().flatten();
                joined(&format!("limit {most}"), all)
            }
            StepKind::Insert { store, values } => {
                joined("insert", self.row(*store, &[], values).into_iter())
            }
            StepKind::Update { store, key, values } => {
                joined("update", self.row(*store, key, values).into_iter())
            }
            StepKind::Delete { query, refusal } => {
                let refusal = refusal.as_ref().map(|one| self.said("else", one));
                joined(
                    &format!("delete {}", self.query(query)),
                    refusal.into_iter(),
                )
            }
            StepKind::Finish { query } => format!("finish {}", self.query(query)),
            StepKind::Say { to, message } => self.says(to, message),
            StepKind::Do { deed, args } => {
                let given = deed.params.iter().filter_map(|param| {
                    let arg = args.get(param.name)?;
                    Some(match arg {
                        Arg::Value(value) => format!("{}={}", param.name, self.expr(value)),
                        Arg::Text(text) => format!("{}={}", param.name, self.text(text)),
                        Arg::Values(values) => {
                            let values = values.iter().map(|value| self.expr(value));
                            let values = values.collect::<Vec<_>>().join(", ");
                            format!("{}={values}", param.name)
                        }
                    })
                });
                joined(deed.name, given)
            }
            StepKind::Ask(asked) => {
                let sends = asked.sends.iter();
                let sends = sends.map(|one| format!("{}={}", one.name, self.expr(&one.value)));
                joined(&format!("ask {}", asked.processor), sends)
            }
        };
        if let Some(otherwise) = &step.otherwise {
            text = format!("{text} {}", self.said("otherwise", otherwise));
        }
        Some(text)
    }

    fn row(&self, store: StoreId, key: &[Expr], values: &[(FieldId, Expr)]) -> Vec<String> {
        let mut parts = vec![self.store(store).to_owned()];
        if !key.is_empty() {
            parts.push(format!("key={}", self.all(key)));
        }
        let values = values.iter().map(|(field, value)| {
            let name = self.field(store, *field);
            format!("{name}={}", self.expr(value))
        });
        parts.extend(values);
        parts
    }

    fn says(&self, to: &To, message: &Message) -> String {
        let mut text = match to {
            To::Reply { ephemeral: true } => "reply ephemeral=#true".to_owned(),
            To::Reply { ephemeral: false } => "reply".to_owned(),
            To::Channel(to) => format!("send to={}", self.expr(to)),
            To::ModLog => "emit mod-log".to_owned(),
            To::Operators => "send to=operators".to_owned(),
            To::Dm(to) => format!("dm to={}", self.expr(to)),
            To::Edit(message) => format!("edit-message {}", self.expr(message)),
        };
        if let Some(persona) = &message.persona {
            let avatar = persona.avatar.as_ref();
            let avatar = avatar.map(|avatar| format!(" avatar={}", self.expr(avatar)));
            let name = self.spoken(&persona.name);
            text = format!("{text} persona={name}{}", avatar.unwrap_or_default());
        }
        if let Some(files) = &message.files {
            text = format!("{text} files={}", self.expr(files));
        }
        if message.mentions {
            text.push_str(" mentions=#true");
        }
        if let Some(said) = &message.text {
            text = format!("{text} {}", self.spoken(said));
        }
        if let Some(list) = &message.list {
            let (query, line) = (self.query(&list.query), self.spoken(&list.line));
            text = format!("{text} list {query} line={line}");
            if let Some(empty) = &list.empty {
                text = format!("{text} {}", self.said("empty", empty));
            }
        }
        for button in &message.buttons {
            text = format!("{text} {}", self.button(button));
        }
        text
    }

    fn button(&self, button: &Button) -> String {
        let mut text = match &button.pick {
            Some(pick) => format!("select {}", pick.option),
            None => format!("button {}", button.id),
        };
        if let Some(does) = &button.does {
            text = format!("{text} does=/{}", does.path.join(" "));
        }
        for (name, given) in button.given() {
            text = format!("{text} {name}={}", self.expr(given));
        }
        for words in button.words() {
            text = format!("{text} {}", self.spoken(words));
        }
        text
    }

    /// Words that are only said.
    fn said(&self, name: &str, text: &Text) -> String {
        format!("{name}={}", self.spoken(text))
    }

    fn spoken(&self, text: &Text) -> String {
        if !self.wordless {
            return self.text(text);
        }
        let holes: Vec<String> = text.holes().map(|hole| self.expr(hole)).collect();
        format!("{{{}}}", holes.join("}{"))
    }

    fn text(&self, text: &Text) -> String {
        let parts = text.parts.iter().map(|part| match part {
            TextPart::Literal(words) => words.clone(),
            TextPart::Hole(hole) => format!("{{{}}}", self.expr(hole)),
        });
        format!("\"{}\"", parts.collect::<String>())
    }

    fn all(&self, exprs: &[Expr]) -> String {
        let all: Vec<String> = exprs.iter().map(|one| self.expr(one)).collect();
        all.join(", ")
    }

    pub(super) fn query(&self, query: &Query) -> String {
        let mut text = self.store(query.store).to_owned();
        if let Some(filter) = &query.filter {
            text = format!("{text} where {}", self.expr(filter));
        }
        if let Some(by) = query.by {
            let order = if query.descending { "top" } else { "bottom" };
            text = format!("{order}({text}, by: {})", self.field(query.store, by));
        } else if query.descending {
            text = format!("newest({text})");
        }
        if let Some(limit) = query.limit {
            text = format!("{text}, limit: {limit}");
        }
        if query.across {
            text.push_str(" across=servers");
        }
        text
    }

    pub(super) fn expr(&self, expr: &Expr) -> String {
        match &expr.kind {
            Kind::Unknown => String::new(),
            Kind::Literal(value) => literal(value),
            Kind::Local(slot) => self.slots.get(slot).map_or("it", |name| name).to_owned(),
            Kind::Now => "now".to_owned(),
            Kind::Me => "bot".to_owned(),
            Kind::Actor => "who".to_owned(),
            Kind::Told(source) => source.name.to_owned(),
            Kind::Person { of, what } => format!("{}.{}", self.expr(of), what.name),
            Kind::Can { of, permission } => {
                format!("can({}, '{}')", self.expr(of), permission.word())
            }
            Kind::Setting(id) => {
                let setting = self.plan.setting(*id);
                format!("settings.{}", setting.map_or("", |one| &one.name))
            }
            Kind::Field {
                store,
                key,
                field,
                before,
            } => {
                let before = if *before { "before." } else { "" };
                let (name, field) = (self.store(*store), self.field(*store, *field));
                format!("{before}{name}[{}].{field}", self.all(key))
            }
            Kind::Exists { store, key } => format!("{}[{}]", self.store(*store), self.all(key)),
            Kind::Row(store, field) => format!("row.{}", self.field(*store, *field)),
            Kind::Rank => "rank".to_owned(),
            Kind::Not(of) => format!("not {}", self.within(of)),
            Kind::Negate(of) => format!("-{}", self.within(of)),
            Kind::IsNone(of) => format!("{} is none", self.within(of)),
            Kind::Coalesce(left, right) => {
                format!("{} ?? {}", self.within(left), self.within(right))
            }
            Kind::Binary { op, left, right } => {
                let sign = sign(*op);
                format!("{} {sign} {}", self.within(left), self.within(right))
            }
            Kind::If {
                cond,
                then,
                otherwise,
            } => {
                let (cond, then) = (self.within(cond), self.within(then));
                format!("if {cond} then {then} else {}", self.within(otherwise))
            }
            Kind::Call { function, args } => format!("{}({})", function.name, self.all(args)),
            Kind::Count(query) => format!("count({})", self.query(query)),
            Kind::Sum { query, field } => {
                let field = self.field(query.store, *field);
                format!("sum({}, of: {field})", self.query(query))
            }
            Kind::Message { channel, id } => {
                format!("message {} in {}", self.expr(id), self.expr(channel))
            }
        }
    }

    /// Within another expression.
    fn within(&self, expr: &Expr) -> String {
        let text = self.expr(expr);
        match &expr.kind {
            Kind::Binary { .. } | Kind::Coalesce(..) | Kind::If { .. } | Kind::IsNone(_) => {
                format!("({text})")
            }
            Kind::Unknown
            | Kind::Literal(_)
            | Kind::Local(_)
            | Kind::Now
            | Kind::Me
            | Kind::Actor
            | Kind::Told(_)
            | Kind::Person { .. }
            | Kind::Can { .. }
            | Kind::Setting(_)
            | Kind::Field { .. }
            | Kind::Exists { .. }
            | Kind::Row(..)
            | Kind::Rank
            | Kind::Not(_)
            | Kind::Negate(_)
            | Kind::Call { .. }
            | Kind::Count(_)
            | Kind::Sum { .. }
            | Kind::Message { .. } => text,
        }
    }

    fn store(&self, id: StoreId) -> &'p str {
        self.plan.store(id).map_or("", |store| &store.name)
    }

    fn field(&self, store: StoreId, field: FieldId) -> &'p str {
        let fields = self.plan.store(store).map(|store| &store.fields);
        let field = fields.and_then(|all| all.get(field.0 as usize));
        field.map_or("", |field| &field.name)
    }
}

fn joined(first: &str, parts: impl Iterator<Item = String>) -> String {
    let mut text = first.to_owned();
    for part in parts {
        text.push(' ');
        text.push_str(&part);
    }
    text
}

pub(super) fn literal(value: &Value) -> String {
    match value {
        Value::None => "none".to_owned(),
        Value::Text(text) => format!("'{text}'"),
        Value::Bool(_)
        | Value::Int(_)
        | Value::Instant(_)
        | Value::Duration(_)
        | Value::User(_)
        | Value::Guild(_)
        | Value::Channel(_)
        | Value::Role(_)
        | Value::Message(_)
        | Value::Emoji(_)
        | Value::Words(_)
        | Value::Url(_)
        | Value::Locale(_)
        | Value::Who(_)
        | Value::List(_)
        | Value::Attachment(_) => Datum::from(value).to_string(),
    }
}

/// `default=… min=… max=…`, as far as they are given.
pub(super) fn bounds(default: Option<&Value>, min: Option<i64>, max: Option<i64>) -> String {
    let default = default.map(|value| format!("default={}", literal(value)));
    let min = min.map(|min| format!("min={min}"));
    let max = max.map(|max| format!("max={max}"));
    let all: Vec<String> = [default, min, max].into_iter().flatten().collect();
    all.join(" ")
}

/// A setting and what a server may choose for it.
pub(super) fn setting(setting: &Setting) -> String {
    let bounds = bounds(setting.default.as_ref(), setting.min, setting.max);
    format!("setting {} {} {bounds}", setting.name, setting.kind)
        .trim_end()
        .to_owned()
}

fn sign(op: Op) -> &'static str {
    match op {
        Op::Or => "or",
        Op::And => "and",
        Op::Equal => "==",
        Op::NotEqual => "!=",
        Op::Less => "<",
        Op::LessOrEqual => "<=",
        Op::Greater => ">",
        Op::GreaterOrEqual => ">=",
        Op::In => "in",
        Op::Add => "+",
        Op::Subtract => "-",
        Op::Multiply => "*",
        Op::Divide => "/",
        Op::Remainder => "%",
    }
}
