//! Steps that decide and steps that write to stores. Those that act on Discord are in `effect`.

use crate::{
    lexicon::{DEEDS, Deed},
    plan::{self, Expr, Query, Slot, Step, StepKind, Ty},
    syntax::{
        ast::Node,
        did_you_mean,
        form::{Missing, Text, UnknownNode, Word, form},
    },
    vocab::{Permission, Span, Spanned, Type},
};

use super::{
    names::{STEPS, UnknownWord, refuse_foreign, word_of},
    policy::Local,
    scope::Scope,
    then::has_sequel,
    types::{NotAValue, WrongType, mismatch},
};

mismatch! {
    /// A step where it cannot stand.
    Misplaced code("candor::syntax::misplaced");
    /// A permission of somebody who asked for nothing.
    NobodyAsked code("candor::authority::nobody-asked");
}

/// Steps that say something.
const SAID: [&str; 5] = ["reply", "send", "emit", "dm", "edit-message"];

form! {
    struct WhenForm = "when", "when \"…\" { … }" { args { cond: Text } open { steps } }
}
form! {
    struct ElseForm = "else", "else { … }" { open { steps } }
}
form! {
    struct EachForm = "each", "each \"STORE where …\" { … }" {
        args { rows: Text }
        props { "across" across: Word; }
        open { steps }
    }
}
form! {
    struct FirstForm = "first", "first \"STORE where …\" { … }" {
        args { rows: Text }
        props { "across" across: Word; }
        open { steps }
    }
}
form! {
    struct LetForm = "let", "let NAME \"…\"" { args { name: Word, value: Text } }
}
form! {
    struct StopForm = "stop", "stop" {}
}
form! {
    struct RequireForm = "require", "require \"…\" else=\"…\"" {
        opt { cond: Text }
        props { "permission" permission: Word; "target" target: Text; "else" refusal: Text; }
    }
}

