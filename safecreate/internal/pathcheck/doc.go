// Package pathcheck asks who can change what a path stands for.
package pathcheck

import "errors"

// What is wrong with a path. The errors of [Check] are *fs.PathError that name the
// directory or link at fault and wrap one of these.
var (
	// ErrOwner: a directory or link on the way belongs to somebody who is not trusted.
	ErrOwner = errors.New("belongs to another user")
	// ErrWritable: others can put another object in the place of the next element.
	ErrWritable = errors.New("is writable by others")
)
