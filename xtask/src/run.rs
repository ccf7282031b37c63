//! Running other programs: what they say is shown, and a failure names the command.

use std::{
    ffi::OsStr,
    process::{Command, ExitCode, Stdio},
};

use anyhow::{Context, Result, bail};

/// Runs a command whose stdout is not ours: it goes to stderr. Anything but success is an error.
pub fn quietly(command: &mut Command) -> Result<()> {
    let status =
        command.stdout(std::io::stderr()).status().with_context(|| format!("cannot start {}", line(command)))?;
    if !status.success() {
        bail!("{} failed ({status})", line(command));
    }
    Ok(())
}

/// Runs the command that the user asked for: its output is the output, its exit code is the exit code.
pub fn in_place_of_this(command: &mut Command) -> Result<ExitCode> {
    let status = command.status().with_context(|| format!("cannot start {}", line(command)))?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}

/// What a command prints on stdout, if it can be run and succeeds.
pub fn answer(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The command as one would type it.
pub fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}
