//! Discord's mark-up, taken off: what is left is what people see.
//!
//! Follows what Discord's clients show: an underscore inside a word is a letter, a pair of `__` is not.

/// A marker of mark-up, and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    mark: char,
    start: usize,
    len: usize,
}

/// The text without mark-up. Where a link hides behind other words, its address stands at the end, on a line of its own.
pub(super) fn without(text: &str) -> String {
    const MARKS: [char; 9] = ['*', '_', '~', '|', '`', '\\', '[', '#', '>'];
    if !text.contains(MARKS) && !text.contains("-# ") {
        return text.to_owned();
    }
    let lines: Vec<&str> = text.split('\n').map(without_heading).collect();
    let chars: Vec<char> = lines.join("\n").chars().collect();
    let (mut shown, addresses) = without_links(&chars);
    drop_paired(&mut shown);
    let mut out: String = shown.into_iter().map(|(c, _)| c).collect();
    for address in addresses {
        out.push('\n');
        out += &address;
    }
    out
}

/// Without what begins a heading, a quotation or a small line.
fn without_heading(line: &str) -> &str {
    for mark in [">>> ", "> ", "### ", "## ", "# ", "-# "] {
        if let Some(rest) = line.strip_prefix(mark) {
            return without_heading(rest);
        }
    }
    line
}

/// Characters that are shown, each with whether it may be mark-up; and the addresses that stood behind words.
fn without_links(chars: &[char]) -> (Vec<(char, bool)>, Vec<String>) {
    let mut shown = Vec::with_capacity(chars.len());
    let mut addresses = Vec::new();
    let mut at = 0;
    // Where a link's words begin that may turn out to be one, so that each bracket is looked at once.
    let mut open: Vec<usize> = Vec::new();
    while let Some(&c) = chars.get(at) {
        match c {
            '\\' if chars.get(at + 1).is_some_and(char::is_ascii_punctuation) => {
                shown.extend(chars.get(at + 1).map(|c| (*c, false)));
                at += 2;
                continue;
            }
            '[' => open.push(shown.len()),
            ']' => {
                if let Some(begin) = open.pop()
                    && let Some((address, end)) = address(chars, at + 1)
                {
                    shown.remove(begin);
                    addresses.push(address);
                    at = end;
                    continue;
                }
            }
            _ => {}
        }
        shown.push((c, true));
        at += 1;
    }
    (shown, addresses)
}

/// `(https://example.org "title")`, with or without `<…>`, from a place on; and where it ends.
fn address(chars: &[char], from: usize) -> Option<(String, usize)> {
    /// The longest message there can be.
    const ADDRESS_MAX: usize = 4_000;
    if chars.get(from) != Some(&'(') {
        return None;
    }
    let mut depth = 0_usize;
    for (i, c) in chars.iter().enumerate().skip(from).take(ADDRESS_MAX) {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            '\n' => return None,
            _ => {}
        }
        if depth == 0 {
            let inside: String = chars.get(from + 1..i)?.iter().collect();
            let address = inside.split_whitespace().next()?;
            let address = address.trim_start_matches('<').trim_end_matches('>');
            let is_link = address.split_once("://").is_some_and(|(scheme, rest)| {
                !rest.is_empty() && scheme.chars().all(|c| c.is_ascii_alphanumeric())
            });
            return is_link.then(|| (address.to_owned(), i + 1));
        }
    }
    None
}

