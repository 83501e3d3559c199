//! A notice in several languages: each is whole, links to the others and says which one counts.

use candor::{
    compile_with,
    emit::notice::{notice_in, pages},
    plan::{Plan, all},
    port::OptionDraft,
    router::commands,
    syntax::Source,
    vocab::Language,
};

use super::{Folder, candor, compiled, html, shipped::BOTS, stdout};

/// The text of a notice without what it quotes of the policy.
fn told(name: &str, language: Language) -> String {
    let (plan, sources) = compiled(name);
    let notice = notice_in(&plan, &sources, language);
    let sentences = notice.sentences().map(|one| one.phrase.text.clone());
    let titles = notice.entries().filter_map(|one| one.title.clone());
    let cells = notice.rows().flat_map(|row| &row.cells);
    let cells = cells.map(|cell| cell.text.clone());
    let all: Vec<String> = sentences.chain(titles).chain(cells).collect();
    all.join("\n")
}

#[test]
fn names_are_in_the_language_of_the_notice() {
    let french = told("whale", Language::Fr);
    for said in [
        "`/avertir`",
        "`/tâche ajouter`",
        "« avertissement »",
        "« avertissements équipe »",
        "le texte « motif »",
        "« répondant »",
        "« Pour »",
        "comme `membre`",
        "Avertissement : « Le motif d’un avertissement »",
        "« après la création d’un salon (Tickets) »",
        "Ce qui suit la création d’un salon, jusqu’à ce que Discord l’ait fait",
    ] {
        let said = said
            .replace('`', "")
            .replace("« ", "«\u{a0}")
            .replace(" »", "\u{a0}»");
        assert!(
            french.contains(&said.replace(" :", "\u{a0}:")),
            "{said}\n{french}"
        );
    }
    for written in ["/warn", "/task", "« For »", "warnings staff", "as=room"] {
        let written = written.replace("« ", "«\u{a0}").replace(" »", "\u{a0}»");
        assert!(!french.contains(&written), "{written}\n{french}");
    }
    // A description that is the name once more says nothing.
    assert!(
        !french.contains("veut dire «\u{a0}le rôle\u{a0}»"),
        "{french}"
    );
    let german = told("whale", Language::De);
    for said in [
        "/verwarnen",
        "„Verwarnung“",
        "„verwarnungen team“",
        "„Grund“",
    ] {
        assert!(german.contains(said), "{said}\n{german}");
    }
    // What is typed as a message is typed alike in every language.
    let (ralsei, _) = compiled("ralsei");
    let french = ralsei.spoken_in(Language::Fr);
    let called = |word: &str| french.command_called(&[word.to_owned()]);
    assert_eq!(
        (called("hug"), called("hello")),
        ("/hug".to_owned(), "/bonjour".to_owned())
    );
}

/// What is stored, and what Discord's ids are made from.
fn lasting(plan: &Plan) -> Vec<String> {
    let mut lasting: Vec<String> = Vec::new();
    for store in &plan.stores {
        let fields = store.fields.iter().map(|field| field.name.clone());
        lasting.push(store.name.clone());
        lasting.extend(fields);
    }
    lasting.extend(plan.settings.iter().map(|one| plan.setting_path(one)));
    lasting.extend(plan.features.iter().map(|one| one.name.clone()));
    lasting.extend(plan.commands.iter().flat_map(|one| one.path.clone()));
    let handlers = plan.handlers.iter().map(|one| &one.steps);
    let steps = handlers.chain(plan.commands.iter().map(|one| &one.steps));
    let messages = steps.flat_map(|steps| all(steps).filter_map(|one| one.kind.message()));
    lasting.extend(messages.flat_map(|one| one.buttons.iter().map(|button| button.id.clone())));
    lasting
}

