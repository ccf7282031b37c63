//! Products, divisions, shifts and overflow checks.

use crate::machine::{Machine, compare, numbers, pairs};

/// Loads two operands, applies the lines (with `$` for the type), and stores `%r` as 128 bits.
fn binary(width: u32, lines: &str) -> Machine {
    Machine::new(&format!(
        "define void @compute(ptr %in, ptr %out) {{
          %at = getelementptr i8, ptr %in, i64 16
          %x128 = load i128, ptr %in
          %y128 = load i128, ptr %at
          {} {}
          {}
          {}
          store i128 %r128, ptr %out
          ret void
        }}",
        narrow("x", width),
        narrow("y", width),
        lines.replace('$', &format!("i{width}")),
        if width == 128 { "%r128 = add i128 %r, 0".into() } else { format!("%r128 = zext i{width} %r to i128") },
    ))
}

fn narrow(name: &str, width: u32) -> String {
    match width {
        128 => format!("%{name} = add i128 %{name}128, 0\n"),
        _ => format!("%{name} = trunc i128 %{name}128 to i{width}\n"),
    }
}

fn check(machine: &Machine, expected: impl Fn(u128, u128) -> Option<u128>) {
    compare(machine, inputs(), |input| expected(input[0], input[1]).map(|answer| [answer]));
}

fn inputs() -> impl Iterator<Item = Vec<u128>> {
    pairs().into_iter().map(|(x, y)| vec![x, y])
}

/// The low bits, as a signed number.
fn signed(value: u128, width: u32) -> i128 {
    (value << (128 - width)) as i128 >> (128 - width)
}

fn mask(width: u32) -> u128 {
    u128::MAX >> (128 - width)
}

#[test]
fn products_of_128_bits() {
    check(&binary(128, "%r = mul $ %x, %y"), |x, y| Some(x.wrapping_mul(y)));
}

#[test]
fn products_of_odd_widths() {
    for width in [65, 96, 127] {
        check(&binary(width, "%r = mul $ %x, %y"), |x, y| Some(x.wrapping_mul(y) & mask(width)));
    }
}

/// By limbs of 32 bits, where nothing overflows.
fn full_product(x: u128, y: u128) -> [u128; 2] {
    let limbs = |value: u128| [0, 32, 64, 96].map(|shift| value >> shift & 0xffff_ffff);
    let mut sums = [0u128; 9];
    for (i, p) in limbs(x).into_iter().enumerate() {
        for (j, q) in limbs(y).into_iter().enumerate() {
            sums[i + j] += (p * q) & 0xffff_ffff;
            sums[i + j + 1] += (p * q) >> 32;
        }
    }
    for k in 0..8 {
        sums[k + 1] += sums[k] >> 32;
        sums[k] &= 0xffff_ffff;
    }
    [0, 4].map(|at| sums[at] | sums[at + 1] << 32 | sums[at + 2] << 64 | sums[at + 3] << 96)
}

#[test]
fn products_of_256_bits() {
    let machine = Machine::new(
        "define void @compute(ptr %in, ptr %out) {
          %at = getelementptr i8, ptr %in, i64 16
          %x = load i128, ptr %in
          %y = load i128, ptr %at
          %p = zext i128 %x to i256
          %q = zext i128 %y to i256
          %r = mul i256 %p, %q
          store i256 %r, ptr %out
          ret void
        }",
    );
    compare(&machine, inputs(), |input| Some(full_product(input[0], input[1])));
}

#[test]
fn division_of_128_bits() {
    check(&binary(128, "%r = udiv $ %x, %y"), |x, y| x.checked_div(y));
    check(&binary(128, "%r = urem $ %x, %y"), |x, y| x.checked_rem(y));
    check(&binary(128, "%r = sdiv $ %x, %y"), |x, y| (x as i128).checked_div(y as i128).map(|r| r as u128));
    check(&binary(128, "%r = srem $ %x, %y"), |x, y| (x as i128).checked_rem(y as i128).map(|r| r as u128));
}

