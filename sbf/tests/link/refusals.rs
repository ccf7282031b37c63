//! What cannot be lowered is refused, with the reason. (A program that would be wrong is worse than none.)

use crate::machine::{link_snippet, link_whole};
use sbf_linker::SbpfArch;

/// `compute` with these lines, between declarations and a `ret`.
fn refused(declared: &str, lines: &str, reason: &str) {
    let snippet = format!(
        "{declared}
        define void @compute(ptr %in, ptr %out) {{
          %n = load i64, ptr %in
          %wide = load i256, ptr %in
          %double = load double, ptr %in
          {lines}
          ret void
        }}"
    );
    match link_snippet(&snippet) {
        Ok(_) => panic!("this links:\n{lines}"),
        Err(error) => assert!(error.contains(reason), "expected `{reason}` for:\n{lines}\nbut got: {error}"),
    }
}

#[test]
fn variable_arguments() {
    let declared = "define void @many(i32 %n, ...) noinline { store volatile i32 %n, ptr null\n ret void }";
    refused(declared, "store volatile ptr @many, ptr %out", "a variable number of arguments");
    refused(
        "declare void @many(i32, ...)",
        "call void (i32, ...) @many(i32 1, i64 %n)",
        "a variable number of arguments",
    );
}

#[test]
fn unwinding() {
    let declared = "define i32 @personality() { ret i32 0 }
        define void @f(ptr %p) personality ptr @personality {
          %may = load volatile ptr, ptr %p
          invoke void %may() to label %ok unwind label %bad
        ok:
          ret void
        bad:
          %l = landingpad {ptr, i32} cleanup
          store volatile i64 2, ptr %p
          resume {ptr, i32} %l
        }";
    refused(declared, "call void @f(ptr %out)", "panic = \"abort\"");
}

#[test]
fn assembly() {
    refused("", "call void asm sideeffect \"r0 = r1\", \"r\"(i64 %n)", "is inline assembly");
    refused("module asm \".globl x\"", "", "assembly at file level");
}

/// `black_box` is made of it.
#[test]
fn empty_assembly_is_no_assembly() {
    let snippet = "define void @compute(ptr %in, ptr %out) {
          call void asm sideeffect \"\", \"r,~{memory}\"(ptr %in)
          ret void
        }";
    link_snippet(snippet).expect("it links");
}

#[test]
fn threads() {
    let declared = "@local = thread_local global i64 3\ndeclare ptr @llvm.threadlocal.address.p0(ptr)";
    let lines = "%p = call ptr @llvm.threadlocal.address.p0(ptr @local)\nstore volatile i64 %n, ptr %p";
    refused(declared, lines, "is thread-local");
}

#[test]
fn symbols_that_nobody_defines() {
    refused("declare void @printf(ptr)", "call void @printf(ptr %in)", "`printf` is defined nowhere");
    refused("declare void @sol_made_up(i64)", "call void @sol_made_up(i64 %n)", "`sol_made_up` is defined nowhere");
    refused("declare void @sol_alloc_free_(i64)", "call void @sol_alloc_free_(i64 %n)", "is defined nowhere");
    refused(
        "@elsewhere = external global i64",
        "store i64 %n, ptr @elsewhere",
        "a static that no crate in the program defines",
    );
    refused("declare void @gone(i64)", "store ptr @gone, ptr %out", "`gone` is defined nowhere");
}

#[test]
fn syscalls_have_no_address() {
    let declared = "declare void @sol_log_64_(i64, i64, i64, i64, i64)";
    refused(declared, "store ptr @sol_log_64_, ptr %out", "has no address to pass around");
    refused(
        "declare void @sol_log_64_(i64, i64, i64, i64, i64, i64)",
        "call void @sol_log_64_(i64 %n, i64 1, i64 2, i64 3, i64 4, i64 5)",
        "does not fit the five registers",
    );
    refused(
        "declare i128 @sol_log_()",
        "%r = call i128 @sol_log_()\nstore i128 %r, ptr %out",
        "does not fit the five registers",
    );
}

