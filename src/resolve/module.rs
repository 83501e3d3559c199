//! Modules: the policy itself, and each file as one import brings it in, with names of its own.
//!
//! Inside a module a name means what that module declares; of the importer nothing is visible but its mod-log. From
//! outside, another's store is read as `ALIAS.STORE`, and written where it says `public`.
//!
//! A parameter is a constant. It is put in twice: here in place of a value that is written without quotes,
//! `default=params.welcome`, and by `path` as a literal where a clause says `params.welcome`.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    plan::{self, StepKind, StoreId},
    syntax::{
        ast::{Document, Import, Node, Part, Scalar},
        did_you_mean,
        form::{UnknownNode, Word, form},
    },
    vocab::{Span, Spanned},
};

use super::{
    feature::FeatureForm,
    names::refuse_bad_name,
    parameter::{Constant, params, put_in},
    policy::Policy,
    scope::Names,
};

form! {
    /// Its children are what the parameters of the part are called.
    struct ImportForm = "import", "import \"std/NAME\" as=NAME" {
        args { path: Word }
        props { "as" alias: Word; }
        open { arguments }
    }
}
/// The nodes an imported file consists of.
const PART: &[&str] = &["param", "import", "purpose", "feature"];
/// A part of a policy has a header of its own, or another node that speaks for the whole bot.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("an imported file has no `{node}`: that is the importing policy's to say")]
#[diagnostic(
    code("candor::import::not-a-part"),
    help("move it into the policy; a part has `param`, `purpose`, `feature` and `import`")
)]
struct NotAPart {
    node: String,
    #[label(primary, "speaks for the whole bot")]
    at: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("`{alias}` is the name of something else here")]
#[diagnostic(
    code("candor::import::duplicate-alias"),
    help("give this import a name of its own: `as=NAME`")
)]
struct DuplicateAlias {
    alias: String,
    #[label(primary, "called this too")]
    at: Span,
    #[label("first called this")]
    first_at: Span,
}

/// Feature names are what servers type, so they are the whole bot's.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("two features are called `{name}`")]
#[diagnostic(
    code("candor::import::feature-clash"),
    help("call the imported one differently: `import … as=NAME`")
)]
struct FeatureClash {
    name: String,
    #[label(primary, "again")]
    at: Span,
    #[label("first declared here")]
    first_at: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("`{store}` belongs to another file, which does not let others write it")]
#[diagnostic(
    code("candor::import::not-public"),
    help("write `public=#true` where the store is declared, or only read it")
)]
struct NotPublic {
    store: String,
    #[label(primary, "written here")]
    at: Span,
    #[label("declared here")]
    declared_at: Span,
}

#[derive(Debug)]
pub(super) struct Module {
    /// The aliases from the policy down, joined by dots; empty for the policy.
    pub(super) path: String,
    /// What the importer calls the file's only feature.
    pub(super) feature: Option<Spanned<String>>,
    /// What it imports, by alias, as indexes of modules.
    imports: Vec<(Spanned<String>, usize)>,
    pub(super) params: BTreeMap<String, Constant>,
    /// Whether it is not the policy itself.
    pub(super) imported: bool,
}

/// The policy with its imports in their places.
pub(super) struct Expanded<'a> {
    /// The policy first.
    pub(super) modules: Vec<Module>,
    /// The stores that the policy itself declares; what it imports leaves their names to them.
    pub(super) own_stores: BTreeSet<String>,
    /// Nodes of the outermost level with the module they stand in; imports are replaced by what they bring.
    pub(super) nodes: Vec<(usize, Cow<'a, Node>)>,
}

pub(super) fn expand<'a>(document: &'a Document, findings: &mut Findings) -> Expanded<'a> {
    let mut expanded = Expanded {
        modules: vec![Module {
            path: String::new(),
            feature: None,
            imports: Vec::new(),
            params: BTreeMap::new(),
            imported: false,
        }],
        own_stores: own_stores(&document.nodes),
        nodes: Vec::new(),
    };
    expanded.add(0, &document.nodes, &document.imports, findings);
    expanded.part_buttons();
    expanded
}

