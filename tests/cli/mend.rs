//! `candor check --fix` does what a help says, and nothing that makes a policy worse.

use std::fs;

use super::{candor, candor_with, policy, text};

const HEAD: &str = "candor version=1 bot=\"Case\" updated=\"2026-01-01\"
controller \"Case team\" established=DE {
    contact email=\"privacy@example.org\"
    respond-within \"30d\"
}
purpose notes dpv=ServiceProvision \"keep notes\"
import \"std/levels\"
feature notes about=\"Notes\" {
    basis legitimate-interest purpose=notes interest=\"remembering things\"
    setting room channel about=\"Where\" optional=#true
    store note scope=guild about=\"A note\" {
        key user user-id subject=#true
        field words text max=100 category=user-content about=\"what it says\"
        retain \"until guild.removed\"
        on-erase delete
        export
    }
    command \"/note <words: text(1..100)>\" about=\"Keep a note\" {
        param words about=\"What to keep\"
        update note key=\"invoker.id\" { words \"words\" }
        reply ephemeral=#true \"Kept, {invoker.name}.\"
        when \"settings.room is not none\" { send to=\"settings.room\" \"A note was kept.\" }
    }
    command \"/notes\" about=\"Show yours\" {
        when \"count(note where row.user == invoker.id) > 0\" {
            reply ephemeral=#true \"{note[invoker].words ?? 'nothing'}\"
        }
        else { reply ephemeral=#true \"None.\" }
    }
    command \"/kick <member: user>\" about=\"Remove a member\" permission=kick-members {
        param member about=\"Whom\"
        require permission=kick-members target=member
        kick member=\"member\"
        reply ephemeral=#true \"Gone.\"
    }
}
";

/// What stands there, what it is instead, and what `--fix` makes of that where there is more than one way.
const SLIPS: &[(&str, &str)] = &[
    ("retain \"until", "retian \"until"),
    ("subject=#true", "subject=true"),
    ("respond-within \"30d\"", "respond-within 30d"),
    ("{invoker.name}", "{invoker.nmae}"),
    ("permission=kick-members {", "permission=kick-member {"),
    ("<member: user>", "<member: usr>"),
    ("import \"std/levels\"", "import \"std/levles\""),
    (
        "channel about=\"Where\" optional=#true",
        "channel about=\"Where\"",
    ),
    (
        "require permission=kick-members target=member",
        "require permission=kick-members",
    ),
    ("about=\"Notes\"", "abuot=\"Notes\""),
    ("else { reply", "otherwise { reply"),
    ("scope=guild about", "scope=gild about"),
    ("category=user-content", "category=user-contents"),
    ("on-erase delete", "on-erase delet"),
    ("update note key", "udpate note key"),
];

#[test]
fn the_base_of_all_slips_has_none() {
    let clean = candor_with(&["check", "-"], HEAD);
    assert!(
        text(&clean.stderr).contains("nothing found"),
        "{}",
        text(&clean.stderr)
    );
}

#[test]
fn each_slip_is_mended_as_it_was() {
    for (right, wrong) in SLIPS {
        assert_eq!(HEAD.matches(right).count(), 1, "{right}");
        let faulty = HEAD.replace(right, wrong);
        let (_folder, path) = policy(&faulty);
        assert_eq!(candor(&["check", &path]).status.code(), Some(1), "{wrong}");

        // To look first changes nothing.
        let seen = candor(&["check", "--diff", &path]);
        assert_eq!(seen.status.code(), Some(1), "{wrong}");
        let shown = text(&seen.stdout);
        let line = |text: &str, with: &str| {
            let line = text.lines().find(|line| line.contains(with)).unwrap();
            line.to_owned()
        };
        assert!(
            shown.contains(&format!("-{}", line(&faulty, wrong))),
            "{wrong}: {shown}"
        );
        assert!(
            shown.contains(&format!("+{}", line(HEAD, right))),
            "{wrong}: {shown}"
        );
        assert_eq!(fs::read_to_string(&path).unwrap(), faulty);

        let mended = candor(&["check", "--fix", &path]);
        let told = text(&mended.stderr);
        assert_eq!(fs::read_to_string(&path).unwrap(), HEAD, "{wrong}: {told}");
        assert_eq!(mended.status.code(), Some(0), "{wrong}: {told}");
        assert!(told.contains("1 finding mended"), "{wrong}: {told}");
    }
}

#[test]
fn many_slips_are_mended_at_once() {
    let mut faulty = HEAD.to_owned();
    for (right, wrong) in SLIPS {
        faulty = faulty.replace(right, wrong);
    }
    let mended = candor_with(&["check", "--fix", "-"], &faulty);
    assert_eq!(text(&mended.stdout), HEAD, "{}", text(&mended.stderr));
    assert_eq!(mended.status.code(), Some(0));
}

#[test]
fn what_a_help_leaves_open_is_left() {
    for (right, wrong) in [
        // How long is for whoever answers for the bot to say.
        ("        retain \"until guild.removed\"\n", ""),
        ("retain \"until guild.removed\"", "retain \"forever\""),
        (" category=user-content", ""),
        (" subject=#true", ""),
    ] {
        let faulty = HEAD.replace(right, wrong);
        let (_folder, path) = policy(&faulty);
        let left = candor(&["check", "--fix", &path]);
        assert_eq!(left.status.code(), Some(1), "{wrong}");
        assert_eq!(fs::read_to_string(&path).unwrap(), faulty, "{wrong}");
        let told = text(&left.stderr);
        assert!(told.contains("help:") && !told.contains("mended"), "{told}");
        assert_eq!(text(&candor(&["check", "--diff", &path]).stdout), "");
    }
}

#[test]
fn a_slip_in_an_import_is_mended_in_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let bot = folder.path().join("bot.kdl");
    let (head, part) = HEAD.split_at(HEAD.find("purpose").unwrap());
    let bot_text = format!("{head}import \"parts/notes\"\n");
    fs::create_dir(folder.path().join("parts")).unwrap();
    fs::write(&bot, &bot_text).unwrap();
    let notes = folder.path().join("parts/notes.kdl");
    fs::write(&notes, part.replace("retain", "retian")).unwrap();
    let mended = candor(&["check", "--fix", bot.to_str().unwrap()]);
    assert_eq!(mended.status.code(), Some(0), "{}", text(&mended.stderr));
    assert_eq!(fs::read_to_string(&notes).unwrap(), part);
    assert_eq!(fs::read_to_string(&bot).unwrap(), bot_text);
}
