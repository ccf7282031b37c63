//! Decoding of accounts: what is not the account that was asked for is said to be so.

use co_staking_client::{
    Config, Device, ID, Pubkey,
    account::{self, AccountError},
    pda,
};

use crate::{
    layout::{CONFIG, DEVICE},
    world::World,
};

async fn bytes() -> (Vec<u8>, Vec<u8>) {
    let mut world = World::new().await;
    let device = world.device().await;
    let config = world.account(&pda::config()).await.unwrap().data;
    (config, world.account(&device.key).await.unwrap().data)
}

fn config(owner: &Pubkey, data: &[u8]) -> Option<AccountError> {
    account::config(owner, data).err()
}

fn device(owner: &Pubkey, data: &[u8]) -> Option<AccountError> {
    account::device(owner, data).err()
}

#[tokio::test]
async fn each_account_is_told_from_all_others() {
    let (config_data, device_data) = bytes().await;
    assert_eq!((config(&ID, &config_data), device(&ID, &device_data)), (None, None));

    let foreign = pda::config();
    let owner = AccountError::Owner { expected: ID, found: foreign };
    assert_eq!(config(&foreign, &config_data), Some(owner.clone()));
    assert_eq!(device(&foreign, &device_data), Some(owner));

    let (no_config, no_device) = (AccountError::Type { expected: "config" }, AccountError::Type { expected: "device" });
    assert_eq!(config(&ID, &device_data), Some(no_config.clone()));
    assert_eq!(device(&ID, &config_data), Some(no_device.clone()));
    for cut in [0, 7] {
        assert_eq!(config(&ID, &config_data[..cut]), Some(no_config.clone()));
        assert_eq!(device(&ID, &device_data[..cut]), Some(no_device.clone()));
    }
}

#[tokio::test]
async fn a_cut_account_is_an_error_and_a_longer_one_is_read() {
    let (mut config_data, mut device_data) = bytes().await;
    for (whole, size, found) in [
        (&config_data, Config::SPACE, config as fn(&Pubkey, &[u8]) -> Option<AccountError>),
        (&device_data, Device::SPACE, device),
    ] {
        for cut in [8, size - 1] {
            assert_eq!(found(&ID, &whole[..cut]), Some(AccountError::Length { expected: size, found: cut }));
        }
    }
    config_data.push(0);
    device_data.push(0);
    assert_eq!((config(&ID, &config_data), device(&ID, &device_data)), (None, None));
}

#[tokio::test]
async fn another_version_is_an_error() {
    let (mut config_data, mut device_data) = bytes().await;
    for found in [0, 2, 255] {
        CONFIG.set(&mut config_data, "version", &[found]);
        DEVICE.set(&mut device_data, "version", &[found]);
        let expected = Some(AccountError::Version { expected: 1, found });
        assert_eq!((config(&ID, &config_data), device(&ID, &device_data)), (expected.clone(), expected));
    }
}

#[test]
fn each_error_says_what_to_do() {
    let key = pda::config();
    for (error, says) in [
        (AccountError::Owner { expected: ID, found: key }, "check the address"),
        (AccountError::Type { expected: "device" }, "not a device: check the address"),
        (AccountError::Length { expected: 9, found: 8 }, "8 bytes, expected 9: read all of it"),
        (AccountError::Version { expected: 1, found: 2 }, "version 2, this client reads version 1: use the client"),
    ] {
        assert!(error.to_string().contains(says), "{error}");
    }
}
