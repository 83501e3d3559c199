//! Expressions: precedence, literals and names. Types are judged later.

use pest::{
    Parser,
    iterators::Pairs,
    pratt_parser::{Assoc, ConstPrattParser, Op},
    pratt_precedence,
};

use crate::{
    finding::Findings,
    syntax::{
        ast::{Arg, BinaryOp, Expr, Written},
        trouble::{Clause, TooDeep},
    },
    vocab::{Duration, Span, Spanned},
};

use super::{
    DEPTH_MAX, Grammar, Origin, Pair, Rule,
    limits::admit,
    trouble::{Kind, explain},
};

/// From loosest to tightest.
static PRECEDENCE: ConstPrattParser<Rule, 21> = ConstPrattParser::new_const(pratt_precedence![
    Op::infix(Rule::or, Assoc::Left),
    Op::infix(Rule::and, Assoc::Left),
    Op::prefix(Rule::not),
    Op::infix(Rule::equal, Assoc::Left)
        | Op::infix(Rule::not_equal, Assoc::Left)
        | Op::infix(Rule::less, Assoc::Left)
        | Op::infix(Rule::less_or_equal, Assoc::Left)
        | Op::infix(Rule::greater, Assoc::Left)
        | Op::infix(Rule::greater_or_equal, Assoc::Left)
        | Op::infix(Rule::contained, Assoc::Left)
        | Op::postfix(Rule::is_none)
        | Op::postfix(Rule::is_not_none),
    Op::infix(Rule::coalesce, Assoc::Left),
    Op::infix(Rule::add, Assoc::Left) | Op::infix(Rule::subtract, Assoc::Left),
    Op::infix(Rule::multiply, Assoc::Left)
        | Op::infix(Rule::divide, Assoc::Left)
        | Op::infix(Rule::remainder, Assoc::Left),
    Op::prefix(Rule::negate),
    Op::postfix(Rule::field) | Op::postfix(Rule::index),
]);

/// Reads an expression; pushes one finding and gives none when it is not one.
pub fn expression(written: &Spanned<Written>, findings: &mut Findings) -> Option<Spanned<Expr>> {
    if !admit(written, false, findings) {
        return None;
    }
    let text = &written.node.text;
    let origin = Origin::of(written);
    let read = Grammar::parse(Rule::expression, text)
        .map_err(|error| Refusal::Clause(explain(&error, Kind::Expression, text, origin)))
        .and_then(|mut pairs| match pairs.next() {
            Some(pair) => build(pair, origin),
            None => Err(misread(origin.whole)),
        });
    match read {
        Ok(expr) => Some(expr),
        Err(refusal) => {
            refusal.push(findings);
            None
        }
    }
}

/// Reads a query, which may end in `where`; pushes one finding and gives none when it is not one.
pub fn query(written: &Spanned<Written>, findings: &mut Findings) -> Option<Spanned<Expr>> {
    if !admit(written, false, findings) {
        return None;
    }
    let text = &written.node.text;
    let origin = Origin::of(written);
    let read = Grammar::parse(Rule::query, text)
        .map_err(|error| Refusal::Clause(explain(&error, Kind::Expression, text, origin)))
        .and_then(|mut pairs| {
            let of = tree(pairs.next().ok_or_else(|| misread(origin.whole))?, origin)?;
            match pairs.next() {
                Some(pair) if pair.as_rule() == Rule::condition => limited(of, pair, origin),
                _ => Ok(of),
            }
        });
    match read {
        Ok(built) => Some(built.expr),
        Err(refusal) => {
            refusal.push(findings);
            None
        }
    }
}

/// Why a tree cannot be built from what pest accepted.
pub(super) enum Refusal {
    Clause(Clause),
    TooDeep(TooDeep),
}

impl Refusal {
    pub(super) fn push(self, findings: &mut Findings) {
        match self {
            Self::Clause(clause) => findings.push(clause),
            Self::TooDeep(deep) => findings.push(deep),
        }
    }
}

impl From<Clause> for Refusal {
    fn from(clause: Clause) -> Self {
        Self::Clause(clause)
    }
}

/// The grammar promises what is asked for here; a finding is kinder than a panic should it change.
fn misread(at: Span) -> Refusal {
    Refusal::Clause(Clause {
        message: "this clause cannot be read".to_owned(),
        label: "here".to_owned(),
        help: None,
        at,
    })
}

