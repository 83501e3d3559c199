//! Messages: text with holes, lists, cards and buttons, within Discord's limits.
//!
//! Nobody is notified, unless the policy says `mentions`: then the people in the holes, and nobody else whatever the
//! text around them says.

use super::{
    entry,
    round::{Flow, Halt},
    run::Run,
    text::{BUTTON_PREFIX, CONTENT_CHARS_MAX, EMBED_CHARS_MAX, LABEL_CHARS_MAX, cut_off, units},
};
use crate::{
    lexicon::{function::RENDER, text::title},
    plan::{
        Card, Does, Expr, Kind, List, Message, Text,
        door::{self, PRESS},
    },
    port::{ButtonDraft, Embed, MessageDraft},
    sabotage::{Saboteur, off},
    vocab::{UserId, Value},
    wording::{self, say},
};

/// Lines that one list shows. What is beyond is counted like what has no room.
const LINES_MAX: usize = 100;

impl Run<'_, '_> {
    pub(super) fn message(&mut self, message: &Message) -> Flow<MessageDraft> {
        self.written(message, false)
    }

    /// With `whole`, a text that is too long for Discord stays as it is: it goes along as a file.
    fn written(&mut self, message: &Message, whole: bool) -> Flow<MessageDraft> {
        let mut people = Vec::new();
        let mut pending = false;
        let max = match message.card {
            Some(_) => EMBED_CHARS_MAX,
            None => CONTENT_CHARS_MAX,
        };
        let mut content = String::new();
        if let Some(text) = &message.text {
            content = or_empty(self.holes(text, &mut people), &mut pending)?;
        }
        if let Some(list) = &message.list {
            let room = max.saturating_sub(units(&content) + 1);
            let lines = or_empty(self.list(list, room, &mut people), &mut pending)?;
            if !content.is_empty() && !lines.is_empty() {
                content.push('\n');
            }
            content.push_str(&lines);
        }
        let card = message.card.as_deref();
        let card = card.map(|card| or_empty(self.card(card), &mut pending));
        let card = card.transpose()?;
        let mut buttons = Vec::new();
        let mut selects = Vec::new();
        for button in &message.buttons {
            let label = self.label(&button.label, &mut pending)?;
            if let (Some(does), Some(pick)) = (&button.does, &button.pick) {
                selects.extend(self.select(does, pick, label, &mut pending)?);
                continue;
            }
            let id = match &button.does {
                Some(does) => or_empty(self.door(PRESS, None, does), &mut pending)?,
                None => button.id.clone(),
            };
            buttons.push(ButtonDraft {
                custom_id: format!("{BUTTON_PREFIX}{id}"),
                label,
                style: button.style,
            });
        }
        let mut uploads = Vec::new();
        if let Some(files) = &message.files {
            match self.files(files) {
                Ok(files) => uploads = files,
                Err(Halt::Pending) => pending = true,
                Err(halt) if !pending => return Err(halt),
                Err(_) => {}
            }
        }
        if pending {
            return Err(Halt::Pending);
        }
        let content = if whole && message.card.is_none() {
            content
        } else {
            cut_off(&content, max)
        };
        let notify = if message.mentions || off(Saboteur::Notifies) {
            people
        } else {
            Vec::new()
        };
        let (content, embed) = match card {
            None => (content, None),
            Some(card) => {
                let embed = Embed {
                    description: content,
                    ..card
                };
                (String::new(), Some(embed))
            }
        };
        Ok(MessageDraft {
            content,
            embed,
            buttons,
            selects,
            files: Vec::new(),
            uploads,
            notify,
            speaker: None,
        })
    }

    /// A card without its text.
    fn card(&mut self, card: &Card) -> Flow<Embed> {
        let said = match &card.title {
            Some(title) => Some(self.text(title)?),
            None => None,
        };
        let said = said.filter(|said| !said.trim().is_empty());
        let progress = match &card.progress {
            Some(progress) => percent(&self.eval(progress)?),
            None => None,
        };
        Ok(Embed {
            title: said.or_else(|| Some(title(card.kind.word()))),
            description: String::new(),
            progress,
            picture: None,
        })
    }

    /// What stands on a button, or in a list to choose from.
    pub(super) fn label(&mut self, label: &Text, pending: &mut bool) -> Flow<String> {
        let label = or_empty(self.text(label), pending)?;
        self.held_to(&label, "label", LABEL_CHARS_MAX, *pending)
    }

    /// The id of a door, with what it hands over. What is none by now it does not.
    pub(super) fn door(&mut self, kind: &str, chosen: Option<&str>, does: &Does) -> Flow<String> {
        let values = self.all(does.given.iter().map(|(_, given)| given))?;
        let names = does.given.iter().map(|(name, _)| name.as_str());
        let fixed = names.zip(values.iter());
        let fixed = fixed.filter_map(|(name, value)| Some((name, entry::packed_value(value)?)));
        let chosen = chosen.map(|name| ("", name.to_owned()));
        Ok(door::id(kind, &does.path, chosen.into_iter().chain(fixed)))
    }

