//go:build unix

package match