#[test]
fn what_is_stored_is_called_alike_in_every_language() {
    for name in BOTS {
        let (plan, _) = compiled(name);
        for language in [Language::Fr, Language::De] {
            let other = plan.spoken_in(language);
            assert_ne!(other.names, plan.names, "{name}");
            assert_eq!(lasting(other), lasting(&plan), "{name}");
        }
    }
}

#[test]
fn a_yes_counts_in_every_language() {
    let folder = tempfile::tempdir().unwrap();
    let text = r#"
candor version=1 bot="B" updated="2026-01-01"
language en fr
controller "T" established=DE { contact email="a@b.example"; }
purpose p dpv=ServiceProvision "count"
feature counts default=on {
    basis consent purpose=p
    store count scope=guild about="How often" {
        key user user-id subject=#true
        field n int default=0 category=activity about="how often"
        retain "until guild.removed"
        on-erase delete
        export
    }
    command "/count" about="Count" {
        update count key="invoker.id" { n "count[invoker].n + 1" }
        reply ephemeral=#true "{count[invoker].n}"
    }
}
"#;
    let policy = folder.path().join("bot.kdl");
    std::fs::write(&policy, text).unwrap();
    let file = policy.to_str().unwrap();
    let begun = stdout(&["texts", file, "--language", "fr"]);
    let filled: String = begun
        .lines()
        .map(|line| {
            match line
                .strip_suffix(" =")
                .and_then(|line| line.strip_prefix("# "))
            {
                Some(key) => format!("{key} = {}\n", key.replace('-', "")),
                None => format!("{line}\n"),
            }
        })
        .collect();
    std::fs::write(folder.path().join("bot.fr.ftl"), filled).unwrap();
    let source = Source {
        file: "bot.kdl".to_owned(),
        text: text.to_owned(),
    };
    let compiled = compile_with(&source, &Folder(folder.path()));
    let plan = compiled.plan.unwrap();
    let french = plan.spoken_in(Language::Fr);
    let id = plan.consents().next().unwrap().0;
    assert_ne!(plan.purposes[0].text, french.purposes[0].text);
    assert_eq!(plan.agreed(id), french.agreed(id));
}

#[test]
fn a_line_never_breaks_where_french_has_no_room() {
    for name in BOTS {
        let policy = format!("policies/{name}.kdl");
        let notice = stdout(&["notice", &policy, "--format", "txt", "--language", "fr"]);
        assert!(
            notice.contains("\u{a0}:") && notice.contains("«\u{a0}"),
            "{name}"
        );
        for line in notice.lines() {
            let begins = line.trim_start().starts_with([':', ';', '»', '!', '?']);
            assert!(!begins && !line.ends_with('«'), "{line}");
        }
    }
}

#[test]
fn each_language_links_to_the_others_and_names_itself() {
    let (plan, sources) = compiled("whale");
    let pages = pages(&plan, &sources, "notice.html");
    let paths: Vec<&str> = pages.iter().map(|(_, path, _)| path.as_str()).collect();
    assert_eq!(paths, ["notice.html", "fr/notice.html", "de/notice.html"]);
    let [english, french] = [0, 1].map(|at: usize| html(&pages[at].2).replace("&#x2f;", "/"));
    assert!(english.contains("<html lang=\"en\">") && french.contains("<html lang=\"fr\">"));
    assert!(
        english.contains("hreflang=\"fr\" href=\"fr/notice.html\""),
        "{english}"
    );
    assert!(french.contains("hreflang=\"en\" href=\"../notice.html\""));
    assert!(french.contains("hreflang=\"x-default\" href=\"../notice.html\""));
    assert!(english.contains("Where a text in another language differs, this one counts."));
    assert!(french.contains("Cette notice est une traduction."));
    let french = &pages[1].2;
    assert_eq!(
        (french.language.as_str(), french.counts.as_str()),
        ("fr", "en")
    );
}

