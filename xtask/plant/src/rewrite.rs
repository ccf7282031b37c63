//! One file with its mutants built in.
//!
//! Each mutant becomes a branch on `crate::faults::planted()`, its number written with the type (`100017u32`), which is
//! how a compiler's message about a branch leads back to the mutant.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use proc_macro2::{LineColumn, TokenStream};
use quote::quote;
use syn::{
    Arm, BinOp, Block, Expr, ExprBinary, ExprStruct, ExprUnary, FieldValue, ImplItemConst, ImplItemFn, ItemConst,
    ItemFn, ReturnType, Signature, Type,
    spanned::Spanned,
    visit_mut::{self, VisitMut},
};

use crate::list::{Genre, Mutant, Place};

/// The rewritten file, and the numbers of the mutants in it.
pub fn rewrite(source: &str, mutants: &[&Mutant]) -> Result<(String, BTreeSet<u32>)> {
    let mut file = syn::parse_file(source).context("not Rust")?;
    let mut planter = Planter { mutants, planted: BTreeSet::new() };
    planter.visit_file_mut(&mut file);
    Ok((prettyplease::unparse(&file), planter.planted))
}

struct Planter<'a> {
    mutants: &'a [&'a Mutant],
    planted: BTreeSet<u32>,
}

/// A mutant's number and what it puts in place.
type Change = (u32, TokenStream);

