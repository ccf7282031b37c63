//! LLVM's C API comes from the distribution's shared library; its headers are not needed.

use std::{path::Path, process::Command};

const FOLDERS: [&str; 4] =
    ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib/llvm-22/lib", "/usr/lib64"];

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=LLVM_22_LIB_DIR");
    let set = std::env::var("LLVM_22_LIB_DIR").ok();
    let configured = Command::new("llvm-config-22").arg("--libdir").output().ok();
    let configured = configured.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    let found =
        set.into_iter().chain(configured).chain(FOLDERS.map(String::from)).find(|folder| {
            ["libLLVM-22.so", "libLLVM-22.dylib"].iter().any(|name| Path::new(folder).join(name).exists())
        });
    let Some(folder) = found else {
        eprintln!(
            "error: LLVM 22 is not installed: no libLLVM-22.so in {}. On Debian, `apt-get install rustc-web cargo-web \
             rust-web-src` brings it and the compiler that goes with it; elsewhere set LLVM_22_LIB_DIR.",
            FOLDERS.join(", ")
        );
        std::process::exit(1);
    };
    println!("cargo:rustc-link-search=native={folder}");
    println!("cargo:rustc-link-lib=dylib=LLVM-22");
}
