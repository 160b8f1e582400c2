// Package cache keeps what was computed in one run for the next, in a directory of the user's own.
//
// An entry is bytes under a key, and the key is a hash of everything that the bytes depend on: there is nothing to
// invalidate. What cannot be trusted is as good as absent: an entry that is truncated or damaged, that belongs to
// another user or that others could have written, or that another version wrote. Writes are atomic, so that several
// processes can share the directory. It is bounded; what was not used for long goes first.
package cache
