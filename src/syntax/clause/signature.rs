//! Signatures: the words and options of a command. Discord's own limits are judged in `check`.

use pest::Parser;

use crate::{
    finding::Findings,
    lexicon::kind::{Limits, OptionKind, options},
    syntax::{
        ast::{Bound, Param, Range, Signature, Written},
        suggest::closest,
        trouble::Clause,
    },
    vocab::{Span, Spanned},
};

use super::{
    Grammar, Origin, Pair, Rule,
    expression::{named, unquote},
    limits::admit,
    trouble::{Kind, explain},
};

/// Discord nests commands three words deep: command, group, subcommand.
const WORDS_MAX: usize = 3;

/// Reads a signature; pushes one finding and gives none when it is not one.
pub fn signature(
    written: &Spanned<Written>,
    findings: &mut Findings,
) -> Option<Spanned<Signature>> {
    if !admit(written, false, findings) {
        return None;
    }
    let text = &written.node.text;
    let origin = Origin::of(written);
    let read = Grammar::parse(Rule::signature, text)
        .map_err(|error| {
            let clause = explain(&error, Kind::Signature, text, origin);
            if text.starts_with('/') {
                clause
            } else {
                Clause {
                    help: Some(format!("write `/{}`", text.trim_start())),
                    ..clause
                }
            }
        })
        .and_then(|pairs| build(pairs, origin));
    match read {
        Ok(signature) => Some(Spanned::new(signature, written.span)),
        Err(clause) => {
            findings.push(clause);
            None
        }
    }
}

fn build<'a>(pairs: impl Iterator<Item = Pair<'a>>, origin: Origin) -> Result<Signature, Clause> {
    let mut path = Vec::new();
    let mut params = Vec::new();
    for pair in pairs {
        match pair.as_rule() {
            Rule::command_word if path.len() == WORDS_MAX => {
                return Err(Clause {
                    message: format!("a command has at most {WORDS_MAX} words"),
                    label: "one word too many".to_owned(),
                    help: Some(format!(
                        "join words with `-`: `{}-{}`",
                        last(&path),
                        pair.as_str()
                    )),
                    at: origin.of_pair(&pair),
                });
            }
            Rule::command_word => path.push(named(&pair, origin)),
            Rule::param => params.push(param(pair, origin)?),
            _ => {}
        }
    }
    Ok(Signature { path, params })
}

fn last(path: &[Spanned<String>]) -> &str {
    path.last().map_or("", |word| word.node.as_str())
}

fn param(pair: Pair, origin: Origin) -> Result<Param, Clause> {
    let span = origin.of_pair(&pair);
    let mut param = Param {
        name: Spanned::new(String::new(), span),
        required: false,
        kind: Spanned::new(String::new(), span),
        range: None,
        form: false,
        choices: Vec::new(),
        span,
    };
    let mut limits = None;
    for outer in pair.into_inner() {
        param.required = outer.as_rule() == Rule::required;
        for part in outer.into_inner() {
            match part.as_rule() {
                Rule::member => param.name = named(&part, origin),
                Rule::kind => param.kind = named(&part, origin),
                Rule::limits => limits = Some(part),
                _ => {}
            }
        }
    }
    let kind = known_kind(&param.kind)?;
    for limit in limits.into_iter().flat_map(Pair::into_inner) {
        let at = origin.of_pair(&limit);
        match (limit.as_rule(), kind.limits) {
            (Rule::options, Limits::Choices) => {
                let texts = limit.into_inner();
                let texts =
                    texts.map(|text| Spanned::new(unquote(text.as_str()), origin.of_pair(&text)));
                param.choices = texts.collect();
            }
            (Rule::range, Limits::Number | Limits::Characters) => {
                param.range = Some(range(limit, origin)?);
            }
            (Rule::form, Limits::Characters) => param.form = true,
            _ => return Err(wrong_limits(kind, at)),
        }
    }
    match kind.limits {
        Limits::Choices if param.choices.is_empty() => {
            return Err(Clause {
                message: "`choice` names no choices".to_owned(),
                label: "choices are missing".to_owned(),
                help: Some("write `choice('first', 'second')`".to_owned()),
                at: param.kind.span,
            });
        }
        Limits::None | Limits::Number | Limits::Characters | Limits::Choices => {}
    }
    Ok(param)
}

fn known_kind(kind: &Spanned<String>) -> Result<&'static OptionKind, Clause> {
    if let Some(known) = OptionKind::of_name(&kind.node) {
        return Ok(known);
    }
    let help = closest(&kind.node, options().map(|kind| kind.name)).map_or_else(
        || {
            let known: Vec<_> = options().map(|kind| format!("`{}`", kind.name)).collect();
            format!("use one of {}", known.join(", "))
        },
        |kind| format!("did you mean `{kind}`?"),
    );
    Err(Clause {
        message: format!("`{}` is not a kind of option", kind.node),
        label: "unknown kind".to_owned(),
        help: Some(help),
        at: kind.span,
    })
}

fn wrong_limits(kind: &OptionKind, at: Span) -> Clause {
    let word = kind.name;
    let help = match kind.limits {
        Limits::Choices => format!("write `{word}('first', 'second')`"),
        Limits::Number | Limits::Characters => format!("write `{word}(1..100)`"),
        Limits::None => format!("write `{word}` alone"),
    };
    Clause {
        message: format!("`{word}` takes no such limits"),
        label: format!("not for `{word}`"),
        help: Some(help),
        at,
    }
}

fn range(pair: Pair, origin: Origin) -> Result<Range, Clause> {
    let mut range = Range {
        least: None,
        most: None,
        span: origin.of_pair(&pair),
    };
    for end in pair.into_inner() {
        let bound = Spanned::new(bound(&end, origin)?, origin.of_pair(&end));
        match end.as_rule() {
            Rule::least => range.least = Some(bound),
            _ => range.most = Some(bound),
        }
    }
    if range.least.is_none() && range.most.is_none() {
        return Err(Clause {
            message: "the range `..` has no end".to_owned(),
            label: "limits nothing".to_owned(),
            help: Some("write `1..100`, or leave the limits out".to_owned()),
            at: range.span,
        });
    }
    let number = |bound: &Option<Spanned<Bound>>| match bound.as_ref()?.node {
        Bound::Number(number) => Some(number),
        Bound::Param(_) => None,
    };
    match (number(&range.least), number(&range.most)) {
        (Some(low), Some(high)) if low > high => Err(empty(low, high, range.span)),
        _ => Ok(range),
    }
}

fn bound(pair: &Pair, origin: Origin) -> Result<Bound, Clause> {
    let written = pair.as_str();
    if let Some(name) = written.strip_prefix("params.") {
        return Ok(Bound::Param(name.to_owned()));
    }
    let number = written.parse::<i64>().map_err(|_| Clause {
        message: format!("`{written}` is larger than any number here"),
        label: "too large".to_owned(),
        help: Some(format!("write at most {}", i64::MAX)),
        at: origin.of_pair(pair),
    })?;
    Ok(Bound::Number(number))
}

/// A range that nothing is in.
pub(crate) fn empty(low: i64, high: i64, at: Span) -> Clause {
    Clause {
        message: format!("the range `{low}..{high}` is empty"),
        label: "ends before it begins".to_owned(),
        help: Some(format!("write `{high}..{low}`")),
        at,
    }
}
