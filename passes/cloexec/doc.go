// Package cloexec finds descriptors that children inherit.
//
// # Analyzer cloexec
//
// cloexec: find descriptors and handles that child processes inherit
package cloexec
