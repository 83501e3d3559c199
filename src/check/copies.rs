//! Copies: what is taken over from one store into another goes no later than what it was taken from.
//!
//! Whom a row is about is told by `erasure`; ids of people belong to those people and are no copies.
//!
//! INVARIANT: without findings from here, the end that the notice names for a row is the end of what it says, also where
//! some handler writes that into another row.

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    plan::{self, Clause, EraseRule, Expr, FieldId, Kind, Owner, Query, Step, Trigger},
    resolve::{Handler, Policy, StoreDecl},
    sabotage::{Saboteur, Unless as _, off},
    vocab::{Category, Duration, Span, Type},
};

use super::{
    flow::{Flows, Passed},
    writes::{self, Copied, Lets, Write, copied, declared},
};

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("a copy of `{from}` in `{into}` outlives it: {why}")]
#[diagnostic(code("candor::retention::copy-outlives-source"), help("{help}"))]
pub(crate) struct CopyOutlivesSource {
    from: String,
    into: String,
    why: String,
    help: String,
    #[label(primary, "copied here")]
    at: Span,
    #[label("read here")]
    read_at: Option<Span>,
    #[label("declared here")]
    declared_at: Span,
    #[label("ends the source, and not the copy")]
    clause_at: Option<Span>,
}

pub(super) fn check(policy: &Policy, flows: &Flows, findings: &mut Findings) {
    for one in flows.passed() {
        if let Some(found) = judge_passed(policy, &one) {
            findings.push(found);
        }
    }
    for handler in policy.bodies() {
        let lets = Lets::of(handler);
        for write in writes::by(handler) {
            for (field, value) in write.values() {
                let mut copies = Vec::new();
                copied(&lets, value, &mut copies);
                let found = copies.iter().find_map(|copy| {
                    judge(
                        policy,
                        &Taken {
                            handler,
                            lets: &lets,
                            write: &write,
                            field,
                            value,
                            copy,
                        },
                    )
                });
                if let Some(found) = found {
                    findings.push(found);
                }
            }
        }
    }
}

/// What stands on Discord in between goes with nothing but the server: not with a row, nor with who is in it.
fn judge_passed(policy: &Policy, passed: &Passed) -> Option<CopyOutlivesSource> {
    let (source, field) = policy.field(passed.from.0, passed.from.1)?;
    let (into, written) = policy.field(passed.into.0, passed.into.1)?;
    let known = source.retain_known && into.retain_known && into.retain.is_some();
    let is_number = source.node.auto_key && passed.from.1 == FieldId(0);
    if into.is_journal()
        || source.is_journal()
        || field.person.is_some()
        || is_number
        || !field.categories.iter().any(|one| one.is_personal())
        || !known
    {
        return None;
    }
    let stays = |clause: &&Clause| match clause.trigger {
        Trigger::GuildRemoved | Trigger::Erased => false,
        Trigger::Age
        | Trigger::EntryIdle
        | Trigger::Setting { .. }
        | Trigger::MemberLeft
        | Trigger::Boot
        | Trigger::FlowEnded
        | Trigger::FeatureOff
        | Trigger::ChannelRemoved { .. }
        | Trigger::Field { .. } => true,
    };
    let clauses = source.node.retention.clauses.iter().zip(&source.clauses);
    let clause_at = clauses
        .filter(|(clause, _)| stays(clause))
        .map(|(_, at)| *at);
    let clause_at = clause_at.into_iter().next();
    let goes = source
        .node
        .people()
        .any(|(id, _)| source.node.goes_with(id));
    (goes || clause_at.is_some()).then(|| CopyOutlivesSource {
        from: format!("{}.{}", source.node.name, field.name),
        into: format!("{}.{}", into.node.name, written.name),
        why: "what a button hands over, or a name says, stays on Discord in between".to_owned(),
        help: "read it from its row where it is written, instead of from Discord".to_owned(),
        at: passed.at,
        read_at: Some(passed.given),
        declared_at: declared(policy, passed.from.0, passed.from.1).unwrap_or(source.name),
        clause_at,
    })
}

/// A stored value that a step writes into a field.
struct Taken<'a, 'p> {
    handler: &'p Handler,
    lets: &'a Lets<'p>,
    write: &'a Write<'p>,
    field: FieldId,
    value: &'p Expr,
    copy: &'a Copied<'p>,
}