/// A tree and its depth.
struct Built {
    expr: Spanned<Expr>,
    depth: usize,
}

impl Built {
    fn leaf(expr: Expr, span: Span) -> Self {
        Self {
            expr: Spanned::new(expr, span),
            depth: 1,
        }
    }

    fn upon(expr: Expr, span: Span, depth: usize) -> Result<Self, Refusal> {
        let depth = depth + 1;
        if depth > DEPTH_MAX {
            return Err(Refusal::TooDeep(TooDeep::clause(DEPTH_MAX / 2, span)));
        }
        Ok(Self {
            expr: Spanned::new(expr, span),
            depth,
        })
    }

    fn boxed(self) -> Box<Spanned<Expr>> {
        Box::new(self.expr)
    }
}

/// Builds the tree of an `expr`.
pub(super) fn build(pair: Pair, origin: Origin) -> Result<Spanned<Expr>, Refusal> {
    tree(pair, origin).map(|built| built.expr)
}

fn tree(pair: Pair, origin: Origin) -> Result<Built, Refusal> {
    PRECEDENCE
        .map_primary(|pair| primary(pair, origin))
        .map_prefix(|op, of| {
            let of = of?;
            let span = origin.of_pair(&op).join(of.expr.span);
            let depth = of.depth;
            let expr = match op.as_rule() {
                Rule::not => Expr::Not(of.boxed()),
                _ => Expr::Negate(of.boxed()),
            };
            Built::upon(expr, span, depth)
        })
        .map_postfix(|of, op| postfix(of?, op, origin))
        .map_infix(|left, op, right| {
            let (left, right) = (left?, right?);
            let span = left.expr.span.join(right.expr.span);
            let depth = left.depth.max(right.depth);
            let op = Spanned::new(operator(&op), origin.of_pair(&op));
            let expr = Expr::Binary {
                op,
                left: left.boxed(),
                right: right.boxed(),
            };
            Built::upon(expr, span, depth)
        })
        .parse(pair.into_inner())
}

fn operator(op: &Pair) -> BinaryOp {
    match op.as_rule() {
        Rule::or => BinaryOp::Or,
        Rule::and => BinaryOp::And,
        Rule::equal => BinaryOp::Equal,
        Rule::not_equal => BinaryOp::NotEqual,
        Rule::less => BinaryOp::Less,
        Rule::less_or_equal => BinaryOp::LessOrEqual,
        Rule::greater => BinaryOp::Greater,
        Rule::greater_or_equal => BinaryOp::GreaterOrEqual,
        Rule::contained => BinaryOp::In,
        Rule::coalesce => BinaryOp::Coalesce,
        Rule::add => BinaryOp::Add,
        Rule::subtract => BinaryOp::Subtract,
        Rule::multiply => BinaryOp::Multiply,
        Rule::divide => BinaryOp::Divide,
        // The grammar's `binary` has no other.
        _ => BinaryOp::Remainder,
    }
}

fn primary(pair: Pair, origin: Origin) -> Result<Built, Refusal> {
    let span = origin.of_pair(&pair);
    match pair.as_rule() {
        Rule::number => Ok(Built::leaf(number(pair.as_str(), span)?, span)),
        Rule::text => Ok(Built::leaf(Expr::Text(unquote(pair.as_str())), span)),
        Rule::truth => Ok(Built::leaf(Expr::Bool(pair.as_str() == "true"), span)),
        Rule::absent => Ok(Built::leaf(Expr::None, span)),
        Rule::name => Ok(Built::leaf(Expr::Name(pair.as_str().to_owned()), span)),
        Rule::group => {
            let inner = pair.into_inner().next().ok_or_else(|| misread(span))?;
            let mut built = tree(inner, origin)?;
            built.expr.span = span;
            Ok(built)
        }
        Rule::choice => choice(pair.into_inner(), span, origin),
        Rule::call => call(pair.into_inner(), span, origin),
        _ => Err(misread(span)),
    }
}

fn choice(pairs: Pairs<Rule>, span: Span, origin: Origin) -> Result<Built, Refusal> {
    let mut parts = pairs.filter(|pair| pair.as_rule() == Rule::expr);
    let mut part = || tree(parts.next().ok_or_else(|| misread(span))?, origin);
    let (cond, then, otherwise) = (part()?, part()?, part()?);
    let depth = cond.depth.max(then.depth).max(otherwise.depth);
    let expr = Expr::If {
        cond: cond.boxed(),
        then: then.boxed(),
        otherwise: otherwise.boxed(),
    };
    Built::upon(expr, span, depth)
}

