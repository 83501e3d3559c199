//! Expressions of a wanted type, from what can be named where they stand.

use candor::{
    lexicon::{
        FUNCTIONS,
        function::{Means, Takes, Yields},
    },
    vocab::{Category, Permission, Type},
};

use super::super::words::is_unread;
use super::{
    Generator,
    declare::{Field, Shape, Store},
    steps::Scope,
};

/// What may stand in a value: none for anything, otherwise these categories and what is about nobody.
pub(super) type Allowed<'a> = Option<&'a [Category]>;

fn allows(allowed: Allowed, categories: &[Category]) -> bool {
    let Some(allowed) = allowed else { return true };
    let mut all = categories.iter();
    all.all(|one| !one.is_personal() || allowed.contains(one))
}

fn inner(ty: &Type) -> Option<&Type> {
    match ty {
        Type::Optional(inner) => Some(inner),
        _ => None,
    }
}

/// Types that people can read in a text.
const SHOWN: [Type; 9] = [
    Type::Int,
    Type::Text,
    Type::Text,
    Type::Bool,
    Type::Instant,
    Type::Duration,
    Type::Emoji,
    Type::Channel,
    Type::MessageId,
];

impl Generator<'_> {
    pub(super) fn value(
        &mut self,
        scope: &Scope,
        ty: &Type,
        depth: u32,
        allowed: Allowed,
    ) -> Option<String> {
        for _ in 0..6 {
            let found = match self.draw.below(10) {
                0..=3 => self.atom(scope, ty, depth, allowed),
                4 | 5 => self.literal(ty),
                6 if depth > 0 => self.conditional(scope, ty, depth, allowed),
                7 if depth > 0 => self.call(scope, ty, depth, allowed),
                8 if depth > 0 => self.of_store(scope, ty, depth, allowed),
                _ if depth > 0 => self.computed(scope, ty, depth, allowed),
                _ => self.atom(scope, ty, depth, allowed),
            };
            if found.is_some() {
                return found;
            }
        }
        self.literal(ty)
            .or_else(|| self.atom(scope, ty, 0, allowed))
    }

    fn atom(&mut self, scope: &Scope, ty: &Type, depth: u32, allowed: Allowed) -> Option<String> {
        // At the bottom nothing stands in for what may be none.
        let fits = |of: &Type| of == ty || depth > 0 && inner(of) == Some(ty);
        let atoms: Vec<_> = scope
            .atoms
            .iter()
            .filter(|atom| fits(&atom.ty) && allows(allowed, &atom.categories))
            .collect();
        let atom = (*self.draw.pick(&atoms)?).clone();
        if inner(&atom.ty).is_none() {
            return Some(atom.text);
        }
        let instead = self.value(scope, ty, 0, allowed)?;
        (instead != atom.text).then(|| format!("({} ?? {instead})", atom.text))
    }

    pub(super) fn literal(&mut self, ty: &Type) -> Option<String> {
        Some(match ty {
            Type::Int => self
                .draw
                .one(["0", "1", "2", "7", "40", "9223372036854775807"])
                .to_owned(),
            Type::Bool => self.draw.one(["true", "false"]).to_owned(),
            Type::Text => self
                .draw
                .one(["'red'", "'hello'", "'spam'", "''"])
                .to_owned(),
            Type::Duration => self.draw.one(["90s", "10m", "2h", "1d"]).to_owned(),
            Type::Instant => "now".to_owned(),
            Type::Emoji => self.draw.one(["'⭐'", "'👍'"]).to_owned(),
            _ => return None,
        })
    }

    fn conditional(
        &mut self,
        scope: &Scope,
        ty: &Type,
        depth: u32,
        allowed: Allowed,
    ) -> Option<String> {
        let cond = self.value(scope, &Type::Bool, depth - 1, allowed)?;
        let then = self.value(scope, ty, depth - 1, allowed)?;
        let otherwise = self.value(scope, ty, depth - 1, allowed)?;
        Some(format!("(if {cond} then {then} else {otherwise})"))
    }

    fn call(&mut self, scope: &Scope, ty: &Type, depth: u32, allowed: Allowed) -> Option<String> {
        let ordered = [Type::Int, Type::Duration, Type::Instant];
        let functions: Vec<_> = FUNCTIONS
            .iter()
            .filter(|function| !is_unread("function", function.name))
            .filter(|function| match &function.gives {
                Yields::Of(of) => of == ty,
                Yields::Same => ordered.contains(ty),
            })
            .collect();
        let function = **self.draw.pick(&functions)?;
        let chance = matches!(function.means, Means::Random);
        if chance && (!self.random || scope.in_query || allowed.is_some_and(<[_]>::is_empty)) {
            return None;
        }
        let mut args = Vec::new();
        for takes in function.takes {
            let arg = match takes {
                Takes::Of(Type::GuildId) if allows(allowed, &[Category::Configuration]) => {
                    "guild.id".to_owned()
                }
                Takes::Of(of) => self.value(scope, of, depth - 1, allowed)?,
                Takes::Long => {
                    let of = self.draw.one([&Type::Text, &Type::Text, &Type::Words]);
                    self.value(scope, of, depth - 1, allowed)?
                }
                Takes::Pattern => self
                    .draw
                    .one(["'spam'", "'^hello'", "'s[cp]am'", "'hello( there)?$'"])
                    .to_owned(),
                Takes::Several => {
                    let lists = scope.atoms.iter().filter(|atom| {
                        matches!(atom.ty, Type::List(_)) && allows(allowed, &atom.categories)
                    });
                    let lists: Vec<_> = lists.map(|atom| atom.text.clone()).collect();
                    self.draw.pick(&lists)?.clone()
                }
                Takes::Ordered => self.value(scope, ty, depth - 1, allowed)?,
                Takes::Mentionable => {
                    let of = self.draw.one([&Type::UserId, &Type::Channel, &Type::Role]);
                    self.value(scope, of, depth - 1, allowed)?
                }
            };
            args.push(arg);
        }
        Some(format!("{}({})", function.name, args.join(", ")))
    }

    fn computed(
        &mut self,
        scope: &Scope,
        ty: &Type,
        depth: u32,
        allowed: Allowed,
    ) -> Option<String> {
        let of = |generator: &mut Self, ty: &Type| generator.value(scope, ty, depth - 1, allowed);
        Some(match ty {
            Type::Int => {
                let (a, b) = (of(self, &Type::Int)?, of(self, &Type::Int)?);
                match self.draw.below(8) {
                    0 => format!("({a} + {b})"),
                    1 => format!("({a} - {b})"),
                    2 => format!("({a} * {b})"),
                    3 => format!("({a} / 2)"),
                    4 => format!("({a} / {b} ?? 0)"),
                    5 => format!("({a} % {b} ?? 0)"),
                    6 => format!("({a} % 3)"),
                    _ => {
                        let (a, b) = (of(self, &Type::Duration)?, of(self, &Type::Duration)?);
                        format!("({a} / {b} ?? 0)")
                    }
                }
            }
            Type::Bool => match self.draw.below(11) {
                10 => {
                    let named = scope.atoms.iter().filter(|atom| atom.ty == Type::Who);
                    let named: Vec<_> = named.map(|atom| atom.text.clone()).collect();
                    let named = self.draw.pick(&named)?.clone();
                    let member = self.draw.pick(&scope.members).cloned()?;
                    allows(allowed, &[Category::Profile]).then_some(())?;
                    format!("may({member}, {named})")
                }
                9 => {
                    let attached = scope.event.told("message", "attachments").is_some();
                    if attached && self.draw.chance(30) {
                        allows(allowed, &[Category::UserContent]).then_some(())?;
                        return Some("length(message.attachments) > 1".to_owned());
                    }
                    let lists = scope.atoms.iter();
                    let lists: Vec<_> = lists
                        .filter(|atom| {
                            matches!(atom.ty, Type::List(_)) && allows(allowed, &atom.categories)
                        })
                        .cloned()
                        .collect();
                    let list = self.draw.pick(&lists)?.clone();
                    let text = match self.draw.below(3) {
                        0 => format!("take({}, {})", list.text, self.draw.below(3)),
                        _ => list.text.clone(),
                    };
                    let Type::List(inner) = &list.ty else {
                        return None;
                    };
                    // No file is looked for in a list of them.
                    if **inner == Type::Attachment || self.draw.chance(40) {
                        let length = of(self, &Type::Int)?;
                        return Some(format!("length({text}) > {length}"));
                    }
                    format!("{} in {text}", of(self, inner)?)
                }
                0 => format!("not {}", of(self, &Type::Bool)?),
                1 => format!(
                    "({} and {})",
                    of(self, &Type::Bool)?,
                    of(self, &Type::Bool)?
                ),
                2 => format!("({} or {})", of(self, &Type::Bool)?, of(self, &Type::Bool)?),
                3 => {
                    let word = self.draw.pick(Permission::ALL)?.word();
                    let member = self.draw.pick(&scope.members).cloned()?;
                    allows(allowed, &[Category::Profile]).then_some(())?;
                    format!("can({member}, '{word}')")
                }
                4 => {
                    let role = of(self, &Type::Role)?;
                    let member = self.draw.pick(&scope.members).cloned()?;
                    allows(allowed, &[Category::Profile]).then_some(())?;
                    format!("{role} in {member}.roles")
                }
                5 => {
                    let optional = scope.atoms.iter();
                    let optional: Vec<_> = optional
                        .filter(|atom| {
                            inner(&atom.ty).is_some() && allows(allowed, &atom.categories)
                        })
                        .collect();
                    let atom = self.draw.pick(&optional)?.text.clone();
                    let not = self.draw.one(["", "not "]);
                    format!("{atom} is {not}none")
                }
                _ => {
                    let ty = self.draw.one([
                        &Type::Int,
                        &Type::Int,
                        &Type::Duration,
                        &Type::Instant,
                        &Type::Text,
                        &Type::UserId,
                        &Type::Emoji,
                        &Type::Channel,
                        &Type::MessageId,
                    ]);
                    let op = match ty {
                        Type::Int | Type::Duration | Type::Instant => {
                            self.draw.one(["<", "<=", ">", ">=", "==", "!="])
                        }
                        _ => self.draw.one(["==", "!="]),
                    };
                    let (a, b) = (of(self, ty)?, of(self, ty)?);
                    format!("{a} {op} {b}")
                }
            },
            Type::Duration => match self.draw.below(5) {
                0 => format!("({} + {})", of(self, ty)?, of(self, ty)?),
                1 => format!("({} - {})", of(self, ty)?, of(self, ty)?),
                2 => format!("({} * {})", of(self, ty)?, of(self, &Type::Int)?),
                3 => format!("({} / 2)", of(self, ty)?),
                _ => format!(
                    "({} - {})",
                    of(self, &Type::Instant)?,
                    of(self, &Type::Instant)?
                ),
            },
            Type::Instant => {
                let op = self.draw.one(["+", "-"]);
                format!("({} {op} {})", of(self, ty)?, of(self, &Type::Duration)?)
            }
            _ => return None,
        })
    }

    /// What some stores say: a field of a row, whether one is there, how many there are.
    fn of_store(
        &mut self,
        scope: &Scope,
        ty: &Type,
        depth: u32,
        allowed: Allowed,
    ) -> Option<String> {
        let feature = self.feature;
        let stores: Vec<Store> = self
            .stores
            .iter()
            .filter(|one| one.feature == feature)
            .cloned()
            .collect();
        let store = self.draw.pick(&stores)?.clone();
        let about: Vec<Category> = store
            .all()
            .flat_map(|field| field.categories.clone())
            .collect();
        if *ty == Type::Int && self.draw.chance(45) && !scope.in_query {
            allows(allowed, &about).then_some(())?;
            let query = self.query(scope, &store, depth - 1)?;
            let ints: Vec<_> = store
                .all()
                .filter(|field| field.ty == Type::Int)
                .cloned()
                .collect();
            return Some(match self.draw.pick(&ints) {
                Some(field) if self.draw.chance(50) => format!("sum({query}, of: {})", field.name),
                _ => format!("count({query})"),
            });
        }
        if store.shape == Shape::Log && self.draw.chance(60) {
            return None;
        }
        let mut key = Vec::new();
        for part in store.key.clone() {
            key.push(if part.is_person {
                self.draw.pick(&scope.members).cloned()?
            } else {
                self.value(scope, &part.ty, depth - 1, allowed)?
            });
        }
        let key = key.join(", ");
        if *ty == Type::Bool && self.draw.chance(50) {
            allows(allowed, &about).then_some(())?;
            let not = self.draw.one(["", "not "]);
            return Some(format!("{}[{key}] is {not}none", store.name));
        }
        let fields: Vec<Field> = store
            .fields
            .iter()
            .filter(|field| field.ty == *ty && allows(allowed, &field.categories))
            .cloned()
            .collect();
        let field = self.draw.pick(&fields)?.clone();
        let mut text = format!("{}[{key}].{}", store.name, field.name);
        if store.shape == Shape::Person && self.draw.chance(60) && !scope.members.is_empty() {
            let before = self.draw.one(["", "", "before."]);
            text = format!("{before}{}.{}", store.name, field.name);
        }
        if field.default && !field.optional {
            return Some(text);
        }
        let instead = self
            .literal(ty)
            .or_else(|| self.atom(scope, ty, 0, allowed))?;
        Some(format!("({text} ?? {instead})"))
    }

    /// Rows of a store: all, or some, in an order or not.
    pub(super) fn query(&mut self, scope: &Scope, store: &Store, depth: u32) -> Option<String> {
        let mut query = store.name.clone();
        if self.draw.chance(65) {
            let inner = scope.at_row(store);
            let cond = match &store.subject {
                Some(subject) if self.draw.chance(60) && !scope.members.is_empty() => {
                    let member = self.draw.pick(&scope.members).cloned()?;
                    let own = format!("row.{subject} == {member}.id");
                    if self.draw.chance(30) {
                        let more = self.value(&inner, &Type::Bool, depth.min(1), None)?;
                        format!("{own} and {more}")
                    } else {
                        own
                    }
                }
                _ => self.value(&inner, &Type::Bool, depth.max(1), None)?,
            };
            query = format!("{query} where {cond}");
        }
        if self.draw.chance(35) {
            let limit = self.draw.one([1, 2, 10]);
            let ordered: Vec<Field> = store
                .all()
                .filter(|field| {
                    [Type::Int, Type::Instant, Type::Duration, Type::Text].contains(&field.ty)
                })
                .cloned()
                .collect();
            query = match self.draw.pick(&ordered) {
                Some(by) if self.draw.chance(60) => {
                    let word = self.draw.one(["top", "bottom"]);
                    format!("{word}({query}, by: {}, limit: {limit})", by.name)
                }
                _ => {
                    let word = self.draw.one(["newest", "oldest"]);
                    format!("{word}({query}, limit: {limit})")
                }
            };
        }
        Some(query)
    }

    /// A text with holes.
    pub(super) fn text(&mut self, scope: &Scope) -> String {
        let mut text = self.draw.one(["So", "Well", "See", "Told"]).to_owned();
        for _ in 0..self.draw.below(3) {
            let hole = if self.draw.chance(30) {
                let member = self.draw.pick(&scope.members).cloned();
                member.map(|member| format!("{member}.mention"))
            } else if self.draw.chance(8) {
                let lists = scope.atoms.iter();
                let lists: Vec<_> = lists
                    .filter(|atom| matches!(atom.ty, Type::List(_)))
                    .map(|atom| atom.text.clone())
                    .collect();
                self.draw.pick(&lists).cloned()
            } else {
                let ty = self.draw.pick(&SHOWN).cloned().expect("there are types");
                self.value(scope, &ty, 2, None)
            };
            if let Some(hole) = hole {
                text = format!("{text} {{{hole}}}");
            }
        }
        if self.draw.chance(10)
            && let Some(rank) = scope.rank
        {
            text = format!("{text} {{{rank}}}");
        }
        text
    }
}
