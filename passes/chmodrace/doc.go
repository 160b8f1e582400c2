// Package chmodrace finds objects whose mode is set after they were created.
package chmodrace
