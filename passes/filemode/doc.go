// Package filemode finds modes that are wider than, or different from, what
// the object needs.
package filemode
