//! `/oauth2…`: asking for consent, codes and tokens; and what a token of somebody's opens.
//!
//! Errors of the two token routes are OAuth2's (`error`, `error_description`), all others Discord's.

use axum::http::Method;
use minijinja::{AutoEscape, Environment};
use serde_json::{Value, json};

use super::{Answer, Call, Outcome, Shown, id, members};
use crate::{
    sandbox::{
        field::{Faults, Fields, Id},
        refusal::Refusal,
        world::{
            World,
            oauth::{Asked, Connection, Fault, ROLE_CONNECTIONS, Unasked},
        },
    },
    vocab::Permission,
};

const PAGE: &str = include_str!("consent.html");
const METADATA_MAX: usize = 5;

pub(super) fn route(world: &mut World, call: &Call, rest: &[&str]) -> Outcome {
    match (call.method.clone(), rest) {
        (Method::GET | Method::POST, ["authorize"]) => Ok(authorize(world, call)?),
        (Method::POST, ["token"]) => Ok(token(world, call)),
        (Method::POST, ["token", "revoke"]) => Ok(revoke(world, call)),
        (Method::GET, ["tokens"]) => {
            let actor = call.actor()?;
            let (id, application) = (world.bot.to_string(), world.show_application());
            let allowed = world.oauth.allowed_by(actor);
            let shown =
                |scopes: &[String]| json!({"id": id, "scopes": scopes, "application": application});
            Ok(Answer::ok(allowed.map(shown).into_iter().collect()))
        }
        (Method::DELETE, ["tokens", token]) => {
            let actor = call.actor()?;
            if id(token)? != world.bot || world.oauth.allowed_by(actor).is_none() {
                return Err(Refusal::NOT_FOUND);
            }
            world.deauthorize(actor);
            Ok(Answer::Nothing)
        }
        (Method::GET, ["@me"]) => Err(Refusal::UNAUTHORIZED),
        (_, ["authorize" | "token" | "tokens" | "@me", ..]) => Err(Refusal::METHOD_NOT_ALLOWED),
        _ => Err(Refusal::NOT_FOUND),
    }
}

/// A page for a browser; JSON for who comes with an account's token, as Discord's own client does.
fn authorize(world: &mut World, call: &Call) -> Outcome {
    let person = match call.account {
        Some(account) => Some(account),
        None => call.asks("person").map(id).transpose()?,
    };
    let asked = match world.asked(&without_person(&call.query)) {
        Ok(asked) => asked,
        Err(Unasked::Back(to)) => return Ok(gone(call, to)),
        Err(Unasked::Shown(fault)) if call.account.is_some() => return Ok(wrong(400, fault)),
        Err(Unasked::Shown(fault)) => return page(world, call, None, None, Some(fault)),
    };
    let Some(person) = person else {
        return page(world, call, Some(&asked), None, None);
    };
    let known = world.user(person)?;
    if known.bot {
        return Err(Refusal::USERS_ONLY);
    }
    let again = asked.silent && world.oauth.allowed(person, &asked.scopes);
    if call.method == Method::GET {
        if again && call.account.is_none() {
            let to = world.allow(person, &asked, true);
            return Ok(gone(call, to));
        }
        if call.account.is_none() {
            return page(world, call, Some(&asked), Some(person), None);
        }
        let user = world.show_user(person);
        let application = world.show_application();
        let shown = json!({"application": application, "user": user, "scopes": asked.scopes, "authorized": again});
        return Ok(Answer::ok(shown));
    }
    let yes = call.body.flag("authorize") || call.body.text("answer") == Some("authorize");
    let to = if yes {
        world.allow(person, &asked, again)
    } else {
        asked.refused(Fault::DENIED)
    };
    Ok(gone(call, to))
}

/// The one parameter that is not Discord's: who opened the page.
fn without_person(query: &[(String, String)]) -> Vec<(String, String)> {
    let given = query.iter().filter(|(name, _)| name != "person");
    given.cloned().collect()
}

fn gone(call: &Call, to: String) -> Answer {
    if call.account.is_some() {
        Answer::ok(json!({ "location": to }))
    } else {
        Answer::Redirect(to)
    }
}

fn page(
    world: &World,
    call: &Call,
    asked: Option<&Asked>,
    person: Option<Id>,
    fault: Option<Fault>,
) -> Outcome {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    let given = without_person(&call.query);
    let given = given
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    let base = reqwest::Url::parse_with_params(&world.origin, given);
    let query = base.ok().and_then(|url| url.query().map(str::to_owned));
    let people = world.users.values().filter(|user| !user.bot);
    let people: Vec<Value> = people
        .map(|user| json!({"id": user.id.to_string(), "name": user.name}))
        .collect();
    let named = |id: Id| world.users.get(&id).map(|user| user.name.clone());
    let shown = json!({
        "application": named(world.bot), "people": people, "person": person.map(|id| id.to_string()),
        "name": person.and_then(named), "scopes": asked.map(|asked| &asked.scopes), "query": query,
        "wrong": fault.map(|fault| fault.description),
    });
    let drawn = environment.render_str(PAGE, minijinja::value::Serde(shown));
    let html = drawn.map_err(|error| Refusal::said(500, error.to_string()))?;
    Ok(Answer::File {
        kind: "text/html; charset=utf-8".to_owned(),
        bytes: html.into_bytes().into(),
    })
}

