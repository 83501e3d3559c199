//! A card as a picture: its title, its text and how far something is, as a PNG.
//!
//! Shows nothing but what stands in the card, and `alternative` says all of it. Pure: the same card is the same bytes.

use std::sync::{Arc, LazyLock};

use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{Options, Tree, fontdb::Database},
};
use unicode_segmentation::UnicodeSegmentation;

use crate::port::Embed;

const WIDTH: u32 = 800;
/// Above and below the lines of text.
const HEAD: usize = 96;
const LINE: usize = 34;
const BAR: usize = 60;
const TITLE_CHARS_MAX: usize = 34;
const LINE_CHARS_MAX: usize = 58;
const LINES_MAX: usize = 6;
const BAR_WIDTH: u32 = 736;

/// Noto Sans, of which Latin, Greek and Cyrillic are here; `font/OFL.txt` is its licence.
static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    fonts.load_font_data(include_bytes!("font/NotoSans-Regular.ttf").to_vec());
    fonts.load_font_data(include_bytes!("font/NotoSans-Bold.ttf").to_vec());
    Arc::new(fonts)
});

/// None where a card has nothing that can be drawn.
#[must_use]
pub fn png(card: &Embed) -> Option<Vec<u8>> {
    let options = Options {
        fontdb: Arc::clone(&FONTS),
        font_family: "Noto Sans".to_owned(),
        ..Options::default()
    };
    let tree = Tree::from_str(&svg(card)?, &options).ok()?;
    let size = tree.size().to_int_size();
    let mut pixels = Pixmap::new(size.width(), size.height())?;
    resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
    pixels.encode_png().ok()
}

/// What is said to who does not see the picture.
#[must_use]
pub fn alternative(card: &Embed) -> String {
    let title = plain(card.title.as_deref().unwrap_or_default());
    let progress = card.progress.map(|percent| format!("{percent} %"));
    let parts = [
        title,
        plain(&card.description),
        progress.unwrap_or_default(),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(". ")
}

fn svg(card: &Embed) -> Option<String> {
    let title = cut(
        &plain(card.title.as_deref().unwrap_or_default()),
        TITLE_CHARS_MAX,
    );
    let lines = lines(&plain(&card.description));
    if title.is_empty() && lines.is_empty() {
        return None;
    }
    let bar = card.progress.map_or(0, |_| BAR);
    let height = HEAD + lines.len() * LINE + bar;
    let mut svg = format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" font-family="Noto Sans" fill="#f2f3f5">
<rect width="{WIDTH}" height="{height}" rx="16" fill="#1e2030"/>
<text x="32" y="64" font-size="36" font-weight="700">{}</text>
"##,
        escaped(&title)
    );
    for (at, line) in lines.iter().enumerate() {
        let (y, line) = (HEAD + at * LINE + 14, escaped(line));
        svg.extend([format!(
            r##"<text x="32" y="{y}" font-size="24" fill="#c9cbd6">{line}</text>"##
        )]);
    }
    if let Some(percent) = card.progress {
        let (y, done) = (height - 48, BAR_WIDTH * u32::from(percent.min(100)) / 100);
        svg.extend([
            format!(
                r##"<rect x="32" y="{y}" width="{BAR_WIDTH}" height="18" rx="9" fill="#3a3d52"/>"##
            ),
            format!(r##"<rect x="32" y="{y}" width="{done}" height="18" rx="9" fill="#7c8cff"/>"##),
        ]);
    }
    Some(svg + "</svg>")
}

/// A text as it reads: without mentions, which are numbers to who draws them, without marks, and without what the font does
/// not have.
fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, tail)) = rest.split_once('<') {
        out.push_str(before);
        let mention = tail
            .split_once('>')
            .filter(|(inside, _)| is_mention(inside));
        rest = if let Some((_, after)) = mention {
            // `@ann: level 3` begins with what comes after the name.
            after.strip_prefix(':').unwrap_or(after)
        } else {
            out.push('<');
            tail
        };
    }
    out.push_str(rest);
    out.retain(|c| !matches!(c, '*' | '`' | '_' | '~' | '|') && has(c));
    let lines = out.lines().map(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        words.join(" ")
    });
    let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

