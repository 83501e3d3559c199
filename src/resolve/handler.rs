//! Commands, events and command sets: what starts steps.

use crate::{
    finding::Findings,
    lexicon::{
        EVENTS, Event, OptionKind, PERSON, event,
        kind::{self, option},
        text::title,
    },
    plan::{Expr, FeatureId, On, Param, Slot, Step, Ty},
    syntax::{
        ast::{self, Node, Written},
        clause, did_you_mean,
        form::{self, Flag, Missing, Repeated, Text, TooManyValues, Word, WrongValue, form},
    },
    vocab::{Permission, Span, Spanned, Type},
};

use super::{
    claim::canonical,
    effect::OPERATORS,
    ended,
    feature::FeatureForm,
    message::refuse_bad_id,
    names::{UnknownOption, UnknownSource, UnknownStore, UnknownType, UnknownWord, word_of},
    policy::{Command, CommandSet, Declared, Handler, Local, Policy},
    prefix::sees_commands,
    scope::{Names, Scope, Used},
    types::{WrongType, mismatch, optional},
};

mismatch! {
    /// What the steps cannot do without, in an option that may be left out.
    RequiredOption code("candor::types::required-option");
}

form! {
    struct OnForm = "on", "on EVENT { … }" {
        args { event: Word }
        // Its name, or more events.
        rest { more: Word }
        props { "reads" reads: Text; "commands" commands: Flag; }
        open { steps }
    }
}
form! {
    struct CommandForm = "command", "command \"/name\" about=\"…\" { … }" {
        args { signature: Text }
        props {
            "about" about: Word;
            "permission" permission: Text;
            "for" whom: Word;
            "in" place: Word;
            "ephemeral" ephemeral: Flag;
            "menu" menu: Word;
            "prefix" prefix: Text;
            "hidden" hidden: Flag;
            "reads-held" reads_held: Flag;
        }
        open { steps }
    }
}
form! {
    struct ParamForm = "param", "param NAME about=\"…\"" {
        args { name: Word }
        props { "about" about: Word; }
    }
}
form! {
    struct CommandsForm = "commands", "commands from=STORE name=\"row.…\" { reply \"{row.…}\" }" {
        props { "from" from: Word; "name" name: Text; "about" about: Text; }
        once { "reply" reply; }
    }
}

/// What the handlers of one feature are.
#[derive(Default)]
pub(super) struct Read {
    pub(super) commands: Vec<Command>,
    pub(super) command_sets: Vec<CommandSet>,
    pub(super) handlers: Vec<Handler>,
    pub(super) emits: Option<Span>,
}

pub(super) fn read(
    policy: &Policy,
    names: &Names,
    feature: FeatureId,
    node: &Node,
    findings: &mut Findings,
) -> Read {
    let mut read = Read::default();
    for node in &node.children {
        let emits = match FeatureForm::FORM.meant(node) {
            "on" => {
                let mut all = None;
                let form = OnForm::read(node, findings);
                for event in events(&form, findings) {
                    let handler = handler(policy, names, feature, &form, event, findings);
                    if let Some((handler, emits)) = handler {
                        read.handlers.push(handler);
                        all = all.or(emits);
                    }
                }
                Some(all)
            }
            "command" => {
                let command = command(policy, names, feature, node, findings);
                command.map(|(command, emits)| {
                    read.commands.push(command);
                    emits
                })
            }
            "commands" => {
                let set = command_set(policy, names, feature, node, findings);
                read.command_sets.extend(set);
                None
            }
            _ => None,
        };
        read.emits = read.emits.or(emits.flatten());
    }
    read
}

