//! Which tests to try first: those whose source names the refusal. A guess that saves time and decides nothing.

use std::{fs, path::Path};

use anyhow::{Context, Result};

/// The names of the functions below `folder` in which `word` stands.
pub fn tests_that_mention(folder: &Path, word: &str) -> Result<Vec<String>> {
    let mut names = vec![];
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            names.extend(tests_that_mention(&path, word)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let source = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
            names.extend(functions_that_mention(&source, word));
        }
    }
    Ok(names)
}

fn functions_that_mention(source: &str, word: &str) -> Vec<String> {
    let mut names: Vec<String> = vec![];
    let mut function = None;
    for line in source.lines() {
        if let Some((_, rest)) = line.split_once("fn ") {
            function = rest.split(['(', '<']).next();
        }
        let mentions = line.split(|c: char| !c.is_alphanumeric() && c != '_').any(|found| found == word);
        if let Some(name) = function.filter(|name| mentions && names.last().is_none_or(|last| last != name)) {
            names.push(name.to_owned());
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_is_found_by_a_whole_word_in_it() {
        let source = "
            #[tokio::test]
            async fn refuses_zero() {
                world.refuse(AmountZero).await;
                world.refuse(CoStakingError::AmountZero).await;
            }
            fn other() { AmountZeroes }
            fn generic<T>() { AmountZero }";
        assert_eq!(functions_that_mention(source, "AmountZero"), ["refuses_zero", "generic"]);
        assert!(functions_that_mention(source, "Paused").is_empty());
    }
}
