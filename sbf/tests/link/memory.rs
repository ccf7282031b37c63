//! Copies, fills and comparisons.

use crate::machine::Machine;

const DECLARED: &str = "
declare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1)
declare void @llvm.memmove.p0.p0.i64(ptr, ptr, i64, i1)
";

/// Fills 200 bytes of output from the input, does something, and shows it.
fn snippet(lines: &str) -> Machine {
    Machine::new(&format!(
        "{DECLARED} declare i32 @memcmp(ptr, ptr, i64)
        define void @compute(ptr %in, ptr %out) {{
          call void @llvm.memcpy.p0.p0.i64(ptr %out, ptr %in, i64 200, i1 false)
          %n = load i64, ptr %in
          %p = getelementptr i8, ptr %out, i64 %n
          {lines}
          ret void
        }}"
    ))
}

fn data(first: u64) -> Vec<u8> {
    let mut data: Vec<u8> = (0..200_u8).map(|n| n.wrapping_mul(7)).collect();
    data[..8].copy_from_slice(&first.to_le_bytes());
    data
}

#[test]
fn overlapping_moves_go_both_ways() {
    for length in [0, 1, 33, 64, 65, 120] {
        let forward = format!("call void @llvm.memmove.p0.p0.i64(ptr %p, ptr %out, i64 {length}, i1 false)");
        let backward = format!("call void @llvm.memmove.p0.p0.i64(ptr %out, ptr %p, i64 {length}, i1 false)");
        let mut expected = data(5);
        expected.copy_within(0..length, 5);
        assert_eq!(snippet(&forward).run(&data(5))[..200], expected);
        let mut expected = data(5);
        expected.copy_within(5..5 + length, 0);
        assert_eq!(snippet(&backward).run(&data(5))[..200], expected);
    }
}

/// LLVM copies a range onto itself where it cannot tell; the syscall for copies would fail.
#[test]
fn a_range_may_be_copied_onto_itself() {
    // Behind a barrier, or the optimizer copies from the input instead.
    let copy = "call void asm sideeffect \"\", \"r,~{memory}\"(ptr %out)
        call void @llvm.memcpy.p0.p0.i64(ptr %p, ptr %out, i64 100, i1 false)";
    assert_eq!(snippet(copy).run(&data(0))[..200], data(0));
}

#[test]
fn lengths_that_only_the_input_knows() {
    let machine = snippet(
        "%q = getelementptr i8, ptr %out, i64 90\ncall void @llvm.memcpy.p0.p0.i64(ptr %q, ptr %out, i64 %n, i1 false)",
    );
    for length in [0, 8, 41, 90] {
        let mut expected = data(length);
        expected.copy_within(0..length as usize, 90);
        assert_eq!(machine.run(&data(length))[..200], expected);
    }
}

#[test]
fn comparisons_have_a_sign() {
    let machine = Machine::new(
        "declare i32 @memcmp(ptr, ptr, i64)
        define void @compute(ptr %in, ptr %out) {
          %p = getelementptr i8, ptr %in, i64 8
          %q = getelementptr i8, ptr %in, i64 13
          %n = load i64, ptr %in
          %c = call i32 @memcmp(ptr %p, ptr %q, i64 %n)
          %s = ashr i32 %c, 31
          %r = sext i32 %s to i64
          %z = icmp eq i32 %c, 0
          %e = zext i1 %z to i64
          store i64 %r, ptr %out
          %next = getelementptr i8, ptr %out, i64 8
          store i64 %e, ptr %next
          ret void
        }",
    );
    for (left, right, less, equal) in [
        (*b"abcde", *b"abcde", 0, 1),
        (*b"abcde", *b"abcdf", u64::MAX, 0),
        (*b"b\0\0\0\0", *b"a\xff\xff\xff\xff", 0, 0),
    ] {
        let data = [&5_u64.to_le_bytes(), left.as_slice(), &right].concat();
        assert_eq!(machine.run(&data)[..16], [less, equal].map(u64::to_le_bytes).concat());
    }
}

/// Those are loads and comparisons of words, at any alignment; longer ones are left to the syscall.
#[test]
fn lengths_that_the_program_knows() {
    for length in [1_usize, 2, 3, 7, 8, 9, 15, 16, 31, 32, 33, 64, 100, 600] {
        let machine = Machine::new(&format!(
            "declare i32 @memcmp(ptr, ptr, i64)
            define void @compute(ptr %in, ptr %out) {{
              %shift = load i64, ptr %in
              %data = getelementptr i8, ptr %in, i64 8
              %p = getelementptr i8, ptr %data, i64 %shift
              %q = getelementptr i8, ptr %p, i64 {length}
              %c = call i32 @memcmp(ptr %p, ptr %q, i64 {length})
              %s = ashr i32 %c, 31
              %r = sext i32 %s to i64
              store i64 %r, ptr %out
              %again = call i32 @memcmp(ptr %p, ptr %q, i64 {length})
              %z = icmp eq i32 %again, 0
              %e = zext i1 %z to i64
              %next = getelementptr i8, ptr %out, i64 8
              store i64 %e, ptr %next
              ret void
            }}"
        ));
        let compared = |left: &[u8], right: &[u8], shift: u64| {
            let data = [shift.to_le_bytes().as_slice(), &vec![0xaa; shift as usize], left, right].concat();
            let [less, equal] = [u64::from(left < right) * u64::MAX, u64::from(left == right)];
            let expected = [less, equal].map(u64::to_le_bytes).concat();
            assert_eq!(machine.run(&data)[..16], expected, "{length} bytes, moved by {shift}");
        };
        let same = vec![0x80; length];
        for shift in 0..8 {
            compared(&same, &same, shift);
        }
        // One byte apart, in each place, in both directions.
        for place in [0, length / 2, length - 1] {
            let mut other = same.clone();
            other[place] = 0x7f;
            compared(&same, &other, 3);
            compared(&other, &same, 3);
        }
    }
}

