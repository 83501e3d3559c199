//! Expressions: operators, and what a condition teaches about what stands after it.

use crate::{
    plan::{Expr, Kind, Op, Text, TextPart, Ty},
    syntax::{
        ast::{self, BinaryOp, Written},
        clause,
    },
    vocab::{Span, Spanned, Type, Value},
};

use super::{
    names::UnknownName,
    scope::{Scope, into_written},
    types::{
        NoOrder, NotAValue, WrongType, comparable, either, fits, has_order, is_optional, mismatch,
        optional, with_article,
    },
};

mismatch! {
    /// What no text can say.
    NotShown code("candor::types::not-shown");
    /// A test for none of what always has a value.
    NeverNone code("candor::types::never-none");
    /// `==` with `none`, which `is none` asks for.
    NoneCompared code("candor::types::none-compared");
    /// Two values that cannot be the same.
    NotComparable code("candor::types::not-comparable");
    NotAList code("candor::types::not-a-list");
    /// Arithmetic with what has none.
    NotComputed code("candor::types::not-computed");
}

impl Scope<'_> {
    /// Reads a clause as an expression of any type.
    pub(super) fn clause(&mut self, written: &Spanned<Written>) -> Expr {
        match clause::expression(written, self.findings) {
            Some(expr) => self.expr(&expr),
            None => Expr::unknown(written.span),
        }
    }

    /// Reads text with holes. What stands in a hole can be shown, and is there.
    pub(super) fn text(&mut self, written: &Spanned<Written>) -> Text {
        let read = clause::text(written, self.findings);
        let (parts, called) = read
            .map(|text| (text.parts, text.called))
            .unwrap_or_default();
        let parts = parts.into_iter().map(|part| match part {
            ast::TextPart::Literal(text) => TextPart::Literal(text),
            ast::TextPart::Hole(hole) => {
                let hole = self.expr(&hole);
                TextPart::Hole(self.shown(hole))
            }
        });
        Text {
            called,
            ..Text::from(parts.collect::<Vec<_>>())
        }
    }

    fn shown(&mut self, hole: Expr) -> Expr {
        let hole = self.present(hole);
        let help = match &hole.ty {
            Ty::None => "write what to say instead",
            Ty::Message => "show its `link` or its `id`",
            Ty::Guild => "show its `name`",
            Ty::Reaction => "show its `emoji`",
            Ty::Bot => "show its `mention`",
            Ty::RowAt(_) => "show one of its fields",
            Ty::Of(Type::Who) => "`/config show` lists them; ask `may(member, settings.NAME)`",
            Ty::Of(ty) if *ty.item() == Type::Attachment => {
                "files are not shown in a text; post them with `files=`"
            }
            Ty::Unknown | Ty::Of(_) => return hole,
        };
        self.findings.push(NotShown::new(
            format!("{} cannot be shown in a text", with_article(&hole.ty)),
            "cannot be shown",
            help,
            hole.span,
        ));
        Expr::unknown(hole.span)
    }

    /// Recursion is bounded by the depth that `syntax` allows.
    pub(super) fn expr(&mut self, expr: &Spanned<ast::Expr>) -> Expr {
        let span = expr.span;
        let literal = |value, ty| Expr::of(Kind::Literal(value), ty, span);
        match &expr.node {
            ast::Expr::Int(number) => literal(Value::Int(*number), Type::Int),
            ast::Expr::Text(text) => literal(Value::Text(text.clone()), Type::Text),
            ast::Expr::Bool(truth) => literal(Value::Bool(*truth), Type::Bool),
            ast::Expr::Duration(length) => literal(Value::Duration(*length), Type::Duration),
            ast::Expr::None => Expr::new(Kind::Literal(Value::None), Ty::None, span),
            ast::Expr::Name(name) => self.name(name, span),
            ast::Expr::Field { of, name } => self.field(of, name, span),
            ast::Expr::Index { .. } => self.index(expr),
            ast::Expr::Call { name, args } => self.call(name, args, span),
            ast::Expr::Where { .. } => {
                self.findings.push(NotAValue::new(
                    "rows are not a value".to_owned(),
                    "several rows",
                    "count them: `count(… where …)`",
                    span,
                ));
                Expr::unknown(span)
            }
            ast::Expr::Not(of) => {
                let of = self.expr(of);
                let of = self.fit(of, &Type::Bool, "what `not` turns around");
                Expr::of(Kind::Not(Box::new(of)), Type::Bool, span)
            }
            ast::Expr::Negate(of) => self.negate(of, span),
            ast::Expr::IsNone { of, negated } => self.is_none(of, *negated, span),
            ast::Expr::Binary { op, left, right } => self.binary(op, left, right, span),
            ast::Expr::If {
                cond,
                then,
                otherwise,
            } => self.choice(cond, then, otherwise, span),
        }
    }

    fn negate(&mut self, of: &Spanned<ast::Expr>, span: Span) -> Expr {
        let of = self.expr(of);
        let is_duration = of.ty == Ty::Of(Type::Duration);
        let kind = if is_duration {
            Type::Duration
        } else {
            Type::Int
        };
        let of = self.fit(of, &kind, "what is negated");
        Expr::of(Kind::Negate(Box::new(of)), kind, span)
    }

    fn is_none(&mut self, of: &Spanned<ast::Expr>, negated: bool, span: Span) -> Expr {
        let of = self.expr(of);
        let asked = |kind, flip| {
            let asked = Expr::of(kind, Type::Bool, span);
            if flip {
                Expr::of(Kind::Not(Box::new(asked)), Type::Bool, span)
            } else {
                asked
            }
        };
        match &of.ty {
            Ty::Unknown => Expr::of(Kind::Unknown, Type::Bool, span),
            Ty::RowAt(_) => asked(of.kind, !negated),
            Ty::Of(Type::Optional(_)) | Ty::None => asked(Kind::IsNone(Box::new(of)), negated),
            Ty::Of(_) | Ty::Message | Ty::Guild | Ty::Reaction | Ty::Bot => {
                self.never_none(&of);
                Expr::of(Kind::Unknown, Type::Bool, span)
            }
        }
    }

    fn never_none(&mut self, of: &Expr) {
        let quoted = self.quote(of.span);
        self.findings.push(NeverNone::new(
            format!("`{quoted}` is never none here"),
            "always has a value",
            "delete the test",
            of.span,
        ));
    }

    fn choice(
        &mut self,
        cond: &Spanned<ast::Expr>,
        then: &Spanned<ast::Expr>,
        otherwise: &Spanned<ast::Expr>,
        span: Span,
    ) -> Expr {
        let cond = self.expr(cond);
        let cond = self.fit(cond, &Type::Bool, "what follows `if`");
        let mark = self.mark();
        self.learn(&cond, true);
        let then = self.expr(then);
        self.reset(mark);
        let mark = self.mark();
        self.learn(&cond, false);
        let otherwise = self.expr(otherwise);
        self.reset(mark);
        let Some(ty) = either(&then.ty, &otherwise.ty) else {
            self.findings.push(WrongType::expected(
                "what follows `else`",
                &with_article(&then.ty),
                &otherwise.ty,
                otherwise.span,
            ));
            return Expr::unknown(span);
        };
        Expr::new(
            Kind::If {
                cond: Box::new(cond),
                then: Box::new(then),
                otherwise: Box::new(otherwise),
            },
            ty,
            span,
        )
    }

    fn binary(
        &mut self,
        op: &Spanned<BinaryOp>,
        left: &Spanned<ast::Expr>,
        right: &Spanned<ast::Expr>,
        span: Span,
    ) -> Expr {
        match op.node {
            BinaryOp::And => self.both(Op::And, left, right, span),
            BinaryOp::Or => self.both(Op::Or, left, right, span),
            BinaryOp::Coalesce => {
                let (left, right) = (self.expr(left), self.expr(right));
                self.coalesce(left, right, span)
            }
            BinaryOp::Equal => self.equal(Op::Equal, left, right, span),
            BinaryOp::NotEqual => self.equal(Op::NotEqual, left, right, span),
            BinaryOp::Less => self.order(Op::Less, left, right, span),
            BinaryOp::LessOrEqual => self.order(Op::LessOrEqual, left, right, span),
            BinaryOp::Greater => self.order(Op::Greater, left, right, span),
            BinaryOp::GreaterOrEqual => self.order(Op::GreaterOrEqual, left, right, span),
            BinaryOp::In => self.contained(left, right, span),
            BinaryOp::Add => self.arithmetic(Op::Add, op.span, left, right, span),
            BinaryOp::Subtract => self.arithmetic(Op::Subtract, op.span, left, right, span),
            BinaryOp::Multiply => self.arithmetic(Op::Multiply, op.span, left, right, span),
            BinaryOp::Divide => self.arithmetic(Op::Divide, op.span, left, right, span),
            BinaryOp::Remainder => self.arithmetic(Op::Remainder, op.span, left, right, span),
        }
    }

    /// `and`, `or`: the right side is only computed when the left did not decide, and so knows what it said.
    fn both(
        &mut self,
        op: Op,
        left: &Spanned<ast::Expr>,
        right: &Spanned<ast::Expr>,
        span: Span,
    ) -> Expr {
        let what = if op == Op::And {
            "each side of `and`"
        } else {
            "each side of `or`"
        };
        let left = self.expr(left);
        let left = self.fit(left, &Type::Bool, what);
        let mark = self.mark();
        self.learn(&left, op == Op::And);
        let right = self.expr(right);
        let right = self.fit(right, &Type::Bool, what);
        self.reset(mark);
        joined(op, left, right, Type::Bool, span)
    }

    fn coalesce(&mut self, left: Expr, right: Expr, span: Span) -> Expr {
        let wanted = match &left.ty {
            Ty::Unknown => return Expr::unknown(span),
            Ty::Of(Type::Optional(inner)) => (**inner).clone(),
            Ty::None
            | Ty::Of(_)
            | Ty::Message
            | Ty::Guild
            | Ty::Reaction
            | Ty::Bot
            | Ty::RowAt(_) => {
                self.never_none(&left);
                return Expr::unknown(span);
            }
        };
        let ty = if fits(&wanted, &right.ty) {
            Ty::Of(wanted)
        } else if fits(&optional(wanted.clone()), &right.ty) {
            Ty::Of(optional(wanted))
        } else if let Some(ty) = either(&Ty::Of(wanted.clone()), &right.ty) {
            ty
        } else {
            self.findings.push(WrongType::expected(
                "what follows `??`",
                &with_article(&Ty::Of(wanted)),
                &right.ty,
                right.span,
            ));
            return Expr::unknown(span);
        };
        Expr::new(Kind::Coalesce(Box::new(left), Box::new(right)), ty, span)
    }

    fn equal(
        &mut self,
        op: Op,
        left: &Spanned<ast::Expr>,
        right: &Spanned<ast::Expr>,
        span: Span,
    ) -> Expr {
        let (left, right) = (self.expr(left), self.expr(right));
        let left = into_written(left, &right.ty);
        let right = into_written(right, &left.ty);
        let unknown = Expr::of(Kind::Unknown, Type::Bool, span);
        if left.ty == Ty::None || right.ty == Ty::None {
            let other = if left.ty == Ty::None { &right } else { &left };
            let quoted = self.quote(other.span);
            let not = if op == Op::Equal { "" } else { "not " };
            self.findings.push(NoneCompared::new(
                "`none` is not compared".to_owned(),
                "a test for none",
                &format!("write `{quoted} is {not}none`"),
                span,
            ));
            return unknown;
        }
        if !comparable(&left.ty, &right.ty) {
            self.findings.push(NotComparable::new(
                format!(
                    "{} and {} are never the same",
                    with_article(&left.ty),
                    with_article(&right.ty)
                ),
                "two different kinds of value",
                "compare values of one type",
                span,
            ));
            return unknown;
        }
        joined(op, left, right, Type::Bool, span)
    }

    fn order(
        &mut self,
        op: Op,
        left: &Spanned<ast::Expr>,
        right: &Spanned<ast::Expr>,
        span: Span,
    ) -> Expr {
        let left = self.expr(left);
        let left = self.present(left);
        let right = self.expr(right);
        let right = if !has_order(&left.ty) {
            self.findings.push(NoOrder::new(
                format!("{} has no order", with_article(&left.ty)),
                "neither more nor less than another",
                "compare numbers, durations or instants",
                left.span,
            ));
            Expr::unknown(right.span)
        } else if let Ty::Of(kind) = &left.ty {
            let kind = kind.clone();
            self.fit(right, &kind, "the other side")
        } else {
            self.present(right)
        };
        joined(op, left, right, Type::Bool, span)
    }

    fn contained(
        &mut self,
        left: &Spanned<ast::Expr>,
        right: &Spanned<ast::Expr>,
        span: Span,
    ) -> Expr {
        let left = self.expr(left);
        let left = self.present(left);
        let right = self.expr(right);
        let right = self.present(right);
        let item = match &right.ty {
            Ty::Unknown => return Expr::of(Kind::Unknown, Type::Bool, span),
            Ty::Of(Type::List(item)) => (**item).clone(),
            Ty::Of(Type::Words) => Type::Text,
            Ty::None
            | Ty::Of(_)
            | Ty::Message
            | Ty::Guild
            | Ty::Reaction
            | Ty::Bot
            | Ty::RowAt(_) => {
                self.findings.push(NotAList::new(
                    format!("{} holds nothing to look for", with_article(&right.ty)),
                    "not a list",
                    "write `role in member.roles`, `value in settings.LIST`, or `contains(text, part)`",
                    right.span,
                ));
                return Expr::of(Kind::Unknown, Type::Bool, span);
            }
        };
        let left = self.fit(left, &item, "what `in` looks for");
        joined(Op::In, left, right, Type::Bool, span)
    }

    fn arithmetic(
        &mut self,
        op: Op,
        op_at: Span,
        left: &Spanned<ast::Expr>,
        right: &Spanned<ast::Expr>,
        span: Span,
    ) -> Expr {
        if let (Op::Subtract, Some(whole)) = (op, self.unbroken(left, right, span)) {
            return whole;
        }
        let left = self.expr(left);
        let left = self.present(left);
        let right = self.expr(right);
        let right = self.present(right);
        let (Ty::Of(of), Ty::Of(by)) = (&left.ty, &right.ty) else {
            if left.ty != Ty::Unknown && right.ty != Ty::Unknown {
                self.not_computed(op, op_at, &left, &right);
            }
            return Expr::unknown(span);
        };
        let result = match (op, of, by) {
            (_, Type::Int, Type::Int) => Type::Int,
            (Op::Add | Op::Subtract, Type::Duration, Type::Duration)
            | (Op::Multiply | Op::Divide, Type::Duration, Type::Int)
            | (Op::Multiply, Type::Int, Type::Duration)
            | (Op::Subtract, Type::Instant, Type::Instant) => Type::Duration,
            (Op::Add | Op::Subtract, Type::Instant, Type::Duration)
            | (Op::Add, Type::Duration, Type::Instant) => Type::Instant,
            _ => {
                self.not_computed(op, op_at, &left, &right);
                return Expr::unknown(span);
            }
        };
        // Nothing is divided by zero, and what might be may be none. What overflows stays at its end.
        let divides = op == Op::Divide || op == Op::Remainder;
        let result = if divides && !is_written_number(&right) {
            optional(result)
        } else {
            result
        };
        joined(op, left, right, result, span)
    }

    /// A name that was broken at its hyphen: `settings.keep - for` where a setting is called `keep-for`. Has its finding.
    fn unbroken(
        &mut self,
        left: &Spanned<ast::Expr>,
        right: &Spanned<ast::Expr>,
        span: Span,
    ) -> Option<Expr> {
        let ast::Expr::Name(rest) = &right.node else {
            return None;
        };
        if !is_path(left) || self.roots().contains(&rest.as_str()) {
            return None;
        }
        let mut whole = left.clone();
        whole.span = span;
        if let ast::Expr::Name(name)
        | ast::Expr::Field {
            name: Spanned { node: name, .. },
            ..
        } = &mut whole.node
        {
            *name = format!("{name}-{rest}");
        }
        self.tried(&whole)?;
        let name = format!("{}-{rest}", self.quote(left.span));
        let broken = Spanned::new(self.quote(span).to_owned(), span);
        let unknown = UnknownName::new(&broken, "a difference of two values", &[]);
        self.findings.push(UnknownName {
            help: format!("write `{name}`"),
            ..unknown
        });
        Some(Expr::unknown(span))
    }

    /// What a sum of texts in a hole is written as, in the place of the hole.
    fn joined(&self, sum: Span) -> Option<String> {
        let text = self.names.text;
        let before = text.get(..sum.start)?;
        let from = before.rfind('{')? + 1;
        let to = sum.end + text.get(sum.end..)?.find('}')?;
        let inside = text.get(from..to)?;
        (!inside.contains(['"', '\n'])).then(|| clause::joined(inside))?
    }

    fn not_computed(&mut self, op: Op, at: Span, left: &Expr, right: &Expr) {
        let verb = match op {
            Op::Add => "added",
            Op::Subtract => "subtracted",
            Op::Multiply => "multiplied",
            Op::Divide
            | Op::Remainder
            | Op::Or
            | Op::And
            | Op::Equal
            | Op::NotEqual
            | Op::Less
            | Op::LessOrEqual
            | Op::Greater
            | Op::GreaterOrEqual
            | Op::In => "divided",
        };
        let texts = [&left.ty, &right.ty].contains(&&Ty::Of(Type::Text));
        let joined = self.joined(left.span.join(right.span));
        let help = match joined.filter(|_| texts && op == Op::Add) {
            Some(joined) => format!("write `{joined}`"),
            None if texts => {
                "keep the texts apart, and join them where they are said: `{…}{…}`".to_owned()
            }
            None => "compute with numbers, or with instants and durations".to_owned(),
        };
        self.findings.push(NotComputed::new(
            format!(
                "{} and {} are not {verb}",
                with_article(&left.ty),
                with_article(&right.ty)
            ),
            "cannot be computed",
            &help,
            at,
        ));
    }

    /// A condition: a bool, which steps after it may build upon.
    pub(super) fn condition(&mut self, written: &Spanned<Written>) -> Expr {
        let cond = self.clause(written);
        if let Ty::Of(ty) = &cond.ty
            && is_optional(ty)
        {
            return self.unguarded(&cond);
        }
        self.fit(cond, &Type::Bool, "a condition")
    }
}

