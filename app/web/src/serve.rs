//! Starting, and answering until told to stop.

use std::{fmt, future::Future, io, net::SocketAddr, sync::Arc};

use axum::Router;
use co_staking_client::rpc::{Http, Rpc, RpcError};
use tokio::{net::TcpListener, task::JoinHandle};

use crate::{
    app::{App, ClusterName, Links, Places},
    connections,
    deliveries::Deliveries,
    index::{Market, follow},
    layers,
    options::Options,
    routes,
};

/// Why the server cannot start.
#[derive(Debug)]
pub enum ServeError {
    /// An option makes no sense: a sentence.
    Option(String),
    /// The cluster cannot be asked, or is none of the program.
    Cluster(RpcError),
    /// The address cannot be listened at.
    Listen { address: SocketAddr, error: io::Error },
}

impl fmt::Display for ServeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Option(what) => f.write_str(what),
            Self::Cluster(error) => error.fmt(f),
            Self::Listen { address, error } => {
                write!(f, "The server cannot listen at {address}: {error}. Give another address with `--listen`.")
            }
        }
    }
}

impl std::error::Error for ServeError {}

impl From<RpcError> for ServeError {
    fn from(error: RpcError) -> Self {
        Self::Cluster(error)
    }
}

/// A server that has read the marketplace and listens.
pub struct Server {
    listener: TcpListener,
    router: Router,
    app: Arc<App>,
    address: SocketAddr,
    following: JoinHandle<()>,
}

impl Server {
    /// Reads everything, and begins to listen and to follow what happens.
    ///
    /// # Errors
    /// What [`ServeError`] lists.
    pub async fn start(options: &Options) -> Result<Self, ServeError> {
        let public = options.public_url().map_err(ServeError::Option)?.map(Into::into);
        let node = Http::new(&options.url);
        let node = node.map_err(|error| ServeError::Option(format!("The node {} {error}.", options.url)))?;
        let rpc = Rpc::new(node, options.commitment);
        let cluster = ClusterName::from(&rpc.cluster().await?);
        let market = Market::fill(&rpc).await?;
        let listen = |error| ServeError::Listen { address: options.listen, error };
        let listener = TcpListener::bind(options.listen).await.map_err(listen)?;
        let address = listener.local_addr().map_err(listen)?;
        let app = Arc::new(App {
            market,
            rpc,
            cluster,
            links: Links { public, local: format!("http://{address}") },
            deliveries: Deliveries::new(options.limits.deliveries),
            places: Places::new(options.limits.concurrent),
            limits: options.limits,
            trust_proxy: options.trust_proxy,
        });
        let router = layers::around(&app, routes::routes(app.clone()));
        let (followed, ws) = (app.clone(), options.ws.clone());
        let following = tokio::spawn(async move { follow(&followed.market, &followed.rpc, ws).await });
        Ok(Self { listener, router, app, address, following })
    }

    /// Where it listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// What it answers from.
    pub const fn app(&self) -> &Arc<App> {
        &self.app
    }

    /// Answers until `stop` is over, and then, for a while, what was asked before.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        connections::answer(self.listener, self.router, stop).await;
        self.following.abort();
    }
}
