//! The list of syscalls is the runtime's.

use crate::machine::link_whole;
use sbf_linker::{SYSCALLS, SbpfArch};

/// The runtime registers them by name, all features on.
#[test]
fn the_list_is_the_runtimes() {
    let mut budget = solana_program_runtime::execution_budget::SVMTransactionExecutionBudget::new_with_defaults(true);
    budget.compute_unit_limit = 1;
    let features = solana_svm_feature_set::SVMFeatureSet::all_enabled();
    let loader =
        solana_syscalls::create_program_runtime_environment(&features, &budget, false, false).expect("a runtime");
    let mut names: Vec<String> = loader
        .get_function_registry()
        .iter()
        .map(|(_, (name, _))| String::from_utf8_lossy(name).into_owned())
        .filter(|name| name != "sol_alloc_free_")
        .collect();
    names.sort();
    assert_eq!(names, SYSCALLS);
}

#[test]
fn every_syscall_can_be_called() {
    let calls: String = SYSCALLS.iter().map(|name| format!("call void @{name}()\n")).collect();
    let declared: String = SYSCALLS.iter().map(|name| format!("declare void @{name}()\n")).collect();
    let whole = format!("{declared} define i64 @entrypoint(ptr %in) {{ {calls} ret i64 0 }}");
    link_whole(&[&whole], SbpfArch::V0).expect("it links");
}
