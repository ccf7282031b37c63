//! How the binary ended, and what a test expects of that.

use std::process::Output;

use serde_json::Value;

/// How the binary ended.
pub struct Ended {
    line: String,
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Ended {
    /// From what a process left.
    pub fn of(line: String, output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let code = output.status.code().unwrap_or(-1);
        Self { line, code, stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    /// It did what it was asked to.
    #[track_caller]
    pub fn done(self) -> Self {
        assert_eq!(self.code, 0, "{}\n{}\n{}", self.line, self.stdout, self.stderr);
        self
    }

    /// It ended with that code, and says each of these on standard error.
    #[track_caller]
    pub fn ends(self, code: i32, parts: &[&str]) -> Self {
        let Self { line, stdout, stderr, .. } = &self;
        assert_eq!(self.code, code, "{line}\n{stdout}\n{stderr}");
        for part in parts {
            assert!(stderr.contains(part), "{line}\nexpected: {part}\nfound: {stderr}");
        }
        self
    }

    /// It does not say that on standard error.
    #[track_caller]
    pub fn lacks(self, part: &str) -> Self {
        assert!(!self.stderr.contains(part), "{}\nnot expected: {part}\nfound: {}", self.line, self.stderr);
        self
    }

    /// Its standard error, but for the line that names the cluster, is at most two sentences.
    #[track_caller]
    pub fn briefly(self) -> Self {
        let told: Vec<_> = self.stderr.lines().filter(|line| !line.starts_with("Cluster: ")).collect();
        let text = told.join(" ");
        let sentences = text.matches(". ").count() + usize::from(text.ends_with('.'));
        assert!((1..=2).contains(&sentences), "{}: {sentences} sentences: {text}", self.line);
        self
    }

    /// What it printed, as JSON.
    #[track_caller]
    pub fn json(self) -> Value {
        let ended = self.done();
        serde_json::from_str(&ended.stdout).unwrap_or_else(|error| panic!("{}: {error}\n{}", ended.line, ended.stdout))
    }
}