#[test]
fn a_folder_gets_each_language() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    stdout(&["notice", "policies/whale.kdl", "-o", out]);
    for file in [
        "notice.html",
        "notice.json",
        "fr/notice.html",
        "fr/notice.txt",
        "de/notice.md",
    ] {
        assert!(folder.path().join(file).is_file(), "{file}");
    }
    let german = candor(&["notice", "examples/team.kdl", "--language", "de"]);
    let refused = { german }.assert().code(2).get_output().clone();
    let told = String::from_utf8(refused.stderr).unwrap();
    assert!(told.contains("language en de"), "{told}");
}

fn is_called(option: &OptionDraft, wanted: &str) -> bool {
    let (OptionDraft::Subcommand { name, .. }
    | OptionDraft::Group { name, .. }
    | OptionDraft::Value { name, .. }) = option;
    name == wanted
}

#[test]
fn commands_are_called_and_described_in_french() {
    let (plan, _) = compiled("whale");
    let drafts = commands(&plan);
    let of = |name: &str| drafts.iter().find(|draft| draft.name == name).unwrap();
    let task = &of("task").local[&Language::Fr];
    assert_eq!(task.name.as_deref(), Some("tâche"));
    assert_eq!(task.options[0].name.as_deref(), Some("ajouter"));
    assert_eq!(task.options[0].about, "Ajouter une tâche");
    // What every bot has keeps its name, but for features and settings, which are the policy's.
    let config = &of("config").local[&Language::Fr];
    let at = of("config")
        .options
        .iter()
        .position(|one| is_called(one, "set"));
    let set = &config.options[at.unwrap()];
    assert_eq!((config.name.as_deref(), set.name.as_deref()), (None, None));
    let warnings = set
        .options
        .iter()
        .find(|one| one.name.as_deref() == Some("avertissements"));
    let names: Vec<Option<&str>> = warnings
        .unwrap()
        .options
        .iter()
        .map(|one| one.name.as_deref())
        .collect();
    let called = [Some("équipe"), Some("dire-au-membre"), Some("journal")];
    assert_eq!(names.split_first(), Some((&None, &called[..])));
    let privacy = &of("privacy").local[&Language::Fr];
    assert_eq!(privacy.name, None);
    assert_ne!(privacy.about, of("privacy").about);
    assert!(!of("task").local.contains_key(&Language::En));
}

#[test]
fn a_catalogue_is_begun_kept_and_told_what_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let policy = folder.path().join("bot.kdl");
    let text = |said: &str| {
        format!(
            "candor version=1 bot=\"B\" updated=\"2026-01-01\"\nlanguage en fr\n\
             controller \"T\" established=DE {{ contact email=\"a@b.example\" }}\nchange \"2026-01-01\" \"{said}\"\n"
        )
    };
    std::fs::write(&policy, text("First.")).unwrap();
    let file = policy.to_str().unwrap();
    let texts = || {
        stdout(&["texts", file, "--language", "fr", "--write"]);
        std::fs::read_to_string(folder.path().join("bot.fr.ftl")).unwrap()
    };
    let begun = texts();
    let line = begun
        .lines()
        .find(|line| line.starts_with("# words-first-"))
        .unwrap();
    let key = line
        .trim_start_matches("# ")
        .trim_end_matches(" =")
        .to_owned();
    candor(&["check", file]).assert().code(1);
    let filled = begun.replace(line, &format!("{key} = Première."));
    std::fs::write(folder.path().join("bot.fr.ftl"), filled).unwrap();
    candor(&["check", file]).assert().success();
    assert!(texts().contains(&format!("\n{key} = Première.")));
    // A text that changes is missing, and what was said of it before stays to be looked at.
    std::fs::write(&policy, text("Second.")).unwrap();
    let changed = texts();
    assert!(
        changed.contains(&format!("# {key} = Première.")),
        "{changed}"
    );
    assert!(changed.contains("# words-second-"), "{changed}");
    candor(&["check", file]).assert().code(1);
}