/// What starts the steps of an `on`: one event, with the name that it asks for, or several that share the steps.
fn events(
    form: &OnForm,
    findings: &mut Findings,
) -> Vec<(&'static Event, Option<Spanned<String>>)> {
    let find = |word: &str| EVENTS.iter().copied().find(|event| event.name == word);
    let Some(name) = form.event.value.clone() else {
        return Vec::new();
    };
    let Some(first) = find(&name.node) else {
        let known: Vec<_> = EVENTS.iter().map(|event| event.name).collect();
        findings.push(UnknownWord::new(&name, "an event", &known));
        return Vec::new();
    };
    let mut events = vec![(first, None)];
    let mut names = vec![name];
    for (at, word) in form.more.iter().enumerate() {
        let other = find(&word.node).filter(|other| other.named.is_none());
        match (first.named, other) {
            (Some(_), _) if at == 0 => events = vec![(first, Some(word.clone()))],
            (None, Some(_)) if names.iter().any(|known| known.node == word.node) => {
                let known = names.iter().find(|known| known.node == word.node);
                let first_at = known.map_or(word.span, |known| known.span);
                findings.push(Repeated::new(
                    &format!("`{}`", word.node),
                    word.span,
                    first_at,
                ));
            }
            (None, Some(other)) => {
                events.push((other, None));
                names.push(word.clone());
            }
            (Some(_) | None, _) => findings.push(TooManyValues {
                message: format!("`on {}` has no name `{}`", first.name, word.node),
                help: "delete it".to_owned(),
                value: word.node.clone(),
                at: word.span,
            }),
        }
    }
    if let (Some(named), [(_, None)]) = (first.named, events.as_slice()) {
        let at = names.first().map_or(form.node.name.span, |name| name.span);
        findings.push(Missing::new(
            format!("`on {}` does not say which", first.name),
            &format!("write `on {} {named}`", first.name),
            at,
        ));
        return Vec::new();
    }
    events
}

