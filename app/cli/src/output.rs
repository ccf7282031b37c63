//! What goes to standard output: one value a command, in the form that `--output` names.

use std::fmt;

use serde::Serialize;
use solana_cli_output::{OutputFormat, QuietDisplay, VerboseDisplay, display::writeln_name_value};

/// A value with its text for people.
#[derive(Serialize)]
#[serde(transparent)]
pub struct Shown<T> {
    value: T,
    #[serde(skip)]
    text: String,
}

impl<T> fmt::Display for Shown<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<T> QuietDisplay for Shown<T> {}
impl<T> VerboseDisplay for Shown<T> {}

/// Prints a value: as JSON, or as its text.
pub fn show<T: Serialize>(format: &OutputFormat, value: T, text: String) {
    let shown = format.formatted_string(&Shown { value, text });
    println!("{}", shown.trim_end_matches('\n'));
}

/// Lines of a name and a value, as solana's command line aligns them.
#[derive(Default)]
pub struct Lines(String);

impl Lines {
    /// Adds a line.
    pub fn line(&mut self, name: &str, value: impl fmt::Display) -> &mut Self {
        // Writing to a string does not fail.
        let _ = writeln_name_value(&mut self.0, &format!("{name}:"), &value.to_string());
        self
    }

    /// Adds a line of text, or an empty one.
    pub fn text(&mut self, text: impl AsRef<str>) -> &mut Self {
        self.0.push_str(text.as_ref());
        self.0.push('\n');
        self
    }

    /// All of them.
    pub fn take(&mut self) -> String {
        std::mem::take(&mut self.0)
    }
}

/// Rows below heads, each column as wide as it has to be.
pub fn table(heads: &[&str], rows: &[Vec<String>]) -> String {
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
        cells.chain(heads.get(column).map(|head| head.chars().count())).max().unwrap_or(0)
    };
    let line = |cells: Vec<&str>| {
        let padded = cells.iter().enumerate().map(|(column, cell)| format!("{cell:<0$}", width(column)));
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    let rows = rows.iter().map(|row| line(row.iter().map(String::as_str).collect()));
    std::iter::once(line(heads.to_vec())).chain(rows).collect::<Vec<_>>().join("\n")
}
