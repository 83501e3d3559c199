//! A question with a typed answer.

use serde::{Serialize, de::DeserializeOwned};

use super::office::Office;
use crate::{port::Trouble, vault::Watch};

/// What can be asked of whoever has the data open.
pub trait Command: Serialize + DeserializeOwned + Send {
    type Answer: Serialize + DeserializeOwned + Send;
    /// Whether whoever asks must name the policy that the data are opened with.
    const NAMES_POLICY: bool = true;

    /// Carries it out; tells `watch` how far it has come where that takes long.
    ///
    /// # Errors
    /// What happened, and what to do.
    fn carry_out(
        self,
        office: &Office,
        watch: &Watch,
    ) -> impl Future<Output = Result<Self::Answer, Trouble>> + Send;
}
