//! `serve`: it says where it listens, and answers there until it is told to stop.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, ChildStdout, Command, Stdio},
};

use serde_json::Value;

use super::{schema::schema, world::World};

/// A server, and what it printed.
fn serving(world: &World, more: &str) -> (Child, BufReader<ChildStdout>, Value) {
    let mut command = world.command();
    command.args(["-u", &world.node.url(), "serve", "--listen", "127.0.0.1:0", "--output", "json-compact"]);
    command.args(more.split_whitespace()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut server = command.spawn().unwrap();
    let mut out = BufReader::new(server.stdout.take().unwrap());
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    (server, out, serde_json::from_str(&line).unwrap())
}

/// What stands at that path.
fn get(told: &Value, path: &str) -> String {
    let address = told["listening"].as_str().unwrap().strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nhost: x\r\naccept: text/html\r\nconnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn it_answers_until_it_is_interrupted() {
    let world = World::with_offer();
    let (mut server, _out, told) = serving(&world, "--public-url https://stake.example");
    assert_eq!(schema().faults("serve", &told), [""; 0]);
    assert_eq!(told["publicUrl"], "https://stake.example");
    let page = get(&told, "/");
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("H100"), "{page}");
    assert!(get(&told, "/nowhere").starts_with("HTTP/1.1 404"));
    let asked = Command::new("kill").arg(server.id().to_string()).status().unwrap();
    assert!(asked.success() && server.wait().unwrap().success());
}

#[test]
fn what_cannot_be_served_is_said() {
    let world = World::with_offer();
    let other = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = other.local_addr().unwrap();
    for (line, code, part) in [
        ("serve --public-url http://stake.example".to_owned(), 2, "Expected a public URL like https://stake.example"),
        ("serve --public-url https://stake.example/path".into(), 2, "without a path"),
        (format!("serve --listen {taken}"), 1, "Give another address with `--listen`"),
        ("serve --listen here".into(), 2, "--listen"),
        ("serve --reads 0".into(), 2, "--reads"),
        ("why serve".into(), 2, "no preconditions"),
    ] {
        world.costake("alice", &line).ends(code, &[part]);
    }
    World::deployed().costake("alice", "serve").ends(5, &["never initialised"]);
}
