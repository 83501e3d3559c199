//! Carries out what was decided, in order, each action with its fallback.
//!
//! Reads actions of the router; everything they change is on disk already. An action that Discord refuses does not stop
//! the ones after it, but what a handler says after something that did not happen is left out, since it might claim it
//! (`Vain`). That it was refused is said instead: to who asked, to the mod-log where nobody did.

use std::{sync::atomic::Ordering, time::Duration};

use super::{
    core::Core,
    turn::{Ask, Turn},
    vain::Vain,
};
use crate::{
    discord::{DiscordError, Payload, first_id},
    lexicon::{
        Args, Deed, Given,
        deed::{MOVE, PURGE},
        event::ENDED,
    },
    port::{
        Action, ActionKind, Event, EventKind, Interaction, InteractionKind, Line, Made, Pending,
        RowId,
    },
    router,
    sabotage::{Saboteur, Unless as _},
    vocab::{self, Value},
    wording::{named, say, speaking},
};

/// Discord's codes for what the bot may not see, and may not do.
const MISSING_ACCESS: u64 = 50_001;
const MISSING_PERMISSIONS: u64 = 50_013;

/// As exact as the time in an id is.
const MOMENT: vocab::Duration = vocab::Duration { ms: 1 };

/// An entry of the audit log may come after what it is about.
const AUDIT_LAG: Duration = Duration::from_secs(2);

/// What tells what an entry of a journal waits for from everything else.
fn mark(entry: &RowId) -> String {
    match entry.key.as_slice() {
        [Value::Int(number)] => format!("{number:016x}"),
        _ => String::new(),
    }
}

impl Turn {
    pub(super) async fn act(&self, core: &Core, actions: Vec<Action>) {
        self.act_all(core, actions, &mut Vain::default()).await;
        if let Some(responder) = &self.responder
            && !self.is_typing()
            && let Err(error) = responder.finish().await
        {
            tracing::warn!(%error, "an interaction could not be ended");
        }
        self.tell_failure(core).await;
    }

    async fn act_all(&self, core: &Core, actions: Vec<Action>, vain: &mut Vain) {
        for action in actions {
            if vain.holds_back(&action) {
                if let Some(pending) = &action.then {
                    core.drop_entry(&pending.entry).await;
                }
                continue;
            }
            match self.carry_out(core, &action).await {
                Ok(made) => {
                    core.meters.effects.one();
                    if let Some(pending) = &action.then {
                        self.go_on(core, &action, (pending, made), vain).await;
                    }
                }
                Err(error) => self.refused(core, &action, &error, vain).await,
            }
        }
    }

    async fn refused(&self, core: &Core, action: &Action, error: &DiscordError, vain: &mut Vain) {
        core.meters.refused.one();
        let at = action
            .at
            .as_ref()
            .map(|at| format!("{}:{}", at.file, at.first_line));
        tracing::warn!(%error, ?at, action = name(&action.kind), "an action was refused");
        match &action.then {
            Some(pending) => self.give_up(core, action, (pending, error), vain).await,
            None => self.fall_back(core, action, error).await,
        }
        if action.otherwise.is_none() && is_deed(action) {
            self.failed.store(true, Ordering::SeqCst);
        }
        vain.note(action);
    }

    /// Carries out the steps that waited for an action.
    async fn go_on(
        &self,
        core: &Core,
        action: &Action,
        (pending, made): (&Pending, Option<Made>),
        vain: &mut Vain,
    ) {
        match self.decide(core, Ask::Follow(pending, made.as_ref())).await {
            Ok(mut actions) => {
                // They belong to the handler around them.
                for next in &mut actions {
                    next.handler = action.handler;
                    next.unasked = action.unasked;
                }
                Box::pin(self.act_all(core, actions, vain)).await;
            }
            // The entry stays, and is told of or taken up again like one after a crash.
            Err(error) => {
                self.fail(core, &error).await;
                vain.note(action);
            }
        }
    }

