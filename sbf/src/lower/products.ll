; Products of 128 bits in terms of those of 64. A value of 128 bits is passed as two halves, the low one first, and
; returned through a pointer. They are linked in after optimization: a pass that knew the idiom would make a product of
; 128 bits of it, and the functions would call themselves.
target datalayout = "e-m:e-p:64:64-i64:64-i128:128-n32:64-S128"
target triple = "bpfel"

; a * b in full, by halves of 32 bits. The middle sum is less than 3 * 2^32.
define void @sbf.product_64(ptr %out, i64 %a, i64 %b) noinline {
  %a0 = and i64 %a, 4294967295
  %a1 = lshr i64 %a, 32
  %b0 = and i64 %b, 4294967295
  %b1 = lshr i64 %b, 32
  %p00 = mul i64 %a0, %b0
  %p01 = mul i64 %a0, %b1
  %p10 = mul i64 %a1, %b0
  %p11 = mul i64 %a1, %b1
  %carry = lshr i64 %p00, 32
  %p01l = and i64 %p01, 4294967295
  %p10l = and i64 %p10, 4294967295
  %mid1 = add i64 %carry, %p01l
  %mid = add i64 %mid1, %p10l
  %p00l = and i64 %p00, 4294967295
  %midl = shl i64 %mid, 32
  %low = or i64 %p00l, %midl
  %p01h = lshr i64 %p01, 32
  %p10h = lshr i64 %p10, 32
  %midh = lshr i64 %mid, 32
  %h1 = add i64 %p11, %p01h
  %h2 = add i64 %h1, %p10h
  %high = add i64 %h2, %midh
  store i64 %low, ptr %out
  %at = getelementptr i8, ptr %out, i64 8
  store i64 %high, ptr %at
  ret void
}

; The low 128 bits of a * b.
define void @sbf.product_128(ptr %out, i64 %a0, i64 %a1, i64 %b0, i64 %b1) noinline {
  call void @sbf.product_64(ptr %out, i64 %a0, i64 %b0)
  %p01 = mul i64 %a0, %b1
  %p10 = mul i64 %a1, %b0
  %cross = add i64 %p01, %p10
  %at = getelementptr i8, ptr %out, i64 8
  %h = load i64, ptr %at
  %high = add i64 %h, %cross
  store i64 %high, ptr %at
  ret void
}

; The same, and whether a * b takes more than 128 bits. If not both high halves are set, one of the two cross products
; is zero; the other is divided back to see whether it fits.
define i64 @sbf.checked_product_128(ptr %out, i64 %a0, i64 %a1, i64 %b0, i64 %b1) noinline {
  call void @sbf.product_64(ptr %out, i64 %a0, i64 %b0)
  %p01 = mul i64 %a0, %b1
  %p10 = mul i64 %a1, %b0
  %cross = add i64 %p01, %p10
  %at = getelementptr i8, ptr %out, i64 8
  %h = load i64, ptr %at
  %high = add i64 %h, %cross
  store i64 %high, ptr %at
  %a1set = icmp ne i64 %a1, 0
  %b1set = icmp ne i64 %b1, 0
  %both = and i1 %a1set, %b1set
  %a1div = select i1 %a1set, i64 %a1, i64 1
  %b1div = select i1 %b1set, i64 %b1, i64 1
  %q10 = udiv i64 %p10, %a1div
  %q01 = udiv i64 %p01, %b1div
  %d10 = icmp ne i64 %q10, %b0
  %d01 = icmp ne i64 %q01, %a0
  %o10 = and i1 %a1set, %d10
  %o01 = and i1 %b1set, %d01
  %carry = icmp ult i64 %high, %h
  %o1 = or i1 %both, %o10
  %o2 = or i1 %o1, %o01
  %o = or i1 %o2, %carry
  %flag = zext i1 %o to i64
  ret i64 %flag
}