impl Scope<'_> {
    /// Steps of a block. What is bound and known inside does not reach outside.
    pub(super) fn block(&mut self, nodes: &[Node]) -> Vec<Step> {
        let mark = self.mark();
        let steps = self.steps(nodes);
        self.reset(mark);
        steps
    }

    /// Steps in order. What is bound and known stays so.
    pub(super) fn steps(&mut self, nodes: &[Node]) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut nodes = nodes.iter().peekable();
        while let Some(node) = nodes.next() {
            match node.name.node.as_str() {
                word @ ("when" | "first") => {
                    let otherwise = nodes.next_if(|next| is_else(next));
                    if let Some(word) = otherwise.filter(|next| next.name.node != "else") {
                        self.findings.push(UnknownNode {
                            message: format!("`{}` is not a step", word.name.node),
                            name: word.name.node.clone(),
                            help: "write `else`".to_owned(),
                            at: word.name.span,
                        });
                    }
                    if word == "when" {
                        steps.push(self.when(node, otherwise));
                    } else {
                        steps.extend(self.first_row(node, otherwise));
                    }
                }
                "else" => self.findings.push(Misplaced::new(
                    "`else` stands after no `when` and no `first`".to_owned(),
                    "belongs to nothing",
                    "put it directly after the `when` or the `first`",
                    node.name.span,
                )),
                "list" | "button" | "select" => self.findings.push(Misplaced::new(
                    format!("`{}` is a part of a message", node.name.node),
                    "not a step",
                    "put it inside `reply`, `send`, `emit`, `dm` or `edit-message`",
                    node.name.span,
                )),
                _ => {
                    let step = self.step(node);
                    steps.append(&mut self.first);
                    steps.extend(step);
                }
            }
        }
        steps
    }

    fn step(&mut self, node: &Node) -> Option<Step> {
        let kind = match node.name.node.as_str() {
            "let" => self.bind_let(node),
            "score" => self.score(node),
            "each" => self.each(node),
            "stop" => {
                StopForm::read(node, self.findings);
                Some(StepKind::Stop)
            }
            "require" => self.require(node),
            "limit" => self.limited(node),
            "insert" => self.insert(node),
            "update" => self.update(node),
            "delete" => self.delete(node),
            "finish" => self.finish(node),
            word => return self.effect(node, word),
        }?;
        Some(self.at(node, kind, None))
    }

    fn effect(&mut self, node: &Node, word: &str) -> Option<Step> {
        let (kind, otherwise) = match Deed::of_word(word) {
            Some(deed) => self.deed(node, deed)?,
            None if SAID.contains(&word) => self.said(node)?,
            None if word == "ask" => self.ask(node)?,
            None => {
                let unknown = unknown_step(node);
                self.findings.push(unknown);
                self.understood = false;
                return None;
            }
        };
        let step = self.at(node, kind, otherwise);
        Some(if has_sequel(node) {
            self.sequel(step, node)
        } else if self.on.store.is_some() && !self.follows {
            self.later(step, node)
        } else {
            step
        })
    }

    fn at(&self, node: &Node, kind: StepKind, otherwise: Option<plan::Text>) -> Step {
        Step {
            kind,
            otherwise,
            at: self.policy.place(node.span),
            span: node.span,
            name: node.name.span,
        }
    }

    fn when(&mut self, node: &Node, otherwise: Option<&Node>) -> Step {
        let cond = WhenForm::read(node, self.findings).cond.value.map_or_else(
            || Expr::unknown(node.name.span),
            |cond| self.condition(&cond),
        );
        let mark = self.mark();
        self.learn(&cond, true);
        let then = self.block(&node.children);
        self.reset(mark);
        let mut span = node.span;
        let otherwise = otherwise.map(|node| {
            ElseForm::read(node, self.findings);
            span = span.join(node.span);
            let mark = self.mark();
            self.learn(&cond, false);
            let steps = self.block(&node.children);
            self.reset(mark);
            steps
        });
        let otherwise = otherwise.unwrap_or_default();
        // What comes after a block that stops happens only where its condition did not hold.
        if plan::ends(&then) {
            self.learn(&cond, false);
        }
        if plan::ends(&otherwise) {
            self.learn(&cond, true);
        }
        self.forget_written(&then);
        self.forget_written(&otherwise);
        let kind = StepKind::When {
            cond,
            then,
            otherwise,
        };
        Step {
            kind,
            otherwise: None,
            at: self.policy.place(span),
            span,
            name: node.name.span,
        }
    }

    /// What steps in a block wrote is not known after it.
    fn forget_written(&mut self, steps: &[Step]) {
        for store in plan::all(steps).filter_map(|step| step.kind.changes()) {
            self.forget(store);
        }
    }

    fn bind_let(&mut self, node: &Node) -> Option<StepKind> {
        let form = LetForm::read(node, self.findings);
        let name = form.name.value?;
        refuse_foreign(&name, "a value", self.findings);
        let value = self.clause(&form.value.value?);
        let value = match &value.ty {
            Ty::Of(_) | Ty::Unknown => value,
            Ty::None | Ty::Message | Ty::Guild | Ty::Reaction | Ty::Bot | Ty::RowAt(_) => {
                self.findings.push(NotAValue::new(
                    format!("`{}` names no value", name.node),
                    "has no value of its own",
                    "name one of its fields",
                    value.span,
                ));
                Expr::unknown(value.span)
            }
        };
        let local = Local {
            name: name.node.clone(),
            slot: Slot(0),
            ty: value.ty.clone(),
            kind: None,
            at: name.span,
        };
        let slot = self.bind(local, 1);
        Some(StepKind::Let {
            slot,
            name: name.node,
            name_at: name.span,
            value,
            counts: Vec::new(),
        })
    }

    fn each(&mut self, node: &Node) -> Option<StepKind> {
        let form = EachForm::read(node, self.findings);
        // Where they are unknown, the steps would only repeat it.
        let query = self.rows(&form.rows.value?)?;
        let query = self.across(form.across.value, query);
        let outer = (self.row.replace(query.store), self.ended.take());
        let repeats = std::mem::replace(&mut self.repeats, true);
        let steps = self.block(&node.children);
        (self.row, self.ended) = outer;
        self.repeats = repeats;
        self.forget_written(&steps);
        Some(StepKind::Each {
            query,
            steps,
            otherwise: Vec::new(),
        })
    }

    /// The first row of a query alone, or what happens where there is none.
    fn first_row(&mut self, node: &Node, otherwise: Option<&Node>) -> Option<Step> {
        let form = FirstForm::read(node, self.findings);
        let query = self.rows(&form.rows.value?)?;
        let query = Query {
            limit: Some(1),
            ..self.across(form.across.value, query)
        };
        let outer = (self.row.replace(query.store), self.ended.take());
        let steps = self.block(&node.children);
        (self.row, self.ended) = outer;
        let mut span = node.span;
        let otherwise = otherwise.map(|node| {
            ElseForm::read(node, self.findings);
            span = span.join(node.span);
            self.block(&node.children)
        });
        let otherwise = otherwise.unwrap_or_default();
        self.forget_written(&steps);
        self.forget_written(&otherwise);
        let kind = StepKind::Each {
            query,
            steps,
            otherwise,
        };
        Some(Step {
            kind,
            otherwise: None,
            at: self.policy.place(span),
            span,
            name: node.name.span,
        })
    }

    /// `across=servers`: what is done for the rows may be done in other servers.
    fn across(&mut self, given: Option<Spanned<String>>, query: Query) -> Query {
        let Some(word) = given else {
            return query;
        };
        if word.node != "servers" {
            let known = ["servers"];
            let unknown = UnknownWord::new(&word, "what rows can cross", &known);
            self.findings.push(unknown);
        }
        Query {
            across: true,
            ..query
        }
    }

    fn require(&mut self, node: &Node) -> Option<StepKind> {
        let form = RequireForm::read(node, self.findings);
        if self.is_too_late(node.name.span, "`when`") {
            return None;
        }
        let permission = form.permission.value;
        if let Some(word) = &permission
            && !Permission::ALL
                .iter()
                .any(|known| known.word() == word.node)
        {
            // Some permission is asked for; that nothing guards what follows is no second fault.
            self.understood = false;
        }
        let permission = permission.and_then(|word| word_of::<Permission>(&word, self.findings));
        let target = form.target.value.map(|given| self.clause(&given));
        let target = target.map(|target| self.target(target));
        let cond = form.cond.value.map(|cond| self.condition(&cond));
        let refusal = form.refusal.value.map(|given| self.text(&given));
        if node.args.is_empty() && node.props.is_empty() {
            self.findings.push(Missing::new(
                "`require` asks for nothing".to_owned(),
                "write `require permission=…`, or `require \"…\"`",
                node.name.span,
            ));
            return None;
        }
        if !self.on.event.is_asked_for() && (permission.is_some() || target.is_some()) {
            self.findings.push(NobodyAsked::new(
                "nobody asked for this, so nobody's permission counts".to_owned(),
                "only commands and buttons are asked for",
                "write `when \"can(…)\" { … }`",
                node.name.span,
            ));
        }
        if let Some(cond) = &cond {
            self.learn(cond, true);
        }
        Some(StepKind::Require {
            permission,
            target,
            cond,
            refusal,
        })
    }

    /// Whether an effect has happened that a refusal would come after; a finding where it has.
    pub(super) fn is_too_late(&mut self, at: Span, instead: &str) -> bool {
        if self.follows {
            self.findings.push(Misplaced::new(
                "what this refuses has happened already".to_owned(),
                "too late",
                &format!("put it before the effect, or use {instead}"),
                at,
            ));
        }
        self.follows
    }

    /// A member or a role: what stands in an order of ranks.
    fn target(&mut self, target: Expr) -> Expr {
        let target = self.present(target);
        if matches!(target.ty, Ty::Unknown | Ty::Of(Type::Member | Type::Role)) {
            return target;
        }
        self.findings.push(WrongType::expected(
            "a target",
            "a member or a role",
            &target.ty,
            target.span,
        ));
        Expr::unknown(target.span)
    }
}

/// `else`, or what other languages call it. After an effect `otherwise=` says what Discord's refusal is told as.
fn is_else(node: &Node) -> bool {
    let word = node.name.node.as_str();
    word == "else" || word == "otherwise" && node.args.is_empty()
}

fn unknown_step(node: &Node) -> UnknownNode {
    let deeds = DEEDS.iter().map(|deed| deed.name);
    let known: Vec<_> = STEPS.iter().copied().chain(deeds).collect();
    UnknownNode {
        message: format!("`{}` is not a step", node.name.node),
        name: node.name.node.clone(),
        help: did_you_mean(&node.name.node, &known),
        at: node.name.span,
    }
}