#[test]
fn calls_of_another_type() {
    let declared = "define void @takes(i64 %a, i64 %b) noinline { store volatile i64 %a, ptr null\n ret void }";
    refused(declared, "call void @takes(i32 5)", "is called as `void (i32)`, but is `void (i64, i64)`");
}

#[test]
fn guaranteed_tail_calls() {
    let declared = "define void @next(ptr %a, ptr %b) noinline { store volatile i64 1, ptr %a\n ret void }
        define void @f(ptr %a, ptr %b) noinline { musttail call void @next(ptr %b, ptr %a)\n ret void }";
    refused(declared, "call void @f(ptr %in, ptr %out)", "guaranteed tail call");
}

#[test]
fn passing_by_copy() {
    let declared = "define void @f(ptr byval([40 x i8]) %p) noinline { store volatile i8 1, ptr %p\n ret void }";
    refused(declared, "call void @f(ptr byval([40 x i8]) %out)", "`byval`");
}

#[test]
fn stack_space_while_running() {
    let declared = "define void @use(ptr %p) noinline { store volatile i8 1, ptr %p\n ret void }";
    refused(
        declared,
        "%p = alloca i8, i64 %n\ncall void @use(ptr %p)",
        "makes room on the stack while the function runs",
    );
}

#[test]
fn start_up_functions() {
    let constructor = "define internal void @start() { store volatile i64 2, ptr @keep\n ret void }
        @llvm.global_ctors = appending global [1 x {i32, ptr, ptr}] [{i32, ptr, ptr} {i32 1, ptr @start, ptr @keep}]
        @keep = global i64 1";
    refused(constructor, "store volatile i64 1, ptr @keep", "lists functions to run before or after the program");
    let section = "define internal void @start() { store volatile i64 1, ptr null\n ret void }
        @run = internal constant ptr @start, section \".init_array\"
        @llvm.used = appending global [1 x ptr] [ptr @run], section \"llvm.metadata\"";
    refused(section, "", "is to run before or after the program");
}

#[test]
fn wider_than_any_routine() {
    refused(
        "",
        "%d = lshr i256 %wide, 9\n%r = udiv i256 %wide, %d\nstore i256 %r, ptr %out",
        "no routine computes it on `i256`",
    );
    let odd = "%a = trunc i256 %wide to i100\n%r = call {i100, i1} @llvm.umul.with.overflow.i100(i100 %a, i100 %a)
        %v = extractvalue {i100, i1} %r, 0\nstore i100 %v, ptr %out\n%f = extractvalue {i100, i1} %r, 1\nstore volatile i1 %f, ptr %out";
    refused(
        "declare {i100, i1} @llvm.umul.with.overflow.i100(i100, i100)",
        odd,
        "neither an instruction nor a routine",
    );
    let amount = "%s = and i256 %wide, 255\n%r = shl i256 %wide, %s\nstore i256 %r, ptr %out";
    refused("", amount, "by an amount that is not known");
    let saturating =
        "%a = trunc i256 %wide to i128\n%r = call i128 @llvm.ushl.sat.i128(i128 %a, i128 %a)\nstore i128 %r, ptr %out";
    refused("declare i128 @llvm.ushl.sat.i128(i128, i128)", saturating, "neither an instruction nor a routine");
    refused("", "%r = uitofp i256 %wide to double\nstore double %r, ptr %out", "neither an instruction nor a routine");
}

#[test]
fn floats_without_a_routine() {
    refused(
        "",
        "%r = fadd double %double, 1.5\nstore double %r, ptr %out",
        "the program needs `__adddf3`, which no crate in it defines",
    );
    refused(
        "declare double @llvm.sin.f64(double)",
        "%r = call double @llvm.sin.f64(double %double)\nstore double %r, ptr %out",
        "neither an instruction nor a routine",
    );
    refused(
        "",
        "%h = fptrunc double %double to half\nstore half %h, ptr %out",
        "a type that the back end does not have",
    );
    let quad = "%q = load fp128, ptr %in\n%r = fadd fp128 %q, %q\nstore fp128 %r, ptr %out";
    refused("", quad, "a type that the back end does not have");
    let declared = "define double @__adddf3(i64 %a, i64 %b) noinline { %r = bitcast i64 %a to double\n ret double %r }";
    refused(
        declared,
        "%r = fadd double %double, 1.5\nstore double %r, ptr %out",
        "__adddf3 is `double (i64, i64)` where the linker knows it as `double (double, double)`",
    );
}

