//! A walk as a file: how it begins, and one action a line.

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::{act::Action, genesis::Genesis};

/// A walk that can be played again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    pub genesis: Genesis,
    pub actions: Vec<Action>,
}

impl Case {
    /// # Errors
    /// None that a case could cause.
    pub fn print(&self) -> Result<String> {
        let mut lines = vec![serde_json::to_string(&self.genesis)?];
        for action in &self.actions {
            lines.push(serde_json::to_string(action)?);
        }
        Ok(lines.join("\n") + "\n")
    }

    /// # Errors
    /// Which line is none.
    pub fn parse(text: &str) -> Result<Self> {
        let mut lines = text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
        let genesis = serde_json::from_str(lines.next().context("the file is empty")?).context("the first line")?;
        let action = |(number, line)| serde_json::from_str(line).with_context(|| format!("action {number}: {line}"));
        Ok(Self { genesis, actions: (1..).zip(lines).map(action).collect::<Result<_>>()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::act::{Call, Sent, Twist};

    #[test]
    fn a_case_is_read_as_it_was_written() {
        let call = Call::SetPaused { by: 3, paused: true };
        let case = Case {
            genesis: Genesis { wealth: 7, base: 1, spans: [1, 2, 3, 4, 5, 6] },
            actions: vec![Action::Wait(5), Action::Send(vec![Sent { call, twist: Some(Twist::Vault(1)) }])],
        };
        let text = case.print().unwrap();
        assert_eq!(text.lines().count(), 3);
        assert_eq!(Case::parse(&format!("# a remark\n{text}")).unwrap(), case);
        assert!(Case::parse("").is_err());
        assert!(Case::parse(&text.replace("Wait", "Weight")).is_err());
    }
}
