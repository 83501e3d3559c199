//! OAuth2 as data: what people let the application do, and the codes and tokens that stand for it.
//!
//! Discord's documentation, OAuth2. A code works once and for ten minutes, an access token for seven days, a refresh
//! token once; all on the virtual clock. Revoking any token ends all that its person gave the application.
//!
//! INVARIANT: nothing is ever sent to a redirect address that was not registered letter by letter.

use std::collections::BTreeMap;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{World, seed::secret, show};
use crate::{
    sandbox::{field::Id, hooks::Hooks},
    vocab::{Duration, Timestamp},
};

const CODE_LASTS: Duration = Duration::seconds(600);
const ACCESS_LASTS: Duration = Duration::days(7);
/// A webhook's event; 0 is a PING.
const EVENT: u8 = 1;
/// RFC 7636, 4.1 and 4.2: a verifier has 43 to 128 characters, an S256 challenge 43.
const VERIFIER_CHARS: std::ops::RangeInclusive<usize> = 43..=128;
const CHALLENGE_CHARS: usize = 43;

/// What people can be asked to allow here. What needs Discord's approval, or a server to be picked, is not among it.
pub(crate) const SCOPES: [&str; 7] = [
    "connections",
    "email",
    "guilds",
    "guilds.join",
    "guilds.members.read",
    "identify",
    ROLE_CONNECTIONS,
];
pub(crate) const ROLE_CONNECTIONS: &str = "role_connections.write";

#[derive(Debug)]
pub(crate) struct Oauth {
    /// The application's, which it signs in with.
    pub(crate) secret: String,
    pub(crate) redirects: Vec<String>,
    pub(crate) hooks: Hooks,
    /// Accounts elsewhere that people linked.
    pub(crate) connections: BTreeMap<Id, Vec<Connection>>,
    /// What linked roles can ask for.
    pub(crate) role_metadata: Vec<Value>,
    pub(crate) role_connections: BTreeMap<Id, Value>,
    codes: BTreeMap<String, Code>,
    /// What each person allowed, whether or not a token is left of it.
    allowed: BTreeMap<Id, Vec<String>>,
    tokens: Vec<Tokens>,
}

/// An account of somebody's on another platform.
#[derive(Debug, Clone)]
pub(crate) struct Connection {
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) verified: bool,
    /// Shown on the person's profile. Also told when it is not.
    pub(crate) visible: bool,
}

#[derive(Debug)]
struct Code {
    user: Id,
    redirect: String,
    scopes: Vec<String>,
    challenge: Option<String>,
    made: Timestamp,
}

/// An access token and the refresh token that came with it.
#[derive(Debug, Clone)]
pub(crate) struct Tokens {
    pub(crate) user: Id,
    pub(crate) scopes: Vec<String>,
    access: String,
    refresh: String,
    pub(crate) ends: Timestamp,
}

/// What a page asks somebody to allow, once it is known to be in order.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) scopes: Vec<String>,
    redirect: String,
    state: Option<String>,
    challenge: Option<String>,
    /// `prompt=none`: whoever allowed this before is not asked again.
    pub(crate) silent: bool,
}

/// An error as OAuth2 words it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) error: &'static str,
    pub(crate) description: &'static str,
}

/// Why nobody is asked.
#[derive(Debug)]
pub(crate) enum Unasked {
    /// Told to whoever opened the page: the address to go back to cannot be trusted.
    Shown(Fault),
    /// Told to the application, at this address.
    Back(String),
}

const fn fault(error: &'static str, description: &'static str) -> Fault {
    Fault { error, description }
}

impl Fault {
    pub(crate) const CLIENT: Self = fault("invalid_client", "");
    pub(crate) const GRANT_TYPE: Self = fault("unsupported_grant_type", "");
    pub(crate) const NO_CODE: Self = fault("invalid_request", "Missing \"code\" in request.");
    pub(crate) const NO_REFRESH: Self =
        fault("invalid_request", "Missing \"refresh_token\" in request.");
    pub(crate) const NO_TOKEN: Self = fault("invalid_request", "Missing \"token\" in request.");
    pub(crate) const CODE: Self = fault("invalid_grant", "Invalid \"code\" in request.");
    pub(crate) const VERIFIER: Self =
        fault("invalid_grant", "Invalid \"code_verifier\" in request.");
    pub(crate) const REFRESH: Self =
        fault("invalid_grant", "Invalid \"refresh_token\" in request.");
    const APPLICATION: Self = fault("invalid_client", "Unknown Application");
    const REDIRECT: Self = fault("invalid_request", "Invalid OAuth2 redirect_uri");
    const TWICE: Self = fault("invalid_request", "A parameter is there more than once.");
    const RESPONSE: Self = fault(
        "unsupported_response_type",
        "The authorization server does not support obtaining an authorization code using this method.",
    );
    const SCOPE: Self = fault(
        "invalid_scope",
        "The requested scope is invalid, unknown, or malformed.",
    );
    const CHALLENGE: Self = fault("invalid_request", "Invalid \"code_challenge\" in request.");
    pub(crate) const DENIED: Self = fault(
        "access_denied",
        "The resource owner or authorization server denied the request",
    );
}

