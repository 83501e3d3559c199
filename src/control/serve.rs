//! The bot's side: few at once, each with one question, and none that can hold the bot up.

use std::{io, sync::Arc, time::Duration};

use tokio::{
    net::{UnixListener, UnixStream},
    sync::{Semaphore, watch},
    task::JoinHandle,
    time::{interval, sleep, timeout},
};

use super::{
    office::Office,
    reply::{QUESTION_MAX, Reply},
    request::{Question, Request},
    socket,
    wire::{Broken, Line},
};
use crate::{
    port::{Notifier, Trouble},
    vault::{Progress, Watch},
};

/// Connections at once; more wait.
const AT_ONCE: u32 = 8;
/// How long somebody may take to prove themselves and to ask.
const ASKING_MAX: Duration = Duration::from_secs(5);
/// How long an answer may take on its way to somebody who does not read it.
const TELLING_MAX: Duration = Duration::from_secs(30);
const PROGRESS_EVERY: Duration = Duration::from_millis(100);

/// An office that answers over the socket. Dropped, it takes no more questions.
pub struct Served {
    accepting: JoinHandle<()>,
    room: Arc<Semaphore>,
    stopping: watch::Sender<bool>,
    notifier: Option<Arc<dyn Notifier>>,
    bound: Option<socket::Bound>,
}

impl Served {
    /// Begins to answer, for the process that has the data open.
    ///
    /// # Errors
    /// When the socket cannot be made in the directory of the data.
    pub fn start(office: Office) -> io::Result<Self> {
        let (listener, bound) = socket::bind(&office.dir)?;
        let (stopping, stopped) = watch::channel(false);
        let room = Arc::new(Semaphore::new(AT_ONCE as usize));
        let notifier = office.notifier.clone();
        let door = Door {
            listener: UnixListener::from_std(listener)?,
            office: Arc::new(office),
            user: bound.user,
            room: Arc::clone(&room),
            stopped,
        };
        Ok(Self {
            accepting: tokio::spawn(door.accept()),
            room,
            stopping,
            notifier,
            bound: Some(bound),
        })
    }

    /// Takes no more questions, and waits for the answers under way: they use the data.
    pub async fn stop(mut self) {
        self.accepting.abort();
        drop(self.bound.take());
        self.stopping.send_replace(true);
        // Writing to many people takes long, and is gone on with.
        if let Some(notifier) = &self.notifier {
            notifier.halt();
        }
        // The semaphore is never closed.
        let _ = self.room.acquire_many(AT_ONCE).await;
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

struct Door {
    listener: UnixListener,
    office: Arc<Office>,
    user: u32,
    room: Arc<Semaphore>,
    stopped: watch::Receiver<bool>,
}

impl Door {
    async fn accept(self) {
        loop {
            // The semaphore is never closed.
            let Ok(place) = Arc::clone(&self.room).acquire_owned().await else {
                return;
            };
            let stream = match self.listener.accept().await {
                Ok((stream, _)) => stream,
                Err(error) => {
                    tracing::warn!(%error, "an operator's command could not be taken");
                    sleep(PROGRESS_EVERY).await;
                    continue;
                }
            };
            if !may_ask(&stream, self.user) {
                tracing::warn!("another user of this machine tried to give commands");
                continue;
            }
            let (office, stopped) = (Arc::clone(&self.office), self.stopped.clone());
            tokio::spawn(async move {
                if let Err(error) = attend(stream, office, stopped).await {
                    tracing::debug!(?error, "a conversation with an operator broke off");
                }
                drop(place);
            });
        }
    }
}

/// Whether a process of the bot's own user is on the other side, or one of root.
fn may_ask(stream: &UnixStream, user: u32) -> bool {
    stream
        .peer_cred()
        .is_ok_and(|peer| [user, 0].contains(&peer.uid()))
}

/// One question, one answer.
async fn attend(
    stream: UnixStream,
    office: Arc<Office>,
    mut stopped: watch::Receiver<bool>,
) -> Result<(), Broken> {
    let asked = timeout(ASKING_MAX, async {
        let mut line = Line::answer(stream, &office.holder()).await?;
        let question = line.hear(QUESTION_MAX).await?;
        Ok::<_, Broken>((line, question))
    });
    let (mut line, question) = tokio::select! {
        asked = asked => asked.map_err(io::Error::other)??,
        _ = stopped.wait_for(|stopped| *stopped) => return Ok(()),
    };
    let answer = match serde_json::from_slice::<Question>(&question) {
        Ok(Question { policy, request }) => {
            if request.names_policy() && policy.as_ref() != Some(office.digest()) {
                Reply::<()>::OtherPolicy(Box::new((*office.plan).clone())).encode()
            } else {
                carried_out(&mut line, office, request).await
            }
        }
        Err(_) => Reply::<()>::Trouble(Trouble::new(
            "the bot that runs is another version of candor and does not know this command",
            "use the version that it was started with, or restart it with this one",
        ))
        .encode(),
    };
    timeout(TELLING_MAX, line.say(&answer))
        .await
        .map_err(io::Error::other)?
}

/// The answer. Whoever asked may go away meanwhile: the work is done all the same.
async fn carried_out(line: &mut Line, office: Arc<Office>, request: Request) -> Vec<u8> {
    let (far, mut come) = watch::channel(None::<Progress>);
    let watch: Watch = Arc::new(move |progress| {
        far.send_replace(Some(progress));
    });
    // A task of its own, so that it breaks off alone should it be a mistake.
    let mut work = tokio::spawn(async move { request.answer(&office, &watch).await });
    let mut now_and_then = interval(PROGRESS_EVERY);
    let mut listens = true;
    loop {
        tokio::select! {
            done = &mut work => return done.unwrap_or_else(|_| {
                let trouble = Trouble::new("the command broke off", "this is a mistake in candor");
                Reply::<()>::Trouble(trouble).encode()
            }),
            _ = now_and_then.tick(), if listens => {}
        }
        let Ok(true) = come.has_changed() else {
            continue;
        };
        let progress = come.borrow_and_update().clone();
        if let Some(progress) = progress {
            let said = Reply::<()>::Progress(progress).encode();
            listens = matches!(timeout(ASKING_MAX, line.say(&said)).await, Ok(Ok(())));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_same_user_and_root_may_ask() {
        let (here, there) = UnixStream::pair().unwrap();
        let user = there.peer_cred().unwrap().uid();
        assert!(may_ask(&here, user));
        // Root may ask any bot, others only their own.
        assert_eq!(may_ask(&here, user + 1), user == 0);
    }
}
