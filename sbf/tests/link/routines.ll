; compiler-builtins' division, with its interface, in the plainest form: a bit at a time.
define void @divide(ptr %n, ptr %d, ptr %quotient, ptr %remainder) {
  %dividend = load i128, ptr %n
  %divisor = load i128, ptr %d
  br label %next
next:
  %k = phi i32 [ 0, %0 ], [ %k1, %next ]
  %rest = phi i128 [ %dividend, %0 ], [ %rest1, %next ]
  %r = phi i128 [ 0, %0 ], [ %r3, %next ]
  %q = phi i128 [ 0, %0 ], [ %q2, %next ]
  %top = lshr i128 %rest, 127
  %rest1 = shl i128 %rest, 1
  %carry = icmp slt i128 %r, 0
  %r1 = shl i128 %r, 1
  %r2 = or i128 %r1, %top
  %enough = icmp uge i128 %r2, %divisor
  %fits = or i1 %enough, %carry
  %less = sub i128 %r2, %divisor
  %r3 = select i1 %fits, i128 %less, i128 %r2
  %q1 = shl i128 %q, 1
  %bit = zext i1 %fits to i128
  %q2 = or i128 %q1, %bit
  %k1 = add i32 %k, 1
  %done = icmp eq i32 %k1, 128
  br i1 %done, label %end, label %next
end:
  store i128 %q2, ptr %quotient
  store i128 %r3, ptr %remainder
  ret void
}
define void @__udivti3(ptr %out, ptr %n, ptr %d) {
  %r = alloca i128
  call void @divide(ptr %n, ptr %d, ptr %out, ptr %r)
  ret void
}
define void @__umodti3(ptr %out, ptr %n, ptr %d) {
  %q = alloca i128
  call void @divide(ptr %n, ptr %d, ptr %q, ptr %out)
  ret void
}
