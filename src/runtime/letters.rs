//! Writes to the people whose data went astray, once each, whatever stops it in between.
//!
//! Whom it is for follows from what is kept when it begins, and stands in the vault (`vault::Letters`), sealed. Each
//! letter is noted before it is sent and after; one that was noted and not ended is looked for where it would be.
//!
//! INVARIANT: nobody gets a second one. Where Discord does not show whether somebody has theirs, they get none, and the
//! receipt counts it.
//! INVARIANT: what a server reads names nobody.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use async_trait::async_trait;
use sha2::{Digest as _, Sha256};

use crate::{
    discord::{DiscordError, Payload, Rest},
    plan::{Plan, Setting},
    port::{
        Answer, Breach, BreachReceipt, Clock, Export, Fate, Notifier, Outlook, Read, Reader,
        SETTINGS, Settings, Trouble, Vault as _,
    },
    sabotage::{Saboteur, off},
    vault::{Addressee, Letters, Progressed, SealedVault},
    vocab::{ChannelId, GuildId, Language, UserId, Value},
};

/// Failures one after the other after which it stops: then it is not about one person.
const FAILURES_MAX: u32 = 3;

/// Discord's codes for somebody who takes no direct messages of the bot, or shares no server with it.
const CLOSED: [u64; 2] = [50007, 50278];
/// And for a bot that opens too many, or is held for spam: others would be refused as well.
const HELD_UP: [u64; 2] = [40003, 20026];

/// Whom something is told, by whoever has the data open and the bot's token.
pub struct LetterWriter {
    plan: Arc<Plan>,
    vault: Arc<SealedVault>,
    rest: Rest,
    clock: Arc<dyn Clock>,
    halted: AtomicBool,
    alone: tokio::sync::Mutex<()>,
}

/// What is looked up once.
struct Round<'a> {
    writer: &'a LetterWriter,
    breach: &'a Breach,
    channel: Option<&'a Setting>,
    /// Servers by their locales; none where the bot is not there.
    locales: BTreeMap<GuildId, Option<String>>,
}

type Concerned = Vec<(UserId, BTreeSet<Option<GuildId>>)>;

impl LetterWriter {
    #[must_use]
    pub fn new(
        plan: Arc<Plan>,
        vault: Arc<SealedVault>,
        rest: Rest,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            plan,
            vault,
            rest,
            clock,
            halted: AtomicBool::new(false),
            alone: tokio::sync::Mutex::default(),
        }
    }

    fn round<'a>(&'a self, breach: &'a Breach) -> Result<Round<'a>, Trouble> {
        let channel = match &breach.channel {
            Some(path) => Some(self.setting(path)?),
            None => None,
        };
        for name in &breach.stores {
            let mut stores = self.plan.stores.iter();
            if name != SETTINGS && !stores.any(|store| store.name == *name) {
                return Err(Trouble::new(
                    format!("there is no store `{name}`"),
                    "`candor data list` names them all",
                ));
            }
        }
        Ok(Round {
            writer: self,
            breach,
            channel,
            locales: BTreeMap::new(),
        })
    }

    fn setting(&self, path: &str) -> Result<&Setting, Trouble> {
        let mut settings = self.plan.settings.iter();
        let found = settings.find(|one| self.plan.setting_path(one) == path);
        found.ok_or_else(|| {
            Trouble::new(
                format!("there is no setting `{path}`"),
                "name one as `/config` does: `levels.announce-in`",
            )
        })
    }

    async fn settings(&self, guild: GuildId) -> Result<Settings, Trouble> {
        let now = self.clock.now();
        match self.vault.read(&Read::Settings(guild), now).await? {
            Answer::Settings(settings) => Ok(settings),
            Answer::Row(_)
            | Answer::Rows(_)
            | Answer::Number(_)
            | Answer::Suppressed(_)
            | Answer::Export(_)
            | Answer::Erasure(_) => Err(Trouble::unexplained("the vault answered something else")),
        }
    }

    /// Everybody about whom something is kept that was asked for, and where that is.
    async fn concerned(&self, breach: &Breach) -> Result<Concerned, Trouble> {
        let mut concerned = Vec::new();
        for user in self.vault.everybody() {
            if !breach.people.is_empty() && !breach.people.contains(&user) {
                continue;
            }
            let read = Read::Export { guild: None, user };
            if let Answer::Export(export) = self.vault.read(&read, self.clock.now()).await? {
                let places = self.places(breach, &export);
                if !places.is_empty() {
                    concerned.push((user, places));
                }
            }
        }
        Ok(concerned)
    }

    fn places(&self, breach: &Breach, export: &Export) -> BTreeSet<Option<GuildId>> {
        let rows = export.rows.iter().map(|row| {
            let store = self.plan.store(row.store);
            (store.map_or("", |store| store.name.as_str()), row.guild)
        });
        let others = export.others.iter();
        let others = others.map(|one| (one.store.as_str(), one.guild));
        let left = export.left.iter().map(|(guild, _)| ("", Some(*guild)));
        let settings = export.settings.iter();
        let settings = settings.map(|(guild, _, _)| (SETTINGS, Some(*guild)));
        let all = rows.chain(others).chain(left).chain(settings);
        let asked = all.filter(|(store, guild)| {
            let of_store =
                breach.stores.is_empty() || breach.stores.iter().any(|name| name == store);
            let of_server =
                breach.servers.is_empty() || guild.is_some_and(|one| breach.servers.contains(&one));
            of_store && of_server
        });
        asked.map(|(_, guild)| guild).collect()
    }

    fn receipt(&self, letters: &Letters, stopped: Option<String>) -> BreachReceipt {
        let mut fates = BTreeMap::new();
        let mut to_go = 0;
        for letter in 0..letters.count() {
            match letters.of(letter) {
                Progressed::Over(fate) => *fates.entry(fate).or_insert(0) += 1,
                Progressed::Waits | Progressed::Begun => to_go += 1,
            }
        }
        let digest = Sha256::digest(letters.about());
        let sha256 = digest.iter().fold(String::new(), |mut text, byte| {
            // Writing into a String does not fail.
            let _ = write!(text, "{byte:02x}");
            text
        });
        BreachReceipt {
            reference: letters.reference().to_owned(),
            begun: letters.begun(),
            ended: (to_go == 0).then(|| self.clock.now()),
            sha256,
            people: letters.count() as u64,
            fates,
            servers: letters.servers(),
            to_go,
            stopped,
        }
    }
}

