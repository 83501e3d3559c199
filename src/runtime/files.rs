//! A message as it is sent, with the files of somebody's that go along, fetched from where Discord keeps them.

use super::core::Core;
use crate::{
    discord::{DiscordError, Payload},
    port::{File, MessageDraft},
};

impl Core {
    /// A file that cannot be had keeps the message from being sent: nobody is told less than was written.
    pub(super) async fn payload(&self, draft: &MessageDraft) -> Result<Payload, DiscordError> {
        if draft.uploads.is_empty() {
            return Ok(Payload::new(draft));
        }
        let mut draft = draft.clone();
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
                bytes,
            });
        }
        Ok(Payload::new(&draft))
    }
}
