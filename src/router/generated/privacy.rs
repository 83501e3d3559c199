//! `/privacy notice | data | export | delete | optout`: a person's rights, as commands (GDPR 12 to 21).
//!
//! In a server they concern that server, in direct messages all servers. Deleting asks first; the button works for the
//! person who asked, in the place where they asked.

use std::collections::BTreeMap;

use super::{file_answer, json_bytes, long_answer};
use crate::{
    emit::notice::full_stop,
    plan::{EraseRule, OnErase, Plan, Store, StoreId},
    port::{
        Absence, Action, ActionKind, ButtonDraft, CommandDraft, Export, ExportRow, File,
        MessageDraft, Op, OptionDraft, Others, Request, RequestKind, RequestedBy, SETTINGS,
    },
    rights::{self, About, Subject},
    router::{
        message::{BUTTON_PREFIX, title},
        round::{Flow, Round, plain, refuse, whisper},
        text::{show, stamp},
    },
    vocab::{ButtonStyle, GuildId, Type, UserId, Value},
    wording::{named, say},
};

const EVERYWHERE: &str = "all";
const WORDS: [&str; 5] = ["notice", "data", "export", "delete", "optout"];

pub(super) fn command() -> CommandDraft {
    let leaf = |name: &str| OptionDraft::Subcommand {
        name: name.to_owned(),
        about: named("privacy-does", name),
        options: Vec::new(),
    };
    CommandDraft {
        name: "privacy".to_owned(),
        about: say!("privacy-about"),
        permissions: None,
        in_dm: true,
        options: WORDS.map(leaf).to_vec(),
    }
}

pub(super) fn run(round: &mut Round<'_>, word: &str) -> Flow<Vec<Action>> {
    let user = round.event.actor.id;
    let guild = round.event.guild.as_deref().map(|guild| guild.id);
    match word {
        "notice" => Ok(vec![notice(round.plan)]),
        "data" => {
            let export = round.export(guild, user)?;
            Ok(vec![data(round.plan, guild, export)])
        }
        "export" => export(round, guild, user),
        "delete" => Ok(vec![ask_to_delete(round.plan, guild, user)]),
        "optout" => opt_out(round, guild, user),
        _ => refuse(say!("no-longer-used")),
    }
}

fn notice(plan: &Plan) -> Action {
    whisper(crate::emit::notice::summary(plan))
}

/// `Warnings`, from the store's name.
fn heading(plan: &Plan, store: StoreId) -> String {
    plan.store(store)
        .map_or_else(String::new, |store| title(&store.name))
}

fn data(plan: &Plan, guild: Option<GuildId>, export: &Export) -> Action {
    let mut lines = Vec::new();
    let everywhere = guild.is_none();
    if export.is_empty() {
        lines.push(say!("privacy-nothing", everywhere));
    } else if export.rows.is_empty() {
        lines.push(say!("privacy-data-else", everywhere));
    } else {
        let n = export.rows.len();
        lines.push(say!("privacy-data", everywhere, n));
    }
    let place = |server: Option<GuildId>| {
        let server = server.filter(|_| everywhere);
        server.map(|server| server.to_string())
    };
    for ((server, store), rows) in grouped(export) {
        let server = place(server);
        let heading = heading(plan, store);
        lines.push(say!("privacy-data-store", store = heading, server));
        if let Some(store) = plan.store(store) {
            lines.extend(rows.into_iter().map(|row| line(plan, store, row)));
        }
    }
    for others in &export.others {
        lines.push(other(plan, others, place(others.guild)));
    }
    for (server, since) in &export.left {
        let (server, when) = (server.to_string(), stamp(*since, 'R'));
        lines.push(say!("privacy-data-left", server, when));
    }
    for (server, opted_out) in &export.choices {
        let (here, opted_out) = (server.is_some(), *opted_out);
        lines.push(say!("privacy-data-said", here, opted_out));
    }
    if !export.rows.is_empty() {
        lines.push(crate::emit::notice::correction(plan));
    }
    lines.push(if guild.is_some() {
        say!("privacy-elsewhere")
    } else {
        say!("privacy-said-elsewhere")
    });
    long_answer(&lines, "my-data.txt")
}