#[test]
fn a_trap_fails_the_program() {
    let machine = Machine::new(
        "declare void @llvm.trap()
        define void @compute(ptr %in, ptr %out) {
          %n = load i64, ptr %in
          %bad = icmp eq i64 %n, 13
          br i1 %bad, label %trap, label %end
        trap:
          call void @llvm.trap()
          unreachable
        end:
          store i64 %n, ptr %out
          ret void
        }",
    );
    assert_eq!(machine.words(&[12]), [12]);
    assert!(machine.try_run(&13_u64.to_le_bytes()).unwrap_err().contains("ProgramFailedToComplete"));
}

/// The optimizer takes what is unreachable for granted, and so may the code; only one call of `abort` is in the way of
/// running on into the next function.
#[test]
fn nothing_runs_on_from_a_function_that_does_not_return() {
    let machine = Machine::new(
        "define void @never(ptr %out) noinline noreturn { store volatile i64 99, ptr %out\n unreachable }
        define void @after(ptr %out) noinline { store volatile i64 55, ptr %out\n ret void }
        define void @compute(ptr %in, ptr %out) {
          %n = load i64, ptr %in
          %bad = icmp eq i64 %n, 13
          br i1 %bad, label %trap, label %end
        trap:
          call void @never(ptr %out)
          unreachable
        end:
          call void @after(ptr %out)
          ret void
        }",
    );
    assert_eq!(machine.words(&[12]), [55]);
    assert!(machine.try_run(&13_u64.to_le_bytes()).is_err());
}

#[test]
fn slots_are_aligned_as_they_ask() {
    for alignment in [16, 32, 64, 128] {
        let machine = Machine::new(&format!(
            "declare void @use(ptr)
            define void @show(ptr %slot, ptr %other, ptr %out) noinline {{
              %a = ptrtoint ptr %slot to i64
              store i64 %a, ptr %out
              ret void
            }}
            define void @compute(ptr %in, ptr %out) {{
              %odd = alloca i8
              %slot = alloca [24 x i8], align {alignment}
              call void @show(ptr %slot, ptr %odd, ptr %out)
              %a = load i64, ptr %out
              %low = and i64 %a, {}
              store i64 %low, ptr %out
              ret void
            }}",
            alignment - 1
        ));
        assert_eq!(machine.words(&[]), [0], "alignment {alignment}");
    }
}

/// std's string functions load vectors; the cast of one to an integer takes it apart, lowest element first.
#[test]
fn vectors_become_single_values() {
    let machine = Machine::new(
        "declare i16 @llvm.vector.reduce.add.v4i16(<4 x i16>)
        define void @compute(ptr %in, ptr %out) {
          %v = load <16 x i8>, ptr %in, align 1
          %c = icmp slt <16 x i8> %v, zeroinitializer
          %m = bitcast <16 x i1> %c to i16
          %k = mul i16 %m, 3
          store i16 %k, ptr %out
          %w = load <4 x i16>, ptr %in, align 1
          %x = xor <4 x i16> %w, <i16 1, i16 2, i16 3, i16 4>
          %s = call i16 @llvm.vector.reduce.add.v4i16(<4 x i16> %x)
          %p = getelementptr i8, ptr %out, i64 2
          store i16 %s, ptr %p
          %i = load i32, ptr %in
          %b = bitcast i32 %i to <4 x i8>
          %t = shufflevector <4 x i8> %b, <4 x i8> poison, <4 x i32> <i32 3, i32 2, i32 1, i32 0>
          %q = getelementptr i8, ptr %out, i64 4
          store <4 x i8> %t, ptr %q
          ret void
        }",
    );
    let bytes: [u8; 16] = [1, 200, 3, 129, 0, 0, 255, 7, 8, 128, 10, 11, 127, 13, 14, 240];
    let mask: u16 = bytes.iter().enumerate().map(|(n, byte)| u16::from(*byte >= 128) << n).sum();
    let words: Vec<u16> = bytes[..8].chunks(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    let sum = words.iter().zip(1..).fold(0_u16, |sum, (word, k)| sum.wrapping_add(word ^ k));
    let expected = [mask.wrapping_mul(3).to_le_bytes(), sum.to_le_bytes(), [129, 3], [200, 1]].concat();
    assert_eq!(machine.run(&bytes)[..8], expected);
}
