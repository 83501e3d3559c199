//! A clause that stands outside its quotes: what it is as a text.

use super::{Guard, Kind, Token};

impl Guard<'_> {
    /// Whether `==` follows: no property's name stands before it.
    pub(super) fn compares(&self) -> bool {
        let rest = self.tokens.get(self.at..).unwrap_or_default();
        let mut rest = rest.iter().filter(|token| token.kind != Kind::Space);
        let mut equals = || rest.next().is_some_and(|token| token.kind == Kind::Equals);
        equals() && equals()
    }

    /// Several bare words where one clause stands: `retain until guild.removed`.
    pub(super) fn bare_clause(&mut self, token: Token) -> bool {
        let is_clause = matches!(
            self.slice(self.name),
            "retain" | "when" | "each" | "require"
        );
        if !is_clause || token.kind != Kind::Word || self.line.muted {
            return false;
        }
        let rest = self.tokens.get(self.at..).unwrap_or_default();
        let rest = rest.iter().take_while(|token| {
            !matches!(
                token.kind,
                Kind::Newline | Kind::Semicolon | Kind::OpenBrace | Kind::CloseBrace
            ) && !matches!(token.kind, Kind::LineComment | Kind::BlockComment)
        });
        let mut rest: Vec<_> = rest.filter(|token| token.kind != Kind::Space).collect();
        let equals = |at: usize| rest.get(at).is_some_and(|token| token.kind == Kind::Equals);
        let is_property = !equals(0) && equals(1) && !equals(2);
        // `a == "b" else="no"`: what is given beside the clause does not belong to it.
        let beside = rest.windows(3).position(|three| match three {
            [name, equals, value] => {
                (name.kind, equals.kind) == (Kind::Word, Kind::Equals)
                    && value.kind != Kind::Equals
                    && name.span.end == equals.span.start
            }
            _ => false,
        });
        rest.truncate(beside.unwrap_or(rest.len()));
        let Some(last) = rest.last().filter(|_| !is_property) else {
            return false;
        };
        let whole = token.span.join(last.span);
        // Within the quotes of the clause a text stands between `'`.
        let clause = self.slice(whole).replace('"', "'");
        let help = format!("write `\"{clause}\"`");
        let message = format!("`{}` stands outside quotes", self.slice(token.span));
        self.lost(token.span, message, "a clause is a text", &help);
        true
    }
}
