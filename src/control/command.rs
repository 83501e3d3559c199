//! What can be asked, in one table, and what goes wrong.

use std::fmt;

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{
    Backup, Correct, DropOld, Erase, HandedOver, List, LookCorrect, LookErase, Office,
    PersonalData, Requests, Secrets, Stats, Sweep, Verify, wire::Reply,
};
use crate::vault::Watch;

/// A question with a typed answer.
pub trait Command: Serialize + DeserializeOwned + Into<Request> + Send {
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

/// Why something could not be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    pub what: String,
    pub help: String,
}

impl Trouble {
    pub fn new(what: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            help: help.into(),
        }
    }

    /// An error whose message says what happened and, after a semicolon, what to do.
    pub fn told(error: impl fmt::Display) -> Self {
        let text = error.to_string();
        match text.split_once("; ") {
            Some((what, help)) => Self::new(what, help),
            None => Self::new(text, "try again; the log above may say more"),
        }
    }
}

macro_rules! commands {
    ($($name:ident),* $(,)?) => {
        /// Any command, as it goes over the socket.
        #[derive(Debug, Serialize, Deserialize)]
        pub enum Request {
            $($name($name),)*
        }

        $(impl From<$name> for Request {
            fn from(command: $name) -> Self {
                Self::$name(command)
            }
        })*

        impl Request {
            pub(super) fn names_policy(&self) -> bool {
                match self {
                    $(Self::$name(_) => <$name as Command>::NAMES_POLICY,)*
                }
            }

            /// The answer as it goes over the socket.
            pub(super) async fn answer(self, office: &Office, watch: &Watch) -> Vec<u8> {
                match self {
                    $(Self::$name(command) => {
                        Reply::of(command.carry_out(office, watch).await).encode()
                    })*
                }
            }
        }
    };
}

commands! {
    List, PersonalData, HandedOver, LookCorrect, Correct, LookErase, Erase, Requests, Stats, Sweep, Verify, Backup,
    DropOld, Secrets,
}
