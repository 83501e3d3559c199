//! Discord's rate limits: by bucket and major parameter, and 50 requests a second for the whole bot.
//!
//! Discord's documentation, Rate Limits: a bucket is named by `X-RateLimit-Bucket` and counted for each channel, server
//! or webhook; interaction callbacks and webhooks of interactions are outside the global limit.
//!
//! INVARIANT: at most one request a bucket is under way, so that requests of one channel keep their order; the maps are
//! bounded, and forgetting an entry costs at most one 429.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use reqwest::header::HeaderMap;
use tokio::{
    sync::{Mutex as Turn, OwnedMutexGuard},
    time::{Instant, sleep_until},
};

/// Requests a second for the whole bot.
const GLOBAL_MAX: usize = 50;
/// Buckets remembered at a time.
const BUCKETS_MAX: usize = 4_096;

/// A route with its ids left out, and the id its limit is counted by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Lane {
    pub(super) route: &'static str,
    /// Channel, server or webhook; 0 for none. Webhooks of interactions are told apart by their token.
    pub(super) major: u64,
}

/// What is known of a bucket.
#[derive(Debug, Default)]
pub(super) struct Bucket {
    remaining: Option<u32>,
    until: Option<Instant>,
}

impl Bucket {
    /// Until when nothing more may be sent, if so.
    fn wait(&self, now: Instant) -> Option<Instant> {
        self.until
            .filter(|until| self.remaining == Some(0) && now < *until)
    }
}

#[derive(Debug, Default)]
pub(super) struct Limits {
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    /// Discord's name of a route's bucket. As many as there are routes in `call`.
    names: HashMap<&'static str, String>,
    buckets: HashMap<(String, u64), Arc<Turn<Bucket>>>,
    /// When the last requests that count globally were sent.
    sent: VecDeque<Instant>,
    blocked_until: Option<Instant>,
}

impl Limits {
    fn known(&self) -> MutexGuard<'_, Known> {
        // Nothing panics while holding it, and its content is valid at every point.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for this lane's turn. The request is under way as long as the guard lives.
    pub(super) async fn turn(&self, lane: &Lane) -> OwnedMutexGuard<Bucket> {
        let bucket = self.known().bucket(lane);
        let mut bucket = bucket.lock_owned().await;
        if let Some(until) = bucket.wait(Instant::now()) {
            sleep_until(until).await;
            *bucket = Bucket::default();
        }
        bucket
    }

    /// Waits until the whole bot may send one more.
    pub(super) async fn global(&self) {
        loop {
            let wait = self.known().reserve(Instant::now());
            match wait {
                None => return,
                Some(until) => sleep_until(until).await,
            }
        }
    }

    /// Learns from an answer. `turn` is the lane's guard.
    pub(super) fn learn(&self, lane: &Lane, turn: &mut Bucket, headers: &HeaderMap) {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        if let Some(name) = text("x-ratelimit-bucket") {
            let mut known = self.known();
            if known.names.get(lane.route).is_none_or(|old| old != name) {
                known.names.insert(lane.route, name.to_owned());
            }
        }
        turn.remaining = text("x-ratelimit-remaining").and_then(|value| value.parse().ok());
        turn.until = text("x-ratelimit-reset-after")
            .and_then(seconds)
            .map(|after| Instant::now() + after);
    }

    /// After a 429: the lane, or everything, waits.
    pub(super) fn refuse(&self, turn: &mut Bucket, after: Duration, global: bool) {
        let until = Instant::now() + after;
        if global {
            self.known().blocked_until = Some(until);
        } else {
            turn.remaining = Some(0);
            turn.until = Some(until);
        }
    }

    /// Whether no global refusal holds.
    #[cfg(test)]
    pub(super) fn is_open(&self) -> bool {
        self.known().blocked_until.is_none()
    }

    #[cfg(test)]
    fn len(&self) -> usize {
        self.known().buckets.len()
    }
}

impl Known {
    fn bucket(&mut self, lane: &Lane) -> Arc<Turn<Bucket>> {
        let name = self
            .names
            .get(lane.route)
            .map_or_else(|| lane.route.to_owned(), Clone::clone);
        if self.buckets.len() >= BUCKETS_MAX {
            let now = Instant::now();
            // A bucket nobody holds and whose window is over says nothing any more.
            self.buckets.retain(|_, bucket| {
                let idle = bucket
                    .try_lock()
                    .is_ok_and(|bucket| bucket.until.is_none_or(|until| until <= now));
                !idle || Arc::strong_count(bucket) > 1
            });
        }
        Arc::clone(self.buckets.entry((name, lane.major)).or_default())
    }

