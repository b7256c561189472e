//! The search service as part of the program: one index for each node, opened when it is first needed.

use std::{
    path::PathBuf,
    sync::{Arc, OnceLock},
};

use base::Actor;
use contracts::search::SearchDoc;
use kernel::{App, Consumer, Module, SearchSource, db::Queries as _};
use parking_lot::Mutex;
use tokio::sync::mpsc;

use crate::{Index, Query, Results, Suggestion, Viewer, follower::Follower};

/// What this service brings to the program. It stands before the modules whose things it finds.
pub static MODULE: Module = Module {
    consumers: &[Consumer { name: "search", start: |app| Box::pin(Follower::start(app)) }],
    start: Some(|app| {
        Box::pin(async move {
            app.keep(Slot::new(app));
            Ok(())
        })
    }),
    ..Module::new("search")
};

/// Where the index is, and the index once it is open. Commands that find nothing do not open it: only one process
/// may, and a command often runs beside the server.
struct Slot {
    folder: PathBuf,
    opening: Mutex<()>,
    index: OnceLock<Arc<Index>>,
}

impl Slot {
    fn new(app: &App) -> Self {
        Self { folder: app.config().data.join("index"), opening: Mutex::new(()), index: OnceLock::new() }
    }

    fn open(&self) -> crate::Result<Arc<Index>> {
        // What every request takes, without a lock.
        if let Some(index) = self.index.get() {
            return Ok(Arc::clone(index));
        }
        let _one_at_a_time = self.opening.lock();
        if let Some(index) = self.index.get() {
            return Ok(Arc::clone(index));
        }
        let opened = Arc::new(Index::open(&self.folder)?);
        Ok(Arc::clone(self.index.get_or_init(|| opened)))
    }
}

/// The index of this node, `{data}/index`. Opening it reads every file, once; afterwards this takes no lock.
///
/// # Errors
/// [`kernel::Error::Internal`] when another process has it open or the folder cannot be used.
pub fn index(app: &App) -> kernel::Result<Arc<Index>> {
    Ok(app.part::<Slot>()?.open()?)
}

/// Answers a query, see [`Index::search`].
///
/// # Errors
/// [`kernel::Error::Internal`] when the index cannot be opened or read.
pub async fn find(app: &App, query: Query) -> kernel::Result<Results> {
    on_index(app, move |index| index.search(&query)).await
}

/// Offers titles while somebody types, see [`Index::suggest`]. All kinds and languages.
///
/// # Errors
/// [`kernel::Error::Internal`] when the index cannot be opened or read.
pub async fn offer(app: &App, text: String, viewer: Viewer, limit: usize) -> kernel::Result<Vec<Suggestion>> {
    on_index(app, move |index| index.suggest(&text, None, &viewer, &[], limit)).await
}

/// What the actor may find.
pub fn viewer(actor: &Actor) -> Viewer {
    match actor {
        Actor::Anonymous => Viewer::Anonymous,
        Actor::System(_) => Viewer::All,
        Actor::Account(account) => {
            let grants = account.grants.iter();
            let reach =
                grants.flat_map(|g| g.permissions.iter().map(|p| (p.name().to_owned(), g.path.clone())));
            Viewer::Grants(reach.collect())
        }
    }
}

/// The key of cached pages that show what was found among things of a kind; `*` for all kinds. It is touched when the
/// index has taken in a change, which is after the act itself touched its own keys.
pub fn cache_key(kind: &str) -> String {
    format!("search:{kind}")
}

/// Builds the index anew from everything the modules let people find, and says how many documents it holds. Until it is
/// done, searches see the old state.
///
/// # Errors
/// The sources'; [`kernel::Error::Internal`] when the index cannot be written.
pub async fn rebuild(app: &App) -> kernel::Result<u64> {
    // Read before loading: what is sealed afterwards may or may not be among what was loaded, and comes again.
    let head = chain_head(app).await?;
    let sources: Vec<&SearchSource> = sources(app).collect();
    hand_over(app, &sources, move |index, docs| index.rebuild_from(docs, head)).await?;
    let keys: Vec<String> = sources.iter().map(|s| cache_key(s.kind)).chain([cache_key("*")]).collect();
    app.cache().drop_keys(keys.iter().map(String::as_str));
    Ok(index(app)?.len())
}

/// Documents on their way to the index, some hundreds at a time.
pub(crate) type Docs<'a> = &'a mut dyn Iterator<Item = crate::Result<SearchDoc>>;

/// Loads everything these sources have, and writes what was loaded while the next is being read, so that memory holds a
/// thousand documents and not all there are. When reading fails nothing is kept.
pub(crate) async fn hand_over(
    app: &App,
    sources: &[&SearchSource],
    write: impl FnOnce(&Index, Docs<'_>) -> crate::Result<()> + Send + 'static,
) -> kernel::Result<()> {
    let (send, mut receive) = mpsc::channel::<crate::Result<Vec<SearchDoc>>>(1);
    let written = on_index(app, move |index| {
        let parts = std::iter::from_fn(|| receive.blocking_recv());
        let mut docs = parts.flat_map(|part| match part {
            Ok(docs) => docs.into_iter().map(Ok).collect(),
            Err(error) => vec![Err(error)],
        });
        write(index, &mut docs)
    });
    let read = async {
        let read = read_all(app, sources, &send).await;
        if read.is_err() {
            // The writer gave up if it does not listen.
            let _ = send.send(Err(crate::Error::Source)).await;
        }
        drop(send);
        read
    };
    // What made reading fail says more than that the index got only a part.
    let (read, written) = tokio::join!(read, written);
    read.and(written)
}

async fn read_all(
    app: &App,
    sources: &[&SearchSource],
    send: &mpsc::Sender<crate::Result<Vec<SearchDoc>>>,
) -> kernel::Result<()> {
    for source in sources {
        let ids = (source.all)(app.clone()).await?;
        for some in ids.chunks(SearchSource::AT_ONCE) {
            let docs = (source.load)(app.clone(), some.to_vec()).await?;
            if send.send(Ok(docs)).await.is_err() {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// Everything the modules of this program let people find.
pub(crate) fn sources(app: &App) -> impl Iterator<Item = &'static SearchSource> {
    app.modules().iter().flat_map(|module| module.search)
}

/// Ordinal of the last sealed record; 0 before the first.
pub(crate) async fn chain_head(app: &App) -> kernel::Result<i64> {
    let head = app.db().read().scalar("SELECT ordinal FROM kernel_chain WHERE id = 1", vec![]).await?;
    Ok(head.unwrap_or_default())
}

/// Runs work on the index where blocking hurts nobody.
pub(crate) async fn on_index<T: Send + 'static>(
    app: &App,
    work: impl FnOnce(&Index) -> crate::Result<T> + Send + 'static,
) -> kernel::Result<T> {
    let slot = app.part::<Slot>()?;
    let done = tokio::task::spawn_blocking(move || work(&*slot.open()?)).await;
    Ok(done.map_err(|e| kernel::Error::internal(e.to_string()))??)
}

impl From<crate::Error> for kernel::Error {
    fn from(error: crate::Error) -> Self {
        let cause = std::error::Error::source(&error).map(|c| format!(": {c}")).unwrap_or_default();
        Self::internal(format!("{error}{cause}"))
    }
}
