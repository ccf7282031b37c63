//! What happens, as it happens.

use co_staking_client::{
    ID,
    format::time,
    rpc::{Told, Watch, Websocket},
};
use serde_json::json;

use crate::{args::DeviceRef, context::Context, exit::Exit, output::show};

/// Tells transactions until interrupted, or until `count` of them. A lost connection is told on standard error; what
/// happened meanwhile is told afterwards.
pub async fn watch(
    context: &Context,
    device: Option<DeviceRef>,
    since: Option<u64>,
    count: Option<usize>,
) -> Result<(), Exit> {
    context.chain().await?;
    let rpc = context.rpc()?;
    let address = device.map_or(ID, |device| device.0);
    // What the node has just told is known; what comes later is news.
    let from = since.unwrap_or_else(|| rpc.newest_slot().saturating_add(1));
    let mut watch = Watch::new(rpc, address, from);
    let mut live = Websocket::new(context.ws.clone(), context.commitment(), |why| {
        eprintln!("No live connection ({why}); looking regularly, and trying again.");
    });
    let mut told = 0;
    let mut news = watch.look().await?;
    loop {
        for transaction in news {
            tell(context, &transaction);
            told += 1;
            if count.is_some_and(|count| told >= count) {
                return Ok(());
            }
        }
        news = match watch.next(&mut live).await {
            Ok(news) => news,
            Err(error) => {
                eprintln!("{error} Nothing is lost: it goes on from the same place.");
                vec![]
            }
        };
    }
}

fn tell(context: &Context, told: &Told) {
    let events: Vec<_> =
        told.events.iter().map(|event| json!({ "name": event.name(), "fields": event.fields() })).collect();
    let data = json!({
        "signature": told.signature, "slot": told.slot, "time": told.time, "events": events, "unreadable": told.unreadable,
    });
    let names: Vec<_> = told.events.iter().map(|event| event.name()).collect();
    let unreadable =
        if told.unreadable > 0 { format!(" and {} of a newer program", told.unreadable) } else { String::new() };
    let at = told.time.map_or_else(|| format!("slot {}", told.slot), time);
    let mut text = format!("{at}  {}{unreadable}  {}", names.join(", "), told.signature);
    if context.globals.verbose {
        told.events.iter().for_each(|event| text.push_str(&format!("\n  {}: {}", event.name(), event.fields())));
    }
    show(&context.globals.output, data, text);
}