fn handler(
    policy: &Policy,
    names: &Names,
    feature: FeatureId,
    form: &OnForm,
    (event, id): (&'static Event, Option<Spanned<String>>),
    findings: &mut Findings,
) -> Option<(Handler, Option<Span>)> {
    let mut refused = Vec::new();
    let node = form.node;
    let reads = form.reads.value.as_ref();
    let reads = reads.and_then(|given| reads_of(given, event, &mut refused, findings));
    let on = match id.as_ref().filter(|_| *event == event::ENDED) {
        Some(store) => ended::of_store(policy, names, feature, store, findings)?,
        None => On {
            id: id.as_ref().map(|id| id.node.clone()),
            ..On::from(event)
        },
    };
    let on = On {
        commands: sees_commands(
            form.commands.value.as_ref(),
            form.event.value.iter().chain(&form.more),
            event,
            findings,
        ),
        ..on
    };
    let is_button = on.id.is_some();
    let mut scope = Scope::new(policy, names, findings, feature, on);
    scope.told_already(refused);
    if let Some(id) = id.filter(|_| is_button) {
        refuse_bad_id(&mut scope, &id);
    }
    let mut steps: Vec<Step> = scope.begin_ended().into_iter().collect();
    steps.extend(scope.steps(&node.children));
    refuse_nothing(node, scope.findings);
    let emits = scope.emits;
    Some((finish(scope, reads, steps, node), emits))
}

fn refuse_nothing(node: &Node, findings: &mut Findings) {
    if node.children.is_empty() {
        findings.push(Missing::new(
            format!("this `{}` does nothing", node.name.node),
            "add a step, such as `reply \"…\"`",
            node.name.span,
        ));
    }
}

fn finish(
    scope: Scope,
    reads: Option<Vec<Spanned<String>>>,
    steps: Vec<Step>,
    node: &Node,
) -> Handler {
    Handler {
        feature: scope.feature,
        on: scope.on,
        reads,
        locals: scope.locals,
        slots: scope.slots,
        steps,
        by_operators: false,
        understood: scope.understood,
        span: node.span,
        name: node.name.span,
    }
}

/// `reads=` names sources of this event. None when it is unclear which: what is read beside them is no second fault.
/// What is not told is `refused`, so that steps that use it are none either.
fn reads_of(
    given: &Spanned<Written>,
    event: &'static Event,
    refused: &mut Vec<String>,
    findings: &mut Findings,
) -> Option<Vec<Spanned<String>>> {
    let text = &given.node.text;
    if text.contains(',') {
        let apart = text.replace(',', " ");
        let apart: Vec<_> = apart.split_whitespace().collect();
        findings.push(WrongValue::word(
            &Spanned::new(text.clone(), given.span),
            "a list of words with spaces between them",
            "spaces separate words here",
            &format!("write `reads=\"{}\"`", apart.join(" ")),
        ));
        return None;
    }
    let words = form::words(given);
    let mut known = true;
    for word in &words {
        if !is_read(word, event, findings) {
            known = false;
            refused.push(word.node.clone());
        }
    }
    known.then_some(words)
}

fn is_read(word: &Spanned<String>, event: &'static Event, findings: &mut Findings) -> bool {
    let name = canonical(&word.node);
    let of_actor = name.strip_prefix(event.actor);
    let of_actor = of_actor.and_then(|rest| rest.strip_prefix('.'));
    let is_of_actor = event.person.iter().any(|one| Some(one.name) == of_actor);
    if is_of_actor || event.all().any(|one| one.name == name) {
        return true;
    }
    let of_person = event
        .person
        .iter()
        .map(|one| format!("{}.{}", event.actor, one.name));
    let others = event.all().map(|one| one.name.to_owned());
    let known: Vec<_> = of_person.chain(others).collect();
    let known: Vec<_> = known.iter().map(String::as_str).collect();
    findings.push(UnknownSource {
        name: word.node.clone(),
        what: "something this event tells".to_owned(),
        help: if is_told_elsewhere(&name) {
            format!("delete `{}`: Discord does not tell it here", word.node)
        } else {
            did_you_mean(&word.node, &known)
        },
        at: word.span,
    });
    false
}

/// Whether another event tells it.
fn is_told_elsewhere(name: &str) -> bool {
    let (root, field) = name.split_once('.').unwrap_or((name, ""));
    let of_person =
        |event: &&Event| root == event.actor && event.person.iter().any(|one| one.name == field);
    let is_actor = EVENTS.iter().any(|event| root == event.actor);
    let of_people = PERSON.iter().any(|one| one.name == field);
    EVENTS
        .iter()
        .any(|event| of_person(event) || event.all().any(|one| one.name == name))
        || is_actor && of_people
}

fn command(
    policy: &Policy,
    names: &Names,
    feature: FeatureId,
    node: &Node,
    findings: &mut Findings,
) -> Option<(Command, Option<Span>)> {
    let form = CommandForm::read(node, findings);
    let given = form.permission.value.as_ref();
    let permissions = given.map_or_else(Vec::new, |given| permissions(given, findings));
    let operators = (OPERATORS, "whom a command can be for");
    let operators = only_word(form.whom.value.as_ref(), operators, findings);
    let in_dm = ("dm", "where a command can be used");
    let in_dm = only_word(form.place.value.as_ref(), in_dm, findings);
    let reads_held = form.reads_held.value.filter(|given| given.node);
    let hidden = form.hidden.value.filter(|given| given.node);
    let signature = clause::signature(&form.signature.value?, findings)?;
    let mut scope = Scope::new(policy, names, findings, feature, On::from(&event::COMMAND));
    let prefix = form.prefix.value.as_ref();
    let prefix = prefix.and_then(|given| scope.prefix(given, &signature.node.path));
    if in_dm.is_some() {
        scope.used = Used::InDirectMessages;
    }
    let (abouts, steps): (Vec<&Node>, Vec<&Node>) = node
        .children
        .iter()
        .partition(|child| child.name.node == "param");
    let abouts = param_abouts(&abouts, &signature.node, &mut scope);
    let mut params = Vec::new();
    for param in &signature.node.params {
        let about = abouts.iter().find(|(name, _)| *name == param.name.node);
        params.extend(option(&mut scope, param, about.map(|(_, about)| about)));
    }
    let steps: Vec<Node> = steps.into_iter().cloned().collect();
    let steps = scope.steps(&steps);
    refuse_nothing(node, scope.findings);
    let emits = scope.emits;
    let body = Handler {
        by_operators: operators.is_some(),
        ..finish(scope, None, steps, node)
    };
    let command = Command {
        path: signature.node.path,
        about: form.about.value,
        params,
        menu: form.menu.value,
        prefix,
        hidden: hidden.map(|given| given.span),
        permissions,
        in_dm,
        operators,
        ephemeral: form.ephemeral.value.map(|given| given.node),
        reads_held: reads_held.map(|given| given.span),
        body,
    };
    Some((command, emits))
}

/// Where a property of a command stands that can say one thing.
fn only_word(
    word: Option<&Spanned<String>>,
    (known, what): (&str, &'static str),
    findings: &mut Findings,
) -> Option<Span> {
    let word = word?;
    if word.node == known {
        return Some(word.span);
    }
    findings.push(UnknownWord::new(word, what, &[known]));
    None
}

/// Permissions with blanks between them. One that is called as Discord shows it has blanks of its own.
fn permissions(given: &Spanned<Written>, findings: &mut Findings) -> Vec<Permission> {
    let words = form::words(given);
    let is_one = |word: &Spanned<String>| Permission::ALL.iter().any(|one| one.word() == word.node);
    if words.len() > 1
        && !words.iter().any(is_one)
        && Permission::shown_as(&given.node.text).is_some()
    {
        let whole = Spanned::new(given.node.text.clone(), given.span);
        return word_of(&whole, findings).into_iter().collect();
    }
    let words = words.iter();
    words
        .filter_map(|word| word_of::<Permission>(word, findings))
        .collect()
}

/// `param NAME about="…"`, by name.
fn param_abouts(
    nodes: &[&Node],
    signature: &ast::Signature,
    scope: &mut Scope,
) -> Vec<(String, Spanned<String>)> {
    let mut abouts: Vec<(String, Spanned<String>)> = Vec::new();
    let mut seen: Vec<(String, Span)> = Vec::new();
    for node in nodes {
        let form = ParamForm::read(node, scope.findings);
        let Some(name) = form.name.value else {
            continue;
        };
        if !signature.params.iter().any(|p| p.name.node == name.node) {
            let known: Vec<_> = signature
                .params
                .iter()
                .map(|p| p.name.node.as_str())
                .collect();
            // The steps say the same name; that is the same fault.
            if scope.tell(&name.node) {
                let unknown = UnknownOption::new(&name, "an option of this command", &known);
                scope.findings.push(unknown);
            }
            continue;
        }
        if let Some((_, first)) = seen.iter().find(|(seen, _)| *seen == name.node) {
            let what = format!("`param {}`", name.node);
            let repeated = Repeated::new(&what, name.span, *first);
            scope.findings.push(repeated);
            continue;
        }
        seen.push((name.node.clone(), name.span));
        if let Some(about) = form.about.value {
            abouts.push((name.node, about));
        }
    }
    abouts
}

fn option(
    scope: &mut Scope,
    param: &ast::Param,
    about: Option<&Spanned<String>>,
) -> Option<Declared<Param>> {
    let Some(kind) = OptionKind::of_name(&param.kind.node) else {
        let known: Vec<_> = kind::options().map(|kind| kind.name).collect();
        let unknown = UnknownType::new(&param.kind, "a kind of option", &known);
        scope.findings.push(unknown);
        let local = Local {
            name: param.name.node.clone(),
            slot: Slot(0),
            ty: Ty::Unknown,
            kind: Some(&option::TEXT),
            at: param.name.span,
        };
        scope.bind(local, 1);
        return None;
    };
    // With choices it is a text, which the plan has.
    let kind = if *kind == option::CHOICE {
        &option::TEXT
    } else {
        kind
    };
    let ty = match kind.slots {
        1 if param.required => Ty::Of(kind.value.clone()),
        1 => Ty::Of(optional(kind.value.clone())),
        _ if param.required => Ty::Message,
        _ => {
            scope.findings.push(RequiredOption::new(
                "a link to a message cannot be left out".to_owned(),
                "optional",
                &format!("write `<{}: message-link>`", param.name.node),
                param.span,
            ));
            Ty::Unknown
        }
    };
    let slot = scope.bind(
        Local {
            name: param.name.node.clone(),
            slot: Slot(0),
            ty,
            kind: Some(kind),
            at: param.name.span,
        },
        kind.slots,
    );
    let (min, max) = match &param.range {
        Some(range) => bounds(scope, range),
        None => (None, None),
    };
    Some(Declared {
        node: Param {
            name: param.name.node.clone(),
            about: about.map_or_else(|| title(&param.name.node), |about| about.node.clone()),
            kind,
            required: param.required,
            min,
            max,
            choices: param.choices.iter().map(|one| one.node.clone()).collect(),
            form: param.form,
            slot,
        },
        span: about.map_or(param.span, |about| about.span),
        name: param.name.span,
    })
}

/// The least and the most that an option takes.
fn bounds(scope: &mut Scope, range: &ast::Range) -> (Option<i64>, Option<i64>) {
    let least = bound(scope, range.least.as_ref());
    let most = bound(scope, range.most.as_ref());
    if let (Some(low), Some(high)) = (least, most)
        && low > high
    {
        scope.findings.push(clause::empty(low, high, range.span));
        return (None, None);
    }
    (least, most)
}

fn bound(scope: &mut Scope, bound: Option<&Spanned<ast::Bound>>) -> Option<i64> {
    let bound = bound?;
    let name = match &bound.node {
        ast::Bound::Number(number) => return Some(*number),
        ast::Bound::Param(name) => Spanned::new(name.clone(), bound.span),
    };
    let constant = scope.constant(&name)?;
    let number = Type::Int.kind().size(&constant.value);
    if number.is_none() {
        let found = Ty::Of(constant.kind.clone());
        let wrong = WrongType::expected("a limit", "an int", &found, bound.span);
        scope.findings.push(wrong);
    }
    number
}

fn command_set(
    policy: &Policy,
    names: &Names,
    feature: FeatureId,
    node: &Node,
    findings: &mut Findings,
) -> Option<CommandSet> {
    let form = CommandsForm::read(node, findings);
    let mut lacks = |what: &str, help: &str| {
        findings.push(Missing::new(
            format!("`commands` does not say {what}"),
            help,
            node.name.span,
        ));
    };
    if form.from.is_absent() {
        lacks("which rows", "add `from=STORE`");
        return None;
    }
    if form.name.is_absent() {
        lacks("what they are called", "add `name=\"row.…\"`");
        return None;
    }
    let Some(reply) = form.reply else {
        lacks("what they answer", "add `reply \"{row.…}\"`");
        return None;
    };
    let from = form.from.value?;
    let Some((store, _)) = names.stores.get(&from.node).copied() else {
        let known: Vec<_> = names.stores.keys().map(String::as_str).collect();
        findings.push(UnknownStore::new(&from, "a store", &known));
        return None;
    };
    let mut scope = Scope::new(
        policy,
        names,
        findings,
        feature,
        On::from(&event::COMMAND_SET),
    );
    scope.row = Some(store);
    let command = form.name.value.map(|name| scope.clause(&name));
    let command = command.map(|name| scope.fit(name, &Type::Text, "the name of a command"));
    let about = form.about.value.map(|about| scope.text(&about));
    let about = about.unwrap_or_default();
    let (ephemeral, reply) = scope.reply(reply)?;
    Some(CommandSet {
        feature,
        store,
        command: command.unwrap_or_else(|| Expr::unknown(node.span)),
        about,
        reply,
        ephemeral,
        span: node.span,
    })
}
