//! Settings and stores: each kind of value that is a row of the lexicon, and each length.

use candor::{
    lexicon::{
        Kind, LENGTHS,
        kind::{Form as Writing, KINDS, Measure},
        length::{Form, Takes},
    },
    vocab::{Category, Type},
};

use super::super::{sketch::Part, words::is_unread};
use super::Generator;

#[derive(Debug, Clone)]
pub struct Setting {
    pub name: String,
    pub ty: Type,
    pub optional: bool,
}

#[derive(Debug, Clone)]
pub struct Field {
    pub name: String,
    pub ty: Type,
    pub optional: bool,
    pub default: bool,
    pub categories: Vec<Category>,
    /// Names somebody.
    pub is_person: bool,
    pub max: Option<i64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A row for each person.
    Person,
    /// Numbered rows about people.
    Log,
    /// What a server chooses; about nobody.
    Server,
}

#[derive(Debug, Clone)]
pub struct Store {
    pub name: String,
    pub feature: usize,
    pub shape: Shape,
    pub key: Vec<Field>,
    pub fields: Vec<Field>,
    /// The field that names whom rows are about.
    pub subject: Option<String>,
    pub finishes: bool,
    pub of_server: bool,
}

impl Store {
    pub fn all(&self) -> impl Iterator<Item = &Field> {
        self.key.iter().chain(&self.fields)
    }
}

fn plain(name: &str, ty: Type, categories: Vec<Category>) -> Field {
    Field {
        name: name.to_owned(),
        ty,
        optional: false,
        default: false,
        categories,
        is_person: false,
        max: None,
    }
}

/// A value of a kind, as a policy writes it where a default stands.
fn written(kind: &Kind) -> Option<String> {
    let right = kind.right.first()?;
    kind.default?;
    Some(match kind.form {
        Writing::Truth => format!("#{right}"),
        Writing::Number => (*right).to_owned(),
        Writing::Text | Writing::Words => format!("\"{right}\""),
    })
}

