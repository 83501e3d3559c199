//! What reading gives: nodes as written, and the trees of the embedded clauses. Every part has its span.

use std::{fmt, sync::Arc};

use crate::{
    lexicon::Length,
    vocab::{Duration, Sources, Span, Spanned},
};

/// A policy, read but not yet understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    pub sources: Arc<Sources>,
    pub nodes: Vec<Node>,
    pub imports: Vec<Import>,
}

/// What a node `import` brings in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// Which of the nodes it is.
    pub node: usize,
    pub part: Part,
}

/// An imported file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub nodes: Vec<Node>,
    pub imports: Vec<Import>,
}

/// `name arg… key=value… { children }`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    pub name: Spanned<String>,
    pub args: Vec<Spanned<Scalar>>,
    pub props: Vec<Prop>,
    pub children: Vec<Node>,
    /// The whole node with its children.
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prop {
    pub name: Spanned<String>,
    pub value: Spanned<Scalar>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scalar {
    Text(Written),
    Int(i128),
    Bool(bool),
    Null,
}

/// As written, but for quotes and escapes.
impl fmt::Display for Scalar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(written) => f.write_str(&written.text),
            Self::Int(number) => number.fmt(f),
            Self::Bool(flag) => write!(f, "#{flag}"),
            Self::Null => f.write_str("#null"),
        }
    }
}

/// A string, and whether an offset in it is an offset in the source (no escapes, one line).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub text: String,
    /// The byte where the text starts in the source, when text and source agree byte for byte.
    pub verbatim_at: Option<usize>,
}

/// An expression of the embedded language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expr {
    Int(i64),
    Text(String),
    Bool(bool),
    Duration(Duration),
    None,
    /// `xp`, `author`; a dotted path is `Field` upon `Field`.
    Name(String),
    Field {
        of: Box<Spanned<Expr>>,
        name: Spanned<String>,
    },
    /// `xp[member ?? invoker]`
    Index {
        of: Box<Spanned<Expr>>,
        key: Box<Spanned<Expr>>,
    },
    /// `count(warning where …)`, `top(xp, by: total, limit: 10)`
    Call {
        name: Spanned<String>,
        args: Vec<Arg>,
    },
    /// `warning where row.member == member.id`
    Where {
        of: Box<Spanned<Expr>>,
        cond: Box<Spanned<Expr>>,
    },
    Not(Box<Spanned<Expr>>),
    Negate(Box<Spanned<Expr>>),
    /// `x is none`, `x is not none` (`negated`).
    IsNone {
        of: Box<Spanned<Expr>>,
        negated: bool,
    },
    Binary {
        op: Spanned<BinaryOp>,
        left: Box<Spanned<Expr>>,
        right: Box<Spanned<Expr>>,
    },
    /// `if a then b else c`
    If {
        cond: Box<Spanned<Expr>>,
        then: Box<Spanned<Expr>>,
        otherwise: Box<Spanned<Expr>>,
    },
}

/// An argument of a call, named (`by: total`) or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arg {
    pub name: Option<Spanned<String>>,
    pub value: Spanned<Expr>,
}

/// From loosest to tightest: `or`; `and`; comparisons; `??`; `+ -`; `* / %`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BinaryOp {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    /// `x in words`
    In,
    /// `a ?? b`: `a`, or `b` when `a` is none.
    Coalesce,
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

/// Text with holes: `"{author.mention} reached level {level(xp.total)}"`; `{{` and `}}` are braces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    pub parts: Vec<TextPart>,
    /// The holes by names for catalogues, in order: `member-mention`. What is written alike is called alike.
    pub called: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextPart {
    Literal(String),
    Hole(Spanned<Expr>),
}

/// `/warn <member: user> <reason: text(1..512)> [proof: attachment]`; up to three words name a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    pub path: Vec<Spanned<String>>,
    pub params: Vec<Param>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Param {
    pub name: Spanned<String>,
    pub required: bool,
    pub kind: Spanned<String>,
    /// `text(1..512)`, `int(0..100)`: both ends included, either may be open.
    pub range: Option<Range>,
    /// `text(1..2000, form)`
    pub form: bool,
    /// `choice('a', 'b')`
    pub choices: Vec<Spanned<String>>,
    pub span: Span,
}

/// `1..512`, `1..params.longest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Range {
    pub least: Option<Spanned<Bound>>,
    pub most: Option<Spanned<Bound>>,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bound {
    Number(i64),
    /// NAME of `params.NAME`.
    Param(String),
}

/// `until guild.removed + 30d or age > 730d`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retention {
    /// The earliest one counts. Never empty.
    pub clauses: Vec<Spanned<RetentionClause>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetentionClause {
    /// What it counts from.
    pub length: Spanned<&'static Length>,
    /// NAME of `setting NAME`, FIELD of `row.FIELD`.
    pub name: Option<Spanned<String>>,
    /// After that: `+ 30d`, or the limit of `age > 730d`.
    pub after: Option<Spanned<Duration>>,
}
