//! Words of the language that have no row: nodes, steps and properties, as the book tells of them.
//!
//! The book's page of the language is the one place that says what they mean. A word stands at the beginning of the first
//! code of a table's row or of a paragraph; a property stands as `word=` in one.

const LANGUAGE: &str = include_str!("../../../book/src/language.md");

/// What the book says of a word, a passage each.
pub(super) fn told(word: &str) -> Vec<String> {
    let of_nodes: Vec<&str> = passages().filter(|one| begins_with(one, word)).collect();
    let of = if of_nodes.is_empty() {
        let property = format!("{word}=");
        let has = |passage: &&str| {
            let mut tokens = codes(passage).flat_map(|code| code.split([' ', '[']));
            tokens.any(|token| token.starts_with(&property))
        };
        passages().filter(has).collect()
    } else {
        of_nodes
    };
    let shown = of
        .into_iter()
        .map(|passage| format!("{}\n", shown(passage)));
    shown.collect()
}

/// The words of nodes.
pub(super) fn words() -> impl Iterator<Item = &'static str> {
    let codes = passages().filter_map(|passage| codes(passage).next());
    let words = codes.filter_map(|code| code.split_whitespace().next());
    words.filter(|word| word.chars().all(|c| c.is_ascii_lowercase() || c == '-'))
}

/// Rows of tables, and paragraphs.
fn passages() -> impl Iterator<Item = &'static str> {
    let blocks = LANGUAGE
        .split("\n\n")
        .filter(|block| !block.starts_with("```"));
    blocks.flat_map(|block| {
        let is_table = block.starts_with('|');
        let rows = block.lines().filter(move |_| is_table).skip(2);
        let bullets = block.split("\n- ").filter(move |_| !is_table);
        rows.chain(bullets)
    })
}

/// What stands between back-ticks, in order.
fn codes(passage: &str) -> impl Iterator<Item = &str> {
    passage.split('`').skip(1).step_by(2)
}

/// Whether the word is what a row or a paragraph is about: `store NAME scope=…`.
fn begins_with(passage: &str, word: &str) -> bool {
    let first = |code: &str| code.split([' ', '=', '|']).next() == Some(word);
    let cell = passage
        .strip_prefix("| ")
        .and_then(|row| row.split(" | ").next());
    if let Some(cell) = cell {
        return codes(cell).any(first);
    }
    let introduces = passage.split('`').next().unwrap_or_default();
    let is_definition =
        introduces.is_empty() || introduces.ends_with(": ") || introduces.ends_with("** ");
    is_definition
        && codes(passage)
            .next()
            .is_some_and(|code| code.contains(' ') && first(code))
}

/// A row as a paragraph.
fn shown(passage: &str) -> String {
    let Some(row) = passage.strip_prefix("| ") else {
        return passage.to_owned();
    };
    let cells = row.trim_end_matches('|').split(" | ").map(str::trim);
    let cells: Vec<&str> = cells.filter(|cell| !cell.is_empty()).collect();
    cells.join("\n\n").replace("\\|", "|")
}

#[cfg(test)]
mod tests {
    use super::{told, words};

    #[test]
    fn each_node_of_the_language_is_told() {
        for word in [
            "feature",
            "store",
            "field",
            "retain",
            "basis",
            "never",
            "command",
            "reply",
            "key",
            "on-erase",
            "setting",
            "import",
            "param",
            "export",
            "hold",
            "keep",
            "commands",
            "when",
            "require",
            "each",
            "controller",
            "purpose",
            "drop",
            "rename",
            "on",
        ] {
            assert!(!told(word).is_empty(), "{word}");
        }
    }

    #[test]
    fn a_property_is_told_by_what_has_it() {
        for word in ["ephemeral", "suppress", "scope", "permission", "interest"] {
            assert!(!told(word).is_empty(), "{word}");
        }
        assert!(told("no-such-word").is_empty());
        assert!(words().any(|word| word == "retain"));
    }
}
