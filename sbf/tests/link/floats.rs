//! Which routine computes what. The routines here are not compiler-builtins' but tell which they are and what they
//! got; that the real ones give the right numbers is for the comparison with the host to show.

use std::fmt::Write as _;

use crate::machine::Machine;

/// A routine that mixes its number with the bits of its arguments.
fn routine(number: u64, name: &str, result: &str, arguments: &[&str]) -> String {
    let mut text = String::new();
    let params: Vec<_> = arguments.iter().enumerate().map(|(n, ty)| format!("{ty} %p{n}")).collect();
    writeln!(text, "define {result} @{name}({}) noinline {{\n%s0 = add i64 0, {number}", params.join(", "))
        .expect("text");
    for (n, ty) in arguments.iter().enumerate() {
        let bits = match *ty {
            "double" => format!("%b{n} = bitcast double %p{n} to i64"),
            "float" => format!("%c{n} = bitcast float %p{n} to i32\n%b{n} = zext i32 %c{n} to i64"),
            "i32" => format!("%b{n} = zext i32 %p{n} to i64"),
            _ => format!("%b{n} = add i64 %p{n}, 0"),
        };
        writeln!(text, "{bits}\n%m{n} = mul i64 %s{n}, 1000003\n%s{} = add i64 %m{n}, %b{n}", n + 1).expect("text");
    }
    let last = format!("%s{}", arguments.len());
    let end = match result {
        "double" => format!("%r = bitcast i64 {last} to double\nret double %r"),
        "float" => format!("%t = trunc i64 {last} to i32\n%r = bitcast i32 %t to float\nret float %r"),
        _ => format!("ret i64 {last}"),
    };
    text + &end + "\n}\n"
}

/// What such a routine returns.
fn mixed(number: u64, arguments: &[u64]) -> u64 {
    arguments.iter().fold(number, |sum, argument| sum.wrapping_mul(1_000_003).wrapping_add(*argument))
}

/// Applies an operation to the doubles at the input's start.
fn snippet(routines: &str, declared: &str, lines: &str, result: &str) -> Machine {
    Machine::new(&format!(
        "{routines} {declared}
        define void @compute(ptr %in, ptr %out) {{
          %at = getelementptr i8, ptr %in, i64 8
          %af = getelementptr i8, ptr %in, i64 16
          %x = load double, ptr %in
          %y = load double, ptr %at
          %f = load float, ptr %af
          {lines}
          store {result} %r, ptr %out
          ret void
        }}"
    ))
}

const X: u64 = 0x4009_21fb_5444_2d18;
const Y: u64 = 0xc005_bf0a_8b14_5769;
const F: u64 = 0x4048_f5c3;

#[test]
fn arithmetic_is_by_routine() {
    for (operation, name) in
        [("fadd", "__adddf3"), ("fsub", "__subdf3"), ("fmul", "__muldf3"), ("fdiv", "__divdf3"), ("frem", "fmod")]
    {
        let routines = routine(5, name, "double", &["double", "double"]);
        let machine = snippet(&routines, "", &format!("%r = {operation} double %x, %y"), "double");
        assert_eq!(machine.words(&[X, Y]), [mixed(5, &[X, Y])], "{operation}");
        let single = name.replace("df3", "sf3").replace("fmod", "fmodf");
        let routines = routine(6, &single, "float", &["float", "float"]);
        let machine = snippet(&routines, "", &format!("%r = {operation} float %f, %f"), "float");
        assert_eq!(machine.words(&[X, Y, F]), [mixed(6, &[F, F]) & 0xffff_ffff], "{operation} float");
    }
}

