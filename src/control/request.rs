//! Every command, in one table: what goes over the socket.

use serde::{Deserialize, Serialize};

use super::{
    backup::{Backup, DropOld},
    breach::{BreachSoFar, EndBreach, LookBreach, NotifyBreach},
    command::Command,
    correct::{Correct, LookCorrect},
    office::Office,
    person::{Erase, HandedOver, LookErase, PersonalData},
    reply::Reply,
    server::{EraseServer, LookServer},
    stats::Stats,
    upkeep::{List, Requests, Secrets, Sweep, Verify},
};
use crate::vault::Watch;

/// The first thing that is said once both have proved themselves.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Question {
    /// Of the policy that the asker names.
    pub(super) policy: Option<[u8; 32]>,
    pub(super) request: Request,
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
    List, PersonalData, HandedOver, LookCorrect, Correct, LookErase, Erase, LookServer, EraseServer, Requests, Stats, Sweep, Verify, Backup,
    DropOld, Secrets, LookBreach, NotifyBreach, BreachSoFar, EndBreach,
}
