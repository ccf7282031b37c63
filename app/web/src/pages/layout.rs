//! What is around every page.

use co_staking_client::format::{duration, thousands};
use maud::{DOCTYPE, Markup, html};

/// An index that is older than this is said to be.
pub const STALE_SECS: u64 = 30;

/// Where a server is reached: `https://stake.example`.
#[derive(Clone, Copy, Debug)]
pub struct WebAddress<'a>(pub &'a str);

impl WebAddress<'_> {
    /// An absolute link to a path of this server.
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.0.trim_end_matches('/'))
    }
}

/// What every page is drawn with.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// The cluster in words.
    pub cluster: &'a str,
    /// The cluster as wallets name it: `solana:mainnet`, `solana:devnet`, `solana:testnet`, `solana:localnet`.
    pub chain: &'a str,
    /// The cluster's time, in seconds since 1970.
    pub now: i64,
    /// The slot that the accounts are of.
    pub slot: u64,
    /// How long ago that was learnt, in seconds.
    pub age_secs: u64,
    /// R34.
    pub paused: bool,
    /// Where this server listens: `http://127.0.0.1:8080`.
    pub listens: WebAddress<'a>,
    /// How it is reached over https, where its operator says so.
    pub public: Option<WebAddress<'a>>,
    pub assets: Assets<'a>,
}

/// Where the page's parts lie.
#[derive(Clone, Copy, Debug)]
pub struct Assets<'a> {
    pub style: &'a str,
    pub wallet: &'a str,
    pub icon: &'a str,
}

/// A whole page.
pub fn page(frame: &Frame<'_>, title: &str, content: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · co-staking" }
                link rel="stylesheet" href=(frame.assets.style);
                link rel="icon" type="image/svg+xml" href=(frame.assets.icon);
                script type="module" src=(frame.assets.wallet) {}
            }
            body data-chain=(frame.chain) data-cluster=(frame.cluster) data-now=(frame.now) data-slot=(frame.slot) {
                a.skip href="#content" { "Skip to the content" }
                (header(frame))
                main #content tabindex="-1" {
                    p #said role="status" aria-live="polite" hidden {}
                    (warnings(frame))
                    (content)
                }
                (footer(frame))
                (dialog())
            }
        }
    }
}

fn header(frame: &Frame<'_>) -> Markup {
    html! {
        header.top {
            nav aria-label="Main" {
                a.brand href="/" { img src=(frame.assets.icon) alt="" width="24" height="24"; "co-staking" }
                a href="/" { "Offers" }
                a #mine href="/" hidden { "My stakes" }
            }
            // The wallet module fills it; without it there is nothing to connect.
            div #wallet { noscript { span.muted { "Signing in a browser takes JavaScript." } } }
        }
    }
}

/// What makes everything on the page less than it seems.
fn warnings(frame: &Frame<'_>) -> Markup {
    html! {
        @if frame.paused {
            p.notice role="note" {
                strong { "The program is paused." }
                " Nobody can stake, make or claim an offer now. Leaving, withdrawing and claiming rewards work as always."
            }
        }
        @if frame.age_secs > STALE_SECS {
            p.notice role="note" {
                strong { "These figures are old." }
                " The cluster has not been heard of for "
                (duration(i64::try_from(frame.age_secs).unwrap_or(i64::MAX)))
                ". Before you sign, everything is read anew."
            }
        }
    }
}

fn footer(frame: &Frame<'_>) -> Markup {
    html! {
        footer {
            form.find action="/find" method="get" role="search" {
                label for="find" { "Look up an offer, device or wallet" }
                input #find name="address" required minlength="32" maxlength="44" placeholder="Address" autocomplete="off"
                    spellcheck="false";
                button { "Show" }
            }
            p.muted {
                "On " (frame.cluster) ", as of slot " (thousands(frame.slot))
                ". This server holds no key: nothing moves that your wallet has not signed."
            }
        }
    }
}

/// Where the wallet module shows what would happen, before the wallet is asked. Its texts are the module's.
fn dialog() -> Markup {
    html! {
        dialog #sign aria-labelledby="sign-title" aria-describedby="sign-state" {
            h2 #sign-title tabindex="-1" {}
            div #sign-body {}
            p #sign-state role="status" aria-live="polite" {}
            div #sign-choices .choices {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(age_secs: u64, paused: bool) -> Frame<'static> {
        Frame {
            cluster: "devnet",
            chain: "solana:devnet",
            now: 1_772_366_400,
            slot: 1_234_567,
            age_secs,
            paused,
            listens: WebAddress("http://127.0.0.1:8080"),
            public: None,
            assets: Assets { style: "", wallet: "", icon: "" },
        }
    }

    #[test]
    fn every_page_says_how_old_its_figures_are() {
        let text = |age_secs| page(&frame(age_secs, false), "Offers", html! {}).into_string();
        assert!(text(0).contains("On devnet, as of slot 1,234,567."));
        assert!(!text(STALE_SECS).contains("These figures are old"));
        assert!(text(STALE_SECS + 1).contains("not been heard of for 31 s."), "{}", text(STALE_SECS + 1));
    }

    #[test]
    fn every_page_says_that_the_program_is_paused() {
        let text = |paused| page(&frame(0, paused), "Offers", html! {}).into_string();
        assert!(text(true).contains("The program is paused.") && !text(false).contains("The program is paused."));
    }
}
