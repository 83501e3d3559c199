//! What a value was made from and decided by, as sets of the things and categories that promises name.

use candor::{
    lexicon::{PERSON, SIGN_IN, SOURCES, Source, event, person},
    plan::{Claim, ClaimKind, Declassify, FeatureId, Plan, StoreId},
    vocab::{Category, Sink, Way},
};

/// Categories and kinds of things, a bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Things(u64);

impl Things {
    pub const NONE: Self = Self(0);

    pub fn of_category(category: Category) -> Self {
        let place = Category::ALL.iter().position(|one| *one == category);
        Self(1 << place.unwrap_or_default())
    }

    /// By the name that the lexicon has for it.
    fn of_thing(name: &str) -> Self {
        let names = SOURCES
            .iter()
            .copied()
            .chain(PERSON.iter().copied())
            .chain(SIGN_IN);
        let mut names = names.map(|source| source.name);
        let place = names.position(|one| one == name);
        place.map_or(Self::NONE, |place| Self(1 << (Category::ALL.len() + place)))
    }

    /// A source stands for itself, for its category, and for what it tells a part of.
    pub fn of_source(source: &Source) -> Self {
        let own = Self::of_thing(source.name).and(Self::of_category(source.category));
        let wholes = source.tells_of();
        wholes
            .into_iter()
            .fold(own, |all, of| all.and(Self::of_thing(of.name)))
    }

    /// What a promise is about.
    fn promised(what: &str) -> Self {
        match Category::from_word(what) {
            Some(category) => Self::of_category(category),
            None => event::thing(what).map_or(Self::NONE, Self::of_thing),
        }
    }

    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Taint {
    pub copy: Things,
    pub decided: Things,
}

impl Taint {
    pub fn copy(things: Things) -> Self {
        Self {
            copy: things,
            decided: Things::NONE,
        }
    }

    pub fn of_category(category: Category) -> Self {
        Self::copy(Things::of_category(category))
    }

    pub fn of_source(source: &Source) -> Self {
        Self::copy(Things::of_source(source))
    }

    pub fn and(self, other: Self) -> Self {
        Self {
            copy: self.copy.and(other.copy),
            decided: self.decided.and(other.decided),
        }
    }

    /// What decides.
    pub fn implied(self) -> Self {
        Self {
            copy: Things::NONE,
            decided: self.copy.and(self.decided),
        }
    }

    /// What chooses a row: whose row is meant says nothing about anybody.
    pub fn choosing(self) -> Self {
        Self {
            copy: self.copy.without(Things::of_source(&person::ID)),
            ..self
        }
    }
}

/// A promise about an end, with what is excepted from it.
#[derive(Debug, Clone)]
pub struct Promise {
    pub words: String,
    what: Things,
    /// None: it is not read at all.
    pub to: Option<Sink>,
    exceptions: Vec<Declassify>,
}

impl Promise {
    pub fn all(plan: &Plan) -> Vec<Self> {
        let promise = |claim: &Claim| {
            let (what, to) = match &claim.kind {
                ClaimKind::NotTo { what, sink } => (what, Some(*sink)),
                ClaimKind::NotRequested { what } => (what, None),
                ClaimKind::NoIntent { .. } => return None,
            };
            let words = format!("never {what:?} to={}", to.map_or("any", Sink::word));
            let things = Things::promised(what);
            let exceptions = plan.declassified.iter();
            let about = exceptions.filter(|one| Things::promised(&one.what).has(things));
            Some(Self {
                words,
                what: things,
                to,
                exceptions: about.cloned().collect(),
            })
        };
        plan.claims.iter().filter_map(promise).collect()
    }

    /// Whether this at this end breaks it.
    pub fn is_broken(
        &self,
        taint: Taint,
        sink: Sink,
        (feature, store): (FeatureId, Option<StoreId>),
    ) -> bool {
        if self.to != Some(sink) {
            return false;
        }
        let excepted = |way: Way| {
            let mut all = self.exceptions.iter();
            all.any(|one| {
                one.to == sink
                    && one.way == way
                    && one.store.is_none_or(|only| store == Some(only))
                    && one.feature.is_none_or(|only| only == feature)
            })
        };
        let (copies, decides) = (taint.copy.has(self.what), taint.decided.has(self.what));
        // The compiler lets what is copied there by an exception decide there as well: the copy tells all that the
        // decision would. By the book's letter that takes an exception of its own.
        let is_told = copies && excepted(Way::Copy);
        copies && !is_told || decides && !is_told && !excepted(Way::Decision)
    }

    pub fn is_read(&self, things: Things) -> bool {
        self.to.is_none() && things.has(self.what)
    }
}
