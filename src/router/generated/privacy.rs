//! `/privacy notice | data | export | delete | optout`: a person's rights, as commands (GDPR 12 to 21).
//!
//! In a server they concern that server, in direct messages all servers. Deleting asks first; the button works for the
//! person who asked, in the place where they asked.

use std::collections::BTreeMap;

use super::{consent, file_answer, json_bytes, long_answer};
use crate::{
    emit::notice::{Names, full_stop},
    lexicon::text::title,
    plan::{EraseRule, FieldId, OnErase, Plan, Scope, Store, StoreId, Wish},
    port::{
        Absence, Action, ActionKind, ButtonDraft, CommandDraft, DraftKind, Export, ExportRow, File,
        MessageDraft, Op, OptionDraft, Others, Request, RequestKind, RequestedBy, SETTINGS,
    },
    rights::{self, About, Subject},
    router::{
        round::{Flow, Round, plain, refuse, whisper},
        text::{BUTTON_PREFIX, show, stamp},
    },
    vocab::{ButtonStyle, GuildId, Side, Type, UserId, Value},
    wording::{named, say},
};

const EVERYWHERE: &str = "all";
const WORDS: [&str; 5] = ["notice", "data", "export", "delete", "optout"];

pub(super) fn command(plan: &Plan) -> CommandDraft {
    let leaf = |name: &str| OptionDraft::Subcommand {
        name: name.to_owned(),
        about: named("privacy-does", name),
        options: Vec::new(),
    };
    CommandDraft {
        kind: DraftKind::Slash,
        name: "privacy".to_owned(),
        about: say!("privacy-about"),
        permissions: None,
        in_servers: true,
        in_dm: true,
        options: WORDS
            .map(leaf)
            .into_iter()
            .chain(consent::option(plan))
            .collect(),
        local: BTreeMap::new(),
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
        .map_or_else(String::new, |store| Names::of(plan).title(store))
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
        let beyond = server.is_none();
        let server = place(server);
        let heading = heading(plan, store);
        lines.push(say!("privacy-data-store", store = heading, server, beyond));
        if let Some(store) = plan.store(store) {
            lines.extend(rows.into_iter().map(|row| line(plan, store, row)));
            let rules = store.on_erase.iter();
            lines.extend(rules.filter_map(|rule| refused_erasure(plan, store, rule)));
        }
    }
    for others in &export.others {
        lines.push(other(plan, others, place(others.guild)));
    }
    for (server, setting, side) in &export.settings {
        let setting = plan.setting(*setting);
        let setting = setting.map(|one| plan.setting_path_called(one));
        let (server, denied) = (place(Some(*server)), *side == Side::Denied);
        lines.push(say!(
            "privacy-data-setting",
            server,
            setting = setting.unwrap_or_default(),
            denied
        ));
    }
    for (server, since) in &export.left {
        let (server, when) = (server.to_string(), stamp(*since, 'R'));
        lines.push(say!("privacy-data-left", server, when));
    }
    for (server, opted_out) in &export.choices {
        let (here, opted_out) = (server.is_some(), *opted_out);
        let erased = plan.marks_erasures();
        lines.push(say!("privacy-data-said", here, opted_out, erased));
    }
    if plan.gives_roles() {
        lines.push(say!("privacy-data-roles"));
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
        let declared = declared.map(|store| Names::of(plan).title(store));
        declared.unwrap_or_else(|| title(&others.store))
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
        .map(|(name, value)| {
            let name = plan.thing(name);
            say!("privacy-data-field", name, value = show(value))
        });
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
    let page = rights::page(round.plan, &document).into_bytes();
    let mut files = Vec::new();
    let fits = bytes.len() + page.len() <= FILES_BYTES_MAX;
    if fits {
        files.push(File {
            name: "my-data.html".to_owned(),
            about: None,
            bytes: page,
        });
    }
    files.push(File {
        name: "my-data.json".to_owned(),
        about: None,
        bytes,
    });
    record(round, RequestKind::Export, guild);
    let content = say!("privacy-export", everywhere, page = fits);
    Ok(vec![file_answer(content, files)])
}

fn ask_to_delete(plan: &Plan, guild: Option<GuildId>, user: UserId) -> Action {
    let mut lines = vec![say!("privacy-delete", everywhere = guild.is_none())];
    let stores = beyond(plan);
    if guild.is_some() && !stores.is_empty() {
        lines.push(say!("privacy-delete-beyond", stores));
    }
    lines.extend(remains(plan));
    if guild.is_some() {
        lines.push(say!("privacy-elsewhere"));
    }
    plain(ActionKind::Reply {
        ephemeral: true,
        message: MessageDraft {
            content: lines.join("\n"),
            buttons: vec![button("delete", user, guild, say!("privacy-delete-button"))],
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
    let names = Names::of(plan);
    for (store, rule) in rules(plan) {
        let role = names.role(store, rule);
        let name = names.title(store);
        match rule.rule {
            EraseRule::Delete => {}
            EraseRule::Refuse => lines.extend(refused_erasure(plan, store, rule)),
            EraseRule::Redact => lines.push(say!("privacy-stays-redact", store = name, role)),
            EraseRule::Pseudonymise => {
                let because = names.because(store, rule);
                let texts = names.texts_left(store, rule);
                let store = name;
                lines.push(say!(
                    "privacy-stays-pseudonymise",
                    store,
                    role,
                    because,
                    texts
                ));
            }
        }
    }
    let mut fields = plan.stores.iter().flat_map(|store| &store.fields);
    if fields.any(|field| field.kind == Type::Text) {
        let keys = plan.stores.iter().any(Store::has_text_in_key);
        lines.push(say!("privacy-stays-named", keys));
    }
    if !lines.is_empty() {
        lines.insert(0, say!("privacy-stays"));
    }
    if plan.gives_roles() {
        lines.push(say!("privacy-stays-roles"));
    }
    lines.push(say!("privacy-stays-posted"));
    lines
}

/// What an erasure does not reach, as the policy refuses it: why, until when, and what somebody can do about it.
fn refused_erasure(plan: &Plan, store: &Store, rule: &OnErase) -> Option<String> {
    let refusal = rule.refusal.as_ref()?;
    let names = Names::of(plan);
    let field = |id: Option<FieldId>| {
        let field = id.and_then(|id| store.fields.get(id.0 as usize));
        field.map(|field| names.plain(field))
    };
    let (until, review) = (field(refusal.until), field(refusal.review));
    let (reason, appeal) = (
        full_stop(&refusal.reason),
        plan.command_called(&refusal.appeal),
    );
    let store = names.title(store);
    Some(say!(
        "privacy-stays-refused",
        store,
        reason,
        until,
        review,
        appeal
    ))
}

/// Stores in which nothing is written any more about somebody whose wish this is.
fn stopped(plan: &Plan, wish: Wish) -> impl Iterator<Item = &Store> {
    let stores = plan.stores.iter();
    stores.filter(move |store| store.stopped_by(wish).next().is_some())
}

/// Stores that keep something about people beyond any server.
fn beyond(plan: &Plan) -> String {
    let stores = plan.stores.iter();
    let beyond = stores.filter(|store| store.scope != Scope::Guild);
    names_of(plan, beyond.filter(|store| store.people().next().is_some()))
}

/// As people know them; what follows an effect goes with the rest.
fn names_of<'p>(plan: &Plan, stores: impl Iterator<Item = &'p Store>) -> String {
    let declared = stores.filter(|store| !plan.is_journal(store.id));
    let names = declared.map(|store| {
        let feature = plan.feature(store.feature);
        let feature = feature.map_or("", |feature| feature.title.as_str());
        match Names::of(plan).title(store) {
            name if name == feature => format!("**{name}**"),
            name => format!("**{name}** ({feature})"),
        }
    });
    names.collect::<Vec<_>>().join(", ")
}

/// The buttons of `delete` and `optout`; none when the id is another's.
pub(super) fn press(round: &mut Round<'_>, id: &str) -> Option<Flow<Vec<Action>>> {
    let (word, rest) = id.split_once(':')?;
    let (user, place) = rest.split_once(':')?;
    let erase = match word {
        "delete" => delete,
        "objected" => delete_objected,
        _ => return None,
    };
    let guild = asked_here(round, user, place);
    Some(guild.map(|guild| vec![erase(round, guild)]))
}

/// The place in which the person who presses asked; a refusal where it was another place or somebody else.
fn asked_here(round: &Round<'_>, user: &str, place: &str) -> Flow<Option<GuildId>> {
    let actor = round.event.actor.id;
    if user.parse() != Ok(actor) {
        return refuse(say!("privacy-delete-others"));
    }
    let guild = round.event.guild.as_deref().map(|guild| guild.id);
    let meant = (place != EVERYWHERE).then(|| place.parse::<GuildId>());
    if meant.map(Result::ok) != guild.map(Some) {
        return refuse(say!("privacy-delete-elsewhere"));
    }
    Ok(guild)
}

fn delete(round: &mut Round<'_>, guild: Option<GuildId>) -> Action {
    let (plan, user) = (round.plan, round.event.actor.id);
    round.draft.op(Op::Erase { guild, user });
    record(round, RequestKind::Erasure, guild);
    let mut lines = vec![say!("privacy-erased", everywhere = guild.is_none())];
    lines.extend(remains(plan));
    let stores = names_of(plan, stopped(plan, Wish::NotAgain));
    if !stores.is_empty() {
        lines.push(say!(
            "privacy-erased-stops",
            stores,
            everywhere = guild.is_none()
        ));
    }
    plain(ActionKind::UpdateMessage {
        message: crate::router::run::say(lines.join("\n")),
    })
}

/// Erases what an objection stops, and leaves the rest.
fn delete_objected(round: &mut Round<'_>, guild: Option<GuildId>) -> Action {
    let user = round.event.actor.id;
    let stores = stopped(round.plan, Wish::NoMore);
    let stores = stores.map(|store| store.id).collect();
    round.draft.op(Op::EraseFrom {
        guild,
        user,
        stores,
    });
    record(round, RequestKind::Erasure, guild);
    plain(ActionKind::UpdateMessage {
        message: crate::router::run::say(say!("privacy-erased", everywhere = guild.is_none())),
    })
}

/// Objects to all that can be objected to (GDPR 21), or takes that back.
fn opt_out(round: &mut Round<'_>, guild: Option<GuildId>, user: UserId) -> Flow<Vec<Action>> {
    let plan = round.plan;
    let refused = refused(plan);
    let stores = names_of(plan, stopped(plan, Wish::NoMore));
    if stores.is_empty() {
        let mut lines = vec![say!("privacy-optout-none")];
        lines.extend(refused);
        return Ok(vec![whisper(lines.join("\n"))]);
    }
    // Who was told after an erasure that this allows it again is not to find that it forbids more.
    let on = round.suppressed(guild, user)?.is_empty();
    round.draft.op(Op::Suppress { guild, user, on });
    let kind = if on {
        RequestKind::OptOut
    } else {
        RequestKind::OptIn
    };
    record(round, kind, guild);
    let everywhere = guild.is_none();
    if !on {
        return Ok(vec![whisper(say!("privacy-opted-in", everywhere, stores))]);
    }
    let mut lines = vec![say!("privacy-opted-out", everywhere, stores)];
    lines.extend(refused);
    if consent::option(plan).is_some() {
        lines.push(say!("privacy-optout-consent"));
    }
    Ok(vec![plain(ActionKind::Reply {
        ephemeral: true,
        message: MessageDraft {
            content: lines.join("\n"),
            buttons: vec![button(
                "objected",
                user,
                guild,
                say!("privacy-optout-button"),
            )],
            ..MessageDraft::default()
        },
    })])
}

/// What an objection does not stop, and why.
fn refused(plan: &Plan) -> Vec<String> {
    let stores = plan.stores.iter();
    let lines = stores.filter_map(|store| {
        let reason = &store.on_object.as_ref()?.reason;
        let store = Names::of(plan).title(store);
        Some(say!("privacy-optout-refused", store, reason))
    });
    lines.collect()
}

/// A button for one person, in one place.
fn button(word: &str, user: UserId, guild: Option<GuildId>, label: String) -> ButtonDraft {
    let place = guild.map_or_else(|| EVERYWHERE.to_owned(), |guild| guild.to_string());
    ButtonDraft {
        custom_id: format!("{BUTTON_PREFIX}{word}:{user}:{place}"),
        label,
        style: ButtonStyle::Danger,
    }
}
