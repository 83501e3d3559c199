//! Services outside Discord that handlers ask: where they are, and one question at a time.
//!
//! INVARIANT: a secret goes in one header to the address beside it and nowhere else; no redirect is followed, and beyond
//! this machine nothing goes in plain text. A question ends within its time, whatever the service does, and no more than
//! `AT_ONCE` are under way.

use std::{collections::BTreeMap, fmt, net::IpAddr, sync::Arc, time::Duration};

use reqwest::{Client, Url, header, redirect};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value as Json;
use tokio::{sync::Semaphore, time::timeout};

use crate::{
    discord::DiscordError,
    plan::Plan,
    port::{Inquiry, Trouble},
    sabotage::{Saboteur, off},
    vocab::Value,
};

/// Questions under way, all services and servers together.
const AT_ONCE: usize = 32;
/// Bytes of a question, and of an answer.
const BYTES_MAX: usize = 64 * 1024;
/// What services that are only pretended take for their secret.
pub(crate) const PRETENDED: &str = "pretended";

/// The services of a policy. Its `Debug` shows their names alone.
#[derive(Clone)]
pub struct Services {
    all: BTreeMap<String, Service>,
    room: Arc<Semaphore>,
}

#[derive(Clone)]
struct Service {
    url: Url,
    secret: SecretString,
    client: Client,
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NoAnswer {
    Nowhere,
    Slow,
    Unreachable,
    Refused(u16),
    TooLarge,
    Misshapen,
}

impl Default for Services {
    fn default() -> Self {
        Self {
            all: BTreeMap::new(),
            room: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }
}

impl fmt::Debug for Services {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.all.keys()).finish()
    }
}

impl Services {
    /// Where the services of a policy are, by the variables of each: `CANDOR_RISK_URL` and `CANDOR_RISK_SECRET`.
    ///
    /// # Errors
    /// What is missing, or which address cannot be used.
    pub fn of(
        plan: &Plan,
        mut variable: impl FnMut(&str, &str) -> Result<String, Trouble>,
    ) -> Result<Self, Trouble> {
        let mut services = Self::default();
        for one in plan.services() {
            let name = one.variable("URL");
            let address = format!("the address of `{}`, beginning with https://", one.id);
            let url = variable(&name, &address)?;
            let url = usable(url.trim()).map_err(|why| {
                let help = format!("set {name} to {address}");
                Trouble::new(format!("{name} cannot be used: {why}"), help)
            })?;
            let secret = format!("the secret that `{}` knows this bot by", one.id);
            let secret = variable(&one.variable("SECRET"), &secret)?;
            let service = Service::at(url, secret.trim())?;
            services.all.insert(one.id.clone(), service);
        }
        Ok(services)
    }

    /// The same services in a sandbox.
    ///
    /// # Errors
    /// When there is no client for them.
    pub fn pretended(plan: &Plan, origin: &str) -> Result<Self, Trouble> {
        let mut services = Self::default();
        for one in plan.services() {
            let url = usable(&format!("{origin}/sandbox/services/{}", one.id));
            let url = url.map_err(Trouble::unexplained)?;
            let service = Service::at(url, PRETENDED)?;
            services.all.insert(one.id.clone(), service);
        }
        Ok(services)
    }

    /// A value for each declared member of the answer.
    pub(super) async fn ask(&self, inquiry: &Inquiry) -> Result<Vec<Value>, DiscordError> {
        let within = u64::try_from(inquiry.answers.within.ms).unwrap_or_default();
        let answer = timeout(Duration::from_millis(within), self.answer(inquiry)).await;
        let answer = answer.unwrap_or(Err(NoAnswer::Slow));
        answer.map_err(|why| DiscordError::Service {
            id: inquiry.service.clone(),
            why: why.to_string(),
        })
    }

    async fn answer(&self, inquiry: &Inquiry) -> Result<Vec<Value>, NoAnswer> {
        let service = self.all.get(&inquiry.service).ok_or(NoAnswer::Nowhere)?;
        let body = Json::Object(inquiry.sends.clone()).to_string();
        if body.len() > BYTES_MAX {
            return Err(NoAnswer::TooLarge);
        }
        // The semaphore is never closed.
        let _room = self.room.acquire().await.ok();
        let request = service
            .client
            .post(service.url.clone())
            .bearer_auth(service.secret.expose_secret())
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT, "application/json")
            .body(body);
        let response = request.send().await.map_err(|_| NoAnswer::Unreachable)?;
        let status = response.status();
        if !status.is_success() {
            return Err(NoAnswer::Refused(status.as_u16()));
        }
        let answer = whole(response).await?;
        let answer: Json = serde_json::from_slice(&answer).map_err(|_| NoAnswer::Misshapen)?;
        let fields = inquiry.answers.fields.iter();
        let values = fields.map(|field| {
            let read = field.read(&answer);
            if off(Saboteur::AnswerShape) {
                return Some(read.unwrap_or(Value::None));
            }
            read
        });
        values.collect::<Option<_>>().ok_or(NoAnswer::Misshapen)
    }
}

async fn whole(mut response: reqwest::Response) -> Result<Vec<u8>, NoAnswer> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|_| NoAnswer::Unreachable)? {
        if bytes.len() + chunk.len() > BYTES_MAX {
            return Err(NoAnswer::TooLarge);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

impl Service {
    fn at(url: Url, secret: &str) -> Result<Self, Trouble> {
        let mut client = Client::builder().redirect(redirect::Policy::none());
        if is_loopback(&url) {
            client = client.no_proxy();
        }
        let client = client.build();
        let client = client.map_err(|error| Trouble::unexplained(error.to_string()))?;
        Ok(Self {
            url,
            secret: SecretString::from(secret.to_owned()),
            client,
        })
    }
}

impl fmt::Display for NoAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nowhere => f.write_str("has no address"),
            Self::Slow => f.write_str("did not answer in time"),
            Self::Unreachable => f.write_str("cannot be reached"),
            Self::Refused(status) => write!(f, "refused with status {status}"),
            Self::TooLarge => f.write_str("is asked or answers more than 64 KiB"),
            Self::Misshapen => f.write_str("answered in another form than the policy declares"),
        }
    }
}

fn usable(address: &str) -> Result<Url, &'static str> {
    let url = Url::parse(address).map_err(|_| "it is not a URL")?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return Err("it does not begin with https://");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("it holds a name or a password, which belong into the secret");
    }
    if url.scheme() == "http" && !is_loopback(&url) {
        return Err("people's data would travel in plain text");
    }
    Ok(url)
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare == "localhost" || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beyond_this_machine_nothing_goes_in_plain_text() {
        assert!(usable("https://risk.example/judge").is_ok());
        assert!(usable("http://127.0.0.1:9000/").is_ok());
        assert!(usable("http://localhost/").is_ok());
        for wrong in [
            "http://risk.example/",
            "http://10.0.0.1/",
            "ftp://risk.example/",
            "https://me:word@risk.example/",
            "risk.example",
            "",
        ] {
            assert!(usable(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_secret_is_not_printed() {
        let url = usable("https://risk.example/judge").unwrap();
        let mut services = Services::default();
        let service = Service::at(url, "hush-hush").unwrap();
        services.all.insert("risk".to_owned(), service);
        assert_eq!(format!("{services:?}"), "{\"risk\"}");
    }
}
