//! Who holds how many connections: a limit for all together, and one for each address.

use std::{
    collections::HashMap,
    io,
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use parking_lot::Mutex;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
};

use super::limits::network;
use crate::Config;

/// The connections held at this moment.
pub(crate) struct Places {
    all: Arc<Semaphore>,
    each: usize,
    held: Mutex<HashMap<IpAddr, usize>>,
}

/// The place of one connection, free again when this is dropped.
pub(crate) struct Place {
    places: Arc<Places>,
    address: IpAddr,
    _permit: OwnedSemaphorePermit,
}

impl Places {
    pub(crate) fn new(config: &Config) -> Arc<Self> {
        // Behind a proxy all connections are the proxy's.
        let each = if config.trusted_proxies > 0 { usize::MAX } else { config.connections_per_address };
        Arc::new(Self { all: Arc::new(Semaphore::new(config.max_connections)), each, held: Mutex::default() })
    }

    /// The next connection that gets a place. One from an address that holds its share already is closed at once;
    /// past the limit for all, new ones wait in the system's queue instead of exhausting file handles.
    pub(crate) async fn next(
        self: &Arc<Self>,
        listener: &TcpListener,
    ) -> io::Result<(TcpStream, SocketAddr, Place)> {
        loop {
            let permit = Arc::clone(&self.all).acquire_owned().await.map_err(io::Error::other)?;
            let (stream, peer) = listener.accept().await?;
            if let Some(place) = self.take(network(peer.ip()), permit) {
                return Ok((stream, peer, place));
            }
        }
    }

    fn take(self: &Arc<Self>, address: IpAddr, permit: OwnedSemaphorePermit) -> Option<Place> {
        let mut held = self.held.lock();
        let count = held.entry(address).or_default();
        if *count >= self.each {
            return None;
        }
        *count += 1;
        Some(Place { places: Arc::clone(self), address, _permit: permit })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut held = self.places.held.lock();
        if let Some(count) = held.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                held.remove(&self.address);
            }
        }
    }
}
