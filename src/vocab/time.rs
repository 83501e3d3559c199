//! Instants and exact durations, in milliseconds. Months and years are not exact and so are not here.

use std::{fmt, str::FromStr};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    Serialize,
    Deserialize,
    JsonSchema,
)]
pub struct Timestamp(pub i64);

impl Timestamp {
    #[must_use]
    pub const fn plus(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(duration.ms))
    }

    /// From `earlier` to `self`; negative when `earlier` is later.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Duration {
        Duration {
            ms: self.0.saturating_sub(earlier.0),
        }
    }

    /// RFC 3339, in UTC; a time out of its range is left as milliseconds.
    #[must_use]
    pub fn rfc3339(self) -> String {
        jiff::Timestamp::from_millisecond(self.0)
            .map_or_else(|_| self.0.to_string(), |at| at.to_string())
    }

    /// A time as RFC 3339 has it, with any offset.
    #[must_use]
    pub fn of_rfc3339(text: &str) -> Option<Self> {
        let at: jiff::Timestamp = text.parse().ok()?;
        Some(Self(at.as_millisecond()))
    }

    /// In UTC, by a pattern of strftime's.
    #[must_use]
    pub fn printed(self, pattern: &str) -> String {
        jiff::Timestamp::from_millisecond(self.0).map_or_else(
            |_| self.0.to_string(),
            |at| at.strftime(pattern).to_string(),
        )
    }
}

/// A length of time in milliseconds; written `90s`, `30m`, `12h`, `30d`, `2w`, or joined: `1h30m`.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    Serialize,
    Deserialize,
    JsonSchema,
)]
pub struct Duration {
    pub ms: i64,
}

const UNITS: [(char, i64); 5] = [
    ('w', 604_800_000),
    ('d', 86_400_000),
    ('h', 3_600_000),
    ('m', 60_000),
    ('s', 1_000),
];

impl Duration {
    #[must_use]
    pub const fn seconds(seconds: i64) -> Self {
        Self {
            ms: seconds.saturating_mul(1_000),
        }
    }

    /// As far back as this is forward.
    #[must_use]
    pub const fn negated(self) -> Self {
        Self {
            ms: self.ms.saturating_neg(),
        }
    }

    #[must_use]
    pub const fn hours(hours: i64) -> Self {
        Self {
            ms: hours.saturating_mul(3_600_000),
        }
    }

    #[must_use]
    pub const fn days(days: i64) -> Self {
        Self {
            ms: days.saturating_mul(86_400_000),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{text}` is not a duration such as `30d` or `1h30m`")]
pub struct ParseDurationError {
    pub text: String,
}

impl FromStr for Duration {
    type Err = ParseDurationError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refuse = || ParseDurationError {
            text: text.to_owned(),
        };
        let mut total: i64 = 0;
        let mut rest = text;
        while !rest.is_empty() {
            let digits = rest
                .find(|c: char| !c.is_ascii_digit())
                .ok_or_else(refuse)?;
            let (number, tail) = rest.split_at(digits);
            let unit = tail.chars().next().ok_or_else(refuse)?;
            let (_, scale) = UNITS
                .iter()
                .find(|(name, _)| *name == unit)
                .ok_or_else(refuse)?;
            let number: i64 = number.parse().map_err(|_| refuse())?;
            let part = number.checked_mul(*scale).ok_or_else(refuse)?;
            total = total.checked_add(part).ok_or_else(refuse)?;
            rest = tail.get(unit.len_utf8()..).unwrap_or_default();
        }
        if text.is_empty() {
            Err(refuse())
        } else {
            Ok(Self { ms: total })
        }
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.ms;
        if rest < 1_000 {
            return write!(f, "0s");
        }
        for (name, scale) in UNITS {
            // Weeks read back as days: `30d` stays `30d`, and `14d` stays `14d`.
            if name == 'w' {
                continue;
            }
            if rest >= scale {
                write!(f, "{}{name}", rest / scale)?;
                rest %= scale;
            }
        }
        Ok(())
    }
}