    /// None when a request may go now, and counts it; otherwise when to ask again.
    fn reserve(&mut self, now: Instant) -> Option<Instant> {
        if let Some(until) = self.blocked_until {
            if now < until {
                return Some(until);
            }
            self.blocked_until = None;
        }
        let window = Duration::from_secs(1);
        while self
            .sent
            .front()
            .is_some_and(|sent| now.duration_since(*sent) >= window)
        {
            self.sent.pop_front();
        }
        match self.sent.front() {
            Some(oldest) if self.sent.len() >= GLOBAL_MAX => Some(*oldest + window),
            _ => {
                self.sent.push_back(now);
                None
            }
        }
    }
}

/// Seconds as Discord writes them: `1`, `0.25`. Refuses what is no length of time, and caps at an hour.
pub(super) fn seconds(text: &str) -> Option<Duration> {
    let seconds: f64 = text.trim().parse().ok()?;
    (seconds.is_finite() && seconds >= 0.0).then(|| Duration::from_secs_f64(seconds.min(3_600.0)))
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    const SEND: Lane = Lane {
        route: "POST /channels/{channel}/messages",
        major: 1,
    };

    fn headers(remaining: &'static str, after: &'static str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert("x-ratelimit-bucket", HeaderValue::from_static("abc"));
        headers.insert("x-ratelimit-remaining", HeaderValue::from_static(remaining));
        headers.insert("x-ratelimit-reset-after", HeaderValue::from_static(after));
        headers
    }

    #[tokio::test]
    async fn an_empty_bucket_waits_for_its_reset() {
        let limits = Limits::default();
        let mut turn = limits.turn(&SEND).await;
        limits.learn(&SEND, &mut turn, &headers("1", "2.5"));
        assert_eq!(turn.wait(Instant::now()), None);
        limits.learn(&SEND, &mut turn, &headers("0", "2.5"));
        let now = Instant::now();
        let wait = turn.wait(now).unwrap() - now;
        assert!(wait > Duration::from_millis(2_400) && wait <= Duration::from_millis(2_500));
        assert_eq!(turn.wait(now + Duration::from_secs(3)), None);
    }

    #[tokio::test]
    async fn buckets_are_counted_for_each_channel() {
        let limits = Limits::default();
        let mut turn = limits.turn(&SEND).await;
        limits.learn(&SEND, &mut turn, &headers("0", "60"));
        drop(turn);
        let other = limits.turn(&Lane { major: 2, ..SEND }).await;
        assert_eq!(other.wait(Instant::now()), None);
    }

    #[test]
    fn fifty_a_second_for_the_whole_bot() {
        let mut known = Known::default();
        let begin = Instant::now();
        let mut now = begin;
        for _ in 0..101 {
            while let Some(until) = known.reserve(now) {
                now = until;
            }
        }
        assert_eq!(now - begin, Duration::from_secs(2));
    }

    #[tokio::test]
    async fn a_global_refusal_stops_everything() {
        let limits = Limits::default();
        let mut turn = limits.turn(&SEND).await;
        limits.refuse(&mut turn, Duration::from_secs(3), true);
        let now = Instant::now();
        let until = limits.known().reserve(now).unwrap();
        assert!(until > now + Duration::from_secs(2));
        assert_eq!(limits.known().reserve(until), None);
    }

    #[tokio::test]
    async fn the_map_is_bounded() {
        let limits = Limits::default();
        for major in 0..10_000 {
            drop(limits.turn(&Lane { major, ..SEND }).await);
        }
        assert!(limits.len() <= BUCKETS_MAX);
    }

    #[test]
    fn odd_lengths_of_time_are_refused() {
        assert_eq!(seconds("0.25"), Some(Duration::from_millis(250)));
        for odd in ["-1", "NaN", "inf", "soon", ""] {
            assert_eq!(seconds(odd), None, "{odd}");
        }
        assert_eq!(seconds("1e30"), Some(Duration::from_hours(1)));
    }
}
