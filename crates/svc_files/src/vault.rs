//! Where the bytes lie: a folder, or an object store that speaks S3. Whatever is written is durable when it is said to
//! be: the folder's files and their folders are flushed to the disk.

use std::{
    collections::HashMap,
    ops::Range,
    path::{Path as FilePath, PathBuf},
    sync::Arc,
};

use bytes::Bytes;
use futures_util::{StreamExt as _, TryStreamExt as _, stream::BoxStream};
use kernel::{Config, Error, Result};
use object_store::{
    GetOptions, GetRange, ObjectStore, ObjectStoreExt as _, PutPayload, aws::AmazonS3Builder,
    local::LocalFileSystem, path::Path, prefix::PrefixStore,
};
use tokio::io::AsyncReadExt as _;

/// One piece of a large object on its way to S3, which takes none below 5 MiB.
const PIECE: usize = 8 * 1024 * 1024;

/// The place where files lie.
#[derive(Clone)]
pub(crate) struct Vault {
    objects: Arc<dyn ObjectStore>,
    /// The folder, if it is one.
    folder: Option<PathBuf>,
    /// Where files are put together before they are kept.
    bench: PathBuf,
}

/// An object as a listing names it.
pub(crate) struct Listed {
    pub(crate) object: String,
    pub(crate) size: u64,
    /// When it was written, in milliseconds.
    pub(crate) at: i64,
}

/// The bytes of a file as they come.
pub type Flow = BoxStream<'static, std::io::Result<Bytes>>;

impl Vault {
    /// Opens the place the settings name.
    ///
    /// # Errors
    /// When the settings hang together badly or the folder cannot be made.
    pub(crate) fn open(config: &Config) -> Result<Self> {
        let failed = |e: &dyn std::fmt::Display| Error::internal(format!("the place for files: {e}"));
        let bench = config.data.join("files-bench");
        std::fs::create_dir_all(&bench).map_err(|e| failed(&e))?;
        if let Some(place) = config.files_url.strip_prefix("s3://") {
            let objects = bucket(config, place)?;
            return Ok(Self { objects, folder: None, bench });
        }
        let folder = match config.files_url.as_str() {
            "" => config.data.join("files"),
            given => PathBuf::from(given.strip_prefix("file://").unwrap_or(given)),
        };
        std::fs::create_dir_all(&folder).map_err(|e| failed(&e))?;
        let store = LocalFileSystem::new_with_prefix(&folder).map_err(|e| failed(&e))?.with_fsync(true);
        Ok(Self { objects: Arc::new(store), folder: Some(folder), bench })
    }

    /// The path of a file not yet kept.
    pub(crate) fn bench(&self) -> PathBuf {
        self.bench.join(kernel::new_id::<()>().to_string())
    }

    /// The folder of files not yet kept.
    pub(crate) fn bench_folder(&self) -> &FilePath {
        &self.bench
    }

    /// Writes a small object.
    pub(crate) async fn put(&self, object: &str, bytes: Bytes) -> Result<()> {
        self.objects.put(&Path::from(object), PutPayload::from(bytes)).await.map_err(away)?;
        Ok(())
    }

    /// Makes a finished file an object. In a folder it is moved there; elsewhere it is copied.
    pub(crate) async fn keep(&self, object: &str, file: &FilePath) -> Result<()> {
        if let Some(folder) = &self.folder {
            let (from, to) = (file.to_owned(), folder.join(object));
            let moved = tokio::task::spawn_blocking(move || move_durably(&from, &to)).await;
            if matches!(moved, Ok(Ok(()))) {
                return Ok(());
            }
            // Another disk, most likely: then it is copied like anywhere else.
        }
        let read = |e: std::io::Error| Error::internal(format!("a file just received: {e}"));
        let mut source = tokio::fs::File::open(file).await.map_err(read)?;
        let mut target = self.objects.put_multipart(&Path::from(object)).await.map_err(away)?;
        loop {
            let mut piece = Vec::with_capacity(PIECE);
            (&mut source).take(PIECE as u64).read_to_end(&mut piece).await.map_err(read)?;
            if piece.is_empty() {
                break;
            }
            if let Err(error) = target.put_part(PutPayload::from(piece)).await {
                // What was begun is given up; the error that matters is the first.
                let _ = target.abort().await;
                return Err(away(error));
            }
        }
        target.complete().await.map_err(away)?;
        Ok(())
    }