    /// Discord refused, or did not answer. What can be asked for again is, later; anything else is over.
    async fn give_up(
        &self,
        core: &Core,
        action: &Action,
        (pending, error): (&Pending, &DiscordError),
        vain: &Vain,
    ) {
        if self.is_ending() {
            return self.give_up_ending(core, action, pending, error).await;
        }
        // What is asked for again later says what it says, so nothing may be in vain before it.
        if error.is_doubt() && is_repeatable(&action.kind) && !vain.is_mute(action) {
            self.try_later(core);
            return;
        }
        core.drop_entry(&pending.entry).await;
        if error.is_doubt() || self.is_late {
            core.tell_doubt(&pending.entry).await;
        }
        if self.responder.is_some() || !error.is_doubt() && !self.is_late {
            self.fall_back(core, action, error).await;
        }
    }

    /// The same where a row ended: what can be asked for again is, and so is what Discord did not look at.
    async fn give_up_ending(
        &self,
        core: &Core,
        action: &Action,
        pending: &Pending,
        error: &DiscordError,
    ) {
        let repeatable = match &action.kind {
            ActionKind::Do { deed, .. } => deed.makes.is_none_or(|makes| makes.again),
            ActionKind::Edit { .. } => true,
            ActionKind::Reply { .. }
            | ActionKind::Ask { .. }
            | ActionKind::Answered { .. }
            | ActionKind::OpenForm(_)
            | ActionKind::OfferAgain { .. }
            | ActionKind::FormAgain { .. }
            | ActionKind::UpdateMessage { .. }
            | ActionKind::Choices(_)
            | ActionKind::Send { .. }
            | ActionKind::Dm { .. }
            | ActionKind::Inquire(_)
            | ActionKind::RefreshCommands { .. } => false,
        };
        // What is refused in an outage was not looked at.
        let is_away = self.event.guild.as_ref();
        let is_away = is_away.is_some_and(|guild| core.contact.is_away(guild.id));
        let is_later = error.is_later() || is_away && !error.is_doubt();
        if is_later || error.is_doubt() && repeatable {
            core.set_begun(&pending.entry, false).await;
            return self.try_later(core);
        }
        core.drop_entry(&pending.entry).await;
        if error.is_doubt() {
            core.tell_doubt(&pending.entry).await;
        } else if action.otherwise.is_some() {
            self.fall_back(core, action, error).await;
        } else {
            core.tell_refusal(&pending.entry, error).await;
        }
    }

    fn try_later(&self, core: &Core) {
        if let Some(guild) = &self.event.guild {
            core.unfinished.add(guild);
        }
    }

    fn is_ending(&self) -> bool {
        match self.event.kind {
            EventKind::Happened(what) => *what == ENDED,
            EventKind::Interaction(_) => false,
        }
    }

    fn is_typing(&self) -> bool {
        match &self.event.kind {
            EventKind::Interaction(interaction) => {
                matches!(interaction.kind, InteractionKind::Autocomplete { .. })
            }
            EventKind::Happened(_) => false,
        }
    }

