use std::{io, thread};

use tokio::{runtime::Handle, sync::watch};

/// Threads on which connections live, each with an event loop of its own: what is answered from memory is read, found
/// and written on one of them without waking another. Everything else is done where the program works.
pub(crate) struct Lanes {
    lanes: Vec<Handle>,
    next: usize,
    /// Dropped with the lanes: the threads end.
    _open: watch::Sender<()>,
}

impl Lanes {
    /// One lane for each core.
    ///
    /// # Errors
    /// When the system gives no more threads.
    pub(crate) fn open() -> io::Result<Self> {
        let (open, closed) = watch::channel(());
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let lane = |n: usize| {
            let lane = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            let (handle, mut closed) = (lane.handle().clone(), closed.clone());
            thread::Builder::new().name(format!("lane-{n}")).spawn(move || {
                // Until the sender is gone.
                lane.block_on(async move { while closed.changed().await.is_ok() {} });
            })?;
            Ok(handle)
        };
        Ok(Self { lanes: (0..cores).map(lane).collect::<io::Result<_>>()?, next: 0, _open: open })
    }

    /// The lane of the next connection: each in its turn.
    pub(crate) fn next(&mut self) -> &Handle {
        self.next = (self.next + 1) % self.lanes.len();
        &self.lanes[self.next]
    }
}
