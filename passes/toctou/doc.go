// Package toctou finds decisions about a name that may mean another object a
// moment later.
//
// # Analyzer toctou
//
// toctou: find decisions about a name that may mean another object a moment later
package toctou