    /// Gives what the action made, where something can follow from it.
    async fn carry_out(&self, core: &Core, action: &Action) -> Result<Option<Made>, DiscordError> {
        let rest = &core.rest;
        match &action.kind {
            ActionKind::Send { channel, message } => {
                if action.line == Some(Line::Lasting)
                    && let Some(guild) = &self.event.guild
                    && !core.is_news(guild.id, &message.content)
                {
                    return Ok(None);
                }
                let payload = core.payload(message).await?;
                let sent = match &message.speaker {
                    Some(_) => rest.speak(&core.identity, *channel, payload).await?,
                    None => rest.post(*channel, payload).await?,
                };
                let guild = core.known.server_of(*channel);
                return Ok(Some(Made::Message(*channel, sent, guild)));
            }
            ActionKind::Do { deed, args } => {
                return self.do_deed(core, action, deed, args).await;
            }
            ActionKind::Inquire(inquiry) => {
                return core.services.ask(inquiry).await.map(Made::Answer).map(Some);
            }
            ActionKind::Reply { ephemeral, message } => {
                let payload = core.payload(message).await?;
                self.reply(core, payload, *ephemeral).await
            }
            ActionKind::Edit {
                channel,
                of,
                message,
            } => {
                let payload = core.payload(message).await?;
                rest.edit(&core.identity, (*channel, *of), payload).await
            }
            ActionKind::Ask { message } | ActionKind::OfferAgain { message } => {
                // First, so that no answer comes before.
                if let EventKind::Interaction(asking) = &self.event.kind {
                    let event = self.event.clone();
                    core.waiting.put(asking.id, event, core.clock.now());
                }
                self.reply(core, Payload::new(message), true).await
            }
            ActionKind::Answered {
                question,
                goes_on,
                gone,
            } => {
                let (by, now) = (self.event.actor.id, core.clock.now());
                match (core.waiting.take(*question, by, now), gone) {
                    (Some(event), _) if *goes_on => {
                        Box::pin(self.going_on(event).run_on(core)).await;
                        Ok(())
                    }
                    (None, Some(gone)) if *goes_on => {
                        self.reply(core, Payload::text(gone), true).await
                    }
                    _ => Ok(()),
                }
            }
            ActionKind::OpenForm(form) => match &self.responder {
                Some(responder) => responder.form(Payload::form(form)).await,
                None => Ok(()),
            },
            ActionKind::FormAgain { question, gone } => {
                let (by, now) = (self.event.actor.id, core.clock.now());
                let waits = core.waiting.look(*question, by, now);
                let form = waits.and_then(|event| router::form_again(&core.plan, &event));
                match (form, &self.responder) {
                    (Some(form), Some(responder)) => responder.form(Payload::form(&form)).await,
                    (None, Some(responder)) => responder.reply(Payload::text(gone), true).await,
                    (_, None) => Ok(()),
                }
            }
            ActionKind::UpdateMessage { message } => match &self.responder {
                Some(responder) => responder.update(Payload::new(message)).await,
                None => Ok(()),
            },
            ActionKind::Choices(choices) => match &self.responder {
                Some(responder) => responder.choices(choices).await,
                None => Ok(()),
            },
            ActionKind::Dm { user, message } => {
                let payload = core.payload(message).await?;
                let channel = rest.dm_channel(*user).await?;
                rest.post(channel, payload).await.map(drop)
            }
            ActionKind::RefreshCommands { guild } => core.refresh_commands(*guild).await,
        }?;
        Ok(None)
    }

    /// Gives what a deed made. What may have been made before the bot was interrupted is looked for first.
    async fn do_deed(
        &self,
        core: &Core,
        action: &Action,
        deed: &'static Deed,
        args: &Args,
    ) -> Result<Option<Made>, DiscordError> {
        if *deed == PURGE {
            // What comes after is not meant, such as the answer.
            let before = match &self.event.kind {
                EventKind::Interaction(asking) => asking.id,
                EventKind::Happened(_) => first_id(self.event.at.plus(MOMENT)),
            };
            let now = core.clock.now();
            let deleted = core.rest.purge(args, before, now).await?;
            return Ok(Some(Made::Number(deleted)));
        }
        let waits = action
            .then
            .as_ref()
            .filter(|_| deed.makes.is_some_and(|makes| makes.marked));
        let mark = waits.map(|pending| mark(&pending.entry));
        if let Some(mark) = mark.as_ref().filter(|_| self.is_late) {
            let me = core.identity.user;
            for wait in [Duration::ZERO, AUDIT_LAG] {
                tokio::time::sleep(wait).await;
                if let Some(made) = core.rest.made(args.guild, me, mark).await? {
                    return Ok(Some(Made::Channel(made)));
                }
            }
        }
        let now = core.clock.now();
        let made = core
            .rest
            .carry_out(deed, args, now, mark.as_deref())
            .await?;
        if *deed == MOVE
            && let (Some(member), Some(to)) = (args.user("member"), args.channel("to"))
        {
            core.known.moved_to(args.guild, member, to);
        }
        Ok(made.map(Made::Channel))
    }