#[test]
fn conversions_are_by_routine() {
    let cases = [
        ("fpext float %f to double", "__extendsfdf2", "double", "float", F, "double"),
        ("fptosi double %x to i64", "__fixdfdi", "i64", "double", X, "i64"),
        ("fptoui double %x to i64", "__fixunsdfdi", "i64", "double", X, "i64"),
        ("fptosi float %f to i64", "__fixsfdi", "i64", "float", F, "i64"),
        ("fptoui float %f to i64", "__fixunssfdi", "i64", "float", F, "i64"),
    ];
    for (line, name, result, argument, bits, stored) in cases {
        let machine = snippet(&routine(7, name, result, &[argument]), "", &format!("%r = {line}"), stored);
        assert_eq!(machine.words(&[X, Y, F]), [mixed(7, &[bits])], "{line}");
    }
    let machine =
        snippet(&routine(8, "__truncdfsf2", "float", &["double"]), "", "%r = fptrunc double %x to float", "float");
    assert_eq!(machine.words(&[X, Y, F]), [mixed(8, &[X]) & 0xffff_ffff]);
}

/// Narrow integers by the routines for 64 bits, with their sign or without.
#[test]
fn integers_are_extended_first() {
    for (ty, operation, name, expected) in [
        ("i8", "sitofp", "__floatdidf", 0x98_u8 as i8 as i64 as u64),
        ("i8", "uitofp", "__floatundidf", 0x98),
        ("i64", "sitofp", "__floatdidf", 0xf000_0000_0000_0098),
        ("i64", "uitofp", "__floatundidf", 0xf000_0000_0000_0098),
        ("i1", "uitofp", "__floatundidf", 0),
    ] {
        let load = if ty == "i64" {
            "%i = load i64, ptr %in".into()
        } else {
            format!("%l = load i64, ptr %in\n%i = trunc i64 %l to {ty}")
        };
        let lines = format!("{load}\n%r = {operation} {ty} %i to double");
        let machine = snippet(&routine(9, name, "double", &["i64"]), "", &lines, "double");
        assert_eq!(machine.words(&[0xf000_0000_0000_0098]), [mixed(9, &[expected])], "{operation} {ty}");
    }
}

/// Values of 128 bits pass through pointers, as rustc compiles these routines.
#[test]
fn integers_of_128_bits_go_through_pointers() {
    let routines = "
        define double @__floatuntidf(ptr %p) noinline { %v = load double, ptr %p ret double %v }
        define void @__fixdfti(ptr %out, double %x) noinline {
          %b = bitcast double %x to i64
          %w = sext i64 %b to i128
          store i128 %w, ptr %out
          ret void
        }";
    let lines = "%i = load i128, ptr %in\n%r = uitofp i128 %i to double";
    assert_eq!(snippet(routines, "", lines, "double").words(&[X, Y]), [X]);
    let machine = snippet(routines, "", "%r = fptosi double %y to i128", "i128");
    assert_eq!(machine.wide::<1>(&[u128::from(X) | u128::from(Y) << 64]), [Y as i64 as i128 as u128]);
}

/// The routine for 64 bits saturates; what is narrower is clamped after it.
#[test]
fn saturating_casts_clamp() {
    let routines = "
        define i64 @__fixdfdi(double %x) noinline { %b = bitcast double %x to i64 ret i64 %b }
        define i64 @__fixunsdfdi(double %x) noinline { %b = bitcast double %x to i64 ret i64 %b }";
    for (width, value, signed, unsigned) in [
        (8, 300_i64, 127_i64, 255_u64),
        (8, -300, -128, 255),
        (8, -5, -5, 255),
        (16, 70_000, 32_767, 65_535),
        (32, i64::MIN, i64::from(i32::MIN), u64::from(u32::MAX)),
        (32, 77, 77, 77),
        (64, -9, -9, -9_i64 as u64),
    ] {
        let run = |name: &str, extend: &str| {
            let declared = format!("declare i{width} @llvm.{name}.sat.i{width}.f64(double)");
            let cut =
                if width == 64 { "%r = add i64 %s, 0".into() } else { format!("%r = {extend} i{width} %s to i64") };
            let lines = format!("%s = call i{width} @llvm.{name}.sat.i{width}.f64(double %x)\n{cut}");
            snippet(routines, &declared, &lines, "i64").words::<1>(&[value as u64])
        };
        assert_eq!(run("fptosi", "sext"), [signed as u64], "{value} as i{width}");
        assert_eq!(run("fptoui", "zext"), [unsigned], "{value} as u{width}");
    }
}