/// Rows that name somebody and are not shown to them: how many, and why.
fn other(plan: &Plan, others: &Others, server: Option<String>) -> String {
    let declared = plan.stores.iter().find(|one| one.name == others.store);
    let store = if others.store == SETTINGS {
        say!("privacy-settings")
    } else {
        title(&others.store)
    };
    let why = named("absence", others.why.word());
    let said = say!("privacy-data-other", store, server, n = others.rows, why);
    let Some(declared) = declared else {
        return said;
    };
    let refusal = declared.refused.as_ref();
    let refused = refusal.filter(|_| others.why == Absence::Refused);
    let refused = refused.map(|refusal| {
        let (reason, appeal) = (full_stop(&refusal.reason), full_stop(&refusal.appeal));
        say!("refused", reason, review = &refusal.review, appeal)
    });
    let ends = say!("privacy-data-ends", until = rights::until(plan, declared));
    let all = [Some(said), refused, Some(ends)];
    all.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn grouped(export: &Export) -> BTreeMap<(Option<GuildId>, StoreId), Vec<&ExportRow>> {
    let mut groups = BTreeMap::new();
    for row in &export.rows {
        let rows: &mut Vec<&ExportRow> = groups.entry((row.guild, row.store)).or_default();
        rows.push(row);
    }
    groups
}

/// What a row says, and how long it is kept: until a time, or until something happens.
fn line(plan: &Plan, store: &Store, row: &ExportRow) -> String {
    let fields = row
        .fields
        .iter()
        .filter(|(_, value)| **value != Value::None)
        .map(|(name, value)| format!("{}: {}", name.replace('-', " "), show(value)));
    let mut parts: Vec<String> = fields.collect();
    if store.fields.len() > row.fields.len() {
        parts.push(say!("privacy-data-part"));
    }
    parts.push(match row.due {
        Some(due) => say!("privacy-data-due", when = stamp(due, 'R')),
        None => say!("privacy-data-until", until = rights::until(plan, store)),
    });
    format!("• {}", parts.join(" · "))
}

/// Files that go along with one answer, together; Discord takes 10 MiB.
const FILES_BYTES_MAX: usize = 8 << 20;

/// The same document that `candor data export` writes: for machines, and as a page.
fn export(round: &mut Round<'_>, guild: Option<GuildId>, user: UserId) -> Flow<Vec<Action>> {
    let suppressed = round.suppressed(guild, user);
    let export = round.export(guild, user)?;
    let subject = Subject {
        user,
        guild,
        now: round.now,
    };
    let about = About {
        export,
        suppressed: suppressed?,
    };
    let document = rights::document(round.plan, subject, about);
    let bytes = json_bytes(&document)?;
    let everywhere = guild.is_none();
    if bytes.len() > FILES_BYTES_MAX {
        let controller = &round.plan.controller.name;
        return refuse(say!("privacy-export-large", everywhere, controller));
    }
    let page = rights::page(&document).into_bytes();
    let mut files = Vec::new();
    let fits = bytes.len() + page.len() <= FILES_BYTES_MAX;
    if fits {
        files.push(File {
            name: "my-data.html".to_owned(),
            bytes: page,
        });
    }
    files.push(File {
        name: "my-data.json".to_owned(),
        bytes,
    });
    record(round, RequestKind::Export, guild);
    let content = say!("privacy-export", everywhere, page = fits);
    Ok(vec![file_answer(content, files)])
}

fn ask_to_delete(plan: &Plan, guild: Option<GuildId>, user: UserId) -> Action {
    let place = guild.map_or_else(|| EVERYWHERE.to_owned(), |guild| guild.to_string());
    let mut lines = vec![say!("privacy-delete", everywhere = guild.is_none())];
    lines.extend(remains(plan));
    if guild.is_some() {
        lines.push(say!("privacy-elsewhere"));
    }
    plain(ActionKind::Reply {
        ephemeral: true,
        message: MessageDraft {
            content: lines.join("\n"),
            buttons: vec![ButtonDraft {
                custom_id: format!("{BUTTON_PREFIX}delete:{user}:{place}"),
                label: say!("privacy-delete-button"),
                style: ButtonStyle::Danger,
            }],
            ..MessageDraft::default()
        },
    })
}

/// Has the request entered into the record; the runtime puts the receipt under the answer.
fn record(round: &mut Round<'_>, kind: RequestKind, guild: Option<GuildId>) {
    round.draft.op(Op::Record(Request {
        kind,
        by: RequestedBy::Person,
        everywhere: guild.is_none(),
    }));
}

fn rules(plan: &Plan) -> impl Iterator<Item = (&Store, &OnErase)> {
    plan.stores
        .iter()
        .flat_map(|store| store.on_erase.iter().map(move |rule| (store, rule)))
}

/// What an erasure leaves, and why.
fn remains(plan: &Plan) -> Vec<String> {
    let mut lines = Vec::new();
    for (store, rule) in rules(plan) {
        let name = store.fields.get(rule.by.0 as usize);
        let role = name.map_or("", |field| field.name.as_str());
        let store = title(&store.name);
        match rule.rule {
            EraseRule::Delete => {}
            EraseRule::Redact => lines.push(say!("privacy-stays-redact", store, role)),
            EraseRule::Pseudonymise => {
                lines.push(say!("privacy-stays-pseudonymise", store, role));
            }
        }
    }
    let mut fields = plan.stores.iter().flat_map(|store| &store.fields);
    if fields.any(|field| field.kind == Type::Text) {
        lines.push(say!("privacy-stays-named"));
    }
    if !lines.is_empty() {
        lines.insert(0, say!("privacy-stays"));
    }
    lines.push(say!("privacy-stays-posted"));
    lines
}

/// Stores that do not start again about somebody who does not want it.
fn stoppable(plan: &Plan) -> Vec<String> {
    let stores = plan
        .stores
        .iter()
        .filter(|store| store.on_erase.iter().any(|rule| rule.suppress));
    stores
        .map(|store| {
            let feature = plan.feature(store.feature);
            let feature = feature.map_or("", |feature| feature.title.as_str());
            match title(&store.name) {
                name if name == feature => format!("**{name}**"),
                name => format!("**{name}** ({feature})"),
            }
        })
        .collect()
}

/// The button of `delete`; none when the id is another's.
pub(super) fn press(round: &mut Round<'_>, id: &str) -> Option<Flow<Vec<Action>>> {
    let (user, place) = id.strip_prefix("delete:")?.split_once(':')?;
    Some(delete(round, user, place))
}

fn delete(round: &mut Round<'_>, user: &str, place: &str) -> Flow<Vec<Action>> {
    let actor = round.event.actor.id;
    if user.parse() != Ok(actor) {
        return refuse(say!("privacy-delete-others"));
    }
    let guild = round.event.guild.as_deref().map(|guild| guild.id);
    let meant = (place != EVERYWHERE).then(|| place.parse::<GuildId>());
    if meant.map(Result::ok) != guild.map(Some) {
        return refuse(say!("privacy-delete-elsewhere"));
    }
    let plan = round.plan;
    round.draft.op(Op::Erase { guild, user: actor });
    record(round, RequestKind::Erasure, guild);
    let stoppable = stoppable(plan);
    let mut lines = vec![say!("privacy-erased", everywhere = guild.is_none())];
    lines.extend(remains(plan));
    if !stoppable.is_empty() {
        let stores = stoppable.join(", ");
        lines.push(say!("privacy-erased-stops", stores));
    }
    Ok(vec![plain(ActionKind::UpdateMessage {
        message: crate::router::run::say(lines.join("\n")),
    })])
}

fn opt_out(round: &mut Round<'_>, guild: Option<GuildId>, user: UserId) -> Flow<Vec<Action>> {
    let stores = stoppable(round.plan).join(", ");
    if stores.is_empty() {
        return Ok(vec![whisper(say!("privacy-optout-none"))]);
    }
    let on = round.suppressed(guild, user)?.is_empty();
    round.draft.op(Op::Suppress { guild, user, on });
    let kind = if on {
        RequestKind::OptOut
    } else {
        RequestKind::OptIn
    };
    record(round, kind, guild);
    let everywhere = guild.is_none();
    Ok(vec![whisper(if on {
        say!("privacy-opted-out", everywhere, stores)
    } else {
        say!("privacy-opted-in", everywhere, stores)
    })])
}