impl Oauth {
    pub(crate) fn new(hooks: Hooks) -> Self {
        Self {
            secret: secret(32),
            redirects: Vec::new(),
            hooks,
            connections: BTreeMap::new(),
            role_metadata: Vec::new(),
            role_connections: BTreeMap::new(),
            codes: BTreeMap::new(),
            allowed: BTreeMap::new(),
            tokens: Vec::new(),
        }
    }

    /// Whether the person allowed all of it before.
    pub(crate) fn allowed(&self, user: Id, scopes: &[String]) -> bool {
        let allowed = self.allowed.get(&user);
        allowed.is_some_and(|allowed| scopes.iter().all(|scope| allowed.contains(scope)))
    }

    /// What the person allowed, if anything.
    pub(crate) fn allowed_by(&self, user: Id) -> Option<&[String]> {
        self.allowed.get(&user).map(Vec::as_slice)
    }

    /// What an access token stands for, unless it is unknown or over.
    pub(crate) fn bearer(&self, access: &str, now: Timestamp) -> Option<&Tokens> {
        let mut tokens = self.tokens.iter();
        tokens.find(|one| one.access == access && now < one.ends)
    }

    fn issue(&mut self, user: Id, scopes: Vec<String>, now: Timestamp) -> Value {
        let made = Tokens {
            user,
            scopes,
            access: secret(30),
            refresh: secret(30),
            ends: now.plus(ACCESS_LASTS),
        };
        let shown = json!({
            "token_type": "Bearer", "access_token": made.access, "expires_in": ACCESS_LASTS.ms / 1000,
            "refresh_token": made.refresh, "scope": made.scopes.join(" "),
        });
        self.tokens.push(made);
        shown
    }
}

impl Asked {
    /// The application's address, with an answer for it.
    fn back(&self, answer: &[(&str, &str)]) -> String {
        back(&self.redirect, self.state.as_deref(), answer)
    }

    pub(crate) fn refused(&self, fault: Fault) -> String {
        self.back(&[
            ("error", fault.error),
            ("error_description", fault.description),
        ])
    }
}

fn back(redirect: &str, state: Option<&str>, answer: &[(&str, &str)]) -> String {
    let pairs = answer.iter().copied();
    let pairs = pairs.chain(state.map(|state| ("state", state)));
    // A registered address is one that can be read.
    reqwest::Url::parse_with_params(redirect, pairs).map_or_else(|_| redirect.into(), String::from)
}

impl World {
    /// Judges what a page asks for, by its query.
    pub(crate) fn asked(&self, query: &[(String, String)]) -> Result<Asked, Unasked> {
        let get = |name: &str| {
            let found = query.iter().find(|(key, _)| key == name);
            found.map(|(_, value)| value.as_str())
        };
        if get("client_id").and_then(|id| id.parse().ok()) != Some(self.bot) {
            return Err(Unasked::Shown(Fault::APPLICATION));
        }
        let redirect = get("redirect_uri").filter(|asked| {
            let mut known = self.oauth.redirects.iter();
            known.any(|one| one == asked)
        });
        let redirect = redirect.ok_or(Unasked::Shown(Fault::REDIRECT))?.to_owned();
        let mut asked = Asked {
            scopes: Vec::new(),
            redirect,
            state: get("state").map(str::to_owned),
            challenge: get("code_challenge").map(str::to_owned),
            silent: get("prompt") == Some("none"),
        };
        let refused = |asked: &Asked, fault| Err(Unasked::Back(asked.refused(fault)));
        let mut names: Vec<&str> = query.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        if names.windows(2).any(|pair| pair.first() == pair.last()) {
            return refused(&asked, Fault::TWICE);
        }
        if get("response_type") != Some("code") {
            return refused(&asked, Fault::RESPONSE);
        }
        for scope in get("scope").unwrap_or_default().split_whitespace() {
            if !SCOPES.contains(&scope) {
                return refused(&asked, Fault::SCOPE);
            }
            if !asked.scopes.iter().any(|one| one == scope) {
                asked.scopes.push(scope.to_owned());
            }
        }
        if asked.scopes.is_empty() {
            return refused(&asked, Fault::SCOPE);
        }
        let method = get("code_challenge_method");
        match &asked.challenge {
            Some(challenge) => {
                if method != Some("S256") || challenge.len() != CHALLENGE_CHARS {
                    return refused(&asked, Fault::CHALLENGE);
                }
                if asked.scopes.iter().any(|one| one == ROLE_CONNECTIONS) {
                    return refused(&asked, Fault::SCOPE);
                }
            }
            None if method.is_some() => return refused(&asked, Fault::CHALLENGE),
            None => {}
        }
        Ok(asked)
    }

