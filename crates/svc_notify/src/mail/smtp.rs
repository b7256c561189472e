use std::time::Duration;

use kernel::{Config, Error, Result};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};

use crate::{delivery::Failure, words::one_line};

/// Answers by which a server asks us to sign in, or to sign in otherwise: our settings are wrong, not the letter.
const OURS: [u16; 4] = [530, 534, 535, 538];
/// A letter takes several exchanges; each may take this many times the time set for one.
const EXCHANGES: u32 = 4;

/// A mail server.
pub(crate) struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    host: String,
    timeout: Duration,
}

impl Smtp {
    pub(super) fn open(config: &Config) -> Result<Self> {
        // The reason may repeat the address with its password, so only the setting is named.
        let wrong =
            || Error::internal("the setting mail_url is not an address like smtps://user:password@host:465");
        let url = match config.mail_url.strip_suffix("?starttls") {
            Some(url) => format!("{url}?tls=required"),
            None => config.mail_url.clone(),
        };
        let timeout = Duration::from_secs(config.outgoing_timeout);
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(&url).map_err(|_| wrong())?;
        let transport = builder.timeout(Some(timeout)).build();
        let host = url.split("://").nth(1).and_then(|rest| rest.rsplit('@').next()).unwrap_or_default();
        let host = host.split(['/', '?']).next().unwrap_or_default().to_owned();
        Ok(Self { transport, host, timeout })
    }

    /// The server's name and port, without how we sign in.
    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// Whether it answers and lets us in.
    pub(crate) async fn test(&self) -> Result<(), String> {
        let tested = tokio::time::timeout(self.timeout * EXCHANGES, self.transport.test_connection()).await;
        match tested {
            Ok(Ok(true)) => Ok(()),
            Ok(Ok(false)) => Err("does not answer as a mail server".to_owned()),
            Ok(Err(error)) => Err(reason(&error)),
            Err(_) => Err("no answer in time".to_owned()),
        }
    }

    /// Hands a letter over.
    pub(super) async fn send(&self, letter: Message, address: &str) -> Result<(), Failure> {
        let sent = tokio::time::timeout(self.timeout * EXCHANGES, self.transport.send(letter)).await;
        let Ok(sent) = sent else { return Err(Failure::Later("no answer in time".to_owned())) };
        let Err(error) = sent else { return Ok(()) };
        // Servers like to repeat the address; whom it was for is known, and not everybody's to read.
        let why = one_line(&reason(&error).replace(address, "…"), 300);
        let code = error.status().map_or(0, |code| code.to_string().parse::<u16>().unwrap_or(0));
        if error.is_permanent() && !OURS.contains(&code) {
            Err(Failure::Never(why))
        } else {
            Err(Failure::Later(why))
        }
    }
}

/// The error and what caused it, in one line.
fn reason(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text.push_str(": ");
            text.push_str(&cause_text);
        }
        source = cause.source();
    }
    text
}
