//! A notice in several languages: each is whole, links to the others and says which one counts.

use candor::{emit::notice::pages, router::commands, vocab::Language};

use super::{candor, compiled, html, stdout};

#[test]
fn whale_has_a_notice_in_french() {
    let notice = stdout(&[
        "notice",
        "policies/whale.kdl",
        "--language",
        "fr",
        "--format",
        "md",
    ]);
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../snapshots/notice");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("whale.fr.md", notice));
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
    let german = candor(&["notice", "policies/keta.kdl", "--language", "de"]);
    let refused = { german }.assert().code(2).get_output().clone();
    let told = String::from_utf8(refused.stderr).unwrap();
    assert!(told.contains("language en de"), "{told}");
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
    // What every bot has keeps its name.
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
