//! What a message has besides its words: a name of its own, and files.

use candor::{
    lexicon::Goes,
    plan::{Persona, Text},
    port::{Speaker, Upload},
    vocab::Value,
};

use super::super::taint::Taint;
use super::{Flow, Halt, Run, unread};

impl<'p> Run<'_, 'p> {
    /// One file or several of those that the handler was given. Traces have few, and small ones.
    pub(super) fn given_files(&self, files: &Value) -> Flow<Vec<Upload>> {
        let places = match files {
            Value::None => Vec::new(),
            Value::Attachment(_) => vec![files.clone()],
            Value::List(files) => files.clone(),
            _ => return unread("files"),
        };
        let mut given = Vec::new();
        for place in places {
            match place {
                Value::Attachment(at) if (at as usize) < self.files.len() => {
                    given.push(self.files[at as usize].clone());
                }
                _ => return unread("a file"),
            }
        }
        Ok(given)
    }

    /// As whom something is posted. Discord takes no name that poses as Discord or as everybody.
    pub(super) fn speaker(
        &mut self,
        persona: &'p Persona,
        otherwise: Option<&'p Text>,
    ) -> Flow<Option<(Speaker, Taint)>> {
        let (name, mut taint) = self.text(&persona.name, &mut Vec::new())?;
        let mut avatar = None;
        if let Some(picture) = &persona.avatar {
            let picture = self.eval(picture)?;
            taint = taint.and(picture.taint);
            if let Value::Url(url) = picture.value {
                avatar = Some(url);
            }
        }
        let mut name = name.trim().to_owned();
        if name.is_empty() {
            if self.asked() {
                return self.impossible(otherwise).map(|()| None);
            }
            self.in_vain = true;
            self.log_once("a name that says nothing".to_owned())?;
            return Ok(None);
        }
        let mut is_first = true;
        while let Some((at, word)) = posing(&name) {
            if self.asked() {
                return Err(Halt::Refuse(None));
            }
            if is_first {
                self.log_once(format!("the name {word}"))?;
            }
            is_first = false;
            name.insert(at + 1, '\u{200A}');
        }
        let name = self.within(name, 80, Goes::Named)?;
        Ok(Some((Speaker { name, avatar }, taint)))
    }
}

/// A word with which a name poses as Discord or as everybody, and where it begins.
fn posing(name: &str) -> Option<(usize, &'static str)> {
    let lower = name.to_ascii_lowercase();
    let within = ["clyde", "discord", "```"];
    let within = within
        .into_iter()
        .find_map(|word| Some((lower.find(word)?, word)));
    let whole = ["everyone", "here"].into_iter().find(|word| lower == *word);
    within.or(whole.map(|word| (0, word)))
}
