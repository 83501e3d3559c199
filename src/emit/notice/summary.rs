//! What the notice says in short, as Discord's Markdown: also what speaks against the bot, and where the whole stands.

use std::collections::BTreeSet;

use super::{
    claims,
    grounds::{is_of_people, stops},
    names::{self, all_fields, store_name, store_named},
    pen::{self, Pen},
    term,
};
use crate::{
    emit::trace::{Audience, Extent, Shown, Via},
    lexicon::text::{cut, units},
    plan::{Plan, StoreId},
    wording::{Phrase, Run, named, phrase, say},
};

/// Longest summary, in characters: Discord takes 2,000.
pub const SUMMARY_MAX: usize = 1_900;

/// What the notice says in short, at most [`SUMMARY_MAX`] characters. Only the list of what is kept and of promises is
/// cut, and says so.
#[must_use]
pub fn summary(plan: &Plan) -> String {
    let mut pen = Pen::new(plan);
    let head = discord(&phrase!(
        "summary-head",
        bot = &plan.bot,
        version = plan.version,
        updated = &plan.updated
    ));
    let optout = plan.stores.iter().any(stops);
    let whole = phrase!(
        "summary-whole",
        url = plan.notice.as_ref(),
        controller = &plan.controller.name,
        contacts = names::contacts(plan)
    );
    let tail = [phrase!("summary-commands", optout), whole];
    let tail: Vec<String> = tail.iter().map(discord).collect();
    let tail = tail.join("\n");
    let mut lines = kept(plan);
    // What speaks against the bot is not what is cut.
    let against: String = against(&pen).iter().map(line).collect();
    let mut never = pen::blank();
    claims::claims(&mut pen, &mut never, true);
    claims::unasked(&mut pen, &mut never);
    let never = never.sentences.into_iter().map(|one| one.phrase);
    lines.extend(never);

    let fixed = units(&head) + units(&tail) + units(&against) + 80;
    let mut body = String::new();
    let mut left = lines.len();
    for one in &lines {
        let one = line(one);
        if fixed + units(&body) + units(&one) > SUMMARY_MAX {
            break;
        }
        body.push_str(&one);
        left -= 1;
    }
    if left > 0 {
        body.push_str(&say!("summary-more", n = left));
        body.push('\n');
    }
    let said = format!("**{head}**\n{body}{against}{tail}");
    cut(&said, SUMMARY_MAX)
}

fn line(phrase: &Phrase) -> String {
    format!("- {}\n", discord(phrase))
}

fn kept(plan: &Plan) -> Vec<Phrase> {
    let stores = plan.stores.iter().filter(|store| is_of_people(store));
    let kept = stores.map(|store| {
        let until = term::term_of(plan, store).until;
        let (store, fields) = (store_name(plan, store), all_fields(plan, store));
        phrase!("summary-store", store, fields, until)
    });
    kept.collect()
}

/// What people would rather know before they use the bot.
fn against(pen: &Pen) -> Vec<Phrase> {
    let plan = pen.plan;
    let mut against = Vec::new();
    let (some, others, operators) = shown(pen);
    let names = |stores: &BTreeSet<StoreId>| -> Vec<String> {
        let stores = stores.iter().filter_map(|id| plan.store(*id));
        let of_people = stores.filter(|store| is_of_people(store));
        of_people.map(|store| store_named(plan, store)).collect()
    };
    let operators = names(&operators);
    let (some, others) = (names(&some), names(&others));
    if !others.is_empty() {
        against.push(phrase!("summary-seen", stores = others));
    }
    if !some.is_empty() {
        against.push(phrase!("summary-moderators", stores = some));
    }
    if !operators.is_empty() {
        against.push(phrase!("summary-operators", stores = operators));
    }
    if let Some(log) = &plan.mod_log
        && !log.receives.is_empty()
    {
        let categories = log.receives.iter();
        let categories: Vec<_> = categories
            .map(|one| named("category", one.word()))
            .collect();
        against.push(phrase!("summary-modlog", categories));
    }
    let acts = pen.trace.acts.iter();
    let acts: BTreeSet<_> = acts.map(|act| named("deed", act.what.name)).collect();
    if !acts.is_empty() {
        let acts: Vec<String> = acts.into_iter().collect();
        against.push(phrase!("summary-decides", acts));
    }
    if !plan.processors.is_empty() {
        let names = plan.processors.iter().map(|one| one.name.clone());
        let names: Vec<String> = names.collect();
        against.push(phrase!("summary-others", names));
    }
    if !plan.stores.is_empty() {
        against.push(phrase!("summary-operator"));
    }
    if pen.trace.posts {
        against.push(phrase!("summary-posted"));
    }
    against
}

/// What only people with some permission are shown, what others are shown as well, and what operators of the bot are.
fn shown(pen: &Pen) -> (BTreeSet<StoreId>, BTreeSet<StoreId>, BTreeSet<StoreId>) {
    let asks = |one: &Shown| match &one.via {
        Via::Command {
            asked, sometimes, ..
        } => !(asked.is_empty() && sometimes.is_empty()),
        Via::Custom | Via::Event(..) => false,
    };
    let for_operators = |one: &Shown| match &one.via {
        Via::Command { operators, .. } => *operators || one.to == Audience::Operators,
        Via::Custom | Via::Event(..) => one.to == Audience::Operators,
    };
    let (mut some, mut others) = (BTreeSet::new(), BTreeSet::new());
    let mut operators = BTreeSet::new();
    for one in &pen.trace.shown {
        if one.what != Extent::Said || one.is_of_own() {
            continue;
        }
        let private = one.to == Audience::Reply { ephemeral: true };
        let of = if (private || one.to == Audience::Operators) && for_operators(one) {
            &mut operators
        } else if private && asks(one) {
            &mut some
        } else {
            &mut others
        };
        of.insert(one.store);
    }
    some.retain(|store| !others.contains(store));
    operators.retain(|store| !others.contains(store));
    (some, others, operators)
}

/// Whom to ask to have something corrected, as Discord's Markdown.
#[must_use]
pub fn correction(plan: &Plan) -> String {
    discord(&phrase!(
        "rights-correct",
        controller = &plan.controller.name,
        contacts = names::contacts(plan)
    ))
}

/// A phrase as Discord's Markdown.
pub(super) fn discord(phrase: &Phrase) -> String {
    let parts = phrase.runs.iter().map(|run| match run {
        Run::Code { text } if text.contains('<') => escaped(text),
        Run::Code { text } => format!("`{}`", text.replace('`', "'")),
        // In these brackets Discord shows an address as it is, and nothing of the page behind it.
        Run::Link { href, .. } if href.starts_with("https://") => format!("<{href}>"),
        Run::Plain { text } | Run::Link { text, .. } => escaped(text),
    });
    parts.collect()
}

/// Text that Discord shows as it stands: no formatting, no mention.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(
            c,
            '*' | '_' | '`' | '~' | '|' | '>' | '<' | '[' | ']' | '\\' | '#' | '@'
        ) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