#[test]
fn signed_division_of_every_width() {
    for width in [8, 16, 32, 40, 64, 100] {
        let quotient = |x, y| {
            let result = signed(x, width).checked_div(signed(y, width))?;
            (signed(result as u128, width) == result).then_some(result as u128 & mask(width))
        };
        let remainder = |x, y| {
            let (x, y) = (signed(x, width), signed(y, width));
            (!(y == -1 && x == signed(1 << (width - 1), width))).then_some(())?;
            x.checked_rem(y).map(|r| r as u128 & mask(width))
        };
        check(&binary(width, "%r = sdiv $ %x, %y"), quotient);
        check(&binary(width, "%r = srem $ %x, %y"), remainder);
    }
}

#[test]
fn unsigned_division_of_odd_widths() {
    for width in [33, 72, 127] {
        check(&binary(width, "%r = udiv $ %x, %y"), |x, y| (x & mask(width)).checked_div(y & mask(width)));
        check(&binary(width, "%r = urem $ %x, %y"), |x, y| (x & mask(width)).checked_rem(y & mask(width)));
    }
}

/// Every number with every amount.
fn shift_inputs(amounts: &[u128]) -> Vec<Vec<u128>> {
    numbers().into_iter().flat_map(|x| amounts.iter().map(move |n| vec![x, *n])).collect()
}

#[test]
fn shifts_of_128_bits_by_any_amount() {
    let [left, right, arithmetic] =
        ["shl", "lshr", "ashr"].map(|op| binary(128, &format!("%n = and $ %y, 127\n%r = {op} $ %x, %n")));
    let inputs = shift_inputs(&[0, 1, 5, 31, 32, 33, 62, 63, 64, 65, 66, 95, 127]);
    compare(&left, inputs.clone(), |input| Some([input[0] << input[1]]));
    compare(&right, inputs.clone(), |input| Some([input[0] >> input[1]]));
    compare(&arithmetic, inputs, |input| Some([(input[0] as i128 >> input[1]) as u128]));
}

#[test]
fn shifts_of_odd_widths_by_any_amount() {
    let [left, right, arithmetic] =
        ["shl", "lshr", "ashr"].map(|op| binary(72, &format!("%n = and $ %y, 127\n%r = {op} $ %x, %n")));
    let inputs = shift_inputs(&[0, 1, 63, 64, 65, 71]);
    compare(&left, inputs.clone(), |input| Some([input[0] << input[1] & mask(72)]));
    compare(&right, inputs.clone(), |input| Some([(input[0] & mask(72)) >> input[1]]));
    compare(&arithmetic, inputs, |input| Some([(signed(input[0], 72) >> input[1]) as u128 & mask(72)]));
}

#[test]
fn rotations_of_128_bits() {
    let declared = "declare i128 @llvm.fshl.i128(i128, i128, i128)\ndeclare i128 @llvm.fshr.i128(i128, i128, i128)\n";
    let snippet = |name: &str| {
        Machine::new(&format!(
            "{declared} define void @compute(ptr %in, ptr %out) {{
              %at = getelementptr i8, ptr %in, i64 16
              %an = getelementptr i8, ptr %in, i64 32
              %x = load i128, ptr %in
              %y = load i128, ptr %at
              %n = load i128, ptr %an
              %r = call i128 @llvm.{name}.i128(i128 %x, i128 %y, i128 %n)
              store i128 %r, ptr %out
              ret void
            }}"
        ))
    };
    let (left, right) = (snippet("fshl"), snippet("fshr"));
    let amounts = [0, 1, 63, 64, 65, 127, 128, 129, 255, u128::MAX];
    let pairs = pairs().into_iter().step_by(9);
    let inputs: Vec<_> = pairs.flat_map(|(x, y)| amounts.map(|n| vec![x, y, n])).collect();
    let funnel = |high: u128, low: u128, k: u32| if k == 0 { high } else { high << k | low >> (128 - k) };
    compare(&left, inputs.clone(), |input| Some([funnel(input[0], input[1], (input[2] % 128) as u32)]));
    compare(&right, inputs, |input| match (input[2] % 128) as u32 {
        0 => Some([input[1]]),
        k => Some([funnel(input[0], input[1], 128 - k)]),
    });
}

