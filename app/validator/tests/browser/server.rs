//! `costake serve` as a process.

use std::{
    net::TcpListener,
    process::{Command, Stdio},
};

use co_staking_client::Pubkey;

use super::{
    node::Node,
    process::{Lines, Running},
};

/// A server of the test's cluster. It ends with the test.
pub struct Server {
    child: Running,
    port: u16,
}

impl Server {
    /// At a free port.
    pub fn start(node: &Node) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        Self { child: spawn(node, port), port }
    }

    /// Ends it without a warning.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Starts it again, at the same port.
    pub fn restart(&mut self, node: &Node) {
        self.child = spawn(node, self.port);
    }

    /// The address of a page.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// The address of an offer's page.
    pub fn offer(&self, offer: &Pubkey) -> String {
        self.url(&format!("/o/{offer}"))
    }
}

/// Returns once it listens.
fn spawn(node: &Node, port: u16) -> Running {
    let mut command: Command = node.command("stranger", &format!("serve --listen 127.0.0.1:{port}"));
    let mut child = Running(command.stdout(Stdio::piped()).spawn().unwrap());
    let listens = Lines::of(child.stdout.take().unwrap()).any(|line| line.starts_with("Listening at"));
    assert!(listens, "the server does not start");
    child
}
