// Package eval tells what the SSA values of one package are, as far as that can
// be known without running it.
//
// An [Evaluator] answers five questions about a value:
//
//   - Key: what is it called? Two values with the same key are taken for the
//     same value.
//   - Word: which bits of an integer are certain?
//   - Path: which parts of a text are known?
//   - Data: where do its bytes come from?
//   - Callee, Function: which function is it?
//
// To answer them it follows values through memory ([Slot]): local variables that
// literals capture, fields of objects that are made in the same function,
// package variables that are never written after their initialiser, unexported
// text fields, and elements of lists.
//
// What is behind a call, or in another package, it asks of its [Callees]. So the
// evaluator knows nothing of effects and summaries, and a test needs neither.
package eval
