//! What is answered over the socket.

use serde::{Deserialize, Serialize};

use crate::{plan::Plan, port::Trouble, vault::Progress};

/// Of one question; what is typed after a command is far shorter.
pub(super) const QUESTION_MAX: u32 = 256 << 10;
/// Of one answer: the data of one person, or a long record of requests.
pub(super) const ANSWER_MAX: u32 = 256 << 20;

/// What is said to a question: progress any number of times, then one of the others.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Reply<A> {
    Progress(Progress),
    Done(A),
    Trouble(Trouble),
    /// The data are opened with this policy, not with the one that was named.
    OtherPolicy(Box<Plan>),
}

impl<A: Serialize> Reply<A> {
    pub(super) fn of(done: Result<A, Trouble>) -> Self {
        match done {
            Ok(answer) => Self::Done(answer),
            Err(trouble) => Self::Trouble(trouble),
        }
    }

    pub(super) fn encode(&self) -> Vec<u8> {
        let encoded = serde_json::to_vec(self);
        let why = match encoded {
            Ok(bytes) if bytes.len() as u64 <= u64::from(ANSWER_MAX) => return bytes,
            Ok(_) => "the answer is too long for a bot that runs".to_owned(),
            Err(error) => format!("the answer cannot be written down: {error}"),
        };
        let help = "stop the bot and try again";
        let trouble = Reply::<()>::Trouble(Trouble::new(why, help));
        // Two short strings.
        serde_json::to_vec(&trouble).unwrap_or_default()
    }
}
