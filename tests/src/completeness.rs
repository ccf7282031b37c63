//! Lists that must stay complete, and names that must stay true.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use co_staking_client::CoStakingError;

use crate::world::elf;

/// Every refusal of the program is expected somewhere by its name. That it is raised is seen in a run of all tests (`cargo
/// xtask test`), and that it is raised for its own reason by dropping the checks one by one (`cargo xtask faults checks`).
#[test]
fn every_refusal_is_expected_by_some_test() {
    let folders = ["admin", "registrar", "owner", "co_staker", "rewards", "slash", "lifecycle"];
    let sources: String = folders.iter().map(|folder| all_sources(&tests().join(folder))).collect();
    let words: BTreeSet<&str> = sources.split(|c: char| !c.is_alphanumeric() && c != ':').collect();
    for refusal in CoStakingError::all() {
        // Long lists of them call the type `E`.
        let expected = |ty| words.contains(format!("{ty}::{}", refusal.name()).as_str());
        assert!(expected("CoStakingError") || expected("E"), "no test expects {}", refusal.name());
    }
}

/// The documents name tests and modules by their paths.
#[test]
fn the_documents_name_only_tests_that_exist() {
    let program = tests().join("../../programs/co-staking");
    for document in [program.join("README.md"), tests().join("../../SECURITY.md")] {
        assert_names_exist(&fs::read_to_string(document).unwrap(), &program);
    }
}

fn assert_names_exist(document: &str, program: &Path) {
    let quoted = document.split('`').skip(1).step_by(2);
    let paths: Vec<&str> = quoted.filter(|name| name.contains("::")).collect();
    assert!(paths.len() > 30, "{paths:?}");
    let app = tests().join("../../app");
    for path in paths {
        let (module, name) = path.rsplit_once("::").unwrap();
        let roots = [
            tests(),
            program.join("src"),
            app.join("client/src"),
            app.join("cli/tests/costake"),
            app.join("test-node/tests/faults"),
            app.join("test-node/tests/watch"),
            app.join("validator/tests/browser"),
            app.join("validator/tests/e2e"),
            app.join("web/src/pages"),
            app.join("web/tests/web"),
        ];
        let named = format!("fn {name}(");
        let is_test = sources_of(&roots, module.trim_end_matches("::tests")).any(|source| source.contains(&named));
        assert!(is_test || sources_of(&roots, path).next().is_some(), "{path} does not exist");
    }
}

fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The modules of that name, below whichever of `roots`.
fn sources_of(roots: &[PathBuf], module: &str) -> impl Iterator<Item = String> {
    let path = module.replace("::", "/");
    let files = |root: &PathBuf| [root.join(format!("{path}.rs")), root.join(format!("{path}/mod.rs"))];
    let files: Vec<_> = roots.iter().flat_map(files).collect();
    files.into_iter().filter_map(|file| fs::read_to_string(file).ok())
}

/// Those of the folders in it, too.
fn all_sources(folder: &Path) -> String {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths.map(|path| if path.is_dir() { all_sources(&path) } else { fs::read_to_string(path).unwrap() }).collect()
}

/// `cargo xtask faults` builds a program in which a check can be dropped; it must never be the deployed one.
#[test]
fn the_deployed_program_holds_no_planted_fault() {
    let marker = b"the planted bug";
    assert!(!elf().windows(marker.len()).any(|window| window == marker));
}
