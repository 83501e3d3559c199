use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::*;
use crate::{
    emit::fixture::{POLICY, plan},
    lexicon::text::units,
    plan::Plan,
    vocab::Standing,
};

/// A text to quote from.
fn quoting(text: &str) -> Sources {
    Sources::of("policy.kdl", text)
}

/// The plan with this text in every place where a policy can put words of its own.
fn poisoned(poison: &str) -> Plan {
    fn poison_all(json: &mut Json, key: &str, poison: &str) {
        match json {
            Json::String(text)
                if FREE.contains(&key) && (key != "source" || text.contains('.')) =>
            {
                poison.clone_into(text);
            }
            Json::Array(all) => all.iter_mut().for_each(|one| poison_all(one, key, poison)),
            Json::Object(all) => {
                for (key, one) in all {
                    poison_all(one, key, poison);
                }
            }
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
        }
    }
    // Keys under which free text stands; words of closed sets stay, or the plan would not read back.
    const FREE: &[&str] = &[
        "bot",
        "name",
        "title",
        "about",
        "text",
        "value",
        "role",
        "country",
        "established",
        "authority",
        "interest",
        "date",
        "updated",
        "topic",
        "id",
        "path",
        "source",
        "what",
        "reason",
        "dpv",
        "file",
    ];
    let mut json = serde_json::to_value(plan()).unwrap();
    poison_all(&mut json, "", poison);
    serde_json::from_value(json).unwrap()
}

fn layouts(notice: &Notice) -> [String; 4] {
    [html(notice), markdown(notice), text(notice), json(notice)]
}

#[test]
fn every_sentence_and_row_follows_from_lines_that_exist() {
    let notice = notice(&plan(), &quoting(POLICY));
    let lines = u32::try_from(notice.policy.lines.len()).unwrap();
    let sentences = notice.sentences().map(|one| (&one.anchor, &one.places));
    let rows = notice.rows().map(|one| (&one.anchor, &one.places));
    let mut seen = 0;
    for (anchor, places) in sentences.chain(rows) {
        assert!(!places.is_empty(), "`{anchor}` follows from nothing");
        for place in places {
            assert_eq!(place.file, notice.policy.file);
            assert!(1 <= place.first_line && place.first_line <= place.last_line);
            assert!(
                place.last_line <= lines,
                "`{anchor}` points past the policy"
            );
        }
        seen += 1;
    }
    assert!(seen > 60, "{seen}");
}

#[test]
fn every_message_renders() {
    let notice = notice(&plan(), &quoting(POLICY));
    for layout in layouts(&notice) {
        assert!(!layout.contains('⟦'), "{layout}");
    }
    assert!(!summary(&plan()).contains('⟦'));
    let review = intents::review(&plan());
    assert!(!intents::markdown(&review).contains('⟦') && !intents::json(&review).contains('⟦'));
}

#[test]
fn every_element_of_the_plan_appears() {
    let plan = plan();
    let notice = notice(&plan, &quoting(POLICY));
    for layout in layouts(&notice) {
        for words in [
            "XP of a member",
            "moderator's warning",
            "Example Hosting",
            "servers stand in the European Union",
            "not sold, rented or shared",
            "First edition of this notice",
            "with keys of your own",
            "to complain to a data protection authority",
            "https://discord.com/privacy",
            "Keta team",
            "@keta-operator",
            "https://support.example.org",
            "30 days",
            "/clearwarns",
            "/privacy delete",
            "run the level system",
            "the text of your messages",
            "Message Content",
            "Manage Messages",
            "2026-04-30",
        ] {
            let shown = layout
                .replace("&#x27;", "'")
                .replace("&#x2f;", "/")
                .replace('\n', " ");
            let shown = shown.replace("  ", " ").replace('\\', "");
            assert!(shown.contains(words), "`{words}` is missing in {layout}");
        }
    }
    let anchored = |places: Vec<&crate::vocab::Place>| {
        let all: BTreeSet<_> = notice.sentences().flat_map(|one| &one.places).collect();
        for place in places {
            assert!(all.contains(place), "nothing says what {place:?} means");
        }
    };
    anchored(plan.claims.iter().map(|one| &one.at).collect());
    anchored(plan.stores.iter().map(|one| &one.retention.at).collect());
    anchored(
        plan.stores
            .iter()
            .flat_map(|one| &one.on_erase)
            .map(|one| &one.at)
            .collect(),
    );
    anchored(plan.processors.iter().map(|one| &one.at).collect());
    anchored(plan.stated.iter().map(|one| &one.at).collect());
    anchored(plan.measures.iter().map(|one| &one.at).collect());
    anchored(plan.features.iter().map(|one| &one.at).collect());
    anchored(
        plan.features
            .iter()
            .flat_map(|one| &one.reads)
            .map(|one| &one.at)
            .collect(),
    );
}

