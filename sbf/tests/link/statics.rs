//! Writable statics, and constants of no size.

use sbf_linker::Frame;

use crate::machine::{Machine, link_snippet};

#[test]
fn statics_start_with_their_values_and_keep_what_is_written() {
    let snippet = "
        @zero = internal global i64 0
        @table = internal global [3 x i32] [i32 7, i32 -1, i32 9]
        @wide = internal global i128 5, align 16
        define void @bump(i64 %by) noinline {
          %z = load i64, ptr @zero
          %z1 = add i64 %z, %by
          store i64 %z1, ptr @zero
          %p = getelementptr [3 x i32], ptr @table, i64 0, i64 1
          %t = load i32, ptr %p
          %t1 = sub i32 %t, 1
          store i32 %t1, ptr %p
          %w = load i128, ptr @wide
          %w1 = mul i128 %w, %w
          store i128 %w1, ptr @wide
          ret void
        }
        define void @compute(ptr %in, ptr %out) {
          %n = load i64, ptr %in
          call void @bump(i64 %n)
          call void @bump(i64 %n)
          %z = load i64, ptr @zero
          store i64 %z, ptr %out
          %p1 = getelementptr i8, ptr %out, i64 8
          %t = load [3 x i32], ptr @table
          store [3 x i32] %t, ptr %p1
          %p2 = getelementptr i8, ptr %out, i64 32
          %w = load i128, ptr @wide
          store i128 %w, ptr %p2
          ret void
        }";
    let program = link_snippet(snippet).expect("it links");
    let names: Vec<(&str, u64)> =
        program.report.statics.iter().map(|Frame { name, bytes }| (&**name, *bytes)).collect();
    assert_eq!(names.len(), 3, "{names:?}");
    let machine = Machine::of(&program);
    // Each run starts anew.
    for by in [1, 20, 300] {
        let words: [u64; 6] = machine.words(&[by]);
        let table = [7 | 0xffff_fffd << 32, 9];
        assert_eq!(words, [2 * by, table[0], table[1], 0, 625, 0]);
    }
}

/// The first frame is the statics' alone: a deep stack and a full frame leave them as they are.
#[test]
fn frames_leave_statics_alone() {
    let machine = Machine::new(
        "@kept = internal global [400 x i64] zeroinitializer
        define i64 @deep(i64 %n, ptr %above) noinline {
          %frame = alloca [500 x i64], align 8
          call void @llvm.memset.p0.i64(ptr %frame, i8 -1, i64 4000, i1 false)
          %end = icmp eq i64 %n, 0
          br i1 %end, label %bottom, label %more
        more:
          %m = sub i64 %n, 1
          %r = call i64 @deep(i64 %m, ptr %frame)
          ret i64 %r
        bottom:
          %v = load volatile i64, ptr %above
          ret i64 %v
        }
        define void @compute(ptr %in, ptr %out) {
          %n = load i64, ptr %in
          %p = getelementptr [400 x i64], ptr @kept, i64 0, i64 399
          store volatile i64 %n, ptr @kept
          store volatile i64 77, ptr %p
          %x = call i64 @deep(i64 %n, ptr %in)
          %a = load volatile i64, ptr @kept
          %b = load volatile i64, ptr %p
          store i64 %a, ptr %out
          %q = getelementptr i8, ptr %out, i64 8
          store i64 %b, ptr %q
          ret void
        }
        declare void @llvm.memset.p0.i64(ptr, i8, i64, i1)",
    );
    for depth in [0, 1, 57] {
        assert_eq!(machine.words(&[depth]), [depth, 77]);
    }
}

#[test]
fn statics_that_do_not_fit_the_frame_are_refused() {
    let snippet = "@large = internal global [4104 x i8] zeroinitializer
        define void @compute(ptr %in, ptr %out) {
          %n = load i64, ptr %in
          %p = getelementptr [4104 x i8], ptr @large, i64 0, i64 %n
          store volatile i8 1, ptr %p
          ret void
        }";
    let error = link_snippet(snippet).err().expect("too large");
    assert!(error.contains("writable statics take 4104 bytes, more than the 4096"), "{error}");
}

#[test]
fn a_constant_of_no_size_has_an_address() {
    let machine = Machine::new(
        "@nothing = constant {} zeroinitializer, align 8
        define void @show(ptr %p, ptr %out) noinline { %a = ptrtoint ptr %p to i64 store i64 %a, ptr %out ret void }
        define void @compute(ptr %in, ptr %out) { call void @show(ptr @nothing, ptr %out) ret void }",
    );
    let [address]: [u64; 1] = machine.words(&[]);
    assert!(address != 0 && address % 8 == 0 || address == 1, "{address:#x}");
}

/// Explorers search the file for it, and no code refers to it. Its macro has spelled it both ways.
#[test]
fn the_security_text_stays_in_the_file() {
    for name in ["security_txt", "SECURITY_TXT"] {
        let snippet = format!(
            "@text = private constant [22 x i8] c\"=BEGIN SECURITY.TXT V1\"
            @{name} = constant {{ptr, i64}} {{ptr @text, i64 22}}, section \".security.txt\"
            @unused = constant [7 x i8] c\"dropped\"
            define void @compute(ptr %in, ptr %out) {{ ret void }}"
        );
        let elf = link_snippet(&snippet).expect("it links").elf;
        let holds = |text: &[u8]| elf.windows(text.len()).any(|window| window == text);
        assert!(holds(b"=BEGIN SECURITY.TXT V1") && !holds(b"dropped"), "{name}");
    }
}
