//! What shells and `man` know of this command line.

use std::{fs, io, path::Path};

use clap::Command as App;
use clap_complete::{Shell, generate};
use clap_mangen::Man;

use crate::{args::app, exit::Exit};

/// Prints what `shell` reads.
pub fn completion(shell: Shell) -> Result<(), Exit> {
    generate(shell, &mut app(), "costake", &mut io::stdout());
    Ok(())
}

/// One page a command, named as `costake-offer-claim.1`.
pub fn man(folder: &Path) -> Result<(), Exit> {
    let failed = |error: io::Error| Exit::Failed(format!("{} cannot be written: {error}.", folder.display()));
    fs::create_dir_all(folder).map_err(failed)?;
    let mut app = app();
    app.build();
    let written = pages(&app, "costake", folder).map_err(failed)?;
    eprintln!("{written} pages in {}", folder.display());
    Ok(())
}

fn pages(app: &App<'_>, name: &str, folder: &Path) -> io::Result<usize> {
    let mut page = vec![];
    Man::new(app.clone()).title(name.to_owned()).render(&mut page)?;
    fs::write(folder.join(format!("{name}.1")), page)?;
    let mut written = 1;
    for command in app.get_subcommands().filter(|command| command.get_name() != "help") {
        written += pages(command, &format!("{name}-{}", command.get_name()), folder)?;
    }
    Ok(written)
}
