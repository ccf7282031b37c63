//! The least HTTP that a JSON-RPC client needs, and the ways in which it fails.

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use serde_json::{Value, json};

/// What goes back.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    Result(Value),
    Error {
        code: i64,
        message: String,
        data: Value,
    },
    /// No JSON-RPC, but this status, and perhaps when to come back.
    Status {
        code: u16,
        retry_after: Option<u64>,
    },
    /// A page in HTML, as gateways send it.
    Page,
    /// The connection breaks in the middle of this result.
    Cut(Value),
    /// The connection breaks, and nothing comes back.
    Nothing,
}

impl Answer {
    /// An error without data.
    pub fn error(code: i64, message: &str) -> Self {
        Self::Error { code, message: message.into(), data: Value::Null }
    }
}

type Handler = dyn Fn(&str, &Value) -> Answer + Send + Sync;

/// A node that answers until it is dropped.
pub struct Server {
    address: String,
    stopped: Arc<AtomicBool>,
}

impl Server {
    /// Answers every request with what `handler` makes of method and parameters.
    ///
    /// # Errors
    /// Where the machine has no port left.
    pub fn start(handler: impl Fn(&str, &Value) -> Answer + Send + Sync + 'static) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?.to_string();
        let (stopped, handler): (_, Arc<Handler>) = (Arc::new(AtomicBool::new(false)), Arc::new(handler));
        let stop = stopped.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                let handler = handler.clone();
                // A client that goes away ends its connection, which is all that there is to say of it.
                thread::spawn(move || serve(stream, &*handler).ok());
            }
        });
        Ok(Self { address, stopped })
    }

    /// Where it listens.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::Relaxed);
        // Wakes the thread that waits for connections.
        let _ = TcpStream::connect(&self.address);
    }
}

/// An address at which nobody listens.
///
/// # Errors
/// Where the machine has no port left.
pub fn nobody() -> io::Result<String> {
    Ok(format!("http://{}", TcpListener::bind("127.0.0.1:0")?.local_addr()?))
}

fn serve(stream: TcpStream, handler: &Handler) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut writer = stream;
    while let Some(body) = request(&mut reader)? {
        let request: Value = serde_json::from_slice(&body).unwrap_or_default();
        let answer = handler(request["method"].as_str().unwrap_or_default(), &request["params"]);
        let whole = |part: Value| {
            json!({ "jsonrpc": "2.0", "id": request["id"] }).as_object().cloned().map(|mut all| {
                all.extend(part.as_object().cloned().unwrap_or_default());
                Value::Object(all).to_string()
            })
        };
        match answer {
            Answer::Result(result) => respond(&mut writer, &whole(json!({ "result": result })).unwrap_or_default())?,
            Answer::Error { code, message, data } => {
                let error = json!({ "error": { "code": code, "message": message, "data": data } });
                respond(&mut writer, &whole(error).unwrap_or_default())?;
            }
            Answer::Status { code, retry_after } => {
                let header = retry_after.map(|secs| format!("retry-after: {secs}\r\n")).unwrap_or_default();
                write!(writer, "HTTP/1.1 {code} Status\r\n{header}content-length: 0\r\n\r\n")?;
            }
            Answer::Page => respond(&mut writer, "<html><body>Bad gateway</body></html>")?,
            Answer::Cut(result) => {
                let text = whole(json!({ "result": result })).unwrap_or_default();
                let (half, _) = text.split_at(text.len() / 2);
                write!(writer, "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{half}", text.len())?;
                return Ok(());
            }
            Answer::Nothing => return Ok(()),
        }
    }
    Ok(())
}

fn respond(writer: &mut TcpStream, body: &str) -> io::Result<()> {
    let head = format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n", body.len());
    writer.write_all((head + body).as_bytes())
}

/// The body of the next request; `None` at the connection's end.
fn request(reader: &mut BufReader<TcpStream>) -> io::Result<Option<Vec<u8>>> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let line = line.trim().to_ascii_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
        if line.is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    Ok(Some(body))
}
