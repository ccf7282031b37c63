//! The terminal that the server runs at.

use std::future::{Future, pending};

use log::{LevelFilter, Log, Metadata, Record};

/// Tells warnings of this server on standard error. Nothing that a wallet sent is among them but signatures.
pub fn warn_on_stderr() {
    // Somebody else who listens already hears the same.
    if log::set_logger(&Stderr).is_ok() {
        log::set_max_level(LevelFilter::Warn);
    }
}

struct Stderr;

impl Log for Stderr {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.level() <= log::Level::Warn && metadata.target().starts_with("co_staking")
    }

    fn log(&self, record: &Record<'_>) {
        if self.enabled(record.metadata()) {
            eprintln!("{}: {}", record.level().as_str().to_lowercase(), record.args());
        }
    }

    fn flush(&self) {}
}

/// Returns when somebody presses Ctrl-C, or the system asks to end.
pub async fn interrupted() {
    tokio::select! {
        () = heard(tokio::signal::ctrl_c()) => {}
        () = terminated() => {}
    }
}

/// Where no signal can be heard nobody can end it that way.
async fn heard<E>(signal: impl Future<Output = Result<(), E>>) {
    if signal.await.is_err() {
        pending::<()>().await;
    }
}

#[cfg(unix)]
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut asked) => {
            asked.recv().await;
        }
        Err(_) => pending().await,
    }
}

#[cfg(not(unix))]
async fn terminated() {
    pending().await
}
