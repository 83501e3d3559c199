//! Marks within a message that is being written.
//!
//! Inside a message a few characters that Unicode keeps for such uses (noncharacters, which no text may contain) carry
//! what is code, what is a link, where a value has a line break, and where an item of a list ends. Values lose them in `argument`,
//! so only `CODE` and `LINK` of the catalogue, and phrases made with them, can set a mark.

/// Starts what is typed as it stands.
pub(super) const CODE: char = '\u{fdd0}';
/// Starts what is a link where it can be one.
pub(super) const LINK: char = '\u{fdd1}';
/// Ends either.
pub(super) const END: char = '\u{fdd2}';
/// A line break of a value. One of the catalogue is only where its line wraps.
pub(super) const BREAK: char = '\u{fdd3}';
/// Between items of a list.
pub(super) const ITEM: char = '\u{fdd4}';
