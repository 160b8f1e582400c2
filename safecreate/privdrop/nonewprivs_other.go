//go:build unix && !linux

package privdrop

import "errors"

// NoNewPrivs fails with [errors.ErrUnsupported]: only Linux has the flag for all
// threads.
func NoNewPrivs() error { return errors.ErrUnsupported }

func setNoNewPrivs() error { return nil } // To does without
