//! What a single word or text can be wrong about: `true` for `#true`, `30d` without quotes, a number beyond all bounds.

use super::{
    scan::{Kind, is_newline, is_space},
    suggest::closest,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// The name of a node or of a property.
    Name,
    Value,
}

/// A fault between two bytes of the word.
pub(super) struct WordFault {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) message: String,
    pub(super) label: &'static str,
    pub(super) help: String,
    /// What follows on the line most likely belongs to the same slip.
    pub(super) rest_of_line: bool,
}

const KEYWORDS: [&str; 6] = ["#true", "#false", "#null", "#inf", "#-inf", "#nan"];

pub(super) fn fault(kind: Kind, text: &str, place: Place) -> Option<WordFault> {
    let whole = |message: String, label: &'static str, help: String| {
        Some(WordFault {
            start: 0,
            end: text.len(),
            message,
            label,
            help,
            rest_of_line: false,
        })
    };
    if let Some(fault) = invisible(text) {
        return Some(fault);
    }
    match (kind, place) {
        (Kind::Text, _) => escape(text),
        (Kind::LongText, _) => escape(text).or_else(|| margin(text)),
        (Kind::Keyword, Place::Name) => whole(
            format!("`{text}` is a value and cannot be a name"),
            "a name is expected",
            format!("write `\"{text}\"`, or put a name before it"),
        ),
        (Kind::Keyword, Place::Value) if text == "#" => {
            let mut fault = whole(
                "`#` begins no comment".to_owned(),
                "not a value of KDL",
                "begin a comment with `//`".to_owned(),
            )?;
            fault.rest_of_line = true;
            Some(fault)
        }
        (Kind::Keyword, Place::Value) if !KEYWORDS.contains(&text) => {
            let help = closest(&text.to_ascii_lowercase(), KEYWORDS).map_or_else(
                || format!("write `\"{text}\"`"),
                |known| format!("did you mean `{known}`?"),
            );
            whole(format!("`{text}` is not a value of KDL"), "unknown", help)
        }
        (Kind::Keyword, Place::Value) if matches!(text, "#inf" | "#-inf" | "#nan") => whole(
            format!("`{text}` is not a whole number"),
            "numbers are whole here",
            "write a number".to_owned(),
        ),
        (Kind::Word, _) if text.starts_with(['\'', '“', '”', '‘', '’', '„', '«']) => {
            let mut fault = whole(
                format!("`{text}` is not quoted with `\"`"),
                "not a quote of KDL",
                "quote text with `\"`".to_owned(),
            )?;
            fault.rest_of_line = true;
            Some(fault)
        }
        (Kind::Word, place) => {
            bare(text, place).and_then(|(message, label, help)| whole(message, label, help))
        }
        _ => None,
    }
}

