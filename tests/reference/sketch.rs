//! The text of a policy as a tree, of which parts can be taken away: where the compiler refuses them, and to shrink what
//! fails.

use std::fmt::Write as _;

/// One node of the policy.
#[derive(Debug, Clone)]
pub struct Part {
    pub head: String,
    pub inside: Vec<Part>,
    /// Whether the policy may do without it.
    pub free: bool,
    pub block: bool,
    /// What stands there where the compiler refuses it; then it does not go.
    pub instead: Option<String>,
}

impl Part {
    pub fn line(head: impl Into<String>) -> Self {
        Self {
            head: head.into(),
            inside: Vec::new(),
            free: true,
            block: false,
            instead: None,
        }
    }

    pub fn block(head: impl Into<String>, inside: Vec<Part>) -> Self {
        Self {
            head: head.into(),
            inside,
            free: true,
            block: true,
            instead: None,
        }
    }

    /// Something that there must be, with something simpler to fall back to.
    pub fn or(self, instead: &str) -> Self {
        Self {
            free: false,
            instead: Some(instead.to_owned()),
            ..self
        }
    }

    pub fn needed(self) -> Self {
        Self {
            free: false,
            ..self
        }
    }

    fn print(&self, depth: usize, line: &mut usize, out: &mut String) {
        let _ = write!(out, "{:width$}{}", "", self.head, width = depth * 4);
        *line += 1;
        if !self.block {
            out.push('\n');
            return;
        }
        out.push_str(" {\n");
        for part in &self.inside {
            part.print(depth + 1, line, out);
        }
        let _ = writeln!(out, "{:width$}}}", "", width = depth * 4);
        *line += 1;
    }

    fn lines(&self) -> usize {
        let inside: usize = self.inside.iter().map(Part::lines).sum();
        if self.block { inside + 2 } else { 1 }
    }
}

/// A whole policy.
#[derive(Debug, Clone, Default)]
pub struct Sketch(pub Vec<Part>);

/// Where a part stands: the place in each level of the tree.
pub type Path = Vec<usize>;

impl Sketch {
    pub fn text(&self) -> String {
        let (mut line, mut out) = (0, String::new());
        for part in &self.0 {
            part.print(0, &mut line, &mut out);
        }
        out
    }

    /// The smallest part that can go and stands on a line, counted from 1. A step goes without what is in it only as a whole.
    pub fn at_line(&self, line: usize) -> Option<Path> {
        let mut found = None;
        let mut path = Path::new();
        let mut parts = &self.0;
        let mut start = 1;
        'down: loop {
            for (place, part) in parts.iter().enumerate() {
                let end = start + part.lines();
                if line < end {
                    path.push(place);
                    if part.free || part.instead.is_some() && line == start {
                        found = Some(path.clone());
                    }
                    if line == start {
                        return found;
                    }
                    start += 1;
                    parts = &part.inside;
                    continue 'down;
                }
                start = end;
            }
            return found;
        }
    }

    /// Every part that can go, outer parts first.
    pub fn free(&self) -> Vec<Path> {
        let mut all = Vec::new();
        let mut level: Vec<(Path, &Part)> = self
            .0
            .iter()
            .enumerate()
            .map(|(place, part)| (vec![place], part))
            .collect();
        while !level.is_empty() {
            let mut next = Vec::new();
            for (path, part) in level {
                if part.free {
                    all.push(path.clone());
                }
                for (place, part) in part.inside.iter().enumerate() {
                    let mut path = path.clone();
                    path.push(place);
                    next.push((path, part));
                }
            }
            level = next;
        }
        all
    }

    pub fn without(&self, path: &[usize]) -> Self {
        let mut sketch = self.clone();
        sketch.take_out(path);
        sketch
    }

    pub fn take_out(&mut self, path: &[usize]) {
        let Some((last, up)) = path.split_last() else {
            return;
        };
        let mut parts = &mut self.0;
        for place in up {
            let Some(part) = parts.get_mut(*place) else {
                return;
            };
            parts = &mut part.inside;
        }
        if let Some(part) = parts.get_mut(*last) {
            if let Some(instead) = part.instead.take() {
                part.head = instead;
                return;
            }
            parts.remove(*last);
        }
        // What stood behind a `when` cannot stand alone.
        while parts.get(*last).is_some_and(|part| part.head == "else") {
            parts.remove(*last);
        }
    }

    /// Takes out several parts that were found before any was taken out.
    pub fn take_out_all(&mut self, mut paths: Vec<Path>) {
        paths.sort();
        paths.dedup();
        // A part goes with the one that it stands in.
        let mut outer: Vec<Path> = Vec::new();
        for path in paths {
            if !outer.iter().any(|known| path.starts_with(known)) {
                outer.push(path);
            }
        }
        for path in outer.iter().rev() {
            self.take_out(path);
        }
    }
}