    /// The event that waited for the press at hand: what was asked then, answered now, by who the person is now.
    fn going_on(&self, event: Event) -> Self {
        let (kind, id) = match (event.kind, &self.event.kind) {
            (EventKind::Interaction(asked), EventKind::Interaction(press)) => (
                EventKind::Interaction(Interaction {
                    kind: asked.kind,
                    ..press.clone()
                }),
                press.id,
            ),
            (kind, _) => (kind, 0),
        };
        let event = Event {
            dedupe: format!("{}:{id}", event.dedupe),
            at: self.event.at,
            guild: self.event.guild.clone(),
            actor: self.event.actor.clone(),
            kind,
            ..event
        };
        Self::answering(event, self.responder.clone())
    }

    async fn run_on(&self, core: &Core) {
        match self.decide(core, Ask::Event).await {
            Ok(actions) => self.act_all(core, actions, &mut Vain::default()).await,
            Err(error) => self.fail(core, &error).await,
        }
        self.tell_failure(core).await;
    }

    /// Answers the interaction; elsewhere replies to the message, or in the channel, of the event.
    async fn reply(
        &self,
        core: &Core,
        message: Payload,
        ephemeral: bool,
    ) -> Result<(), DiscordError> {
        if let Some(responder) = &self.responder {
            return responder.reply(message, ephemeral).await;
        }
        let Some(channel) = self.event.channel.filter(|_| !self.is_late) else {
            return Ok(());
        };
        let message = match self.event.message() {
            Some(id) => message.replying_to(id),
            None => message,
        };
        core.rest.post(channel, message).await.map(drop)
    }

    /// Says that Discord refused: to the invoker where there is one, to the mod-log otherwise, to the server's owner where
    /// the mod-log is what it refused.
    async fn fall_back(&self, core: &Core, action: &Action, error: &DiscordError) {
        if let (ActionKind::Send { channel, .. }, Some(_), Some(guild)) =
            (&action.kind, action.line, &self.event.guild)
        {
            core.mod_log_refused(guild, *channel, error).await;
        }
        if let Some(responder) = self.responder.as_ref().filter(|_| !action.unasked) {
            let text = action
                .otherwise
                .clone()
                .unless(Saboteur::FallsBack)
                .unwrap_or_else(|| {
                    let language = router::language(&core.plan, &self.event);
                    let said = || say!("refused-in-part", why = error.for_people());
                    speaking(language, said)
                });
            if let Err(error) = responder.reply(Payload::text(&text), true).await {
                tracing::warn!(%error, "a refusal could not be told");
            }
            return;
        }
        let Some(guild) = self.event.guild.as_ref().filter(|_| action.line.is_none()) else {
            return;
        };
        let owner = Some(guild.owner);
        let problem = core
            .said_in(guild.id, || unasked(&action.kind, error))
            .await;
        match (&action.otherwise, problem) {
            (Some(text), _) => core.tell(guild.id, owner, text).await,
            (None, Some(Problem::Once(text))) => core.tell(guild.id, owner, &text).await,
            (None, Some(Problem::Lasts(text))) => core.tell_lasting(guild.id, owner, &text).await,
            (None, None) => {}
        }
    }
}

/// What the mod-log is told where nobody asked.
enum Problem {
    /// Of this one.
    Once(String),
    /// Of all of its kind, which come again with every event.
    Lasts(String),
}

fn unasked(kind: &ActionKind, error: &DiscordError) -> Option<Problem> {
    let why = error.for_people();
    match kind {
        ActionKind::Do { deed, args } => {
            let (deed_word, whom) = (named("could-not", deed.name), whom(deed, args));
            let permissions = lacking(deed, error);
            let text = say!("not-done", deed = deed_word, whom, why, permissions);
            Some(Problem::Once(text))
        }
        ActionKind::Send { channel, .. } => {
            let channel = channel.to_string();
            Some(Problem::Lasts(say!("post-refused", channel, why)))
        }
        ActionKind::Edit { channel, .. } => {
            let channel = channel.to_string();
            Some(Problem::Lasts(say!("edit-refused", channel, why)))
        }
        // Who closed their direct messages did nothing that moderators need to know.
        ActionKind::Dm { .. }
        | ActionKind::Reply { .. }
        | ActionKind::Ask { .. }
        | ActionKind::Answered { .. }
        | ActionKind::OpenForm(_)
        | ActionKind::OfferAgain { .. }
        | ActionKind::FormAgain { .. }
        | ActionKind::UpdateMessage { .. }
        | ActionKind::Choices(_)
        // What is said then is the policy's, which has to say it.
        | ActionKind::Inquire(_)
        // Told where they are registered.
        | ActionKind::RefreshCommands { .. } => None,
    }
}

