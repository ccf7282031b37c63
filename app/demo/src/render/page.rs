//! Lines, columns and colours.

use std::fmt::Write;

/// The widest line.
pub const WIDTH: usize = 98;
/// Where the text of a step's lines begins.
const INDENT: usize = 7;
const LABEL: usize = 10;
/// Before each column of a table.
const GUTTER: &str = "  ";

/// How a piece of text is to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    Plain,
    Strong,
    Faint,
    Good,
    Bad,
}

impl Style {
    const fn code(self) -> &'static str {
        match self {
            Self::Plain => "0",
            Self::Strong => "1",
            Self::Faint => "2",
            Self::Good => "32",
            Self::Bad => "31",
        }
    }
}

/// A text that grows line by line.
pub struct Page {
    text: String,
    colour: bool,
}

/// A column of a table.
#[derive(Clone, Copy)]
pub enum Column {
    Left,
    Right,
}

impl Page {
    /// An empty one.
    pub const fn new(colour: bool) -> Self {
        Self { text: String::new(), colour }
    }

    /// All of it.
    pub fn into_text(self) -> String {
        self.text
    }

    /// An empty line.
    pub fn gap(&mut self) {
        self.text.push('\n');
    }

    /// Text from the left margin, broken where it is too wide.
    pub fn paragraph(&mut self, style: Style, text: &str) {
        for line in wrap(text, WIDTH) {
            let line = self.painted(style, &line);
            self.push(&line);
        }
    }

    /// A heading with something at the right margin, and a rule below.
    pub fn heading(&mut self, left: &str, right: &str) {
        let space = WIDTH.saturating_sub(left.chars().count() + right.chars().count());
        let (left, right) = (self.painted(Style::Strong, left), self.painted(Style::Faint, right));
        self.push(&format!("{left}{:space$}{right}", ""));
        let rule = self.painted(Style::Faint, &"─".repeat(WIDTH));
        self.push(&rule);
    }

    /// The first line of a step.
    pub fn step(&mut self, mark: &str, style: Style, number: &str, title: &str) {
        let lines = wrap(title, WIDTH.saturating_sub(INDENT));
        for (n, line) in lines.iter().enumerate() {
            let title = self.painted(Style::Strong, line);
            let start = if n == 0 { format!("{} {number:<4} ", self.painted(style, mark)) } else { " ".repeat(INDENT) };
            self.push(&format!("{start}{title}"));
        }
    }

    /// A labelled line of a step; an empty label continues the one above.
    pub fn field(&mut self, label: &str, style: Style, text: &str) {
        let lines = wrap(text, WIDTH.saturating_sub(INDENT + LABEL));
        for (n, line) in lines.iter().enumerate() {
            let label = if n == 0 { label } else { "" };
            let (label, line) = (self.painted(Style::Faint, &format!("{label:<LABEL$}")), self.painted(style, line));
            self.push(&format!("{:INDENT$}{label}{line}", ""));
        }
    }

    /// A labelled line of the opening.
    pub fn fact(&mut self, label: &str, text: &str) {
        let label = self.painted(Style::Faint, &format!("{label:<LABEL$}"));
        self.push(&format!("{GUTTER}{label}{text}"));
    }

    /// Rows in columns, below their titles; as sentences where the columns would be too wide.
    pub fn table(&mut self, columns: &[Column], titles: &[&str], rows: impl Iterator<Item = Vec<String>>) {
        let titled = titles.iter().any(|title| !title.is_empty());
        let head = titled.then(|| (Style::Faint, titles.iter().copied().map(String::from).collect()));
        let rows: Vec<(Style, Vec<String>)> = head.into_iter().chain(rows.map(|row| (Style::Plain, row))).collect();
        let width = |n: usize| rows.iter().filter_map(|(_, row)| row.get(n)).map(|cell| cell.chars().count()).max();
        let widths: Vec<usize> = (0..columns.len()).map(|n| width(n).unwrap_or_default()).collect();
        let fits = widths.iter().map(|width| GUTTER.len() + width).sum::<usize>() <= WIDTH;
        for (style, row) in &rows[if fits { 0 } else { usize::from(titled) }..] {
            let cells = columns.iter().zip(&widths).zip(row).map(|((column, width), cell)| match column {
                Column::Left => format!("{cell:<0$}", *width),
                Column::Right => format!("{cell:>0$}", *width),
            });
            let named = || titles.iter().zip(row).map(|(title, cell)| format!("{title} {cell}").trim().to_string());
            let line =
                if fits { cells.collect::<Vec<_>>().join(GUTTER) } else { named().collect::<Vec<_>>().join(", ") };
            for line in wrap(&line, if fits { usize::MAX } else { WIDTH - GUTTER.len() }) {
                let line = self.painted(*style, line.trim_end());
                self.push(&format!("{GUTTER}{line}"));
            }
        }
    }

    fn painted(&self, style: Style, text: &str) -> String {
        match (self.colour, style) {
            (false, _) | (_, Style::Plain) => text.into(),
            (true, style) => format!("\x1b[{}m{text}\x1b[0m", style.code()),
        }
    }

    fn push(&mut self, line: &str) {
        // Writing to a string cannot fail.
        _ = writeln!(self.text, "{}", line.trim_end());
    }
}

/// Broken at spaces, so that no line is wider; a word that is wider alone stays whole.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let Some(line) = lines.last_mut() else { continue };
        if line.is_empty() {
            line.push_str(word);
        } else if line.chars().count() + 1 + word.chars().count() <= width {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.into());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_spaces() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("incomprehensible words", 7), ["incomprehensible", "words"]);
        assert_eq!(wrap("", 7), [""]);
    }

    #[test]
    fn a_table_that_is_too_wide_becomes_sentences() {
        let table = |cell: &str| {
            let mut page = Page::new(false);
            let rows = [vec![String::from("a"), cell.into()]];
            page.table(&[Column::Left, Column::Right], &["device", "holds"], rows.into_iter());
            page.into_text()
        };
        assert_eq!(table("1 IO"), "  device  holds\n  a        1 IO\n");
        let long = "9".repeat(WIDTH);
        assert_eq!(table(&long), format!("  device a, holds\n  {long}\n"));
    }

    #[test]
    fn colour_is_added_only_where_it_is_wanted() {
        let text = |colour| {
            let mut page = Page::new(colour);
            page.step("✓", Style::Good, "1.1", "done");
            page.into_text()
        };
        assert_eq!(text(false), "✓ 1.1  done\n");
        assert_eq!(text(true), "\x1b[32m✓\x1b[0m 1.1  \x1b[1mdone\x1b[0m\n");
    }
}