fn judge(policy: &Policy, taken: &Taken) -> Option<CopyOutlivesSource> {
    let copy = taken.copy;
    let (source, field) = policy.field(copy.store, copy.field)?;
    let (into, written) = policy.field(taken.write.store, taken.field)?;
    let is_personal = |one: &Category| one.is_personal();
    let known = source.retain_known && into.retain_known && into.retain.is_some();
    if into.is_journal()
        || source.is_journal()
        || field.person.is_some()
        || !field.categories.iter().any(is_personal)
        || !known
    {
        return None;
    }
    let finding = |why, help, clause_at| CopyOutlivesSource {
        from: format!("{}.{}", source.node.name, field.name),
        into: format!("{}.{}", into.node.name, written.name),
        why,
        help,
        at: taken.value.span,
        read_at: (copy.read.span != taken.value.span).then_some(copy.read.span),
        declared_at: declared(policy, copy.store, copy.field).unwrap_or(source.name),
        clause_at,
    };
    let within = source.node.id == into.node.id;
    // What runs at the end of a row may not write to its store at all.
    let at_end = taken.handler.on.store == Some(source.node.id);
    let is_derived = !copy.whole && !is_text(&field.kind);
    if within && (at_end || is_derived || is_of_same_row(taken, into)) {
        return None;
    }
    let clauses = source.node.retention.clauses.iter().zip(&source.clauses);
    for (clause, at) in clauses {
        let mut ends = into.node.retention.clauses.iter();
        if ends.any(|end| is_no_later(policy, taken, end, clause)) {
            continue;
        }
        let word = clause.trigger.length().name;
        let name = &into.node.name;
        if begins_anew(clause.trigger) {
            let why = format!("`{word}` begins anew with the copy");
            let help = if within {
                "write to the row that is there, or keep the day in a field of both, `until \"row.…\"`"
                    .to_owned()
            } else {
                "give both rows a field with the day, write it with the copy, and keep both `until \"row.…\"`"
                    .to_owned()
            };
            return Some(finding(why, help, Some(*at)));
        }
        let wanted = wanted(clause);
        let why = if into
            .node
            .retention
            .clauses
            .iter()
            .any(|end| end.trigger == clause.trigger)
        {
            format!("`{word}` ends `{name}` later")
        } else {
            format!("`{word}` does not end `{name}`")
        };
        let help = format!("let the copy go as well: `or {wanted}` in the `retain` of `{name}`");
        return Some(finding(why, help, Some(*at)));
    }
    erased_with(source, into, taken)
        .unless(Saboteur::CopyErased)
        .map(|(why, help)| finding(why, help, None))
}

/// Whether the time counts from what is done with the row itself, so that no clause of another row ends with it.
fn begins_anew(trigger: Trigger) -> bool {
    match trigger {
        Trigger::Age | Trigger::EntryIdle | Trigger::Setting { .. } => true,
        Trigger::GuildRemoved
        | Trigger::MemberLeft
        | Trigger::Boot
        | Trigger::FlowEnded
        | Trigger::FeatureOff
        | Trigger::ChannelRemoved { .. }
        | Trigger::Field { .. }
        | Trigger::Erased => false,
    }
}

/// Whether what is read stands in the row that is written.
fn is_of_same_row(taken: &Taken, into: &StoreDecl) -> bool {
    let lets = taken.lets;
    let store = into.node.id;
    let mut parts = (0..into.node.key_len).map(FieldId);
    // A row that is deleted and made again is another one, which begins anew.
    let mut steps = plan::all(&taken.handler.steps);
    let goes = steps.any(|step| step.kind.ended().is_some_and(|query| query.store == store));
    let is_another = taken.write.makes || goes && taken.copy.read.is_before();
    !is_another
        && parts.all(|part| {
            let Some(written) = taken.write.value(part).map(|part| lets.follow(part)) else {
                return false;
            };
            match taken.copy.read.stored() {
                Some((_, _, Some(key))) => {
                    let read = key.get(part.0 as usize);
                    read.is_some_and(|read| lets.follow(read) == written)
                }
                Some((_, _, None)) => written.kind == Kind::Row(store, part),
                None => false,
            }
        })
}

