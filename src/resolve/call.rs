//! Functions and queries.

use crate::{
    lexicon::{
        self, FUNCTIONS, Function,
        function::{MAY, Takes, Yields, pattern_problem},
        kind::Order,
    },
    plan::{Expr, FieldId, Kind, Query, StoreId, Ty},
    syntax::{
        ast::{self, Arg, Written},
        clause, did_you_mean,
        form::{Missing, Repeated},
    },
    vocab::{Permission, Span, Spanned, Type, Value},
};

use super::{
    names::{UnknownFunction, word_of},
    scope::{Name, Scope},
    types::{NoOrder, NotAValue, NotRows, WrongType, has_order, mismatch, with_article},
};

mismatch! {
    /// A call with more, fewer or other arguments than the function takes.
    WrongArguments code("candor::types::wrong-arguments");
    /// Something computed where the policy itself must say it.
    NotWrittenOut code("candor::types::not-written-out");
    /// A regular expression that is none, or that could take too long.
    BadPattern code("candor::types::bad-pattern");
    /// Rows are chosen, then ordered, once each.
    QueryOrder code("candor::types::query-order");
}

/// What looks into stores, or asks for a permission by its name.
const FORMS: &[&str] = &["count", "sum", "can"];
const QUERIES: &[&str] = &["top", "bottom", "newest", "oldest"];

/// Most rows that a list or `each` goes through.
pub(super) const ROWS_MAX: u32 = 100;

