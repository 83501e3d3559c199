//! Clauses as people write them: trees shown with every bracket, findings with the text they underline.

use super::{expression, retention, signature, text};
use crate::{
    finding::Findings,
    syntax::ast::{Bound, Expr, Param, TextPart, Written},
    vocab::{Span, Spanned},
};

const AT: usize = 100;

fn written(text: &str) -> Spanned<Written> {
    let written = Written {
        text: text.to_owned(),
        verbatim_at: Some(AT),
    };
    Spanned::new(written, Span::new(AT - 1, AT + text.len() + 1))
}

fn show(expr: &Expr) -> String {
    match expr {
        Expr::Int(number) => number.to_string(),
        Expr::Text(text) => format!("'{text}'"),
        Expr::Bool(truth) => truth.to_string(),
        Expr::Duration(duration) => duration.to_string(),
        Expr::None => "none".to_owned(),
        Expr::Name(name) => name.clone(),
        Expr::Field { of, name } => format!("{}.{}", show(&of.node), name.node),
        Expr::Index { of, key } => format!("{}[{}]", show(&of.node), show(&key.node)),
        Expr::Call { name, args } => {
            let args: Vec<_> = args
                .iter()
                .map(|arg| {
                    let name = arg.name.as_ref().map(|name| format!("{}: ", name.node));
                    format!("{}{}", name.unwrap_or_default(), show(&arg.value.node))
                })
                .collect();
            format!("{}({})", name.node, args.join(", "))
        }
        Expr::Where { of, cond } => format!("({} where {})", show(&of.node), show(&cond.node)),
        Expr::Not(of) => format!("(not {})", show(&of.node)),
        Expr::Negate(of) => format!("(-{})", show(&of.node)),
        Expr::IsNone { of, negated } => {
            format!(
                "({} is{} none)",
                show(&of.node),
                if *negated { " not" } else { "" }
            )
        }
        Expr::Binary { op, left, right } => {
            format!("({} {:?} {})", show(&left.node), op.node, show(&right.node))
        }
        Expr::If {
            cond,
            then,
            otherwise,
        } => format!(
            "(if {} then {} else {})",
            show(&cond.node),
            show(&then.node),
            show(&otherwise.node)
        ),
    }
}

fn tree(text: &str) -> String {
    let mut findings = Findings::default();
    let tree = expression(&written(text), &mut findings).map(|expr| show(&expr.node));
    tree.unwrap_or_else(|| panic!("{text}: {findings:?}"))
}

/// The one finding's message, help and underlined text.
fn refused<T>(
    clause: &str,
    read: impl Fn(&Spanned<Written>, &mut Findings) -> Option<T>,
) -> (String, String, String) {
    let mut findings = Findings::default();
    assert!(read(&written(clause), &mut findings).is_none(), "{clause}");
    let all: Vec<_> = findings.iter().collect();
    assert_eq!(all.len(), 1, "{clause}");
    let span = all[0].span();
    let help = all[0].diagnostic.help().map(|help| help.to_string());
    (
        all[0].diagnostic.to_string(),
        help.unwrap_or_default(),
        clause
            .get(span.start - AT..span.end - AT)
            .unwrap_or("?")
            .to_owned(),
    )
}

#[test]
fn operators_bind_as_documented() {
    for (written, bracketed) in [
        (
            "not author.bot and now - xp.last-award >= 60s",
            "((not author.bot) And ((now Subtract xp.last-award) GreaterOrEqual 1m))",
        ),
        ("a or b and c", "(a Or (b And c))"),
        ("not a == b", "(not (a Equal b))"),
        ("a ?? b + 1 * 2", "(a Coalesce (b Add (1 Multiply 2)))"),
        ("a - b - c", "((a Subtract b) Subtract c)"),
        ("a-b", "a-b"),
        ("-a.b * 2", "((-a.b) Multiply 2)"),
        ("(a + b) * c", "((a Add b) Multiply c)"),
        (
            "a + 1 is not none and b is none",
            "(((a Add 1) is not none) And (b is none))",
        ),
        ("not x is none", "(not (x is none))"),
        ("word in words", "(word In words)"),
        (
            "xp[member ?? invoker].total",
            "xp[(member Coalesce invoker)].total",
        ),
        (
            "top(xp, by: total, limit: 10)",
            "top(xp, by: total, limit: 10)",
        ),
        (
            "count(warning where row.member == member.id)",
            "count((warning where (row.member Equal member.id)))",
        ),
        ("f(by: xp where a)", "f(by: (xp where a))"),
        ("if a then 'x' else 'it''s' ", "(if a then 'x' else 'it's')"),
        (
            "order + island + nothing",
            "((order Add island) Add nothing)",
        ),
        ("1h30m + row.in", "(1h30m Add row.in)"),
    ] {
        assert_eq!(tree(written), bracketed, "{written}");
    }
}

#[test]
fn spans_are_bytes_of_the_policy() {
    let mut findings = Findings::default();
    let clause = "'ü' == (a.b )";
    let expr = expression(&written(clause), &mut findings).unwrap();
    assert_eq!(expr.span, Span::new(AT, AT + clause.len()));
    let Expr::Binary { op, right, .. } = expr.node else {
        panic!("{expr:?}");
    };
    assert_eq!(op.span, Span::new(AT + 5, AT + 7));
    assert_eq!(
        &clause[right.span.start - AT..right.span.end - AT],
        "(a.b )"
    );
}

