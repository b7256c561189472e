use std::{io, net::SocketAddr, time::Duration};

use futures_util::future::{self, Either};
use hyper::{server::conn::http1, service::service_fn};
use hyper_util::{rt::TokioIo, server::graceful::GracefulShutdown};
use tokio::{
    net::{TcpListener, TcpStream},
    runtime::Handle,
};
use tokio_io_timeout::TimeoutStream;

use super::{Front, Peer, lanes::Lanes, patience::Patience, places::Places};
use crate::App;

/// Takes the address, or says clearly that somebody else has it.
///
/// # Errors
/// When something already answers there, or the address cannot be bound.
pub async fn bind(address: SocketAddr) -> io::Result<TcpListener> {
    // Some systems let two programs share a port unseen, and visitors would reach either.
    if address.port() != 0
        && tokio::time::timeout(Duration::from_millis(300), TcpStream::connect(address))
            .await
            .is_ok_and(|c| c.is_ok())
    {
        return Err(io::Error::new(
            io::ErrorKind::AddrInUse,
            format!("another program answers on {address}"),
        ));
    }
    TcpListener::bind(address).await
}

/// Serves until the program is asked to stop, then finishes what was accepted, for as long as the configuration grants.
pub async fn serve(app: App, listener: TcpListener) {
    let front = Front::new(&app);
    let graceful = GracefulShutdown::new();
    let mut stopping = app.stopping();
    let mut builder = http1::Builder::new();
    // A client that sends or reads too slowly may not hold its connection forever.
    let patience = Duration::from_secs(app.config().client_timeout);
    builder.header_read_timeout(patience);
    let places = Places::new(app.config());
    let mut lanes = match Lanes::open() {
        Ok(lanes) => lanes,
        Err(error) => return tracing::error!(error = %error, "no threads for connections"),
    };
    let here = Handle::current();
    loop {
        let accepted = tokio::select! {
            accepted = places.next(&listener) => accepted,
            _ = stopping.wait_for(|&stop| stop) => break,
        };
        let (stream, address, place) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of file handles, most likely: those in use will come free.
                tracing::warn!(error = %error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        // Failing to set this costs a little delay, nothing else.
        let _ = stream.set_nodelay(true);
        let (front, here, mut builder) = (front.clone(), here.clone(), builder.clone());
        builder.timer(Patience::default());
        let peer = Peer(address.ip().to_canonical());
        let service = service_fn(move |request| match front.at_once(&request) {
            Ok(answer) => Either::Left(future::ready(Ok(answer))),
            Err(asked) => {
                let front = front.clone();
                // A visitor who goes away does not undo what they asked for.
                Either::Right(here.spawn(async move { front.made(request, peer, asked).await }))
            }
        });
        let watcher = graceful.watcher();
        // The event loop a socket belongs to is the one it is registered in.
        let Ok(stream) = stream.into_std() else { continue };
        lanes.next().spawn(async move {
            let Ok(stream) = TcpStream::from_std(stream) else { return };
            let mut stream = TimeoutStream::new(stream);
            stream.set_write_timeout(Some(patience));
            let stream = TokioIo::new(Box::pin(stream));
            // The visitor went away or sent no HTTP: nobody to tell.
            let _ = watcher.watch(builder.serve_connection(stream, service)).await;
            drop(place);
        });
    }
    drop(listener);
    let grace = Duration::from_secs(app.config().shutdown_grace);
    if tokio::time::timeout(grace, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests did not finish in time and were cut off");
    }
}
