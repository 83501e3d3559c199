//! What a world file says about the world outside Discord: accounts that people linked, and where OAuth2 sends them.

use super::{
    World,
    file::{Unknown, Voice, WorldError, wrong},
    oauth::Connection,
    seed::secret,
};
use crate::{
    finding::Findings,
    syntax::{
        ast::Node,
        form::{Flag, Taking, Word, form},
    },
};

form! {
    struct ConnectionForm = "connection", "connection steam name=\"annie\" of=ann" {
        args { kind: Word }
        props {
            "name" name: Word, or "the account has no name" => "add `name=\"annie\"`";
            "of" of: Word, or "the account is nobody's" => "add `of=ann`";
            "id" id: Word;
            "verified" verified: Flag;
            "visible" visible: Flag;
        }
    }
}

form! {
    struct RedirectForm = "redirect", "redirect \"https://bot.example/console/callback\"" {
        args { to: Word }
    }
}

/// An account on another platform, before it has an owner.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ConnectionSeed {
    /// Discord's word for the platform: `steam`, `github`.
    pub kind: String,
    pub name: String,
    /// The platform's own id; a random one where nothing is said.
    pub id: Option<String>,
    pub of: String,
    pub verified: bool,
    /// Shown on the person's profile.
    pub visible: bool,
}

impl ConnectionSeed {
    pub(super) fn read(node: &Node, voice: Voice, findings: &mut Findings) -> Option<Self> {
        let taking = Taking::of(node, ConnectionForm::FORM, voice.nodes);
        let form = ConnectionForm::taken(taking, findings);
        Some(Self {
            kind: form.kind.value?.node,
            name: form.name.value?.node,
            id: form.id.value.map(|id| id.node),
            of: form.of.value?.node,
            verified: form.verified.value.is_none_or(|flag| flag.node),
            visible: form.visible.value.is_some_and(|flag| flag.node),
        })
    }
}

/// Where OAuth2 may send people back to.
pub(super) fn redirect(node: &Node, voice: Voice, findings: &mut Findings) -> Option<String> {
    let taking = Taking::of(node, RedirectForm::FORM, voice.nodes);
    let to = RedirectForm::taken(taking, findings).to.value?;
    if is_redirect(&to.node) {
        return Some(to.node);
    }
    let unknown = Unknown {
        kind: "address that people can be sent back to",
        name: to.node,
        place: "",
        help: "write it whole: `https://bot.example/console/callback`".to_owned(),
        at: to.span,
    };
    (voice.unknown)(unknown, findings);
    None
}

/// A whole address of a page, without a fragment.
pub(crate) fn is_redirect(text: &str) -> bool {
    reqwest::Url::parse(text).is_ok_and(|url| {
        matches!(url.scheme(), "http" | "https") && url.has_host() && url.fragment().is_none()
    })
}

impl World {
    /// Gives somebody an account elsewhere.
    pub(crate) fn add_connection(&mut self, seed: &ConnectionSeed) -> Result<(), WorldError> {
        let mut people = self.users.values();
        let of = people.find(|user| user.name == seed.of && !user.bot);
        let Some(of) = of.map(|user| user.id) else {
            return Err(wrong(
                format!("`{}` is of `{}`, who is not there", seed.name, seed.of),
                format!("add `person {}`", seed.of),
            ));
        };
        let made = Connection {
            id: seed.id.clone().unwrap_or_else(|| secret(16)),
            kind: seed.kind.clone(),
            name: seed.name.clone(),
            verified: seed.verified,
            visible: seed.visible,
        };
        self.oauth.connections.entry(of).or_default().push(made);
        Ok(())
    }
}
