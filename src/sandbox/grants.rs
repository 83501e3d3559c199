//! People and OAuth2, from Rust: allowing the application something, and taking it back.

use serde_json::{Value, json};

use super::{Refusal, Sandbox, field::Fields};
use crate::vocab::UserId;

impl Sandbox {
    /// What the application signs in with, besides its id.
    #[must_use]
    pub fn client_secret(&self) -> String {
        self.state.world().oauth.secret.clone()
    }

    /// Where people may be sent back to.
    pub fn set_redirects(&self, redirects: &[&str]) {
        let redirects = redirects.iter().map(|one| (*one).to_owned());
        self.state.world().oauth.redirects = redirects.collect();
    }

    /// The person says yes to a page of `/oauth2/authorize`, given with its query; where their browser goes.
    ///
    /// # Errors
    /// What Discord answers.
    pub fn authorize(&self, person: UserId, page: &str) -> Result<String, Refusal> {
        let query = page.split_once('?').map_or("", |(_, query)| query);
        let path = format!("oauth2/authorize?{query}");
        let answer = self.request(person, "POST", &path, json!({"authorize": true}))?;
        let wrong = || Refusal::said(400, answer.to_string());
        answer.text("location").map(str::to_owned).ok_or_else(wrong)
    }

    /// The person takes back what they allowed, as in Discord's settings.
    ///
    /// # Errors
    /// 404 when they allowed nothing.
    pub fn deauthorize(&self, person: UserId) -> Result<(), Refusal> {
        let path = format!("oauth2/tokens/{}", self.bot());
        self.request(person, "DELETE", &path, Value::Null).map(drop)
    }
}
