// Package flow answers questions about the control-flow graph of one function:
// what runs before what, which conditions hold where, and on which paths a call
// failed. It knows SSA form and nothing of what calls do.
//
// Three relations between instructions a and b of one function:
//
//   - [Graphs.Leads]: some path runs a and later b. It holds for a pair in both
//     directions inside a loop.
//   - [Graphs.Dominates]: whenever b runs, a ran before.
//   - [Graphs.Escapes]: some path leads from a call that succeeded to a return
//     without passing a given instruction. Its negation is "on every path".
//
// The answers come from tables that are computed once for each function and are
// safe for use by several goroutines.
package flow
