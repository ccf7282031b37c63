//! Where things are, and the cargos that are called from here.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// This checkout, and cargo's target folder for it.
pub struct Workspace {
    pub root: PathBuf,
    pub target: PathBuf,
    /// The names of `default-members`.
    pub default_packages: Vec<String>,
    cargo: PathBuf,
}

impl Workspace {
    /// Asks the cargo that runs us, so that `CARGO_TARGET_DIR` and cargo's configuration hold here too.
    pub fn find() -> Result<Self> {
        let cargo = PathBuf::from(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        let output = Command::new(&cargo)
            .args(["metadata", "--no-deps", "--format-version=1"])
            .output()
            .with_context(|| format!("cannot start {}", cargo.display()))?;
        if !output.status.success() {
            bail!("cargo does not know this workspace: {}", String::from_utf8_lossy(&output.stderr).trim());
        }
        let metadata: Value = serde_json::from_slice(&output.stdout).context("cargo metadata is no JSON")?;
        let folder = |name: &str| {
            let path = metadata.get(name).and_then(Value::as_str);
            path.map(PathBuf::from).with_context(|| format!("cargo metadata has no {name}"))
        };
        let (root, target) = (folder("workspace_root")?, folder("target_directory")?);
        Ok(Self { root, target, default_packages: default_packages(&metadata), cargo })
    }

    /// A copy of this checkout. It needs a target folder of its own: cargo takes packages at the same place in two
    /// checkouts for the same, and what was built of the one for the other's.
    pub fn copied(&self, root: PathBuf, target: PathBuf) -> Self {
        Self { root, target, default_packages: self.default_packages.clone(), cargo: self.cargo.clone() }
    }

    /// Where the programs lie that demo and tests run.
    pub fn deploy(&self) -> PathBuf {
        self.target.join("deploy")
    }

    /// The cargo that runs us: for host code, with the user's own settings.
    pub fn cargo<I: AsRef<str>>(&self, args: impl IntoIterator<Item = I>) -> Command {
        self.clean(&self.cargo, &self.target, set_by_cargo_run, args)
    }

    /// Another cargo, with a target folder of its own: nothing that the first was told may reach it.
    pub fn other_cargo<I: AsRef<str>>(
        &self,
        cargo: &Path,
        target: &Path,
        args: impl IntoIterator<Item = I>,
    ) -> Command {
        self.clean(cargo, target, |name| set_by_cargo_run(name) || changes_a_build(name), args)
    }

    fn clean<I: AsRef<str>>(
        &self,
        cargo: &Path,
        target: &Path,
        drop: impl Fn(&str) -> bool,
        args: impl IntoIterator<Item = I>,
    ) -> Command {
        let mut command = Command::new(cargo);
        for (name, _) in env::vars_os() {
            if drop(&name.to_string_lossy()) {
                command.env_remove(name);
            }
        }
        command.current_dir(&self.root).env("CARGO_TARGET_DIR", target);
        command.args(args.into_iter().map(|arg| arg.as_ref().to_owned()));
        command
    }
}

fn default_packages(metadata: &Value) -> Vec<String> {
    let list = |name: &str| metadata.get(name).and_then(Value::as_array).into_iter().flatten();
    let is_default = |package: &&Value| list("workspace_default_members").any(|id| Some(id) == package.get("id"));
    let names = list("packages").filter(is_default).filter_map(|package| package.get("name")?.as_str());
    names.map(str::to_owned).collect()
}

/// What `cargo run` gives its child. A cargo below it that saw them would build things anew, and the toolchain's
/// libraries would be mixed with another compiler's.
fn set_by_cargo_run(name: &str) -> bool {
    const NAMES: [&str; 7] = [
        "CARGO",
        "CARGO_MANIFEST_DIR",
        "CARGO_MANIFEST_PATH",
        "CARGO_CRATE_NAME",
        "CARGO_BIN_NAME",
        "LD_LIBRARY_PATH",
        "OUT_DIR",
    ];
    NAMES.contains(&name) || name.starts_with("CARGO_PKG_")
}

/// Whatever can choose another compiler or change what it does. Where to find crates, and how to show progress, stays.
fn changes_a_build(name: &str) -> bool {
    const KEPT: [&str; 7] = [
        "CARGO_HOME",
        "CARGO_NET_",
        "CARGO_HTTP_",
        "CARGO_REGISTR", // Y_… and IES_…
        "CARGO_SOURCE_",
        "CARGO_TERM_",
        "CARGO_BUILD_JOBS",
    ];
    const DROPPED: [&str; 4] = ["CARGO", "RUSTC", "RUSTFLAGS", "RUSTUP_TOOLCHAIN"];
    DROPPED.iter().any(|prefix| name.starts_with(prefix)) && !KEPT.iter().any(|prefix| name.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn default_packages_are_known_by_name() {
        let metadata = serde_json::json!({
            "packages": [{ "id": "x#1", "name": "x" }, { "id": "y#1", "name": "y" }],
            "workspace_default_members": ["y#1"],
        });
        assert_eq!(default_packages(&metadata), ["y"]);
    }

    #[test]
    fn a_child_of_cargo_run_is_not_a_package() {
        for name in ["CARGO", "CARGO_MANIFEST_DIR", "CARGO_PKG_VERSION", "LD_LIBRARY_PATH"] {
            assert!(set_by_cargo_run(name), "{name}");
        }
        for name in ["CARGO_HOME", "CARGO_TARGET_DIR", "RUSTFLAGS", "RUSTUP_TOOLCHAIN", "PATH", "HOME"] {
            assert!(!set_by_cargo_run(name), "{name}");
        }
    }

    #[test]
    fn the_second_compiler_hears_nothing_that_was_meant_for_the_first() {
        for name in [
            "CARGO_BUILD_TARGET",
            "CARGO_ENCODED_RUSTFLAGS",
            "CARGO_PROFILE_RELEASE_LTO",
            "RUSTC",
            "RUSTC_WRAPPER",
            "RUSTFLAGS",
            "RUSTUP_TOOLCHAIN",
        ] {
            assert!(changes_a_build(name), "{name}");
        }
        for name in ["CARGO_HOME", "CARGO_HTTP_PROXY", "CARGO_REGISTRIES_X_TOKEN", "CARGO_TERM_COLOR", "PATH"] {
            assert!(!changes_a_build(name), "{name}");
        }
    }
}
