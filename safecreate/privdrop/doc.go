// Package privdrop gives up root for good, in every thread.
//
// The order of the steps is the whole art: groups before gid before uid, because each
// step needs the right that the last one takes; all threads, because on Linux the
// kernel changes only the one that calls; and a look afterwards, because a success that
// was none leaves a process that believes to be harmless. For a child process use
// SysProcAttr.Credential instead; this package is for the process itself.
//
// A daemon does, in this order: [Lookup] of the user, open what needs root (sockets, pid
// file, log), [Chroot], [User.To], and only then read its first byte from others. What it
// opens again later, as a log after rotation, must be inside the new root and open to the
// user. safecreate/example/daemon does all of it.
//
// Systems other than Unix: every function fails with [errors.ErrUnsupported].
package privdrop
