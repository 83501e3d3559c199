//! Whoever cannot prove that they hold the master key gets nothing, and cannot hurt the bot.

use std::{
    fs,
    io::{Read as _, Write as _},
    os::unix::{
        fs::{PermissionsExt as _, chown},
        net::UnixStream,
        process::CommandExt as _,
    },
    path::Path,
};

use candor::vault::{Holder, MasterKey, Nonces, PROOF, Session, Side};

use crate::live::{AT_MOST, Live, POLICY, refusal, said};

const MAGIC: &[u8; 12] = b"CANDORCT\0\0\0\x01";

impl Live {
    fn connect(&self) -> UnixStream {
        let stream = UnixStream::connect(self.dir().join("control")).unwrap();
        stream.set_read_timeout(Some(AT_MOST)).unwrap();
        stream
    }

    /// Says something and waits for the end of the conversation; what was answered.
    fn answered(&self, bytes: &[u8]) -> Vec<u8> {
        let mut stream = self.connect();
        // The bot may have closed it before everything was sent.
        let _ = stream.write_all(bytes);
        heard(&mut stream)
    }

    fn holder(&self, digits: &str) -> Holder {
        let file = self.file("some-key");
        fs::write(&file, digits.repeat(32)).unwrap();
        let key = MasterKey::from_file(&file).unwrap();
        Holder::of(&self.dir(), &key).unwrap().unwrap()
    }

    /// The other half of the greeting: the bot's proof, and what belongs to it.
    fn greeted(&self, asker: [u8; PROOF]) -> (UnixStream, Nonces, [u8; PROOF]) {
        let mut stream = self.connect();
        stream
            .write_all(&[MAGIC.as_slice(), &asker].concat())
            .unwrap();
        let (mut magic, mut keeper, mut proof) = ([0; 12], [0; PROOF], [0; PROOF]);
        stream.read_exact(&mut magic).unwrap();
        assert_eq!(magic, *MAGIC);
        stream.read_exact(&mut keeper).unwrap();
        stream.read_exact(&mut proof).unwrap();
        (stream, Nonces { asker, keeper }, proof)
    }

    fn session(&self) -> (UnixStream, Session) {
        let holder = self.holder("ab");
        let (mut stream, nonces, proof) = self.greeted([7; PROOF]);
        holder.check(Side::Keeper, &nonces, &proof).unwrap();
        let mine = holder.proof(Side::Asker, &nonces);
        stream.write_all(&mine).unwrap();
        (stream, holder.session(Side::Asker, &nonces))
    }
}

/// Everything up to the end of the conversation. That there is one is the point: the bot does not wait for ever.
fn heard(stream: &mut UnixStream) -> Vec<u8> {
    let mut all = Vec::new();
    match stream.read_to_end(&mut all) {
        Ok(_) => all,
        Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => all,
        Err(error) => panic!("the conversation does not end: {error}"),
    }
}

