//! `candor new`: a policy to start from, in a folder of its own, with a test and with what a host of code needs to run it.
//!
//! INVARIANT: nothing that is there is written over.

use std::{
    fs,
    io::{self, BufRead as _, IsTerminal as _, Write as _},
    path::{Path, PathBuf},
    time::{SystemTime, UNIX_EPOCH},
};

use clap::Args;

use crate::{port::plainly, vocab::Timestamp};

use super::{
    Exit, Outcome,
    out::{self, Failure},
};

/// Begin a policy from a template
///
/// Writes bot.kdl, scenarios for `candor test`, a .gitignore, and a workflow for GitHub that runs check, fmt and test. A
/// file that is there already stays as it is, and then nothing is written. Without --template it asks which, or lists them
/// where nobody can be asked.
#[derive(Debug, Args)]
pub(super) struct New {
    /// The folder; it is made if it is not there
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
    /// What to start from: welcome, levels, moderation, tickets, all
    #[arg(long, value_name = "NAME")]
    template: Option<String>,
    /// What the bot is called; as the folder if not given
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
}

/// A policy and its scenarios, as they ship as examples.
struct Template {
    name: &'static str,
    about: &'static str,
    policy: &'static str,
    scenarios: &'static str,
}

macro_rules! template {
    ($name:literal, $example:literal, $about:literal) => {
        Template {
            name: $name,
            about: $about,
            policy: include_str!(concat!("../../examples/", $example, ".kdl")),
            scenarios: include_str!(concat!("../../examples/", $example, "/", $example, ".kdl")),
        }
    };
}

const TEMPLATES: [Template; 5] = [
    template!(
        "welcome",
        "welcome",
        "greets people who join; keeps nothing"
    ),
    template!(
        "levels",
        "levels",
        "members earn XP by writing, and roles for levels"
    ),
    template!(
        "moderation",
        "moderation",
        "moderators keep order, and unwanted messages go; keeps nothing"
    ),
    template!(
        "tickets",
        "tickets",
        "members ask the team in channels of their own"
    ),
    template!(
        "all",
        "everything",
        "all standard features that go together, off until a server turns them on"
    ),
];

const IGNORED: &str = "# What `candor play` and `candor run` keep. None of it belongs into a repository.\n\
    .candor/\ncandor-data/\ncandor-ledger/\n*.candor-backup\n";

const WORKFLOW: &str = include_str!("new/workflow.yml");

/// Longest name of a bot.
const NAME_CHARACTERS_MAX: usize = 32;

impl New {
    pub(super) fn run(&self) -> Outcome {
        let name = self.name()?;
        let template = self.template()?;
        let files = [
            ("bot.kdl", policy(template, &name)),
            (
                "bot.scenarios.kdl",
                template.scenarios.replace(&example(template), "bot.kdl"),
            ),
            (".gitignore", IGNORED.to_owned()),
            (".github/workflows/candor.yml", WORKFLOW.to_owned()),
        ];
        let files = files.map(|(name, text)| (self.folder.join(name), text));
        if let Some((path, _)) = files.iter().find(|(path, _)| path.exists()) {
            return Err(Failure::new(
                format!(
                    "{} is there already, and nothing was written",
                    path.display()
                ),
                "name a folder that is new or empty",
            ));
        }
        for (path, text) in &files {
            write_new(path, text)?;
            out::data(&format!("{}\n", path.display()))?;
        }
        let policy = self.folder.join("bot.kdl");
        let policy = policy.display();
        out::note(format!(
            "put yourself into {policy} as the controller; `candor play {policy}` shows the bot, `candor test {policy}` \
             tests it\n"
        ));
        Ok(Exit::Clean)
    }

    fn name(&self) -> Result<String, Failure> {
        let given = self.name.clone();
        let name = given.or_else(|| Some(capital(self.folder.file_name()?.to_str()?)));
        let is_name = |name: &String| {
            let plain = |c: char| !c.is_control() && !matches!(c, '"' | '\\');
            (1..=NAME_CHARACTERS_MAX).contains(&name.chars().count()) && name.chars().all(plain)
        };
        name.filter(is_name).ok_or_else(|| {
            Failure::new(
                "the bot has no name",
                format!("give it one of at most {NAME_CHARACTERS_MAX} characters with --name, without quotes"),
            )
        })
    }

    fn template(&self) -> Result<&'static Template, Failure> {
        match &self.template {
            Some(name) => find(name)
                .ok_or_else(|| Failure::new(format!("there is no template `{name}`"), listed())),
            None => asked(),
        }
    }
}

fn find(name: &str) -> Option<&'static Template> {
    TEMPLATES.iter().find(|one| one.name == name.trim())
}

fn listed() -> String {
    let all = TEMPLATES.iter();
    let all: Vec<String> = all
        .map(|one| format!("{:<10}  {}", one.name, one.about))
        .collect();
    format!("name one with --template:\n  {}", all.join("\n  "))
}

/// Asks on a terminal, until one is named.
fn asked() -> Result<&'static Template, Failure> {
    if !io::stdin().is_terminal() {
        return Err(Failure::new("no template is named", listed()));
    }
    for one in &TEMPLATES {
        out::note(format!("{:<10}  {}\n", one.name, one.about));
    }
    loop {
        out::note("Which one? ");
        let mut answer = String::new();
        let read = io::stdin().lock().read_line(&mut answer);
        if !matches!(read, Ok(1..)) {
            return Err(Failure::new("no template is named", listed()));
        }
        if let Some(template) = find(&answer) {
            return Ok(template);
        }
    }
}

/// Where a template's policy stands among the examples.
fn example(template: &Template) -> String {
    let name = if template.name == "all" {
        "everything"
    } else {
        template.name
    };
    format!("examples/{name}.kdl")
}

/// The template as the policy of a bot of that name, of today.
fn policy(template: &Template, name: &str) -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let now_ms = since.map_or(0, |since| since.as_millis());
    let today = Timestamp(i64::try_from(now_ms).unwrap_or_default()).printed("%Y-%m-%d");
    let lines = template.policy.lines().map(|line| {
        if line.starts_with("candor version=") {
            format!("candor version=1 bot=\"{name}\" updated=\"{today}\"\n")
        } else {
            line.replace("book/src/", "Candor's book, ") + "\n"
        }
    });
    lines.collect()
}

/// `my-bot` is called My-bot.
fn capital(folder: &str) -> String {
    let mut rest = folder.chars();
    let first = rest.next().into_iter().flat_map(char::to_uppercase);
    first.chain(rest.as_str().chars()).collect()
}

fn write_new(path: &Path, text: &str) -> Result<(), Failure> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let written = fs::create_dir_all(folder)
        .and_then(|()| {
            fs::OpenOptions::new()
                .write(true)
                .create_new(true)
                .open(path)
        })
        .and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| {
        Failure::new(
            format!("{} cannot be written: {}", path.display(), plainly(&error)),
            "name a folder that you may write to",
        )
    })
}
