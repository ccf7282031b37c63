//! The command line as rustc writes it for the linker flavor `bpf`.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use sbpf_linker::SbpfArch;

/// What is asked of the linker.
#[derive(Debug)]
pub struct Args {
    pub inputs: Vec<PathBuf>,
    pub output: PathBuf,
    pub arch: SbpfArch,
}

/// With a value of their own: nothing is exported but the entry point, and the processor is always sBPF.
const IGNORED_WITH_VALUE: [&str; 4] = ["--export-symbols", "--cpu", "--cpu-features", "-L"];
/// The level is the linker's own choice, and a program has no debug information.
const IGNORED: [&str; 7] = ["--debug", "-O0", "-O1", "-O2", "-O3", "-Os", "-Oz"];

impl Args {
    /// Reads the arguments after the program's name.
    pub fn parse(arguments: impl IntoIterator<Item = String>) -> Result<Self> {
        let (mut inputs, mut output, mut arch) = (vec![], None, SbpfArch::V0);
        let mut arguments = arguments.into_iter();
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().with_context(|| format!("{argument} needs a value"));
            match argument.as_str() {
                "-o" => output = Some(PathBuf::from(value()?)),
                "--arch=v0" => arch = SbpfArch::V0,
                "--arch=v3" => arch = SbpfArch::V3,
                known if IGNORED_WITH_VALUE.contains(&known) => drop(value()?),
                known if IGNORED.contains(&known) => {}
                input if input.ends_with(".o") || input.ends_with(".rlib") => inputs.push(input.into()),
                _ => bail!(
                    "`{argument}` is not known to this linker. It takes object files, rlibs, -o and --arch=v0 or v3, and \
                     what else rustc passes to a linker of flavor `bpf`"
                ),
            }
        }
        Ok(Self { inputs, output: output.context("no -o: where should the program go?")?, arch })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Args> {
        Args::parse(line.split_whitespace().map(String::from))
    }

    #[test]
    fn rustcs_command_line_is_understood() {
        let line = "--export-symbols /t/symbols a.o /t/symbols.o libb.rlib --cpu generic -L /t -o p.so -O3 --arch=v3";
        let args = parse(line).unwrap();
        assert_eq!(args.inputs, ["a.o", "/t/symbols.o", "libb.rlib"].map(PathBuf::from));
        assert_eq!(args.output, PathBuf::from("p.so"));
        assert!(matches!(args.arch, SbpfArch::V3));
    }

    #[test]
    fn what_is_not_known_is_refused() {
        for (line, message) in [
            ("a.o -o p.so --gc-sections", "`--gc-sections` is not known"),
            ("a.o -o p.so -lc", "`-lc` is not known"),
            ("a.o -o p.so libc.a", "`libc.a` is not known"),
            ("a.o -o", "-o needs a value"),
            ("a.o", "no -o"),
            ("a.o -o p.so --arch=v2", "`--arch=v2` is not known"),
        ] {
            let error = parse(line).unwrap_err().to_string();
            assert!(error.contains(message), "{line}: {error}");
        }
    }
}
