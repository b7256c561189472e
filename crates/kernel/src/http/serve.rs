use std::{io, net::SocketAddr, time::Duration};

use hyper::{server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::net::{TcpListener, TcpStream};
use tokio_io_timeout::TimeoutStream;

use super::{Front, Peer, places::Places};
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
    builder.timer(TokioTimer::new()).header_read_timeout(patience);
    let places = Places::new(app.config());
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
        let front = front.clone();
        let peer = Peer(address.ip().to_canonical());
        let service = service_fn(move |request| {
            let front = front.clone();
            async move { Ok::<_, std::convert::Infallible>(front.answer(request, peer).await) }
        });
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(patience));
        let stream = TokioIo::new(Box::pin(stream));
        let connection = graceful.watch(builder.serve_connection(stream, service));
        tokio::spawn(async move {
            // The visitor went away or sent no HTTP: nobody to tell.
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    let grace = Duration::from_secs(app.config().shutdown_grace);
    if tokio::time::timeout(grace, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests did not finish in time and were cut off");
    }
}
