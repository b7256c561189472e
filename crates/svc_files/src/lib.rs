//! Files: how they come in, how they are kept, who may open them. See the README beside this crate.

mod blob;
mod doctor;
mod file;
mod image;
mod kind;
mod name;
mod personal;
mod preview;
mod said;
mod scan;
mod upload;
mod vault;

use std::{path::PathBuf, time::Duration};

use http::StatusCode;
use kernel::{App, Error, JobKind, Migration, Module, Result, Task};
use parking_lot::RwLock;
use tokio::sync::Semaphore;
use ui::Message;

pub use file::{
    Audience, File, Look, Opened, Place, attach, entrust, looks, of_subject, open, picture, preview, remove,
};
pub use kind::{ATTACHMENT, DOCUMENT, IMAGE, Kind, MEDIA, Purpose, TABLE};
pub use preview::draw_first_page;
pub use said::{said, size};
pub use upload::{Begin, Intake, Received, Upload, create, finish, peek, read_form, receive, terminate};
pub use vault::Flow;

/// How many contents are looked at and pictures made at once: each may take hundreds of megabytes.
const AT_ONCE: usize = 2;

/// What this crate brings to the program.
pub static MODULE: Module = Module {
    locale: Some(ui::Locale {
        vi: include_str!("../locales/vi.toml"),
        en: include_str!("../locales/en.toml"),
    }),
    migrations: &[Migration {
        name: "20261125_000100_files",
        sql: include_str!("../migrations/20261125_000100_files.sql"),
    }],
    routes: Some(|| upload::routes().merge(file::routes())),
    jobs: &[
        JobKind {
            name: blob::SWEEP,
            run: |app, _| Box::pin(blob::sweep(app)),
            every: Some(Duration::from_secs(60 * 60)),
        },
        JobKind {
            name: scan::NAME,
            run: |app, _| Box::pin(scan::run(app)),
            every: Some(Duration::from_secs(60)),
        },
        JobKind {
            name: preview::NAME,
            run: |app, payload| Box::pin(preview::run(app, payload)),
            every: None,
        },
    ],
    start: Some(start),
    doctor: Some(|app, thorough| Box::pin(doctor::look(app, thorough))),
    personal: Some(personal::holdings),
    ..Module::new("files")
};

/// What this crate keeps in memory.
pub(crate) struct Files {
    pub(crate) vault: vault::Vault,
    pub(crate) scanner: Option<scan::Scanner>,
    pub(crate) work: Semaphore,
    purposes: RwLock<Vec<Purpose>>,
    renderer: RwLock<Option<PathBuf>>,
}

fn start(app: &App) -> Task<'_, ()> {
    Box::pin(async move {
        app.keep(Files {
            vault: vault::Vault::open(app.config())?,
            scanner: scan::Scanner::read(&app.config().clamav)?,
            work: Semaphore::new(AT_ONCE),
            purposes: RwLock::new(Purpose::COMMON.to_vec()),
            renderer: RwLock::default(),
        });
        Ok(())
    })
}

impl Files {
    /// The purpose of this name.
    pub(crate) fn purpose(&self, name: &str) -> Result<Purpose> {
        let known = self.purposes.read();
        let found = known.iter().find(|purpose| purpose.name == name).copied();
        let refusal =
            || Error::Status(StatusCode::UNPROCESSABLE_ENTITY, Message::new("files.refuse.purpose"));
        found.ok_or_else(refusal)
    }

    pub(crate) fn renderer(&self) -> Option<PathBuf> {
        self.renderer.read().clone()
    }
}

/// Makes a purpose of another crate known; call it at that crate's start.
///
/// # Errors
/// When this crate's module was not started.
pub fn declare(app: &App, purpose: Purpose) -> Result<()> {
    let files = app.part::<Files>()?;
    let mut known = files.purposes.write();
    known.retain(|other| other.name != purpose.name);
    known.push(purpose);
    Ok(())
}

/// Says which program draws first pages of documents: one that, called with `first-page`, does [`draw_first_page`] from
/// its input to its output. Without one there are no such pictures.
///
/// # Errors
/// When this crate's module was not started.
pub fn draw_with(app: &App, program: PathBuf) -> Result<()> {
    let files = app.part::<Files>()?;
    *files.renderer.write() = Some(program);
    Ok(())
}
