//! `score`: points for reasons that the policy declares, which the notice lists and a text can show.
//!
//! It becomes a `let` for each reason, which says whether it holds, and one that adds up. So whatever is judged of a `let`
//! is judged of it. `NAME.reasons` is the text of the reasons that held.

use crate::{
    lexicon::function::JOINED,
    plan::{Counts, Expr, Kind, Op, Slot, StepKind, Ty},
    syntax::{
        ast::{Node, Scalar},
        form::{Any, Missing, Text, Word, WrongValue, form},
    },
    vocab::{Span, Spanned, Type, Value},
};

use super::{names::refuse_foreign, policy::Local, scope::Scope};

form! {
    struct Form = "score", "score NAME { add 30 when=\"…\" because=\"…\" }" {
        args { name: Word }
        many { "add" reasons; }
    }
}
form! {
    struct AddForm = "add", "add 30 when=\"…\" because=\"…\"" {
        args { points: Any }
        props {
            "when" cond: Text, or "nothing says when these points count" => "add `when=\"…\"`";
            "because" because: Word, or "nobody is told what these points are for" => "add `because=\"…\"`";
        }
    }
}

/// The most that a reason counts, and the least.
const POINTS_MAX: i64 = 1_000;

/// A reason, with the slot that says whether it holds.
struct Reason {
    counts: Counts,
    holds: Slot,
    at: Span,
}

impl Scope<'_> {
    pub(super) fn score(&mut self, node: &Node) -> Option<StepKind> {
        let form = Form::read(node, self.findings);
        let name = form.name.value?;
        refuse_foreign(&name, "a value", self.findings);
        if form.reasons.is_empty() {
            self.findings.push(Missing::new(
                format!("the score `{}` counts nothing", name.node),
                "add `add 30 when=\"…\" because=\"…\"`",
                node.name.span,
            ));
        }
        let reasons: Vec<Option<Reason>> = (1..)
            .zip(form.reasons)
            .map(|(n, node)| self.reason(&format!("{} {n}", name.node), node))
            .collect();
        let reasons: Option<Vec<Reason>> = reasons.into_iter().collect();
        let local = Local {
            name: name.node.clone(),
            slot: Slot(0),
            ty: Ty::Of(Type::Int),
            kind: None,
            at: name.span,
        };
        let slot = self.bind(local, 1);
        // A fault in one is told; the name stays known.
        let reasons = reasons.unwrap_or_default();
        self.reasons.insert(slot, held(&reasons, name.span));
        Some(StepKind::Let {
            slot,
            name: name.node,
            name_at: name.span,
            value: added(&reasons, name.span),
            counts: reasons.into_iter().map(|one| one.counts).collect(),
        })
    }

    fn reason(&mut self, called: &str, node: &Node) -> Option<Reason> {
        let form = AddForm::read(node, self.findings);
        let points = form.points.value.and_then(|given| self.points(given));
        let cond = form.cond.value.map(|cond| self.condition(&cond));
        let because = form.because.value?;
        if because.node.trim().is_empty() {
            self.findings.push(Missing::new(
                "nobody is told what these points are for".to_owned(),
                "say it in a few words",
                because.span,
            ));
        }
        let holds = self.take_slots(1);
        let step = self.hold(holds, called, cond?, (node.span, node.name.span));
        self.first.push(step);
        Some(Reason {
            counts: Counts {
                points: points?,
                because: because.node,
            },
            holds,
            at: because.span,
        })
    }

    fn points(&mut self, given: &Spanned<Scalar>) -> Option<i64> {
        let points = match given.node {
            Scalar::Int(number) => i64::try_from(number).ok(),
            Scalar::Text(_) | Scalar::Bool(_) | Scalar::Null => None,
        };
        let points = points.filter(|points| (-POINTS_MAX..=POINTS_MAX).contains(points));
        if points.is_none() {
            let wanted = format!("a number from -{POINTS_MAX} to {POINTS_MAX}");
            let wrong = WrongValue::new("how many points", &wanted, given);
            self.findings.push(wrong);
        }
        points
    }

    /// `NAME.reasons`.
    pub(super) fn reasons_of(&self, name: &str, span: Span) -> Option<Expr> {
        let slot = self.local(name)?.slot;
        let text = self.reasons.get(&slot)?.clone();
        Some(Expr { span, ..text })
    }
}

/// One value where a reason holds, and another where it does not.
fn by(reason: &Reason, ty: Type, holds: Value, otherwise: Value) -> Expr {
    let at = reason.at;
    let literal = |value| Box::new(Expr::of(Kind::Literal(value), ty.clone(), at));
    let kind = Kind::If {
        cond: Box::new(Expr::of(Kind::Local(reason.holds), Type::Bool, at)),
        then: literal(holds),
        otherwise: literal(otherwise),
    };
    Expr::of(kind, ty, at)
}

fn added(reasons: &[Reason], at: Span) -> Expr {
    let points = |one: &Reason| {
        let points = Value::Int(one.counts.points);
        by(one, Type::Int, points, Value::Int(0))
    };
    let sum = reasons.iter().map(points).reduce(|sum, next| {
        let kind = Kind::Binary {
            op: Op::Add,
            left: Box::new(sum),
            right: Box::new(next),
        };
        Expr::of(kind, Type::Int, at)
    });
    sum.unwrap_or_else(|| Expr::of(Kind::Unknown, Type::Int, at))
}

/// What counts nothing is no reason.
fn held(reasons: &[Reason], at: Span) -> Expr {
    let counted = reasons.iter().filter(|one| one.counts.points != 0);
    let words = |one: &Reason| {
        let because = Value::Text(one.counts.because.clone());
        by(one, Type::Text, because, Value::Text(String::new()))
    };
    let text = counted.map(words).reduce(|all, next| {
        let (function, args) = (&JOINED, vec![all, next]);
        Expr::of(Kind::Call { function, args }, Type::Text, at)
    });
    let nothing = || Expr::of(Kind::Literal(Value::Text(String::new())), Type::Text, at);
    text.unwrap_or_else(nothing)
}