impl<'a> Expanded<'a> {
    /// Imports are at most as deep as `syntax::load` lets them be.
    fn add(
        &mut self,
        module: usize,
        nodes: &'a [Node],
        imports: &'a [Import],
        findings: &mut Findings,
    ) {
        let mut imports = imports.iter().peekable();
        for (at, node) in nodes.iter().enumerate() {
            match node.name.node.as_str() {
                "import" => {
                    let form = ImportForm::read(node, findings);
                    if let Some(import) = imports.next_if(|import| import.node == at) {
                        self.import(module, form, &import.part, findings);
                    }
                }
                "param" if module > 0 => {}
                _ => {
                    let node = match self.modules.get(module) {
                        Some(of) if of.imported => {
                            let mut node = node.clone();
                            put_in(&mut node, &of.params, findings);
                            Cow::Owned(node)
                        }
                        _ => Cow::Borrowed(node),
                    };
                    self.nodes.push((module, node));
                }
            }
        }
    }

    fn import(&mut self, from: usize, form: ImportForm, part: &'a Part, findings: &mut Findings) {
        let node = form.node;
        let renamed = form.alias.value;
        let stem = || form.path.value.as_ref().map(stem);
        let Some(alias) = renamed.clone().or_else(stem) else {
            return;
        };
        let why = "give it a name with `as=NAME`";
        refuse_bad_name(&alias, "an import", why, findings);
        let id = self.modules.len();
        let Some(importer) = self.modules.get_mut(from) else {
            return;
        };
        let taken = importer
            .imports
            .iter()
            .find(|(known, _)| known.node == alias.node);
        if let Some((first, _)) = taken {
            findings.push(DuplicateAlias {
                alias: alias.node.clone(),
                at: alias.span,
                first_at: first.span,
            });
        }
        let path = if importer.path.is_empty() {
            alias.node.clone()
        } else {
            format!("{}.{}", importer.path, alias.node)
        };
        importer.imports.push((alias, id));
        let params = params(node, part, findings);
        not_a_part(part, findings);
        let features = part.nodes.iter().filter(|node| node.name.node == "feature");
        self.modules.push(Module {
            path,
            feature: renamed.filter(|_| features.count() == 1),
            imports: Vec::new(),
            params,
            imported: true,
        });
        self.add(id, &part.nodes, &part.imports, findings);
    }

    /// What each module sees of the stores of those it imports, once all are declared.
    pub(super) fn share(&self, names: &mut [Names], findings: &mut Findings) {
        let own: Vec<_> = names.iter().map(|names| names.stores.clone()).collect();
        for (module, names) in self.modules.iter().zip(names) {
            for (alias, import) in &module.imports {
                if let Some((_, first)) = names.stores.get(&alias.node) {
                    findings.push(DuplicateAlias {
                        alias: alias.node.clone(),
                        at: alias.span,
                        first_at: *first,
                    });
                }
                names.imports.insert(alias.node.clone());
                for (name, (id, at)) in own.get(*import).into_iter().flatten() {
                    // A store's name has no dot unless it was shared.
                    names
                        .stores
                        .insert(format!("{}.{name}", alias.node), (*id, *at));
                }
            }
        }
    }

    /// Ids of buttons are in messages that stand on Discord. They stay as written; where two modules have the same, that
    /// of the later is told apart by its path.
    fn part_buttons(&mut self) {
        let mut taken: BTreeMap<String, usize> = BTreeMap::new();
        let mut renamed: BTreeSet<(usize, String)> = BTreeSet::new();
        let mut ids: Vec<(usize, String)> = Vec::new();
        for (module, node) in &self.nodes {
            let starts = node.children.iter().filter(|child| child.name.node == "on");
            ids.extend(starts.filter_map(|on| Some((*module, button_of(on)?.to_owned()))));
        }
        ids.sort_by_key(|(module, _)| *module);
        for (module, id) in ids {
            let first = *taken.entry(id.clone()).or_insert(module);
            if first != module {
                renamed.insert((module, id));
            }
        }
        if renamed.is_empty() {
            return;
        }
        for (module, node) in &mut self.nodes {
            let path = self
                .modules
                .get(*module)
                .map(|module| module.path.replace('.', "-"));
            if let (Some(path), true) = (path, renamed.iter().any(|(of, _)| of == module)) {
                let mine = |id: &str| renamed.contains(&(*module, id.to_owned()));
                rename_buttons(node.to_mut(), &path, &mine);
            }
        }
    }
}