/// Whom and what a deed was about, as Discord shows them.
fn whom(deed: &Deed, args: &Args) -> String {
    let shown = deed
        .params
        .iter()
        .filter_map(|param| match args.get(param.name)? {
            Given::User(user) => Some(format!("<@{user}>")),
            Given::Role(role) => Some(format!("<@&{role}>")),
            Given::Channel(channel) => Some(format!("<#{channel}>")),
            Given::Message(channel, message) => {
                let guild = args.guild;
                Some(format!(
                    "https://discord.com/channels/{guild}/{channel}/{message}"
                ))
            }
            Given::Duration(_)
            | Given::Count(_)
            | Given::Emoji(_)
            | Given::Text(_)
            | Given::Openers(_) => None,
        });
    shown.collect::<Vec<_>>().join(", ")
}

/// The permissions that a deed needs, where Discord says that one is missing.
fn lacking(deed: &Deed, error: &DiscordError) -> String {
    if !matches!(error.code(), Some(MISSING_ACCESS | MISSING_PERMISSIONS)) {
        return String::new();
    }
    let needs = deed.needs.iter();
    let needs =
        needs.map(|(permission, _)| format!("**{}**", named("permission", permission.word())));
    needs.collect::<Vec<_>>().join(", ")
}

/// Whether a policy hears of it where Discord refuses: something was to be done or posted.
fn is_deed(action: &Action) -> bool {
    match &action.kind {
        ActionKind::Do { .. } | ActionKind::Edit { .. } | ActionKind::Inquire(_) => true,
        ActionKind::Send { .. } => action.line.is_none(),
        // Who closed their direct messages did nothing that anybody needs to know.
        ActionKind::Dm { .. }
        | ActionKind::Reply { .. }
        | ActionKind::Ask { .. }
        | ActionKind::Answered { .. }
        | ActionKind::OpenForm(_)
        | ActionKind::OfferAgain { .. }
        | ActionKind::FormAgain { .. }
        | ActionKind::UpdateMessage { .. }
        | ActionKind::Choices(_)
        | ActionKind::RefreshCommands { .. } => false,
    }
}

/// Whether asking for it again makes no second one.
fn is_repeatable(kind: &ActionKind) -> bool {
    match kind {
        ActionKind::Do { deed, .. } => deed.makes.is_some_and(|makes| makes.again),
        ActionKind::Edit { .. } => true,
        ActionKind::Reply { .. }
        | ActionKind::Ask { .. }
        | ActionKind::Answered { .. }
        | ActionKind::OpenForm(_)
        | ActionKind::OfferAgain { .. }
        | ActionKind::FormAgain { .. }
        | ActionKind::UpdateMessage { .. }
        | ActionKind::Choices(_)
        | ActionKind::Send { .. }
        | ActionKind::Dm { .. }
        // Whoever asked waits now, and is told that there was no answer.
        | ActionKind::Inquire(_)
        | ActionKind::RefreshCommands { .. } => false,
    }
}

fn name(kind: &ActionKind) -> &'static str {
    match kind {
        ActionKind::Reply { .. } => "reply",
        ActionKind::Ask { .. } => "ask",
        ActionKind::Answered { .. } => "answered",
        ActionKind::OpenForm(_) => "open-form",
        ActionKind::OfferAgain { .. } => "offer-again",
        ActionKind::FormAgain { .. } => "form-again",
        ActionKind::UpdateMessage { .. } => "update-message",
        ActionKind::Choices(_) => "choices",
        ActionKind::Send { .. } => "send",
        ActionKind::Dm { .. } => "dm",
        ActionKind::Edit { .. } => "edit-message",
        ActionKind::Do { deed, .. } => deed.name,
        ActionKind::Inquire(_) => "inquire",
        ActionKind::RefreshCommands { .. } => "refresh-commands",
    }
}
