//go:build cgo

package privdrop

import _ "runtime/cgo" // as any program that uses C: other ways to reach all threads
