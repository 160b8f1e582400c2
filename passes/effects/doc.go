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
// The rooms: model.go says what an effect is; gate.go decides which packages
// are looked at; scan.go walks a function; rows.go turns a call from the table
// into effects; call.go resolves callees and brings in their summaries; key.go
// names values, word.go, path.go and data.go evaluate them, environ.go follows
// the environment; cell.go finds what was stored in variables and fields,
// global.go, field.go and list.go in package variables, fields of any object and
// lists; order.go answers questions of time, guard.go questions of conditions; fate.go
// and track.go tell what becomes of a descriptor; settings.go, sets.go and
// structs.go what is stored in structs that describe a child; program.go gathers
// what a package and its imports do as a whole; facts.go and returns.go hold
// what is exported; tell.go is what judges use to speak about an effect.
package effects
