//! The hand-written bugs of `bugs.txt`, written into a copy of the program's sources.

use std::{collections::BTreeMap, path::Path, process::ExitCode};

use anyhow::{Context, Result, bail};

use super::{Fault, copy, suite::Suite};
use crate::workspace::Workspace;

const LIST: &str = include_str!("bugs.txt");
/// What stands in a replacement for whether this bug is the planted one.
const PLANTED: &str = "PLANTED";

/// One bug of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Bug {
    number: u32,
    name: &'static str,
    file: &'static str,
    old: &'static str,
    new: &'static str,
}

/// Plants every bug, or those with one of these words in their names or files, one at a time.
pub fn try_them(workspace: &Workspace, words: &[String]) -> Result<ExitCode> {
    let bugs = parse(LIST)?;
    let chosen = |bug: &&Bug| {
        words.is_empty()
            || words.iter().any(|word| bug.name.contains(word.as_str()) || bug.file.contains(word.as_str()))
    };
    let faults: Vec<Fault> = bugs.iter().filter(chosen).map(Bug::fault).collect();
    if faults.is_empty() {
        bail!("xtask/src/faults/bugs.txt has no bug with one of these words");
    }
    let copy = copy::of(workspace)?;
    plant(&copy.root, &bugs)?;
    let (program, toolchain) = super::build(&copy, "bugs")?;
    let suite = Suite::build(workspace, toolchain, program.folder())?.with_units_of(&copy)?;
    super::try_all(&program, &suite, &faults)
}

fn plant(root: &Path, bugs: &[Bug]) -> Result<()> {
    let mut files: BTreeMap<&str, Vec<&Bug>> = BTreeMap::new();
    for bug in bugs {
        files.entry(bug.file).or_default().push(bug);
    }
    for (file, bugs) in files {
        let source = with_bugs(&copy::read(root, file)?, &bugs)?;
        copy::write(root, file, &source)?;
    }
    copy::without_const_functions(root)
}

/// The source with all of these bugs in it.
fn with_bugs(source: &str, bugs: &[&Bug]) -> Result<String> {
    if let Some(bug) = bugs.iter().find(|bug| source.matches(bug.old).count() != 1) {
        bail!("{}: this is not there exactly once: {}", bug.name, bug.old);
    }
    let mut places: BTreeMap<&str, String> = BTreeMap::new();
    for bug in bugs {
        let text = places.entry(bug.old).or_insert_with(|| bug.old.to_owned());
        *text = bug.or(text);
    }
    // What holds another's place comes first: its own place would be gone after that.
    let mut places: Vec<(&str, String)> = places.into_iter().collect();
    places.sort_by_key(|(old, _)| std::cmp::Reverse(old.len()));
    Ok(places.iter().fold(source.to_owned(), |source, (old, new)| source.replace(old, new)))
}

impl Bug {
    /// The bug, if it is the planted one, or else what is there.
    fn or(&self, there: &str) -> String {
        let planted = format!("crate::faults::planted() == {}", self.number);
        if self.new.contains(PLANTED) {
            return self.new.replace(PLANTED, &format!("({planted})"));
        }
        let choice = format!("if {planted} {{ {} }} else {{ {there} }}", self.new);
        if self.old.ends_with(';') { choice } else { format!("({choice})") }
    }

    fn fault(&self) -> Fault {
        // The integration tests are named after instructions, as the files in that folder are.
        let stem = Path::new(self.file).file_stem().map(|stem| stem.to_string_lossy().into_owned());
        let aim = stem.filter(|_| self.file.starts_with("instructions/")).into_iter().collect();
        Fault { number: self.number, name: format!("{}: {}", self.file, self.name), aim, exempt: None }
    }
}

/// Reads the list; the bugs are numbered from 1.
fn parse(list: &'static str) -> Result<Vec<Bug>> {
    let lines: Vec<&'static str> = list.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect();
    let bugs = lines.chunks(4).zip(1..).map(|(lines, number)| {
        let [name, file, old, new] = lines else { bail!("a bug is not whole: {lines:?}") };
        let text = |line: &&'static str, sign| line.strip_prefix(sign).with_context(|| format!("no `{sign}`: {line}"));
        let [name, file, old, new] = [text(name, "= ")?, text(file, "@ ")?, text(old, "- ")?, text(new, "+ ")?];
        Ok(Bug { number, name, file, old, new })
    });
    bugs.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: &str = "# comment\n\n= a\n@ x.rs\n- p < q\n+ p <= q\n\n= b\n@ x.rs\n- p < q\n+ true\n";

    #[test]
    fn a_bug_is_a_name_a_file_and_two_texts() {
        let bugs = parse(TWO).unwrap();
        assert_eq!(bugs[0], Bug { number: 1, name: "a", file: "x.rs", old: "p < q", new: "p <= q" });
        assert_eq!(bugs[1].number, 2);
        assert!(parse("= a\n@ x.rs\n- p").is_err());
        assert!(parse("= a\n@ x.rs\n+ p\n- q").is_err());
    }

    #[test]
    fn several_bugs_share_a_place() {
        let bugs = parse(TWO).unwrap();
        let bugs: Vec<&Bug> = bugs.iter().collect();
        let expected = "(if crate::faults::planted() == 2 { true } else { \
                        (if crate::faults::planted() == 1 { p <= q } else { p < q }) })";
        assert_eq!(with_bugs("f(p < q)", &bugs).unwrap(), format!("f({expected})"));
        assert!(with_bugs("f(p > q)", &bugs).is_err());
        assert!(with_bugs("f(p < q, p < q)", &bugs).is_err());
    }

    #[test]
    fn a_statement_is_not_put_in_parentheses_and_a_text_may_ask_itself() {
        let statement = Bug { number: 7, name: "", file: "", old: "a = b;", new: "let _ = b;" };
        assert_eq!(statement.or("a = b;"), "if crate::faults::planted() == 7 { let _ = b; } else { a = b; }");
        let text = Bug { number: 8, name: "", file: "", old: "a", new: "PLANTED || a" };
        assert_eq!(text.or("a"), "(crate::faults::planted() == 8) || a");
    }

    #[test]
    fn the_list_can_be_planted() {
        let bugs = parse(LIST).unwrap();
        assert!(bugs.len() >= 40, "{}", bugs.len());
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(copy::SOURCES);
        for bug in &bugs {
            let source = std::fs::read_to_string(sources.join(bug.file)).unwrap();
            with_bugs(&source, &[bug]).unwrap();
        }
    }
}