fn frame(sealed: &[u8]) -> Vec<u8> {
    let length = u32::try_from(sealed.len()).unwrap().to_be_bytes();
    [&length, sealed].concat()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_key_is_refused_as_when_the_data_is_opened_with_it() {
    let mut live = Live::set().await;
    live.warn("ann", "spam").await;
    let all: [&[&str]; 4] = [
        &["data", "list", POLICY],
        &["data", "erase", POLICY, "1", "--yes"],
        &["data", "requests"],
        &["keys", "status"],
    ];
    let with_another = |live: &Live| {
        all.map(|args| {
            let mut command = live.command(args);
            command
                .env_remove("CANDOR_KEY_FILE")
                .env("CANDOR_KEY", "cd".repeat(32));
            refusal(&mut command)
        })
    };
    let from_bot = with_another(&live);
    assert!(
        from_bot[0].contains("the master key does not open this data"),
        "{from_bot:?}"
    );
    assert!(live.runs());
    live.stop();
    assert_eq!(from_bot, with_another(&live));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn garbage_silence_and_half_a_greeting_hurt_nobody() {
    let mut live = Live::set().await;
    live.warn("ann", "spam").await;
    assert_eq!(live.answered(&vec![0xff; 100_000]), b"");
    assert_eq!(live.answered(b"GET / HTTP/1.1\r\n\r\n"), b"");
    // Silence and half a greeting end.
    let (mut silence, mut half) = (live.connect(), live.connect());
    half.write_all(&MAGIC[..7]).unwrap();
    assert_eq!((heard(&mut silence), heard(&mut half)), (vec![], vec![]));
    // One whose proof is chance: no more than the bot's own proof is answered.
    let chance = [MAGIC.as_slice(), &[1; PROOF], &[2; PROOF], &[3; 64]].concat();
    assert_eq!(live.answered(&chance).len(), 12 + 2 * PROOF);
    // More of them than are served at once do not keep the operator out for long.
    let silent: Vec<_> = (0..10).map(|_| live.connect()).collect();
    let list = live.told(&["data", "list", POLICY]);
    assert!(list.contains("         1  warning\n"), "{list}");
    drop(silent);

    // What the bot says proves nothing to it: not its own proof, not a proof from before, not another key's.
    let holder = live.holder("ab");
    let (mut stream, _, proof) = live.greeted([7; PROOF]);
    stream.write_all(&proof).unwrap();
    assert_eq!(heard(&mut stream), b"");
    let (stream, before, _) = live.greeted([7; PROOF]);
    drop(stream);
    let (mut stream, nonces, _) = live.greeted([7; PROOF]);
    assert_ne!(before.keeper, nonces.keeper, "each conversation is its own");
    let old = holder.proof(Side::Asker, &before);
    stream.write_all(&old).unwrap();
    assert_eq!(heard(&mut stream), b"");
    let (mut stream, nonces, proof) = live.greeted([7; PROOF]);
    let other = live.holder("cd");
    assert!(other.check(Side::Keeper, &nonces, &proof).is_err());
    let theirs = other.proof(Side::Asker, &nonces);
    stream.write_all(&theirs).unwrap();
    assert_eq!(heard(&mut stream), b"");
    assert!(live.runs());
    live.told(&["data", "verify", POLICY]);
    live.stop();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn also_with_the_key_messages_are_bounded_and_in_order() {
    let mut live = Live::set().await;
    let requests = br#"{"policy":null,"request":{"Requests":null}}"#;
    let (mut stream, mut session) = live.session();
    let sealed = session.seal(requests).unwrap();
    stream.write_all(&frame(&sealed)).unwrap();
    let answer = heard(&mut stream);
    let answer = session.open(&answer[4..]).unwrap();
    assert!(
        answer.starts_with(b"{\"Done\""),
        "the test speaks as it should"
    );

    // A length that nobody means, and then nothing.
    let (mut stream, _) = live.session();
    stream.write_all(&u32::MAX.to_be_bytes()).unwrap();
    assert_eq!(heard(&mut stream), b"");
    // Half a message.
    let (mut stream, mut session) = live.session();
    let sealed = session.seal(requests).unwrap();
    let half = frame(&sealed);
    stream.write_all(&half[..half.len() / 2]).unwrap();
    stream.shutdown(std::net::Shutdown::Write).unwrap();
    assert_eq!(heard(&mut stream), b"");
    // One that was changed on its way, and one from another conversation.
    for change in [true, false] {
        let (mut stream, mut session) = live.session();
        let mut sealed = session.seal(requests).unwrap();
        if change {
            *sealed.last_mut().unwrap() ^= 1;
        } else {
            let (_, mut other) = live.session();
            sealed = other.seal(requests).unwrap();
        }
        stream.write_all(&frame(&sealed)).unwrap();
        assert_eq!(heard(&mut stream), b"");
    }
    // A command of another version, and one without a policy that needs one.
    for (question, answer) in [
        (
            r#"{"policy":null,"request":{"Explode":null}}"#,
            "does not know this command",
        ),
        (r#"{"policy":null,"request":{"List":null}}"#, "OtherPolicy"),
    ] {
        let (mut stream, mut session) = live.session();
        let sealed = session.seal(question.as_bytes()).unwrap();
        stream.write_all(&frame(&sealed)).unwrap();
        let said = heard(&mut stream);
        let said = String::from_utf8(session.open(&said[4..]).unwrap()).unwrap();
        assert!(said.contains(answer), "{said}");
    }
    // Somebody who asks and goes: the work is done, and nobody waits for them.
    let (mut stream, mut session) = live.session();
    let sealed = session.seal(requests).unwrap();
    stream.write_all(&frame(&sealed)).unwrap();
    drop(stream);
    assert!(live.runs());
    live.told(&["data", "verify", POLICY]);
    live.stop();
}

/// With the key and a socket that lets everybody in, another user is still refused. Only root can try.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_user_of_the_machine_is_refused() {
    const NOBODY: u32 = 65_534;
    let mut live = Live::set().await;
    if chown(live.file("key"), Some(0), None).is_err() {
        eprintln!("NOT TESTED: only root can be another user");
        return;
    }
    let opened = fs::Permissions::from_mode(0o777);
    for path in [live.home.path().to_owned(), live.dir()] {
        fs::set_permissions(path, opened.clone()).unwrap();
    }
    for name in ["key", "data/control", "data/ledger"] {
        fs::set_permissions(live.file(name), opened.clone()).unwrap();
    }
    // The program and the policy stand where only their owner may look.
    let (program, policy) = (live.file("candor"), live.file("keta.kdl"));
    fs::copy(env!("CARGO_BIN_EXE_candor"), &program).unwrap();
    fs::copy(POLICY, &policy).unwrap();
    fs::set_permissions(&policy, opened).unwrap();
    for language in ["fr", "de"] {
        let catalogue = format!("{language}.ftl");
        let beside = Path::new(POLICY).with_extension(&catalogue);
        fs::copy(beside, policy.with_extension(&catalogue)).unwrap();
    }
    let ask = |user: u32| {
        let mut command = std::process::Command::new(&program);
        command
            .args(["data", "list", policy.to_str().unwrap()])
            .env("CANDOR_KEY_FILE", live.file("key"))
            .env("CANDOR_DATA", live.dir())
            .current_dir("/")
            .uid(user);
        said(&command.output().unwrap())
    };
    assert_eq!(ask(0).0, Some(0));
    let (code, _, err) = ask(NOBODY);
    assert_eq!(code, Some(2), "{err}");
    assert!(err.contains("does not answer"), "{err}");
    assert!(live.runs());
    live.stop();
}