fn call(mut pairs: Pairs<Rule>, span: Span, origin: Origin) -> Result<Built, Refusal> {
    let name = pairs.next().ok_or_else(|| misread(span))?;
    let name = named(&name, origin);
    let mut args = Vec::new();
    let mut depth = 0;
    for pair in pairs {
        let (arg, deep) = argument(pair, origin)?;
        depth = depth.max(deep);
        args.push(arg);
    }
    Built::upon(Expr::Call { name, args }, span, depth)
}

fn argument(pair: Pair, origin: Origin) -> Result<(Arg, usize), Refusal> {
    let span = origin.of_pair(&pair);
    let mut name = None;
    let mut value = None;
    for part in pair.into_inner() {
        match (part.as_rule(), value.take()) {
            (Rule::label, _) => name = part.into_inner().next().map(|pair| named(&pair, origin)),
            (Rule::condition, Some(of)) => value = Some(limited(of, part, origin)?),
            _ => value = Some(tree(part, origin)?),
        }
    }
    let value = value.ok_or_else(|| misread(span))?;
    Ok((
        Arg {
            name,
            value: value.expr,
        },
        value.depth,
    ))
}

/// `warning where row.member == member.id`
fn limited(of: Built, condition: Pair, origin: Origin) -> Result<Built, Refusal> {
    let span = of.expr.span.join(origin.of_pair(&condition));
    let cond = condition
        .into_inner()
        .find(|pair| pair.as_rule() == Rule::expr)
        .ok_or_else(|| misread(span))?;
    let cond = tree(cond, origin)?;
    let depth = of.depth.max(cond.depth);
    let expr = Expr::Where {
        of: of.boxed(),
        cond: cond.boxed(),
    };
    Built::upon(expr, span, depth)
}

fn postfix(of: Built, op: Pair, origin: Origin) -> Result<Built, Refusal> {
    let span = of.expr.span.join(origin.of_pair(&op));
    let mut depth = of.depth;
    let rule = op.as_rule();
    let expr = match (rule, op.into_inner().next()) {
        (Rule::field, Some(name)) => Expr::Field {
            name: named(&name, origin),
            of: of.boxed(),
        },
        (Rule::index, Some(key)) => {
            let key = tree(key, origin)?;
            depth = depth.max(key.depth);
            Expr::Index {
                of: of.boxed(),
                key: key.boxed(),
            }
        }
        (Rule::is_none | Rule::is_not_none, _) => Expr::IsNone {
            of: of.boxed(),
            negated: rule == Rule::is_not_none,
        },
        _ => return Err(misread(span)),
    };
    Built::upon(expr, span, depth)
}

pub(super) fn named(pair: &Pair, origin: Origin) -> Spanned<String> {
    Spanned::new(pair.as_str().to_owned(), origin.of_pair(pair))
}

fn number(text: &str, at: Span) -> Result<Expr, Clause> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().map(Expr::Int).map_err(|_| Clause {
            message: format!("`{text}` is larger than any number here"),
            label: "too large".to_owned(),
            help: Some(format!("write at most {}", i64::MAX)),
            at,
        });
    }
    duration(text, at).map(Expr::Duration)
}

pub(super) fn duration(text: &str, at: Span) -> Result<Duration, Clause> {
    text.parse().map_err(|_| Clause {
        message: format!("`{text}` is not a duration"),
        label: "neither a number nor a duration".to_owned(),
        help: Some(duration_help(text)),
        at,
    })
}

/// Months and years have no exact length; the nearest exact one is offered.
fn duration_help(text: &str) -> String {
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let unit = text.get(digits.len()..).unwrap_or_default();
    let days = match unit {
        "y" | "year" | "years" => Some(365),
        "mo" | "month" | "months" | "M" => Some(30),
        _ => None,
    };
    let exact = days.and_then(|days| digits.parse::<i64>().ok()?.checked_mul(days));
    exact.map_or_else(
        || "write it like `90s`, `30m`, `12h`, `30d` or `1h30m`".to_owned(),
        |days| format!("write `{days}d`"),
    )
}

/// `'it''s'` is `it's`.
pub(super) fn unquote(text: &str) -> String {
    text.strip_prefix('\'')
        .and_then(|text| text.strip_suffix('\''))
        .unwrap_or(text)
        .replace("''", "'")
}