/// What tells one notification from another.
fn written(breach: &Breach) -> Result<String, Trouble> {
    serde_json::to_string(breach).map_err(|error| Trouble::unexplained(error.to_string()))
}

#[async_trait]
impl Notifier for LetterWriter {
    async fn look(&self, breach: &Breach) -> Result<Outlook, Trouble> {
        let mut round = self.round(breach)?;
        let concerned = self.concerned(breach).await?;
        let mut servers: BTreeMap<GuildId, u64> = BTreeMap::new();
        let mut away = 0;
        for (user, places) in &concerned {
            let all: BTreeSet<GuildId> = places.iter().copied().flatten().collect();
            let there = round.servers_of(*user, &all).await?;
            away += u64::from(there.is_empty() && !all.is_empty());
            for guild in there {
                *servers.entry(guild).or_default() += 1;
            }
        }
        let about = written(breach)?;
        let begun = self.vault.letters().await?;
        let begun = begun.filter(|letters| letters.about() == about);
        Ok(Outlook {
            people: concerned.len() as u64,
            servers: servers.into_iter().collect(),
            away,
            begun: begun.map(|letters| self.receipt(&letters, None)),
        })
    }

    async fn send(
        &self,
        breach: Breach,
        progress: &(dyn Fn(u64, u64) + Send + Sync),
    ) -> Result<BreachReceipt, Trouble> {
        let Ok(_alone) = self.alone.try_lock() else {
            return Err(Trouble::new(
                "people are being told at the moment",
                "wait until that is over; `candor breach status` tells how far it has come",
            ));
        };
        let mut round = self.round(&breach)?;
        let about = written(&breach)?;
        let letters = match self.vault.letters().await? {
            Some(begun) if begun.about() == about => begun,
            Some(begun) => {
                let reference = begun.reference();
                return Err(Trouble::new(
                    format!(
                        "the notification {reference}, in other words or for others, is not over"
                    ),
                    "go on with it as it was begun, or give it up with `candor breach end`",
                ));
            }
            None => {
                let people = self.concerned(&breach).await?;
                let now = self.clock.now();
                self.vault.begin_letters(about, people, now).await?
            }
        };
        let stopped = round.tell_all(&letters, progress).await?;
        Ok(self.receipt(&letters, stopped))
    }