fn is_text(kind: &Type) -> bool {
    match kind {
        Type::Text | Type::Words | Type::Url => true,
        Type::Optional(of) | Type::List(of) => is_text(of),
        Type::Bool
        | Type::Int
        | Type::Duration
        | Type::Instant
        | Type::UserId
        | Type::Member
        | Type::GuildId
        | Type::Channel
        | Type::Role
        | Type::MessageId
        | Type::Emoji
        | Type::Locale
        | Type::Who
        | Type::Attachment => false,
    }
}

/// A clause for the copy that ends it with its source.
fn wanted(clause: &Clause) -> String {
    let grace = |word: &str| match clause.after {
        none if none <= Duration::default() => word.to_owned(),
        after => format!("{word} + {after}"),
    };
    match clause.trigger {
        Trigger::Age => format!("age > {}", clause.after),
        Trigger::EntryIdle => format!("entry.idle > {}", clause.after),
        Trigger::Field { .. } => grace("row.…"),
        Trigger::Setting { .. } => grace("setting …"),
        Trigger::GuildRemoved
        | Trigger::MemberLeft
        | Trigger::Boot
        | Trigger::FlowEnded
        | Trigger::FeatureOff
        | Trigger::ChannelRemoved { .. }
        | Trigger::Erased => grace(clause.trigger.length().name),
    }
}

/// Whether `end` ends the copy no later than `clause` does what it was made from.
fn is_no_later(policy: &Policy, taken: &Taken, end: &Clause, clause: &Clause) -> bool {
    // Nothing but an erasure ends the source.
    if clause.trigger == Trigger::Erased {
        return true;
    }
    if end.after > clause.after && !off(Saboteur::CopyLater) {
        return false;
    }
    // Nothing is copied any more once the bot is removed; up to every other end a copy can be made, and begins anew.
    if end.trigger == Trigger::Age {
        return clause.trigger == Trigger::GuildRemoved;
    }
    if end.trigger.length() == clause.trigger.length()
        && let (Some(at), Some(from)) = (end.trigger.asks(), clause.trigger.asks())
    {
        // Only the same time, or the same channel, ends the copy at the same time.
        let given = taken.write.value(at);
        let mut times = Vec::new();
        if let Some(given) = given {
            copied(taken.lets, given, &mut times);
        }
        return times
            .iter()
            .any(|time| time.store == taken.copy.store && time.field == from && time.whole)
            || off(Saboteur::CopyOtherTime);
    }
    end.trigger == clause.trigger && of_the_same(policy, taken, clause.trigger)
}

/// Whether a trigger that both stores name is one and the same happening.
fn of_the_same(policy: &Policy, taken: &Taken, trigger: Trigger) -> bool {
    let feature = |store| policy.store(store).map(|store| store.node.feature);
    match trigger {
        Trigger::FeatureOff => {
            feature(taken.copy.store) == feature(taken.write.store)
                || off(Saboteur::CopyOtherFeature)
        }
        // The flow of one row is not that of another.
        Trigger::Age | Trigger::EntryIdle | Trigger::FlowEnded | Trigger::Setting { .. } => false,
        Trigger::GuildRemoved
        | Trigger::MemberLeft
        | Trigger::Boot
        | Trigger::ChannelRemoved { .. }
        | Trigger::Field { .. }
        | Trigger::Erased => true,
    }
}

/// Why erasing the source's subject leaves the copy, and what helps.
fn erased_with(source: &StoreDecl, into: &StoreDecl, taken: &Taken) -> Option<(String, String)> {
    let subject = subject_of(source)?;
    let deletes = |store: &StoreDecl, by: FieldId| {
        let mut rules = store.node.on_erase.iter();
        rules.any(|rule| rule.by == by && rule.rule == EraseRule::Delete)
    };
    if !deletes(source, subject) || !into.erasure_known {
        return None;
    }
    let people = into.node.people();
    let mut people = people.filter(|(id, field)| {
        let sealed = into.node.fields.get(taken.field.0 as usize);
        let is_theirs = sealed.is_some_and(|sealed| Some(sealed.owner) == field.person);
        let rule = into.node.on_erase.iter().find(|rule| rule.by == *id);
        rule.is_some_and(|rule| match rule.rule {
            EraseRule::Delete => true,
            EraseRule::Redact => is_theirs,
            EraseRule::Pseudonymise | EraseRule::Refuse => false,
        })
    });
    let goes = people.any(|(id, _)| {
        let given = taken.write.value(id).map(|given| taken.lets.follow(given));
        // Of a row that is there it is not known.
        given.map_or(!taken.write.makes, |given| {
            is_owner(source, subject, taken, given)
        })
    });
    if goes {
        return None;
    }
    let name = &into.node.name;
    Some((
        format!(
            "erasing whom `{}` is about leaves `{name}`",
            source.node.name
        ),
        format!("say in `{name}` whose it is: a field with `subject=#true`"),
    ))
}

