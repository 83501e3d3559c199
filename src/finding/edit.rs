//! A help that is one edit, as that edit.
//!
//! A help says what to type, in one of a few forms, each of which says where as well: a word in the place of what is
//! underlined, a property at the end of its node, a step before it. A help that gives a choice, or leaves something to be
//! filled in, is none of them.
//!
//! Whoever makes an edit looks afterwards whether the finding is gone: where a form can mean two places, both are given.

use crate::vocab::Span;

use super::Finding;

/// `text` in the place of what stands at `at`, in all texts of the policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    pub at: Span,
    pub text: String,
}

impl Finding {
    /// What its help may mean, the likeliest first; nothing where it leaves something to its reader. `texts` are all texts
    /// of the policy.
    #[must_use]
    pub fn edits(&self, texts: &str) -> Vec<Edit> {
        let help = self.diagnostic.help().map(|help| help.to_string());
        let form = help.as_deref().and_then(Form::of);
        let at = self.span();
        form.map_or_else(Vec::new, |form| form.edits(texts, at))
    }
}

/// The forms of a help that is an edit.
#[derive(Debug, PartialEq, Eq)]
enum Form<'a> {
    Write(&'a str),
    Add(&'a str),
    /// To the nearest node of that name before it.
    AddTo(&'a str, &'a str),
    PutBefore(&'a str),
    Delete,
}

impl<'a> Form<'a> {
    fn of(help: &'a str) -> Option<Self> {
        if help == "delete it" {
            return Some(Self::Delete);
        }
        let parts: Vec<&str> = help.split('`').collect();
        let form = match parts.as_slice() {
            ["did you mean ", text, "?"] | ["write " | "use ", text, "" | " without quotes"] => {
                Self::Write(text)
            }
            ["add ", text, ""] => Self::Add(text),
            ["add ", text, " to the ", node, " before it"] => Self::AddTo(text, node),
            ["put ", text, " before it"] => Self::PutBefore(text),
            _ => return None,
        };
        let is_whole = |text: &str| !text.contains('…') && !has_blank(text);
        parts
            .get(1)
            .is_some_and(|text| is_whole(text))
            .then_some(form)
    }

    fn edits(&self, texts: &str, at: Span) -> Vec<Edit> {
        let edit = |start: usize, end: usize, text: String| Edit {
            at: Span::new(start, end),
            text,
        };
        let insert = |place: usize, text: String| edit(place, place, text);
        match self {
            Self::Write(text) => written(texts, at, text),
            Self::Add(text) => {
                let ends = [head_end(texts, at.start), head_end(texts, at.end)];
                let ends = ends.into_iter().map(|end| insert(end, format!(" {text}")));
                ends.collect()
            }
            Self::AddTo(text, node) => {
                let before = texts.get(..at.start).unwrap_or_default();
                let node = before.rfind(&format!("{node} "));
                let added = node.map(|node| insert(head_end(texts, node), format!(" {text}")));
                added.into_iter().collect()
            }
            Self::PutBefore(text) => {
                let (start, indent) = step_start(texts, at.start);
                let text = indent
                    .map_or_else(|| format!("{text}; "), |indent| format!("{text}\n{indent}"));
                vec![insert(start, text)]
            }
            Self::Delete => {
                let line = whole_line(texts, at);
                let all = [line, Some(at)].into_iter().flatten();
                all.map(|at| edit(at.start, at.end, String::new()))
                    .collect()
            }
        }
    }
}

/// In the place of what is underlined; where that is a node and the text has its name, also as more of its properties.
fn written(texts: &str, at: Span, text: &str) -> Vec<Edit> {
    let there = texts.get(at.start..at.end).unwrap_or_default();
    let mut edits = Vec::new();
    if let Some((name, more)) = text.split_once(' ')
        && let Some(rest) = texts.get(at.start..).unwrap_or_default().strip_prefix(name)
        && rest.starts_with([' ', '\n', ';', '{'])
    {
        let end = at.start + name.len();
        edits.push(Edit {
            at: Span::new(end, end),
            text: format!(" {more}"),
        });
    }
    let is_quoted = there.len() > 1 && there.starts_with('"') && there.ends_with('"');
    let plain = Edit {
        at,
        text: text.to_owned(),
    };
    let quoted = (is_quoted && !text.contains('"')).then(|| Edit {
        at,
        text: format!("\"{text}\""),
    });
    edits.extend(quoted);
    edits.push(plain);
    edits
}

/// A word in capitals stands for something that its reader knows.
fn has_blank(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_ascii_alphabetic());
    words.any(|word| word.len() > 2 && word.chars().all(|c| c.is_ascii_uppercase()))
}

/// Where the values and properties of a node end that has something at `from`: before its children, or its line's end.
fn head_end(texts: &str, from: usize) -> usize {
    let rest = texts.get(from..).unwrap_or_default();
    let mut in_text = false;
    let mut before = ' ';
    let end = rest.char_indices().find_map(|(at, c)| {
        let is_comment = rest.get(at..).is_some_and(|rest| rest.starts_with("//"));
        let is_end = matches!(c, '{' | '}' | ';' | '\n') || is_comment;
        if c == '"' && before != '\\' {
            in_text = !in_text;
        }
        before = c;
        (is_end && !in_text).then_some(at)
    });
    let head = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
    from + head.trim_end().len()
}

/// Where the step begins that has something at `at`, and its indent when it begins its line.
fn step_start(texts: &str, at: usize) -> (usize, Option<&str>) {
    let before = texts.get(..at).unwrap_or_default();
    let line = before.rfind('\n').map_or(0, |end| end + 1);
    let there = before.get(line..).unwrap_or_default();
    if let Some(behind) = there.rfind(['{', ';']) {
        let rest = there.get(behind + 1..).unwrap_or_default();
        let blank = rest.len() - rest.trim_start().len();
        return (line + behind + 1 + blank, None);
    }
    let indent = there.len() - there.trim_start().len();
    (line + indent, there.get(..indent))
}

/// The line of something that stands alone on it, with its end.
fn whole_line(texts: &str, at: Span) -> Option<Span> {
    let before = texts.get(..at.start)?;
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let after = texts.get(at.end..)?;
    let end = at.end + after.find('\n').map_or(after.len(), |end| end + 1);
    let is_alone =
        texts.get(start..at.start)?.trim().is_empty() && texts.get(at.end..end)?.trim().is_empty();
    is_alone.then(|| Span::new(start, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_help_with_a_choice_or_a_blank_is_no_edit() {
        for help in [
            "write `updated=\"2026-01-01\"`, or correct the date of the change",
            "write `retain \"until …\"`",
            "name a field: `row.FIELD`",
            "write `row.FIELD`",
            "use `a`, `b`",
            "say what it tells of the person: `category=activity`",
        ] {
            assert_eq!(Form::of(help), None, "{help}");
        }
        assert_eq!(
            Form::of("did you mean `retain`?"),
            Some(Form::Write("retain"))
        );
    }

    #[test]
    fn a_property_goes_before_the_children_and_a_step_before_its_step() {
        let text = "feature f {\n    require \"a { b\" else=\"No; no\" { x } // why\n    kick member=who; ban member=who\n}\n";
        let made = |form: Form<'_>, word: &str| {
            let start = text.find(word).unwrap();
            let at = Span::new(start, start + word.len());
            let mut edits = form.edits(text, at).into_iter();
            let Edit { at, text: new } = edits.next().unwrap();
            format!("{}{new}{}", &text[..at.start], &text[at.end..])
        };
        let added = made(Form::Add("target=who"), "require");
        assert!(
            added.contains("else=\"No; no\" target=who { x }"),
            "{added}"
        );
        let added = made(Form::AddTo("target=who", "require"), "kick");
        assert!(
            added.contains("else=\"No; no\" target=who { x }"),
            "{added}"
        );
        let put = made(Form::PutBefore("stop"), "kick");
        assert!(put.contains("\n    stop\n    kick"), "{put}");
        let put = made(Form::PutBefore("stop"), "ban");
        assert!(put.contains("kick member=who; stop; ban"), "{put}");
    }
}
