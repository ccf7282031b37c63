//! Signatures that do not fit five registers, and calls through pointers.

use sbf_linker::SbpfArch;

use crate::machine::{Machine, link_whole};

/// Eight arguments of mixed widths and a result of 128 bits; `noinline` keeps it a call.
const MIXED: &str = "
define i128 @mixed(i64 %a, i128 %b, i8 %c, ptr %d, i1 %e, i16 %f, i128 %g, i64 %h) noinline {
  %c1 = zext i8 %c to i128
  %e1 = zext i1 %e to i128
  %f1 = sext i16 %f to i128
  %d1 = load i64, ptr %d
  %d2 = zext i64 %d1 to i128
  %a1 = zext i64 %a to i128
  %h1 = zext i64 %h to i128
  %s1 = shl i128 %a1, 64
  %s2 = xor i128 %s1, %b
  %s3 = add i128 %s2, %c1
  %s4 = sub i128 %s3, %d2
  %s5 = shl i128 %s4, 1
  %s6 = add i128 %s5, %e1
  %s7 = xor i128 %s6, %f1
  %s8 = add i128 %s7, %g
  %s9 = sub i128 %s8, %h1
  ret i128 %s9
}
";

#[allow(clippy::too_many_arguments)] // as many as the snippet's
fn mixed(a: u64, b: u128, c: u8, d: u64, e: bool, f: i16, g: u128, h: u64) -> u128 {
    let sum = (u128::from(a) << 64 ^ b).wrapping_add(u128::from(c)).wrapping_sub(u128::from(d));
    let sum = (sum << 1).wrapping_add(u128::from(e)) ^ f as i128 as u128;
    sum.wrapping_add(g).wrapping_sub(u128::from(h))
}

/// Calls `@mixed` by the callee expression on operands from the input.
fn caller(callee: &str) -> String {
    format!(
        "{MIXED}
        define void @compute(ptr %in, ptr %out) {{
          %p = getelementptr i8, ptr %in, i64 16
          %a = load i64, ptr %in
          %b = load i128, ptr %p
          %c = trunc i64 %a to i8
          %e = trunc i128 %b to i1
          %f = trunc i128 %b to i16
          %g = xor i128 %b, -1
          {callee}
          store i128 %r, ptr %out
          ret void
        }}"
    )
}

const ARGUMENTS: &str = "(i64 %a, i128 %b, i8 %c, ptr %in, i1 %e, i16 %f, i128 %g, i64 77)";

fn check(machine: &Machine) {
    for (a, b) in [(0, 0), (1, 1), (u64::MAX, u128::MAX), (0x8000_0000_0000_00ff, 0x1234_8001 << 60), (7, 0xffff)] {
        let expected = mixed(a, b, a as u8, a, b & 1 == 1, b as i16, !b, 77);
        assert_eq!(machine.wide::<1>(&[u128::from(a), b]), [expected], "{a:#x}, {b:#x}");
    }
}

#[test]
fn many_arguments_and_a_wide_result() {
    check(&Machine::new(&caller(&format!("%r = call i128 @mixed{ARGUMENTS}"))));
}

#[test]
fn the_same_through_a_pointer() {
    let table = "@table = constant [2 x ptr] [ptr null, ptr @mixed]\n";
    let call = format!(
        "%n = and i64 %a, 0
        %k = or i64 %n, 1
        %slot = getelementptr [2 x ptr], ptr @table, i64 0, i64 %k
        %f0 = load volatile ptr, ptr %slot
        %r = call i128 %f0{ARGUMENTS}"
    );
    check(&Machine::new(&format!("{table}{}", caller(&call))));
}

/// Structs by value: each field takes a register.
#[test]
fn structs_as_arguments_and_results() {
    let machine = Machine::new(
        "define {i64, i8, i128} @swap({i64, i64, i64} %s, [2 x i64] %t, i8 %c) noinline {
          %x = extractvalue {i64, i64, i64} %s, 0
          %y = extractvalue {i64, i64, i64} %s, 2
          %z = extractvalue [2 x i64] %t, 1
          %z1 = zext i64 %z to i128
          %z2 = shl i128 %z1, 3
          %d = sub i64 %y, %x
          %r0 = insertvalue {i64, i8, i128} poison, i64 %d, 0
          %r1 = insertvalue {i64, i8, i128} %r0, i8 %c, 1
          %r2 = insertvalue {i64, i8, i128} %r1, i128 %z2, 2
          ret {i64, i8, i128} %r2
        }
        define void @compute(ptr %in, ptr %out) {
          %s = load {i64, i64, i64}, ptr %in
          %t = load [2 x i64], ptr %in
          %r = call {i64, i8, i128} @swap({i64, i64, i64} %s, [2 x i64] %t, i8 200)
          %x = extractvalue {i64, i8, i128} %r, 0
          %c = extractvalue {i64, i8, i128} %r, 1
          %w = extractvalue {i64, i8, i128} %r, 2
          %c1 = zext i8 %c to i64
          store i64 %x, ptr %out
          %p = getelementptr i8, ptr %out, i64 8
          store i64 %c1, ptr %p
          %q = getelementptr i8, ptr %out, i64 16
          store i128 %w, ptr %q
          ret void
        }",
    );
    let words: [u64; 4] = machine.words(&[5, u64::MAX, 12]);
    assert_eq!(words, [7, 200, u64::MAX << 3, 7]);
}

/// Each call has slots of its own, though they may share stack space once it has returned.
#[test]
fn recursion_with_a_wide_result() {
    let machine = Machine::new(
        "define i128 @sum(i64 %n, i64 %a, i64 %b, i64 %c, i64 %d, i64 %e) noinline {
          %zero = icmp eq i64 %n, 0
          br i1 %zero, label %end, label %more
        more:
          %m = sub i64 %n, 1
          %x = call i128 @sum(i64 %m, i64 %b, i64 %c, i64 %d, i64 %e, i64 %a)
          %y = call i128 @sum(i64 0, i64 %n, i64 %c, i64 %d, i64 %e, i64 %a)
          %s = add i128 %x, %y
          %e1 = zext i64 %e to i128
          %t = mul i128 %s, %e1
          ret i128 %t
        end:
          %a1 = zext i64 %a to i128
          ret i128 %a1
        }
        define void @compute(ptr %in, ptr %out) {
          %n = load i64, ptr %in
          %r = call i128 @sum(i64 %n, i64 3, i64 5, i64 7, i64 11, i64 13)
          store i128 %r, ptr %out
          ret void
        }",
    );
    fn sum(n: u64, v: [u64; 5]) -> u128 {
        let [a, b, c, d, e] = v;
        match n {
            0 => u128::from(a),
            _ => (sum(n - 1, [b, c, d, e, a]) + sum(0, [n, c, d, e, a])).wrapping_mul(u128::from(e)),
        }
    }
    for n in [0, 1, 2, 17, 30] {
        assert_eq!(machine.wide::<1>(&[u128::from(n)]), [sum(n, [3, 5, 7, 11, 13])], "{n}");
    }
}

#[test]
fn the_newer_file_format() {
    let whole = "declare void @sol_log_64_(i64, i64, i64, i64, i64)
        define i64 @entrypoint(ptr %input) {
          call void @sol_log_64_(i64 1, i64 2, i64 3, i64 4, i64 5)
          ret i64 0
        }";
    let [v0, v3] = [SbpfArch::V0, SbpfArch::V3].map(|arch| link_whole(&[whole], arch).expect("it links").elf);
    // The version is in the ELF header's flags.
    assert_eq!([v0[48], v3[48]], [0, 3]);
}