fn subject_of(store: &StoreDecl) -> Option<FieldId> {
    let people = store.node.people();
    let mut subjects = people.filter(|(_, field)| matches!(field.person, Some(Owner::Subject(_))));
    subjects.next().map(|(id, _)| id)
}

/// Whether somebody is read from the row of this number, or was asked to be the one whom it is about before it is copied.
fn is_known_owner(
    source: &StoreDecl,
    (subject, key): (FieldId, &[Expr]),
    taken: &Taken,
    given: &Expr,
) -> bool {
    let lets = taken.lets;
    let is_subject = |one: &Expr| {
        let read = lets.follow(one).stored();
        read.is_some_and(|(store, field, by)| {
            let same = by.is_some_and(|by| {
                by.len() == key.len()
                    && by
                        .iter()
                        .zip(key)
                        .all(|(a, b)| lets.follow(a) == lets.follow(b))
            });
            (store, field) == (source.node.id, subject) && same
        })
    };
    let asks = |cond: &Expr| {
        cond.equal().into_iter().any(|(left, right)| {
            let is_given = |one: &Expr| lets.follow(one) == given;
            is_subject(left) && is_given(right) || is_subject(right) && is_given(left)
        })
    };
    is_subject(given) || asked_before(&taken.handler.steps, taken.write.step, &asks) == Some(true)
}

/// Whether a step is only reached where a condition of this kind held. None where it is not among these.
fn asked_before(steps: &[Step], step: &Step, asks: &dyn Fn(&Expr) -> bool) -> Option<bool> {
    let mut known = false;
    for one in steps {
        if std::ptr::eq(one, step) {
            return Some(known);
        }
        let [first, second] = one.kind.blocks();
        let holds = one.kind.holds_in_first().is_some_and(asks);
        if let Some(inside) = asked_before(first, step, asks) {
            return Some(known || holds || inside);
        }
        if let Some(inside) = asked_before(second, step, asks) {
            return Some(known || inside);
        }
        known |= one.kind.holds_after().is_some_and(asks);
    }
    None
}

/// Whether somebody is the one whom the row that is read is about.
fn is_owner(source: &StoreDecl, subject: FieldId, taken: &Taken, given: &Expr) -> bool {
    if let Kind::Field { key, .. } = &taken.copy.read.kind {
        return match key.get(subject.0 as usize) {
            Some(named) => taken.lets.follow(named) == given,
            None => is_known_owner(source, (subject, key), taken, given),
        };
    }
    if given.kind == Kind::Row(source.node.id, subject) {
        return true;
    }
    let summed = match &taken.copy.read.kind {
        Kind::Sum { query, .. } => Some(query),
        Kind::Unknown
        | Kind::Literal(_)
        | Kind::Local(_)
        | Kind::Now
        | Kind::Me
        | Kind::Actor
        | Kind::Told(_)
        | Kind::Person { .. }
        | Kind::Can { .. }
        | Kind::Setting(_)
        | Kind::Field { .. }
        | Kind::Exists { .. }
        | Kind::Row(..)
        | Kind::Rank
        | Kind::Not(_)
        | Kind::Negate(_)
        | Kind::IsNone(_)
        | Kind::Coalesce(..)
        | Kind::Binary { .. }
        | Kind::If { .. }
        | Kind::Call { .. }
        | Kind::Count(_)
        | Kind::Message { .. } => None,
    };
    // What the subject is equal to for the whole filter.
    let is_called = |(left, right): (&Expr, &Expr)| {
        let row = Kind::Row(source.node.id, subject);
        left.kind == row && right == given || right.kind == row && left == given
    };
    let steps = plan::all(&taken.handler.steps);
    let queries: Vec<&Query> = match summed {
        Some(query) => vec![query.as_ref()],
        None => steps.filter_map(|step| step.kind.rows()).collect(),
    };
    let mut of_source = queries
        .into_iter()
        .filter(|query| query.store == source.node.id);
    of_source.any(|query| {
        let filter = query.filter.iter();
        filter.flat_map(Expr::equal).any(is_called)
    })
}
