; What the standard library and the code generator call by name, in terms of syscalls.
target datalayout = "e-m:e-p:64:64-i64:64-i128:128-n32:64-S128"
target triple = "bpfel"

declare void @abort()
declare void @sol_memcmp_(ptr, ptr, i64, ptr)
declare void @sol_memmove_(ptr, ptr, i64)
declare void @sol_memset_(ptr, i8, i64)

define i32 @memcmp(ptr %a, ptr %b, i64 %n) {
  %r = alloca i32, align 4
  store i32 0, ptr %r
  call void @sol_memcmp_(ptr %a, ptr %b, i64 %n, ptr %r)
  %v = load i32, ptr %r
  ret i32 %v
}
define i32 @bcmp(ptr %a, ptr %b, i64 %n) {
  %v = call i32 @memcmp(ptr %a, ptr %b, i64 %n)
  ret i32 %v
}
define ptr @memcpy(ptr %a, ptr %b, i64 %n) {
  call void @sol_memmove_(ptr %a, ptr %b, i64 %n)
  ret ptr %a
}
define ptr @memmove(ptr %a, ptr %b, i64 %n) {
  call void @sol_memmove_(ptr %a, ptr %b, i64 %n)
  ret ptr %a
}
define ptr @memset(ptr %a, i32 %b, i64 %n) {
  %c = trunc i32 %b to i8
  call void @sol_memset_(ptr %a, i8 %c, i64 %n)
  ret ptr %a
}
; std's platform layer (the one for the zkvm target, which asks for the least)
define ptr @sys_alloc_words(i64 %n) {
  call void @abort()
  unreachable
}
define i64 @sys_getenv(ptr %a, i64 %b, ptr %c, i64 %d) { ret i64 -1 }
define void @sys_panic(ptr %a, i64 %b) {
  call void @abort()
  unreachable
}
define void @sys_rand(ptr %a, i64 %n) {
  %b = shl i64 %n, 2
  call void @sol_memset_(ptr %a, i8 0, i64 %b)
  ret void
}
define void @sys_write(i32 %fd, ptr %a, i64 %n) { ret void }
