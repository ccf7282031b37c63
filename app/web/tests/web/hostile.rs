//! What somebody else wrote is shown as text.

use co_staking_client::{marketplace::offset, pda};

use crate::scene::{Scene, device};

const MODEL: &str = "<script>alert(1)</script>&\"'";

#[tokio::test]
async fn a_model_name_is_no_markup() {
    let offer = pda::offer(&device(1), 0);
    let prepare = |ledger: &co_staking_test_node::ledger::Ledger| {
        let mut name = [0; 32];
        name[..MODEL.len()].copy_from_slice(MODEL.as_bytes());
        let mut found = ledger.account(&offer).unwrap();
        let known = found.data[offset::MODEL..offset::MODEL + 32].to_vec();
        found.data[offset::MODEL..offset::MODEL + 32].copy_from_slice(&name);
        ledger.put(&offer, found.owner, found.data);
        // The device's own name of its model too, wherever it stands.
        let mut found = ledger.account(&device(1)).unwrap();
        let at = found.data.windows(32).position(|part| part == known).unwrap();
        found.data[at..at + 32].copy_from_slice(&name);
        ledger.put(&device(1), found.owner, found.data);
    };
    let scene = Scene::with("hostile", 1, prepare, |_| {}).await;
    let wallet = scene.wallets.key("owner");
    for path in [
        "/".into(),
        format!("/o/{offer}"),
        format!("/d/{}", device(1)),
        format!("/w/{wallet}"),
        format!("/?model={}", "%3Cscript%3Ealert(1)"),
    ] {
        let (status, page) = scene.page(&path).await;
        assert_eq!(status, 200, "{path}");
        assert!(page.contains("&lt;script&gt;alert(1)"), "{path}: the name is not shown");
        assert!(!page.contains("<script>alert"), "{path}: the name is markup");
    }
    let (_, page) = scene.page("/o/%3Cscript%3Ealert(1)%3C%2Fscript%3E").await;
    assert!(page.contains("&lt;script&gt;alert(1)") && !page.contains("<script>alert"));
}
