use std::time::{Duration, Instant};

use anyhow::Context as _;
use kernel::{App, http};
use tokio::signal;

/// Migrates, serves, and at SIGTERM or Ctrl-C finishes what was accepted.
pub async fn serve(app: App, began: Instant) -> anyhow::Result<()> {
    let listener = http::bind(app.config().listen).await.context(
        "the address cannot be used; stop the program that has it, or choose another with --listen",
    )?;
    app.migrate().await?;
    app.start().await?;
    run(app, listener, began, || {}).await
}

/// Serves a program that is migrated and started; says so once everything is ready.
pub async fn run(
    app: App,
    listener: tokio::net::TcpListener,
    began: Instant,
    ready: impl FnOnce(),
) -> anyhow::Result<()> {
    // This very program: it draws first pages as a process of its own.
    svc_files::draw_with(&app, std::env::current_exe()?)?;
    let background = app.run_background().await?;
    let address = listener.local_addr()?;
    tracing::info!(%address, ms = began.elapsed().as_millis() as u64, "serving");
    ready();
    let stopper = app.clone();
    tokio::spawn(async move {
        asked_to_stop().await;
        tracing::info!("stopping: finishing what was accepted");
        stopper.stop();
    });
    http::serve(app.clone(), listener).await;
    // Sealer, consumers and jobs end after their step in hand; one that hangs is left behind.
    for task in background {
        let _ = tokio::time::timeout(Duration::from_secs(5), task).await;
    }
    app.db().close().await;
    tracing::info!("stopped");
    Ok(())
}

async fn asked_to_stop() {
    let interrupt = async {
        if signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match signal::unix::signal(signal::unix::SignalKind::terminate()) {
            Ok(mut stream) => {
                stream.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
