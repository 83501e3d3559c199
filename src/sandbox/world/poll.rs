//! Polls: asked with a message, voted on by people, ended by time or by who asked.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Message, World, outbox, permit, post::Sender, show};
use crate::{
    sandbox::{
        field::{Faults, Fields, Id, put},
        refusal::Refusal,
    },
    vocab::{Duration, Timestamp},
};

/// A poll as somebody asks for it, or with its votes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Poll {
    question: String,
    /// The `poll_media` of each answer; numbered from 1.
    answers: Vec<Value>,
    hours: i64,
    several: bool,
    /// Who voted for which number.
    votes: BTreeMap<u64, Vec<Id>>,
    pub(crate) ends: Timestamp,
    finished: bool,
}

impl Poll {
    /// Judges the `poll` of a message's body.
    pub(super) fn read(given: &Value, faults: &mut Faults) -> Self {
        let question = given.given("question").and_then(|one| one.text("text"));
        match question {
            Some(text) => faults.length("poll.question.text", text, 1, 300),
            None => faults.required("poll.question.text"),
        }
        let answers = given.list("answers");
        if answers.is_empty() || answers.len() > 10 {
            faults.add(
                "poll.answers",
                "BASE_TYPE_BAD_LENGTH",
                "Must be between 1 and 10 in length.",
            );
        }
        let media = answers.iter().enumerate().map(|(at, answer)| {
            let media = answer.given("poll_media").cloned().unwrap_or_default();
            let path = format!("poll.answers.{at}.poll_media.text");
            match media.text("text") {
                Some(text) => faults.length(&path, text, 1, 55),
                None if media.given("emoji").is_some() => {}
                None => faults.required(path),
            }
            media
        });
        let answers = media.collect();
        let hours = given.int("duration").unwrap_or(24);
        if !(1..=768).contains(&hours) {
            faults.add(
                "poll.duration",
                "NUMBER_TYPE_MAX",
                "int value should be less than or equal to 768.",
            );
        }
        Self {
            question: question.unwrap_or_default().to_owned(),
            answers,
            hours,
            several: given.flag("allow_multiselect"),
            votes: BTreeMap::new(),
            ends: Timestamp(0),
            finished: false,
        }
    }

    /// Asked now.
    pub(super) fn begin(mut self, now: Timestamp) -> Self {
        self.ends = now.plus(Duration::hours(self.hours));
        self
    }

    pub(super) fn show(&self, viewer: Id) -> Value {
        let answers: Vec<Value> = (1_u64..)
            .zip(&self.answers)
            .map(|(number, media)| json!({"answer_id": number, "poll_media": media}))
            .collect();
        let counts: Vec<Value> = self
            .votes
            .iter()
            .filter(|(_, users)| !users.is_empty())
            .map(|(number, users)| {
                json!({"id": number, "count": users.len(), "me_voted": users.contains(&viewer)})
            })
            .collect();
        json!({
            "question": {"text": self.question},
            "answers": answers,
            "expiry": show::instant(self.ends),
            "allow_multiselect": self.several,
            "layout_type": 1,
            "results": {"is_finalized": self.finished, "answer_counts": counts},
        })
    }

    fn is_over(&self, now: Timestamp) -> bool {
        self.finished || self.ends <= now
    }

    pub(crate) fn voters(&self, answer: u64) -> &[Id] {
        self.votes.get(&answer).map_or(&[], Vec::as_slice)
    }
}