/// An overflow check's value, and whether it overflowed in bit 0 of the second word.
fn overflow_check(name: &str, width: u32) -> Machine {
    Machine::new(&format!(
        "declare {{i{width}, i1}} @llvm.{name}.with.overflow.i{width}(i{width}, i{width})
        define void @compute(ptr %in, ptr %out) {{
          %at = getelementptr i8, ptr %in, i64 16
          %next = getelementptr i8, ptr %out, i64 16
          %x128 = load i128, ptr %in
          %y128 = load i128, ptr %at
          {} {}
          %p = call {{i{width}, i1}} @llvm.{name}.with.overflow.i{width}(i{width} %x, i{width} %y)
          %r = extractvalue {{i{width}, i1}} %p, 0
          %o = extractvalue {{i{width}, i1}} %p, 1
          store i{width} %r, ptr %out
          %flag = zext i1 %o to i128
          store i128 %flag, ptr %next
          ret void
        }}",
        narrow("x", width),
        narrow("y", width)
    ))
}

#[test]
fn overflow_checks_of_unsigned_products() {
    for width in [8, 16, 32, 64, 128] {
        compare(&overflow_check("umul", width), inputs(), |input| {
            let [low, high] = full_product(input[0] & mask(width), input[1] & mask(width));
            Some([low & mask(width), u128::from(high != 0 || low > mask(width))])
        });
    }
}

#[test]
fn overflow_checks_of_signed_products() {
    for width in [8, 16, 32, 64, 128] {
        compare(&overflow_check("smul", width), inputs(), |input| {
            let (p, q) = (signed(input[0], width), signed(input[1], width));
            let overflow = p.checked_mul(q).is_none_or(|exact| signed(exact as u128, width) != exact);
            Some([p.wrapping_mul(q) as u128 & mask(width), u128::from(overflow)])
        });
    }
}

#[test]
fn what_the_back_end_expands_itself() {
    for width in [64, 128] {
        let call = |name: &str| {
            Machine::new(&format!(
                "declare i{width} @llvm.{name}.i{width}(i{width}, i{width})
                define void @compute(ptr %in, ptr %out) {{
                  %at = getelementptr i8, ptr %in, i64 16
                  %x = load i{width}, ptr %in
                  %y = load i{width}, ptr %at
                  %r = call i{width} @llvm.{name}.i{width}(i{width} %x, i{width} %y)
                  store i{width} %r, ptr %out
                  ret void
                }}"
            ))
        };
        let clamp = |value: i128, overflow: bool, negative: bool| match (overflow, negative) {
            (false, _) => value as u128 & mask(width),
            (true, true) => 1 << (width - 1),
            (true, false) => mask(width - 1),
        };
        let over = |exact: Option<i128>| exact.is_none_or(|exact| signed(exact as u128, width) != exact);
        check(&call("uadd.sat"), |x, y| Some((x & mask(width)).saturating_add(y & mask(width)).min(mask(width))));
        check(&call("usub.sat"), |x, y| Some((x & mask(width)).saturating_sub(y & mask(width))));
        check(&call("sadd.sat"), |x, y| {
            let (p, q) = (signed(x, width), signed(y, width));
            Some(clamp(p.wrapping_add(q), over(p.checked_add(q)), p < 0))
        });
        check(&call("ssub.sat"), |x, y| {
            let (p, q) = (signed(x, width), signed(y, width));
            Some(clamp(p.wrapping_sub(q), over(p.checked_sub(q)), p < 0))
        });
    }
}
