//! What a message has besides its words: the name under which it stands, and the files that go along, within Discord's
//! limits.
//!
//! Who asked is refused a name that Discord takes from nobody. Where nobody did, it is made one that reads the same,
//! and the mod-log told.

use super::{
    evaluate::mismatch,
    round::{Flow, Halt, refuse},
    run::Run,
};
use crate::{
    lexicon::text::{PERSONA_CHARS_MAX, Unfit, parted, unfit},
    plan::{Expr, Persona, Text},
    port::{Line, Speaker, Upload},
    vocab::Value,
    wording::say,
};

/// Discord: files of one message, and their bytes together in a server that nobody pays for:
/// <https://discord.com/developers/docs/reference#uploading-files>.
const FILES_MAX: usize = 10;
const FILES_BYTES_MAX: u64 = 10 * 1024 * 1024;

impl Run<'_, '_> {
    /// As whom a message is posted. None where that is nobody, so that nothing is.
    pub(super) fn speaker(
        &mut self,
        persona: &Persona,
        otherwise: Option<&Text>,
    ) -> Flow<Option<Speaker>> {
        let name = self.text(&persona.name);
        let avatar = match &persona.avatar {
            Some(avatar) => self.eval(avatar),
            None => Ok(Value::None),
        };
        let (name, avatar) = match (name, avatar) {
            (Ok(name), Ok(avatar)) => (name, avatar),
            (Err(Halt::Pending), _) | (_, Err(Halt::Pending)) => return Err(Halt::Pending),
            (Err(halt), _) | (_, Err(halt)) => return Err(halt),
        };
        let avatar = if let Value::Url(url) = avatar {
            Some(url)
        } else {
            None
        };
        let Some(name) = self.named(&name, otherwise)? else {
            return Ok(None);
        };
        Ok(Some(Speaker { name, avatar }))
    }

    fn named(&mut self, name: &str, otherwise: Option<&Text>) -> Flow<Option<String>> {
        let asked = self.round.interaction().is_some();
        let name = match unfit(name) {
            None => name.trim().to_owned(),
            Some(Unfit::Empty) => {
                self.impossible(say!("persona-empty"), Line::Lasting, otherwise)?;
                return Ok(None);
            }
            Some(Unfit::Forbidden(word)) if asked => {
                return refuse(say!("persona-forbidden", word));
            }
            Some(Unfit::Forbidden(word)) => {
                self.log(say!("persona-parted", word), Line::Lasting)?;
                parted(name)
            }
            Some(Unfit::TooLong) => parted(name),
        };
        let held = self.held_to(&name, "name", PERSONA_CHARS_MAX, false)?;
        Ok(Some(held))
    }

    /// The files of a value, as many as Discord takes. Who asked, or the mod-log, is told of those that are left out.
    pub(super) fn files(&mut self, files: &Expr) -> Flow<Vec<Upload>> {
        let places = match self.eval(files)? {
            Value::None => Vec::new(),
            Value::Attachment(place) => vec![place],
            Value::List(values) => {
                let places = values.iter().map(|value| {
                    if let Value::Attachment(place) = value {
                        Some(*place)
                    } else {
                        None
                    }
                });
                let places: Option<Vec<u32>> = places.collect();
                let Some(places) = places else {
                    return mismatch("a file");
                };
                places
            }
            Value::Bool(_)
            | Value::Int(_)
            | Value::Text(_)
            | Value::Instant(_)
            | Value::Duration(_)
            | Value::User(_)
            | Value::Guild(_)
            | Value::Channel(_)
            | Value::Role(_)
            | Value::Message(_)
            | Value::Emoji(_)
            | Value::Words(_)
            | Value::Url(_)
            | Value::Locale(_)
            | Value::Who(_) => return mismatch("a file"),
        };
        let all = places.len();
        let mut left = FILES_BYTES_MAX;
        let mut taken = Vec::new();
        for place in places {
            let Some(upload) = self.uploads.get(place as usize) else {
                return mismatch("a file of the event");
            };
            if let Some(rest) = left
                .checked_sub(upload.bytes)
                .filter(|_| taken.len() < FILES_MAX)
            {
                left = rest;
                taken.push(upload.clone());
            }
        }
        let n = all - taken.len();
        if n > 0 {
            let (max, mib) = (FILES_MAX, FILES_BYTES_MAX / (1024 * 1024));
            self.remark(say!("files-left-out", n, max, mib = mib.to_string()))?;
        }
        Ok(taken)
    }
}