    async fn so_far(&self) -> Result<Option<BreachReceipt>, Trouble> {
        let letters = self.vault.letters().await?;
        Ok(letters.map(|letters| self.receipt(&letters, None)))
    }

    async fn end(&self, reference: &str) -> Result<(), Trouble> {
        let Ok(_alone) = self.alone.try_lock() else {
            return Err(Trouble::new(
                "people are being told at the moment",
                "wait until that is over, or stop the bot",
            ));
        };
        match self.vault.letters().await? {
            Some(letters) if letters.reference() == reference => {
                Ok(self.vault.end_letters().await?)
            }
            Some(_) | None => Err(Trouble::new(
                format!("there is no notification {reference}"),
                "`candor breach status` tells which there is",
            )),
        }
    }

    fn halt(&self) {
        self.halted.store(true, Ordering::SeqCst);
    }
}

/// Why somebody is not told now.
enum Hindrance {
    /// Their letter waits for the next time.
    Theirs(String),
    /// Nobody can be told at the moment.
    Everybodys(String),
}

impl From<DiscordError> for Hindrance {
    fn from(error: DiscordError) -> Self {
        let held_up = error.code().is_some_and(|code| HELD_UP.contains(&code));
        if held_up || error.is_later() {
            Self::Everybodys(error.to_string())
        } else {
            Self::Theirs(error.to_string())
        }
    }
}

impl Hindrance {
    /// What the disk or the vault does not do, it does for nobody.
    fn everybodys(error: impl Into<Trouble>) -> Self {
        Self::Everybodys(error.into().to_string())
    }
}

