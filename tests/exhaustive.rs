//! Whoever adds a kind of step, deed or retention is asked everywhere what it means.
//!
//! `clippy::wildcard_enum_match_arm` finds `_ =>` over such a kind. It does not see the other ways to pass over one:
//! `_` beside it in a tuple or around it (`Some(KIND) => …, _ => …`), `matches!`, `if let` and `let … else`. They are
//! found here, and each that stays has a reason.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use syn::{
    Arm, ExprLet, ExprMatch, Local, Macro, Pat,
    parse::{Parse, ParseStream},
    visit::{self, Visit},
};

/// From where a word is looked up to where it is carried out.
const ROOMS: &[&str] = &[
    "resolve", "check", "lower", "emit", "router", "runtime", "discord",
];

/// The kinds of which none may be passed over.
const KINDS: &[&str] = &[
    "StepKind", "To", "Arg", "Takes", "Need", "Goes", "Guard", "Rank", "Held", "About", "Means",
    "Trigger", "End", "Out",
];

/// Of these, no `match` passes over one; whether something is one of them may be asked.
const MATCHED: &[&str] = &[
    "Basis",
    "Comes",
    "Consent",
    "EraseRule",
    "Event",
    "Given",
    "Gives",
    "Mark",
    "OptionValue",
    "Owner",
    "Piece",
    "StoreKind",
    "Way",
];

/// Where only one kind can be meant, by file and kind, how often, and why.
const ONE_MEANT: &[(&str, &str, usize, &str)] = &[];

/// A pattern that stands alone, with its guard cut off: the rest of `matches!(…, PATTERN)`.
struct Matches {
    pattern: Pat,
}

impl Parse for Matches {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        input.parse::<syn::Expr>()?;
        input.parse::<syn::Token![,]>()?;
        let pattern = Pat::parse_multi_with_leading_vert(input)?;
        // A guard and a last comma are of no interest.
        input.parse::<proc_macro2::TokenStream>()?;
        Ok(Self { pattern })
    }
}

/// Kinds that a pattern names, such as `StepKind` in `StepKind::Let { .. }`.
#[derive(Default)]
struct Named(BTreeSet<String>);

impl Named {
    fn of(pattern: &Pat) -> BTreeSet<String> {
        let mut named = Self::default();
        named.visit_pat(pattern);
        named.0
    }
}

impl<'ast> Visit<'ast> for Named {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        let of: Vec<_> = path
            .segments
            .iter()
            .map(|part| part.ident.to_string())
            .collect();
        if let [.., kind, _] = of.as_slice()
            && (KINDS.contains(&kind.as_str()) || MATCHED.contains(&kind.as_str()))
        {
            self.0.insert(kind.clone());
        }
        visit::visit_path(self, path);
    }
}

/// What passes over a kind in one file, with how often.
#[derive(Default)]
struct Passed(BTreeMap<String, usize>);

impl Passed {
    fn of(text: &str) -> BTreeMap<String, usize> {
        let mut passed = Self::default();
        passed.visit_file(&syn::parse_file(text).unwrap());
        passed.0
    }

    /// A pattern that asks for one kind.
    fn note(&mut self, pattern: &Pat) {
        let named = Named::of(pattern);
        self.count(
            named
                .into_iter()
                .filter(|kind| KINDS.contains(&kind.as_str())),
        );
    }

    fn count(&mut self, kinds: impl IntoIterator<Item = String>) {
        for kind in kinds {
            *self.0.entry(kind).or_default() += 1;
        }
    }
}

/// Whether a pattern takes whatever stands at its place.
fn takes_all(pattern: &Pat) -> bool {
    match pattern {
        Pat::Wild(_) | Pat::Rest(_) => true,
        Pat::Ident(ident) => {
            ident.subpat.is_none() && !ident.ident.to_string().starts_with(char::is_uppercase)
        }
        Pat::Reference(of) => takes_all(&of.pat),
        Pat::Paren(of) => takes_all(&of.pat),
        _ => false,
    }
}

/// The parts of a tuple pattern, those of alternatives one after the other.
fn tuples(pattern: &Pat) -> Vec<Vec<&Pat>> {
    match pattern {
        Pat::Tuple(tuple) => vec![tuple.elems.iter().collect()],
        Pat::Or(or) => or.cases.iter().flat_map(tuples).collect(),
        Pat::Paren(of) => tuples(&of.pat),
        _ => Vec::new(),
    }
}

/// What stands within a pattern, of which the lint does not see that it is passed over.
fn within(pattern: &Pat) -> Vec<&Pat> {
    match pattern {
        Pat::TupleStruct(of) => of.elems.iter().collect(),
        Pat::Slice(of) => of.elems.iter().collect(),
        Pat::Struct(of) => of.fields.iter().map(|field| &*field.pat).collect(),
        Pat::Or(or) => or.cases.iter().flat_map(within).collect(),
        Pat::Reference(of) => within(&of.pat),
        Pat::Paren(of) => within(&of.pat),
        Pat::Ident(of) => of.subpat.iter().flat_map(|(_, of)| within(of)).collect(),
        _ => Vec::new(),
    }
}

