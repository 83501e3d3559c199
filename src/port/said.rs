//! What the system says of files and sockets, in words for people.

use std::io;

/// What the system says of a file or a socket, in words: no number of an error, which tells people nothing.
#[must_use]
pub fn plainly(error: &io::Error) -> String {
    use io::ErrorKind as Kind;

    if error.raw_os_error().is_none() {
        return error.to_string();
    }
    let known = match error.kind() {
        Kind::AddrInUse => "another program uses it",
        Kind::AddrNotAvailable => "this machine has no such address",
        Kind::AlreadyExists => "it is there already",
        Kind::ConnectionRefused => "nothing answers there",
        Kind::DirectoryNotEmpty => "the folder is not empty",
        Kind::IsADirectory => "it is a folder",
        Kind::NotADirectory => "a part of the path is a file",
        Kind::NotFound => "it is not there",
        Kind::PermissionDenied => "this user may not do that",
        Kind::ReadOnlyFilesystem => "the file system can only be read",
        Kind::StorageFull | Kind::QuotaExceeded => "there is no room left",
        _ => return without_number(&error.to_string()).to_lowercase(),
    };
    known.to_owned()
}

/// `Broken pipe (os error 32)` is a broken pipe, to people; also where another error quotes the system's.
#[must_use]
pub fn without_number(text: &str) -> String {
    let mut parts = text.split(" (os error ");
    let mut words = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        words.push_str(part.split_once(')').map_or("", |(_, rest)| rest));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_number_of_an_error_reaches_people() {
        let taken = io::Error::from_raw_os_error(98);
        assert!(!plainly(&taken).contains("os error"), "{taken}");
        let rare = plainly(&io::Error::from_raw_os_error(40));
        assert!(!rare.contains("os error"), "{rare}");
        let quoted = without_number("tls: no route (os error 113): try later (os error 2)");
        assert_eq!(quoted, "tls: no route: try later");
        assert_eq!(
            plainly(&io::Error::other("Broken; whatever")),
            "Broken; whatever"
        );
    }
}
