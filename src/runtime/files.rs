//! A message as it is sent, with its files: those of somebody's that go along, fetched from where Discord keeps them, and
//! the picture of a card.

use super::core::Core;
use crate::{
    discord::{DiscordError, Payload},
    port::{File, MessageDraft},
};

/// Under this name the picture goes along.
#[cfg(feature = "pictures")]
const PICTURE: &str = "card.png";

impl Core {
    /// A file that cannot be had keeps the message from being sent: nobody is told less than was written.
    pub(super) async fn payload(&self, draft: &MessageDraft) -> Result<Payload, DiscordError> {
        let mut draft = drawn(draft);
        for upload in std::mem::take(&mut draft.uploads) {
            let max = usize::try_from(upload.bytes).unwrap_or(usize::MAX);
            let fetched = self.rest.fetch(&upload.url, max).await;
            let bytes = fetched.map_err(|error| {
                tracing::warn!(%error, "a file could not be fetched");
                // Nothing was sent, of which there is no doubt.
                DiscordError::Refused {
                    status: 0,
                    code: 0,
                    message: "a file cannot be read".to_owned(),
                }
            })?;
            draft.files.push(File {
                name: upload.name,
                about: None,
                bytes,
            });
        }
        Ok(Payload::new(&draft))
    }
}

/// With the picture of its card, where it has one. The text stays beside it.
#[cfg(feature = "pictures")]
fn drawn(draft: &MessageDraft) -> MessageDraft {
    use crate::picture;

    let mut draft = draft.clone();
    let is_card = |card: &&mut crate::port::Embed| card.title.is_some();
    if let Some(card) = draft.embed.as_mut().filter(is_card)
        && let Some(bytes) = picture::png(card)
    {
        draft.files.push(File {
            name: PICTURE.to_owned(),
            about: Some(picture::alternative(card)),
            bytes,
        });
        card.picture = Some(PICTURE.to_owned());
    }
    draft
}

#[cfg(not(feature = "pictures"))]
fn drawn(draft: &MessageDraft) -> MessageDraft {
    draft.clone()
}
