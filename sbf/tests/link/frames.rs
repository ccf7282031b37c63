//! Stack frames: how deep they are, how deep they may be, and inlining that gives way.

use crate::machine::{Machine, link_snippet};

/// A slot of so many bytes that is used.
fn frame(bytes: u64) -> String {
    format!(
        "define i64 @fill(ptr %slot, ptr %in) noinline {{
          %v = load i64, ptr %in
          store i64 %v, ptr %slot
          ret i64 %v
        }}
        define void @compute(ptr %in, ptr %out) noinline {{
          %slot = alloca [{bytes} x i8], align 8
          %r = call i64 @fill(ptr %slot, ptr %in)
          %s = load i64, ptr %slot
          store i64 %s, ptr %out
          ret void
        }}"
    )
}

#[test]
fn the_deepest_frame_is_reported() {
    let report = link_snippet(&frame(2000)).expect("it links").report;
    let deepest = report.deepest_frame.expect("a frame");
    assert_eq!((deepest.name.as_str(), deepest.bytes), ("compute", 2000));
    assert!(!report.reduced_inlining);
}

#[test]
fn a_frame_may_be_full() {
    let program = link_snippet(&frame(4096)).expect("it fits exactly");
    assert_eq!(program.report.deepest_frame.as_ref().map(|frame| frame.bytes), Some(4096));
    assert_eq!(Machine::of(&program).words(&[42]), [42]);
}

#[test]
fn a_frame_that_is_too_deep_is_refused() {
    let error = link_snippet(&frame(4104)).err().expect("one word too many");
    assert!(error.contains("compute needs a stack frame of 4104 bytes, and the runtime gives it 4096"), "{error}");
}

/// Two functions that are called once each: inlined, their slots would not fit one frame, as both are in use at once.
#[test]
fn inlining_gives_way_to_the_limit() {
    let part = |name: &str, next: &str| {
        format!(
            "define i64 @{name}(ptr %in, ptr %outer) {{
              %slot = alloca [3000 x i8], align 8
              call void @llvm.memset.p0.i64(ptr %slot, i8 3, i64 3000, i1 false)
              call void @touch(ptr %slot)
              {next}
              call void @touch(ptr %outer)
              %v = load i64, ptr %slot
              %s = add i64 %v, %r
              ret i64 %s
            }}"
        )
    };
    let program = link_snippet(&format!(
        "declare void @llvm.memset.p0.i64(ptr, i8, i64, i1)
        define void @touch(ptr %p) noinline {{ %v = load volatile i8, ptr %p\n store volatile i8 %v, ptr %p\n ret void }}
        {} {}
        define void @compute(ptr %in, ptr %out) {{
          %r = call i64 @first(ptr %in, ptr %out)
          store i64 %r, ptr %out
          ret void
        }}",
        part("first", "%r = call i64 @second(ptr %in, ptr %slot)"),
        part("second", "%r = load i64, ptr %in")
    ))
    .expect("it links");
    assert!(program.report.reduced_inlining);
    assert_eq!(Machine::of(&program).words(&[4]), [4 + 2 * 0x0303_0303_0303_0303]);
}
