//! `candor breach`: everybody is told once, whatever stops it, and nobody whose data are gone.

use std::{
    fs,
    process::{Child, Stdio},
    thread,
    time::Duration as RealDuration,
};

use candor::{sandbox::MemberSeed, vocab::UserId};
use serde_json::{Value as Json, json};

use crate::live::{Live, POLICY, said};

const MESSAGE: &str = r#"
message en {
    nature "On 3 May somebody copied the database."
    consequences "Others may learn what moderators wrote about you."
    measures "The hole is closed. You need not do anything."
    contact "privacy@example.org"
}
message fr {
    nature "Le 3 mai, quelqu’un a copié la base de données."
    consequences "D’autres peuvent apprendre ce que des modérateurs ont écrit sur vous."
    measures "La faille est fermée. Vous n’avez rien à faire."
    contact "privacy@example.org"
}
message de {
    nature "Am 3. Mai hat jemand die Datenbank kopiert."
    consequences "Andere können erfahren, was Moderatoren über dich geschrieben haben."
    measures "Die Lücke ist geschlossen. Du musst nichts tun."
    contact "privacy@example.org"
}
"#;

struct Told {
    live: Live,
    people: Vec<UserId>,
}

impl Told {
    /// Keta with a warning about each of so many people.
    async fn about(people: usize) -> Self {
        let live = Live::set().await;
        fs::write(live.file("message.kdl"), MESSAGE).unwrap();
        let mut ids = Vec::new();
        for number in 0..people {
            let name = format!("person{number}");
            let seed = MemberSeed {
                name: name.clone(),
                ..MemberSeed::default()
            };
            ids.push(live.sandbox.add_member(live.server, &seed).unwrap());
            live.warn(&name, "spam").await;
        }
        Self { live, people: ids }
    }

    fn args(&self, more: &[&str]) -> Vec<String> {
        let message = self.live.file("message.kdl").display().to_string();
        let origin = self.live.sandbox.origin();
        let args = [
            "breach",
            "notify",
            POLICY,
            &message,
            "--discord",
            &origin,
            "--store",
            "warning",
            "--format",
            "json",
        ];
        // Whom the moderator is, they know.
        let people = self
            .people
            .iter()
            .flat_map(|id| ["--person".to_owned(), id.to_string()]);
        let all = args.iter().chain(more).map(|part| (*part).to_owned());
        all.chain(people).collect()
    }

    fn notify(&self, more: &[&str]) -> (Option<i32>, Json) {
        let (code, out, err) = said(&self.live.command(&self.args(more)).output().unwrap());
        let receipt = serde_json::from_str(&out);
        (code, receipt.unwrap_or_else(|_| json!({ "err": err })))
    }

    fn begin(&self) -> Child {
        let mut command = self.live.command(&self.args(&["--yes"]));
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().unwrap()
    }

    /// How often the bot wrote of it to somebody.
    fn told(&self, person: UserId) -> usize {
        let direct = self.live.sandbox.direct(person);
        let messages = self.live.sandbox.messages(person, direct).unwrap();
        let said = messages.iter().filter(|one| {
            let text = one["content"].as_str().unwrap_or_default();
            text.contains("somebody copied the database")
        });
        said.count()
    }

    fn each(&self) -> Vec<usize> {
        let people = self.people.iter();
        people.map(|person| self.told(*person)).collect()
    }

