//! README's "Operate it": the same commands, and what they print.
//!
//! `UPDATE_README=1 cargo xtask test the_readme_shows` writes the answers anew; the commands are README's.

use std::{env, fmt::Write, fs, path::Path};

use super::world::World;

const README: &str = "../../README.md";
const BEGIN: &str = "```console\n";
const END: &str = "```\n";
/// The node that README talks to.
const URL: &str = "http://127.0.0.1:8899";

/// The transcript's place in README.
fn section(readme: &str) -> (usize, usize) {
    let begin = readme.find(BEGIN).expect("README has a console section") + BEGIN.len();
    (begin, begin + readme[begin..].find(END).expect("the section ends"))
}

/// A signature is of the compute limit too, which changes whenever the program does.
fn without_signatures(line: &str) -> String {
    let is_signature = |word: &&str| word.len() > 80 && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
    match line.split(' ').find(is_signature) {
        Some(signature) => line.replace(signature, "SIGNATURE"),
        None => line.trim_end().to_owned(),
    }
}

/// What the commands print, first to standard error and then to standard output, as it stands on a terminal.
fn replay(world: &World, transcript: &str) -> String {
    let mut text = String::new();
    for line in transcript.lines().filter_map(|line| line.strip_prefix("$ costake ")) {
        let ended = world.run(line);
        let told = (ended.stderr + &ended.stdout).replace(&world.node.url(), URL);
        writeln!(text, "$ costake {line}").unwrap();
        let told: Vec<_> = told.lines().map(without_signatures).collect();
        writeln!(text, "{}\n", told.join("\n").trim_end()).unwrap();
    }
    text.trim_end().to_owned() + "\n"
}

#[test]
fn the_readme_shows_what_is_printed() {
    let world = World::with_device();
    world.costake("registrar", "device update gpu-1 --hire-until +3d").done();
    world.costake("stranger", "rewards fund 10").done();
    let config = format!("json_rpc_url: {}\nwebsocket_url: ''\nkeypair_path: owner.json\n", world.node.url());
    fs::create_dir_all(world.folder.join(".config/solana/cli")).unwrap();
    fs::write(world.folder.join(".config/solana/cli/config.yml"), config).unwrap();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(README);
    let readme = fs::read_to_string(&file).unwrap();
    let (begin, end) = section(&readme);
    let found = replay(&world, &readme[begin..end]);
    if env::var_os("UPDATE_README").is_some() {
        fs::write(&file, format!("{}{found}{}", &readme[..begin], &readme[end..])).unwrap();
        return;
    }
    assert!(found.matches("$ costake").count() >= 8, "the transcript is empty");
    assert_eq!(&readme[begin..end], found, "README.md");
}