#[test]
fn signs_are_bits() {
    let sign = 1 << 63;
    for (declared, line, expected) in [
        ("", "%r = fneg double %x", X ^ sign),
        ("declare double @llvm.fabs.f64(double)", "%r = call double @llvm.fabs.f64(double %y)", Y & !sign),
        (
            "declare double @llvm.copysign.f64(double, double)",
            "%r = call double @llvm.copysign.f64(double %x, double %y)",
            X | sign,
        ),
        (
            "declare double @llvm.copysign.f64(double, double)",
            "%r = call double @llvm.copysign.f64(double %y, double %x)",
            Y & !sign,
        ),
    ] {
        assert_eq!(snippet("", declared, line, "double").words(&[X, Y]), [expected], "{line}");
    }
    assert_eq!(snippet("", "", "%r = fneg float %f", "float").words(&[X, Y, F]), [F ^ 1 << 31]);
}

/// Routines that answer from the first argument: 0 less, 1 equal, 2 greater, 3 unordered.
fn comparisons() -> String {
    let mut text = String::new();
    for (name, unordered) in [("eq", 1), ("ne", 1), ("lt", 1), ("le", 1), ("gt", -1), ("ge", -1)] {
        let answer = "%b = bitcast double %x to i64\n%o = sub i64 %b, 1\n%u = icmp eq i64 %b, 3";
        writeln!(text, "define i64 @__{name}df2(double %x, double %y) noinline {{ {answer}\n%r = select i1 %u, i64 {unordered}, i64 %o\nret i64 %r }}").expect("text");
    }
    text + "define i64 @__unorddf2(double %x, double %y) noinline { %b = bitcast double %x to i64
        %u = icmp eq i64 %b, 3\n%r = zext i1 %u to i64\nret i64 %r }"
}

#[test]
fn every_comparison_answers_every_order() {
    // For less, equal, greater and unordered.
    let table = [
        ("oeq", [0, 1, 0, 0]),
        ("one", [1, 0, 1, 0]),
        ("olt", [1, 0, 0, 0]),
        ("ole", [1, 1, 0, 0]),
        ("ogt", [0, 0, 1, 0]),
        ("oge", [0, 1, 1, 0]),
        ("ord", [1, 1, 1, 0]),
        ("uno", [0, 0, 0, 1]),
        ("ueq", [0, 1, 0, 1]),
        ("une", [1, 0, 1, 1]),
        ("ult", [1, 0, 0, 1]),
        ("ule", [1, 1, 0, 1]),
        ("ugt", [0, 0, 1, 1]),
        ("uge", [0, 1, 1, 1]),
    ];
    for (predicate, answers) in table {
        let lines = format!("%c = fcmp {predicate} double %x, %y\n%r = zext i1 %c to i64");
        let machine = snippet(&comparisons(), "", &lines, "i64");
        for (order, answer) in answers.into_iter().enumerate() {
            assert_eq!(machine.words(&[order as u64, 0]), [answer], "{predicate}, order {order}");
        }
    }
}

#[test]
fn functions_of_the_c_library() {
    for (intrinsic, name) in [("floor", "floor"), ("sqrt", "sqrt"), ("rint", "rint"), ("roundeven", "roundeven")] {
        let declared = format!("declare double @llvm.{intrinsic}.f64(double)");
        let line = format!("%r = call double @llvm.{intrinsic}.f64(double %x)");
        let machine = snippet(&routine(3, name, "double", &["double"]), &declared, &line, "double");
        assert_eq!(machine.words(&[X, Y]), [mixed(3, &[X])], "{intrinsic}");
    }
    let routines = routine(1, "__muldf3", "double", &["double"; 2]) + &routine(2, "__adddf3", "double", &["double"; 2]);
    let declared = "declare double @llvm.fmuladd.f64(double, double, double)";
    let line = "%r = call double @llvm.fmuladd.f64(double %x, double %y, double %x)";
    let product = mixed(1, &[X, Y]);
    assert_eq!(snippet(&routines, declared, line, "double").words(&[X, Y]), [mixed(2, &[product, X])]);
}
