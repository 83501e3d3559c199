//! Where Discord is, and the token that opens it.
//!
//! INVARIANT: a base on loopback never leads anywhere else: its gateway must be on loopback too, no proxy of the
//! environment is asked, and serenity's own HTTP client is never used. A sandbox run cannot reach the real Discord.

use std::net::IpAddr;

use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};

use super::DiscordError;

/// The bot's token. Its `Debug` shows nothing, and it is overwritten when dropped.
#[derive(Clone, Debug)]
pub struct Token(SecretString);

impl Token {
    /// Takes the token as people have it: with or without the `Bot ` prefix and stray white space.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let text = text.trim();
        Self(SecretString::from(
            text.strip_prefix("Bot ").unwrap_or(text).to_owned(),
        ))
    }

    /// The one place the token comes out, for a header or an IDENTIFY.
    pub(super) fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

/// A Discord to talk to.
#[derive(Clone, Debug)]
pub struct Endpoint {
    base: Url,
    pub(super) token: Token,
}

/// The real Discord.
pub const DISCORD: &str = "https://discord.com";

impl Endpoint {
    /// `base` is an origin such as `https://discord.com` or `http://127.0.0.1:4000`; a path such as `/api/v10` after it
    /// is understood and dropped.
    ///
    /// # Errors
    /// [`DiscordError::Address`] when `base` is not an `http` or `https` URL, or is plain `http` beyond loopback, where
    /// the token would be readable on the way.
    pub fn new(base: &str, token: Token) -> Result<Self, DiscordError> {
        let refuse = |why: &'static str| DiscordError::Address {
            url: base.to_owned(),
            why,
        };
        let mut url = Url::parse(base).map_err(|_| refuse("it is not a URL"))?;
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
            return Err(refuse("it does not start with http:// or https://"));
        }
        if url.scheme() == "http" && !is_loopback(&url) {
            return Err(refuse(
                "the token would travel in plain text; use https:// or an address on this machine",
            ));
        }
        url.set_path("");
        url.set_query(None);
        url.set_fragment(None);
        Ok(Self { base: url, token })
    }

    #[must_use]
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.base)
    }

    /// The origin, without a slash at its end.
    #[must_use]
    pub fn origin(&self) -> &str {
        self.base.as_str().trim_end_matches('/')
    }

    /// Accepts the gateway's address that this base answered with.
    ///
    /// # Errors
    /// [`DiscordError::Address`] when the base is on loopback and the gateway is not, or when it is no websocket.
    pub fn accept_gateway(&self, gateway: &str) -> Result<String, DiscordError> {
        let refuse = |why: &'static str| DiscordError::Address {
            url: gateway.to_owned(),
            why,
        };
        let url = Url::parse(gateway).map_err(|_| refuse("it is not a URL"))?;
        if !matches!(url.scheme(), "ws" | "wss") {
            return Err(refuse("a gateway starts with ws:// or wss://"));
        }
        if self.is_loopback() != is_loopback(&url) {
            return Err(refuse(
                "the gateway and the API must both be on this machine, or both elsewhere",
            ));
        }
        Ok(gateway.trim_end_matches('/').to_owned())
    }

    /// Whether a file may be fetched from `url`: from Discord's own file hosts, or from this machine in a sandbox.
    #[must_use]
    pub fn serves_files_at(&self, url: &Url) -> bool {
        if self.is_loopback() {
            return is_loopback(url)
                && url.port_or_known_default() == self.base.port_or_known_default();
        }
        url.scheme() == "https"
            && matches!(
                url.host_str(),
                Some("cdn.discordapp.com" | "media.discordapp.net")
            )
    }
}

fn is_loopback(url: &Url) -> bool {
    let Some(host) = url.host_str() else {
        return false;
    };
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare == "localhost" || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(base: &str) -> Result<Endpoint, DiscordError> {
        Endpoint::new(base, Token::new("secret"))
    }

    #[test]
    fn a_path_is_dropped() {
        let endpoint = at("http://127.0.0.1:4000/api/v10").unwrap();
        assert_eq!(endpoint.origin(), "http://127.0.0.1:4000");
    }

    #[test]
    fn a_token_never_travels_in_the_clear() {
        assert!(at("http://discord.example").is_err());
        assert!(at("ftp://127.0.0.1").is_err());
        assert!(at("nonsense").is_err());
        assert!(at("http://[::1]:80").is_ok());
    }

    #[test]
    fn a_sandbox_never_leads_to_discord() {
        let sandbox = at("http://localhost:4000").unwrap();
        assert!(sandbox.accept_gateway("wss://gateway.discord.gg").is_err());
        assert_eq!(
            sandbox.accept_gateway("ws://127.0.0.1:4000/").unwrap(),
            "ws://127.0.0.1:4000"
        );
        let discord = at(DISCORD).unwrap();
        assert!(discord.accept_gateway("ws://127.0.0.1:4000").is_err());
        assert!(discord.accept_gateway("wss://gateway.discord.gg").is_ok());
    }

    #[test]
    fn files_come_from_known_hosts_only() {
        let url = |text: &str| Url::parse(text).unwrap();
        let discord = at(DISCORD).unwrap();
        assert!(discord.serves_files_at(&url("https://cdn.discordapp.com/attachments/1/2/a.json")));
        assert!(!discord.serves_files_at(&url("http://169.254.169.254/latest")));
        let sandbox = at("http://127.0.0.1:4000").unwrap();
        assert!(sandbox.serves_files_at(&url("http://127.0.0.1:4000/files/a.json")));
        assert!(!sandbox.serves_files_at(&url("http://127.0.0.1:22/")));
    }

    #[test]
    fn the_token_is_not_printed() {
        let shown = format!("{:?}", at(DISCORD).unwrap());
        assert!(!shown.contains("secret"), "{shown}");
    }
}
