//! The virus scanner clamd, where the setting `clamav` names one. It is handed each content once; until it has seen
//! one, only the sender may open it.

use std::{path::PathBuf, time::Duration};

use futures_util::StreamExt as _;
use kernel::{App, Error, Result};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use ui::Message;

use crate::{
    Files,
    blob::{self, Blob, Checked},
    said::refuse,
    vault::Flow,
};

/// The job that tries again.
pub(crate) const NAME: &str = "files.scan";
/// How long the sender waits for the scanner; then the file waits instead.
const PATIENCE: Duration = Duration::from_secs(30);
/// The longest answer of clamd that makes sense.
const LONGEST_ANSWER: u64 = 4096;
/// How many contents one run of the job takes.
const CHUNK: u32 = 50;

/// Where clamd listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Scanner {
    Unix(PathBuf),
    Tcp(String),
}

/// What clamd says of a content.
#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    Clean,
    Infected(String),
}

impl Scanner {
    /// Reads the setting; nothing when it is empty.
    pub(crate) fn read(setting: &str) -> Result<Option<Self>> {
        match setting.split_once(':') {
            None if setting.is_empty() => Ok(None),
            Some(("unix", path)) => Ok(Some(Self::Unix(path.into()))),
            Some(("tcp", address)) => Ok(Some(Self::Tcp(address.to_owned()))),
            _ => Err(Error::internal("the setting `clamav` is unix:/path/to/socket or tcp:host:port")),
        }
    }

    async fn scan(&self, flow: Flow) -> std::io::Result<Verdict> {
        let timed_out = |_| std::io::Error::from(std::io::ErrorKind::TimedOut);
        let talk = async {
            match self {
                Self::Unix(path) => talk(tokio::net::UnixStream::connect(path).await?, flow).await,
                Self::Tcp(address) => talk(tokio::net::TcpStream::connect(address).await?, flow).await,
            }
        };
        tokio::time::timeout(PATIENCE, talk).await.map_err(timed_out)?
    }
}

/// INSTREAM: pieces with their length before them, then a length of nothing, then the answer.
async fn talk(mut clamd: impl AsyncRead + AsyncWrite + Unpin, mut flow: Flow) -> std::io::Result<Verdict> {
    clamd.write_all(b"zINSTREAM\0").await?;
    while let Some(piece) = flow.next().await {
        for piece in piece?.chunks(256 * 1024) {
            clamd.write_all(&(piece.len() as u32).to_be_bytes()).await?;
            clamd.write_all(piece).await?;
        }
    }
    clamd.write_all(&0_u32.to_be_bytes()).await?;
    clamd.flush().await?;
    let mut answer = Vec::new();
    clamd.take(LONGEST_ANSWER).read_to_end(&mut answer).await?;
    let answer = String::from_utf8_lossy(&answer);
    let answer = answer.trim_matches(['\0', '\n', ' ']).trim_start_matches("stream: ");
    match answer.strip_suffix(" FOUND") {
        Some(threat) => Ok(Verdict::Infected(threat.chars().take(100).collect())),
        None if answer == "OK" => Ok(Verdict::Clean),
        None => Err(std::io::Error::other(format!("clamd answered {answer}"))),
    }
}

/// Has a content just received looked at while its sender waits.
///
/// # Errors
/// The refusal that names what was found.
pub(crate) async fn at_once(app: &App, files: &Files, blob: Blob) -> Result<Blob> {
    let Some(scanner) = &files.scanner else { return Ok(blob) };
    let blob = match blob.checked {
        Checked::Unchecked => check(app, files, scanner, blob).await?,
        _ => blob,
    };
    if blob.checked == Checked::Infected {
        return Err(refuse(Message::new("files.refuse.infected").with("threat", &blob.threat)));
    }
    Ok(blob)
}

async fn check(app: &App, files: &Files, scanner: &Scanner, mut blob: Blob) -> Result<Blob> {
    let Some(flow) = files.vault.flow(&blob.object, None).await? else { return Ok(blob) };
    match scanner.scan(flow).await {
        Ok(Verdict::Clean) => blob.checked = Checked::Clean,
        Ok(Verdict::Infected(threat)) => {
            tracing::warn!(sha256 = %blob.sha256, %threat, "the virus scanner refused a file");
            blob.checked = Checked::Infected;
            blob.threat = threat;
        }
        Err(error) => {
            tracing::warn!(%error, "the virus scanner does not answer; a file waits");
            return Ok(blob);
        }
    }
    blob::store::note_checked(app, &blob.sha256, blob.checked, &blob.threat).await?;
    Ok(blob)
}

/// Has looked at what still waits.
pub(crate) async fn run(app: App) -> Result<()> {
    let files = app.part::<Files>()?;
    let Some(scanner) = &files.scanner else { return Ok(()) };
    for blob in blob::store::unchecked(app.db().read(), CHUNK).await? {
        check(&app, &files, scanner, blob).await?;
    }
    Ok(())
}
