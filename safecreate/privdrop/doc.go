// Package privdrop gives up root for good, in every thread.
//
// The order of the steps is the whole art: groups before gid before uid, because each
// step needs the right that the last one takes; all threads, because on Linux the
// kernel changes only the one that calls; and a look afterwards, because a success that
// was none leaves a process that believes to be harmless. For a child process use
// SysProcAttr.Credential instead; this package is for the process itself.
//
// A daemon does, in this order: open what needs root (sockets, log files, pid file),
// [Chroot], [To], [NoNewPrivs], and only then read its first byte from others.
//
// Systems other than Unix: every function fails with [errors.ErrUnsupported].
package privdrop
