//! "Did you mean": the nearest of the known words, when it is near enough to be meant.

/// What other languages and older habits call our words.
const ELSEWHERE: [(&str, &str); 35] = [
    ("retention", "retain"),
    ("ttl", "retain"),
    ("expires", "retain"),
    ("on-delete", "on-erase"),
    ("erase", "on-erase"),
    ("erasure", "on-erase"),
    ("if", "when"),
    ("for", "each"),
    ("foreach", "each"),
    ("set", "let"),
    ("var", "let"),
    ("return", "stop"),
    ("otherwise", "else"),
    ("description", "about"),
    ("desc", "about"),
    ("user", "user-id"),
    ("member", "user-id"),
    ("string", "text"),
    ("integer", "int"),
    ("number", "int"),
    ("boolean", "bool"),
    ("date", "instant"),
    ("remove", "delete"),
    ("save", "insert"),
    ("add", "insert"),
    ("create", "insert"),
    ("mute", "timeout"),
    ("unmute", "end-timeout"),
    ("untimeout", "end-timeout"),
    ("say", "reply"),
    ("respond", "reply"),
    ("answer", "reply"),
    ("post", "send"),
    ("log", "emit"),
    ("anonymise", "pseudonymise"),
];

const CHOICES_MAX: usize = 40;

/// The known word that differs from `word` least; none when they share too little.
pub fn closest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    let allowed = (length / 3).max(1);
    let known: Vec<&str> = known.into_iter().collect();
    let near = known
        .iter()
        .copied()
        // The distance is no less than this, and costs the product of both lengths.
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= allowed)
        .filter(|candidate| parts_are_near(word, candidate))
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate);
    near.or_else(|| {
        let mut others = ELSEWHERE.iter().filter(|(other, _)| *other == word);
        others.find_map(|(_, ours)| known.iter().copied().find(|known| known == ours))
    })
}

/// `message-delete` is not `message-edit` misspelt: of words of as many parts, each part is near to the other's.
fn parts_are_near(word: &str, candidate: &str) -> bool {
    let (word, candidate): (Vec<&str>, Vec<&str>) =
        (word.split('-').collect(), candidate.split('-').collect());
    let near = |(one, other): (&&str, &&str)| {
        strsim::damerau_levenshtein(one, other) <= (one.chars().count() / 3).max(1)
    };
    word.len() == 1 || word.len() != candidate.len() || word.iter().zip(&candidate).all(near)
}

/// "did you mean `x`?", or what there is to choose from.
pub(crate) fn did_you_mean(word: &str, known: &[&str]) -> String {
    if let Some(near) = closest(word, known.iter().copied()) {
        return format!("did you mean `{near}`?");
    }
    if known.is_empty() {
        return format!("delete `{word}`");
    }
    let mut all: Vec<_> = known.iter().map(|known| format!("`{known}`")).collect();
    // As many as there are steps and deeds: what a list leaves out, its reader takes for missing.
    let more = all.len() > CHOICES_MAX;
    all.truncate(CHOICES_MAX);
    format!("use {}{}", all.join(", "), if more { " …" } else { "" })
}