impl<'ast> Visit<'ast> for Passed {
    /// `if let`, `while let`.
    fn visit_expr_let(&mut self, expr: &'ast ExprLet) {
        self.note(&expr.pat);
        visit::visit_expr_let(self, expr);
    }

    /// `let … else`.
    fn visit_local(&mut self, local: &'ast Local) {
        if local
            .init
            .as_ref()
            .is_some_and(|init| init.diverge.is_some())
        {
            self.note(&local.pat);
        }
        visit::visit_local(self, local);
    }

    fn visit_macro(&mut self, called: &'ast Macro) {
        if called.path.is_ident("matches")
            && let Ok(matches) = called.parse_body::<Matches>()
        {
            self.note(&matches.pattern);
        }
        visit::visit_macro(self, called);
    }

    /// A place of a tuple at which one arm names a kind and another takes all; or a kind within what another arm takes.
    fn visit_expr_match(&mut self, matched: &'ast ExprMatch) {
        let rows: Vec<_> = matched
            .arms
            .iter()
            .flat_map(|Arm { pat, .. }| tuples(pat))
            .collect();
        let width = rows.iter().map(Vec::len).max().unwrap_or_default();
        let whole = matched.arms.iter().any(|arm| takes_all(&arm.pat));
        for at in 0..width {
            let column: Vec<_> = rows.iter().filter_map(|row| row.get(at)).collect();
            if whole || column.iter().any(|part| takes_all(part)) {
                let kinds: BTreeSet<_> = column.iter().flat_map(|part| Named::of(part)).collect();
                self.count(kinds);
            }
        }
        if whole {
            let inner = matched.arms.iter().flat_map(|arm| within(&arm.pat));
            let kinds: BTreeSet<_> = inner.flat_map(Named::of).collect();
            self.count(kinds);
        }
        visit::visit_expr_match(self, matched);
    }
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs")
            && !path.ends_with("tests.rs")
        {
            found.push(path);
        }
    }
}

#[test]
fn no_kind_is_passed_over_without_a_reason() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    for room in ROOMS {
        files(&source.join(room), &mut all);
    }
    let mut found: BTreeMap<(String, String), usize> = BTreeMap::new();
    for path in all {
        let file = path.strip_prefix(&source).unwrap().display().to_string();
        for (kind, count) in Passed::of(&fs::read_to_string(&path).unwrap()) {
            found.insert((file.clone(), kind), count);
        }
    }
    let allowed: BTreeMap<_, _> = ONE_MEANT
        .iter()
        .map(|(file, kind, count, _)| (((*file).to_owned(), (*kind).to_owned()), *count))
        .collect();
    assert_eq!(found, allowed);
    assert!(ONE_MEANT.iter().all(|(.., why)| !why.is_empty()));
}

#[test]
fn every_way_to_pass_over_a_kind_is_seen() {
    let seen = |body: &str| {
        Passed::of(&format!("fn f() {{ {body} }}"))
            .into_keys()
            .collect::<Vec<_>>()
    };
    assert_eq!(seen("if let StepKind::Stop = kind {}"), ["StepKind"]);
    assert_eq!(
        seen("let Some(Rank::Role(role)) = rank else { return };"),
        ["Rank"]
    );
    assert_eq!(
        seen("let is = matches!(step.kind, StepKind::Say { .. } if true);"),
        ["StepKind"]
    );
    assert_eq!(
        seen("match (a, b) { (Guard::Free, true) => 1, (_, false) => 2 }"),
        ["Guard"]
    );
    assert_eq!(
        seen("match (a, b) { (Guard::Free, 1) => 1, other => 2 }"),
        ["Guard"]
    );
    assert_eq!(
        seen("match field { Some(Owner::Subject(_)) => 1, _ => 2 }"),
        ["Owner"]
    );
    assert_eq!(
        seen("match at { Some((Some(Owner::Party(_)), name)) => 1, _ => 2 }"),
        ["Owner"]
    );
    assert_eq!(seen("while let To::ModLog = next() {}"), ["To"]);
    // The lint sees these, or nothing is passed over.
    assert!(seen("match kind { StepKind::Stop => 1, StepKind::Let { .. } => 2 }").is_empty());
    assert!(
        seen("match (a, b) { (Guard::Free, _) => 1, (Guard::Permitted { .. }, _) => 2 }")
            .is_empty()
    );
    assert!(seen("if let Some(one) = kind.changes() {}").is_empty());
    assert!(seen("let is = matches!(field.person, Some(Owner::Subject(_)));").is_empty());
}
