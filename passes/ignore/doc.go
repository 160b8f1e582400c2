// Package ignore defines an analyzer that checks the suppressions of the
// other analyzers.
//
// # Analyzer ignore
//
// ignore: check that permvet:ignore comments work and say why
//
// A finding is suppressed by a comment behind it on its line, or by one above
// the statement or declaration in which it is, up to the block if that has one:
//
//	//permvet:ignore filemode the umask is set by the service manager
//	f, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY, 0o666)
//
// Before the reason stands a check, or a check and one of its kinds as in
// filemode/world-writable, or several with commas between them. Generated
// files need no suppressions: nothing is reported there.
//
// # missing-reason
//
// The next reader must know why the finding is acceptable. A comment without
// a reason suppresses nothing.
//
// # malformed
//
// The comment was meant to suppress something but does not:
//
//	// permvet:ignore filemode reason     (a space after the slashes)
//	//permvet:ignore                      (no check)
//	//permvet:ignore FileMode reason      (names are lower case)
//
// # unknown-check
//
// There is no check or kind of that name, so nothing is suppressed. A kind
// stands behind its check: filemode/world-writable.
//
// # unused-ignore
//
// The named check finds nothing there, or nothing any more: the comment hides
// the next mistake. Reported with -strict, by the check that is named.
package ignore
