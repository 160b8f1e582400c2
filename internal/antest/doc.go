// Package antest tests analyzers the way analysistest does, with its holes
// closed:
//
//   - a golden file, or a section of one, that was not compared is a failure
//     (an analyzer that loses its fix does not pass silently);
//   - the text after a fix must type-check;
//   - the analyzer runs again on that text and must be silent about what was
//     fixed, and must not find anything new;
//   - every fact is encoded and decoded, twice and to the same bytes, and its
//     type may hold only what survives that;
//   - a file with expectations that no chosen GOOS builds is a failure.
//
// # Where test packages live
//
// The package "a" of a pass is passes/NAME/testdata/src/a, a directory of the
// main module: it may import the standard library, golang.org/x/sys and other
// test packages by their full path,
//
//	import "github.com/permvet/permvet/passes/NAME/testdata/src/b"
//
// A third-party library is imitated by a module of its own, with a two-line
// go.mod, anywhere below testdata/fake; it is found under the path in that
// go.mod. The safecreate module of this repository can always be imported.
//
// # Expectations
//
// The syntax is that of analysistest:
//
//	os.Chmod(p, 0o666) // want "world-writable" "second finding"
//	func save() {}     // want save:"fact about save"
//	save(0o666)        // want "world-writable" related:"^lib.go: os.Chmod.*: the mode is applied here$"
//
// The expression of a diagnostic is matched against the whole line that the
// user would see, so it can state level and kind too:
//
//	// want `^error: .* \(filemode/world-writable\)$`
//
// For an analyzer that does not use package report it is the message alone.
//
// # Goldens
//
// x.go.golden is either the text after -fix, or a txtar archive with one
// section per fix message when there are alternatives.
package antest
