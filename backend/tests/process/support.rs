//! Starting the program, reading what it says line by line, talking to it, and ending it by its process id.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::time::{Duration, Instant};

/// Longest time anything here may take.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// The program with its data in a folder, away from any configuration of the machine.
pub fn baton(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_baton"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("BATON_")) {
        command.env_remove(name);
    }
    command.current_dir(data).env("BATON_DATA_DIR", data).args(arguments).stdin(Stdio::null());
    command
}

/// Runs a command to its end.
pub fn finished(mut command: Command) -> Output {
    command.output().unwrap()
}

pub fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout)
}

/// A running program. Dropping it kills it.
pub struct Running {
    child: Child,
    lines: std::io::Lines<BufReader<ChildStdout>>,
}

impl Running {
    pub fn start(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, lines }
    }

    /// Waits for a line that holds a word; says which it was. None where the program ends before.
    pub fn says(&mut self, word: &str) -> Option<String> {
        self.lines.by_ref().map_while(Result::ok).find(|line| line.contains(word))
    }

    /// Kills it on the spot, as the power does.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    pub fn terminate(&self) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    }

    pub fn is_running(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// How it ended.
    pub fn ended(&mut self) -> std::process::ExitStatus {
        let deadline = Instant::now() + PATIENCE;
        loop {
            match self.child.try_wait().unwrap() {
                Some(status) => return status,
                None if Instant::now() > deadline => panic!("the program does not end"),
                None => std::thread::sleep(Duration::from_millis(10)),
            }
        }
    }

    pub fn standard_error(&mut self) -> String {
        let mut text = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut text).unwrap();
        text
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A server with the address it serves.
pub struct Server {
    pub running: Running,
    pub address: SocketAddr,
}

impl Server {
    pub fn start(mut command: Command) -> Self {
        command.stderr(Stdio::piped());
        let mut running = Running::start(command);
        let Some(line) = running.says("serves http://") else {
            panic!("the server does not serve: {}", running.standard_error());
        };
        let address = line.rsplit("http://").next().unwrap().parse().unwrap();
        Self { running, address }
    }

    /// Asks with headers and a body; says the whole answer.
    pub fn asked(&self, method: &str, path: &str, headers: &str, body: &str) -> String {
        let mut stream = self.connect().unwrap();
        stream.write_all(head(method, path, headers, body.len()).as_bytes()).unwrap();
        stream.write_all(body.as_bytes()).unwrap();
        read(stream)
    }

    pub fn connect(&self) -> std::io::Result<TcpStream> {
        let stream = TcpStream::connect(self.address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(stream)
    }
}

/// The head of a request.
pub fn head(method: &str, path: &str, headers: &str, length: usize) -> String {
    format!(
        "{method} {path} HTTP/1.1\r\nhost: baton.test\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n"
    )
}

pub fn read(mut stream: TcpStream) -> String {
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

/// The pack of the small bureau, shared with the tests of the API.
pub fn pack() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bureau")
}

/// Copies a folder with what is in it.
pub fn copied(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(|entry| entry.unwrap()) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copied(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