#[test]
fn proved_is_said_only_of_claims_reads_and_intents() {
    let plan = plan();
    let claims = plan
        .claims
        .iter()
        .filter(|one| one.standing == Standing::Proved);
    let reads = plan.features.iter().flat_map(|one| &one.reads);
    let intents = plan.intents.iter().flat_map(|one| &one.because);
    let mut allowed: BTreeSet<_> = claims.map(|one| &one.at).collect();
    allowed.extend(reads.map(|one| &one.at));
    allowed.extend(intents.map(|one| &one.at));
    allowed.insert(&plan.at);
    let notice = notice(&plan, &quoting(POLICY));
    let proved: Vec<_> = notice
        .sentences()
        .filter(|one| one.standing == Standing::Proved)
        .collect();
    assert!(proved.len() > 8);
    for sentence in proved {
        for place in &sentence.places {
            assert!(
                allowed.contains(place),
                "`{}` is not proved",
                sentence.phrase.text
            );
        }
    }
    assert!(notice.rows().all(|row| row.standing != Standing::Proved));
}

#[test]
fn a_claim_that_is_not_proved_is_not_among_the_proofs() {
    let mut plan = plan();
    plan.claims[0].standing = Standing::Stated;
    let notice = notice(&plan, &quoting(POLICY));
    let at = &plan.claims[0].at;
    let said: Vec<_> = notice
        .sentences()
        .filter(|one| one.places.contains(at))
        .collect();
    assert_eq!(
        said.len(),
        1,
        "in the section of claims, and not at a glance"
    );
    assert_eq!(said[0].standing, Standing::Stated);
}