impl Planter<'_> {
    /// The mutants of this kind that satisfy `here`, as far as their replacements are Rust.
    fn changes(&mut self, genre: Genre, here: impl Fn(&Mutant) -> bool) -> Vec<Change> {
        let found = self.mutants.iter().filter(|mutant| mutant.genre == genre && here(mutant));
        let changes: Vec<Change> =
            found.filter_map(|mutant| Some((mutant.number, mutant.replacement.parse().ok()?))).collect();
        self.planted.extend(changes.iter().map(|(number, _)| number));
        changes
    }

    fn at(&mut self, genre: Genre, start: LineColumn) -> Vec<Change> {
        let start = place(start);
        self.changes(genre, |mutant| mutant.span.start == start)
    }

    fn function(&mut self, signature: &mut Signature, block: &mut Block) {
        // A function of `impl Trait` has one type only, and the replacements have others.
        if matches!(&signature.output, ReturnType::Type(_, ty) if matches!(**ty, Type::ImplTrait(_))) {
            return;
        }
        let end = place(block.brace_token.span.close().end());
        let changes =
            self.changes(Genre::FnValue, |mutant| mutant.function.as_ref().is_some_and(|f| f.span.end == end));
        if changes.is_empty() {
            return;
        }
        let arms = changes.iter().map(|(number, value)| quote!(#number => return #value,));
        let body = &block.stmts;
        let rewritten = quote!({
            match crate::faults::planted() { #(#arms)* _ => {} }
            #(#body)*
        });
        *block = parsed(rewritten);
    }

    fn binary(&mut self, binary: &ExprBinary) -> Option<Expr> {
        if is_let(&binary.left) || is_let(&binary.right) {
            return None;
        }
        let changes = self.at(Genre::BinaryOperator, binary.op.span().start());
        if changes.is_empty() {
            return None;
        }
        let (left, right, op) = (&binary.left, &binary.right, &binary.op);
        let (bound, l, r) = match op {
            // The right side of these is not always looked at, and the left of an assignment is no value.
            BinOp::And(_) | BinOp::Or(_) => (Some((quote!(l), quote!(#left))), quote!(l), quote!((#right))),
            op if is_assignment(op) => (None, quote!(#left), quote!(#right)),
            op if is_comparison(op) => (Some((quote!((l, r)), quote!((&(#left), &(#right))))), quote!(*l), quote!(*r)),
            _ => (Some((quote!((l, r)), quote!((#left, #right)))), quote!(l), quote!(r)),
        };
        let arms = changes.iter().map(|(number, other)| quote!(#number => #l #other #r,));
        let choice = quote!(match crate::faults::planted() { #(#arms)* _ => #l #op #r });
        Some(parsed(match bound {
            Some((pattern, values)) => quote!(match #values { #pattern => #choice }),
            None => choice,
        }))
    }

    fn unary(&mut self, unary: &ExprUnary) -> Option<Expr> {
        let changes = self.at(Genre::UnaryOperator, unary.op.span().start());
        let [(number, _)] = changes.as_slice() else { return None };
        let (op, operand) = (&unary.op, &unary.expr);
        Some(parsed(quote!((match crate::faults::planted() { #number => #operand, _ => #op #operand }))))
    }

    /// A field that takes the value of the structure's base.
    fn field(&mut self, field: &mut FieldValue, base: &Expr) {
        let changes = self.at(Genre::StructField, field.span().start());
        let [(number, _)] = changes.as_slice() else { return };
        let (member, value) = (&field.member, &field.expr);
        field.colon_token.get_or_insert_default();
        field.expr = parsed(quote!(match crate::faults::planted() {
            #number => { let base: Self = #base; base.#member }
            _ => #value
        }));
    }
}

impl VisitMut for Planter<'_> {
    fn visit_item_fn_mut(&mut self, function: &mut ItemFn) {
        visit_mut::visit_item_fn_mut(self, function);
        self.function(&mut function.sig, &mut function.block);
    }

    fn visit_impl_item_fn_mut(&mut self, function: &mut ImplItemFn) {
        visit_mut::visit_impl_item_fn_mut(self, function);
        self.function(&mut function.sig, &mut function.block);
    }

    /// Nothing can be chosen where a constant is made.
    fn visit_item_const_mut(&mut self, _: &mut ItemConst) {}

    /// As above.
    fn visit_impl_item_const_mut(&mut self, _: &mut ImplItemConst) {}

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_mut::visit_expr_mut(self, expr);
        let other = match expr {
            Expr::Binary(binary) => self.binary(binary),
            Expr::Unary(unary) => self.unary(unary),
            _ => None,
        };
        if let Some(other) = other {
            *expr = parsed(quote!((#other)));
        }
    }

    fn visit_expr_struct_mut(&mut self, expr: &mut ExprStruct) {
        visit_mut::visit_expr_struct_mut(self, expr);
        if let Some(base) = expr.rest.clone() {
            expr.fields.iter_mut().for_each(|field| self.field(field, &base));
        }
    }

    fn visit_arm_mut(&mut self, arm: &mut Arm) {
        let guard_at = arm.guard.as_ref().map(|(_, guard)| guard.span().start());
        visit_mut::visit_arm_mut(self, arm);
        if let (Some(start), Some((_, guard))) = (guard_at, &mut arm.guard) {
            let changes = self.at(Genre::MatchArmGuard, start);
            let arms = changes.iter().map(|(number, value)| quote!(#number => #value,));
            **guard = parsed(quote!(match crate::faults::planted() { #(#arms)* _ => #guard }));
        }
        for (number, _) in self.at(Genre::MatchArm, arm.pat.span().start()) {
            let stays = quote!(crate::faults::planted() != #number);
            let guard = match &arm.guard {
                Some((_, guard)) => parsed(quote!(#stays && (#guard))),
                None => parsed(stays),
            };
            arm.guard = Some((Default::default(), Box::new(guard)));
        }
    }
}

/// What these tokens are; they were put together here.
fn parsed<T: syn::parse::Parse>(tokens: TokenStream) -> T {
    let text = tokens.to_string();
    syn::parse2(tokens).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn place(at: LineColumn) -> Place {
    Place { line: at.line, column: at.column + 1 }
}

fn is_let(expr: &Expr) -> bool {
    match expr {
        Expr::Let(_) => true,
        Expr::Binary(binary) => is_let(&binary.left) || is_let(&binary.right),
        _ => false,
    }
}

fn is_comparison(op: &BinOp) -> bool {
    matches!(op, BinOp::Eq(_) | BinOp::Ne(_) | BinOp::Lt(_) | BinOp::Le(_) | BinOp::Gt(_) | BinOp::Ge(_))
}

fn is_assignment(op: &BinOp) -> bool {
    quote!(#op).to_string().ends_with('=') && !is_comparison(op)
}
