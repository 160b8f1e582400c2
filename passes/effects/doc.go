// Package effects turns each function into the ordered list of what it does to
// the world outside the process: which objects it creates with which mode at
// which path, which descriptors it makes, when it changes the umask, what it
// gives to children, which credentials it drops.
//
// # Analyzer effects
//
// effects: what each function does to files, descriptors and processes
//
// The pass reports nothing. Every check of the suite requires it and judges
// its [Result]. What is done inside a called function appears at the call, in
// terms of the caller's values: within a package through the function's body,
// across packages through facts ([Summary]).
//
// The package has two sides. The build side makes the effects: gate.go decides
// which packages are looked at, scan.go walks a function, rows.go turns a call
// of the table into effects, call.go brings in the summary of a callee, and
// facts.go makes summaries. The query side, from result.go on, is what judges
// ask; model.go and fact.go are what both share. What values are is answered by
// internal/eval, what runs before what by internal/flow.
package effects