fn wrong(status: u16, fault: Fault) -> Answer {
    let mut body = json!({"error": fault.error});
    if !fault.description.is_empty() {
        crate::sandbox::field::put(&mut body, "error_description", fault.description);
    }
    Answer::Json(status, body)
}

/// Whether it is the application that asks, by `Authorization` or in the form. Never by both.
fn is_application(world: &World, call: &Call) -> bool {
    let (id, secret) = match &call.shown {
        Shown::Basic(id, secret) => (Some(id.as_str()), Some(secret.as_str())),
        Shown::Nothing | Shown::Bearer(_) => {
            (call.body.text("client_id"), call.body.text("client_secret"))
        }
    };
    id.and_then(|id| id.parse().ok()) == Some(world.bot)
        && secret == Some(world.oauth.secret.as_str())
}

/// Forms only: what comes as JSON has no fields for these routes, which is what Discord answers.
fn form<'a>(call: &'a Call, name: &str) -> Option<&'a str> {
    call.body.text(name).filter(|_| call.is_form)
}

fn token(world: &mut World, call: &Call) -> Answer {
    let Some(kind) = form(call, "grant_type") else {
        return wrong(400, Fault::GRANT_TYPE);
    };
    if !is_application(world, call) {
        return wrong(401, Fault::CLIENT);
    }
    let made = match kind {
        "authorization_code" => match form(call, "code") {
            Some(code) => {
                let redirect = form(call, "redirect_uri").unwrap_or_default();
                world.exchange(code, redirect, form(call, "code_verifier"))
            }
            None => Err(Fault::NO_CODE),
        },
        "refresh_token" => match form(call, "refresh_token") {
            Some(refresh) => world.refresh(refresh),
            None => Err(Fault::NO_REFRESH),
        },
        _ => Err(Fault::GRANT_TYPE),
    };
    made.map_or_else(|fault| wrong(400, fault), Answer::ok)
}

fn revoke(world: &mut World, call: &Call) -> Answer {
    if !is_application(world, call) {
        return wrong(401, Fault::CLIENT);
    }
    match form(call, "token") {
        Some(token) => {
            world.revoke(token);
            Answer::ok(json!({}))
        }
        None => wrong(400, Fault::NO_TOKEN),
    }
}

/// What somebody's token opens, each with its scope; nothing else.
pub(super) fn as_bearer(world: &mut World, call: &Call, token: &str, path: &[&str]) -> Outcome {
    let tokens = world.oauth.bearer(token, world.now());
    let tokens = tokens.ok_or(Refusal::UNAUTHORIZED)?.clone();
    let has = |scope: &str| tokens.scopes.iter().any(|one| one == scope);
    let needs = |scope: &str| has(scope).then_some(()).ok_or(Refusal::MISSING_SCOPE);
    let own = Call {
        method: call.method.clone(),
        path: call.path.clone(),
        query: call.query.clone(),
        account: Some(tokens.user),
        shown: Shown::Nothing,
        is_form: call.is_form,
        body: call.body.clone(),
        files: Vec::new(),
        reason: None,
    };
    match (call.method.clone(), path) {
        (Method::GET, ["oauth2", "@me"]) => {
            let expires = jiff::Timestamp::from_millisecond(tokens.ends.0).unwrap_or_default();
            let mut shown = json!({
                "application": world.show_application(), "scopes": tokens.scopes,
                "expires": expires.to_string(),
            });
            if has("identify") {
                crate::sandbox::field::put(&mut shown, "user", world.show_user(tokens.user));
            }
            Ok(Answer::ok(shown))
        }
        (Method::GET, ["users", "@me"]) => {
            needs("identify")?;
            Ok(Answer::ok(world.show_bearer(&tokens)))
        }
        (Method::GET, ["users", "@me", "guilds"]) => {
            needs("guilds")?;
            super::users::route(world, &own, &["@me", "guilds"])
        }
        (Method::GET, ["users", "@me", "guilds", guild, "member"]) => {
            needs("guilds.members.read")?;
            super::users::route(world, &own, &["@me", "guilds", guild, "member"])
        }
        (Method::GET, ["users", "@me", "connections"]) => {
            needs("connections")?;
            let own = world.oauth.connections.get(&tokens.user);
            let own = own.into_iter().flatten();
            Ok(Answer::ok(own.map(Connection::shown).collect()))
        }
        (Method::GET | Method::PUT, ["users", "@me", "applications", app, "role-connection"]) => {
            needs(ROLE_CONNECTIONS)?;
            if id(app)? != world.bot {
                return Err(Refusal::UNKNOWN_APPLICATION);
            }
            role_connection(world, call, tokens.user)
        }
        _ => Err(Refusal::UNAUTHORIZED),
    }
}

