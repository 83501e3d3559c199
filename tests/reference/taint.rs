//! What a value was made from and decided by, as sets of the things and categories that promises name.

use candor::{
    lexicon::{PERSON, SIGN_IN, SOURCES, Source, event, person},
    plan::{Claim, ClaimKind, Declassify, FeatureId, Plan, StoreId},
    vocab::{Category, Sink, Way},
};

/// What values come from, a bit each: kinds of things, and for each category whatever else is of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Things(u64);

/// Every kind of thing that can be told.
fn sources() -> impl Iterator<Item = &'static Source> {
    let told = SOURCES.iter().copied();
    told.chain(PERSON.iter().copied()).chain(SIGN_IN)
}

impl Things {
    pub const NONE: Self = Self(0);

    /// Something of this category that is no kind of thing of its own.
    pub fn of_category(category: Category) -> Self {
        let place = Category::ALL.iter().position(|one| *one == category);
        Self(1 << place.unwrap_or_default())
    }

    pub fn of_source(source: &Source) -> Self {
        let place = sources().position(|one| one.name == source.name);
        place.map_or(Self::NONE, |place| Self(1 << (Category::ALL.len() + place)))
    }

    /// What a promise or an exception is about: a category is whatever is of it or tells of something that is, a kind of
    /// thing is itself and what tells of it.
    fn promised(what: &str) -> Self {
        let category = Category::from_word(what);
        let thing = event::thing(what);
        let is_meant = |one: &Source| thing == Some(one.name) || category == Some(one.category);
        let meant =
            sources().filter(|one| is_meant(one) || one.tells_of().into_iter().any(is_meant));
        meant.fold(
            category.map_or(Self::NONE, Self::of_category),
            |all, one| all.and(Self::of_source(one)),
        )
    }

    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    fn within(self, other: Self) -> Self {
        Self(self.0 & other.0)
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
            copy: self
                .copy
                .without(Things::of_source(&person::ID))
                .without(Things::of_category(Category::Identifier)),
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
            Some(Self {
                words,
                what: things,
                to,
                exceptions: plan.declassified.clone(),
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
            let all = self.exceptions.iter().filter(|one| {
                one.to == sink
                    && one.way == way
                    && one.store.is_none_or(|only| store == Some(only))
                    && one.feature.is_none_or(|only| only == feature)
            });
            all.fold(Things::NONE, |all, one| {
                all.and(Things::promised(&one.what))
            })
        };
        // A copy tells all that a decision about it would.
        let told = taint.copy.within(excepted(Way::Copy));
        let copies = taint.copy.without(told);
        let decides = taint.decided.without(told).without(excepted(Way::Decision));
        copies.and(decides).has(self.what)
    }

    pub fn is_read(&self, things: Things) -> bool {
        self.to.is_none() && things.has(self.what)
    }
}
