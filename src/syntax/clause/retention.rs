//! Retention: deadlines, of which the earliest counts. Whether a deadline can be observed is judged in `check`.

use pest::Parser;

use crate::{
    finding::Findings,
    lexicon::{
        LENGTHS, Length,
        length::{self, Form, Takes},
    },
    syntax::{
        ast::{Retention, RetentionClause, Written},
        suggest::closest,
        trouble::Clause,
    },
    vocab::{Duration, Span, Spanned},
};

use super::{
    Grammar, Origin, Pair, Rule,
    expression::{duration, named},
    limits::admit,
    trouble::{Kind, explain},
};

/// Reads a retention clause; pushes one finding and gives none when it is not one.
pub fn retention(written: &Spanned<Written>, findings: &mut Findings) -> Option<Retention> {
    if !admit(written, false, findings) {
        return None;
    }
    let text = &written.node.text;
    let origin = Origin::of(written);
    let read = Grammar::parse(Rule::retention, text)
        .map_err(|error| explain(&error, Kind::Retention, text, origin))
        .and_then(|pairs| {
            pairs
                .filter(|pair| pair.as_rule() == Rule::deadline)
                .map(|pair| deadline(pair, origin))
                .collect::<Result<Vec<_>, _>>()
        });
    match read {
        Ok(clauses) => Some(Retention { clauses }),
        Err(clause) => {
            findings.push(clause);
            None
        }
    }
}

fn deadline(pair: Pair, origin: Origin) -> Result<Spanned<RetentionClause>, Clause> {
    let span = origin.of_pair(&pair);
    let mut word = Spanned::new(String::new(), span);
    let mut name = None;
    let mut grace = None;
    let mut limit = None;
    for part in pair.into_inner() {
        match part.as_rule() {
            Rule::number => return Err(bare_duration(&part, origin)),
            Rule::trigger => (word, name) = word_and_field(&part, origin),
            Rule::by_setting => {
                word = Spanned::new(length::SETTING.name.to_owned(), origin.of_pair(&part));
                name = part
                    .into_inner()
                    .find(|name| name.as_rule() == Rule::member)
                    .map(|name| named(&name, origin));
            }
            Rule::grace => grace = Some(time(part, span, origin)?),
            _ => limit = Some(time(part, span, origin)?),
        }
    }
    let length = known(&word)?;
    if length.node.takes == Takes::Field && name.is_none() {
        return Err(Clause {
            message: format!("`{}` does not say which field", word.node),
            label: "which field?".to_owned(),
            help: Some(format!("write `{}`", length.node.usage())),
            at: word.span,
        });
    }
    let after = match (length.node.form, grace, limit) {
        (Form::Grace, after, None) => after,
        (Form::Limit, None, Some(limit)) => Some(limit),
        (_, grace, limit) => {
            let shown = match &name {
                Some(name) if length.node.takes == Takes::Field => {
                    format!("{}.{}", length.node.name, name.node)
                }
                _ => length.node.name.to_owned(),
            };
            let after = grace.or(limit);
            return Err(mismatch(&shown, length.node.form, after.as_ref(), span));
        }
    };
    let clause = RetentionClause {
        length,
        name,
        after,
    };
    Ok(Spanned::new(clause, span))
}

/// `row.until` is a length that takes a field; `row.room.removed` says of which channel.
fn word_and_field(pair: &Pair, origin: Origin) -> (Spanned<String>, Option<Spanned<String>>) {
    let whole = named(pair, origin);
    let Some((word, field)) = whole.node.split_once('.') else {
        return (whole, None);
    };
    let (field, length) = match field.split_once('.') {
        Some((field, "removed")) => (field, &length::CHANNEL_REMOVED),
        Some(_) => return (whole, None),
        None => (field, &length::ROW),
    };
    if word != length::ROW.name {
        return (whole, None);
    }
    let start = pair.as_span().start() + word.len() + 1;
    let at = origin.span(start, start + field.len());
    let name = Some(Spanned::new(field.to_owned(), at));
    (Spanned::new(length.name.to_owned(), whole.span), name)
}

fn time(pair: Pair, whole: Span, origin: Origin) -> Result<Spanned<Duration>, Clause> {
    let number = pair.into_inner().next();
    let (text, at) = number.map_or((String::new(), whole), |pair| {
        (pair.as_str().to_owned(), origin.of_pair(&pair))
    });
    duration(&text, at).map(|duration| Spanned::new(duration, at))
}

fn bare_duration(pair: &Pair, origin: Origin) -> Clause {
    let at = origin.of_pair(pair);
    match duration(pair.as_str(), at) {
        Ok(length) => Clause {
            message: format!("`{}` does not say what it is counted from", pair.as_str()),
            label: "counted from what?".to_owned(),
            help: Some(format!("write `age > {length}`")),
            at,
        },
        Err(clause) => clause,
    }
}

fn known(word: &Spanned<String>) -> Result<Spanned<&'static Length>, Clause> {
    let name = word.node.as_str();
    if let Some(length) = LENGTHS.iter().find(|length| length.name == name) {
        return Ok(Spanned::new(length, word.span));
    }
    let alone = LENGTHS.iter().filter(|one| one.takes == Takes::Nothing);
    let help = closest(name, alone.map(|one| one.name)).map_or_else(
        || {
            let all = LENGTHS.iter().map(|one| format!("`{}`", one.usage()));
            let mut all: Vec<_> = all.collect();
            let last = all.pop().unwrap_or_default();
            format!("use one of {} or {last}", all.join(", "))
        },
        |known| format!("did you mean `{known}`?"),
    );
    Err(Clause {
        message: format!("`{name}` does not end a retention"),
        label: "unknown trigger".to_owned(),
        help: Some(help),
        at: word.span,
    })
}

/// `age + 30d`, `age`, `guild.removed > 30d`.
fn mismatch(name: &str, form: Form, after: Option<&Spanned<Duration>>, at: Span) -> Clause {
    let after = after.map_or_else(|| "30d".to_owned(), |after| after.node.to_string());
    let (message, sign) = match form {
        Form::Limit => (format!("`{name}` needs a limit"), '>'),
        Form::Grace => (
            format!("`{name}` happens, and has no length to compare"),
            '+',
        ),
    };
    Clause {
        message,
        label: "cannot be read".to_owned(),
        help: Some(format!("write `{name} {sign} {after}`")),
        at,
    }
}