fn role_connection(world: &mut World, call: &Call, user: Id) -> Outcome {
    let nothing = json!({"platform_name": null, "platform_username": null, "metadata": {}});
    if call.method == Method::GET {
        let kept = world.oauth.role_connections.get(&user).cloned();
        return Ok(Answer::ok(kept.unwrap_or(nothing)));
    }
    let mut faults = Faults::default();
    for (name, most) in [("platform_name", 50), ("platform_username", 100)] {
        let text = call.body.text(name).unwrap_or_default();
        faults.at_most(name, text.chars().count(), most);
    }
    let known: Vec<&str> = world
        .oauth
        .role_metadata
        .iter()
        .filter_map(|one| one.text("key"))
        .collect();
    let mut metadata = json!({});
    let given = call.body.given("metadata").and_then(Value::as_object);
    for (key, value) in given.into_iter().flatten() {
        let text = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        faults.at_most(&format!("metadata.{key}"), text.chars().count(), 100);
        if known.contains(&key.as_str()) {
            crate::sandbox::field::put(&mut metadata, key, text);
        }
    }
    faults.judge()?;
    let made = json!({
        "platform_name": call.body.get("platform_name"), "platform_username": call.body.get("platform_username"),
        "metadata": metadata,
    });
    world.oauth.role_connections.insert(user, made.clone());
    Ok(Answer::ok(made))
}

/// What linked roles can ask for: at most five records.
pub(super) fn metadata(world: &mut World, call: &Call) -> Outcome {
    match call.method {
        Method::GET => {}
        Method::PUT => {
            let given = call.body.as_array().cloned().unwrap_or_default();
            let mut faults = Faults::default();
            faults.at_most("", given.len(), METADATA_MAX);
            for (at, one) in given.iter().enumerate() {
                let key = one.text("key").unwrap_or_default();
                faults.length(&format!("{at}.key"), key, 1, 50);
                if !(1..=8).contains(&one.int("type").unwrap_or_default()) {
                    faults.choices(format!("{at}.type"), "1, 2, 3, 4, 5, 6, 7, 8");
                }
            }
            faults.judge()?;
            world.oauth.role_metadata = given;
        }
        _ => return Err(Refusal::METHOD_NOT_ALLOWED),
    }
    let all = world.oauth.role_metadata.clone();
    Ok(Answer::ok(all.into()))
}

/// `PUT /guilds/{id}/members/{user}`: the bot lets somebody in who allowed it with `guilds.join`.
pub(super) fn add_member(world: &mut World, call: &Call, guild: Id, user: Id) -> Outcome {
    let actor = call.actor()?;
    if actor != world.bot {
        return Err(Refusal::BOTS_ONLY);
    }
    world.demand(guild, actor, Permission::CreateInstantInvite.bit())?;
    let token = call.body.text("access_token").unwrap_or_default();
    let tokens = world.oauth.bearer(token, world.now());
    let tokens = tokens.filter(|one| one.user == user);
    let scopes = &tokens.ok_or(Refusal::INVALID_OAUTH_TOKEN)?.scopes;
    if !scopes.iter().any(|scope| scope == "guilds.join") {
        return Err(Refusal::MISSING_SCOPE);
    }
    if world.member(guild, user).is_ok() {
        return Ok(Answer::Nothing);
    }
    let body = &call.body;
    let nick = body.text("nick").filter(|nick| !nick.is_empty());
    if let Some(nick) = nick {
        world.demand(guild, actor, Permission::ManageNicknames.bit())?;
        let mut faults = Faults::default();
        faults.at_most("nick", nick.chars().count(), 32);
        faults.judge()?;
    }
    let roles = body.ids("roles");
    for role in &roles {
        members::assignable(world, guild, actor, *role)?;
    }
    for (name, needed) in [
        ("mute", members::MUTE_MEMBERS),
        ("deaf", members::DEAFEN_MEMBERS),
    ] {
        if body.flag(name) {
            world.demand(guild, actor, needed)?;
        }
    }
    world.join_as(guild, user, |member| {
        member.nick = nick.map(str::to_owned);
        // Whoever is given a role need not agree to the rules first.
        member.pending &= roles.is_empty();
        member.roles = roles;
        member.mute = body.flag("mute");
        member.deaf = body.flag("deaf");
    })?;
    let shown = world.show_member(world.member(guild, user)?);
    Ok(Answer::Json(201, shown))
}