impl Generator<'_> {
    pub(super) fn setting(&mut self) -> Part {
        let kinds: Vec<&Kind> = KINDS
            .into_iter()
            .filter(|kind| kind.in_settings && !is_unread("setting", kind.name))
            .collect();
        let kind = *self.draw.pick(&kinds).expect("there are kinds of settings");
        let name = self.name("s");
        let mut line = format!("setting {name} {}", kind.name);
        if *kind.of == Type::Who {
            self.settings.push(Setting {
                name,
                ty: Type::Who,
                optional: false,
            });
            let default = self.draw.one(["nobody", "everyone"]);
            return Part::line(format!("{line} default={default} about=\"A setting\""));
        }
        if kind.in_lists && self.draw.chance(20) {
            self.settings.push(Setting {
                name,
                ty: Type::List(Box::new(kind.of.clone())),
                optional: false,
            });
            return Part::line(format!("{line} list=#true about=\"A setting\""));
        }
        let default = written(kind).filter(|_| self.draw.chance(75));
        let optional = default.is_none();
        match default {
            Some(default) if *kind.of == Type::Text && self.draw.chance(60) => {
                line = format!(
                    "{line} default=\"Hello {{{{ user.mention }}}} of {{{{ server.name }}}}\""
                );
                drop(default);
            }
            Some(default) => line = format!("{line} default={default}"),
            None => line.push_str(" optional=#true"),
        }
        match kind.measure {
            Some(Measure::Number) if self.draw.chance(40) => line.push_str(" min=1 max=40"),
            Some(Measure::Time) if self.draw.chance(40) => line.push_str(" min=\"1s\" max=\"28d\""),
            _ => {}
        }
        self.settings.push(Setting {
            name,
            ty: kind.of.clone(),
            optional,
        });
        Part::line(format!("{line} about=\"A setting\""))
    }

    pub(super) fn store(&mut self) -> Part {
        let shape = self.draw.one([
            Shape::Person,
            Shape::Person,
            Shape::Log,
            Shape::Log,
            Shape::Server,
        ]);
        let name = self.name("st");
        let mut lines = Vec::new();
        let mut store = Store {
            name: name.clone(),
            feature: self.feature,
            shape,
            key: Vec::new(),
            fields: Vec::new(),
            subject: None,
            finishes: false,
            of_server: true,
        };
        let person = |name: &str| Field {
            is_person: true,
            ..plain(name, Type::UserId, vec![Category::Identifier])
        };
        match shape {
            Shape::Person => {
                lines.push(Part::line("key user user-id subject=#true").needed());
                store.key.push(person("user"));
                store.subject = Some("user".to_owned());
            }
            Shape::Log => {
                lines.push(Part::line("key id auto").needed());
                store.key.push(plain("id", Type::Int, Vec::new()));
                lines.push(Part::line("field user user-id subject=#true").needed());
                store.fields.push(person("user"));
                store.subject = Some("user".to_owned());
                if !self.consent && self.draw.chance(40) {
                    lines.push(Part::line("field by user-id party=#true"));
                    store.fields.push(person("by"));
                }
            }
            Shape::Server => {
                for _ in 0..=self.draw.below(2) {
                    let field = self.field(true, shape);
                    lines.push(Part::line(field.1).needed());
                    store.key.push(field.0);
                }
            }
        }
        for _ in 0..=self.draw.below(4) {
            let field = self.field(false, shape);
            lines.push(Part::line(field.1));
            store.fields.push(field.0);
        }
        let scope = if shape != Shape::Log && !self.consent && self.draw.chance(12) {
            "user across=servers"
        } else {
            "guild"
        };
        let of_server = scope == "guild";
        store.of_server = of_server;
        lines.push(self.retention(&mut store, of_server));
        lines.extend(self.rights(&store));
        self.stores.push(store);
        Part::block(
            format!("store {name} scope={scope} about=\"Something kept\""),
            lines,
        )
    }

    fn rights(&mut self, store: &Store) -> Vec<Part> {
        let mut lines = Vec::new();
        if store.subject.is_none() {
            return lines;
        }
        let suppress = if self.draw.chance(25) {
            " suppress=#true"
        } else {
            ""
        };
        let has_party = store.fields.iter().any(|field| field.name == "by");
        let words = [Category::UserContent, Category::Profile];
        let has_words = store.fields.iter().any(|field| {
            let said = field.ty == Type::Text || field.ty == Type::MessageId;
            said && field.categories.iter().any(|one| words.contains(one))
        });
        let rule =
            if self.consent || has_words || store.shape == Shape::Person || self.draw.chance(60) {
                "delete"
            } else {
                self.draw.one(["redact", "pseudonymise"])
            };
        if has_party {
            lines.push(Part::line(format!("on-erase by=user {rule}{suppress}")).needed());
            let party = self.draw.one(["pseudonymise", "redact", "delete"]);
            lines.push(Part::line(format!("on-erase by=by {party}")));
            lines.push(Part::line("export to=user redact=by"));
        } else {
            lines.push(Part::line(format!("on-erase {rule}{suppress}")).needed());
            lines.push(Part::line("export").needed());
        }
        if self.draw.chance(15) {
            lines.push(Part::line("on-object refuse reason=\"it has to be known\""));
        }
        if store.shape == Shape::Log && self.draw.chance(25) {
            let newest = 1 + self.draw.below(3);
            lines.push(Part::line(format!("keep newest={newest} per=user")));
        }
        lines
    }

    /// A field or a part of a key of any kind, and its line.
    fn field(&mut self, in_key: bool, shape: Shape) -> (Field, String) {
        let kinds: Vec<&Kind> = KINDS
            .into_iter()
            .filter(|kind| kind.in_fields && *kind.of != Type::UserId)
            .filter(|kind| !is_unread("field", kind.name))
            .collect();
        let kind = *self.draw.pick(&kinds).expect("there are kinds of fields");
        let word = if in_key { "key" } else { "field" };
        let name = self.name(if in_key { "k" } else { "f" });
        let category = match (shape, kind.category) {
            (Shape::Server, _) => Category::Configuration,
            (_, None) => self.draw.one([
                Category::UserContent,
                Category::UserContent,
                Category::Profile,
                Category::Activity,
            ]),
            (_, Some(category)) if self.draw.chance(75) => category,
            (_, Some(_)) => self.draw.one([
                Category::UserContent,
                Category::Preference,
                Category::Activity,
            ]),
        };
        let mut field = plain(&name, kind.of.clone(), vec![category]);
        let mut line = format!("{word} {name} {}", kind.name);
        if Some(category) != kind.category {
            line = format!("{line} category={category}");
        }
        if category.is_personal() {
            let origin = self.draw.one(["subject", "observed", "derived"]);
            line = format!("{line} origin={origin}");
        }
        if !in_key && kind.in_lists && self.draw.chance(12) {
            field.ty = Type::List(Box::new(field.ty));
            field.default = true;
            return (field, format!("{line} list=#true about=\"something\""));
        }
        if !in_key {
            let default = written(kind).filter(|_| self.draw.chance(60));
            if let Some(default) = default {
                field.default = true;
                line = format!("{line} default={default}");
            } else if self.draw.chance(40) {
                field.optional = true;
                line.push_str(" optional=#true");
            }
        }
        match kind.measure {
            Some(Measure::Characters) => {
                let max = self.draw.one([8, 40, 200]);
                field.max = Some(max);
                line = format!("{line} max={max}");
            }
            Some(Measure::Number) if self.draw.chance(40) => line.push_str(" min=-3 max=30"),
            Some(Measure::Time) if self.draw.chance(40) => line.push_str(" max=\"400d\""),
            _ => {}
        }
        (field, format!("{line} about=\"something\""))
    }

    /// What ends by a server always, and any of the other lengths besides.
    fn retention(&mut self, store: &mut Store, of_server: bool) -> Part {
        let mut clauses: Vec<String> = Vec::new();
        if of_server && self.draw.chance(85) {
            let grace = self.draw.one(["", " + 2d"]);
            clauses.push(format!("guild.removed{grace}"));
        } else {
            clauses.push("age > 60d".to_owned());
        }
        for _ in 0..self.draw.below(3) {
            let length = *self.draw.pick(LENGTHS).expect("there are lengths");
            let time = self.draw.one(["10m", "1h", "3d", "20d"]);
            let name = match length.takes {
                Takes::Nothing => length.name.to_owned(),
                Takes::Setting => {
                    let settings = self.settings.iter();
                    let found = settings
                        .filter(|one| one.ty == Type::Duration && !one.optional)
                        .map(|one| one.name.clone())
                        .next();
                    let Some(setting) = found else { continue };
                    format!("{} {setting}", length.name)
                }
                Takes::Field => {
                    let fields = store.fields.iter();
                    let found = fields
                        .filter(|one| one.ty == Type::Instant)
                        .map(|one| one.name.clone())
                        .next();
                    let Some(field) = found else { continue };
                    format!("{}.{field}", length.name)
                }
                Takes::Channel => {
                    let fields = store.all();
                    let mut found = fields.filter(|one| one.ty == Type::Channel);
                    let Some(field) = found.next() else { continue };
                    format!("row.{}.removed", field.name)
                }
            };
            if length.name == "flow.ended" {
                store.finishes = true;
            }
            let clause = match length.form {
                Form::Limit => format!("{name} > {time}"),
                Form::Grace if self.draw.chance(50) => name,
                Form::Grace => format!("{name} + {time}"),
            };
            let known = |known: &String| known.split(' ').next() == clause.split(' ').next();
            if !clauses.iter().any(known) && length.name != "erased" {
                clauses.push(clause);
            }
        }
        let simple = format!("retain \"until {}\"", clauses[0]);
        if store.subject.is_some() && self.draw.chance(4) {
            return Part::line("retain \"until erased\" reason=\"It lasts\"").or(&simple);
        }
        Part::line(format!("retain \"until {}\"", clauses.join(" or "))).or(&simple)
    }
}
