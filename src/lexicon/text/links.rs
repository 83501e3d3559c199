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
        (?: discord\.gg/ | discord(?:app)?\.com/invite/
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
    let visible = without_invisible(text);
    let sent = ComposingNormalizerBorrowed::new_nfkc().normalize(&visible);
    let sent = decoded(&sent);
    found(&sent) || found(&decoded(&as_read(text)))
}

/// Percent-encoding taken off as often as it was put on, up to a limit nobody needs to exceed.
fn decoded(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..3 {
        let Some(next) = decoded_once(&text) else {
            break;
        };
        text = next;
    }
    text
}

/// None where nothing was encoded, or it is no text.
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
    any.then(|| String::from_utf8(out).ok()).flatten()
}

/// Backslashes are slashes to a browser, and several are one.
fn slashes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let c = if c == '\\' { '/' } else { c };
        if c != '/' || !out.ends_with('/') {
            out.push(c);
        }
    }
    out
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