fn is_mention(inside: &str) -> bool {
    let kinds = ["@&", "@!", "@", "#", "t:", ":", "a:"];
    let mut kinds = kinds.iter();
    kinds.any(|kind| {
        let rest = inside.strip_prefix(kind);
        rest.is_some_and(|rest| rest.ends_with(|c: char| c.is_ascii_alphanumeric()))
    })
}

/// What of Unicode the font has.
fn has(c: char) -> bool {
    matches!(c,
        '\n' | ' '..='~' | '\u{a0}'..='\u{24f}' | '\u{370}'..='\u{4ff}' | '\u{1e00}'..='\u{1eff}' | '\u{2010}'..='\u{2027}'
        | '\u{2030}'..='\u{205e}' | '€' | '№' | '™' | '←'..='↓' | '−')
}

/// At most so many characters, and a sign where some are missing.
fn cut(text: &str, max: usize) -> String {
    let mut out: String = text.graphemes(true).take(max).collect();
    if out.len() < text.len() {
        out.push('…');
    }
    out
}

/// Wrapped between words.
fn lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        for word in paragraph.split(' ') {
            let word = cut(word, LINE_CHARS_MAX);
            if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > LINE_CHARS_MAX
            {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(&word);
        }
        lines.push(line);
    }
    if lines.len() > LINES_MAX {
        lines.truncate(LINES_MAX);
        if let Some(last) = lines.last_mut() {
            last.push('…');
        }
    }
    lines
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(title: &str, description: &str, progress: Option<u8>) -> Embed {
        Embed {
            title: Some(title.to_owned()),
            description: description.to_owned(),
            progress,
            picture: None,
        }
    }

    fn drawn(card: &Embed) -> Pixmap {
        Pixmap::decode_png(&png(card).unwrap()).unwrap()
    }

    /// Pixels of the bar's colour in its middle line.
    fn done(card: &Embed) -> usize {
        let picture = drawn(card);
        let row = picture.height() - 48 + 9;
        let colour = |x| picture.pixel(x, row).unwrap();
        (0..WIDTH)
            .filter(|x| (colour(*x).red(), colour(*x).blue()) == (0x7c, 0xff))
            .count()
    }

    #[test]
    fn the_bar_is_as_long_as_it_says() {
        for (percent, pixels) in [(0, 0), (50, 368), (100, 736), (255, 736)] {
            let found = done(&card("ann", "level 3", Some(percent)));
            assert!(found.abs_diff(pixels) <= 2, "{percent} %: {found}");
        }
    }

    #[test]
    fn words_are_drawn_and_other_words_are_another_picture() {
        let [ann, ben] = ["ann", "ben"].map(|name| png(&card(name, "level 3", None)));
        assert!(ann.is_some() && ann != ben);
        assert_eq!(ann, png(&card("ann", "level 3", None)));
        let light = drawn(&card("ann", "", None));
        let light = light.pixels().iter().filter(|pixel| pixel.red() > 0xe0);
        assert!(light.count() > 100, "the title is not there");
    }

    #[test]
    fn what_people_write_is_text() {
        let hostile = r#"</text><image href="file:///etc/passwd"/>&amp;<script>"#;
        let svg = svg(&card(hostile, hostile, None)).unwrap();
        assert!(!svg.contains("<image") && !svg.contains("<script"), "{svg}");
        assert!(png(&card(hostile, hostile, None)).is_some());
        assert!(png(&card("👍", "<@1>", None)).is_none());
    }

    #[test]
    fn who_does_not_see_it_is_told_the_same() {
        let said = alternative(&card("ann", "<@12>: **level 3**, 40 XP", Some(7)));
        assert_eq!(said, "ann. level 3, 40 XP. 7 %");
    }

    #[test]
    fn long_texts_have_an_end() {
        let long = "word ".repeat(400);
        let picture = drawn(&card(&long, &long, Some(1)));
        assert_eq!(picture.height() as usize, HEAD + LINES_MAX * LINE + BAR);
    }
}
