//! A copy of this checkout whose sources may be changed.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use crate::workspace::Workspace;

/// The program's sources, relative to a checkout.
pub const SOURCES: &str = "programs/co-staking/src";

/// Copies all that git knows or would add into the target folder.
pub fn of(workspace: &Workspace) -> Result<Workspace> {
    let folder = workspace.target.join("faults");
    let root = folder.join("checkout");
    for file in files(workspace)? {
        let to = root.join(&file);
        let bytes = fs::read(workspace.root.join(&file)).with_context(|| format!("cannot read {}", file.display()))?;
        // The same bytes stay as they are, and what is built of them too.
        if fs::read(&to).is_ok_and(|old| old == bytes) {
            continue;
        }
        let folder = to.parent().context("a file is in a folder")?;
        fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
        fs::write(&to, bytes).with_context(|| format!("cannot write {}", to.display()))?;
    }
    Ok(workspace.copied(root, folder.join("target")))
}

fn files(workspace: &Workspace) -> Result<Vec<PathBuf>> {
    let mut git = Command::new("git");
    git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]).current_dir(&workspace.root);
    let output = git.output().context("cannot start git")?;
    if !output.status.success() {
        bail!("git does not know this checkout: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    let names = String::from_utf8_lossy(&output.stdout).into_owned();
    Ok(names.split_terminator('\0').map(PathBuf::from).filter(|file| workspace.root.join(file).is_file()).collect())
}

/// Makes the functions of the copy's program ordinary ones: what is read when the program runs cannot be read when it is
/// compiled. And lets it have warnings: nobody reads what is written there.
pub fn without_const_functions(root: &Path) -> Result<()> {
    const LIB: &str = "lib.rs";
    write(root, LIB, &format!("#![allow(warnings)]\n{}", read(root, LIB)?))?;
    let mut folders = vec![root.join(SOURCES)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let source = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
                let changed = source.replace("const fn", "fn");
                fs::write(&path, changed).with_context(|| format!("cannot write {}", path.display()))?;
            }
        }
    }
    Ok(())
}

/// Reads a file of the copy's program.
pub fn read(root: &Path, file: &str) -> Result<String> {
    let path = root.join(SOURCES).join(file);
    fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
}

/// Writes a file of the copy's program.
pub fn write(root: &Path, file: &str, source: &str) -> Result<()> {
    let path = root.join(SOURCES).join(file);
    fs::write(&path, source).with_context(|| format!("cannot write {}", path.display()))
}