impl Scope<'_> {
    pub(super) fn call(&mut self, name: &Name, args: &[Arg], span: Span) -> Expr {
        if let Some(function) = Function::of_word(&name.node) {
            if *function == MAY {
                return self.may(name, args, span);
            }
            return self.plain_call(name, function, args, span);
        }
        match name.node.as_str() {
            "count" => {
                if !self.takes(name, args, &[], 1, span) {
                    return Expr::of(Kind::Unknown, Type::Int, span);
                }
                match args.first().and_then(|arg| self.query(&arg.value)) {
                    Some(query) => Expr::of(Kind::Count(Box::new(query)), Type::Int, span),
                    None => Expr::of(Kind::Unknown, Type::Int, span),
                }
            }
            "sum" => self.sum(name, args, span),
            "can" => self.can(name, args, span),
            query if QUERIES.contains(&query) => {
                self.findings.push(NotAValue::new(
                    format!("`{query}` gives rows, not a value"),
                    "several rows",
                    "go through them with `list` or `each`",
                    span,
                ));
                Expr::unknown(span)
            }
            _ => {
                let known = FUNCTIONS.iter().map(|function| function.name);
                let known: Vec<_> = known.chain(FORMS.iter().copied()).collect();
                self.findings
                    .push(UnknownFunction::new(name, "a function", &known));
                Expr::unknown(span)
            }
        }
    }

    /// Whether a call has `many` arguments without a name, and named ones out of `named`.
    fn takes(
        &mut self,
        name: &Name,
        args: &[Arg],
        named: &[&str],
        many: usize,
        span: Span,
    ) -> bool {
        let mut seen: Vec<&Name> = Vec::new();
        for given in args.iter().filter_map(|arg| arg.name.as_ref()) {
            if !named.contains(&given.node.as_str()) {
                let help = if named.is_empty() {
                    format!("write its value alone, without `{}:`", given.node)
                } else {
                    did_you_mean(&given.node, named)
                };
                self.findings.push(WrongArguments::new(
                    format!("`{}` has no argument `{}`", name.node, given.node),
                    "not known here",
                    &help,
                    given.span,
                ));
                return false;
            }
            if let Some(first) = seen.iter().find(|first| first.node == given.node) {
                let what = format!("`{}`", given.node);
                let repeated = Repeated::new(&what, given.span, first.span);
                self.findings.push(repeated);
                return false;
            }
            seen.push(given);
        }
        let found = args.iter().filter(|arg| arg.name.is_none()).count();
        if found != many {
            let s = if many == 1 { "" } else { "s" };
            let help = match named {
                [] => format!("give it {many}"),
                named => {
                    let named: Vec<_> = named.iter().map(|name| format!("{name}: …")).collect();
                    format!(
                        "give it {many}, and the rest by name: `{}`",
                        named.join(", ")
                    )
                }
            };
            self.findings.push(WrongArguments::new(
                format!(
                    "`{}` takes {many} argument{s}, and this gives {found}",
                    name.node
                ),
                "called here",
                &help,
                span,
            ));
        }
        found == many
    }

    fn plain_call(
        &mut self,
        name: &Name,
        function: &'static Function,
        args: &[Arg],
        span: Span,
    ) -> Expr {
        let gives = match &function.gives {
            Yields::Of(ty) => Ty::Of(ty.clone()),
            Yields::Same => Ty::Unknown,
        };
        if !self.takes(name, args, &[], function.takes.len(), span) {
            return Expr::new(Kind::Unknown, gives, span);
        }
        let what = format!("what `{}` takes", name.node);
        let mut fitted: Vec<Expr> = Vec::new();
        for (arg, wanted) in args.iter().zip(function.takes) {
            let arg = self.expr(&arg.value);
            fitted.push(match wanted {
                Takes::Of(wanted) => self.fit(arg, wanted, &what),
                Takes::Ordered => self.ordered_argument(arg, fitted.first()),
                Takes::Mentionable => self.mentionable(arg, &what),
                Takes::Long => self.long(arg, &what),
                Takes::Pattern => self.pattern(arg, &what),
            });
        }
        let same = fitted.first().map(|first| first.ty.clone());
        let gives = match &function.gives {
            Yields::Of(_) => gives,
            Yields::Same => same.unwrap_or(gives),
        };
        // A call with a part that is none of what it takes computes nothing.
        let is_open = function.takes.iter().any(Takes::is_open);
        let is_whole = !is_open || fitted.iter().all(|arg| arg.ty != Ty::Unknown);
        let kind = if is_whole {
            Kind::Call {
                function,
                args: fitted,
            }
        } else {
            Kind::Unknown
        };
        Expr::new(kind, gives, span)
    }

    /// What has a length: characters, or values.
    fn long(&mut self, arg: Expr, what: &str) -> Expr {
        let arg = self.present(arg);
        let is_long = match &arg.ty {
            Ty::Unknown => true,
            Ty::Of(kind) => {
                [Type::Text, Type::Words].contains(kind) || matches!(kind, Type::List(_))
            }
            Ty::None | Ty::Message | Ty::Guild | Ty::Reaction | Ty::Bot | Ty::RowAt(_) => false,
        };
        if is_long {
            return arg;
        }
        self.findings.push(WrongType::expected(
            what,
            "a text or a list",
            &arg.ty,
            arg.span,
        ));
        Expr::unknown(arg.span)
    }

    /// `may(member, settings.staff)`. The setting itself is asked, which says by which rule.
    fn may(&mut self, name: &Name, args: &[Arg], span: Span) -> Expr {
        let asked = self.plain_call(name, &MAY, args, span);
        let Kind::Call { args, .. } = &asked.kind else {
            return asked;
        };
        let unknown = Expr::of(Kind::Unknown, Type::Bool, span);
        let [of, setting] = args.as_slice() else {
            return unknown;
        };
        if [&of.kind, &setting.kind].contains(&&Kind::Unknown) {
            return unknown;
        }
        let roles = &lexicon::person::ROLES;
        if !self.tells_of_people(roles) {
            let of = of.clone();
            self.not_told(&of, roles, span);
            return unknown;
        }
        if !matches!(setting.kind, Kind::Setting(_)) {
            self.findings.push(NotWrittenOut::new(
                "`may` asks a setting".to_owned(),
                "not a setting",
                "write `may(member, settings.NAME)`",
                setting.span,
            ));
            return unknown;
        }
        asked
    }

    /// A regular expression that can be looked for, written out.
    fn pattern(&mut self, arg: Expr, what: &str) -> Expr {
        let arg = self.fit(arg, &Type::Text, what);
        let Kind::Literal(Value::Text(pattern)) = &arg.kind else {
            if arg.kind != Kind::Unknown {
                self.findings.push(NotWrittenOut::new(
                    "a pattern is written out".to_owned(),
                    "computed",
                    "write the pattern itself: `matches(…, 'free +nitro')`",
                    arg.span,
                ));
            }
            return Expr::unknown(arg.span);
        };
        if let Some(problem) = pattern_problem(pattern) {
            self.findings.push(BadPattern::new(
                format!("this pattern cannot be looked for: {problem}"),
                "not understood",
                "write a regular expression of the `regex` crate, without look-around and back-references",
                arg.span,
            ));
            return Expr::unknown(arg.span);
        }
        arg
    }

    /// What has an order; the others of a call are of the first one's type.
    fn ordered_argument(&mut self, arg: Expr, first: Option<&Expr>) -> Expr {
        match first.map(|first| &first.ty) {
            Some(Ty::Of(kind)) => {
                let kind = kind.clone();
                return self.fit(arg, &kind, "the other argument");
            }
            Some(_) => return arg,
            None => {}
        }
        let arg = self.present(arg);
        if has_order(&arg.ty) {
            return arg;
        }
        self.findings.push(NoOrder::new(
            format!("{} has no order", with_article(&arg.ty)),
            "neither more nor less than another",
            "compare numbers, durations or instants",
            arg.span,
        ));
        Expr::unknown(arg.span)
    }

    fn mentionable(&mut self, arg: Expr, what: &str) -> Expr {
        let arg = self.present(arg);
        let can_be = match &arg.ty {
            Ty::Unknown | Ty::Bot => true,
            Ty::Of(kind) => [Type::Member, Type::UserId, Type::Channel, Type::Role].contains(kind),
            Ty::None | Ty::Message | Ty::Guild | Ty::Reaction | Ty::RowAt(_) => false,
        };
        if can_be {
            return arg;
        }
        let wanted = "a member, a channel or a role";
        let mismatch = WrongType::expected(what, wanted, &arg.ty, arg.span);
        self.findings.push(mismatch);
        Expr::unknown(arg.span)
    }

    fn can(&mut self, name: &Name, args: &[Arg], span: Span) -> Expr {
        let unknown = Expr::of(Kind::Unknown, Type::Bool, span);
        if !self.takes(name, args, &[], 2, span) {
            return unknown;
        }
        let mut args = args.iter().map(|arg| &arg.value);
        let (Some(of), Some(word)) = (args.next(), args.next()) else {
            return unknown;
        };
        let of = self.expr(of);
        let of = self.fit(of, &Type::Member, "who is asked about");
        let permissions = &lexicon::person::PERMISSIONS;
        if !self.tells_of_people(permissions) && of.kind != Kind::Unknown {
            self.not_told(&of, permissions, span);
            return unknown;
        }
        let ast::Expr::Text(text) = &word.node else {
            self.findings.push(NotWrittenOut::new(
                "a permission is written as a text".to_owned(),
                "not a text",
                "write `can(member, 'manage-messages')`",
                word.span,
            ));
            return unknown;
        };
        let text = Spanned::new(text.clone(), word.span);
        match word_of::<Permission>(&text, self.findings) {
            Some(permission) => Expr::of(
                Kind::Can {
                    of: Box::new(of),
                    permission,
                },
                Type::Bool,
                span,
            ),
            None => unknown,
        }
    }

    fn sum(&mut self, name: &Name, args: &[Arg], span: Span) -> Expr {
        let unknown = Expr::of(Kind::Unknown, Type::Int, span);
        if !self.takes(name, args, &["of"], 1, span) {
            return unknown;
        }
        let rows = args.iter().find(|arg| arg.name.is_none());
        let Some(query) = rows.and_then(|arg| self.query(&arg.value)) else {
            return unknown;
        };
        let Some(field) = self.field_argument(name, args, "of", query.store, span) else {
            return unknown;
        };
        let kind = self
            .policy
            .field(query.store, field)
            .map(|(_, f)| f.kind.clone());
        if let Some(kind) = kind
            && kind != Type::Int
        {
            self.findings.push(WrongType::expected(
                "what `sum` adds up",
                "an int",
                &Ty::Of(kind),
                span,
            ));
            return unknown;
        }
        let query = Box::new(query);
        Expr::of(Kind::Sum { query, field }, Type::Int, span)
    }

    /// `by: total`: the name of a field.
    fn field_argument(
        &mut self,
        call: &Name,
        args: &[Arg],
        name: &str,
        store: StoreId,
        span: Span,
    ) -> Option<FieldId> {
        let given = args
            .iter()
            .find(|arg| arg.name.as_ref().is_some_and(|given| given.node == name));
        let Some(given) = given else {
            self.findings.push(Missing::new(
                format!("`{}` does not say `{name}`", call.node),
                &format!("add `{name}: FIELD`"),
                span,
            ));
            return None;
        };
        let Some(field) = named_field(&given.value) else {
            self.findings.push(NotWrittenOut::new(
                format!("`{name}` is the name of a field"),
                "not a name",
                &format!("write `{name}: FIELD`"),
                given.value.span,
            ));
            return None;
        };
        self.find_field(store, &field)
    }

    /// Reads a clause as a query. Without a limit of its own, who goes through the rows stops at `ROWS_MAX` and says so.
    pub(super) fn rows(&mut self, written: &Spanned<Written>) -> Option<Query> {
        let read = clause::query(written, self.findings)?;
        self.query(&read)
    }

    /// `STORE`, `STORE where COND`, `top(QUERY, by: field, limit: 10)`.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "whatever else is written is told to be no query"
    )]
    pub(super) fn query(&mut self, expr: &Spanned<ast::Expr>) -> Option<Query> {
        match &expr.node {
            ast::Expr::Name(name) => {
                let Some((store, _)) = self.names.stores.get(name).copied() else {
                    self.unknown_store(&Spanned::new(name.clone(), expr.span));
                    return None;
                };
                Some(Query::all(store, expr.span))
            }
            ast::Expr::Field { .. } if self.store_name(expr).is_some() => {
                let name = self.store_name(expr)?;
                let Some((store, _)) = self.names.stores.get(&name).copied() else {
                    self.unknown_store(&Spanned::new(name, expr.span));
                    return None;
                };
                Some(Query::all(store, expr.span))
            }
            ast::Expr::Where { of, cond } => {
                let query = self.query(of)?;
                if query.limit.is_some() || query.by.is_some() {
                    self.findings.push(QueryOrder::new(
                        "`where` stands inside".to_owned(),
                        "chosen after the rows were counted",
                        "write `top(STORE where …, by: …)`",
                        cond.span,
                    ));
                    return None;
                }
                let filter = self.filter(query.store, |scope| {
                    let cond = scope.expr(cond);
                    scope.fit(cond, &Type::Bool, "a condition")
                });
                Some(Query {
                    span: expr.span,
                    ..query.filtered(filter)
                })
            }
            ast::Expr::Call { name, args } if QUERIES.contains(&name.node.as_str()) => {
                self.ordered(name, args, expr.span)
            }
            _ => {
                self.findings.push(NotRows::new(
                    "this is a value, and rows of a store are asked for".to_owned(),
                    "not a query",
                    "write `STORE`, `STORE where …` or `top(STORE, by: …, limit: 10)`",
                    expr.span,
                ));
                None
            }
        }
    }

    /// Runs `read` where `row` is a row of `store`.
    pub(super) fn filter(&mut self, store: StoreId, read: impl FnOnce(&mut Self) -> Expr) -> Expr {
        let outer = self.row.replace(store);
        self.queries += 1;
        let filter = read(self);
        self.queries -= 1;
        self.row = outer;
        filter
    }

    fn ordered(&mut self, name: &Name, args: &[Arg], span: Span) -> Option<Query> {
        if !self.takes(name, args, &["by", "limit"], 1, span) {
            return None;
        }
        let rows = args.iter().find(|arg| arg.name.is_none())?;
        let query = self.query(&rows.value)?;
        if query.by.is_some() || query.limit.is_some() {
            self.findings.push(QueryOrder::new(
                "rows are ordered once".to_owned(),
                "ordered already",
                "keep the outer call",
                rows.value.span,
            ));
            return None;
        }
        let given = args
            .iter()
            .any(|arg| arg.name.as_ref().is_some_and(|given| given.node == "by"));
        let is_time = matches!(name.node.as_str(), "newest" | "oldest");
        let by = if given || !is_time {
            self.order_field(name, args, query.store, span)?
        } else {
            self.age_field(name, query.store, span)?
        };
        Some(Query {
            by: Some(by),
            descending: matches!(name.node.as_str(), "top" | "newest"),
            limit: self.limit(args),
            span,
            ..query
        })
    }

    fn order_field(
        &mut self,
        name: &Name,
        args: &[Arg],
        store: StoreId,
        span: Span,
    ) -> Option<FieldId> {
        let by = self.field_argument(name, args, "by", store, span)?;
        let (_, field) = self.policy.field(store, by)?;
        match field.kind.order() {
            Order::Rows | Order::Values => return Some(by),
            Order::None => {}
        }
        self.findings.push(NoOrder::new(
            format!(
                "rows are not ordered by {}",
                with_article(&Ty::Of(field.kind.clone()))
            ),
            "has no order",
            "order by a number, a time or a text",
            span,
        ));
        None
    }

    /// What tells the age of a row: its number, or its only time.
    fn age_field(&mut self, name: &Name, store: StoreId, span: Span) -> Option<FieldId> {
        let decl = self.policy.store(store)?;
        let times = (0..)
            .zip(&decl.node.fields)
            .filter(|(_, field)| field.kind == Type::Instant);
        let mut times = times.map(|(i, _)| FieldId(i));
        let found = match (decl.node.auto_key, times.next(), times.next()) {
            (true, _, _) => Some(FieldId(0)),
            (false, Some(only), None) => Some(only),
            _ => None,
        };
        if found.is_none() {
            self.findings.push(Missing::new(
                format!(
                    "nothing says which row of `{}` is the {}",
                    decl.node.name, name.node
                ),
                "add `by: FIELD`",
                span,
            ));
        }
        found
    }

    /// None where nobody says one: who goes through the rows then stops at `ROWS_MAX` and says so.
    fn limit(&mut self, args: &[Arg]) -> Option<u32> {
        let mut given = args.iter();
        let given =
            given.find(|arg| arg.name.as_ref().is_some_and(|given| given.node == "limit"))?;
        if let ast::Expr::Int(number) = &given.value.node
            && let Ok(limit) = u32::try_from(*number)
            && (1..=ROWS_MAX).contains(&limit)
        {
            return Some(limit);
        }
        self.findings.push(WrongArguments::new(
            format!("`limit` is a number from 1 to {ROWS_MAX}"),
            "outside",
            "write `limit: 10`",
            given.value.span,
        ));
        None
    }
}

/// `total`, or `row.total`, which is what people write too.
fn named_field(written: &Spanned<ast::Expr>) -> Option<Spanned<String>> {
    if let ast::Expr::Name(field) = &written.node {
        return Some(Spanned::new(field.clone(), written.span));
    }
    let ast::Expr::Field { of, name } = &written.node else {
        return None;
    };
    let is_row = matches!(&of.node, ast::Expr::Name(row) if row == "row");
    is_row.then(|| name.clone())
}
