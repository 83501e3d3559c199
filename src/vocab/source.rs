//! The texts that spans point into: a policy and what it imports, laid end to end.
//!
//! A span is a range of bytes in all of them together, so it needs no word on which file it is in, and places sort as
//! they are read: the policy first, then its imports in their order. In a policy of one file a span is a range of that file.
//!
//! INVARIANT: a span lies in one text; a byte stands between two texts that belongs to neither.

use super::{Place, Span};

/// All texts of one policy, at least one; by default an empty one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sources {
    text: String,
    first: Part,
    imported: Vec<Part>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Part {
    name: String,
    start: usize,
    end: usize,
    /// Where each line begins, in all texts together.
    lines: Vec<usize>,
    imported_at: Option<Span>,
}

/// One of the texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct File<'a> {
    /// As findings and the notice show it: relative, with `/`.
    pub name: &'a str,
    pub text: &'a str,
    /// Where it begins among all texts.
    pub start: usize,
    /// The node that imports it, in another text; none for the policy itself.
    pub imported_at: Option<Span>,
    lines: &'a [usize],
}

impl Part {
    fn new(name: &str, text: &str, start: usize, imported_at: Option<Span>) -> Self {
        let breaks = text.match_indices('\n').map(|(at, _)| start + at + 1);
        Self {
            name: name.to_owned(),
            start,
            end: start + text.len(),
            lines: std::iter::once(start).chain(breaks).collect(),
            imported_at,
        }
    }
}

impl Sources {
    /// Of a policy alone.
    #[must_use]
    pub fn of(name: &str, text: &str) -> Self {
        Self {
            text: text.to_owned(),
            first: Part::new(name, text, 0, None),
            imported: Vec::new(),
        }
    }

    /// Adds what the node at `imported_at` imports; gives where its text begins.
    pub fn add(&mut self, name: &str, text: &str, imported_at: Span) -> usize {
        self.text.push('\n');
        let part = Part::new(name, text, self.text.len(), Some(imported_at));
        let start = part.start;
        self.text.push_str(text);
        self.imported.push(part);
        start
    }

    /// All texts end to end: what spans are ranges of.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The policy itself.
    #[must_use]
    pub fn policy(&self) -> File<'_> {
        self.view(&self.first)
    }

    /// The policy, then what it imports.
    pub fn files(&self) -> impl Iterator<Item = File<'_>> {
        std::iter::once(&self.first)
            .chain(&self.imported)
            .map(|part| self.view(part))
    }

    /// The text that a byte is in.
    #[must_use]
    pub fn file(&self, byte: usize) -> File<'_> {
        let after = self.imported.partition_point(|part| part.start <= byte);
        let imported = after.checked_sub(1).and_then(|at| self.imported.get(at));
        self.view(imported.unwrap_or(&self.first))
    }

    fn view<'a>(&'a self, part: &'a Part) -> File<'a> {
        File {
            name: &part.name,
            text: self.text.get(part.start..part.end).unwrap_or_default(),
            start: part.start,
            imported_at: part.imported_at,
            lines: &part.lines,
        }
    }

    /// The nodes by which a place came into the policy, the one nearest to it first; none in the policy itself.
    pub fn imports_of(&self, span: Span) -> impl Iterator<Item = Span> {
        let first = self.file(span.start).imported_at;
        std::iter::successors(first, |at| self.file(at.start).imported_at)
    }

    #[must_use]
    pub fn place(&self, span: Span) -> Place {
        let file = self.file(span.start);
        let last = span.end.saturating_sub(1).max(span.start);
        Place {
            file: file.name.to_owned(),
            first_line: file.line(span.start),
            last_line: file.line(last),
        }
    }
}

impl File<'_> {
    /// A byte of all texts as one of this text. Before its beginning is its beginning, past its end its end.
    #[must_use]
    pub fn within(&self, byte: usize) -> usize {
        byte.saturating_sub(self.start).min(self.text.len())
    }

    /// The line of a byte, from 1.
    fn line(&self, byte: usize) -> u32 {
        let line = self.lines.partition_point(|start| *start <= byte);
        u32::try_from(line).unwrap_or(u32::MAX)
    }

    /// Line and column of a byte of all texts, both from 1, the column in characters. Past the end is the end.
    #[must_use]
    pub fn position(&self, byte: usize) -> (usize, usize) {
        let byte = self.start + self.within(byte);
        let line = self.lines.partition_point(|start| *start <= byte);
        let start = line.checked_sub(1).and_then(|line| self.lines.get(line));
        let start = start.map_or(0, |start| self.within(*start));
        let column = self
            .text
            .get(start..)
            .unwrap_or_default()
            .char_indices()
            .take_while(|(at, _)| self.start + start + at < byte)
            .count();
        (line, column + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_says_by_itself_which_text_it_is_in() {
        let mut sources = Sources::of("bot.kdl", "import \"a\"\nétage\n");
        let import = Span::new(0, 10);
        let a = sources.add("a.kdl", "one\ntwö three", import);
        let b = sources.add("b.kdl", "", Span::new(a, a + 3));
        assert_eq!(&sources.text()[a..a + 3], "one");
        assert_eq!(sources.file(0).name, "bot.kdl");
        assert_eq!(sources.file(a - 1).name, "bot.kdl");
        assert_eq!(sources.file(a).name, "a.kdl");
        assert_eq!(sources.file(b).name, "b.kdl");
        let three = Span::new(a + 9, a + 14);
        let place = sources.place(three);
        assert_eq!(
            (place.file.as_str(), place.first_line, place.last_line),
            ("a.kdl", 2, 2)
        );
        assert_eq!(sources.file(three.start).position(three.start), (2, 5));
        assert_eq!(sources.file(0).position(13), (2, 2));
        assert_eq!(sources.imports_of(import).count(), 0);
        assert_eq!(
            sources.imports_of(Span::new(b, b)).collect::<Vec<_>>(),
            [Span::new(a, a + 3), import]
        );
    }

    #[test]
    fn past_the_end_is_the_end() {
        let sources = Sources::of("bot.kdl", "one\ntwo");
        assert_eq!(sources.file(99).position(99), (2, 4));
        assert_eq!(sources.place(Span::new(4, 7)).last_line, 2);
    }
}