    /// An object's bytes, or those of a range; nothing when it is not there.
    pub(crate) async fn flow(&self, object: &str, range: Option<Range<u64>>) -> Result<Option<Flow>> {
        let options = GetOptions { range: range.map(GetRange::Bounded), ..GetOptions::default() };
        match self.objects.get_opts(&Path::from(object), options).await {
            Ok(found) => Ok(Some(found.into_stream().map_err(std::io::Error::other).boxed())),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(away(error)),
        }
    }

    /// A whole object in memory, if it is there.
    pub(crate) async fn whole(&self, object: &str) -> Result<Option<Vec<u8>>> {
        let Some(mut flow) = self.flow(object, None).await? else { return Ok(None) };
        let mut bytes = Vec::new();
        while let Some(piece) = flow.next().await {
            bytes.extend_from_slice(&piece.map_err(|e| Error::Unavailable(e.into()))?);
        }
        Ok(Some(bytes))
    }

    /// Removes an object; one that is gone already is as good.
    pub(crate) async fn remove(&self, object: &str) -> Result<()> {
        match self.objects.delete(&Path::from(object)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(away(error)),
        }
    }

    /// Every object below a name, in chunks.
    pub(crate) fn list(&self, below: &str) -> BoxStream<'static, Result<Vec<Listed>>> {
        let listed = self.objects.list(Some(&Path::from(below))).map_ok(|meta| Listed {
            object: meta.location.to_string(),
            size: meta.size,
            at: meta.last_modified.timestamp_millis(),
        });
        listed.map_err(away).try_chunks(500).map_err(|e| e.1).boxed()
    }

    /// The sizes of all objects below a name.
    pub(crate) async fn sizes(&self, below: &str) -> Result<HashMap<String, u64>> {
        let mut sizes = HashMap::new();
        let mut list = self.list(below);
        while let Some(chunk) = list.next().await {
            sizes.extend(chunk?.into_iter().map(|listed| (listed.object, listed.size)));
        }
        Ok(sizes)
    }
}

fn bucket(config: &Config, place: &str) -> Result<Arc<dyn ObjectStore>> {
    // One provider for the whole process; another part may have set the same one.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let (bucket, prefix) = place.split_once('/').unwrap_or((place, ""));
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(bucket)
        .with_region(&config.files_region)
        .with_access_key_id(&config.files_key)
        .with_secret_access_key(&config.files_secret)
        // Small stores know neither tags nor the call that removes many at once.
        .with_disable_tagging(true)
        .with_disable_bulk_delete(true);
    if !config.files_endpoint.is_empty() {
        builder = builder
            .with_endpoint(config.files_endpoint.trim_end_matches('/'))
            .with_allow_http(config.files_endpoint.starts_with("http://"));
    }
    let store = builder
        .build()
        .map_err(|e| Error::internal(format!("the object store of the setting `files_url`: {e}")))?;
    let prefix = prefix.trim_matches('/');
    Ok(if prefix.is_empty() { Arc::new(store) } else { Arc::new(PrefixStore::new(store, prefix)) })
}

fn move_durably(from: &FilePath, to: &FilePath) -> std::io::Result<()> {
    std::fs::File::open(from)?.sync_all()?;
    let parent = to.parent().unwrap_or(FilePath::new("."));
    std::fs::create_dir_all(parent)?;
    std::fs::rename(from, to)?;
    // The entries on the way there are new as well.
    for folder in parent.ancestors().take(3) {
        std::fs::File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// The place does not answer, or not as it should.
fn away(error: object_store::Error) -> Error {
    Error::Unavailable(anyhow::Error::new(error).context("the place for files"))
}

/// A file on the bench, removed when it is no longer wanted.
pub(crate) struct Draft(pub(crate) PathBuf);

impl Drop for Draft {
    fn drop(&mut self) {
        // Moved away, usually; what stays behind is swept after a day.
        let _ = std::fs::remove_file(&self.0);
    }
}
