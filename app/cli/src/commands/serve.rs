//! The server of the offer links.

use std::time::Duration;

use co_staking_web::{Limits, Options, Rate, ServeError, Server, interrupted, warn_on_stderr};
use serde_json::json;

use crate::{
    args::Serve,
    context::Context,
    exit::Exit,
    output::{Lines, show},
};

/// Says where it listens, and answers until interrupted.
pub async fn serve(context: &Context, args: &Serve) -> Result<(), Exit> {
    context.announce().await?;
    // Only a cluster can be followed.
    context.rpc()?;
    warn_on_stderr();
    let server = Server::start(&options(context, args)).await.map_err(|error| match error {
        ServeError::Option(what) => Exit::Usage(what),
        ServeError::Cluster(error) => error.into(),
        other => Exit::Failed(other.to_string()),
    })?;
    let address = format!("http://{}", server.address());
    let mut lines = Lines::default();
    lines.line("Listening at", &address);
    if let Some(public) = &args.public_url {
        lines.line("Public address", public);
    }
    let data = json!({ "listening": address, "publicUrl": args.public_url });
    show(&context.globals.output, data, lines.take());
    server.run(interrupted()).await;
    Ok(())
}

fn options(context: &Context, args: &Serve) -> Options {
    let limits = Limits::default();
    let (second, minute) = (Duration::from_secs(1), Duration::from_secs(60));
    Options {
        listen: args.listen,
        commitment: context.commitment(),
        public_url: args.public_url.clone(),
        trust_proxy: args.trust_proxy,
        limits: Limits {
            reads: Rate { period: second / args.reads.get(), ..limits.reads },
            writes: Rate { period: minute / args.writes.get(), ..limits.writes },
            concurrent: args.concurrent.get(),
            ..limits
        },
        ..Options::new(context.url.clone(), context.ws.clone())
    }
}