/// Whether it is a number other than zero, whatever happens.
fn is_written_number(expr: &Expr) -> bool {
    if let Kind::Negate(of) = &expr.kind {
        return is_written_number(of);
    }
    matches!(expr.kind, Kind::Literal(Value::Int(number)) if number != 0)
}

fn joined(op: Op, left: Expr, right: Expr, ty: Type, span: Span) -> Expr {
    Expr::of(
        Kind::Binary {
            op,
            left: Box::new(left),
            right: Box::new(right),
        },
        ty,
        span,
    )
}

/// Names with dots between them, which are cheap to look at twice.
fn is_path(of: &Spanned<ast::Expr>) -> bool {
    match &of.node {
        ast::Expr::Name(_) => true,
        ast::Expr::Field { of, .. } => is_path(of),
        ast::Expr::Int(_)
        | ast::Expr::Text(_)
        | ast::Expr::Bool(_)
        | ast::Expr::Duration(_)
        | ast::Expr::None
        | ast::Expr::Index { .. }
        | ast::Expr::Call { .. }
        | ast::Expr::Where { .. }
        | ast::Expr::Not(_)
        | ast::Expr::Negate(_)
        | ast::Expr::IsNone { .. }
        | ast::Expr::Binary { .. }
        | ast::Expr::If { .. } => false,
    }
}