#[test]
fn a_clause_with_escapes_points_at_its_whole_string() {
    let mut clause = written("a b");
    clause.node.verbatim_at = None;
    let mut findings = Findings::default();
    assert!(expression(&clause, &mut findings).is_none());
    assert_eq!(findings.iter().next().unwrap().span(), clause.span);
}

#[test]
fn text_keeps_everything_but_holes() {
    let mut findings = Findings::default();
    let text = text(&written("  {{x}} é\n{ a }{'}'} "), &mut findings).unwrap();
    let parts: Vec<_> = text
        .parts
        .iter()
        .map(|part| match part {
            TextPart::Literal(text) => text.clone(),
            TextPart::Hole(expr) => format!("<{}>", show(&expr.node)),
        })
        .collect();
    assert_eq!(parts, ["  {x} é\n", "<a>", "<'}'>", " "]);
}

#[test]
fn signatures_know_their_options() {
    let mut findings = Findings::default();
    let clause =
        "/tag admin add <reason: text(1..512)> [n: int(..params.longest)] [how: choice('a', 'b')]";
    let signature = signature(&written(clause), &mut findings).unwrap().node;
    let words: Vec<_> = signature
        .path
        .iter()
        .map(|word| word.node.as_str())
        .collect();
    assert_eq!(words, ["tag", "admin", "add"]);
    let [reason, n, how] = signature.params.as_slice() else {
        panic!("{signature:?}");
    };
    assert!(reason.required && !n.required);
    let bounds = |of: &Param| {
        let range = of.range.clone().unwrap();
        [range.least, range.most].map(|bound| bound.map(|bound| bound.node))
    };
    assert_eq!(bounds(reason), [1, 512].map(|n| Some(Bound::Number(n))));
    let longest = Bound::Param("longest".to_owned());
    assert_eq!(bounds(n), [None, Some(longest)]);
    assert_eq!(how.choices[1].node, "b");
    assert_eq!(
        &clause[how.span.start - AT..how.span.end - AT],
        "[how: choice('a', 'b')]"
    );
}

#[test]
fn retention_is_a_list_of_deadlines() {
    for (clause, deadlines) in [
        (
            "until guild.removed + 30d or age > 730d",
            "guild.removed+30d age+730d",
        ),
        ("guild.removed", "guild.removed"),
        ("entry.idle > 90d", "entry.idle+90d"),
        ("boot or member.left + 7d", "boot member.left+7d"),
        ("until setting keep-for", "setting:keep-for"),
        ("flow.ended or boot", "flow.ended boot"),
        ("row.until + 7d or row.at", "row:until+7d row:at"),
    ] {
        let mut findings = Findings::default();
        let read = retention(&written(clause), &mut findings);
        let read = read.unwrap_or_else(|| panic!("{clause}: {findings:?}"));
        let shown: Vec<_> = read
            .clauses
            .iter()
            .map(|clause| {
                let clause = &clause.node;
                let name = clause.name.as_ref().map(|name| format!(":{}", name.node));
                let after = clause
                    .after
                    .as_ref()
                    .map(|after| format!("+{}", after.node));
                let length = clause.length.node.name.to_owned();
                length + &name.unwrap_or_default() + &after.unwrap_or_default()
            })
            .collect();
        assert_eq!(shown.join(" "), deadlines, "{clause}");
    }
}

#[test]
fn refusals_name_the_fault_and_what_to_type() {
    let deep = "(".repeat(4000);
    let nots = "not ".repeat(1000);
    let chain = "a + ".repeat(200) + "a";
    let cases: Vec<String> = [
        "a b",
        "a +",
        "a && b",
        "a = b",
        "!a",
        "f(a",
        "'open",
        "30y",
        "12mo",
        "99999999999999999999",
        "",
        "a.",
        "if a then b",
        "a is b",
        "a == \"x\"",
        "xp[",
        "a_b",
        "not",
        "and",
        "f(a,)",
        "a ? b",
        deep.as_str(),
        nots.as_str(),
        chain.as_str(),
    ]
    .iter()
    .map(|clause| shown(clause, refused(clause, expression)))
    .chain(
        ["a } b", "{a", "{a b}", "{}", "{"]
            .iter()
            .map(|clause| shown(clause, refused(clause, text))),
    )
    .chain(
        [
            "warn",
            "/",
            "/a b c d",
            "/a <b>",
            "/a <b: str>",
            "/a <b: user(1..2)>",
            "/a <b: int(9..1)>",
            "/a <b: choice>",
            "/a <b: text",
            "/a [b: int] x",
        ]
        .iter()
        .map(|clause| shown(clause, refused(clause, signature))),
    )
    .chain(
        [
            "until 30d",
            "30d",
            "age + 30d",
            "age",
            "guild.removed > 30d",
            "guild.remove",
            "guild.removed + 1y",
            "",
            "until",
            "boot and age > 3d",
            "setting",
            "row + 7d",
            "row.until > 7d",
            "row.until.at",
        ]
        .iter()
        .map(|clause| shown(clause, refused(clause, retention))),
    )
    .collect();
    insta::with_settings!({
        snapshot_path => "../../../snapshots/syntax",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!("clause-refusals", cases.join("\n"));
    });
}

fn shown(clause: &str, (message, help, underlined): (String, String, String)) -> String {
    let clause: String = clause.chars().take(24).collect();
    format!("{clause}\n    {message}\n    underlined: {underlined}\n    help: {help}")
}