#[test]
fn anchors_are_unique_and_plain() {
    for plan in [plan(), poisoned("<b>Ä b</b>")] {
        let notice = notice(&plan, &quoting(POLICY));
        let mut seen = BTreeSet::new();
        let sections = notice.sections.iter().map(|one| &one.anchor);
        let entries = notice.entries().map(|one| &one.anchor);
        let sentences = notice.sentences().map(|one| &one.anchor);
        let rows = notice.rows().map(|one| &one.anchor);
        for anchor in sections.chain(entries).chain(sentences).chain(rows) {
            assert!(seen.insert(anchor), "`{anchor}` stands there twice");
            assert!(
                anchor
                    .chars()
                    .all(|c| c == '-' || c.is_ascii_lowercase() || c.is_ascii_digit())
            );
            assert!(!anchor.is_empty());
        }
        let page = html(&notice);
        for id in page
            .split(" id=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
        {
            assert_eq!(page.matches(&format!(" id=\"{id}\"")).count(), 1, "{id}");
        }
        for target in page
            .split("href=\"#")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
        {
            assert!(
                page.contains(&format!(" id=\"{target}\"")),
                "`#{target}` leads nowhere"
            );
        }
    }
}

#[test]
fn a_policys_words_stay_words() {
    const POISON: &str = "<script>alert(1)</script>{{ 7 * 6 }}{% raw %}\" onload=\"x";
    let notice = notice(&poisoned(POISON), &quoting(POISON));
    let page = html(&notice);
    assert!(!page.contains("<script"));
    assert!(!page.contains("\" onload"));
    assert!(page.contains("&lt;script&gt;"));
    let marked = markdown(&notice);
    assert!(!marked.contains("<script"));
    for layout in layouts(&notice) {
        assert!(!layout.contains('⟦'), "{layout}");
        assert!(
            layout.contains("7 * 6") || layout.contains("7 \\* 6"),
            "braces were run"
        );
    }
    let said = summary(&poisoned(POISON));
    assert!(!said.replace("\\<", "").contains('<'), "{said}");
}

#[test]
fn the_page_needs_nothing_else() {
    let page = html(&notice(&plan(), &quoting(POLICY)));
    for word in [
        "<script",
        "<img",
        "<link",
        "<iframe",
        "@import",
        "@font-face",
        "url(",
        "src=",
    ] {
        assert!(!page.contains(word), "the page has `{word}`");
    }
}

#[test]
fn what_one_handler_keeps_is_not_said_to_be_forgotten_by_another() {
    let mut plan = plan();
    let mut again = plan.features[0].reads[0].clone();
    "invoker.id".clone_into(&mut again.source);
    again.sinks.clear();
    plan.features[0].reads.push(again);
    let notice = notice(&plan, &quoting(POLICY));
    let forgotten = notice
        .sentences()
        .filter(|one| one.says.starts_with("read."));
    for sentence in forgotten {
        assert!(
            !sentence.phrase.text.contains("your id"),
            "{}",
            sentence.phrase.text
        );
    }
}

#[test]
fn what_a_branch_requires_is_not_asked_of_everybody() {
    let notice = notice(&plan(), &quoting(POLICY));
    let said = notice
        .sentences()
        .find(|one| one.phrase.text.starts_with("/warnings shows"))
        .unwrap();
    assert_eq!(
        said.phrase.text,
        "/warnings shows the id of the “moderator”, the text “reason” and the time to anybody in the server whom it does not \
         refuse, in some cases only to people with the permission Timeout Members; only the person who asks sees the answer."
    );
}

#[test]
fn where_the_policy_stands_on_the_disk_is_not_said() {
    let json = serde_json::to_string(&plan()).unwrap();
    let json = json.replace("\"keta.kdl\"", "\"/home/operator/bot/keta.kdl\"");
    let elsewhere = serde_json::from_str(&json).unwrap();
    let (here, there) = (
        notice(&plan(), &quoting(POLICY)),
        notice(&elsewhere, &quoting(POLICY)),
    );
    assert_eq!(layouts(&here), layouts(&there));
}

#[test]
fn the_summary_fits_into_a_message() {
    let mut plan = plan();
    assert!(units(&summary(&plan)) <= SUMMARY_MAX);
    assert!(summary(&plan).contains("`/privacy delete`"));
    let store = plan.stores[0].clone();
    plan.stores.extend(std::iter::repeat_n(store, 60));
    let said = summary(&plan);
    assert!(units(&said) <= SUMMARY_MAX);
    assert!(said.contains("`/privacy delete`"), "{said}");
    assert!(said.contains("more"));
    // What speaks against the bot is not what is left out.
    assert!(said.contains("can read all that it keeps"), "{said}");
}

#[test]
fn the_summary_says_where_the_whole_notice_stands() {
    let mut plan = plan();
    let asks = summary(&plan);
    assert!(
        asks.contains("For the whole notice, ask Keta team"),
        "{asks}"
    );
    plan.notice = Some("https://keta.example/privacy_notice".into());
    let said = summary(&plan);
    assert!(
        said.contains("The whole notice: <https://keta.example/privacy_notice>"),
        "{said}"
    );
}

#[test]
fn an_operators_words_are_quoted_and_never_more_than_stated() {
    const WORDS: &str = "heffalumps dance";
    let mut plan = plan();
    for store in &mut plan.stores {
        store.about = Some(WORDS.into());
        for field in &mut store.fields {
            field.about = Some(WORDS.into());
        }
    }
    for feature in &mut plan.features {
        feature.about = Some(WORDS.into());
        feature.interest = Some(WORDS.into());
    }
    for purpose in &mut plan.purposes {
        purpose.text = WORDS.into();
    }
    for measure in &mut plan.measures {
        measure.text = WORDS.into();
    }
    for setting in &mut plan.settings {
        setting.about = WORDS.into();
    }
    let notice = notice(&plan, &quoting(POLICY));
    let quoted =
        |text: &str| text.matches(WORDS).count() == text.matches(&format!("“{WORDS}")).count();
    let mut said = 0;
    for sentence in notice.sentences() {
        if sentence.phrase.text.contains(WORDS) {
            said += 1;
            assert_eq!(
                sentence.standing,
                Standing::Stated,
                "{}",
                sentence.phrase.text
            );
            assert!(quoted(&sentence.phrase.text), "{}", sentence.phrase.text);
        }
    }
    assert!(said > 5, "{said}");
    let titles = notice.entries().filter_map(|one| one.title.as_ref());
    let cells = notice.rows().flat_map(|row| &row.cells);
    for text in titles.chain(cells.map(|cell| &cell.text)) {
        assert!(quoted(text), "{text}");
    }
    assert!(!summary(&plan).contains(WORDS));
}

#[test]
fn the_same_plan_gives_the_same_bytes() {
    let (one, other) = (
        notice(&plan(), &quoting(POLICY)),
        notice(&plan(), &quoting(POLICY)),
    );
    assert_eq!(layouts(&one), layouts(&other));
}

#[test]
fn the_layouts_read_well() {
    let notice = notice(&plan(), &Sources::default());
    insta::with_settings!({ snapshot_path => "../../../snapshots/emit", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("notice.txt", text(&notice));
        insta::assert_snapshot!("notice.md", markdown(&notice));
        insta::assert_snapshot!("summary", summary(&plan()));
        insta::assert_snapshot!("intents.md", intents::markdown(&intents::review(&plan())));
    });
}

#[test]
fn a_description_has_the_capital_letters_of_its_language() {
    let mut plan = plan();
    let store = &mut plan.stores[0];
    store.fields[0].about = Some("Grund".to_owned());
    let plan = &plan;
    let field = || Names::of(plan).field(&plan.stores[0], &plan.stores[0].fields[0]);
    assert_eq!(speaking(Language::De, field), "Grund");
    assert_eq!(speaking(Language::En, field), "grund");
}
