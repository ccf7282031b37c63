//! Processes that a test waits for, but not for ever.

use std::{
    io::{BufRead, BufReader, Read},
    ops::{Deref, DerefMut},
    process::Child,
    sync::mpsc::{self, Receiver, RecvTimeoutError},
    thread,
    time::Duration,
};

/// What a process has not said by then it will not say.
pub const PATIENCE: Duration = Duration::from_secs(180);

/// A process that ends with its test.
pub struct Running(pub Child);

impl Deref for Running {
    type Target = Child;

    fn deref(&self) -> &Child {
        &self.0
    }
}

impl DerefMut for Running {
    fn deref_mut(&mut self) -> &mut Child {
        &mut self.0
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A process's lines as it says them, until it closes its output. Who waits too long for the next one fails.
pub struct Lines(Receiver<String>);

impl Lines {
    /// Of that output. It is read to its end whether or not anybody listens: what nobody reads would stop the process.
    pub fn of(output: impl Read + Send + 'static) -> Self {
        let (tell, told) = mpsc::channel();
        thread::spawn(move || {
            BufReader::new(output).lines().map_while(Result::ok).for_each(|line| drop(tell.send(line)))
        });
        Self(told)
    }
}

impl Iterator for Lines {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        match self.0.recv_timeout(PATIENCE) {
            Ok(line) => Some(line),
            Err(RecvTimeoutError::Disconnected) => None,
            Err(RecvTimeoutError::Timeout) => panic!("nothing was said for {PATIENCE:?}"),
        }
    }
}