    /// A message that answers somebody. Discord refuses an empty one, and none at all reads as a broken bot.
    pub(super) fn answer(&mut self, message: &Message) -> Flow<MessageDraft> {
        let mut message = self.written(message, self.round.interaction().is_some())?;
        if is_empty(&message) {
            "—".clone_into(&mut message.content);
        }
        Ok(message)
    }

    /// Text whose people are not notified.
    pub(super) fn text(&mut self, text: &Text) -> Flow<String> {
        self.holes(text, &mut Vec::new())
    }

    fn holes(&mut self, text: &Text, people: &mut Vec<UserId>) -> Flow<String> {
        let language = wording::language();
        let values = self.all(text.holes_in(language))?;
        let mut holes = Vec::new();
        for (expr, value) in text.holes().zip(values) {
            let shown = self.show(&value);
            let named = if let Value::User(id) = value {
                Some(id)
            } else if is_template(expr) {
                // A template names the person of the event with `user.mention`, and nobody else.
                let actor = self.round.event.actor.id;
                let mention = self.show(&Value::User(actor));
                shown.contains(&mention).then_some(actor)
            } else {
                None
            };
            if let Some(id) = named.filter(|id| !people.contains(id)) {
                people.push(id);
            }
            holes.push((value, shown));
        }
        Ok(text.filled(language, &holes))
    }

    /// Whole lines only; what has no room is counted.
    fn list(&mut self, list: &List, room: usize, people: &mut Vec<UserId>) -> Flow<String> {
        let rows = self.query(&list.query)?;
        let whole = rows.len();
        if rows.is_empty() {
            return match &list.empty {
                Some(empty) => self.holes(empty, people),
                None => Ok(String::new()),
            };
        }
        let mut pending = false;
        let mut lines = Vec::new();
        for (place, row) in rows.iter().take(LINES_MAX).enumerate() {
            let line = self.with(&row.values, place + 1, |run| run.holes(&list.line, people));
            lines.push(or_empty(line, &mut pending)?);
        }
        if pending {
            return Err(Halt::Pending);
        }
        let left_out = whole - lines.len();
        Ok(fitting(&lines, left_out, room))
    }
}

pub(super) fn is_empty(message: &MessageDraft) -> bool {
    let embed = message.embed.as_ref();
    message.content.trim().is_empty()
        && message.uploads.is_empty()
        && embed.is_none_or(|embed| embed.description.trim().is_empty())
}

fn is_template(expr: &Expr) -> bool {
    match expr.kind {
        Kind::Call { function, .. } => *function == RENDER,
        Kind::Unknown
        | Kind::Literal(_)
        | Kind::Local(_)
        | Kind::Now
        | Kind::Me
        | Kind::Actor
        | Kind::Told(_)
        | Kind::Person { .. }
        | Kind::Can { .. }
        | Kind::Setting(_)
        | Kind::Field { .. }
        | Kind::Exists { .. }
        | Kind::Row(..)
        | Kind::Rank
        | Kind::Not(_)
        | Kind::Negate(_)
        | Kind::IsNone(_)
        | Kind::Coalesce(..)
        | Kind::Binary { .. }
        | Kind::If { .. }
        | Kind::Count(_)
        | Kind::Sum { .. }
        | Kind::Message { .. } => false,
    }
}

/// Below nothing is nothing, and above all is all.
fn percent(value: &Value) -> Option<u8> {
    let Value::Int(percent) = value else {
        return None;
    };
    u8::try_from(*percent.clamp(&0, &100)).ok()
}

/// Goes on with an empty text while an answer is missing, so that the rest can ask too.
pub(super) fn or_empty<T: Default>(result: Flow<T>, pending: &mut bool) -> Flow<T> {
    match result {
        Err(Halt::Pending) => {
            *pending = true;
            Ok(T::default())
        }
        // Made from gaps, so not to be believed.
        Err(_) if *pending => Err(Halt::Pending),
        other => other,
    }
}

/// As many whole lines as there is room for, and how many there was none for; `left_out` are missing already. Where not
/// even the first has room, its beginning stands there.
pub(super) fn fitting(lines: &[String], left_out: usize, room: usize) -> String {
    let whole = lines.join("\n");
    if left_out == 0 && units(&whole) <= room {
        return whole;
    }
    let rest = |shown: usize| {
        let n = (lines.len() - shown + left_out).to_string();
        say!("rest", n)
    };
    // With its line break; fewer lines left never make it longer.
    let mut left = room.saturating_sub(units(&rest(0)) + 1);
    let mut kept: Vec<String> = Vec::new();
    for line in lines {
        let width = units(line) + 1;
        if width > left {
            break;
        }
        left -= width;
        kept.push(line.clone());
    }
    if kept.is_empty() {
        let first = lines.iter().take(1);
        kept.extend(first.map(|line| cut_off(line, left)));
    }
    if kept.len() < lines.len() || left_out > 0 {
        kept.push(rest(kept.len()));
    }
    kept.join("\n")
}