/// The routine itself may not need what it computes.
#[test]
fn routines_that_would_call_themselves() {
    let declared = "define double @__adddf3(double %a, double %b) noinline { %r = fadd double %a, %b\n ret double %r }";
    refused(declared, "%r = fadd double %double, 1.5\nstore double %r, ptr %out", "`__adddf3` would call itself");
}

#[test]
fn vectors_that_are_left() {
    let declared = "define <4 x i32> @f(<4 x i32> %v) noinline { %r = add <4 x i32> %v, %v\n ret <4 x i32> %r }";
    let lines = "%v = load <4 x i32>, ptr %in\n%r = call <4 x i32> @f(<4 x i32> %v)\nstore <4 x i32> %r, ptr %out";
    refused(declared, lines, "a type that the back end does not have");
    let bits = "%v = load <16 x i8>, ptr %in
        %c = icmp slt <16 x i8> %v, zeroinitializer
        store <16 x i1> %c, ptr %out";
    refused("", bits, "a type that the back end does not have");
}

#[test]
fn other_address_spaces() {
    let lines = "%p = inttoptr i64 %n to ptr addrspace(1)\nstore volatile i64 %n, ptr addrspace(1) %p";
    refused("", lines, "a type that the back end does not have");
}

#[test]
fn other_names_and_computed_jumps() {
    let declared = "define void @f(ptr %p) noinline { store volatile i64 1, ptr %p\n ret void }\n@other = alias void (ptr), ptr @f";
    refused(declared, "store volatile ptr @other, ptr %out", "is an alias of another symbol");
    let declared = "define void @jump(ptr %p, i1 %c) noinline {
          %a = load volatile ptr, ptr %p
          indirectbr ptr %a, [label %one, label %two]
        one:
          store volatile i64 1, ptr %p
          ret void
        two:
          store volatile i64 2, ptr %p
          ret void
        }
        @blocks = constant [2 x ptr] [ptr blockaddress(@jump, %one), ptr blockaddress(@jump, %two)]";
    refused(
        declared,
        "store volatile ptr @blocks, ptr %out\n%c = trunc i64 %n to i1\ncall void @jump(ptr %out, i1 %c)",
        "jumps to a computed address",
    );
}

#[test]
fn a_panic_handler_that_is_never_called() {
    refused(
        "define void @custom_panic(ptr %info) { ret void }",
        "",
        "std's panic handler (`rust_begin_unwind`) was not found",
    );
    let declared =
        "define void @rust_begin_unwind(ptr %info) { ret void }\ndefine void @custom_panic(i64 %info) { ret void }";
    refused(declared, "", "custom_panic must be `fn(&core::panic::PanicInfo<'_>)`");
}

#[test]
fn broken_input() {
    let error = link_whole(&["this is no assembly"], SbpfArch::V0).err().expect("an error");
    assert!(error.contains("is not what LLVM 22 reads"), "{error}");
    let twice = "define i64 @entrypoint(ptr %in) { ret i64 0 }";
    let error = link_whole(&[twice, twice], SbpfArch::V0).err().expect("an error");
    assert!(error.contains("cannot link snippet 1") && error.contains("entrypoint"), "{error}");
}

/// A dependency that also declares itself a `cdylib`: cargo links it, nothing loads it.
#[test]
fn a_library_without_an_entry_point_is_no_program() {
    let load = |input: &sbf_linker::Input<'_>| input.add_assembly("library", "define void @f() { ret void }");
    assert!(sbf_linker::link(load, SbpfArch::V0).expect("no error").is_none());
}
