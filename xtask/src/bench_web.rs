//! `cargo xtask bench-web`: how fast the server of the pages is with 10,000 open offers, on loopback.
//!
//! The node and the load generator share the machine with the server, and only this workspace's own code is optimised:
//! what is printed is what the server does at least.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Command, ExitCode, Stdio},
    thread,
    time::Duration,
};

use anyhow::{Context, Result, bail};

use crate::{build, run, test, workspace::Workspace};

/// Optimised for this measurement alone; all other crates stay as the tests have them.
const OPTIMISED: [&str; 3] = ["co-staking", "co-staking-client", "co-staking-web"];
/// The page that is asked for: four of the five filters, and the dearest order.
const PATH: &str = "/?model=H100&amount_from=100&amount_to=5000&reliability_from=91&reward_from=12&sort=estimate";
/// Of a browser, for which there is a page.
const ACCEPT: &str = "Accept: text/html";
/// What a page may take and weigh.
const MOST_MILLIS: f64 = 20.0;
const MOST_BYTES: usize = 60 * 1024;

/// Builds, starts a node and the server, and measures.
///
/// # Errors
/// Where something cannot be built, installed or started.
pub fn bench_web(workspace: &Workspace) -> Result<ExitCode> {
    let toolchain = build::program(workspace)?;
    build::load_generator()?;
    let mut tests: Vec<String> =
        ["test", "--locked", "--quiet", "--test=web", "--test=costake"].map(String::from).into();
    tests.extend(OPTIMISED.map(|package| format!("--config=profile.dev.package.{package}.opt-level=3")));
    tests.extend(test::selection(workspace, toolchain));
    // The command line is built with the tests of it.
    run::quietly(workspace.cargo(&tests).arg("--no-run"))?;
    let mut node = workspace.cargo(&tests);
    node.env("SBF_OUT_DIR", workspace.deploy()).args(["--", "--ignored", "--exact", "bench::node", "--nocapture"]);
    let (_node, url) = started(node.stdin(Stdio::piped()).stderr(Stdio::null()), "RPC URL: ")?;
    let mut serve = Command::new(workspace.target.join("debug/costake"));
    // So many that no rate is in the way.
    serve.args(["--url", &url, "serve", "--listen", "127.0.0.1:0", "--reads", "4000000000"]);
    let (server, address) = started(serve.stderr(Stdio::null()), "Listening at: ")?;
    measure(&address, server.0.id())
}

/// A program that is ended with this one.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts a program, and returns what it prints behind `label`.
fn started(command: &mut Command, label: &str) -> Result<(Running, String)> {
    let line = run::line(command);
    let mut child = Running(command.stdout(Stdio::piped()).spawn().with_context(|| format!("cannot start {line}"))?);
    let out = child.0.stdout.take().context("a program has no output")?;
    let mut lines = BufReader::new(out).lines().map_while(std::result::Result::ok);
    let found = lines.by_ref().find_map(|line| line.strip_prefix(label).map(|rest| rest.trim().to_owned()));
    let Some(found) = found else { bail!("{line} ended before it said “{label}”") };
    // Somebody has to read what it goes on to say.
    thread::spawn(move || lines.for_each(drop));
    Ok((child, found))
}

fn measure(address: &str, server: u32) -> Result<ExitCode> {
    let plain = page(address, "")?;
    let packed = page(address, "accept-encoding: gzip\r\n")?;
    println!("GET {PATH}");
    println!("  HTML: {plain} bytes, {packed} with gzip");
    let one = load(address, 1)?;
    let many = load(address, 16)?;
    for (connections, load) in [(1, &one), (16, &many)] {
        let Load { rate, half, most } = load;
        println!("  {connections:>2} connections: {rate:.0} requests/s, p50 {half:.2} ms, p99 {most:.2} ms");
    }
    let status = fs::read_to_string(format!("/proc/{server}/status")).unwrap_or_default();
    for name in ["VmRSS:", "VmHWM:"] {
        let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or("unknown");
        println!("  {name} {}", line.trim());
    }
    let fits = one.most < MOST_MILLIS && plain < MOST_BYTES;
    if !fits {
        eprintln!("xtask: a page may take {MOST_MILLIS} ms and weigh {MOST_BYTES} bytes");
    }
    Ok(if fits { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// How many bytes the page's body has.
fn page(address: &str, headers: &str) -> Result<usize> {
    let mut stream = TcpStream::connect(address.trim_start_matches("http://")).context("the server does not answer")?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    write!(stream, "GET {PATH} HTTP/1.1\r\nhost: bench\r\n{ACCEPT}\r\n{headers}connection: close\r\n\r\n")?;
    let mut answer = vec![];
    stream.read_to_end(&mut answer)?;
    let end = answer.windows(4).position(|part| part == b"\r\n\r\n").context("the answer has no end of its head")?;
    let head = String::from_utf8_lossy(&answer[..end]);
    if !head.starts_with("HTTP/1.1 200") {
        bail!("the server answers {}", head.lines().next().unwrap_or_default());
    }
    Ok(answer.len() - end - 4)
}

/// What the load generator found.
struct Load {
    /// Requests a second.
    rate: f64,
    /// Milliseconds.
    half: f64,
    most: f64,
}

fn load(address: &str, connections: u32) -> Result<Load> {
    let mut wrk = Command::new("wrk");
    wrk.args(["--threads=1", "--duration=10s", "--latency", &format!("--connections={connections}")]);
    wrk.args(["--header", ACCEPT]).arg(format!("{address}{PATH}"));
    let told = run::answer(&mut wrk).context("wrk cannot be run")?;
    if told.contains("Non-2xx") {
        bail!("the server does not answer all requests:\n{told}");
    }
    let of = |label: &str| told.lines().find_map(|line| line.trim().strip_prefix(label)).map(str::trim);
    let rate = of("Requests/sec:").and_then(|rate| rate.parse().ok());
    let read = rate.zip(of("50%").and_then(millis)).zip(of("99%").and_then(millis));
    let ((rate, half), most) = read.with_context(|| format!("wrk's report cannot be read:\n{told}"))?;
    Ok(Load { rate, half, most })
}

/// `1.23ms`, `850.00us`, `1.02s`.
fn millis(text: &str) -> Option<f64> {
    let digits = text.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let number: f64 = digits.parse().ok()?;
    match text.strip_prefix(digits)? {
        "us" => Some(number / 1_000.0),
        "ms" => Some(number),
        "s" => Some(number * 1_000.0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_as_wrk_writes_them() {
        assert_eq!(
            ["850.00us", "1.50ms", "1.02s", "3h", "ms"].map(millis),
            [Some(0.85), Some(1.5), Some(1_020.0), None, None]
        );
    }
}