impl World {
    /// A person's choice, in place of the one before.
    pub(crate) fn vote(
        &mut self,
        channel: Id,
        message: Id,
        user: Id,
        chosen: &[u64],
    ) -> Result<(), Refusal> {
        self.demand_in(channel, user, permit::HISTORY)?;
        let now = self.now();
        let poll = self.poll_mut(channel, message)?;
        if poll.is_over(now) {
            return Err(Refusal::POLL_EXPIRED);
        }
        let most = u64::try_from(poll.answers.len()).unwrap_or(u64::MAX);
        let mut faults = Faults::default();
        if chosen.iter().any(|one| *one == 0 || *one > most) {
            faults.add("answer_ids", "POLL_ANSWER_INVALID", "Invalid poll answer");
        }
        if !poll.several && chosen.len() > 1 {
            faults.at_most("answer_ids", chosen.len(), 1);
        }
        faults.judge()?;
        let (mut added, mut removed) = (Vec::new(), Vec::new());
        for number in 1..=most {
            let users = poll.votes.entry(number).or_default();
            let had = users.contains(&user);
            if chosen.contains(&number) && !had {
                users.push(user);
                added.push(number);
            } else if !chosen.contains(&number) && had {
                users.retain(|one| *one != user);
                removed.push(number);
            }
        }
        for (name, numbers) in [
            ("MESSAGE_POLL_VOTE_REMOVE", removed),
            ("MESSAGE_POLL_VOTE_ADD", added),
        ] {
            for number in numbers {
                let mut data = json!({
                    "user_id": user.to_string(), "channel_id": channel.to_string(),
                    "message_id": message.to_string(), "answer_id": number,
                });
                if let Some(guild) = self.channel(channel)?.guild {
                    put(&mut data, "guild_id", guild.to_string());
                }
                self.emit_in(name, channel, outbox::Family::Polls, &data);
            }
        }
        self.told("edit", channel, message, None);
        Ok(())
    }

    /// Who asked ends it before its time.
    pub(crate) fn end_poll(&mut self, channel: Id, message: Id, user: Id) -> Result<(), Refusal> {
        self.visible(channel, user)?;
        let found = self.message(channel, message)?;
        if found.poll.is_none() {
            return Err(Refusal::NOT_A_POLL);
        }
        if found.author != user {
            return Err(Refusal::NOT_AUTHOR);
        }
        let now = self.now();
        let poll = self.poll_mut(channel, message)?;
        if poll.is_over(now) {
            return Err(Refusal::POLL_EXPIRED);
        }
        poll.finished = true;
        poll.ends = now;
        self.emit_message("MESSAGE_UPDATE", channel, message);
        self.told("edit", channel, message, None);
        let result = self.poll_result(channel, message)?;
        let sender = Sender {
            kind: Message::POLL_RESULT,
            about: Some(message),
            ..Sender::person(user)
        };
        let draft = super::body::MessageBody {
            embeds: Some(vec![result]),
            ..super::body::MessageBody::default()
        };
        self.post(channel, sender, draft, &[]).map(drop)
    }

    /// The embed of the message that tells how a poll went.
    fn poll_result(&self, channel: Id, message: Id) -> Result<Value, Refusal> {
        let found = self.message(channel, message)?;
        let poll = found.poll.as_ref().ok_or(Refusal::NOT_A_POLL)?;
        let total: usize = poll.votes.values().map(Vec::len).sum();
        let mut fields = vec![
            ("poll_question_text", poll.question.clone()),
            ("total_votes", total.to_string()),
        ];
        let most = poll.votes.values().map(Vec::len).max().unwrap_or(0);
        let best: Vec<u64> = poll
            .votes
            .iter()
            .filter(|(_, users)| most > 0 && users.len() == most)
            .map(|(number, _)| *number)
            .collect();
        fields.push(("victor_answer_votes", most.to_string()));
        if let [one] = best.as_slice() {
            fields.push(("victor_answer_id", one.to_string()));
            let at = usize::try_from(*one).unwrap_or(0).saturating_sub(1);
            let text = poll.answers.get(at).and_then(|media| media.text("text"));
            fields.push(("victor_answer_text", text.unwrap_or_default().to_owned()));
        }
        let fields: Vec<Value> = fields
            .into_iter()
            .map(|(name, value)| json!({"name": name, "value": value, "inline": false}))
            .collect();
        Ok(json!({"type": "poll_result", "fields": fields}))
    }

    fn poll_mut(&mut self, channel: Id, message: Id) -> Result<&mut Poll, Refusal> {
        self.message_mut(channel, message)?
            .poll
            .as_mut()
            .ok_or(Refusal::NOT_A_POLL)
    }
}
