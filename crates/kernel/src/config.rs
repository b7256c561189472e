use std::{net::SocketAddr, path::PathBuf};

use serde::Deserialize;

/// The settings are not usable, and how to put them right.
#[derive(Debug, thiserror::Error)]
#[error("configuration: {0}")]
pub struct ConfigError(#[from] config::ConfigError);

/// Everything an operator can set. Each setting comes from the first of: command-line flag, environment
/// (`SONGCAU_LISTEN`, `SONGCAU_DATABASE_URL`…), configuration file (TOML), default.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Folder of everything the program keeps: embedded database, search index, secret. Default `songcau-data`.
    pub data: PathBuf,
    /// Address to listen on. Default `127.0.0.1:8080`.
    pub listen: SocketAddr,
    /// `postgres://…`; empty for the embedded SQLite in the data folder.
    pub database_url: String,
    /// Connections to PostgreSQL, reading and writing each. Default 16.
    pub database_connections: u32,
    /// The province's own host, from which its sites' hosts are made: `thainguyen.gov.vn` makes
    /// `sxd.thainguyen.gov.vn`. Default `localhost`.
    pub domain: String,
    /// `http` or `https`, as visitors see it; `https` also marks cookies `Secure`. Default `http`.
    pub public_scheme: String,
    /// Port in public addresses; 0 for the scheme's own. Default: the listening port when `domain` is `localhost`.
    pub public_port: Option<u16>,
    /// Number of proxies in front whose `X-Forwarded-For` may be believed. Default 0.
    pub trusted_proxies: u8,
    /// Largest request body in bytes. Default 1 MiB.
    pub max_body: usize,
    /// Connections held at once; more wait. Default 4,000, below the usual limit of open files.
    pub max_connections: usize,
    /// Connections one address may hold at once; further ones are closed. Default 100: whole offices share an address.
    /// Behind proxies (`trusted_proxies`) theirs is the duty.
    pub connections_per_address: usize,
    /// Seconds a client may take to send the head of a request, or to take the next piece of its answer. Default 20.
    pub client_timeout: u64,
    /// Requests a second one address may make before it is asked to wait; bursts of five times that pass.
    /// Default 50. Pages answered from memory do not count.
    pub rate_per_second: u32,
    /// Memory for finished pages, in MiB. Default 256. 0 turns the page cache off.
    pub cache_mib: usize,
    /// Where files are kept: empty for the folder `files` in the data folder; a folder's path; or
    /// `s3://bucket/prefix` for an object store that speaks S3, its address in `files_endpoint`. Set it before the
    /// first file is kept: files are not moved by changing it.
    pub files_url: String,
    /// Address of the object store, `https://s3.example.vn`; empty for Amazon's own by `files_region`.
    pub files_endpoint: String,
    /// Region of the object store. Default `us-east-1`, which most stores take.
    pub files_region: String,
    /// Access key of the object store.
    pub files_key: String,
    /// Its secret.
    pub files_secret: String,
    /// Largest file in MiB, whatever its purpose allows. Default 100.
    pub files_max_mib: u64,
    /// MiB one account may send within a day. Default 2,048.
    pub files_daily_mib: u64,
    /// The virus scanner clamd: `unix:/run/clamav/clamd.ctl` or `tcp:127.0.0.1:3310`. Empty: files are not scanned.
    /// Set clamd's `StreamMaxLength` no lower than `files_max_mib`.
    pub clamav: String,
    /// Token by which a monitor off this machine may read `/metrics`; empty allows loopback only.
    pub operator_token: String,
    /// Secret for signing, at least 32 characters, the same on every node; empty makes one in the data folder.
    pub secret: String,
    /// `json` or `text`. Default `json`.
    pub log_format: String,
    /// What to log, in the syntax of `tracing_subscriber::EnvFilter`. Default `info`.
    pub log_filter: String,
    /// Mail server: `smtps://user:password@host:465`, `smtp://user:password@host:587?starttls`, or `smtp://host:25` for
    /// one on the same network without encryption. Empty: letters are put into the folder `outbox` in the data folder.
    pub mail_url: String,
    /// Who letters come from: `Name <address>`. Default: `no-reply@` and the domain.
    pub mail_from: String,
    /// Where answers go; empty: nowhere in particular.
    pub mail_reply_to: String,
    /// Address of an SMS gateway that takes JSON `{"to", "text", "reference", "sender"}` by POST; empty: no short messages.
    pub sms_url: String,
    /// The gateway's token, sent as `Authorization: Bearer`.
    pub sms_token: String,
    /// The name short messages come from, as agreed with the gateway; may be empty.
    pub sms_sender: String,
    /// Whether short messages are written without accents, so that more fits into one. Default false.
    pub sms_unaccented: bool,
    /// Key of web push (base64 of PKCS #8), the same on every node; empty makes one in the data folder (`push.key`).
    pub push_key: String,
    /// Seconds to wait for a mail server, an SMS gateway or a push service. Default 20.
    pub outgoing_timeout: u64,
    /// Lets push messages go to this machine and to private networks. For tests only: whoever signs in could have the
    /// program call machines that only it can reach. Default false.
    pub outgoing_private: bool,
    /// Seconds that running requests are given to finish at shutdown. Default 20.
    pub shutdown_grace: u64,
    /// Address of the OpenID provider through which people may sign in, as it names itself: `https://…`. Empty for none.
    pub openid_issuer: String,
    /// What the provider knows this program by.
    pub openid_client_id: String,
    /// By what this program shows the provider that it is itself; empty for a public client.
    pub openid_client_secret: String,
    /// What the button on the sign-in page says; empty for a text of the program.
    pub openid_name: String,
    /// The claim in which the provider gives the personal number. Default `citizen_no`.
    pub openid_number_claim: String,
    /// What else the provider is asked for beside `openid`, separated by spaces. Default `profile`.
    pub openid_scopes: String,
    /// Values of `amr` or `acr`, separated by spaces, by which the provider says that it saw a second proof, so that the
    /// authenticator app is not asked for again. Empty: it always is.
    pub openid_second_proof: String,
}

