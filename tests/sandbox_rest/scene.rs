//! A world, the bot talking to it over the wire, and a gateway connection that hears what the bot is told.

use candor::{
    sandbox::{Sandbox, SandboxConfig, WorldFile},
    vocab::{ChannelId, GuildId, UserId},
};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, tungstenite::Message};

pub const WORLD: &str = r#"
    server lounge {
        member mod permissions="moderate-members manage-messages manage-roles"
        member ann
        member bob roles="regular"
        channel general
        channel log
        role regular
    }
    person eve
"#;

/// A world, and the bot talking to it over the wire.
pub struct Scene {
    pub sandbox: Sandbox,
    pub client: reqwest::Client,
    pub lounge: GuildId,
    pub general: ChannelId,
}

impl Scene {
    pub async fn open(world: &str) -> Self {
        let world = WorldFile::parse(world).unwrap();
        let config = SandboxConfig {
            world,
            ..SandboxConfig::default()
        };
        let sandbox = Sandbox::start(config).await.unwrap();
        let lounge = sandbox.server("lounge").unwrap();
        let general = sandbox.channel(lounge, "general").unwrap();
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        Self {
            sandbox,
            client,
            lounge,
            general,
        }
    }

    pub fn who(&self, name: &str) -> UserId {
        self.sandbox.user(name).unwrap()
    }

    /// The bot's request; status and body.
    pub async fn bot(&self, method: &str, path: &str, body: Value) -> (u16, Value) {
        let method = method.parse().unwrap();
        let url = format!("{}/api/v10/{path}", self.sandbox.origin());
        let token = format!("Bot {}", self.sandbox.bot_token());
        let mut request = self
            .client
            .request(method, url)
            .header("authorization", token);
        if !body.is_null() {
            request = request.json(&body);
        }
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        (status, answer.json().await.unwrap_or(Value::Null))
    }

    pub async fn register(&self, commands: Value) {
        let path = format!(
            "applications/{}/guilds/{}/commands",
            self.sandbox.bot(),
            self.lounge
        );
        let (status, answer) = self.bot("PUT", &path, commands).await;
        assert_eq!(status, 200, "{answer}");
    }

    pub fn member(&self, name: &str) -> String {
        format!("guilds/{}/members/{}", self.lounge, self.who(name))
    }

    pub fn code(&self, person: &str, method: &str, path: &str, body: Value) -> u32 {
        self.sandbox
            .request(self.who(person), method, path, body)
            .unwrap_err()
            .code
    }

    /// As a person, whom Discord lets.
    pub fn act(&self, person: &str, method: &str, path: &str, body: Value) -> Value {
        self.sandbox
            .request(self.who(person), method, path, body)
            .unwrap()
    }

    /// The bot's request, which goes well.
    pub async fn done(&self, method: &str, path: &str, body: Value) -> Value {
        let (status, answer) = self.bot(method, path, body).await;
        assert!((200..300).contains(&status), "{method} {path}: {answer}");
        answer
    }

    /// The bot's request, which does not; Discord's code.
    pub async fn refused(&self, method: &str, path: &str, body: Value) -> u64 {
        let (status, answer) = self.bot(method, path, body).await;
        assert!(status >= 400, "{method} {path}: {answer}");
        answer["code"].as_u64().unwrap()
    }

    pub async fn listen(&self, intents: u64) -> Ears {
        let mut ears = Ears::open(self).await;
        let identify =
            json!({"token": self.sandbox.bot_token(), "intents": intents, "properties": {}});
        ears.say(2, identify).await;
        ears.hear("READY").await;
        ears
    }
}

/// A connection to the gateway.
pub struct Ears(WebSocketStream<MaybeTlsStream<tokio::net::TcpStream>>);

impl Ears {
    async fn open(scene: &Scene) -> Self {
        let url = scene.sandbox.origin().replacen("http", "ws", 1);
        let (socket, _) = tokio_tungstenite::connect_async(url).await.unwrap();
        Self(socket)
    }

    pub async fn say(&mut self, op: u8, data: Value) {
        let text = json!({"op": op, "d": data}).to_string();
        self.0.send(Message::text(text)).await.unwrap();
    }

    /// The next dispatch that is called so; others are passed over.
    pub async fn hear(&mut self, name: &str) -> Value {
        loop {
            let (heard, data) = self.next().await;
            if heard == name {
                return data;
            }
        }
    }

    /// The names of what comes until everything that is under way has come.
    pub async fn names(&mut self) -> Vec<String> {
        self.all().await.into_iter().map(|(name, _)| name).collect()
    }

    /// All dispatches until everything that is under way has come: a heartbeat is answered after them.
    pub async fn all(&mut self) -> Vec<(String, Value)> {
        self.say(1, Value::Null).await;
        let mut all = Vec::new();
        loop {
            let frame = self.frame().await;
            if frame["op"] == 11 {
                return all;
            }
            if let Some(name) = frame["t"].as_str() {
                all.push((name.to_owned(), frame["d"].clone()));
            }
        }
    }

    async fn next(&mut self) -> (String, Value) {
        loop {
            let frame = self.frame().await;
            if let Some(name) = frame["t"].as_str() {
                return (name.to_owned(), frame["d"].clone());
            }
        }
    }

    async fn frame(&mut self) -> Value {
        let wait = std::time::Duration::from_secs(10);
        let frame = tokio::time::timeout(wait, self.0.next()).await.unwrap();
        let text = frame.unwrap().unwrap().into_text().unwrap();
        serde_json::from_str(&text).unwrap()
    }
}
