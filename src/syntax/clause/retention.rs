//! Retention: deadlines, of which the earliest counts. Whether a deadline can be observed is judged in `check`.

use pest::Parser;

use crate::{
    finding::Findings,
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

/// Triggers that measure a length of time: `age > 730d`.
const LENGTHS: [&str; 2] = ["age", "entry.idle"];
/// Triggers that happen, with an optional grace: `guild.removed + 30d`.
const HAPPENINGS: [&str; 4] = ["guild.removed", "member.left", "boot", "flow.ended"];

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
    let mut trigger = Spanned::new(String::new(), span);
    let mut setting = None;
    let mut grace = None;
    let mut limit = None;
    for part in pair.into_inner() {
        match part.as_rule() {
            Rule::number => return Err(bare_duration(&part, origin)),
            Rule::trigger => trigger = named(&part, origin),
            Rule::by_setting => {
                let at = origin.of_pair(&part);
                trigger = Spanned::new("setting".to_owned(), at);
                setting = part
                    .into_inner()
                    .find(|name| name.as_rule() == Rule::member)
                    .map(|name| named(&name, origin));
            }
            Rule::grace => grace = Some(length(part, span, origin)?),
            _ => limit = Some(length(part, span, origin)?),
        }
    }
    let after = match (grace, limit) {
        (after, None) if !LENGTHS.contains(&trigger.node.as_str()) => after,
        (None, Some(limit)) if LENGTHS.contains(&trigger.node.as_str()) => Some(limit),
        (grace, limit) => {
            known(&trigger)?;
            return Err(mismatch(&trigger, grace.or(limit).as_ref(), span));
        }
    };
    if setting.is_none() {
        known(&trigger)?;
    }
    let clause = RetentionClause {
        trigger,
        setting,
        after,
    };
    Ok(Spanned::new(clause, span))
}

fn length(pair: Pair, whole: Span, origin: Origin) -> Result<Spanned<Duration>, Clause> {
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

fn known(trigger: &Spanned<String>) -> Result<(), Clause> {
    let name = trigger.node.as_str();
    let all = || LENGTHS.into_iter().chain(HAPPENINGS);
    if all().any(|known| known == name) || name == "setting" {
        return Ok(());
    }
    let help = closest(name, all()).map_or_else(
        || {
            let all: Vec<_> = all().map(|known| format!("`{known}`")).collect();
            format!("use one of {} or `setting NAME`", all.join(", "))
        },
        |known| format!("did you mean `{known}`?"),
    );
    Err(Clause {
        message: format!("`{name}` does not end a retention"),
        label: "unknown trigger".to_owned(),
        help: Some(help),
        at: trigger.span,
    })
}

/// `age + 30d`, `age`, `guild.removed > 30d`.
fn mismatch(trigger: &Spanned<String>, length: Option<&Spanned<Duration>>, at: Span) -> Clause {
    let name = &trigger.node;
    let is_length = LENGTHS.contains(&name.as_str());
    let length = length.map_or_else(|| "30d".to_owned(), |length| length.node.to_string());
    let (message, sign) = if is_length {
        (format!("`{name}` needs a limit"), '>')
    } else {
        (
            format!("`{name}` happens, and has no length to compare"),
            '+',
        )
    };
    Clause {
        message,
        label: "cannot be read".to_owned(),
        help: Some(format!("write `{name} {sign} {length}`")),
        at,
    }
}