fn own_stores(nodes: &[Node]) -> BTreeSet<String> {
    let features = nodes.iter().filter(|node| node.name.node == "feature");
    let children = features.flat_map(|node| &node.children);
    let stores = children.filter(|node| FeatureForm::FORM.meant(node) == "store");
    let names = stores.filter_map(|store| match &store.args.first()?.node {
        Scalar::Text(written) => Some(written.text.clone()),
        Scalar::Int(_) | Scalar::Bool(_) | Scalar::Null => None,
    });
    names.collect()
}

impl<'a> Names<'a> {
    /// Of a module that has declared nothing yet but its parameters.
    pub(super) fn of(module: &Module, expanded: &Expanded, document: &'a Document) -> Self {
        Self {
            text: document.sources.text(),
            params: module.params.clone(),
            path: module.path.clone(),
            taken: expanded.own_stores.clone(),
            ..Self::default()
        }
    }
}

/// NAME of `on button NAME`.
fn button_of(on: &Node) -> Option<&str> {
    match on.args.as_slice() {
        [event, id] => match (&event.node, &id.node) {
            (Scalar::Text(event), Scalar::Text(id)) if event.text == "button" => Some(&id.text),
            _ => None,
        },
        _ => None,
    }
}

fn rename_buttons(node: &mut Node, path: &str, mine: &impl Fn(&str) -> bool) {
    let at = match node.name.node.as_str() {
        "on" if button_of(node).is_some() => Some(1),
        "button" => Some(0),
        _ => None,
    };
    if let Some(arg) = at.and_then(|at| node.args.get_mut(at))
        && let Scalar::Text(written) = &mut arg.node
        && mine(&written.text)
    {
        written.text = format!("{path}-{}", written.text);
        written.verbatim_at = None;
    }
    for child in &mut node.children {
        rename_buttons(child, path, mine);
    }
}

/// `levels` of `import "std/levels"` and of `import "features/levels.kdl"`.
fn stem(name: &Spanned<String>) -> Spanned<String> {
    let last = name.node.rsplit('/').next().unwrap_or_default();
    let stem = last.strip_suffix(".kdl").unwrap_or(last);
    Spanned::new(stem.to_owned(), name.span)
}

fn not_a_part(part: &Part, findings: &mut Findings) {
    for node in &part.nodes {
        let name = node.name.node.as_str();
        if PART.contains(&name) {
            continue;
        }
        let top = || super::TOP.once.iter().chain(super::TOP.many);
        if top().any(|known| *known == name) {
            findings.push(NotAPart {
                node: name.to_owned(),
                at: node.name.span,
            });
        } else {
            findings.push(UnknownNode {
                message: format!("an imported file has no node `{name}`"),
                name: name.to_owned(),
                help: did_you_mean(name, PART),
                at: node.name.span,
            });
        }
    }
}

/// No two features of different modules have one name. Those of one module were compared when they were declared.
pub(super) fn name_features(policy: &Policy, findings: &mut Findings) {
    let mut first: BTreeMap<&str, (usize, Span)> = BTreeMap::new();
    for feature in &policy.features {
        let here = (feature.module, feature.name.span);
        let (module, first_at) = *first.entry(&feature.name.node).or_insert(here);
        if module != feature.module {
            findings.push(FeatureClash {
                name: feature.name.node.clone(),
                at: feature.name.span,
                first_at,
            });
        }
    }
}

/// Stores of another module are written only where they say `public`.
pub(super) fn guard_writes(policy: &Policy, findings: &mut Findings) {
    for handler in policy.bodies() {
        for step in plan::all(&handler.steps) {
            let Some(store) = written(&step.kind).and_then(|store| policy.store(store)) else {
                continue;
            };
            let module = |feature| policy.feature(feature).map(|feature| feature.module);
            if store.public.is_none() && module(store.node.feature) != module(handler.feature) {
                findings.push(NotPublic {
                    store: store.node.name.clone(),
                    at: step.name,
                    declared_at: store.name,
                });
            }
        }
    }
}

fn written(step: &StepKind) -> Option<StoreId> {
    match step {
        StepKind::Insert { store, .. } | StepKind::Update { store, .. } => Some(*store),
        StepKind::Delete { query, .. } | StepKind::Finish { query } => Some(query.store),
        StepKind::Then { .. }
        | StepKind::When { .. }
        | StepKind::Let { .. }
        | StepKind::Each { .. }
        | StepKind::Require { .. }
        | StepKind::Stop
        | StepKind::Limit { .. }
        | StepKind::Say { .. }
        | StepKind::Do { .. }
        | StepKind::Ask(_) => None,
    }
}
