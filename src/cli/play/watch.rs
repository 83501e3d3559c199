//! `candor play --watch`: looks whether the policy changed, and says what is wrong with it and what the change means.
//!
//! A file counts as changed when its time or its size is another; then the policy is compiled, and what it says is compared
//! with what is played. So a file that is only touched is no news.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, SystemTime},
};

use tokio::{sync::watch, task::spawn_blocking, time::sleep};

use crate::{
    Compiled,
    cli::{diff, policy},
    diff::difference,
    finding::{self, Look},
    plan::Plan,
    vocab::Sources,
    web::play::News,
};

const LOOK_EVERY: Duration = Duration::from_millis(300);

/// What is played, and what a page can be told of its policy since.
pub(super) struct Watched {
    file: PathBuf,
    playing: Mutex<(Arc<Plan>, Arc<Sources>)>,
    news: watch::Sender<Option<News>>,
}

impl Watched {
    pub(super) fn new(file: &Path, plan: Arc<Plan>, sources: Arc<Sources>) -> Self {
        Self {
            file: file.to_owned(),
            playing: Mutex::new((plan, sources)),
            news: watch::Sender::new(None),
        }
    }

    pub(super) fn news(&self) -> watch::Receiver<Option<News>> {
        self.news.subscribe()
    }

    /// From now on this is played.
    pub(super) fn plays(&self, plan: Arc<Plan>, sources: Arc<Sources>) {
        *self.playing.lock().unwrap_or_else(PoisonError::into_inner) = (plan, sources);
        self.news.send_replace(None);
    }

    fn playing(&self) -> (Arc<Plan>, Arc<Sources>) {
        self.playing
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Looks for as long as somebody plays.
    pub(super) async fn keep_looking(self: Arc<Self>) {
        // What it imports as it is written now, where that could be read.
        let mut sources = self.playing().1;
        let mut seen = self.stamps(&sources);
        loop {
            sleep(LOOK_EVERY).await;
            let stamps = self.stamps(&sources);
            if stamps == seen {
                continue;
            }
            seen = stamps;
            let watched = Arc::clone(&self);
            // Compiling takes its time, and pages are served meanwhile.
            let looked = spawn_blocking(move || watched.look()).await;
            if let Ok((news, read)) = looked {
                sources = read.unwrap_or(sources);
                self.news.send_replace(news);
            }
        }
    }

    /// When each file of the policy was written, and how long it is: what it imports, and what stands in its folder.
    fn stamps(&self, sources: &Sources) -> Vec<(PathBuf, Option<(SystemTime, u64)>)> {
        let folder = policy::folder(&self.file);
        let beside = fs::read_dir(folder).into_iter().flatten().flatten();
        let beside = beside.map(|entry| entry.path());
        let is_text = |path: &PathBuf| {
            let ending = path.extension().and_then(|ending| ending.to_str());
            matches!(ending, Some("kdl" | "ftl"))
        };
        let imported = sources.files().map(|file| PathBuf::from(file.name));
        let mut paths: Vec<PathBuf> = beside.filter(is_text).chain(imported).collect();
        paths.sort();
        paths.dedup();
        let stamp = |path: &Path| {
            let about = fs::metadata(path).ok()?;
            Some((about.modified().ok()?, about.len()))
        };
        let stamped = paths.into_iter().map(|path| {
            let stamp = stamp(&path);
            (path, stamp)
        });
        stamped.collect()
    }

    /// No news while the policy says what is played; and the texts that were read.
    fn look(&self) -> (Option<News>, Option<Arc<Sources>>) {
        let (plan, sources) = self.playing();
        let Compiled {
            plan: new,
            findings,
            sources: now,
        } = match policy::compiled(&self.file) {
            Ok(compiled) => compiled,
            Err(failure) => return (Some(News::unreadable(failure.what())), None),
        };
        if now.text() == sources.text() {
            return (None, Some(now));
        }
        let mut shown = String::new();
        // Writing into a String does not fail.
        let _ = finding::show(&findings, &now, Look::PLAIN, &mut shown);
        let difference = new.as_ref().map(|new| difference(&plan, new));
        let news = News {
            file: self.file.display().to_string(),
            findings: shown,
            compiles: new.is_some(),
            means: difference.as_ref().map(diff::human).unwrap_or_default(),
            fits: difference.is_none_or(|difference| difference.unfit.is_empty()),
        };
        (Some(news), Some(now))
    }
}