    async fn fault(&self, fault: Json) {
        let url = format!("{}/sandbox/faults", self.live.sandbox.origin());
        let client = reqwest::Client::new();
        let done = client.post(url).json(&fault).send().await.unwrap();
        assert!(done.status().is_success(), "{done:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_is_told_once_whatever_stops_it() {
    let mut told = Told::about(12).await;
    let (code, outlook) = told.notify(&["--dry-run"]);
    assert_eq!(code, Some(0), "{outlook}");
    assert_eq!(outlook["people"], 12);
    assert_eq!(outlook["servers"][0][1], 12, "{outlook}");
    assert_eq!(
        told.people.iter().map(|one| told.told(*one)).sum::<usize>(),
        0
    );
    let mut kills = 0;
    for after_ms in [0, 17, 45, 8, 31, 60, 24].into_iter().cycle() {
        let before: usize = told.each().iter().sum();
        if before >= 9 {
            break;
        }
        told.fault(json!({ "latency_ms": 15 })).await;
        let mut command = told.begin();
        while told.each().iter().sum::<usize>() == before {
            assert_eq!(command.try_wait().unwrap(), None);
            thread::sleep(RealDuration::from_millis(2));
        }
        // Before or after the next message, or while it is on its way.
        thread::sleep(RealDuration::from_millis(after_ms));
        told.live.kill();
        command.wait().unwrap();
        kills += 1;
        told.fault(json!({ "latency_ms": 0 })).await;
        told.live.start(POLICY);
    }
    assert!(kills > 1, "it was stopped {kills} times");
    let (code, receipt) = told.notify(&["--yes"]);
    assert_eq!(code, Some(0), "{receipt}");
    assert_eq!(receipt["people"], 12, "{receipt}");
    assert_eq!(receipt["fates"], json!({ "told": 12 }), "{receipt}");
    for person in &told.people {
        assert_eq!(told.told(*person), 1);
    }
    assert!(!told.live.dir().join("letters").exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_erased_meanwhile_is_in_no_letter() {
    let told = Told::about(4).await;
    told.fault(json!({ "server_error": { "next": 1000, "status": 500 } }))
        .await;
    let (code, receipt) = told.notify(&["--yes"]);
    assert_eq!(code, Some(1), "{receipt}");
    assert_eq!(receipt["to-go"], 4, "{receipt}");
    told.fault(json!({ "server_error": { "next": 0, "status": 500 } }))
        .await;
    let reference = receipt["reference"].as_str().unwrap().to_owned();

    // Nobody's id stands there, nor what is said.
    let letters = fs::read(told.live.dir().join("letters")).unwrap();
    let plain = String::from_utf8_lossy(&letters).into_owned();
    assert!(!plain.contains("database") && !plain.contains(&reference));
    for person in &told.people {
        let id = person.0.to_be_bytes();
        assert!(!plain.contains(&person.to_string()));
        assert!(!letters.windows(8).any(|bytes| bytes == id));
    }

    // In other words, it is another one.
    let other = told.live.file("message.kdl");
    fs::write(&other, MESSAGE.replace("3 May", "4 May")).unwrap();
    let (code, refused) = told.notify(&["--yes"]);
    assert_eq!(code, Some(2), "{refused}");
    assert!(
        refused["err"].as_str().unwrap().contains("is not over"),
        "{refused}"
    );
    fs::write(&other, MESSAGE).unwrap();

    let gone = told.people[1].to_string();
    told.live.told(&["data", "erase", POLICY, &gone, "--yes"]);
    let (code, receipt) = told.notify(&["--yes"]);
    assert_eq!(code, Some(0), "{receipt}");
    assert_eq!(receipt["reference"], reference.as_str());
    assert_eq!(
        receipt["fates"],
        json!({ "told": 3, "erased": 1 }),
        "{receipt}"
    );
    assert_eq!(told.each(), [1, 0, 1, 1]);
    let status = told.live.told(&["breach", "status", POLICY]);
    assert_eq!(status, "no notification was begun\n");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_takes_no_direct_messages_is_told_by_the_server_that_names_nobody() {
    let mut told = Told::about(4).await;
    told.live
        .ask("mod", "/config set levels", &[("announce-in", "general")])
        .await;
    for person in &told.people[..2] {
        told.fault(json!({ "closed_dms": { "user": person.to_string(), "on": true } }))
            .await;
    }
    told.live
        .sandbox
        .leave(told.people[3], told.live.server)
        .unwrap();
    told.fault(json!({ "closed_dms": { "user": told.people[3].to_string(), "on": true } }))
        .await;
    let channel = ["--channel", "levels.announce-in"];
    let (code, refused) = told.notify(&["--channel", "levels.announce", "--dry-run"]);
    assert_eq!(code, Some(2), "{refused}");
    told.live.stop();
    // Without a bot, whoever has the token does the same.
    let alone = told.live.refused(&told.args(&["--yes"]));
    assert!(alone.contains("DISCORD_TOKEN is not set"), "{alone}");
    let mut command = told
        .live
        .command(&told.args(&[&channel[..], &["--yes"]].concat()));
    command.env("DISCORD_TOKEN", told.live.sandbox.bot_token());
    let (code, out, err) = said(&command.output().unwrap());
    assert_eq!(code, Some(0), "{err}");
    let receipt: Json = serde_json::from_str(&out).unwrap();
    let fates = json!({ "told": 1, "by-server": 2, "away": 1 });
    assert_eq!(receipt["fates"], fates, "{receipt}");
    assert_eq!(receipt["servers"], 1);
    let seen = told
        .live
        .sandbox
        .messages(told.live.id("mod"), told.live.channel)
        .unwrap();
    let posts = seen.iter().filter_map(|one| one["content"].as_str());
    let posts: Vec<_> = posts
        .filter(|text| text.contains("copied the database"))
        .collect();
    assert_eq!(posts.len(), 1, "{posts:?}");
    for person in &told.people {
        assert!(!posts[0].contains(&person.to_string()), "{posts:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_at_once_are_refused_and_a_part_that_lacks_is_told() {
    let told = Told::about(3).await;
    told.fault(json!({ "latency_ms": 400 })).await;
    let mut first = told.begin();
    thread::sleep(RealDuration::from_millis(700));
    let (code, second) = told.notify(&["--yes"]);
    assert_eq!(code, Some(2), "{second}");
    let why = second["err"].as_str().unwrap();
    assert!(why.contains("people are being told at the moment"), "{why}");
    assert_eq!(first.wait().unwrap().code(), Some(0));
    assert_eq!(told.each(), [1, 1, 1]);
    told.fault(json!({ "latency_ms": 0 })).await;

    let template = told.live.told(&["breach", "template", POLICY]);
    fs::write(
        told.live.file("message.kdl"),
        template.replace("nature \"\"", "nature \"It.\""),
    )
    .unwrap();
    let (code, lacks) = told.notify(&["--yes"]);
    assert_eq!(code, Some(2), "{lacks}");
    let why = lacks["err"].as_str().unwrap();
    assert!(
        why.contains("the message in English lacks `consequences`"),
        "{why}"
    );
    let asked = told.live.file("message.kdl");
    fs::write(&asked, MESSAGE).unwrap();
    let (code, asked) = told.notify(&[]);
    assert_eq!(code, Some(2), "{asked}");
    assert!(
        asked["err"].as_str().unwrap().contains("use --yes"),
        "{asked}"
    );
}
