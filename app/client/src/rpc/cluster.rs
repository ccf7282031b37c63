//! Whether this is the cluster that was meant.

use std::fmt;

use serde_json::json;
use solana_cluster_type::ClusterType;

use super::{Clock, Found, Rpc, RpcError, Transport};
use crate::{Config, ID, Pubkey, pda};

/// The cluster that a node belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cluster {
    /// The hash of its first block: no other cluster has the same.
    pub genesis: String,
    pub kind: ClusterType,
}

impl Cluster {
    /// Whether money is at stake here.
    pub const fn is_mainnet(&self) -> bool {
        matches!(self.kind, ClusterType::MainnetBeta)
    }
}

impl fmt::Display for Cluster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            ClusterType::MainnetBeta => "mainnet-beta",
            ClusterType::Testnet => "testnet",
            ClusterType::Devnet => "devnet",
            ClusterType::Development => "a local or private cluster",
        })
    }
}

/// Why a cluster is not the one that was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WrongCluster {
    /// It has another first block.
    Genesis { expected: String, found: String },
    /// The program is not there.
    NoProgram,
    /// It is there, and was never set up.
    NoConfig,
    /// It stakes another token.
    Mint { expected: Pubkey, found: Pubkey },
}

impl fmt::Display for WrongCluster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Genesis { expected, found } => write!(
                f,
                "This is another cluster than the one that was meant: its genesis is {found}, expected {expected}. Check `--url`."
            ),
            Self::NoProgram => {
                write!(f, "The program {ID} is not deployed on this cluster. Check `--url`, or deploy it first.")
            }
            Self::NoConfig => write!(
                f,
                "The program is deployed on this cluster, but was never initialised. Check `--url`, or let its upgrade authority run `costake admin init`."
            ),
            Self::Mint { expected, found } => {
                write!(f, "This cluster's program stakes the mint {found}, not {expected}. Check `--url`.")
            }
        }
    }
}

impl std::error::Error for WrongCluster {}

impl<T: Transport, C: Clock> Rpc<T, C> {
    /// Which cluster this is.
    ///
    /// # Errors
    /// Where no node answers.
    pub async fn cluster(&self) -> Result<Cluster, RpcError> {
        let genesis: String = self.ask("getGenesisHash", json!([])).await?;
        let known = [ClusterType::MainnetBeta, ClusterType::Testnet, ClusterType::Devnet];
        let kind =
            known.into_iter().find(|kind| kind.get_genesis_hash().is_some_and(|hash| hash.to_string() == genesis));
        Ok(Cluster { genesis, kind: kind.unwrap_or(ClusterType::Development) })
    }

    /// Every node belongs to the cluster with that first block.
    ///
    /// # Errors
    /// [`WrongCluster::Genesis`], and where a node does not answer.
    pub async fn check_genesis(&self, expected: &str) -> Result<(), RpcError> {
        for _ in &self.nodes {
            let found = self.cluster().await?.genesis;
            if found != expected {
                return Err(WrongCluster::Genesis { expected: expected.into(), found }.into());
            }
            self.next_node();
        }
        Ok(())
    }

    /// The program is deployed and set up here, for `mint` where one is named. Returns its config.
    ///
    /// # Errors
    /// What [`WrongCluster`] lists, and where no node answers.
    pub async fn check_program(&self, mint: Option<Pubkey>) -> Result<Config, RpcError> {
        let found = self.accounts(&[ID, pda::config()]).await?;
        let [program, config] = found.as_slice() else {
            return Err(WrongCluster::NoProgram.into());
        };
        let config = program_config(program.as_ref(), config.as_ref())?;
        match mint {
            Some(expected) if expected != config.mint => {
                Err(WrongCluster::Mint { expected, found: config.mint }.into())
            }
            _ => Ok(config),
        }
    }
}

/// The config, from what was found at the program's address and at the config's.
///
/// # Errors
/// [`WrongCluster::NoProgram`] or [`WrongCluster::NoConfig`], and [`RpcError::Account`] where the config cannot be read.
pub fn program_config(program: Option<&Found>, config: Option<&Found>) -> Result<Config, RpcError> {
    if !program.is_some_and(|program| program.executable) {
        return Err(WrongCluster::NoProgram.into());
    }
    // Anyone may send lamports to an address before it is created.
    let config = config.filter(|found| found.owner == ID).ok_or(WrongCluster::NoConfig)?;
    config.config().map_err(|error| RpcError::Account { address: pda::config().to_string(), error })
}
