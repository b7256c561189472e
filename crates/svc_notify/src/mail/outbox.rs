use std::{
    fs, io,
    path::{Path, PathBuf},
};

use kernel::{Error, Result};
use uuid::Uuid;

/// A folder of letters, one file each, for a province whose mail server is not set yet and for trying the program out.
pub(crate) struct Outbox(PathBuf);

impl Outbox {
    pub(super) fn new(data: &Path) -> Self {
        Self(data.join("outbox"))
    }

    /// Where the letters are.
    pub(crate) fn folder(&self) -> &Path {
        &self.0
    }

    /// Puts a letter into the folder. The name is the delivery's, so that a second try after a crash replaces the first;
    /// a reader never finds half a letter.
    pub(super) fn put(&self, id: Uuid, letter: &[u8]) -> Result<()> {
        let write = || -> io::Result<()> {
            fs::create_dir_all(&self.0)?;
            let half = self.0.join(format!("{id}.part"));
            fs::write(&half, letter)?;
            fs::rename(half, self.path(id))
        };
        write().map_err(|e| Error::internal(format!("the outbox: {e}")))
    }

    /// The letters there.
    pub(crate) fn letters(&self) -> Result<Vec<Uuid>> {
        let entries = match fs::read_dir(&self.0) {
            Ok(entries) => entries,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(e) => return Err(Error::internal(format!("the outbox: {e}"))),
        };
        let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        Ok(names.filter_map(|name| Uuid::parse_str(name.strip_suffix(".eml")?).ok()).collect())
    }

    /// Removes a letter.
    pub(crate) fn remove(&self, id: Uuid) -> Result<()> {
        match fs::remove_file(self.path(id)) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => Err(Error::internal(format!("the outbox: {e}"))),
            _ => Ok(()),
        }
    }

    fn path(&self, id: Uuid) -> PathBuf {
        self.0.join(format!("{id}.eml"))
    }
}