/// Drops markers that stand in pairs, and what is escaped stays.
fn drop_paired(shown: &mut Vec<(char, bool)>) {
    let runs = runs(shown);
    let mut dropped = vec![false; shown.len()];
    let mut drop_run = |run: &Run, len: usize| {
        for place in dropped.iter_mut().skip(run.start).take(len) {
            *place = true;
        }
    };
    // What stands in `code` is shown as it is.
    let mut code: Vec<(usize, usize)> = Vec::new();
    let mut last: Option<&Run> = None;
    for run in runs.iter().filter(|run| run.mark == '`') {
        match last {
            Some(begin) if begin.len == run.len => {
                drop_run(begin, begin.len);
                drop_run(run, run.len);
                code.push((begin.start, run.start));
                last = None;
            }
            _ => last = Some(run),
        }
    }
    let is_code = |run: &Run| {
        code.iter()
            .any(|(from, to)| (*from..*to).contains(&run.start))
    };
    for (mark, least, most) in [
        ('*', 1, usize::MAX),
        ('_', 2, usize::MAX),
        ('_', 1, 1),
        ('~', 2, usize::MAX),
        ('|', 2, usize::MAX),
    ] {
        let mut open: Option<&Run> = None;
        let of = runs.iter().filter(|run| run.mark == mark && !is_code(run));
        for run in of.filter(|run| (least..=most).contains(&run.len)) {
            let inside_word = mark == '_' && run.len == 1 && is_inside_word(shown, run);
            if inside_word {
                continue;
            }
            match open {
                Some(begin) => {
                    drop_run(begin, begin.len);
                    drop_run(run, run.len);
                    open = None;
                }
                None if run.len == 1 && ends_before_space(shown, run) => {}
                None => open = Some(run),
            }
        }
    }
    let mut dropped = dropped.into_iter();
    shown.retain(|_| !dropped.next().unwrap_or_default());
}

fn runs(shown: &[(char, bool)]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (start, (mark, is_mark)) in shown.iter().copied().enumerate() {
        if !is_mark || !matches!(mark, '*' | '_' | '~' | '|' | '`') {
            continue;
        }
        match runs.last_mut() {
            Some(run) if run.mark == mark && run.start + run.len == start => run.len += 1,
            _ => runs.push(Run {
                mark,
                start,
                len: 1,
            }),
        }
    }
    runs
}

fn is_inside_word(shown: &[(char, bool)], run: &Run) -> bool {
    let is_letter = |place: Option<usize>| {
        let c = place.and_then(|place| shown.get(place));
        c.is_some_and(|(c, _)| c.is_alphanumeric())
    };
    is_letter(run.start.checked_sub(1)) && is_letter(Some(run.start + run.len))
}

fn ends_before_space(shown: &[(char, bool)], run: &Run) -> bool {
    let next = shown.get(run.start + run.len);
    next.is_none_or(|(c, _)| c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_discord_does_not_show_is_gone() {
        for (written, seen) in [
            ("heff**alu**mp", "heffalump"),
            ("heff||alu||mp", "heffalump"),
            ("heff~~alu~~mp", "heffalump"),
            ("heff__alu__mp", "heffalump"),
            ("heff***alu***mp", "heffalump"),
            ("heff*alu*mp", "heffalump"),
            ("one _heffalump_ here", "one heffalump here"),
            ("__heffalump__", "heffalump"),
            ("heff`alu`mp", "heffalump"),
            ("> # heffalump", "heffalump"),
            ("-# heffalump", "heffalump"),
            ("heff\\alump", "heff\\alump"),
            ("h\\_eff", "h_eff"),
        ] {
            assert_eq!(without(written), seen, "{written}");
        }
    }

    #[test]
    fn what_discord_shows_stays() {
        for text in [
            "snake_case_word",
            "2 * 3 * 4",
            "a ~ b | c",
            "f*ck",
            "#general",
            "a > b",
            "x__y",
            "[sic] (no link)",
            "[a](b)",
        ] {
            assert_eq!(without(text), text);
        }
        assert_eq!(without("\\*no\\* mark-up"), "*no* mark-up");
        assert_eq!(without("`a*b*c`"), "a*b*c");
    }

    #[test]
    fn words_of_a_link_are_seen_and_its_address_is_kept() {
        assert_eq!(
            without("heff[alu](<https://example.org>)mp"),
            "heffalump\nhttps://example.org"
        );
        assert_eq!(
            without("[a](https://example.org/x_(y) \"title\") b"),
            "a b\nhttps://example.org/x_(y)"
        );
    }

    #[test]
    fn a_hostile_text_takes_linear_time() {
        for text in ["[", "](", "*", "`", "_a", "[a](", "\\"] {
            without(&text.repeat(4_000));
        }
    }
}