impl Round<'_> {
    /// Why it stopped before the end, if it did.
    async fn tell_all(
        &mut self,
        letters: &Letters,
        progress: &(dyn Fn(u64, u64) + Send + Sync),
    ) -> Result<Option<String>, Trouble> {
        let (mut failures, mut last) = (0, None);
        let all = letters.count();
        for letter in 0..all {
            progress(letter as u64, all as u64);
            if matches!(letters.of(letter), Progressed::Over(_)) {
                continue;
            }
            if self.writer.halted.load(Ordering::SeqCst) {
                return Ok(Some("the bot was stopped".to_owned()));
            }
            match self.tell(letters, letter).await {
                Ok(fate) => {
                    failures = 0;
                    letters.end_letter(letter, fate).await?;
                }
                Err(Hindrance::Everybodys(why)) => return Ok(Some(why)),
                Err(Hindrance::Theirs(why)) => {
                    failures += 1;
                    if failures >= FAILURES_MAX {
                        return Ok(Some(why));
                    }
                    last = Some(why);
                }
            }
        }
        Ok(last)
    }

    async fn tell(&mut self, letters: &Letters, letter: usize) -> Result<Fate, Hindrance> {
        let Some(to) = letters.addressee(letter) else {
            return Ok(Fate::Erased);
        };
        if off(Saboteur::Letters) {
            return Ok(Fate::Told);
        }
        let language = self.language_of(&to.servers).await?;
        let rest = &self.writer.rest;
        let channel = match rest.dm_channel(to.user).await {
            Ok(channel) => channel,
            Err(error) => return self.refused(letters, &to, error).await,
        };
        if letters.of(letter) == Progressed::Begun {
            match rest.has_said(channel, letters.reference()).await? {
                Some(true) => return Ok(Fate::Told),
                Some(false) => {}
                None => return Ok(Fate::Doubt),
            }
        } else {
            letters
                .begin_letter(letter)
                .await
                .map_err(Hindrance::everybodys)?;
        }
        let text = self.text(letters, language, Reader::Person);
        match rest.post(channel, Payload::text(&text)).await {
            Ok(_) => Ok(Fate::Told),
            Err(error) => self.refused(letters, &to, error).await,
        }
    }

    fn text(&self, letters: &Letters, language: Language, reader: Reader) -> String {
        let said = &self.breach.said;
        let bot = &self.writer.plan.bot;
        let (language, parts) = match said.get(&language) {
            Some(parts) => (language, Some(parts)),
            None => (Language::default(), said.values().next()),
        };
        let letter = parts.map(|parts| parts.letter(language, bot, letters.reference(), reader));
        letter.unwrap_or_default()
    }

    /// Discord does not take a direct message: then a server tells it.
    async fn refused(
        &mut self,
        letters: &Letters,
        to: &Addressee,
        error: DiscordError,
    ) -> Result<Fate, Hindrance> {
        // What stands before Discord may refuse without its words.
        let Some(code) = error
            .code()
            .filter(|code| *code != 0 && !HELD_UP.contains(code))
        else {
            return Err(error.into());
        };
        let there = self.servers_of(to.user, &to.servers).await?;
        if there.is_empty() && !to.servers.is_empty() {
            return Ok(Fate::Away);
        }
        let mut is_told = false;
        for guild in there {
            is_told |= self.tell_server(letters, guild).await?;
        }
        Ok(if is_told {
            Fate::ByServer
        } else if CLOSED.contains(&code) {
            Fate::Closed
        } else if error.is_nobody() {
            Fate::Away
        } else {
            Fate::Refused
        })
    }

    /// Whether it stands in the channel that the server chose, of which it is posted once.
    async fn tell_server(&mut self, letters: &Letters, guild: GuildId) -> Result<bool, Hindrance> {
        let progressed = letters.in_server(guild);
        if let Progressed::Over(is_there) = progressed {
            return Ok(is_there);
        }
        let Some(channel) = self.channel_of(guild).await? else {
            return Ok(false);
        };
        let language = self.language_of(&BTreeSet::from([guild])).await?;
        let rest = &self.writer.rest;
        let known = if progressed == Progressed::Begun {
            match rest.has_said(channel, letters.reference()).await {
                Ok(Some(false)) => None,
                Ok(Some(true)) => Some(true),
                // Posted again it could stand there twice.
                Ok(None) => Some(false),
                Err(error) if error.code().is_some() => Some(false),
                Err(error) => return Err(error.into()),
            }
        } else {
            letters
                .begin_post(guild)
                .await
                .map_err(Hindrance::everybodys)?;
            None
        };
        let is_there = if let Some(known) = known {
            known
        } else {
            let text = self.text(letters, language, Reader::Server);
            match rest.post(channel, Payload::text(&text)).await {
                Ok(_) => true,
                Err(error) if error.code().is_some_and(|code| code != 0) => false,
                Err(error) => return Err(error.into()),
            }
        };
        letters
            .end_post(guild, is_there)
            .await
            .map_err(Hindrance::everybodys)?;
        Ok(is_there)
    }

    async fn channel_of(&self, guild: GuildId) -> Result<Option<ChannelId>, Hindrance> {
        let Some(setting) = self.channel else {
            return Ok(None);
        };
        let settings = self
            .writer
            .settings(guild)
            .await
            .map_err(Hindrance::everybodys)?;
        Ok(match settings.value(setting) {
            Some(Value::Channel(channel)) => Some(*channel),
            Some(_) | None => None,
        })
    }

    /// Those of the servers in which the bot is, and somebody.
    async fn servers_of(
        &mut self,
        user: UserId,
        servers: &BTreeSet<GuildId>,
    ) -> Result<Vec<GuildId>, DiscordError> {
        let mut there = Vec::new();
        for guild in servers {
            if self.locale_of(*guild).await?.is_some()
                && self.writer.rest.is_member(*guild, user).await?
            {
                there.push(*guild);
            }
        }
        Ok(there)
    }

    /// What the oldest of the servers speaks in which the bot is; else the policy's first language.
    async fn language_of(&mut self, servers: &BTreeSet<GuildId>) -> Result<Language, Hindrance> {
        let writer = self.writer;
        let plan = &writer.plan;
        if plan.languages.len() > 1 {
            for guild in servers {
                let Some(locale) = self.locale_of(*guild).await? else {
                    continue;
                };
                let settings = writer
                    .settings(*guild)
                    .await
                    .map_err(Hindrance::everybodys)?;
                let chosen = settings.language(plan);
                return Ok(chosen.unwrap_or_else(|| plan.language_for(&locale)));
            }
        }
        Ok(plan.language())
    }

    async fn locale_of(&mut self, guild: GuildId) -> Result<Option<String>, DiscordError> {
        if let Some(known) = self.locales.get(&guild) {
            return Ok(known.clone());
        }
        let locale = self.writer.rest.locale_of(guild).await?;
        self.locales.insert(guild, locale.clone());
        Ok(locale)
    }
}
