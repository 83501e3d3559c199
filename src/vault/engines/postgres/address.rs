//! Where the database is, and how the way there is protected.
//!
//! TLS is always verified. Without `sslmode` it is required, except over a Unix socket or on the same machine.

use std::{fmt, net::IpAddr, sync::Arc, time::Duration};

use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, pem::PemObject},
};
use tokio_postgres::{
    Config,
    config::{Host, SslMode},
};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::port::{VaultError, without_number};

const CONNECT: Duration = Duration::from_secs(10);
const HELP: &str = "write postgres://USER:PASSWORD@HOST:PORT/DATABASE, with sslmode and sslrootcert as parameters where needed";

/// The address of a PostgreSQL database. Shown without the password.
#[derive(Clone)]
pub struct Address {
    pub(super) config: Config,
    /// Certificates to believe; none for those that browsers believe.
    roots: Option<String>,
}

impl Address {
    /// Whether `text` means a database rather than a directory.
    #[must_use]
    pub fn is_one(text: &str) -> bool {
        text.starts_with("postgres://") || text.starts_with("postgresql://")
    }

    /// Reads `postgres://…`. Of the parameters libpq knows, those of tokio-postgres are understood, and `sslrootcert`, a
    /// file of certificates in PEM.
    ///
    /// # Errors
    /// `Refused` when it is no such address.
    pub fn parse(text: &str) -> Result<Self, VaultError> {
        let (place, parameters) = text.split_once('?').unwrap_or((text, ""));
        let mut kept = Vec::new();
        let mut roots = None;
        let mut mode = None;
        for parameter in parameters.split('&').filter(|one| !one.is_empty()) {
            match parameter.split_once('=') {
                Some(("sslrootcert", file)) => roots = Some(file.to_owned()),
                Some(("sslmode", said)) => mode = Some(said),
                _ => kept.push(parameter),
            }
        }
        let place = format!("{place}?{}", kept.join("&"));
        let mut config: Config = place.parse().map_err(|error| {
            refused(format!(
                "the address of the database is not understood: {error}"
            ))
        })?;
        if config.get_hosts().is_empty() {
            return Err(refused("the address of the database has no host"));
        }
        config.ssl_mode(match mode {
            None if config.get_hosts().iter().all(is_here) => SslMode::Disable,
            None | Some("require" | "verify-ca" | "verify-full") => SslMode::Require,
            Some("prefer") => SslMode::Prefer,
            Some("disable") => SslMode::Disable,
            Some(other) => return Err(refused(format!("there is no sslmode `{other}`"))),
        });
        config.connect_timeout(CONNECT).application_name("candor");
        Ok(Self { config, roots })
    }

    /// Whether the address itself tells a password.
    #[must_use]
    pub fn has_password(&self) -> bool {
        self.config.get_password().is_some()
    }

    pub(super) fn tls(&self) -> Result<MakeRustlsConnect, VaultError> {
        let mut roots = RootCertStore::empty();
        match &self.roots {
            None => roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
            Some(file) => {
                let unreadable = |error: &dyn fmt::Display| {
                    refused(format!(
                        "the certificates in {file} cannot be read: {}",
                        without_number(&error.to_string())
                    ))
                };
                for certificate in
                    CertificateDer::pem_file_iter(file).map_err(|error| unreadable(&error))?
                {
                    let certificate = certificate.map_err(|error| unreadable(&error))?;
                    roots.add(certificate).map_err(|error| unreadable(&error))?;
                }
            }
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(std::io::Error::other)?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(MakeRustlsConnect::new(config))
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = match self.config.get_hosts().first() {
            Some(Host::Tcp(name)) => name.clone(),
            #[cfg(unix)]
            Some(Host::Unix(path)) => path.display().to_string(),
            None => String::new(),
        };
        write!(
            f,
            "{} at {host}",
            self.config.get_dbname().unwrap_or("the database")
        )
    }
}

fn is_here(host: &Host) -> bool {
    match host {
        Host::Tcp(name) => {
            name == "localhost"
                || name
                    .parse()
                    .is_ok_and(|address: IpAddr| address.is_loopback())
        }
        #[cfg(unix)]
        Host::Unix(_) => true,
    }
}

fn refused(what: impl Into<String>) -> VaultError {
    VaultError::Refused {
        what: what.into(),
        help: HELP.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(text: &str) -> SslMode {
        Address::parse(text).unwrap().config.get_ssl_mode()
    }

    #[test]
    fn the_way_to_another_machine_is_protected_unless_somebody_says_otherwise() {
        assert_eq!(mode("postgres://me@db.example/bot"), SslMode::Require);
        assert_eq!(
            mode("postgresql://me@localhost,db.example/bot"),
            SslMode::Require
        );
        assert_eq!(
            mode("postgres://me@db.example/bot?sslmode=verify-full"),
            SslMode::Require
        );
        assert_eq!(
            mode("postgres://me@db.example/bot?sslmode=disable"),
            SslMode::Disable
        );
        assert_eq!(mode("postgres://me@127.0.0.1/bot"), SslMode::Disable);
        assert_eq!(
            mode("postgres:///bot?host=/run/postgresql"),
            SslMode::Disable
        );
        assert_eq!(
            mode("postgres://me@localhost/bot?sslmode=require"),
            SslMode::Require
        );
    }

    #[test]
    fn an_address_shows_no_password() {
        let address = Address::parse("postgres://me:hunter22@db.example/bot").unwrap();
        assert_eq!(address.to_string(), "bot at db.example");
    }

    #[test]
    fn what_is_no_address_is_refused_without_showing_it() {
        for text in [
            "postgres://me:hunter22@db.example:port/bot",
            "postgres://me:hunter22@db.example/bot?sslmode=maybe",
            "postgres://me:hunter22@db.example/bot?colour=red",
            "postgres:///bot",
        ] {
            let error = Address::parse(text).err().unwrap().to_string();
            assert!(error.contains("postgres://USER"), "{error}");
            assert!(!error.contains("hunter22"), "{error}");
        }
        let roots = Address::parse("postgres://db.example/bot?sslrootcert=/nowhere.pem").unwrap();
        let error = roots.tls().err().unwrap().to_string();
        assert!(error.contains("/nowhere.pem cannot be read"), "{error}");
    }
}
