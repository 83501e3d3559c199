//! A PostgreSQL server of the test's own: from the machine's package, in a temporary directory, on a Unix socket.

use std::{
    env, fs,
    os::unix::{fs::chown, process::CommandExt},
    path::PathBuf,
    process::{Command, Output},
    sync::atomic::{AtomicU32, Ordering},
};

use candor::vault::Address;

pub struct Cluster {
    /// Where the server's programs are.
    programs: PathBuf,
    home: tempfile::TempDir,
    /// The server does not run as root.
    user: Option<(u32, u32)>,
    port: u16,
    databases: AtomicU32,
}

impl Cluster {
    /// None where no server is installed, which is said aloud; in CI that is a failure.
    pub fn start(settings: &[&str], port: u16) -> Option<Self> {
        let Some(programs) = programs() else {
            assert!(
                env::var_os("CI").is_none(),
                "PostgreSQL is not installed, and CI insists: apt-get install postgresql"
            );
            eprintln!("NOT TESTED: PostgreSQL is not installed (apt-get install postgresql)");
            return None;
        };
        let home = tempfile::tempdir().unwrap();
        let user = root().then(unprivileged);
        if let Some((uid, gid)) = user {
            chown(home.path(), Some(uid), Some(gid)).unwrap();
        }
        let cluster = Self {
            programs,
            home,
            user,
            port,
            databases: AtomicU32::new(0),
        };
        let data = cluster.data();
        let data = data.to_str().unwrap();
        cluster.run(
            "initdb",
            &[
                "-A",
                "trust",
                "-U",
                "candor",
                "-E",
                "UTF8",
                "--locale=C",
                "--no-sync",
                "--wal-segsize=1",
                "-D",
                data,
            ],
        );
        let mut conf = fs::read_to_string(cluster.data().join("postgresql.conf")).unwrap();
        for setting in [
            "listen_addresses = ''",
            "fsync = off",
            "max_connections = 60",
        ]
        .iter()
        .chain(settings)
        {
            conf.push_str(setting);
            conf.push('\n');
        }
        let sockets = cluster.home.path().display().to_string();
        conf.push_str("unix_socket_directories = '");
        conf.push_str(&sockets);
        conf.push_str("'\n");
        fs::write(cluster.data().join("postgresql.conf"), conf).unwrap();
        cluster.up();
        Some(cluster)
    }

    pub fn data(&self) -> PathBuf {
        self.home.path().join("data")
    }

    /// Gives the server a certificate for `localhost` that it signed itself, and lets nobody in over the network without.
    pub fn certify(&self) -> PathBuf {
        let file = |name: &str| self.data().join(name).to_str().unwrap().to_owned();
        let (certificate, key) = (file("server.crt"), file("server.key"));
        let mut command = Command::new("openssl");
        command
            .args([
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=localhost",
            ])
            .args(["-addext", "subjectAltName=DNS:localhost"])
            .args(["-addext", "basicConstraints=critical,CA:FALSE"])
            .args(["-keyout", &key, "-out", &certificate]);
        self.done(&mut command);
        let people = "local all all trust
hostssl all all 127.0.0.1/32 trust
";
        fs::write(self.data().join("pg_hba.conf"), people).unwrap();
        self.sql("postgres", "ALTER SYSTEM SET ssl = on");
        self.down();
        self.up();
        certificate.into()
    }

    pub fn up(&self) {
        let log = self.home.path().join("log");
        let (data, log) = (self.data(), log.to_str().unwrap().to_owned());
        self.run(
            "pg_ctl",
            &[
                "start",
                "-w",
                "-s",
                "-D",
                data.to_str().unwrap(),
                "-l",
                &log,
            ],
        );
    }

    pub fn down(&self) {
        self.run(
            "pg_ctl",
            &[
                "stop",
                "-w",
                "-s",
                "-m",
                "immediate",
                "-D",
                self.data().to_str().unwrap(),
            ],
        );
    }

    /// Kills a process of the server that serves a bot; the server then ends all others and recovers, which is waited for.
    pub fn crash(&self, database: &str) {
        let one = "SELECT pid FROM pg_stat_activity WHERE application_name = 'candor' ORDER BY random() LIMIT 1";
        let pid = self.sql(database, one);
        let ready = || {
            let log = fs::read_to_string(self.home.path().join("log")).unwrap();
            log.matches("ready to accept connections").count()
        };
        let before = ready();
        self.done(Command::new("kill").args(["-KILL", &pid]));
        // Until the server has noticed it, others are served.
        while ready() == before {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
    }

    /// The address of a new, empty database, and its name.
    pub fn database(&self) -> (Address, String) {
        let name = format!("bot{}", self.databases.fetch_add(1, Ordering::Relaxed));
        self.sql("postgres", &format!("CREATE DATABASE {name}"));
        (Address::parse(&self.address(&name)).unwrap(), name)
    }

    pub fn address(&self, database: &str) -> String {
        let socket = self.home.path().display();
        format!("postgres:///{database}?user=candor&host={socket}")
    }

    /// Runs SQL as somebody else would, and gives what it answers.
    pub fn sql(&self, database: &str, sql: &str) -> String {
        let socket = self.home.path().to_str().unwrap();
        let done = self.run(
            "psql",
            &[
                "-X",
                "-A",
                "-t",
                "-q",
                "-v",
                "ON_ERROR_STOP=1",
                "-h",
                socket,
                "-U",
                "candor",
                "-d",
                database,
                "-c",
                sql,
            ],
        );
        String::from_utf8(done.stdout).unwrap().trim().to_owned()
    }

    fn run(&self, program: &str, arguments: &[&str]) -> Output {
        self.done(Command::new(self.programs.join(program)).args(arguments))
    }

    fn done(&self, command: &mut Command) -> Output {
        let port = self.port.to_string();
        command.current_dir(self.home.path()).env("PGPORT", &port);
        if let Some((uid, gid)) = self.user {
            command.uid(uid).gid(gid);
        }
        let done = command.output().unwrap();
        let told = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "{command:?}: {told}");
        done
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // A test may have stopped it already.
        if self.data().join("postmaster.pid").exists() {
            self.down();
        }
    }
}

fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let mut found: Vec<PathBuf> = versions
        .map(|version| version.unwrap().path().join("bin"))
        .collect();
    found.sort();
    let path = env::var_os("PATH").unwrap_or_default();
    found.reverse();
    found.extend(env::split_paths(&path));
    found.into_iter().find(|programs| {
        ["initdb", "pg_ctl", "psql"]
            .iter()
            .all(|name| programs.join(name).exists())
    })
}

fn root() -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    status
        .lines()
        .any(|line| line.split_whitespace().take(3).eq(["Uid:", "0", "0"]))
}

fn unprivileged() -> (u32, u32) {
    let people = fs::read_to_string("/etc/passwd").unwrap();
    let of = |name: &str| {
        people.lines().find_map(|line| {
            let mut parts = line.split(':');
            let found = parts.next()? == name;
            let ids = (parts.nth(1)?.parse().ok()?, parts.next()?.parse().ok()?);
            found.then_some(ids)
        })
    };
    of("postgres").or_else(|| of("nobody")).unwrap()
}