fn bare(text: &str, place: Place) -> Option<(String, &'static str, String)> {
    let quoted = || format!("write `\"{text}\"`");
    match text {
        "true" | "false" | "null" if place == Place::Value => {
            return Some((
                format!("`{text}` is written `#{text}` in KDL 2"),
                "a bare word",
                format!("write `#{text}`"),
            ));
        }
        "true" | "false" | "null" | "inf" | "-inf" | "nan" => {
            return Some((
                format!("`{text}` needs quotes"),
                "reserved by KDL",
                quoted(),
            ));
        }
        _ => {}
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let numeric = unsigned.starts_with(|c: char| c.is_ascii_digit())
        || unsigned
            .strip_prefix('.')
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    if !numeric {
        return None;
    }
    if place == Place::Name {
        return Some((format!("`{text}` cannot be a name"), "a number", quoted()));
    }
    match number(unsigned) {
        Number::Good => None,
        Number::Broken => Some((
            format!("`{text}` is not a whole number"),
            "numbers are whole here",
            "write it without a fraction".to_owned(),
        )),
        Number::TooLarge => Some((
            format!("`{text}` is larger than any number here"),
            "too large",
            format!("write at most {}", i64::MAX),
        )),
        Number::No => {
            let trimmed = text.trim_end_matches(',');
            if trimmed.len() < text.len() && bare(trimmed, place).is_none() {
                let message =
                    format!("`{text}` ends with a comma, and values are separated by spaces");
                return Some((message, "a comma", format!("write `{trimmed}`")));
            }
            let message = if text.parse::<crate::vocab::Duration>().is_ok() {
                format!("the duration `{text}` needs quotes")
            } else {
                format!("`{text}` begins like a number and is none")
            };
            Some((message, "neither a number nor a text", quoted()))
        }
    }
}

enum Number {
    Good,
    /// With a fraction or an exponent.
    Broken,
    TooLarge,
    No,
}

/// KDL's numbers, without their sign.
fn number(text: &str) -> Number {
    let radix = [
        ("0x", 16),
        ("0o", 8),
        ("0b", 2),
        ("0X", 16),
        ("0O", 8),
        ("0B", 2),
    ];
    for (prefix, radix) in radix {
        if let Some(digits) = text.strip_prefix(prefix) {
            return integer(digits, radix);
        }
    }
    let (mantissa, exponent) = text
        .split_once(['e', 'E'])
        .map_or((text, None), |(mantissa, exponent)| {
            (mantissa, Some(exponent))
        });
    let (whole, fraction) = mantissa
        .split_once('.')
        .map_or((mantissa, None), |(whole, fraction)| {
            (whole, Some(fraction))
        });
    let exponent = exponent.map(|exponent| exponent.strip_prefix(['+', '-']).unwrap_or(exponent));
    for part in [Some(whole), fraction, exponent].into_iter().flatten() {
        match integer(part, 10) {
            Number::Good => {}
            other => return other,
        }
    }
    if fraction.is_some() || exponent.is_some() {
        return Number::Broken;
    }
    Number::Good
}

fn integer(digits: &str, radix: u32) -> Number {
    if !digits.starts_with(|c: char| c.is_digit(radix))
        || !digits.chars().all(|c| c == '_' || c.is_digit(radix))
    {
        return Number::No;
    }
    match i64::from_str_radix(&digits.replace('_', ""), radix) {
        Ok(_) => Number::Good,
        Err(_) => Number::TooLarge,
    }
}

/// Characters that KDL refuses because they change how text is seen.
fn invisible(text: &str) -> Option<WordFault> {
    let (start, c) = text.char_indices().find(|(_, c)| {
        matches!(
            c,
            '\u{0}'..='\u{8}' | '\u{e}'..='\u{1f}' | '\u{7f}' | '\u{200e}' | '\u{200f}'
                | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
        )
    })?;
    Some(WordFault {
        start,
        end: start + c.len_utf8(),
        message: format!("the invisible character U+{:04X} stands here", u32::from(c)),
        label: "cannot be seen",
        help: "delete it".to_owned(),
        rest_of_line: false,
    })
}

/// The first wrong escape of a quoted text.
fn escape(text: &str) -> Option<WordFault> {
    if !text.starts_with('"') {
        return None;
    }
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c != '\\' {
            continue;
        }
        let (at, escaped) = chars.next()?;
        let end = match escaped {
            '\\' | '"' | 'b' | 'f' | 'n' | 'r' | 't' | 's' => continue,
            _ if is_space(escaped) || is_newline(escaped) => continue,
            'u' => match unicode(text.get(at + 1..).unwrap_or_default()) {
                Ok(()) => continue,
                Err(length) => at + 1 + length,
            },
            other => at + other.len_utf8(),
        };
        let written = text.get(start..end).unwrap_or_default();
        return Some(WordFault {
            start,
            end,
            message: format!("`{written}` is not an escape"),
            label: "unknown escape",
            help: format!("write `\\{written}`"),
            rest_of_line: false,
        });
    }
    None
}

/// `{1F600}`; otherwise how many bytes to underline.
fn unicode(text: &str) -> Result<(), usize> {
    let inner = text.strip_prefix('{').ok_or(0_usize)?;
    let end = inner
        .find('}')
        .filter(|end| (1..=6).contains(end))
        .ok_or(1_usize)?;
    let digits = inner.get(..end).unwrap_or_default();
    let known = digits.bytes().all(|byte| byte.is_ascii_hexdigit())
        && u32::from_str_radix(digits, 16)
            .ok()
            .and_then(char::from_u32)
            .is_some();
    if known { Ok(()) } else { Err(end + 2) }
}

/// A line of a long text that stands left of its closing quotes, whose blanks every line must begin with.
fn margin(text: &str) -> Option<WordFault> {
    let (body, last) = text.rsplit_once('\n')?;
    let closing = last.trim_start_matches(is_space);
    let margin = last.get(..last.len() - closing.len())?;
    // An escape may take the line break or the blanks away; the kdl crate knows.
    let escapes = text.starts_with('"') && (text.contains("\\\n") || last.contains('\\'));
    if escapes {
        return None;
    }
    if !closing.starts_with("\"\"\"") {
        let start = body.len() + 1 + margin.len();
        return Some(WordFault {
            start,
            end: text.len(),
            message: "the closing quotes do not stand on a line of their own".to_owned(),
            label: "behind text",
            help: "break the line before `\"\"\"`".to_owned(),
            rest_of_line: false,
        });
    }
    let mut start = body.find('\n')? + 1;
    for line in body.get(start..)?.split('\n') {
        let blank = line.chars().all(|c| is_space(c) || is_newline(c));
        if !blank && !line.starts_with(margin) {
            return Some(WordFault {
                start,
                end: start + line.trim_end().len(),
                message: "this line does not begin with the blanks before the closing quotes"
                    .to_owned(),
                label: "left of the closing quotes",
                help: "indent it like the closing `\"\"\"`".to_owned(),
                rest_of_line: false,
            });
        }
        start += line.len() + 1;
    }
    None
}
