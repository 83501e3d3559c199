//! Web addresses and invitations, as a browser would read them: escapes, percent-encoding, slashes, full-width letters.

use std::sync::LazyLock;

use icu_normalizer::ComposingNormalizerBorrowed;
use regex::Regex;

use super::reading::{as_read, without_invisible};

/// An address without spaces; and what somebody wrote apart so that it is no address. In the latter a space stands before
/// the dot, where nobody who talks of a game puts one (`discord. gg / wp`).
#[expect(clippy::expect_used, reason = "constant patterns, compiled by a test")]
static INVITE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix) (?: ^ | [^\w-] )
        (?: discord\.gg\.?(?::\d*)?/ | discord(?:app)?\.com\.?(?::\d*)?/invite/
          | discord\s+\.\s*gg\s*/\s* | discord(?:app)?\s+\.\s*com\s*/\s*invite\s*/\s* )
        [\w-]{2,}",
    )
    .expect("a valid pattern")
});
#[expect(clippy::expect_used, reason = "constant patterns, compiled by a test")]
static LINK: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\bhttps?:[/\\]{2}[^\s<>/\\]").expect("a valid pattern"));

/// Whether the text has `discord.gg/…` or `discord.com/invite/…`.
#[must_use]
pub fn has_invite(text: &str) -> bool {
    any_form(text, |form| INVITE.is_match(&slashes(form)))
}

/// Whether the text has what Discord makes a link of, or an invitation.
#[must_use]
pub fn has_link(text: &str) -> bool {
    any_form(text, |form| LINK.is_match(form)) || has_invite(text)
}

/// The text as it was sent, of which Discord makes links, and as people read it, who may copy it.
fn any_form(text: &str, found: impl Fn(&str) -> bool) -> bool {
    found(&decoded(text)) || found(&decoded(&as_read(text)))
}

/// Characters as the name of a host has them: none that show nothing, no full-width ones, and `.` for each full stop.
fn plain(text: &str) -> String {
    let visible = without_invisible(text);
    let composed = ComposingNormalizerBorrowed::new_nfkc().normalize(&visible);
    composed.replace('\u{3002}', ".")
}

/// Percent-encoding taken off as often as it was put on, up to a limit nobody needs to exceed.
fn decoded(text: &str) -> String {
    let mut text = plain(text);
    for _ in 0..3 {
        let Some(next) = decoded_once(&text) else {
            break;
        };
        // What was encoded may be any character, too.
        text = plain(&next);
    }
    text
}

/// None where nothing was encoded. What is no text must not keep the rest from being read.
fn decoded_once(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    let mut any = false;
    while let Some((&first, after)) = rest.split_first() {
        if first == b'%'
            && let Some((digits, after)) = after.split_at_checked(2)
            && digits.iter().all(u8::is_ascii_hexdigit)
            && let Some(byte) = std::str::from_utf8(digits)
                .ok()
                .and_then(|digits| u8::from_str_radix(digits, 16).ok())
        {
            out.push(byte);
            rest = after;
            any = true;
        } else {
            out.push(first);
            rest = after;
        }
    }
    any.then(|| String::from_utf8_lossy(&out).into_owned())
}

/// Backslashes are slashes to a browser, and several are one; `.` in a path is where it is, and `..` one step back.
fn slashes(text: &str) -> String {
    text.split_inclusive(char::is_whitespace)
        .map(|word| {
            let mut parts: Vec<&str> = Vec::new();
            for part in word.split(['/', '\\']) {
                match part {
                    "" if !parts.is_empty() => {}
                    "." => {}
                    // Never past the host, which a scheme may stand before.
                    ".." => {
                        let has_scheme = parts.first().is_some_and(|first| first.ends_with(':'));
                        if parts.len() > 1 + usize::from(has_scheme) {
                            parts.pop();
                        }
                    }
                    part => parts.push(part),
                }
            }
            if word.ends_with(['/', '\\']) {
                parts.push("");
            }
            parts.join("/")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invitations_are_found_however_they_are_written() {
        for text in [
            "join discord.gg/abc",
            "DISCORD . GG / abc",
            "https://discord.com/invite/abc",
            "https://discordapp.com/invite/abc",
            "https://ptb.discord.com/invite/abc",
            "discord\u{200B}.gg/abcdef",
            "https://%64%69%73%63%6f%72%64%2e%67%67/abcdef",
            "https://discord.gg/%61%62%63",
            "https://%2564iscord.gg/abc",
            "https://discord.com\\invite\\abcdef",
            "https://discord.com//invite//abcdef",
            "https://ｄiscord.gg/abcdef",
            "https://disc\u{43E}rd.gg/abcdef",
            "discord**.gg**/abcdef",
            "[cats](https://discord.gg/abcdef)",
            "<https://discord.gg/abcdef>",
            "||discord.gg/abcdef||",
            "https://discord\u{3002}gg/abcdef",
            "discord\u{FF61}gg/abcdef",
            "https://%EF%BD%84iscord.gg/abcdef",
            "https://discord%E2%80%8B.gg/abcdef",
            "https://discord%E3%80%82gg/abcdef",
            "https://discord%2Egg/abcdef %FF",
            "https://discord.gg:443/abcdef",
            "https://discord.gg./abcdef",
            "https://discord.com.:443/invite/abcdef",
            "https://somebody@discord.gg/abcdef",
            "https://discord.com/x/../invite/./abcdef",
            "https://discord.com/../invite/abcdef",
            "two lines\nhttps:\\\\discord.gg\\abcdef",
        ] {
            assert!(has_invite(text), "{text}");
            assert!(has_link(text), "{text}");
        }
    }

    #[test]
    fn what_is_no_invitation_is_none() {
        for text in [
            "I love discord. gg / wp everyone",
            "I love discord.gg / wp everyone",
            "discord.gg",
            "discord gg/wp",
            "discord.com/channels/1/2",
            "https://mydiscord.gg/abc",
            "https://my-discord.gg/abc",
            "100% discord",
            "https://discord.com/invite/../channels/1",
            "https://example.org/..",
            "discord.gg: 443/wp",
        ] {
            assert!(!has_invite(text), "{text}");
        }
    }

    #[test]
    fn links() {
        for text in [
            "see https://example.org",
            "HTTP://EXAMPLE.ORG",
            "[a](<https://example.org>)",
            "https\\://example.org",
            "ｈttps://example.org",
        ] {
            assert!(has_link(text), "{text}");
        }
        assert!(!has_link("example.org") && !has_link("https:// x") && !has_link("50% / 3"));
    }
}
