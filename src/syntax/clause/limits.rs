//! Refuses clauses that are too long or too deep before pest recurses into them.

use crate::{
    finding::Findings,
    syntax::{
        ast::Written,
        trouble::{TooDeep, TooLarge},
    },
    vocab::Spanned,
};

use super::Origin;

/// Bytes of one clause.
pub const SIZE_MAX: usize = 4 * 1024;
/// Brackets within brackets, and operators upon operators, of one clause.
pub const DEPTH_MAX: usize = 64;

/// True when the clause may be parsed. `holes` says that only what stands in `{…}` is an expression.
pub(super) fn admit(written: &Spanned<Written>, holes: bool, findings: &mut Findings) -> bool {
    let text = &written.node.text;
    if text.len() > SIZE_MAX {
        findings.push(TooLarge {
            what: "this text".to_owned(),
            size: text.len(),
            limit: SIZE_MAX,
            help: format!("shorten it to {SIZE_MAX} bytes"),
            at: written.span,
        });
        return false;
    }
    if let Some(at) = too_deep_at(text, holes) {
        findings.push(TooDeep::clause(
            DEPTH_MAX / 2,
            Origin::of(written).span(at, at + 1),
        ));
        return false;
    }
    true
}

/// The byte at which the nesting passes the limit: brackets, `if`, and runs of `not` and `-`.
fn too_deep_at(text: &str, holes: bool) -> Option<usize> {
    let mut depth: usize = 0;
    let mut choices: usize = 0;
    let mut prefixes: usize = 0;
    let mut in_text = false;
    let mut in_hole = !holes;
    let mut bytes = text.bytes().enumerate().peekable();
    while let Some((at, byte)) = bytes.next() {
        if !in_hole {
            in_hole = byte == b'{' && bytes.next_if(|(_, next)| *next == b'{').is_none();
            continue;
        }
        if in_text {
            in_text = byte != b'\'';
            continue;
        }
        match byte {
            b'\'' => {
                in_text = true;
                prefixes = 0;
            }
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth = depth.saturating_sub(1),
            b'}' if holes => {
                in_hole = false;
                depth = 0;
                choices = 0;
            }
            b'-' => prefixes += 1,
            b' ' | b'\t' | b'\r' | b'\n' => {}
            _ if byte.is_ascii_alphanumeric() => {
                let mut end = at + 1;
                while bytes
                    .next_if(|(_, next)| next.is_ascii_alphanumeric() || *next == b'-')
                    .is_some()
                {
                    end += 1;
                }
                match text.get(at..end) {
                    Some("not") => prefixes += 1,
                    Some("if") => choices += 1,
                    _ => prefixes = 0,
                }
            }
            _ => prefixes = 0,
        }
        if depth + choices + prefixes > DEPTH_MAX / 2 {
            return Some(at);
        }
    }
    None
}