    /// The person allows it; where their browser goes with the code.
    pub(crate) fn allow(&mut self, user: Id, asked: &Asked, again: bool) -> String {
        let code = secret(30);
        let made = Code {
            user,
            redirect: asked.redirect.clone(),
            scopes: asked.scopes.clone(),
            challenge: asked.challenge.clone(),
            made: self.now(),
        };
        let (now, codes) = (self.now(), &mut self.oauth.codes);
        codes.retain(|_, one| now.since(one.made) < CODE_LASTS);
        codes.insert(code.clone(), made);
        let allowed = self.oauth.allowed.entry(user).or_default();
        for scope in &asked.scopes {
            if !allowed.contains(scope) {
                allowed.push(scope.clone());
            }
        }
        // Nobody was asked: that is not an authorisation.
        if !again {
            let data = json!({"user": self.show_user(user), "scopes": asked.scopes});
            self.announce_event("APPLICATION_AUTHORIZED", &data);
        }
        asked.back(&[("code", &code)])
    }

    /// A code for tokens. It works for one attempt, whatever comes of it.
    pub(crate) fn exchange(
        &mut self,
        code: &str,
        redirect: &str,
        verifier: Option<&str>,
    ) -> Result<Value, Fault> {
        let now = self.now();
        let found = self.oauth.codes.remove(code).ok_or(Fault::CODE)?;
        if now.since(found.made) >= CODE_LASTS || found.redirect != redirect {
            return Err(Fault::CODE);
        }
        let proved = match (&found.challenge, verifier) {
            (None, None) => true,
            (Some(challenge), Some(verifier)) => {
                VERIFIER_CHARS.contains(&verifier.len())
                    && URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)) == *challenge
            }
            (None, Some(_)) | (Some(_), None) => false,
        };
        if !proved {
            return Err(Fault::VERIFIER);
        }
        Ok(self.oauth.issue(found.user, found.scopes, now))
    }

    /// New tokens for old ones, which end.
    pub(crate) fn refresh(&mut self, refresh: &str) -> Result<Value, Fault> {
        let now = self.now();
        let mut tokens = self.oauth.tokens.iter();
        let at = tokens.position(|one| one.refresh == refresh);
        let old = self.oauth.tokens.swap_remove(at.ok_or(Fault::REFRESH)?);
        Ok(self.oauth.issue(old.user, old.scopes, now))
    }

    /// Ends everything that a token's person gave, by either of its two tokens. An unknown one is as good as ended.
    pub(crate) fn revoke(&mut self, token: &str) {
        let mut tokens = self.oauth.tokens.iter();
        let found = tokens.find(|one| one.access == token || one.refresh == token);
        if let Some(user) = found.map(|one| one.user) {
            self.deauthorize(user);
        }
    }

    /// The person takes everything back, as in User Settings, Authorized Apps.
    pub(crate) fn deauthorize(&mut self, user: Id) {
        let oauth = &mut self.oauth;
        let had = oauth.allowed.remove(&user).is_some();
        oauth.tokens.retain(|one| one.user != user);
        oauth.codes.retain(|_, code| code.user != user);
        oauth.role_connections.remove(&user);
        if had {
            let data = json!({"user": self.show_user(user)});
            self.announce_event("APPLICATION_DEAUTHORIZED", &data);
        }
    }

    /// Tells the application, where it has an address for it.
    fn announce_event(&self, kind: &str, data: &Value) {
        if self.oauth.hooks.url.is_none() {
            return;
        }
        let event = json!({
            "version": 1, "application_id": self.bot.to_string(), "type": EVENT,
            "event": {"type": kind, "timestamp": zoneless(self.now()), "data": data},
        });
        self.oauth.hooks.queue(event);
    }

    /// An account as its person lets the application see it.
    pub(crate) fn show_bearer(&self, tokens: &Tokens) -> Value {
        let mut shown = self
            .users
            .get(&tokens.user)
            .map_or(Value::Null, show::own_user);
        let email = tokens.scopes.iter().any(|scope| scope == "email");
        if let (Some(fields), false) = (shown.as_object_mut(), email) {
            fields.remove("email");
            fields.remove("verified");
        }
        shown
    }
}

/// Discord writes the time of an event without a zone.
fn zoneless(at: Timestamp) -> String {
    let at = jiff::Timestamp::from_millisecond(at.0).unwrap_or_default();
    at.to_string().trim_end_matches('Z').to_owned()
}

impl Connection {
    pub(crate) fn shown(&self) -> Value {
        json!({
            "id": self.id, "name": self.name, "type": self.kind, "revoked": false, "verified": self.verified,
            "friend_sync": false, "show_activity": self.visible, "two_way_link": false,
            "visibility": u8::from(self.visible),
        })
    }
}