impl Config {
    /// Reads the settings: defaults, then the file if given, then `SONGCAU_…`, then `flags`.
    ///
    /// # Errors
    /// [`ConfigError`] for an unreadable file, an unknown setting or a value of the wrong kind.
    pub fn load(file: Option<&str>, flags: &[(&str, String)]) -> Result<Self, ConfigError> {
        let mut builder = config::Config::builder()
            .set_default("data", "songcau-data")?
            .set_default("listen", "127.0.0.1:8080")?
            .set_default("database_url", "")?
            .set_default("database_connections", 16)?
            .set_default("domain", "localhost")?
            .set_default("public_scheme", "http")?
            .set_default("trusted_proxies", 0)?
            .set_default("max_body", 1024 * 1024)?
            .set_default("max_connections", 4000)?
            .set_default("connections_per_address", 100)?
            .set_default("client_timeout", 20)?
            .set_default("rate_per_second", 50)?
            .set_default("cache_mib", 256)?
            .set_default("files_url", "")?
            .set_default("files_endpoint", "")?
            .set_default("files_region", "us-east-1")?
            .set_default("files_key", "")?
            .set_default("files_secret", "")?
            .set_default("files_max_mib", 100)?
            .set_default("files_daily_mib", 2048)?
            .set_default("clamav", "")?
            .set_default("operator_token", "")?
            .set_default("secret", "")?
            .set_default("log_format", "json")?
            .set_default("log_filter", "info")?
            .set_default("mail_url", "")?
            .set_default("mail_from", "")?
            .set_default("mail_reply_to", "")?
            .set_default("sms_url", "")?
            .set_default("sms_token", "")?
            .set_default("sms_sender", "")?
            .set_default("sms_unaccented", false)?
            .set_default("push_key", "")?
            .set_default("outgoing_timeout", 20)?
            .set_default("outgoing_private", false)?
            .set_default("shutdown_grace", 20)?
            .set_default("openid_issuer", "")?
            .set_default("openid_client_id", "")?
            .set_default("openid_client_secret", "")?
            .set_default("openid_name", "")?
            .set_default("openid_number_claim", "citizen_no")?
            .set_default("openid_scopes", "profile")?
            .set_default("openid_second_proof", "")?;
        if let Some(file) = file {
            builder = builder.add_source(config::File::new(file, config::FileFormat::Toml));
        }
        // Variables of the tests' own are not settings.
        let environment =
            config::Environment::with_prefix("SONGCAU").prefix_separator("_").try_parsing(true).source(Some(
                std::env::vars()
                    .filter(|(k, _)| !k.starts_with("SONGCAU_TEST_") && k != "SONGCAU_CACHE")
                    .collect(),
            ));
        builder = builder.add_source(environment);
        for (name, value) in flags {
            builder = builder.set_override(*name, value.clone())?;
        }
        Ok(builder.build()?.try_deserialize()?)
    }

    /// Where the database is.
    pub fn database(&self) -> String {
        if self.database_url.is_empty() {
            format!("sqlite://{}?mode=rwc", self.data.join("songcau.db").display())
        } else {
            self.database_url.clone()
        }
    }

    /// `scheme://host[:port]` of one of the province's hosts: the empty label means the province itself.
    pub fn origin(&self, label: &str) -> String {
        let host = if label.is_empty() { self.domain.clone() } else { format!("{label}.{}", self.domain) };
        let port = match self.public_port {
            Some(0) => None,
            Some(port) => Some(port),
            None if self.domain == "localhost" => Some(self.listen.port()),
            None => None,
        };
        match port {
            Some(port) => format!("{}://{host}:{port}", self.public_scheme),
            None => format!("{}://{host}", self.public_scheme),
        }
    }

    /// Whether visitors come over TLS.
    pub fn is_https(&self) -> bool {
        self.public_scheme == "https"
    }
}
